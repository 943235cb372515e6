//! Dialogue partners of an organisation.

use super::member_of::members;
use super::reading::as_of;
use super::{Extractor, Reading};
use crate::model::Findings;
use crate::vocabulary::rap;

pub struct PartnerOf;

const NAME: &str = "partner_of";

impl Extractor for PartnerOf {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::PARTNER_OF]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let place = m.place(NAME);
            for organisation in m.any(&["orgs", "org"]) {
                for party in members(m).iter().filter(|p| **p != organisation) {
                    let finding = out.state(party, rap::PARTNER_OF, &organisation, &place);
                    let qualifiers = m.qualifiers();
                    if qualifiers.is_empty() {
                        finding.with_all(&as_of(reading.document.date));
                    }
                    finding.with_all(&qualifiers);
                }
            }
        });
    }
}
