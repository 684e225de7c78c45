//! Answering calls that no host has.

use super::{Debugger, Said};
use crate::session::Stopped;
use wasmscope::runtime::Value;

impl Debugger {
    /// `answer [VALUE…]`
    pub(super) fn answer(&mut self, rest: &str) -> Said {
        let Some(call) = self.session.asked() else {
            return Err("no call waits for an answer here".into());
        };
        let words: Vec<&str> = rest.split_whitespace().collect();
        let types = &call.ty.results;
        let name = format!("{}.{}", call.module, call.name);
        if words.len() != types.len() {
            let wanted: Vec<String> = types.iter().map(ToString::to_string).collect();
            return Err(match wanted.is_empty() {
                true => format!("{name} has no results: write `answer` alone").into(),
                false => format!(
                    "{name} has results of type {}, and {} given: write `answer` and one value \
                     for each",
                    wanted.join(" "),
                    match words.len() {
                        0 => "none was".to_owned(),
                        1 => "1 was".to_owned(),
                        count => format!("{count} were"),
                    }
                )
                .into(),
            });
        }
        let pairs = types.iter().zip(&words);
        let values = pairs.map(|(ty, word)| Value::parse(*ty, word));
        let values: Result<Vec<Value>, _> = values.collect();
        let values = values.map_err(|error| error.to_string())?;
        let before = self.session.timeline.branches().len();
        self.session.answer(values)?;
        let note = self.branched(self.session.timeline.branches().len() > before);
        Ok(note + &self.tell(&Stopped::There))
    }

    /// What is said when the past was changed.
    pub(super) fn branched(&mut self, made: bool) -> String {
        if !made {
            return String::new();
        }
        // What was found is of the run before.
        self.found = None;
        let branches = self.session.timeline.branches();
        let current = branches.iter().find(|branch| branch.is_current);
        let name = current.map_or("", |branch| &branch.name);
        format!("the past is another one from here on: this is {name}; `branches` lists them\n")
    }
}
