//! Traps (section 4.2.1): why a computation was aborted.

use std::fmt;

/// Why an instruction could not be executed.
///
/// Only the kind: the numbers that decided are still in the machine, which keeps
/// frames and operands as they were before the instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
#[allow(missing_docs, reason = "each variant says what its message says")]
pub enum Trap {
    Unreachable,
    IntegerDivideByZero,
    IntegerOverflow,
    InvalidConversionToInteger,
    OutOfBoundsMemoryAccess,
    OutOfBoundsTableAccess,
    UndefinedElement,
    UninitializedElement,
    IndirectCallTypeMismatch,
    CallStackExhausted,
    NullReference,
    NullFunctionReference,
    NullStructureReference,
    NullArrayReference,
    NullI31Reference,
    NullExceptionReference,
    OutOfBoundsArrayAccess,
    CastFailure,
}

impl Trap {
    /// The specification's words for it, as its test suite expects them.
    #[must_use]
    pub fn message(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::IntegerDivideByZero => "integer divide by zero",
            Self::IntegerOverflow => "integer overflow",
            Self::InvalidConversionToInteger => "invalid conversion to integer",
            Self::OutOfBoundsMemoryAccess => "out of bounds memory access",
            Self::OutOfBoundsTableAccess => "out of bounds table access",
            Self::UndefinedElement => "undefined element",
            Self::UninitializedElement => "uninitialized element",
            Self::IndirectCallTypeMismatch => "indirect call type mismatch",
            Self::CallStackExhausted => "call stack exhausted",
            Self::NullReference => "null reference",
            Self::NullFunctionReference => "null function reference",
            Self::NullStructureReference => "null structure reference",
            Self::NullArrayReference => "null array reference",
            Self::NullI31Reference => "null i31 reference",
            Self::NullExceptionReference => "null exception reference",
            Self::OutOfBoundsArrayAccess => "out of bounds array access",
            Self::CastFailure => "cast failure",
        }
    }
}

impl fmt::Display for Trap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for Trap {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trap_is_a_byte() {
        assert_eq!(size_of::<Result<(), Trap>>(), 1);
    }
}
