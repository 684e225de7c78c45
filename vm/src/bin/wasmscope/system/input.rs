//! Standard input, which can be waited for.
//!
//! It is read by the program's own calls, as long as none asks whether there is something.
//! From then on a thread reads it, which is the one way to wait for a while that every
//! system has.

use super::{Errno, errno};
use std::io::Read;
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;
use wasmscope::host::wasi::{InputState, Result};

/// Bytes that the thread reads at once.
const PART: usize = 1 << 16;

/// Where standard input comes from.
pub(crate) enum Source {
    /// The command's own.
    Own,
    /// A file, or bytes: nothing to wait for.
    Read(Box<dyn Read + Send>),
}

pub(super) struct Input {
    from: From,
    /// What was read and nobody has taken yet.
    ahead: Vec<u8>,
    ended: bool,
}

enum From {
    Source(Source),
    Thread(Receiver<std::io::Result<Vec<u8>>>),
}

impl Input {
    pub(super) fn new(source: Source) -> Self {
        Self {
            from: From::Source(source),
            ahead: Vec::new(),
            ended: false,
        }
    }

    pub(super) fn read(&mut self, len: usize, nonblock: bool) -> Result<Vec<u8>> {
        if len == 0 {
            return Ok(Vec::new());
        }
        if nonblock && self.wait(Some(Duration::ZERO)) == InputState::Nothing {
            return Err(Errno::Again);
        }
        if self.ahead.is_empty() && !self.ended {
            self.fill(len)?;
        }
        let rest = self.ahead.split_off(len.min(self.ahead.len()));
        Ok(std::mem::replace(&mut self.ahead, rest))
    }

    /// Reads something, or finds out that it has ended.
    fn fill(&mut self, len: usize) -> Result<()> {
        let bytes = match &mut self.from {
            From::Source(Source::Own) => part(&mut std::io::stdin().lock(), len),
            From::Source(Source::Read(file)) => part(file, len),
            // Without its thread there is nothing more.
            From::Thread(thread) => thread.recv().unwrap_or_else(|_| Ok(Vec::new())),
        };
        self.take(bytes)
    }

    fn take(&mut self, bytes: std::io::Result<Vec<u8>>) -> Result<()> {
        self.ahead = bytes.map_err(|error| errno(&error))?;
        self.ended = self.ahead.is_empty();
        Ok(())
    }

    pub(super) fn wait(&mut self, time: Option<Duration>) -> InputState {
        if self.ahead.is_empty() && !self.ended {
            if let From::Source(Source::Own) = self.from {
                self.from = From::Thread(thread());
            }
            let bytes = match (&mut self.from, time) {
                (From::Thread(thread), Some(time)) => match thread.recv_timeout(time) {
                    Err(RecvTimeoutError::Timeout) => return InputState::Nothing,
                    other => other.unwrap_or_else(|_| Ok(Vec::new())),
                },
                (From::Thread(thread), None) => thread.recv().unwrap_or_else(|_| Ok(Vec::new())),
                (From::Source(Source::Read(file)), _) => part(file, PART),
                (From::Source(Source::Own), _) => return InputState::Nothing,
            };
            // What is wrong with it the program is told when it reads.
            if self.take(bytes).is_err() {
                return InputState::Ready(1);
            }
        }
        match self.ended {
            true => InputState::Ended,
            false => InputState::Ready(self.ahead.len() as u64),
        }
    }
}

/// Some bytes, at most so many; none at the end.
fn part(from: &mut dyn Read, len: usize) -> std::io::Result<Vec<u8>> {
    let mut bytes = vec![0; len.min(PART)];
    loop {
        match from.read(&mut bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(read) => {
                bytes.truncate(read);
                return Ok(bytes);
            }
        }
    }
}

/// A thread that reads standard input, a part ahead of what is taken.
fn thread() -> Receiver<std::io::Result<Vec<u8>>> {
    let (sender, receiver) = sync_channel(1);
    std::thread::spawn(move || {
        loop {
            let bytes = part(&mut std::io::stdin().lock(), PART);
            let ended = !matches!(&bytes, Ok(bytes) if !bytes.is_empty());
            if sender.send(bytes).is_err() || ended {
                return;
            }
        }
    });
    receiver
}
