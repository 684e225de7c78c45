//! Arrays, told.

use super::object::{packed_text, reading};
use super::tale::{Tale, Teller};
use super::words::{count, slot, some};
use crate::observe::HeapEffect;
use crate::runtime::Value;
use crate::syntax::{DataIdx, ElemIdx, ObjectInstr, Sign, StorageType, TypeIdx};
use crate::view::identifier;

impl Teller<'_> {
    pub(super) fn array(&self, instr: ObjectInstr) -> Tale {
        use ObjectInstr as O;
        match instr {
            O::ArrayNew(_)
            | O::ArrayNewDefault(_)
            | O::ArrayNewFixed { .. }
            | O::ArrayNewData { .. }
            | O::ArrayNewElem { .. } => self.new_array(instr),
            O::ArrayGet { ty, sign } => self.get_element(ty, sign),
            O::ArraySet(ty) => self.set_element(ty),
            O::ArrayLen => {
                let (array, len) = (self.popped(0), self.result());
                let what = self.object_text(array);
                Tale::new(
                    format!("Takes {what} off the stack and will push its length, {len}."),
                    format!("Took {what} off the stack and pushed its length, {len}."),
                    format!("push the length of {array}"),
                )
            }
            _ => self.write_elements(instr),
        }
    }

    fn element(&self, ty: TypeIdx) -> StorageType {
        self.instance.module.types.element(ty).storage
    }

    fn operand(&self, index: usize) -> u64 {
        slot(self.popped(index))
    }

    /// `4 elements from byte 2 on of data segment $d`.
    fn of_data(&self, data: DataIdx, start: u64, len: u64) -> String {
        let name = self.instance.module.names.datas.get(&data.0);
        let data = identifier(name, data.0);
        let len = count(len, "element");
        format!("{len} from byte {start} on of data segment {data}")
    }

    /// `4 elements from 0 on of element segment $e`.
    fn of_elem(&self, elem: ElemIdx, start: u64, len: u64) -> String {
        let name = self.instance.module.names.elems.get(&elem.0);
        let elem = identifier(name, elem.0);
        let len = count(len, "element");
        format!("{len} from {start} on of element segment {elem}")
    }

    /// What an array that was made holds.
    fn made(&self) -> String {
        match self.record.heap.first() {
            Some(HeapEffect::Made { made, len, .. }) if !made.is_empty() => {
                format!(": {}", some(made, len.unwrap_or(made.len() as u64)))
            }
            _ => String::new(),
        }
    }

    fn new_array(&self, instr: ObjectInstr) -> Tale {
        use ObjectInstr as O;
        let [first, second] = [0, 1].map(|index| self.operand(index));
        let (ty, with) = match instr {
            O::ArrayNew(ty) => {
                let each = packed_text(self.element(ty), self.popped(0));
                (ty, format!("{}, each {each}", count(second, "element")))
            }
            O::ArrayNewDefault(ty) => {
                let zero = Value::default_of(self.element(ty).unpacked());
                let len = count(first, "element");
                (ty, format!("{len}, each {zero}, the default value"))
            }
            O::ArrayNewFixed { ty, count: len } => {
                let values = self.record.pop.iter();
                let values = values.map(|value| packed_text(self.element(ty), *value));
                let values = some(&values.collect::<Vec<_>>(), len.into());
                let with = match self.record.pop.is_empty() {
                    true => "no elements".to_owned(),
                    false => format!("{} from the stack, {values}", count(len.into(), "element")),
                };
                (ty, with)
            }
            O::ArrayNewData { ty, data } => (ty, self.of_data(data, first, second)),
            O::ArrayNewElem { ty, elem } => (ty, self.of_elem(elem, first, second)),
            _ => return Tale::safe("", ""),
        };
        let (kind, array) = (self.kind(ty), self.result());
        let holds = match instr {
            O::ArrayNewData { .. } | O::ArrayNewElem { .. } => self.made(),
            _ => String::new(),
        };
        Tale::new(
            format!("Makes a new {kind} on the heap, of {with}, and will push a reference to it."),
            format!("Made {array}, a new {kind}, of {with}{holds}. Pushed a reference to it."),
            format!("make a new {kind} of {with}"),
        )
    }

    fn get_element(&self, ty: TypeIdx, sign: Sign) -> Tale {
        let (array, index) = (self.popped(0), self.popped(1));
        let what = self.object_text(array);
        let value = self.named(self.result());
        let how = reading(self.element(ty), sign, self.stored());
        let index = slot(index);
        Tale::new(
            format!("Reads element {index} of {what} and will push it: {value}{how}."),
            format!("Read element {index} of {what} and pushed it: {value}{how}."),
            format!("read element {index} of {array}"),
        )
    }

    fn set_element(&self, ty: TypeIdx) -> Tale {
        let (array, index) = (self.popped(0), self.operand(1));
        let what = self.object_text(array);
        let new = packed_text(self.element(ty), self.popped(2));
        let old = self.overwritten();
        Tale::new(
            format!("Will set element {index} of {what} to {new}; now it is {old}."),
            format!("Set element {index} of {what} to {new}; it was {old}."),
            format!("set element {index} of {array} to {new}"),
        )
    }

    /// What the elements of a range are after it.
    fn written(&self) -> String {
        let written = self.record.heap.iter().find_map(|effect| match effect {
            HeapEffect::Write { new, len, .. } if !new.is_empty() => Some((new, len)),
            _ => None,
        });
        match written {
            Some((new, len)) => format!(": {}", some(new, len.unwrap_or(new.len() as u64))),
            None => String::new(),
        }
    }

    /// What the elements are that are about to be copied.
    fn copied(&self) -> String {
        match self.record.heap.first() {
            Some(HeapEffect::Read { read, len, .. }) => {
                format!(": {}", some(read, len.unwrap_or(read.len() as u64)))
            }
            _ => String::new(),
        }
    }

    fn write_elements(&self, instr: ObjectInstr) -> Tale {
        use ObjectInstr as O;
        let (array, start) = (self.popped(0), self.operand(1));
        let [third, fourth, fifth] = [2, 3, 4].map(|index| self.operand(index));
        let copy = |what: String| {
            let what = format!("{what} to element {start} on of {array}");
            (
                format!("copy {what}{}", self.copied()),
                format!("Copied {what}"),
                format!("copy {what}"),
            )
        };
        let (will, did, aim) = match instr {
            O::ArrayFill(ty) => {
                let value = packed_text(self.element(ty), self.popped(2));
                let len = count(fourth, "element");
                let what = format!("{len} of {array}, from {start} on, to {value}");
                let will = format!("set {what}");
                (will.clone(), format!("Set {what}"), will)
            }
            O::ArrayCopy { .. } => {
                let from = self.popped(2);
                let len = count(fifth, "element");
                copy(format!("{len} of {from}, from {fourth} on,"))
            }
            O::ArrayInitData { data, .. } => copy(self.of_data(data, third, fourth)),
            O::ArrayInitElem { elem, .. } => copy(self.of_elem(elem, third, fourth)),
            _ => return Tale::safe("", ""),
        };
        let written = match instr {
            O::ArrayFill(_) => String::new(),
            _ => self.written(),
        };
        Tale::new(format!("Will {will}."), format!("{did}{written}."), aim)
    }
}
