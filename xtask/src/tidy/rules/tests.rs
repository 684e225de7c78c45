use super::*;

/// The places a rule finds in one file.
fn found(rule: Rule, path: &str, text: &str) -> Vec<usize> {
    rule(&[File::new(path, text)])
        .iter()
        .map(|finding| finding.line)
        .collect()
}

#[test]
fn machine_paths_are_found_where_they_begin() {
    let path = ["", "home", "ada", "wasmscope"].join("/");
    assert_eq!(
        found(no_machine_path, "a.md", &format!("cd x\ncd {path}\n")),
        [2]
    );
    assert_eq!(
        found(no_machine_path, "a.md", &format!("file://{path}")),
        [1]
    );
    assert!(
        found(
            no_machine_path,
            "a.md",
            &format!("https://example.org{path}")
        )
        .is_empty()
    );
    assert!(found(no_machine_path, "a.md", &format!("vm{path}")).is_empty());
}

#[test]
fn lock_files_name_no_download_address() {
    let npm = "{\n  \"version\": \"1.0.0\",\n  \"resolved\": \"somewhere\"\n}";
    assert_eq!(
        found(no_download_address, "www/package-lock.json", npm),
        [3]
    );
    assert_eq!(
        found(
            no_download_address,
            "Cargo.lock",
            "source = \"registry+elsewhere\""
        ),
        [1]
    );
    let crates_io = r#"source = "registry+https://github.com/rust-lang/crates.io-index""#;
    assert!(found(no_download_address, "Cargo.lock", crates_io).is_empty());
    assert_eq!(
        found(no_download_address, "www/.npmrc", "registry=somewhere"),
        [1]
    );
    let ours = "omit-lockfile-registry-resolved=true\n# the registry at hand";
    assert!(found(no_download_address, "www/.npmrc", ours).is_empty());
}

#[test]
fn long_files_are_named_and_too_long_ones_refused() {
    let level = |lines: usize, path: &str| {
        let findings = no_overlong_file(&[File::new(path, "x\n".repeat(lines))]);
        findings.first().map(|finding| finding.level)
    };
    assert_eq!(level(LONG, "a.rs"), None);
    assert_eq!(level(LONG + 1, "a.rs"), Some(Level::Warning));
    assert_eq!(level(TOO_LONG + 1, "a.css"), Some(Level::Error));
    assert_eq!(level(TOO_LONG + 1, "a.md"), None);
}

#[test]
fn two_versions_of_a_line_are_found() {
    let text = format!(
        "a\n{} HEAD\nb\n=======\nc\n{} d\n",
        "<".repeat(7),
        ">".repeat(7)
    );
    assert_eq!(found(nothing_unmerged, "a.ts", &text), [2, 6]);
    assert!(found(nothing_unmerged, "a.md", "Title\n=======\n").is_empty());
}

#[test]
fn unfinished_code_is_found() {
    let mark = ["TO", "DO"].concat();
    assert_eq!(
        found(
            nothing_unfinished,
            "a.rs",
            &format!("fn a() {{}}\n// {mark}: b")
        ),
        [2]
    );
    let ignored = ["#[ig", "nore = \"slow\"]"].concat();
    assert_eq!(found(nothing_unfinished, "a.rs", &ignored), [1]);
    assert!(found(nothing_unfinished, "a.md", &mark).is_empty());
}

#[test]
fn an_example_has_a_program_a_text_and_runs() {
    let files = |names: &[&str]| -> Vec<File> {
        names
            .iter()
            .map(|name| File::new(format!("www/examples/{name}"), ""))
            .collect()
    };
    assert!(
        examples_are_complete(&files(&[
            "a/main.wat",
            "a/about.md",
            "a/runs.txt",
            "index.json"
        ]))
        .is_empty()
    );
    let findings = examples_are_complete(&files(&[
        "a/main.wat",
        "a/runs.txt",
        "b/about.md",
        "b/main.wat",
        "b/runs.txt",
    ]));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].path, "www/examples/a/about.md");
}

#[test]
fn the_readme_begins_with_the_two_commands() {
    let serve = "# Name\n\n```sh\ncargo xtask serve\n```\n";
    let test = "then\n\n```\ncargo xtask test\n```\n\n```\nmore\n```\n";
    let found = |text: String| found(readme_begins_with_the_two_commands, "README.md", &text);
    assert!(found(format!("{serve}{test}")).is_empty());
    assert_eq!(found(format!("{test}{serve}")), [0]);
    assert_eq!(found(serve.to_owned()), [0]);
    assert_eq!(readme_begins_with_the_two_commands(&[]).len(), 1);
}
