//! How far what takes long has come: a line on standard error, when that is a terminal and a
//! second has passed, and nothing otherwise.

use indicatif::{HumanCount, ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// What takes less is not worth a word.
const PATIENCE: Duration = Duration::from_secs(1);

/// The line, from when it is needed until this is dropped.
pub(crate) struct Progress {
    is_wanted: bool,
    unit: &'static str,
    /// How many there are in all.
    all: Option<u64>,
    began: Instant,
    /// Nothing was printed since, so the terminal's last line is ours.
    quiet: Instant,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Counts up to `all`, if that is known, in a unit (`instructions`, `bytes`).
    pub(crate) fn new(unit: &'static str, all: Option<u64>) -> Self {
        let now = Instant::now();
        Self {
            is_wanted: std::io::stderr().is_terminal(),
            unit,
            all: all.filter(|all| *all < u64::MAX),
            began: now,
            quiet: now,
            bar: None,
        }
    }

    /// It shares the terminal with what is told there anyway, so nothing is shown.
    pub(crate) fn hide(&mut self) {
        self.is_wanted = false;
    }

    /// So many are done.
    pub(crate) fn at(&mut self, done: u64) {
        if !self.is_wanted || self.bar.is_none() && self.quiet.elapsed() < PATIENCE {
            return;
        }
        let elapsed = self.began.elapsed();
        let bar = self
            .bar
            .get_or_insert_with(|| bar(self.all).with_elapsed(elapsed));
        let rate = rate(done as f64 / elapsed.as_secs_f64());
        bar.set_position(done);
        bar.set_message(format!(
            "{} {}, {rate} a second",
            HumanCount(done),
            self.unit
        ));
        bar.tick();
    }

    /// Something else is about to be printed: the line is taken away until a second without.
    pub(crate) fn make_room(&mut self) {
        if !self.is_wanted {
            return;
        }
        if let Some(bar) = self.bar.take() {
            bar.finish_and_clear();
        }
        self.quiet = Instant::now();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.make_room();
    }
}

fn bar(all: Option<u64>) -> ProgressBar {
    let (bar, template) = match all {
        Some(all) => (
            ProgressBar::new(all),
            "{elapsed_precise} [{bar:20}] {percent:>3} %  {wide_msg}",
        ),
        None => (ProgressBar::new_spinner(), "{elapsed_precise} {wide_msg}"),
    };
    let style = ProgressStyle::with_template(template);
    bar.set_style(
        style
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .progress_chars("=> "),
    );
    bar
}

/// A number of which only the size matters.
fn rate(number: f64) -> String {
    match number {
        1e7.. => format!("{:.0} million", number / 1e6),
        1e6.. => format!("{:.1} million", number / 1e6),
        100.0.. => HumanCount((number / 100.0) as u64 * 100).to_string(),
        _ => format!("{number:.0}"),
    }
}
