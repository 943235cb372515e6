//! The only place where IRIs are minted.

use crate::model::{Entity, Kind, Node};
use crate::vocabulary::xsd;
use oxigraph::model::NamedNode;
use std::fmt::Write;

pub const DEFAULT_BASE: &str = "https://w3id.org/rapporteur/id/";

/// Where the United Nations shows a document by its symbol.
pub const OFFICIAL_ADDRESS: &str = "https://undocs.org/";

/// Where the United Nations Digital Library is asked for the record of a symbol (MARC field 191, subfield a).
const LIBRARY_QUERY: &str = "https://digitallibrary.un.org/search?p=191__a:%22";

/// The official address of a document, and the query for its record in the library.
#[must_use]
pub fn pages(symbol: &str) -> [String; 2] {
    let mut address = OFFICIAL_ADDRESS.to_owned();
    escape_into(symbol, &mut address);
    let mut query = LIBRARY_QUERY.to_owned();
    escape_into(symbol, &mut query);
    query.push_str("%22");
    [address, query]
}

/// Mints IRIs below a base.
#[derive(Debug, Clone)]
pub struct Iris {
    base: String,
}

impl Default for Iris {
    fn default() -> Self {
        Self::new(DEFAULT_BASE)
    }
}

impl Iris {
    #[must_use]
    pub fn new(base: &str) -> Self {
        let slash = if base.ends_with('/') || base.ends_with('#') { "" } else { "/" };
        Self { base: format!("{base}{slash}") }
    }

    /// The same where the base may be none.
    ///
    /// # Errors
    /// It is no absolute IRI.
    pub fn checked(base: &str) -> Result<Self, String> {
        let wrong = |what: &str| format!("`{base}` is no base: {what} (https://example.org/id/)");
        NamedNode::new(base).map_err(|error| wrong(&error.to_string()))?;
        let has_authority = base.split_once("://").is_some_and(|(_, rest)| !rest.starts_with('/') && !rest.is_empty());
        if !has_authority && !base.starts_with("urn:") {
            return Err(wrong("an absolute IRI is needed"));
        }
        Ok(Self::new(base))
    }

    #[must_use]
    pub fn base(&self) -> &str {
        &self.base
    }

    #[must_use]
    pub fn entity(&self, entity: &Entity) -> String {
        self.path(folder(entity.kind), &entity.key)
    }

    /// The named graph of a language copy (`A/75/860@zh`).
    #[must_use]
    pub fn copy(&self, key: &str) -> String {
        self.path("document", key)
    }

    #[must_use]
    pub fn statement(&self, hash: &str) -> String {
        self.path("statement", hash)
    }

    #[must_use]
    pub fn evidence(&self, hash: &str) -> String {
        self.path("evidence", hash)
    }

    /// What found a fact: an extractor with its pattern.
    #[must_use]
    pub fn rule(&self, hash: &str) -> String {
        self.path("rule", hash)
    }

    /// A subject heading.
    #[must_use]
    pub fn subject(&self, code: &str) -> String {
        self.path("subject", code)
    }

    /// A graph that belongs to no document: `reference`, `derived`, `table/NAME`.
    #[must_use]
    pub fn problem(&self, hash: &str) -> String {
        self.path("problem", hash)
    }

    #[must_use]
    pub fn graph(&self, name: &str) -> String {
        self.path("graph", name)
    }

    /// An address outside the graph, with what no IRI may hold escaped.
    #[must_use]
    pub fn outside(&self, address: &str) -> String {
        let mut iri = String::with_capacity(address.len());
        escape_into(address, &mut iri);
        iri
    }

    fn path(&self, folder: &str, key: &str) -> String {
        let mut iri = String::with_capacity(self.base.len() + folder.len() + key.len() + 1);
        iri.push_str(&self.base);
        iri.push_str(folder);
        iri.push('/');
        escape_into(key, &mut iri);
        iri
    }

    /// Writes a node as an N-Quads term.
    pub fn write_node(&self, node: &Node, out: &mut String) {
        match node {
            Node::Entity(entity) => write_iri(&self.entity(entity), out),
            Node::Term(iri) => write_iri(iri, out),
            Node::Link(iri) => write_iri(&self.outside(iri), out),
            Node::Text(text, language) => {
                write_literal(text, out);
                out.push('@');
                out.push_str(language.code());
            }
            Node::Plain(text) => write_literal(text, out),
            Node::Date(date) => {
                let datatype = match (date.month, date.day) {
                    (0, _) => xsd::G_YEAR,
                    (_, 0) => xsd::G_YEAR_MONTH,
                    _ => xsd::DATE,
                };
                write_typed(&date.to_string(), datatype, out);
            }
            Node::Time(time) => write_typed(time, xsd::TIME, out),
            Node::Duration(duration) => write_typed(duration, xsd::DURATION, out),
            Node::Integer(number) => write_typed(&number.to_string(), xsd::INTEGER, out),
            Node::Boolean(value) => write_typed(if *value { "true" } else { "false" }, xsd::BOOLEAN, out),
        }
    }
}

const fn folder(kind: Kind) -> &'static str {
    match kind {
        Kind::State => "state",
        Kind::Organisation => "organisation",
        Kind::Document => "document",
        Kind::Meeting => "meeting",
        Kind::AgendaItem => "agenda-item",
        Kind::Instrument => "instrument",
        Kind::Person => "person",
        Kind::Post => "post",
        Kind::Event => "event",
        Kind::Place => "place",
        Kind::Action => "action",
        Kind::Programme => "programme",
        Kind::Measure => "measure",
        Kind::Group => "group",
        Kind::Tongue => "language",
    }
}

/// Percent-encodes what RFC 3987 does not allow in an IRI; letters of all scripts stay readable.
fn escape_into(key: &str, out: &mut String) {
    for c in key.chars() {
        let forbidden =
            c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '"' | '{' | '}' | '[' | ']' | '|' | '\\' | '^' | '`' | '%');
        if forbidden || is_outside_iris(c) {
            let mut buffer = [0; 4];
            for byte in c.encode_utf8(&mut buffer).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
}

/// Characters of Unicode that RFC 3987 leaves out: for private use, none at all, special ones, and marks of direction.
fn is_outside_iris(c: char) -> bool {
    let code = c as u32;
    let is_none = code & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}' | '\u{FFF0}'..='\u{FFFF}');
    is_none || matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{E0000}'..='\u{E0FFF}' | '\u{F0000}'..) || is_mark_of_direction(c)
}

const fn is_mark_of_direction(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}')
}

pub fn write_iri(iri: &str, out: &mut String) {
    out.push('<');
    out.push_str(iri);
    out.push('>');
}

pub fn write_typed(value: &str, datatype: &str, out: &mut String) {
    write_literal(value, out);
    out.push_str("^^");
    write_iri(datatype, out);
}

/// A literal with the escapes of canonical N-Quads.
pub fn write_literal(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{C}' => out.push_str("\\f"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// A short, stable name for something that has none: 80 bits in hexadecimal.
#[must_use]
pub fn hash(parts: &[&str]) -> String {
    let mut hasher = xxhash_rust::xxh3::Xxh3::new();
    for part in parts {
        hasher.update(part.as_bytes());
        hasher.update(&[0x1F]);
    }
    format!("{:020x}", hasher.digest128() >> 48)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mints_the_identifiers_of_the_contract() {
        let iris = Iris::default();
        let id = |kind, key: &str| iris.entity(&Entity::new(kind, key));
        assert_eq!(id(Kind::State, "TJK"), "https://w3id.org/rapporteur/id/state/TJK");
        assert_eq!(id(Kind::Document, "S/RES/242(1967)"), "https://w3id.org/rapporteur/id/document/S/RES/242(1967)");
        assert_eq!(id(Kind::AgendaItem, "A/75/130(t)"), "https://w3id.org/rapporteur/id/agenda-item/A/75/130(t)");
        assert_eq!(iris.copy("A/75/860@zh"), "https://w3id.org/rapporteur/id/document/A/75/860@zh");
        assert_eq!(Iris::new("http://example.org/x").graph("a b"), "http://example.org/x/graph/a%20b");
        assert_eq!(iris.copy("A/90/[1]\u{202E}@en"), "https://w3id.org/rapporteur/id/document/A/90/%5B1%5D%E2%80%AE@en");
    }

    #[test]
    fn every_key_gives_an_iri() {
        let iris = Iris::default();
        let odd = (0..0x11_0000).filter_map(char::from_u32).filter(|c| NamedNode::new(iris.copy(&c.to_string())).is_err());
        assert_eq!(odd.collect::<Vec<_>>(), Vec::<char>::new());
        assert!(Iris::checked("https://example.org/id/").is_ok() && Iris::checked("urn:x:").is_ok());
        for wrong in ["", "id/", "http://", "http:// x/", "https://e/<", "file:///x"] {
            assert!(Iris::checked(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn documents_have_addresses() {
        let [address, query] = pages("S/RES/242(1967)");
        assert_eq!(address, "https://undocs.org/S/RES/242(1967)");
        assert_eq!(query, "https://digitallibrary.un.org/search?p=191__a:%22S/RES/242(1967)%22");
    }

    #[test]
    fn escapes_literals_as_canonical_n_quads_does() {
        let mut out = String::new();
        write_literal("a\"b\\c\nd\u{1}", &mut out);
        assert_eq!(out, "\"a\\\"b\\\\c\\nd\\u0001\"");
    }
}
