//! `evaluate` and `completions`: expressions, and in the console the verbs of the debugger.

use super::Server;
use super::types::{Format, Variable};
use super::wire::{Answer, Request, Trouble, arguments};
use crate::session::Stopped;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use wasmscope::observe::{Datum, Target};
use wasmscope::runtime::Value;
use wasmscope::syntax::{HeapType, RefType};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EvaluateArguments {
    expression: String,
    frame_id: Option<i64>,
    #[serde(default)]
    context: String,
    #[serde(default)]
    format: Format,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CompletionsArguments {
    text: String,
    column: i64,
    #[serde(default)]
    frame_id: Option<i64>,
}

impl Server {
    /// `evaluate`
    pub(super) fn evaluate(&mut self, request: &Request) -> Answer {
        let given: EvaluateArguments = arguments(request)?;
        self.standing()?;
        self.select(given.frame_id)?;
        let text = given.expression.trim();
        if given.context == "repl" && self.program()?.debugger.knows(text) {
            return self.obey_console(text);
        }
        let value = match self.value_of(text, given.format) {
            // Editors take the word below the pointer, which may be without its `$`.
            Err(_) if given.context == "hover" && !text.starts_with('$') => {
                self.value_of(&format!("${text}"), given.format)?
            }
            value => value?,
        };
        let mut body = json!(value);
        body["result"] = body["value"].take();
        if let Some(members) = body.as_object_mut() {
            members.remove("value");
            members.remove("name");
        }
        Ok(body)
    }

    fn value_of(&mut self, text: &str, format: Format) -> Result<Variable, Trouble> {
        let session = self.program()?.session();
        let condition = session.expression(text)?;
        let target = condition.target(session.moment());
        let is_bytes = matches!(target, Some(Target::Memory { .. }));
        let held = target.and_then(|target| session.value_at(target));
        let depth = session.depth();
        // Bytes have a type only when they are written.
        if let Some(value) = held.filter(|_| !is_bytes) {
            return Ok(self.variable(String::new(), value, depth, format));
        }
        let datum = condition.value(session.moment());
        let datum = datum.ok_or_else(|| format!("`{text}` has no value here"))?;
        Ok(match datum {
            Datum::Ref(reference) => {
                // A datum has no static type.
                let value = Value::Ref(RefType::new(true, HeapType::Any), reference);
                let shown = self.variable(String::new(), value, depth, format);
                Variable {
                    ty: String::new(),
                    ..shown
                }
            }
            Datum::Int(value) if format.hex => plain(match value < 0 {
                true => format!("-{:#x}", value.unsigned_abs()),
                false => format!("{value:#x}"),
            }),
            _ => plain(datum.to_string()),
        })
    }

    /// Does what a line of the console says, as `wasmscope debug` does.
    fn obey_console(&mut self, line: &str) -> Answer {
        self.moving()?;
        let before = self.moment();
        let said = self.program_mut()?.debugger.say(line)?;
        let program = self.program()?;
        program.output.end();
        let is_over = program.debugger.is_over();
        self.follow_console()?;
        if self.moment() != before {
            self.handles.forget();
            let body = json!({ "threadId": super::stop::THREAD, "allThreadsContinued": true });
            self.after("continued", body);
            match self.program()?.session().is_over() {
                true => self.arrive(&Stopped::Ended, "goto"),
                false => self.stopped("goto", "", None),
            }
        } else {
            // Something may have been changed.
            self.tell_change(false, None)?;
        }
        if is_over {
            self.leave_by_person();
        }
        let text = said?;
        Ok(json!({ "result": text.trim_end(), "variablesReference": 0 }))
    }

    /// Where in which run one is: elsewhere is told as a stop.
    fn moment(&self) -> Option<(u64, usize)> {
        let session = self.program.as_ref()?.session();
        let branches = session.timeline.branches();
        let current = branches.iter().position(|branch| branch.is_current)?;
        Some((session.step(), current))
    }

    /// `completions`, of the console.
    pub(super) fn completions(&mut self, request: &Request) -> Answer {
        let given: CompletionsArguments = arguments(request)?;
        self.standing()?;
        self.select(given.frame_id)?;
        let first = self.counts.first_column;
        let units = usize::try_from(given.column.saturating_sub(first)).unwrap_or(0);
        let end = byte_of(&given.text, units);
        let (start, words) = self.program()?.debugger.complete(&given.text[..end]);
        let length = given.text[start..end].encode_utf16().count();
        let start = given.text[..start].encode_utf16().count();
        let start = i64::try_from(start).unwrap_or(0) + first;
        let items = words.into_iter();
        let items: Vec<Json> = items
            .map(|word| json!({ "label": word, "start": start, "length": length }))
            .collect();
        Ok(json!({ "targets": items }))
    }
}

fn plain(value: String) -> Variable {
    Variable {
        value,
        ..Variable::default()
    }
}

/// The byte of a text that so many UTF-16 units are before.
fn byte_of(text: &str, units: usize) -> usize {
    let mut left = units;
    for (at, c) in text.char_indices() {
        if left < c.len_utf16() {
            return at;
        }
        left -= c.len_utf16();
    }
    text.len()
}
