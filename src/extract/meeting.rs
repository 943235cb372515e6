//! Meetings: when and where, who presided, which members sat with whom, who was invited under which rule.

use super::reading::as_of;
use super::signed_by::{describe_person, state_post};
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Genre, Kind, Meaning, Node, Segment, SegmentKind as K};
use crate::recognise::turns::affiliation;
use crate::vocabulary::{rap, rdf, skos};

pub struct Meeting;

const NAME: &str = "meeting";

impl Extractor for Meeting {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[
            rap::RECORD_OF,
            rap::HELD_ON,
            rap::HELD_AT,
            rap::STARTED_AT,
            rap::ENDED_AT,
            rap::PRESIDED_BY,
            rap::AGENDA,
            rap::COUNCIL_MEMBER,
            rap::INVITED,
            rap::CHAIRS,
        ]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        if !matches!(document.genre, Genre::VerbatimRecord | Genre::SummaryRecord) {
            return;
        }
        let meeting = Entity::new(Kind::Meeting, document.entity.key.clone());
        out.describe(&meeting, rdf::TYPE, Node::Term(rap::MEETING));
        out.describe(&meeting, skos::NOTATION, Node::Plain(meeting.key.to_string()));
        for (index, segment) in document.segments.iter().enumerate() {
            front_page(reading, &meeting, index, segment, out);
        }
        invitations(reading, &meeting, out);
    }
}

fn front_page(reading: &Reading<'_>, meeting: &Entity, index: usize, segment: &Segment, out: &mut Findings) {
    let document = reading.document;
    let rules = reading.knowledge.rules(document.language);
    let place = |pattern: &str| reading.place_in(index, segment.span, NAME).pattern(pattern);
    let time = segment.capture("time").and_then(|s| rules.dates.parse_time(document.slice(s)));
    match segment.kind {
        K::Meeting => {
            out.state(&document.entity, rap::RECORD_OF, meeting, &place("meeting"));
        }
        K::Opening => {
            if let Some(date) = segment.capture("date").and(document.date) {
                out.state(meeting, rap::HELD_ON, date, &place("meeting-time"));
            }
            if let Some(place_named) = segment.capture("text").and_then(|words| only_place(reading, words)) {
                out.state(meeting, rap::HELD_AT, &place_named, &place("meeting-held"));
            }
            // When it was called to order tells the time, not what was planned on the front page.
            let later = document.of_kind(K::Opening).any(|(i, s)| i > index && s.capture("time").is_some());
            if let Some(time) = time.filter(|_| !later) {
                out.state(meeting, rap::STARTED_AT, Node::Time(time), &place("meeting-opened"));
            }
        }
        K::Closing => {
            if let Some(time) = time {
                out.state(meeting, rap::ENDED_AT, Node::Time(time), &place("meeting-closed"));
            }
        }
        K::Dateline => {
            let found = reading.knowledge.names.exactly(document.slice(segment.span), document.language, Kind::Place);
            if let Some(sense) = found {
                out.state(meeting, rap::HELD_AT, &sense.entity, &place("dateline"));
            }
        }
        K::AgendaTitle => {
            let words = Node::Text(document.text.quote(segment.span), segment.language);
            out.state(meeting, rap::AGENDA, words, &place("agenda"));
        }
        K::Presiding | K::RosterRow => roster(reading, meeting, index, segment, out),
        _ => {}
    }
}

/// The one place that is named in the words for where a meeting was held.
fn only_place(reading: &Reading<'_>, words: crate::model::Span) -> Option<Entity> {
    let document = reading.document;
    let names = reading.knowledge.names.find(document.slice(words), document.language);
    let mut places: Vec<Entity> = names.filter(|(_, s)| s.entity.kind == Kind::Place).map(|(_, s)| s.entity.clone()).collect();
    places.dedup();
    (places.len() == 1).then(|| places.swap_remove(0))
}

fn roster(reading: &Reading<'_>, meeting: &Entity, index: usize, segment: &Segment, out: &mut Findings) {
    let document = reading.document;
    let place = reading.place_in(index, segment.span, NAME).pattern("roster");
    let Some(name) = segment.capture("name").map(|s| document.slice(s)) else { return };
    let state = affiliation(document, reading.knowledge, segment);
    let Some(person) = reading.person(name, state.as_ref(), Some(crate::recognise::turns::REPRESENTATIVE)) else { return };
    describe_person(out, reading, person);
    if segment.kind == K::Presiding {
        out.state(meeting, rap::PRESIDED_BY, person, &place);
        // Who chairs a committee is no president of the organ whose committee it is.
        if let Some(organ) = document.organ.as_ref().filter(|_| document.genre == Genre::VerbatimRecord) {
            state_post(out, person, organ, "president", document.date, &place);
            if let Some(state) = &state {
                out.state(state, rap::CHAIRS, organ, &place).with_all(&as_of(document.date));
            }
        }
    }
    let Some(state) = state else { return };
    out.state(person, rap::REPRESENTS, &state, &place).with_all(&as_of(document.date));
    if document.genre == Genre::VerbatimRecord {
        out.state(meeting, rap::COUNCIL_MEMBER, &state, &place).with(rap::REPRESENTED_BY, person);
    }
}

/// `In accordance with rule 37 …, I invite the representatives of A, B and C`.
fn invitations(reading: &Reading<'_>, meeting: &Entity, out: &mut Findings) {
    let document = reading.document;
    for (at, sentence) in reading.sentences.iter().enumerate() {
        let layout = &reading.knowledge.rules(document.segments[sentence.segment].language).layout;
        let presiding =
            document.segments[sentence.segment].parent.is_some_and(|p| document.turns.iter().any(|t| t.segment == p && t.presiding));
        if !presiding || !layout.is("invites", document.slice(sentence.span)) {
            continue;
        }
        // A list of guests goes on over semicolons to the end of its paragraph.
        let list = reading.sentences[at..].iter().take_while(|s| s.segment == sentence.segment);
        let end = list.last().map_or(sentence.mentions.end, |s| s.mentions.end);
        let mentions = &document.mentions[sentence.segment][sentence.mentions.start..end];
        let rule = mentions.iter().find_map(|m| match &m.meaning {
            Meaning::Provision(p) => p.rsplit(' ').next().map(str::to_owned),
            _ => None,
        });
        let Some(rule) = rule else { continue };
        let place = reading.place(sentence, NAME).pattern("invites");
        let persons: Vec<&Entity> = mentions
            .iter()
            .filter_map(|m| match &m.meaning {
                Meaning::Person(name) => {
                    let office = document.offices.iter().find(|o| o.segment == sentence.segment && o.name == *name);
                    reading.person(name, office.map(|o| &o.holder), office.map(|o| &*o.post))
                }
                _ => None,
            })
            .collect();
        let states = mentions.iter().flat_map(|m| m.entities()).filter(|e| e.is_state());
        if persons.is_empty() {
            for state in states {
                out.state(meeting, rap::INVITED, state, &place).with(rap::RULE, Node::Plain(rule.clone()));
            }
        }
        for person in persons {
            out.state(meeting, rap::INVITED, person, &place).with(rap::RULE, Node::Plain(rule.clone()));
        }
    }
}
