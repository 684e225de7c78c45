//! The loop that executes instructions (section 4.4).
//!
//! It is one function, so that what it touches all the time — the next instruction, the
//! top of the stack, the fuel — stays in registers. What is rare is out of line, in
//! [`super::bulk`] and here below, and takes and gives values, never the registers.
//!
//! It executes entries ([`super::quick`]), each of which may stand for several instructions,
//! and what they leave to it, instruction by instruction. Within a run of code without
//! branches the steps done are the distance from where it began, so fuel is counted only where
//! control moves: there it is looked whether it lasts for all that can follow before the next
//! branch. If it does not, no entries are used, and each instruction looks whether it may be
//! executed; so does a step, which is a run of one.
//!
//! An instruction that can trap decides so before it changes anything: a machine that
//! has trapped keeps its operands.

use super::callee::{indirect, referred};
use super::cursor::{Cursor, Place};
use super::object::{self, Stop, World};
use super::quick::{self, Flow};
use super::{Follower, access, bulk, num, vector};
use crate::runtime::{
    Frame, FuncAddr, GrowError, Instance, Limit, Machine, Ref, Store, Trap, Typed, Types,
};
use crate::syntax::{Code, FuncIdx, Instr, ValType};

/// Why the loop was left.
#[derive(Clone, Copy)]
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
    /// The next instruction calls a function of the host, or one whose body is not prepared. It is
    /// not executed.
    Unprepared(FuncAddr),
    /// The heap has to be collected before the next instruction, to have room for an object
    /// with so many fields. It is not executed.
    Collect(u64),
    /// The next instruction throws an exception. It is not executed.
    Throw,
    /// The next instruction calls a function in the place of its own, with `above` operands
    /// above the arguments. It is not executed.
    TailCall { func: FuncAddr, above: usize },
    /// The host has not enough memory for the next instruction. It is not executed.
    Exhausted(Limit),
    /// Instructions have touched as much as they may. There may be fuel left.
    Yielded,
    /// The next instruction is one to stop before.
    Stopped,
}

/// Why another frame is to become the innermost one.
enum Transfer {
    /// A function of the store is called; so many operands lie above its arguments.
    Call {
        func: FuncAddr,
        above: usize,
    },
    Return,
}

impl Machine {
    /// Executes at most `fuel` instructions of the frames there are.
    ///
    /// `work` is how many bytes the instructions may touch that touch many at once; what
    /// they do is taken off, and when nothing is left the loop is left. Each kind of follower
    /// has a loop of its own.
    pub(super) fn interpret<F: Follower>(
        &mut self,
        fuel: u64,
        work: &mut u64,
        follower: &mut F,
    ) -> Exit {
        let Self {
            store,
            stack,
            frames,
            top,
            steps,
            limits,
            passed,
            ..
        } = self;
        let Store {
            types,
            instances,
            funcs,
            tables,
            memories,
            globals,
            heap,
            elems,
            datas,
            ..
        } = store;
        let types: &Types = types;
        let Some(frame) = frames.last() else {
            return Exit::Returned;
        };
        let Some(code) = funcs[frame.func.at()].code(instances) else {
            return Exit::HostCall;
        };
        let mut instance: &Instance = &instances[frame.instance.at()];
        let (mut here, mut running) = (frame.instance, frame.func);
        let mut memory = instance.first_memory();
        // Where the innermost frame goes on, when another one becomes it.
        let (mut code, mut base, mut pc): (&Code, _, _) = (code, frame.base as usize, frame.pc);
        let (mut used, mut left) = (*top - base, fuel);

        let (exit, at) = 'frame: loop {
            let follows = (&mut *follower, running);
            let mut at = Cursor::new(&mut stack[base..], code, used, pc as usize, left, follows);
            let transfer = 'run: loop {
                /// Leaves the loop, this instruction executed.
                macro_rules! trap {
                    ($trap:expr) => {{
                        let trap = $trap;
                        break 'frame (Exit::Trap(trap), at.place(1));
                    }};
                }
                /// Leaves the loop, this instruction not executed.
                macro_rules! leave {
                    ($exit:expr) => {{
                        let exit = $exit;
                        break 'frame (exit, at.place(0));
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
                /// What an instruction gives that changes nothing when it cannot be executed.
                macro_rules! done {
                    ($result:expr) => {
                        match $result {
                            Ok(value) => value,
                            Err(Stop::Trap(trap)) => trap!(trap),
                            Err(Stop::Collect(fields)) => leave!(Exit::Collect(fields)),
                            Err(Stop::Exhausted(limit)) => leave!(Exit::Exhausted(limit)),
                        }
                    };
                }
                /// Takes bytes off the work that may be done, between two instructions.
                macro_rules! charge {
                    ($bytes:expr) => {
                        *work = work.saturating_sub($bytes);
                        if *work == 0 {
                            leave!(Exit::Yielded);
                        }
                    };
                }
                /// Leaves the loop before an instruction to stop at, but for the one to go past.
                macro_rules! stop {
                    () => {
                        if *steps + (fuel - at.left(at.pc - at.start)) != *passed {
                            leave!(Exit::Stopped);
                        }
                    };
                }
                /// Calls a function of the store; `above` operands lie above its arguments.
                macro_rules! call {
                    ($addr:expr, $above:expr) => {{
                        let func = $addr;
                        break 'run Transfer::Call {
                            func,
                            above: $above,
                        };
                    }};
                }
                macro_rules! ret {
                    () => {
                        break 'run Transfer::Return
                    };
                }

                match at.ops.get(at.entry) {
                    Some(op) => match quick::execute(op, at.frame, memories, memory) {
                        Flow::Next => {
                            at.entry += 1;
                            continue 'run;
                        }
                        Flow::Branch => {
                            at.leap(op);
                            continue 'run;
                        }
                        Flow::Plain => at.stand(op),
                        Flow::Call => {
                            at.stand(op);
                            if let Instr::Call(FuncIdx(func)) = at.code.instrs[at.pc] {
                                call!(instance.funcs[func as usize], 0);
                            }
                        }
                        Flow::Return => {
                            at.stand(op);
                            ret!();
                        }
                        Flow::Refused => at.refuse(op),
                        Flow::Stop => {
                            at.stand(op);
                            stop!();
                        }
                    },
                    None => {
                        if at.left(at.pc - at.start) == 0 {
                            leave!(Exit::OutOfFuel);
                        }
                        match at.find_entry() {
                            Flow::Next => continue 'run,
                            Flow::Stop => stop!(),
                            _ => {}
                        }
                    }
                }
                let instr = at.code.instrs[at.pc];
                match instr {
                    Instr::Unreachable => trap!(Trap::Unreachable),
                    Instr::Nop
                    | Instr::Block(_)
                    | Instr::Loop(_)
                    | Instr::End
                    | Instr::TryTable { .. } => {}
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
                        let addr =
                            check!(indirect(instance, tables, funcs, types, ty, table, index));
                        call!(addr, 1)
                    }
                    Instr::CallRef(_) => call!(check!(referred(at.peek(0))), 1),
                    Instr::ReturnCall(FuncIdx(func)) => {
                        let func = instance.funcs[func as usize];
                        leave!(Exit::TailCall { func, above: 0 })
                    }
                    Instr::ReturnCallIndirect { ty, table } => {
                        let index = at.peek(0);
                        let func =
                            check!(indirect(instance, tables, funcs, types, ty, table, index));
                        leave!(Exit::TailCall { func, above: 1 })
                    }
                    Instr::ReturnCallRef(_) => {
                        let func = check!(referred(at.peek(0)));
                        leave!(Exit::TailCall { func, above: 1 })
                    }
                    Instr::BrOnNull(jump) => {
                        if at.peek(0) == NULL {
                            at.top -= 1;
                            if jump.returns() {
                                ret!();
                            }
                            at.branch(jump);
                            continue 'run;
                        }
                    }
                    Instr::BrOnNonNull(jump) => {
                        if at.peek(0) != NULL {
                            if jump.returns() {
                                ret!();
                            }
                            at.branch(jump);
                            continue 'run;
                        }
                        at.top -= 1;
                    }
                    Instr::BrOnCast { cast, fail } => {
                        let cast = at.code.casts[cast as usize];
                        let reference = Ref::from_slot(at.peek(0));
                        let fits = Typed { types, funcs, heap }
                            .fits(reference, instance.ref_type(cast.to));
                        if fits != fail {
                            if cast.jump.returns() {
                                ret!();
                            }
                            at.branch(cast.jump);
                            continue 'run;
                        }
                    }
                    Instr::Throw(_) | Instr::ThrowRef => leave!(Exit::Throw),
                    Instr::Object(instr) => {
                        let world = World::new(instance, heap, datas, elems);
                        let (top, touched) = done!(object::execute(instr, world, at.frame, at.top));
                        at.top = top;
                        if touched > MANY {
                            at.next();
                            charge!(touched * SLOT);
                            continue 'run;
                        }
                    }
                    Instr::Vector(instr) => {
                        at.top = vector::execute(instr, at.code, at.frame, at.top);
                    }
                    Instr::Wide(op) => at.top = vector::wide(op, at.frame, at.top),
                    Instr::VectorMemory(access, arg) => {
                        at.top = done!(vector::access(
                            access, arg, at.frame, at.top, memories, instance
                        ));
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
                            at.frame.copy_within(at.top - 2..at.top, at.top - 4);
                        }
                        at.top -= 2;
                    }

                    Instr::LocalGet { slot, wide, .. } => {
                        at.push(at.frame[slot as usize]);
                        if wide {
                            at.push(at.frame[slot as usize + 1]);
                        }
                    }
                    Instr::LocalSet { slot, wide, .. } => {
                        if wide {
                            at.frame[slot as usize + 1] = at.pop();
                        }
                        let value = at.pop();
                        at.frame[slot as usize] = value;
                    }
                    Instr::LocalTee { slot, wide, .. } => {
                        if wide {
                            at.frame[slot as usize + 1] = at.peek(0);
                        }
                        at.frame[slot as usize] = at.peek(usize::from(wide));
                    }
                    Instr::GlobalGet(global) => {
                        let global = &globals[instance.globals[global.at()].at()];
                        at.push(global.slots[0]);
                        if global.ty.value == ValType::V128 {
                            at.push(global.slots[1]);
                        }
                    }
                    Instr::GlobalSet(global) => {
                        let global = &mut globals[instance.globals[global.at()].at()];
                        if global.ty.value == ValType::V128 {
                            global.slots[1] = at.pop();
                        }
                        global.slots[0] = at.pop();
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
                        let memory = &memories[instance.memories[arg.mem().at()].at()];
                        let addr = at.peek(0).saturating_add(arg.offset());
                        match access::load(op, memory, addr) {
                            Some(value) => at.replace(1, value),
                            None => {
                                let far = access::load_far(op, memory, at.peek(0), arg.offset());
                                at.replace(1, check!(far));
                            }
                        }
                    }
                    Instr::Store(op, arg) => {
                        let memory = &mut memories[instance.memories[arg.mem().at()].at()];
                        let addr = at.peek(1).saturating_add(arg.offset());
                        match access::store(op, memory, addr, at.peek(0)) {
                            Some(()) => at.top -= 2,
                            None => {
                                let two = [at.peek(1), at.peek(0)];
                                done!(access::store_far(op, memory, two, arg.offset()));
                                at.top -= 2;
                            }
                        }
                    }
                    Instr::MemorySize(mem) => {
                        at.push(memories[instance.memories[mem.at()].at()].pages());
                    }
                    Instr::MemoryGrow(mem) => {
                        let memory = &mut memories[instance.memories[mem.at()].at()];
                        let moved = memory.touched();
                        match memory.grow(at.peek(0)) {
                            Ok(pages) => at.replace(1, pages),
                            Err(GrowError::Limit) => at.replace(1, failed(memory.ty().is64)),
                            Err(GrowError::Host) => leave!(Exit::Exhausted(Limit::Memory)),
                        }
                        // It may have been moved as a whole.
                        let moved = moved.max(memory.touched());
                        at.next();
                        charge!(moved);
                        continue 'run;
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
                        match table.grow(at.peek(0), Ref::from_slot(at.peek(1))) {
                            Ok(size) => at.replace(2, size),
                            Err(GrowError::Limit) => at.replace(2, failed(table.ty().is64)),
                            Err(GrowError::Host) => leave!(Exit::Exhausted(Limit::Table)),
                        }
                        let len = table.len() * SLOT;
                        at.next();
                        charge!(len);
                        continue 'run;
                    }
                    Instr::MemoryFill(_)
                    | Instr::MemoryCopy { .. }
                    | Instr::MemoryInit { .. }
                    | Instr::TableFill(_)
                    | Instr::TableCopy { .. }
                    | Instr::TableInit { .. } => {
                        let ranges = bulk::Ranges {
                            instance,
                            memories,
                            tables,
                            datas,
                            elems,
                        };
                        let touched = done!(ranges.execute(&instr, at.three()));
                        at.top -= 3;
                        at.next();
                        charge!(touched);
                        continue 'run;
                    }
                    Instr::ElemDrop(elem) => {
                        elems[instance.elems[elem.at()].at()] = std::sync::Arc::new([]);
                    }

                    Instr::RefNull(_) => at.push(NULL),
                    Instr::RefIsNull => at.replace(1, u64::from(at.peek(0) == NULL)),
                    Instr::RefAsNonNull => {
                        if at.peek(0) == NULL {
                            trap!(Trap::NullReference);
                        }
                    }
                    Instr::RefEq => at.replace(2, u64::from(at.peek(0) == at.peek(1))),
                    Instr::RefTest(ty) => {
                        let reference = Ref::from_slot(at.peek(0));
                        let fits =
                            Typed { types, funcs, heap }.fits(reference, instance.ref_type(ty));
                        at.replace(1, u64::from(fits));
                    }
                    Instr::RefCast(ty) => {
                        let reference = Ref::from_slot(at.peek(0));
                        if !(Typed { types, funcs, heap }).fits(reference, instance.ref_type(ty)) {
                            trap!(Trap::CastFailure);
                        }
                    }
                    Instr::RefFunc(func) => {
                        at.push(Ref::Func(instance.funcs[func.at()]).to_slot());
                    }
                }
                at.next();
            };

            let to = match transfer {
                Transfer::Call { func, above } => {
                    let Some((instance, callee)) = funcs[func.at()].prepared() else {
                        break 'frame (Exit::Unprepared(func), at.place(0));
                    };
                    if frames.len() >= limits.frames {
                        break 'frame (Exit::Trap(Trap::CallStackExhausted), at.place(1));
                    }
                    let args = at.top - above;
                    let bottom = args - callee.param_slots as usize;
                    let operands = bottom + callee.local_slots as usize;
                    let needed = operands + callee.operand_slots as usize;
                    if needed > at.frame.len() {
                        break 'frame (Exit::MoreStack(base + needed), at.place(0));
                    }
                    if args < operands {
                        at.frame[args..operands].fill(0);
                    }
                    if let Some(caller) = frames.last_mut() {
                        caller.pc = at.pc as u32;
                    }
                    at.follow(at.pc + 1);
                    left = at.left(at.pc + 1 - at.start);
                    base += bottom;
                    let frame = Frame {
                        func,
                        instance,
                        pc: 0,
                        base: base as u32,
                        entered: *steps + (fuel - left),
                        called: *steps + (fuel - left),
                    };
                    at.follower.entered(&frame);
                    frames.push(frame);
                    running = func;
                    (code, pc, used) = (callee, 0, operands - bottom);
                    let zeroed = (operands - args) as u64;
                    if zeroed > MANY {
                        *work = work.saturating_sub(zeroed * SLOT);
                        if *work == 0 {
                            let (pc, top) = (0, used);
                            break 'frame (Exit::Yielded, Place { pc, top, left });
                        }
                    }
                    instance
                }
                Transfer::Return => {
                    let results = at.code.result_slots as usize;
                    at.carry(0, results);
                    at.follow(at.pc + 1);
                    at.follower.returned();
                    left = at.left(at.pc + 1 - at.start);
                    frames.pop();
                    let place = Place {
                        pc: at.pc,
                        top: results,
                        left,
                    };
                    let Some(caller) = frames.last() else {
                        break 'frame (Exit::Returned, place);
                    };
                    // It has been executed, so it is prepared.
                    let Some((_, caller_code)) = funcs[caller.func.at()].prepared() else {
                        unreachable!("a function that has called another one is prepared");
                    };
                    let from = caller.base as usize;
                    used = base + results - from;
                    (code, base, pc) = (caller_code, from, caller.pc + 1);
                    running = caller.func;
                    caller.instance
                }
            };
            if to != here {
                here = to;
                instance = &instances[here.at()];
                memory = instance.first_memory();
            }
        };

        *top = base + at.top;
        *steps += fuel - at.left;
        if let Some(frame) = frames.last_mut() {
            frame.pc = at.pc as u32;
        }
        exit
    }
}

/// Bytes of a slot.
const SLOT: u64 = 8;

/// Locals of one call that take noticeable time to make.
const MANY: u64 = 256;

/// The slot of a null reference.
const NULL: u64 = 0;

/// What `memory.grow` and `table.grow` give when they fail: −1.
fn failed(is64: bool) -> u64 {
    match is64 {
        true => u64::MAX,
        false => u64::from(u32::MAX),
    }
}
