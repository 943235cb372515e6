//! Fixes variables of a query: the `VALUES` of a variable (its default) are replaced, or new ones put first.
//!
//! Works on the text, not on the answer: so a variable need not be selected, and stays bound within aggregates.

use super::QueryError;
use crate::store::Term;
use std::ops::Range;

/// The query with a variable fixed to one or more terms.
pub fn bind(sparql: &str, variable: &str, terms: &[Term]) -> Result<String, QueryError> {
    let tokens = tokens(sparql);
    let words: Vec<&str> = tokens.iter().map(|range| &sparql[range.clone()]).collect();
    let is_it = |word: &&str| word.strip_prefix(['?', '$']) == Some(variable);
    if !words.iter().any(is_it) {
        return Err(QueryError::NoSuchVariable { name: variable.to_owned(), known: variables(&words) });
    }
    let written: Vec<String> = terms.iter().map(ToString::to_string).collect();
    let written = written.join(" ");
    let default = words.windows(3).position(|w| w[0].eq_ignore_ascii_case("values") && is_it(&w[1]) && w[2] == "{");
    if let Some(at) = default {
        let open = tokens[at + 2].end;
        let close = words[at + 3..].iter().position(|w| *w == "}").map(|i| tokens[at + 3 + i].start);
        let close = close.ok_or_else(|| QueryError::NoPattern(variable.to_owned()))?;
        return Ok(format!("{} {written} {}", &sparql[..open], &sparql[close..]));
    }
    let open = pattern(&words).ok_or_else(|| QueryError::NoPattern(variable.to_owned()))?;
    let values = format!(" VALUES ?{variable} {{ {written} }} ");
    let mut bound = sparql.to_owned();
    for place in optional(&words, open, is_it).into_iter().rev().chain([open]) {
        bound.insert_str(tokens[place].end, &values);
    }
    Ok(bound)
}

/// The braces of the OPTIONAL parts of a pattern that name a variable. What holds for the pattern holds in them; said
/// there too it keeps the evaluator from working them out for all values.
fn optional(words: &[&str], open: usize, is_it: impl Fn(&&str) -> bool) -> Vec<usize> {
    let (mut depth, mut places, mut part) = (1_usize, Vec::new(), None);
    for (i, word) in words.iter().enumerate().skip(open + 1) {
        match *word {
            "{" => {
                if depth == 1 && words[i - 1].eq_ignore_ascii_case("optional") {
                    part = Some(i);
                }
                depth += 1;
            }
            "}" if depth == 1 => break,
            "}" => {
                depth -= 1;
                part = part.filter(|_| depth > 1);
            }
            _ if is_it(word) => places.extend(part.take()),
            _ => {}
        }
    }
    places
}

fn variables(words: &[&str]) -> String {
    let mut names: Vec<String> = words.iter().filter_map(|w| w.strip_prefix(['?', '$'])).map(|name| format!("?{name}")).collect();
    names.sort();
    names.dedup();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The token that opens the query's pattern: the brace after the outermost WHERE, where there is one.
fn pattern(words: &[&str]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut after_where = false;
    let mut braces = Vec::new();
    for (i, word) in words.iter().enumerate() {
        match *word {
            "{" if depth == 0 && after_where => return Some(i),
            "{" | "(" => {
                if depth == 0 && *word == "{" {
                    braces.push(i);
                }
                depth += 1;
            }
            "}" | ")" => depth = depth.saturating_sub(1),
            _ => after_where |= depth == 0 && word.eq_ignore_ascii_case("where"),
        }
    }
    // A CONSTRUCT without the word WHERE has its template first.
    let constructs = words.iter().any(|w| w.eq_ignore_ascii_case("construct"));
    braces.get(usize::from(constructs)).copied()
}

/// Words, variables, braces and brackets of a query; comments, strings and IRIs are passed over.
fn tokens(sparql: &str) -> Vec<Range<usize>> {
    let bytes = sparql.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let end = match bytes[at] {
            b'#' => sparql[at..].find('\n').map_or(bytes.len(), |i| at + i),
            b'"' | b'\'' => string_end(sparql, at),
            b'<' => iri_end(sparql, at),
            b'{' | b'}' | b'(' | b')' => {
                found.push(at..at + 1);
                at + 1
            }
            b'?' | b'$' => word(bytes, at, at + 1, &mut found),
            b if is_name(b) => word(bytes, at, at, &mut found),
            _ => at + 1,
        };
        at = end;
    }
    found
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

fn word(bytes: &[u8], start: usize, from: usize, found: &mut Vec<Range<usize>>) -> usize {
    let length = bytes[from..].iter().take_while(|b| is_name(**b)).count();
    found.push(start..from + length);
    from + length
}

/// The end of a string with one or three quotation marks.
fn string_end(sparql: &str, at: usize) -> usize {
    let mark = &sparql[at..=at];
    let long = mark.repeat(3);
    let mark = if sparql[at..].starts_with(&long) { long.as_str() } else { mark };
    let mut position = at + mark.len();
    while position < sparql.len() {
        let rest = &sparql.as_bytes()[position..];
        if rest.starts_with(mark.as_bytes()) {
            return position + mark.len();
        }
        position += if rest[0] == b'\\' { 2 } else { 1 };
    }
    sparql.len()
}

/// The end of an IRI; of the sign alone where it means "less than".
fn iri_end(sparql: &str, at: usize) -> usize {
    let rest = &sparql[at + 1..];
    let end = rest.find(|c: char| c == '>' || c.is_whitespace() || matches!(c, '<' | '"' | '{' | '}'));
    match end {
        Some(length) if rest.as_bytes()[length] == b'>' => at + length + 2,
        _ => at + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::term::named;

    fn bound(sparql: &str) -> String {
        bind(sparql, "o", &[named("http://e/x").unwrap()]).unwrap()
    }

    #[test]
    fn values_come_first_in_the_pattern() {
        assert_eq!(bound("SELECT ?o {?s ?p ?o}"), "SELECT ?o { VALUES ?o { <http://e/x> } ?s ?p ?o}");
        assert_eq!(
            bound("SELECT (EXISTS {?a ?b ?c} AS ?x) WHERE {?s ?p ?o}"),
            "SELECT (EXISTS {?a ?b ?c} AS ?x) WHERE { VALUES ?o { <http://e/x> } ?s ?p ?o}"
        );
        assert_eq!(bound("CONSTRUCT {?s ?p ?o} {?s ?p ?o}"), "CONSTRUCT {?s ?p ?o} { VALUES ?o { <http://e/x> } ?s ?p ?o}");
    }

    #[test]
    fn optional_parts_know_what_is_fixed() {
        let sparql = "SELECT ?x WHERE { ?y ?p ?x OPTIONAL { ?x ?q ?z { ?x ?a ?x } } OPTIONAL { ?y ?q ?z } { OPTIONAL { ?x ?r ?z } } }";
        let expected = "SELECT ?x WHERE { VALUES ?x { <urn:a> }  ?y ?p ?x OPTIONAL { VALUES ?x { <urn:a> }  ?x ?q ?z { ?x ?a ?x } } \
                        OPTIONAL { ?y ?q ?z } { OPTIONAL { ?x ?r ?z } } }";
        assert_eq!(bind(sparql, "x", &[named("urn:a").unwrap()]).unwrap(), expected);
    }

    #[test]
    fn defaults_are_replaced() {
        assert_eq!(bound("SELECT * {VALUES ?o { <http://e/#y> } ?s ?p ?o}"), "SELECT * {VALUES ?o { <http://e/x> } ?s ?p ?o}");
    }

    #[test]
    fn comments_strings_and_comparisons_are_passed_over() {
        let query = "# WHERE { ?o\nSELECT ?o WHERE # {\n{ ?s ?p ?o FILTER(?o < 5 && ?p != \"}{\\\"\") }";
        assert!(bound(query).contains("\n{ VALUES ?o { <http://e/x> }  ?s ?p ?o"));
    }

    #[test]
    fn a_variable_that_is_not_there_is_an_error() {
        let error = bind("SELECT ?a {?a ?b \"?o\"}", "o", &[]).unwrap_err().to_string();
        assert_eq!(error, "the query has no variable ?o; it has ?a, ?b");
    }
}
