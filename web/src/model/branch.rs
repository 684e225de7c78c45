//! Where the next branch goes, in words for the pane of the labels.

use wasmscope::explain::BranchPreview;

use crate::text;

/// What becomes of a label by the next branch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The branch goes to it.
    Target,
    /// It would go to it, if it were taken.
    NotTaken,
    /// It lies within the target, and is gone.
    Popped,
}

impl Fate {
    /// What becomes of the label that is so many labels out.
    #[must_use]
    pub fn of(preview: &BranchPreview, label: usize) -> Option<Self> {
        match label.cmp(&preview.label) {
            std::cmp::Ordering::Equal if preview.taken => Some(Self::Target),
            std::cmp::Ordering::Equal => Some(Self::NotTaken),
            std::cmp::Ordering::Less if preview.taken => Some(Self::Popped),
            _ => None,
        }
    }

    /// In words, beside the label.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Target => text::BRANCH_GOES_HERE,
            Self::NotTaken => text::BRANCH_WOULD_GO_HERE,
            Self::Popped => text::BRANCH_POPPED,
        }
    }
}

/// What the branch, as it is written, will do: a sentence or two; code between backticks.
#[must_use]
pub fn sentence(text: &str, preview: &BranchPreview) -> String {
    let because = match preview.because.as_str() {
        "" => String::new(),
        because => text::branch_because(because),
    };
    if !preview.taken {
        return text::branch_not_taken(text, because);
    }
    let carried: Vec<String> = preview
        .carried
        .iter()
        .map(|value| format!("{} {}", value.ty, value.text))
        .collect();
    let carried = match carried.is_empty() {
        true => text::BRANCH_NO_VALUES.to_owned(),
        false => carried.join(", "),
    };
    let dropped = match (preview.leaves, preview.dropped) {
        (true, _) => text::BRANCH_FRAME_GOES.to_owned(),
        (false, dropped) => text::branch_drops(text::branch_values(dropped as u64)),
    };
    let labels = || text::branch_labels(preview.popped as u64);
    let popped = match (preview.kind, preview.leaves) {
        (_, true) => text::BRANCH_LEAVES.to_owned(),
        ("loop", _) => text::branch_begins_loop(labels()),
        _ => text::branch_pops(labels()),
    };
    text::branch_taken(text, because, popped, carried, dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn preview(taken: bool) -> BranchPreview {
        BranchPreview {
            taken,
            because: "the condition is 0".to_owned(),
            label: 1,
            kind: "block",
            popped: 2,
            carried: Vec::new(),
            dropped: 1,
            target: 9,
            leaves: false,
        }
    }

    #[test]
    fn labels_inside_the_target_are_popped_when_it_is_taken() {
        let fates = |taken| [0, 1, 2].map(|label| Fate::of(&preview(taken), label));
        assert_eq!(fates(true), [Some(Fate::Popped), Some(Fate::Target), None]);
        assert_eq!(fates(false), [None, Some(Fate::NotTaken), None]);
    }

    #[test]
    fn it_is_said_whether_it_is_taken_and_what_goes() {
        let not = sentence("br_if $out", &preview(false));
        assert_eq!(not, "`br_if $out` will not be taken: the condition is 0.");
        let will = sentence("br_if $out", &preview(true));
        assert_eq!(
            will,
            "`br_if $out` will be taken: the condition is 0. It pops 2 labels, carries no values, \
             drops 1 value."
        );
        let left = BranchPreview {
            leaves: true,
            because: String::new(),
            ..preview(true)
        };
        assert_eq!(
            sentence("br 1", &left),
            "`br 1` will be taken. It leaves the function, carries no values, its frame goes."
        );
    }
}
