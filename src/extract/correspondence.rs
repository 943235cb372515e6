//! Who writes to whom, and what is sent along: senders, addressee, annexes, the item or body under which a letter
//! is to be circulated.

use super::document_facts::agenda_item_entity;
use super::reading::Match;
use super::{Extractor, Reading};
use crate::model::finding::Place;
use crate::model::{Entity, Findings, Kind, Meaning, Node, Segment, SegmentKind as K};
use crate::recognise::claims::part_entity;
use crate::recognise::senders;
use crate::symbol::Body;
use crate::vocabulary::{dcterms, rap, rdf, skos};

pub struct Correspondence;

const NAME: &str = "correspondence";

impl Extractor for Correspondence {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::SENT_BY, rap::ADDRESSED_TO, rap::TRANSMITS, rap::CIRCULATION_UNDER, dcterms::DATE]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for &(annex, ref senders) in &document.letters {
            annexed(reading, annex, senders, out);
        }
        let Some((title, segment)) = document.of_kind(K::LetterTitle).find(|(_, s)| s.parent.is_none()) else { return };
        let place = reading.place_in(title, segment.span, NAME).pattern("letter-title");
        for sender in &document.senders {
            out.state(&document.entity, rap::SENT_BY, sender, &place);
        }
        describe_sender(reading, segment, out);
        addressees(reading, title, &document.entity, &place, out);
        transmitted(reading, out);
        circulation(reading, out);
    }
}

fn addressees(reading: &Reading<'_>, title: usize, letter: &Entity, place: &Place<'_>, out: &mut Findings) {
    let document = reading.document;
    let Some(addressee) = document.segments[title].capture("addressee") else { return };
    for mention in document.mentions[title].iter().filter(|m| addressee.contains(m.span)) {
        if let Some(entity) = addressee_of(&mention.meaning) {
            out.state(letter, rap::ADDRESSED_TO, &entity, place);
        }
    }
}

/// A letter that is annexed: its own senders and addressees, told by its title or beside its signature.
fn annexed(reading: &Reading<'_>, annex: usize, senders: &[Entity], out: &mut Findings) {
    let document = reading.document;
    let letter = part_entity(document, annex);
    let title = document.children(annex).find(|(_, s)| s.kind == K::LetterTitle);
    let signature = || document.children(annex).find(|(_, s)| s.kind == K::Signature);
    let Some((index, segment)) = title.or_else(signature) else { return };
    let place = reading.place_in(index, segment.span, NAME).pattern("annexed-letter");
    for sender in senders {
        out.state(&letter, rap::SENT_BY, sender, &place);
    }
    if let Some((index, segment)) = title {
        let dates = &reading.knowledge.rules(document.language).dates;
        let day = segment.capture("date").and_then(|span| dates.parse(document.slice(span), None));
        if let Some(day) = day.map(|moment| moment.from).filter(|day| day.is_day()) {
            out.state(&letter, dcterms::DATE, day, &place);
        }
        describe_sender(reading, segment, out);
        addressees(reading, index, &letter, &place, out);
    }
}

/// The name of a sender that no table knows.
pub fn describe_sender(reading: &Reading<'_>, title: &Segment, out: &mut Findings) {
    let document = reading.document;
    let Some(span) = title.capture("senders").map(|span| senders::whole(&document.text.content, span)) else { return };
    let (senders, name) = senders::of_phrase(document.slice(span), document.language, reading.knowledge);
    if let (Some(name), [sender]) = (name, senders.as_slice()) {
        out.describe(sender, rdf::TYPE, Node::Term(rap::ORGANISATION));
        let words = document.text.quote(name.shifted(span.start));
        out.describe(sender, skos::PREF_LABEL, Node::Text(words, document.language));
    }
}

/// A post without an organisation beside it is one of the United Nations.
fn addressee_of(meaning: &Meaning) -> Option<Entity> {
    match meaning {
        Meaning::Post(code) if &**code == "secretary-general" => Some(Entity::post(&Entity::organisation("UN"), code)),
        Meaning::Name(entity) if entity.kind == Kind::Organisation && &*entity.key != "UN" => Some(entity.clone()),
        _ => None,
    }
}

/// Annexes that the body of the letter speaks of sending, each with the sentence that points to it.
fn transmitted(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    let annexes: Vec<Entity> = document.of_kind(K::Annex).map(|(i, _)| part_entity(document, i)).collect();
    let mut done: Vec<Entity> = Vec::new();
    for sentence in reading.sentences.iter().filter(|s| document.segments[s.segment].parent.is_none()) {
        let layout = &reading.knowledge.rules(document.segments[sentence.segment].language).layout;
        if !matches!(document.segments[sentence.segment].kind, K::Paragraph) || !layout.is("transmits", document.slice(sentence.span)) {
            continue;
        }
        let place = reading.place(sentence, NAME).pattern("transmits");
        for annex in annexes.iter().filter(|a| !done.contains(a)) {
            out.state(&document.entity, rap::TRANSMITS, annex, &place);
        }
        done.clone_from(&annexes);
    }
}

/// `as a document of the General Assembly under item 130 (t), and of the Security Council`.
fn circulation(reading: &Reading<'_>, out: &mut Findings) {
    let document = reading.document;
    reading.matches("circulation_under", |m| {
        let place = m.place(NAME);
        let number = ["words", "text"].iter().find_map(|slot| m.words(slot)).and_then(item_number);
        let item = number.and_then(|number| agenda_item_entity(reading, &number));
        // The body whose item it is, is said by the item.
        let bodies = if item.is_some() { m.entities("org2") } else { [m.entities("org"), m.entities("org2")].concat() };
        if let Some(item) = item {
            out.state(&document.entity, rap::CIRCULATION_UNDER, &item, &place);
        }
        for body in bodies {
            if Body::named(&body.key).is_some_and(Body::is_council_or_assembly) {
                let finding = out.state(&document.entity, rap::CIRCULATION_UNDER, &body, &place);
                if let Some(session) = session_asked_for(m).filter(|_| Body::named(&body.key) == Some(Body::ASSEMBLY)) {
                    finding.with(rap::SESSION, Node::Plain(session));
                }
            }
        }
    });
}

/// The session of the Assembly as whose document the letter asks to be circulated: not always its own.
fn session_asked_for(m: &Match<'_, '_>) -> Option<String> {
    let rules = m.reading.knowledge.rules(m.reading.document.language);
    let words = m.words("text")?.trim();
    let ordinal = rules.layout.line("session", words, 0)?.get("ordinal")?;
    let number = rules.numerals.parse(ordinal.of(words))?;
    Body::ASSEMBLY.session(number)
}

fn item_number(words: &str) -> Option<String> {
    let start = words.find(|c: char| c.is_ascii_digit())?;
    let rest = &words[start..];
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let letter = rest[digits..].trim_start();
    let sub = letter.strip_prefix('(').unwrap_or(letter).split_once(')').map(|(l, _)| l.trim());
    let is_letter = |l: &&str| (1..=2).contains(&l.chars().count()) && l.chars().all(char::is_alphabetic);
    let sub = sub.filter(is_letter).map(|l| format!("({l})"));
    Some(format!("{}{}", &rest[..digits], sub.unwrap_or_default()))
}
