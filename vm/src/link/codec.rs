//! From a link to the fragment of an address and back.

use super::check::{DIGITS, check};
use super::error::{LinkError, Recovered, TooLarge};
use super::{Link, MOST_BYTES, Program, base64, payload};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};

const PRODUCT_AND_VERSION: &str = "w1";

/// How hard deflate tries; more gains next to nothing.
const EFFORT: u8 = 9;

/// The fragment of an address that holds a link, with its `#`.
///
/// # Errors
///
/// When it holds more than [`MOST_BYTES`].
pub fn encode(link: &Link) -> Result<String, TooLarge> {
    let json = link.json();
    if json.len() > MOST_BYTES {
        return Err(TooLarge);
    }
    let deflated = compress_to_vec(json.as_bytes(), EFFORT);
    let (codec, bytes) = match deflated.len() < json.len() {
        true => ('d', &*deflated),
        false => ('j', json.as_bytes()),
    };
    let payload = base64::for_address(bytes);
    let check = check(&payload);
    let embed = if link.embed { "&embed=1" } else { "" };
    Ok(format!(
        "#{PRODUCT_AND_VERSION}{codec}.{payload}.{check}{embed}"
    ))
}

/// Reads a link: a whole address, or its fragment with or without the `#`. White space
/// that got into it is passed over.
///
/// # Errors
///
/// Says what is wrong, with what can be recovered.
pub fn decode(text: &str) -> Result<Link, LinkError> {
    let text: String = text.split_whitespace().collect();
    let fragment = text.split_once('#').map_or(&*text, |(_, rest)| rest);
    let rest = after_version(fragment)?;
    let mut letters = rest.chars();
    let codec = match letters.next() {
        Some('d') => inflate,
        Some('j') => plain,
        Some(letter) if letter.is_ascii_alphanumeric() => return Err(LinkError::Later),
        _ => return Err(LinkError::Damaged(None)),
    };
    let Some(rest) = letters.as_str().strip_prefix('.') else {
        return Err(LinkError::Damaged(None));
    };
    let (payload, written) = rest.split_once('.').unwrap_or((rest, ""));
    let mut overrides = written.split('&');
    let written = overrides.next().unwrap_or_default();
    let (bytes, is_base64) = base64::read(payload);
    let (json, end) = codec(&bytes);
    let is_whole = written.len() == DIGITS && written == check(payload);
    if !is_whole {
        let recovered = recover(&json);
        return Err(LinkError::Damaged(recovered.map(Box::new)));
    }
    match end {
        End::TooFar => return Err(LinkError::TooLarge),
        End::Reached if is_base64 => {}
        _ => return Err(LinkError::Damaged(recover(&json).map(Box::new))),
    }
    let json = std::str::from_utf8(&json).map_err(|_| LinkError::Damaged(None))?;
    let mut link = payload::read(json)?;
    for word in overrides {
        set(&mut link, word);
    }
    Ok(link)
}

/// What follows the product and the version.
fn after_version(fragment: &str) -> Result<&str, LinkError> {
    if let Some(rest) = fragment.strip_prefix(PRODUCT_AND_VERSION) {
        return Ok(rest);
    }
    // The first letters of a link that was cut.
    if !fragment.is_empty() && PRODUCT_AND_VERSION.starts_with(fragment) {
        return Err(LinkError::Damaged(None));
    }
    let head = fragment.split('.').next().unwrap_or_default();
    let version = head.strip_prefix('w').unwrap_or_default();
    match version.starts_with(|digit: char| digit.is_ascii_digit()) && head.len() < 6 {
        true => Err(LinkError::Later),
        false => Err(LinkError::NotALink),
    }
}

/// Where reading the bytes ended.
enum End {
    Reached,
    Broken,
    TooFar,
}

fn plain(bytes: &[u8]) -> (Vec<u8>, End) {
    match bytes.get(..MOST_BYTES) {
        Some(first) if bytes.len() > MOST_BYTES => (first.to_vec(), End::TooFar),
        _ => (bytes.to_vec(), End::Reached),
    }
}

fn inflate(bytes: &[u8]) -> (Vec<u8>, End) {
    if bytes.is_empty() {
        return (Vec::new(), End::Broken);
    }
    match decompress_to_vec_with_limit(bytes, MOST_BYTES) {
        Ok(json) => (json, End::Reached),
        Err(error) => {
            let end = match error.status {
                TINFLStatus::HasMoreOutput => End::TooFar,
                _ => End::Broken,
            };
            // What is not written yet is zero, and JSON has no such character.
            let mut json = error.output;
            if let Some(length) = json.iter().position(|byte| *byte == 0) {
                json.truncate(length);
            }
            (json, end)
        }
    }
}

/// What a part of a payload says.
fn recover(json: &[u8]) -> Option<Recovered> {
    let json = json.utf8_chunks().next()?.valid();
    if let Ok(link) = payload::read(json) {
        let is_complete = true;
        return Some(Recovered { link, is_complete });
    }
    let text = payload::beginning(json)?;
    Some(Recovered {
        link: Link::new(Program::Text(text)),
        is_complete: false,
    })
}

/// What a person typed behind the link; what says nothing is passed over.
fn set(link: &mut Link, word: &str) {
    match word.split_once('=') {
        Some(("step", step)) => link.step = step.parse().ok().or(link.step),
        Some(("view", view)) if !view.is_empty() => link.view = Some(view.to_owned()),
        Some(("embed", "1")) => link.embed = true,
        _ => {}
    }
}
