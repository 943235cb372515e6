//! A document with its outline: which stretch of the text plays which part.

use super::metadata::{Record, Reference};
use super::{Entity, Language, Mention, PartialDate, Span, Text};

/// The genres that the segmenters tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Genre {
    Letter,
    RequestForItem,
    Note,
    Resolution,
    DraftResolution,
    PresidentialStatement,
    VerbatimRecord,
    /// A record in reported speech.
    SummaryRecord,
    Decision,
    Report,
    Declaration,
    JointStatement,
    /// Any other document, read paragraph by paragraph.
    Document,
}

/// The part that a stretch of text plays in its document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SegmentKind {
    // Masthead and front page.
    Symbol,
    Distribution,
    IssueDate,
    OriginalLanguage,
    JobNumber,
    Organ,
    Session,
    AgendaItem,
    AgendaTitle,
    Title,
    AdoptionLine,
    // Letters.
    LetterTitle,
    Signature,
    // Parts: containers of other segments.
    Annex,
    AnnexTitle,
    /// A date or place that stands alone under a title or at the end of a declaration.
    Dateline,
    // Verbatim records.
    Meeting,
    Presiding,
    RosterRow,
    Opening,
    Closing,
    /// A turn: from one speaker label to the next. A container.
    Speech,
    /// A change of language within a turn.
    TongueChange,
    // Running text.
    Paragraph,
    Preambular,
    Operative,
    Footnote,
    /// Known to carry no facts (the note on corrections, headings repeated on later pages).
    Furniture,
}

impl SegmentKind {
    /// Whether sentences are read in it.
    #[must_use]
    pub const fn is_prose(self) -> bool {
        matches!(
            self,
            Self::Paragraph
                | Self::Preambular
                | Self::Operative
                | Self::Footnote
                | Self::AgendaTitle
                | Self::Title
                | Self::AnnexTitle
                | Self::LetterTitle
                | Self::AdoptionLine
        )
    }
}

/// A stretch of text with its part; `captures` are the pieces that its layout template named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    pub kind: SegmentKind,
    pub span: Span,
    pub language: Language,
    /// Ordinal among its like (second annex, twelfth turn, third operative paragraph), from 1.
    pub number: u32,
    /// Index of the annex or speech that holds it.
    pub parent: Option<usize>,
    pub captures: Vec<(&'static str, Span)>,
}

impl Segment {
    #[must_use]
    pub const fn new(kind: SegmentKind, span: Span, language: Language) -> Self {
        Self { kind, span, language, number: 0, parent: None, captures: Vec::new() }
    }

    #[must_use]
    pub fn capture(&self, slot: &str) -> Option<Span> {
        self.captures.iter().find(|(name, _)| *name == slot).map(|&(_, span)| span)
    }
}

/// Who asserts what a part of a document says, and where it is said.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claimant {
    pub by: Vec<Entity>,
}

/// A document whose parts are known and whose names are recognised, ready for the extractors.
#[derive(Debug, Clone)]
pub struct Document {
    pub text: Text,
    pub genre: Genre,
    pub language: Language,
    pub segments: Vec<Segment>,
    /// Mentions of each segment, in the order of the text.
    pub mentions: Vec<Vec<Mention>>,
    /// The document itself.
    pub entity: Entity,
    /// The second half of a double symbol.
    pub twin: Option<Entity>,
    /// When the letter was written, the meeting held, the resolution adopted.
    pub date: Option<PartialDate>,
    /// The body whose document or meeting this is, where there is one.
    pub organ: Option<Entity>,
    /// `A/75`, `S/76`.
    pub sessions: Vec<String>,
    /// Who asserts what each segment says; empty for what the layout says.
    pub claimants: Vec<Claimant>,
    /// The part or speech (or the document) in which each segment stands.
    pub places: Vec<Entity>,
    /// States and organisations that send it.
    pub senders: Vec<Entity>,
    /// The annexes that are letters, with their own senders.
    pub letters: Vec<(usize, Vec<Entity>)>,
    /// Who is named with a post, wherever in the text.
    pub offices: Vec<Office>,
    /// The turns of a verbatim record.
    pub turns: Vec<Turn>,
    /// The lines that list mandates.
    pub mandates: Vec<Mandates>,
    pub programmes: Vec<Programme>,
    /// What the file says of the document beside the text.
    pub metadata: Vec<Record>,
    /// Links of the file's markup, where they are trusted.
    pub references: Vec<Reference>,
}

/// A person named with a post and whose post it is: `X, Secretary-General of Y`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    pub segment: usize,
    pub span: Span,
    pub name: String,
    pub holder: Entity,
    pub post: std::sync::Arc<str>,
    /// The words that name a post which has no row.
    pub label: Option<Span>,
    /// Who the person speaks for, where this is another post in whose capacity they act.
    pub beside: Option<Entity>,
    /// Where the holder is told, if not beside the post.
    pub antecedent: Option<Span>,
}

/// A stretch whose documents mandate a programme or an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mandates {
    pub segment: usize,
    pub span: Span,
    pub units: Vec<Entity>,
}

/// A programme of work or a part of it, with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programme {
    pub entity: Entity,
    pub name: String,
    pub segment: usize,
}

/// A turn of a verbatim record, with who speaks for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Index of its segment.
    pub segment: usize,
    pub presiding: bool,
    /// The name in the label, or that of the president on the front page.
    pub name: Option<String>,
    /// The post that the label names without telling whose it is.
    pub title: Option<std::sync::Arc<str>>,
    /// Where two presided and the text does not tell who speaks: both names.
    pub one_of: Vec<String>,
    /// The state or organisation spoken for, as far as the label or the invitation tells.
    pub side: Option<Entity>,
    /// The post in which the speaker speaks, where one is said.
    pub post: Option<Entity>,
    /// Changes of capacity within the turn, in order.
    pub capacities: Vec<Capacity>,
}

/// From here on the speaker speaks for this side, until the next change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// The sentence that says so.
    pub span: Span,
    pub side: Entity,
    pub post: Option<Entity>,
    /// The chair is taken up again.
    pub resumed: bool,
}

impl Document {
    /// The senders of the annex that holds a part, where it is a letter of its own.
    #[must_use]
    pub fn letter_senders(&self, annex: Option<usize>) -> Option<&[Entity]> {
        self.letters.iter().find(|(index, _)| Some(*index) == annex).map(|(_, senders)| senders.as_slice())
    }

    pub fn of_kind(&self, kind: SegmentKind) -> impl Iterator<Item = (usize, &Segment)> {
        self.segments.iter().enumerate().filter(move |(_, s)| s.kind == kind)
    }

    /// What stands in an annex or a speech, which it follows.
    pub fn children(&self, parent: usize) -> impl Iterator<Item = (usize, &Segment)> {
        self.segments.iter().enumerate().skip(parent + 1).filter(move |(_, s)| s.parent == Some(parent))
    }

    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.slice(span)
    }

    /// The copy in the language that was read: the named graph of all facts found in it.
    #[must_use]
    pub fn copy_key(&self) -> String {
        format!("{}@{}", self.entity.key, self.language.code())
    }
}
