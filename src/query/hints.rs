//! Why a question had no answer: relations, classes and things that it names and that the graph does not have.

use super::labels::short;
use super::lookup::{distance, fold};
use crate::store::term::lexical;
use crate::store::{Graph, StoreError, dataset, ontology};
use crate::vocabulary::{PREFIXES, rdf, shorten, xsd};

/// Names that are spelt nearly so.
const OFFERED: usize = 3;

/// What a query names that occurs nowhere, each with what may have been meant.
pub fn absent(graph: &Graph, sparql: &str) -> Result<Vec<String>, StoreError> {
    let base = graph.base();
    let named = dataset::iris(sparql, base)?;
    // Types of literals are no things, and nobody expects other people's IRIs to be there.
    let is_ours = |iri: &str| {
        !iri.starts_with(xsd::NS) && ((iri.starts_with(base) && iri != base) || PREFIXES.iter().any(|(_, ns)| iri.starts_with(ns)))
    };
    let absent = named.iter().filter(|iri| is_ours(iri) && !graph.uses(iri));
    Ok(absent.map(|iri| format!("nothing in the graph has {}{}", short(iri, base), meant(graph, iri))).collect())
}

/// Terms of the vocabulary that the graph uses and that are spelt nearly so.
fn meant(graph: &Graph, iri: &str) -> String {
    if iri.starts_with(graph.base()) {
        return String::new();
    }
    let local = |iri: &str| fold(iri.rsplit(['#', '/']).next().unwrap_or(iri));
    let wanted = local(iri);
    let known = ontology::labels().into_iter().map(|(term, _)| term).filter(|term| graph.uses(term));
    let relations = graph.objects(rdf::PREDICATE).unwrap_or_default().into_iter().map(|relation| lexical(&relation).to_owned());
    let mut terms: Vec<String> = known.chain(relations).collect();
    terms.sort();
    terms.dedup();
    let mut near: Vec<(usize, String)> =
        terms.iter().filter_map(|term| distance(&wanted, &local(term)).map(|far| (far, shorten(term)))).collect();
    near.sort();
    let near: Vec<String> = near.into_iter().take(OFFERED).map(|(_, name)| name).collect();
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_told() {
        let base = "https://w3id.org/rapporteur/id/";
        let member = "<http://www.w3.org/ns/org#memberOf>";
        let quad = format!(
            "<{base}state/TJK> {member} <{base}organisation/CIS> <{base}graph/x> .\n<{base}statement/1> <{}> {member} <{base}graph/x> .\n",
            rdf::PREDICATE
        );
        let graph = Graph::from_quads(&quad).unwrap();
        let of = |sparql: &str| absent(&graph, sparql).unwrap();
        assert_eq!(
            of("SELECT ?s { ?s rap:memberOf <organisation/CIS> FILTER(xsd:integer(?s) > 1) }"),
            ["nothing in the graph has rap:memberOf; did you mean org:memberOf?"]
        );
        assert_eq!(of("ASK { <state/TJX> org:memberOf ?o }"), ["nothing in the graph has state/TJX"]);
        assert!(of("ASK { <state/TJK> org:memberOf ?o }").is_empty());
    }
}
