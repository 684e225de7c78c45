//! The check of a link: CRC-32 in base62.

use crate::checksum::crc32;

/// How many digits it has.
pub(super) const DIGITS: usize = 6;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// The check of a payload.
pub(super) fn check(payload: &str) -> String {
    let mut rest = crc32(payload.as_bytes());
    let mut digits = [b'0'; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(rest % 62) as usize];
        rest /= 62;
    }
    digits.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_six_digits_of_the_usual_crc() {
        assert_eq!(check(""), "000000");
        assert_eq!(check("123456789"), "3jZRME");
    }
}
