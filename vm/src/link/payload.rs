//! The payload of a link: a JSON object.

use super::modules::{self, Written};
use super::{Link, LinkError, Program, base64};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// Writes the payload. The program comes first, so that it is what is left of a link
/// that was cut.
pub(super) fn write(link: &Link) -> String {
    let mut json = String::new();
    match &link.program {
        Program::Text(text) => member(&mut json, "s", text),
        Program::Binary(bytes) => member(&mut json, "m", &base64::for_json(bytes)),
    }
    let known = |name: &str| json_has(link, name);
    if !link.modules.is_empty() {
        member(&mut json, "x", &modules::written(&link.modules));
    }
    if let Some(entry) = &link.entry {
        member(&mut json, "e", entry);
    }
    if !link.args.is_empty() {
        member(&mut json, "a", &link.args);
    }
    if !link.words.is_empty() {
        member(&mut json, "w", &link.words);
    }
    if let Some(input) = &link.input {
        member(&mut json, "i", input);
    }
    if let Some(step) = &link.step {
        member(&mut json, "n", step);
    }
    if let Some(view) = &link.view {
        member(&mut json, "v", view);
    }
    if !link.breakpoints.is_empty() {
        member(&mut json, "b", &link.breakpoints);
    }
    if let Some(title) = &link.title {
        member(&mut json, "t", title);
    }
    if !link.limits.is_empty() {
        member(&mut json, "l", &link.limits);
    }
    for (name, value) in link.unknown.iter().filter(|(name, _)| !known(name)) {
        raw(&mut json, name, value);
    }
    json.push('}');
    json
}

/// Whether a member is written from what is known.
fn json_has(link: &Link, name: &str) -> bool {
    match name {
        "s" => matches!(link.program, Program::Text(_)),
        "m" => matches!(link.program, Program::Binary(_)),
        "x" => !link.modules.is_empty(),
        "e" => link.entry.is_some(),
        "a" => !link.args.is_empty(),
        "w" => !link.words.is_empty(),
        "i" => link.input.is_some(),
        "n" => link.step.is_some(),
        "v" => link.view.is_some(),
        "b" => !link.breakpoints.is_empty(),
        "t" => link.title.is_some(),
        "l" => !link.limits.is_empty(),
        _ => false,
    }
}

fn member<T: Serialize + ?Sized>(json: &mut String, name: &str, value: &T) {
    // Strings, numbers, and lists and maps of them: writing those cannot fail.
    raw(
        json,
        name,
        &serde_json::to_string(value).unwrap_or_default(),
    );
}

fn raw(json: &mut String, name: &str, value: &str) {
    json.push(if json.is_empty() { '{' } else { ',' });
    json.push_str(&serde_json::to_string(name).unwrap_or_default());
    json.push(':');
    json.push_str(value);
}

/// Reads a payload.
///
/// # Errors
///
/// When it is no JSON object, or there is no program in it.
pub(super) fn read(json: &str) -> Result<Link, LinkError> {
    let mut members: Members = match serde_json::from_str(json) {
        Ok(members) => members,
        Err(_) => return Err(LinkError::Damaged(None)),
    };
    let binary = |text: String| match base64::read(&text) {
        (bytes, true) => Some(Program::Binary(bytes)),
        _ => None,
    };
    let program = match take(&mut members, "s") {
        Some(text) => Program::Text(text),
        None => match members
            .get("m")
            .and_then(|value| known(value))
            .and_then(binary)
        {
            Some(program) => {
                members.remove("m");
                program
            }
            None => return Err(LinkError::NoProgram),
        },
    };
    let mut link = Link::new(program);
    let linked = members.get("x").and_then(|value| known(value));
    if let Some(linked) = linked.and_then(|linked: Vec<Written>| modules::read(linked)) {
        members.remove("x");
        link.modules = linked;
    }
    link.entry = take(&mut members, "e");
    link.args = take(&mut members, "a").unwrap_or_default();
    link.words = take(&mut members, "w").unwrap_or_default();
    link.input = take(&mut members, "i");
    link.step = take(&mut members, "n");
    link.view = take(&mut members, "v");
    link.breakpoints = take(&mut members, "b").unwrap_or_default();
    link.title = take(&mut members, "t");
    link.limits = take(&mut members, "l").unwrap_or_default();
    let unknown = members.into_iter();
    link.unknown = unknown
        .map(|(name, value)| (name, value.get().to_owned()))
        .collect();
    Ok(link)
}

type Members = BTreeMap<String, Box<RawValue>>;

/// Takes a member out, if it can be read.
fn take<T: DeserializeOwned>(members: &mut Members, name: &str) -> Option<T> {
    let value = known(members.get(name)?)?;
    members.remove(name);
    Some(value)
}

fn known<T: DeserializeOwned>(value: &RawValue) -> Option<T> {
    serde_json::from_str(value.get()).ok()
}

/// The beginning of the source text in the beginning of a payload; none when there is
/// nothing of it.
pub(super) fn beginning(json: &str) -> Option<String> {
    let body = json.strip_prefix(r#"{"s":""#)?;
    let mut end = 0;
    let mut is_escaped = false;
    for (at, letter) in body.char_indices() {
        match letter {
            '"' if !is_escaped => break,
            '\0'..='\x1f' => break,
            _ => {}
        }
        is_escaped = letter == '\\' && !is_escaped;
        end = at + letter.len_utf8();
    }
    // An escape that was cut is at most `\ud83d\ude4`, eleven letters.
    let text = (0..12).find_map(|fewer| {
        let part = body.get(..end.checked_sub(fewer)?)?;
        serde_json::from_str::<String>(&format!("\"{part}\"")).ok()
    })?;
    (!text.is_empty()).then_some(text)
}
