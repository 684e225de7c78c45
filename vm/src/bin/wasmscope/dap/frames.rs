//! Requests about the call stack: `threads`, `stackTrace`.
//!
//! A function that was compiled into another one has a frame of its own, above that one's, where
//! there is its source. Both are one frame of the machine: what belongs to it is the same. The
//! protocol can mark a frame as `subtle`; clients then look at the next one in its place, so
//! these are not marked but by their names.

use super::Server;
use super::program::Program;
use super::stop::THREAD;
use super::types::{Range, Source};
use super::wire::{Answer, Request, Trouble, arguments};
use crate::session::Session;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
use wasmscope::runtime::InstanceAddr;
use wasmscope::syntax::FuncIdx;
use wasmscope::view::Place;

/// Frames that are told when the client does not say how many it wants.
const MOST: usize = 1000;

#[derive(Default, Deserialize)]
struct FrameFormat {
    #[serde(default)]
    parameters: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StackArguments {
    thread_id: i64,
    #[serde(default)]
    start_frame: usize,
    #[serde(default)]
    levels: usize,
    #[serde(default)]
    format: FrameFormat,
}

/// A frame of the call stack.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct StackFrame {
    id: i64,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source>,
    /// Required by the protocol; 0 where there is no source.
    #[serde(flatten)]
    range: Range,
    instruction_pointer_reference: String,
    can_restart: bool,
}

/// From here on are the numbers of frames that the machine does not have: those of inlined
/// functions, [`MOST_INLINED`] for each that it has.
const FIRST_INLINED: i64 = 1 << 30;

/// Inlined functions that are told of one frame, so that all numbers are below 2³¹ up to a
/// depth of 2²⁴ frames; of deeper ones none is told.
const MOST_INLINED: usize = 64;

/// How clients know a frame: 0 means none.
pub(super) fn id_of(depth: usize) -> i64 {
    i64::try_from(depth).unwrap_or(i64::MAX - 1) + 1
}

/// The number of an inlined function's frame, of which 0 is the innermost; `None` beyond what
/// has one.
fn id_of_inlined(depth: usize, level: usize) -> Option<i64> {
    let within = (level < MOST_INLINED).then_some(level)?;
    let offset = i64::try_from(depth.checked_mul(MOST_INLINED)? + within).ok()?;
    (offset < FIRST_INLINED).then_some(FIRST_INLINED + offset)
}

/// The depth of a frame, of which 0 is the entry; that of an inlined function is the one that
/// it was compiled into.
///
/// # Errors
/// When there is none.
pub(super) fn depth_of(session: &Session, id: i64) -> Result<usize, Trouble> {
    let real = match id.checked_sub(FIRST_INLINED) {
        Some(offset) if offset >= 0 => usize::try_from(offset).map(|offset| offset / MOST_INLINED),
        _ => usize::try_from(id.saturating_sub(1)),
    };
    let depth = real.ok().filter(|depth| *depth < session.frames());
    depth.ok_or_else(|| format!("there is no frame {id} here").into())
}

/// A frame as it is told: one of the machine's, or one of a function compiled into that.
#[derive(Clone, Copy)]
struct Row {
    depth: usize,
    /// `None` for the machine's own.
    level: Option<usize>,
}

/// How many inlined functions each frame has, by where it stands: recursion comes from few
/// places, however deep it is.
#[derive(Default)]
struct Counted(HashMap<(InstanceAddr, FuncIdx, u32), usize>);

impl Counted {
    fn at(&mut self, program: &Program, place: &Place<'_>) -> usize {
        let key = (place.frame.instance, place.func, place.frame.pc);
        let count = || program.inlined(place).len();
        *self.0.entry(key).or_insert_with(count)
    }
}

/// The frames from `first` on, innermost first, at most so many, and how many there are in all.
fn rows(program: &Program, first: usize, most: usize) -> (Vec<Row>, usize) {
    let machine = program.session().machine();
    let (mut rows, mut total) = (Vec::new(), 0);
    let mut counted = Counted::default();
    for depth in (0..program.session().frames()).rev() {
        let place = Place::at(machine, depth);
        let inlined = place.map_or(0, |place| counted.at(program, &place));
        let levels = (0..inlined).take_while(|level| id_of_inlined(depth, *level).is_some());
        for level in levels.map(Some).chain([None]) {
            if total >= first && rows.len() < most {
                rows.push(Row { depth, level });
            }
            total += 1;
        }
    }
    (rows, total)
}

impl Server {
    /// `threads`: there is one.
    pub(super) fn threads(&mut self, _: &Request) -> Answer {
        let program = self.program()?;
        if program.has_left {
            return Ok(json!({ "threads": [] }));
        }
        let entry = program.session().entry();
        let name = entry.map_or("start function", |(name, _)| name);
        Ok(json!({ "threads": [{ "id": THREAD, "name": name }] }))
    }

    /// `stackTrace`, innermost first.
    pub(super) fn stack_trace(&mut self, request: &Request) -> Answer {
        let given: StackArguments = arguments(request)?;
        if given.thread_id != THREAD {
            return Err(format!("there is no thread {}", given.thread_id).into());
        }
        let program = self.standing()?;
        let levels = match given.levels {
            0 => MOST,
            levels => levels,
        };
        let (rows, total) = rows(program, given.start_frame, levels);
        let rows = rows.into_iter();
        let frames = rows.filter_map(|row| self.frame(program, row, &given.format));
        let frames: Vec<StackFrame> = frames.collect();
        Ok(json!({ "stackFrames": frames, "totalFrames": total }))
    }

    fn frame(&self, program: &Program, row: Row, format: &FrameFormat) -> Option<StackFrame> {
        let Row { depth, level } = row;
        let place = Place::at(program.session().machine(), depth)?;
        let inlined = program.inlined(&place);
        let (module, func, pc) = (place.module, place.func, place.frame.pc);
        let outside = level.map_or(inlined.len(), |level| level);
        // Each but the innermost is where it would have called the one within it.
        let at = match outside
            .checked_sub(1)
            .and_then(|within| inlined.get(within))
        {
            None => program.range(self.counts, module, func, pc),
            Some(within) => {
                let call = within.call.as_ref();
                let at = call.and_then(|call| program.range_of(self.counts, module, call));
                at.or_else(|| program.range_in_text(self.counts, module, func, pc))
            }
        };
        let (source, range) = at.unzip();
        let nowhere = Range {
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
        };
        let (id, name) = match level {
            None => (id_of(depth), name(&place, format)),
            Some(level) => {
                let name = match &*inlined.get(level)?.name {
                    "" => "a function without a name",
                    name => name,
                };
                (id_of_inlined(depth, level)?, format!("{name} (inlined)"))
            }
        };
        Some(StackFrame {
            id,
            name,
            source,
            range: range.unwrap_or(nowhere),
            instruction_pointer_reference: program.address(place.frame.instance, place.offset()),
            // It was never entered, so it cannot be again.
            can_restart: level.is_none(),
        })
    }
}

/// The name of a function, with the values of its parameters where they are wanted.
fn name(place: &Place<'_>, format: &FrameFormat) -> String {
    let name = place.name();
    if !format.parameters {
        return name;
    }
    let params = place.module.func_type(place.func).params.len();
    let args = (0..).zip(place.locals()).take(params);
    let args = args.map(|(index, value)| match place.local_name(index) {
        Some(name) => format!("${name} = {value}"),
        None => value.to_string(),
    });
    format!("{name}({})", args.collect::<Vec<_>>().join(", "))
}
