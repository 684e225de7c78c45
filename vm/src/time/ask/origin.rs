//! Where a value comes from: the tree of the instructions that made it.
//!
//! A value is traced back to the step that made it, through every step that only moved it, and
//! then that step's operands are. All that is traced goes back through the past together, a
//! tape at a time.

use super::flow::{How, Step, Write};
use super::location::Location;
use super::made::{Made, made};
use super::node::{OriginInput, OriginKind, OriginNode, Role};
use super::span::Span;
use super::start::{argument, initial};
use super::tape::Tape;
use super::visit::{Back, Visit};
use super::written::at;
use crate::runtime::Value;
use crate::syntax::ValType;
use crate::time::Timeline;
use std::collections::BTreeMap;

/// Steps that are named of those that a value was moved by.
const MOST_NAMED: usize = 16;

/// Where a value comes from. The first node is the place asked about.
///
/// A node stands for one step, however often its value is used: what is drawn as a tree is a
/// graph without circles. It is gone on with until [`Origin::is_complete`].
///
/// ```
#[doc = include_str!("program.txt")]
/// let mut timeline = timeline(
///     "(result i32) (local $x i32)
///        i32.const 7
///        local.set $x
///        local.get $x
///        i32.const 5
///        i32.add",
/// );
/// timeline.run(u64::MAX);
/// let mut origin = Origin::new(&timeline, Location::Result(0), 100).unwrap();
/// while !origin.is_complete() {
///     // About a hundred thousand steps at a time, so that one can go away meanwhile.
///     origin.go_on(&mut timeline, 100_000);
/// }
/// let nodes = origin.nodes();
/// let sum = &nodes[nodes[0].inputs[0].node.unwrap()];
/// assert_eq!((sum.step, sum.value), (Some(4), Some(Value::I32(12))));
/// let seven = &nodes[sum.inputs[0].node.unwrap()];
/// assert_eq!((seven.step, seven.kind), (Some(0), OriginKind::Constant));
/// // It was moved by `local.get` and by `local.set`.
/// assert_eq!(sum.inputs[0].through, [2, 1]);
/// ```
#[derive(Debug)]
pub struct Origin {
    nodes: Vec<OriginNode>,
    /// By the step that made it, and which of what it made.
    known: BTreeMap<(u64, u64), usize>,
    /// What is looked for.
    wanted: Vec<Wanted>,
    /// What is not looked for until somebody asks.
    unasked: Vec<Wanted>,
    back: Back,
    most: usize,
    sides: bool,
}

/// An input whose node is to be found.
#[derive(Clone, Copy, Debug)]
struct Wanted {
    span: Span,
    ty: Option<ValType>,
    /// It was written by a step before this one.
    before: u64,
    node: usize,
    input: usize,
}

impl Origin {
    /// About a place in the state that the timeline stands at, up to so many nodes; `None` when
    /// there is no such place there.
    #[must_use]
    pub fn new(timeline: &Timeline, location: Location, most: usize) -> Option<Self> {
        let found = location.find(timeline.machine())?;
        let input = OriginInput::new(Role::Value, found.span);
        let wanted = Wanted {
            span: found.span,
            ty: found.value.map(Value::ty),
            before: timeline.step(),
            node: 0,
            input: 0,
        };
        Some(Self {
            nodes: vec![OriginNode {
                kind: OriginKind::Asked,
                step: None,
                site: None,
                value: found.value,
                bytes: Vec::new(),
                inputs: vec![input],
            }],
            known: BTreeMap::new(),
            wanted: vec![wanted],
            unasked: Vec::new(),
            back: Back::new(timeline.step()),
            most: most.max(1),
            sides: false,
        })
    }

    /// Whether what is at the side, addresses and conditions, is looked for like all else,
    /// or only when somebody asks. Counts from now on.
    pub fn with_sides(&mut self, sides: bool) {
        self.sides = sides;
    }

    /// What is known by now.
    #[must_use]
    pub fn nodes(&self) -> &[OriginNode] {
        &self.nodes
    }

    /// Whether everything that was asked for is there.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.wanted.is_empty()
    }

    /// Whether there is more to ask for.
    #[must_use]
    pub fn has_more(&self) -> bool {
        !self.unasked.is_empty()
    }

    /// The step that was come to, from where the search began downwards.
    #[must_use]
    pub fn step(&self) -> u64 {
        self.back.end
    }

    /// Asks for the inputs of a node that are not there, side ones as well, with at most so many
    /// nodes more. [`Origin::go_on`] finds them.
    pub fn ask(&mut self, node: usize, more: usize) {
        self.most = self.nodes.len() + more;
        let (asked, rest) = self.unasked.drain(..).partition(|one| one.node == node);
        self.unasked = rest;
        self.wanted.extend(asked);
        self.rewind();
    }

    /// Asks for all inputs that are not there but the side ones, with at most so many nodes
    /// more.
    pub fn ask_more(&mut self, more: usize) {
        self.most = self.nodes.len() + more;
        let nodes = &self.nodes;
        let (asked, rest) = self
            .unasked
            .drain(..)
            .partition(|one| nodes[one.node].inputs[one.input].role == Role::Value);
        self.unasked = rest;
        self.wanted.extend(asked);
        self.rewind();
    }

    fn rewind(&mut self) {
        if let Some(last) = self.wanted.iter().map(|one| one.before).max() {
            self.back = Back::new(last);
        }
    }

    /// Looks at some of the past: about `fuel` steps.
    ///
    /// The timeline stands where it stood, and the host is not asked.
    pub fn go_on(&mut self, timeline: &mut Timeline, fuel: u64) {
        let mut visit = Visit::begin(timeline, fuel);
        while let Some(last) = self.wanted.iter().map(|one| one.before).max() {
            if last <= visit.first() {
                return self.resolve_rest(&mut visit);
            }
            // What is wanted may have been written long before the piece that comes next.
            self.back.skip_to(last);
            let places: Vec<Span> = self.wanted.iter().map(|one| one.span).collect();
            self.back.skip_untouched(&visit, &places);
            if self.back.end < last {
                self.not_from(self.back.end);
                continue;
            }
            let Some(tape) = self.back.piece(&mut visit) else {
                return;
            };
            for index in (0..tape.entries.len()).rev() {
                self.step_back(&visit, &tape, index);
            }
            self.not_from(tape.start);
        }
    }

    /// Nothing of what is wanted was written from this step on.
    fn not_from(&mut self, step: u64) {
        for one in &mut self.wanted {
            one.before = one.before.min(step);
        }
    }

    fn step_back(&mut self, visit: &Visit<'_>, tape: &Tape, index: usize) {
        let step = at(visit, tape, index);
        let number = step.number();
        if !self.wanted.iter().any(|one| one.before > number) {
            return;
        }
        let mut writes: Vec<Write> = Vec::new();
        step.writes(&mut |write| writes.push(write));
        for write in writes.iter().rev() {
            let mut next = 0;
            while next < self.wanted.len() {
                let one = self.wanted[next];
                let part = write.to.common(one.span).filter(|_| one.before > number);
                match part {
                    Some(part) => {
                        self.wanted.swap_remove(next);
                        self.split(one, part);
                        let one = Wanted { span: part, ..one };
                        self.found(&step, one, part, write);
                    }
                    None => next += 1,
                }
            }
        }
    }

    /// What of the wanted range a step has not written is still wanted, as inputs of their own.
    fn split(&mut self, one: Wanted, part: Span) {
        let inputs = &mut self.nodes[one.node].inputs;
        for span in one.span.around(part) {
            let mut input = inputs[one.input].clone();
            input.part = Some(span);
            inputs.push(input);
            self.wanted.push(Wanted {
                span,
                input: inputs.len() - 1,
                ..one
            });
        }
        if part != one.span {
            inputs[one.input].part = Some(part);
        }
    }

    fn found(&mut self, step: &Step<'_>, one: Wanted, part: Span, write: &Write) {
        let number = step.number();
        let made = match write.how {
            How::Moved(from) => {
                let input = &mut self.nodes[one.node].inputs[one.input];
                input.moved += 1;
                if input.through.len() < MOST_NAMED {
                    input.through.push(number);
                }
                return self.wanted.push(Wanted {
                    span: write.to.source(part, from),
                    before: number,
                    ..one
                });
            }
            How::Begun => {
                let begun = step
                    .tape
                    .begun
                    .iter()
                    .find(|begun| begun.step == number + 1);
                begun.map(|begun| argument(begun, part, one.ty))
            }
            How::Edited => {
                let mut edited = step.tape.edited.iter();
                let found = edited.find(|(at, to, _)| *at == number + 1 && *to == write.to);
                found.map(|(_, _, value)| Made {
                    kind: OriginKind::Edited,
                    value: *value,
                    which: 1 << 62 | part.start,
                    ..Made::default()
                })
            }
            How::Made => made(step, write.to, part, one.ty),
        };
        if let Some(made) = made {
            self.resolve(one, number, made);
        }
    }

    /// An input has its node, the one that is there or a new one.
    fn resolve(&mut self, one: Wanted, step: u64, made: Made) {
        let key = (step, made.which);
        let node = match self.known.get(&key) {
            Some(node) => *node,
            None if self.nodes.len() > self.most => {
                self.unasked.push(Wanted {
                    before: step + 1,
                    ..one
                });
                return;
            }
            None => {
                let node = self.nodes.len();
                self.known.insert(key, node);
                self.add(node, step, made);
                node
            }
        };
        self.nodes[one.node].inputs[one.input].node = Some(node);
    }

    fn add(&mut self, node: usize, step: u64, made: Made) {
        let mut inputs = Vec::with_capacity(made.inputs.len());
        for (input, (role, span, ty)) in made.inputs.into_iter().enumerate() {
            let wanted = Wanted {
                span,
                ty,
                before: step,
                node,
                input,
            };
            match role == Role::Value || self.sides {
                true => self.wanted.push(wanted),
                false => self.unasked.push(wanted),
            }
            inputs.push(OriginInput::new(role, span));
        }
        self.nodes.push(OriginNode {
            kind: made.kind,
            step: made.by_step.then_some(step),
            site: made.site,
            value: made.value,
            bytes: made.bytes,
            inputs,
        });
    }

    /// What is still wanted was there at the first step.
    fn resolve_rest(&mut self, visit: &mut Visit<'_>) {
        let first = visit.first();
        if let Some(saved) = visit.saved_before(first + 1).cloned() {
            visit.restore(&saved);
        }
        for one in std::mem::take(&mut self.wanted) {
            let made = initial(visit.machine(), one.span, one.ty);
            // No step has a number as high as this.
            self.resolve(one, u64::MAX, made);
        }
    }
}
