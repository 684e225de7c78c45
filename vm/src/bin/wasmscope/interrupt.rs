//! Ctrl-C: it stops the machine, not the command.
//!
//! Whoever drives a machine does so a [`SLICE`] at a time and asks [`raised`] between two of
//! them; so does a host that waits for input or time. A second Ctrl-C before [`clear`] ends the
//! process at once, so that nothing that does not get that far can hold anybody up.

use crate::failure::Exit;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

/// Instructions executed between two looks: some twenty milliseconds.
pub(crate) const SLICE: u64 = 1 << 23;

/// Bytes that bulk instructions may touch between two looks.
pub(crate) const WORK: u64 = 1 << 28;

static RAISED: AtomicBool = AtomicBool::new(false);
static INSTALLED: Once = Once::new();

/// From now on Ctrl-C is noted here. Before, it ends the process.
pub(crate) fn install() {
    clear();
    INSTALLED.call_once(|| {
        // Where there are no signals, Ctrl-C goes on ending the process.
        let _ = ctrlc::set_handler(|| {
            if RAISED.swap(true, Ordering::Relaxed) {
                std::process::exit(Exit::Interrupted as i32);
            }
        });
    });
}

/// The machine is to stop, as with Ctrl-C.
pub(crate) fn raise() {
    RAISED.store(true, Ordering::Relaxed);
}

/// Whether somebody wants the machine to stop.
pub(crate) fn raised() -> bool {
    RAISED.load(Ordering::Relaxed)
}

/// The machine has stopped; the next Ctrl-C is a first one again.
pub(crate) fn clear() {
    RAISED.store(false, Ordering::Relaxed);
}
