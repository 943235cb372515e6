//! What a file says of its document beside the text, and the links that its markup sets in the text.

use super::{Entity, Language, PartialDate, Span};

/// How a state voted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Vote {
    For,
    Against,
    Abstaining,
}

/// What a row of metadata tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// A state by name.
    Vote(Vote),
    /// How many voted so.
    Tally(Vote),
    /// States by name, in one list.
    Sponsors,
    /// Symbol of the draft that was put forward.
    Draft,
    /// Symbol of the report that recommends the draft; its paragraph.
    Report,
    /// Symbol of the record of the meeting that adopted it; the day.
    Meeting,
    /// The day of adoption.
    Adopted,
    /// The day of issue.
    Issued,
    JobNumber,
    /// Address of a subject heading; its words.
    Subject,
}

/// A row of metadata as a reader found it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub field: Field,
    pub value: String,
    pub detail: String,
    /// The row as it is shown to people: what the evidence quotes.
    pub line: String,
}

/// A link that the markup sets on words of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The words, as a span of the raw text.
    pub span: Span,
    pub address: String,
}

/// What the markup of a file says beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup {
    pub entries: Vec<Entry>,
    pub links: Vec<Link>,
    /// The language that the file says it is in.
    pub language: Option<Language>,
}

/// A row of metadata whose names are understood.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub field: Field,
    /// The states or documents it names.
    pub entities: Vec<Entity>,
    pub value: String,
    pub detail: String,
    pub date: Option<PartialDate>,
    /// Where the row stands in the content, behind the text.
    pub span: Span,
}

/// A link whose target is understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The words, as a span of the content.
    pub span: Span,
    pub target: Entity,
}
