//! The names of the rules of branches, calls and exceptions, several of which follow each other
//! in one step.

use super::tale::Teller;
use crate::observe::Branch;
use crate::runtime::Trap;
use crate::syntax::{Instr, LabelKind};

/// What a taken branch does behind the rule by which it is taken, which is empty for `br`.
pub(super) fn branch(teller: &Teller<'_>, first: String) -> String {
    let Some(Branch { label, .. }) = teller.record.branch else {
        return first;
    };
    let depth = label as usize;
    let mut rules = vec![first];
    if depth > 0 {
        rules.push("br-label-succ".to_owned());
    }
    if passes_handler(teller, depth) {
        rules.push("br-handler".to_owned());
    }
    rules.push("br-label-zero".to_owned());
    let labels = teller.situation().labels;
    match labels.get(depth).map(|label| label.kind) {
        Some(LabelKind::TryTable) => rules.push("handler-vals".to_owned()),
        Some(LabelKind::Func) => rules.push("frame-vals".to_owned()),
        _ => {}
    }
    rules.retain(|rule| !rule.is_empty());
    rules.join(", ")
}

/// `return`, which passes all labels and handlers of its function.
pub(super) fn returning(teller: &Teller<'_>) -> String {
    match passes_handler(teller, usize::MAX) {
        true => "return-label, return-handler, return-frame".to_owned(),
        false => "return-label, return-frame".to_owned(),
    }
}

/// Whether there is a `try_table` among so many labels, the innermost first.
fn passes_handler(teller: &Teller<'_>, depth: usize) -> bool {
    let labels = teller.situation().labels;
    let mut passed = labels.iter().take(depth);
    passed.any(|label| label.kind == LabelKind::TryTable)
}

/// A call: what is called is found first, and then called. `call stack exhausted` is no rule, and
/// what a function of the host does has one without a name (section 4.6, Host Functions).
pub(super) fn call(teller: &Teller<'_>) -> String {
    let instr = teller.site.instr;
    let is_tail = crate::exec::is_tail_call(&instr);
    let trap = teller.record.trap.as_ref().map(|trap| &*trap.message);
    let is = |one: Trap| trap == Some(one.message());
    let mut rules = match instr {
        Instr::CallRef(_) | Instr::ReturnCallRef(_) => Vec::new(),
        _ => vec![instr.name()],
    };
    if matches!(
        instr,
        Instr::CallIndirect { .. } | Instr::ReturnCallIndirect { .. }
    ) {
        if is(Trap::UndefinedElement) {
            rules.push("table.get-oob");
        } else if is(Trap::IndirectCallTypeMismatch) {
            rules.extend(["table.get-val", "ref.cast-fail"]);
        } else {
            rules.extend(["table.get-val", "ref.cast-succeed"]);
        }
    }
    let is_null = is(Trap::UninitializedElement) || is(Trap::NullFunctionReference);
    if is_null || trap.is_none() {
        if is_tail {
            rules.push("return_call_ref-label");
        }
        if is_tail && passes_handler(teller, usize::MAX) {
            rules.push("return_call_ref-handler");
        }
        match (is_tail, is_null) {
            (false, false) => {}
            (false, true) => rules.push("call_ref-null"),
            (true, false) => rules.push("return_call_ref-frame-addr"),
            (true, true) => rules.push("return_call_ref-frame-null"),
        }
        if !is_null && teller.record.host.is_none() {
            rules.push("call_ref-func");
        }
    }
    rules.join(", ")
}

/// An exception: how it ends. What it passes on its way has rules as well, which are not named:
/// they are as many as there are labels, frames and clauses.
pub(super) fn thrown(teller: &Teller<'_>) -> String {
    let is_thrown_again = matches!(teller.site.instr, Instr::ThrowRef);
    if teller.record.trap.is_some() {
        return "throw_ref-null".to_owned();
    }
    let found = teller.record.throw.as_ref().and_then(|throw| throw.found);
    let handled = found.map(|found| match (found.catch.tag, found.catch.with_ref) {
        (Some(_), false) => "throw_ref-handler-catch",
        (Some(_), true) => "throw_ref-handler-catch_ref",
        (None, false) => "throw_ref-handler-catch_all",
        (None, true) => "throw_ref-handler-catch_all_ref",
    });
    match (is_thrown_again, handled) {
        (true, Some(handled)) => handled.to_owned(),
        (false, Some(handled)) => format!("throw, {handled}"),
        (true, None) => "throw_ref-frame".to_owned(),
        (false, None) => "throw, throw_ref-frame".to_owned(),
    }
}
