//! Membership: `As a member of the CSTO, Tajikistan …`, `the members of X: A, B and C`.

use super::reading::{Match, as_of};
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Node};
use crate::vocabulary::{org, rap};

pub struct MemberOf;

const NAME: &str = "member_of";

impl Extractor for MemberOf {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[org::MEMBER_OF]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let members = members(m);
            for organisation in m.any(&["orgs", "org"]) {
                for member in members.iter().filter(|m| **m != organisation) {
                    let finding = out.state(member, org::MEMBER_OF, &organisation, &m.place(NAME));
                    let qualifiers = m.qualifiers();
                    finding.with_all(&qualifiers);
                    if !qualifiers.iter().any(|(p, _)| matches!(*p, rap::FROM | rap::ON)) {
                        finding.with_all(&as_of(reading.document.date));
                    }
                }
            }
        });
    }
}

/// The parties that the sentence names, or the side that speaks.
pub fn members(m: &Match<'_, '_>) -> Vec<Entity> {
    if m.setting("subject") == Some("claimants") {
        return m.reading.document.claimants[m.sentence.segment].by.iter().filter(|c| c.is_state()).cloned().collect();
    }
    let named = m.any(&["parties", "party", "states", "state"]);
    if named.is_empty() { m.claimant().into_iter().collect() } else { named }
}

/// A date qualifier under a predicate of its own.
pub fn on(m: &Match<'_, '_>) -> Vec<(&'static str, Node)> {
    m.moment("date").map(|d| (rap::ON, d.from.into())).into_iter().collect()
}
