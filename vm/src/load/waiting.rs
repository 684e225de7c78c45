//! Branches whose target is not known yet: the `end` that they lead to has not been read.

/// A place that waits for the pc of an `end`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Unresolved {
    /// The branch, `if` or `else` at this pc.
    Instr(usize),
    /// An entry of a branch table.
    Jump(usize),
    /// A branch on a cast.
    Cast(usize),
    /// A clause of a handler.
    Catch(usize, usize),
    /// A handler that ends there.
    Handler(usize),
}

/// The places that wait: for each label a list, whose nodes lie in one array.
#[derive(Debug)]
pub(super) struct Waiting {
    /// By the number of the label: the `if` or `else` that opened it, and the first node.
    labels: Vec<(Option<usize>, Option<usize>)>,
    /// Places, each with the next node.
    nodes: Vec<(Unresolved, Option<usize>)>,
}

impl Waiting {
    /// With the function's own label alone.
    pub(super) fn new() -> Self {
        Self {
            labels: vec![(None, None)],
            nodes: Vec::new(),
        }
    }

    /// A label, by the `if` that opens it.
    pub(super) fn open(&mut self, opening: Option<usize>) {
        self.labels.push((opening, None));
    }

    /// An `else` opens a label anew; gives the `if` that did before.
    pub(super) fn reopen(&mut self, label: u32, opening: usize) -> Option<usize> {
        self.labels[label as usize].0.replace(opening)
    }

    /// A place waits for the end of a label.
    pub(super) fn push(&mut self, label: u32, place: Unresolved) {
        let first = &mut self.labels[label as usize].1;
        self.nodes.push((place, *first));
        *first = Some(self.nodes.len() - 1);
    }

    /// At the end of a label: what opened it, and the first place that waits for it.
    pub(super) fn close(&mut self, label: u32) -> (Option<usize>, Option<usize>) {
        std::mem::take(&mut self.labels[label as usize])
    }

    /// A place, and the next one.
    pub(super) fn node(&self, node: usize) -> (Unresolved, Option<usize>) {
        self.nodes[node]
    }
}
