//! Files, directories and symbolic links, by number.

use super::contents::Contents;
use crate::host::wasi::abi::{Errno, FileStat, FileType};
use crate::host::wasi::system::Result;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A file system, cheap to copy: files are shared until one of the copies changes them.
#[derive(Clone, Debug, Default)]
pub(super) struct Tree {
    /// By number, from 1 on. One that is free is taken again, as on a disk.
    nodes: Vec<Option<Arc<Node>>>,
    /// Bytes of room that all files take.
    pub(super) room: u64,
}

/// A file, directory or symbolic link.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Names that it has.
    pub(super) names: u64,
    /// Descriptors that it has.
    pub(super) opened: u32,
    pub(super) times: [u64; 3],
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    File(Contents),
    Directory(BTreeMap<String, u64>),
    Link(String),
}

/// Symbolic links that are followed on one way.
const MOST_LINKS: u32 = 40;

/// Where a path leads to.
pub(super) struct Found {
    /// The directory and the name in it; none when the path ends in `.` or `..`.
    pub(super) place: Option<(u64, String)>,
    /// What is there.
    pub(super) node: Option<u64>,
    /// Whether it ends as only a directory's may.
    pub(super) slash: bool,
}

impl Found {
    /// What is there.
    pub(super) fn there(&self) -> Result<u64> {
        self.node.ok_or(Errno::Noent)
    }

    /// The place for something new.
    pub(super) fn free(self) -> Result<(u64, String)> {
        match (self.node, self.place) {
            (None, Some(place)) => Ok(place),
            _ => Err(Errno::Exist),
        }
    }
}

impl Tree {
    pub(super) fn add(&mut self, kind: Kind, now: u64) -> u64 {
        if let Kind::File(contents) = &kind {
            self.room += contents.room();
        }
        let node = Some(Arc::new(Node {
            kind,
            names: 0,
            opened: 0,
            times: [now; 3],
        }));
        match self.nodes.iter().position(Option::is_none) {
            Some(free) => {
                self.nodes[free] = node;
                free as u64 + 1
            }
            None => {
                self.nodes.push(node);
                self.nodes.len() as u64
            }
        }
    }

    pub(super) fn node(&self, number: u64) -> Result<&Node> {
        let node = self.nodes.get(at(number)).and_then(Option::as_deref);
        node.ok_or(Errno::Stale)
    }

    pub(super) fn node_mut(&mut self, number: u64) -> Result<&mut Node> {
        let node = self.nodes.get_mut(at(number)).and_then(Option::as_mut);
        Ok(Arc::make_mut(node.ok_or(Errno::Stale)?))
    }

    /// What is in a directory.
    pub(super) fn names(&self, dir: u64) -> Result<&BTreeMap<String, u64>> {
        match &self.node(dir)?.kind {
            Kind::Directory(names) => Ok(names),
            _ => Err(Errno::Notdir),
        }
    }

    fn names_mut(&mut self, dir: u64, now: u64) -> Result<&mut BTreeMap<String, u64>> {
        let node = self.node_mut(dir)?;
        match &mut node.kind {
            // It was removed while it was open.
            _ if node.names == 0 => Err(Errno::Noent),
            Kind::Directory(names) => {
                node.times[1..].fill(now);
                Ok(names)
            }
            _ => Err(Errno::Notdir),
        }
    }

    pub(super) fn filetype(&self, number: u64) -> Result<FileType> {
        Ok(match self.node(number)?.kind {
            Kind::File(_) => FileType::RegularFile,
            Kind::Directory(_) => FileType::Directory,
            Kind::Link(_) => FileType::SymbolicLink,
        })
    }

    pub(super) fn is_directory(&self, number: u64) -> bool {
        self.filetype(number) == Ok(FileType::Directory)
    }

    pub(super) fn stat(&self, number: u64) -> Result<FileStat> {
        let node = self.node(number)?;
        Ok(FileStat {
            dev: 1,
            ino: number,
            filetype: self.filetype(number)?,
            nlink: node.names,
            size: match &node.kind {
                Kind::File(contents) => contents.len(),
                Kind::Directory(_) => 0,
                Kind::Link(target) => target.len() as u64,
            },
            times: node.times,
        })
    }

    /// Gives something a name.
    pub(super) fn name(&mut self, place: (u64, String), number: u64, now: u64) -> Result<()> {
        self.names_mut(place.0, now)?.insert(place.1, number);
        let node = self.node_mut(number)?;
        node.names += 1;
        node.times[2] = now;
        Ok(())
    }

    /// Takes a name away, and what has no other and is not open with it.
    pub(super) fn unname(&mut self, place: &(u64, String), now: u64) -> Result<()> {
        let names = self.names_mut(place.0, now)?;
        let number = names.remove(&place.1).ok_or(Errno::Noent)?;
        let node = self.node_mut(number)?;
        node.names -= 1;
        node.times[2] = now;
        self.forget(number);
        Ok(())
    }

    /// Removes what nothing leads to any more.
    pub(super) fn forget(&mut self, number: u64) {
        let Ok(node) = self.node(number) else { return };
        if node.names == 0 && node.opened == 0 {
            if let Kind::File(contents) = &node.kind {
                self.room -= contents.room();
            }
            self.nodes[at(number)] = None;
        }
    }

    /// Where a path leads to from a directory on, beyond which it must not lead.
    pub(super) fn find(&self, root: u64, path: &str, follow: bool) -> Result<Found> {
        let mut way = vec![root];
        // What is still to be gone, the next last.
        let mut rest: Vec<String> = path.split('/').rev().map(str::to_owned).collect();
        let mut links = 0;
        loop {
            let here = way[way.len() - 1];
            if !self.is_directory(here) {
                return Err(Errno::Notdir);
            }
            let Some(part) = rest.pop() else {
                return Ok(Found {
                    place: None,
                    node: Some(here),
                    slash: true,
                });
            };
            match &*part {
                "" | "." => continue,
                ".." => {
                    way.pop();
                    if way.is_empty() {
                        return Err(Errno::Notcapable);
                    }
                    continue;
                }
                _ => {}
            }
            let names = self.names(here)?;
            let node = names.get(&part).copied();
            let is_last = rest.iter().all(String::is_empty);
            let slash = is_last && !rest.is_empty();
            if let Some(node) = node
                && let Kind::Link(target) = &self.node(node)?.kind
                && (!is_last || follow || slash)
            {
                links += 1;
                if links > MOST_LINKS {
                    return Err(Errno::Loop);
                }
                if target.starts_with('/') {
                    return Err(Errno::Notcapable);
                }
                rest.extend(target.split('/').rev().map(str::to_owned));
                continue;
            }
            match node {
                Some(node) if !is_last => way.push(node),
                None if !is_last => return Err(Errno::Noent),
                _ => {
                    return Ok(Found {
                        place: Some((here, part)),
                        node,
                        slash,
                    });
                }
            }
        }
    }
}

/// Where a node is in the list.
fn at(number: u64) -> usize {
    (number as usize).wrapping_sub(1)
}
