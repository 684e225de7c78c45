//! Says which stage runs, how long each took, and how it all ended.

use std::time::{Duration, Instant};

use crate::failure::{Failure, Outcome};

/// Runs stages and remembers how each ended.
#[derive(Default)]
pub(crate) struct Reporter {
    ended: Vec<Ended>,
}

struct Ended {
    name: &'static str,
    took: Duration,
    failure: Option<Failure>,
}

impl Reporter {
    /// Runs one stage, between a line that names it and a line with its time.
    ///
    /// # Errors
    ///
    /// What the stage returns.
    pub(crate) fn stage<T>(
        &mut self,
        name: &'static str,
        work: impl FnOnce() -> Outcome<T>,
    ) -> Outcome<T> {
        println!("\n==> {name}");
        let start = Instant::now();
        let outcome = work();
        let took = start.elapsed();
        match &outcome {
            Ok(_) => println!("<== {name}: done in {}", seconds(took)),
            Err(failure) => println!("{failure}\n<== {name}: failed after {}", seconds(took)),
        }
        self.ended.push(Ended {
            name,
            took,
            failure: outcome.as_ref().err().cloned(),
        });
        outcome
    }

    /// Whether a stage has ended, and well.
    pub(crate) fn passed(&self, name: &str) -> bool {
        self.ended
            .iter()
            .any(|stage| stage.name == name && stage.failure.is_none())
    }

    /// Prints a line for each stage and, last and alone, the count; says
    /// whether all stages passed.
    pub(crate) fn summary(&self) -> bool {
        println!("\n{:<14}{:<8}{:>10}", "stage", "", "time");
        for stage in &self.ended {
            let verdict = if stage.failure.is_some() {
                "FAILED"
            } else {
                "passed"
            };
            println!("{:<14}{verdict:<8}{:>10}", stage.name, seconds(stage.took));
        }
        let failed = self
            .ended
            .iter()
            .filter(|stage| stage.failure.is_some())
            .count();
        for stage in &self.ended {
            if let Some(failure) = &stage.failure {
                println!("\n{}: {failure}", stage.name);
            }
        }
        println!("\n{} passed, {failed} failed", self.ended.len() - failed);
        failed == 0
    }
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_that_fails_does_not_hide_the_next() {
        let mut reporter = Reporter::default();
        assert!(
            reporter
                .stage("one", || Err::<(), _>(Failure::new("broken")))
                .is_err()
        );
        assert_eq!(reporter.stage("two", || Ok(2)), Ok(2));
        assert!(!reporter.passed("one"));
        assert!(reporter.passed("two"));
        assert!(!reporter.summary());
    }
}
