//! What the vocabulary calls its own terms, in six languages: the labels of the ontology that is built in.

use super::term::{Term, lexical};
use crate::vocabulary::rdfs;
use oxigraph::io::{RdfFormat, RdfParser};

const ONTOLOGY: &str = include_str!("../../ontology/rapporteur.ttl");

/// IRIs of terms with their labels. A test sees to it that the ontology can be read.
#[must_use]
pub fn labels() -> Vec<(String, Term)> {
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(ONTOLOGY.as_bytes());
    let labels = quads.flatten().filter(|quad| quad.predicate.as_str() == rdfs::LABEL);
    labels.map(|quad| (lexical(&Term::from(quad.subject)).to_owned(), quad.object)).collect()
}

/// Relations with the wider ones that they entail: who recalls a document cites it.
#[must_use]
pub fn wider() -> Vec<(String, String)> {
    let quads = RdfParser::from_format(RdfFormat::Turtle).for_slice(ONTOLOGY.as_bytes());
    let narrower = quads.flatten().filter(|quad| quad.predicate.as_str() == rdfs::SUB_PROPERTY_OF);
    narrower.map(|quad| (lexical(&Term::from(quad.subject)).to_owned(), lexical(&quad.object).to_owned())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::rap;

    #[test]
    fn every_term_has_a_label() {
        let labels = labels();
        for term in rap::ALL {
            assert!(labels.iter().any(|(iri, _)| iri == term), "{term} has no label in the ontology");
        }
    }
}
