//! How often the lines and functions of a run were executed.

use std::fmt::{self, Write};

use wasmscope::observe::profile::{Profiler, Report};
use wasmscope::syntax::CodeIdx;
use wasmscope::time::Again;
use wasmscope::view::Lens;

use super::debugger::Debugger;
use super::program::{Origin, Program};
use super::speed::thousands;
use crate::text;

/// Rows of each table.
const TOP: usize = 10;

/// A run that is being counted.
pub struct Counting {
    again: Again,
    profiler: Option<Profiler>,
    past: (u64, u64),
}

impl fmt::Debug for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.again.fmt(f)
    }
}

impl Counting {
    /// From the first step on. `None` when nothing was started.
    #[must_use]
    pub fn new(debugger: &Debugger) -> Option<Self> {
        let started = debugger.started.as_ref()?;
        Some(Self {
            again: Again::new(started.timeline.first(), started.timeline.known()),
            profiler: None,
            past: debugger.past(),
        })
    }

    /// Whether it is of the run that is there now.
    #[must_use]
    pub fn is_of(&self, debugger: &Debugger) -> bool {
        self.past == debugger.past()
    }

    /// The step up to which was counted.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.again.step()
    }

    /// Counts about so many instructions, up to the last one known. The step that it has come
    /// to; `None` when there was nothing more to count.
    pub fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        if !self.is_of(debugger) {
            return None;
        }
        let timeline = &mut debugger.started.as_mut()?.timeline;
        self.again.extend(timeline.known());
        if self.again.is_complete() {
            return None;
        }
        // A state that is not known counts as one.
        self.again.profile(timeline, fuel, &mut self.profiler);
        Some(self.again.step())
    }

    /// Whether all that is known was counted.
    #[must_use]
    pub fn is_complete(&self, debugger: &Debugger) -> bool {
        self.is_of(debugger) && self.again.is_complete()
    }

    /// What was counted, with the lines of a module. `all_lines` tells lines of printed text as well, which the command
    /// does not know.
    #[must_use]
    pub fn report(&self, debugger: &mut Debugger, module: u32, all_lines: bool) -> Option<Report> {
        let profiler = self.profiler.as_ref()?;
        let program = debugger.program_of(module).cloned();
        let main = debugger.instance_of(module);
        let program = program.filter(|own| all_lines || own.origin == Origin::Text);
        let started = debugger.started.as_mut()?;
        let positions = |code: CodeIdx, pc: u32| Program::place_of(program.as_deref()?, code, pc);
        let lens = Lens {
            main,
            positions: Some(&positions),
        };
        let report = |machine: &mut _| profiler.report(machine, lens);
        self.again.look(&mut started.timeline, report)
    }
}

/// What was counted, in a sentence or two; `counted` while it goes on.
#[must_use]
pub fn sentence(report: Option<&Report>, counted: Option<u64>, known: u64) -> String {
    if let Some(counted) = counted {
        let percent = counted.min(known) * 100 / known.max(1);
        return text::heat_model_counting(percent);
    }
    let Some(report) = report else {
        return text::HEAT_MODEL_NOTHING_YET.to_owned();
    };
    let all = report.instructions;
    let mut text = text::heat_model_executed(all, thousands(all));
    if let Some(row) = report.lines.first() {
        let (line, count, share) = (row.line, thousands(row.count), share(row.count, all));
        text.push_str(&text::heat_model_hottest(line, row.count, count, share));
    }
    text
}

/// The same of a trace that is looked at, whose text is that of one function.
#[must_use]
pub fn sentence_of_trace(report: &Report) -> String {
    let all = report.instructions;
    let mut text = text::heat_model_told(all, thousands(all));
    if let Some(row) = report.lines.first() {
        let (line, count, share) = (row.line, thousands(row.count), share(row.count, all));
        text.push_str(&text::heat_model_hottest_in_function(
            line, row.count, count, share,
        ));
    }
    text
}

fn share(count: u64, all: u64) -> String {
    let share = count as f64 * 100.0 / all.max(1) as f64;
    text::heat_model_share(format_args!("{share:.1}"))
}

/// The hottest lines, with their text, and functions, as tables in HTML. The numbers of lines
/// are buttons with `data-line`.
#[must_use]
pub fn tables(report: &Report, source: &str) -> String {
    let all = report.instructions;
    let columns = [
        text::HEAT_MODEL_LINE,
        text::HEAT_MODEL_TEXT,
        text::HEAT_MODEL_EXECUTED_TIMES,
        text::HEAT_MODEL_SHARE_OF_RUN,
    ];
    let mut html = head(text::HEAT_MODEL_HOTTEST_LINES, &columns);
    for row in report.lines.iter().take(TOP) {
        let line = row.line;
        let name = text::heat_model_line_number(line);
        let text = source.lines().nth(line as usize - 1).unwrap_or_default();
        let (text, count, share) = (
            escape(text.trim()),
            thousands(row.count),
            share(row.count, all),
        );
        let _ = write!(
            html,
            "<tr><th scope=\"row\"><button type=\"button\" class=\"quiet\" \
             data-line=\"{line}\">{name}</button></th><td class=\"code\">{text}</td>\
             <td>{count}</td><td>{share}</td></tr>"
        );
    }
    html.push_str("</tbody></table>");
    let columns = [
        text::HEAT_MODEL_FUNCTION,
        text::HEAT_MODEL_CALLS,
        text::HEAT_MODEL_ITSELF,
        text::HEAT_MODEL_SHARE_OF_RUN,
        text::HEAT_MODEL_WITH_CALLEES,
    ];
    html += &head(text::HEAT_MODEL_HOTTEST_FUNCTIONS, &columns);
    for row in report.functions.iter().take(TOP) {
        let (name, calls) = (escape(&row.name), thousands(row.calls));
        let (own, total) = (thousands(row.own), thousands(row.total));
        let share = share(row.own, all);
        let _ = write!(
            html,
            "<tr><th scope=\"row\" class=\"code\">{name}</th><td>{calls}</td><td>{own}</td>\
             <td>{share}</td><td>{total}</td></tr>"
        );
    }
    html.push_str("</tbody></table>");
    html
}

fn head(name: &str, columns: &[&str]) -> String {
    let mut html = format!("<table aria-label=\"{name}\"><thead><tr>");
    for column in columns {
        let _ = write!(html, "<th scope=\"col\">{column}</th>");
    }
    html + "</tr></thead><tbody>"
}

/// Text that is no markup.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
