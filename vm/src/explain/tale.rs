//! One instruction, told.

use super::number::{Phrase, binary, divide, truncate, unary};
use super::words::{a, list};
use crate::observe::{Site, StepRecord};
use crate::runtime::{Instance, Machine, Value};
use crate::syntax::{Code, Instr, Label, LocalIdx, Situation, ValType};
use crate::view::{Lens, identifier};
use std::sync::Arc;

/// What an instruction does.
pub(super) struct Tale {
    /// What it will do.
    pub(super) before: String,
    /// What it has done.
    pub(super) after: String,
    /// What it would do, had it not to trap: "divide 7 by 0".
    pub(super) aim: String,
}

impl Tale {
    /// Of an instruction that never traps.
    pub(super) fn safe(before: impl Into<String>, after: impl Into<String>) -> Self {
        Self::new(before, after, "")
    }

    pub(super) fn new(
        before: impl Into<String>,
        after: impl Into<String>,
        aim: impl Into<String>,
    ) -> Self {
        Self {
            before: before.into(),
            after: after.into(),
            aim: aim.into(),
        }
    }
}

/// What is known of the instruction to be told.
pub(super) struct Teller<'a> {
    pub(super) record: &'a StepRecord,
    pub(super) machine: &'a Machine,
    pub(super) lens: Lens<'a>,
    pub(super) site: Site,
    pub(super) instance: &'a Arc<Instance>,
    pub(super) code: &'a Code,
}

impl<'a> Teller<'a> {
    /// `None` when no instruction made the step.
    pub(super) fn new(
        record: &'a StepRecord,
        machine: &'a Machine,
        lens: Lens<'a>,
    ) -> Option<Self> {
        let site = record.site?;
        let instance = machine.store().instances().get(site.instance.at())?;
        Some(Self {
            record,
            machine,
            lens,
            site,
            instance,
            code: instance.module.code_of(site.func)?,
        })
    }

    /// Operand types and labels before the instruction.
    pub(super) fn situation(&self) -> Situation {
        let typing = self.code.typing(&self.instance.module);
        typing.at(self.site.pc).unwrap_or_else(|| Situation {
            operands: Vec::new(),
            labels: Vec::new(),
            reachable: false,
        })
    }

    /// An operand, the lowest one first.
    pub(super) fn popped(&self, index: usize) -> Value {
        self.record.pop.get(index).copied().unwrap_or(Value::I32(0))
    }

    /// The result.
    pub(super) fn result(&self) -> Value {
        self.record.push.last().copied().unwrap_or(Value::I32(0))
    }

    /// `local $n`, or `local 0`.
    pub(super) fn local(&self, local: LocalIdx) -> String {
        let names = self.instance.module.names.locals.get(&self.site.func.0);
        let name = names.and_then(|names| names.get(&local.0));
        format!("local {}", identifier(name, local.0))
    }

    /// The name of a block's label, when it has one.
    pub(super) fn label_name(&self, label: &Label) -> Option<String> {
        let names = self.instance.module.names.labels.get(&self.site.func.0)?;
        let block = label.block?;
        let name = names.get(&block)?;
        Some(identifier(Some(name), block))
    }

    /// `line 9`, or `instruction 12` where there is no text.
    pub(super) fn spot(&self, pc: u32) -> String {
        let module = &self.instance.module;
        let position = self.lens.position(self.machine, module, self.site.func, pc);
        match position {
            Some((line, _)) => format!("line {line}"),
            None => format!("instruction {pc}"),
        }
    }

    pub(super) fn tale(&self) -> Tale {
        match self.site.instr {
            Instr::Unreachable
            | Instr::Nop
            | Instr::Block(_)
            | Instr::Loop(_)
            | Instr::If { .. }
            | Instr::Else { .. }
            | Instr::End
            | Instr::FuncEnd
            | Instr::Br(_)
            | Instr::BrIf(_)
            | Instr::BrTable { .. }
            | Instr::Return
            | Instr::Call(_)
            | Instr::CallIndirect { .. }
            | Instr::CallRef(_)
            | Instr::ReturnCall(_)
            | Instr::ReturnCallIndirect { .. }
            | Instr::ReturnCallRef(_)
            | Instr::BrOnNull(_)
            | Instr::BrOnNonNull(_)
            | Instr::BrOnCast { .. }
            | Instr::Throw(_)
            | Instr::ThrowRef
            | Instr::TryTable { .. } => self.control(),

            Instr::RefAsNonNull | Instr::RefEq | Instr::RefTest(_) | Instr::RefCast(_) => {
                self.reference()
            }
            Instr::Object(instr) => self.object(instr),
            Instr::Vector(instr) => self.vector(instr),
            Instr::VectorMemory(access, arg) => self.vector_access(access, arg),

            Instr::Unary(op) => {
                let v = self.popped(0);
                self.number(op.operand(), op.result(), unary(op, v, self.result()))
            }
            Instr::Truncate(op) => {
                let v = self.popped(0);
                self.number(op.operand(), op.result(), truncate(op, v, self.result()))
            }
            Instr::Binary(op) => {
                let (x, y) = (self.popped(0), self.popped(1));
                let phrase = binary(op, x, y, self.result());
                self.number(op.operand(), op.result(), phrase)
            }
            Instr::Wide(op) => self.wide(op),
            Instr::Divide(op) => {
                let (x, y) = (self.popped(0), self.popped(1));
                self.number(op.operand(), op.result(), divide(op, x, y))
            }
            Instr::I32Const(_) | Instr::I64Const(_) | Instr::F32Const(_) | Instr::F64Const(_) => {
                self.constant()
            }

            Instr::Drop { .. } => {
                let v = self.popped(0);
                let ty = self.type_text(v.ty());
                Tale::safe(
                    format!("Takes the {ty} {v} off the stack and forgets it."),
                    format!("Took the {ty} {v} off the stack and forgot it."),
                )
            }
            Instr::Select { .. } => self.select(),
            Instr::LocalGet { .. }
            | Instr::LocalSet { .. }
            | Instr::LocalTee { .. }
            | Instr::GlobalGet(_)
            | Instr::GlobalSet(_) => self.variable(),

            Instr::RefNull(_)
            | Instr::RefIsNull
            | Instr::RefFunc(_)
            | Instr::TableGet(_)
            | Instr::TableSet(_)
            | Instr::TableSize(_)
            | Instr::TableGrow(_)
            | Instr::TableFill(_)
            | Instr::TableCopy { .. }
            | Instr::TableInit { .. }
            | Instr::ElemDrop(_) => self.table(),

            Instr::Load(..)
            | Instr::Store(..)
            | Instr::MemorySize(_)
            | Instr::MemoryGrow(_)
            | Instr::MemoryFill(_)
            | Instr::MemoryCopy { .. }
            | Instr::MemoryInit { .. }
            | Instr::DataDrop(_) => self.memory(),
        }
    }

    fn number(&self, operand: ValType, result: ValType, phrase: Phrase) -> Tale {
        let Phrase { will, did, note } = phrase;
        let values = match self.record.pop.len() {
            1 => format!("the {operand} {}", self.popped(0)),
            _ => format!("the {operand} values {}", list(&self.record.pop)),
        };
        let result = match operand == result {
            true => self.result().to_string(),
            false => format!("the {result} {}", self.result()),
        };
        let note = if note.is_empty() {
            note
        } else {
            format!(" {note}")
        };
        Tale::new(
            format!("Takes {values} off the stack and will push {will}."),
            format!("Took {values}, pushed {result}{did}.{note}"),
            format!("take {values} and push {will}"),
        )
    }

    fn constant(&self) -> Tale {
        let v = self.result();
        let ty = v.ty();
        let bits = match ty {
            ValType::F32 | ValType::F64 => format!(" Its bits are {}.", v.bits()),
            _ => String::new(),
        };
        Tale::safe(
            format!("Will push {v}, {} that stands in the code itself.", a(ty)),
            format!("Pushed the {ty} {v}, which stands in the code itself.{bits}"),
        )
    }

    fn select(&self) -> Tale {
        let [first, second, condition] = [0, 1, 2].map(|index| self.popped(index));
        let (is, was, which) = match condition {
            Value::I32(0) => ("0", "0", "second"),
            _ => ("not 0", "not 0", "first"),
        };
        let kept = self.result();
        let of = format!("{first} and {second}");
        Tale::safe(
            format!(
                "The condition on top, {condition}, is {is}: of {of} it will keep the {which}, \
                 {kept}."
            ),
            format!(
                "The condition {condition} was {was}: of {of} it kept the {which} and pushed {kept}."
            ),
        )
    }

    fn variable(&self) -> Tale {
        let (what, variable) = match (&self.record.local, &self.record.global) {
            (Some(local), _) => (self.local(LocalIdx(local.index)), local),
            (_, Some(global)) => {
                let name = identifier(global.name.as_ref(), global.index);
                (format!("global {name}"), global)
            }
            _ => return Tale::safe("", ""),
        };
        let text = |value: Option<Value>| value.map_or_else(String::new, |v| v.to_string());
        let (read, old, new) = (text(variable.read), text(variable.old), text(variable.new));
        match self.site.instr {
            Instr::LocalTee { .. } => Tale::safe(
                format!("Copies {new} from the top of the stack into {what}, in place of {old}."),
                format!("Set {what} from {old} to {new}, and left {new} on the stack."),
            ),
            Instr::LocalSet { .. } | Instr::GlobalSet(_) => Tale::safe(
                format!("Takes {new} off the stack and puts it into {what}, in place of {old}."),
                format!("Took {new} off the stack and set {what}, which was {old}, to {new}."),
            ),
            _ => Tale::safe(
                format!("Copies {what}, now {read}, onto the stack."),
                format!("Pushed {read}, a copy of {what}."),
            ),
        }
    }
}
