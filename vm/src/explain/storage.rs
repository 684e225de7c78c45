//! Memories, tables and references, told.

use super::tale::{Tale, Teller};
use super::words::{a, address, bytes, count, list, slot};
use crate::observe::{MemEffect, TableEffect};
use crate::runtime::{Func, Ref, Value};
use crate::syntax::{Instr, LoadOp, MemArg, MemIdx, StoreOp, TableIdx, ValType};
use crate::view::identifier;

impl Teller<'_> {
    pub(super) fn memory_name(&self, mem: MemIdx) -> String {
        let names = &self.instance.module.names.memories;
        match (names.get(&mem.0), self.instance.memories.len()) {
            (None, 1) => "memory".to_owned(),
            (name, _) => format!("memory {}", identifier(name, mem.0)),
        }
    }

    /// ` of memory $m`, where there are several.
    fn of_memory(&self, mem: MemIdx) -> String {
        match self.instance.memories.len() {
            1 => String::new(),
            _ => format!(" of {}", self.memory_name(mem)),
        }
    }

    pub(super) fn table_name(&self, table: TableIdx) -> String {
        let name = self.instance.module.names.tables.get(&table.0);
        format!("table {}", identifier(name, table.0))
    }

    pub(super) fn memory(&self) -> Tale {
        let three = [0, 1, 2].map(|index| slot(self.popped(index)));
        match self.site.instr {
            Instr::Load(op, arg) => self.load(op, arg),
            Instr::Store(op, arg) => self.store(op, arg),
            Instr::MemorySize(mem) => {
                let (memory, pages) = (self.memory_name(mem), self.result());
                let (size, bytes) = (
                    count(slot(pages), "page"),
                    self.page_bytes(mem) * u128::from(slot(pages)),
                );
                Tale::safe(
                    format!(
                        "Will push how many pages of {} bytes {memory} has, now {pages}.",
                        self.page_bytes(mem)
                    ),
                    format!("Pushed {pages}: {memory} has {size}, {bytes} bytes in all."),
                )
            }
            Instr::MemoryGrow(mem) => self.grow_memory(mem),
            Instr::MemoryFill(mem) => {
                let [start, value, len] = three;
                let what = format!("{}{}", span(start, len), self.of_memory(mem));
                let byte = value as u8;
                let how = match value {
                    0..=255 => format!("0x{byte:02x}"),
                    _ => format!("0x{byte:02x}, the lowest byte of {}", self.popped(1)),
                };
                Tale::new(
                    format!("Will set {what} to the byte {how}."),
                    format!("Set {what} to the byte {how}."),
                    format!("set {what} to the byte {how}"),
                )
            }
            Instr::MemoryCopy { dst, src } => {
                let [to, from, len] = three;
                let (dst, src) = (self.of_memory(dst), self.of_memory(src));
                let what = format!(
                    "{}{src} to address {}{dst}",
                    span(from, len),
                    address(to.into())
                );
                let read = self.read_bytes();
                Tale::new(
                    format!("Will copy {what}: {read}."),
                    format!("Copied {what}: {read}."),
                    format!("copy {what}"),
                )
            }
            Instr::MemoryInit { mem, data } => {
                let [to, from, len] = three;
                let name = self.instance.module.names.datas.get(&data.0);
                let data = identifier(name, data.0);
                let what = format!(
                    "{} from byte {from} of data segment {data} to address {}{}",
                    count(len, "byte"),
                    address(to.into()),
                    self.of_memory(mem)
                );
                let written = self.written_bytes();
                Tale::new(
                    format!("Will copy {what}."),
                    format!("Copied {what}: {written}."),
                    format!("copy {what}"),
                )
            }
            Instr::DataDrop(data) => {
                let name = self.instance.module.names.datas.get(&data.0);
                let data = identifier(name, data.0);
                Tale::safe(
                    format!("Gives up data segment {data}: from now on it is empty."),
                    format!("Gave up data segment {data}, which is empty now."),
                )
            }
            _ => Tale::safe("", ""),
        }
    }

    pub(super) fn read_bytes(&self) -> String {
        match self.record.mem.first() {
            Some(MemEffect::Read { read, len, .. }) => bytes(&read.0, *len),
            _ => "no bytes".to_owned(),
        }
    }

    /// The bytes that are overwritten.
    pub(super) fn old_bytes(&self) -> String {
        match self.record.mem.first() {
            Some(MemEffect::Write { old, .. }) => bytes(&old.0, None),
            _ => String::new(),
        }
    }

    fn written_bytes(&self) -> String {
        match self.record.mem.last() {
            Some(MemEffect::Write { new, len, .. }) => bytes(&new.0, *len),
            _ => "no bytes".to_owned(),
        }
    }

    /// `address 64 (0x40)`, or how it comes about: `address 60 + 4 = 64 (0x40)`.
    pub(super) fn effective(&self, arg: MemArg) -> String {
        // The sum has no width: past every address it is out of bounds, and does not wrap.
        let base = slot(self.popped(0));
        let at = address(u128::from(base) + u128::from(arg.offset()));
        let memory = self.of_memory(arg.mem());
        match arg.offset() {
            0 => format!("address {at}{memory}"),
            offset => format!("address {base} + {offset} = {at}{memory}"),
        }
    }

    fn load(&self, op: LoadOp, arg: MemArg) -> Tale {
        let at = self.effective(arg);
        let (ty, value) = (op.ty(), self.result());
        let size = count(op.bytes().into(), "byte");
        let how = match op {
            LoadOp::I32Load | LoadOp::I64Load | LoadOp::F32Load | LoadOp::F64Load => a(ty),
            LoadOp::I32Load8S
            | LoadOp::I32Load16S
            | LoadOp::I64Load8S
            | LoadOp::I64Load16S
            | LoadOp::I64Load32S => format!("{} with a sign, widened", a(ty)),
            LoadOp::I32Load8U
            | LoadOp::I32Load16U
            | LoadOp::I64Load8U
            | LoadOp::I64Load16U
            | LoadOp::I64Load32U => format!("{} without a sign, widened", a(ty)),
        };
        let read = self.read_bytes();
        let (they, order) = match op.bytes() {
            1 => ("It", ""),
            _ => ("They", ", lowest byte first"),
        };
        Tale::new(
            format!("Reads {size} at {at}: {read}{order}. {they} will be pushed as {how}."),
            format!("Read {read} at {at}{order}, and pushed {value}, read as {how}."),
            format!("read {size} at {at} as {how}"),
        )
    }

    fn store(&self, op: StoreOp, arg: MemArg) -> Tale {
        let at = self.effective(arg);
        let (ty, value) = (op.ty(), self.popped(1));
        let size = count(op.bytes().into(), "byte");
        let part = match op {
            StoreOp::I32Store | StoreOp::I64Store | StoreOp::F32Store | StoreOp::F64Store => {
                format!("the {ty} {value} as {size}")
            }
            StoreOp::I32Store8
            | StoreOp::I32Store16
            | StoreOp::I64Store8
            | StoreOp::I64Store16
            | StoreOp::I64Store32 => format!("the lowest {size} of the {ty} {value}"),
        };
        let order = match op.bytes() {
            1 => "",
            _ => ", lowest byte first",
        };
        let low = slot(value).to_le_bytes();
        let new = bytes(&low[..op.bytes() as usize], None);
        let old = self.old_bytes();
        Tale::new(
            format!("Will write {part} to {at}: {new}{order}, over {old}."),
            format!("Wrote {part} to {at}: {new}{order}, where {old} was."),
            format!("write {part} to {at}"),
        )
    }

    /// Bytes in a page of a memory.
    fn page_bytes(&self, mem: MemIdx) -> u128 {
        u128::from(self.instance.module.memories[mem.at()].page_bytes())
    }

    pub(super) fn table(&self) -> Tale {
        let three = [0, 1, 2].map(|index| slot(self.popped(index)));
        match self.site.instr {
            Instr::RefNull(heap) => {
                let ty = self.type_text(ValType::null(heap));
                Tale::safe(
                    format!("Will push null, a {ty} that refers to nothing."),
                    format!("Pushed null, a {ty} that refers to nothing."),
                )
            }
            Instr::RefIsNull => {
                let (reference, result) = (self.popped(0), self.result());
                let is = if slot(reference) == 0 { "is" } else { "is not" };
                Tale::safe(
                    format!(
                        "Takes the reference {reference} and will push 1 if it is null, else 0."
                    ),
                    format!("Took the reference {reference} and pushed {result}: it {is} null."),
                )
            }
            Instr::RefFunc(_) => {
                let value = self.result();
                let what = self.named(value);
                Tale::safe(
                    format!("Will push a reference to a function: {what}. It is not called."),
                    format!("Pushed a reference to a function: {what}. It was not called."),
                )
            }
            Instr::TableGet(table) => {
                let (index, table) = (three[0], self.table_name(table));
                let found = self.named(self.result());
                Tale::new(
                    format!("Looks up element {index} of {table} and will push it: {found}."),
                    format!("Pushed element {index} of {table}: {found}."),
                    format!("look up element {index} of {table}"),
                )
            }
            Instr::TableSet(table) => {
                let (index, table) = (three[0], self.table_name(table));
                let new = self.named(self.popped(1));
                let old = match self.record.table.first() {
                    Some(TableEffect::Write { old, .. }) => list(old),
                    _ => String::new(),
                };
                Tale::new(
                    format!("Will set element {index} of {table}, now {old}, to {new}."),
                    format!("Set element {index} of {table}, which was {old}, to {new}."),
                    format!("set element {index} of {table} to {new}"),
                )
            }
            Instr::TableSize(table) => {
                let (table, size) = (self.table_name(table), self.result());
                Tale::safe(
                    format!("Will push how many elements {table} has, now {size}."),
                    format!("Pushed {size}, the number of elements of {table}."),
                )
            }
            Instr::TableGrow(table) => self.grow_table(table),
            Instr::TableFill(table) => {
                let [start, _, len] = three;
                let value = self.named(self.popped(1));
                let what = format!("{} of {}", elements(start, len), self.table_name(table));
                Tale::new(
                    format!("Will set {what} to {value}."),
                    format!("Set {what} to {value}."),
                    format!("set {what} to {value}"),
                )
            }
            Instr::TableCopy { dst, src } => {
                let [to, from, len] = three;
                let (src, dst) = (self.table_name(src), self.table_name(dst));
                let what = format!(
                    "{} of {src} to element {to} on of {dst}",
                    elements(from, len)
                );
                Tale::new(
                    format!("Will copy {what}."),
                    format!("Copied {what}."),
                    format!("copy {what}"),
                )
            }
            Instr::TableInit { table, elem } => {
                let [to, from, len] = three;
                let name = self.instance.module.names.elems.get(&elem.0);
                let what = format!(
                    "{} of element segment {} to element {to} on of {}",
                    elements(from, len),
                    identifier(name, elem.0),
                    self.table_name(table)
                );
                Tale::new(
                    format!("Will copy {what}."),
                    format!("Copied {what}."),
                    format!("copy {what}"),
                )
            }
            Instr::ElemDrop(elem) => {
                let name = self.instance.module.names.elems.get(&elem.0);
                let elem = identifier(name, elem.0);
                Tale::safe(
                    format!("Gives up element segment {elem}: from now on it is empty."),
                    format!("Gave up element segment {elem}, which is empty now."),
                )
            }
            _ => Tale::safe("", ""),
        }
    }

    /// A reference, a function's with its name: `func 3 ($add)`.
    pub(super) fn named(&self, value: Value) -> String {
        let Value::Ref(_, Ref::Func(addr)) = value else {
            return value.to_string();
        };
        match self.machine.store().func(addr) {
            Func::Wasm {
                instance, index, ..
            } => {
                let module = &self.machine.store().instance(*instance).module;
                format!("{value}, which is {}", module.func_name(*index))
            }
            Func::Host { module, name, .. } => format!("{value}, which is {module}.{name}"),
        }
    }
}

/// `8 bytes at address 64 (0x40)`.
fn span(start: u64, len: u64) -> String {
    format!(
        "{} at address {}",
        count(len, "byte"),
        address(start.into())
    )
}

/// `elements 3 to 5`, `element 3`, `no elements`.
fn elements(start: u64, len: u64) -> String {
    match len {
        0 => format!("no elements, from {start} on,"),
        1 => format!("element {start}"),
        _ => format!(
            "elements {start} to {}",
            u128::from(start) + u128::from(len - 1)
        ),
    }
}
