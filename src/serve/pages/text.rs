//! The text of a language copy, every sentence that gave a fact marked, the one asked for in view; another copy beside
//! it. Copies are aligned by the facts that both state, so that no language needs to be understood for it.

use super::Page;
use crate::interface;
use crate::serve::http::Reply;
use crate::store::StoreError;
use crate::store::term::{self, Term};
use crate::vocabulary::{dcterms, rap, rdf};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Places of a text that are marked.
const MARKS: usize = 5_000;
/// Facts that a mark names.
const FACTS: usize = 8;

/// A fact as a note of a text tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Told {
    statement: String,
    subject: Term,
    predicate: String,
    object: Term,
}

/// A marked place: code points of the text, its quote, its facts.
#[derive(Debug, Clone)]
struct Mark {
    start: usize,
    end: usize,
    quote: String,
    facts: Vec<Told>,
}

/// A language copy.
struct Copy {
    iri: String,
    language: String,
    /// The text as read; `None` where it was not kept.
    text: Option<String>,
    marks: Vec<Mark>,
}

/// A part of a text between two places where copies are aligned.
type Row = (std::ops::Range<usize>, std::ops::Range<usize>);

impl Page<'_> {
    /// The page of a copy by its key (`A/75/860@zh`); `None` where there is none.
    pub fn text(&self, key: &str) -> Result<Option<Reply>, StoreError> {
        let Some((document, language)) = key.rsplit_once('@') else { return Ok(None) };
        let Some(copy) = self.copy(document, language)? else { return Ok(None) };
        let others = self.others(document, language)?;
        let beside = self.ask.form.get("beside").filter(|code| others.iter().any(|other| other == code));
        let beside = beside.map(|code| self.copy(document, code)).transpose()?.flatten();
        let iri = format!("{}document/{document}", self.base());
        let title = format!("{} \u{B7} {}", self.name(&iri), interface::words(language).name);
        let at = self.ask.form.get("at").and_then(|at| at.split_once('-')).and_then(|(s, e)| Some((s.parse().ok()?, e.parse().ok()?)));
        let body = html! {
            article.text {
                header {
                    h1 { a href=[self.address(&iri)] { bdi { (self.name(&iri)) } } " " span.tag { (interface::words(language).name) } }
                    p { (self.words.count("marks", copy.marks.len())) @if copy.text.is_none() { " " (self.words.get("no.text")) } }
                    nav.beside aria-label=(self.words.get("beside")) {
                        @for code in &others {
                            @let is_chosen = beside.as_ref().is_some_and(|copy| copy.language == *code);
                            a href=(format!("?{}", self.ask.form.with(&[("beside", if is_chosen { "" } else { code })]))) aria-current=[is_chosen.then_some("true")] lang=(code) { (interface::words(code).name) }
                        }
                        @if !others.is_empty() { span.hint { (self.words.get("beside")) } }
                    }
                }
                @match &beside {
                    Some(other) => div.side { @for (own, theirs) in rows(&copy, other) { div.row { (self.part_of_text(&copy, own, at)) (self.part_of_text(other, theirs, None)) } } },
                    None => div.alone { (self.part_of_text(&copy, 0..usize::MAX, at)) },
                }
            }
        };
        Ok(Some(self.reply(&title, &body)))
    }

    /// The languages in which a document was read, but for one.
    fn others(&self, document: &str, language: &str) -> Result<Vec<String>, StoreError> {
        let Some(value) = term::named(&format!("{}document/{document}", self.base())) else { return Ok(Vec::new()) };
        let sayers = self.snapshot.graph.sayers(&value)?;
        let copies = sayers.iter().filter(|(_, predicate)| predicate == dcterms::IS_VERSION_OF);
        let codes = copies.filter_map(|(copy, _)| copy.rsplit_once('@')).map(|(_, code)| code.to_owned());
        Ok(codes.filter(|code| code != language).collect())
    }

    fn copy(&self, document: &str, language: &str) -> Result<Option<Copy>, StoreError> {
        let graph = &self.snapshot.graph;
        let iri = format!("{}document/{document}@{language}", self.base());
        let Some(value) = term::named(&iri).filter(|_| graph.knows(&iri)) else { return Ok(None) };
        let mut marks: BTreeMap<(usize, usize), Mark> = BTreeMap::new();
        for (node, _) in graph.sayers(&value)?.iter().filter(|(_, predicate)| predicate == rap::SOURCE).take(MARKS) {
            let about = graph.about(node)?;
            let text =
                |wanted: &str| about.iter().find(|(predicate, _)| predicate == wanted).map(|(_, value)| term::lexical(value)).unwrap_or("");
            let (Ok(start), Ok(end)) = (text(rap::START).parse(), text(rap::END).parse()) else { continue };
            let quote = text(rap::QUOTE).to_owned();
            let mark = marks.entry((start, end)).or_insert_with(|| Mark { start, end, quote, facts: Vec::new() });
            mark.facts.extend(self.told(node)?);
        }
        let text = self.snapshot.text(&format!("{document}@{language}"))?;
        Ok(Some(Copy { iri, language: language.to_owned(), text, marks: joined(marks.into_values()) }))
    }

    /// The facts that stand on a piece of evidence.
    fn told(&self, evidence: &str) -> Result<Vec<Told>, StoreError> {
        let graph = &self.snapshot.graph;
        let Some(value) = term::named(evidence) else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for (statement, _) in graph.sayers(&value)?.into_iter().filter(|(_, predicate)| predicate == rap::EVIDENCE) {
            let about = graph.about(&statement)?;
            let end = |wanted: &str| about.iter().find(|(predicate, _)| predicate == wanted).map(|(_, value)| value.clone());
            if let (Some(subject), Some(predicate), Some(object)) = (end(rdf::SUBJECT), end(rdf::PREDICATE), end(rdf::OBJECT)) {
                found.push(Told { statement, subject, predicate: term::lexical(&predicate).to_owned(), object });
            }
        }
        Ok(found)
    }

    /// A part of a copy's text with its marks; the quotes alone where no text was kept.
    fn part_of_text(&self, copy: &Copy, range: std::ops::Range<usize>, at: Option<(usize, usize)>) -> Markup {
        let marks: Vec<&Mark> = copy.marks.iter().filter(|mark| range.contains(&mark.start)).collect();
        let rtl = interface::words(&copy.language).is_rtl;
        let is_here = |mark: &Mark| at.is_some_and(|(start, end)| start < mark.end && mark.start < end);
        let here = marks.iter().position(|mark| is_here(mark));
        let id = |number: usize, mark: &Mark| if here == Some(number) { "mark".to_owned() } else { format!("m{}", mark.start) };
        let Some(text) = &copy.text else {
            return html! {
                div.copy.quotes lang=(copy.language) dir=(if rtl { "rtl" } else { "ltr" }) {
                    @for (number, mark) in marks.iter().enumerate() {
                        p { mark id=(id(number, mark)) .here[here == Some(number)] { (mark.quote) } (self.note(mark)) }
                    }
                }
            };
        };
        let places = Places::of(text);
        let end = range.end.min(places.count);
        let mut last = range.start.min(end);
        html! {
            div.copy lang=(copy.language) dir=(if rtl { "rtl" } else { "ltr" }) data-copy=(copy.iri) {
                @for (number, mark) in marks.iter().enumerate() {
                    (places.slice(text, last, mark.start))
                    mark id=(id(number, mark)) .here[here == Some(number)] { (places.slice(text, mark.start.max(last), mark.end)) }
                    (self.note(mark))
                    @let () = last = mark.end.max(last);
                }
                (places.slice(text, last, end))
            }
        }
    }

    /// What a marked place states, to be opened.
    fn note(&self, mark: &Mark) -> Markup {
        html! {
            details.note {
                summary title=(self.words.get("states")) { (mark.facts.len()) }
                ul lang=(self.words.code) dir=(if self.words.is_rtl { "rtl" } else { "ltr" }) {
                    @for fact in mark.facts.iter().take(FACTS) { li { (self.term(&fact.subject)) " " i { (self.words.term(&fact.predicate)) } " " (self.term(&fact.object)) } }
                    @if mark.facts.len() > FACTS { li { "+" (mark.facts.len() - FACTS) } }
                }
            }
        }
    }
}

/// Marks that overlap are one.
fn joined(marks: impl Iterator<Item = Mark>) -> Vec<Mark> {
    let mut found: Vec<Mark> = Vec::new();
    for mark in marks {
        match found.last_mut().filter(|last| mark.start < last.end) {
            Some(last) => {
                if mark.end > last.end {
                    last.end = mark.end;
                }
                if mark.quote.len() > last.quote.len() {
                    last.quote = mark.quote;
                }
                last.facts.extend(mark.facts);
            }
            None => found.push(mark),
        }
    }
    for mark in &mut found {
        let mut kept: Vec<Told> = Vec::new();
        for fact in mark.facts.drain(..) {
            let is_known =
                |other: &Told| (&other.subject, &other.predicate, &other.object) == (&fact.subject, &fact.predicate, &fact.object);
            if !kept.iter().any(is_known) {
                kept.push(fact);
            }
        }
        mark.facts = kept;
    }
    found
}

/// Rows in which two copies stand side by side: they begin anew where both state the same fact, in the same order.
fn rows(copy: &Copy, other: &Copy) -> Vec<Row> {
    let by_fact = |copy: &Copy| -> BTreeMap<String, usize> {
        let facts = copy.marks.iter().rev().flat_map(|mark| mark.facts.iter().map(|fact| (fact.statement.clone(), mark.start)));
        facts.collect()
    };
    let theirs = by_fact(other);
    let mut pairs: Vec<(usize, usize)> = by_fact(copy).into_iter().filter_map(|(fact, at)| Some((at, *theirs.get(&fact)?))).collect();
    pairs.sort_unstable();
    let mut rows = Vec::new();
    let (mut own, mut their) = (0, 0);
    for (a, b) in rising(&pairs) {
        let (a, b) = (line_start(copy, a), line_start(other, b));
        if a > own && b > their {
            rows.push((own..a, their..b));
            (own, their) = (a, b);
        }
    }
    rows.push((own..usize::MAX, their..usize::MAX));
    rows
}

/// The longest run of pairs that rise on both sides: a fact that stands elsewhere in one copy aligns nothing.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // Patience sorting: the smallest end of a run of each length, and who came before whom.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (at, (a, b)) in pairs.iter().enumerate() {
        let place = ends.partition_point(|end| pairs[*end].1 < *b && pairs[*end].0 < *a);
        before.push(place.checked_sub(1).map(|place| ends[place]));
        if place == ends.len() {
            ends.push(at);
        } else if pairs[ends[place]].1 > *b {
            ends[place] = at;
        }
    }
    let mut found = Vec::new();
    let mut next = ends.last().copied();
    while let Some(at) = next {
        found.push(pairs[at]);
        next = before[at];
    }
    found.reverse();
    found
}

/// The beginning of the line in which a place is.
fn line_start(copy: &Copy, at: usize) -> usize {
    let Some(text) = &copy.text else { return at };
    let mut start = 0;
    for (number, c) in text.chars().enumerate().take(at) {
        if c == '\n' {
            start = number + 1;
        }
    }
    start
}

/// Where code points stand in bytes, every so many.
struct Places {
    steps: Vec<usize>,
    count: usize,
}

impl Places {
    const STEP: usize = 64;

    fn of(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut count = 0;
        for (at, _) in text.char_indices() {
            if count % Self::STEP == 0 {
                steps.push(at);
            }
            count += 1;
        }
        Self { steps, count }
    }

    fn byte(&self, text: &str, place: usize) -> usize {
        let Some(step) = self.steps.get(place / Self::STEP) else { return text.len() };
        text[*step..].char_indices().nth(place % Self::STEP).map_or(text.len(), |(at, _)| step + at)
    }

    fn slice<'t>(&self, text: &'t str, from: usize, to: usize) -> &'t str {
        let (from, to) = (self.byte(text, from), self.byte(text, to));
        text.get(from..to.max(from)).unwrap_or("")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_count_code_points() {
        let text = "a\u{5854}b".repeat(100);
        let places = Places::of(&text);
        assert_eq!((places.slice(&text, 1, 3), places.slice(&text, 100, 101), places.count), ("\u{5854}b", "\u{5854}", 300));
        assert_eq!((places.slice(&text, 299, 999), places.slice(&text, 5, 2)), ("b", ""));
    }

    #[test]
    fn what_does_not_rise_aligns_nothing() {
        assert_eq!(rising(&[(1, 10), (2, 5), (3, 20), (4, 15), (9, 30)]), [(2, 5), (4, 15), (9, 30)]);
        assert!(rising(&[]).is_empty());
    }
}
