//! Quads to a segment, in memory that does not grow with them.
//!
//! Lines are read in portions, each with a dictionary of its own; the dictionaries are sorted and merged, which gives
//! the identifiers; then the quads of each portion get them and are sorted in each order.

use super::Snapshot;
use super::dictionary;
use super::file::{Output, damaged, put_number, take_number};
use super::key::{self, Line, NO_GRAPH, NUMBER};
use super::rows::{self, Row};
use super::segment::{Description, Order};
use super::sorter::{IN_MEMORY, Sorted, Sorter};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// Quads and bytes of terms in a portion.
const QUADS: usize = 1 << 19;
const TERM_BYTES: usize = 16 << 20;
/// In place of the graph of a quad that has none, while it waits for identifiers.
const NONE: u32 = NUMBER - 1;

/// Takes quads in, and gives them out with identifiers.
pub struct Intake {
    folder: PathBuf,
    line: Line,
    /// The terms of the portion, one behind the other.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    by_digest: FxHashMap<u64, u32>,
    quads: Vec<[u32; 4]>,
    portions: Vec<Portion>,
}

/// Terms in ascending order, and quads of their places in it.
struct Portion {
    terms: File,
    quads: File,
}

impl Intake {
    /// What does not fit into memory goes to nameless files in a folder.
    pub fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            line: Line::default(),
            bytes: Vec::new(),
            ends: Vec::new(),
            by_digest: FxHashMap::default(),
            quads: Vec::new(),
            portions: Vec::new(),
        }
    }

    /// Takes a line of N-Quads, where its graph is among those wanted, and gives the key of the graph. An error of the
    /// kind `InvalidInput` says that it is no quad.
    pub fn line(&mut self, line: &str, only: Option<&BTreeSet<String>>) -> io::Result<&str> {
        let mut parts = std::mem::take(&mut self.line);
        let read = parts.read(line);
        if read.is_none() {
            let start: String = line.chars().take(60).collect();
            return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("`{start}` is no quad")));
        }
        let graph = std::str::from_utf8(&parts.graph).unwrap_or_default();
        if only.is_none_or(|only| only.contains(graph)) {
            let graph = if parts.graph.is_empty() { NONE } else { self.place(&parts.graph) };
            let quad = [self.place(&parts.subject), self.place(&parts.predicate), self.place(&parts.object), graph];
            self.quads.push(quad);
            if self.quads.len() >= QUADS || self.bytes.len() >= TERM_BYTES {
                self.close()?;
            }
        }
        self.line = parts;
        Ok(std::str::from_utf8(&self.line.graph).unwrap_or_default())
    }

    /// The place of a term in the portion's dictionary, or the number that it is.
    fn place(&mut self, key: &[u8]) -> u32 {
        if let Some(number) = key::number(key) {
            return number;
        }
        let mut digest = dictionary::digest(key);
        loop {
            match self.by_digest.get(&digest) {
                None => {
                    let place = self.ends.len() as u32;
                    self.bytes.extend_from_slice(key);
                    self.ends.push(self.bytes.len());
                    self.by_digest.insert(digest, place);
                    return place;
                }
                Some(place) if term_at(&self.bytes, &self.ends, *place) == key => return *place,
                // Two terms of one digest: the second goes where the next one would.
                Some(_) => digest = digest.wrapping_add(1),
            }
        }
    }

    /// Writes the portion down, its terms sorted.
    fn close(&mut self) -> io::Result<()> {
        let mut order: Vec<u32> = (0..self.ends.len() as u32).collect();
        order.sort_unstable_by(|a, b| term_at(&self.bytes, &self.ends, *a).cmp(term_at(&self.bytes, &self.ends, *b)));
        let mut places = vec![0_u32; order.len()];
        let mut terms = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        let mut head = Vec::new();
        for (rank, place) in order.iter().enumerate() {
            places[*place as usize] = rank as u32;
            let term = term_at(&self.bytes, &self.ends, *place);
            head.clear();
            put_number(term.len() as u64, &mut head);
            terms.write_all(&head)?;
            terms.write_all(term)?;
        }
        let mut quads = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for quad in self.quads.drain(..) {
            head.clear();
            for id in quad {
                let rank = if id >= NONE { id } else { places[id as usize] };
                put_number(u64::from(rank), &mut head);
            }
            quads.write_all(&[head.len() as u8])?;
            quads.write_all(&head)?;
        }
        self.bytes.clear();
        self.ends.clear();
        self.by_digest.clear();
        self.portions.push(Portion { terms: rewound(terms)?, quads: rewound(quads)? });
        Ok(())
    }

    /// Merges the dictionaries and gives each quad with its identifiers. Terms that `known` knows keep theirs.
    pub fn finish(
        mut self,
        known: &Snapshot,
        out: &mut Output<'_>,
        mut each: impl FnMut([u32; 4]) -> io::Result<()>,
    ) -> io::Result<dictionary::Section> {
        if !self.quads.is_empty() {
            self.close()?;
        }
        // Set free what the portions needed.
        (self.bytes, self.ends, self.by_digest, self.quads) = <_>::default();
        let mut writer = dictionary::Writer::new(known.next_id(), &self.folder);
        let mut terms: Vec<BufReader<&File>> = self.portions.iter().map(|p| BufReader::with_capacity(1 << 15, &p.terms)).collect();
        let mut maps = Vec::new();
        for _ in &self.portions {
            maps.push(BufWriter::new(tempfile::tempfile_in(&self.folder)?));
        }
        let mut heads = BinaryHeap::new();
        for (number, terms) in terms.iter_mut().enumerate() {
            heads.extend(next_term(terms)?.map(|term| Reverse((term, number))));
        }
        let mut last: Option<(Vec<u8>, u32)> = None;
        while let Some(Reverse((term, number))) = heads.pop() {
            heads.extend(next_term(&mut terms[number])?.map(|next| Reverse((next, number))));
            let id = match &last {
                Some((before, id)) if *before == term => *id,
                _ => match known.id(&term)? {
                    Some(id) => id,
                    None => writer.push(&term, out)?,
                },
            };
            maps[number].write_all(&id.to_le_bytes())?;
            last = Some((term, id));
        }
        drop(terms);
        let section = writer.finish(out)?;
        for (portion, map) in self.portions.into_iter().zip(maps) {
            let mut bytes = Vec::new();
            rewound(map)?.read_to_end(&mut bytes)?;
            let ids: Vec<u32> = bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect();
            drop(bytes);
            let mut quads = BufReader::new(portion.quads);
            let (mut length, mut bytes) = ([0], [0; 256]);
            while !quads.fill_buf()?.is_empty() {
                quads.read_exact(&mut length)?;
                let row = &mut bytes[..usize::from(length[0])];
                quads.read_exact(row)?;
                let mut rest = &*row;
                let mut quad = [NO_GRAPH; 4];
                for id in &mut quad {
                    let rank = take_number(&mut rest).and_then(|n| u32::try_from(n).ok()).ok_or_else(damaged)?;
                    *id = match rank {
                        NONE => NO_GRAPH,
                        number if number & NUMBER != 0 => number,
                        rank => *ids.get(rank as usize).ok_or_else(damaged)?,
                    };
                }
                each(quad)?;
            }
        }
        Ok(section)
    }
}

fn term_at<'b>(bytes: &'b [u8], ends: &[usize], place: u32) -> &'b [u8] {
    let at = place as usize;
    &bytes[at.checked_sub(1).map_or(0, |before| ends[before])..ends[at]]
}

fn rewound(out: BufWriter<File>) -> io::Result<File> {
    let mut file = out.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

fn next_term(terms: &mut BufReader<&File>) -> io::Result<Option<Vec<u8>>> {
    if terms.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut head = Vec::new();
    loop {
        let mut byte = [0];
        terms.read_exact(&mut byte)?;
        head.push(byte[0]);
        if byte[0] < 128 {
            break;
        }
    }
    let length = take_number(&mut head.as_slice()).ok_or_else(damaged)?;
    let mut term = vec![0; length as usize];
    terms.read_exact(&mut term)?;
    Ok(Some(term))
}

/// Rows of all orders that wait to be written.
pub struct Orders([Sorter; 4]);

impl Orders {
    pub fn new(folder: &Path) -> Self {
        // Four at once: each has a part of the memory.
        Self(Order::ALL.map(|_| Sorter::new(folder, IN_MEMORY / 2)))
    }

    pub fn push(&mut self, quad: [u32; 4]) -> io::Result<()> {
        Order::ALL.into_iter().zip(&mut self.0).try_for_each(|(order, sorter)| sorter.push(order.row(quad)))
    }

    /// Adds a quad whose triple stands in the union as it did before.
    pub fn push_quad_alone(&mut self, quad: [u32; 4]) -> io::Result<()> {
        [Order::Spog, Order::Gspo].into_iter().try_for_each(|order| self.0[order as usize].push(order.row(quad)))
    }

    pub fn finish(self) -> io::Result<[Sorted; 4]> {
        let [a, b, c, d] = self.0;
        Ok([a.finish()?, b.finish()?, c.finish()?, d.finish()?])
    }
}

/// Writes sorted rows of each order.
pub fn write_rows(rows: &mut [impl FnMut() -> io::Result<Option<Row>>; 4], out: &mut Output<'_>) -> io::Result<[rows::Section; 4]> {
    let mut sections = [rows::Section::default(); 4];
    for (next, section) in rows.iter_mut().zip(&mut sections) {
        let mut writer = rows::Writer::default();
        while let Some(row) = next()? {
            writer.push(&row, out)?;
        }
        *section = writer.finish(out)?;
    }
    Ok(sections)
}

/// Writes all quads of an intake as a first segment.
pub fn write_all(intake: Intake, folder: &Path, out: &mut Output<'_>) -> io::Result<()> {
    let mut orders = Orders::new(folder);
    let dictionary = intake.finish(&Snapshot::new(Vec::new()), out, |quad| orders.push(quad))?;
    let mut rows = orders.finish()?.map(|mut sorted| move || sorted.next());
    let added = write_rows(&mut rows, out)?;
    Description { dictionary, added, ..Description::default() }.write(out)
}
