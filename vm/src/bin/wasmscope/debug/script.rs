//! `source`: commands from a file.

use super::verbs::needed;
use super::{Debugger, PROMPT, Problem, Said};
use crate::input::reason;

/// Files of commands that may be obeyed one in the other.
const MOST: usize = 10;

impl Debugger {
    /// `source FILE`
    pub(super) fn source(&mut self, rest: &str) -> Said {
        let file = needed(rest, "write the name of a file of commands")?;
        if self.scripts == MOST {
            return Err(
                format!("{MOST} files of commands call each other: one calls itself").into(),
            );
        }
        let text = std::fs::read_to_string(file);
        let text = text.map_err(|error| format!("{file} cannot be read: {}", reason(&error)))?;
        self.scripts += 1;
        let obeyed = self.obey_all(file, &text);
        self.scripts -= 1;
        obeyed.map(|()| String::new())
    }

    fn obey_all(&mut self, file: &str, text: &str) -> Result<(), Problem> {
        for (line, number) in text.lines().map(str::trim).zip(1..) {
            // What an empty line does at the prompt would surprise in a file.
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            self.print(&format!("{PROMPT}{line}\n"))?;
            match self.dispatch(line) {
                Ok(text) => self.print(&text)?,
                // A file that is obeyed there has said which one of its lines it was.
                Err(Problem::Wrong(message)) if line.starts_with("source ") => {
                    return Err(message.into());
                }
                Err(Problem::Wrong(message)) => {
                    return Err(format!("{file}:{number}: {message}").into());
                }
                Err(end) => return Err(end),
            }
            if self.is_over {
                break;
            }
        }
        Ok(())
    }
}
