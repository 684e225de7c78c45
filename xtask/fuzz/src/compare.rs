//! One module on both machines.

use crate::play::{Transcript, play};
use crate::{generate, ours::Ours, theirs::Theirs};
use std::panic::{AssertUnwindSafe, catch_unwind};
use wasmscope::load::load;
use wasmtime::{Engine, Module};

/// What came out for one number.
pub(crate) struct Compared {
    pub(crate) seed: u64,
    pub(crate) bytes: Vec<u8>,
    pub(crate) verdict: Verdict,
}

/// How the two machines compare.
pub(crate) enum Verdict {
    /// They did the same, which is this.
    Same(Transcript),
    /// They did the same until the resources of one of them ended: what that one did, and why
    /// it ended.
    CutShort(Transcript, String),
    /// There is no function in it that could be called, or no module of this number.
    Nothing,
    /// They differ: what ours did, and what theirs did.
    Different(String, String),
    /// wasmtime does not compile it, for this reason.
    NotCompiled(String),
}

/// Makes the module of a number and plays it on both machines.
pub(crate) fn compare(engine: &Engine, seed: u64) -> Compared {
    let mut bytes = Vec::new();
    let both = AssertUnwindSafe(|| match generate::module(seed) {
        Ok(module) => {
            bytes = module;
            judge(engine, seed, &bytes)
        }
        Err(_) => Ok(Verdict::Nothing),
    });
    let verdict = match catch_unwind(both) {
        Ok(Ok(verdict)) => verdict,
        Ok(Err(why)) => Verdict::Different(why, String::new()),
        Err(_) => Verdict::Different("panicked, or theirs did".to_owned(), String::new()),
    };
    Compared {
        seed,
        bytes,
        verdict,
    }
}

fn judge(engine: &Engine, seed: u64, bytes: &[u8]) -> Result<Verdict, String> {
    let program = load(bytes).map_err(|problems| format!("refused: {problems:?}"))?;
    let compiled = match Module::new(engine, bytes) {
        Ok(module) => module,
        Err(error) => return Ok(Verdict::NotCompiled(format!("{error:?}"))),
    };
    let ours = play(
        &program.module,
        seed,
        &mut Ours::new(&program.module, &mut ()),
    );
    let theirs = play(
        &program.module,
        seed,
        &mut Theirs::new(&compiled, &program.module),
    );
    let shorter = match (&ours.exhausted, &theirs.exhausted) {
        (None, None) => None,
        (Some(why), None) => Some((why, &ours, &theirs)),
        (None, Some(why)) => Some((why, &theirs, &ours)),
        (Some(why), Some(_)) if ours.text.len() <= theirs.text.len() => Some((why, &ours, &theirs)),
        (_, Some(why)) => Some((why, &theirs, &ours)),
    };
    Ok(match shorter {
        Some((why, short, long)) if is_beginning(&short.text, &long.text) => {
            Verdict::CutShort(short.clone(), why.clone())
        }
        None if ours.text == theirs.text && ours.text.contains("call") => Verdict::Same(theirs),
        None if ours.text == theirs.text => Verdict::Nothing,
        _ => Verdict::Different(ours.text, theirs.text),
    })
}

/// Whether all but the last line, which says that resources ended, is what the other one
/// begins with.
fn is_beginning(short: &str, long: &str) -> bool {
    let end = short.trim_end().rfind('\n').map_or(0, |at| at + 1);
    long.starts_with(&short[..end])
}
