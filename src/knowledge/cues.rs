//! Cue rows: sentence templates that say a relation, matched against a sentence in which every mention has been
//! replaced by the marker of its class (see `recognise::skeleton`).

use super::Settings;
use super::matcher::{Captured, Matcher};
use super::slots::{NEXT_SENTENCE, SlotWords};
use super::table::{Data, DataError};
use super::template::{self, NamedPieces, Piece};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use std::sync::{Arc, OnceLock};

/// Markers of the classes of mentions, from the private use area.
pub mod marker {
    pub const STATE: char = '\u{E000}';
    pub const ORGANISATION: char = '\u{E001}';
    pub const PERSON: char = '\u{E002}';
    pub const REFERENCE: char = '\u{E004}';
    pub const INSTRUMENT: char = '\u{E005}';
    pub const MOMENT: char = '\u{E006}';
    pub const PLACE: char = '\u{E007}';
    pub const TONGUE: char = '\u{E008}';
    pub const TITLE: char = '\u{E009}';
    pub const PROVISION: char = '\u{E00A}';
    /// A word whose meaning is open; no slot takes it.
    pub const OPEN: char = '\u{E00F}';
}

/// One cue: a template of a relation with the qualifiers that it implies.
#[derive(Debug)]
pub struct Cue {
    pub relation: String,
    /// Made when the cue is first tried: most cues of most languages never are.
    matcher: OnceLock<Matcher>,
    words: Arc<SlotWords>,
    /// `role=FoundingMember`, `date=on`.
    pub qualifiers: Vec<(String, String)>,
    /// The template as it stands in the data file: named in the evidence.
    pub template: String,
    pieces: Vec<Piece>,
    /// The line that it stands on.
    pub line: u64,
    /// The template goes over the end of a sentence: its literal text begins the second of the two.
    pub spans_sentences: bool,
}

pub struct Cues {
    cues: Vec<Cue>,
    anchors: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// Cues of each anchor.
    by_anchor: Vec<Vec<usize>>,
}

impl std::fmt::Debug for Cues {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cues({})", self.cues.len())
    }
}

impl Cue {
    /// Every match in a sentence's skeleton, leftmost first, none overlapping another.
    pub fn matches<'m>(&'m self, text: &str) -> Vec<Captured<'m>> {
        let steps = || Matcher::new(&self.pieces).unwrap_or_else(|error| unreachable!("slots are known since the row was read: {error}"));
        self.matcher.get_or_init(steps).matches(text, &self.words)
    }

    /// Whether these words are the cue's own.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        template::can_say(&self.pieces, words)
    }
}

impl Cues {
    pub fn load(data: &Data, file: &str, settings: &Settings, named: &NamedPieces) -> Result<Self, DataError> {
        let words = Arc::new(SlotWords::of(settings));
        let mut anchored: Vec<(String, usize)> = Vec::new();
        let mut cues = Vec::new();
        for row in data.rows(file, &["relation", "template", "qualifiers"])? {
            let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
            let pieces = named.parse(&row.fields[1]).map_err(fail)?;
            let second = second_sentence(&pieces);
            let anchors = template::anchors(second.unwrap_or(&pieces)).ok_or_else(|| fail("a cue needs literal text".into()))?;
            if !data.is_embedded() {
                // The rows that the program carries are tried by its tests.
                Matcher::new(&pieces).map_err(fail)?;
            }
            let spans_sentences = second.is_some();
            let pairs = row.fields[2].split(';').map(str::trim).filter(|p| !p.is_empty());
            let qualifiers = pairs.map(|p| p.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned()))).collect::<Option<_>>();
            let qualifiers = qualifiers.ok_or_else(|| fail("qualifiers are written key=value; key=value".into()))?;
            anchored.extend(anchors.into_iter().map(|anchor| (anchor, cues.len())));
            cues.push(Cue {
                relation: row.fields[0].clone(),
                matcher: OnceLock::new(),
                words: Arc::clone(&words),
                qualifiers,
                template: row.fields[1].clone(),
                pieces,
                line: row.line,
                spans_sentences,
            });
        }
        anchored.sort();
        anchored.dedup();
        let mut by_anchor: Vec<Vec<usize>> = Vec::new();
        let mut anchors: Vec<String> = Vec::new();
        for (anchor, cue) in anchored {
            if anchors.last() == Some(&anchor) {
                if let Some(last) = by_anchor.last_mut() {
                    last.push(cue);
                }
            } else {
                anchors.push(anchor);
                by_anchor.push(vec![cue]);
            }
        }
        let patterns = anchors.iter().enumerate().map(|(i, a)| (a.as_str(), i as u32));
        let anchors = CharwiseDoubleArrayAhoCorasickBuilder::new().build_with_values(patterns).ok();
        Ok(Self { cues, anchors, by_anchor })
    }

    /// The cues whose literal text occurs in a sentence, in the order of the data file.
    #[must_use]
    pub fn possible(&self, skeleton: &str) -> Vec<&Cue> {
        let Some(anchors) = &self.anchors else { return Vec::new() };
        let mut found: Vec<usize> =
            anchors.find_overlapping_iter(skeleton).flat_map(|m| self.by_anchor[m.value() as usize].iter().copied()).collect();
        found.sort_unstable();
        found.dedup();
        found.into_iter().map(|i| &self.cues[i]).collect()
    }

    /// Relations with the number of their cues: compared between languages by the data check.
    pub fn relations(&self) -> impl Iterator<Item = &str> {
        self.cues.iter().map(|c| c.relation.as_str())
    }
}

/// What a template says in the second of two sentences, if it goes over both.
fn second_sentence(pieces: &[Piece]) -> Option<&[Piece]> {
    let at = pieces.iter().position(|piece| *piece == Piece::Slot(NEXT_SENTENCE.to_owned()))?;
    Some(&pieces[at + 1..])
}
