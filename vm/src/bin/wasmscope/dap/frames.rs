//! Requests about the call stack: `threads`, `stackTrace`.

use super::Server;
use super::program::Program;
use super::stop::THREAD;
use super::types::{Range, Source};
use super::wire::{Answer, Request, Trouble, arguments};
use crate::session::Session;
use serde::{Deserialize, Serialize};
use serde_json::json;
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

/// How clients know a frame: 0 means none.
pub(super) fn id_of(depth: usize) -> i64 {
    i64::try_from(depth).unwrap_or(i64::MAX - 1) + 1
}

/// The depth of a frame, of which 0 is the entry.
///
/// # Errors
/// When there is none.
pub(super) fn depth_of(session: &Session, id: i64) -> Result<usize, Trouble> {
    let depth = id
        .checked_sub(1)
        .and_then(|depth| usize::try_from(depth).ok());
    let depth = depth.filter(|depth| *depth < session.frames());
    depth.ok_or_else(|| format!("there is no frame {id} here").into())
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
        let count = program.session().frames();
        let levels = match given.levels {
            0 => MOST,
            levels => levels,
        };
        let depths = (0..count).rev().skip(given.start_frame).take(levels);
        let frames = depths.filter_map(|depth| self.frame(program, depth, &given.format));
        let frames: Vec<StackFrame> = frames.collect();
        Ok(json!({ "stackFrames": frames, "totalFrames": count }))
    }

    fn frame(&self, program: &Program, depth: usize, format: &FrameFormat) -> Option<StackFrame> {
        let place = Place::at(program.session().machine(), depth)?;
        let at = program.range(self.counts, place.module, place.func, place.frame.pc);
        let (source, range) = at.unzip();
        let mut name = place.name();
        if format.parameters {
            let params = place.module.func_type(place.func).params.len();
            let args = (0..).zip(place.locals()).take(params);
            let args = args.map(|(index, value)| match place.local_name(index) {
                Some(name) => format!("${name} = {value}"),
                None => value.to_string(),
            });
            name = format!("{name}({})", args.collect::<Vec<_>>().join(", "));
        }
        let nowhere = Range {
            line: 0,
            column: 0,
            end_line: 0,
            end_column: 0,
        };
        Some(StackFrame {
            id: id_of(depth),
            name,
            source,
            range: range.unwrap_or(nowhere),
            instruction_pointer_reference: program.address(place.frame.instance, place.offset()),
            can_restart: true,
        })
    }
}
