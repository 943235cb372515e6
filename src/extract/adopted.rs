//! Adoption and issue of declarations, statements and instruments: by whom, when and where.

use super::reading::{Match, describe_title};
use super::{Extractor, Reading, cites};
use crate::model::{Document, Entity, Findings, Genre, Kind, Meaning, SegmentKind as K};
use crate::recognise::claims::part_entity;
use crate::recognise::titles::{named_instrument, titled_instrument};
use crate::vocabulary::{dcterms, rap};

pub struct Adopted;

const NAME: &str = "adopted";

impl Extractor for Adopted {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::ADOPTED_BY, rap::ISSUED_BY, rap::ADOPTED_ON, rap::ADOPTED_AT]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        annexed(reading, out);
        transmitted(reading, out);
        resolution(reading, out);
        in_text(reading, out);
        dated(reading, out);
    }
}

/// Declarations and statements that are annexed: their title names who adopted them, a line when and where.
fn annexed(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    for (index, _) in document.of_kind(K::Annex) {
        let part = part_entity(document, index);
        let layout = &reading.knowledge.rules(document.language).layout;
        let title = document.children(index).filter(|(_, s)| s.kind == K::AnnexTitle).last();
        let Some((line, segment)) = title else { continue };
        let text = document.slice(segment.span);
        if !layout.is("joint-statement", text) && !layout.is("declaration", text) {
            continue;
        }
        let place = reading.place_in(line, segment.span, NAME).pattern("annex-title");
        if let Some(organisation) = issuer(document, index) {
            let adopted = layout.is("adopted-title", text);
            out.state(&part, if adopted { rap::ADOPTED_BY } else { rap::ISSUED_BY }, organisation, &place);
        }
        for (line, dateline) in document.children(index).filter(|(_, s)| s.kind == K::Dateline) {
            let place = reading.place_in(line, dateline.span, NAME).pattern("dateline");
            let rules = reading.knowledge.rules(document.language);
            let text = document.slice(dateline.span);
            if let Some(m) = rules.dates.any.find(text)
                && let Some(moment) = rules.dates.parse(m.as_str(), document.date)
            {
                out.state(&part, rap::ADOPTED_ON, moment.from, &place);
                out.state(&part, dcterms::DATE, moment.from, &place);
            }
            let places = reading.knowledge.names.find(text, document.language).filter(|(_, s)| s.entity.kind == Kind::Place);
            for (_, sense) in places {
                out.state(&part, rap::ADOPTED_AT, &sense.entity, &place);
            }
        }
    }
}

/// The organisation that an annexed text's title names first.
fn issuer(document: &Document, annex: usize) -> Option<Entity> {
    let (line, _) = document.children(annex).filter(|(_, s)| s.kind == K::AnnexTitle).last()?;
    document.mentions[line].iter().flat_map(|m| m.entities()).find(|e| e.kind == Kind::Organisation).cloned()
}

/// The letter says when and where what it transmits was adopted, issued or signed.
fn transmitted(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    reading.matches("annex_adopted", |m| {
        if document.segments[m.sentence.segment].parent.is_some() {
            return;
        }
        let place = m.place(NAME);
        for (index, _) in document.of_kind(K::Annex) {
            let part = part_entity(document, index);
            if let Some(moment) = m.moment("date").filter(|d| d.until.is_none()) {
                out.state(&part, rap::ADOPTED_ON, moment.from, &place);
                out.state(&part, dcterms::DATE, moment.from, &place);
            }
            if let Some(city) = m.one("place") {
                out.state(&part, rap::ADOPTED_AT, city, &place);
            }
            if let Some(body) = issuer(document, index).filter(|_| m.setting("how") == Some("adopted")) {
                out.state(&part, rap::ADOPTED_BY, body, &place);
            }
        }
    });
    // `We, the states A, B and C, …`: those who speak in the first person issue the text.
    reading.matches("issued_by_us", |m| {
        if let Some(annex) = document.segments[m.sentence.segment].parent {
            for party in m.entities("parties") {
                out.state(part_entity(document, annex), rap::ISSUED_BY, party, &m.place(NAME));
            }
        }
    });
}

/// The own adoption line of a resolution or a decision.
fn resolution(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    if !matches!(document.genre, Genre::Resolution | Genre::Decision) {
        return;
    }
    let line = document.of_kind(K::AdoptionLine).next();
    if let (Some((index, segment)), Some(organ), Some(date)) = (line, &document.organ, document.date) {
        let place = reading.place_in(index, segment.span, NAME).pattern("adoption");
        out.state(&document.entity, rap::ADOPTED_BY, organ, &place);
        out.state(&document.entity, rap::ADOPTED_ON, date, &place);
    }
}

/// `X adopted the Y Declaration on D at P`.
fn in_text(reading: &Reading<'_>, out: &mut Findings) {
    for (relation, predicate) in [("adopted_by", rap::ADOPTED_BY), ("issued_by", rap::ISSUED_BY)] {
        reading.matches(relation, |m| {
            let place = m.place(NAME);
            let bodies = adopters(m);
            for thing in adopted_things(m, out) {
                for body in &bodies {
                    out.state(&thing, predicate, body, &place);
                }
                if let Some(moment) = m.moment("date").filter(|d| d.until.is_none()) {
                    out.state(&thing, rap::ADOPTED_ON, moment.from, &place);
                }
                if let Some(city) = m.one("place") {
                    out.state(&thing, rap::ADOPTED_AT, city, &place);
                }
            }
        });
    }
}

/// What a sentence says was adopted: named by a title, or described as a whole (the declaration adopted on D at P).
fn adopted_things(m: &Match<'_, '_>, out: &mut Findings) -> Vec<Entity> {
    let language = m.reading.document.language;
    let begins = &m.reading.knowledge.rules(language).references.title_begins;
    if m.setting("title") == Some("whole") {
        return cites::described(m, out).into_iter().collect();
    }
    let things = m.mentions("instrument").into_iter().chain(m.mentions("instruments")).chain(m.mentions("reference"));
    let mut found = Vec::new();
    for mention in things {
        // A title directly behind its authors begins with the word for its theme.
        let words = m.reading.document.slice(mention.span);
        if m.setting("title") == Some("begins") && !begins.iter().any(|word| words.starts_with(word.as_str())) {
            continue;
        }
        if let Meaning::Title(title) = &mention.meaning {
            describe_title(out, &titled_instrument(title), title.clone(), language);
            found.push(titled_instrument(title));
        } else {
            found.extend(mention.entities().iter().cloned());
        }
    }
    found
}

/// The body that adopts: where a summit does, the organ that meets there; of a summit called by its place alone, the
/// organisation whose summit at that place the document names.
fn adopters(m: &Match<'_, '_>) -> Vec<Entity> {
    let mut bodies = m.any(&["party", "parties", "org", "orgs"]);
    if m.setting("organ") != Some("summit") {
        return bodies;
    }
    if let Some(place) = m.one("place").filter(|_| bodies.is_empty()) {
        bodies = summits_at(m.reading, &place);
    }
    let organ = |body: &Entity| m.reading.knowledge.gazetteer.summit_of(body);
    bodies.iter().map(|body| organ(body).unwrap_or_else(|| body.clone())).collect()
}

/// The one organisation that the document names directly before a place: whose summit at the place is meant.
fn summits_at(reading: &Reading<'_>, place: &Entity) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    for mentions in &reading.document.mentions {
        for pair in mentions.windows(2) {
            if let ([body], [at]) = (pair[0].entities(), pair[1].entities())
                && at == place
                && body.kind == Kind::Organisation
                && pair[0].span.end == pair[1].span.start
                && !found.contains(body)
            {
                found.push(body.clone());
            }
        }
    }
    if found.len() == 1 { found } else { Vec::new() }
}

/// A date that stands directly before an instrument, or in brackets after it, is the instrument's.
fn dated(reading: &Reading<'_>, out: &mut Findings) {
    for sentence in &reading.sentences {
        let mentions = reading.mentions(sentence);
        for (at, mention) in mentions.iter().enumerate() {
            let Some(instrument) = named_instrument(mention) else { continue };
            let moment = |m: &crate::model::Mention| match m.meaning {
                Meaning::Moment(moment) if moment.until.is_none() && !moment.relative => Some(moment.from),
                _ => None,
            };
            let place = reading.place(sentence, NAME).pattern("date-of-instrument");
            let before = at.checked_sub(1).map(|i| &mentions[i]).filter(|m| m.span.end == mention.span.start);
            if let Some(date) = before.and_then(moment).filter(|d| d.month > 0) {
                out.state(&instrument, rap::ADOPTED_ON, date, &place);
            }
            let after = mentions.get(at + 1).filter(|m| reading.document.text.content.get(mention.span.end..m.span.start) == Some("("));
            if let Some(date) = after.and_then(moment) {
                out.state(&instrument, dcterms::DATE, date, &place);
            }
        }
    }
}
