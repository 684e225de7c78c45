//! Which rows of a memory are in sight. A memory may have any size up to what an
//! address can name.

use super::rows::Rows;
use crate::text;

/// Bytes in a row where there is room.
pub const ROW: u64 = 16;
/// Bytes in a row where there is not.
pub const SHORT_ROW: u64 = 8;
/// Pixels that a row of [`ROW`] bytes takes, with its address and its characters.
const ROW_WIDTH: f64 = 566.0;
/// Height of a row in pixels, as the style sheet has it.
pub const ROW_HEIGHT: f64 = 20.0;

/// A memory of a certain size seen through a window of some rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MemoryWindow {
    /// Bytes in the memory.
    pub size: u64,
    /// Height of the window in pixels.
    pub height: f64,
    /// Bytes in a row.
    pub row: u64,
}

/// How many bytes are in a row of a pane so wide, in pixels.
#[must_use]
pub fn row_that_fits(width: f64) -> u64 {
    if width < ROW_WIDTH { SHORT_ROW } else { ROW }
}

impl MemoryWindow {
    /// Rows in the memory.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.size.div_ceil(self.row)
    }

    /// The rows as a list.
    #[must_use]
    pub fn list(&self) -> Rows {
        Rows {
            count: self.rows(),
            row_height: ROW_HEIGHT,
            height: self.height,
        }
    }

    /// The first row that shows `address`, moving as little as possible from `top`.
    #[must_use]
    pub fn reveal(&self, top: u64, address: u64) -> u64 {
        self.list().reveal(top, address / self.row)
    }
}

/// Reads an address as people write it: `1024`, `0x400`, `400h`, `1_024`.
///
/// # Errors
///
/// Says what an address looks like, or where the memory ends.
pub fn parse_address(text: &str, size: u64) -> Result<u64, String> {
    let digits = text.trim().replace('_', "").to_ascii_lowercase();
    let parsed = if let Some(hex) = digits.strip_prefix("0x") {
        u64::from_str_radix(hex, 16)
    } else if let Some(hex) = digits.strip_suffix('h') {
        u64::from_str_radix(hex, 16)
    } else {
        digits.parse()
    };
    match parsed {
        Err(_) => Err(text::MEMORY_MODEL_AN_ADDRESS.to_owned()),
        Ok(address) if address >= size => match size.checked_sub(1) {
            None => Err(text::MEMORY_MODEL_NO_BYTES.to_owned()),
            Some(last) => Err(text::memory_model_last_address(
                last,
                format_args!("{last:x}"),
            )),
        },
        Ok(address) => Ok(address),
    }
}

/// A byte as the text beside the hexadecimal shows it.
#[must_use]
pub fn as_character(byte: u8) -> char {
    if (0x20..0x7f).contains(&byte) {
        char::from(byte)
    } else {
        '·'
    }
}

/// The bytes at an address read as every number type: name and text.
#[must_use]
pub fn typed_values(bytes: &[u8]) -> Vec<(&'static str, String)> {
    fn head<const N: usize>(bytes: &[u8]) -> Option<[u8; N]> {
        bytes.first_chunk::<N>().copied()
    }
    use wasmscope::runtime::Value;
    let rows = [
        ("i8", head(bytes).map(|b| i8::from_le_bytes(b).to_string())),
        ("u8", head(bytes).map(|b| u8::from_le_bytes(b).to_string())),
        (
            "i16",
            head(bytes).map(|b| i16::from_le_bytes(b).to_string()),
        ),
        (
            "u16",
            head(bytes).map(|b| u16::from_le_bytes(b).to_string()),
        ),
        (
            "i32",
            head(bytes).map(|b| i32::from_le_bytes(b).to_string()),
        ),
        (
            "u32",
            head(bytes).map(|b| u32::from_le_bytes(b).to_string()),
        ),
        (
            "i64",
            head(bytes).map(|b| i64::from_le_bytes(b).to_string()),
        ),
        (
            "u64",
            head(bytes).map(|b| u64::from_le_bytes(b).to_string()),
        ),
        // Floats are written as everywhere else.
        (
            "f32",
            head(bytes).map(|b| Value::F32(u32::from_le_bytes(b)).to_string()),
        ),
        (
            "f64",
            head(bytes).map(|b| Value::F64(u64::from_le_bytes(b)).to_string()),
        ),
    ];
    rows.into_iter()
        .filter_map(|(name, text)| text.map(|text| (name, text)))
        .collect()
}

/// A number of bytes with the unit that suits it.
#[must_use]
pub fn size_text(bytes: u64) -> String {
    let kib = bytes / 1024;
    if kib == 0 {
        text::memory_model_bytes(bytes)
    } else if kib.is_multiple_of(1024 * 1024) {
        text::memory_model_gib(kib / (1024 * 1024))
    } else if kib.is_multiple_of(1024) {
        text::memory_model_mib(kib / 1024)
    } else {
        text::memory_model_kib(kib)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: u64 = 65536;

    #[test]
    fn a_small_memory_scrolls_row_by_row() {
        let window = MemoryWindow {
            size: PAGE,
            height: 200.0,
            row: ROW,
        };
        assert_eq!(window.rows(), 4096);
        assert!(!window.list().is_scaled());
        assert_eq!(window.list().top_row(0.0), 0);
        assert_eq!(window.list().top_row(59.0), 2);
        assert_eq!(window.list().scroll_top(2), 40.0);
        assert_eq!(window.list().top_row(1e9), 4086);
    }

    #[test]
    fn a_narrow_window_has_shorter_rows() {
        assert_eq!(row_that_fits(360.0), SHORT_ROW);
        let window = MemoryWindow {
            size: PAGE,
            height: 200.0,
            row: row_that_fits(360.0),
        };
        assert_eq!(window.rows(), 8192);
        assert_eq!(window.reveal(0, 1600), 192);
        assert_eq!(row_that_fits(600.0), ROW);
    }

    #[test]
    fn the_largest_memory_reaches_both_ends() {
        let window = MemoryWindow {
            size: 1 << 32,
            height: 210.0,
            row: ROW,
        };
        assert!(window.list().is_scaled());
        assert_eq!(window.list().top_row(0.0), 0);
        let end = window.list().scroll_height() - window.height;
        let last = window.rows() - 10;
        assert_eq!(window.list().top_row(end), last);
        assert!((window.list().scroll_top(last) - end).abs() < 1.0);
        assert_eq!(window.list().moved(last, 5), last);
        assert_eq!(window.list().moved(last, -5), last - 5);
        assert_eq!(window.list().visible(), 11);
    }

    #[test]
    fn an_address_is_brought_into_sight_with_a_row_around_it() {
        let window = MemoryWindow {
            size: PAGE,
            height: 200.0,
            row: ROW,
        };
        assert_eq!(window.reveal(0, 64), 0);
        assert_eq!(window.reveal(0, 1600), 92);
        assert_eq!(window.reveal(92, 160), 9);
        assert_eq!(window.reveal(0, PAGE - 1), 4086);
    }

    #[test]
    fn an_empty_memory_has_nothing_to_show() {
        let window = MemoryWindow {
            size: 0,
            height: 200.0,
            row: ROW,
        };
        assert_eq!(
            (
                window.rows(),
                window.list().visible(),
                window.list().top_row(10.0)
            ),
            (0, 0, 0)
        );
        assert!(parse_address("0", 0).unwrap_err().contains("no bytes"));
    }

    #[test]
    fn addresses_are_read_as_people_write_them() {
        for text in ["1024", "0x400", "400h", " 1_024 "] {
            assert_eq!(parse_address(text, PAGE), Ok(1024), "{text}");
        }
        assert!(parse_address("65536", PAGE).unwrap_err().contains("65535"));
        assert!(parse_address("x", PAGE).is_err());
    }

    #[test]
    fn bytes_are_read_as_numbers() {
        let values = typed_values(&[0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
        let of = |name: &str| values.iter().find(|(n, _)| *n == name).unwrap().1.clone();
        assert_eq!(of("i8"), "-1");
        assert_eq!(of("u32"), "4294967295");
        assert_eq!(of("i64"), "4294967295");
        assert_eq!(
            typed_values(&1.0f32.to_le_bytes()).last().unwrap(),
            &("f32", "1".to_owned())
        );
        assert_eq!(typed_values(&[7]).len(), 2);
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(size_text(PAGE), "64 KiB");
        assert_eq!(size_text(1 << 32), "4 GiB");
    }
}
