//! How a draft became a resolution: the draft it was, the report that recommended it, the meeting that adopted it.
//!
//! From the metadata of a file, and from the lines under a resolution's title: `[on the report of the Third
//! Committee (A/75/478/Add.1, para. 89)]`, `[without reference to a Main Committee (A/75/L.63 and Add.1)]`,
//! `Adopted by the Security Council at its 8904th meeting`.

use super::{Extractor, Reading};
use crate::model::finding::Place;
use crate::model::metadata::Field;
use crate::model::{Entity, Findings, Genre, Kind, Node, Segment, SegmentKind as K};
use crate::recognise::symbols;
use crate::symbol::{Number, Parts, Series, Session, Symbol};
use crate::vocabulary::{rap, rdf, skos};

pub struct Drafts;

const NAME: &str = "drafts";

impl Extractor for Drafts {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::ADOPTED_FROM, rap::RECOMMENDED_IN, rap::RECORDED_IN, rap::ADOPTED_IN, rap::HELD_ON]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        if document.genre != Genre::Resolution {
            return;
        }
        for record in &document.metadata {
            let place = reading.place_of(record, NAME).pattern("metadata");
            let Some(entity) = record.entities.first() else { continue };
            match record.field {
                Field::Draft => draft(reading, entity, &place, out),
                Field::Report => report(reading, entity, &record.detail, &place, out),
                Field::Meeting => {
                    let adopted = document.date.or(record.date);
                    recorded(reading, entity, &place, out);
                    if let (Kind::Meeting, Some(day)) = (entity.kind, adopted) {
                        out.state(entity, rap::HELD_ON, day, &place);
                    }
                }
                _ => {}
            }
        }
        for (index, segment) in document.segments.iter().enumerate().filter(|(_, s)| s.parent.is_none()) {
            match segment.kind {
                K::AdoptionLine | K::Title => in_brackets(reading, index, segment, out),
                _ => {}
            }
            if matches!(segment.kind, K::AdoptionLine | K::Closing) {
                meeting(reading, index, segment, out);
            }
        }
    }
}

fn draft(reading: &Reading<'_>, draft: &Entity, place: &Place<'_>, out: &mut Findings) {
    out.state(&reading.document.entity, rap::ADOPTED_FROM, draft, place);
    name(draft, out);
    out.describe(draft, rdf::TYPE, Node::Term(rap::DRAFT_RESOLUTION));
}

fn report(reading: &Reading<'_>, report: &Entity, paragraph: &str, place: &Place<'_>, out: &mut Findings) {
    let finding = out.state(&reading.document.entity, rap::RECOMMENDED_IN, report, place);
    if !paragraph.is_empty() && paragraph.bytes().all(|b| b.is_ascii_digit()) {
        finding.with(rap::PROVISION, Node::Plain(format!("paragraph {paragraph}")));
    }
    name(report, out);
}

/// The record of the meeting, or where no meeting was held the letter that tells the result.
fn recorded(reading: &Reading<'_>, entity: &Entity, place: &Place<'_>, out: &mut Findings) {
    let record = Entity::document(&entity.key);
    out.state(&reading.document.entity, rap::RECORDED_IN, &record, place);
    name(&record, out);
    if entity.kind == Kind::Meeting {
        adopted_in(reading, entity, place, out);
    }
}

fn adopted_in(reading: &Reading<'_>, meeting: &Entity, place: &Place<'_>, out: &mut Findings) {
    out.state(&reading.document.entity, rap::ADOPTED_IN, meeting, place);
    out.describe(meeting, rdf::TYPE, Node::Term(rap::MEETING));
    name(meeting, out);
}

fn name(entity: &Entity, out: &mut Findings) {
    out.describe(entity, skos::NOTATION, Node::Plain(entity.key.to_string()));
}

/// A line in square brackets under the title names the draft, or the report with its paragraph: symbols tell which.
fn in_brackets(reading: &Reading<'_>, index: usize, segment: &Segment, out: &mut Findings) {
    let text = reading.document.slice(segment.span);
    if !text.starts_with('[') {
        return;
    }
    let place = reading.place_in(index, segment.span, NAME).pattern("adoption");
    let Some((span, symbol)) = symbols::find(text).into_iter().next() else { return };
    let entity = Entity::document(&symbol[0]);
    if Parts::of(&symbol[0]).series == Series::Draft {
        draft(reading, &entity, &place, out);
        return;
    }
    // The first number behind the symbol is the paragraph's, unless another symbol comes between.
    let rest = text[span.end..].split(')').next().unwrap_or("");
    let digits = rest.trim_start_matches(|c: char| !c.is_ascii_digit());
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let alone = rest.starts_with([',', '\u{60C}', ' ']) && !rest.contains('/') && digits[end..].trim().is_empty();
    report(reading, &entity, if alone { &digits[..end] } else { "" }, &place, out);
}

/// The meeting that a line names by its number.
fn meeting(reading: &Reading<'_>, index: usize, segment: &Segment, out: &mut Findings) {
    let document = reading.document;
    let rules = reading.knowledge.rules(document.language);
    let slots = ["ordinal", "number"].into_iter().find_map(|slot| segment.capture(slot));
    let Some(number) = slots.and_then(|s| rules.numerals.parse(document.slice(s))) else { return };
    let resolution = Parts::of(&document.entity.key);
    let Some(body) = resolution.body.filter(|_| resolution.series == Series::Resolution) else { return };
    // The Council numbers its meetings through; the Assembly begins anew each session.
    let session = resolution.session.filter(|s| matches!(s, Session::Ordinal(_) | Session::Special(_)));
    let Some(record) = Symbol::of(body, Series::VerbatimRecord, &Number { session, number, letters: String::new() }) else { return };
    let place = reading.place_in(index, segment.span, NAME).pattern("meeting");
    adopted_in(reading, &Entity::new(Kind::Meeting, record.as_str()), &place, out);
}
