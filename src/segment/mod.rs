//! Text to outline: the genre of a document, and which line plays which part in it.
//!
//! What a line of each part looks like in a language is data (`layout.csv`); a file here knows the order of the
//! parts of one genre.

mod annexes;
mod decision;
mod genre;
mod language;
mod letter;
mod masthead;
mod paragraphs;
mod readable;
mod resolution;
mod speaker_labels;
mod statement;
mod summary_record;
mod verbatim_record;

use crate::knowledge::layout::LineMatch;
use crate::knowledge::{Knowledge, LanguageRules};
use crate::model::{Genre, Hints, Language, Segment, SegmentKind, Span, Text};

pub use language::of_text as language_of;
pub use masthead::OPENING_QUOTES;
pub use readable::trouble;

/// A text cut into its parts.
#[derive(Debug)]
pub struct Outline {
    pub genre: Genre,
    pub language: Language,
    pub segments: Vec<Segment>,
}

/// Cuts a text into the parts of its genre. Total: what is not understood is a plain paragraph.
#[must_use]
pub fn segment(text: &Text, knowledge: &Knowledge, hints: &Hints) -> Outline {
    let language = hints.language.unwrap_or_else(|| language::of_text(text.body()));
    let mut cutter = Cutter { text, knowledge, language, segments: Vec::new() };
    let genre = genre::recognise(&cutter, hints);
    match genre {
        Genre::VerbatimRecord => verbatim_record::cut(&mut cutter),
        Genre::Letter | Genre::RequestForItem | Genre::Note => letter::cut(&mut cutter),
        Genre::Resolution | Genre::DraftResolution => resolution::cut(&mut cutter),
        Genre::Decision => decision::cut(&mut cutter),
        Genre::PresidentialStatement => statement::cut(&mut cutter),
        Genre::SummaryRecord => summary_record::cut(&mut cutter),
        _ => paragraphs::cut(&mut cutter),
    }
    Outline { genre, language, segments: cutter.segments }
}

/// The outline as it grows.
#[derive(Debug)]
struct Cutter<'t> {
    text: &'t Text,
    knowledge: &'t Knowledge,
    language: Language,
    segments: Vec<Segment>,
}

impl<'t> Cutter<'t> {
    pub(super) fn rules(&self) -> &'t LanguageRules {
        self.knowledge.rules(self.language)
    }

    fn lines(&self) -> usize {
        self.text.blocks.len()
    }

    fn span(&self, line: usize) -> Span {
        self.text.blocks[line].span
    }

    fn line(&self, line: usize) -> &'t str {
        self.text.slice(self.span(line))
    }

    /// Matches a line as a part, in the document's language or, as mastheads do, in English.
    fn matches(&self, part: &str, line: usize) -> Option<LineMatch> {
        let (text, at) = (self.line(line), self.span(line).start);
        self.matches_text(part, text, at)
    }

    /// Matches several lines together as a part.
    fn matches_lines(&self, part: &str, from: usize, to: usize) -> Option<LineMatch> {
        let span = Span::new(self.span(from).start, self.span(to - 1).end);
        self.matches_text(part, self.text.slice(span), span.start)
    }

    fn matches_text(&self, part: &str, text: &str, at: usize) -> Option<LineMatch> {
        let english = || self.knowledge.rules(Language::En).layout.line(part, text, at);
        self.rules().layout.line(part, text, at).or_else(english)
    }

    fn push(&mut self, kind: SegmentKind, span: Span) -> &mut Segment {
        let language = if kind.is_prose() { language::of_span(self.text.slice(span), self.language) } else { self.language };
        self.segments.push(Segment::new(kind, span, language));
        let last = self.segments.len() - 1;
        &mut self.segments[last]
    }

    fn push_match(&mut self, kind: SegmentKind, span: Span, found: LineMatch) -> &mut Segment {
        let segment = self.push(kind, span);
        segment.captures = found.captures;
        segment
    }
}
