//! Votes: who was for a document, against it, abstained.
//!
//! From the metadata of its file, and from the lists that some resolutions print under their text and records after a
//! vote (`In favour: A, B and C`), and from what speakers say of their vote. Left out: who was absent or took no part.

use super::{Extractor, Reading};
use crate::model::metadata::{Field, Vote};
use crate::model::{Entity, Findings, Genre, Meaning, SegmentKind};
use crate::vocabulary::rap;
use std::collections::BTreeSet;

pub struct Votes;

const NAME: &str = "votes";

/// Parts of a layout that are lists of votes.
const LISTS: [(&str, Vote); 3] = [("votes-for", Vote::For), ("votes-against", Vote::Against), ("votes-abstaining", Vote::Abstaining)];

/// Relations of the cues by which a speaker tells how a state voted.
const SAID: [(&str, Vote); 3] = [("voted_for", Vote::For), ("voted_against", Vote::Against), ("abstained", Vote::Abstaining)];

impl Extractor for Votes {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::VOTED_FOR, rap::VOTED_AGAINST, rap::ABSTAINED_ON]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for record in &document.metadata {
            let Field::Vote(vote) = record.field else { continue };
            for state in &record.entities {
                out.state(state, predicate(vote), &document.entity, &reading.place_of(record, NAME).pattern("metadata"));
            }
        }
        for (relation, vote) in SAID {
            reading.matches(relation, |m| {
                let states = m.any(&["states", "state"]);
                let states = if states.is_empty() { m.claimant().into_iter().filter(Entity::is_state).collect() } else { states };
                for (state, voted) in states.iter().flat_map(|s| m.entities("reference").into_iter().map(move |v| (s, v))) {
                    out.state(state, predicate(vote), voted, &m.place(NAME));
                }
            });
        }
        for (list, vote) in LISTS {
            match document.genre {
                Genre::Resolution => printed(reading, list, vote, |_| Some(document.entity.clone()), out),
                Genre::VerbatimRecord => printed(reading, list, vote, |line| put_to_the_vote(reading, line), out),
                _ => {}
            }
        }
    }
}

const fn predicate(vote: Vote) -> &'static str {
    match vote {
        Vote::For => rap::VOTED_FOR,
        Vote::Against => rap::VOTED_AGAINST,
        Vote::Abstaining => rap::ABSTAINED_ON,
    }
}

/// A list under the text, or after a vote in a record: its states are behind the label, or in the paragraph after it
/// where the label is alone. `on` tells what was voted on at the segment of the list.
fn printed(reading: &Reading<'_>, list: &str, vote: Vote, on: impl Fn(usize) -> Option<Entity>, out: &mut Findings) {
    for line in super::sponsors::lists(reading, list) {
        let Some(subject) = on(line.segment) else { continue };
        let place = reading.place_in(line.segment, line.span, NAME).pattern(list);
        for state in line.states {
            out.state(state, predicate(vote), &subject, &place);
        }
    }
}

/// What the president last put to the vote before a list: the one document that the paragraph names. An amendment, or
/// several documents at once, have no name that a vote could be said of.
fn put_to_the_vote(reading: &Reading<'_>, list: usize) -> Option<Entity> {
    let document = reading.document;
    let puts = |&index: &usize| {
        let segment = &document.segments[index];
        let layout = &reading.knowledge.rules(segment.language).layout;
        segment.kind.is_prose() && layout.is("put-to-vote", document.slice(segment.span))
    };
    let named = |segment: usize| -> BTreeSet<&Entity> {
        let references = document.mentions[segment].iter().filter(|m| matches!(m.meaning, Meaning::Reference(_)));
        references.filter_map(|m| m.entities().first()).collect()
    };
    // Where that paragraph only says `the draft resolution`, the speech has named it before.
    let at = (0..list).rev().find(puts)?;
    let of_speech = (0..=at).rev().take_while(|&i| document.segments[i].kind != SegmentKind::Speech || i == at);
    let distinct = of_speech.map(named).find(|documents| !documents.is_empty())?;
    if distinct.len() == 1 { distinct.first().map(|&entity| entity.clone()) } else { None }
}
