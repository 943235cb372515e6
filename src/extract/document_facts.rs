//! What the masthead and the titles say of a document and its copy: symbol, genre, title, dates, session, agenda
//! item, distribution, job number, original language, annexes.

use super::{Extractor, Reading};
use crate::knowledge::layout::ITEM;
use crate::model::finding::Place;
use crate::model::{Document, Entity, Findings, Genre, Kind, Node, Segment, SegmentKind as K};
use crate::recognise::claims::part_entity;
use crate::symbol::{self, Body};
use crate::vocabulary::{dcterms, owl, rap, rdf, rdfs, skos};
use regex::Regex;
use std::sync::LazyLock;

pub struct DocumentFacts;

const NAME: &str = "document_facts";

impl Extractor for DocumentFacts {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[
            rdf::TYPE,
            dcterms::TITLE,
            dcterms::DATE,
            dcterms::ISSUED,
            rap::SESSION,
            rap::AGENDA_ITEM_OF,
            dcterms::HAS_PART,
            rap::ORIGINAL_LANGUAGE,
            rap::JOB_NUMBER,
            rap::DISTRIBUTION,
            owl::SAME_AS,
        ]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        identity(reading, out);
        titles(reading, out);
        for (index, segment) in document.segments.iter().enumerate() {
            masthead(reading, index, segment, out);
        }
        annexes(reading, out);
    }
}

/// Key, twin, genre and address of the document.
fn identity(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    let entity = &document.entity;
    let has_symbol = symbol::is_key(&entity.key);
    if has_symbol {
        out.describe(entity, skos::NOTATION, Node::Plain(entity.key.to_string()));
        let address = format!("https://undocs.org/{}/{}", document.language.code(), entity.key);
        out.describe(Node::Plain(document.copy_key()), rdfs::SEE_ALSO, Node::Plain(address));
    }
    let symbol = document.of_kind(K::Symbol).next();
    if let (Some(twin), Some((index, segment))) = (&document.twin, symbol) {
        out.describe(entity, skos::NOTATION, Node::Plain(twin.key.to_string()));
        let place = reading.place_in(index, segment.span, NAME).pattern("symbol");
        out.state(entity, owl::SAME_AS, twin, &place);
    }
    let telling = document.segments.iter().enumerate().find(|(_, s)| tells_genre(document.genre, s));
    if let Some((index, segment)) = telling.or_else(|| document.segments.iter().enumerate().next()) {
        let place = reading.place_in(index, segment.span, NAME).pattern("genre");
        out.state(entity, rdf::TYPE, Node::Term(class_of(document.genre)), &place);
    }
}

fn tells_genre(genre: Genre, segment: &Segment) -> bool {
    match genre {
        Genre::Letter | Genre::Note => segment.kind == K::LetterTitle,
        Genre::VerbatimRecord | Genre::SummaryRecord => segment.kind == K::Meeting,
        Genre::Resolution | Genre::Decision => matches!(segment.kind, K::AdoptionLine | K::Title),
        _ => segment.kind == K::Title,
    }
}

const fn class_of(genre: Genre) -> &'static str {
    match genre {
        Genre::Letter => rap::LETTER,
        Genre::RequestForItem => rap::REQUEST_FOR_ITEM,
        Genre::Note => rap::NOTE,
        Genre::Resolution => rap::RESOLUTION,
        Genre::DraftResolution => rap::DRAFT_RESOLUTION,
        Genre::PresidentialStatement => rap::PRESIDENTIAL_STATEMENT,
        Genre::VerbatimRecord => rap::VERBATIM_RECORD,
        Genre::Report => rap::REPORT,
        Genre::Declaration => rap::DECLARATION,
        Genre::JointStatement => rap::JOINT_STATEMENT,
        // The contract has no class for summary records and decisions.
        Genre::SummaryRecord | Genre::Decision | Genre::Document => rap::DOCUMENT,
    }
}

fn titles(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    let is_title = |s: &Segment| match document.genre {
        Genre::Letter | Genre::Note => s.kind == K::LetterTitle,
        Genre::VerbatimRecord | Genre::SummaryRecord => false,
        _ => s.kind == K::Title,
    };
    let own = document.segments.iter().enumerate().find(|(_, s)| is_title(s) && s.parent.is_none());
    if let Some((index, segment)) = own {
        let place = reading.place_in(index, segment.span, NAME).pattern("title");
        let words =
            segment.capture("rest").filter(|_| matches!(document.genre, Genre::Resolution | Genre::Decision)).unwrap_or(segment.span);
        out.state(&document.entity, dcterms::TITLE, Node::Text(document.text.quote(words), segment.language), &place);
    }
    // A request is made in a letter, which has its own title.
    let letter = document.of_kind(K::LetterTitle).find(|(_, s)| s.parent.is_none()).filter(|_| document.genre == Genre::RequestForItem);
    if let Some((index, segment)) = letter {
        let place = reading.place_in(index, segment.span, NAME).pattern("letter-title");
        out.state(&document.entity, rdf::TYPE, Node::Term(rap::LETTER), &place);
        out.state(&document.entity, dcterms::TITLE, Node::Text(document.text.quote(segment.span), segment.language), &place);
    }
    if let Some(date) = document.date {
        let dated =
            document.segments.iter().enumerate().find(|(_, s)| {
                s.kind != K::IssueDate && s.parent.is_none() && ["date", "unread"].iter().any(|slot| s.capture(slot).is_some())
            });
        if let Some((index, segment)) = dated {
            let place = reading.place_in(index, segment.span, NAME).pattern("date");
            out.state(&document.entity, dcterms::DATE, date, &place);
        }
    }
}

fn masthead(reading: &Reading<'_>, index: usize, segment: &Segment, out: &mut Findings) {
    let document = reading.document;
    let copy = Node::Plain(document.copy_key());
    let words = |slot: &str| segment.capture(slot).map(|s| document.slice(s).trim().to_owned());
    let place = |pattern: &str| reading.place_in(index, segment.span, NAME).pattern(pattern);
    match segment.kind {
        K::Distribution => {
            if let Some(kind) = words("text") {
                out.state(copy, rap::DISTRIBUTION, Node::Plain(kind), &place("distribution"));
            }
            if let Some(date) = segment.capture("date") {
                issued(reading, document.slice(date), &place("distribution"), out);
            }
        }
        K::JobNumber => {
            let number = document.slice(segment.span).to_owned();
            out.state(copy, rap::JOB_NUMBER, Node::Plain(job_number(&number)), &place("job-number"));
        }
        K::OriginalLanguage => {
            let tongue = words("tongue").and_then(|t| tongue(reading, &t));
            if let Some(code) = tongue {
                let subject = match segment.parent {
                    Some(annex) => part_entity(document, annex).into(),
                    None => copy,
                };
                out.state(subject, rap::ORIGINAL_LANGUAGE, Node::Plain(code), &place("original"));
            }
        }
        K::IssueDate => issued(reading, document.slice(segment.span), &place("issue-date"), out),
        K::AgendaItem => {
            let numbers = ["item", "rest", "number"].iter().filter_map(|slot| segment.capture(slot)).flat_map(|span| items(document, span));
            let numbers: Vec<String> = numbers.collect();
            for number in &numbers {
                // The title beneath several items is nobody's in particular.
                agenda_item(reading, index, segment, number, numbers.len() == 1, out);
            }
        }
        K::Session => {
            let own = crate::recognise::sessions::of_segment(document, reading.knowledge, index);
            if let Some(session) = own.filter(|session| document.sessions.contains(session)) {
                out.state(&document.entity, rap::SESSION, Node::Plain(session), &place("session"));
            }
        }
        _ => {}
    }
}

fn issued(reading: &Reading<'_>, words: &str, place: &Place<'_>, out: &mut Findings) {
    let dates = [reading.document.language, crate::model::Language::En];
    let parsed = dates.iter().find_map(|&l| reading.knowledge.rules(l).dates.parse(words, None));
    if let Some(moment) = parsed.filter(|m| m.from.is_day() && m.until.is_none()) {
        out.state(&reading.document.entity, dcterms::ISSUED, moment.from, place);
    }
}

/// The job number without what follows its language letter.
pub fn job_number(line: &str) -> String {
    let end = line.find(')').map_or(line.len(), |i| i + 1);
    let spaced = line[..end].replace('(', " (").replace("  ", " ");
    spaced.split(' ').filter(|w| !w.is_empty()).take(2).collect::<Vec<_>>().join(" ")
}

/// The code of a language by its name.
fn tongue(reading: &Reading<'_>, name: &str) -> Option<String> {
    let language = reading.document.language;
    let found = reading.knowledge.names.exactly(name.trim_end_matches(']'), language, Kind::Tongue);
    found.map(|s| s.entity.key.to_string())
}

/// The numbers of agenda items in a part of the line that names them.
fn items(document: &Document, span: crate::model::Span) -> Vec<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(ITEM).expect("the expression compiles"));
    let words = document.slice(span);
    // A bracket behind the number belongs to it, where the template took the number alone.
    let end = document.text.content[span.end..].find(['\n', ')']).map_or(span.end, |at| span.end + at + 1);
    let whole = if words.bytes().all(|b| b.is_ascii_digit()) { &document.text.content[span.start..end] } else { words };
    NUMBER.find_iter(whole).map(|found| found.as_str().trim().to_owned()).collect()
}

fn agenda_item(reading: &Reading<'_>, index: usize, segment: &Segment, number: &str, alone: bool, out: &mut Findings) {
    let document = reading.document;
    let Some(item) = agenda_item_entity(reading, number) else { return };
    let place = reading.place_in(index, segment.span, NAME).pattern("agenda-item");
    out.state(&document.entity, rap::AGENDA_ITEM_OF, &item, &place);
    out.describe(&item, rdf::TYPE, Node::Term(rap::AGENDA_ITEM));
    let key = item.key.rsplit('/').next().unwrap_or("").to_owned();
    out.describe(&item, skos::NOTATION, Node::Plain(key));
    let lines = document.segments[index + 1..].iter().take_while(|s| s.kind == K::AgendaTitle);
    let words: Vec<String> = lines.map(|s| document.text.quote(s.span)).collect();
    if alone && !words.is_empty() {
        out.describe(
            &item,
            skos::PREF_LABEL,
            Node::Text(words.join(if document.language.is_unspaced() { "" } else { " " }), document.language),
        );
    }
}

/// `agenda-item/A/75/130(t)`: the item of the Assembly's session, or of the document's only one.
#[must_use]
pub fn agenda_item_entity(reading: &Reading<'_>, number: &str) -> Option<Entity> {
    let document = reading.document;
    let number = reading.knowledge.rules(document.language).references.item(number);
    let mut number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    // `130 t)` is item 130 (t).
    if let (true, Some(at)) = (number.ends_with(')') && !number.contains('('), number.find(|c: char| !c.is_ascii_digit())) {
        number.insert(at, '(');
    }
    // The items of the Assembly's agenda are meant, unless the document is that of a body with an agenda of its own.
    let session = document.sessions.iter().find(|s| Body::ASSEMBLY.ordinal(s).is_some()).or_else(|| document.sessions.first())?;
    Some(Entity::new(Kind::AgendaItem, format!("{session}/{number}")))
}

fn annexes(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    for (index, annex) in document.of_kind(K::Annex) {
        let part = part_entity(document, index);
        let place = reading.place_in(index, first_line(document, annex), NAME).pattern("annex");
        out.state(&document.entity, dcterms::HAS_PART, &part, &place);
        out.state(&part, rdf::TYPE, Node::Term(rap::ANNEX), &place);
        let lines: Vec<(usize, &Segment)> = document.children(index).filter(|(_, s)| s.kind == K::AnnexTitle).collect();
        for (line, segment) in &lines {
            let place = reading.place_in(*line, segment.span, NAME).pattern("annex-title");
            let layout = &reading.knowledge.rules(document.language).layout;
            let class = [
                ("joint-statement", rap::JOINT_STATEMENT),
                ("declaration", rap::DECLARATION),
                ("explanatory-memorandum", rap::EXPLANATORY_MEMORANDUM),
                ("draft-resolution", rap::DRAFT_RESOLUTION),
            ];
            for (part_name, class) in class {
                if layout.is(part_name, document.slice(segment.span)) {
                    out.state(&part, rdf::TYPE, Node::Term(class), &place);
                }
            }
        }
        // The last line of the heading is the title proper; those above it name the kind of annex.
        if let Some((line, segment)) = lines.last() {
            let place = reading.place_in(*line, segment.span, NAME).pattern("annex-title");
            out.state(&part, dcterms::TITLE, Node::Text(document.text.quote(segment.span), segment.language), &place);
        }
    }
}

fn first_line(document: &Document, annex: &Segment) -> crate::model::Span {
    let text = document.slice(annex.span);
    let end = text.find('\n').unwrap_or(text.len());
    crate::model::Span::new(annex.span.start, annex.span.start + end)
}
