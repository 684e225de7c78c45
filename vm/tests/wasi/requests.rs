//! Calls at random: whatever a program passes, it gets an answer that the machine can take.

use crate::guest::{FUNCTIONS, machine, module};
use crate::world::{Folder, memory};
use fastrand::Rng;
use std::fs;
use wasmscope::exec::HostCall;
use wasmscope::host::wasi::{Called, NAME, Process, System};
use wasmscope::runtime::{FuncAddr, Machine, MemAddr, Value};
use wasmscope::syntax::{FuncType, ValType};

/// Paths that lead to something, to nothing, or out, each between zero bytes.
const PATHS: &str = "a.txt\0../outside\0up\0dir/inner.txt\0outdir/other\0/etc\0link\0loop\0dir/deep\0empty\0..\0.\0b/c.txt\0new";

/// Where they are.
const AT: u64 = 4096;

/// The machine that the calls come from; it never runs.
fn guest() -> Machine {
    let mut machine = machine(&module(""), false);
    let memory = machine.store_mut().memory_mut(MemAddr(0));
    memory.write(AT, PATHS.as_bytes()).expect("there is room");
    machine
}

/// A call with arguments that may mean something.
fn call(random: &mut Rng) -> HostCall {
    let functions: Vec<&str> = FUNCTIONS.split(',').map(str::trim).collect();
    let (name, params) = random
        .choice(functions)
        .and_then(|function| function.split_once(' '))
        .expect("a name and parameters");
    let params = params.replace('-', "");
    let path = path(random);
    let mut lengths = [path.1, path.1].into_iter();
    let mut after_path = false;
    let mut args = Vec::new();
    for (index, param) in params.chars().enumerate() {
        let value = match (param, random.u8(..8)) {
            ('I', 0) => Value::I64(-1),
            ('I', 1) => Value::I64(random.i64(..)),
            ('I', 2..5) => Value::I64(random.i64(0..20)),
            ('I', _) => Value::I64((1 << 30) - 1),
            (_, 0) => Value::I32(random.i32(..)),
            (_, 1) => Value::I32(-random.i32(0..9)),
            (_, 2) => Value::I32(131_072 - random.i32(0..80)),
            (_, _) if after_path => Value::I32(lengths.next().unwrap_or(1)),
            (_, _)
                if name.starts_with("path_")
                    && [1, 2, 3, 4, 5].contains(&index)
                    && random.bool() =>
            {
                after_path = true;
                args.push(Value::I32(path.0));
                continue;
            }
            _ => Value::I32(random.i32(0..12)),
        };
        after_path = false;
        args.push(value);
    }
    let types: Vec<ValType> = params
        .chars()
        .map(|param| {
            if param == 'I' {
                ValType::I64
            } else {
                ValType::I32
            }
        })
        .collect();
    let results: &[ValType] = if name == "proc_exit" {
        &[]
    } else {
        &[ValType::I32]
    };
    HostCall {
        func: FuncAddr(0),
        module: NAME.into(),
        name: name.into(),
        ty: FuncType::new(&types, results).into(),
        args,
    }
}

/// The address and the length of one of the paths.
fn path(random: &mut Rng) -> (i32, i32) {
    let all: Vec<&str> = PATHS.split('\0').collect();
    let which = random.usize(..all.len());
    let before: usize = all[..which].iter().map(|path| path.len() + 1).sum();
    ((AT as usize + before) as i32, all[which].len() as i32)
}

/// Makes calls, and looks at each answer.
fn play<S: System>(process: &mut Process<S>, seed: u64, count: usize) {
    let mut random = Rng::with_seed(seed);
    let mut machine = guest();
    for _ in 0..count {
        let call = call(&mut random);
        // To sleep for years would take long.
        if &*call.name == "poll_oneoff" && random.u8(..) > 10 {
            continue;
        }
        match process.call(&machine, &call) {
            Some(Called::Answer(answer, _)) => {
                for (addr, at, bytes) in &answer.writes {
                    let memory = machine.store_mut().memory_mut(*addr);
                    let outcome = memory.write(*at, bytes);
                    assert!(outcome.is_ok(), "{call:?} writes at {at}");
                    // The paths stay where they are.
                    let _ = memory.write(AT, PATHS.as_bytes());
                }
                let ([] | [Value::I32(0..=76)]) = answer.results[..] else {
                    panic!("{call:?} gives {:?}", answer.results);
                };
            }
            Some(Called::Waits) => panic!("nothing is waited for"),
            None => panic!("{call:?} is not known"),
        }
    }
}

#[test]
fn any_call_has_an_answer_in_memory() {
    for seed in 0..40 {
        play(&mut memory(), seed, 500);
    }
}

#[cfg(unix)]
#[test]
fn any_call_has_an_answer_on_the_disk_and_changes_nothing_outside() {
    for seed in 0..8 {
        let folder = Folder::new();
        play(&mut folder.process(), seed, 500);
        assert_eq!(fs::read(folder.0.join("outside")).unwrap(), b"secret");
        let names = fs::read_dir(&folder.0).unwrap().count();
        assert_eq!(names, 3, "something was made outside");
    }
}
