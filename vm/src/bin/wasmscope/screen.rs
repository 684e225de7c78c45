//! The pictures that a program presents: the last one, or all of them, as files.

use crate::failure::{Exit, Failure};
use crate::given::{Given, text};
use crate::input::{Loaded, reason};
use std::collections::VecDeque;
use std::fs;
use wasmscope::exec::{Answer, HostCall};
use wasmscope::host::canvas::{self, Canvas, Picture};
use wasmscope::runtime::Machine;

/// What stands in a file's name for the number of the picture.
const NUMBER: &str = "%d";

/// Where pictures go.
pub(crate) struct Screen {
    canvas: Canvas,
    /// The file for the last picture, or with `%d` the files for all.
    file: Option<String>,
}

impl Default for Screen {
    fn default() -> Self {
        Self {
            // Nobody looks back: the newest is enough.
            canvas: Canvas::new(0),
            file: None,
        }
    }
}

impl Screen {
    /// Reads what was given; `modules` are those that run.
    ///
    /// # Errors
    /// A file is named, and none of the modules presents pictures.
    pub(crate) fn read(given: &Given, modules: &[&Loaded]) -> Result<Self, Failure> {
        let file = given.value("canvas").cloned().map(text).transpose()?;
        let presents = |loaded: &&Loaded| canvas::is_imported(&loaded.program.module);
        if file.is_some() && !modules.iter().any(presents) {
            return Err(Failure::usage(
                "--canvas means nothing to this program, which does not import the canvas",
                "leave --canvas out; it is for imports of canvas.size and canvas.present",
            ));
        }
        Ok(Self {
            file,
            ..Self::default()
        })
    }

    /// Answers a call, if it is one of the canvas's, and says why it does nothing. No key is
    /// ever pressed.
    ///
    /// # Errors
    /// The picture cannot be written.
    pub(crate) fn answer(
        &mut self,
        machine: &Machine,
        call: &HostCall,
    ) -> Result<Option<(Answer, Option<String>)>, Failure> {
        let before = self.canvas.presented();
        let answered = self.canvas.answer(machine, call, &mut VecDeque::new());
        let Some((answer, done)) = answered else {
            return Ok(None);
        };
        if let Some(file) = self.file.as_ref().filter(|file| file.contains(NUMBER))
            && self.canvas.presented() > before
            && let Some(picture) = self.canvas.at(u64::MAX)
        {
            let name = file.replace(NUMBER, &picture.number.to_string());
            write(&name, &picture)?;
        }
        Ok(Some((answer, done.err())))
    }

    /// Writes the last picture, when the program is over or was stopped.
    ///
    /// # Errors
    /// It cannot be written.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        match self.canvas.at(u64::MAX) {
            Some(_) if file.contains(NUMBER) => Ok(()),
            Some(picture) => write(file, &picture),
            None => {
                eprintln!(
                    "wasmscope: warning: {file} was not written: the program has presented no \
                     picture"
                );
                Ok(())
            }
        }
    }
}

fn write(file: &str, picture: &Picture) -> Result<(), Failure> {
    let pixels = picture.pixels.as_deref().unwrap_or_default();
    fs::write(file, picture.size.png(pixels)).map_err(|error| {
        let text = format!(
            "{file}: error: this picture cannot be written: {}\n  fix: choose another file for \
             --canvas\n",
            reason(&error)
        );
        Failure::new(Exit::File, text)
    })
}
