//! Tests that are a file each, beside which lies what comes of it, in a file `.out`.
//! `BLESS=1` writes those anew.

use libtest_mimic::{Arguments, Failed, Trial};
use std::fs;
use std::path::{Path, PathBuf};

/// A test for each file with this extension in a folder of `tests/`.
pub(crate) fn run(folder: &str, extension: &str, test: fn(&Path) -> Result<(), Failed>) -> ! {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(folder);
    let entries = fs::read_dir(&folder).expect("the tests are there");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a folder can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == extension))
        .collect();
    files.sort();
    let trial = |file: PathBuf| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        Trial::test(name.into_owned(), move || test(&file))
    };
    let trials = files.into_iter().map(trial).collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit();
}

/// What was found must be what lies beside the file.
pub(crate) fn compare(file: &Path, found: &str) -> Result<(), Failed> {
    let kept = file.with_extension("out");
    if std::env::var_os("BLESS").is_some() {
        return Ok(fs::write(kept, found)?);
    }
    let expected = fs::read_to_string(&kept).unwrap_or_default();
    if expected == found {
        return Ok(());
    }
    let differs = |(one, other): &(&str, &str)| one != other;
    let first = expected.lines().zip(found.lines()).find(differs);
    let message = format!(
        "{} is another, BLESS=1 writes it anew\n--- first difference\n{first:#?}\n\
         --- expected\n{expected}--- found\n{found}",
        kept.display()
    );
    Err(message.into())
}
