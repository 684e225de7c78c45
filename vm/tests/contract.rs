//! The page `docs/contract.md` names tests for each sentence of the contract: all are there.

use std::path::Path;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The rows of the tables, without their heads: the sentence, and the tests.
fn rows(page: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = page.lines().filter_map(|line| line.strip_prefix("| "));
    let rows = lines.filter_map(|line| line.strip_suffix(" |")?.rsplit_once(" | "));
    rows.filter(|(sentence, tests)| *tests != "tests" && !sentence.starts_with("---"))
}

/// What stands between single backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Why a test is not there.
fn missing(test: &str) -> Option<String> {
    let is_file = |path: &str| Path::new(ROOT).join(path).is_file();
    if let Some((file, function)) = test.rsplit_once("::") {
        let path = format!("vm/tests/{file}.rs");
        let Ok(text) = std::fs::read_to_string(Path::new(ROOT).join(&path)) else {
            return Some(format!("there is no {path}"));
        };
        let is_there = text.contains(&format!("#[test]\nfn {function}()"));
        return (!is_there).then(|| format!("{path} has no test {function}"));
    }
    let files = match test.split_once('/') {
        Some(("command", name)) => {
            ["cmd", "out"].map(|end| format!("vm/tests/command/{name}.{end}"))
        }
        Some(("dap", name)) => ["session", "out"].map(|end| format!("vm/tests/dap/{name}.{end}")),
        Some(("e2e", name)) => [(); 2].map(|()| format!("www/e2e/{name}.test.mjs")),
        _ => return Some("it is not named as tests are".to_owned()),
    };
    let missing = files.into_iter().find(|file| !is_file(file))?;
    Some(format!("there is no {missing}"))
}

#[test]
fn every_test_that_the_page_names_is_there() {
    let page = std::fs::read_to_string(Path::new(ROOT).join("docs/contract.md"));
    let page = page.expect("the page is there");
    let mut count = 0;
    for (sentence, tests) in rows(&page) {
        count += 1;
        let tests = quoted(tests);
        assert!(!tests.is_empty(), "no test shows: {sentence}");
        for test in tests {
            assert_eq!(missing(test), None, "{test}, for: {sentence}");
        }
    }
    // A table that is read wrongly has no rows.
    assert!(count > 70, "{count}");
}

#[test]
fn what_is_not_there_is_found_out() {
    for test in [
        "steps::nothing",
        "nowhere::a_nop_counts",
        "command/nothing",
        "dap/nothing",
        "e2e/nothing",
        "steps",
    ] {
        assert!(missing(test).is_some(), "{test}");
    }
}
