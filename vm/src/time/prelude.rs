//! What happens before state 0: instantiation, in steps with negative numbers.
//!
//! A run does not keep them: nobody looks there often, and instantiation is deterministic, so
//! it is done again for whoever asks.

use crate::exec::{InstantiateError, Stage, Stages};
use crate::runtime::{ExternVal, InstanceAddr, Machine, Value};
use crate::syntax::{FuncIdx, Module, SegmentMode};
use crate::view::identifier;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A step of an instantiation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreludeStep {
    /// Its number, below 0: that of the state before it.
    pub number: i64,
    /// What it does: `global $g = i32 5`, `data segment 0: 12 bytes to 64 of memory 0`.
    pub text: String,
    /// Why it fails, if it does. Then it is the last one, and there is no state 0.
    pub error: Option<String>,
}

/// The states below 0 of a program.
///
/// ```
/// use wasmscope::runtime::{Machine, MachineLimits};
/// use wasmscope::time::Prelude;
///
/// let text = r#"(module (memory 1) (global $g i32 (i32.const 5)) (data (i32.const 64) "hello"))"#;
/// let module = wasmscope::load::load(text.as_bytes()).unwrap().module;
/// let machine = Machine::new(MachineLimits::default());
/// let prelude = Prelude::new(machine, &module, &[], None).unwrap();
/// let texts: Vec<_> = prelude.steps().iter().map(|step| (step.number, &*step.text)).collect();
/// assert_eq!(texts, [
///     (-3, "allocate 1 memory and 1 global, all zero"),
///     (-2, "global $g = i32 5"),
///     (-1, "data segment 0: 5 bytes to 64 of memory 0"),
/// ]);
/// let (machine, instance) = prelude.visit(-1).unwrap();
/// let instance = machine.store().instance(instance.unwrap());
/// let memory = machine.store().memory(instance.memories[0]);
/// assert_eq!(&*memory.read(64, 5).unwrap(), [0; 5]);
/// ```
#[derive(Clone, Debug)]
pub struct Prelude {
    before: Machine,
    module: Arc<Module>,
    imports: Vec<Option<ExternVal>>,
    steps: Vec<PreludeStep>,
}

impl Prelude {
    /// Looks at the instantiation of a module in a machine that does not have it yet, with
    /// imports as for [`Machine::instantiate`]. `entry` is the function that is called then,
    /// after the start function if there is one.
    ///
    /// # Errors
    /// When nothing can be allocated: an import is missing or of another type, or a limit is
    /// reached.
    pub fn new(
        machine: Machine,
        module: &Arc<Module>,
        imports: &[Option<ExternVal>],
        entry: Option<FuncIdx>,
    ) -> Result<Self, InstantiateError> {
        let mut prelude = Self {
            before: machine,
            module: Arc::clone(module),
            imports: imports.to_vec(),
            steps: Vec::new(),
        };
        let mut machine = prelude.before.clone();
        let mut stages = machine.allocate(module, imports)?;
        let mut texts = vec![(allocated(module), None)];
        loop {
            let next = stages.left().first().copied();
            let Some(stage) = next else { break };
            match stages.advance(&mut machine) {
                Ok(_) => texts.push((performed(stage, &stages, &machine), None)),
                Err(error) => texts.push((wanted_of(stage, module), Some(error.to_string()))),
            }
        }
        let failed = texts.iter().any(|(_, error)| error.is_some());
        if let Some(func) = module.start.or(entry).filter(|_| !failed) {
            let what = if module.start.is_some() {
                "start function"
            } else {
                "function"
            };
            texts.push((format!("call the {what} {}", module.func_name(func)), None));
        }
        let count = i64::try_from(texts.len()).unwrap_or(i64::MAX);
        let steps = (-count..).zip(texts);
        prelude.steps = steps
            .map(|(number, (text, error))| PreludeStep {
                number,
                text,
                error,
            })
            .collect();
        Ok(prelude)
    }

    /// The steps, the earliest first.
    #[must_use]
    pub fn steps(&self) -> &[PreludeStep] {
        &self.steps
    }

    /// The state before a step, and the instance, which is not there before the first one.
    /// `None` when there is no such step.
    #[must_use]
    pub fn visit(&self, number: i64) -> Option<(Machine, Option<InstanceAddr>)> {
        let first = self.steps.first()?.number;
        let at = usize::try_from(number.checked_sub(first)?).ok()?;
        if at >= self.steps.len() {
            return None;
        }
        let mut machine = self.before.clone();
        if at == 0 {
            return Some((machine, None));
        }
        // It has worked before, up to here.
        let mut stages = machine.allocate(&self.module, &self.imports).ok()?;
        for _ in 1..at {
            stages.advance(&mut machine).ok()?;
        }
        Some((machine, Some(stages.instance())))
    }
}

/// What is allocated, and what is imported.
fn allocated(module: &Module) -> String {
    let tables = module.table_inits.len();
    let memories = module.memories.len() - imported(module, "memory");
    let globals = module.global_inits.len();
    let counts = [
        (memories, "memory", "memories"),
        (tables, "table", "tables"),
        (globals, "global", "globals"),
    ];
    let made: Vec<String> = counts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| count(number, one, many))
        .collect();
    let linked = match module.imports.len() {
        0 => String::new(),
        number => format!("link {}; ", count(number, "import", "imports")),
    };
    match made.split_last() {
        None => format!("{linked}allocate nothing"),
        Some((one, [])) => format!("{linked}allocate {one}, all zero"),
        Some((last, others)) => {
            format!(
                "{linked}allocate {} and {last}, all zero",
                others.join(", ")
            )
        }
    }
}

fn imported(module: &Module, kind: &str) -> usize {
    let imports = module.imports.iter();
    imports.filter(|import| import.ty.kind() == kind).count()
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn named(names: &BTreeMap<u32, Arc<str>>, index: usize) -> String {
    let index = index as u32;
    identifier(names.get(&index), index)
}

/// What was done.
fn performed(stage: Stage, stages: &Stages, machine: &Machine) -> String {
    let instance = machine.store().instance(stages.instance());
    let module = &instance.module;
    let what = wanted_of(stage, module);
    match stage {
        Stage::Global(index) => {
            let value = machine.store().global(instance.globals[index]).value();
            // In the type that the module gives it.
            let value = Value::from_slots(module.globals[index].value, value.to_slots());
            format!("{what} = {} {value}", value.ty())
        }
        Stage::Table(index) => {
            let table = machine.store().table(instance.tables[index]);
            let value = table
                .get(0)
                .map_or_else(String::new, |value| format!(" {value}"));
            format!("{what}: every element{value}")
        }
        Stage::Elems => what,
        Stage::Elem(index) => {
            let elem = &module.elems[index];
            let elements = count(elem.items.len(), "element", "elements");
            match &elem.mode {
                SegmentMode::Active(table, _) => {
                    let table = named(&module.names.tables, table.at());
                    format!("{what}: {elements} to {} of table {table}", stages.offset())
                }
                _ => format!("{what}: only declared, so dropped"),
            }
        }
        Stage::Data(index) => {
            let data = &module.datas[index];
            let bytes = count(data.range.len(), "byte", "bytes");
            match &data.mode {
                SegmentMode::Active(memory, _) => {
                    let memory = named(&module.names.memories, memory.at());
                    format!("{what}: {bytes} to {} of memory {memory}", stages.offset())
                }
                _ => what,
            }
        }
    }
}

/// What is worked on.
fn wanted_of(stage: Stage, module: &Module) -> String {
    let names = &module.names;
    match stage {
        Stage::Global(index) => format!("global {}", named(&names.globals, index)),
        Stage::Table(index) => format!("table {}", named(&names.tables, index)),
        Stage::Elems => {
            let segments = count(module.elems.len(), "element segment", "element segments");
            format!("references of {segments}")
        }
        Stage::Elem(index) => format!("element segment {}", named(&names.elems, index)),
        Stage::Data(index) => format!("data segment {}", named(&names.datas, index)),
    }
}
