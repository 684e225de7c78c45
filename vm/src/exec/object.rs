//! Instructions on structures, arrays and integers of 31 bits (sections 4.6.7 to 4.6.10).
//!
//! Each takes its operands from the slots below `top` and changes nothing when it traps, or
//! when there is no room for what it makes.

use super::bulk::part;
use crate::runtime::{
    Body, DataAddr, ElemAddr, Heap, Instance, Limit, NoRoom, Object, ObjectAddr, ObjectKind, Ref,
    Trap, TypeAddr, WriteError, pack,
};
use crate::syntax::{DataIdx, DefTypes, ElemIdx, ObjectInstr, Sign, StorageType, TypeIdx, ValType};
use std::ops::Range;
use std::sync::Arc;

/// What objects are made in and of.
pub(super) struct World<'a> {
    pub(super) heap: &'a mut Heap,
    /// The types of the module, and their addresses.
    pub(super) defs: &'a DefTypes,
    pub(super) types: &'a [TypeAddr],
    /// The module's bytes, and where in them its segments lie.
    pub(super) bytes: &'a [u8],
    pub(super) datas: &'a [Range<usize>],
    pub(super) data_addrs: &'a [DataAddr],
    pub(super) elems: &'a [Arc<[u64]>],
    pub(super) elem_addrs: &'a [ElemAddr],
    /// Whether the heap may be collected when there is no room.
    pub(super) collects: bool,
}

/// Why an instruction was not executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    Trap(Trap),
    /// The heap has to be collected first, to have room for so many fields.
    Collect(u64),
    /// There is no room in the heap or a memory.
    Exhausted(Limit),
}

impl From<WriteError> for Stop {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::OutOfBounds => Self::Trap(Trap::OutOfBoundsMemoryAccess),
            WriteError::Exhausted => Self::Exhausted(Limit::Memory),
        }
    }
}

impl From<Trap> for Stop {
    fn from(trap: Trap) -> Self {
        Self::Trap(trap)
    }
}

/// How many slots there are now, and how many bytes were touched.
type Done = Result<(usize, u64), Stop>;

const ARRAY: Trap = Trap::OutOfBoundsArrayAccess;

/// Elements from which on the host is asked whether it has so much memory.
const MANY: usize = 1 << 16;

pub(super) fn execute(
    instr: ObjectInstr,
    mut world: World<'_>,
    slots: &mut [u64],
    top: usize,
) -> Done {
    use ObjectInstr as O;
    match instr {
        O::StructNew(_) | O::StructNewDefault(_) | O::StructGet { .. } | O::StructSet { .. } => {
            structure(instr, world, slots, top)
        }
        O::ArrayNew(_)
        | O::ArrayNewDefault(_)
        | O::ArrayNewFixed { .. }
        | O::ArrayNewData { .. }
        | O::ArrayNewElem { .. } => make_array(instr, world, slots, top),
        O::ArrayGet { ty, sign } => {
            let storage = world.defs.element(ty).storage;
            let (_, array) = world.array(slots[top - 2])?;
            let [low, high] = array.element(storage, slots[top - 1]).ok_or(ARRAY)?;
            slots[top - 2] = extended(storage, sign, low);
            // A vector takes the slot of the index as well.
            slots[top - 1] = high;
            Ok((top - 2 + width_of(storage), 0))
        }
        O::ArrayLen => {
            let (_, array) = world.array(slots[top - 1])?;
            slots[top - 1] = array.fields();
            Ok((top, 0))
        }
        O::ArraySet(_)
        | O::ArrayFill(_)
        | O::ArrayCopy { .. }
        | O::ArrayInitData { .. }
        | O::ArrayInitElem { .. } => elements(instr, &mut world, slots, top),
        O::RefI31 => {
            slots[top - 1] = Ref::I31(slots[top - 1] as u32 & 0x7fff_ffff).to_slot();
            Ok((top, 0))
        }
        O::I31Get(sign) => {
            let Ref::I31(bits) = Ref::from_slot(slots[top - 1]) else {
                return Err(Trap::NullI31Reference.into());
            };
            slots[top - 1] = u64::from(match sign {
                Sign::Signed => ((bits << 1) as i32 >> 1) as u32,
                _ => bits,
            });
            Ok((top, 0))
        }
        // The slot says by itself what it refers to.
        O::AnyConvertExtern | O::ExternConvertAny => Ok((top, 0)),
    }
}

/// Allocates an object with so many fields, whose body is made when there is room for it.
/// Where the heap `collects`, it may have to be collected first.
pub(super) fn allocate(
    heap: &mut Heap,
    collects: bool,
    kind: ObjectKind,
    fields: u64,
    body: impl FnOnce() -> Body,
) -> Result<Ref, Stop> {
    match heap.room_for(fields) {
        Ok(()) => {}
        Err(NoRoom::Collect) if collects => return Err(Stop::Collect(fields)),
        Err(NoRoom::Collect) if heap.would_hold(fields) => {}
        Err(_) => return Err(Stop::Exhausted(Limit::Heap)),
    }
    let many = fields as usize;
    if many > MANY && Vec::<u128>::new().try_reserve_exact(many).is_err() {
        return Err(Stop::Exhausted(Limit::Heap));
    }
    let addr = heap.allocate(kind, fields, body());
    let addr = addr.ok_or(Stop::Exhausted(Limit::Heap))?;
    Ok(match kind {
        ObjectKind::Struct(_) => Ref::Struct(addr),
        ObjectKind::Array(_) => Ref::Array(addr),
        ObjectKind::Exn(_) => Ref::Exn(addr),
    })
}

impl<'a> World<'a> {
    /// That of an instance which runs.
    pub(super) fn new(
        instance: &'a Instance,
        heap: &'a mut Heap,
        datas: &'a [Range<usize>],
        elems: &'a [Arc<[u64]>],
    ) -> Self {
        Self {
            heap,
            defs: &instance.module.types,
            types: &instance.types,
            bytes: &instance.module.bytes,
            datas,
            data_addrs: &instance.datas,
            elems,
            elem_addrs: &instance.elems,
            collects: true,
        }
    }

    /// Allocates an object with so many fields.
    fn allocate(
        &mut self,
        kind: ObjectKind,
        fields: u64,
        body: impl FnOnce() -> Body,
    ) -> Result<u64, Stop> {
        allocate(self.heap, self.collects, kind, fields, body).map(Ref::to_slot)
    }

    fn array(&self, slot: u64) -> Result<(ObjectAddr, &Object), Stop> {
        let Ref::Array(addr) = Ref::from_slot(slot) else {
            return Err(Trap::NullArrayReference.into());
        };
        let object = self.heap.get(addr).ok_or(Trap::NullArrayReference)?;
        Ok((addr, object))
    }

    fn data(&self, data: DataIdx) -> &[u8] {
        &self.bytes[self.datas[self.data_addrs[data.at()].at()].clone()]
    }

    fn elem(&self, elem: ElemIdx) -> &Arc<[u64]> {
        &self.elems[self.elem_addrs[elem.at()].at()]
    }
}

/// The slots of a structure that lie before a field.
fn slot_of(defs: &DefTypes, ty: TypeIdx, field: u32) -> usize {
    let before = &defs.get(ty).fields()[..field as usize];
    let slots = before.iter().map(|field| field.storage.unpacked().slots());
    slots.sum::<u32>() as usize
}

/// The low bits of a slot that a packed field keeps.
fn kept(storage: StorageType, slot: u64) -> u64 {
    match storage {
        StorageType::I8 => slot & 0xff,
        StorageType::I16 => slot & 0xffff,
        StorageType::Val(_) => slot,
    }
}

/// What a field of so many bits is as a value.
fn extended(storage: StorageType, sign: Sign, slot: u64) -> u64 {
    match (storage, sign) {
        (StorageType::I8, Sign::Signed) => u64::from(slot as i8 as u32),
        (StorageType::I16, Sign::Signed) => u64::from(slot as i16 as u32),
        _ => slot,
    }
}

fn structure(instr: ObjectInstr, mut world: World<'_>, slots: &mut [u64], top: usize) -> Done {
    match instr {
        ObjectInstr::StructNew(ty) | ObjectInstr::StructNewDefault(ty) => {
            let fields = world.defs.get(ty).fields();
            let count = slot_of(world.defs, ty, fields.len() as u32);
            let kind = ObjectKind::Struct(world.types[ty.at()]);
            if matches!(instr, ObjectInstr::StructNewDefault(_)) {
                let body = || Body::Slots(std::iter::repeat_n(0, count).collect());
                slots[top] = world.allocate(kind, fields.len() as u64, body)?;
                return Ok((top + 1, 0));
            }
            let bottom = top - count;
            let mut at = bottom;
            for field in fields {
                slots[at] = kept(field.storage, slots[at]);
                at += field.storage.unpacked().slots() as usize;
            }
            let body = || Body::Slots(Arc::from(&slots[bottom..top]));
            let made = world.allocate(kind, fields.len() as u64, body)?;
            slots[bottom] = made;
            Ok((bottom + 1, 0))
        }
        ObjectInstr::StructGet { ty, field, sign } => {
            let object = structure_at(slots[top - 1])?;
            let object = world.heap.get(object).ok_or(Trap::NullStructureReference)?;
            let storage = world.defs.get(ty).fields()[field as usize].storage;
            let at = slot_of(world.defs, ty, field);
            slots[top - 1] = extended(storage, sign, object.slots()[at]);
            if storage == StorageType::Val(ValType::V128) {
                slots[top] = object.slots()[at + 1];
                return Ok((top + 1, 0));
            }
            Ok((top, 0))
        }
        ObjectInstr::StructSet { ty, field } => {
            let storage = world.defs.get(ty).fields()[field as usize].storage;
            let width = storage.unpacked().slots() as usize;
            let addr = structure_at(slots[top - width - 1])?;
            let at = slot_of(world.defs, ty, field);
            let object = world
                .heap
                .get_mut(addr)
                .ok_or(Trap::NullStructureReference)?;
            let place = &mut object.slots_mut()[at..at + width];
            place.copy_from_slice(&slots[top - width..top]);
            place[0] = kept(storage, place[0]);
            Ok((top - width - 1, 0))
        }
        _ => Ok((top, 0)),
    }
}

fn structure_at(slot: u64) -> Result<ObjectAddr, Stop> {
    match Ref::from_slot(slot) {
        Ref::Struct(addr) => Ok(addr),
        _ => Err(Trap::NullStructureReference.into()),
    }
}

fn make_array(instr: ObjectInstr, mut world: World<'_>, slots: &mut [u64], top: usize) -> Done {
    let (ty, bottom, count) = match instr {
        ObjectInstr::ArrayNew(ty) => {
            let width = width_of(world.defs.element(ty).storage);
            (ty, top - 1 - width, slots[top - 1])
        }
        ObjectInstr::ArrayNewDefault(ty) => (ty, top - 1, slots[top - 1]),
        ObjectInstr::ArrayNewFixed { ty, count } => {
            let width = width_of(world.defs.element(ty).storage);
            (ty, top - width * count as usize, u64::from(count))
        }
        ObjectInstr::ArrayNewData { ty, .. } | ObjectInstr::ArrayNewElem { ty, .. } => {
            (ty, top - 2, slots[top - 1])
        }
        _ => return Ok((top, 0)),
    };
    let storage = world.defs.element(ty).storage;
    let kind = ObjectKind::Array(world.types[ty.at()]);
    let len = count as usize;
    let operands = &slots[bottom..top];
    let body = match instr {
        ObjectInstr::ArrayNewData { data, .. } => {
            let bytes = part(
                world.data(data),
                operands[0],
                count * storage.bytes() as u64,
            );
            let bytes: Arc<[u8]> = bytes.ok_or(Trap::OutOfBoundsMemoryAccess)?.into();
            let made = world.allocate(kind, count, || Body::Bytes(bytes))?;
            slots[bottom] = made;
            return Ok((bottom + 1, count));
        }
        ObjectInstr::ArrayNewElem { elem, .. } => {
            let items = part(world.elem(elem), operands[0], count);
            let items: Arc<[u64]> = items.ok_or(Trap::OutOfBoundsTableAccess)?.into();
            let made = world.allocate(kind, count, || Body::Slots(items))?;
            slots[bottom] = made;
            return Ok((bottom + 1, count));
        }
        ObjectInstr::ArrayNewFixed { .. } => {
            let made = world.allocate(kind, count, || pack_all(storage, operands))?;
            slots[bottom] = made;
            return Ok((bottom + 1, count));
        }
        ObjectInstr::ArrayNew(_) => value_in(operands),
        _ => [0, 0],
    };
    let made = world.allocate(kind, count, || filled(storage, body, len))?;
    slots[bottom] = made;
    Ok((bottom + 1, count))
}

/// The slots of an element on the stack.
fn width_of(storage: StorageType) -> usize {
    storage.unpacked().slots() as usize
}

/// The value that operands begin with; the second slot counts for a vector only.
fn value_in(operands: &[u64]) -> [u64; 2] {
    let at = |index: usize| operands.get(index).copied().unwrap_or_default();
    [at(0), at(1)]
}

/// The elements of an array that are all the same.
fn filled(storage: StorageType, value: [u64; 2], len: usize) -> Body {
    if storage.is_ref() {
        return Body::Slots(std::iter::repeat_n(value[0], len).collect());
    }
    let width = storage.bytes();
    let bytes = pack(value);
    match bytes[..width].iter().all(|byte| *byte == bytes[0]) {
        true => Body::Bytes(std::iter::repeat_n(bytes[0], len * width).collect()),
        false => Body::Bytes(bytes[..width].repeat(len).into()),
    }
}

/// Operands as the elements of an array.
fn pack_all(storage: StorageType, operands: &[u64]) -> Body {
    if storage.is_ref() {
        return Body::Slots(operands.into());
    }
    let mut bytes = Vec::with_capacity(operands.len() * storage.bytes());
    for operand in operands.chunks(width_of(storage)) {
        bytes.extend_from_slice(&pack(value_in(operand))[..storage.bytes()]);
    }
    Body::Bytes(bytes.into())
}

/// Instructions that write a range of an array.
fn elements(instr: ObjectInstr, world: &mut World<'_>, slots: &mut [u64], top: usize) -> Done {
    let (ty, popped) = match instr {
        ObjectInstr::ArraySet(ty) => (ty, 2 + width_of(world.defs.element(ty).storage)),
        ObjectInstr::ArrayFill(ty) => (ty, 3 + width_of(world.defs.element(ty).storage)),
        ObjectInstr::ArrayCopy { dst, .. } => (dst, 5),
        ObjectInstr::ArrayInitData { ty, .. } | ObjectInstr::ArrayInitElem { ty, .. } => (ty, 4),
        _ => return Ok((top, 0)),
    };
    let bottom = top - popped;
    let operands = &slots[bottom..top];
    let storage = world.defs.element(ty).storage;
    let (addr, array) = world.array(operands[0])?;
    let count = match instr {
        ObjectInstr::ArraySet(_) => 1,
        _ => operands[popped - 1],
    };
    let start = operands[1];
    let fits = |array: &Object, start: u64| {
        let end = start.checked_add(count);
        end.filter(|end| *end <= array.fields()).ok_or(ARRAY)
    };
    let source = match instr {
        ObjectInstr::ArrayCopy { .. } => Some(world.array(operands[2])?.1),
        _ => None,
    };
    fits(array, start)?;
    let source = match instr {
        ObjectInstr::ArrayCopy { .. } => {
            let source = source.ok_or(ARRAY)?;
            fits(source, operands[3])?;
            taken(source, storage, operands[3], count)
        }
        ObjectInstr::ArrayInitData { data, .. } => {
            let len = count * storage.bytes() as u64;
            let bytes = part(world.data(data), operands[2], len);
            Body::Bytes(bytes.ok_or(Trap::OutOfBoundsMemoryAccess)?.into())
        }
        ObjectInstr::ArrayInitElem { elem, .. } => {
            let items = part(world.elem(elem), operands[2], count);
            Body::Slots(items.ok_or(Trap::OutOfBoundsTableAccess)?.into())
        }
        _ => filled(storage, value_in(&operands[2..]), count as usize),
    };
    let array = world.heap.get_mut(addr).ok_or(Trap::NullArrayReference)?;
    let start = start as usize;
    match source {
        Body::Slots(from) => array.slots_mut()[start..][..from.len()].copy_from_slice(&from),
        Body::Bytes(from) => {
            let start = start * storage.bytes();
            array.bytes_mut()[start..][..from.len()].copy_from_slice(&from);
        }
    }
    Ok((bottom, count))
}

/// A copy of a range of an array, which may be the one that it goes to.
fn taken(array: &Object, storage: StorageType, start: u64, count: u64) -> Body {
    let (start, count) = (start as usize, count as usize);
    if storage.is_ref() {
        return Body::Slots(array.slots()[start..start + count].into());
    }
    let width = storage.bytes();
    Body::Bytes(array.bytes()[start * width..(start + count) * width].into())
}
