//! The canvas: pictures that programs show, and the keys that they are told of.
//!
//! | import | parameters | does |
//! | --- | --- | --- |
//! | `canvas.size` | width, height (both i32) | says how large pictures are from now on |
//! | `canvas.present` | address (i32, or i64) | shows the pixels in memory 0 from there |
//! | `canvas.key` | | gives the next key that was pressed (i32); −1 when none waits |
//!
//! A pixel is four bytes: red, green, blue and opacity; rows follow each other from the top.
//! Here is what calls mean and which picture each state shows. Nothing is drawn.

mod pictures;
mod png;

pub use pictures::{Canvas, Picture};

use super::memory_of;
use crate::exec::HostCall;
use crate::runtime::{Machine, MemAddr, Value};
use crate::syntax::{ExternType, FuncType, Module, ValType};

/// The module that it is imported from.
pub const NAME: &str = "canvas";

/// Pixels in a row, and rows, at most: what browsers draw without trouble.
pub const LONGEST: u32 = 4_096;

/// Bytes of a pixel.
const PIXEL: u64 = 4;

/// What `canvas.key` gives when no key waits.
pub const NO_KEY: i32 = -1;

/// Keys that type no character, by the names that browsers have for them, and what
/// `canvas.key` gives for each: their codes in ASCII, and for arrows the four separators,
/// which no keyboard types. Any other key gives the code of its character.
pub const KEYS: [(&str, i32); 8] = [
    ("Backspace", 8),
    ("Enter", 13),
    ("Escape", 27),
    ("ArrowLeft", 28),
    ("ArrowRight", 29),
    ("ArrowUp", 30),
    ("ArrowDown", 31),
    ("Delete", 127),
];

/// The number of a key, by the name that browsers have for it; `None` for those that programs
/// are not told of, such as Tab and Shift.
#[must_use]
pub fn key_code(name: &str) -> Option<i32> {
    let mut characters = name.chars();
    match (characters.next(), characters.next()) {
        (Some(only), None) => Some(only as i32),
        _ => KEYS
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, code)| *code),
    }
}

/// How large pictures are, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// Pixels in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Size {
    /// Bytes that a picture takes.
    #[must_use]
    pub fn bytes(self) -> u64 {
        u64::from(self.width) * u64::from(self.height) * PIXEL
    }
}

/// What a call asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Request {
    Size { width: i32, height: i32 },
    Present { address: u64 },
    Key,
}

/// Whether the canvas has a function of this name and type.
#[must_use]
pub fn provides(module: &str, name: &str, ty: &FuncType) -> bool {
    module == NAME
        && match name {
            "size" => ty.results.is_empty() && *ty.params == [ValType::I32; 2],
            "present" => {
                ty.results.is_empty() && matches!(*ty.params, [ValType::I32 | ValType::I64])
            }
            "key" => ty.params.is_empty() && *ty.results == [ValType::I32],
            _ => false,
        }
}

/// Whether a module imports one of its functions.
#[must_use]
pub fn is_imported(module: &Module) -> bool {
    module.imports.iter().any(|import| match &import.ty {
        ExternType::Func(ty) => provides(&import.module, &import.name, ty),
        _ => false,
    })
}

/// What a call asks of the canvas; `None` if it is of something else.
fn request(call: &HostCall) -> Option<Request> {
    if !provides(&call.module, &call.name, &call.ty) {
        return None;
    }
    match *call.args.as_slice() {
        [] => Some(Request::Key),
        [Value::I32(width), Value::I32(height)] => Some(Request::Size { width, height }),
        [Value::I32(address)] => Some(Request::Present {
            address: u64::from(address as u32),
        }),
        [Value::I64(address)] => Some(Request::Present {
            address: address as u64,
        }),
        _ => None,
    }
}

/// The size that a program asks for.
///
/// # Errors
/// Why there is no such size.
fn size(width: i32, height: i32) -> Result<Size, String> {
    // A negative number is one above two thousand million.
    let size = Size {
        width: width as u32,
        height: height as u32,
    };
    let fits = |length: u32| (1..=LONGEST).contains(&length);
    match fits(size.width) && fits(size.height) {
        true => Ok(size),
        false => Err(format!(
            "canvas.size: {width} × {height} is no size; both are 1 to {LONGEST}"
        )),
    }
}

/// The pixels of a picture, in which memory they lie, and a copy of them.
///
/// # Errors
/// Why there are none.
fn pixels(machine: &Machine, size: Size, address: u64) -> Result<(MemAddr, Box<[u8]>), String> {
    let Some(memory) = memory_of(machine) else {
        return Err("canvas.present: the module has no memory to show".to_owned());
    };
    let (bytes, len) = (size.bytes(), machine.store().memory(memory).len());
    match machine.store().memory(memory).read(address, bytes) {
        Some(pixels) => Ok((memory, pixels.into())),
        None => Err(format!(
            "canvas.present: {address} + {bytes} bytes > {len}, the size of the memory, for {} × {} \
             pixels",
            size.width, size.height
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_has_the_code_of_its_character_or_its_own() {
        assert_eq!(key_code("a"), Some(97));
        assert_eq!(key_code(" "), Some(32));
        assert_eq!(key_code("ä"), Some(228));
        assert_eq!(key_code("Enter"), Some(13));
        assert_eq!(key_code("ArrowDown"), Some(31));
        for name in ["Tab", "Shift", "F5", "Dead", ""] {
            assert_eq!(key_code(name), None, "{name}");
        }
    }

    #[test]
    fn a_size_has_limits() {
        let largest = LONGEST as i32;
        assert!(size(1, 1).is_ok() && size(largest, largest).is_ok());
        for (width, height) in [(0, 1), (1, 0), (-1, 1), (1, largest + 1), (i32::MIN, 1)] {
            let refused = size(width, height).expect_err("it is no size");
            assert!(refused.contains("1 to 4096"), "{refused}");
        }
    }
}
