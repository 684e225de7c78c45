//! Blocks, branches and returns, told.

use super::condition::as_index;
use super::tale::{Tale, Teller};
use super::words::{count, list, slot};
use crate::observe::own_operand;
use crate::runtime::Value;
use crate::syntax::{Instr, Label, LabelKind};

impl Teller<'_> {
    pub(super) fn control(&self) -> Tale {
        match self.site.instr {
            Instr::Unreachable => {
                Tale::new("", "", "mark a place that control is never meant to reach")
            }
            Instr::Loop(_) => self.open_loop(),
            Instr::If { on_false, .. } => self.condition(on_false),
            Instr::Block(_) => self.open_block(),
            Instr::Else { after_end } => {
                let spot = self.spot(after_end);
                Tale::safe(
                    format!(
                        "The arm for a true condition is done; passes over the else arm and goes \
                         on after its end, at {spot}."
                    ),
                    format!("Passed over the else arm, to after its end at {spot}."),
                )
            }
            Instr::End => self.close(),
            Instr::FuncEnd | Instr::Return => self.returning(),
            Instr::Br(_) | Instr::BrIf(_) | Instr::BrTable { .. } => self.branch(),
            Instr::BrOnNull(_) | Instr::BrOnNonNull(_) | Instr::BrOnCast { .. } => {
                self.branch_on_reference()
            }
            Instr::Call(_)
            | Instr::CallIndirect { .. }
            | Instr::CallRef(_)
            | Instr::ReturnCall(_)
            | Instr::ReturnCallIndirect { .. }
            | Instr::ReturnCallRef(_) => self.call(),
            Instr::Throw(_) | Instr::ThrowRef => self.throw(),
            Instr::TryTable { .. } => self.try_table(),
            _ => Tale::safe(
                "Does nothing at all; the stack stays as it is.",
                "Did nothing; the stack is as it was.",
            ),
        }
    }

    /// The label that the instruction opens.
    pub(super) fn opened(&self) -> Option<Label> {
        let typing = self.code.typing(&self.instance.module);
        typing.at(self.site.pc + 1)?.labels.first().copied()
    }

    /// `block $done`, `this loop`: what a label belongs to. `depth` is how `br` would
    /// name it.
    pub(super) fn label(&self, label: &Label, depth: Option<usize>) -> String {
        let kind = match label.kind {
            LabelKind::Else => "if",
            kind => kind.name(),
        };
        match (self.label_name(label), depth) {
            (Some(name), _) => format!("{kind} {name}"),
            (None, None) => format!("this {kind}"),
            (None, Some(0)) => format!("the innermost {kind}"),
            (None, Some(depth)) => format!("the {kind} of label {depth}"),
        }
    }

    fn open_block(&self) -> Tale {
        let Some(label) = self.opened() else {
            return Tale::safe("", "");
        };
        let block = self.label(&label, None);
        let branch = self.branch_to(&label);
        let spot = self.spot(label.target);
        Tale::safe(
            format!("Opens {block}: {branch} inside it leaves it and goes on at {spot}."),
            format!("Opened {block}, which {branch} leaves for {spot}."),
        )
    }

    fn open_loop(&self) -> Tale {
        let Some(label) = self.opened() else {
            return Tale::safe("", "");
        };
        let looped = self.label(&label, None);
        let branch = self.branch_to(&label);
        let spot = self.spot(label.target);
        Tale::safe(
            format!(
                "Begins a round of {looped}: {branch} inside it comes back here, to {spot}, and \
                 without one it is left at its end."
            ),
            format!("Began a round of {looped}; {branch} comes back to {spot}."),
        )
    }

    pub(super) fn branch_to(&self, label: &Label) -> String {
        let name = self.label_name(label).unwrap_or_else(|| "0".to_owned());
        match label.arity {
            0 => format!("`br {name}`"),
            arity => format!("`br {name}`, with {},", count(arity as u64, "value")),
        }
    }

    /// Whether an `if` that goes on there when it is false has an `else`.
    pub(super) fn has_else(&self, on_false: u32) -> bool {
        (on_false.checked_sub(1))
            .and_then(|pc| self.code.instrs.get(pc as usize))
            .is_some_and(|instr| matches!(instr, Instr::Else { .. }))
    }

    fn condition(&self, on_false: u32) -> Tale {
        let condition = self.popped(0);
        let spot = self.spot(on_false);
        match (slot(condition), self.has_else(on_false)) {
            (0, true) => Tale::safe(
                format!("The condition is 0, which is false: the else arm runs, from {spot}."),
                format!("The condition was 0, which is false: the else arm runs, from {spot}."),
            ),
            (0, false) => Tale::safe(
                format!("The condition is 0, which is false: skips to after the end, at {spot}."),
                format!("The condition was 0, which is false: skipped to {spot}, after the end."),
            ),
            _ => Tale::safe(
                format!("The condition is {condition}, not 0, which is true: the then arm runs."),
                format!("The condition was {condition}, not 0, which is true: the then arm runs."),
            ),
        }
    }

    fn close(&self) -> Tale {
        let situation = self.situation();
        let Some(label) = situation.labels.first() else {
            return Tale::safe("", "");
        };
        let block = self.label(label, None);
        let left = situation.operands.len().saturating_sub(label.height);
        let left = match left {
            0 => "it leaves no value".to_owned(),
            left => format!("it leaves {} on the stack", count(left as u64, "value")),
        };
        let again = match label.kind {
            LabelKind::Loop => ", which is not repeated",
            _ => "",
        };
        Tale::safe(
            format!("Closes {block}{again}: {left}, and its label is gone."),
            format!("Closed {block}{again}; {left}."),
        )
    }

    pub(super) fn own_name(&self) -> String {
        self.instance.module.func_name(self.site.func)
    }

    /// `main`, or whoever began the run.
    pub(super) fn caller(&self) -> String {
        let returned = self.record.returned.as_ref();
        match returned.and_then(|returned| returned.to.as_deref()) {
            Some(name) => format!("its caller {name}"),
            None => "the host".to_owned(),
        }
    }

    fn results(&self) -> &[Value] {
        let returned = self.record.returned.as_ref();
        returned.map_or(&[], |returned| &returned.results)
    }

    fn returning(&self) -> Tale {
        let (name, caller, results) = (self.own_name(), self.caller(), list(self.results()));
        match self.site.instr {
            Instr::Return => Tale::safe(
                format!("Leaves {name} from here, and gives {results} to {caller}."),
                format!("Left {name} before its end, and gave {results} to {caller}."),
            ),
            _ => Tale::safe(
                format!("The end of {name}: its frame goes, and {caller} gets {results}."),
                format!("Ended {name}; {caller} got {results}."),
            ),
        }
    }

    fn branch(&self) -> Tale {
        let situation = self.situation();
        let top = self.record.pop.last().copied();
        let Some(branch) = self.record.branch else {
            let condition = self.popped(0);
            return Tale::safe(
                format!("The condition is {condition}, so it goes on with the next instruction."),
                format!("The condition was {condition}, so it went on with the next instruction."),
            );
        };
        let Some(label) = situation.labels.get(branch.label as usize) else {
            return Tale::safe("", "");
        };
        let (will, did) = self.destination(label, branch.label as usize);
        let top_value = top;
        let top = top.map_or_else(String::new, |top| top.to_string());
        match self.site.instr {
            Instr::BrIf(_) => Tale::safe(
                format!("The condition is {top}, not 0, so it {will}."),
                format!("The condition was {top}, not 0, so it {did}."),
            ),
            Instr::BrTable { count: labels, .. } => {
                let index = self.record.pop.last().map_or(0, |index| slot(*index));
                let entry = match index {
                    _ if index < labels.into() => {
                        format!(
                            "chooses entry {top} of the {}",
                            count(labels.into(), "label")
                        )
                    }
                    _ if labels == 0 => "picks the default, the only label there is".to_owned(),
                    _ => format!(
                        "is beyond the {}, so the default counts",
                        count(labels.into(), "label")
                    ),
                };
                let index = top_value.map_or_else(String::new, as_index);
                Tale::safe(
                    format!("The index {index} {entry}: it {will}."),
                    format!("The index {index} {entry}: it {did}."),
                )
            }
            _ => Tale::safe(capital(&will) + ".", capital(&did) + "."),
        }
    }

    /// Where a branch goes and what it carries, as what will and what has happened.
    pub(super) fn destination(&self, label: &Label, depth: usize) -> (String, String) {
        if label.kind == LabelKind::Func {
            let (name, caller, results) = (self.own_name(), self.caller(), list(self.results()));
            return (
                format!("leaves {name} and gives {results} to {caller}"),
                format!("left {name} and gave {results} to {caller}"),
            );
        }
        let block = self.label(label, Some(depth));
        let spot = self.spot(label.target);
        let own = own_operand(&self.site.instr);
        let dropped = self.record.pop.len().saturating_sub(own + label.arity);
        let mut with = String::new();
        if label.arity > 0 {
            let end = self.record.pop.len().saturating_sub(own);
            let carried = &self.record.pop[end.saturating_sub(label.arity)..end];
            with += &format!(", carrying {}", list(carried));
        }
        if dropped > 0 {
            with += &format!(", {} dropped", count(dropped as u64, "value"));
        }
        match label.kind {
            LabelKind::Loop => (
                format!("goes back to the start of {block}, {spot}, for another round{with}"),
                format!("went back to the start of {block}, {spot}{with}"),
            ),
            _ => (
                format!("leaves {block} and goes on after its end, at {spot}{with}"),
                format!("left {block}, to go on after its end at {spot}{with}"),
            ),
        }
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), chars.as_str())
    })
}
