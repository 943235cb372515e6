//! One file of the index: a dictionary, and in each of four orders the rows that it adds and those that it takes away.
//! The first segment only adds; each later one says what has changed since.

use super::dictionary::{self, Dictionary};
use super::file::{Bytes, Output, read_description, write_description};
use super::rows::{self, Rows};
use std::fs::File;
use std::io;
use std::path::Path;

const MAGIC: &[u8; 8] = b"rapindx1";

/// The orders in which rows are kept. In the first and the last a row is a quad, in the others a triple of the union of
/// all graphs, with a nought behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Order {
    Spog,
    Pos,
    Osp,
    Gspo,
}

impl Order {
    pub const ALL: [Self; 4] = [Self::Spog, Self::Pos, Self::Osp, Self::Gspo];

    /// A quad (subject, predicate, object, graph) as a row of the order.
    #[must_use]
    pub const fn row(self, [s, p, o, g]: [u32; 4]) -> [u32; 4] {
        match self {
            Self::Spog => [s, p, o, g],
            Self::Pos => [p, o, s, 0],
            Self::Osp => [o, s, p, 0],
            Self::Gspo => [g, s, p, o],
        }
    }

    /// A row of the order as a quad; the graph of a triple is nought.
    #[must_use]
    pub const fn quad(self, [a, b, c, d]: [u32; 4]) -> [u32; 4] {
        match self {
            Self::Spog => [a, b, c, d],
            Self::Pos => [c, a, b, 0],
            Self::Osp => [b, c, a, 0],
            Self::Gspo => [b, c, d, a],
        }
    }
}

/// What stands at the end of the file.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
pub struct Description {
    pub dictionary: dictionary::Section,
    pub added: [rows::Section; 4],
    pub removed: [rows::Section; 4],
}

impl Description {
    pub fn write(&self, out: &mut Output<'_>) -> io::Result<()> {
        write_description(self, MAGIC, out)
    }
}

/// A file that is read.
#[derive(Debug)]
pub struct Segment {
    pub file: Bytes,
    pub dictionary: Dictionary,
    added: [Rows; 4],
    removed: [Rows; 4],
}

impl Segment {
    pub fn open(path: &Path) -> io::Result<Self> {
        Self::read(Bytes::Disk(File::open(path)?))
    }

    pub fn read(file: Bytes) -> io::Result<Self> {
        let Description { dictionary, added, removed } = read_description(&file, MAGIC)?;
        Ok(Self { file, dictionary: Dictionary::new(dictionary), added: added.map(Rows::new), removed: removed.map(Rows::new) })
    }

    /// The rows that the segment adds in an order, or takes away.
    pub fn rows(&self, order: Order, is_added: bool) -> &Rows {
        let all = if is_added { &self.added } else { &self.removed };
        &all[order as usize]
    }

    /// Quads that it adds and takes away: what it costs to go through it.
    pub fn size(&self) -> u64 {
        self.rows(Order::Spog, true).len() + self.rows(Order::Spog, false).len()
    }

    /// The first identifier that neither this segment nor one before it has given.
    pub fn next_id(&self) -> u32 {
        self.dictionary.section.first.saturating_add(self.dictionary.section.terms)
    }
}
