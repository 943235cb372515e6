//! Paragraphs of resolutions and draft resolutions: preambular or operative, number, action.

use super::{Extractor, Reading};
use crate::model::{Document, Entity, Findings, Genre, Kind, Node, SegmentKind as K};
use crate::recognise::claims::part_entity;
use crate::segment::OPENING_QUOTES;
use crate::vocabulary::{dcterms, rap, rdf};

pub struct Paragraphs;

const NAME: &str = "paragraphs";

impl Extractor for Paragraphs {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[dcterms::HAS_PART, rap::NUMBER, rap::PREAMBULAR, rap::OPERATIVE, rap::ACTION]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for (index, segment) in document.segments.iter().enumerate() {
            let (word, flag) = match segment.kind {
                K::Preambular => ("preamble", rap::PREAMBULAR),
                K::Operative => ("paragraph", rap::OPERATIVE),
                _ => continue,
            };
            let paragraph = entity_of(document, index);
            let whole = segment.parent.map_or_else(|| document.entity.clone(), |a| part_entity(document, a));
            let text = document.slice(segment.span);
            let mark = match (segment.kind, document.genre) {
                (K::Operative, Genre::PresidentialStatement) if segment.parent.is_none() => subject_length(reading, segment.language, text),
                (K::Operative, _) => mark_length(text),
                _ => 0,
            };
            let lead = lead(reading, segment.language, &text[mark..], segment.kind);
            let end = segment.span.start
                + mark
                + lead.as_ref().map_or_else(|| text[mark..].chars().take(12).map(char::len_utf8).sum(), |(_, l)| *l);
            let place = reading.place_in(index, crate::model::Span::new(segment.span.start, end), NAME).pattern(word);
            out.describe(&paragraph, rdf::TYPE, Node::Term(rap::PARAGRAPH));
            out.state(&whole, dcterms::HAS_PART, &paragraph, &place);
            // A statement has paragraphs of one kind.
            if document.genre != Genre::PresidentialStatement || segment.parent.is_some() {
                out.state(&paragraph, flag, Node::Boolean(true), &place);
            }
            out.state(&paragraph, rap::NUMBER, Node::Integer(i64::from(segment.number)), &place);
            if let Some((action, _)) = lead {
                out.state(&paragraph, rap::ACTION, Entity::new(Kind::Action, action), &place);
            }
        }
    }
}

/// The paragraph that a segment is, as it is named.
#[must_use]
pub fn entity_of(document: &Document, index: usize) -> Entity {
    let segment = &document.segments[index];
    let word = if segment.kind == K::Preambular { "preamble" } else { "paragraph" };
    match segment.parent {
        Some(annex) => Entity::document(&format!("{}-{word}-{}", part_entity(document, annex).key, segment.number)),
        None => document.entity.part(&format!("{word}-{}", segment.number)),
    }
}

/// Bytes of the number before an operative paragraph.
fn mark_length(text: &str) -> usize {
    text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | ' ')).len()
}

/// Bytes of the quotation mark and the words for the Council before the verb of a paragraph of a statement.
fn subject_length(reading: &Reading<'_>, language: crate::model::Language, text: &str) -> usize {
    let unquoted = text.trim_start_matches(OPENING_QUOTES).trim_start();
    let marks = text.len() - unquoted.len();
    let subject = reading.knowledge.rules(language).layout.line("statement-subject", unquoted, marks);
    subject.and_then(|found| found.get("rest")).map_or(marks, |rest| rest.start)
}

/// The action a paragraph begins with, and the length of its verb.
fn lead(reading: &Reading<'_>, language: crate::model::Language, text: &str, kind: K) -> Option<(String, usize)> {
    let actions = &reading.knowledge.rules(language).actions;
    let head: String = text.chars().take(80).collect();
    let lower = head.to_lowercase();
    let (length, action) = actions.of(&lower, kind == K::Preambular)?;
    (lower.len() == head.len()).then(|| (action.to_owned(), length))
}
