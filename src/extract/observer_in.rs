//! Observer status: who has it where, since when and by which resolution.

use super::member_of::{members, on};
use super::{Extractor, Reading};
use crate::model::Findings;
use crate::vocabulary::rap;

pub struct ObserverIn;

const NAME: &str = "observer_in";

impl Extractor for ObserverIn {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::OBSERVER_IN]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let place = m.place(NAME);
            let slot = m.setting("observer").unwrap_or("org");
            for body in m.any(&[slot, "org", "orgs"]) {
                for observer in members(m).iter().filter(|o| **o != body) {
                    let finding = out.state(observer, rap::OBSERVER_IN, &body, &place);
                    finding.with_all(&on(m));
                    if let Some(resolution) = m.one("reference") {
                        finding.with(rap::GRANTED_BY, resolution);
                    }
                }
            }
        });
    }
}
