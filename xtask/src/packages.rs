//! Packages of the system, where it is one that has apt.

use crate::failure::{Failure, Outcome};
use crate::process::{command, output, run};

/// Installs packages, if we may. `need` says what needs them.
///
/// # Errors
///
/// When there is no apt here, when it would take a password, and when it fails.
pub(crate) fn install(packages: &[&str], need: &str) -> Outcome {
    let names = packages.join(" ");
    let by_hand = format!("sudo apt-get update && sudo apt-get install -y {names}");
    if output(command(&["apt-get", "--version"])).is_none() {
        return Err(Failure::new(format!(
            "{need}: install it with the system's package manager"
        )));
    }
    let Some(sudo) = privileges() else {
        return Err(Failure::new(need.to_owned()).run(by_hand));
    };
    println!("installing {names} with apt-get");
    let apt_get = |args: &[&str]| {
        let mut words = sudo.to_vec();
        words.extend([
            "env",
            "DEBIAN_FRONTEND=noninteractive",
            "apt-get",
            "--quiet",
        ]);
        words.extend(args);
        run(command(&words)).map_err(|failure| failure.run(by_hand.clone()))
    };
    apt_get(&["update"])?;
    apt_get(&[&["install", "--yes", "--no-install-recommends"], packages].concat())
}

/// The words that give a command root's rights, none when we have them, and
/// nothing when that would take a password.
fn privileges() -> Option<&'static [&'static str]> {
    if output(command(&["id", "-u"])).as_deref() == Some("0") {
        return Some(&[]);
    }
    output(command(&["sudo", "-n", "true"])).map(|_| &["sudo", "-n"][..])
}
