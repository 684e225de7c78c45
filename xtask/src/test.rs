//! `cargo xtask test`: every check there is, in stages.
//!
//! A stage that fails stops only those that need it, so that one run shows
//! all that is wrong.

use std::path::PathBuf;

use crate::browser;
use crate::failure::{Failure, Outcome};
use crate::playground;
use crate::process::{cargo, command, run};
use crate::project::deny_warnings;
use crate::report::Reporter;
use crate::setup::{self, WASM_TARGET};
use crate::tidy;
use crate::wasi;

/// One stage: its name on the command line, what must have passed before,
/// and what it does.
struct Stage {
    name: &'static str,
    needs: &'static [&'static str],
    kind: Kind,
    work: fn() -> Outcome,
}

#[derive(PartialEq, Eq)]
enum Kind {
    /// Makes something that others need; runs only when one of them does.
    SetUp,
    /// Needs Rust alone.
    Quick,
    /// Needs more: another target, tools, a browser.
    Full,
}

/// All stages, each after those that it needs.
const STAGES: [Stage; 16] = [
    stage("rust", &[], Kind::SetUp, setup::rust_components),
    stage("fmt", &["rust"], Kind::Quick, fmt),
    stage("tidy", &[], Kind::Quick, tidy::tidy),
    stage("clippy", &["rust"], Kind::Quick, clippy),
    stage("unit", &[], Kind::Quick, unit),
    stage("wasi-tools", &["rust"], Kind::SetUp, wasi::tools),
    stage("wasi", &["wasi-tools"], Kind::Full, wasi::programs),
    stage("docs", &[], Kind::Full, docs),
    stage("wasm-target", &[], Kind::SetUp, setup::wasm_target),
    stage(
        "clippy-wasm",
        &["rust", "wasm-target"],
        Kind::Full,
        clippy_wasm,
    ),
    stage("wasm-tools", &[], Kind::SetUp, setup::wasm_tools),
    stage("node-modules", &[], Kind::SetUp, setup::node_modules),
    stage(
        "build",
        &["wasm-target", "wasm-tools", "node-modules"],
        Kind::Full,
        playground::build,
    ),
    stage("size", &["build"], Kind::Full, playground::size),
    stage("chromium", &[], Kind::SetUp, || {
        browser::chromium().map(drop)
    }),
    stage("e2e", &["build", "chromium"], Kind::Full, e2e),
];

const fn stage(
    name: &'static str,
    needs: &'static [&'static str],
    kind: Kind,
    work: fn() -> Outcome,
) -> Stage {
    Stage {
        name,
        needs,
        kind,
        work,
    }
}

fn named(name: &str) -> Option<&'static Stage> {
    STAGES.iter().find(|stage| stage.name == name)
}

/// Which stages the command line asks for.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    /// In the order of [`STAGES`], with all that they need.
    selected: Vec<&'static str>,
}

impl Options {
    /// # Errors
    ///
    /// When a word is neither an option nor a stage.
    pub(crate) fn parse(args: &[String]) -> Outcome<Self> {
        let (mut quick, mut names) = (false, Vec::new());
        for arg in args {
            match named(arg) {
                Some(stage) => names.push(stage.name),
                None if arg == "--quick" => quick = true,
                None => {
                    let all = STAGES.map(|stage| stage.name).join(", ");
                    let what = format!("there is no stage `{arg}`; there are {all}");
                    return Err(Failure::new(what).run("cargo xtask test"));
                }
            }
        }
        let wanted = |stage: &Stage| match stage.kind {
            _ if !names.is_empty() => names.contains(&stage.name),
            Kind::SetUp => false,
            Kind::Quick => true,
            Kind::Full => !quick,
        };
        // Backwards, so that the needs of needs are found as well.
        let mut selected: Vec<&'static str> = Vec::new();
        for stage in STAGES.iter().rev() {
            let needed = selected
                .iter()
                .filter_map(|name| named(name))
                .any(|other| other.needs.contains(&stage.name));
            if needed || wanted(stage) {
                selected.push(stage.name);
            }
        }
        selected.reverse();
        Ok(Self { selected })
    }
}

/// Runs the stages, prints how each ended and says whether all passed.
pub(crate) fn test(options: &Options) -> bool {
    let mut reporter = Reporter::default();
    for stage in options.selected.iter().filter_map(|name| named(name)) {
        let lacking = stage.needs.iter().find(|need| !reporter.passed(need));
        // What failed is printed by the reporter, again at the end.
        let _ = reporter.stage(stage.name, || match lacking {
            Some(need) => Err(Failure::new(format!("it needs `{need}`, which failed"))),
            None => (stage.work)()
                .map_err(|failure| failure.or_run(format!("cargo xtask test {}", stage.name))),
        });
    }
    reporter.summary()
}

fn fmt() -> Outcome {
    run(cargo(&["fmt", "--all", "--check"])).map_err(|failure| failure.run("cargo fmt --all"))
}

fn clippy() -> Outcome {
    clippy_with(&["--workspace", "--all-targets"])
}

fn clippy_wasm() -> Outcome {
    for package in [
        &["wasmscope", "--no-default-features"][..],
        &["wasmscope-web"],
        &["wasmscope-format"],
    ] {
        clippy_with(&[&["--target", WASM_TARGET, "--package"], package].concat())?;
    }
    Ok(())
}

fn clippy_with(args: &[&str]) -> Outcome {
    let deny: &[&str] = if deny_warnings()? {
        &["--", "-D", "warnings"]
    } else {
        &[]
    };
    run(cargo(&[&["clippy", "--locked"], args, deny].concat()))
}

fn docs() -> Outcome {
    let mut doc = cargo(&["doc", "--locked", "--no-deps", "--workspace"]);
    if deny_warnings()? {
        doc.env("RUSTDOCFLAGS", "-D warnings");
    }
    run(doc)
}

fn unit() -> Outcome {
    run(cargo(&["test", "--locked", "--workspace"]))
}

fn e2e() -> Outcome {
    let chromium: PathBuf = browser::chromium()?;
    let mut e2e = command(&["node", "www/e2e/run.mjs"]);
    e2e.env("CHROMIUM", chromium);
    run(e2e)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(words: &str) -> Vec<&'static str> {
        let words: Vec<_> = words.split_whitespace().map(str::to_owned).collect();
        Options::parse(&words).expect("known stages").selected
    }

    #[test]
    fn without_arguments_everything_runs() {
        assert_eq!(selected(""), STAGES.map(|stage| stage.name));
    }

    #[test]
    fn quick_stages_need_rust_alone() {
        assert_eq!(
            selected("--quick"),
            ["rust", "fmt", "tidy", "clippy", "unit"]
        );
    }

    #[test]
    fn a_named_stage_brings_what_it_needs() {
        let e2e = [
            "wasm-target",
            "wasm-tools",
            "node-modules",
            "build",
            "chromium",
            "e2e",
        ];
        assert_eq!(selected("e2e"), e2e);
        assert!(Options::parse(&["e3e".to_owned()]).is_err());
    }

    #[test]
    fn each_stage_comes_after_what_it_needs() {
        for (i, stage) in STAGES.iter().enumerate() {
            for need in stage.needs {
                assert!(
                    STAGES[..i].iter().any(|before| before.name == *need),
                    "{need}"
                );
            }
        }
    }
}
