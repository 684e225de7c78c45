//! What a back end has to be able to do; everything else is the same for all of them.

use super::abi::{Entry, Errno, FileStat, FileType};
use super::request::Times;

/// What comes of asking a back end.
pub type Result<T> = std::result::Result<T, Errno>;

/// A back end: files, a clock, random numbers and standard input.
///
/// Descriptors with their numbers, rights, flags and offsets are a
/// [`Process`](super::Process)'s. Paths come here with their syntax checked: they are not
/// empty nor absolute, and hold no zero byte. That they do not lead out of their directory,
/// by `..` or by symbolic links, is the back end's to see to: [`Errno::Notcapable`].
pub trait System {
    /// An open file or directory.
    type File;

    /// The time of a clock.
    fn now(&mut self, clock: Clock) -> u64;

    /// What a clock advances by at least, in nanoseconds; not 0.
    fn resolution(&self, clock: Clock) -> u64;

    /// Lets time pass.
    fn sleep(&mut self, nanoseconds: u64);

    /// Fills bytes with random numbers.
    ///
    /// # Errors
    /// When there are none.
    fn random(&mut self, bytes: &mut [u8]) -> Result<()>;

    /// Reads at most `len` bytes of standard input, at least one unless it has ended.
    /// `None` when there is nothing yet, and nothing to wait with: then it is asked again.
    ///
    /// # Errors
    /// Why it cannot be read; with `nonblock` [`Errno::Again`] when there is nothing yet.
    fn read_input(&mut self, len: usize, nonblock: bool) -> Result<Option<Vec<u8>>>;

    /// Waits at most so many nanoseconds, or as long as it takes, until standard input can
    /// be read.
    fn await_input(&mut self, nanoseconds: Option<u64>) -> InputState;

    /// Opens what a path leads to. A directory cannot be opened to be written.
    ///
    /// # Errors
    /// Why it cannot.
    fn open(&mut self, dir: &Self::File, path: &str, how: Open) -> Result<(Self::File, FileType)>;

    /// That a file is no longer used.
    fn close(&mut self, file: Self::File);

    /// Reads at most `len` bytes from an offset on; none at the end of the file.
    ///
    /// # Errors
    /// Why it cannot.
    fn read(&mut self, file: &Self::File, offset: u64, len: usize) -> Result<Vec<u8>>;

    /// Writes bytes from an offset on, and says how many were written.
    ///
    /// # Errors
    /// Why it cannot.
    fn write(&mut self, file: &Self::File, offset: u64, bytes: &[u8]) -> Result<usize>;

    /// Makes a file shorter, or longer by zeros.
    ///
    /// # Errors
    /// Why it cannot.
    fn set_size(&mut self, file: &Self::File, size: u64) -> Result<()>;

    /// Sees to it that what was written is kept: all, or the data alone.
    ///
    /// # Errors
    /// Why it cannot.
    fn sync(&mut self, file: &Self::File, data: bool) -> Result<()>;

    /// What is known of an open file.
    ///
    /// # Errors
    /// Why it cannot.
    fn stat(&mut self, file: &Self::File) -> Result<FileStat>;

    /// Gives an open file other times.
    ///
    /// # Errors
    /// Why it cannot.
    fn set_times(&mut self, file: &Self::File, times: NewTimes) -> Result<()>;

    /// What is in a directory, without `.` and `..`.
    ///
    /// # Errors
    /// Why it cannot.
    fn entries(&mut self, dir: &Self::File) -> Result<Vec<Entry>>;

    /// Makes a directory.
    ///
    /// # Errors
    /// Why it cannot.
    fn create_directory(&mut self, dir: &Self::File, path: &str) -> Result<()>;

    /// What is known of what a path leads to.
    ///
    /// # Errors
    /// Why it cannot.
    fn path_stat(&mut self, dir: &Self::File, path: &str, follow: bool) -> Result<FileStat>;

    /// Gives what a path leads to other times.
    ///
    /// # Errors
    /// Why it cannot.
    fn path_set_times(
        &mut self,
        dir: &Self::File,
        path: &str,
        follow: bool,
        times: NewTimes,
    ) -> Result<()>;

    /// Gives a file one more name.
    ///
    /// # Errors
    /// Why it cannot.
    fn link(
        &mut self,
        old: (&Self::File, &str),
        follow: bool,
        new: (&Self::File, &str),
    ) -> Result<()>;

    /// The contents of a symbolic link.
    ///
    /// # Errors
    /// Why it cannot.
    fn read_link(&mut self, dir: &Self::File, path: &str) -> Result<String>;

    /// Makes a symbolic link.
    ///
    /// # Errors
    /// Why it cannot.
    fn symlink(&mut self, target: &str, dir: &Self::File, path: &str) -> Result<()>;

    /// Removes a directory that is empty.
    ///
    /// # Errors
    /// Why it cannot.
    fn remove_directory(&mut self, dir: &Self::File, path: &str) -> Result<()>;

    /// Removes a name of a file.
    ///
    /// # Errors
    /// Why it cannot.
    fn unlink(&mut self, dir: &Self::File, path: &str) -> Result<()>;

    /// Moves a file or directory.
    ///
    /// # Errors
    /// Why it cannot.
    fn rename(&mut self, old: (&Self::File, &str), new: (&Self::File, &str)) -> Result<()>;
}

/// A clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// Nanoseconds since 1970.
    Realtime,
    /// Nanoseconds since the program began. Both clocks of processor time are this one: a
    /// program has a machine of its own.
    Monotonic,
}

/// How a path is to be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Whether a symbolic link at its end is followed.
    pub follow: bool,
    /// Whether it is made if it is not there.
    pub create: bool,
    /// Whether it has to be a directory.
    pub directory: bool,
    /// Whether it must not be there.
    pub exclusive: bool,
    /// Whether what is in it is removed.
    pub truncate: bool,
    /// Whether it will be read.
    pub read: bool,
    /// Whether it will be written.
    pub write: bool,
}

/// Times that a file is to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewTimes {
    /// When it was last read, if that is to change.
    pub atim: Option<NewTime>,
    /// When it was last changed, if that is to change.
    pub mtim: Option<NewTime>,
}

/// A time that a file is to be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewTime {
    /// That of the clock.
    Now,
    /// Nanoseconds since 1970.
    At(u64),
}

impl NewTimes {
    /// Reads the flags.
    ///
    /// # Errors
    /// When they contradict each other or are not known.
    pub(super) fn read(times: Times) -> Result<Self> {
        let one = |flags: u32, at: u64| match flags & 3 {
            0 => Ok(None),
            1 => Ok(Some(NewTime::At(at))),
            2 => Ok(Some(NewTime::Now)),
            _ => Err(Errno::Inval),
        };
        match times.flags {
            0..16 => Ok(Self {
                atim: one(times.flags, times.atim)?,
                mtim: one(times.flags >> 2, times.mtim)?,
            }),
            _ => Err(Errno::Inval),
        }
    }
}

/// Whether standard input can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputState {
    /// So many bytes are there, or at least as many.
    Ready(u64),
    /// It has ended.
    Ended,
    /// There is nothing, and the time is over.
    Nothing,
    /// There is nothing yet, and nothing to wait with: it is asked again.
    Waits,
}
