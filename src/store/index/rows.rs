//! Sorted rows of four numbers in blocks: each number is written as its distance from the one above it, each block has
//! a checksum, and a directory says with which row a block begins.

use super::file::{Bytes, Output, damaged, put_number, take_number};
use std::io::{self, Write};
use std::sync::{Arc, OnceLock};
use xxhash_rust::xxh3::xxh3_64;

/// Four identifiers, in the order of the permutation.
pub type Row = [u32; 4];

/// Rows in a block: some two kilobytes.
const ROWS: usize = 512;

/// Bytes of an entry of the directory.
const ENTRY: usize = 32;

/// Where a section of a file lies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Section {
    /// Where its directory begins; the blocks say themselves where they are.
    pub directory: u64,
    pub blocks: u32,
    pub rows: u64,
}

/// A block, as the directory names it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    first: Row,
    offset: u64,
    length: u32,
    sum: u32,
}

/// Writes one row behind another; `above` is the one before.
pub fn encode(row: &Row, above: &mut Row, out: &mut Vec<u8>) {
    let same = row.iter().zip(above.iter()).take_while(|(a, b)| a == b).count().min(3);
    // The first column that differs has grown; those behind it may have fallen.
    put_number((u64::from(row[same].wrapping_sub(above[same])) << 2) | same as u64, out);
    for column in same + 1..4 {
        let step = i64::from(row[column]) - i64::from(above[column]);
        put_number(((step << 1) ^ (step >> 63)) as u64, out);
    }
    *above = *row;
}

/// Reads the row behind another.
pub fn decode(bytes: &mut &[u8], above: &mut Row) -> Option<Row> {
    let head = take_number(bytes)?;
    let same = (head & 3) as usize;
    let mut row = *above;
    row[same] = above[same].wrapping_add(u32::try_from(head >> 2).ok()?);
    for column in same + 1..4 {
        let number = take_number(bytes)?;
        let step = (number >> 1) as i64 ^ -((number & 1) as i64);
        row[column] = u32::try_from(i64::from(above[column]) + step).ok()?;
    }
    *above = row;
    Some(row)
}

/// Writes rows that come in ascending order.
#[derive(Default)]
pub struct Writer {
    directory: Vec<u8>,
    block: Vec<u8>,
    first: Row,
    above: Row,
    in_block: usize,
    section: Section,
}

impl Writer {
    pub fn push(&mut self, row: &Row, out: &mut Output<'_>) -> io::Result<()> {
        if self.in_block == 0 {
            self.first = *row;
            self.above = [0; 4];
        }
        encode(row, &mut self.above, &mut self.block);
        self.in_block += 1;
        self.section.rows += 1;
        if self.in_block == ROWS { self.flush(out) } else { Ok(()) }
    }

    fn flush(&mut self, out: &mut Output<'_>) -> io::Result<()> {
        if self.in_block == 0 {
            return Ok(());
        }
        self.directory.extend(self.first.iter().flat_map(|n| n.to_le_bytes()));
        self.directory.extend(out.at().to_le_bytes());
        self.directory.extend((self.block.len() as u32).to_le_bytes());
        self.directory.extend((xxh3_64(&self.block) as u32).to_le_bytes());
        out.write_all(&self.block)?;
        self.block.clear();
        self.in_block = 0;
        self.section.blocks += 1;
        Ok(())
    }

    pub fn finish(mut self, out: &mut Output<'_>) -> io::Result<Section> {
        self.flush(out)?;
        self.section.directory = out.at();
        self.directory.extend(xxh3_64(&self.directory).to_le_bytes());
        out.write_all(&self.directory)?;
        Ok(self.section)
    }
}

/// Reads a section.
#[derive(Debug)]
pub struct Rows {
    section: Section,
    /// Read when it is first needed.
    directory: OnceLock<Vec<Entry>>,
}

impl Rows {
    pub fn new(section: Section) -> Self {
        Self { section, directory: OnceLock::new() }
    }

    pub fn len(&self) -> u64 {
        self.section.rows
    }

    fn directory(&self, file: &Bytes) -> io::Result<&[Entry]> {
        if let Some(directory) = self.directory.get() {
            return Ok(directory);
        }
        let length = self.section.blocks as usize * ENTRY;
        let bytes = file.read(self.section.directory, length + 8)?;
        let (entries, sum) = bytes.split_at(length);
        if sum != xxh3_64(entries).to_le_bytes() {
            return Err(damaged());
        }
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0_u64, |n, b| (n << 8) | u64::from(*b));
        let entry = |b: &[u8]| Entry {
            first: std::array::from_fn(|i| number(&b[i * 4..i * 4 + 4]) as u32),
            offset: number(&b[16..24]),
            length: number(&b[24..28]) as u32,
            sum: number(&b[28..32]) as u32,
        };
        let directory = entries.chunks_exact(ENTRY).map(entry).collect();
        Ok(self.directory.get_or_init(|| directory))
    }

    /// The block in which the first row from `row` on stands, if any does.
    pub fn block_of(&self, row: &Row, file: &Bytes) -> io::Result<u32> {
        let behind = self.directory(file)?.partition_point(|entry| entry.first < *row);
        Ok(behind.saturating_sub(1) as u32)
    }

    pub fn blocks(&self) -> u32 {
        self.section.blocks
    }

    pub fn block(&self, number: u32, file: &Bytes) -> io::Result<Arc<[Row]>> {
        let entry = self.directory(file)?.get(number as usize).copied().ok_or_else(damaged)?;
        let bytes = file.read(entry.offset, entry.length as usize)?;
        if xxh3_64(&bytes) as u32 != entry.sum {
            return Err(damaged());
        }
        let (mut rest, mut above, mut rows) = (bytes.as_slice(), [0; 4], Vec::with_capacity(ROWS));
        while !rest.is_empty() {
            rows.push(decode(&mut rest, &mut above).ok_or_else(damaged)?);
        }
        Ok(rows.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_come_back(mut rows: Vec<Row>, wanted: Row) {
            rows.sort_unstable();
            rows.dedup();
            let mut bytes = Vec::new();
            let mut out = Output::new(&mut bytes);
            let mut writer = Writer::default();
            for row in &rows {
                writer.push(row, &mut out).unwrap();
            }
            let section = writer.finish(&mut out).unwrap();
            let (file, read) = (Bytes::Memory(bytes), Rows::new(section));
            let mut all = Vec::new();
            for number in 0..read.blocks() {
                all.extend(read.block(number, &file).unwrap().iter().copied());
            }
            prop_assert_eq!(&all, &rows);
            let from = read.block_of(&wanted, &file).unwrap() as usize * ROWS;
            let first = rows.iter().position(|row| *row >= wanted).unwrap_or(rows.len());
            prop_assert!(from <= first && first <= from + ROWS);
        }
    }
}
