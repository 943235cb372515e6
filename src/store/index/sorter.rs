//! Sorts more rows than memory holds: sorted runs in temporary files, merged when all are there; each row once.

use super::file::damaged;
use super::rows::{Row, decode, encode};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Rows that are held in memory.
pub const IN_MEMORY: usize = 1 << 19;

pub struct Sorter {
    rows: Vec<Row>,
    runs: Vec<File>,
    folder: PathBuf,
    limit: usize,
}

impl Sorter {
    /// Runs are written to nameless files in a folder.
    pub fn new(folder: &Path, limit: usize) -> Self {
        Self { rows: Vec::new(), runs: Vec::new(), folder: folder.to_owned(), limit }
    }

    pub fn push(&mut self, row: Row) -> io::Result<()> {
        self.rows.push(row);
        if self.rows.len() < self.limit { Ok(()) } else { self.spill() }
    }

    fn spill(&mut self) -> io::Result<()> {
        self.rows.sort_unstable();
        self.rows.dedup();
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        let (mut bytes, mut above) = (Vec::new(), [0; 4]);
        for row in self.rows.drain(..) {
            bytes.clear();
            encode(&row, &mut above, &mut bytes);
            // A row is short: its length fits into a byte.
            out.write_all(&[bytes.len() as u8])?;
            out.write_all(&bytes)?;
        }
        let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        Ok(())
    }

    pub fn finish(mut self) -> io::Result<Sorted> {
        self.rows.sort_unstable();
        self.rows.dedup();
        let mut runs: Vec<Run> = vec![Run::Memory(self.rows.into_iter())];
        runs.extend(self.runs.into_iter().map(|file| Run::Disk(BufReader::with_capacity(1 << 15, file), [0; 4])));
        let mut heads = BinaryHeap::new();
        for (number, run) in runs.iter_mut().enumerate() {
            heads.extend(run.next()?.map(|row| Reverse((row, number))));
        }
        Ok(Sorted { runs, heads, last: None })
    }
}

enum Run {
    Memory(std::vec::IntoIter<Row>),
    Disk(BufReader<File>, Row),
}

impl Run {
    fn next(&mut self) -> io::Result<Option<Row>> {
        match self {
            Self::Memory(rows) => Ok(rows.next()),
            Self::Disk(file, above) => {
                if file.fill_buf()?.is_empty() {
                    return Ok(None);
                }
                let mut bytes = [0; 256];
                file.read_exact(&mut bytes[..1])?;
                let length = usize::from(bytes[0]);
                file.read_exact(&mut bytes[..length])?;
                decode(&mut &bytes[..length], above).map(Some).ok_or_else(damaged)
            }
        }
    }
}

/// Rows in ascending order, each once.
pub struct Sorted {
    runs: Vec<Run>,
    heads: BinaryHeap<Reverse<(Row, usize)>>,
    last: Option<Row>,
}

impl Sorted {
    pub fn next(&mut self) -> io::Result<Option<Row>> {
        while let Some(Reverse((row, number))) = self.heads.pop() {
            self.heads.extend(self.runs[number].next()?.map(|next| Reverse((next, number))));
            if self.last != Some(row) {
                self.last = Some(row);
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn runs_on_disk_sort_as_memory_does(rows: Vec<Row>, limit in 1_usize..20) {
            let folder = tempfile::tempdir().unwrap();
            let mut sorter = Sorter::new(folder.path(), limit);
            for row in &rows {
                sorter.push(*row).unwrap();
            }
            let (mut sorted, mut found) = (sorter.finish().unwrap(), Vec::new());
            while let Some(row) = sorted.next().unwrap() {
                found.push(row);
            }
            let mut expected = rows;
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(found, expected);
        }
    }
}
