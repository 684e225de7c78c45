//! Lists of which saves share the parts that did not change.
//!
//! The stack and the frames are written all the time and without marks, so a save compares
//! instead: what lies deep in a recursion is the same as in the save before, part by part.

use std::sync::Arc;

/// Items in a part.
const PART: usize = 512;

/// A list as it was saved.
#[derive(Clone, Debug)]
pub(super) struct Shared<T> {
    parts: Vec<Arc<[T]>>,
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self { parts: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Shared<T> {
    /// Saves a list, sharing parts with a save before.
    pub(super) fn save(items: &[T], before: &Self) -> Self {
        let part = |(number, part): (usize, &[T])| match before.parts.get(number) {
            Some(before) if **before == *part => Arc::clone(before),
            _ => Arc::from(part),
        };
        Self {
            parts: items.chunks(PART).enumerate().map(part).collect(),
        }
    }

    /// How many items there are.
    pub(super) fn len(&self) -> usize {
        let last = self.parts.last().map_or(0, |last| last.len());
        self.parts.len().saturating_sub(1) * PART + last
    }

    /// The items.
    pub(super) fn items(&self) -> impl Iterator<Item = &T> {
        self.parts.iter().flat_map(|part| part.iter())
    }

    /// The items, in parts.
    pub(super) fn parts(&self) -> impl Iterator<Item = &[T]> {
        self.parts.iter().map(|part| &**part)
    }

    /// Whether a list of equal length is like this one, item by item, the last ones first.
    pub(super) fn is_like(&self, items: &[T], like: impl Fn((&T, &T)) -> bool) -> bool {
        let parts = items.chunks(PART).zip(&self.parts).rev();
        parts
            .into_iter()
            .all(|(items, part)| items.iter().zip(&**part).rev().all(&like))
    }

    /// Bytes that it takes beside those shared with another one.
    pub(super) fn bytes_beside(&self, other: Option<&Self>) -> usize {
        let part = |(number, part): (usize, &Arc<[T]>)| {
            let before = other.and_then(|other| other.parts.get(number));
            match before.is_some_and(|before| Arc::ptr_eq(before, part)) {
                true => 0,
                false => size_of_val(&**part),
            }
        };
        let parts: usize = self.parts.iter().enumerate().map(part).sum();
        parts + size_of_val(&*self.parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_did_not_change_is_shared() {
        let mut items: Vec<u64> = (0..2_000).collect();
        let first = Shared::save(&items, &Shared::default());
        assert_eq!(first.len(), 2_000);
        items[1_999] = 7;
        items.push(8);
        let second = Shared::save(&items, &first);
        assert_eq!(second.len(), 2_001);
        assert_eq!(second.parts().collect::<Vec<_>>().concat(), items);
        let own = second.bytes_beside(Some(&first));
        assert!(own < 512 * 8 + 100, "{own} bytes");
        assert!(second.bytes_beside(None) > 2_000 * 8);
    }
}
