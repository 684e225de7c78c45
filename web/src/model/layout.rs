//! How the panes share the room.

use std::collections::BTreeMap;

use crate::text;

/// A part of the page that shares a line with its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The source.
    Source,
    /// All that stands beside the source.
    Machine,
    /// The explanation.
    Explanation,
    /// Stack, calls and scope.
    State,
    /// Memory.
    Memory,
    /// The lowest row.
    Lower,
    /// The stack.
    Stack,
    /// Frames above locals.
    Calls,
    /// Frames.
    Frames,
    /// Locals.
    Locals,
    /// Labels above globals.
    Scope,
    /// Labels.
    Labels,
    /// Globals.
    Globals,
    /// The console.
    Console,
    /// Problems.
    Problems,
    /// Breakpoints.
    Breakpoints,
    /// Tables.
    Tables,
}

/// What is fixed about a part.
struct Facts {
    part: Part,
    /// In the style and in local storage.
    name: &'static str,
    /// The element that is as large as it.
    element: &'static str,
    weight: f64,
    /// A track of a grid takes a fraction, an item of a row a number.
    unit: &'static str,
}

const fn facts(
    part: Part,
    name: &'static str,
    element: &'static str,
    weight: f64,
    unit: &'static str,
) -> Facts {
    Facts {
        part,
        name,
        element,
        weight,
        unit,
    }
}

/// In the order of [`Part`].
const PARTS: [Facts; 17] = [
    facts(Part::Source, "source", "pane-source", 39.0, "fr"),
    facts(Part::Machine, "machine", "pane-explanation", 61.0, "fr"),
    facts(
        Part::Explanation,
        "explanation",
        "pane-explanation",
        146.0,
        "fr",
    ),
    facts(Part::State, "state", "part-state", 196.0, "fr"),
    facts(Part::Memory, "memory", "pane-memory", 190.0, "fr"),
    facts(Part::Lower, "lower", "part-lower", 116.0, "fr"),
    facts(Part::Stack, "stack", "pane-stack", 24.0, ""),
    facts(Part::Calls, "calls", "part-calls", 38.0, ""),
    facts(Part::Frames, "frames", "pane-frames", 50.0, ""),
    facts(Part::Locals, "locals", "pane-locals", 50.0, ""),
    facts(Part::Scope, "scope", "part-scope", 38.0, ""),
    facts(Part::Labels, "labels", "pane-labels", 50.0, ""),
    facts(Part::Globals, "globals", "pane-globals", 50.0, ""),
    facts(Part::Console, "console", "pane-console", 39.0, ""),
    facts(Part::Problems, "problems", "pane-problems", 23.0, ""),
    facts(
        Part::Breakpoints,
        "breakpoints",
        "pane-breakpoints",
        20.0,
        "",
    ),
    facts(Part::Tables, "tables", "pane-tables", 18.0, ""),
];

impl Part {
    fn facts(self) -> &'static Facts {
        let facts = &PARTS[self as usize];
        debug_assert_eq!(facts.part, self, "the table has the order of the parts");
        facts
    }

    /// The id of the element that is as large as the part.
    #[must_use]
    pub fn element(self) -> &'static str {
        self.facts().element
    }
}

/// The line between two neighbours, which can be moved.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// What it resizes, in words.
    pub name: &'static str,
    /// The part to its left or above it.
    pub before: Part,
    /// The part to its right or below it.
    pub after: Part,
    /// Whether the name is that of the part after it.
    pub names_after: bool,
    /// Whether it stands upright and moves sideways.
    pub upright: bool,
    /// The least size of both parts in pixels.
    pub least: (u32, u32),
}

macro_rules! split {
    ($id:ident, $name:expr, $before:ident $line:tt $after:ident, $least:expr) => {
        #[doc = concat!("The line between ", stringify!($before), " and ", stringify!($after), ".")]
        pub const $id: &Split = &Split {
            name: $name,
            before: Part::$before,
            after: Part::$after,
            names_after: matches!(Part::$after, Part::Memory | Part::Lower),
    upright: split!(@upright $line),
            least: $least,
        };
    };
    (@upright |) => {
        true
    };
    (@upright /) => {
        false
    };
}

split!(SOURCE, text::LAYOUT_SOURCE, Source | Machine, (240, 300));
split!(
    EXPLANATION,
    text::LAYOUT_EXPLANATION,
    Explanation / State,
    (90, 110)
);
split!(MEMORY, text::LAYOUT_MEMORY, State / Memory, (110, 96));
split!(LOWER, text::LAYOUT_LOWER_PANES, Memory / Lower, (96, 72));
split!(
    LOWER_ALONE,
    text::LAYOUT_LOWER_PANES,
    State / Lower,
    (110, 72)
);
split!(STACK, text::LAYOUT_STACK, Stack | Calls, (110, 130));
split!(
    CALLS,
    text::LAYOUT_FRAMES_AND_LOCALS,
    Calls | Scope,
    (130, 130)
);
split!(FRAMES, text::LAYOUT_FRAMES, Frames / Locals, (58, 58));
split!(LABELS, text::LAYOUT_LABELS, Labels / Globals, (58, 58));
split!(
    CONSOLE,
    text::LAYOUT_CONSOLE,
    Console | Problems,
    (140, 130)
);
split!(
    PROBLEMS,
    text::LAYOUT_PROBLEMS,
    Problems | Breakpoints,
    (130, 130)
);
split!(
    BREAKPOINTS,
    text::LAYOUT_BREAKPOINTS,
    Breakpoints | Tables,
    (130, 110)
);

/// No part gets a smaller share of a pair, in hundredths.
pub const LEAST_SHARE: f64 = 5.0;

/// How much room each part gets in proportion to its neighbours.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights([f64; PARTS.len()]);

impl Default for Weights {
    fn default() -> Self {
        Self(PARTS.each_ref().map(|facts| facts.weight))
    }
}

impl Weights {
    /// What was kept; the usual ones for what is missing there or makes no sense.
    #[must_use]
    pub fn from_kept(kept: &BTreeMap<String, f64>) -> Self {
        Self(PARTS.each_ref().map(|facts| {
            let kept = kept.get(facts.name).copied();
            kept.filter(|weight| (0.5..=2_000.0).contains(weight))
                .unwrap_or(facts.weight)
        }))
    }

    /// What is to be kept: what differs from the usual.
    #[must_use]
    pub fn to_keep(&self) -> BTreeMap<String, f64> {
        PARTS
            .iter()
            .zip(self.0)
            .filter(|(facts, weight)| (facts.weight - weight).abs() > 1e-9)
            .map(|(facts, weight)| (facts.name.to_owned(), weight))
            .collect()
    }

    /// The weights as properties of a style.
    #[must_use]
    pub fn style(&self) -> String {
        PARTS
            .iter()
            .zip(self.0)
            .map(|(Facts { name, unit, .. }, weight)| format!("--{name}:{weight:.2}{unit};"))
            .collect()
    }

    /// The share of the part before a line, in hundredths of the pair.
    #[must_use]
    pub fn share(&self, split: &Split) -> f64 {
        let (before, after) = (self.0[split.before as usize], self.0[split.after as usize]);
        100.0 * before / (before + after)
    }

    /// Gives the part before a line a share of the pair, which measures so many pixels;
    /// both keep their least size.
    pub fn set_share(&mut self, split: &Split, share: f64, pixels: f64) {
        let least = |least: u32| (100.0 * f64::from(least) / pixels.max(1.0)).max(LEAST_SHARE);
        let (from, to) = (least(split.least.0), 100.0 - least(split.least.1));
        // In a window too small for both, the middle.
        let share = if from > to {
            50.0
        } else {
            share.clamp(from, to)
        };
        let (before, after) = (split.before as usize, split.after as usize);
        let both = self.0[before] + self.0[after];
        self.0[before] = both * share / 100.0;
        self.0[after] = both - self.0[before];
    }

    /// Gives both parts the share that they have by default.
    pub fn reset(&mut self, split: &Split) {
        let usual = Weights::default().share(split);
        self.set_share(split, usual, f64::INFINITY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_in_order() {
        for (index, facts) in PARTS.iter().enumerate() {
            assert_eq!(facts.part as usize, index, "{}", facts.name);
            assert_eq!(facts.part.element(), facts.element);
        }
    }

    #[test]
    fn a_line_moves_between_the_least_sizes() {
        let mut weights = Weights::default();
        weights.set_share(SOURCE, 60.0, 1_200.0);
        assert!((weights.share(SOURCE) - 60.0).abs() < 1e-9);
        weights.set_share(SOURCE, 0.0, 1_200.0);
        assert!((weights.share(SOURCE) - 20.0).abs() < 1e-9, "240 of 1,200");
        weights.set_share(SOURCE, 100.0, 1_200.0);
        assert!((weights.share(SOURCE) - 75.0).abs() < 1e-9, "300 of 1,200");
        weights.set_share(SOURCE, 10.0, 100.0);
        assert!((weights.share(SOURCE) - 50.0).abs() < 1e-9, "no room");
        weights.reset(SOURCE);
        assert_eq!(weights.to_keep(), BTreeMap::new());
    }

    #[test]
    fn moving_a_line_leaves_the_others_alone() {
        let mut weights = Weights::default();
        let both = |weights: &Weights| weights.share(STACK) + weights.share(CONSOLE);
        let before = both(&weights);
        weights.set_share(SOURCE, 50.0, 1_000.0);
        weights.set_share(MEMORY, 30.0, 1_000.0);
        assert!((both(&weights) - before).abs() < 1e-9);
    }

    #[test]
    fn what_was_kept_comes_back_and_nonsense_does_not() {
        let mut weights = Weights::default();
        weights.set_share(STACK, 40.0, 1_000.0);
        let mut kept = weights.to_keep();
        assert_eq!(kept.len(), 2);
        assert_eq!(Weights::from_kept(&kept), weights);
        for nonsense in [f64::NAN, -1.0, 0.0, f64::INFINITY] {
            kept.insert("stack".to_owned(), nonsense);
            kept.insert("calls".to_owned(), nonsense);
            kept.insert("nothing".to_owned(), 1.0);
            assert_eq!(Weights::from_kept(&kept), Weights::default());
        }
    }
}
