//! Contradictions and defects of a graph: each shipped check is a query of which any row is a problem.
//!
//! The constraints of `ontology/shapes.ttl` are among them, as one query a shape; there is no SHACL engine here.

use crate::query::QueryError;
use crate::query::shipped::{CHECKS, Shipped, all, named};
use crate::store::{Answer, Graph, Term};

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub check: Shipped,
    pub is_error: bool,
    /// Names of the columns.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<Term>>>,
}

/// The checks of the given names; all where none is given.
pub fn chosen(names: &[String]) -> Result<Vec<Shipped>, QueryError> {
    if names.is_empty() { Ok(all(CHECKS)) } else { names.iter().map(|name| named(CHECKS, name)).collect() }
}

/// Runs a check.
pub fn run(graph: &Graph, check: Shipped) -> Result<Outcome, QueryError> {
    let (columns, rows) = match graph.query(check.text)? {
        Answer::Table(columns, rows) => (columns, rows),
        // A check that asks yes or no: yes is the problem.
        Answer::Truth(true) => (Vec::new(), vec![Vec::new()]),
        Answer::Truth(false) | Answer::Triples(_) => (Vec::new(), Vec::new()),
    };
    Ok(Outcome { check, is_error: check.note("severity") == Some("error"), columns, rows })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = "https://w3id.org/rapporteur/id";

    fn rows(name: &str, quads: &str) -> usize {
        let graph = Graph::from_quads(quads).unwrap();
        run(&graph, named(CHECKS, name).unwrap()).unwrap().rows.len()
    }

    fn quad(subject: &str, predicate: &str, object: &str) -> String {
        format!("<{BASE}/{subject}> <{predicate}> {object} <{BASE}/document/A/1@en> .\n")
    }

    /// A statement with its evidence, whose quote is in the object.
    fn stated(name: &str, terms: [&str; 3], from: &str) -> String {
        use crate::vocabulary::{rap, rdf};
        let [s, p, o] = terms;
        let node = format!("statement/{name}");
        let evidence = format!("evidence/{name}");
        [
            quad(&node, rdf::TYPE, &format!("<{}>", rap::STATEMENT)),
            quad(&node, rdf::SUBJECT, &format!("<{BASE}/{s}>")),
            quad(&node, rdf::PREDICATE, &format!("<{p}>")),
            quad(&node, rdf::OBJECT, &format!("<{BASE}/{o}>")),
            quad(&node, rdf::TYPE, &format!("<{}>", rap::STATEMENT)),
            quad(&evidence, rdf::TYPE, &format!("<{}>", rap::EVIDENCE_CLASS)),
            quad(&node, rap::FROM, &format!("\"{from}\"^^<http://www.w3.org/2001/XMLSchema#gYear>")),
            quad(&node, rap::EVIDENCE, &format!("<{BASE}/{evidence}>")),
            quad(&evidence, rap::QUOTE, &format!("\"{s} {o}\"@en")),
        ]
        .concat()
    }

    #[test]
    fn two_chairs_contradict_in_one_year_only() {
        let chairs = crate::vocabulary::rap::CHAIRS;
        let one = stated("1", ["state/KAZ", chairs, "organisation/SCO"], "2024");
        let same = stated("2", ["state/KGZ", chairs, "organisation/SCO"], "2024");
        let next = stated("3", ["state/CHN", chairs, "organisation/SCO"], "2025");
        assert_eq!(rows("two-chairs-in-one-year", &[one.clone(), next].concat()), 0);
        assert_eq!(rows("two-chairs-in-one-year", &[one, same].concat()), 1);
    }

    #[test]
    fn a_letter_may_not_ask_for_another_session_than_its_own() {
        use crate::vocabulary::{rap, rdf};
        let letter = "document/letter-1";
        let asks = stated("1", [letter, rap::CIRCULATION_UNDER, "organisation/UNGA"], "2013");
        let asked = |session: &str| quad("statement/1", rap::SESSION, &format!("\"{session}\""));
        // The masthead's own statement, whose object is a text.
        let own = stated("2", [letter, rap::SESSION, "x"], "2013").replace(&format!("<{BASE}/x>"), "\"A/69\"");
        let own = [own, quad(letter, rap::SESSION, "\"A/69\""), quad("statement/2", rdf::OBJECT, "\"A/69\"")].concat();
        let found = |session: &str| rows("circulated-in-another-session", &[asks.clone(), asked(session), own.clone()].concat());
        assert_eq!((found("A/69"), found("S/66")), (0, 0));
        assert_eq!(found("A/66"), 1);
    }

    #[test]
    fn an_edge_needs_a_statement() {
        use crate::vocabulary::{org, rap, rdf};
        let copy = quad("document/A/1@en", rdf::TYPE, &format!("<{}>", rap::COPY));
        let edge = quad("state/TJK", org::MEMBER_OF, &format!("<{BASE}/organisation/CSTO>"));
        let statement = stated("1", ["state/TJK", org::MEMBER_OF, "organisation/CSTO"], "2024");
        assert_eq!(rows("edge-without-statement", &[copy.clone(), edge.clone()].concat()), 1);
        assert_eq!(rows("edge-without-statement", &[copy, edge, statement].concat()), 0);
    }

    #[test]
    fn shapes_count_and_look_at_values() {
        use crate::vocabulary::{rap, rdf, skos};
        let state = quad("state/TJK", rdf::TYPE, &format!("<{}>", rap::STATE));
        let code = quad("state/TJK", skos::NOTATION, "\"tj\"");
        // Neither a code of three letters nor a name.
        assert_eq!(rows("shape-state", &[state, code].concat()), 2);
        let evidence = quad("evidence/1", rdf::TYPE, &format!("<{}>", rap::EVIDENCE_CLASS));
        assert_eq!(rows("shape-evidence", &evidence), 5);
        assert_eq!(rows("evidence-without-place", &evidence), 1);
    }
}
