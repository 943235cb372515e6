//! Problems as quads, for streams that have no other place for them: a batch engine keeps them beside the facts, `merge`
//! takes them out again.

use super::iri::{Iris, hash};
use super::quads::{QuadBuilder, Quads};
use crate::model::{Node, Problem, Severity};
use crate::vocabulary::{rap, rdf};
use oxigraph::model::{NamedOrBlankNode, Term};
use std::collections::BTreeMap;

/// The graph of problems, behind `graph/`.
pub const GRAPH: &str = "problems";

/// The quads of problems, sorted, each problem once.
#[must_use]
pub fn quads(problems: &[Problem], iris: &Iris) -> Quads {
    let mut quads = QuadBuilder::new(iris, &iris.graph(GRAPH));
    for problem in problems {
        let iri = iris.problem(&hash(&[&problem.path, &problem.place, problem.severity.word(), &problem.message]));
        quads.link(&iri, rdf::TYPE, rap::PROBLEM);
        let mut say = |predicate: &str, text: &str| quads.node(&iri, predicate, &Node::Plain(text.to_owned()));
        say(rap::PATH, &problem.path);
        say(rap::SEVERITY, problem.severity.word());
        say(rap::MESSAGE, &problem.message);
        if !problem.place.is_empty() {
            say(rap::WHERE, &problem.place);
        }
    }
    quads.finish()
}

/// The problems that quads tell, in the order of their addresses.
#[must_use]
pub fn of_quads(text: &str) -> Vec<Problem> {
    let mut told: BTreeMap<String, Problem> = BTreeMap::new();
    for quad in oxigraph::io::RdfParser::from_format(oxigraph::io::RdfFormat::NQuads).for_slice(text.as_bytes()).flatten() {
        let (NamedOrBlankNode::NamedNode(subject), Term::Literal(value)) = (quad.subject, quad.object) else { continue };
        let problem = told.entry(subject.into_string()).or_insert_with(|| Problem::new("", Severity::Error, ""));
        let value = value.value();
        match quad.predicate.as_str() {
            rap::PATH => value.clone_into(&mut problem.path),
            rap::WHERE => value.clone_into(&mut problem.place),
            rap::MESSAGE => value.clone_into(&mut problem.message),
            rap::SEVERITY => {
                problem.severity = Severity::ALL.into_iter().find(|severity| severity.word() == value).unwrap_or(Severity::Error);
            }
            _ => {}
        }
    }
    told.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_come_back_as_they_were() {
        let iris = Iris::default();
        let mut problems =
            vec![Problem::new("a \"b\".pdf", Severity::Error, "two\nlines"), Problem::new("c", Severity::Note, "assumed").at("line 3")];
        let mut back = of_quads(quads(&problems, &iris).text());
        problems.sort();
        back.sort();
        assert_eq!(back, problems);
    }
}
