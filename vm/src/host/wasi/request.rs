//! What a program asks for, as data: nothing here points into its memory.

/// A call of a function, decoded. The variants are named after the functions.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "variants and fields are named as in the standard"
)]
pub enum Request {
    ArgsGet,
    ArgsSizesGet,
    EnvironGet,
    EnvironSizesGet,
    ClockResGet(u32),
    ClockTimeGet(u32),
    FdAdvise {
        fd: u32,
        offset: u64,
        len: u64,
        advice: u32,
    },
    FdAllocate {
        fd: u32,
        offset: u64,
        len: u64,
    },
    FdClose(u32),
    FdFdstatGet(u32),
    FdFdstatSetFlags {
        fd: u32,
        flags: u32,
    },
    FdFdstatSetRights {
        fd: u32,
        base: u64,
        inheriting: u64,
    },
    FdFilestatGet(u32),
    FdFilestatSetSize {
        fd: u32,
        size: u64,
    },
    FdFilestatSetTimes {
        fd: u32,
        times: Times,
    },
    FdPrestatGet(u32),
    FdPrestatDirName {
        fd: u32,
        len: u32,
    },
    /// `fd_read`, and `fd_pread` at an offset: at most so many bytes.
    FdRead {
        fd: u32,
        len: u32,
        offset: Option<u64>,
    },
    FdReaddir {
        fd: u32,
        len: u32,
        cookie: u64,
    },
    FdRenumber {
        fd: u32,
        to: u32,
    },
    FdSeek {
        fd: u32,
        offset: i64,
        whence: u32,
    },
    /// `fd_sync`, and `fd_datasync` of the data alone.
    FdSync {
        fd: u32,
        data: bool,
    },
    FdTell(u32),
    /// `fd_write`, and `fd_pwrite` at an offset.
    FdWrite {
        fd: u32,
        bytes: Box<[u8]>,
        offset: Option<u64>,
    },
    PathCreateDirectory(At),
    PathFilestatGet {
        at: At,
        flags: u32,
    },
    PathFilestatSetTimes {
        at: At,
        flags: u32,
        times: Times,
    },
    PathLink {
        old: At,
        flags: u32,
        new: At,
    },
    PathOpen(PathOpen),
    PathReadlink {
        at: At,
        len: u32,
    },
    PathRemoveDirectory(At),
    PathRename {
        old: At,
        new: At,
    },
    PathSymlink {
        target: String,
        at: At,
    },
    PathUnlinkFile(At),
    PollOneoff(Vec<Subscription>),
    ProcExit(u32),
    ProcRaise(u32),
    RandomGet(u32),
    SchedYield,
    /// Any function for sockets.
    Sock(u32),
}

/// A path, from a directory on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The descriptor of the directory.
    pub fd: u32,
    /// The path as it was given.
    pub path: String,
}

/// What `path_open` takes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in the standard")]
pub struct PathOpen {
    pub at: At,
    pub dirflags: u32,
    pub oflags: u32,
    pub base: u64,
    pub inheriting: u64,
    pub fdflags: u32,
}

/// Times that a file is to be given: which (`fstflags`), and what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in the standard")]
pub struct Times {
    pub atim: u64,
    pub mtim: u64,
    pub flags: u32,
}

/// What `poll_oneoff` is to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Given back with the event.
    pub userdata: u64,
    /// What for.
    pub to: Awaited,
}

/// An event to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Awaited {
    /// A time.
    Clock {
        /// Which clock.
        clock: u32,
        /// Nanoseconds, from now on or of the clock.
        timeout: u64,
        /// Whether `timeout` is of the clock.
        absolute: bool,
    },
    /// A descriptor that can be read.
    Read(u32),
    /// A descriptor that can be written.
    Write(u32),
    /// Something that is not known.
    Unknown(u8),
}
