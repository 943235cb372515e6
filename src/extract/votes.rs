//! Votes: who was for a document, against it, abstained.
//!
//! From the metadata of its file, and from the lists that some resolutions print under their text
//! (`In favour: A, B and C`). Left out: who was absent or took no part.

use super::{Extractor, Reading};
use crate::model::metadata::{Field, Vote};
use crate::model::{Findings, Genre};
use crate::vocabulary::rap;

pub struct Votes;

const NAME: &str = "votes";

/// Parts of a layout that are lists of votes.
const LISTS: [(&str, Vote); 3] = [("votes-for", Vote::For), ("votes-against", Vote::Against), ("votes-abstaining", Vote::Abstaining)];

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
        if document.genre == Genre::Resolution {
            for (list, vote) in LISTS {
                printed(reading, list, vote, out);
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

/// A list under the text: its states are behind the label, or in the paragraph after it where the label is alone.
fn printed(reading: &Reading<'_>, list: &str, vote: Vote, out: &mut Findings) {
    let document = reading.document;
    for line in super::sponsors::lists(reading, list) {
        let place = reading.place_in(line.segment, line.span, NAME).pattern(list);
        for state in line.states {
            out.state(state, predicate(vote), &document.entity, &place);
        }
    }
}
