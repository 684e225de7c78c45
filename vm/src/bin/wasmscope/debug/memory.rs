//! `x`: bytes of a memory, as gdb shows them.

use super::data::{character, in_format};
use super::{Debugger, Problem, Said};
use std::fmt::Write;
use wasmscope::observe::Datum;
use wasmscope::runtime::{MemAddr, Value};

/// Most units that are shown at once.
const MOST: u64 = 4096;

/// Most bytes of a text.
const LONGEST: u64 = 200;

/// What is shown, and how: what was written last counts until something else is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Examine {
    /// `x d u o t c s i f`
    format: char,
    /// Bytes of a unit.
    size: u64,
    /// Where the next units lie.
    next: u64,
    memory: u32,
}

impl Default for Examine {
    fn default() -> Self {
        Self {
            format: 'x',
            size: 4,
            next: 0,
            memory: 0,
        }
    }
}

impl Debugger {
    /// `x[/COUNT FORMAT SIZE] [ADDRESS[, MEMORY]]`
    pub(super) fn examine(&mut self, rest: &str) -> Said {
        let (count, rest) = self.examine_format(rest)?;
        if self.examine.format == 'i' {
            return self.instructions(count, rest);
        }
        if !rest.is_empty() {
            let (addr, memory) = match rest.rsplit_once(',') {
                Some((addr, memory)) => (addr, memory_index(memory)?),
                None => (rest, 0),
            };
            self.examine.next = self.address(addr.trim())?;
            self.examine.memory = memory;
        }
        let text = match self.examine.format {
            's' => self.texts(count)?,
            _ => self.units(count)?,
        };
        // An empty line goes on where this ends.
        self.continues = Some(format!("x/{count}"));
        Ok(text)
    }

    /// Reads `/8wx`; gives the count and what follows.
    fn examine_format<'a>(&mut self, rest: &'a str) -> Result<(u64, &'a str), Problem> {
        let Some(rest) = rest.strip_prefix('/') else {
            return Ok((1, rest));
        };
        let (letters, address) = rest.split_once(' ').unwrap_or((rest, ""));
        let digits = letters.len()
            - letters
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .len();
        let (count, letters) = letters.split_at(digits);
        let mut size = None;
        for letter in letters.chars() {
            match letter {
                'b' => size = Some(1),
                'h' => size = Some(2),
                'w' => size = Some(4),
                'g' => size = Some(8),
                _ if "xduotcsif".contains(letter) => self.examine.format = letter,
                _ => {
                    let message = format!(
                        "`{letter}` is no format: after a count come one of x d u o t c s i f and \
                         one of b h w g (1, 2, 4, 8 bytes), as in `x/8xw 0x40`"
                    );
                    return Err(message.into());
                }
            }
        }
        match (size, self.examine.format) {
            (Some(size), _) => self.examine.size = size,
            (None, 'c') => self.examine.size = 1,
            (None, 'f') if self.examine.size < 4 => self.examine.size = 8,
            _ => {}
        }
        let count = match count {
            "" => 1,
            digits => digits.parse().unwrap_or(u64::MAX),
        };
        if count > MOST {
            return Err(format!("at most {MOST} are shown at once").into());
        }
        Ok((count, address.trim()))
    }

    fn address(&self, text: &str) -> Result<u64, Problem> {
        let condition = self.session.expression(text)?;
        let value = condition.value(self.session.moment());
        let value = value.ok_or_else(|| format!("`{text}` has no value here"))?;
        let bits = match value {
            // Addresses are unsigned, and a local shows its sign.
            Datum::Int(value) if (i128::from(i32::MIN)..0).contains(&value) => {
                Some(u64::from(value as u32))
            }
            Datum::Int(value) => u64::try_from(value).ok(),
            _ => None,
        };
        bits.ok_or_else(|| format!("`{text}` is {value}, which is no address").into())
    }

    fn memory_at(&self, index: u32) -> Result<MemAddr, Problem> {
        let machine = self.session.machine();
        let place = self.session.place();
        let instance = place.map_or(self.session.main(), |place| place.frame.instance);
        let memories = &machine.store().instance(instance).memories;
        let found = memories.get(index as usize).copied();
        found.ok_or_else(|| match memories.len() {
            0 => "the module has no memory".into(),
            count => format!("there is no memory {index}: the module has {count}, from 0").into(),
        })
    }

    /// Lines of units, each with the address of its first one.
    fn units(&mut self, count: u64) -> Said {
        let Examine {
            format,
            size,
            memory,
            ..
        } = self.examine;
        let memory = self.memory_at(memory)?;
        let memory = self.session.machine().store().memory(memory);
        let (mut at, mut text) = (self.examine.next, String::new());
        let per_line = match (format, size) {
            ('c', _) => 8,
            ('t', _) => 2,
            (_, 8) => 2,
            (_, 1) => 8,
            _ => 4,
        };
        for unit in 0..count {
            let Some(bytes) = memory.read(at, size) else {
                let end = memory.len();
                let message =
                    format!("address {at} + {size} bytes > {end}, the size of the memory");
                if text.is_empty() {
                    return Err(message.into());
                }
                let _ = write!(text, "\n{message}");
                break;
            };
            if unit % per_line == 0 {
                let line_break = if unit == 0 { "" } else { "\n" };
                let _ = write!(text, "{line_break}{at:#06x}:");
            }
            let little = bytes.iter().rev();
            let bits = little.fold(0, |bits, byte| bits << 8 | u64::from(*byte));
            let _ = write!(text, "  {}", self.unit(bits));
            at = at.saturating_add(size);
        }
        self.examine.next = at;
        Ok(text + "\n")
    }

    fn unit(&self, bits: u64) -> String {
        let Examine { format, size, .. } = self.examine;
        let digits = usize::try_from(size * 2).unwrap_or(16);
        match format {
            'x' => format!("0x{bits:0digits$x}"),
            'c' => character(bits as u8),
            't' => format!("{bits:0width$b}", width = digits * 4),
            'f' if size == 4 => Value::F32(bits as u32).to_string(),
            'f' => Value::F64(bits).to_string(),
            _ => in_format(format, Value::I64(bits.cast_signed()), Some(size as u8)),
        }
    }

    /// Texts that end with a zero byte.
    fn texts(&mut self, count: u64) -> Said {
        let memory = self.memory_at(self.examine.memory)?;
        let memory = self.session.machine().store().memory(memory);
        let mut text = String::new();
        for _ in 0..count {
            let at = self.examine.next;
            let left = memory.len().saturating_sub(at);
            let bytes = memory.read(at, left.min(LONGEST)).filter(|_| left > 0);
            let Some(bytes) = bytes else {
                let end = memory.len();
                let message = format!("address {at} >= {end}, the size of the memory");
                if text.is_empty() {
                    return Err(message.into());
                }
                let _ = writeln!(text, "{message}");
                break;
            };
            let end = bytes.iter().position(|byte| *byte == 0);
            let shown = &bytes[..end.unwrap_or(bytes.len())];
            let more = if end.is_none() { "…" } else { "" };
            let shown = String::from_utf8_lossy(shown);
            let _ = writeln!(text, "{at:#06x}:  {shown:?}{more}");
            let length = end.map_or(bytes.len(), |end| end + 1) as u64;
            self.examine.next = at.saturating_add(length);
        }
        Ok(text)
    }
}

fn memory_index(text: &str) -> Result<u32, Problem> {
    let text = text.trim();
    let index = text.parse().ok();
    index.ok_or_else(|| format!("`{text}` is no number of a memory, such as 1").into())
}
