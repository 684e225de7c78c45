//! What is shown at once where there is not room for everything.

use crate::text;

/// What is shown at once where there is not room for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tab {
    /// The source; only where it is not always in sight.
    Source,
    /// Explanation, stack, frames, locals, labels.
    #[default]
    Machine,
    /// Memory, globals, tables.
    Memory,
    /// What the program draws; only while it can draw.
    Canvas,
    /// The console.
    Console,
    /// Problems and breakpoints.
    Problems,
}

impl Tab {
    /// All, in their order.
    pub const ALL: [Tab; 6] = [
        Tab::Source,
        Tab::Machine,
        Tab::Memory,
        Tab::Canvas,
        Tab::Console,
        Tab::Problems,
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Tab::Source => text::LAYOUT_SOURCE,
            Tab::Machine => text::LAYOUT_MACHINE,
            Tab::Memory => text::LAYOUT_MEMORY,
            Tab::Canvas => text::CANVAS_CANVAS,
            Tab::Console => text::LAYOUT_CONSOLE,
            Tab::Problems => text::LAYOUT_PROBLEMS,
        }
    }

    /// Its name in the style.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Tab::Source => "source",
            Tab::Machine => "machine",
            Tab::Memory => "memory",
            Tab::Canvas => "canvas",
            Tab::Console => "console",
            Tab::Problems => "problems",
        }
    }
}

/// How much of the page is seen at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Screen {
    /// Everything.
    #[default]
    All,
    /// The source, and beside it what a tab shows.
    Two,
    /// What a tab shows.
    One,
}

impl Screen {
    /// The tabs there are, for a program that can draw or for one that cannot.
    #[must_use]
    pub fn tabs(self, has_canvas: bool) -> Vec<Tab> {
        let all = match self {
            Screen::All => &[],
            Screen::Two => &Tab::ALL[1..],
            Screen::One => &Tab::ALL[..],
        };
        let is_there = |tab: &Tab| has_canvas || *tab != Tab::Canvas;
        all.iter().copied().filter(is_there).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canvas_has_a_tab_while_there_is_one() {
        let count = |screen: Screen, has_canvas| screen.tabs(has_canvas).len();
        assert_eq!(
            (count(Screen::One, false), count(Screen::One, true)),
            (5, 6)
        );
        assert_eq!(
            (count(Screen::Two, false), count(Screen::Two, true)),
            (4, 5)
        );
        assert!(Screen::All.tabs(true).is_empty());
        assert!(!Screen::Two.tabs(true).contains(&Tab::Source));
    }
}
