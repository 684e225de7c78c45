//! From comments to overlays.

use super::comments::{Comment, comments};
use super::field::{Field, FieldType, Struct, WORDS};
use super::words::{Word, word_of};
use super::{OverlayError, Overlays, View};
use crate::load::LineIndex;
use crate::observe::Condition;

/// The most bytes that something may take: whatever is larger cannot be looked at.
const MOST_BYTES: u64 = 1 << 20;

/// What is wrong, and where in the source, in bytes.
pub(super) type Refused = (usize, String);

/// All overlays of a source.
pub(super) fn parse(source: &str) -> (Overlays, Vec<OverlayError>) {
    let comments = comments(source);
    let mut reader = Reader {
        overlays: Overlays::default(),
        forward: Vec::new(),
    };
    let mut refused = Vec::new();
    let mut rest = comments.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let Some(word) = word_of(first) else {
            continue;
        };
        let mut lines = vec![*first];
        // The fields may go on in the comments below.
        while is_open(&lines) {
            let Some((next, after)) = rest.split_first() else {
                break;
            };
            lines.push(*next);
            rest = after;
        }
        let read = match word {
            Word::Ours => reader.statement(&Text::new(&lines)),
            Word::Meant(error) => Err(error),
        };
        if let Err(error) = read {
            refused.push(error);
            reader.forget_forward();
        }
    }
    refused.extend(reader.unresolved());
    refused.sort_unstable();
    let lines = LineIndex::new(source);
    let place = |(at, message): Refused| {
        let place = lines.line_column(source, at);
        OverlayError {
            line: place.line,
            column: place.column,
            message,
        }
    };
    (reader.overlays, refused.into_iter().map(place).collect())
}

/// Whether a brace is open.
fn is_open(lines: &[Comment<'_>]) -> bool {
    let braces = lines.iter().flat_map(|line| line.text.chars());
    let (open, close) = braces.fold((0, 0), |(open, close), char| match char {
        '{' => (open + 1, close),
        '}' => (open, close + 1),
        _ => (open, close),
    });
    open > close
}

/// The text of comments that belong together, and where each byte of it stands.
struct Text {
    text: String,
    /// Where each line begins in the text and in the source.
    lines: Vec<(usize, usize)>,
}

impl Text {
    fn new(lines: &[Comment<'_>]) -> Self {
        let mut text = String::new();
        let mut places = Vec::new();
        for line in lines {
            places.push((text.len(), line.at));
            text.push_str(line.text);
            text.push('\n');
        }
        Self {
            text,
            lines: places,
        }
    }

    /// Where in the source a byte of the text is.
    fn place(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|(begin, _)| *begin <= at) - 1;
        let (begin, source) = self.lines[line];
        source + at - begin
    }
}

struct Reader {
    overlays: Overlays,
    /// Pointers to structures that were not declared above: which structure and field, the
    /// name and its place.
    forward: Vec<(usize, usize, String, usize)>,
}

/// A place in a text.
struct Cursor<'a> {
    text: &'a Text,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn rest(&self) -> &'a str {
        &self.text.text[self.at..]
    }

    fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    /// The place in the source.
    fn place(&mut self) -> usize {
        self.skip_space();
        self.text.place(self.at)
    }

    fn refuse<T>(&mut self, message: impl Into<String>) -> Result<T, Refused> {
        Err((self.place(), message.into()))
    }

    /// Takes a sign if it is next.
    fn takes(&mut self, sign: char) -> bool {
        self.skip_space();
        let is_next = self.rest().starts_with(sign);
        self.at += if is_next { sign.len_utf8() } else { 0 };
        is_next
    }

    fn expect(&mut self, sign: char, instead: &str) -> Result<(), Refused> {
        if self.takes(sign) {
            return Ok(());
        }
        self.refuse(format!("here `{sign}` is expected: {instead}"))
    }

    /// A name of letters, digits and `_`.
    fn word(&mut self) -> &'a str {
        self.skip_space();
        let rest = self.rest();
        let is_part = |char: char| char.is_alphanumeric() || char == '_';
        let len = rest.find(|char| !is_part(char)).unwrap_or(rest.len());
        self.at += len;
        &rest[..len]
    }

    fn name(&mut self, of: &str) -> Result<&'a str, Refused> {
        match self.word() {
            "" => self.refuse(format!(
                "here the name of {of} is expected: letters, digits and _"
            )),
            word => Ok(word),
        }
    }

    /// A number, decimal or with `0x`.
    fn number(&mut self) -> Result<u64, Refused> {
        let before = self.at;
        let word = self.word();
        let number = match word.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(&digits.replace('_', ""), 16),
            None => word.replace('_', "").parse(),
        };
        number.or_else(|_| {
            self.at = before;
            self.refuse("here a number is expected: 16 or 0x10")
        })
    }

    fn end(&mut self) -> Result<(), Refused> {
        self.skip_space();
        if self.rest().is_empty() {
            return Ok(());
        }
        self.refuse("nothing is expected here: an overlay ends before this")
    }

    /// What stands before one of the signs: the expression of an address.
    fn address(&mut self, end: char) -> Result<(Condition, u32), Refused> {
        self.skip_space();
        let begin = self.at;
        let rest = self.rest();
        // Addresses may hold colons, types do not.
        let len = match end {
            ':' => rest.rfind(end),
            _ => rest.find(end),
        };
        let Some(len) = len else {
            return self.refuse(format!("behind the address `{end}` is expected"));
        };
        let text = &rest[..len];
        let (expression, memory) = match text.rsplit_once(" in ") {
            Some((expression, index)) => {
                self.at = begin + expression.len() + " in ".len();
                (expression, self.memory(index)?)
            }
            None => (text, 0),
        };
        self.at = begin;
        let expression = expression.trim_end();
        let condition = Condition::parse(expression).map_err(|error| {
            let at = self.text.place(begin + error.offset);
            (at, format!("this is no address: {}", error.message))
        })?;
        if condition.counts_hits() {
            return self.refuse("an address has no hits: only a breakpoint counts them");
        }
        self.at = begin + len;
        Ok((condition, memory))
    }

    fn memory(&mut self, index: &str) -> Result<u32, Refused> {
        let index = index.trim();
        index
            .parse()
            .or_else(|_| self.refuse("behind `in` the index of a memory is expected: `@ 16 in 1`"))
    }
}

impl Reader {
    fn statement(&mut self, text: &Text) -> Result<(), Refused> {
        let mut cursor = Cursor { text, at: 0 };
        match cursor.word() {
            "struct" => self.structure(&mut cursor)?,
            _ => self.view(&mut cursor)?,
        }
        cursor.end()
    }

    /// `struct NAME [@ ADDRESS] { NAME [+ OFFSET]: TYPE, … }`
    fn structure(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Refused> {
        let name_at = cursor.place();
        let name = cursor.name("a structure")?.to_owned();
        if self.index(&name).is_some() || FieldType::named(&name).is_some() {
            return Err((
                name_at,
                format!("there is already a type called {name}: choose another name"),
            ));
        }
        let address = match cursor.takes('@') {
            true => Some(cursor.address('{')?),
            false => None,
        };
        cursor.expect('{', "the fields of a structure stand in braces")?;
        let index = self.overlays.structs.len();
        let mut fields = Vec::new();
        let (mut end, mut align) = (0, 1);
        while !cursor.takes('}') {
            let field = self.field(cursor, (index, &name, fields.len()), end)?;
            end = field.offset + field.ty.size(&self.overlays.structs);
            align = align.max(field.ty.align(&self.overlays.structs));
            fields.push(field);
            if !cursor.takes(',') {
                cursor.expect('}', "a comma separates fields, and a brace ends them")?;
                break;
            }
        }
        if fields.is_empty() {
            return Err((name_at, format!("{name} has no fields: `{{ value: i32 }}`")));
        }
        self.overlays.structs.push(Struct {
            name: name.clone(),
            fields,
            size: end.next_multiple_of(align),
            align,
        });
        if let Some((address, memory)) = address {
            self.overlays.views.push(View {
                // Its place says best which one it is.
                name: address.text().to_owned(),
                address,
                memory,
                ty: FieldType::Struct(index),
            });
        }
        Ok(())
    }

    /// A field; it begins behind the last one, at a multiple of its alignment, unless an offset
    /// stands there.
    fn field(
        &mut self,
        cursor: &mut Cursor<'_>,
        (structure, name, number): (usize, &str, usize),
        end: u64,
    ) -> Result<Field, Refused> {
        let own = cursor.name("a field")?.to_owned();
        let fixed = match cursor.takes('+') {
            true => Some(cursor.number()?),
            false => None,
        };
        cursor.expect(':', "a type stands behind the name, `value: i32`")?;
        let at = cursor.place();
        let (ty, missing) = self.ty(cursor, Some((structure, name)))?;
        if let Some((name, at)) = missing {
            self.forward.push((structure, number, name, at));
        }
        let structs = &self.overlays.structs;
        let offset = fixed.unwrap_or_else(|| end.next_multiple_of(ty.align(structs)));
        if offset.saturating_add(ty.size(structs)) > MOST_BYTES {
            return Err((
                at,
                "this is more than 1 MiB, too large to be looked at".to_owned(),
            ));
        }
        Ok(Field {
            name: own,
            offset,
            ty,
        })
    }

    /// `view NAME @ ADDRESS: TYPE`
    fn view(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Refused> {
        let name = cursor.name("what is looked at")?.to_owned();
        cursor.expect(
            '@',
            "an address stands behind the name, `view text @ 16: char[12]`",
        )?;
        let (address, memory) = cursor.address(':')?;
        cursor.expect(':', "a type stands behind the address")?;
        let at = cursor.place();
        let (ty, missing) = self.ty(cursor, None)?;
        if let Some((name, at)) = missing {
            return Err((at, format!("there is no structure called {name} above")));
        }
        if ty.size(&self.overlays.structs) > MOST_BYTES {
            return Err((
                at,
                "this is more than 1 MiB, too large to be looked at".to_owned(),
            ));
        }
        self.overlays.views.push(View {
            name,
            address,
            memory,
            ty,
        });
        Ok(())
    }

    /// A type; with the name and place of a structure that a pointer leads to and that is not
    /// there yet. `own` is the structure that is being read.
    fn ty(
        &self,
        cursor: &mut Cursor<'_>,
        own: Option<(usize, &str)>,
    ) -> Result<(FieldType, Option<(String, usize)>), Refused> {
        let at = cursor.place();
        let word = cursor.word();
        let mut missing = None;
        let mut ty = match word {
            "ptr" | "ptr64" => {
                let at = cursor.place();
                let to = cursor.word();
                let own = own.filter(|(_, name)| *name == to).map(|(index, _)| index);
                let index = own.or_else(|| self.index(to));
                if index.is_none() && !to.is_empty() {
                    missing = Some((to.to_owned(), at));
                }
                FieldType::Pointer {
                    to: index,
                    wide: word == "ptr64",
                }
            }
            _ => match FieldType::named(word).or_else(|| self.index(word).map(FieldType::Struct)) {
                Some(ty) => ty,
                None if own.is_some_and(|(_, name)| name == word) => {
                    return Err((at, format!("{word} cannot hold itself: write `ptr {word}`")));
                }
                None if word.is_empty() => {
                    return Err((at, format!("here a type is expected: {WORDS}")));
                }
                None => {
                    return Err((at, format!("{word} is no type: use {WORDS} from above")));
                }
            },
        };
        while cursor.takes('[') {
            let at = cursor.place();
            let count = cursor.number()?;
            if count == 0 {
                return Err((at, "an array has at least one element".to_owned()));
            }
            cursor.expect(']', "the length of an array stands in brackets")?;
            ty = FieldType::Array(Box::new(ty), count);
        }
        Ok((ty, missing))
    }

    fn index(&self, name: &str) -> Option<usize> {
        let mut structs = self.overlays.structs.iter();
        structs.position(|one| one.name == name)
    }

    /// Forgets the pointers of a structure that was refused.
    fn forget_forward(&mut self) {
        let known = self.overlays.structs.len();
        self.forward.retain(|(structure, ..)| *structure < known);
    }

    /// Pointers to structures further down find them now; those that do not are wrong.
    fn unresolved(&mut self) -> Vec<Refused> {
        let mut refused = Vec::new();
        for (structure, field, name, at) in std::mem::take(&mut self.forward) {
            let index = self.index(&name);
            let fields = self
                .overlays
                .structs
                .get_mut(structure)
                .map(|one| &mut one.fields);
            let field = fields.and_then(|fields| fields.get_mut(field));
            match (index, field) {
                (Some(index), Some(field)) => point(&mut field.ty, index),
                (None, _) => refused.push((
                    at,
                    format!("there is no structure called {name}: declare it, or write only `ptr`"),
                )),
                (Some(_), None) => {}
            }
        }
        refused
    }
}

/// Makes a pointer, or an array of pointers, lead to a structure.
fn point(ty: &mut FieldType, index: usize) {
    match ty {
        FieldType::Pointer { to, .. } => *to = Some(index),
        FieldType::Array(element, _) => point(element, index),
        _ => {}
    }
}
