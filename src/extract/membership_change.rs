//! Joining and leaving: `joined`, `withdrew from`, with the date.

use super::member_of::{members, on};
use super::{Extractor, Reading};
use crate::model::Findings;
use crate::vocabulary::{org, rap};

pub struct MembershipChange;

const NAME: &str = "membership_change";

impl Extractor for MembershipChange {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::JOINED, rap::FORMER_MEMBER_OF, org::MEMBER_OF]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        for (relation, predicate) in [("joined", rap::JOINED), ("former_member_of", rap::FORMER_MEMBER_OF)] {
            reading.matches(relation, |m| {
                let place = m.place(NAME);
                for organisation in m.any(&["orgs", "org"]) {
                    for member in members(m).iter().filter(|e| **e != organisation) {
                        out.state(member, predicate, &organisation, &place).with_all(&on(m));
                        if predicate == rap::JOINED {
                            // Who joined is a member from then on, by the same word.
                            let dates = on(m).into_iter().map(|(_, d)| (rap::FROM, d));
                            let role = m.qualifiers().into_iter().filter(|(p, _)| *p == rap::ROLE);
                            let all: Vec<_> = dates.chain(role).collect();
                            out.state(member, org::MEMBER_OF, &organisation, &place).with_all(&all);
                        }
                    }
                }
            });
        }
    }
}
