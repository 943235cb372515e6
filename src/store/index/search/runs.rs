//! Words with the numbers of what they stand in, more than memory holds, sorted: runs in temporary files, merged at the
//! end; each word once, with all its numbers.

use crate::store::index::file::{damaged, put_number, take_number};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Entries that are held in memory.
const IN_MEMORY: usize = 1 << 20;

/// A word that waits: its first bytes as a number, which tells most apart, and where it stands.
#[derive(Clone, Copy)]
struct Entry {
    head: u64,
    at: u32,
    length: u16,
    number: u32,
}

pub struct Runs {
    folder: PathBuf,
    bytes: Vec<u8>,
    entries: Vec<Entry>,
    runs: Vec<File>,
    limit: usize,
}

impl Runs {
    /// Runs go to nameless files in a folder.
    pub fn new(folder: &Path) -> Self {
        Self::of_size(folder, IN_MEMORY)
    }

    fn of_size(folder: &Path, limit: usize) -> Self {
        Self { folder: folder.to_owned(), bytes: Vec::new(), entries: Vec::new(), runs: Vec::new(), limit }
    }

    pub fn push(&mut self, word: &str, number: u32) -> io::Result<()> {
        let bytes = &word.as_bytes()[..word.len().min(usize::from(u16::MAX))];
        let mut head = [0; 8];
        let beginning = bytes.len().min(8);
        head[..beginning].copy_from_slice(&bytes[..beginning]);
        let (at, length) = (self.bytes.len() as u32, bytes.len() as u16);
        self.entries.push(Entry { head: u64::from_be_bytes(head), at, length, number });
        self.bytes.extend_from_slice(bytes);
        if self.entries.len() < self.limit { Ok(()) } else { self.spill() }
    }

    fn spill(&mut self) -> io::Result<()> {
        let word = |entry: &Entry| &self.bytes[entry.at as usize..entry.at as usize + usize::from(entry.length)];
        self.entries.sort_unstable_by(|a, b| a.head.cmp(&b.head).then_with(|| word(a).cmp(word(b))).then_with(|| a.number.cmp(&b.number)));
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        let mut numbers = Vec::new();
        let mut group = Vec::new();
        for entries in self.entries.chunk_by(|a, b| a.head == b.head && word(a) == word(b)) {
            numbers.clear();
            numbers.extend(entries.iter().map(|entry| entry.number));
            numbers.dedup();
            group.clear();
            let key = word(&entries[0]);
            put_number(key.len() as u64, &mut group);
            group.extend_from_slice(key);
            put_list(&numbers, &mut group);
            out.write_all(&(group.len() as u32).to_le_bytes())?;
            out.write_all(&group)?;
        }
        self.entries.clear();
        self.bytes.clear();
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        Ok(())
    }

    /// Gives each word in ascending order with its numbers, ascending too.
    pub fn finish(mut self, mut each: impl FnMut(&[u8], &[u32]) -> io::Result<()>) -> io::Result<()> {
        self.spill()?;
        (self.bytes, self.entries) = <_>::default();
        let mut runs: Vec<BufReader<File>> = self.runs.into_iter().map(|file| BufReader::with_capacity(1 << 15, file)).collect();
        let mut heads = BinaryHeap::new();
        for (run, file) in runs.iter_mut().enumerate() {
            heads.extend(next_group(file)?.map(|group| Reverse((group.0, run, group.1))));
        }
        let (mut word, mut numbers) = (Vec::new(), Vec::new());
        while let Some(Reverse((key, run, found))) = heads.pop() {
            heads.extend(next_group(&mut runs[run])?.map(|group| Reverse((group.0, run, group.1))));
            if key != word {
                given(&word, &mut numbers, &mut each)?;
                word = key;
            }
            numbers.extend(found);
        }
        given(&word, &mut numbers, &mut each)
    }
}

fn given(word: &[u8], numbers: &mut Vec<u32>, each: &mut impl FnMut(&[u8], &[u32]) -> io::Result<()>) -> io::Result<()> {
    if numbers.is_empty() {
        return Ok(());
    }
    numbers.sort_unstable();
    numbers.dedup();
    each(word, numbers)?;
    numbers.clear();
    Ok(())
}

/// Writes how many numbers there are, then each as its distance from the one before.
pub fn put_list(numbers: &[u32], out: &mut Vec<u8>) {
    put_number(numbers.len() as u64, out);
    let mut last = 0;
    for number in numbers {
        put_number(u64::from(number - last), out);
        last = *number;
    }
}

fn next_group(file: &mut BufReader<File>) -> io::Result<Option<(Vec<u8>, Vec<u32>)>> {
    if file.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut length = [0; 4];
    file.read_exact(&mut length)?;
    let mut group = vec![0; u32::from_le_bytes(length) as usize];
    file.read_exact(&mut group)?;
    let mut rest = group.as_slice();
    let length = take_number(&mut rest).ok_or_else(damaged)? as usize;
    let (key, mut rest) = rest.split_at_checked(length).ok_or_else(damaged)?;
    let count = take_number(&mut rest).ok_or_else(damaged)?;
    let (mut numbers, mut last) = (Vec::new(), 0);
    for _ in 0..count {
        last += take_number(&mut rest).ok_or_else(damaged)? as u32;
        numbers.push(last);
    }
    Ok(Some((key.to_vec(), numbers)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};

    proptest! {
        #[test]
        fn words_come_sorted_with_all_their_numbers(pushed: Vec<(String, u32)>, limit in 1_usize..9) {
            let folder = tempfile::tempdir().unwrap();
            let mut runs = Runs::of_size(folder.path(), limit);
            let mut expected: BTreeMap<Vec<u8>, BTreeSet<u32>> = BTreeMap::new();
            for (word, number) in &pushed {
                runs.push(word, *number).unwrap();
                expected.entry(word.clone().into_bytes()).or_default().insert(*number);
            }
            let mut found = Vec::new();
            runs.finish(|word, numbers| {
                found.push((word.to_vec(), numbers.iter().copied().collect()));
                Ok(())
            }).unwrap();
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }
}
