//! Organs and parts of organisations: `organs of X include A and B`, `the X secretariat`.

use super::{Extractor, Reading};
use crate::model::Findings;
use crate::vocabulary::org;

pub struct SubOrganisationOf;

const NAME: &str = "sub_organisation_of";

impl Extractor for SubOrganisationOf {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[org::SUB_ORGANIZATION_OF]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let place = m.place(NAME);
            let Some(whole) = m.one("org") else { return };
            for part in m.any(&["orgs2", "org2"]).into_iter().filter(|p| *p != whole) {
                out.state(&part, org::SUB_ORGANIZATION_OF, &whole, &place);
            }
        });
    }
}
