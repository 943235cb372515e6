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
