//! A run with the sentences of all its steps.

#![allow(dead_code, reason = "not every test uses all of it")]

pub(crate) mod programs;

use std::collections::BTreeMap;
use wasmscope::exec::Answer;
use wasmscope::explain::{self, Sentence};
use wasmscope::observe::{StepRecord, answer_recorded, step_recorded};
use wasmscope::runtime::{Machine, Status, Value};
use wasmscope::view::Lens;

/// A step with its two sentences.
pub(crate) struct Told {
    pub(crate) before: Sentence,
    pub(crate) record: StepRecord,
    pub(crate) after: Sentence,
}

/// Runs a program and tells every step of it; hosts answer 7.
pub(crate) fn tell(mut machine: Machine) -> Vec<Told> {
    let lens = Lens::default();
    let mut told = Vec::new();
    while *machine.status() == Status::Running && told.len() < 10_000 {
        let before = explain::before(&machine, lens).expect("there is a next instruction");
        let record = match machine.host_call() {
            None => step_recorded(&mut machine, lens).1,
            Some(call) => {
                let results = call.ty.results.iter().map(|_| Value::I32(7)).collect();
                let answer = answer_recorded(&mut machine, &Answer::results(results), lens);
                answer.expect("the answer fits").1
            }
        };
        let record = record.expect("an instruction was executed");
        let after = explain::after(&record, &machine, lens);
        if std::env::var_os("SHOW_SENTENCES").is_some() {
            let (op, rule) = (record.op, &after.rule);
            println!("{op}\n  {}\n  {}\n  {rule}", before.text, after.text);
        }
        told.push(Told {
            before,
            record,
            after,
        });
    }
    told
}

/// The sentences met so far, each with the instruction that it is about.
#[derive(Default)]
pub(crate) struct Met(BTreeMap<String, &'static str>);

impl Met {
    pub(crate) fn check(&mut self, told: &Told) {
        let op = told.record.op;
        for sentence in [&told.before, &told.after] {
            let text = &sentence.text;
            assert!(
                text.ends_with('.') && !text.contains("  ") && text.len() > 15,
                "{op}: {text}"
            );
            assert!(!text.contains("{"), "{op}: {text}");
            let first = *self.0.entry(text.clone()).or_insert(op);
            assert_eq!(first, op, "two instructions have the same sentence: {text}");
            assert!(sentence.spec.starts_with("exec/instructions.html#exec-"));
            assert!(!sentence.rule.is_empty(), "{op}");
        }
    }
}
