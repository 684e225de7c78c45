//! Bytes, times and attributes of files.

use super::{Errno, MetadataExt, errno, nanoseconds};
use cap_fs_ext::SystemTimeSpec;
use cap_std::fs::{DirEntry, File, Metadata};
use std::fs::FileTimes;
use std::io::{Read, Seek, SeekFrom, Write};
use std::time::{Duration, SystemTime};
use wasmscope::host::wasi::{Entry, FileStat, FileType, NewTime, NewTimes, Result};

/// Reads from an offset on. Nobody else uses the file's own position.
pub(super) fn read(mut file: &File, offset: u64, len: usize) -> Result<Vec<u8>> {
    // A device has no places, and a program may want more than there is.
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    if is_file {
        file.seek(SeekFrom::Start(offset))
            .map_err(|error| errno(&error))?;
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(len).map_err(|_| Errno::Nomem)?;
    bytes.resize(len, 0);
    let read = loop {
        match file.read(&mut bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => break other.map_err(|error| errno(&error))?,
        }
    };
    bytes.truncate(read);
    Ok(bytes)
}

/// Writes from an offset on.
pub(super) fn write(mut file: &File, offset: u64, bytes: &[u8]) -> Result<usize> {
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    if is_file {
        file.seek(SeekFrom::Start(offset))
            .map_err(|error| errno(&error))?;
    }
    loop {
        match file.write(bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => break other.map_err(|error| errno(&error)),
        }
    }
}

/// An entry of a directory; none when its name is not UTF-8.
pub(super) fn entry(found: &DirEntry) -> std::io::Result<Option<Entry>> {
    let Ok(name) = found.file_name().into_string() else {
        return Ok(None);
    };
    let metadata = found.metadata()?;
    let FileStat { ino, filetype, .. } = stat(&metadata);
    Ok(Some(Entry {
        name,
        ino,
        filetype,
    }))
}

pub(super) fn stat(metadata: &Metadata) -> FileStat {
    let time = |time: std::io::Result<cap_std::time::SystemTime>| {
        let since = time
            .ok()
            .map(|time| time.into_std().duration_since(SystemTime::UNIX_EPOCH));
        since.map_or(0, |since| since.map_or(0, nanoseconds))
    };
    let changed = time(metadata.modified());
    FileStat {
        dev: metadata.dev(),
        ino: metadata.ino(),
        filetype: filetype(metadata),
        nlink: metadata.nlink(),
        size: match metadata.is_dir() {
            true => 0,
            false => metadata.len(),
        },
        times: [
            time(metadata.accessed()),
            changed,
            status_changed(metadata, changed),
        ],
    }
}

#[cfg(unix)]
fn filetype(metadata: &Metadata) -> FileType {
    use cap_std::fs::FileTypeExt;
    let filetype = metadata.file_type();
    match filetype {
        _ if filetype.is_dir() => FileType::Directory,
        _ if filetype.is_file() => FileType::RegularFile,
        _ if filetype.is_symlink() => FileType::SymbolicLink,
        _ if filetype.is_block_device() => FileType::BlockDevice,
        _ if filetype.is_char_device() => FileType::CharacterDevice,
        _ => FileType::Unknown,
    }
}

#[cfg(not(unix))]
fn filetype(metadata: &Metadata) -> FileType {
    match metadata {
        _ if metadata.is_dir() => FileType::Directory,
        _ if metadata.is_file() => FileType::RegularFile,
        _ if metadata.is_symlink() => FileType::SymbolicLink,
        _ => FileType::Unknown,
    }
}

/// When anything about a file changed last.
#[cfg(unix)]
fn status_changed(metadata: &Metadata, _: u64) -> u64 {
    use cap_std::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or(0);
    let rest = u64::try_from(metadata.ctime_nsec()).unwrap_or(0);
    seconds.saturating_mul(1_000_000_000).saturating_add(rest)
}

#[cfg(not(unix))]
fn status_changed(_: &Metadata, changed: u64) -> u64 {
    changed
}

fn instant(at: u64) -> SystemTime {
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_nanos(at));
    time.unwrap_or(SystemTime::UNIX_EPOCH)
}

pub(super) fn spec(time: NewTime) -> SystemTimeSpec {
    match time {
        NewTime::Now => SystemTimeSpec::SymbolicNow,
        NewTime::At(at) => {
            SystemTimeSpec::Absolute(cap_std::time::SystemTime::from_std(instant(at)))
        }
    }
}

pub(super) fn times(new: NewTimes) -> FileTimes {
    let instant = |time: NewTime| match time {
        NewTime::Now => SystemTime::now(),
        NewTime::At(at) => instant(at),
    };
    let mut times = FileTimes::new();
    if let Some(atim) = new.atim {
        times = times.set_accessed(instant(atim));
    }
    if let Some(mtim) = new.mtim {
        times = times.set_modified(instant(mtim));
    }
    times
}
