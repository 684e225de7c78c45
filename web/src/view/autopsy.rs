//! A trap taken apart, and the way of an exception, in the explanation pane.

use leptos::prelude::*;
use wasmscope::explain::{self, Autopsy};
use wasmscope::observe::Flight;
use wasmscope::view::{Bound, Range};

use super::prose::Prose;
use crate::model::autopsy::{Scale, WIDTH, role, rows};
use crate::model::flight::lines;
use crate::model::speed::thousands;
use crate::page::Page;
use crate::text;

/// Why the program has trapped, in its parts.
pub(super) fn autopsy(page: Page) -> Option<impl IntoView + use<>> {
    let autopsy = page.autopsy()?;
    Some(view! {
        <div class="autopsy" role="group" aria-label=text::AUTOPSY_TRAP_PARTS>
            {picture(&autopsy.bound)}
            {bound(&autopsy.bound)}
            {operands(&autopsy)}
            {calls(&autopsy)}
        </div>
    })
}

/// The range that was wanted, beside the end of what it should lie in.
fn picture(bound: &Bound) -> Option<impl IntoView + use<>> {
    let Bound::Range(range) = bound else {
        return None;
    };
    let Range { of, size, .. } = range;
    let scale = Scale::of(range);
    let first = range.first();
    // A text that begins here would not end in the picture.
    let anchor = |x: f64| match x {
        x if x < WIDTH * 0.25 => "start",
        x if x > WIDTH * 0.75 => "end",
        _ => "middle",
    };
    let from = scale.from;
    Some(view! {
        <svg
            class="range"
            class:is-cut=scale.is_cut
            viewBox=format!("0 0 {WIDTH} 52")
            width=WIDTH
            height="52"
            aria-hidden="true"
        >
            <rect class="there" x=scale.start y="20" width=scale.end - scale.start height="12" />
            <rect class="wanted" x=from y="17" width=scale.to - from height="18" />
            <path class="end" d=format!("M{0} 14V38", scale.end) />
            <text x=from y="11" text-anchor=anchor(from)>
                {text::autopsy_wanted(first)}
            </text>
            <text x=scale.end y="49" text-anchor=anchor(scale.end)>
                {text::autopsy_ends(of, size)}
            </text>
        </svg>
    })
}

fn bound(bound: &Bound) -> Option<impl IntoView + use<>> {
    let rows = rows(bound);
    let rows = (!rows.is_empty()).then_some(rows)?.into_iter();
    let rows = rows.map(|(name, value)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd class="mono">{value}</dd>
            </div>
        }
    });
    Some(view! { <dl class="bound">{rows.collect_view()}</dl> })
}

fn operands(autopsy: &Autopsy) -> Option<impl IntoView + use<>> {
    let all = &autopsy.operands;
    if all.is_empty() {
        return None;
    }
    let rows = all.iter().enumerate().map(|(index, operand)| {
        let role = role(all, index);
        view! {
            <li class:is-deciding=operand.decides>
                <span class="role">{role.clone()}</span>
                " "
                <span class="type">{operand.value.ty.clone()}</span>
                " "
                <span class="value">{operand.value.text.clone()}</span>
                " "
                <button type="button" class="quiet" data-ask-operand=operand.index.to_string()>
                    {text::AUTOPSY_WHERE_FROM}
                    <span class="visually-hidden">{format!(" {role}")}</span>
                </button>
            </li>
        }
    });
    Some(view! {
        <ul class="operands" aria-label=text::AUTOPSY_OPERANDS>
            {rows.collect_view()}
        </ul>
    })
}

fn calls(autopsy: &Autopsy) -> Option<impl IntoView + use<>> {
    if autopsy.calls.is_empty() {
        return None;
    }
    let more = autopsy.depth.saturating_sub(autopsy.calls.len());
    let rows = autopsy.calls.iter().enumerate().map(|(index, call)| {
        let place = match call.line {
            Some(line) => text::places_line(line),
            None => text::places_instruction(call.pc),
        };
        let verb = match index {
            0 => text::AUTOPSY_IN,
            _ => text::AUTOPSY_CALLED_BY,
        };
        view! { <li>{verb} " " <code>{call.name.clone()}</code> ", " {place}</li> }
    });
    Some(view! {
        <ol class="call-stack" aria-label=text::AUTOPSY_CALL_STACK>
            {rows.collect_view()}
            {(more > 0)
                .then(|| view! { <li>{text::autopsy_more_calls(more as u64, thousands(more as u64))}</li> })}
        </ol>
    })
}

/// Each handler that an exception passes. `is_done` when it was thrown already.
pub(super) fn flight(flight: &Flight, is_done: bool) -> impl IntoView + use<> {
    let rows = lines(flight).into_iter().map(|line| {
        let (class, mark) = match line.verdict {
            Some(true) => ("is-caught", "✓ "),
            Some(false) => ("is-passed", "✕ "),
            None => ("", ""),
        };
        view! {
            <li class=class style=format!("--level:{}", line.level)>
                <span aria-hidden="true">{mark}</span>
                <Prose text=line.text />
            </li>
        }
    });
    let title = match is_done {
        true => text::AUTOPSY_WAY_TOOK,
        false => text::AUTOPSY_WAY_WILL_TAKE,
    };
    view! {
        <div class="flight" class:is-next=!is_done>
            <b>{title}</b>
            <ol aria-label=text::AUTOPSY_HANDLERS>{rows.collect_view()}</ol>
        </div>
    }
}

impl Page {
    /// Why the program has trapped; `None` where it has not, or a trace is looked at.
    fn autopsy(self) -> Option<Autopsy> {
        self.explained(explain::autopsy).flatten()
    }
}
