//! What lies in memory in one state, as overlays say it.

use super::field::{FieldType, Struct};
use super::{Overlays, View};
use crate::observe::{Condition, Datum, Moment};
use crate::runtime::{InstanceAddr, Machine, MemAddr, Memory, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// Nodes of a picture, at most; what else is reached is only counted as left out.
const MOST_NODES: usize = 256;

/// Elements of an array that are shown.
const MOST_ELEMENTS: u64 = 64;

/// Bytes of a text that are shown.
const MOST_TEXT: u64 = 64;

/// What overlays show of one state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// The views in the order of the source, then what their pointers lead to, nearest first.
    pub nodes: Vec<Node>,
    /// What views call that whose address cannot be told in this state: it names a local of
    /// another function, or there is no such memory.
    pub absent: Vec<String>,
    /// Whether there is more than a picture holds.
    pub truncated: bool,
}

/// Something at an address: a structure, or what a view names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Node {
    /// What a view calls it, or the expression of its address; not for what pointers lead to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its type, as it stands in a comment.
    #[serde(rename = "type")]
    pub ty: String,
    /// Where it is.
    pub address: u64,
    /// The memory, by its index in the main module.
    pub memory: u32,
    /// How many bytes it has.
    pub size: u64,
    /// Whether its cells are the elements of an array.
    pub is_array: bool,
    /// What is in it; empty where there is a problem.
    pub cells: Vec<Cell>,
    /// Why nothing can be shown of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}

/// A field or an element.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// `next`, `point.x`, `3`.
    pub name: String,
    /// Its type, as it stands in a comment.
    #[serde(rename = "type")]
    pub ty: String,
    /// Its value.
    pub text: String,
    /// Where it is.
    pub address: u64,
    /// How many bytes it has.
    pub size: u64,
    /// Where it leads, if it is a pointer to a structure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
}

/// Where a pointer leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Link {
    /// Nowhere: it is 0.
    Null,
    /// To a node of the picture, by its place there.
    Node(usize),
    /// To what is left out.
    More,
}

/// One machine's memory, and what is still to be looked at.
struct Drawing<'a> {
    structs: &'a [Struct],
    machine: &'a Machine,
    memories: &'a [MemAddr],
    picture: Picture,
    /// The place of each structure that is in the picture, by memory, address and type.
    places: BTreeMap<(u32, u64, usize), usize>,
    /// Structures that are in the picture without cells, and their types.
    next: Vec<(usize, usize)>,
}

impl Overlays {
    /// What they show of a machine. `main` is the instance whose memories they mean, and whose
    /// globals where no function runs; an address may name locals of the innermost frame.
    #[must_use]
    pub fn picture(&self, machine: &Machine, main: InstanceAddr) -> Picture {
        let mut drawing = Drawing {
            structs: &self.structs,
            machine,
            memories: &machine.store().instance(main).memories,
            picture: Picture::default(),
            places: BTreeMap::new(),
            next: Vec::new(),
        };
        let moment = Moment::new(machine, main);
        for view in &self.views {
            drawing.view(view, moment);
        }
        // What a structure leads to is put at the end, so near ones come first.
        let mut at = 0;
        while let Some(&(node, ty)) = drawing.next.get(at) {
            drawing.fill(node, ty);
            at += 1;
        }
        drawing.picture
    }
}

/// An address as a number: integers wrap as those of 64 bits do.
fn address(condition: &Condition, moment: Moment<'_>) -> Option<u64> {
    match condition.value(moment)? {
        // An i32 is negative in conditions where its highest bit is set.
        Datum::Int(value) if (i128::from(i32::MIN)..0).contains(&value) => {
            Some(u64::from(value as u32))
        }
        Datum::Int(value) => Some(value as u64),
        _ => None,
    }
}

impl Drawing<'_> {
    fn memory(&self, index: u32) -> Option<&Memory> {
        let memory = self.memories.get(index as usize)?;
        Some(self.machine.store().memory(*memory))
    }

    fn view(&mut self, view: &View, moment: Moment<'_>) {
        let address = address(&view.address, moment);
        let Some(address) = address.filter(|_| self.memory(view.memory).is_some()) else {
            self.picture.absent.push(view.name.clone());
            return;
        };
        let is_struct = matches!(view.ty, FieldType::Struct(_));
        let is_null = address == 0 && is_struct && !is_number(&view.address);
        if let (FieldType::Struct(ty), false) = (&view.ty, is_null) {
            if let Link::Node(place) = self.structure(view.memory, address, *ty) {
                // Two views of one structure have both names.
                let name = &mut self.picture.nodes[place].name;
                *name = Some(match name.take() {
                    Some(other) => format!("{other}, {}", view.name),
                    None => view.name.clone(),
                });
            }
            return;
        }
        let mut node = Node {
            name: Some(view.name.clone()),
            ty: view.ty.text(self.structs),
            address,
            memory: view.memory,
            size: view.ty.size(self.structs),
            is_array: matches!(&view.ty, FieldType::Array(element, _) if **element != FieldType::Char),
            cells: Vec::new(),
            problem: is_null.then(|| "null".to_owned()),
        };
        if !is_null {
            match self.cells(&view.ty, "", view.memory, address) {
                Some(cells) => node.cells = cells,
                None => node.problem = Some(beyond(address, node.size)),
            }
        }
        self.push(node);
    }

    fn push(&mut self, node: Node) -> Option<usize> {
        if self.picture.nodes.len() == MOST_NODES {
            self.picture.truncated = true;
            return None;
        }
        self.picture.nodes.push(node);
        Some(self.picture.nodes.len() - 1)
    }

    /// A structure at an address, which is filled later.
    fn structure(&mut self, memory: u32, address: u64, ty: usize) -> Link {
        let key = (memory, address, ty);
        if let Some(place) = self.places.get(&key) {
            return Link::Node(*place);
        }
        let node = Node {
            name: None,
            ty: self.structs[ty].name.clone(),
            address,
            memory,
            size: self.structs[ty].size,
            is_array: false,
            cells: Vec::new(),
            problem: None,
        };
        let Some(place) = self.push(node) else {
            return Link::More;
        };
        self.places.insert(key, place);
        self.next.push((place, ty));
        Link::Node(place)
    }

    fn fill(&mut self, place: usize, ty: usize) {
        let Node {
            memory, address, ..
        } = self.picture.nodes[place];
        let cells = self.cells(&FieldType::Struct(ty), "", memory, address);
        let node = &mut self.picture.nodes[place];
        match cells {
            Some(cells) => node.cells = cells,
            None => node.problem = Some(beyond(address, node.size)),
        }
    }

    /// What is at an address, a cell for each part; `None` beyond the end of the memory.
    fn cells(&mut self, ty: &FieldType, name: &str, memory: u32, at: u64) -> Option<Vec<Cell>> {
        match ty {
            FieldType::Struct(index) => {
                let structs = self.structs;
                let mut cells = Vec::new();
                for field in &structs[*index].fields {
                    let name = match name {
                        "" => field.name.clone(),
                        name => format!("{name}.{}", field.name),
                    };
                    cells.extend(self.cells(
                        &field.ty,
                        &name,
                        memory,
                        at.checked_add(field.offset)?,
                    )?);
                }
                Some(cells)
            }
            FieldType::Array(element, count) if **element != FieldType::Char => {
                let size = element.size(self.structs);
                self.read(memory, at, size.saturating_mul(*count))?;
                let mut cells = Vec::new();
                for index in 0..(*count).min(MOST_ELEMENTS) {
                    let name = match name {
                        "" => index.to_string(),
                        name => format!("{name}[{index}]"),
                    };
                    cells.extend(self.cells(element, &name, memory, at + index * size)?);
                }
                self.picture.truncated |= *count > MOST_ELEMENTS;
                Some(cells)
            }
            _ => Some(vec![self.cell(ty, name, memory, at)?]),
        }
    }

    fn cell(&mut self, ty: &FieldType, name: &str, memory: u32, at: u64) -> Option<Cell> {
        let size = ty.size(self.structs);
        let bytes = self.read(memory, at, size)?;
        let bits = (bytes.iter().rev().take(8)).fold(0, |bits, byte| bits << 8 | u64::from(*byte));
        let (text, link) = match ty {
            FieldType::Number(number) => (number_text(*number, bits), None),
            FieldType::Text { .. } => (self.text_at(memory, bits), None),
            FieldType::Pointer { to, .. } => {
                let link = match (bits, to) {
                    (0, _) => Some(Link::Null),
                    (_, Some(ty)) => Some(self.structure(memory, bits, *ty)),
                    (_, None) => None,
                };
                let text = if bits == 0 {
                    "null".to_owned()
                } else {
                    format!("0x{bits:x}")
                };
                (text, link)
            }
            _ => (quoted(&bytes), None),
        };
        Some(Cell {
            name: name.to_owned(),
            ty: ty.text(self.structs),
            text,
            address: at,
            size,
            link,
        })
    }

    fn read(&self, memory: u32, at: u64, len: u64) -> Option<Vec<u8>> {
        Some(self.memory(memory)?.read(at, len)?.into_owned())
    }

    /// The text at an address, up to a zero byte.
    fn text_at(&self, memory: u32, at: u64) -> String {
        if at == 0 {
            return "null".to_owned();
        }
        let Some(memory) = self.memory(memory) else {
            return "null".to_owned();
        };
        let len = memory.len().saturating_sub(at).min(MOST_TEXT);
        match memory.read(at, len) {
            Some(bytes) if len > 0 => {
                let end = bytes.iter().position(|byte| *byte == 0);
                let more = if end.is_none() { "…" } else { "" };
                format!("{}{more}", quoted(&bytes[..end.unwrap_or(bytes.len())]))
            }
            _ => format!("0x{at:x}, beyond the end of the memory"),
        }
    }
}

/// Whether an address stands in the comment itself.
fn is_number(address: &Condition) -> bool {
    address
        .text()
        .starts_with(|char: char| char.is_ascii_digit())
}

fn beyond(at: u64, size: u64) -> String {
    format!("0x{at:x} + {size} is beyond the end of the memory.")
}

/// A number as values are written everywhere.
fn number_text(number: super::Number, bits: u64) -> String {
    match (number.float, number.bytes) {
        (true, 4) => Value::F32(bits as u32).to_string(),
        (true, _) => Value::F64(bits).to_string(),
        (false, bytes) => {
            let unused = 64 - 8 * bytes as u32;
            match number.signed {
                true => ((bits << unused) as i64 >> unused).to_string(),
                false => bits.to_string(),
            }
        }
    }
}

/// Bytes as text in quotation marks, without the zeros at its end; what is no text as in WAT.
fn quoted(bytes: &[u8]) -> String {
    let end = bytes
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |last| last + 1);
    let mut text = String::from("\"");
    for chunk in bytes[..end].utf8_chunks() {
        for char in chunk.valid().chars() {
            match char {
                '"' | '\\' => text.extend(['\\', char]),
                '\n' => text.push_str("\\n"),
                '\t' => text.push_str("\\t"),
                char if char.is_control() => text.push_str(&format!("\\{:02x}", u32::from(char))),
                char => text.push(char),
            }
        }
        for byte in chunk.invalid() {
            text.push_str(&format!("\\{byte:02x}"));
        }
    }
    text.push('"');
    text
}
