//! One file of the index: a dictionary, and in each of four orders the rows that it adds and those that it takes away.
//! The first segment only adds; each later one says what has changed since.

use super::dictionary::{self, Dictionary};
use super::file::{Bytes, Output, damaged};
use super::rows::{self, Rows};
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

const MAGIC: &[u8; 8] = b"rapindx1";
/// Length of what stands behind the description: its length, its checksum, the magic bytes.
const FOOT: usize = 24;

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
        let text = serde_json::to_vec(self)?;
        out.write_all(&text)?;
        out.write_all(&(text.len() as u64).to_le_bytes())?;
        out.write_all(&xxh3_64(&text).to_le_bytes())?;
        out.write_all(MAGIC)
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
        let end = file.len()?;
        let foot = file.read(end.checked_sub(FOOT as u64).ok_or_else(damaged)?, FOOT)?;
        let word = |at: usize| foot[at..at + 8].iter().rev().fold(0_u64, |n, b| (n << 8) | u64::from(*b));
        let length = word(0);
        let start = end.checked_sub(FOOT as u64).and_then(|e| e.checked_sub(length)).ok_or_else(damaged)?;
        let text = file.read(start, usize::try_from(length).map_err(|_| damaged())?)?;
        if &foot[16..] != MAGIC || xxh3_64(&text) != word(8) {
            return Err(damaged());
        }
        let Description { dictionary, added, removed } = serde_json::from_slice(&text).map_err(|_| damaged())?;
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
