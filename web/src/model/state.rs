//! The picture of the machine that the panes show.

pub use wasmscope::view::{
    FrameView, GlobalView, LabelView, LocalView, MachineState, RunStatus as Status,
};

/// The state while nothing is loaded.
#[must_use]
pub fn nothing() -> MachineState {
    MachineState {
        step: 0,
        status: Status::Ready,
        at: None,
        stack: Vec::new(),
        frames: Vec::new(),
        globals: Vec::new(),
        memories: Vec::new(),
        tables: Vec::new(),
        results: None,
        trap: None,
        exception: None,
        exit_code: None,
    }
}

/// Whether nothing is left to execute.
#[must_use]
pub fn is_over(status: Status) -> bool {
    !matches!(status, Status::Paused | Status::Running | Status::Waiting)
}

/// How many frames there are, however many are shown.
#[must_use]
pub fn frame_count(state: &MachineState) -> usize {
    state.frames.first().map_or(0, |frame| frame.depth + 1)
}

/// A name as the text format writes it.
#[must_use]
pub fn dollar(name: &str) -> String {
    format!("${name}")
}
