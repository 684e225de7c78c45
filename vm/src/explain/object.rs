//! Structures, integers of 31 bits and conversions, told.

use super::tale::{Tale, Teller};
use super::words::{list, slot};
use crate::observe::HeapEffect;
use crate::runtime::Value;
use crate::syntax::{CompositeType, ObjectInstr, Sign, StorageType, TypeIdx};
use crate::view::{identifier, type_name};

impl Teller<'_> {
    pub(super) fn object(&self, instr: ObjectInstr) -> Tale {
        use ObjectInstr as O;
        match instr {
            O::StructNew(ty) => self.new_structure(ty, &self.record.pop, ""),
            O::StructNewDefault(ty) => {
                let fields = self.instance.module.types.get(ty).fields().iter();
                let fields = fields.map(|field| Value::default_of(field.storage.unpacked()));
                let fields: Vec<Value> = fields.collect();
                self.new_structure(ty, &fields, ", the default values")
            }
            O::StructGet { ty, field, sign } => self.get_field(ty, field, sign),
            O::StructSet { ty, field } => self.set_field(ty, field),
            O::ArrayNew(_)
            | O::ArrayNewDefault(_)
            | O::ArrayNewFixed { .. }
            | O::ArrayNewData { .. }
            | O::ArrayNewElem { .. }
            | O::ArrayGet { .. }
            | O::ArraySet(_)
            | O::ArrayLen
            | O::ArrayFill(_)
            | O::ArrayCopy { .. }
            | O::ArrayInitData { .. }
            | O::ArrayInitElem { .. } => self.array(instr),
            O::RefI31 => self.make_i31(),
            O::I31Get(sign) => self.read_i31(sign),
            O::AnyConvertExtern | O::ExternConvertAny => self.convert(instr),
        }
    }

    /// `$node`, `structure of type 3`.
    pub(super) fn kind(&self, ty: TypeIdx) -> String {
        let module = &self.instance.module;
        let name = type_name(module, ty);
        match (name.starts_with('$'), &module.types.get(ty).composite) {
            (true, _) => name,
            (false, CompositeType::Array(_)) => format!("array of type {name}"),
            (false, _) => format!("structure of type {name}"),
        }
    }

    /// The name of a field, or its index.
    pub(super) fn field(&self, ty: TypeIdx, field: u32) -> String {
        let names = self.instance.module.names.fields.get(&ty.0);
        let name = names.and_then(|names| names.get(&field));
        identifier(name, field)
    }

    fn storage(&self, ty: TypeIdx, field: u32) -> StorageType {
        let fields = self.instance.module.types.get(ty).fields();
        let field = fields.get(field as usize).map(|field| field.storage);
        field.unwrap_or(StorageType::I8)
    }

    /// What was read, as it is stored.
    pub(super) fn stored(&self) -> Option<Value> {
        match self.record.heap.first()? {
            HeapEffect::Read { read, .. } => read.first().copied(),
            _ => None,
        }
    }

    /// What was overwritten, and what is there after it.
    pub(super) fn overwritten(&self) -> String {
        let write = self.record.heap.iter().find_map(|effect| match effect {
            HeapEffect::Write { old, .. } => old.first(),
            _ => None,
        });
        write.map_or_else(String::new, ToString::to_string)
    }

    /// `$x = 1 and $y = 2`; what does not fit into a packed field is said.
    fn fields(&self, ty: TypeIdx, values: &[Value]) -> String {
        let names = self.instance.module.names.fields.get(&ty.0);
        let fields = (0..).zip(values).map(|(index, value)| {
            let text = packed_text(self.storage(ty, index), *value);
            match names.and_then(|names| names.get(&index)) {
                Some(name) => format!("{} = {text}", identifier(Some(name), index)),
                None => text,
            }
        });
        list(&fields.collect::<Vec<_>>())
    }

    fn new_structure(&self, ty: TypeIdx, values: &[Value], note: &str) -> Tale {
        let kind = self.kind(ty);
        let with = match values.is_empty() {
            true => "without fields".to_owned(),
            false => format!("with {}{note}", self.fields(ty, values)),
        };
        let made = self.result();
        Tale::safe(
            format!("Makes a new {kind} on the heap, {with}, and will push a reference to it."),
            format!("Made {made}, a new {kind}, {with}, and pushed a reference to it."),
        )
    }

    fn get_field(&self, ty: TypeIdx, field: u32, sign: Sign) -> Tale {
        let object = self.popped(0);
        let (what, name) = (self.object_text(object), self.field(ty, field));
        let value = self.named(self.result());
        let how = reading(self.storage(ty, field), sign, self.stored());
        Tale::new(
            format!("Reads field {name} of {what} and will push what it holds: {value}{how}."),
            format!("Read field {name} of {what} and pushed what it holds: {value}{how}."),
            format!("read field {name} of {object}"),
        )
    }

    fn set_field(&self, ty: TypeIdx, field: u32) -> Tale {
        let object = self.popped(0);
        let (what, name) = (self.object_text(object), self.field(ty, field));
        let new = packed_text(self.storage(ty, field), self.popped(1));
        let old = self.overwritten();
        Tale::new(
            format!("Will set field {name} of {what} to {new}; now it is {old}."),
            format!("Set field {name} of {what} to {new}; it was {old}."),
            format!("set field {name} of {object} to {new}"),
        )
    }

    fn make_i31(&self) -> Tale {
        let (v, r) = (self.popped(0), self.result());
        let bits = slot(v);
        // The bit that is dropped is a copy of the one below it in a number that fits.
        let note = match (bits >> 30) & 3 {
            0 | 3 => "",
            _ => " It does not fit into 31 bits with a sign, so its topmost bit is lost.",
        };
        Tale::safe(
            format!("Takes the i32 {v} and will push {r}, a reference that is the number.{note}"),
            format!("Took the i32 {v} and pushed {r}, a reference that is the number.{note}"),
        )
    }

    fn read_i31(&self, sign: Sign) -> Tale {
        let (v, r) = (self.popped(0), self.result());
        let how = match sign {
            Sign::Signed => "with a sign",
            Sign::None | Sign::Unsigned => "without a sign",
        };
        Tale::new(
            format!("Takes the reference {v} and will push its 31 bits {how}, the i32 {r}."),
            format!("Took the reference {v} and pushed its 31 bits {how}, the i32 {r}."),
            format!("read the number that {v} is"),
        )
    }

    fn convert(&self, instr: ObjectInstr) -> Tale {
        let (v, r) = (self.popped(0), self.result());
        let (from, to) = match instr {
            ObjectInstr::AnyConvertExtern => ("the host's", "the program's own"),
            _ => ("the program's own", "the host's"),
        };
        let ty = self.type_text(r.ty());
        Tale::safe(
            format!(
                "Takes {v} as one of {from} references and will push the same as one of {to}, \
                 {ty}: {r}."
            ),
            format!(
                "Took {v} as one of {from} references and pushed {r}, the same as one of {to}."
            ),
        )
    }
}

/// How a field or element is read, where it is packed.
pub(super) fn reading(storage: StorageType, sign: Sign, stored: Option<Value>) -> String {
    let how = match sign {
        Sign::None => return String::new(),
        Sign::Signed => "with a sign",
        Sign::Unsigned => "without a sign",
    };
    let bits = 8 * storage.bytes();
    match stored {
        Some(stored) => {
            let digits = 2 * storage.bytes();
            format!(", its {bits} bits 0x{:0digits$x} read {how}", slot(stored))
        }
        None => format!(", its {bits} bits read {how}"),
    }
}

/// A value that is to be stored: where it is packed, the bits of it that are kept.
pub(super) fn packed_text(storage: StorageType, value: Value) -> String {
    let most = match storage {
        StorageType::I8 => 0xff,
        StorageType::I16 => 0xffff,
        StorageType::Val(_) => return value.to_string(),
    };
    match slot(value) {
        bits if bits <= most => value.to_string(),
        bits => {
            let digits = 2 * storage.bytes();
            let width = 8 * storage.bytes();
            format!(
                "{value} (of which {width} bits are kept, 0x{:0digits$x})",
                bits & most
            )
        }
    }
}
