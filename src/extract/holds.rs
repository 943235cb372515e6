//! Persons named with a post: `CSTO Secretary-General X`, `President Y of Z`.

use super::reading::as_of;
use super::signed_by::{describe_person, state_post};
use super::{Extractor, Reading};
use crate::model::Findings;
use crate::vocabulary::{org, rap};

pub struct Holds;

const NAME: &str = "holds";

impl Extractor for Holds {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[org::HOLDS, org::POST_IN, rap::REPRESENTS]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for office in &document.offices {
            let Some(person) = reading.person(&office.name, Some(&office.holder), Some(&office.post)) else { continue };
            let place = reading.place_in(office.segment, office.span, NAME).pattern("office");
            describe_person(out, reading, person);
            state_post(out, person, &office.holder, &office.post, document.date, &place);
            if office.holder.is_state() {
                out.state(person, rap::REPRESENTS, &office.holder, &place).with_all(&as_of(document.date));
            }
        }
    }
}
