//! `cargo xtask npm`: the package `wasmscope-player`, ready to be published, in `target/npm/`.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};
use crate::process::{command, run};
use crate::setup;

/// Where the package is left.
const PACKAGE: &str = "target/npm/wasmscope-player";

/// What `www/player.mjs` leaves there.
const BUILT: [&str; 2] = ["wasmscope-player.js", "wasmscope-player.d.ts"];

/// What else it holds, and where that is from.
const FILES: [(&str, &str); 4] = [
    ("wasmscope.d.ts", "www/wasmscope.d.ts"),
    ("README.md", "docs/embedding.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Puts the package together. The element becomes one file without dependencies, as browsers run
/// it: only its texts are put in.
///
/// # Errors
///
/// When a file cannot be read or written, or Node.js is missing.
pub(crate) fn npm() -> Outcome {
    let package = Path::new(PACKAGE);
    let failed =
        |what: &str, error: &std::io::Error| Failure::new(format!("cannot write {what}: {error}"));
    if package.exists() {
        fs::remove_dir_all(package).map_err(|error| failed(PACKAGE, &error))?;
    }
    fs::create_dir_all(package).map_err(|error| failed(PACKAGE, &error))?;
    setup::node_modules()?;
    run(command(&["node", "www/player.mjs", PACKAGE]))?;
    for (name, from) in FILES {
        fs::copy(from, package.join(name)).map_err(|error| failed(from, &error))?;
    }
    fs::write(package.join("package.json"), description())
        .map_err(|error| failed("package.json", &error))?;
    println!("{PACKAGE} is ready; `npm pack ./{PACKAGE}` makes an archive of it");
    Ok(())
}

/// All that it holds but its description.
fn names() -> impl Iterator<Item = &'static str> {
    BUILT
        .into_iter()
        .chain(FILES.into_iter().map(|(name, _)| name))
}

/// The package's `package.json`.
fn description() -> String {
    let files: Vec<String> = names().map(|name| format!("    \"{name}\"")).collect();
    format!(
        r#"{{
  "name": "wasmscope-player",
  "version": "{version}",
  "description": "Wasmscope inside of a page: a WebAssembly program that readers step through, in both directions",
  "license": "MIT OR Apache-2.0",
  "type": "module",
  "main": "wasmscope-player.js",
  "types": "wasmscope-player.d.ts",
  "exports": {{
    ".": {{
      "types": "./wasmscope-player.d.ts",
      "default": "./wasmscope-player.js"
    }}
  }},
  "sideEffects": true,
  "files": [
{files}
  ]
}}
"#,
        version = env!("CARGO_PKG_VERSION"),
        files = files.join(",\n"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_holds_is_in_the_repository() {
        for (name, from) in FILES {
            let there = crate::project::root().join(from);
            assert!(there.is_file(), "{name} comes from {from}");
        }
    }

    #[test]
    fn the_description_names_all_of_it() {
        let description = description();
        for name in names() {
            assert!(description.contains(&format!("    \"{name}\"")), "{name}");
        }
        assert!(description.ends_with("}\n"));
    }
}
