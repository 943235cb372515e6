//! Turns of verbatim records: who spoke, in which order, for whom, in which capacity, in which language.

use super::reading::as_of;
use super::signed_by::{describe_person, state_post};
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Genre, Kind, Node, SegmentKind as K, Turn};
use crate::recognise::claims::part_entity;
use crate::vocabulary::{dcterms, rap, rdf};

pub struct Speech;

const NAME: &str = "speech";

/// A turn of the chair with more words than these says more than who speaks next.
const LONGEST_PROCEDURAL: usize = 1500;

impl Extractor for Speech {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[
            dcterms::IS_PART_OF,
            rap::POSITION,
            rap::SPEAKER,
            rap::SPEAKER_ONE_OF,
            rap::ON_BEHALF_OF,
            rap::IN_CAPACITY,
            rap::SPOKEN_LANGUAGE,
            rap::PROCEDURAL,
            rap::REPRESENTS,
        ]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        for turn in &reading.document.turns {
            turn_facts(reading, turn, out);
        }
    }
}

fn turn_facts(reading: &Reading<'_>, turn: &Turn, out: &mut Findings) {
    let document = reading.document;
    let segment = &document.segments[turn.segment];
    let speech = part_entity(document, turn.segment);
    let label = ["president", "acting-president", "secretary-general", "speaker", "opener"].iter().find_map(|l| segment.capture(l));
    let label = label.unwrap_or(segment.span);
    let place = reading.place_in(turn.segment, label, NAME).pattern("label");
    out.describe(&speech, rdf::TYPE, Node::Term(rap::SPEECH));
    out.state(&speech, dcterms::IS_PART_OF, &document.entity, &place);
    out.state(&speech, rap::POSITION, Node::Integer(i64::from(segment.number)), &place);
    speaker(reading, turn, &speech, &place, out);
    tongues(reading, turn, &speech, &place, out);
    let statements: Vec<_> = turn.capacities.iter().filter(|c| !c.resumed).collect();
    // Who speaks for a group speaks for their own side too.
    if statements.iter().all(|capacity| capacity.post.is_none()) {
        if let Some(side) = &turn.side {
            let object = if turn.presiding { turn.post.clone().unwrap_or_else(|| side.clone()) } else { side.clone() };
            out.state(&speech, rap::ON_BEHALF_OF, &object, &place);
        }
        if let Some(post) = &turn.post {
            out.state(&speech, rap::IN_CAPACITY, post, &place);
        }
    }
    for capacity in statements {
        let place = reading.place_in(turn.segment, capacity.span, NAME).pattern("capacity");
        out.state(&speech, rap::ON_BEHALF_OF, &capacity.side, &place);
        if let Some(post) = &capacity.post {
            out.state(&speech, rap::IN_CAPACITY, post, &place);
            let code = post.key.rsplit('/').next().unwrap_or("").to_owned();
            let person = turn.name.as_deref().and_then(|n| reading.person(n, Some(&capacity.side), None));
            if let Some(person) = person.filter(|_| code != crate::recognise::turns::REPRESENTATIVE) {
                state_post(out, person, &capacity.side, &code, document.date, &place);
            }
        }
    }
    let procedural = turn.presiding && turn.capacities.is_empty() && document.slice(segment.span).len() < LONGEST_PROCEDURAL * 3;
    out.state(&speech, rap::PROCEDURAL, Node::Boolean(procedural), &place);
}

fn speaker(reading: &Reading<'_>, turn: &Turn, speech: &Entity, place: &crate::model::finding::Place<'_>, out: &mut Findings) {
    let president = Some(crate::recognise::turns::REPRESENTATIVE);
    for name in &turn.one_of {
        let seats = reading.document.segments.iter().filter(|s| matches!(s.kind, K::Presiding));
        let seat = seats.clone().find(|s| s.capture("name").is_some_and(|n| reading.document.slice(n) == name));
        let state = seat.and_then(|s| crate::recognise::turns::affiliation(reading.document, reading.knowledge, s));
        if let Some(person) = reading.person(name, state.as_ref(), president) {
            describe_person(out, reading, person);
            out.state(speech, rap::SPEAKER_ONE_OF, person, place);
        }
    }
    let Some(name) = &turn.name else { return };
    let post = turn.post.as_ref().and_then(|p| p.key.rsplit_once('/')).map(|(holder, post)| (holder.to_owned(), post.to_owned()));
    let state = turn.side.as_ref().filter(|s| s.is_state());
    let person = match (&post, turn.presiding) {
        (Some((holder, post)), false) => {
            let holder = crate::recognise::turns::holder_named(holder, reading.knowledge);
            reading.person(name, Some(&holder), Some(post))
        }
        _ => reading.person(name, state, Some(turn.title.as_deref().unwrap_or(crate::recognise::turns::REPRESENTATIVE))),
    };
    let Some(person) = person.or_else(|| reading.person(name, None, turn.title.as_deref())) else { return };
    describe_person(out, reading, person);
    out.state(speech, rap::SPEAKER, person, place);
    if let Some(side) = turn.side.as_ref().filter(|_| !turn.presiding) {
        out.state(person, rap::REPRESENTS, side, place).with_all(&as_of(reading.document.date));
    }
}

/// The language in the label and in marks within the turn; without a mark, the language of the record.
fn tongues(reading: &Reading<'_>, turn: &Turn, speech: &Entity, place: &crate::model::finding::Place<'_>, out: &mut Findings) {
    let document = reading.document;
    let segment = &document.segments[turn.segment];
    let code = |span| {
        let found = reading.knowledge.names.exactly(document.slice(span), document.language, Kind::Tongue);
        found.map(|s| s.entity.key.to_string())
    };
    let spoken = match segment.capture("tongue") {
        Some(span) => code(span),
        // Reported speech does not tell in which language it was held.
        None if document.genre == Genre::SummaryRecord => None,
        None => Some(document.language.code().to_owned()),
    };
    if let Some(code) = spoken {
        out.state(speech, rap::SPOKEN_LANGUAGE, Node::Plain(code), place);
    }
    for (index, change) in document.children(turn.segment).filter(|(_, s)| s.kind == K::TongueChange) {
        if let Some(code) = change.capture("tongue").and_then(code) {
            let place = reading.place_in(index, change.span, NAME).pattern("tongue-change");
            out.state(speech, rap::SPOKEN_LANGUAGE, Node::Plain(code), &place);
        }
    }
}
