//! Bodies by their kind alone: the Mission, the Committee, the Panel of Experts. They are what the document has introduced.
//!
//! A panel that a resolution set up is named by it, as the committees of the Council are (`SC-1591-PANEL`); one that the
//! document does not introduce is the panel of this document and has a key of its own. Where a document has introduced
//! two missions or two committees, the word is left open.

use super::Reading;
use crate::knowledge::mandates::Part;
use crate::model::digest::short_hex;
use crate::model::text::is_within;
use crate::model::{Entity, Findings, Kind, Language, Node, Span};
use crate::vocabulary::{rap, rdf, skos};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// Characters between the words for a panel and the number of the resolution that set it up.
const NEAR: usize = 90;

/// The body that words of a kind mean at a place of a segment.
pub fn meant(reading: &Reading<'_>, segment: usize, span: Span, kind: &str) -> Option<Entity> {
    match kind {
        "mission" | "committee" => introduced(reading, segment, span.start, kind),
        kind => Some(panel(reading, segment, span, kind)),
    }
}

/// The one body of a kind that the document has named up to here, or else at all.
fn introduced(reading: &Reading<'_>, segment: usize, before: usize, kind: &str) -> Option<Entity> {
    let document = reading.document;
    let fits = |e: &&Entity| e.kind == Kind::Organisation && is_kind(reading, e, kind);
    let named = |upto: usize| {
        let all = document.mentions[..=upto].iter().flatten().filter(|m| upto != segment || m.span.start < before);
        all.flat_map(|m| m.entities().iter().filter(fits)).collect::<Vec<_>>()
    };
    let earlier = named(segment);
    let all = if earlier.is_empty() { named(document.segments.len() - 1) } else { earlier };
    let first = (*all.first()?).clone();
    all.iter().all(|e| **e == first).then_some(first)
}

fn is_kind(reading: &Reading<'_>, entity: &Entity, kind: &str) -> bool {
    // Committees of the Council that no row knows are named by their resolution.
    reading.knowledge.gazetteer.kind_of(entity) == kind || kind == "committee" && entity.key.ends_with("-COMMITTEE")
}

/// A panel: by the resolution that set it up, told here or once in the document; else that of the document.
fn panel(reading: &Reading<'_>, segment: usize, span: Span, kind: &str) -> Entity {
    let document = reading.document;
    let number = set_up_by(reading, segment, span).or_else(|| told(reading).get(kind).cloned().flatten());
    let key = match number {
        Some(number) => format!("SC-{number}-{}", kind.to_uppercase()),
        None => format!("x-{}", short_hex(&Sha256::digest(format!("{kind} {}", document.entity.key)))),
    };
    Entity::organisation(&key)
}

/// The resolutions that the document says set up its panels, by kind; none where it names several. The whole document is
/// read for them once.
fn told<'r>(reading: &'r Reading<'_>) -> &'r BTreeMap<String, Option<String>> {
    reading.panels.get_or_init(|| {
        let document = reading.document;
        let words = &reading.knowledge.rules(document.language).mandates;
        let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (index, s) in document.segments.iter().enumerate().filter(|(_, s)| s.kind.is_prose()) {
            for (at, kind) in words.find(Part::Body, document.slice(s.span)) {
                all.entry(kind.to_owned()).or_default().extend(set_up_by(reading, index, at.shifted(s.span.start)));
            }
        }
        let one = |numbers: BTreeSet<String>| if numbers.len() == 1 { numbers.into_iter().next() } else { None };
        all.into_iter().map(|(kind, numbers)| (kind, one(numbers))).collect()
    })
}

/// The number of the Council's resolution that a panel was set up by, where the words beside it say so.
fn set_up_by(reading: &Reading<'_>, segment: usize, span: Span) -> Option<String> {
    let document = reading.document;
    let words = &reading.knowledge.rules(document.segments[segment].language).mandates;
    document.mentions[segment].iter().find_map(|m| {
        let [one] = m.entities() else { return None };
        let number = one.key.strip_prefix("S/RES/")?.split('(').next()?.to_owned();
        let content = &document.text.content;
        let between = if m.span.start >= span.end { &content[span.end..m.span.start] } else { content.get(m.span.end..span.start)? };
        let near = is_within(between, NEAR) && !between.contains([';', '\u{3002}']);
        (near && words.find(Part::SetUp, between).next().is_some()).then_some(number)
    })
}

/// Labels a body that no table knows with what its kind is called in all languages, or with the words that name it.
pub fn describe(reading: &Reading<'_>, entity: &Entity, words: &str, segment: usize, out: &mut Findings) {
    if reading.knowledge.gazetteer.entity(entity).is_some() {
        return;
    }
    out.describe(entity, rdf::TYPE, Node::Term(rap::ORGANISATION));
    let language = reading.document.segments[segment].language;
    let kind = reading.knowledge.rules(language).mandates.begins(Part::Body, words).map(|(_, kind)| kind);
    let called = |language| Some((language, reading.knowledge.rules(language).mandates.called(kind?)?));
    let mut names: Vec<_> = Language::ALL.into_iter().filter_map(called).collect();
    if names.is_empty() {
        names.push((language, words));
    }
    for (language, name) in names {
        out.describe(entity, skos::PREF_LABEL, Node::Text(name.to_owned(), language));
    }
}
