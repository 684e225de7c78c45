//! The check of a link: CRC-32 in base62.

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

/// The CRC-32 of zip, PNG and Ethernet.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = table();
    let next = |crc: u32, byte: &u8| TABLE[(crc as u8 ^ byte) as usize] ^ crc >> 8;
    !bytes.iter().fold(!0, next)
}

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let (mut crc, mut bit) = (byte as u32, 0);
        while bit < 8 {
            crc = crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
            bit += 1;
        }
        table[byte] = crc;
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_is_six_digits_of_the_usual_crc() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(check(""), "000000");
        assert_eq!(check("123456789"), "3jZRME");
    }
}
