//! How fast a module is opened, and how fast all that it says is prepared for running, most of
//! which waits until it is needed.

use super::{in_turns, ms, timed};
use std::hint::black_box;
use wasmparser::{Encoding, Parser, Payload};
use wasmscope::load::{decode, load};

/// Modules by rustc, whose functions are taken.
const MODULES: [&[u8]; 7] = [
    include_bytes!("../kernels/bodies.wasm"),
    include_bytes!("../kernels/machine.wasm"),
    include_bytes!("../kernels/random.wasm"),
    include_bytes!("../kernels/sha256.wasm"),
    include_bytes!("../kernels/shapes.wasm"),
    include_bytes!("../kernels/sort.wasm"),
    include_bytes!("../kernels/words.wasm"),
];

/// How large each becomes, in bytes.
const SIZE: usize = 1_500_000;

pub(crate) fn print() {
    let modules = MODULES.map(|bytes| enlarged(bytes, SIZE));
    print_each("functions alone", &modules);
    // As compilers leave them, with data and names.
    for path in std::env::args().filter(|word| word.ends_with(".wasm")) {
        match std::fs::read(&path) {
            Ok(bytes) => print_each(&path, &[bytes]),
            Err(error) => println!("{path} cannot be read: {error}"),
        }
    }
}

fn print_each(what: &str, modules: &[Vec<u8>]) {
    let megabytes = modules.iter().map(Vec::len).sum::<usize>() as f64 / 1e6;
    println!("opening {megabytes:.1} MB, {what}");
    let each = |open: &dyn Fn(&[u8])| timed(|| modules.iter().for_each(|bytes| open(bytes)));
    let wasmi = |mode: wasmi::CompilationMode| {
        let mut config = wasmi::Config::default();
        config.compilation_mode(mode);
        let engine = wasmi::Engine::new(&config);
        move |bytes: &[u8]| {
            drop(black_box(
                wasmi::Module::new(&engine, bytes).expect("it is valid"),
            ));
        }
    };
    let open = |bytes: &[u8]| drop(black_box(load(bytes).expect("it is valid")));
    let prepare = |bytes: &[u8]| {
        let module = decode(bytes).expect("it is decoded");
        assert!(module.codes().all(|code| !code.ops.is_empty()));
    };
    let lazy = wasmi(wasmi::CompilationMode::LazyTranslation);
    let eager = wasmi(wasmi::CompilationMode::Eager);
    let times = in_turns([
        &mut || each(&open),
        &mut || each(&prepare),
        &mut || each(&lazy),
        &mut || each(&eager),
    ]);
    let names = [
        "opened: decoded and checked, MB/s",
        "decoded, and each body prepared",
        "opened by wasmi",
        "opened by wasmi, all compiled",
    ];
    for (name, time) in names.iter().zip(times) {
        println!("{name:34} {:.0}", megabytes / ms(time) * 1e3);
    }
}

/// A module with its functions again and again, up to a size. What a copy calls are the first
/// ones, so that it is valid.
fn enlarged(bytes: &[u8], size: usize) -> Vec<u8> {
    let (mut types, mut bodies): (Vec<u32>, Vec<&[u8]>) = (Vec::new(), Vec::new());
    let mut sections = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.expect("the module can be read") {
            Payload::FunctionSection(reader) => {
                types.extend(reader.into_iter().map(|ty| ty.expect("it has a type")));
                sections.push((3, &[][..]));
            }
            Payload::CodeSectionStart { .. } => sections.push((10, &[][..])),
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            Payload::Version { encoding, .. } => assert_eq!(encoding, Encoding::Module),
            other => {
                if let Some((id, range)) = other.as_section() {
                    sections.push((id, &bytes[range.start as usize..range.end as usize]));
                }
            }
        }
    }
    let copies = size.div_ceil(bodies.iter().map(|body| body.len()).sum());
    let count = leb(copies * bodies.len());
    let mut module = bytes[..8].to_vec();
    for (id, contents) in sections {
        let contents = match id {
            3 => {
                let types: Vec<u8> = types.iter().flat_map(|ty| leb(*ty as usize)).collect();
                [count.clone(), types.repeat(copies)].concat()
            }
            10 => {
                let sized = bodies.iter().map(|body| [&leb(body.len()), *body].concat());
                let bodies: Vec<u8> = sized.flatten().collect();
                [count.clone(), bodies.repeat(copies)].concat()
            }
            _ => contents.to_vec(),
        };
        module.push(id);
        module.extend(leb(contents.len()));
        module.extend(contents);
    }
    module
}

/// An unsigned LEB128 number.
fn leb(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let byte = (number & 0x7f) as u8;
        number >>= 7;
        if number == 0 {
            bytes.push(byte);
            return bytes;
        }
        bytes.push(byte | 0x80);
    }
}
