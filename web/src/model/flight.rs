//! The way of an exception, as lines of text.

use wasmscope::observe::{Flight, FlightClause, FlightFrame, Why};

use crate::text;

/// A line about the way of an exception.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How deep it stands: 0 is a frame, 1 a `try_table`, 2 a clause.
    pub level: usize,
    /// Whether it says that the exception was caught, or was not; `None` where nothing was
    /// decided.
    pub verdict: Option<bool>,
    /// What it says; code between backticks.
    pub text: String,
}

fn line(level: usize, verdict: Option<bool>, text: impl Into<String>) -> Line {
    Line {
        level,
        verdict,
        text: text.into(),
    }
}

/// `, line 9`, or the instruction where there is no text.
fn at(line: Option<u32>, pc: u32) -> String {
    match line {
        Some(line) => text::places_line(line),
        None => text::places_instruction(pc),
    }
}

fn passed(count: usize) -> Option<Line> {
    let text = match count {
        0 => return None,
        count => text::flight_passed(count as u64),
    };
    Some(line(0, None, text))
}

/// The lines, in the order in which handlers are looked at.
#[must_use]
pub fn lines(flight: &Flight) -> Vec<Line> {
    let mut lines = Vec::new();
    for (index, frame) in flight.frames.iter().enumerate() {
        lines.extend(passed(frame.passed));
        of_frame(flight, frame, index == 0, &mut lines);
    }
    lines.extend(passed(flight.passed));
    if !flight.caught {
        let text = text::FLIGHT_NO_HANDLER;
        lines.push(line(0, Some(false), text));
    }
    lines
}

fn of_frame(flight: &Flight, frame: &FlightFrame, throws: bool, lines: &mut Vec<Line>) {
    let verb = if throws {
        text::FLIGHT_THROWN
    } else {
        text::FLIGHT_COMES_TO_CALL
    };
    let place = at(frame.line, frame.pc);
    let without = match frame.handlers.is_empty() {
        true => text::FLIGHT_NO_TRY_TABLE,
        false => "",
    };
    let text = text::flight_frame(&frame.name, verb, place, without);
    lines.push(line(0, None, text));
    for handler in &frame.handlers {
        let place = at(handler.line, handler.pc);
        let without = match handler.clauses.is_empty() {
            true => text::FLIGHT_NO_CLAUSES,
            false => "",
        };
        lines.push(line(1, None, text::flight_handler(place, without)));
        for clause in &handler.clauses {
            lines.push(of_clause(flight, clause));
        }
    }
}

fn of_clause(flight: &Flight, clause: &FlightClause) -> Line {
    let why = match &clause.why {
        Why::OtherTag { tag } => {
            let text = text::flight_other_tag(&clause.text, tag, &flight.tag);
            return line(2, Some(false), text);
        }
        Why::SameTag => text::flight_same_tag(&flight.tag),
        Why::CatchesAll => text::FLIGHT_CATCHES_ALL.to_owned(),
    };
    let goes = match clause.leaves {
        true => text::FLIGHT_LEAVES.to_owned(),
        false => text::flight_goes_on(at(clause.line, clause.target)),
    };
    line(2, Some(true), text::flight_matches(&clause.text, why, goes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasmscope::observe::FlightHandler;

    #[test]
    fn each_clause_says_why_it_matched_or_not() {
        let clause = |text: &str, why, line| FlightClause {
            text: text.to_owned(),
            why,
            target: 9,
            line,
            leaves: false,
        };
        let other = Why::OtherTag {
            tag: "$b".to_owned(),
        };
        let frame = |name: &str, passed, handlers| FlightFrame {
            passed,
            depth: 0,
            func: 0,
            name: name.to_owned(),
            pc: 4,
            line: Some(3),
            handlers,
        };
        let handler = FlightHandler {
            pc: 2,
            line: Some(2),
            clauses: vec![
                clause("catch $b", other, None),
                clause("catch_all", Why::CatchesAll, Some(8)),
            ],
            catches: true,
        };
        let mut flight = Flight {
            tag: "$a".to_owned(),
            frames: vec![frame("f", 0, Vec::new()), frame("g", 2, vec![handler])],
            passed: 0,
            caught: true,
        };
        let said: Vec<(usize, Option<bool>, String)> = lines(&flight)
            .into_iter()
            .map(|line| (line.level, line.verdict, line.text))
            .collect();
        let wanted = [
            (
                0,
                None,
                "`f`: thrown at line 3; no `try_table` is around it",
            ),
            (0, None, "2 frames without a `try_table` are given up"),
            (0, None, "`g`: comes to the call at line 3"),
            (1, None, "`try_table` at line 2"),
            (
                2,
                Some(false),
                "`catch $b` does not match: it is for tag $b, not $a",
            ),
            (
                2,
                Some(true),
                "`catch_all` matches: it is for every exception, and goes on at line 8",
            ),
        ];
        assert_eq!(
            said,
            wanted.map(|(level, verdict, text)| (level, verdict, text.to_owned()))
        );
        flight.frames.truncate(1);
        (flight.passed, flight.caught) = (1, false);
        let last = lines(&flight).pop().expect("an end");
        assert_eq!(last.verdict, Some(false));
        assert!(last.text.starts_with("No handler matches"));
    }
}
