//! Terms of the graph as the rest of the program handles them: oxigraph's own type, and what is asked of it.

use crate::vocabulary::{PREFIXES, xsd};
use oxigraph::model::{Literal, NamedNode};
pub use oxigraph::model::{Term, Triple};
use std::str::FromStr;

/// The IRI, where the term is one.
#[must_use]
pub fn iri(term: &Term) -> Option<&str> {
    match term {
        Term::NamedNode(node) => Some(node.as_str()),
        _ => None,
    }
}

/// The IRI or the characters of the literal, without language and datatype.
#[must_use]
pub fn lexical(term: &Term) -> &str {
    match term {
        Term::NamedNode(node) => node.as_str(),
        Term::BlankNode(node) => node.as_str(),
        Term::Literal(literal) => literal.value(),
    }
}

#[must_use]
pub fn language(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => literal.language(),
        _ => None,
    }
}

/// Whether a term is words: a plain string, or one in a language.
#[must_use]
pub fn is_text(term: &Term) -> bool {
    matches!(term, Term::Literal(literal) if literal.language().is_some() || literal.datatype().as_str() == xsd::STRING)
}

/// The datatype of a literal.
#[must_use]
pub fn datatype(term: &Term) -> Option<&str> {
    match term {
        Term::Literal(literal) => Some(literal.datatype().as_str()),
        _ => None,
    }
}

#[must_use]
pub fn is_year(term: &Term) -> bool {
    matches!(term, Term::Literal(literal) if literal.datatype().as_str() == xsd::G_YEAR)
}

/// An IRI as a term; `None` where it is not one.
#[must_use]
pub fn named(iri: &str) -> Option<Term> {
    NamedNode::new(iri).ok().map(Term::from)
}

/// A literal with a datatype of XML Schema.
#[must_use]
pub fn typed(value: &str, datatype: &str) -> Term {
    Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
}

/// A plain string.
#[must_use]
pub fn plain(value: &str) -> Term {
    Literal::new_simple_literal(value).into()
}

/// Words in a language.
#[must_use]
pub fn tagged(value: &str, language: &str) -> Term {
    Literal::new_language_tagged_literal_unchecked(value, language).into()
}

/// A triple; `None` where its subject or predicate is no IRI.
#[must_use]
pub fn triple(subject: &str, predicate: &str, object: Term) -> Option<Triple> {
    Some(Triple::new(NamedNode::new(subject).ok()?, NamedNode::new(predicate).ok()?, object))
}

/// A term in the syntax of N-Triples, where prefixed names may stand for IRIs (`"2024"^^xsd:gYear`).
#[must_use]
pub fn parse(text: &str) -> Option<Term> {
    if let Some((value, datatype)) = text.rsplit_once("^^")
        && let Some(iri) = expand(datatype)
    {
        return Term::from_str(&format!("{value}^^<{iri}>")).ok();
    }
    Term::from_str(text).ok()
}

/// The IRI of a prefixed name, where the prefix is one of [`PREFIXES`].
#[must_use]
pub fn expand(name: &str) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    PREFIXES.iter().find(|(known, _)| *known == prefix).map(|(_, namespace)| format!("{namespace}{local}"))
}

/// A date as exact as it is written: `2024`, `2024-07` or `2024-07-19`.
#[must_use]
pub fn date(text: &str) -> Option<Term> {
    let digits: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = digits.iter().map(|part| part.len()).collect();
    let datatype = match lengths.as_slice() {
        [4] => xsd::G_YEAR,
        [4, 2] => xsd::G_YEAR_MONTH,
        [4, 2, 2] => xsd::DATE,
        _ => return None,
    };
    digits.iter().all(|part| part.bytes().all(|b| b.is_ascii_digit())).then(|| typed(text, datatype))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_literals_with_prefixed_datatypes() {
        assert_eq!(parse("\"2024\"^^xsd:gYear"), Some(typed("2024", xsd::G_YEAR)));
        assert_eq!(parse("\"a ^^ b\"").as_ref().map(lexical), Some("a ^^ b"));
        assert_eq!(parse("\"Tadjikistan\"@fr").as_ref().and_then(language), Some("fr"));
        assert_eq!(parse("\"open"), None);
    }

    #[test]
    fn dates_are_as_exact_as_written() {
        assert_eq!(date("2024-07"), Some(typed("2024-07", xsd::G_YEAR_MONTH)));
        assert_eq!(date("2024-7"), None);
        assert_eq!(date("S/76"), None);
    }
}
