//! Printing and changing values.

use super::stop::typed;
use super::verbs::needed;
use super::{Debugger, Problem, Said, number};
use std::fmt::Write;
use wasmscope::observe::Datum;
use wasmscope::runtime::{Ref, Status, Value};
use wasmscope::syntax::ValType;
use wasmscope::view::object;

/// An expression that is shown at each stop.
pub(super) struct Display {
    id: u32,
    format: Option<char>,
    text: String,
}

impl Debugger {
    /// `print[/FORMAT] EXPR`
    pub(super) fn print_value(&mut self, rest: &str) -> Said {
        let (format, text) = formatted(rest)?;
        let text = needed(text, "write what to print, such as `print $n + 1`")?;
        let value = self.value_text(format, text)?;
        Ok(format!("{text} = {value}\n"))
    }

    /// The value of an expression, as it is to be written.
    fn value_text(&self, format: Option<char>, text: &str) -> Result<String, Problem> {
        if let Some(value) = self.result(text)? {
            return Ok(self.shown(format, value));
        }
        let condition = self.session.expression(text)?;
        let target = condition.target(self.session.moment());
        // A place has a type, and may hold what expressions cannot calculate with.
        let is_bytes = matches!(target, Some(wasmscope::observe::Target::Memory { .. }));
        let value = target.and_then(|target| self.session.value_at(target));
        if let Some(value) = value
            && (!is_bytes || format.is_some())
        {
            let bytes = match target {
                Some(wasmscope::observe::Target::Memory { bytes, .. }) => Some(bytes),
                _ => None,
            };
            return Ok(match format {
                Some(format) => in_format(format, value, bytes),
                None => self.shown(None, value),
            });
        }
        let datum = condition.value(self.session.moment());
        let datum = datum.ok_or_else(|| {
            let absent = target.and_then(|target| self.session.why_absent(target));
            absent.unwrap_or_else(|| format!("`{text}` has no value here"))
        })?;
        Ok(match (format, datum) {
            (Some(format), Datum::Int(value)) => {
                let small = i128::from(i32::MIN)..=i128::from(u32::MAX);
                let value = match small.contains(&value) {
                    true => Value::I32(value as u32 as i32),
                    false => Value::I64(value as u64 as i64),
                };
                in_format(format, value, None)
            }
            (_, Datum::Ref(reference)) => self.reference(reference),
            _ => datum.to_string(),
        })
    }

    /// `result` or `result[1]`, when the program has returned.
    fn result(&self, text: &str) -> Result<Option<Value>, Problem> {
        let Some(index) = result_index(text) else {
            return Ok(None);
        };
        match self.session.machine().status() {
            Status::Returned(results) => match results.get(index) {
                Some(value) => Ok(Some(*value)),
                None => Err(format!("the program has returned {} values", results.len()).into()),
            },
            _ => Err("the program has not returned".into()),
        }
    }

    fn shown(&self, format: Option<char>, value: Value) -> String {
        match (format, value) {
            (Some(format), _) => in_format(format, value, None),
            (None, Value::Ref(_, reference)) => self.reference(reference),
            _ => typed(value),
        }
    }

    /// A reference, and what it refers to.
    fn reference(&self, reference: Ref) -> String {
        let seen = object(self.session.machine(), reference);
        match seen {
            Some(object) => format!("{reference}: {object}"),
            None => reference.to_string(),
        }
    }

    /// `set PLACE = VALUE`
    pub(super) fn set(&mut self, rest: &str) -> Said {
        let rest = rest.strip_prefix("var ").unwrap_or(rest);
        let form = "write a place and its value, such as `set $i = 5` or `set mem32[0x40] = 7`";
        let (place, value) = rest.split_once('=').ok_or(form)?;
        let (place, value) = (place.trim(), needed(value.trim(), form)?);
        let target = self.session.target(place)?;
        let made = self.session.change(target, value);
        let made = made.map_err(|error| error.to_string())?;
        let now = self.value_text(None, place)?;
        Ok(self.branched(made) + &format!("{place} = {now}\n"))
    }

    /// `display[/FORMAT] [EXPR]`
    pub(super) fn display(&mut self, rest: &str) -> Said {
        let (format, text) = formatted(rest)?;
        if text.is_empty() {
            return Ok(match self.displays.is_empty() {
                true => "nothing is displayed: `display $n` shows $n at each stop\n".to_owned(),
                false => self.displayed(),
            });
        }
        self.session.expression(text)?;
        let id = self.displays.last().map_or(1, |last| last.id + 1);
        let text = text.to_owned();
        self.displays.push(Display { id, format, text });
        Ok(self.displayed())
    }

    /// `undisplay [N]`
    pub(super) fn undisplay(&mut self, rest: &str) -> Said {
        if rest.is_empty() {
            self.displays.clear();
            return Ok(String::new());
        }
        let id = number(rest, "number of a display")?;
        let before = self.displays.len();
        self.displays.retain(|one| u64::from(one.id) != id);
        match self.displays.len() < before {
            true => Ok(String::new()),
            false => Err(format!("there is no display {id}").into()),
        }
    }

    /// What is shown at each stop.
    pub(super) fn displayed(&self) -> String {
        let mut text = String::new();
        for one in &self.displays {
            // What does not exist here may do so at the next stop.
            let value = match self.value_text(one.format, &one.text) {
                Ok(value) => value,
                Err(_) => "not here".to_owned(),
            };
            let _ = writeln!(text, "{}: {} = {value}", one.id, one.text);
        }
        text
    }
}

/// The index of `result` or `result[1]`.
pub(super) fn result_index(text: &str) -> Option<usize> {
    match text.strip_prefix("result")? {
        "" => Some(0),
        rest => rest.strip_prefix('[')?.strip_suffix(']')?.parse().ok(),
    }
}

/// The format before an expression, `/x`, and the expression.
fn formatted(rest: &str) -> Result<(Option<char>, &str), Problem> {
    let Some(rest) = rest.strip_prefix('/') else {
        return Ok((None, rest));
    };
    let (letters, text) = rest.split_once(' ').unwrap_or((rest, ""));
    let mut all = letters.chars();
    match (all.next(), all.next()) {
        (Some(letter), None) if "xduotcf".contains(letter) => Ok((Some(letter), text.trim())),
        _ => Err(format!("`/{letters}` is no format: x d u o t c f are").into()),
    }
}

/// The bits of a value in a format of gdb's, as many bytes of them as there are.
pub(super) fn in_format(format: char, value: Value, bytes: Option<u8>) -> String {
    let [low, high] = value.to_slots();
    let width = match (bytes, value.ty()) {
        (Some(bytes), _) => u32::from(bytes) * 8,
        (_, ValType::I32 | ValType::F32) => 32,
        (_, ValType::V128) => 128,
        (_, ValType::Ref(_)) => return value.to_string(),
        _ => 64,
    };
    let bits = u128::from(high) << 64 | u128::from(low);
    let unused = 128 - width;
    let unsigned = bits << unused >> unused;
    let signed = (bits << unused).cast_signed() >> unused;
    match format {
        'x' => format!("{unsigned:#x}"),
        'o' => format!("{unsigned:#o}"),
        't' => format!("{unsigned:#b}"),
        'u' => unsigned.to_string(),
        'c' => character(unsigned as u8),
        'f' => match width {
            32 => Value::F32(low as u32).to_string(),
            64 => Value::F64(low).to_string(),
            _ => unsigned.to_string(),
        },
        _ => signed.to_string(),
    }
}

/// `65 'A'`
pub(super) fn character(byte: u8) -> String {
    let shown = std::ascii::escape_default(byte);
    format!("{byte} '{shown}'")
}
