//! The operand stack that validation asks for at a token, beside the one that it has found.

use serde::Serialize;
use std::fmt;

/// The operands that an instruction, or the end of a block, asks for beside those that are
/// there; both bottom first, and aligned at the top. At least one entry is wrong, or missing.
///
/// Its text is `expected [i32 i32], found [i32 f64]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperandStacks {
    /// The types that are asked for; `any` where every type will do.
    pub expected: Vec<String>,
    /// The types that are there, as far as this block may use them; `any` where nothing is
    /// known of one because control cannot come here.
    pub found: Vec<String>,
    /// Which entries of `found` do not fit, or are left over: indices from 0, ascending.
    pub wrong: Vec<usize>,
    /// For how many entries of `expected`, from its first one on, nothing is there.
    pub missing: usize,
    /// Whether control cannot come here, so that operands of any type are below those found.
    pub unreachable: bool,
    /// How many more operands lie below those of `found`, which are too many to list.
    pub below: usize,
}

impl OperandStacks {
    /// At most this many operands are listed.
    pub const MOST: usize = 24;

    /// The stacks with these wrong entries, cut to what can be listed; `None` where nothing is
    /// wrong or missing.
    pub(crate) fn new(
        expected: Vec<String>,
        found: Vec<String>,
        wrong: &[usize],
        unreachable: bool,
    ) -> Option<Self> {
        let missing = match unreachable {
            true => 0,
            false => expected.len().saturating_sub(found.len()),
        };
        if expected.len() > Self::MOST || (wrong.is_empty() && missing == 0) {
            return None;
        }
        let below = found.len().saturating_sub(Self::MOST);
        let wrong = wrong.iter().filter_map(|index| index.checked_sub(below));
        Some(Self {
            expected,
            wrong: wrong.collect(),
            missing,
            unreachable,
            below,
            found: found.into_iter().skip(below).collect(),
        })
    }

    /// What lies below the operands of `found`: `(3 more)`, or `…` for any at all.
    #[must_use]
    pub fn below_in_words(&self) -> Option<String> {
        match (self.below, self.unreachable) {
            (0, false) => None,
            (0, true) => Some("…".to_owned()),
            (below, _) => Some(format!("({below} more)")),
        }
    }

    /// Whether an entry of `expected` has no operand that fits: it is missing, or the one in
    /// its place is wrong.
    #[must_use]
    pub fn is_unmet(&self, index: usize) -> bool {
        let Some(here) = (index + self.found.len()).checked_sub(self.expected.len()) else {
            return !self.unreachable;
        };
        self.wrong.contains(&here)
    }
}

impl fmt::Display for OperandStacks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let below = self.below_in_words();
        let found = below.as_deref().into_iter();
        let found: Vec<&str> = found.chain(self.found.iter().map(String::as_str)).collect();
        let expected = self.expected.join(" ");
        write!(f, "expected [{expected}], found [{}]", found.join(" "))
    }
}
