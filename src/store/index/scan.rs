//! The rows of all segments of an index as one sorted sequence: what a later segment adds or takes away holds.

use super::Snapshot;
use super::rows::Row;
use super::segment::Order;
use std::io;
use std::sync::Arc;

/// Reads the rows of one segment that begin with some columns.
struct Cursor {
    segment: usize,
    is_added: bool,
    number: u32,
    block: Option<Arc<[Row]>>,
    at: usize,
}

/// Rows that begin with a prefix, in ascending order.
pub struct Scan<'i> {
    index: &'i Snapshot,
    order: Order,
    prefix: Row,
    columns: usize,
    cursors: Vec<Cursor>,
    failed: bool,
}

impl<'i> Scan<'i> {
    /// The rows whose first columns are those given.
    pub fn new(index: &'i Snapshot, order: Order, prefix: &[u32]) -> io::Result<Self> {
        let mut from = [0; 4];
        from[..prefix.len()].copy_from_slice(prefix);
        let mut scan = Self { index, order, prefix: from, columns: prefix.len(), cursors: Vec::new(), failed: false };
        scan.seek(from)?;
        Ok(scan)
    }

    /// Goes on with the first row that is not below another.
    pub fn seek(&mut self, from: Row) -> io::Result<()> {
        self.cursors.clear();
        for (number, segment) in self.index.segments.iter().enumerate() {
            for is_added in [false, true] {
                let rows = segment.rows(self.order, is_added);
                if rows.blocks() == 0 {
                    continue;
                }
                let first = rows.block_of(&from, &segment.file)?;
                let mut cursor = Cursor { segment: number, is_added, number: first, block: None, at: 0 };
                self.load(&mut cursor)?;
                cursor.at = cursor.block.as_ref().map_or(0, |block| block.partition_point(|row| *row < from));
                self.settle(&mut cursor)?;
                self.cursors.extend(cursor.block.is_some().then_some(cursor));
            }
        }
        Ok(())
    }

    /// The rows with a head that one segment adds or takes away.
    pub fn changes_of(index: &'i Snapshot, segment: usize, order: Order, head: u32) -> io::Result<Vec<Row>> {
        let mut scan = Self::new(index, order, &[head])?;
        scan.cursors.retain(|cursor| cursor.segment == segment);
        let mut rows = Vec::new();
        while let Some((row, _)) = scan.next_change()? {
            rows.push(row);
        }
        Ok(rows)
    }

    fn load(&self, cursor: &mut Cursor) -> io::Result<()> {
        let rows = self.index.segments[cursor.segment].rows(self.order, cursor.is_added);
        let is_there = cursor.number < rows.blocks();
        cursor.block = is_there.then(|| self.index.block(cursor.segment, self.order, cursor.is_added, cursor.number)).transpose()?;
        cursor.at = 0;
        Ok(())
    }

    /// Moves to the next block at the end of one; no block is left where no more rows fit.
    fn settle(&self, cursor: &mut Cursor) -> io::Result<()> {
        while cursor.block.as_ref().is_some_and(|block| cursor.at >= block.len()) {
            cursor.number += 1;
            self.load(cursor)?;
        }
        let fits = |block: &Arc<[Row]>| block[cursor.at][..self.columns] == self.prefix[..self.columns];
        if !cursor.block.as_ref().is_some_and(fits) {
            cursor.block = None;
        }
        Ok(())
    }

    fn advance(&mut self, at: usize) -> io::Result<()> {
        self.cursors[at].at += 1;
        let is_inside = {
            let cursor = &self.cursors[at];
            cursor
                .block
                .as_ref()
                .is_some_and(|block| block.get(cursor.at).is_some_and(|row| row[..self.columns] == self.prefix[..self.columns]))
        };
        if is_inside {
            return Ok(());
        }
        let mut cursor = self.cursors.swap_remove(at);
        self.settle(&mut cursor)?;
        self.cursors.extend(cursor.block.is_some().then_some(cursor));
        Ok(())
    }

    fn row(cursor: &Cursor) -> Option<Row> {
        cursor.block.as_ref().and_then(|block| block.get(cursor.at)).copied()
    }

    /// The next row with whether it stands or has been taken away.
    pub fn next_change(&mut self) -> io::Result<Option<(Row, bool)>> {
        let Some(least) = self.cursors.iter().filter_map(Self::row).min() else { return Ok(None) };
        // Of equal rows the latest holds; what a segment adds holds against what it takes away itself.
        let (mut holds, mut at) = ((0, false), 0);
        while at < self.cursors.len() {
            if Self::row(&self.cursors[at]) != Some(least) {
                at += 1;
                continue;
            }
            holds = holds.max((self.cursors[at].segment, self.cursors[at].is_added));
            let left = self.cursors.len();
            self.advance(at)?;
            // A cursor that moved on is at another place now, or at the same with another row.
            at = if self.cursors.len() < left || Self::row(&self.cursors[at]) == Some(least) { at } else { at + 1 };
        }
        Ok(Some((least, holds.1)))
    }

    fn next_row(&mut self) -> io::Result<Option<Row>> {
        if let [cursor] = self.cursors.as_slice() {
            let row = Self::row(cursor);
            let stands = cursor.is_added;
            self.advance(0)?;
            if stands || row.is_none() {
                return Ok(row);
            }
        }
        while let Some((row, stands)) = self.next_change()? {
            if stands {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

impl Iterator for Scan<'_> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let row = self.next_row().transpose();
        self.failed = matches!(row, Some(Err(_)));
        row
    }
}

/// Graphs of one triple that are gone through before the rest is leapt over.
const GONE_THROUGH: usize = 16;

/// The triples of rows of quads by subject, each once, with a nought for its graph. What a rule is stands in the graph of
/// each copy: to go through thousands of them for one triple would cost more than the question.
pub struct Triples<'i> {
    rows: Scan<'i>,
    last: Option<[u32; 3]>,
    repeated: usize,
}

impl<'i> Triples<'i> {
    pub const fn new(rows: Scan<'i>) -> Self {
        Self { rows, last: None, repeated: 0 }
    }
}

impl Iterator for Triples<'_> {
    type Item = io::Result<Row>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let [s, p, o, _] = match self.rows.next()? {
                Ok(row) => row,
                Err(error) => return Some(Err(error)),
            };
            if self.last != Some([s, p, o]) {
                (self.last, self.repeated) = (Some([s, p, o]), 0);
                return Some(Ok([s, p, o, 0]));
            }
            self.repeated += 1;
            if self.repeated == GONE_THROUGH
                && let Err(error) = self.rows.seek([s, p, o, u32::MAX])
            {
                return Some(Err(error));
            }
        }
    }
}
