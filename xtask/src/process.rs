//! Running other programs.

use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};

/// A command from words, the first of which is the program.
pub(crate) fn command(words: &[&str]) -> Command {
    let (program, args) = words
        .split_first()
        .expect("a command has at least a program");
    let mut command = Command::new(program);
    command.args(args);
    command
}

/// The cargo that runs this xtask.
pub(crate) fn cargo(args: &[&str]) -> Command {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let mut command = Command::new(cargo);
    command.args(args);
    command
}

/// Runs a command, which writes to our own output, to its end.
///
/// # Errors
///
/// When it cannot be started or does not succeed.
pub(crate) fn run(mut command: Command) -> Outcome {
    let shown = show(&command);
    let status = command
        .status()
        .map_err(|e| Failure::new(format!("`{shown}` could not be started: {e}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::new(format!("`{shown}` failed ({status})")).run(shown))
}

/// Becomes a command that runs until it is interrupted, so that whoever ends
/// this process ends the command and not only the one who waits for it.
///
/// # Errors
///
/// When it cannot be started or does not succeed.
pub(crate) fn become_command(mut command: Command) -> Outcome {
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt;
        let e = command.exec();
        Err(Failure::new(format!(
            "`{}` could not be started: {e}",
            show(&command)
        )))
    }
    #[cfg(not(unix))]
    run(command)
}

/// What a command prints, or nothing when it is missing or does not succeed.
pub(crate) fn output(mut command: Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

/// The command as a person would type it in the root of the repository:
/// programs without their folder, and the changes to the environment.
fn show(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let envs = command
        .get_envs()
        .filter(|(key, _)| *key != "PATH")
        .filter_map(|(key, value)| {
            Some(format!(
                "{}={}",
                key.to_string_lossy(),
                quote(&value?.to_string_lossy())
            ))
        });
    let words = std::iter::once(name).chain(command.get_args());
    envs.chain(words.map(|word| quote(&word.to_string_lossy())))
        .collect::<Vec<_>>()
        .join(" ")
}

fn quote(word: &str) -> String {
    if word.is_empty() || word.contains(|c: char| c.is_whitespace() || "'\"$;&|<>*".contains(c)) {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        word.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_one_would_type_it() {
        let mut doc = command(&["/some/where/cargo", "doc", "two words"]);
        doc.env("RUSTDOCFLAGS", "-D warnings").env("PATH", "/bin");
        assert_eq!(
            show(&doc),
            "RUSTDOCFLAGS='-D warnings' cargo doc 'two words'"
        );
    }

    #[test]
    fn a_missing_program_is_a_failure_and_has_no_output() {
        assert!(run(command(&["no-such-program"])).is_err());
        assert_eq!(output(command(&["no-such-program"])), None);
    }
}
