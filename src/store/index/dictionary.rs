//! Identifiers to terms and back: the terms in blocks, each written as what differs from the one before; a table by
//! digest beside them. Blocks of text are packed.

use super::file::{Bytes, Output, damaged, put_number, take_number};
use super::sorter::{IN_MEMORY, Sorter};
use flate2::Compression;
use flate2::read::{DeflateDecoder, DeflateEncoder};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

/// Most terms of a block, and the bytes at which it ends before.
const TERMS: u32 = 64;
const BYTES: usize = 8 << 10;
/// Blocks above this size are packed where that saves a quarter.
const PACK_FROM: usize = 2 << 10;
/// No block unpacks to more: a term of a whole paragraph or two.
const MOST: u64 = 256 << 20;

const ENTRY: usize = 24;
const BUCKET: usize = 8;
/// Terms in a bucket of the table, on average.
const IN_BUCKET: u64 = 64;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Section {
    /// The first identifier, and how many there are.
    pub first: u32,
    pub terms: u32,
    pub directory: u64,
    pub blocks: u32,
    /// Where the table begins, and that of its buckets; there are two to the power of `bits`.
    pub table: u64,
    pub buckets: u64,
    pub bits: u32,
}

pub fn digest(key: &[u8]) -> u64 {
    xxh3_64(key)
}

/// Writes terms in the order of their identifiers.
pub struct Writer {
    section: Section,
    directory: Vec<u8>,
    block: Vec<u8>,
    in_block: u32,
    last: Vec<u8>,
    table: Sorter,
}

impl Writer {
    pub fn new(first: u32, folder: &Path) -> Self {
        let section = Section { first, ..Section::default() };
        let table = Sorter::new(folder, IN_MEMORY);
        Self { section, directory: Vec::new(), block: Vec::new(), in_block: 0, last: Vec::new(), table }
    }

    /// Adds a term and gives its identifier.
    pub fn push(&mut self, key: &[u8], out: &mut Output<'_>) -> io::Result<u32> {
        let id = self.section.first + self.section.terms;
        if id >= super::key::NUMBER {
            return Err(io::Error::other("more than two thousand million terms"));
        }
        if self.in_block == 0 {
            self.last.clear();
            self.directory.extend(id.to_le_bytes());
        }
        let shared = self.last.iter().zip(key).take_while(|(a, b)| a == b).count();
        put_number(shared as u64, &mut self.block);
        put_number((key.len() - shared) as u64, &mut self.block);
        self.block.extend_from_slice(&key[shared..]);
        self.last.truncate(shared);
        self.last.extend_from_slice(&key[shared..]);
        let digest = digest(key);
        self.table.push([(digest >> 32) as u32, digest as u32, id, 0])?;
        self.section.terms += 1;
        self.in_block += 1;
        if self.in_block == TERMS || self.block.len() >= BYTES {
            self.flush(out)?;
        }
        Ok(id)
    }

    fn flush(&mut self, out: &mut Output<'_>) -> io::Result<()> {
        if self.in_block == 0 {
            return Ok(());
        }
        let mut packed = Vec::new();
        if self.block.len() > PACK_FROM {
            DeflateEncoder::new(self.block.as_slice(), Compression::new(4)).read_to_end(&mut packed)?;
        }
        let is_packed = !packed.is_empty() && packed.len() < self.block.len() / 4 * 3;
        let bytes = if is_packed { &packed } else { &self.block };
        let length = (bytes.len() as u32) << 1 | u32::from(is_packed);
        self.directory.extend(out.at().to_le_bytes());
        self.directory.extend(length.to_le_bytes());
        self.directory.extend(xxh3_64(bytes).to_le_bytes());
        out.write_all(bytes)?;
        self.block.clear();
        self.in_block = 0;
        self.section.blocks += 1;
        Ok(())
    }

    pub fn finish(mut self, out: &mut Output<'_>) -> io::Result<Section> {
        self.flush(out)?;
        let Self { mut section, mut directory, table, .. } = self;
        section.directory = out.at();
        directory.extend(xxh3_64(&directory).to_le_bytes());
        out.write_all(&directory)?;
        section.bits = (u64::from(section.terms) / IN_BUCKET).max(1).next_power_of_two().trailing_zeros();
        section.table = out.at();
        let (mut buckets, mut bucket, mut behind) = (Vec::new(), Vec::new(), 0_u32);
        let mut sorted = table.finish()?;
        let mut close = |bucket: &mut Vec<u8>, out: &mut Output<'_>| {
            behind += (bucket.len() / 8) as u32;
            buckets.extend(behind.to_le_bytes());
            buckets.extend((xxh3_64(bucket) as u32).to_le_bytes());
            let written = out.write_all(bucket);
            bucket.clear();
            written
        };
        let mut number = 0;
        while let Some([high, low, id, _]) = sorted.next()? {
            while number < bucket_of(high, section.bits) {
                close(&mut bucket, out)?;
                number += 1;
            }
            bucket.extend(low.to_le_bytes());
            bucket.extend(id.to_le_bytes());
        }
        while number < 1 << section.bits {
            close(&mut bucket, out)?;
            number += 1;
        }
        section.buckets = out.at();
        buckets.extend(xxh3_64(&buckets).to_le_bytes());
        out.write_all(&buckets)?;
        Ok(section)
    }
}

fn bucket_of(high: u32, bits: u32) -> u64 {
    u64::from(high) >> (32 - bits.min(32))
}

/// A block of the dictionary.
#[derive(Debug, Clone, Copy)]
struct Entry {
    first: u32,
    offset: u64,
    length: u32,
    sum: u64,
}

/// Reads a dictionary.
#[derive(Debug)]
pub struct Dictionary {
    pub section: Section,
    directory: OnceLock<Vec<Entry>>,
    /// Where a bucket ends, in entries from the beginning of the table, and its checksum.
    buckets: OnceLock<Vec<(u32, u32)>>,
}

/// The terms of a block: all bytes, and where each ends.
#[derive(Debug, Default)]
pub struct Block {
    pub first: u32,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Block {
    /// The key of an identifier that is in the block.
    pub fn key(&self, id: u32) -> Option<&[u8]> {
        let at = id.checked_sub(self.first)? as usize;
        let end = *self.ends.get(at)?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.bytes.get(start..end)
    }

    pub fn keys(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).filter_map(|at| self.key(self.first + at as u32))
    }
}

impl Dictionary {
    pub fn new(section: Section) -> Self {
        Self { section, directory: OnceLock::new(), buckets: OnceLock::new() }
    }

    pub fn contains(&self, id: u32) -> bool {
        id.checked_sub(self.section.first).is_some_and(|at| at < self.section.terms)
    }

    fn directory(&self, file: &Bytes) -> io::Result<&[Entry]> {
        if let Some(directory) = self.directory.get() {
            return Ok(directory);
        }
        let bytes = summed(file, self.section.directory, self.section.blocks as usize * ENTRY)?;
        let entry = |b: &[u8]| Entry {
            first: number(&b[..4]) as u32,
            offset: number(&b[4..12]),
            length: number(&b[12..16]) as u32,
            sum: number(&b[16..24]),
        };
        let directory = bytes.chunks_exact(ENTRY).map(entry).collect();
        Ok(self.directory.get_or_init(|| directory))
    }

    /// The block of an identifier.
    pub fn block_of(&self, id: u32, file: &Bytes) -> io::Result<u32> {
        let behind = self.directory(file)?.partition_point(|entry| entry.first <= id);
        Ok(behind.saturating_sub(1) as u32)
    }

    pub fn block(&self, block: u32, file: &Bytes) -> io::Result<Block> {
        let entry = *self.directory(file)?.get(block as usize).ok_or_else(damaged)?;
        let mut bytes = file.read(entry.offset, (entry.length >> 1) as usize)?;
        if xxh3_64(&bytes) != entry.sum {
            return Err(damaged());
        }
        if entry.length & 1 == 1 {
            let mut whole = Vec::with_capacity(BYTES + (BYTES >> 1));
            DeflateDecoder::new(bytes.as_slice()).take(MOST).read_to_end(&mut whole)?;
            bytes = whole;
        }
        let mut read = Block { first: entry.first, ..Block::default() };
        let (mut rest, mut last) = (bytes.as_slice(), 0);
        while !rest.is_empty() {
            let shared = take_number(&mut rest).ok_or_else(damaged)? as usize;
            let own = take_number(&mut rest).ok_or_else(damaged)? as usize;
            if shared > read.bytes.len() - last || own > rest.len() {
                return Err(damaged());
            }
            let start = read.bytes.len();
            read.bytes.extend_from_within(last..last + shared);
            read.bytes.extend_from_slice(&rest[..own]);
            rest = &rest[own..];
            last = start;
            read.ends.push(read.bytes.len());
        }
        Ok(read)
    }

    /// The first identifier whose term is not below a key, where terms stand in ascending order.
    pub fn lower_bound(&self, key: &[u8], file: &Bytes) -> io::Result<u32> {
        let (mut low, mut high) = (0, self.section.blocks);
        while low < high {
            let middle = low + (high - low) / 2;
            let is_below = self.block(middle, file)?.keys().next().is_some_and(|first| first < key);
            (low, high) = if is_below { (middle + 1, high) } else { (low, middle) };
        }
        let Some(before) = low.checked_sub(1) else { return Ok(self.section.first) };
        let block = self.block(before, file)?;
        Ok(block.first + block.keys().take_while(|term| *term < key).count() as u32)
    }

    pub fn blocks(&self) -> u32 {
        self.section.blocks
    }

    /// Identifiers of terms that have a digest, nearly all of them the one that is looked for.
    pub fn candidates(&self, digest: u64, file: &Bytes) -> io::Result<Vec<u32>> {
        let buckets = match self.buckets.get() {
            Some(buckets) => buckets,
            None => {
                let bytes = summed(file, self.section.buckets, BUCKET << self.section.bits.min(32))?;
                let read = bytes.chunks_exact(BUCKET).map(|b| (number(&b[..4]) as u32, number(&b[4..]) as u32)).collect();
                self.buckets.get_or_init(|| read)
            }
        };
        let at = bucket_of((digest >> 32) as u32, self.section.bits) as usize;
        let &(end, sum) = buckets.get(at).ok_or_else(damaged)?;
        let start = at.checked_sub(1).map_or(0, |before| buckets[before].0);
        let length = end.checked_sub(start).ok_or_else(damaged)? as usize * 8;
        let bytes = file.read(self.section.table + u64::from(start) * 8, length)?;
        if xxh3_64(&bytes) as u32 != sum {
            return Err(damaged());
        }
        let low = (digest as u32).to_le_bytes();
        Ok(bytes.chunks_exact(8).filter(|entry| entry[..4] == low).map(|entry| number(&entry[4..]) as u32).collect())
    }
}

/// Bytes with their checksum behind them.
fn summed(file: &Bytes, offset: u64, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = file.read(offset, length.checked_add(8).ok_or_else(damaged)?)?;
    let sum = bytes.split_off(length);
    if sum == xxh3_64(&bytes).to_le_bytes() { Ok(bytes) } else { Err(damaged()) }
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
