//! The system's errors as WASI's.

use std::io::{Error, ErrorKind};
use wasmscope::host::wasi::Errno;

/// `ELOOP`, which has no kind of its own.
const LOOP: i32 = match cfg!(any(target_os = "linux", target_os = "android")) {
    true => 40,
    false => 62,
};
/// `EPERM`, `EIO`, `ENXIO`, `ENODEV`, `EINVAL`, `ENFILE`, `EMFILE`: the same on all Unix systems.
const NUMBERS: [(i32, Errno); 8] = [
    (1, Errno::Perm),
    (5, Errno::Io),
    (6, Errno::Nxio),
    (19, Errno::Nodev),
    (22, Errno::Inval),
    (23, Errno::Nfile),
    (24, Errno::Mfile),
    (LOOP, Errno::Loop),
];

pub(super) fn errno(error: &Error) -> Errno {
    let number = error.raw_os_error();
    if cfg!(unix)
        && let Some((_, errno)) = NUMBERS.iter().find(|(known, _)| number == Some(*known))
    {
        return *errno;
    }
    match error.kind() {
        ErrorKind::NotFound => Errno::Noent,
        // The one error that no system has given: a path leads out of its directory.
        ErrorKind::PermissionDenied if number.is_none() => Errno::Notcapable,
        ErrorKind::PermissionDenied => Errno::Acces,
        ErrorKind::AlreadyExists => Errno::Exist,
        ErrorKind::WouldBlock => Errno::Again,
        ErrorKind::NotADirectory => Errno::Notdir,
        ErrorKind::IsADirectory => Errno::Isdir,
        ErrorKind::DirectoryNotEmpty => Errno::Notempty,
        ErrorKind::ReadOnlyFilesystem => Errno::Rofs,
        ErrorKind::StaleNetworkFileHandle => Errno::Stale,
        ErrorKind::InvalidInput => Errno::Inval,
        ErrorKind::StorageFull => Errno::Nospc,
        ErrorKind::NotSeekable => Errno::Spipe,
        ErrorKind::QuotaExceeded => Errno::Dquot,
        ErrorKind::FileTooLarge => Errno::Fbig,
        ErrorKind::ResourceBusy => Errno::Busy,
        ErrorKind::ExecutableFileBusy => Errno::Txtbsy,
        ErrorKind::Deadlock => Errno::Deadlk,
        ErrorKind::CrossesDevices => Errno::Xdev,
        ErrorKind::TooManyLinks => Errno::Mlink,
        ErrorKind::InvalidFilename => Errno::Nametoolong,
        ErrorKind::ArgumentListTooLong => Errno::TooBig,
        ErrorKind::Interrupted => Errno::Intr,
        ErrorKind::Unsupported => Errno::Notsup,
        ErrorKind::OutOfMemory => Errno::Nomem,
        ErrorKind::BrokenPipe => Errno::Pipe,
        _ => Errno::Io,
    }
}
