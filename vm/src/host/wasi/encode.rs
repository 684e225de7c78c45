//! From a [`Reply`] to the machine's [`Answer`].

use super::abi::Errno;
use super::decode::Guest;
use super::process::Reply;
use crate::exec::Answer;
use crate::runtime::{MemAddr, Value};

/// Where the reply is to be put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Nowhere.
    None,
    /// A number, of four or eight bytes by its sort, or bytes.
    At(u32),
    /// Two numbers of four bytes.
    Two(u32, u32),
    /// Bytes into buffers, and their count.
    Buffers(Vec<(u32, u32)>, u32),
    /// Events, and their count.
    Events(u32, u32),
    /// Pointers to strings, and the strings.
    Strings(u32, u32),
}

impl Guest<'_> {
    /// The answer that puts a reply into its place.
    pub(super) fn encode(&self, reply: Reply, place: Place, addr: MemAddr) -> Answer {
        let writes = match self.writes(reply, place) {
            Ok(writes) => writes,
            Err(Ended::With(code)) => {
                return Answer {
                    exit: Some(code),
                    ..Answer::default()
                };
            }
            Err(Ended::Fault) => return errno(Errno::Fault as u16),
        };
        let writes = writes.into_iter().filter(|(_, bytes)| !bytes.is_empty());
        Answer {
            writes: writes
                .map(|(at, bytes)| (addr, u64::from(at), bytes.into()))
                .collect(),
            ..errno(0)
        }
    }

    fn writes(&self, reply: Reply, place: Place) -> Result<Vec<(u32, Vec<u8>)>, Ended> {
        let word = |word: usize| (word as u32).to_le_bytes().to_vec();
        Ok(match (reply, place) {
            (Reply::Exit(code), _) => return Err(Ended::With(code as i32)),
            (Reply::Word(value), Place::At(at)) => vec![(at, word(value as usize))],
            (Reply::Long(value), Place::At(at)) => vec![(at, value.to_le_bytes().to_vec())],
            (Reply::Two(one, two), Place::Two(at, and)) => vec![(at, word(one)), (and, word(two))],
            (Reply::Bytes(bytes), Place::At(at)) => vec![(at, bytes)],
            (Reply::Bytes(bytes), Place::Events(at, count)) => {
                let events = bytes.len() / 32;
                vec![(at, bytes), (count, word(events))]
            }
            (Reply::Bytes(bytes), Place::Buffers(buffers, count)) => {
                let mut rest = &bytes[..];
                let mut writes = Vec::new();
                for (at, len) in buffers {
                    let (part, more) = rest.split_at(rest.len().min(len as usize));
                    writes.push((at, part.to_vec()));
                    rest = more;
                }
                writes.push((count, word(bytes.len() - rest.len())));
                writes
            }
            (Reply::Strings(strings), Place::Strings(pointers, at)) => {
                let (mut list, mut text) = (Vec::new(), Vec::new());
                for string in strings {
                    // What is beyond the memory is found to be just below.
                    list.extend(at.wrapping_add(text.len() as u32).to_le_bytes());
                    text.extend(string.as_bytes());
                    text.push(0);
                }
                let fits = |at, bytes: &[u8]| {
                    let len = u32::try_from(bytes.len()).map_err(|_| Ended::Fault)?;
                    self.check(at, len).map_err(|_| Ended::Fault)
                };
                fits(pointers, &list)?;
                fits(at, &text)?;
                vec![(pointers, list), (at, text)]
            }
            _ => Vec::new(),
        })
    }
}

/// Why there is nothing to write.
enum Ended {
    /// The program ends.
    With(i32),
    /// There is no room for it in the memory.
    Fault,
}

/// An answer that is a number of an error, or 0.
pub(super) fn errno(number: u16) -> Answer {
    Answer::results(vec![Value::I32(number.into())])
}
