//! Counts words: of the files that its arguments name, or of standard input. Writes the most
//! frequent ones, with what `LIMIT` says of how many, to `words.txt` beside the first file.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::{env, fs};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("words: {}", error.kind());
            ExitCode::from(3)
        }
    }
}

fn run() -> io::Result<()> {
    let files: Vec<String> = env::args().skip(1).collect();
    let limit = env::var("LIMIT")
        .ok()
        .and_then(|limit| limit.parse().ok())
        .unwrap_or(3);
    let mut texts = Vec::new();
    for file in &files {
        if fs::metadata(file)?.is_dir() {
            let mut names: Vec<_> = fs::read_dir(file)?
                .map(|entry| entry.map(|entry| entry.path()))
                .collect::<Result<_, _>>()?;
            names.sort();
            for name in names {
                texts.push(fs::read_to_string(&name)?);
            }
        } else {
            texts.push(fs::read_to_string(file)?);
        }
    }
    if files.is_empty() {
        print!("text? ");
        io::stdout().flush()?;
        let mut text = String::new();
        io::stdin().read_to_string(&mut text)?;
        texts.push(text);
    }
    let mut counts = BTreeMap::<&str, usize>::new();
    for word in texts.iter().flat_map(|text| text.split_whitespace()) {
        *counts.entry(word).or_default() += 1;
    }
    let mut sorted: Vec<_> = counts.into_iter().collect();
    sorted.sort_by_key(|(word, count)| (usize::MAX - count, *word));
    let lines = sorted
        .iter()
        .take(limit)
        .map(|(word, count)| format!("{count} {word}\n"));
    let lines: String = lines.collect();
    print!("{lines}");
    if let Some((folder, _)) = files.first().and_then(|file| file.rsplit_once('/')) {
        fs::write(format!("{folder}/words.txt"), &lines)?;
    }
    Ok(())
}
