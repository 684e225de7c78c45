//! Why a module could not be instantiated.

use super::link::LinkError;
use crate::runtime::{Limit, Trap};
use std::fmt;

/// Why a module could not be instantiated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InstantiateError {
    /// An import is missing or of another type.
    Link(LinkError),
    /// A memory or table could not be made as large as the module wants.
    Exhausted {
        /// Which of the two.
        limit: Limit,
        /// How many pages or elements it has to have.
        wanted: u64,
        /// How many it may have; the host may have room for fewer.
        most: u64,
    },
    /// An active segment does not fit. What was copied before stays, and so does the
    /// instance.
    Trap(SegmentTrap),
}

/// An active segment that does not fit into its memory or table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentTrap {
    /// What the specification calls it.
    pub trap: Trap,
    /// Which data or element segment, from 0.
    pub index: usize,
    /// Where its first byte or element should go.
    pub offset: u64,
    /// How many bytes or elements it has.
    pub len: u64,
    /// How many the memory or table has.
    pub size: u64,
}

impl fmt::Display for SegmentTrap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            trap,
            index,
            offset,
            len,
            size,
        } = self;
        let (segment, unit, place) = match trap {
            Trap::OutOfBoundsTableAccess => ("element", "elements", "table"),
            _ => ("data", "bytes", "memory"),
        };
        write!(
            f,
            "{trap}: {segment} segment {index} has {len} {unit} for the {place} from {offset} on, \
             and {offset} + {len} > {size}"
        )
    }
}

impl fmt::Display for InstantiateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Link(error) => error.fmt(f),
            Self::Exhausted {
                limit,
                wanted,
                most,
            } => {
                let unit = match limit {
                    Limit::Memory => "pages of 64 KiB",
                    Limit::Table | Limit::Stack => "elements",
                    Limit::Heap => "objects and fields",
                };
                write!(f, "the module's {limit} has to have {wanted} {unit}, ")?;
                match wanted > most {
                    true => write!(f, "and the limit is {most}"),
                    false => f.write_str("for which there is not enough memory"),
                }
            }
            Self::Trap(trap) => trap.fmt(f),
        }
    }
}

impl std::error::Error for InstantiateError {}

impl From<SegmentTrap> for InstantiateError {
    fn from(trap: SegmentTrap) -> Self {
        Self::Trap(trap)
    }
}

impl From<LinkError> for InstantiateError {
    fn from(error: LinkError) -> Self {
        Self::Link(error)
    }
}
