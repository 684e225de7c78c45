//! Verbs that move through the run.

use super::{Debugger, Said, count, number};
use crate::run;
use crate::session::{Aim, LineMove, Run, Stopped};
use wasmscope::exec::Edit;
use wasmscope::syntax::ExternIdx;
use wasmscope::time::Goal;

/// A movement forwards when the program has ended.
const OVER: &str =
    "the program has ended, and there is no next step: `rs` goes back, `run` begins again";

/// A movement backwards at step 0.
const FIRST: &str = "this is step 0, and there is nothing before it";

impl Debugger {
    /// `step [N]`
    pub(super) fn step(&mut self, rest: &str) -> Said {
        let count = count(rest, "number of steps")?;
        self.forwards(|this| Ok(this.session.step_on(count)?))
    }

    /// `next [N]`
    pub(super) fn next(&mut self, rest: &str) -> Said {
        let count = count(rest, "number of steps")?;
        self.forwards(|this| this.repeat(count, |this| Ok(this.session.over()?)))
    }

    /// `step-line [N]`
    pub(super) fn step_line(&mut self, rest: &str) -> Said {
        self.by_line(rest, false)
    }

    /// `next-line [N]`
    pub(super) fn next_line(&mut self, rest: &str) -> Said {
        self.by_line(rest, true)
    }

    fn by_line(&mut self, rest: &str, is_over: bool) -> Said {
        let count = count(rest, "number of lines")?;
        self.forwards(|this| {
            this.repeat(count, |this| {
                let session = &mut this.session;
                session.select(0);
                let mut movement = LineMove::new(session, is_over, true);
                Ok(session.line_on(&mut movement)?)
            })
        })
    }

    /// `finish`
    pub(super) fn finish(&mut self, _: &str) -> Said {
        self.forwards(|this| Ok(this.session.out()?))
    }

    /// `continue [N]`
    pub(super) fn proceed(&mut self, rest: &str) -> Said {
        let count = count(rest, "number of stops")?;
        self.forwards(|this| {
            let mut stopped = this.session.proceed()?;
            for _ in 1..count {
                if !matches!(stopped, Stopped::Breakpoint(_)) || this.session.is_over() {
                    break;
                }
                stopped = this.session.proceed()?;
            }
            Ok(stopped)
        })
    }

    /// `until [LOCATION]`
    pub(super) fn until(&mut self, rest: &str) -> Said {
        let aim = match rest {
            "" => self.session.aim(Goal::beyond(self.session.machine())),
            _ => self.aim(rest)?,
        };
        self.forwards(|this| Ok(this.session.go_on(Run::to(&this.session, aim))?))
    }

    /// `reverse-step [N]`
    pub(super) fn step_back(&mut self, rest: &str) -> Said {
        let count = count(rest, "number of steps")?;
        self.backwards(|this| Ok(this.session.step_back(count)?))
    }

    /// `reverse-next [N]`
    pub(super) fn next_back(&mut self, rest: &str) -> Said {
        let count = count(rest, "number of steps")?;
        self.backwards(|this| this.repeat(count, |this| Ok(this.session.over_back()?)))
    }

    /// `reverse-step-line [N]`
    pub(super) fn step_line_back(&mut self, rest: &str) -> Said {
        self.by_line_back(rest, false)
    }

    /// `reverse-next-line [N]`
    pub(super) fn next_line_back(&mut self, rest: &str) -> Said {
        self.by_line_back(rest, true)
    }

    fn by_line_back(&mut self, rest: &str, is_over: bool) -> Said {
        let count = count(rest, "number of lines")?;
        self.backwards(|this| {
            this.repeat(count, |this| {
                this.session.select(0);
                Ok(this.session.line_back(is_over, true)?)
            })
        })
    }

    /// `reverse-finish`
    pub(super) fn finish_back(&mut self, _: &str) -> Said {
        self.backwards(|this| Ok(this.session.out_back()?))
    }

    /// `reverse-continue`
    pub(super) fn proceed_back(&mut self, _: &str) -> Said {
        self.backwards(|this| Ok(this.session.proceed_back()?))
    }

    /// `reverse-until LOCATION`
    pub(super) fn until_back(&mut self, rest: &str) -> Said {
        if rest.is_empty() {
            return Err("write where to go back to, such as `reverse-until 12`".into());
        }
        let aim = self.aim(rest)?;
        self.backwards(|this| Ok(this.session.search_back(aim)?))
    }

    /// `goto N`
    pub(super) fn goto(&mut self, rest: &str) -> Said {
        let here = self.session.step();
        let step = match (rest, rest.chars().next()) {
            ("", _) => return Err("write the number of a step, such as `goto 1204`".into()),
            ("end", _) => u64::MAX,
            (_, Some('+')) => here.saturating_add(number(&rest[1..], "number of steps")?),
            (_, Some('-')) => {
                let back = number(&rest[1..], "number of steps")?;
                here.checked_sub(back)
                    .ok_or_else(|| format!("there are {here} steps before this one"))?
            }
            _ => number(rest, "step")?,
        };
        let stopped = self.session.seek(step)?;
        let beyond = stopped == Stopped::Ended && step < u64::MAX && self.session.step() < step;
        let note = match beyond {
            true => format!("the program has no step {step}: this is its end\n"),
            false => String::new(),
        };
        Ok(note + &self.tell(&stopped))
    }

    /// `run [ARG…]`
    pub(super) fn run(&mut self, rest: &str) -> Said {
        let args = match rest {
            "" => None,
            _ => Some(self.arguments(rest)?),
        };
        let mut note = String::new();
        if let Some(args) = args {
            let stopped = self.session.seek(0)?;
            if stopped != Stopped::There {
                return Ok(self.tell(&stopped));
            }
            let changed = self.session.edit(args);
            let made = changed.map_err(|error| error.to_string())?;
            note = self.branched(made);
        }
        let stopped = self.session.run()?;
        Ok(note + &self.tell(&stopped))
    }

    /// `restart`
    pub(super) fn restart(&mut self, _: &str) -> Said {
        let stopped = self.session.seek(0)?;
        Ok(self.tell(&stopped))
    }

    /// The arguments that are written, for the export that is called.
    fn arguments(&self, rest: &str) -> Result<Edit, super::Problem> {
        let module = self.session.module();
        let entry = self.session.entry().map(|(name, _)| name.to_owned());
        let entry = entry.ok_or("only the start function runs, which takes no arguments")?;
        let Some(ExternIdx::Func(func)) = module.export(&entry) else {
            return Err("the export is gone".into());
        };
        let words: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
        let args = run::arguments(&entry, module.func_type(func), &words);
        // What was written wrongly is no reason to end.
        let args = args.map_err(|failure| {
            let text = failure.text.replace("wasmscope: error: ", "");
            text.trim_end().replace("\n  fix: ", ": ")
        })?;
        Ok(Edit::Arguments(args))
    }

    /// The place to go to: a whole line, where one is named.
    fn aim(&self, text: &str) -> Result<Aim, super::Problem> {
        let location = self.session.location(text)?;
        let (instance, func, pc) = (location.instance, location.func, location.pc);
        let places = self.session.places();
        // Lines of another language are known by their first instruction only.
        let line = match location.is_line {
            true => places.line(&self.session, instance, func, pc),
            false => None,
        };
        let goal = line.map_or(Goal::Place { func, pc }, Goal::Line);
        Ok(Aim { goal, instance })
    }

    /// Moves so many times, unless it stops elsewhere.
    fn repeat(
        &mut self,
        count: u64,
        movement: impl Fn(&mut Self) -> Result<Stopped, super::Problem>,
    ) -> Result<Stopped, super::Problem> {
        let mut stopped = movement(self)?;
        for _ in 1..count {
            if stopped != Stopped::There {
                break;
            }
            stopped = movement(self)?;
        }
        Ok(stopped)
    }

    fn forwards(
        &mut self,
        movement: impl FnOnce(&mut Self) -> Result<Stopped, super::Problem>,
    ) -> Said {
        if self.session.is_over() {
            return Err(OVER.into());
        }
        let stopped = movement(self)?;
        Ok(self.tell(&stopped))
    }

    fn backwards(
        &mut self,
        movement: impl FnOnce(&mut Self) -> Result<Stopped, super::Problem>,
    ) -> Said {
        if self.session.step() == 0 {
            return Err(FIRST.into());
        }
        let stopped = movement(self)?;
        Ok(self.tell(&stopped))
    }
}
