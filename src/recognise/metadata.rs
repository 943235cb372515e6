//! Metadata to records: which states and documents their words name. What names none for sure is a problem.

use super::symbols;
use crate::knowledge::Knowledge;
use crate::model::metadata::{Entry, Field, Link, Record, Reference, Vote};
use crate::model::spelling::shortened;
use crate::model::{Entity, Kind, Language, Problem, Severity, Span, Text};
use crate::symbol::{Parts, Series};
use std::collections::BTreeMap;

/// One name in at most so many entries of a list.
const PIECES: usize = 4;
/// Characters of a row that a problem shows.
const SHOWN: usize = 100;

/// Understands the entries of a file; `spans` are their lines in the content.
#[must_use]
pub fn resolve(path: &str, entries: &[Entry], spans: &[Span], knowledge: &Knowledge) -> (Vec<Record>, Vec<Problem>) {
    let mut resolver = Resolver { path, knowledge, records: Vec::new(), problems: Vec::new() };
    let mut at = 0;
    while at < entries.len() {
        at += match entries[at].field {
            Field::Vote(_) => resolver.vote(&entries[at..], &spans[at..]),
            field => {
                resolver.entry(field, &entries[at], spans[at]);
                1
            }
        };
    }
    resolver.count(entries);
    (resolver.records, resolver.problems)
}

struct Resolver<'r> {
    path: &'r str,
    knowledge: &'r Knowledge,
    records: Vec<Record>,
    problems: Vec<Problem>,
}

impl Resolver<'_> {
    fn entry(&mut self, field: Field, entry: &Entry, span: Span) {
        let mut record = Record { field, entities: Vec::new(), value: entry.value.clone(), detail: entry.detail.clone(), date: None, span };
        // Dates that are not known stand as the first day of the first year.
        let day = |text: &str| text.parse().ok().filter(|d: &crate::model::PartialDate| d.year > 1000 && d.is_day());
        match field {
            Field::Tally(_) => return,
            Field::Sponsors => record.entities = self.sponsors(entry),
            Field::Draft | Field::Report | Field::Meeting => {
                let found = symbols::find(&entry.value).into_iter().next();
                let Some(symbol) = found.and_then(|(_, s)| s.into_iter().next()) else {
                    self.problem(Severity::Note, entry, "names no document by a symbol");
                    return;
                };
                let kind = if field == Field::Meeting && Parts::of(&symbol).series == Series::VerbatimRecord {
                    Kind::Meeting
                } else {
                    Kind::Document
                };
                record.entities = vec![Entity::new(kind, symbol)];
                record.date = day(&entry.detail);
            }
            Field::Adopted | Field::Issued => {
                record.date = day(&entry.value);
                if record.date.is_none() {
                    return;
                }
            }
            Field::Vote(_) | Field::JobNumber | Field::Subject => {}
        }
        self.records.push(record);
    }

    fn sponsors(&mut self, entry: &Entry) -> Vec<Entity> {
        let separators = &self.knowledge.rules(Language::En).settings.list_separators;
        let items = self.knowledge.states().list(&entry.value, separators);
        // Not a list of states but words on who submitted the draft.
        if items.iter().all(|i| i.state.is_none()) && items.iter().all(|i| self.nearly(&entry.value[i.start..i.end]).is_none()) {
            self.problem(Severity::Note, entry, "names no state as sponsor");
            return Vec::new();
        }
        let mut states = Vec::new();
        for item in items {
            let words = &entry.value[item.start..item.end];
            match item.state.or_else(|| self.nearly(words)) {
                Some(state) => states.push(state),
                None => self.unknown(words, &entry.line),
            }
        }
        states
    }

    fn nearly(&self, name: &str) -> Option<Entity> {
        self.knowledge.states().nearly(name).cloned()
    }

    /// The state of an entry of a list of votes, or of a few that hold one name between them. Tells how many.
    fn vote(&mut self, entries: &[Entry], spans: &[Span]) -> usize {
        let entry = &entries[0];
        let same = entries.iter().take(PIECES).take_while(|e| e.field == entry.field).count();
        let states = self.knowledge.states();
        let joined = (1..=same).rev().find_map(|count| {
            let pieces: Vec<&str> = entries[..count].iter().map(|e| e.value.as_str()).collect();
            let state = states.exactly(&pieces.join(" ")).or_else(|| states.exactly(&pieces.concat()))?;
            Some((count, vec![state.clone()], true))
        });
        let (count, named, is_spelt) = joined
            .or_else(|| Some((1, self.several(&entry.value)?, true)))
            .or_else(|| Some((1, vec![self.nearly(&entry.value)?], false)))
            .unwrap_or_default();
        if named.is_empty() {
            self.unknown(&entry.value, &entry.line);
            return 1;
        }
        if !is_spelt {
            self.problem(Severity::Note, entry, &format!("is read as {}", named[0].key));
        }
        let span = spans[0].joined(spans[count - 1]);
        let value = entry.value.clone();
        self.records.push(Record { field: entry.field, entities: named, value, detail: String::new(), date: None, span });
        count
    }

    /// Two states or more that stand in one entry.
    fn several(&self, words: &str) -> Option<Vec<Entity>> {
        let cuts = [",", ";", " "].map(str::to_owned);
        let items = self.knowledge.states().list(words, &cuts);
        (items.len() > 1).then(|| items.into_iter().map(|i| i.state).collect()).flatten()
    }

    /// Compares the lists with the printed counts and with each other.
    fn count(&mut self, entries: &[Entry]) {
        let mut votes: BTreeMap<Entity, Vote> = BTreeMap::new();
        let mut totals: BTreeMap<Vote, usize> = BTreeMap::new();
        for record in &self.records {
            let Field::Vote(vote) = record.field else { continue };
            for state in &record.entities {
                *totals.entry(vote).or_default() += usize::from(!votes.contains_key(state));
                let before = votes.insert(state.clone(), vote);
                if before.is_some() {
                    let message = format!("the list of votes names {} twice", state.key);
                    self.problems.push(Problem::new(self.path, Severity::Warning, message));
                }
            }
        }
        for entry in entries {
            let (Field::Tally(vote), Ok(expected)) = (entry.field, entry.value.parse::<usize>()) else { continue };
            let found = totals.get(&vote).copied().unwrap_or_default();
            if found != expected {
                self.problem(Severity::Warning, entry, &format!("is the count, {found} states are named"));
            }
        }
    }

    fn unknown(&mut self, words: &str, line: &str) {
        let message = format!("`{words}` is no state that is known by this name: no fact was made of it");
        self.problems.push(Problem::new(self.path, Severity::Warning, message).at(shortened(line, SHOWN)));
    }

    fn problem(&mut self, severity: Severity, entry: &Entry, what: &str) {
        self.problems.push(Problem::new(self.path, severity, format!("`{}` {what}", shortened(&entry.line, SHOWN))));
    }
}

/// The links whose addresses hold a symbol, with their places in the content.
#[must_use]
pub fn references(text: &Text, links: &[Link]) -> Vec<Reference> {
    let place = |span: Span| Span::new(text.offsets.normalised(span.start), text.offsets.normalised(span.end));
    let known = links.iter().filter_map(|l| Some(Reference { span: place(l.span), target: Entity::document(&symbol_of(&l.address)?) }));
    known.filter(|r| r.span.start < r.span.end && r.span.end <= text.content.len()).collect()
}

/// The symbol at the end of an address, or in its query.
fn symbol_of(address: &str) -> Option<String> {
    // Some were escaped twice.
    let address = unescape(&unescape(address)).replace('\u{A0}', " ");
    let path = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    path.match_indices(['/', '=']).find_map(|(at, _)| {
        let rest = path[at + 1..].split(['&', '#', '?']).next()?;
        symbols::find(rest).into_iter().find(|(span, _)| span.start == 0).and_then(|(_, s)| s.into_iter().next())
    })
}

fn unescape(address: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), address.as_bytes());
    while let [first, tail @ ..] = rest {
        let code = tail.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::symbol_of;

    #[test]
    fn addresses_tell_their_symbols() {
        for (address, symbol) in [
            ("https://undocs.org/ch/S/RES/2575(2021)", Some("S/RES/2575(2021)")),
            ("https://undocs.org/A/RES/1514(XV)", Some("A/RES/1514(XV)")),
            ("http://www.un.org/ga/search/view_doc.asp?symbol=A/RES/70/1&Lang=E", Some("A/RES/70/1")),
            ("https://example.org/x?Symbol=S/RES/2419%2520(2018)&language1=English", Some("S/RES/2419(2018)")),
            ("https://www.un.org/dppa/decolonization", None),
        ] {
            assert_eq!(symbol_of(address).as_deref(), symbol, "{address}");
        }
    }
}
