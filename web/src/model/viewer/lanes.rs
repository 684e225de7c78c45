//! The lanes of a trace: how deep it called, where it wrote memory, what it asked the host.

use wasmscope::time::{Column, Ending, Picture};

use super::Viewer;

/// Columns at most.
const MOST: u64 = 400;

impl Viewer {
    /// A picture of all of it. How high the stack was is not told.
    #[must_use]
    pub fn lanes(&self) -> Picture {
        let from = self.step_of(0);
        let to = self.last_step() + 1;
        let mut width = 1;
        while (to - from).div_ceil(width) > MOST {
            width *= 2;
        }
        let count = (to - from).div_ceil(width) as usize;
        let mut columns = vec![Column::default(); count];
        for entry in &self.entries {
            let Some(column) = columns.get_mut(((entry.n - from) / width) as usize) else {
                continue;
            };
            let frames = entry.depth.saturating_add(1);
            let (least, most) = column.depth.unwrap_or((frames, frames));
            column.depth = Some((least.min(frames), most.max(frames)));
            column.exact = true;
            column.wrote |= entry.wrote > 0;
            column.writes += u64::from(entry.wrote > 0);
            column.written += u64::from(entry.wrote);
            column.hosts += u64::from(entry.host);
        }
        let ending = self.last().and_then(|last| match last.end.as_str() {
            "returned" => Some(Ending::Returned),
            "trapped" => Some(Ending::Trapped),
            "thrown" => Some(Ending::Thrown),
            "exited" => Some(Ending::Exited),
            _ => None,
        });
        Picture {
            from,
            to,
            width,
            columns,
            ending,
        }
    }
}
