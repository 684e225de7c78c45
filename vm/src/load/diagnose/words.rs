//! Small helpers for sentences.

/// `1 value`, `2 values`.
pub(crate) fn count(number: usize, one: &str) -> String {
    match number {
        0 => format!("no {one}s"),
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

/// `i32 i64`, or `nothing`.
pub(crate) fn list(types: &[String]) -> String {
    if types.is_empty() {
        "nothing".to_owned()
    } else {
        types.join(" ")
    }
}

/// A message of a library as a sentence that stands alone: without byte
/// offsets and repeated prefixes.
pub(crate) fn tidy(message: &str) -> String {
    let message = message.lines().next().unwrap_or("").trim();
    let message = message.split(" (at offset").next().unwrap_or(message);
    let message = message
        .replace("lparen", "`(`")
        .replace("left paren", "`(`")
        .replace("right paren", "`)`")
        .replace("unexpected token, ", "unexpected word, ");
    if message.is_empty() {
        "this cannot be understood here".to_owned()
    } else {
        message
    }
}

/// A token cut to a length that fits into a sentence.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
