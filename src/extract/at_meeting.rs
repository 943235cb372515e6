//! At which meeting a text was made: the sentence that opens a presidential statement, the adoption line or the closing
//! line of a resolution. With it who issued the statement, and the day and the item of the meeting.

use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Genre, Kind, Node, Segment, SegmentKind as K, Span};
use crate::vocabulary::{dcterms, rap, rdf, skos};

pub struct AtMeeting;

const NAME: &str = "at_meeting";

impl Extractor for AtMeeting {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::ADOPTED_IN, rap::ISSUED_BY, rap::HELD_ON, rap::AGENDA, dcterms::DATE]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        match reading.document.genre {
            Genre::PresidentialStatement => statement(reading, out),
            Genre::Resolution => resolution(reading, out),
            _ => {}
        }
    }
}

fn statement(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    let Some((index, opening)) = document.of_kind(K::Opening).next() else { return };
    let place = reading.place_in(index, opening.span, NAME).pattern("statement-opening");
    let council = Entity::organisation("UNSC");
    out.state(&document.entity, rap::ISSUED_BY, &council, &place);
    let day = opening.capture("date").and(document.date);
    if let Some(day) = day {
        out.state(&document.entity, dcterms::DATE, day, &place);
    }
    let Some(number) = ordinal(reading, opening) else { return };
    let meeting = meeting(format!("S/PV.{number}"), out);
    out.state(&document.entity, rap::ADOPTED_IN, &meeting, &place);
    if let Some(day) = day {
        out.state(&meeting, rap::HELD_ON, day, &place);
    }
    for title in opening.capture("text").into_iter().flat_map(|span| titles(document.slice(span), span.start)) {
        out.state(&meeting, rap::AGENDA, Node::Text(document.text.quote(title), document.language), &place);
    }
}

fn resolution(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    let council = document.organ.as_ref().is_some_and(|organ| &*organ.key == "UNSC");
    let assembly = document.organ.as_ref().is_some_and(|organ| &*organ.key == "UNGA");
    let session = document.sessions.iter().find(|s| s.starts_with("A/") && s.matches('/').count() == 1);
    for (index, line) in document.segments.iter().enumerate().filter(|(_, s)| s.parent.is_none()) {
        let key = match line.kind {
            K::AdoptionLine if council => ordinal(reading, line).map(|number| format!("S/PV.{number}")),
            K::Closing if assembly => session.and_then(|session| Some(format!("{session}/PV.{}", ordinal(reading, line)?))),
            _ => None,
        };
        let Some(key) = key else { continue };
        let pattern = if line.kind == K::Closing { "closing" } else { "adoption" };
        let place = reading.place_in(index, line.span, NAME).pattern(pattern);
        let meeting = meeting(key, out);
        out.state(&document.entity, rap::ADOPTED_IN, &meeting, &place);
        if let Some(day) = document.date {
            out.state(&meeting, rap::HELD_ON, day, &place);
        }
    }
}

fn meeting(key: String, out: &mut Findings) -> Entity {
    let meeting = Entity::new(Kind::Meeting, key);
    out.describe(&meeting, rdf::TYPE, Node::Term(rap::MEETING));
    out.describe(&meeting, skos::NOTATION, Node::Plain(meeting.key.to_string()));
    meeting
}

/// The number of the meeting that a line names.
fn ordinal(reading: &Reading<'_>, segment: &Segment) -> Option<u32> {
    let words = segment.capture("ordinal").or_else(|| segment.capture("number"))?;
    reading.knowledge.rules(reading.document.language).numerals.parse(reading.document.slice(words))
}

/// The titles of several items, each in quotation marks of its own.
fn titles(words: &str, at: usize) -> Vec<Span> {
    const MARKS: [char; 5] = ['"', '\u{201C}', '\u{201D}', '\u{AB}', '\u{BB}'];
    let pieces: Vec<&str> = words.split(MARKS).collect();
    // Between the titles stand the words that join them.
    pieces
        .iter()
        .step_by(2)
        .filter(|piece| !piece.trim().is_empty())
        .map(|piece| {
            let trimmed = piece.trim();
            let start = at + (trimmed.as_ptr() as usize - words.as_ptr() as usize);
            Span::new(start, start + trimmed.len())
        })
        .collect()
}
