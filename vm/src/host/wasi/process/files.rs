//! The functions on descriptors.
//!
//! What is checked, in this order: that there is such a descriptor, that it is of the sort
//! that the function is for, that it has the right, then the other arguments.

use super::descriptor::Descriptor;
use super::{Process, Reply};
use crate::host::wasi::abi::{Entry, Errno, FileStat, FileType, fdflags, rights};
use crate::host::wasi::request::{Request, Times};
use crate::host::wasi::system::{NewTimes, Result, System};
use std::sync::Arc;

/// The last offset that a file may have.
const LAST: u64 = i64::MAX as u64;

impl<S: System> Process<S> {
    pub(super) fn reply_fd(&mut self, request: &Request) -> Result<Reply> {
        match request {
            Request::FdAdvise {
                fd,
                offset,
                len,
                advice,
            } => {
                self.descriptor(*fd, 0)?.file().ok_or(Errno::Spipe)?;
                self.descriptor(*fd, rights::FD_ADVISE)?;
                match *advice < 6 && offset.checked_add(*len).is_some_and(|end| end <= LAST) {
                    true => Ok(Reply::Nothing),
                    false => Err(Errno::Inval),
                }
            }
            Request::FdAllocate { fd, offset, len } => self.allocate(*fd, *offset, *len),
            Request::FdClose(fd) => {
                let closed = self.descriptors.take(*fd)?;
                self.close(closed)
            }
            Request::FdFdstatGet(fd) => Ok(Reply::Bytes(fdstat(self.descriptor(*fd, 0)?))),
            Request::FdFdstatSetFlags { fd, flags } => self.set_flags(*fd, *flags),
            Request::FdFdstatSetRights {
                fd,
                base,
                inheriting,
            } => self.set_rights(*fd, *base, *inheriting),
            Request::FdFilestatGet(fd) => Ok(Reply::Bytes(self.stat(*fd)?.bytes())),
            Request::FdFilestatSetSize { fd, size } => self.set_size(*fd, *size),
            Request::FdFilestatSetTimes { fd, times } => self.set_times(*fd, *times),
            Request::FdPrestatGet(fd) => {
                let name = self.preopened(*fd)?.len() as u32;
                // The sort of what was opened, 0 for a directory, and the length of its name.
                let bytes = [0_u32, name].map(u32::to_le_bytes);
                Ok(Reply::Bytes(bytes.as_flattened().to_vec()))
            }
            Request::FdPrestatDirName { fd, len } => {
                let name = self.preopened(*fd)?.as_bytes();
                match name.len() <= *len as usize {
                    true => Ok(Reply::Bytes(name.to_vec())),
                    false => Err(Errno::Nametoolong),
                }
            }
            Request::FdRead { fd, len, offset } => self.read(*fd, *len, *offset),
            Request::FdReaddir { fd, len, cookie } => self.read_directory(*fd, *len, *cookie),
            Request::FdRenumber { fd, to } => self.renumber(*fd, *to),
            Request::FdSeek { fd, offset, whence } => self.seek(*fd, *offset, *whence),
            Request::FdSync { fd, data } => {
                let right = if *data {
                    rights::FD_DATASYNC
                } else {
                    rights::FD_SYNC
                };
                self.descriptor(*fd, 0)?.file().ok_or(Errno::Inval)?;
                self.descriptor(*fd, right)?;
                self.sync(*fd, *data)
            }
            Request::FdTell(fd) => {
                self.descriptor(*fd, 0)?.seekable()?;
                Ok(Reply::Long(self.descriptor(*fd, rights::FD_TELL)?.offset))
            }
            Request::FdWrite { fd, bytes, offset } => self.write(*fd, bytes, *offset),
            _ => Err(Errno::Nosys),
        }
    }

    fn allocate(&mut self, fd: u32, offset: u64, len: u64) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get(fd)?;
        let file = descriptor.seekable()?;
        descriptor.may(rights::FD_ALLOCATE)?;
        if len == 0 {
            return Err(Errno::Inval);
        }
        let end = offset.checked_add(len).filter(|end| *end <= LAST);
        let end = end.ok_or(Errno::Fbig)?;
        if system.stat(file)?.size < end {
            system.set_size(file, end)?;
        }
        Ok(Reply::Nothing)
    }

    fn close(&mut self, closed: Descriptor<S::File>) -> Result<Reply> {
        use super::Object;
        if let Object::File(file, _) | Object::Directory(file) = closed.object {
            self.system.close(file);
        }
        Ok(Reply::Nothing)
    }

    fn set_flags(&mut self, fd: u32, flags: u32) -> Result<Reply> {
        self.descriptor(fd, rights::FD_FDSTAT_SET_FLAGS)?;
        let known = u16::try_from(flags)
            .ok()
            .filter(|flags| flags & !fdflags::ALL == 0);
        self.descriptors.get_mut(fd)?.flags = known.ok_or(Errno::Inval)?;
        Ok(Reply::Nothing)
    }

    /// Rights can only be given up.
    fn set_rights(&mut self, fd: u32, base: u64, inheriting: u64) -> Result<Reply> {
        let descriptor = self.descriptors.get_mut(fd)?;
        if base & !descriptor.base != 0 || inheriting & !descriptor.inheriting != 0 {
            return Err(Errno::Notcapable);
        }
        descriptor.base = base;
        descriptor.inheriting = inheriting;
        Ok(Reply::Nothing)
    }

    pub(super) fn stat(&mut self, fd: u32) -> Result<FileStat> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get(fd)?;
        descriptor.may(rights::FD_FILESTAT_GET)?;
        match descriptor.file() {
            Some(file) => system.stat(file),
            None => Ok(FileStat {
                filetype: descriptor.filetype(),
                nlink: 1,
                ..FileStat::default()
            }),
        }
    }

    fn set_size(&mut self, fd: u32, size: u64) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get(fd)?;
        let file = descriptor.seekable().map_err(|_| Errno::Inval)?;
        descriptor.may(rights::FD_FILESTAT_SET_SIZE)?;
        if size > LAST {
            return Err(Errno::Inval);
        }
        system.set_size(file, size)?;
        Ok(Reply::Nothing)
    }

    fn set_times(&mut self, fd: u32, times: Times) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get(fd)?;
        descriptor.may(rights::FD_FILESTAT_SET_TIMES)?;
        let file = descriptor.file().ok_or(Errno::Inval)?;
        system.set_times(file, NewTimes::read(times)?)?;
        Ok(Reply::Nothing)
    }

    fn preopened(&self, fd: u32) -> Result<&str> {
        self.descriptor(fd, 0)?
            .preopen
            .as_deref()
            .ok_or(Errno::Badf)
    }

    fn read(&mut self, fd: u32, len: u32, offset: Option<u64>) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get_mut(fd)?;
        let at = offset.unwrap_or(descriptor.offset);
        let file = descriptor.seekable()?;
        descriptor.may(match offset {
            Some(_) => rights::FD_READ | rights::FD_SEEK,
            None => rights::FD_READ,
        })?;
        if at > LAST {
            return Err(Errno::Inval);
        }
        let bytes = match len {
            0 => Vec::new(),
            _ => system.read(file, at, len as usize)?,
        };
        if offset.is_none() {
            descriptor.offset += bytes.len() as u64;
        }
        Ok(Reply::Bytes(bytes))
    }

    fn write(&mut self, fd: u32, bytes: &[u8], offset: Option<u64>) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get_mut(fd)?;
        let file = descriptor.seekable()?;
        descriptor.may(match offset {
            Some(_) => rights::FD_WRITE | rights::FD_SEEK,
            None => rights::FD_WRITE,
        })?;
        let appends = offset.is_none() && descriptor.flags & fdflags::APPEND != 0;
        let at = match (offset, appends) {
            (Some(offset), _) => offset,
            (None, false) => descriptor.offset,
            (None, true) => system.stat(file)?.size,
        };
        if at > LAST {
            return Err(Errno::Inval);
        }
        if bytes.is_empty() {
            return Ok(Reply::Word(0));
        }
        if at.saturating_add(bytes.len() as u64) > LAST {
            return Err(Errno::Fbig);
        }
        let written = system.write(file, at, bytes)?;
        let flags = descriptor.flags;
        if offset.is_none() {
            descriptor.offset = at + written as u64;
        }
        if flags & (fdflags::DSYNC | fdflags::SYNC) != 0 {
            self.sync(fd, flags & fdflags::SYNC == 0)?;
        }
        Ok(Reply::Word(written as u32))
    }

    fn sync(&mut self, fd: u32, data: bool) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        if let Some(file) = descriptors.get(fd)?.file() {
            system.sync(file, data)?;
        }
        Ok(Reply::Nothing)
    }

    /// The entries from a cookie on. Cookies count entries, of the directory as it was when
    /// it was last read from its beginning, so that one that changes meanwhile is still read
    /// whole and once.
    fn read_directory(&mut self, fd: u32, len: u32, cookie: u64) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get_mut(fd)?;
        let dir = descriptor.directory()?;
        descriptor.may(rights::FD_READDIR)?;
        let entries = match &descriptor.entries {
            Some(entries) if cookie > 0 => Arc::clone(entries),
            _ => all_entries(system, dir)?,
        };
        descriptor.entries = Some(Arc::clone(&entries));
        let mut bytes = Vec::new();
        let skipped = usize::try_from(cookie).unwrap_or(usize::MAX);
        for (next, entry) in (1..).zip(entries.iter()).skip(skipped) {
            if bytes.len() >= len as usize {
                break;
            }
            entry.put(next, &mut bytes);
        }
        bytes.truncate(len as usize);
        Ok(Reply::Bytes(bytes))
    }

    /// Puts a descriptor in the place of another one, which is closed.
    fn renumber(&mut self, fd: u32, to: u32) -> Result<Reply> {
        self.descriptor(fd, 0)?;
        self.descriptor(to, 0)?;
        if fd == to {
            return Ok(Reply::Nothing);
        }
        let moved = self.descriptors.take(fd)?;
        let closed = std::mem::replace(self.descriptors.get_mut(to)?, moved);
        self.close(closed)
    }

    fn seek(&mut self, fd: u32, by: i64, whence: u32) -> Result<Reply> {
        let Self {
            system,
            descriptors,
            ..
        } = self;
        let descriptor = descriptors.get_mut(fd)?;
        let file = descriptor.seekable()?;
        // To ask where one is needs less.
        let tells = whence == 1 && by == 0 && descriptor.base & rights::FD_TELL != 0;
        descriptor.may(if tells { 0 } else { rights::FD_SEEK })?;
        let from = match whence {
            0 => 0,
            1 => descriptor.offset,
            2 => system.stat(file)?.size,
            _ => return Err(Errno::Inval),
        };
        let to = from.checked_add_signed(by).filter(|to| *to <= LAST);
        descriptor.offset = to.ok_or(Errno::Inval)?;
        Ok(Reply::Long(descriptor.offset))
    }
}

/// A directory's entries by name, `.` and `..` first. Both have the directory's own number:
/// what is above it is none of the program's business.
fn all_entries<S: System>(system: &mut S, dir: &S::File) -> Result<Arc<[Entry]>> {
    let ino = system.stat(dir)?.ino;
    let dots = [".", ".."].map(|name| Entry {
        name: name.into(),
        ino,
        filetype: FileType::Directory,
    });
    let mut entries = system.entries(dir)?;
    entries.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(dots.into_iter().chain(entries).collect())
}

fn fdstat<F>(descriptor: &Descriptor<F>) -> Vec<u8> {
    let [low, high] = descriptor.flags.to_le_bytes();
    let mut bytes = vec![descriptor.filetype() as u8, 0, low, high, 0, 0, 0, 0];
    bytes.extend(descriptor.base.to_le_bytes());
    bytes.extend(descriptor.inheriting.to_le_bytes());
    bytes
}
