//! The index: the quads of a graph directory sorted in four orders beside a dictionary, read where they lie.
//!
//! A segment is a file that never changes. The first holds all quads; each later one says what a build has changed, so
//! that a changed document costs what it has itself. Small segments are put together as they become many. The index is
//! derived: where it is missing, damaged or behind, it is written again from the quads. What it leaves out: updates of
//! single quads, and texts to search in.

mod cache;
pub mod dataset;
mod dictionary;
mod file;
pub mod key;
mod merge;
mod rows;
mod scan;
pub mod search;
mod section;
mod segment;
mod sorter;
pub mod state;
#[cfg(test)]
mod tests;
mod writer;

use cache::Cache;
use dictionary::Block;
use file::damaged;
use key::{NO_GRAPH, NUMBER};
use oxigraph::model::{Literal, Term};
use rows::Row;
pub use scan::{Scan, Triples};
pub use segment::Order;
use segment::Segment;
use std::io;
use std::ops::Range;
use std::sync::Arc;

/// Blocks of rows, blocks of terms and terms that are remembered, in each of two generations.
const BLOCKS: usize = 256;
const TERM_BLOCKS: usize = 128;
const TERMS: usize = 1 << 14;

/// An index as it stood at one moment.
#[derive(Debug)]
pub struct Snapshot {
    segments: Vec<Segment>,
    blocks: Cache<(usize, Order, bool, u32), Arc<[Row]>>,
    term_blocks: Cache<(usize, u32), Arc<Block>>,
    terms: Cache<u32, Term>,
}

/// Which graphs a pattern asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Graphs {
    /// The union of all, each triple once.
    Union,
    /// Those that have a name, each quad.
    Named,
    One(u32),
}

impl Snapshot {
    fn new(segments: Vec<Segment>) -> Self {
        Self { segments, blocks: Cache::new(BLOCKS), term_blocks: Cache::new(TERM_BLOCKS), terms: Cache::new(TERMS) }
    }

    fn next_id(&self) -> u32 {
        self.segments.last().map_or(1, Segment::next_id)
    }

    fn block(&self, segment: usize, order: Order, is_added: bool, number: u32) -> io::Result<Arc<[Row]>> {
        let read = || self.segments[segment].rows(order, is_added).block(number, &self.segments[segment].file);
        self.blocks.get((segment, order, is_added, number), read)
    }

    /// The key of an identifier of the dictionary.
    fn with_key<T>(&self, id: u32, read: impl FnOnce(&[u8]) -> Option<T>) -> io::Result<T> {
        let number = self.segments.partition_point(|segment| segment.dictionary.section.first <= id);
        let number = number.checked_sub(1).ok_or_else(damaged)?;
        let segment = &self.segments[number];
        if !segment.dictionary.contains(id) {
            return Err(damaged());
        }
        let block = segment.dictionary.block_of(id, &segment.file)?;
        let block = self.term_blocks.get((number, block), || segment.dictionary.block(block, &segment.file).map(Arc::new))?;
        block.key(id).and_then(read).ok_or_else(damaged)
    }

    /// The identifiers of the first segment whose keys begin with a text: neighbours, since its terms stand in order.
    pub fn range(&self, start: &[u8]) -> io::Result<Range<u32>> {
        let Some(first) = self.segments.first() else { return Ok(0..0) };
        let mut behind = start.to_vec();
        behind.push(u8::MAX);
        Ok(first.dictionary.lower_bound(start, &first.file)?..first.dictionary.lower_bound(&behind, &first.file)?)
    }

    /// Whether a key begins with a text, whose identifiers in the first segment are known.
    pub fn begins(&self, id: u32, start: &[u8], known: &Range<u32>) -> io::Result<bool> {
        if id & NUMBER != 0 || self.segments.first().is_some_and(|first| first.dictionary.contains(id)) {
            return Ok(known.contains(&id));
        }
        self.with_key(id, |key| Some(key.starts_with(start)))
    }

    /// The term of an identifier.
    pub fn term(&self, id: u32) -> io::Result<Term> {
        if id & NUMBER != 0 {
            return Ok(Literal::from(i64::from(id & !NUMBER)).into());
        }
        self.terms.get(id, || self.with_key(id, key::term))
    }

    /// The identifier of a key; `None` where no quad has ever had the term.
    pub fn id(&self, key: &[u8]) -> io::Result<Option<u32>> {
        if let Some(number) = key::number(key) {
            return Ok(Some(number));
        }
        let digest = dictionary::digest(key);
        for segment in self.segments.iter().rev().filter(|segment| segment.dictionary.section.terms > 0) {
            for candidate in segment.dictionary.candidates(digest, &segment.file)? {
                if self.with_key(candidate, |found| Some(found == key))? {
                    return Ok(Some(candidate));
                }
            }
        }
        Ok(None)
    }

    /// Quads that fit a pattern (subject, predicate, object); the graph is nought where the union was asked for.
    pub fn quads(&self, [s, p, o]: [Option<u32>; 3], graphs: Graphs) -> io::Result<Box<dyn Iterator<Item = io::Result<[u32; 4]>> + '_>> {
        let fits = move |quad: &[u32; 4]| [s, p, o].iter().zip(quad).all(|(wanted, found)| wanted.is_none_or(|w| w == *found));
        let scan =
            |order: Order, prefix: &[u32]| Scan::new(self, order, prefix).map(|rows| rows.map(move |row| row.map(|row| order.quad(row))));
        let kept = move |quad: &io::Result<[u32; 4]>| quad.as_ref().map_or(true, fits);
        let by_subject = || match (s, p, o) {
            (Some(s), Some(p), Some(o)) => Scan::new(self, Order::Spog, &[s, p, o]),
            (Some(s), Some(p), None) => Scan::new(self, Order::Spog, &[s, p]),
            (s, ..) => Scan::new(self, Order::Spog, s.as_slice()),
        };
        Ok(match (graphs, s, p, o) {
            (Graphs::One(g), Some(s), Some(p), Some(o)) => Box::new(scan(Order::Gspo, &[g, s, p, o])?),
            (Graphs::One(g), Some(s), Some(p), None) => Box::new(scan(Order::Gspo, &[g, s, p])?),
            (Graphs::One(g), Some(s), _, _) => Box::new(scan(Order::Gspo, &[g, s])?.filter(kept)),
            (Graphs::One(g), None, _, _) => Box::new(scan(Order::Gspo, &[g])?.filter(kept)),
            (Graphs::Union, Some(_), None, Some(_)) | (Graphs::Union | Graphs::Named, None, _, Some(_)) | (_, None, Some(_), None) => {
                let triples = match (s, p, o) {
                    (None, Some(p), Some(o)) => scan(Order::Pos, &[p, o])?,
                    (None, Some(p), None) => scan(Order::Pos, &[p])?,
                    (Some(s), _, Some(o)) => scan(Order::Osp, &[o, s])?,
                    (_, _, o) => scan(Order::Osp, o.as_slice())?,
                };
                if graphs == Graphs::Union { Box::new(triples) } else { Box::new(self.in_their_graphs(triples)) }
            }
            (Graphs::Union, ..) => Box::new(Triples::new(by_subject()?)),
            (Graphs::Named, ..) => {
                Box::new(by_subject()?.filter(kept).filter(|quad| quad.as_ref().map_or(true, |quad| quad[3] != NO_GRAPH)))
            }
        })
    }

    /// The quads of triples.
    fn in_their_graphs<'i>(
        &'i self,
        triples: impl Iterator<Item = io::Result<[u32; 4]>> + 'i,
    ) -> impl Iterator<Item = io::Result<[u32; 4]>> + 'i {
        triples.flat_map(|triple| {
            let quads = triple.and_then(|[s, p, o, _]| Scan::new(self, Order::Spog, &[s, p, o]));
            let (rows, failed) = match quads {
                Ok(rows) => (Some(rows), None),
                Err(error) => (None, Some(Err(error))),
            };
            failed.into_iter().chain(rows.into_iter().flatten()).filter(|quad| quad.as_ref().map_or(true, |quad| quad[3] != NO_GRAPH))
        })
    }

    /// The different values of the first column of an order, or of the one behind a prefix.
    pub fn heads(&self, order: Order, prefix: &[u32]) -> io::Result<Vec<u32>> {
        let mut heads = Vec::new();
        let mut scan = Scan::new(self, order, prefix)?;
        while let Some(row) = scan.next().transpose()? {
            let head = row[prefix.len()];
            heads.push(head);
            let mut next = [0; 4];
            next[..prefix.len()].copy_from_slice(prefix);
            let Some(behind) = head.checked_add(1) else { break };
            next[prefix.len()] = behind;
            scan.seek(next)?;
        }
        Ok(heads)
    }
}
