//! Which entries programs are made of, and which follow each other: what would be put together
//! next, if it paid.
//!
//! `cargo bench -p wasmscope --bench patterns` counts the programs that are timed, by how often
//! each instruction is executed; after `--` may follow modules or texts, of which it counts each
//! instruction once.

#[path = "programs/mod.rs"]
mod programs;

use programs::kernels;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;
use wasmscope::exec::{Follower, Outcome};
use wasmscope::load::{decode, load};
use wasmscope::runtime::{ExternVal, FuncAddr, Machine, MachineLimits, Value};
use wasmscope::syntax::{Code, Kind, Op};

/// Rows of each table.
const ROWS: usize = 25;

/// How often each instruction of each function was executed.
#[derive(Default)]
struct Heat(BTreeMap<FuncAddr, Vec<u64>>);

impl Follower for Heat {
    fn executed(&mut self, func: FuncAddr, pcs: Range<u32>) {
        let counts = self.0.entry(func).or_default();
        let (start, end) = (pcs.start as usize, pcs.end as usize);
        counts.resize(counts.len().max(end), 0);
        counts[start..end].iter_mut().for_each(|count| *count += 1);
    }
}

/// What was counted: a share of the program's instructions for each name.
#[derive(Default)]
struct Tables {
    entries: BTreeMap<String, f64>,
    pairs: BTreeMap<String, f64>,
    /// Entries for an instruction.
    share: f64,
    programs: usize,
}

fn main() {
    let files: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| !word.starts_with('-'))
        .collect();
    let mut tables = Tables::default();
    match &files[..] {
        [] => kernels().iter().for_each(|kernel| {
            let module = decode(&kernel.bytes[..]).expect("a kernel is decoded");
            let mut machine = Machine::new(MachineLimits::default());
            let instance = machine.instantiate(&Arc::new(module), &[]);
            let instance = instance.expect("a kernel is instantiated");
            let Some(ExternVal::Func(run)) = machine.store().instance(instance).export("run")
            else {
                panic!("a kernel exports a function `run`");
            };
            let entered = machine.enter_call(run, &[Value::I32(kernel.argument)]);
            entered.expect("`run` takes an i32");
            let mut heat = Heat::default();
            assert_eq!(machine.run_followed(1 << 40, &mut heat), Outcome::Ended);
            let bodies = heat.0.iter().filter_map(|(func, counts)| {
                let code = machine.store().code(*func)?;
                Some((code, counts.clone()))
            });
            tables.add(&bodies.collect::<Vec<_>>());
        }),
        files => files.iter().for_each(|file| {
            let bytes = std::fs::read(file).unwrap_or_else(|error| panic!("{file}: {error}"));
            let program = load(&bytes).unwrap_or_else(|problems| panic!("{file}: {problems:?}"));
            let codes = program.module.codes();
            let bodies = codes.map(|code| (code, vec![1; code.instrs.len()]));
            tables.add(&bodies.collect::<Vec<_>>());
        }),
    }
    tables.print();
}

impl Tables {
    /// Adds a program: its bodies, and how often each instruction counts.
    fn add(&mut self, bodies: &[(&Code, Vec<u64>)]) {
        let all: u64 = bodies.iter().flat_map(|(_, counts)| counts).sum();
        if all == 0 {
            return;
        }
        self.programs += 1;
        for (code, counts) in bodies {
            let share = |op: &Op| {
                let count = counts.get(op.pc as usize).copied().unwrap_or_default();
                count as f64 / all as f64
            };
            for op in &code.ops {
                self.share += share(op);
                *self.entries.entry(name(code, op)).or_default() += share(op);
            }
            for pair in code.ops.windows(2) {
                let both = share(&pair[0]).min(share(&pair[1]));
                let names = format!("{}, {}", name(code, &pair[0]), name(code, &pair[1]));
                *self.pairs.entry(names).or_default() += both;
            }
        }
    }

    fn print(&self) {
        let programs = self.programs.max(1) as f64;
        println!(
            "{} programs, each counting as much as any other",
            self.programs
        );
        println!("instructions for each entry: {:.2}", programs / self.share);
        for (title, table) in [("entries", &self.entries), ("pairs", &self.pairs)] {
            println!("\n{title}, for 100 of all entries");
            let mut rows: Vec<_> = table.iter().collect();
            rows.sort_by(|one, other| other.1.total_cmp(one.1));
            for (name, share) in rows.into_iter().take(ROWS) {
                println!("{:6.2}  {name}", share / self.share * 100.0);
            }
        }
    }
}

/// What an entry does, and for how many instructions.
fn name(code: &Code, op: &Op) -> String {
    match op.kind {
        Kind::Plain => code.instrs[op.pc as usize].name().to_owned(),
        kind => format!("{kind:?} {}", op.covers),
    }
}
