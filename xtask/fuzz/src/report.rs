//! What is said about a run.

use crate::compare::{Compared, Verdict};
use crate::play::Counts;
use std::collections::BTreeMap;
use std::fmt;

/// Sums over all modules of a run.
#[derive(Default)]
pub(crate) struct Report {
    compared: u64,
    cut_short: u64,
    nothing: u64,
    not_compiled: u64,
    pub(crate) differences: u64,
    calls: Counts,
    /// Why modules were cut short or not compiled: how many, and the first of them.
    reasons: BTreeMap<String, (u64, u64)>,
}

impl Report {
    pub(crate) fn add(&mut self, compared: &Compared) {
        match &compared.verdict {
            Verdict::Same(played) => {
                self.compared += 1;
                self.calls.add(played.counts);
            }
            Verdict::CutShort(played, why) => {
                self.cut_short += 1;
                self.calls.add(played.counts);
                self.reason(why, compared.seed);
            }
            Verdict::Nothing => self.nothing += 1,
            Verdict::NotCompiled(why) => {
                self.not_compiled += 1;
                self.reason(why, compared.seed);
            }
            Verdict::Different(..) => self.differences += 1,
        }
    }

    fn reason(&mut self, why: &str, seed: u64) {
        // What comes after the first words are numbers of this one module.
        let short = why.lines().next().unwrap_or_default();
        let short: String = short.chars().take(100).collect();
        self.reasons.entry(short).or_insert((0, seed)).0 += 1;
    }

    /// All sums, a line each.
    pub(crate) fn table(&self) -> String {
        let calls = self.calls;
        let rows = [
            ("modules compared to the end", self.compared),
            ("modules compared until resources ended", self.cut_short),
            ("modules without a function to call", self.nothing),
            ("modules that wasmtime does not compile", self.not_compiled),
            ("modules that differ", self.differences),
            ("calls and instances that returned", calls.returned),
            ("calls and instances that trapped", calls.trapped),
            ("calls and instances that threw", calls.thrown),
            ("calls not made, for want of an argument", calls.uncalled),
        ];
        let mut text = String::new();
        for (name, count) in rows {
            text += &format!("{count:>10}  {name}\n");
        }
        for (reason, (count, first)) in &self.reasons {
            text += &format!("{count:>10}  because of: {reason} (module {first} is the first)\n");
        }
        text
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            compared,
            cut_short,
            differences,
            ..
        } = self;
        write!(
            f,
            "{compared} modules compared, {cut_short} in part, {differences} differ"
        )
    }
}

/// Prints what both machines did with one module.
pub(crate) fn show(compared: &Compared) {
    match &compared.verdict {
        Verdict::Same(played) => print!("both:\n{}", played.text),
        Verdict::CutShort(played, why) => print!("both:\n{}because of: {why}\n", played.text),
        Verdict::Nothing => println!("there is no function to call"),
        Verdict::NotCompiled(why) => println!("wasmtime does not compile it: {why}"),
        Verdict::Different(ours, theirs) => print!("ours:\n{ours}\ntheirs:\n{theirs}"),
    }
}
