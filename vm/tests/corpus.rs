//! Replays the corpus that `cargo xtask fuzz` makes: modules at random, and what wasmtime
//! did with them.

#[path = "corpus/ours.rs"]
mod ours;
#[path = "corpus/pack.rs"]
mod pack;
#[path = "corpus/play.rs"]
mod play;

use ours::Ours;
use std::path::Path;
use wasmscope::load::load;

#[test]
fn the_machine_does_what_wasmtime_did() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let corpus = pack::read(&folder).expect("the corpus lies beside this test");
    assert!(corpus.len() >= 200, "only {} modules", corpus.len());
    let mut differing = Vec::new();
    for entry in &corpus {
        let program = load(&entry.bytes).expect("wasmtime has accepted it");
        let module = &program.module;
        let played = play::play(module, entry.seed, &mut Ours::new(module, &mut ()));
        if played.text != entry.text {
            eprintln!("{}", difference(entry.seed, &played.text, &entry.text));
            differing.push(entry.seed);
        }
    }
    assert!(differing.is_empty(), "modules {differing:?} differ");
}

/// The first line that is not the same, after the call that it belongs to.
fn difference(seed: u64, ours: &str, theirs: &str) -> String {
    let mut call = "";
    for (ours, theirs) in ours.lines().zip(theirs.lines()) {
        if ours != theirs {
            return format!("module {seed}, {call}: expected `{theirs}`, found `{ours}`");
        }
        if !ours.starts_with('=') {
            call = ours;
        }
    }
    format!("module {seed}: one of the two does more")
}
