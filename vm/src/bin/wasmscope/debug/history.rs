//! Questions to the past, and its branches.

use super::data::result_index;
use super::stop::{done, typed};
use super::verbs::needed;
use super::{Debugger, Problem, Said};
use crate::session::{GivenUp, location_of};
use std::fmt::Write;
use wasmscope::explain::{self, SPECIFICATION, manual};
use wasmscope::observe::Bytes;
use wasmscope::runtime::Status;
use wasmscope::time::{Find, LastWriter, Location, Origin, OriginKind, OriginNode, Role};
use wasmscope::view::instr_text;

/// Steps of an origin that are looked for, and lines of it that are shown.
const NODES: usize = 200;
const LINES: usize = 60;

/// Stretches that are listed of those that were found.
const LISTED: usize = 10;

/// The rule behind a sentence, what decided, and where the specification has it.
fn add_rule(text: &mut String, sentence: &explain::Sentence) {
    if !sentence.rule.is_empty() {
        let name = match sentence.rule_name.as_str() {
            "" => String::new(),
            name => format!("   [{name}]"),
        };
        let _ = writeln!(text, "  {}{name}", sentence.rule);
    }
    if let Some(condition) = &sentence.condition {
        let _ = writeln!(text, "  side condition: {condition}");
    }
    let _ = writeln!(text, "  {SPECIFICATION}{}", sentence.spec);
}

/// What the manual says of an instruction, and how its example goes.
fn from_manual(name: &str) -> Said {
    let Some(entry) = manual::entry(name) else {
        let others = manual::similar(name, 8);
        let others = match others.is_empty() {
            true => String::new(),
            false => format!("; there are {}", others.join(", ")),
        };
        return Err(format!("no instruction is called {name}{others}").into());
    };
    let mut text = format!("{name}  {}\n{}\n", entry.signature, entry.meaning);
    if let Some(shown) = entry.shown() {
        let _ = write!(text, "\n{}", entry.example);
        let _ = writeln!(text, "  {}", shown.after.text);
        add_rule(&mut text, &shown.after);
    }
    let _ = writeln!(text, "\nsee also {}", entry.see.join(", "));
    Ok(text)
}

impl From<GivenUp> for Problem {
    fn from(_: GivenUp) -> Self {
        Self::Wrong("the question was given up; nothing has moved".to_owned())
    }
}

impl Debugger {
    /// `explain [last|INSTRUCTION]`
    pub(super) fn explain(&mut self, rest: &str) -> Said {
        let places = self.session.places();
        let sentence = match rest {
            "" => explain::before(self.session.machine(), places.lens()),
            "last" => {
                let record = self.session.last_record();
                let record = record.ok_or("this is step 0: nothing was executed yet")?;
                Some(explain::after(
                    &record,
                    self.session.machine(),
                    places.lens(),
                ))
            }
            name => return from_manual(name),
        };
        let sentence = sentence.ok_or("nothing runs here")?;
        let mut text = format!("{}\n", sentence.text);
        add_rule(&mut text, &sentence);
        Ok(text)
    }

    /// The place that is asked about.
    fn asked_place(&self, text: &str) -> Result<Location, Problem> {
        if let Some(index) = result_index(text) {
            return match self.session.machine().status() {
                Status::Returned(results) if index < results.len() => Ok(Location::Result(index)),
                _ => Err(
                    format!("there is no `{text}`: it is known when the program returns").into(),
                ),
            };
        }
        Ok(location_of(self.session.target(text)?))
    }

    /// `last EXPR`
    pub(super) fn last(&mut self, rest: &str) -> Said {
        let what = needed(
            rest,
            "write a place, such as `last $n` or `last mem32[0x40]`",
        )?;
        let place = self.asked_place(what)?;
        let writer = self.session.last_writer(place)?;
        let writer = writer.ok_or_else(|| format!("there is no {what} in this state"))?;
        Ok(match writer {
            LastWriter::Step(record) => {
                let at = match (&record.file, record.line) {
                    (Some(file), Some(line)) => format!("{file}:{line}"),
                    (None, Some(line)) => format!("line {line}"),
                    _ => format!("byte {:#x}", record.offset),
                };
                let (step, name) = (record.n, &record.name);
                let done = done(&record, self.session.machine());
                format!(
                    "{what} was written by step {step}, in {name}, {at}; `goto {step}` goes before \
                     it\n  {done}\n"
                )
            }
            LastWriter::Edited(step) => format!("{what} was changed by hand at step {step}\n"),
            LastWriter::Start(0) => format!("{what} is as it was at step 0\n"),
            LastWriter::Start(step) => {
                format!("{what} is as it was at step {step}, when the call began\n")
            }
        })
    }

    /// `why EXPR`
    pub(super) fn why(&mut self, rest: &str) -> Said {
        let what = needed(rest, "write a place, such as `why $n` or `why stack[0]`")?;
        let place = self.asked_place(what)?;
        let origin = self.session.origin(place, NODES)?;
        let origin = origin.ok_or_else(|| format!("there is no {what} in this state"))?;
        let value = origin.nodes()[0].value;
        let value = value.map_or_else(String::new, |value| format!(" = {}", typed(value)));
        let mut tree = Tree {
            debugger: self,
            origin: &origin,
            seen: Vec::new(),
            text: format!("{what}{value}\n"),
            lines: 0,
        };
        tree.inputs(0, "");
        let mut text = tree.text;
        if tree.lines > LINES {
            let _ = writeln!(text, "… {} more", tree.lines - LINES);
        }
        if !origin.is_complete() || origin.has_more() && origin.nodes().len() >= NODES {
            let _ = writeln!(text, "… and what is behind the first {NODES} steps of it");
        }
        Ok(text)
    }

    /// `find COND`, `find next`, `find previous`
    pub(super) fn find(&mut self, rest: &str) -> Said {
        let form = "write a condition, such as `find $i > 5`, then `find next` or `find previous`";
        match needed(rest, form)? {
            "next" | "n" => self.go_found(false),
            "previous" | "prev" | "p" => self.go_found(true),
            text => {
                let condition = wasmscope::observe::Condition::parse(text);
                let module = self.session.module();
                let checked =
                    condition.and_then(|read| read.check_alone(module, None).map(|()| read));
                let condition = checked.map_err(|error| error.to_string())?;
                let find = self.session.find(&condition)?;
                let text = self.found_text(&find);
                self.found = Some(find);
                Ok(text)
            }
        }
    }

    fn found_text(&self, find: &Find) -> String {
        let (count, states) = find.count();
        let known = self.session.timeline.known();
        if states == 0 {
            return format!("it holds at no step up to {known}, the last one known\n");
        }
        let plural = |count: u64| if count == 1 { "" } else { "s" };
        let mut text = format!(
            "it holds at {states} step{} up to {known}, the last one known:",
            plural(states)
        );
        for (first, last) in find.stretches().iter().take(LISTED) {
            let _ = match first == last {
                true => write!(text, " {first}"),
                false => write!(text, " {first}-{last}"),
            };
        }
        if count > LISTED as u64 {
            let _ = write!(text, " …");
        }
        text + "\n`find next` and `find previous` go there\n"
    }

    fn go_found(&mut self, back: bool) -> Said {
        let found = self
            .found
            .as_ref()
            .ok_or("nothing was looked for: `find $i > 5` does")?;
        let here = self.session.step();
        let step = match back {
            true => found.before(here),
            false => found.after(here),
        };
        let step = step.ok_or(match back {
            true => "there is none before this step",
            false => "there is none after this step, as far as the run was known",
        })?;
        let stopped = self.session.seek(step)?;
        Ok(self.tell(&stopped))
    }

    /// `branches`
    pub(super) fn branches(&mut self, _: &str) -> Said {
        let branches = self.session.timeline.branches();
        let mut text = String::new();
        for (number, branch) in branches.iter().enumerate() {
            let mark = if branch.is_current { '*' } else { ' ' };
            let _ = write!(text, "{mark} {number} {}", branch.name);
            if !branch.why.is_empty() {
                let _ = write!(text, ", from step {}: {}", branch.from, branch.why);
            }
            let _ = writeln!(text, "; known up to step {}", branch.known);
        }
        Ok(text)
    }

    /// `branch N|NAME`
    pub(super) fn branch(&mut self, rest: &str) -> Said {
        let name = needed(rest, "write its number or name; `branches` lists them")?;
        let branches = self.session.timeline.branches();
        let number = name.parse::<usize>().ok();
        let found = number.and_then(|number| branches.get(number));
        let found = found.or_else(|| branches.iter().find(|branch| branch.name == name));
        let found = found.ok_or_else(|| format!("there is no branch {name}; see `branches`"))?;
        let there = self.session.timeline.switch(found.id);
        let there = there.ok_or("the branch is gone")?;
        self.found = None;
        let stopped = self.session.seek(there)?;
        let told = self.tell(&stopped);
        Ok(format!("this is {}\n{told}", found.name))
    }

    /// `info history`
    pub(super) fn history(&mut self, _: &str) -> Said {
        let timeline = &self.session.timeline;
        let (count, bytes) = timeline.saved();
        let known = timeline.known();
        let mut text = format!(
            "step {} of {known} known{}\n{} saved, {:.1} MiB\n",
            self.session.step(),
            if self.session.is_over() {
                ", the end"
            } else {
                ""
            },
            match count {
                1 => "1 state is".to_owned(),
                _ => format!("{count} states are"),
            },
            bytes as f64 / f64::from(1 << 20),
        );
        let branches = timeline.branches().len();
        if branches > 1 {
            let _ = writeln!(text, "there are {branches} branches: `branches` lists them");
        }
        if let Some(last) = self.session.last_step() {
            let _ = writeln!(text, "it goes up to step {last}, because of --fuel");
        }
        Ok(text)
    }
}

/// An origin, drawn as a tree.
struct Tree<'a> {
    debugger: &'a Debugger,
    origin: &'a Origin,
    /// Nodes that were drawn: what is below them is not drawn again.
    seen: Vec<usize>,
    text: String,
    lines: usize,
}

impl Tree<'_> {
    fn inputs(&mut self, node: usize, margin: &str) {
        let inputs = &self.origin.nodes()[node].inputs;
        let shown: Vec<_> = inputs
            .iter()
            .filter_map(|input| Some((input, input.node?)))
            .collect();
        let count = shown.len();
        for (index, (input, below)) in shown.into_iter().enumerate() {
            let is_last = index + 1 == count;
            let role = match input.role {
                Role::Value => "",
                Role::Address => "at: ",
                Role::Condition => "because of: ",
            };
            let again = self.seen.contains(&below);
            let mut line = role.to_owned() + &self.words(&self.origin.nodes()[below]);
            if let Some(first) = input.through.first() {
                let _ = match input.moved {
                    1 => write!(line, ", moved by step {first}"),
                    count => write!(line, ", moved by {count} steps, the last one {first}"),
                };
            }
            if again {
                line += ", as above";
            }
            self.lines += 1;
            if self.lines <= LINES {
                let twig = if is_last { "└─" } else { "├─" };
                let _ = writeln!(self.text, "{margin}{twig} {line}");
            }
            if !again {
                self.seen.push(below);
                let stem = if is_last { "   " } else { "│  " };
                self.inputs(below, &format!("{margin}{stem}"));
            }
        }
    }

    /// `i32.add = 12, step 4, line 9`
    fn words(&self, node: &OriginNode) -> String {
        let session = &self.debugger.session;
        let module = node.site.map(|site| {
            let instance = session.machine().store().instance(site.instance);
            (site, &instance.module)
        });
        let instr = module.and_then(|(site, module)| {
            let code = module.code_of(site.func)?;
            Some(instr_text(module, code, site.pc))
        });
        let instr = instr.unwrap_or_default();
        let mut text = match node.kind {
            OriginKind::Argument { param: true, .. } => "argument".to_owned(),
            OriginKind::Argument { .. } | OriginKind::Zero => "zero at first".to_owned(),
            OriginKind::Initial => "there from the start".to_owned(),
            OriginKind::Host => "the host's answer".to_owned(),
            OriginKind::Edited => "changed by hand".to_owned(),
            OriginKind::Segment => format!("a segment, by {instr}"),
            _ => instr,
        };
        if node.kind != OriginKind::Constant
            && let Some(value) = node.value
        {
            let _ = write!(text, " = {}", typed(value));
        }
        if !node.bytes.is_empty() {
            let _ = write!(text, " = {}", Bytes(node.bytes.clone()));
        }
        if let Some(step) = node.step {
            let _ = write!(text, ", step {step}");
        }
        let spot = module.and_then(|(site, module)| {
            let places = session.places();
            places.spot(module, site.func, site.pc)
        });
        if let Some(spot) = spot {
            let _ = write!(text, ", line {}", spot.line);
        }
        text
    }
}
