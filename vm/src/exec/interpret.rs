//! The loop that executes instructions (section 4.4).
//!
//! It is one function, so that what it touches all the time — the next instruction, the
//! top of the stack, the fuel — stays in registers. What is rare is out of line, in
//! [`super::bulk`] and here below, and takes and gives values, never the registers.
//!
//! Fuel costs nothing in straight code. Within a run of code without branches the steps
//! done are the distance from where it began, so the loop reads instructions from a
//! slice that ends where the fuel does: reaching the end of that slice is running out
//! of fuel. Only where control moves is fuel counted.
//!
//! The slice holds fused entries where several instructions can be executed at once. One
//! that does not fit into what is left of the slice is not taken: a step, which is a run
//! of one, never sees any.
//!
//! An instruction that can trap decides so before it changes anything: a machine that
//! has trapped keeps its operands.

use super::{bulk, num};
use crate::runtime::{Frame, Func, Instance, Machine, Memory, Ref, Store, Trap};
use crate::syntax::{Code, FuncIdx, Instr, Jump, LoadOp, Op, StoreOp, TableIdx, TypeIdx};

/// Why the loop was left.
pub(super) enum Exit {
    /// All fuel is used.
    OutOfFuel,
    /// The next instruction calls a function of the host. It is not executed.
    HostCall,
    /// The outermost frame is gone; its results are all that is on the stack.
    Returned,
    /// The instruction trapped. It counts as executed.
    Trap(Trap),
    /// The next instruction is a call for which the stack has to have at least so many
    /// slots. It is not executed.
    MoreStack(usize),
}

/// What the loop works with.
struct Cursor<'a> {
    slots: &'a mut [u64],
    /// One past the topmost operand.
    top: usize,
    /// The first local of the frame.
    base: usize,
    code: &'a Code,
    /// The entries of `code`, cut off where the fuel ends.
    ops: &'a [Op],
    pc: usize,
    /// Where the straight run of code began.
    start: usize,
    /// The fuel there was at its beginning.
    fuel: u64,
}

impl<'a> Cursor<'a> {
    #[inline(always)]
    fn push(&mut self, slot: u64) {
        self.slots[self.top] = slot;
        self.top += 1;
    }

    #[inline(always)]
    fn pop(&mut self) -> u64 {
        self.top -= 1;
        self.slots[self.top]
    }

    /// The operand `depth` places below the topmost.
    #[inline(always)]
    fn peek(&self, depth: usize) -> u64 {
        self.slots[self.top - 1 - depth]
    }

    /// Puts a result in the place of `count` operands.
    #[inline(always)]
    fn replace(&mut self, count: usize, slot: u64) {
        self.top -= count - 1;
        self.slots[self.top - 1] = slot;
    }

    #[inline(always)]
    fn local(&self, slot: u16) -> u64 {
        self.slots[self.base + usize::from(slot)]
    }

    #[inline(always)]
    fn set_local(&mut self, slot: u16, value: u64) {
        self.slots[self.base + usize::from(slot)] = value;
    }

    #[inline(always)]
    fn three(&self) -> bulk::Three {
        [self.peek(2), self.peek(1), self.peek(0)]
    }

    /// The fuel left after `done` instructions of this straight run.
    #[inline(always)]
    fn left(&self, done: usize) -> u64 {
        self.fuel - done as u64
    }

    /// Counts the instruction at `pc` and goes on at another one of the same function.
    #[inline(always)]
    fn go_to(&mut self, target: usize) {
        self.fuel = self.left(self.pc + 1 - self.start);
        self.begin(target);
    }

    /// Begins a straight run.
    #[inline(always)]
    fn begin(&mut self, pc: usize) {
        self.pc = pc;
        self.start = pc;
        let all = &self.code.ops;
        let end = usize::try_from(self.fuel)
            .map_or(all.len(), |fuel| fuel.saturating_add(pc).min(all.len()));
        self.ops = &all[..end];
    }

    /// Takes a branch: what it carries moves down, the rest is gone.
    #[inline(always)]
    fn branch(&mut self, jump: Jump) {
        let keep = jump.keep();
        let bottom = self.base + self.code.local_slots as usize + jump.height as usize;
        if bottom + keep != self.top {
            self.carry(bottom, keep);
        }
        let back = (jump.target as usize) <= self.pc;
        self.go_to(jump.target as usize);
        // A branch back goes to a `loop`, which has nothing to do but to count.
        if back && self.pc < self.ops.len() {
            self.pc += 1;
        }
    }

    #[inline(always)]
    fn carry(&mut self, bottom: usize, keep: usize) {
        if keep == 1 {
            self.slots[bottom] = self.slots[self.top - 1];
        } else if keep > 0 {
            self.slots.copy_within(self.top - keep..self.top, bottom);
        }
        self.top = bottom + keep;
    }

    /// Continues in another function, or further on in a caller.
    #[inline(always)]
    fn switch(&mut self, code: &'a Code, base: usize, pc: usize) {
        self.fuel = self.left(self.pc + 1 - self.start);
        self.code = code;
        self.base = base;
        self.begin(pc);
    }
}

impl Machine {
    /// Executes at most `fuel` instructions of the frames there are.
    pub(super) fn interpret(&mut self, fuel: u64) -> Exit {
        let Self {
            store,
            stack,
            frames,
            top,
            steps,
            limits,
            ..
        } = self;
        let Store {
            instances,
            funcs,
            tables,
            memories,
            globals,
            elems,
            datas,
        } = store;
        let Some(frame) = frames.last() else {
            return Exit::Returned;
        };
        let Func::Wasm { code, .. } = &funcs[frame.func.at()] else {
            return Exit::HostCall;
        };
        let mut at = Cursor {
            slots: stack,
            top: *top,
            base: frame.base as usize,
            code,
            ops: &[],
            pc: 0,
            start: 0,
            fuel,
        };
        at.begin(frame.pc as usize);
        let mut instance: &Instance = &instances[frame.instance.at()];
        let mut here = frame.instance;

        let exit = 'run: loop {
            /// Leaves the loop, this instruction executed.
            macro_rules! trap {
                ($trap:expr) => {{
                    let trap = $trap;
                    at.fuel = at.left(at.pc + 1 - at.start);
                    at.start = at.pc;
                    break 'run Exit::Trap(trap);
                }};
            }
            /// Leaves the loop, this instruction not executed.
            macro_rules! leave {
                ($exit:expr) => {{
                    let exit = $exit;
                    at.fuel = at.left(at.pc - at.start);
                    at.start = at.pc;
                    break 'run exit;
                }};
            }
            macro_rules! check {
                ($result:expr) => {
                    match $result {
                        Ok(value) => value,
                        Err(trap) => trap!(trap),
                    }
                };
            }
            /// Calls a function of the store; `index` operands lie above its arguments.
            macro_rules! call {
                ($addr:expr, $index:expr) => {{
                    let addr = $addr;
                    let Func::Wasm {
                        instance: callee,
                        code,
                        ..
                    } = &funcs[addr.at()]
                    else {
                        leave!(Exit::HostCall);
                    };
                    if frames.len() >= limits.frames {
                        trap!(Trap::CallStackExhausted);
                    }
                    let args = at.top - $index;
                    let base = args - code.param_slots as usize;
                    let operands = base + code.local_slots as usize;
                    let needed = operands + code.operand_slots as usize;
                    if needed > at.slots.len() {
                        leave!(Exit::MoreStack(needed));
                    }
                    at.slots[args..operands].fill(0);
                    at.top = operands;
                    if let Some(caller) = frames.last_mut() {
                        caller.pc = at.pc as u32;
                    }
                    let left = at.left(at.pc + 1 - at.start);
                    frames.push(Frame {
                        func: addr,
                        instance: *callee,
                        pc: 0,
                        base: base as u32,
                        entered: *steps + (fuel - left),
                    });
                    if *callee != here {
                        here = *callee;
                        instance = &instances[here.at()];
                    }
                    at.switch(code, base, 0);
                    continue 'run;
                }};
            }
            macro_rules! ret {
                () => {{
                    let results = at.code.result_slots as usize;
                    at.carry(at.base, results);
                    frames.pop();
                    let Some(caller) = frames.last() else {
                        at.fuel = at.left(at.pc + 1 - at.start);
                        at.start = at.pc;
                        break 'run Exit::Returned;
                    };
                    let Func::Wasm { code, .. } = &funcs[caller.func.at()] else {
                        break 'run Exit::HostCall;
                    };
                    if caller.instance != here {
                        here = caller.instance;
                        instance = &instances[here.at()];
                    }
                    at.switch(code, caller.base as usize, caller.pc as usize + 1);
                    continue 'run;
                }};
            }

            let Some(op) = at.ops.get(at.pc) else {
                leave!(Exit::OutOfFuel);
            };
            let instr = 'plain: {
                /// Goes past a fused entry that covers so many instructions, unless it
                /// does not fit: then the plain instruction is executed.
                macro_rules! fits {
                    ($covers:expr) => {
                        if at.ops.len() - at.pc < $covers {
                            break 'plain at.code.instrs[at.pc];
                        }
                    };
                }
                /// Takes the `br_if` at the end of a fused entry, if the condition holds.
                macro_rules! br_if {
                    ($covers:expr, $condition:expr) => {{
                        let condition = $condition;
                        at.pc += $covers - 1;
                        if condition as u32 != 0 {
                            if let Instr::BrIf(jump) = at.code.instrs[at.pc] {
                                if jump.returns() {
                                    ret!();
                                }
                                at.branch(jump);
                                continue 'run;
                            }
                        }
                        at.pc += 1;
                    }};
                }
                /// Stores to memory 0; the plain instructions trap in the right place.
                macro_rules! store {
                    ($op:expr, $addr:expr, $value:expr) => {{
                        let memory = &mut memories[instance.memories[0].at()];
                        if store_to($op, memory, $addr, $value).is_none() {
                            break 'plain at.code.instrs[at.pc];
                        }
                    }};
                }
                match *op {
                    Op::Plain(instr) => break 'plain instr,
                    Op::LocalLocal { a, b } => {
                        fits!(2);
                        at.push(at.local(a));
                        at.push(at.local(b));
                        at.pc += 2;
                    }
                    Op::LocalConst { a, value } => {
                        fits!(2);
                        at.push(at.local(a));
                        at.push(u64::from(value));
                        at.pc += 2;
                    }
                    Op::LocalLoad { a, op, offset } => {
                        fits!(2);
                        let memory = &memories[instance.memories[0].at()];
                        let Some(value) = load(op, memory, at.local(a) + u64::from(offset)) else {
                            // The plain instructions trap in the right place.
                            break 'plain at.code.instrs[at.pc];
                        };
                        at.push(value);
                        at.pc += 2;
                    }
                    Op::LocalLocalStore { a, b, op, offset } => {
                        fits!(3);
                        store!(op, at.local(a) + u64::from(offset), at.local(b));
                        at.pc += 3;
                    }
                    Op::LocalConstStore {
                        a,
                        op,
                        value,
                        offset,
                    } => {
                        fits!(3);
                        store!(op, at.local(a) + u64::from(offset), u64::from(value));
                        at.pc += 3;
                    }
                    Op::LocalBinary { a, op } => {
                        fits!(2);
                        at.replace(1, num::binary(op, at.peek(0), at.local(a)));
                        at.pc += 2;
                    }
                    Op::ConstBinary { op, value } => {
                        fits!(2);
                        at.replace(1, num::binary(op, at.peek(0), u64::from(value)));
                        at.pc += 2;
                    }
                    Op::BinarySet { op, to } => {
                        fits!(2);
                        at.set_local(to, num::binary(op, at.peek(1), at.peek(0)));
                        at.top -= 2;
                        at.pc += 2;
                    }
                    Op::BinaryBrIf { op } => {
                        fits!(2);
                        let condition = num::binary(op, at.peek(1), at.peek(0));
                        at.top -= 2;
                        br_if!(2, condition);
                    }
                    Op::LocalLocalBinary { a, b, op } => {
                        fits!(3);
                        at.push(num::binary(op, at.local(a), at.local(b)));
                        at.pc += 3;
                    }
                    Op::LocalConstBinary { a, op, value } => {
                        fits!(3);
                        at.push(num::binary(op, at.local(a), u64::from(value)));
                        at.pc += 3;
                    }
                    Op::LocalLocalBinarySet { a, b, op, to } => {
                        fits!(4);
                        at.set_local(to, num::binary(op, at.local(a), at.local(b)));
                        at.pc += 4;
                    }
                    Op::LocalConstBinarySet { a, op, to, value } => {
                        fits!(4);
                        at.set_local(to, num::binary(op, at.local(a), u64::from(value)));
                        at.pc += 4;
                    }
                    Op::LocalLocalBinaryBrIf { a, b, op } => {
                        fits!(4);
                        br_if!(4, num::binary(op, at.local(a), at.local(b)));
                    }
                    Op::LocalConstBinaryBrIf { a, op, value } => {
                        fits!(4);
                        br_if!(4, num::binary(op, at.local(a), u64::from(value)));
                    }
                }
                continue 'run;
            };
            match instr {
                Instr::Unreachable => trap!(Trap::Unreachable),
                Instr::Nop | Instr::Block(_) | Instr::Loop(_) | Instr::End => {}
                Instr::If { on_false, .. } => {
                    if at.pop() as u32 == 0 {
                        at.go_to(on_false as usize);
                        continue 'run;
                    }
                }
                Instr::Else { after_end } => {
                    at.go_to(after_end as usize);
                    continue 'run;
                }
                Instr::FuncEnd | Instr::Return => ret!(),
                Instr::Br(jump) => {
                    if jump.returns() {
                        ret!();
                    }
                    at.branch(jump);
                    continue 'run;
                }
                Instr::BrIf(jump) => {
                    if at.pop() as u32 != 0 {
                        if jump.returns() {
                            ret!();
                        }
                        at.branch(jump);
                        continue 'run;
                    }
                }
                Instr::BrTable { first, count } => {
                    let index = (at.pop() as u32).min(count);
                    let jump = at.code.jumps[(first + index) as usize];
                    if jump.returns() {
                        ret!();
                    }
                    at.branch(jump);
                    continue 'run;
                }
                Instr::Call(FuncIdx(func)) => call!(instance.funcs[func as usize], 0),
                Instr::CallIndirect { ty, table } => {
                    let index = at.peek(0);
                    let addr = check!(indirect(instance, tables, funcs, ty, table, index));
                    call!(addr, 1)
                }

                Instr::Drop { wide } => at.top -= 1 + usize::from(wide),
                Instr::Select { wide: false, .. } => {
                    let chosen = if at.peek(0) as u32 == 0 {
                        at.peek(1)
                    } else {
                        at.peek(2)
                    };
                    at.replace(3, chosen);
                }
                Instr::Select { wide: true, .. } => {
                    if at.pop() as u32 == 0 {
                        at.slots.copy_within(at.top - 2..at.top, at.top - 4);
                    }
                    at.top -= 2;
                }

                Instr::LocalGet { slot, .. } => at.push(at.slots[at.base + slot as usize]),
                Instr::LocalSet { slot, .. } => {
                    let value = at.pop();
                    at.slots[at.base + slot as usize] = value;
                }
                Instr::LocalTee { slot, .. } => {
                    at.slots[at.base + slot as usize] = at.peek(0);
                }
                Instr::GlobalGet(global) => {
                    let global = &globals[instance.globals[global.at()].at()];
                    at.push(global.slots[0]);
                }
                Instr::GlobalSet(global) => {
                    let value = at.pop();
                    globals[instance.globals[global.at()].at()].slots[0] = value;
                }

                Instr::I32Const(value) => at.push(u64::from(value as u32)),
                Instr::I64Const(value) => at.push(value as u64),
                Instr::F32Const(bits) => at.push(u64::from(bits)),
                Instr::F64Const(bits) => at.push(bits),
                Instr::Unary(op) => at.replace(1, num::unary(op, at.peek(0))),
                Instr::Binary(op) => at.replace(2, num::binary(op, at.peek(1), at.peek(0))),
                Instr::Divide(op) => {
                    let result = check!(num::divide(op, at.peek(1), at.peek(0)));
                    at.replace(2, result);
                }
                Instr::Truncate(op) => {
                    let result = check!(num::truncate(op, at.peek(0)));
                    at.replace(1, result);
                }

                Instr::Load(op, arg) => {
                    let memory = &memories[instance.memories[arg.mem.at()].at()];
                    let addr = at.peek(0) + u64::from(arg.offset);
                    match load(op, memory, addr) {
                        Some(value) => at.replace(1, value),
                        None => trap!(Trap::OutOfBoundsMemoryAccess),
                    }
                }
                Instr::Store(op, arg) => {
                    let memory = &mut memories[instance.memories[arg.mem.at()].at()];
                    let addr = at.peek(1) + u64::from(arg.offset);
                    match store_to(op, memory, addr, at.peek(0)) {
                        Some(()) => at.top -= 2,
                        None => trap!(Trap::OutOfBoundsMemoryAccess),
                    }
                }
                Instr::MemorySize(mem) => {
                    at.push(memories[instance.memories[mem.at()].at()].pages());
                }
                Instr::MemoryGrow(mem) => {
                    let memory = &mut memories[instance.memories[mem.at()].at()];
                    let pages = memory.grow(at.peek(0));
                    at.replace(1, pages.unwrap_or(FAILED));
                }
                Instr::MemoryFill(mem) => {
                    check!(bulk::memory_fill(memories, instance, mem, at.three()));
                    at.top -= 3;
                }
                Instr::MemoryCopy { dst, src } => {
                    check!(bulk::memory_copy(memories, instance, dst, src, at.three()));
                    at.top -= 3;
                }
                Instr::MemoryInit { mem, data } => {
                    let three = at.three();
                    check!(bulk::memory_init(
                        memories, datas, instance, mem, data, three
                    ));
                    at.top -= 3;
                }
                Instr::DataDrop(data) => datas[instance.datas[data.at()].at()] = 0..0,

                Instr::TableGet(table) => {
                    let table = &tables[instance.tables[table.at()].at()];
                    match table.get(at.peek(0)) {
                        Some(value) => at.replace(1, value.to_slot()),
                        None => trap!(Trap::OutOfBoundsTableAccess),
                    }
                }
                Instr::TableSet(table) => {
                    let table = &mut tables[instance.tables[table.at()].at()];
                    match table.set(at.peek(1), Ref::from_slot(at.peek(0))) {
                        Some(()) => at.top -= 2,
                        None => trap!(Trap::OutOfBoundsTableAccess),
                    }
                }
                Instr::TableSize(table) => {
                    at.push(tables[instance.tables[table.at()].at()].len());
                }
                Instr::TableGrow(table) => {
                    let table = &mut tables[instance.tables[table.at()].at()];
                    let size = table.grow(at.peek(0), Ref::from_slot(at.peek(1)));
                    at.replace(2, size.unwrap_or(FAILED));
                }
                Instr::TableFill(table) => {
                    check!(bulk::table_fill(tables, instance, table, at.three()));
                    at.top -= 3;
                }
                Instr::TableCopy { dst, src } => {
                    check!(bulk::table_copy(tables, instance, dst, src, at.three()));
                    at.top -= 3;
                }
                Instr::TableInit { table, elem } => {
                    let three = at.three();
                    check!(bulk::table_init(
                        tables, elems, instance, table, elem, three
                    ));
                    at.top -= 3;
                }
                Instr::ElemDrop(elem) => {
                    elems[instance.elems[elem.at()].at()] = std::sync::Arc::new([]);
                }

                Instr::RefNull(_) => at.push(Ref::Null.to_slot()),
                Instr::RefIsNull => at.replace(1, u64::from(at.peek(0) == Ref::Null.to_slot())),
                Instr::RefFunc(func) => {
                    at.push(Ref::Func(instance.funcs[func.at()]).to_slot());
                }
            }
            at.pc += 1;
        };

        *top = at.top;
        *steps += fuel - at.fuel;
        if let Some(frame) = frames.last_mut() {
            frame.pc = at.pc as u32;
        }
        exit
    }
}

/// What `memory.grow` and `table.grow` give when they fail: −1 as an i32.
const FAILED: u64 = u32::MAX as u64;

/// The function that an indirect call calls (section 4.4.9, `call_indirect`).
#[inline]
fn indirect(
    instance: &Instance,
    tables: &[crate::runtime::Table],
    funcs: &[Func],
    ty: TypeIdx,
    table: TableIdx,
    index: u64,
) -> Result<crate::runtime::FuncAddr, Trap> {
    let table = &tables[instance.tables[table.at()].at()];
    match table.get(index).ok_or(Trap::UndefinedElement)? {
        Ref::Func(addr) if **funcs[addr.at()].ty() == instance.module.types[ty.at()] => Ok(addr),
        Ref::Null => Err(Trap::UninitializedElement),
        _ => Err(Trap::IndirectCallTypeMismatch),
    }
}

#[inline(always)]
fn load(op: LoadOp, memory: &Memory, addr: u64) -> Option<u64> {
    Some(match op {
        LoadOp::I32Load | LoadOp::F32Load | LoadOp::I64Load32U => {
            u64::from(u32::from_le_bytes(memory.load(addr)?))
        }
        LoadOp::I64Load | LoadOp::F64Load => u64::from_le_bytes(memory.load(addr)?),
        LoadOp::I32Load8U | LoadOp::I64Load8U => u64::from(u8::from_le_bytes(memory.load(addr)?)),
        LoadOp::I32Load16U | LoadOp::I64Load16U => {
            u64::from(u16::from_le_bytes(memory.load(addr)?))
        }
        LoadOp::I32Load8S => u64::from(i8::from_le_bytes(memory.load(addr)?) as u32),
        LoadOp::I32Load16S => u64::from(i16::from_le_bytes(memory.load(addr)?) as u32),
        LoadOp::I64Load8S => i8::from_le_bytes(memory.load(addr)?) as u64,
        LoadOp::I64Load16S => i16::from_le_bytes(memory.load(addr)?) as u64,
        LoadOp::I64Load32S => i32::from_le_bytes(memory.load(addr)?) as u64,
    })
}

#[inline(always)]
fn store_to(op: StoreOp, memory: &mut Memory, addr: u64, value: u64) -> Option<()> {
    match op {
        StoreOp::I32Store | StoreOp::F32Store | StoreOp::I64Store32 => {
            memory.store(addr, (value as u32).to_le_bytes())
        }
        StoreOp::I64Store | StoreOp::F64Store => memory.store(addr, value.to_le_bytes()),
        StoreOp::I32Store8 | StoreOp::I64Store8 => memory.store(addr, (value as u8).to_le_bytes()),
        StoreOp::I32Store16 | StoreOp::I64Store16 => {
            memory.store(addr, (value as u16).to_le_bytes())
        }
    }
}
