//! Prefixes of a query that nobody declared: the parser only says that something else was expected after them.

use super::sparql::ENTITY_PREFIX;
use crate::vocabulary::PREFIXES;
use std::collections::BTreeSet;
use std::ops::Range;

/// What is wrong, with the line that it is about; `None` where all prefixes are declared.
pub fn undeclared(sparql: &str) -> Option<String> {
    let (used, declared) = prefixes(sparql);
    let is_known =
        |prefix: &str| declared.contains(prefix) || prefix == ENTITY_PREFIX || PREFIXES.iter().any(|(known, _)| *known == prefix);
    let place = used.into_iter().find(|place| !is_known(&sparql[place.clone()]))?;
    let prefix = &sparql[place.clone()];
    let known: Vec<String> = PREFIXES.iter().map(|(known, _)| format!("{known}:")).collect();
    let begin = sparql[..place.start].rfind('\n').map_or(0, |at| at + 1);
    let line = sparql[begin..].lines().next().unwrap_or("");
    let margin = format!("{} | ", sparql[..place.start].matches('\n').count() + 1);
    let indent = " ".repeat(margin.len() + sparql[begin..place.start].chars().count());
    Some(format!(
        "the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <IRI> (no declaration is needed for {}, {ENTITY_PREFIX}:)\n\
         {margin}{line}\n{indent}^",
        known.join(", ")
    ))
}

/// Where prefixes are used, and which are declared. Comments, strings and IRIs are passed over.
fn prefixes(sparql: &str) -> (Vec<Range<usize>>, BTreeSet<&str>) {
    let (mut used, mut declared) = (Vec::new(), BTreeSet::new());
    let mut word = "";
    let mut at = 0;
    while let Some(c) = sparql[at..].chars().next() {
        let rest = &sparql[at..];
        let length = match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => string(rest),
            '<' => rest.find(|c: char| c == '>' || c.is_whitespace()).filter(|end| rest[*end..].starts_with('>')).map_or(1, |end| end + 1),
            c if is_name(c) || c == ':' => {
                let name = rest.find(|c| !is_name(c)).unwrap_or(rest.len());
                if !rest[name..].starts_with(':') {
                    word = &rest[..name];
                    name
                } else if word.eq_ignore_ascii_case("prefix") {
                    declared.insert(&rest[..name]);
                    word = "";
                    name + 1
                } else {
                    // The prefix of a blank node is no prefix.
                    used.extend((&rest[..name] != "_").then_some(at..at + name));
                    rest.find(|c| !is_name(c) && !matches!(c, ':' | '%' | '\\')).unwrap_or(rest.len())
                }
            }
            '?' | '$' => 1 + rest[1..].find(|c| !is_name(c)).unwrap_or(rest.len() - 1),
            c => c.len_utf8(),
        };
        at += length;
    }
    (used, declared)
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// The length of a string with one or three quotation marks.
pub(super) fn string(rest: &str) -> usize {
    let mark = &rest[..1];
    let long = mark.repeat(3);
    let mark = if rest.starts_with(&long) { long.as_str() } else { mark };
    let mut at = mark.len();
    while let Some(c) = rest[at..].chars().next() {
        if rest[at..].starts_with(mark) {
            return at + mark.len();
        }
        let escaped = if c == '\\' { rest[at + 1..].chars().next().map_or(0, char::len_utf8) } else { 0 };
        at += c.len_utf8() + escaped;
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_that_nobody_declared_is_named_with_its_line() {
        let message = undeclared("SELECT ?s\nWHERE { ?s foo:bar ?o }").unwrap();
        assert!(message.starts_with("the prefix foo: is not declared; begin with PREFIX foo: <IRI>"), "{message}");
        assert!(message.ends_with("2 | WHERE { ?s foo:bar ?o }\n               ^"), "{message}");
        assert!(undeclared("SELECT ?s { ?s :bar ?o }").unwrap().starts_with("the prefix : "));
        assert!(undeclared("SELECT ?s { ?s a|^foo:bar ?o }").is_some());
    }

    #[test]
    fn comments_strings_iris_and_blank_nodes_have_none() {
        for query in [
            "PREFIX foo: <http://e/> SELECT ?s { ?s foo:b:c ?o }",
            "prefix : <http://e/> SELECT ?s { ?s :b ?o }",
            "SELECT ?s { ?s rap:on ?o ; id:x ?p # foo:bar\n}",
            "SELECT ?s { ?s <foo:bar> \"foo:bar\", 'a\\'foo:b', \"\"\"x\" foo:bar\"\"\" }",
            "SELECT ?s { _:b rap:on ?s FILTER (?s < 5 && ?s > \"2024\"^^xsd:gYear) }",
        ] {
            assert_eq!(undeclared(query), None, "{query}");
        }
    }
}
