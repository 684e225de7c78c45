//! The programs that are timed, as `kernels/list.txt` names them. Benchmarks and tests share
//! this file.

use std::path::PathBuf;

/// A program that exports `run`, of one `i32`; what it does is written in its source, from
/// which it was made as `kernels/README.md` says.
#[allow(dead_code, reason = "each user of this file reads others of them")]
pub(crate) struct Kernel {
    /// The file's name.
    pub(crate) name: String,
    /// The module.
    pub(crate) bytes: Vec<u8>,
    /// The argument with which it takes some milliseconds.
    pub(crate) argument: i32,
    /// The argument with which it takes some thousand instructions.
    pub(crate) short: i32,
}

/// All of them.
pub(crate) fn kernels() -> Vec<Kernel> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches/kernels");
    let list = std::fs::read_to_string(folder.join("list.txt")).expect("there is a list");
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    let kernel = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, argument, short] = words[..] else {
            panic!("a line has three words: {line}");
        };
        let bytes =
            std::fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let number = |word: &str| word.parse().unwrap_or_else(|_| panic!("no number: {line}"));
        Kernel {
            name: name.to_owned(),
            bytes: wat::parse_bytes(&bytes)
                .expect("a kernel is valid")
                .into_owned(),
            argument: number(argument),
            short: number(short),
        }
    };
    lines.map(kernel).collect()
}
