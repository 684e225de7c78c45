//! The nearest of a list of names to one that was probably mistyped.

/// How many edits turn `left` into `right`: inserting, removing or replacing a
/// character, or swapping two neighbours, counts one each.
///
/// This is the restricted Damerau–Levenshtein distance, compared without
/// regard to the case of ASCII letters.
pub fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().map(|c| c.to_ascii_lowercase()).collect();
    let right: Vec<char> = right.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for (row, &l) in left.iter().enumerate() {
        let mut this = vec![row + 1];
        for (column, &r) in right.iter().enumerate() {
            let replace = last[column] + usize::from(l != r);
            let mut best = replace.min(last[column + 1] + 1).min(this[column] + 1);
            let swapped =
                row > 0 && column > 0 && l == right[column - 1] && left[row - 1] == r && l != r;
            if swapped {
                best = best.min(before_last[column - 1] + 1);
            }
            this.push(best);
        }
        before_last = std::mem::replace(&mut last, this);
    }
    last[right.len()]
}

/// The candidate nearest to `word`, when one is near enough that a slip of the
/// fingers is likely: at most one edit for every three characters, and two for
/// short words. The first of equally near ones wins.
///
/// Words longer than 64 bytes are never compared, so that the cost stays small
/// whatever the text contains.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let length = word.chars().count();
    let limit = match length {
        0..=3 => 1,
        4..=6 => 2,
        _ => (length / 3).min(5),
    };
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.len() > LONGEST {
            continue;
        }
        let cost = distance(word, candidate);
        // A name all of whose letters changed is no resemblance.
        if cost <= limit && cost < length.max(2) && best.is_none_or(|(least, _)| cost < least) {
            best = Some((cost, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest};

    #[test]
    fn distance_counts_edits_and_swaps() {
        assert_eq!(distance("i32.add", "i32.add"), 0);
        assert_eq!(distance("i32.ad", "i32.add"), 1);
        assert_eq!(distance("i32.dad", "i32.add"), 1);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("I32.ADD", "i32.add"), 0);
    }

    #[test]
    fn nearest_keeps_its_distance() {
        let names = ["i32.const", "i64.const", "local.get"];
        assert_eq!(nearest("i32.cosnt", names), Some("i32.const"));
        assert_eq!(nearest("locl.get", names), Some("local.get"));
        assert_eq!(nearest("banana", names), None);
        assert_eq!(nearest("", names), None);
    }
}
