//! `cargo xtask npm`: the package `wasmscope-player`, ready to be published, in `target/npm/`.

use std::fs;
use std::path::Path;

use crate::failure::{Failure, Outcome};

/// Where the package is left.
const PACKAGE: &str = "target/npm/wasmscope-player";

/// What it holds, and where that is from.
const FILES: [(&str, &str); 6] = [
    ("wasmscope-player.js", "www/player/wasmscope-player.js"),
    ("wasmscope-player.d.ts", "www/player/wasmscope-player.d.ts"),
    ("wasmscope.d.ts", "www/wasmscope.d.ts"),
    ("README.md", "docs/embedding.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Puts the package together. It needs no building: the element is one file without
/// dependencies, as browsers run it.
///
/// # Errors
///
/// When a file cannot be read or written.
pub(crate) fn npm() -> Outcome {
    let package = Path::new(PACKAGE);
    let failed =
        |what: &str, error: &std::io::Error| Failure::new(format!("cannot write {what}: {error}"));
    if package.exists() {
        fs::remove_dir_all(package).map_err(|error| failed(PACKAGE, &error))?;
    }
    fs::create_dir_all(package).map_err(|error| failed(PACKAGE, &error))?;
    for (name, from) in FILES {
        fs::copy(from, package.join(name)).map_err(|error| failed(from, &error))?;
    }
    fs::write(package.join("package.json"), description())
        .map_err(|error| failed("package.json", &error))?;
    println!("{PACKAGE} is ready; `npm pack ./{PACKAGE}` makes an archive of it");
    Ok(())
}

/// The package's `package.json`.
fn description() -> String {
    let files: Vec<String> = FILES
        .iter()
        .map(|(name, _)| format!("    \"{name}\""))
        .collect();
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
        for (name, _) in FILES {
            assert!(description.contains(&format!("    \"{name}\"")), "{name}");
        }
        assert!(description.ends_with("}\n"));
    }
}
