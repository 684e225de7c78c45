//! Standard input, which can be waited for and given up.
//!
//! What may keep one waiting (a terminal, a pipe) is read by a thread, so that whoever asked can
//! look in between whether there was a Ctrl-C. It reads when it is asked to, and no more than
//! that, since what is left is the next program's; only once a program has asked whether
//! there is something it reads a part ahead. One that was given up is left waiting, and what it
//! reads then is the answer to the next question.

use super::{Errno, errno};
use std::io::Read;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;
use wasmscope::host::wasi::{InputState, Result};

/// Bytes that are read at once.
const PART: usize = 1 << 16;

/// Between two looks whether there was a Ctrl-C: nobody feels that to be late.
const LOOK: Duration = Duration::from_millis(20);

/// Where standard input comes from.
pub(crate) enum Source {
    /// A file, or bytes: nothing to wait for.
    AtOnce(Box<dyn Read + Send>),
    /// Something that may come later.
    Later(Box<dyn Read + Send>),
}

impl Source {
    /// The command's own.
    pub(crate) fn own() -> Self {
        let own = Box::new(std::io::stdin());
        match is_file() {
            true => Self::AtOnce(own),
            false => Self::Later(own),
        }
    }

    /// What a name leads to, which may be a pipe.
    pub(crate) fn open(name: &std::ffi::OsStr) -> std::io::Result<Self> {
        let file = std::fs::File::open(name)?;
        Ok(match file.metadata()?.is_file() {
            true => Self::AtOnce(Box::new(file)),
            false => Self::Later(Box::new(file)),
        })
    }
}

/// Whether the command's own is a file.
#[cfg(unix)]
fn is_file() -> bool {
    use std::os::fd::AsFd;
    let own = std::io::stdin().as_fd().try_clone_to_owned();
    let about = own.and_then(|own| std::fs::File::from(own).metadata());
    about.is_ok_and(|about| about.is_file())
}

#[cfg(not(unix))]
fn is_file() -> bool {
    false
}

pub(super) struct Input {
    from: From,
    /// What was read and nobody has taken yet.
    ahead: Vec<u8>,
    ended: bool,
    is_given_up: fn() -> bool,
}

enum From {
    AtOnce(Box<dyn Read + Send>),
    Later(Reader),
}

impl Input {
    pub(super) fn new(source: Source, is_given_up: fn() -> bool) -> Self {
        Self {
            from: match source {
                Source::AtOnce(file) => From::AtOnce(file),
                Source::Later(file) => From::Later(Reader::new(file)),
            },
            ahead: Vec::new(),
            ended: false,
            is_given_up,
        }
    }

    /// At most so many bytes, at least one unless it has ended; `None` when somebody has
    /// given it up.
    pub(super) fn read(&mut self, len: usize, nonblock: bool) -> Result<Option<Vec<u8>>> {
        if len == 0 {
            return Ok(Some(Vec::new()));
        }
        if nonblock && self.wait(Some(Duration::ZERO)) == InputState::Nothing {
            return Err(Errno::Again);
        }
        if self.ahead.is_empty() && !self.ended {
            let bytes = match &mut self.from {
                From::AtOnce(file) => Some(part(file, len)),
                From::Later(reader) => reader.read(len, None, self.is_given_up),
            };
            match bytes {
                Some(bytes) => self.take(bytes)?,
                None => return Ok(None),
            }
        }
        let rest = self.ahead.split_off(len.min(self.ahead.len()));
        Ok(Some(std::mem::replace(&mut self.ahead, rest)))
    }

    /// Lets time pass, until it is given up.
    pub(super) fn sleep(&self, time: Duration) {
        let mut left = time;
        while !left.is_zero() && !(self.is_given_up)() {
            let part = left.min(LOOK);
            std::thread::sleep(part);
            left -= part;
        }
    }

    fn take(&mut self, bytes: std::io::Result<Vec<u8>>) -> Result<()> {
        self.ahead = bytes.map_err(|error| errno(&error))?;
        self.ended = self.ahead.is_empty();
        Ok(())
    }

    /// Waits so long until there is something; without a time as long as it takes, or until it
    /// is given up.
    pub(super) fn wait(&mut self, time: Option<Duration>) -> InputState {
        if self.ahead.is_empty() && !self.ended {
            let bytes = match &mut self.from {
                From::AtOnce(file) => Some(part(file, PART)),
                From::Later(reader) => {
                    reader.is_ahead = true;
                    reader.read(PART, time, self.is_given_up)
                }
            };
            match bytes.map(|bytes| self.take(bytes)) {
                None if time.is_none() => return InputState::Waits,
                None => return InputState::Nothing,
                Some(Ok(())) => {}
                // What is wrong with it the program is told when it reads.
                Some(Err(_)) => return InputState::Ready(1),
            }
        }
        match self.ended {
            true => InputState::Ended,
            false => InputState::Ready(self.ahead.len() as u64),
        }
    }
}

type Bytes = std::io::Result<Vec<u8>>;

/// A thread that reads.
struct Reader {
    asks: Sender<usize>,
    replies: Receiver<Bytes>,
    /// Whether something was asked for that has not come yet.
    is_asked: bool,
    /// Whether it is asked for more as soon as something has come.
    is_ahead: bool,
}

impl Reader {
    fn new(mut file: Box<dyn Read + Send>) -> Self {
        let (asks, asked) = channel();
        let (sender, replies) = channel();
        // It ends with the command, or when nobody asks any more.
        std::thread::spawn(move || {
            let mut lens = asked.into_iter();
            lens.try_for_each(|len| sender.send(part(&mut file, len)))
        });
        Self {
            asks,
            replies,
            is_asked: false,
            is_ahead: false,
        }
    }

    /// What comes within a time; `None` when there was nothing, or it was given up.
    fn read(
        &mut self,
        len: usize,
        time: Option<Duration>,
        is_given_up: fn() -> bool,
    ) -> Option<Bytes> {
        self.ask(len);
        let mut left = time;
        loop {
            let wait = left.map_or(LOOK, |left| left.min(LOOK));
            match self.replies.recv_timeout(wait) {
                Ok(bytes) => {
                    self.is_asked = false;
                    if self.is_ahead && bytes.as_ref().is_ok_and(|bytes| !bytes.is_empty()) {
                        self.ask(PART);
                    }
                    return Some(bytes);
                }
                // Without its thread there is nothing more.
                Err(RecvTimeoutError::Disconnected) => return Some(Ok(Vec::new())),
                Err(RecvTimeoutError::Timeout) => {}
            }
            left = left.map(|left| left.saturating_sub(wait));
            if is_given_up() || left.is_some_and(|left| left.is_zero()) {
                return None;
            }
        }
    }

    fn ask(&mut self, len: usize) {
        if !self.is_asked {
            self.is_asked = self.asks.send(len).is_ok();
        }
    }
}

/// Some bytes, at most so many; none at the end.
fn part(from: &mut dyn Read, len: usize) -> Bytes {
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
