//! Relations that one sentence says, as `relations.toml` declares them: `X is an observer in Y`, `we condemn Z`.
//!
//! Left out: relations that take more than a sentence's own words; they have an extractor of their own.

use super::member_of::{members, on};
use super::reading::{Match, as_of};
use super::{Extractor, Reading};
use crate::knowledge::relations::{Relation, Subject};
use crate::model::{Entity, Findings, Genre, Meaning, Moment, Node};
use crate::vocabulary::rap;

pub struct Said;

impl Extractor for Said {
    fn name(&self) -> &'static str {
        "said"
    }

    /// Those of `relations.toml`.
    fn states(&self) -> &'static [&'static str] {
        &[]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        for relation in &reading.knowledge.relations {
            reading.matches(&relation.cues, |m| state(relation, m, out));
        }
    }
}

fn state(relation: &Relation, m: &Match<'_, '_>, out: &mut Findings) {
    let place = m.place(relation.name.clone());
    // A row may name the slot of its object, where another of its kind comes first.
    let slots: Vec<&str> = m.setting("object").into_iter().chain(relation.object.iter().map(String::as_str)).collect();
    let objects = m.any(&slots);
    if relation.terms {
        for (state, moment) in terms(m) {
            for object in &objects {
                out.state(&state, relation.predicate, object, &place).with_all(&Match::time(moment, "term"));
            }
        }
    }
    let subjects = subjects(relation.subject, m);
    let qualifiers = qualifiers(relation, m);
    for object in &objects {
        for subject in subjects.iter().filter(|s| *s != object) {
            out.state(subject, relation.predicate, object, &place).with_all(&qualifiers);
            if let Some(implied) = &relation.implies {
                let dates = m.moment("date").map(|d| (implied.date, d.from.into()));
                let role = m.qualifiers().into_iter().filter(|(p, _)| *p == rap::ROLE);
                let all: Vec<_> = dates.into_iter().chain(role).collect();
                out.state(subject, implied.predicate, object, &place).with_all(&all);
            }
        }
    }
}

fn subjects(subject: Subject, m: &Match<'_, '_>) -> Vec<Entity> {
    match subject {
        Subject::Party => members(m),
        Subject::State => members(m).into_iter().filter(Entity::is_state).collect(),
        Subject::Stance => {
            let document = m.reading.document;
            let resolves = matches!(document.genre, Genre::Resolution | Genre::DraftResolution | Genre::PresidentialStatement);
            // Elsewhere the third person may be anyone: who speaks says `we`.
            if resolves || m.setting("voice") == Some("own") { vec![document.places[m.sentence.segment].clone()] } else { Vec::new() }
        }
    }
}

fn qualifiers(relation: &Relation, m: &Match<'_, '_>) -> Vec<(&'static str, Node)> {
    let mut found = match relation.date {
        Some(rap::ON) => on(m),
        Some(predicate) => m.moment("date").map(|d| (predicate, d.from.into())).into_iter().collect(),
        None => m.qualifiers(),
    };
    // What was so at some time in the past is not so as of the document's date.
    if relation.as_of && found.is_empty() && m.setting("past").is_none() {
        found.extend(as_of(m.reading.document.date));
    }
    for (slot, predicate) in &relation.slots {
        found.extend(m.one(slot).map(|entity| (*predicate, entity.into())));
    }
    found
}

/// States with their terms in brackets: `A (2020), B (2021) and C (2022)`.
fn terms(m: &Match<'_, '_>) -> Vec<(Entity, Moment)> {
    let mentions = m.mentions("terms");
    let pairs = mentions.windows(2).filter_map(|pair| match (pair[0].entities(), &pair[1].meaning) {
        ([state], Meaning::Moment(moment)) => Some((state.clone(), *moment)),
        _ => None,
    });
    pairs.collect()
}
