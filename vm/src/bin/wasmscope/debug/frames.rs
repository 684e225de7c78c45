//! The call stack, and what is in a frame.

use super::stop::typed;
use super::{Debugger, Said, count, number};
use std::fmt::Write;
use wasmscope::view::Place;

/// Frames that are shown, unless more are asked for: so many of the innermost, and of the
/// outermost.
const INNERMOST: u64 = 20;
const OUTERMOST: usize = 3;

/// What is said where there is no frame.
const NO_FRAME: &str = "nothing runs here, so there is no frame";

impl Debugger {
    /// `backtrace [N]`
    pub(super) fn backtrace(&mut self, rest: &str) -> Said {
        let most = match rest {
            "" => INNERMOST,
            _ => number(rest, "number of frames")?,
        };
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let frames = self.session.frames();
        if frames == 0 {
            return Err(NO_FRAME.into());
        }
        let mut text = String::new();
        let cut = frames > most.saturating_add(OUTERMOST);
        for frame in 0..frames {
            let is_left_out = cut && frame >= most && frame < frames - OUTERMOST;
            if is_left_out {
                if frame == most {
                    let left = frames - OUTERMOST - most;
                    let _ = writeln!(text, "   … {left} more; `bt {frames}` shows all");
                }
                continue;
            }
            let mark = if frame == self.session.selected() {
                '*'
            } else {
                ' '
            };
            let place = Place::at(self.session.machine(), frames - 1 - frame);
            let what = place.map_or_else(String::new, |place| self.line_of(&place));
            let _ = writeln!(text, "{mark} #{frame} {what}");
        }
        Ok(text)
    }

    /// `fact ($n = 3) at fact.wat:14:12`
    fn line_of(&self, place: &Place<'_>) -> String {
        let params = place.module.func_type(place.func).params.len();
        let locals = place.locals();
        let args = (0..).zip(&locals).take(params);
        let args: Vec<String> = args
            .map(|(index, value)| format!("{} = {value}", name_of(place, index)))
            .collect();
        let at = match self.session.places().spot_of(place) {
            Some(spot) => format!("{}:{}:{}", spot.file, spot.line, spot.column),
            None => match place.origin() {
                Some(origin) => format!("{origin}, byte {:#x}", place.offset()),
                None => format!("byte {:#x}", place.offset()),
            },
        };
        let inlined = place.inlined();
        let inlined = inlined.iter().map(|one| &*one.name);
        let inlined: String = inlined.map(|name| format!(", inlined {name}")).collect();
        format!("{}({}) at {at}{inlined}", place.name(), args.join(", "))
    }

    /// `frame [N]`
    pub(super) fn frame(&mut self, rest: &str) -> Said {
        if !rest.is_empty() {
            let frame = number(rest, "number of a frame")?;
            let frames = self.session.frames();
            let found = usize::try_from(frame).is_ok_and(|frame| self.session.select(frame));
            if !found {
                return Err(match frames {
                    0 => NO_FRAME.into(),
                    _ => format!("there is no frame {frame}: they are 0 to {}", frames - 1).into(),
                });
            }
        }
        let place = self.session.place().ok_or(NO_FRAME)?;
        let before = format!("#{} ", self.session.selected());
        Ok(self.place(&place, &before))
    }

    /// `up [N]`
    pub(super) fn up(&mut self, rest: &str) -> Said {
        let count = count(rest, "number of frames")?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let frames = self.session.frames();
        let last = frames.checked_sub(1).ok_or(NO_FRAME)?;
        if self.session.selected() == last {
            return Err("this is the outermost frame".into());
        }
        let frame = self.session.selected().saturating_add(count).min(last);
        self.session.select(frame);
        self.frame("")
    }

    /// `down [N]`
    pub(super) fn down(&mut self, rest: &str) -> Said {
        let count = count(rest, "number of frames")?;
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        if self.session.frames() == 0 {
            return Err(NO_FRAME.into());
        }
        if self.session.selected() == 0 {
            return Err("this is the innermost frame".into());
        }
        let frame = self.session.selected().saturating_sub(count);
        self.session.select(frame);
        self.frame("")
    }

    /// `locals`
    pub(super) fn locals(&mut self, _: &str) -> Said {
        let place = self.session.place().ok_or(NO_FRAME)?;
        let params = place.module.func_type(place.func).params.len();
        let mut text = String::new();
        for (index, value) in (0..).zip(place.locals()) {
            let kind = if (index as usize) < params {
                "parameter"
            } else {
                "local"
            };
            let name = name_of(&place, index);
            let _ = writeln!(text, "{name} = {}  ({kind} {index})", typed(value));
        }
        match text.is_empty() {
            true => Ok(format!(
                "{} has no parameters and no locals\n",
                place.name()
            )),
            false => Ok(text),
        }
    }

    /// `stack`
    pub(super) fn stack(&mut self, _: &str) -> Said {
        let place = self.session.place().ok_or(NO_FRAME)?;
        let operands = place.operands();
        let mut text = String::new();
        for (index, value) in operands.iter().rev().enumerate() {
            let top = if index == 0 { "  (top)" } else { "" };
            let _ = writeln!(text, "stack[{index}] = {}{top}", typed(*value));
        }
        match text.is_empty() {
            true => Ok("the stack of this frame is empty\n".to_owned()),
            false => Ok(text),
        }
    }

    /// `labels`
    pub(super) fn labels(&mut self, _: &str) -> Said {
        let place = self.session.place().ok_or(NO_FRAME)?;
        let mut text = String::new();
        for (index, label) in place.situation().labels.iter().enumerate() {
            let name = place.label_name(label.block);
            let name = name.map_or_else(String::new, |name| format!(" ${name}"));
            let values = match label.arity {
                1 => "1 value".to_owned(),
                count => format!("{count} values"),
            };
            let at = self.session.places();
            let at = at.spot(place.module, place.func, label.target);
            let at = at.map_or_else(String::new, |spot| format!(", line {}", spot.line));
            let _ = writeln!(
                text,
                "{index} {}{name}: a branch takes {values} and goes on at pc {}{at}",
                label.kind.name(),
                label.target
            );
        }
        Ok(text)
    }
}

/// `$n`, or `local[0]` where it has no name.
pub(super) fn name_of(place: &Place<'_>, index: u32) -> String {
    let name = place.local_name(index);
    name.map_or_else(|| format!("local[{index}]"), |name| format!("${name}"))
}
