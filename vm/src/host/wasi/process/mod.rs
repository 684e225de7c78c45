//! A program as the system sees it: what it was given, and its descriptors.

mod descriptor;
mod files;
mod paths;
mod poll;

use super::abi::{Errno, FileType, fdflags, rights};
use super::request::Request;
use super::system::{Clock, Result, System};
use descriptor::{Descriptor, Descriptors, Object};

/// Descriptors that may be open at once.
const MOST_DESCRIPTORS: usize = 1024;

/// A running program: arguments, environment, descriptors, and the back end.
///
/// Descriptors 0, 1 and 2 are the standard streams; directories that are given to the
/// program follow from 3 on, in their order. A new descriptor takes the lowest free number,
/// so that runs can be repeated.
///
/// ```
/// use wasmscope::host::wasi::{Memory, MemoryFiles, Performed, Process, Reply, Request};
///
/// let files = MemoryFiles::new().file("name.txt", *b"Ada");
/// let mut process = Process::new(Memory::new(0).input(*b"yes"));
/// process.set_args(["greet", "name.txt"]);
/// let root = process.system_mut().add(&files)?;
/// process.preopen("/", root);
/// let request = Request::FdRead { fd: 0, len: 64, offset: None };
/// let Performed::Done(reply, _) = process.perform(&request) else { panic!("it is there") };
/// assert_eq!(reply, Ok(Reply::Bytes(b"yes".to_vec())));
/// # Ok::<(), wasmscope::host::wasi::Errno>(())
/// ```
#[derive(Clone, Debug)]
pub struct Process<S: System> {
    system: S,
    args: Vec<String>,
    environ: Vec<String>,
    /// By number.
    descriptors: Descriptors<S::File>,
}

/// What comes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Performed {
    /// It is done, or it cannot be; and what the program prints with it.
    Done(Result<Reply>, Option<Text>),
    /// Standard input has nothing yet. Nothing has happened; the request is to be made
    /// again.
    Waits,
}

/// What a request gives when it succeeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Nothing but that.
    Nothing,
    /// A number of four bytes.
    Word(u32),
    /// A number of eight bytes.
    Long(u64),
    /// Two numbers: how many, and how many bytes in all.
    Two(usize, usize),
    /// Bytes: what was read, or a structure as it lies in memory.
    Bytes(Vec<u8>),
    /// Arguments or environment.
    Strings(Vec<String>),
    /// The program ends with this code.
    Exit(u32),
}

/// A stream that a program prints to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// What it is run for.
    Output,
    /// What goes wrong.
    Error,
}

/// Something printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// Where to.
    pub to: Standard,
    /// What: not always whole characters.
    pub bytes: Box<[u8]>,
}

impl<S: System> Process<S> {
    /// A program without arguments, environment and directories.
    #[must_use]
    pub fn new(system: S) -> Self {
        let stream = |object, right| Descriptor::new(object, rights::STREAM | right, 0);
        Self {
            system,
            args: Vec::new(),
            environ: Vec::new(),
            descriptors: Descriptors(vec![
                Some(stream(Object::Input, rights::FD_READ)),
                Some(stream(Object::Print(Standard::Output), rights::FD_WRITE)),
                Some(stream(Object::Print(Standard::Error), rights::FD_WRITE)),
            ]),
        }
    }

    /// Sets the arguments; the first is the program's own name. What follows a zero
    /// character is left out, since programs could not see it.
    pub fn set_args<T: Into<String>>(&mut self, args: impl IntoIterator<Item = T>) {
        self.args = args
            .into_iter()
            .map(|arg| without_zero(arg.into()))
            .collect();
    }

    /// Sets the environment, each as `NAME=value`.
    pub fn set_environ<T: Into<String>>(&mut self, environ: impl IntoIterator<Item = T>) {
        let all = environ.into_iter();
        self.environ = all.map(|one| without_zero(one.into())).collect();
    }

    /// Gives the program a directory, which it knows by a name.
    pub fn preopen(&mut self, name: &str, dir: S::File) {
        let inheriting = rights::DIRECTORY | rights::FILE;
        let mut descriptor = Descriptor::new(Object::Directory(dir), rights::DIRECTORY, inheriting);
        descriptor.preopen = Some(name.into());
        self.descriptors.add(descriptor);
    }

    /// The back end.
    #[must_use]
    pub fn system(&self) -> &S {
        &self.system
    }

    /// The back end, to be changed.
    pub fn system_mut(&mut self) -> &mut S {
        &mut self.system
    }

    /// Does what is asked for.
    pub fn perform(&mut self, request: &Request) -> Performed {
        match request {
            Request::FdWrite { fd, bytes, offset } => {
                if let Ok(to) = self.stream(*fd, *offset) {
                    let len = Reply::Word(bytes.len() as u32);
                    let bytes = bytes.clone();
                    return Performed::Done(Ok(len), Some(Text { to, bytes }));
                }
            }
            Request::FdRead { fd, len, offset } => {
                if let Ok(nonblock) = self.input(*fd, *offset) {
                    return match self.system.read_input(*len as usize, nonblock) {
                        Ok(None) => Performed::Waits,
                        Ok(Some(bytes)) => done(Ok(Reply::Bytes(bytes))),
                        Err(errno) => done(Err(errno)),
                    };
                }
            }
            Request::PollOneoff(subscriptions) => return self.poll(subscriptions),
            _ => {}
        }
        done(self.reply(request))
    }

    /// Which stream a write goes to, if it goes to one.
    fn stream(&self, fd: u32, offset: Option<u64>) -> Result<Standard> {
        match self.descriptor(fd, rights::FD_WRITE)?.object {
            Object::Print(standard) if offset.is_none() => Ok(standard),
            _ => Err(Errno::Inval),
        }
    }

    /// Whether a read of standard input, if it is one, is not to wait.
    fn input(&self, fd: u32, offset: Option<u64>) -> Result<bool> {
        let descriptor = self.descriptor(fd, rights::FD_READ)?;
        match descriptor.object {
            Object::Input if offset.is_none() => Ok(descriptor.flags & fdflags::NONBLOCK != 0),
            _ => Err(Errno::Inval),
        }
    }

    /// Whether performing a request may take time or ask somebody: whoever prints is to
    /// show what was printed before it.
    #[must_use]
    pub fn may_wait(&self, request: &Request) -> bool {
        match request {
            Request::FdRead { fd, offset, .. } => self.input(*fd, *offset).is_ok(),
            Request::PollOneoff(_) => true,
            _ => false,
        }
    }

    /// Whether a request can change anything but what is printed.
    #[must_use]
    pub fn may_change(&self, request: &Request) -> bool {
        match request {
            Request::FdWrite { fd, offset, .. } => self.stream(*fd, *offset).is_err(),
            Request::ArgsGet
            | Request::ArgsSizesGet
            | Request::EnvironGet
            | Request::EnvironSizesGet
            | Request::ClockResGet(_)
            | Request::FdFdstatGet(_)
            | Request::FdFilestatGet(_)
            | Request::FdPrestatGet(_)
            | Request::FdPrestatDirName { .. }
            | Request::FdTell(_)
            | Request::PathFilestatGet { .. }
            | Request::PathReadlink { .. }
            | Request::ProcExit(_)
            | Request::ProcRaise(_)
            | Request::SchedYield
            | Request::Sock(_) => false,
            _ => true,
        }
    }

    fn reply(&mut self, request: &Request) -> Result<Reply> {
        match request {
            Request::ArgsGet => Ok(Reply::Strings(self.args.clone())),
            Request::ArgsSizesGet => Ok(sizes(&self.args)),
            Request::EnvironGet => Ok(Reply::Strings(self.environ.clone())),
            Request::EnvironSizesGet => Ok(sizes(&self.environ)),
            Request::ClockResGet(id) => Ok(Reply::Long(self.system.resolution(clock(*id)?))),
            Request::ClockTimeGet(id) => Ok(Reply::Long(self.system.now(clock(*id)?))),
            Request::ProcExit(code) => Ok(Reply::Exit(*code)),
            Request::ProcRaise(signal) => raise(*signal),
            Request::RandomGet(len) => self.random(*len),
            Request::SchedYield => Ok(Reply::Nothing),
            Request::Sock(fd) => self.descriptor(*fd, 0).and(Err(Errno::Notsock)),
            Request::PathCreateDirectory(_)
            | Request::PathFilestatGet { .. }
            | Request::PathFilestatSetTimes { .. }
            | Request::PathLink { .. }
            | Request::PathOpen(_)
            | Request::PathReadlink { .. }
            | Request::PathRemoveDirectory(_)
            | Request::PathRename { .. }
            | Request::PathSymlink { .. }
            | Request::PathUnlinkFile(_) => self.reply_path(request),
            _ => self.reply_fd(request),
        }
    }

    fn random(&mut self, len: u32) -> Result<Reply> {
        let mut bytes = Vec::new();
        let len = len as usize;
        bytes.try_reserve_exact(len).map_err(|_| Errno::Nomem)?;
        bytes.resize(len, 0);
        self.system.random(&mut bytes)?;
        Ok(Reply::Bytes(bytes))
    }

    /// A descriptor on which something may be done.
    fn descriptor(&self, fd: u32, right: u64) -> Result<&Descriptor<S::File>> {
        self.descriptors.get(fd)?.may(right)
    }

    /// Adds a descriptor that was opened.
    fn add(&mut self, descriptor: Descriptor<S::File>) -> Result<Reply> {
        Ok(Reply::Word(self.descriptors.add(descriptor)))
    }
}

fn done(reply: Result<Reply>) -> Performed {
    Performed::Done(reply, None)
}

fn without_zero(mut text: String) -> String {
    text.truncate(text.find('\0').unwrap_or(text.len()));
    text
}

/// How many strings there are, and their bytes with a zero after each.
fn sizes(strings: &[String]) -> Reply {
    Reply::Two(strings.len(), strings.iter().map(|one| one.len() + 1).sum())
}

fn clock(id: u32) -> Result<Clock> {
    match id {
        0 => Ok(Clock::Realtime),
        1..=3 => Ok(Clock::Monotonic),
        _ => Err(Errno::Inval),
    }
}

/// A signal that the program sends itself. It has no handlers, so what is done is what a
/// system does by itself: most end it, which is reported as shells do.
fn raise(signal: u32) -> Result<Reply> {
    match signal {
        // None, child, continue, urgent data, window.
        0 | 16 | 17 | 22 | 27 => Ok(Reply::Nothing),
        // Those that stop a program: nobody could make it go on.
        18..=21 => Err(Errno::Notsup),
        1..=30 => Ok(Reply::Exit(128 + signal)),
        _ => Err(Errno::Inval),
    }
}

/// What a stream is for programs: then what they print is shown line by line.
const STREAM_TYPE: FileType = FileType::CharacterDevice;
