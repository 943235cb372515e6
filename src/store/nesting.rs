//! How deep a query is: brackets within brackets, and long chains of operators, which the parser and the evaluator
//! follow by calling themselves. What no person writes is refused before it is read.

use super::directory::StoreError;

/// Brackets within brackets.
const DEPTH: usize = 64;
/// Signs that may stand before what they change, one after the other (`!!!`, `^^`, `--`).
const SIGNS: usize = 32;
/// Operators, patterns and other parts that may make one long chain.
const CHAIN: usize = 4000;
/// Bytes of a query.
const LENGTH: usize = 1 << 20;

/// Refuses a query that is too deep or too long.
pub fn check(sparql: &str) -> Result<(), StoreError> {
    if sparql.len() > LENGTH {
        return refuse(&format!("it is longer than {LENGTH} bytes"));
    }
    let (mut depth, mut signs, mut chain) = (0_usize, 0_usize, 0_usize);
    let mut rest = sparql;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '#' => rest.find('\n').unwrap_or(rest.len()),
            '"' | '\'' => super::prefixes::string(rest),
            '<' => iri(rest),
            _ => c.len_utf8(),
        };
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        signs = match c {
            '!' | '^' | '-' | '+' => signs + 1,
            c if c.is_whitespace() => signs,
            _ => 0,
        };
        chain += usize::from(matches!(c, '|' | '&' | '+' | '-' | '*' | '/' | '{' | '=' | '<' | '>' | '!' | '^') && length == 1);
        if depth > DEPTH {
            return refuse(&format!("brackets stand more than {DEPTH} deep"));
        }
        if signs > SIGNS {
            return refuse(&format!("more than {SIGNS} signs stand one after the other"));
        }
        if chain > CHAIN {
            return refuse(&format!("it has more than {CHAIN} operators and groups"));
        }
        rest = &rest[length..];
    }
    Ok(())
}

/// The length of an IRI; of the sign alone where it means "less than".
fn iri(rest: &str) -> usize {
    let end = rest.find(|c: char| c == '>' || c.is_whitespace() || matches!(c, '"' | '{' | '}'));
    end.filter(|at| rest[*at..].starts_with('>')).map_or(1, |at| at + 1)
}

fn refuse(why: &str) -> Result<(), StoreError> {
    Err(StoreError::Syntax(format!("{why}; ask it in parts")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_writes_is_refused() {
        let nested = |open: &str, close: &str, times: usize| format!("ASK {{ {}{} }}", open.repeat(times), close.repeat(times));
        assert!(check(&nested("{", "}", 40)).is_ok());
        for (open, close) in [("{", "}"), ("( ", ")"), ("[ <p> ", "]"), ("FILTER NOT EXISTS {", "}"), ("OPTIONAL {", "}")] {
            assert!(check(&nested(open, close, 5000)).is_err(), "{open}");
        }
        assert!(check(&format!("ASK {{ FILTER({}true) }}", "!".repeat(5000))).is_err());
        assert!(check(&format!("ASK {{ FILTER(1{} > 2) }}", " + 1".repeat(5000))).is_err());
        assert!(check(&format!("ASK {{ ?s <p>{} ?o }}", "/<p>".repeat(5000))).is_err());
        assert!(check(&format!("ASK {{ {{}}{} }}", " UNION {}".repeat(5000))).is_err());
    }

    #[test]
    fn strings_comments_and_iris_do_not_count() {
        let brackets = "{".repeat(500);
        for query in
            [format!("ASK {{ ?s ?p \"{brackets}\" }}"), format!("ASK {{}} # {brackets}"), format!("ASK {{ ?s ?p '''{brackets}''' }}")]
        {
            assert!(check(&query).is_ok());
        }
    }
}
