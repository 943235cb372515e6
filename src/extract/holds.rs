//! Persons named with a post: `CSTO Secretary-General X`, `President Y of Z`.

use super::reading::as_of;
use super::signed_by::{describe_person, state_post};
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Kind, Meaning, Node};
use crate::recognise::offices::presidency;
use crate::vocabulary::{org, rap, rdf};

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
            let Some(person) = reading.person(&office.name, Some(&office.holder), Some(&office.post)) else { continue };
            let place = reading.place_in(office.segment, office.span, NAME).pattern("office");
            describe_person(out, reading, person);
            let post = reading.people.full_post(person, &office.post);
            state_post(out, person, &office.holder, &post, document.date, &place);
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
                let place = reading.place(sentence, NAME).pattern("bare-post").confidence(0.9);
                let post = reading.people.full_post(&person.entity, code);
                describe_person(out, reading, &person.entity);
                state_post(out, &person.entity, holder, &post, reading.document.date, &place);
            }
        }
    }
}

/// A post named directly after the state or organisation whose it is, with nobody in it.
fn posts(reading: &Reading<'_>, out: &mut Findings) {
    for sentence in &reading.sentences {
        for pair in reading.mentions(sentence).windows(2) {
            let [holder, post] = pair else { continue };
            let (Meaning::Name(holder_entity), Meaning::Post(code)) = (&holder.meaning, &post.meaning) else { continue };
            // Posts that states and organisations both have say too little beside a name.
            let scope = reading.knowledge.gazetteer.kind_of(&Entity::new(Kind::Post, code.clone()));
            let fits = matches!((holder_entity.kind, scope), (Kind::State, "state") | (Kind::Organisation, "organisation"));
            if fits && holder.span.end == post.span.start {
                let code = presidency(reading.knowledge, holder_entity, code.clone());
                let place = reading.place(sentence, NAME).pattern("post");
                let post = Entity::post(holder_entity, &code);
                out.state(&post, org::POST_IN, holder_entity, &place);
                out.describe(&post, rdf::TYPE, Node::Term(org::POST));
            }
        }
    }
}
