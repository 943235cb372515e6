//! The reference graph: what the gazetteers know of names, codes and links. It asserts nothing about the world.

use super::iri::{Iris, write_literal};
use super::ontology;
use super::quads::{QuadBuilder, Quads};
use crate::knowledge::Knowledge;
use crate::knowledge::gazetteer::{EntityRow, Form};
use crate::model::{Kind, Node};
use crate::vocabulary::{WIKIDATA, owl, rap, rdf, rdfs, skos};
use std::collections::BTreeMap;

/// The thesaurus and the Sustainable Development Goals of the United Nations.
const UNBIS: &str = "http://metadata.un.org/thesaurus/";
const SDG: &str = "http://metadata.un.org/sdg/";
/// Entries of the terminology database of the United Nations.
const UNTERM: &str = "https://unterm.un.org/unterm2/en/view/";

#[must_use]
pub fn quads(knowledge: &Knowledge, iris: &Iris) -> Quads {
    let mut quads = QuadBuilder::new(iris, &iris.graph("reference"));
    for row in &knowledge.gazetteer.entities {
        let Some(class) = class_of(row.entity.kind) else { continue };
        let subject = iris.entity(&row.entity);
        quads.link(&subject, rdf::TYPE, class);
        quads.add(&subject, skos::NOTATION, |_, out| write_literal(&row.entity.key, out));
        codes(row, &subject, &mut quads);
    }
    for row in knowledge.gazetteer.names.iter() {
        // A row with alternatives is a pattern, no name.
        if class_of(row.entity.kind).is_none() || row.entity.kind == Kind::Group && row.name.contains('|') {
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
    for (code, links) in &knowledge.subjects {
        subject_heading(code, links, iris, &mut quads);
    }
    // What the classes and relations of the graph are called, so that it can be read without the ontology at hand.
    for (term, label) in ontology::labels() {
        quads.add(&term, rdfs::LABEL, |_, out| out.push_str(&label.to_string()));
    }
    quads.finish()
}

/// What an entity is called in other systems. A code that another system has for the same thing is a plain string.
fn codes(row: &EntityRow, subject: &str, quads: &mut QuadBuilder<'_>) {
    for (system, value) in &row.codes {
        match system.as_str() {
            "wikidata" => quads.link(subject, owl::SAME_AS, &format!("{WIKIDATA}{value}")),
            "unterm" => quads.link(subject, rdfs::SEE_ALSO, &format!("{UNTERM}{value}")),
            "iso2" => code(quads, subject, rap::ISO2, value),
            "isoNumeric" => code(quads, subject, rap::ISO_NUMERIC, value),
            "m49" => {
                code(quads, subject, rap::M49, value);
                // ISO 3166-1 takes its numbers from M49.
                code(quads, subject, rap::ISO_NUMERIC, value);
            }
            "cow" => code(quads, subject, rap::COW, value),
            "cowIgo" => code(quads, subject, rap::COW_IGO, value),
            _ => {}
        }
    }
    if row.entity.kind == Kind::State {
        code(quads, subject, rap::ISO3, &row.entity.key);
    }
}

fn code(quads: &mut QuadBuilder<'_>, subject: &str, predicate: &str, value: &str) {
    quads.add(subject, predicate, |_, out| write_literal(value, out));
}

/// A subject heading: its English words are its key, the thesaurus and the goals of the United Nations know it by code.
fn subject_heading(code: &str, links: &BTreeMap<String, String>, iris: &Iris, quads: &mut QuadBuilder<'_>) {
    let subject = iris.subject(code);
    quads.link(&subject, rdf::TYPE, skos::CONCEPT);
    quads.add(&subject, skos::NOTATION, |_, out| write_literal(code, out));
    for (system, value) in links {
        let known = [("unbis", UNBIS), ("sdg", SDG)];
        if let Some((_, namespace)) = known.iter().find(|(name, _)| name == system) {
            quads.link(&subject, skos::EXACT_MATCH, &format!("{namespace}{value}"));
        }
    }
}

const fn class_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::State => Some(rap::STATE),
        Kind::Organisation => Some(rap::ORGANISATION),
        Kind::Instrument => Some(rap::INSTRUMENT_CLASS),
        Kind::Place => Some(rap::PLACE),
        Kind::Group => Some(rap::GROUP),
        Kind::Post => None,
        _ => None,
    }
}
