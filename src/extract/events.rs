//! Events with a date, a place or a host: summits, conferences, meetings of ministers.

use super::reading::Match;
use super::{Extractor, Reading};
use crate::knowledge::Knowledge;
use crate::model::finding::Place;
use crate::model::{Entity, Findings, Kind, Language, Node, PartialDate, Span};
use crate::store::iri::hash;
use crate::vocabulary::{rap, rdf, skos};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

pub struct Events;

const NAME: &str = "events";

/// Marks around the theme of an event, folded and as printed.
const QUOTES: [char; 3] = ['"', '\u{201C}', '\u{201D}'];

impl Extractor for Events {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::ON, rap::HELD_AT, rap::HOSTED_BY]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let mut found: Vec<(Held, Place<'_>)> = Vec::new();
        reading.matches(NAME, |m| found.extend(held(m).map(|event| (event, m.place(NAME)))));
        let mut names: FxHashMap<When<'_>, BTreeSet<&str>> = FxHashMap::default();
        for (event, _) in &found {
            names.entry(event.when()).or_default().insert(&event.words);
        }
        for (event, place) in &found {
            event.state(&event.key(names[&event.when()].len() == 1), place, out);
        }
    }
}

/// An event as a sentence names it.
struct Held {
    words: String,
    language: Language,
    date: Option<PartialDate>,
    city: Option<Entity>,
    hosts: Vec<Entity>,
}

fn held(m: &Match<'_, '_>) -> Option<Held> {
    let words = match m.setting("who") {
        Some(from) => meeting_of(m, from)?,
        None => m.original("event")?.1,
    };
    let language = m.reading.document.segments[m.sentence.segment].language;
    let words = name_of(&words, &m.reading.knowledge.rules(language).settings.event_breaks);
    let date = m.moment("date").map(|moment| moment.from);
    let city = m.one("place").or_else(|| place_in(&words, m.reading.knowledge, language));
    // A bare noun (a meeting) with neither date nor place is no event that could be told from others.
    let is_known = (date.is_some() || city.is_some()) && words.chars().count() >= 3;
    is_known.then(|| Held { words, language, date, city, hosts: hosts(m) })
}

/// The meeting of those who met (the ministers of A and B), called by the cue's noun.
fn meeting_of(m: &Match<'_, '_>, who: &str) -> Option<String> {
    let (from, to) = (m.original(who)?.0.start, m.original("date")?.0.start);
    let those = m.reading.document.text.quote(Span::new(from, to));
    Some(format!("{}{}", those, m.setting("noun")?))
}

/// Where and when an event is held.
type When<'e> = (Option<&'e Entity>, Option<PartialDate>);

impl Held {
    fn when(&self) -> When<'_> {
        (self.city.as_ref(), self.date)
    }

    /// Its key: the day and the city, which all languages name alike, unless the document names another event there
    /// and then; with less than both, its name too.
    fn key(&self, is_only: bool) -> String {
        let city = self.city.as_ref().map_or("", |city| &city.key);
        let when = self.date.map(|date| date.to_string()).unwrap_or_default();
        let is_exact = self.city.is_some() && self.date.is_some_and(|date| date.is_day());
        let key = if is_exact && is_only { hash(&["", city, &when]) } else { hash(&[&self.words, city, &when]) };
        format!("x-{}", &key[..12])
    }

    fn state(&self, key: &str, place: &Place<'_>, out: &mut Findings) {
        let event = Entity::new(Kind::Event, key);
        out.describe(&event, rdf::TYPE, Node::Term(rap::EVENT));
        if let Some(theme) = theme(&self.words) {
            out.describe(&event, skos::ALT_LABEL, Node::Text(theme.to_owned(), self.language));
        }
        out.describe(&event, skos::PREF_LABEL, Node::Text(self.words.clone(), self.language));
        if let Some(date) = self.date {
            out.state(&event, rap::ON, date, place);
        }
        if let Some(city) = &self.city {
            out.state(&event, rap::HELD_AT, city, place);
        }
        for host in &self.hosts {
            out.state(&event, rap::HOSTED_BY, host, place);
        }
    }
}

/// The name itself: behind who presides and where it is held, without the marks around it.
fn name_of(words: &str, breaks: &[String]) -> String {
    let begins = breaks.iter().filter_map(|b| words.rfind(b.as_str()).map(|i| i + b.len())).max().unwrap_or(0);
    let name = &words[begins..];
    // Marks inside the name stay: they tell its theme from its kind.
    let wrapped = name.starts_with(QUOTES) && name.ends_with(QUOTES);
    if wrapped { name.trim_matches(QUOTES).to_owned() } else { name.to_owned() }
}

/// Who holds it: the organisations that a cue names as hosts, with our own side where the cue says `we`.
fn hosts(m: &Match<'_, '_>) -> Vec<Entity> {
    match m.setting("host") {
        Some("claimant") => m.claimant().into_iter().chain(m.entities("orgs2")).collect(),
        Some(_) => [m.entities("orgs"), m.entities("orgs2"), m.entities("state")].concat(),
        None => m.entities("party"),
    }
}

/// The city in an event's own name: the Berlin Conference.
fn place_in(words: &str, knowledge: &Knowledge, language: Language) -> Option<Entity> {
    let mut places = knowledge.names.find(words, language).filter(|(_, sense)| sense.entity.kind == Kind::Place);
    let (first, another) = (places.next()?.1, places.next());
    another.is_none().then(|| first.entity.clone())
}

/// The theme under which an event is held, printed in quotation marks within its name.
fn theme(words: &str) -> Option<&str> {
    let start = words.find(QUOTES)?;
    let inside = &words[start + words[start..].chars().next()?.len_utf8()..];
    let theme = &inside[..inside.find(QUOTES).unwrap_or(inside.len())];
    (theme.chars().count() >= 4).then_some(theme)
}
