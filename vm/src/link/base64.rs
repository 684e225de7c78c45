//! Base64, in the two alphabets that there are.

const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const PLAIN: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// For addresses: no padding.
pub(super) fn for_address(bytes: &[u8]) -> String {
    digits(bytes, URL)
}

/// For JSON, as everybody reads it: with padding.
pub(super) fn for_json(bytes: &[u8]) -> String {
    let mut text = digits(bytes, PLAIN);
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

fn digits(bytes: &[u8], alphabet: &[u8; 64]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let byte = |index: usize| u32::from(group.get(index).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for place in 0..=group.len() {
            let digit = bits >> (18 - 6 * place) & 63;
            text.push(char::from(alphabet[digit as usize]));
        }
    }
    text
}

/// The bytes of a text in either alphabet, padded or not, as far as it is one, and
/// whether all of it was.
pub(super) fn read(text: &str) -> (Vec<u8>, bool) {
    let text = text.trim_end_matches('=');
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'-' | b'+' => 62,
            b'_' | b'/' => 63,
            _ => return (bytes, false),
        };
        bits = bits << 6 | u32::from(digit);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    // One digit alone holds no byte.
    (bytes, count < 6 && bits == 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vectors_of_rfc_4648_hold() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(for_json(bytes.as_bytes()), text);
            assert_eq!(for_address(bytes.as_bytes()), text.trim_end_matches('='));
            assert_eq!(read(text), (bytes.as_bytes().to_vec(), true));
        }
        assert_eq!(for_address(&[0xfb, 0xff]), "-_8");
        assert_eq!(read("-_8"), read("+/8="));
    }

    #[test]
    fn what_is_no_base64_is_read_as_far_as_it_is() {
        assert_eq!(read("Zm9v*Zm9v"), (b"foo".to_vec(), false));
        assert_eq!(read("Zm9vZ"), (b"foo".to_vec(), false));
        assert_eq!(read("Zh"), (b"f".to_vec(), false));
    }
}
