//! The template language of the data files, compiled to regular expressions.
//!
//! Literal text; `{slot}`; `{slots}` (a list); `[a|b|]` (one of, the empty one makes it optional); `~` (a gap that
//! stays within the sentence). A digit after a slot's name tells two of a kind apart: `{org}` and `{org2}`.

/// A piece of a parsed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Literal(String),
    Slot(String),
    Options(Vec<Vec<Piece>>),
    Gap,
}

/// Brackets within brackets; no wording needs more.
const MAX_DEPTH: usize = 16;

/// Parses a template.
///
/// # Errors
/// What is wrong with it, in words.
pub fn parse(template: &str) -> Result<Vec<Piece>, String> {
    let mut chars = template.chars().peekable();
    let pieces = parse_until(&mut chars, None, 0)?.pop().unwrap_or_default();
    if pieces.is_empty() { Err("the template is empty".to_owned()) } else { Ok(pieces) }
}

/// Parses alternatives up to a closing bracket (or the end of the text).
fn parse_until(chars: &mut std::iter::Peekable<std::str::Chars<'_>>, close: Option<char>, depth: usize) -> Result<Vec<Vec<Piece>>, String> {
    if depth > MAX_DEPTH {
        return Err(format!("more than {MAX_DEPTH} `[` within each other"));
    }
    let (mut options, mut pieces, mut literal) = (Vec::new(), Vec::new(), String::new());
    let flush = |literal: &mut String, pieces: &mut Vec<Piece>| {
        if !literal.is_empty() {
            pieces.push(Piece::Literal(std::mem::take(literal)));
        }
    };
    while let Some(c) = chars.next() {
        match c {
            '{' => {
                flush(&mut literal, &mut pieces);
                let name: String = chars.by_ref().take_while(|&c| c != '}').collect();
                if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                    return Err(format!("`{{{name}}}` is no slot"));
                }
                pieces.push(Piece::Slot(name));
            }
            '[' => {
                flush(&mut literal, &mut pieces);
                pieces.push(Piece::Options(parse_until(chars, Some(']'), depth + 1)?));
            }
            '~' => {
                flush(&mut literal, &mut pieces);
                pieces.push(Piece::Gap);
            }
            '|' if close.is_some() => {
                flush(&mut literal, &mut pieces);
                options.push(std::mem::take(&mut pieces));
            }
            c if Some(c) == close => {
                flush(&mut literal, &mut pieces);
                options.push(pieces);
                return Ok(options);
            }
            ']' => return Err("a `]` without its `[`".to_owned()),
            '\\' => literal.push(chars.next().ok_or("a `\\` at the end")?),
            c => literal.push(c),
        }
    }
    if close.is_some() {
        return Err("a `[` without its `]`".to_owned());
    }
    flush(&mut literal, &mut pieces);
    options.push(pieces);
    Ok(options)
}

/// The regular expression of parsed pieces; `slot` gives the expression of a slot by its name (with its digit).
///
/// # Errors
/// Names the slot that `slot` does not know.
pub fn expression(pieces: &[Piece], gap: &str, slot: &dyn Fn(&str) -> Option<String>) -> Result<String, String> {
    let mut out = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => out.push_str(&literal_expression(text)),
            Piece::Slot(name) => out.push_str(&slot(name).ok_or_else(|| format!("no slot is called `{name}`"))?),
            Piece::Gap => out.push_str(gap),
            Piece::Options(options) => {
                let inner: Result<Vec<_>, _> = options.iter().map(|o| expression(o, gap, slot)).collect();
                out.push_str(&format!("(?:{})", inner?.join("|")));
            }
        }
    }
    Ok(out)
}

/// White space as it is left by folding; the Unicode class would make a large expression many times as large.
const SPACE: &str = "[ \\t\\n]+";
const MAY_SPACE: &str = "[ \\t\\n]*";

/// Literal text, folded as documents are; a space may be any white space or, beside unspaced scripts, none.
fn literal_expression(text: &str) -> String {
    let lead = if text.starts_with(' ') { MAY_SPACE } else { "" };
    let trail = if text.len() > 1 && text.ends_with(' ') { MAY_SPACE } else { "" };
    let words: Vec<String> = text.split(' ').filter(|w| !w.is_empty()).map(|w| regex::escape(&crate::normalise::fold_line(w))).collect();
    format!("{lead}{}{trail}", words.join(SPACE))
}

/// The longest literal that every match must contain; templates are only tried where theirs occurs.
#[must_use]
pub fn anchor(pieces: &[Piece]) -> Option<String> {
    let longest = |a: String, b: String| if b.len() > a.len() { b } else { a };
    let literals = pieces.iter().filter_map(|p| match p {
        Piece::Literal(text) => text.split(' ').map(crate::normalise::fold_line).reduce(longest),
        _ => None,
    });
    literals.reduce(longest).filter(|l| !l.is_empty())
}

/// The slots of a template without their digits, in order.
pub fn slots(pieces: &[Piece]) -> Vec<String> {
    let mut found = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Slot(name) => found.push(name.clone()),
            Piece::Options(options) => options.iter().for_each(|o| found.extend(slots(o))),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compiles_slots_options_and_gaps() {
        let pieces = parse("as {orgs} [full |]members~{state2}").unwrap();
        let compiled = expression(&pieces, ".*?", &|name| Some(format!("<{name}>"))).unwrap();
        assert_eq!(compiled, "as[ \\t\\n]*<orgs>[ \\t\\n]*(?:full[ \\t\\n]*|)members.*?<state2>");
        assert_eq!(anchor(&pieces).unwrap(), "members");
        assert_eq!(slots(&pieces), ["orgs", "state2"]);
    }

    #[test]
    fn says_what_is_wrong() {
        assert!(parse("a]b").unwrap_err().contains('['));
        assert!(parse("[a|b").unwrap_err().contains(']'));
        assert!(parse("{}").is_err());
        assert!(parse(&"[".repeat(100_000)).unwrap_err().contains("within each other"));
        assert!(expression(&parse("{what}").unwrap(), "", &|_| None).unwrap_err().contains("what"));
    }
}
