//! The reference graph: what the gazetteers know of names, codes and links. It asserts nothing about the world.

use super::iri::{Iris, write_literal};
use super::quads::{QuadBuilder, Quads};
use crate::knowledge::Knowledge;
use crate::knowledge::gazetteer::Form;
use crate::model::{Kind, Node};
use crate::vocabulary::{owl, rap, rdf, skos};

#[must_use]
pub fn quads(knowledge: &Knowledge, iris: &Iris) -> Quads {
    let mut quads = QuadBuilder::new(iris, &iris.graph("reference"));
    for row in &knowledge.gazetteer.entities {
        let Some(class) = class_of(row.entity.kind) else { continue };
        let subject = iris.entity(&row.entity);
        quads.link(&subject, rdf::TYPE, class);
        quads.add(&subject, skos::NOTATION, |_, out| write_literal(&row.entity.key, out));
        for (_, value) in row.codes.iter().filter(|(column, _)| column == "wikidata") {
            quads.link(&subject, owl::SAME_AS, &format!("http://www.wikidata.org/entity/{value}"));
        }
    }
    for row in &knowledge.gazetteer.names {
        if class_of(row.entity.kind).is_none() {
            continue;
        }
        let preferred = match row.entity.kind {
            Kind::State => row.form == Form::Short,
            _ => row.form == Form::Name,
        };
        let predicate = match row.form {
            _ if preferred => skos::PREF_LABEL,
            Form::Inflected => continue,
            _ => skos::ALT_LABEL,
        };
        quads.node(&iris.entity(&row.entity), predicate, &Node::Text(row.name.clone(), row.language));
    }
    quads.finish()
}

const fn class_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::State => Some(rap::STATE),
        Kind::Organisation => Some(rap::ORGANISATION),
        Kind::Instrument => Some(rap::INSTRUMENT_CLASS),
        Kind::Place => Some(rap::PLACE),
        Kind::Post => None,
        _ => None,
    }
}
