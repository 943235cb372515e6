//! The copies of a graph joined: persons whom the copies prove to be one get one address, turns and paragraphs that are one
//! get one number. Each source keeps its quads as they were found, so that the order of sources, and what is added or removed
//! later, changes nothing but what it proves.

use super::directory::{GraphDirectory, StoreError};
use super::iri::{Iris, hash};
use super::manifest::{Manifest, SourceRecord};
use super::quads::Quads;
use crate::model::{Problem, Severity};
use crate::resolve::alignment::{self, Numbers};
use crate::resolve::identity;
use crate::resolve::ties::{Ties, terms};
use crate::vocabulary::{rap, rdf};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Joins the copies of all sources of a manifest; their shards are then those that readers are to see.
///
/// # Errors
/// A shard cannot be read or written.
pub fn copies(directory: &GraphDirectory, manifest: &mut Manifest, iris: &Iris) -> Result<(), StoreError> {
    let records: Vec<(&String, &mut SourceRecord)> = manifest.sources.iter_mut().filter(|(_, r)| r.shard.is_some()).collect();
    let ties: Vec<&Ties> = records.iter().map(|(_, record)| &record.ties).collect();
    let parts = alignment::align(&ties);
    let persons = identity::names(&ties, &parts);
    let renamings: Vec<Renaming> = ties.iter().zip(&parts).map(|(ties, parts)| Renaming::of(ties, parts, &persons, iris)).collect();
    manifest.unjoined = records.iter().zip(&parts).flat_map(|((path, record), parts)| unjoined(path, record, parts)).collect();
    records.into_par_iter().zip(renamings).try_for_each(|((_, record), renaming)| rejoin(directory, record, &renaming, iris))
}

/// What is told of parts that are in one copy alone.
fn unjoined(path: &str, record: &SourceRecord, parts: &BTreeMap<String, Numbers>) -> Vec<Problem> {
    let alone = parts.iter().flat_map(|(series, numbers)| numbers.iter().filter(|(_, n)| n.is_none()).map(move |(own, _)| (series, own)));
    let copy = record.copies.first().map_or("", String::as_str);
    alone
        .map(|(series, own)| {
            let message = format!("{series}{own} of {copy} fits nothing in the other copies: it stays with this one");
            Problem::new(path, Severity::Note, message)
        })
        .collect()
}

/// Writes the quads of a source anew under the names of all, or takes back those that were found in it.
fn rejoin(directory: &GraphDirectory, record: &mut SourceRecord, renaming: &Renaming, iris: &Iris) -> Result<(), StoreError> {
    let digest = renaming.digest();
    if digest == record.renamed {
        return Ok(());
    }
    let Some(own) = record.own.take().or_else(|| record.shard.clone()) else { return Ok(()) };
    if renaming.is_empty() {
        record.shard = Some(own);
    } else {
        let text = directory.read_shard(&own)?;
        record.shard = Some(directory.write_shard(&renaming.apply(&text, iris))?);
        record.own = Some(own);
    }
    record.renamed = digest;
    Ok(())
}

/// The terms of a copy that get another name.
#[derive(Debug, Default)]
struct Renaming {
    /// IRIs as they are written.
    names: BTreeMap<String, String>,
    /// The place of a turn or a paragraph, by its new name.
    positions: BTreeMap<String, u32>,
}

impl Renaming {
    fn of(ties: &Ties, parts: &BTreeMap<String, Numbers>, persons: &BTreeMap<String, String>, iris: &Iris) -> Self {
        let base = iris.base();
        let mut renaming = Self::default();
        for (own, name) in ties.persons.iter().filter_map(|person| persons.get_key_value(person)) {
            renaming.names.insert(format!("<{base}person/{own}>"), format!("<{base}person/{name}>"));
        }
        for (series, numbers) in parts {
            for (own, number) in numbers {
                let name = number.map_or_else(|| format!("{}-{own}", ties.language), |number| number.to_string());
                let name = format!("<{base}document/{series}{name}>");
                renaming.positions.insert(name.clone(), number.unwrap_or(*own));
                renaming.names.insert(format!("<{base}document/{series}{own}>"), name);
            }
        }
        renaming
    }

    fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Empty where nothing is renamed.
    fn digest(&self) -> String {
        if self.is_empty() {
            return String::new();
        }
        let pairs: Vec<&str> = self.names.iter().flat_map(|(from, to)| [from.as_str(), to.as_str()]).collect();
        hash(&pairs)
    }

    /// The quads of a copy under the new names; a statement that says something else now has another name too.
    fn apply(&self, quads: &str, iris: &Iris) -> Quads {
        let statements = format!("<{}", iris.statement(""));
        let lines: Vec<&str> = quads.lines().collect();
        let mut out = Vec::with_capacity(lines.len());
        for block in lines.chunk_by(|a, b| a.starts_with(&statements) && subject(a) == subject(b)) {
            if block[0].starts_with(&statements) {
                self.statement(block, iris, &mut out);
            } else {
                out.extend(block.iter().map(|line| self.line(line, None)));
            }
        }
        out.sort_unstable();
        out.dedup();
        Quads::of_lines(&out)
    }

    fn term<'t>(&'t self, term: &'t str) -> &'t str {
        self.names.get(term).map_or(term, String::as_str)
    }

    /// A line under the new names; `new` is the subject that it gets.
    fn line(&self, line: &str, new: Option<&str>) -> String {
        let Some((subject, predicate, object)) = terms(line) else { return line.to_owned() };
        let tail = &line[subject.len() + predicate.len() + object.len() + 2..];
        let subject = new.unwrap_or_else(|| self.term(subject));
        let object = match self.positions.get(subject).filter(|_| is_place(predicate)) {
            Some(position) => integer(*position),
            None => self.term(object).to_owned(),
        };
        format!("{subject} {predicate} {object}{tail}")
    }

    /// The lines of a statement, whose name is a digest of what it says.
    fn statement(&self, block: &[&str], iris: &Iris, out: &mut Vec<String>) {
        let told: FxHashMap<&str, &str> = block.iter().filter_map(|line| terms(line)).map(|(_, p, o)| (p, o)).collect();
        let written = |predicate: &str| told.get(format!("<{predicate}>").as_str()).copied().unwrap_or_default();
        let (of, predicate) = (self.term(written(rdf::SUBJECT)), written(rdf::PREDICATE));
        let moved = self.positions.get(of).filter(|_| is_place(predicate));
        if moved.is_none() && !block.iter().filter_map(|line| terms(line)).any(|(_, _, o)| self.names.contains_key(o)) {
            out.extend(block.iter().map(|line| (*line).to_owned()));
            return;
        }
        let place = moved.map(|position| integer(*position));
        let object = place.as_deref().unwrap_or_else(|| self.term(written(rdf::OBJECT)));
        let mut qualifiers: Vec<(&str, &str)> = Vec::new();
        for (_, predicate, object) in block.iter().filter_map(|line| terms(line)) {
            let predicate = bare(predicate);
            if !matches!(predicate, rdf::TYPE | rdf::SUBJECT | rdf::PREDICATE | rdf::OBJECT | rap::EVIDENCE) {
                qualifiers.push((predicate, self.term(object)));
            }
        }
        qualifiers.sort_unstable();
        qualifiers.dedup();
        let mut parts = vec![bare(of), bare(predicate), object];
        parts.extend(qualifiers.iter().flat_map(|(p, o)| [*p, *o]));
        let name = format!("<{}>", iris.statement(&hash(&parts)));
        for line in block {
            let line = self.line(line, Some(&name));
            match (&place, terms(&line)) {
                (Some(place), Some((subject, predicate, old))) if bare(predicate) == rdf::OBJECT => {
                    let tail = &line[subject.len() + predicate.len() + old.len() + 2..];
                    out.push(format!("{subject} {predicate} {place}{tail}"));
                }
                _ => out.push(line),
            }
        }
    }
}

/// Whether a predicate tells the place of a part among its like.
fn is_place(predicate: &str) -> bool {
    matches!(bare(predicate), rap::POSITION | rap::NUMBER)
}

fn subject(line: &str) -> &str {
    line.split_once(' ').map_or(line, |(subject, _)| subject)
}

fn bare(term: &str) -> &str {
    term.trim_start_matches('<').trim_end_matches('>')
}

fn integer(number: u32) -> String {
    format!("\"{number}\"^^<http://www.w3.org/2001/XMLSchema#integer>")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::foaf;

    const BASE: &str = "https://example.org/";

    fn quads(person: &str, number: u32) -> String {
        let iris = Iris::new(BASE);
        let (speech, speaker) = (format!("{BASE}document/S/PV.1#speech-{number}"), format!("{BASE}person/{person}"));
        let stated = format!("<{BASE}document/S/PV.1>");
        let name = iris.statement(&hash(&[&speech, rap::SPEAKER, &format!("<{speaker}>"), rap::STATED_IN, &stated]));
        let mut lines = [
            format!("<{speaker}> <{}> <{}> <g> .", rdf::TYPE, foaf::PERSON),
            format!("<{speech}> <{}> <{speaker}> <g> .", rap::SPEAKER),
            format!("<{name}> <{}> <{speech}> <g> .", rdf::SUBJECT),
            format!("<{name}> <{}> <{}> <g> .", rdf::PREDICATE, rap::SPEAKER),
            format!("<{name}> <{}> <{speaker}> <g> .", rdf::OBJECT),
            format!("<{name}> <{}> {stated} <g> .", rap::STATED_IN),
        ];
        lines.sort_unstable();
        lines.join("\n") + "\n"
    }

    #[test]
    fn a_renamed_statement_is_the_one_that_the_other_copy_makes() {
        let iris = Iris::new(BASE);
        let ties = crate::resolve::ties::of_quads(&quads("JOR/beita", 3), BASE);
        let persons = BTreeMap::from([("JOR/beita".to_owned(), "JOR/beta".to_owned())]);
        let turns = BTreeMap::from([("S/PV.1#speech-".to_owned(), Numbers::from([(3, Some(4))]))]);
        let renaming = Renaming::of(&ties, &turns, &persons, &iris);
        let quads_here = renaming.apply(&quads("JOR/beita", 3), &iris);
        assert_eq!(quads_here.text(), quads("JOR/beta", 4));
    }
}
