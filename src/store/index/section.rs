//! Stretches of an index file, in pages that have a checksum each: read whole, or page by page from any place on.

use super::file::{Bytes, Output, damaged};
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use xxhash_rust::xxh3::xxh3_64;

const PAGE: usize = 1 << 15;

/// Where a stretch lies, and the checksums of its pages.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Section {
    start: u64,
    length: u64,
    sums: Vec<u64>,
}

/// Writes a stretch.
pub struct Writer<'o, 'w> {
    out: &'o mut Output<'w>,
    page: Vec<u8>,
    section: Section,
}

impl<'o, 'w> Writer<'o, 'w> {
    pub fn new(out: &'o mut Output<'w>) -> Self {
        let section = Section { start: out.at(), ..Section::default() };
        Self { out, page: Vec::with_capacity(PAGE), section }
    }

    /// How much was written.
    pub const fn at(&self) -> u64 {
        self.section.length
    }

    pub fn finish(mut self) -> io::Result<Section> {
        self.turn()?;
        Ok(self.section)
    }

    fn turn(&mut self) -> io::Result<()> {
        if !self.page.is_empty() {
            self.section.sums.push(xxh3_64(&self.page));
            self.out.write_all(&self.page)?;
            self.page.clear();
        }
        Ok(())
    }
}

impl Write for Writer<'_, '_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PAGE - self.page.len());
        self.page.extend_from_slice(&bytes[..taken]);
        self.section.length += taken as u64;
        if self.page.len() == PAGE {
            self.turn()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Section {
    /// All of it.
    pub fn whole(&self, file: &Bytes) -> io::Result<Vec<u8>> {
        let bytes = file.read(self.start, usize::try_from(self.length).map_err(|_| damaged())?)?;
        let sums = bytes.chunks(PAGE).map(xxh3_64);
        if sums.eq(self.sums.iter().copied()) { Ok(bytes) } else { Err(damaged()) }
    }

    fn page(&self, number: u64, file: &Bytes) -> io::Result<Vec<u8>> {
        let from = number * PAGE as u64;
        let length = self.length.checked_sub(from).ok_or_else(damaged)?.min(PAGE as u64);
        let bytes = file.read(self.start + from, length as usize)?;
        let sum = usize::try_from(number).ok().and_then(|number| self.sums.get(number));
        if sum == Some(&xxh3_64(&bytes)) { Ok(bytes) } else { Err(damaged()) }
    }
}

/// Reads a stretch from any place on; what lies on the page that was read last costs nothing.
pub struct Cursor<'s> {
    section: &'s Section,
    file: &'s Bytes,
    page: Vec<u8>,
    number: Option<u64>,
    at: u64,
}

impl<'s> Cursor<'s> {
    pub const fn new(section: &'s Section, file: &'s Bytes) -> Self {
        Self { section, file, page: Vec::new(), number: None, at: 0 }
    }

    pub const fn seek(&mut self, at: u64) {
        self.at = at;
    }

    fn byte(&mut self) -> io::Result<u8> {
        let number = self.at / PAGE as u64;
        if self.number != Some(number) {
            self.page = self.section.page(number, self.file)?;
            self.number = Some(number);
        }
        let byte = self.page.get((self.at % PAGE as u64) as usize).copied().ok_or_else(damaged)?;
        self.at += 1;
        Ok(byte)
    }

    /// A number in groups of seven bits, the lowest first.
    pub fn number(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 127) << shift;
            if byte < 128 {
                return Ok(number);
            }
        }
        Err(damaged())
    }

    /// A number of four bytes.
    pub fn word(&mut self) -> io::Result<u32> {
        Ok(u32::from_le_bytes([self.byte()?, self.byte()?, self.byte()?, self.byte()?]))
    }
}
