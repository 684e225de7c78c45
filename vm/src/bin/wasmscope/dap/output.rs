//! What the program writes to standard output and standard error, as events: ours are the
//! protocol's, and the client's to look at when something is wrong.

use super::wire::Wire;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// Bytes after which a line is told although it has not ended.
const LONG: usize = 8192;

/// Text that waits for the end of its line.
#[derive(Clone)]
pub(super) struct Output {
    wire: Rc<Wire>,
    /// The protocol's word for what it is.
    category: &'static str,
    buffer: Rc<RefCell<Vec<u8>>>,
}

/// Both.
#[derive(Clone)]
pub(super) struct Outputs {
    pub(super) out: Output,
    pub(super) errors: Output,
}

impl Outputs {
    pub(super) fn new(wire: &Rc<Wire>) -> Self {
        Self {
            out: Output::new(wire, "stdout"),
            errors: Output::new(wire, "stderr"),
        }
    }

    /// Tells what is left of them, ended or not.
    pub(super) fn end(&self) {
        self.out.end();
        self.errors.end();
    }
}

impl Output {
    fn new(wire: &Rc<Wire>, category: &'static str) -> Self {
        Self {
            wire: Rc::clone(wire),
            category,
            buffer: Rc::default(),
        }
    }

    /// Tells what is left, ended or not.
    fn end(&self) {
        let count = self.buffer.borrow().len();
        self.tell(count);
    }

    fn tell(&self, count: usize) {
        let bytes: Vec<u8> = self.buffer.borrow_mut().drain(..count).collect();
        let text = String::from_utf8_lossy(&bytes);
        self.wire.output(self.category, &text);
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.buffer.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        let count = {
            let buffer = self.buffer.borrow();
            let line = buffer.iter().rposition(|byte| *byte == b'\n');
            match line {
                Some(end) => end + 1,
                None if buffer.len() > LONG => whole(&buffer),
                None => 0,
            }
        };
        if count > 0 {
            self.tell(count);
        }
        Ok(())
    }
}

/// How many bytes there are without the beginning of a character at their end.
fn whole(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    }
}
