//! The names of entities, in all languages, found from any word on, with slips of the pen (`Tadjikistan`, `taj`, two
//! Chinese characters).
//!
//! Each segment of the index has a part of its own, with a record for each name that the segment touches: whose it is and
//! whether it stands now. Of several parts that have a record of one name the latest holds.

use super::Kinds;
use super::keyed::{self, Keyed};
use super::records::{Record, SIZE};
use super::slips::Slips;
use super::words::{cut, fold, slips};
use crate::store::directory::StoreError;
use crate::store::index::file::{Bytes, read_description};
use crate::store::index::section::Section;
use crate::store::term::{Term, lexical};
use fst::Automaton;
use fst::automaton::Str;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io;

pub const MAGIC: &[u8; 8] = b"rapname1";

/// Names that one word may find.
const FOUND: usize = 50_000;
/// Names that are weighed against each other.
const WEIGHED: usize = 6_000;
/// What there must be before slips of the pen are thought of.
const ENOUGH: usize = 3;

/// What stands at the end of a part.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Description {
    pub keys: keyed::Description,
    pub records: Section,
    /// Bodies that symbols begin with, by number.
    pub bodies: Vec<String>,
}

#[derive(Debug)]
struct Part {
    file: Bytes,
    keyed: Keyed,
    records: Vec<u8>,
    bodies: Vec<String>,
}

/// All names, as they stood at one moment.
#[derive(Debug, Default)]
pub struct Names {
    parts: Vec<Part>,
    /// The latest part, if not the first, that has a record of a name (entity, text).
    latest: FxHashMap<(u32, u32), usize>,
}

/// What was found: the better, the smaller `rank`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    rank: (u8, u8, u8, u8, u16),
    pub entity: u32,
    /// The name by which it was found.
    pub text: u32,
    pub year: u16,
    kind: u8,
    body: (u8, u16),
}

/// A record of a part, and whether its name begins with what was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Found {
    part: usize,
    number: u32,
    is_first: bool,
}

/// Reads the terms of identifiers.
pub type Reading<'r> = &'r dyn Fn(u32) -> Result<Term, StoreError>;

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Evaluation(error.to_string())
}

impl Names {
    /// Opens parts, in the order of their segments.
    pub fn open(files: Vec<Bytes>) -> io::Result<Self> {
        let mut names = Self::default();
        for file in files {
            let Description { keys, records, bodies } = read_description(&file, MAGIC)?;
            let part = Part { keyed: Keyed::open(keys, &file)?, records: records.whole(&file)?, bodies, file };
            names.parts.push(part);
        }
        for (number, part) in names.parts.iter().enumerate().skip(1) {
            names.latest.extend(part.all().map(|record| ((record.entity, record.text), number)));
        }
        Ok(names)
    }

    /// Entities that have a name, by kind.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<&'static str, usize> {
        let mut seen = FxHashSet::default();
        let mut counts = BTreeMap::new();
        for (number, part) in self.parts.iter().enumerate() {
            let standing = part.all().filter(|record| self.stands(record, number));
            for record in standing.filter(|record| seen.insert(record.entity)) {
                *counts.entry(Kinds::name(record.kind)).or_default() += 1;
            }
        }
        counts
    }

    fn stands(&self, record: &Record, part: usize) -> bool {
        record.stands && self.latest.get(&(record.entity, record.text)).is_none_or(|latest| *latest == part)
    }

    /// The part of a document's symbol that says whose it is (`A`, `S`).
    #[must_use]
    pub fn body(&self, hit: &Hit) -> Option<&str> {
        let number = usize::from(hit.body.1).checked_sub(1)?;
        self.parts.get(usize::from(hit.body.0))?.bodies.get(number).map(String::as_str)
    }

    /// The entities that are called exactly so, but for accents and case, by each name that fits.
    pub fn exact(&self, text: &str, read: Reading<'_>) -> Result<Vec<Hit>, StoreError> {
        let wanted = fold(text);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let found = self.beginning(&wanted, None)?;
        let mut hits = self.weighed(&found, 0, &wanted, found.len(), read)?;
        hits.retain(|hit| hit.rank.1 == 0);
        hits.sort_unstable();
        Ok(hits)
    }

    /// What a text may mean, best first, each entity once.
    pub fn find(&self, text: &str, read: Reading<'_>) -> Result<Vec<Hit>, StoreError> {
        let wanted = fold(text);
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let mut best: FxHashMap<u32, Hit> = FxHashMap::default();
        let mut take = |tier: u8, found: &[Found]| -> Result<usize, StoreError> {
            for hit in self.weighed(found, tier, &wanted, WEIGHED, read)? {
                best.entry(hit.entity).and_modify(|known| *known = hit.min(*known)).or_insert(hit);
            }
            Ok(best.len())
        };
        let mut known = take(0, &self.beginning(&wanted, None)?)?;
        let words: Vec<&str> = wanted.split(' ').collect();
        if words.len() > 1 {
            known = take(1, &self.all_of(&words, |word| self.beginning(word, None))?)?;
        }
        if known < ENOUGH {
            take(2, &self.all_of(&words, |word| self.beginning(word, Some(slips(word))))?)?;
        }
        let mut hits: Vec<Hit> = best.into_values().collect();
        hits.sort_unstable();
        Ok(hits)
    }

    /// The hits of records that stand; of more than `most` those that come first: they are sorted by kind.
    fn weighed(&self, found: &[Found], tier: u8, wanted: &str, most: usize, read: Reading<'_>) -> Result<Vec<Hit>, StoreError> {
        let is_cut = cut(wanted).len() < wanted.len();
        let mut hits = Vec::new();
        for one in found {
            let Some(record) = self.parts[one.part].record(one.number) else { continue };
            if !self.stands(&record, one.part) {
                continue;
            }
            let place = match tier {
                // The key says no more than how the text begins.
                0 if is_cut => match fold(lexical(&read(record.text)?)).find(wanted) {
                    Some(0) => u8::from(usize::from(record.folded) != wanted.chars().count()),
                    Some(_) => 2,
                    None => continue,
                },
                0 if one.is_first => u8::from(usize::from(record.folded) != wanted.chars().count()),
                0 => 2,
                _ => 3,
            };
            let rank = (tier, place, record.kind, record.rank, record.length);
            let body = (one.part as u8, record.body);
            hits.push(Hit { rank, entity: record.entity, text: record.text, year: record.year, kind: record.kind, body });
            if hits.len() >= most {
                break;
            }
        }
        Ok(hits)
    }

    /// Names with a word that begins with a text, or nearly so.
    fn beginning(&self, text: &str, slips: Option<u8>) -> Result<Vec<Found>, StoreError> {
        let key = cut(text);
        let automaton = slips.filter(|most| *most > 0).map(|most| Slips::new(key, most));
        let mut all = Vec::new();
        for (part, names) in self.parts.iter().enumerate() {
            let found = match &automaton {
                Some(automaton) => names.numbers(automaton),
                None => names.numbers(Str::new(key).starts_with()),
            };
            all.extend(found.map_err(failed)?.into_iter().map(|value| Found { part, number: value >> 1, is_first: value & 1 == 1 }));
        }
        Ok(all)
    }

    /// Names of entities that each of the words finds.
    fn all_of(&self, words: &[&str], names: impl Fn(&str) -> Result<Vec<Found>, StoreError>) -> Result<Vec<Found>, StoreError> {
        let entity = |found: &Found| self.parts[found.part].record(found.number).map(|record| record.entity);
        let mut kept: Option<Vec<Found>> = None;
        for word in words {
            let found = names(word)?;
            kept = Some(match kept {
                None => found,
                Some(kept) => {
                    let entities: FxHashSet<u32> = found.iter().filter_map(entity).collect();
                    kept.into_iter().filter(|one| entity(one).is_some_and(|entity| entities.contains(&entity))).collect()
                }
            });
        }
        Ok(kept.unwrap_or_default())
    }
}

impl Part {
    fn record(&self, number: u32) -> Option<Record> {
        let at = number as usize * SIZE;
        self.records.get(at..at + SIZE).and_then(Record::read)
    }

    fn all(&self) -> impl Iterator<Item = Record> + '_ {
        self.records.chunks_exact(SIZE).filter_map(Record::read)
    }

    fn numbers(&self, automaton: impl Automaton) -> io::Result<Vec<u32>> {
        self.keyed.numbers(automaton, usize::MAX, FOUND, &self.file)
    }
}

impl Hit {
    #[must_use]
    pub fn kind(&self) -> &'static str {
        Kinds::name(self.kind)
    }
}

#[cfg(test)]
mod tests;
