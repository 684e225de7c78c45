//! What programs ask of it.

use super::tree::Kind;
use super::{BEGIN, MOST_ROOM, Memory, TICK};
use crate::host::wasi::abi::{Entry, Errno, FileStat, FileType};
use crate::host::wasi::system::{Clock, InputState, NewTimes, Open, Result, System};
use std::collections::BTreeMap;

impl System for Memory {
    type File = u64;

    fn now(&mut self, clock: Clock) -> u64 {
        self.time += TICK;
        match clock {
            Clock::Realtime => self.time(),
            Clock::Monotonic => self.time,
        }
    }

    fn resolution(&self, _: Clock) -> u64 {
        TICK
    }

    fn sleep(&mut self, nanoseconds: u64) {
        // Some hundred years have to be enough.
        self.time = self
            .time
            .saturating_add(nanoseconds)
            .min(u64::MAX - BEGIN - TICK);
    }

    fn random(&mut self, bytes: &mut [u8]) -> Result<()> {
        self.random.fill(bytes);
        Ok(())
    }

    fn read_input(&mut self, len: usize, nonblock: bool) -> Result<Option<Vec<u8>>> {
        let rest = &self.input[self.read..];
        if len > 0 && rest.is_empty() && self.open {
            return if nonblock {
                Err(Errno::Again)
            } else {
                Ok(None)
            };
        }
        let bytes = rest[..len.min(rest.len())].to_vec();
        self.read += bytes.len();
        Ok(Some(bytes))
    }

    fn await_input(&mut self, nanoseconds: Option<u64>) -> InputState {
        match (self.input.len() - self.read, self.open, nanoseconds) {
            (0, false, _) => InputState::Ended,
            (0, true, None) => InputState::Waits,
            (0, true, Some(time)) => {
                self.sleep(time);
                InputState::Nothing
            }
            (bytes, ..) => InputState::Ready(bytes as u64),
        }
    }

    fn open(&mut self, dir: &u64, path: &str, how: Open) -> Result<(u64, FileType)> {
        let follow = how.follow && !how.exclusive;
        let found = self.tree.find(*dir, path, follow)?;
        let number = self.opened(found, how)?;
        self.tree.node_mut(number)?.opened += 1;
        Ok((number, self.tree.filetype(number)?))
    }

    fn close(&mut self, file: u64) {
        if let Ok(node) = self.tree.node_mut(file) {
            node.opened = node.opened.saturating_sub(1);
            self.tree.forget(file);
        }
    }

    fn read(&mut self, file: &u64, offset: u64, len: usize) -> Result<Vec<u8>> {
        let now = self.time();
        let node = self.tree.node_mut(*file)?;
        node.times[0] = now;
        match &node.kind {
            Kind::File(contents) => contents.read(offset, len).ok_or(Errno::Nomem),
            _ => Err(Errno::Isdir),
        }
    }

    fn write(&mut self, file: &u64, offset: u64, bytes: &[u8]) -> Result<usize> {
        // What is written over takes no more room; so exact nobody has to be here.
        if self.tree.room + bytes.len() as u64 > MOST_ROOM {
            return Err(Errno::Nospc);
        }
        self.change(*file, |contents| contents.write(offset, bytes))?;
        Ok(bytes.len())
    }

    fn set_size(&mut self, file: &u64, size: u64) -> Result<()> {
        self.change(*file, |contents| contents.resize(size))
    }

    fn sync(&mut self, _: &u64, _: bool) -> Result<()> {
        Ok(())
    }

    fn stat(&mut self, file: &u64) -> Result<FileStat> {
        self.tree.stat(*file)
    }

    fn set_times(&mut self, file: &u64, times: NewTimes) -> Result<()> {
        self.change_times(*file, times)
    }

    fn entries(&mut self, dir: &u64) -> Result<Vec<Entry>> {
        let names = self.tree.names(*dir)?.iter();
        let entry = |(name, number): (&String, &u64)| {
            Ok(Entry {
                name: name.clone(),
                ino: *number,
                filetype: self.tree.filetype(*number)?,
            })
        };
        names.map(entry).collect()
    }

    fn create_directory(&mut self, dir: &u64, path: &str) -> Result<()> {
        let found = self.tree.find(*dir, path, false)?;
        self.make(found, Kind::Directory(BTreeMap::new())).map(drop)
    }

    fn path_stat(&mut self, dir: &u64, path: &str, follow: bool) -> Result<FileStat> {
        let number = self.existing(*dir, path, follow)?;
        self.tree.stat(number)
    }

    fn path_set_times(
        &mut self,
        dir: &u64,
        path: &str,
        follow: bool,
        times: NewTimes,
    ) -> Result<()> {
        let number = self.existing(*dir, path, follow)?;
        self.change_times(number, times)
    }

    fn link(&mut self, old: (&u64, &str), follow: bool, new: (&u64, &str)) -> Result<()> {
        let number = self.existing(*old.0, old.1, follow)?;
        if self.tree.is_directory(number) {
            return Err(Errno::Perm);
        }
        let found = self.tree.find(*new.0, new.1, false)?;
        if found.slash && found.node.is_none() {
            return Err(Errno::Noent);
        }
        self.tree.name(found.free()?, number, self.time())
    }

    fn read_link(&mut self, dir: &u64, path: &str) -> Result<String> {
        let number = self.existing(*dir, path, false)?;
        match &self.tree.node(number)?.kind {
            Kind::Link(target) => Ok(target.clone()),
            _ => Err(Errno::Inval),
        }
    }

    fn symlink(&mut self, target: &str, dir: &u64, path: &str) -> Result<()> {
        let found = self.tree.find(*dir, path, false)?;
        if found.slash && found.node.is_none() {
            return Err(Errno::Noent);
        }
        self.make(found, Kind::Link(target.to_owned())).map(drop)
    }

    fn remove_directory(&mut self, dir: &u64, path: &str) -> Result<()> {
        let found = self.tree.find(*dir, path, false)?;
        if !self.tree.names(found.there()?)?.is_empty() {
            return Err(Errno::Notempty);
        }
        let place = found.place.ok_or(Errno::Inval)?;
        self.tree.unname(&place, self.time())
    }

    fn unlink(&mut self, dir: &u64, path: &str) -> Result<()> {
        let found = self.tree.find(*dir, path, false)?;
        if self.tree.is_directory(found.there()?) {
            return Err(Errno::Isdir);
        }
        match (found.slash, found.place) {
            (false, Some(place)) => self.tree.unname(&place, self.time()),
            _ => Err(Errno::Notdir),
        }
    }

    fn rename(&mut self, old: (&u64, &str), new: (&u64, &str)) -> Result<()> {
        let from = self.tree.find(*old.0, old.1, false)?;
        let to = self.tree.find(*new.0, new.1, false)?;
        let number = from.there()?;
        let (Some(from_place), Some(to_place)) = (from.place, &to.place) else {
            return Err(Errno::Busy);
        };
        let is_directory = self.tree.is_directory(number);
        if (from.slash || to.slash) && !is_directory {
            return Err(Errno::Notdir);
        }
        if to.node == Some(number) {
            return Ok(());
        }
        if is_directory && self.is_in(to_place.0, number) {
            return Err(Errno::Inval);
        }
        if let Some(onto) = to.node {
            self.replace(number, &to, onto)?;
        }
        // Named anew first, so that it is never without a name.
        let now = self.time();
        self.tree.name(to_place.clone(), number, now)?;
        self.tree.unname(&from_place, now)
    }
}
