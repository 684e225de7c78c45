//! What a field can be, and where it lies: as a C compiler for WebAssembly lays it out.

/// A number in memory, little-endian (section 4.6.10, *inn* and *fnn* as bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Number {
    /// 1, 2, 4 or 8.
    pub bytes: u64,
    /// Whether it is negative where its highest bit is set.
    pub signed: bool,
    /// Whether it is a float.
    pub float: bool,
}

/// What lies somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldType {
    /// A number.
    Number(Number),
    /// One byte of text.
    Char,
    /// The address of text that a zero byte ends.
    Text {
        /// Whether an address has eight bytes.
        wide: bool,
    },
    /// An address; 0 is none.
    Pointer {
        /// The structure there, by its place in the list; without one it is only a number.
        to: Option<usize>,
        /// Whether an address has eight bytes.
        wide: bool,
    },
    /// A structure, by its place in the list, inside of what holds it.
    Struct(usize),
    /// So many of the same.
    Array(Box<FieldType>, u64),
}

/// A field of a structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where it begins, in bytes from the beginning of the structure.
    pub offset: u64,
    /// What it is.
    pub ty: FieldType,
}

/// A structure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Struct {
    /// Its name.
    pub name: String,
    /// Its fields in the order of the source.
    pub fields: Vec<Field>,
    /// How many bytes it takes, a multiple of its alignment.
    pub size: u64,
    /// A power of two that its address is a multiple of in C.
    pub align: u64,
}

/// The numbers by their names.
const NUMBERS: [(&str, u64, bool, bool); 10] = [
    ("i8", 1, true, false),
    ("u8", 1, false, false),
    ("i16", 2, true, false),
    ("u16", 2, false, false),
    ("i32", 4, true, false),
    ("u32", 4, false, false),
    ("i64", 8, true, false),
    ("u64", 8, false, false),
    ("f32", 4, false, true),
    ("f64", 8, false, true),
];

/// The words that a type may be, for messages.
pub(super) const WORDS: &str =
    "i8 u8 i16 u16 i32 u32 i64 u64 f32 f64 char cstring ptr ptr64, or a structure";

impl FieldType {
    /// A number, a byte of text or the address of a text, by its name.
    pub(super) fn named(word: &str) -> Option<Self> {
        match word {
            "char" => return Some(Self::Char),
            "cstring" => return Some(Self::Text { wide: false }),
            "cstring64" => return Some(Self::Text { wide: true }),
            _ => {}
        }
        let (_, bytes, signed, float) = *NUMBERS.iter().find(|(name, ..)| *name == word)?;
        Some(Self::Number(Number {
            bytes,
            signed,
            float,
        }))
    }

    /// How many bytes it takes.
    #[must_use]
    pub fn size(&self, structs: &[Struct]) -> u64 {
        match self {
            Self::Array(element, count) => element.size(structs).saturating_mul(*count),
            Self::Struct(index) => structs[*index].size,
            _ => self.align(structs),
        }
    }

    /// A power of two that its address is a multiple of in C.
    #[must_use]
    pub fn align(&self, structs: &[Struct]) -> u64 {
        match self {
            Self::Number(number) => number.bytes,
            Self::Char => 1,
            Self::Text { wide } | Self::Pointer { wide, .. } => [4, 8][usize::from(*wide)],
            Self::Struct(index) => structs[*index].align,
            Self::Array(element, _) => element.align(structs),
        }
    }

    /// As it stands in a comment.
    #[must_use]
    pub fn text(&self, structs: &[Struct]) -> String {
        match self {
            Self::Number(number) => {
                let name = |&&(_, bytes, signed, float): &&(&str, u64, bool, bool)| {
                    (bytes, signed, float) == (number.bytes, number.signed, number.float)
                };
                NUMBERS.iter().find(name).map_or("", |row| row.0).to_owned()
            }
            Self::Char => "char".to_owned(),
            Self::Text { wide } => ["cstring", "cstring64"][usize::from(*wide)].to_owned(),
            Self::Pointer { to, wide } => {
                let word = ["ptr", "ptr64"][usize::from(*wide)];
                match to {
                    Some(index) => format!("{word} {}", structs[*index].name),
                    None => word.to_owned(),
                }
            }
            Self::Struct(index) => structs[*index].name.clone(),
            Self::Array(element, count) => format!("{}[{count}]", element.text(structs)),
        }
    }
}
