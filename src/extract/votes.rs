//! Votes: who was for a document, against it, abstained.
//!
//! From the metadata of its file, and from the lists that some resolutions print under their text and records after a
//! vote (`In favour: A, B and C`), and from what speakers say of their vote. Left out: who was absent or took no part.

use super::polls::{Poll, polls};
use super::sponsors::StateList;
use super::{Extractor, Reading};
use crate::model::metadata::{Field, Vote};
use crate::model::{Entity, Findings, Genre, Node};
use crate::vocabulary::{rap, rdf};

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
        &[rap::VOTED_FOR, rap::VOTED_AGAINST, rap::ABSTAINED_ON, rap::ADOPTED_FROM]
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
        match document.genre {
            Genre::Resolution => {
                for (label, vote) in LISTS {
                    super::sponsors::lists(reading, label)
                        .iter()
                        .for_each(|list| printed(reading, label, vote, list, &document.entity, out));
                }
            }
            Genre::VerbatimRecord => polls(reading).iter().for_each(|poll| told(reading, poll, out)),
            _ => {}
        }
    }
}

/// The roll of a vote belongs to the text that was put to it; a resolution was adopted from its draft.
fn told(reading: &Reading<'_>, poll: &Poll<'_>, out: &mut Findings) {
    let result = poll.result.as_ref();
    if let Some(subject) = poll.text.as_ref().or(result.map(|(resolution, ..)| resolution)) {
        for (label, list) in &poll.rolls {
            let vote = LISTS.iter().find(|(l, _)| l == label).map(|&(_, vote)| vote);
            vote.into_iter().for_each(|vote| printed(reading, label, vote, list, subject, out));
        }
    }
    if let (Some(draft), Some((resolution, segment, span))) = (&poll.text, result) {
        let place = reading.place_in(*segment, *span, NAME).pattern("adopted-as");
        out.state(resolution, rap::ADOPTED_FROM, draft, &place);
        out.describe(draft, rdf::TYPE, Node::Term(rap::DRAFT_RESOLUTION));
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
/// where the label is alone.
fn printed(reading: &Reading<'_>, label: &str, vote: Vote, list: &StateList<'_>, subject: &Entity, out: &mut Findings) {
    let place = reading.place_in(list.segment, list.span, NAME).pattern(label);
    for state in &list.states {
        out.state(*state, predicate(vote), subject, &place);
    }
}
