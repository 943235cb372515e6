//! What is kept of each name beside the words it is found by, and how a segment's names become a part to search in.

use super::Kinds;
use super::keyed;
use super::names::{Description, MAGIC};
use super::runs::Runs;
use super::words::{cut, fold, starts};
use crate::store::index::file::{Output, write_description};
use crate::store::index::key;
use crate::store::index::scan::Scan;
use crate::store::index::section::Writer;
use crate::store::index::{Graphs, Order, Snapshot};
use crate::store::term::lexical;
use crate::vocabulary::{dcterms, foaf, skos};
use rustc_hash::FxHashMap;
use std::io::{self, Write};
use std::path::Path;

/// Predicates that name, with their rank.
const NAMING: &[(&str, u8)] = &[(skos::PREF_LABEL, 0), (foaf::NAME, 0), (skos::NOTATION, 1), (skos::ALT_LABEL, 1), (dcterms::TITLE, 2)];

/// Bytes of a record.
pub const SIZE: usize = 19;

/// A name, whose it is, and what it is weighed by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Record {
    pub entity: u32,
    pub text: u32,
    /// Characters of the folded name, and of the name as it is.
    pub folded: u16,
    pub length: u16,
    pub year: u16,
    /// Number of the body, from one on; nought where there is none.
    pub body: u16,
    pub kind: u8,
    pub rank: u8,
    pub stands: bool,
}

impl Record {
    fn write(&self, out: &mut impl Write) -> io::Result<()> {
        for number in [self.entity, self.text] {
            out.write_all(&number.to_le_bytes())?;
        }
        for number in [self.folded, self.length, self.year, self.body] {
            out.write_all(&number.to_le_bytes())?;
        }
        out.write_all(&[self.kind, self.rank, u8::from(self.stands)])
    }

    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (long, rest) = bytes.split_first_chunk::<8>()?;
        let (short, rest) = rest.split_first_chunk::<8>()?;
        let [kind, rank, stands] = *rest else { return None };
        let long = |at: usize| u32::from_le_bytes([long[at], long[at + 1], long[at + 2], long[at + 3]]);
        let short = |at: usize| u16::from_le_bytes([short[at], short[at + 1]]);
        let (folded, length, year, body) = (short(0), short(2), short(4), short(6));
        Some(Self { entity: long(0), text: long(4), folded, length, year, body, kind, rank, stands: stands == 1 })
    }
}

/// Writes the names that the last segment of an index touches. False where it touches none.
pub fn write(index: &Snapshot, base: &str, folder: &Path, out: &mut Output<'_>) -> io::Result<bool> {
    let mut records = if index.segments.len() == 1 { all(index)? } else { touched(index)? };
    let bodies = placed(index, base, &mut records)?;
    if records.is_empty() {
        return Ok(false);
    }
    records.sort_unstable_by_key(|record| (record.kind, record.rank, record.entity, record.text));
    // Neighbours in the dictionary are read together.
    let mut by_text: Vec<u32> = (0..records.len() as u32).collect();
    by_text.sort_unstable_by_key(|number| records[*number as usize].text);
    let mut runs = Runs::new(folder);
    for number in by_text {
        let record = &mut records[number as usize];
        let term = index.term(record.text)?;
        let (text, short) = (lexical(&term), |count: usize| count.min(usize::from(u16::MAX)) as u16);
        let folded = fold(text);
        (record.folded, record.length) = (short(folded.chars().count()), short(text.chars().count()));
        for at in starts(&folded) {
            runs.push(cut(&folded[at..]), number << 1 | u32::from(at == 0))?;
        }
    }
    let keys = keyed::write(runs, folder, out)?;
    let mut writer = Writer::new(out);
    records.iter().try_for_each(|record| record.write(&mut writer))?;
    let records = writer.finish()?;
    write_description(&Description { keys, records, bodies }, MAGIC, out)?;
    Ok(true)
}

fn id(index: &Snapshot, predicate: &str) -> io::Result<Option<u32>> {
    index.id(&key::of_iri(predicate))
}

/// The records of all names of a graph.
fn all(index: &Snapshot) -> io::Result<Vec<Record>> {
    let mut records: FxHashMap<(u32, u32), u8> = FxHashMap::default();
    for (predicate, rank) in NAMING {
        let Some(predicate) = id(index, predicate)? else { continue };
        for row in Scan::new(index, Order::Pos, &[predicate])? {
            let [_, text, entity, _] = row?;
            let known = records.entry((entity, text)).or_insert(*rank);
            *known = (*known).min(*rank);
        }
    }
    let mut years: FxHashMap<u32, u16> = FxHashMap::default();
    if let Some(date) = id(index, dcterms::DATE)? {
        for row in Scan::new(index, Order::Pos, &[date])? {
            let [_, date, entity, _] = row?;
            years.insert(entity, year(index, date)?);
        }
    }
    let record = |((entity, text), rank): ((u32, u32), u8)| {
        let year = years.get(&entity).copied().unwrap_or(0);
        Record { entity, text, year, rank, stands: true, ..Record::default() }
    };
    Ok(records.into_iter().map(record).collect())
}

fn year(index: &Snapshot, date: u32) -> io::Result<u16> {
    Ok(lexical(&index.term(date)?).get(..4).and_then(|year| year.parse().ok()).unwrap_or(0))
}

/// The records of the names that the last segment adds or takes away, and of those of entities whose date it changes.
fn touched(index: &Snapshot) -> io::Result<Vec<Record>> {
    let Some(last) = index.segments.len().checked_sub(1) else { return Ok(Vec::new()) };
    let mut pairs: FxHashMap<(u32, u32), ()> = FxHashMap::default();
    let naming = NAMING.iter().map(|(predicate, rank)| Ok(id(index, predicate)?.map(|id| (id, *rank))));
    let naming: Vec<(u32, u8)> = naming.collect::<io::Result<Vec<_>>>()?.into_iter().flatten().collect();
    for (predicate, _) in &naming {
        for [_, text, entity, _] in Scan::changes_of(index, last, Order::Pos, *predicate)? {
            pairs.insert((entity, text), ());
        }
    }
    let date = id(index, dcterms::DATE)?;
    if let Some(date) = date {
        for [_, _, entity, _] in Scan::changes_of(index, last, Order::Pos, date)? {
            for (predicate, _) in &naming {
                for quad in index.quads([Some(entity), Some(*predicate), None], Graphs::Union)? {
                    pairs.insert((entity, quad?[2]), ());
                }
            }
        }
    }
    let mut records = Vec::new();
    for (entity, text) in pairs.into_keys() {
        let mut record = Record { entity, text, rank: u8::MAX, ..Record::default() };
        for (predicate, rank) in &naming {
            if index.quads([Some(entity), Some(*predicate), Some(text)], Graphs::Union)?.next().transpose()?.is_some() {
                (record.stands, record.rank) = (true, record.rank.min(*rank));
            }
        }
        if let Some(date) = date
            && let Some(quad) = index.quads([Some(entity), Some(date), None], Graphs::Union)?.next().transpose()?
        {
            record.year = year(index, quad[2])?;
        }
        records.push(record);
    }
    Ok(records)
}

/// Finds the kind and body of each entity, leaves out what is none, and gives the bodies by number.
fn placed(index: &Snapshot, base: &str, records: &mut Vec<Record>) -> io::Result<Vec<String>> {
    records.sort_unstable_by_key(|record| (record.entity, record.text));
    let mut bodies: Vec<String> = Vec::new();
    let mut numbers: FxHashMap<String, u16> = FxHashMap::default();
    let mut last = None;
    let mut placed = Vec::with_capacity(records.len());
    for mut record in records.drain(..) {
        if last.is_none_or(|(entity, _)| entity != record.entity) {
            let term = index.term(record.entity)?;
            let place = lexical(&term).strip_prefix(base).map(|path| {
                let body = path.strip_prefix("document/").and_then(|symbol| symbol.split_once('/')).map(|(body, _)| body);
                let number = body.map_or(0, |body| {
                    *numbers.entry(body.to_owned()).or_insert_with(|| {
                        bodies.push(body.to_owned());
                        u16::try_from(bodies.len()).unwrap_or(0)
                    })
                });
                (Kinds::of(path), number)
            });
            last = Some((record.entity, place));
        }
        if let Some((_, Some((kind, body)))) = last {
            (record.kind, record.body) = (kind, body);
            placed.push(record);
        }
    }
    *records = placed;
    Ok(bodies)
}
