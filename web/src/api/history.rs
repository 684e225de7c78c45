//! Questions to history, for scripts.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use wasmscope::observe::StepRecord;
use wasmscope::runtime::Value;
use wasmscope::time::{LastWriter, NextReader, OriginInput, OriginKind, OriginNode, Role};

use super::convert::to_object;
use super::error::Failure;
use super::{Calls, Outcome, given_up, member, whole};
use crate::model::debugger::Debugger;
use crate::model::history::{Asked, Question, Wants};
use crate::model::looking::{Ending, Looking};
use crate::page::{MarkKind, Page};
use crate::text;

pub(super) fn add(calls: &Calls, page: Page) {
    calls.add1("lastWriter", move |location| {
        ask(page, &location, Wants::Writer)
    });
    calls.add1("nextReader", move |location| {
        ask(page, &location, Wants::Reader)
    });
    calls.add2("origin", move |location, options| {
        let nodes = match member(&options, "nodes") {
            Some(nodes) => whole(&nodes, "nodes")? as usize,
            None => 200,
        };
        let sides = member(&options, "sides").is_some_and(|sides| sides.is_truthy());
        ask(page, &location, Wants::Origin(nodes, sides))
    });
    calls.add1("referent", move |location| {
        let asked = asked(&location)?;
        // A trace does not hold what references refer to.
        let known = !page.is_viewing();
        match known.then(|| page.with_debugger(|debugger| asked.referent(debugger))) {
            Some(Some(found)) => to_object(&found),
            _ => Ok(JsValue::UNDEFINED),
        }
    });
    calls.add0("giveUpQuestions", move || {
        page.give_up_questions();
        Ok(JsValue::UNDEFINED)
    });
    calls.add1("markFound", move |steps| {
        let steps = steps.dyn_into::<Array>().unwrap_or_default();
        let steps = steps.iter().filter_map(|step| step.as_f64());
        let steps: Vec<u64> = steps.map(|step| step as u64).collect();
        page.mark_steps(MarkKind::Found, &steps);
        Ok(JsValue::UNDEFINED)
    });
    calls.add0("questionStep", move || Ok(count(page.question_step())));
    calls.add1("find", move |condition| {
        find(page, &condition, page.with_debugger(Debugger::last_known))
    });
    // While somebody predicts, what comes later is not told.
    calls.add1("findShown", move |condition| {
        find(page, &condition, page.known())
    });
    calls.add0("loop", move || Ok(look_at_loop(page)));
    calls.add1("tellEndless", move |text| {
        Ok(page
            .tell_endless(text.as_string().unwrap_or_default())
            .into())
    });
}

/// A plain object of members; those that are undefined are left out.
fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        if !value.is_undefined() {
            // Setting a member of a fresh plain object cannot fail.
            let _ = Reflect::set(&object, &JsValue::from(*name), value);
        }
    }
    object.into()
}

/// A count, which is exact up to 2⁵³.
fn count(number: u64) -> JsValue {
    (number as f64).into()
}

/// A place, as `www/src/location.js` writes it: what it is and three numbers.
fn asked(location: &JsValue) -> Result<Asked, Failure> {
    let numbers = Array::from(location);
    let kind = numbers.get(0).as_string().unwrap_or_default();
    let number = |at: u32| whole(&numbers.get(at), text::HISTORY_API_LOCATION);
    let (first, second, third) = (number(1)?, number(2)?, number(3)?);
    let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
    Ok(match kind.as_str() {
        "local" => Asked::Local {
            frame: second as usize,
            index: small(first),
        },
        "operand" => Asked::Operand {
            frame: second as usize,
            index: first as usize,
        },
        "global" => Asked::Global(small(first)),
        "memory" => Asked::Memory {
            memory: small(third),
            address: first,
            length: second,
        },
        "table" => Asked::Table {
            table: small(first),
            index: second,
        },
        "object" => Asked::Field {
            object: first,
            index: second,
        },
        _ => Asked::Result(first as usize),
    })
}

/// A question that is answered in slices.
trait Work {
    /// Looks at about so many steps. The one that it has come to; `None` when there was nothing
    /// more to look at.
    fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64>;

    /// The answer.
    fn answer(&self, page: Page) -> Outcome;
}

/// A promise of the answer.
fn promise(page: Page, mut question: Box<dyn Work>) -> JsValue {
    let past = page.with_debugger(Debugger::past);
    let promise = future_to_promise(async move {
        let mut work = |debugger: &mut Debugger, fuel: u64| {
            let own = debugger.past() == past;
            own.then(|| question.go_on(debugger, fuel))?
        };
        page.in_slices(&mut work).await;
        match page.with_debugger(Debugger::past) == past {
            true => question.answer(page),
            false => Err(given_up()),
        }
    });
    promise.into()
}

fn ask(page: Page, location: &JsValue, wants: Wants) -> Outcome {
    page.check_movable()?;
    let asked = asked(location)?;
    let question = page.with_debugger(|debugger| Question::new(debugger, asked, wants));
    let question = question.ok_or_else(|| Failure::argument(text::HISTORY_API_NO_PLACE))?;
    Ok(promise(page, Box::new(question)))
}

impl Work for Question {
    fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        self.go_on(debugger, fuel)
    }

    fn answer(&self, page: Page) -> Outcome {
        match self {
            Question::Writer(_, Some(LastWriter::Step(record))) => step_of("step", record),
            Question::Writer(_, Some(LastWriter::Start(step))) => at("start", *step),
            Question::Writer(_, Some(LastWriter::Edited(step))) => at("edited", *step),
            Question::Reader(_, Some(NextReader::Step(record))) => step_of("step", record),
            Question::Reader(_, Some(NextReader::Overwritten(record))) => {
                step_of("overwritten", record)
            }
            Question::Reader(_, Some(NextReader::Gone(record))) => step_of("gone", record),
            Question::Reader(_, Some(NextReader::NotUpTo(step))) => at("unread", *step),
            Question::Origin(origin) if origin.is_complete() => {
                let nodes = origin.nodes().iter().map(|node| node_of(page, node));
                Ok(object(&[
                    ("nodes", nodes.collect::<Array>().into()),
                    ("complete", (!origin.has_more()).into()),
                ]))
            }
            _ => Err(given_up()),
        }
    }
}

fn step_of(kind: &str, record: &StepRecord) -> Outcome {
    Ok(object(&[
        ("kind", kind.into()),
        ("step", count(record.n)),
        ("record", to_object(record)?),
    ]))
}

fn at(kind: &str, step: u64) -> Outcome {
    Ok(object(&[("kind", kind.into()), ("step", count(step))]))
}

fn node_of(page: Page, node: &OriginNode) -> JsValue {
    let kind = match node.kind {
        OriginKind::Asked => "asked",
        OriginKind::Constant => "constant",
        OriginKind::Argument { param: true, .. } => "argument",
        OriginKind::Argument { .. } | OriginKind::Zero => "zero",
        OriginKind::Initial => "initial",
        OriginKind::Edited => "edited",
        OriginKind::Segment => "segment",
        OriginKind::Host => "host",
        OriginKind::Operation => "operation",
        OriginKind::Load => "load",
        OriginKind::Store => "store",
    };
    let written = node.site.and_then(|site| page.instruction_at(&site));
    let line = written.as_ref().and_then(|(_, line)| *line);
    let text = written.map(|(text, _)| JsValue::from(text));
    let line = line.map(JsValue::from);
    let or_none = |value: Option<JsValue>| value.unwrap_or_default();
    let bytes: Vec<String> = node
        .bytes
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let typed = |value: Value| JsValue::from(format!("{}:{value}", value.ty()));
    object(&[
        ("kind", kind.into()),
        ("step", or_none(node.step.map(count))),
        ("func", or_none(node.site.map(|site| site.func.0.into()))),
        ("pc", or_none(node.site.map(|site| site.pc.into()))),
        ("text", or_none(text)),
        ("line", or_none(line)),
        (
            "op",
            or_none(node.site.map(|site| site.instr.name().into())),
        ),
        ("value", or_none(node.value.map(typed))),
        (
            "bytes",
            or_none((!bytes.is_empty()).then(|| bytes.concat().into())),
        ),
        (
            "inputs",
            node.inputs.iter().map(input_of).collect::<Array>().into(),
        ),
    ])
}

fn input_of(input: &OriginInput) -> JsValue {
    let role = match input.role {
        Role::Value => "value",
        Role::Address => "address",
        Role::Condition => "condition",
    };
    object(&[
        ("role", role.into()),
        (
            "node",
            input
                .node
                .map(|node| count(node as u64))
                .unwrap_or_default(),
        ),
        (
            "through",
            input
                .through
                .iter()
                .map(|step| count(*step))
                .collect::<Array>()
                .into(),
        ),
        ("moved", count(input.moved)),
    ])
}

fn find(page: Page, condition: &JsValue, until: u64) -> Outcome {
    page.check_movable()?;
    let text = condition.as_string();
    let text = text.ok_or_else(|| Failure::argument(text::HISTORY_API_FIND_TAKES))?;
    let looking = page.with_debugger(|debugger| Looking::new(debugger, &text, until));
    let looking = looking.map_err(Failure::argument)?;
    Ok(promise(page, Box::new(looking)))
}

impl Work for Looking {
    fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        self.go_on(debugger, fuel)
    }

    fn answer(&self, _: Page) -> Outcome {
        let found = self.found();
        if !found.is_complete() {
            return Err(given_up());
        }
        let pair = |(first, last): &(u64, u64)| Array::of2(&count(*first), &count(*last));
        let (stretches, states) = found.count();
        let pairs = found.stretches().iter().map(pair);
        Ok(object(&[
            ("stretches", pairs.collect::<Array>().into()),
            ("count", count(stretches)),
            ("states", count(states)),
        ]))
    }
}

/// How far the innermost loop is, and whether it can end; null when the machine is in none.
fn look_at_loop(page: Page) -> JsValue {
    match page.with_debugger(Ending::new) {
        Some(ending) => promise(page, Box::new(ending)),
        None => JsValue::NULL,
    }
}

impl Work for Ending {
    fn go_on(&mut self, debugger: &mut Debugger, fuel: u64) -> Option<u64> {
        self.go_on(debugger, fuel)
    }

    fn answer(&self, _: Page) -> Outcome {
        let progress = self.progress();
        let endless = self
            .endless()
            .map(|found| object(&[("first", count(found.first)), ("again", count(found.again))]));
        let counter = progress.counter.map(|counter| {
            object(&[
                ("local", counter.local.0.into()),
                ("now", counter.now.to_string().into()),
                ("bound", counter.bound.to_string().into()),
            ])
        });
        Ok(object(&[
            ("iteration", count(progress.iteration)),
            ("exact", progress.is_complete().into()),
            ("text", self.words().into()),
            ("func", progress.func.0.into()),
            ("pc", progress.header.into()),
            ("counter", counter.unwrap_or_default()),
            ("endless", endless.unwrap_or_default()),
        ]))
    }
}
