//! Events with a date, a place or a host: summits, conferences, meetings of ministers.

use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Kind, Node};
use crate::store::iri::hash;
use crate::vocabulary::{rap, rdf, skos};

pub struct Events;

const NAME: &str = "events";

impl Extractor for Events {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::ON, rap::HELD_AT, rap::HOSTED_BY]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let place = m.place(NAME);
            let Some((_, words)) = m.original("event") else { return };
            let words = words.trim_matches(['"', '\u{201C}', '\u{201D}']).to_owned();
            let (date, city) = (m.moment("date"), m.one("place"));
            let hosts = match m.setting("host") {
                Some(_) => [m.entities("orgs"), m.entities("orgs2")].concat(),
                None => m.entities("party"),
            };
            // A bare noun (a meeting) with neither date nor place is no event that could be told from others.
            if date.is_none() && city.is_none() || words.chars().count() < 3 {
                return;
            }
            let when = date.map(|d| d.from.to_string()).unwrap_or_default();
            let key = hash(&[&words, city.as_ref().map_or("", |c| &c.key), &when]);
            let event = Entity::new(Kind::Event, format!("x-{}", &key[..12]));
            let language = reading.document.segments[m.sentence.segment].language;
            out.describe(&event, rdf::TYPE, Node::Term(rap::EVENT));
            out.describe(&event, skos::PREF_LABEL, Node::Text(words, language));
            if let Some(date) = date {
                out.state(&event, rap::ON, date.from, &place);
            }
            if let Some(city) = city {
                out.state(&event, rap::HELD_AT, city, &place);
            }
            for host in hosts {
                out.state(&event, rap::HOSTED_BY, host, &place);
            }
        });
    }
}
