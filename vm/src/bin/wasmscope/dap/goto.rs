//! `gotoTargets` and `goto`: to a place in the source.
//!
//! A program cannot be somewhere without having come there, so nothing is skipped: the run goes
//! on to the next time that it comes to the place, or back to the last time that it did.

use super::Server;
use super::mark::at_line;
use super::movement::Movement;
use super::sources::Stand;
use super::types::Source;
use super::wire::{Answer, Request, arguments};
use crate::session::{Aim, Run};
use serde::Deserialize;
use serde_json::json;
use wasmscope::time::Goal;

/// A place that was offered.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    aim: Aim,
    is_back: bool,
}

#[derive(Deserialize)]
struct TargetsArguments {
    source: Source,
    line: i64,
    column: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GotoArguments {
    thread_id: i64,
    target_id: i64,
}

impl Server {
    /// `gotoTargets`: the next time and the last time, as far as there can be one.
    pub(super) fn goto_targets(&mut self, request: &Request) -> Answer {
        let given: TargetsArguments = arguments(request)?;
        let counts = self.counts;
        let program = self.standing()?;
        let (module, stands) = program.stands(&given.source)?;
        let column = given.column.map(|column| counts.own_column(column));
        let Stand {
            line,
            column,
            func,
            pc,
        } = at_line(&stands, counts.own_line(given.line), column)?;
        let session = program.session();
        let aim = Aim {
            goal: Goal::Place { func, pc },
            instance: program.linked(module).unwrap_or(session.main()),
        };
        let ways = [
            (false, "the next time", !session.is_over()),
            (true, "the last time", session.step() > 0),
        ];
        let mut targets = Vec::new();
        for (is_back, label, _) in ways.into_iter().filter(|(.., is_there)| *is_there) {
            self.targets.push(Target { aim, is_back });
            targets.push(json!({
                "id": self.targets.len(),
                "label": label,
                "line": counts.line(line),
                "column": counts.column(column),
            }));
        }
        Ok(json!({ "targets": targets }))
    }

    /// `goto`
    pub(super) fn goto(&mut self, request: &Request) -> Answer {
        let given: GotoArguments = arguments(request)?;
        super::moves::check_thread(given.thread_id)?;
        let program = self.moving()?;
        let index = usize::try_from(given.target_id).ok();
        let target = index.and_then(|id| self.targets.get(id.checked_sub(1)?));
        let Target { aim, is_back } = *target.ok_or_else(|| {
            let id = given.target_id;
            format!("there is no target {id}: `gotoTargets` says which there are")
        })?;
        let movement = match is_back {
            true => Movement::GoBackTo(aim),
            false => Movement::GoTo(Run::to(program.session(), aim)),
        };
        self.targets.clear();
        self.go(movement)
    }
}
