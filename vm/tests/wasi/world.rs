//! What the tests' programs find: the same files in memory and on the disk.

use crate::system::{Native, Source};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use wasmscope::host::wasi::{Memory, MemoryFiles, Process, System};

/// The first directory, by path: contents, none of a directory, or where a link leads.
const FILES: [(&str, &str); 6] = [
    ("a.txt", "hello world"),
    ("b/c.txt", "c"),
    ("dir/deep", ""),
    ("dir/inner.txt", "inner"),
    ("empty", ""),
    ("prog.txt", "x y z"),
];

const LINKS: [(&str, &str); 8] = [
    ("absolute", "/a.txt"),
    ("back", "dir/../a.txt"),
    ("dangling", "nowhere"),
    ("dirlink", "dir"),
    ("link", "a.txt"),
    ("loop", "loop"),
    ("outdir", ".."),
    ("up", "../outside"),
];

/// What is on standard input.
pub(crate) const INPUT: &str = "line 1\nend";

fn is_directory(path: &str) -> bool {
    ["dir/deep", "empty"].contains(&path)
}

fn process<S: System>(system: S) -> Process<S> {
    let mut process = Process::new(system);
    process.set_args(["prog", "one", "twoäö"]);
    process.set_environ(["A=1", "B=\0"]);
    process
}

/// A process in memory.
pub(crate) fn memory() -> Process<Memory> {
    let mut files = MemoryFiles::new();
    for (path, text) in FILES {
        files = match is_directory(path) {
            true => files.directory(path),
            false => files.file(path, text.as_bytes()),
        };
    }
    for (path, target) in LINKS {
        files = files.link(path, target);
    }
    let other = MemoryFiles::new().file("b.txt", *b"other");
    let mut process = process(Memory::new(7).input(INPUT));
    for (name, files) in [("/", files), ("/other", other)] {
        let dir = process.system_mut().add(&files).expect("it can be made");
        process.preopen(name, dir);
    }
    process
}

/// A folder of the disk with the files, removed at the end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let root = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let root = root.join(format!("wasi-{}-{number}", std::process::id()));
        let inside = root.join("inside");
        for (path, text) in FILES {
            let path = inside.join(path);
            let folder = if text.is_empty() {
                &path
            } else {
                path.parent().expect("it has one")
            };
            fs::create_dir_all(folder).expect("a folder can be made");
            if !text.is_empty() {
                fs::write(&path, text).expect("a file can be written");
            }
        }
        #[cfg(unix)]
        for (path, target) in LINKS {
            std::os::unix::fs::symlink(target, inside.join(path)).expect("a link can be made");
        }
        fs::write(root.join("outside"), "secret").expect("a file can be written");
        fs::create_dir(root.join("other")).expect("a folder can be made");
        fs::write(root.join("other/b.txt"), "other").expect("a file can be written");
        Self(root)
    }

    /// A process on it.
    pub(crate) fn process(&self) -> Process<Native> {
        let input = Source::AtOnce(Box::new(INPUT.as_bytes()));
        let mut process = process(Native::new(input, Some(7), || false));
        for (name, folder) in [("/", "inside"), ("/other", "other")] {
            let path = self.0.join(folder);
            let dir = Native::directory(&path.to_string_lossy()).expect("it can be opened");
            process.preopen(name, dir);
        }
        process
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
