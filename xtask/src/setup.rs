//! Sets up what the builds need and is not there yet.
//!
//! Each function does nothing, quickly, when there is nothing to do.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{Failure, Outcome};
use crate::packages;
use crate::process::{cargo, command, output, run};
use crate::project::{locked_version, read};

/// The target that the playground is compiled for.
pub(crate) const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Trunk 0.22 needs a newer compiler than the oldest one supported here.
const TRUNK_VERSION: &str = "0.21.14";

/// The oldest Node release with all the options of its test runner in use.
const NODE_FLOOR: u32 = 20;

const TOOLS: &str = "target/tools";
const TOOLS_BUILD: &str = "target/tools/build";

/// rustfmt and clippy, which rustup's minimal profile leaves out.
pub(crate) fn rust_components() -> Outcome {
    let missing = |name: &str| output(cargo(&[name, "--version"])).is_none();
    if !missing("fmt") && !missing("clippy") {
        return Ok(());
    }
    rustup(&["component", "add", "rustfmt", "clippy"])
}

/// The standard library for WebAssembly.
pub(crate) fn wasm_target() -> Outcome {
    target(WASM_TARGET)
}

/// The standard library for a target.
pub(crate) fn target(name: &str) -> Outcome {
    let libraries = command(&["rustc", "--print", "target-libdir", "--target", name]);
    if output(libraries).is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    rustup(&["target", "add", name])
}

fn rustup(args: &[&str]) -> Outcome {
    if output(command(&["rustup", "--version"])).is_none() {
        return Err(Failure::new(format!(
            "`rustup {}` is needed, and there is no rustup; install it from https://rustup.rs",
            args.join(" ")
        )));
    }
    run(command(&[&["rustup"], args].concat()))
}

/// Trunk and the `wasm-bindgen` command, the latter in the exact version of
/// Cargo.lock, compiled into `target/tools` unless PATH has them already.
pub(crate) fn wasm_tools() -> Outcome {
    let bindgen = locked_version("wasm-bindgen")?;
    let mut built = false;
    if !has_tool("trunk", TRUNK_VERSION) {
        // rustls instead of OpenSSL: then a C compiler is all it needs.
        let features = ["--no-default-features", "--features", "rustls"];
        install("trunk", TRUNK_VERSION, &features)?;
        built = true;
    }
    if !has_tool("wasm-bindgen", &bindgen) {
        install("wasm-bindgen-cli", &bindgen, &[])?;
        built = true;
    }
    if built {
        // A gigabyte that nothing reads again; what is left of it is no harm.
        fs::remove_dir_all(TOOLS_BUILD).ok();
    }
    match output(command(&["wasm-split", "--version"])) {
        Some(_) => Ok(()),
        None => {
            let need = "the page is divided by `wasm-split` of Binaryen";
            // Without it the page works; the size stage says that its first load is too large.
            if let Err(failure) = packages::install(&["binaryen"], need) {
                println!("{failure}");
            }
            Ok(())
        }
    }
}

fn has_tool(name: &str, version: &str) -> bool {
    let mut tool = command(&[name, "--version"]);
    tool.env("PATH", tools_path());
    output(tool).is_some_and(|text| text.split_whitespace().nth(1) == Some(version))
}

/// Compiles a tool quickly rather than well: it runs for a second a build.
/// Without optimisation this takes a third of the time.
fn install(package: &str, version: &str, extra: &[&str]) -> Outcome {
    println!("compiling {package} {version} into {TOOLS}, once, in a minute or two");
    let mut install = cargo(&[
        "install",
        package,
        "--version",
        version,
        "--locked",
        "--root",
    ]);
    install
        .args([TOOLS, "--target-dir", TOOLS_BUILD])
        .args(extra)
        // Else cargo would ask for the folder to be put there.
        .env("PATH", tools_path())
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    run(install)
}

/// PATH with our own tools first.
pub(crate) fn tools_path() -> std::ffi::OsString {
    let own = env::current_dir()
        .unwrap_or_default()
        .join(TOOLS)
        .join("bin");
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::iter::once(own)
        .chain(env::split_paths(&path))
        .collect();
    env::join_paths(folders).unwrap_or(path)
}

/// The packages of `www/package-lock.json`, installed again when it changed.
pub(crate) fn node_modules() -> Outcome {
    const STAMP: &str = "www/node_modules/.installed-for";
    let wanted = read("www/package.json")? + &read("www/package-lock.json")?;
    if fs::read_to_string(STAMP).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    node()?;
    // No package here needs its install script, and a script is somebody
    // else's program.
    let args = [
        "ci",
        "--prefix",
        "www",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ];
    run(command(&[&["npm"], &args[..]].concat()))?;
    fs::write(STAMP, wanted).map_err(|e| Failure::new(format!("cannot write {STAMP}: {e}")))
}

fn node() -> Outcome {
    let version = output(command(&["node", "--version"]));
    let major = version
        .as_deref()
        .and_then(|v| v.trim_start_matches('v').split('.').next());
    if major
        .and_then(|m| m.parse().ok())
        .is_some_and(|major: u32| major >= NODE_FLOOR)
    {
        return Ok(());
    }
    let found = version.map_or("there is none".to_owned(), |v| format!("this is {v}"));
    Err(Failure::new(format!(
        "Node.js {NODE_FLOOR} or newer is needed and {found}; install it from https://nodejs.org"
    )))
}
