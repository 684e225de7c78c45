//! `wasmscope dap`: the Debug Adapter Protocol on standard input and output.
//!
//! One thread reads messages, this one obeys them in order. While the program runs, a message
//! stops it between two instructions, is answered, and the run is taken up again
//! ([`movement`]). Each group of requests has a file; member names are those of the protocol's
//! schema. What the program prints becomes events, since standard output is the protocol's.

mod base64;
mod data;
mod disassemble;
mod evaluate;
mod frames;
mod framing;
mod goto;
mod launch;
mod logs;
mod mark;
mod marks;
mod memory;
mod movement;
mod moves;
mod output;
mod program;
mod scopes;
mod server;
mod shown;
mod sources;
mod start;
mod stop;
mod types;
mod variables;
mod wire;

use crate::failure::{Exit, Failure};
use crate::interrupt;
use crate::paint::Paint;
use server::Server;
use std::ffi::OsStr;
use std::io::BufReader;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use wire::Request;

/// How often a run under way tells what it has logged.
const TICK: Duration = Duration::from_millis(100);

/// What comes from the client.
#[derive(Debug)]
enum Incoming {
    Request(Request),
    /// A message that is no request: what is wrong, and the number to answer to.
    Wrong(Option<i64>, String),
    /// Where the next message begins is not known any more.
    Broken(String),
}

/// What is being done, and may be stopped for a message.
#[derive(Clone, Debug, Default)]
struct Resumable {
    /// Whether a movement is under way that can be taken up again, so that anything may stop it.
    is_resumable: Arc<AtomicBool>,
    asked: Arc<Mutex<Asked>>,
}

/// The request that is being answered.
#[derive(Debug, Default)]
struct Asked {
    seq: Option<i64>,
    /// Whether the client has taken it back since it was begun.
    is_cancelled: bool,
}

impl Resumable {
    fn set(&self, is_resumable: bool) {
        self.is_resumable.store(is_resumable, Ordering::SeqCst);
    }

    /// Stops the movement, if it goes on afterwards, or if it is to end.
    fn stop(&self, is_urgent: bool) {
        if is_urgent || self.is_resumable.load(Ordering::SeqCst) {
            interrupt::raise();
        }
    }

    /// A request is being answered.
    fn begin(&self, seq: i64) {
        interrupt::clear();
        *self.asked() = Asked {
            seq: Some(seq),
            is_cancelled: false,
        };
    }

    /// It is answered; whether it was taken back meanwhile.
    fn end(&self) -> bool {
        let asked = std::mem::take(&mut *self.asked());
        if asked.is_cancelled {
            interrupt::clear();
        }
        asked.is_cancelled
    }

    /// Gives up what is being done, if it is for this request.
    fn cancel(&self, seq: i64) {
        let mut asked = self.asked();
        if asked.seq == Some(seq) {
            asked.is_cancelled = true;
            interrupt::raise();
        }
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        // Nothing panics while it has the lock.
        self.asked.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs the sub-command and gives the code to exit with.
pub(crate) fn command() -> Result<u8, Failure> {
    // What is told of problems is read by the client.
    Paint::choose(Some(OsStr::new("never")));
    let resumable = Resumable::default();
    let (sender, inbox) = channel();
    let flag = resumable.clone();
    thread::spawn(move || read(&sender, &flag));
    let flag = resumable.clone();
    thread::spawn(move || {
        loop {
            thread::sleep(TICK);
            flag.stop(false);
        }
    });
    Server::new(inbox, resumable).serve()?;
    Ok(Exit::Done as u8)
}

/// Reads messages until there are no more, or nobody wants them.
fn read(inbox: &Sender<Incoming>, resumable: &Resumable) {
    let mut input = BufReader::new(std::io::stdin());
    loop {
        let (incoming, is_last) = match framing::read(&mut input) {
            Ok(None) => break,
            Err(message) => (Incoming::Broken(message), true),
            Ok(Some(bytes)) => match Request::read(&bytes) {
                Ok(None) => continue,
                Ok(Some(request)) => (Incoming::Request(request), false),
                Err((seq, message)) => (Incoming::Wrong(seq, message), false),
            },
        };
        let is_urgent = match &incoming {
            Incoming::Request(request) => request.is_urgent(),
            _ => is_last,
        };
        let cancelled = match &incoming {
            Incoming::Request(request) => request.cancels(),
            _ => None,
        };
        if inbox.send(incoming).is_err() {
            return;
        }
        resumable.stop(is_urgent);
        if let Some(seq) = cancelled {
            resumable.cancel(seq);
        }
        if is_last {
            break;
        }
    }
    // A client that has gone wants nothing to go on.
    resumable.stop(true);
}
