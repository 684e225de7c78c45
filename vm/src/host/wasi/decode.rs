//! From a call with pointers to a [`Request`] without.
//!
//! Every pointer is looked at before anything is done: one that leads out of the memory
//! gives [`Errno::Fault`], and nothing has happened. Alignment is not asked for, as it is
//! not by WebAssembly's own loads and stores.

use super::abi::Errno;
use super::encode::Place;
use super::request::{At, Awaited, PathOpen, Request, Subscription, Times};
use crate::exec::HostCall;
use crate::runtime::{Memory, Value};
use crate::syntax::{FuncType, ValType};

/// All functions, with their parameters: `i` for i32, `I` for i64. Each gives an i32, but
/// `proc_exit` nothing.
pub(super) const FUNCS: [(&str, &str); 46] = [
    ("args_get", "ii"),
    ("args_sizes_get", "ii"),
    ("environ_get", "ii"),
    ("environ_sizes_get", "ii"),
    ("clock_res_get", "ii"),
    ("clock_time_get", "iIi"),
    ("fd_advise", "iIIi"),
    ("fd_allocate", "iII"),
    ("fd_close", "i"),
    ("fd_datasync", "i"),
    ("fd_fdstat_get", "ii"),
    ("fd_fdstat_set_flags", "ii"),
    ("fd_fdstat_set_rights", "iII"),
    ("fd_filestat_get", "ii"),
    ("fd_filestat_set_size", "iI"),
    ("fd_filestat_set_times", "iIIi"),
    ("fd_pread", "iiiIi"),
    ("fd_prestat_get", "ii"),
    ("fd_prestat_dir_name", "iii"),
    ("fd_pwrite", "iiiIi"),
    ("fd_read", "iiii"),
    ("fd_readdir", "iiiIi"),
    ("fd_renumber", "ii"),
    ("fd_seek", "iIii"),
    ("fd_sync", "i"),
    ("fd_tell", "ii"),
    ("fd_write", "iiii"),
    ("path_create_directory", "iii"),
    ("path_filestat_get", "iiiii"),
    ("path_filestat_set_times", "iiiiIIi"),
    ("path_link", "iiiiiii"),
    ("path_open", "iiiiiIIii"),
    ("path_readlink", "iiiiii"),
    ("path_remove_directory", "iii"),
    ("path_rename", "iiiiii"),
    ("path_symlink", "iiiii"),
    ("path_unlink_file", "iii"),
    ("poll_oneoff", "iiii"),
    ("proc_exit", "i"),
    ("proc_raise", "i"),
    ("random_get", "ii"),
    ("sched_yield", ""),
    ("sock_accept", "iii"),
    ("sock_recv", "iiiiii"),
    ("sock_send", "iiiii"),
    ("sock_shutdown", "ii"),
];

/// Whether there is a function of this name and type.
pub(super) fn is_known(name: &str, ty: &FuncType) -> bool {
    let found = FUNCS.iter().find(|(known, _)| *known == name);
    found.is_some_and(|(_, params)| {
        let letter = |ty: &ValType| match ty {
            ValType::I32 => b'i',
            ValType::I64 => b'I',
            _ => b'?',
        };
        let is_exit = name == "proc_exit";
        let results: &[ValType] = if is_exit { &[] } else { &[ValType::I32] };
        ty.params.iter().map(letter).eq(params.bytes()) && *ty.results == *results
    })
}

/// Buffers that one call may name, as on most systems (`IOV_MAX`).
const MOST_BUFFERS: u32 = 1024;

/// Bytes that one call reads or writes at most; what is more is left for the next.
const MOST_BYTES: u32 = 16 << 20;

/// What a call sees of its program.
pub(super) struct Guest<'a> {
    /// The arguments.
    args: &'a [Value],
    /// The memory that its instance exports.
    memory: Option<&'a Memory>,
}

type Decoded = Result<(Request, Place), Errno>;

impl<'a> Guest<'a> {
    pub(super) fn new(call: &'a HostCall, memory: Option<&'a Memory>) -> Self {
        Self {
            args: &call.args,
            memory,
        }
    }

    /// An argument of type i32.
    fn word(&self, index: usize) -> u32 {
        match self.args.get(index) {
            Some(Value::I32(value)) => *value as u32,
            _ => 0,
        }
    }

    /// An argument of type i64.
    fn long(&self, index: usize) -> u64 {
        match self.args.get(index) {
            Some(Value::I64(value)) => *value as u64,
            _ => 0,
        }
    }

    /// A pointer to so many bytes, which are to be written.
    fn out(&self, index: usize, len: u32) -> Result<u32, Errno> {
        self.check(self.word(index), len)
    }

    pub(super) fn check(&self, addr: u32, len: u32) -> Result<u32, Errno> {
        let holds = |memory: &&Memory| memory.holds(addr.into(), len.into());
        self.memory.filter(holds).map(|_| addr).ok_or(Errno::Fault)
    }

    fn bytes(&self, addr: u32, len: u32) -> Result<Vec<u8>, Errno> {
        self.check(addr, len)?;
        let memory = self.memory.ok_or(Errno::Fault)?;
        let bytes = memory.read(addr.into(), len.into()).ok_or(Errno::Nomem)?;
        Ok(bytes.into_owned())
    }

    /// A text, by its address and length.
    fn text(&self, index: usize) -> Result<String, Errno> {
        let bytes = self.bytes(self.word(index), self.word(index + 1))?;
        String::from_utf8(bytes).map_err(|_| Errno::Ilseq)
    }

    fn at(&self, fd: usize, path: usize) -> Result<At, Errno> {
        Ok(At {
            fd: self.word(fd),
            path: self.text(path)?,
        })
    }

    /// Buffers, as many and as long as are used.
    fn buffers(&self, index: usize) -> Result<Vec<(u32, u32)>, Errno> {
        let (addr, count) = (self.word(index), self.word(index + 1));
        if count > MOST_BUFFERS {
            return Err(Errno::Inval);
        }
        let mut left = MOST_BYTES;
        let mut all = 0_u32;
        let mut buffers = Vec::new();
        for pair in self.bytes(addr, count * 8)?.chunks_exact(8) {
            let (addr, len) = (number(pair, 0) as u32, number(&pair[4..], 0) as u32);
            self.check(addr, len)?;
            all = all.checked_add(len).ok_or(Errno::Inval)?;
            let used = len.min(left);
            left -= used;
            if used > 0 {
                buffers.push((addr, used));
            }
        }
        Ok(buffers)
    }

    /// What is in buffers.
    fn gather(&self, index: usize) -> Result<Box<[u8]>, Errno> {
        let mut bytes = Vec::new();
        for (addr, len) in self.buffers(index)? {
            bytes.extend(self.bytes(addr, len)?);
        }
        Ok(bytes.into())
    }

    fn times(&self, index: usize) -> Times {
        Times {
            atim: self.long(index),
            mtim: self.long(index + 1),
            flags: self.word(index + 2),
        }
    }

    fn subscriptions(&self) -> Decoded {
        let (input, count) = (self.word(0), self.word(2));
        let len = count.checked_mul(48).ok_or(Errno::Inval)?;
        if count == 0 || count > MOST_BUFFERS {
            return Err(Errno::Inval);
        }
        let place = Place::Events(self.out(1, count * 32)?, self.out(3, 4)?);
        let bytes = self.bytes(input, len)?;
        let subscriptions = bytes.chunks_exact(48).map(|bytes| {
            let word = number(&bytes[16..], 0);
            let to = match bytes[8] {
                0 => Awaited::Clock {
                    clock: word as u32,
                    timeout: number(&bytes[24..], 1),
                    absolute: bytes[40] & 1 != 0,
                },
                1 => Awaited::Read(word as u32),
                2 => Awaited::Write(word as u32),
                other => Awaited::Unknown(other),
            };
            let userdata = number(bytes, 1);
            Subscription { userdata, to }
        });
        Ok((Request::PollOneoff(subscriptions.collect()), place))
    }

    /// What is asked for, and where the reply is to be put.
    pub(super) fn decode(&self, name: &str) -> Decoded {
        let fd = self.word(0);
        // All that is found in memory is looked at before anything else.
        let paths = match name {
            "path_symlink" => Some(self.at(2, 3)?),
            "path_filestat_get" | "path_filestat_set_times" | "path_link" | "path_open" => {
                Some(self.at(0, 2)?)
            }
            name if name.starts_with("path_") => Some(self.at(0, 1)?),
            _ => None,
        };
        match paths {
            Some(at) => self.decode_path(name, at),
            None if name.starts_with("fd_") => self.decode_fd(name, fd),
            None => self.decode_other(name),
        }
    }

    fn decode_other(&self, name: &str) -> Decoded {
        let first = self.word(0);
        Ok(match name {
            "args_get" => (Request::ArgsGet, self.strings()),
            "args_sizes_get" => (Request::ArgsSizesGet, self.two(0)?),
            "environ_get" => (Request::EnvironGet, self.strings()),
            "environ_sizes_get" => (Request::EnvironSizesGet, self.two(0)?),
            "clock_res_get" => (Request::ClockResGet(first), Place::At(self.out(1, 8)?)),
            "clock_time_get" => (Request::ClockTimeGet(first), Place::At(self.out(2, 8)?)),
            "poll_oneoff" => return self.subscriptions(),
            "proc_exit" => (Request::ProcExit(first), Place::None),
            "proc_raise" => (Request::ProcRaise(first), Place::None),
            "random_get" => {
                let len = self.word(1);
                (Request::RandomGet(len), Place::At(self.out(0, len)?))
            }
            "sched_yield" => (Request::SchedYield, Place::None),
            name if name.starts_with("sock_") => (Request::Sock(first), Place::None),
            _ => return Err(Errno::Nosys),
        })
    }

    fn strings(&self) -> Place {
        Place::Strings(self.word(0), self.word(1))
    }

    fn two(&self, index: usize) -> Result<Place, Errno> {
        Ok(Place::Two(self.out(index, 4)?, self.out(index + 1, 4)?))
    }

    fn decode_fd(&self, name: &str, fd: u32) -> Decoded {
        let (second, third) = (self.word(1), self.word(2));
        let (offset, len) = (self.long(1), self.long(2));
        Ok(match name {
            "fd_advise" => {
                let advice = self.word(3);
                (
                    Request::FdAdvise {
                        fd,
                        offset,
                        len,
                        advice,
                    },
                    Place::None,
                )
            }
            "fd_allocate" => (Request::FdAllocate { fd, offset, len }, Place::None),
            "fd_close" => (Request::FdClose(fd), Place::None),
            "fd_datasync" | "fd_sync" => {
                let data = name == "fd_datasync";
                (Request::FdSync { fd, data }, Place::None)
            }
            "fd_fdstat_get" => (Request::FdFdstatGet(fd), Place::At(self.out(1, 24)?)),
            "fd_fdstat_set_flags" => (Request::FdFdstatSetFlags { fd, flags: second }, Place::None),
            "fd_fdstat_set_rights" => {
                let (base, inheriting) = (offset, len);
                (
                    Request::FdFdstatSetRights {
                        fd,
                        base,
                        inheriting,
                    },
                    Place::None,
                )
            }
            "fd_filestat_get" => (Request::FdFilestatGet(fd), Place::At(self.out(1, 64)?)),
            "fd_filestat_set_size" => {
                (Request::FdFilestatSetSize { fd, size: offset }, Place::None)
            }
            "fd_filestat_set_times" => {
                let times = self.times(1);
                (Request::FdFilestatSetTimes { fd, times }, Place::None)
            }
            "fd_prestat_get" => (Request::FdPrestatGet(fd), Place::At(self.out(1, 8)?)),
            "fd_prestat_dir_name" => {
                let place = Place::At(self.out(1, third)?);
                (Request::FdPrestatDirName { fd, len: third }, place)
            }
            "fd_read" | "fd_pread" => {
                let offset = (name == "fd_pread").then(|| self.long(3));
                let buffers = self.buffers(1)?;
                let len = buffers.iter().map(|(_, len)| len).sum();
                let count = self.out(3 + usize::from(offset.is_some()), 4)?;
                (
                    Request::FdRead { fd, len, offset },
                    Place::Buffers(buffers, count),
                )
            }
            "fd_write" | "fd_pwrite" => {
                let offset = (name == "fd_pwrite").then(|| self.long(3));
                let place = Place::At(self.out(3 + usize::from(offset.is_some()), 4)?);
                let bytes = self.gather(1)?;
                (Request::FdWrite { fd, bytes, offset }, place)
            }
            "fd_readdir" => {
                let (cookie, buffer) = (self.long(3), vec![(self.out(1, third)?, third)]);
                let place = Place::Buffers(buffer, self.out(4, 4)?);
                let len = third.min(MOST_BYTES);
                (Request::FdReaddir { fd, len, cookie }, place)
            }
            "fd_renumber" => (Request::FdRenumber { fd, to: second }, Place::None),
            "fd_seek" => {
                let (offset, whence) = (offset as i64, third);
                (
                    Request::FdSeek { fd, offset, whence },
                    Place::At(self.out(3, 8)?),
                )
            }
            "fd_tell" => (Request::FdTell(fd), Place::At(self.out(1, 8)?)),
            _ => return Err(Errno::Nosys),
        })
    }

    fn decode_path(&self, name: &str, at: At) -> Decoded {
        let flags = self.word(1);
        Ok(match name {
            "path_create_directory" => (Request::PathCreateDirectory(at), Place::None),
            "path_filestat_get" => (
                Request::PathFilestatGet { at, flags },
                Place::At(self.out(4, 64)?),
            ),
            "path_filestat_set_times" => {
                let times = self.times(4);
                (
                    Request::PathFilestatSetTimes { at, flags, times },
                    Place::None,
                )
            }
            "path_link" => {
                let new = self.at(4, 5)?;
                (
                    Request::PathLink {
                        old: at,
                        flags,
                        new,
                    },
                    Place::None,
                )
            }
            "path_open" => {
                let open = PathOpen {
                    at,
                    dirflags: flags,
                    oflags: self.word(4),
                    base: self.long(5),
                    inheriting: self.long(6),
                    fdflags: self.word(7),
                };
                (Request::PathOpen(open), Place::At(self.out(8, 4)?))
            }
            "path_readlink" => {
                let len = self.word(4);
                let place = Place::Buffers(vec![(self.out(3, len)?, len)], self.out(5, 4)?);
                (Request::PathReadlink { at, len }, place)
            }
            "path_remove_directory" => (Request::PathRemoveDirectory(at), Place::None),
            "path_rename" => {
                let new = self.at(3, 4)?;
                (Request::PathRename { old: at, new }, Place::None)
            }
            "path_symlink" => {
                let target = self.text(0)?;
                (Request::PathSymlink { target, at }, Place::None)
            }
            "path_unlink_file" => (Request::PathUnlinkFile(at), Place::None),
            _ => return Err(Errno::Nosys),
        })
    }
}

/// A number of four bytes, or of eight with `wide` 1, at the beginning of some.
fn number(bytes: &[u8], wide: usize) -> u64 {
    let bytes = bytes.iter().take(4 << wide).rev();
    bytes.fold(0, |number, byte| number << 8 | u64::from(*byte))
}
