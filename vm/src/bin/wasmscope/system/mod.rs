//! The back end of WASI on this computer: its clock, its random numbers, standard input, and
//! files of directories that were named, but of no others.
//!
//! `cap-std` sees to it that no path leads out of its directory, by `..`, by an absolute
//! name or by a symbolic link; what would is refused.

mod errno;
mod files;
mod input;

use cap_fs_ext::{
    DirExt, FollowSymlinks, MetadataExt, OpenOptionsFollowExt, OpenOptionsMaybeDirExt,
};
use cap_std::fs::{Dir, OpenOptions};
use errno::errno;
use files::{entry, spec, stat, times};
use input::Input;
use std::time::{Duration, Instant, SystemTime};
use wasmscope::host::wasi::{
    Clock, Entry, Errno, FileStat, FileType, InputState, NewTimes, Open, Random, Result, System,
};

pub(crate) use input::Source;

/// This computer, as far as a program may see it.
pub(crate) struct Native {
    began: Instant,
    /// Random numbers that a seed fixes, if they are to be.
    seeded: Option<Random>,
    input: Input,
}

/// An open file or directory.
pub(crate) enum File {
    File(cap_std::fs::File),
    Directory(Dir),
}

impl Native {
    /// `is_given_up` says whether somebody wants to wait no longer, for input or for a time to
    /// pass.
    pub(crate) fn new(source: Source, seed: Option<u64>, is_given_up: fn() -> bool) -> Self {
        Self {
            began: Instant::now(),
            seeded: seed.map(Random::new),
            input: Input::new(source, is_given_up),
        }
    }

    /// Opens a directory of this computer, to be given to a program.
    pub(crate) fn directory(path: &str) -> std::io::Result<File> {
        let dir = Dir::open_ambient_dir(path, cap_std::ambient_authority())?;
        Ok(File::Directory(dir))
    }
}

/// The directory; the process asks for nothing else here.
fn dir(file: &File) -> Result<&Dir> {
    match file {
        File::Directory(dir) => Ok(dir),
        File::File(_) => Err(Errno::Notdir),
    }
}

fn plain(file: &File) -> Result<&cap_std::fs::File> {
    match file {
        File::File(file) => Ok(file),
        File::Directory(_) => Err(Errno::Isdir),
    }
}

/// Nanoseconds, as long as they can be counted.
fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

impl System for Native {
    type File = File;

    fn now(&mut self, clock: Clock) -> u64 {
        match clock {
            Clock::Realtime => {
                let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
                since.map_or(0, nanoseconds)
            }
            Clock::Monotonic => nanoseconds(self.began.elapsed()),
        }
    }

    fn resolution(&self, _: Clock) -> u64 {
        1
    }

    fn sleep(&mut self, nanoseconds: u64) {
        self.input.sleep(Duration::from_nanos(nanoseconds));
    }

    fn random(&mut self, bytes: &mut [u8]) -> Result<()> {
        match &mut self.seeded {
            Some(random) => random.fill(bytes),
            None => getrandom::fill(bytes).map_err(|_| Errno::Io)?,
        }
        Ok(())
    }

    fn read_input(&mut self, len: usize, nonblock: bool) -> Result<Option<Vec<u8>>> {
        self.input.read(len, nonblock)
    }

    fn await_input(&mut self, nanoseconds: Option<u64>) -> InputState {
        self.input.wait(nanoseconds.map(Duration::from_nanos))
    }

    fn open(&mut self, parent: &File, path: &str, how: Open) -> Result<(File, FileType)> {
        let parent = dir(parent)?;
        let open = |how: Open| parent.open_with(path, &options(how));
        let makes = how.create && !how.write && !how.exclusive && !how.truncate;
        // To be made it would have to be writable, which what is there may not be.
        let there = match makes {
            true => Some(open(Open {
                create: false,
                ..how
            })),
            false => None,
        };
        let opened = match there {
            Some(Err(error)) if error.kind() == std::io::ErrorKind::NotFound => open(how),
            Some(there) => there,
            None => open(how),
        };
        let file = opened.map_err(|error| errno(&error))?;
        let metadata = file.metadata().map_err(|error| errno(&error))?;
        let filetype = stat(&metadata).filetype;
        match metadata.is_dir() {
            true if how.create || how.write || how.truncate => Err(Errno::Isdir),
            true => Ok((
                File::Directory(Dir::from_std_file(file.into_std())),
                filetype,
            )),
            // Only the system may be able to say that, after it was opened.
            false if how.directory => Err(Errno::Notdir),
            false => Ok((File::File(file), filetype)),
        }
    }

    fn close(&mut self, _: File) {}

    fn read(&mut self, file: &File, offset: u64, len: usize) -> Result<Vec<u8>> {
        files::read(plain(file)?, offset, len)
    }

    fn write(&mut self, file: &File, offset: u64, bytes: &[u8]) -> Result<usize> {
        files::write(plain(file)?, offset, bytes)
    }

    fn set_size(&mut self, file: &File, size: u64) -> Result<()> {
        plain(file)?.set_len(size).map_err(|error| errno(&error))
    }

    fn sync(&mut self, file: &File, data: bool) -> Result<()> {
        let synced = match (file, data) {
            (File::File(file), true) => file.sync_data(),
            (File::File(file), false) => file.sync_all(),
            // It was opened for its paths alone, with which this cannot be done.
            (File::Directory(dir), _) => dir.open(".").and_then(|dir| dir.sync_all()),
        };
        synced.map_err(|error| errno(&error))
    }

    fn stat(&mut self, file: &File) -> Result<FileStat> {
        let metadata = match file {
            File::File(file) => file.metadata(),
            File::Directory(dir) => dir.dir_metadata(),
        };
        metadata
            .map(|metadata| stat(&metadata))
            .map_err(|error| errno(&error))
    }

    fn set_times(&mut self, file: &File, new: NewTimes) -> Result<()> {
        let set = match file {
            File::File(file) => file
                .try_clone()
                .and_then(|file| file.into_std().set_times(times(new))),
            File::Directory(dir) => dir.set_times(".", new.atim.map(spec), new.mtim.map(spec)),
        };
        set.map_err(|error| errno(&error))
    }

    fn entries(&mut self, parent: &File) -> Result<Vec<Entry>> {
        let entries = dir(parent)?.entries().map_err(|error| errno(&error))?;
        let entries = entries.map(|found| found.and_then(|found| entry(&found)));
        // Names that are not UTF-8 cannot be said in WASI, nor opened.
        let told = entries.filter_map(std::result::Result::transpose);
        told.map(|entry| entry.map_err(|error| errno(&error)))
            .collect()
    }

    fn create_directory(&mut self, parent: &File, path: &str) -> Result<()> {
        dir(parent)?.create_dir(path).map_err(|error| errno(&error))
    }

    fn path_stat(&mut self, parent: &File, path: &str, follow: bool) -> Result<FileStat> {
        let slash = path.ends_with('/');
        let metadata = match follow || slash {
            true => dir(parent)?.metadata(path),
            false => dir(parent)?.symlink_metadata(path),
        };
        let metadata = metadata.map_err(|error| errno(&error))?;
        match slash && !metadata.is_dir() {
            true => Err(Errno::Notdir),
            false => Ok(stat(&metadata)),
        }
    }

    fn path_set_times(
        &mut self,
        parent: &File,
        path: &str,
        follow: bool,
        times: NewTimes,
    ) -> Result<()> {
        let (atim, mtim) = (times.atim.map(spec), times.mtim.map(spec));
        let set = match follow {
            true => dir(parent)?.set_times(path, atim, mtim),
            false => dir(parent)?.set_symlink_times(path, atim, mtim),
        };
        set.map_err(|error| errno(&error))
    }

    fn link(&mut self, old: (&File, &str), follow: bool, new: (&File, &str)) -> Result<()> {
        let (from, to) = (dir(old.0)?, dir(new.0)?);
        let linked = match follow {
            true => from
                .canonicalize(old.1)
                .and_then(|path| from.hard_link(path, to, new.1)),
            false => from.hard_link(old.1, to, new.1),
        };
        linked.map_err(|error| errno(&error))
    }

    fn read_link(&mut self, parent: &File, path: &str) -> Result<String> {
        let target = dir(parent)?
            .read_link_contents(path)
            .map_err(|error| errno(&error))?;
        target
            .into_os_string()
            .into_string()
            .map_err(|_| Errno::Ilseq)
    }

    fn symlink(&mut self, target: &str, parent: &File, path: &str) -> Result<()> {
        DirExt::symlink(dir(parent)?, target, path).map_err(|error| errno(&error))
    }

    fn remove_directory(&mut self, parent: &File, path: &str) -> Result<()> {
        let path = path.trim_end_matches('/');
        let removed = dir(parent)?.remove_dir(path);
        removed.map_err(|error| errno(&error))
    }

    fn unlink(&mut self, parent: &File, path: &str) -> Result<()> {
        dir(parent)?
            .remove_file_or_symlink(path)
            .map_err(|error| errno(&error))
    }

    fn rename(&mut self, old: (&File, &str), new: (&File, &str)) -> Result<()> {
        let renamed = dir(old.0)?.rename(old.1, dir(new.0)?, new.1);
        renamed.map_err(|error| errno(&error))
    }
}

/// How the system is to open something. What is made or emptied has to be writable for that,
/// and what may neither be read nor written has to be opened somehow.
fn options(how: Open) -> OpenOptions {
    let write = how.write || how.create || how.truncate;
    let mut options = OpenOptions::new();
    options
        .read(how.read || !write)
        .write(write)
        .create(how.create && !how.exclusive)
        .create_new(how.exclusive)
        .truncate(how.truncate)
        .maybe_dir(true)
        .follow(match how.follow && !how.exclusive {
            true => FollowSymlinks::Yes,
            false => FollowSymlinks::No,
        });
    options
}
