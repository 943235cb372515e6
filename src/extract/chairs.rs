//! Who holds the chair or presidency of an organisation, and for which term.

use super::member_of::members;
use super::reading::Match;
use super::reading::as_of;
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Meaning, Moment};
use crate::vocabulary::rap;

pub struct Chairs;

const NAME: &str = "chairs";

impl Extractor for Chairs {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::CHAIRS]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let place = m.place(NAME);
            for (state, moment) in terms(m) {
                for organisation in m.any(&["orgs", "org"]) {
                    out.state(&state, rap::CHAIRS, &organisation, &place).with_all(&Match::time(moment, "term"));
                }
            }
            for organisation in m.any(&["orgs", "org"]) {
                for party in members(m).iter().filter(|p| **p != organisation && p.is_state()) {
                    let finding = out.state(party, rap::CHAIRS, &organisation, &place);
                    let term = m.qualifiers();
                    // A chair held at some time in the past is not held as of the document's date.
                    if term.is_empty() && m.setting("past").is_none() {
                        finding.with_all(&as_of(reading.document.date));
                    }
                    finding.with_all(&term);
                }
            }
        });
    }
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
