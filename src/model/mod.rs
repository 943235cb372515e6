//! The values that flow through the program. Each stage takes the former stage's type, so that the order
//! cannot be wrong: `Source` → `RawText` → `Text` → `Document` → `Mention`s → `Finding`s → quads.

pub mod date;
pub mod digest;
pub mod document;
pub mod entity;
pub mod escape;
pub mod finding;
pub mod language;
pub mod mention;
pub mod metadata;
pub mod named;
pub mod numeral;
pub mod problem;
pub mod raw;
pub mod span;
pub mod spelling;
pub mod text;

pub use date::{Moment, PartialDate};
pub use document::{Capacity, Claimant, Document, Genre, Mandates, Office, Programme, Segment, SegmentKind, Turn};
pub use entity::{Entity, Kind, Node};
pub use finding::{Evidence, Finding, Findings};
pub use language::Language;
pub use mention::{Deixis, Meaning, Mention};
pub use problem::{Problem, Severity};
pub use raw::RawText;
pub use span::Span;
pub use text::{OffsetMap, Text};

/// A file as it came, before anything is known of its content.
#[derive(Debug, Clone)]
pub struct Source {
    /// Where it came from, as the user named it; only for messages and the manifest, never in the graph.
    pub path: String,
    pub bytes: Vec<u8>,
    /// What the manifest or the caller says of it, where the file itself may not.
    pub hints: Hints,
}

/// What is known of a file from outside: a row of `--manifest`, or a line of `extract -`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Hints {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub symbol: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// Whether links that the file's markup sets count as citations.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trust_links: bool,
}
