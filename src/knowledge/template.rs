//! The template language of the data files, compiled to regular expressions.
//!
//! Literal text; `{slot}`; `{slots}` (a list); `[a|b|]` (one of, the empty one makes it optional); `~` (a gap that
//! stays within the sentence); `<copula>` (a piece that the language has written down under this name). A digit after a
//! slot's name tells two of a kind apart: `{org}` and `{org2}`.

use super::table::{Data, DataError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A piece of a parsed template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Literal(String),
    Slot(String),
    /// One of several; a named piece is kept once for all templates that name it.
    Options(Arc<Vec<Vec<Piece>>>),
    Gap,
}

/// Brackets within brackets; no wording needs more.
const MAX_DEPTH: usize = 16;

/// The pieces that recur in a language's templates, by name (`phrases.csv`): written once, named in the templates.
#[derive(Debug, Default)]
pub struct NamedPieces(BTreeMap<String, Arc<Vec<Vec<Piece>>>>);

impl NamedPieces {
    /// The pieces of a language; a piece may name those above it. Rows of one name are alternatives of one piece. A
    /// language may have none.
    ///
    /// # Errors
    /// A row is wrong; the error names it.
    pub fn load(data: &Data, file: &str) -> Result<Self, DataError> {
        let mut named = Self::default();
        if data.has(file) {
            for row in data.rows(file, &["name", "template"])? {
                let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
                let pieces = named.parse(&row.fields[1]).map_err(fail)?;
                Arc::make_mut(named.0.entry(row.fields[0].clone()).or_default()).push(pieces);
            }
        }
        Ok(named)
    }

    /// Parses a template.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn parse(&self, template: &str) -> Result<Vec<Piece>, String> {
        let mut chars = template.chars().peekable();
        let pieces = parse_until(&mut chars, None, 0, self)?.pop().unwrap_or_default();
        if pieces.is_empty() { Err("the template is empty".to_owned()) } else { Ok(pieces) }
    }
}

/// Parses a template without named pieces.
///
/// # Errors
/// What is wrong with it, in words.
pub fn parse(template: &str) -> Result<Vec<Piece>, String> {
    NamedPieces::default().parse(template)
}

/// Parses alternatives up to a closing bracket (or the end of the text).
fn parse_until(
    chars: &mut std::iter::Peekable<std::str::Chars<'_>>,
    close: Option<char>,
    depth: usize,
    named: &NamedPieces,
) -> Result<Vec<Vec<Piece>>, String> {
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
                pieces.push(Piece::Options(Arc::new(parse_until(chars, Some(']'), depth + 1, named)?)));
            }
            '<' => {
                flush(&mut literal, &mut pieces);
                let name: String = chars.by_ref().take_while(|&c| c != '>').collect();
                let piece =
                    named.0.get(&name).ok_or_else(|| format!("no piece is called `<{name}>` (a `<` that is meant is written `\\<`)"))?;
                pieces.push(Piece::Options(Arc::clone(piece)));
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

/// Alternatives that a template is looked for by, at most.
const MOST_ANCHORS: usize = 48;

/// Literals of which every match must contain one, as long as can be had: templates are only tried where one of theirs
/// occurs. Of a piece with alternatives each must have its own.
#[must_use]
pub fn anchors(pieces: &[Piece]) -> Option<Vec<String>> {
    let shortest = |found: &Vec<String>| found.iter().map(String::len).min().unwrap_or(0);
    let of_piece = |piece: &Piece| match piece {
        Piece::Literal(text) => longest_word(text).map(|word| vec![word]),
        Piece::Options(options) => {
            let all: Option<Vec<Vec<String>>> = options.iter().map(|option| anchors(option)).collect();
            all.map(|all| all.concat()).filter(|all| !all.is_empty() && all.len() <= MOST_ANCHORS)
        }
        _ => None,
    };
    pieces.iter().filter_map(of_piece).reduce(|best, next| if shortest(&next) > shortest(&best) { next } else { best })
}

/// The longest literal that every match must contain outside alternatives.
#[must_use]
pub fn anchor(pieces: &[Piece]) -> Option<String> {
    let words = pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => longest_word(text),
        _ => None,
    });
    words.reduce(longer)
}

fn longest_word(text: &str) -> Option<String> {
    text.split(' ').map(crate::normalise::fold_line).reduce(longer).filter(|word| !word.is_empty())
}

fn longer(a: String, b: String) -> String {
    if b.len() > a.len() { b } else { a }
}

/// Whether some text that the template's own words make up has these words in it.
#[must_use]
pub fn can_say(pieces: &[Piece], words: &str) -> bool {
    let words: Vec<char> = words.chars().collect();
    read(pieces, &words, &BTreeSet::from([0])).contains(&words.len())
}

/// How many characters of the words may have been read behind the pieces, from what may have been read before them.
fn read(pieces: &[Piece], words: &[char], before: &BTreeSet<usize>) -> BTreeSet<usize> {
    let whole = |found: &BTreeSet<usize>| found.iter().copied().filter(|&at| at == words.len()).chain([0]).collect();
    pieces.iter().fold(before.clone(), |before, piece| match piece {
        Piece::Literal(text) => text.chars().fold(before, |before, c| {
            let onwards = before.iter().filter(|&&at| words.get(at) == Some(&c)).map(|at| at + 1);
            onwards.chain(whole(&before)).collect()
        }),
        Piece::Options(options) => options.iter().flat_map(|option| read(option, words, &before)).collect(),
        Piece::Slot(_) | Piece::Gap => whole(&before),
    })
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
        assert_eq!(anchors(&parse("{org} [is a|was one] of {orgs}").unwrap()).unwrap(), ["is", "was"]);
        assert_eq!(anchors(&parse("{org} [is|] of {orgs}").unwrap()).unwrap(), ["of"]);
        assert_eq!(slots(&pieces), ["orgs", "state2"]);
    }

    #[test]
    fn named_pieces_are_written_once() {
        let mut named = NamedPieces::default();
        named.0.insert("copula".to_owned(), Arc::new(vec![parse("[is|are]").unwrap(), parse("was").unwrap()]));
        let pieces = named.parse("{org} <copula> here").unwrap();
        let compiled = expression(&pieces, ".*?", &|name| Some(format!("({name})"))).unwrap();
        assert_eq!(compiled, "(org)[ \\t\\n]*(?:(?:is|are)|was)[ \\t\\n]*here");
        assert!(can_say(&pieces, "are here") && can_say(&pieces, "was here") && !can_say(&pieces, "were here"));
        assert!(named.parse("<copla>").unwrap_err().contains("copla"));
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
