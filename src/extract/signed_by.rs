//! Signatures: who signed, for whom, in which post.

use super::reading::as_of;
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Node, SegmentKind as K};
use crate::recognise::assemble::signatory_office;
use crate::recognise::claims::part_entity;
use crate::vocabulary::{foaf, org, rap, rdf};

pub struct SignedBy;

const NAME: &str = "signed_by";

impl Extractor for SignedBy {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::SIGNED_BY, rap::REPRESENTS, org::HOLDS, org::POST_IN]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        for (index, segment) in document.of_kind(K::Signature) {
            let Some(span) = segment.capture("name") else { continue };
            let name = document.slice(span).replace('\n', "");
            let (holder, post) = signatory_office(document, reading.knowledge, segment);
            let Some(person) = reading.person(&name, holder.as_ref(), post.as_deref()) else { continue };
            let place = reading.place_in(index, segment.span, NAME).pattern("signed");
            let signed = segment.parent.map_or_else(|| document.entity.clone(), |annex| part_entity(document, annex));
            out.state(signed, rap::SIGNED_BY, person, &place);
            describe_person(out, reading, person);
            let Some(holder) = holder else { continue };
            out.state(person, rap::REPRESENTS, &holder, &place).with_all(&as_of(document.date));
            if let Some(post) = post {
                state_post(out, person, &holder, &post, document.date, &place);
            }
        }
    }
}

/// States that a person holds a post and whose post it is.
pub fn state_post(
    out: &mut Findings,
    person: &Entity,
    holder: &Entity,
    post: &str,
    date: Option<crate::model::PartialDate>,
    place: &crate::model::finding::Place<'_>,
) {
    let post = Entity::post(holder, post);
    out.state(person, org::HOLDS, &post, place).with_all(&as_of(date));
    out.state(&post, org::POST_IN, holder, place);
    out.describe(&post, rdf::TYPE, Node::Term(org::POST));
}

/// Type and names of a person, each as printed.
pub fn describe_person(out: &mut Findings, reading: &Reading<'_>, person: &Entity) {
    out.describe(person, rdf::TYPE, Node::Term(foaf::PERSON));
    let known = reading.people.iter().find(|p| p.entity == *person);
    for (name, _) in known.iter().flat_map(|p| &p.names) {
        out.describe(person, foaf::NAME, Node::Text(name.clone(), reading.document.language));
    }
}
