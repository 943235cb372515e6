//! Persons named with a post: `CSTO Secretary-General X`, `President Y of Z`.

use super::reading::as_of;
use super::signed_by::{describe_person, state_post};
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Kind, Meaning, Mention, Node};
use crate::recognise::offices::presidency;
use crate::vocabulary::{org, rap, rdf, skos};
use std::sync::Arc;

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
        posts(reading, out);
        bare_posts(reading, out);
        for office in &document.offices {
            let person = match &office.beside {
                Some(other) => reading.person(&office.name, Some(other), None),
                None => reading.person(&office.name, Some(&office.holder), Some(&office.post)),
            };
            let Some(person) = person else { continue };
            let mut place = reading.place_in(office.segment, office.span, NAME).pattern("office");
            place.evidence.antecedents.extend(office.antecedent);
            describe_person(out, reading, person);
            let post = reading.people.full_post(person, &office.post);
            state_post(out, person, &office.holder, &post, document.date, &place);
            if let Some(words) = office.label {
                let label = Node::Text(document.text.quote(words), document.segments[office.segment].language);
                out.describe(Entity::post(&office.holder, &post), skos::PREF_LABEL, label);
            }
            if office.holder.is_state() {
                out.state(person, rap::REPRESENTS, &office.holder, &place).with_all(&as_of(document.date));
            }
        }
    }
}

/// A name with a post beside it but nobody whose it is: the person of that post whom the document names in full.
fn bare_posts(reading: &Reading<'_>, out: &mut Findings) {
    for sentence in &reading.sentences {
        for pair in reading.mentions(sentence).windows(2) {
            let (Meaning::Person(name), Meaning::Post(code)) = (&pair[0].meaning, &pair[1].meaning) else { continue };
            if pair[0].span.end != pair[1].span.start {
                continue;
            }
            let Some(person) = reading.people.find(name, None, Some(code)) else { continue };
            if let Some(holder) = person.holder.as_ref().filter(|_| !person.posts.is_empty()) {
                let place = reading.place(sentence, NAME).pattern("bare-post");
                let post = reading.people.full_post(&person.entity, code);
                describe_person(out, reading, &person.entity);
                state_post(out, &person.entity, holder, &post, reading.document.date, &place);
            }
        }
    }
}

/// A post named beside the state or organisation whose it is, with nobody in it.
fn posts(reading: &Reading<'_>, out: &mut Findings) {
    for sentence in &reading.sentences {
        for pair in reading.mentions(sentence).windows(2) {
            let Some((holder, code)) = post_of_holder(reading, &pair[0], &pair[1]) else { continue };
            // Posts that states and organisations both have say too little beside a name.
            let scope = reading.knowledge.gazetteer.kind_of(&Entity::new(Kind::Post, code.clone()));
            if matches!((holder.kind, scope), (Kind::State, "state") | (Kind::Organisation, "organisation")) {
                let code = presidency(reading.knowledge, holder, code.clone());
                let place = reading.place(sentence, NAME).pattern("post");
                let post = Entity::post(holder, &code);
                out.state(&post, org::POST_IN, holder, &place);
                out.describe(&post, rdf::TYPE, Node::Term(org::POST));
            }
        }
    }
}

/// A holder directly before its post, or behind it with a joining word between (the Permanent Representative of X).
fn post_of_holder<'m>(reading: &Reading<'_>, first: &'m Mention, second: &'m Mention) -> Option<(&'m Entity, &'m Arc<str>)> {
    let between = reading.document.text.content.get(first.span.end..second.span.start)?;
    match (&first.meaning, &second.meaning) {
        (Meaning::Name(holder), Meaning::Post(code)) => between.is_empty().then_some((holder, code)),
        (Meaning::Post(code), Meaning::Name(holder)) => {
            let settings = &reading.knowledge.rules(reading.document.language).settings;
            settings.joins_holder(between).then_some((holder, code))
        }
        _ => None,
    }
}
