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
            let Some(words) = m.words("text") else { return };
            let date = m.moment("date");
            let city = m.one("place");
            let host = m.any(&["host", "party", "org", "state"]).into_iter().next();
            let key = [host.as_ref().map_or("", |h| &h.key), words, city.as_ref().map_or("", |c| &c.key)];
            let when = date.map(|d| d.from.to_string()).unwrap_or_default();
            let event = Entity::new(Kind::Event, format!("x-{}", &hash(&[key[0], key[1], key[2], &when])[..12]));
            if date.is_none() && city.is_none() {
                return;
            }
            out.describe(&event, rdf::TYPE, Node::Term(rap::EVENT));
            let span = m.captures.name("text").map(|t| (t.start(), t.end()));
            let label = span.and_then(|(s, e)| Some((m.sentence.skeleton.original(s)?, m.sentence.skeleton.original(e.saturating_sub(1))?)));
            if label.is_some() {
                let language = reading.document.segments[m.sentence.segment].language;
                out.describe(&event, skos::PREF_LABEL, Node::Text(words.to_owned(), language));
            }
            if let Some(date) = date {
                out.state(&event, rap::ON, date.from, &place);
            }
            if let Some(city) = city {
                out.state(&event, rap::HELD_AT, city, &place);
            }
            if let Some(host) = host {
                out.state(&event, rap::HOSTED_BY, host, &place);
            }
        });
    }
}
