//! What a heading, the head of a column or of a row says of the numbers below or beside it: whose they are.
//!
//! `General Assembly resolutions` governs the lines that begin with numbers until another heading, or prose. A body that
//! is not known governs too: its numbers are nobody else's.

use super::resolutions::Region;
use crate::knowledge::Knowledge;
use crate::model::text::is_cjk;
use crate::model::{Document, Entity, Kind, Language, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Whose the numbers below are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Governing {
    /// None where the heading names a body that no table knows.
    pub body: Option<Entity>,
    pub is_decision: bool,
}

/// Characters of the longest heading.
const LONGEST: usize = 200;

/// Characters of the shortest line that is prose.
const PROSE: usize = 60;

/// What stands between the cells of a row in the original.
static BETWEEN_CELLS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[ \u{A0}]*(?:\t[\t \u{A0}]*|\|[| ]*|[ \u{A0}]{2,})").expect("compiles"));

/// A label before a heading: `A.`, `(b)`, `IV.`.
static LABEL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\s*(?:\(?[A-Za-z0-9]{1,4}[.)]\s+|[\u{B7}*-]\s*)?").expect("compiles"));

/// What a line says as a heading, if it is one.
#[must_use]
pub fn governing(line: &str, is_heading: bool, language: Language, knowledge: &Knowledge) -> Option<Governing> {
    let label = LABEL.find(line).map_or(0, |m| m.end());
    let text = line[label..].trim_end().trim_end_matches(':');
    let is_short = text.chars().count() <= LONGEST && !text.ends_with(['.', ';', ',', '\u{3002}', '?']);
    if !is_short || text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let rules = knowledge.rules(language);
    let triggers: Vec<Span> = rules.references.triggers.find_iter(text).map(|m| Span::new(m.start(), m.end())).collect();
    let kinds = rules.headings.kinds.find_iter(text).map(|m| Span::new(m.start(), m.end()));
    let bodies: Vec<(Span, Entity)> = knowledge
        .names
        .find(text, language)
        .filter(|(_, sense)| sense.entity.kind == Kind::Organisation)
        .map(|(span, sense)| (span, sense.entity.clone()))
        .collect();
    let announced: Vec<Span> = triggers.iter().copied().chain(kinds).collect();
    if announced.is_empty() {
        return None;
    }
    let mut taken: Vec<Span> = bodies.iter().map(|(span, _)| *span).chain(announced.iter().copied()).collect();
    taken.sort_by_key(|span| span.start);
    let rest = outside(text, &taken);
    let only = bodies.first().filter(|(_, first)| bodies.iter().all(|(_, body)| body == first)).map(|(_, body)| body.clone());
    let is_plain = rest.split(' ').all(|word| rules.headings.is_filling(word) || rules.references.link.is_match(word));
    let is_decision = !triggers.is_empty() && triggers.iter().all(|t| rules.references.is_decision(t.of(text)));
    if is_plain {
        return (!bodies.is_empty()).then_some(Governing { body: only, is_decision });
    }
    // With other words in it a heading names another body: of one that no table knows.
    let ends = announced.iter().any(|span| span.start == 0 || span.end == text.len());
    let few = text.split(' ').count() <= 12 && !text.chars().any(is_cjk) || text.chars().count() <= 20;
    (is_heading && ends && few && !triggers.is_empty()).then_some(Governing { body: None, is_decision })
}

fn outside(text: &str, taken: &[Span]) -> String {
    let (mut rest, mut at) = (String::new(), 0);
    for span in taken {
        if span.start >= at {
            rest.push_str(&text[at..span.start]);
            rest.push(' ');
        }
        at = at.max(span.end);
    }
    rest.push_str(text.get(at..).unwrap_or_default());
    rest
}

/// The headings above the line that is read.
#[derive(Debug, Default)]
pub struct Above {
    governing: Option<Governing>,
    columns: Vec<Option<Governing>>,
}

impl Above {
    /// Takes note of a segment, and says which of its stretches stand below or beside a heading.
    pub fn regions(&mut self, document: &Document, index: usize, knowledge: &Knowledge) -> Vec<Region> {
        let segment = &document.segments[index];
        let text = document.slice(segment.span);
        let is_heading = block_heading(document, segment.span);
        let of = |text: &str, is_heading: bool| governing(text, is_heading, segment.language, knowledge);
        if let Some(found) = of(text, is_heading) {
            *self = Self { governing: Some(found), columns: Vec::new() };
            return Vec::new();
        }
        let cells = cells(document, segment.span);
        let has_number = text.bytes().any(|b| b.is_ascii_digit());
        if cells.len() > 1 {
            let heads: Vec<Option<Governing>> =
                cells.iter().map(|cell| of(document.slice(*cell), true).filter(|g| g.body.is_some())).collect();
            if heads.iter().any(Option::is_some) {
                if !has_number {
                    self.columns = heads;
                    return Vec::new();
                }
                return row(&cells, &heads, segment.span.start);
            }
            if self.columns.len() == cells.len() {
                let governed = cells.iter().zip(&self.columns).filter_map(|(cell, head)| Some((cell.start, head.clone()?)));
                return governed.map(|(at, governing)| Region { at: at - segment.span.start, governing }).collect();
            }
        }
        let starts_with_number = text.trim_start_matches(['(', '-', '\u{B7}', ' ']).starts_with(|c: char| c.is_ascii_digit());
        let is_prose = text.chars().count() >= PROSE && text.ends_with(['.', ':', ';', '\u{3002}']) && !starts_with_number;
        if is_heading && !has_number || is_prose || is_numbered_paragraph(text) {
            *self = Self::default();
        }
        self.governing.iter().map(|governing| Region { at: 0, governing: governing.clone() }).collect()
    }
}

/// The cells of a row whose first one says whose the numbers in the others are.
fn row(cells: &[Span], heads: &[Option<Governing>], base: usize) -> Vec<Region> {
    let mut regions = Vec::new();
    let mut last: Option<&Governing> = None;
    for (cell, head) in cells.iter().zip(heads) {
        if head.is_some() {
            last = head.as_ref();
        } else if let Some(governing) = last {
            regions.push(Region { at: cell.start - base, governing: governing.clone() });
        }
    }
    regions
}

/// `12.3 The Office …`: a paragraph of prose with its number.
fn is_numbered_paragraph(text: &str) -> bool {
    let label = text.split(' ').next().unwrap_or("");
    let is_label = label.len() <= 9 && label.contains('.') && label.starts_with(|c: char| c.is_ascii_digit());
    is_label && text.chars().count() >= PROSE && text.ends_with(['.', ':', '\u{3002}'])
}

/// Whether the format marks the line as a heading.
#[must_use]
pub fn block_heading(document: &Document, span: Span) -> bool {
    let blocks = &document.text.blocks;
    let at = blocks.partition_point(|block| block.span.start <= span.start);
    at.checked_sub(1).is_some_and(|at| blocks[at].heading > 0)
}

/// The cells of a row, as tabs, strokes or wide gaps part them in the original.
fn cells(document: &Document, span: Span) -> Vec<Span> {
    let raw = document.text.raw_span(span);
    let Some(original) = document.text.raw.get(raw.start..raw.end).filter(|line| !line.contains('\n')) else { return vec![span] };
    let mut cells = Vec::new();
    let mut start = span.start;
    for gap in BETWEEN_CELLS.find_iter(original) {
        let (end, next) =
            (document.text.offsets.normalised(raw.start + gap.start()), document.text.offsets.normalised(raw.start + gap.end()));
        if end > start && next <= span.end && next >= end {
            cells.push(Span::new(start, end));
            start = next;
        }
    }
    cells.push(Span::new(start, span.end));
    let is_sound = |cell: &Span| document.text.content.get(cell.start..cell.end).is_some();
    if cells.iter().all(is_sound) { cells } else { vec![span] }
}
