//! Bytes of an index file, on disk or in memory, and what is written and read of them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, Write};
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Length of what stands behind a description: its length, its checksum, the magic bytes.
const FOOT: usize = 24;

/// Where an index is read from.
#[derive(Debug)]
pub enum Bytes {
    Disk(File),
    Memory(Vec<u8>),
}

impl Bytes {
    pub fn len(&self) -> io::Result<u64> {
        match self {
            Self::Disk(file) => Ok(file.metadata()?.len()),
            Self::Memory(bytes) => Ok(bytes.len() as u64),
        }
    }

    pub fn read(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        match self {
            Self::Disk(file) => {
                // What is damaged may ask for more than there is: nothing is set aside for it.
                if offset.saturating_add(length as u64) > file.metadata()?.len() {
                    return Err(damaged());
                }
                let mut bytes = vec![0; length];
                read_at(file, &mut bytes, offset)?;
                Ok(bytes)
            }
            Self::Memory(bytes) => {
                let from = usize::try_from(offset).map_err(|_| damaged())?;
                bytes.get(from..from.saturating_add(length)).map(<[u8]>::to_vec).ok_or_else(damaged)
            }
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(windows)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    let mut done = 0;
    while done < bytes.len() {
        match std::os::windows::fs::FileExt::seek_read(file, &mut bytes[done..], offset + done as u64)? {
            0 => return Err(damaged()),
            more => done += more,
        }
    }
    Ok(())
}

pub fn damaged() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "the index is damaged: `rapporteur build` writes it again")
}

/// Counts and digests what is written.
pub struct Output<'w> {
    out: &'w mut dyn Write,
    at: u64,
    digest: Xxh3,
}

impl<'w> Output<'w> {
    pub fn new(out: &'w mut dyn Write) -> Self {
        Self { out, at: 0, digest: Xxh3::new() }
    }

    pub const fn at(&self) -> u64 {
        self.at
    }

    /// A name for what was written.
    pub fn name(&self) -> String {
        format!("{:032x}", self.digest.digest128())
    }
}

impl Write for Output<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes).map(|()| bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)?;
        self.digest.update(bytes);
        self.at += bytes.len() as u64;
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Writes what a file is, at its end.
pub fn write_description(description: &impl Serialize, magic: &[u8; 8], out: &mut Output<'_>) -> io::Result<()> {
    let text = serde_json::to_vec(description)?;
    out.write_all(&text)?;
    out.write_all(&(text.len() as u64).to_le_bytes())?;
    out.write_all(&xxh3_64(&text).to_le_bytes())?;
    out.write_all(magic)
}

/// Reads what stands at the end of a file.
pub fn read_description<T: DeserializeOwned>(file: &Bytes, magic: &[u8; 8]) -> io::Result<T> {
    let end = file.len()?;
    let foot = file.read(end.checked_sub(FOOT as u64).ok_or_else(damaged)?, FOOT)?;
    let word = |at: usize| foot[at..at + 8].iter().rev().fold(0_u64, |n, b| (n << 8) | u64::from(*b));
    let length = word(0);
    let start = end.checked_sub(FOOT as u64).and_then(|e| e.checked_sub(length)).ok_or_else(damaged)?;
    let text = file.read(start, usize::try_from(length).map_err(|_| damaged())?)?;
    if &foot[16..] != magic || xxh3_64(&text) != word(8) {
        return Err(damaged());
    }
    serde_json::from_slice(&text).map_err(|_| damaged())
}

/// A number in groups of seven bits, the lowest first.
pub fn put_number(mut number: u64, out: &mut Vec<u8>) {
    while number > 127 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

pub fn take_number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 127) << shift;
        if *byte < 128 {
            return Some(number);
        }
    }
    None
}
