//! Organisations that cooperate under a named instrument, at a joint event or since a date.

use super::member_of::on;
use super::{Extractor, Reading};
use crate::model::{Entity, Findings};
use crate::vocabulary::rap;

pub struct CooperatesWith;

const NAME: &str = "cooperates_with";

impl Extractor for CooperatesWith {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::COOPERATES_WITH]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let place = m.place(NAME);
            let left = m.any(&["orgs", "org", "parties", "party"]);
            let left: Vec<Entity> = if left.is_empty() { m.claimant().into_iter().collect() } else { left };
            let right = m.any(&["orgs2", "org2", "parties2", "party2"]);
            for a in &left {
                for b in right.iter().filter(|b| *b != a) {
                    let finding = out.state(a, rap::COOPERATES_WITH, b, &place);
                    finding.with_all(&on(m));
                    if let Some(instrument) = m.any(&["instrument", "title"]).into_iter().next() {
                        finding.with(rap::INSTRUMENT, instrument);
                    }
                }
            }
        });
    }
}
