//! Terms as the index keeps them: a tag and the raw characters; and lines of N-Quads taken apart into such terms.
//!
//! `I` an IRI, `B` a blank node, `P` a plain string, `L` language NUL text, `T` datatype NUL text. Whole numbers that
//! fit into 31 bits are no terms of the dictionary: their identifier is the number with the highest bit set.

use crate::vocabulary::xsd;
use oxigraph::model::{BlankNode, Literal, NamedNode, Term};

/// The highest bit of an identifier: what follows is a whole number.
pub const NUMBER: u32 = 1 << 31;
/// In place of a graph's name where a quad has none.
pub const NO_GRAPH: u32 = 0;

/// The key of a term.
#[must_use]
pub fn of(term: &Term) -> Vec<u8> {
    let mut key = Vec::new();
    match term {
        Term::NamedNode(node) => tagged(b'I', node.as_str(), &mut key),
        Term::BlankNode(node) => tagged(b'B', node.as_str(), &mut key),
        Term::Literal(literal) => match literal.language() {
            Some(language) => pair(b'L', language, literal.value(), &mut key),
            None if literal.datatype().as_str() == xsd::STRING => tagged(b'P', literal.value(), &mut key),
            None => pair(b'T', literal.datatype().as_str(), literal.value(), &mut key),
        },
    }
    key
}

/// The key of an IRI.
#[must_use]
pub fn of_iri(iri: &str) -> Vec<u8> {
    let mut key = Vec::new();
    tagged(b'I', iri, &mut key);
    key
}

fn tagged(tag: u8, text: &str, key: &mut Vec<u8>) {
    key.push(tag);
    key.extend_from_slice(text.as_bytes());
}

fn pair(tag: u8, first: &str, second: &str, key: &mut Vec<u8>) {
    tagged(tag, first, key);
    key.push(0);
    key.extend_from_slice(second.as_bytes());
}

/// The term of a key; `None` where the bytes are none.
#[must_use]
pub fn term(key: &[u8]) -> Option<Term> {
    let (tag, rest) = key.split_first()?;
    let text = std::str::from_utf8(rest).ok()?;
    Some(match tag {
        b'I' => NamedNode::new_unchecked(text).into(),
        b'B' => BlankNode::new_unchecked(text).into(),
        b'P' => Literal::new_simple_literal(text).into(),
        b'L' => {
            let (language, value) = text.split_once('\0')?;
            Literal::new_language_tagged_literal_unchecked(value, language).into()
        }
        b'T' => {
            let (datatype, value) = text.split_once('\0')?;
            Literal::new_typed_literal(value, NamedNode::new_unchecked(datatype)).into()
        }
        _ => return None,
    })
}

/// The identifier of a whole number, where the key is one and fits: written as such numbers are, `7` and not `07`.
#[must_use]
pub fn number(key: &[u8]) -> Option<u32> {
    let digits = key.strip_prefix(b"T")?.strip_prefix(xsd::INTEGER.as_bytes())?.strip_prefix(b"\0")?;
    let is_canonical = (1..=10).contains(&digits.len()) && (digits[0] != b'0' || digits.len() == 1);
    if !is_canonical || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let value: u32 = std::str::from_utf8(digits).ok()?.parse().ok()?;
    (value < NUMBER).then_some(value | NUMBER)
}

/// The keys of a line of N-Quads.
#[derive(Debug, Default)]
pub struct Line {
    pub subject: Vec<u8>,
    pub predicate: Vec<u8>,
    pub object: Vec<u8>,
    /// Empty where the line names no graph.
    pub graph: Vec<u8>,
}

impl Line {
    /// Takes a line apart; `None` where it is no quad.
    pub fn read(&mut self, line: &str) -> Option<()> {
        let rest = node(line.trim_start(), &mut self.subject)?;
        let rest = node(rest, &mut self.predicate)?;
        let rest = object(rest, &mut self.object)?;
        self.graph.clear();
        let rest = if rest.starts_with('.') { rest } else { node(rest, &mut self.graph)? };
        (rest.trim_end() == ".").then_some(())
    }
}

/// Reads an IRI or a blank node and the spaces behind it.
fn node<'l>(text: &'l str, key: &mut Vec<u8>) -> Option<&'l str> {
    key.clear();
    if let Some(rest) = text.strip_prefix('<') {
        let end = rest.find('>')?;
        key.push(b'I');
        unescape(&rest[..end], key)?;
        return Some(rest[end + 1..].trim_start());
    }
    let rest = text.strip_prefix("_:")?;
    let end = rest.find([' ', '\t'])?;
    tagged(b'B', &rest[..end], key);
    Some(rest[end..].trim_start())
}

fn object<'l>(text: &'l str, key: &mut Vec<u8>) -> Option<&'l str> {
    let Some(rest) = text.strip_prefix('"') else { return node(text, key) };
    let bytes = rest.as_bytes();
    let mut end = 0;
    while *bytes.get(end)? != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let (value, rest) = (&rest[..end], &rest[end + 1..]);
    key.clear();
    if let Some(rest) = rest.strip_prefix('@') {
        let end = rest.find([' ', '\t', '.']).unwrap_or(rest.len());
        key.push(b'L');
        key.extend(rest[..end].bytes().map(|b| b.to_ascii_lowercase()));
        key.push(0);
        unescape(value, key)?;
        return Some(rest[end..].trim_start());
    }
    if let Some(rest) = rest.strip_prefix("^^<") {
        let end = rest.find('>')?;
        if &rest[..end] == xsd::STRING {
            key.push(b'P');
        } else {
            key.push(b'T');
            unescape(&rest[..end], key)?;
            key.push(0);
        }
        unescape(value, key)?;
        return Some(rest[end + 1..].trim_start());
    }
    key.push(b'P');
    unescape(value, key)?;
    Some(rest.trim_start())
}

/// Appends text whose escapes are resolved.
fn unescape(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        rest = &rest[at + 1..];
        let mark = rest.chars().next()?;
        rest = &rest[mark.len_utf8()..];
        let digits = match mark {
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let c = match mark {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{C}',
            '"' | '\'' | '\\' => mark,
            'u' | 'U' => char::from_u32(u32::from_str_radix(rest.get(..digits)?, 16).ok()?)?,
            _ => return None,
        };
        rest = &rest[digits..];
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    out.extend_from_slice(rest.as_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object_of(line: &str) -> Option<String> {
        let mut parts = Line::default();
        parts.read(line)?;
        term(&parts.object).map(|t| t.to_string())
    }

    #[test]
    fn lines_are_taken_apart() {
        let mut line = Line::default();
        line.read("<s> <p> \"a \\\"b\\\" \\u00E9\\n\"@EN <g> .").unwrap();
        assert_eq!(line.subject, b"Is");
        assert_eq!(line.object, "Len\0a \"b\" \u{E9}\n".as_bytes());
        assert_eq!(line.graph, b"Ig");
        line.read("_:b <p> <o> .").unwrap();
        assert_eq!((line.subject.as_slice(), line.graph.as_slice()), (b"Bb".as_slice(), b"".as_slice()));
        assert_eq!(object_of("<s> <p> \"a . <b>\" <g> ."), Some("\"a . <b>\"".to_owned()));
        assert_eq!(object_of("<s> <p> \"7\"^^<t> ."), Some("\"7\"^^<t>".to_owned()));
        for wrong in ["", "<s> <p> <o>", "<s> <p> \"o", "<s> <p> <o> <g> . x", "<s> <p> \"\\q\" .", "<s> <p> \"\\u00\" ."] {
            assert!(object_of(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn whole_numbers_need_no_dictionary() {
        let key = |text: &str| format!("T{}\0{text}", xsd::INTEGER).into_bytes();
        assert_eq!(number(&key("0")), Some(NUMBER));
        assert_eq!(number(&key("2147483647")), Some(u32::MAX));
        for other in ["", "01", "-1", "+1", "2147483648", "99999999999", "1.0"] {
            assert_eq!(number(&key(other)), None, "{other}");
        }
    }
}
