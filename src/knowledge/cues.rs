//! Cue rows: sentence templates that say a relation, matched against a sentence in which every mention has been
//! replaced by the marker of its class (see `recognise::skeleton`).

use super::Settings;
use super::pattern::Pattern;
use super::table::{Data, DataError};
use super::template::{self, NamedPieces, Piece};
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder};
use regex::Captures;

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
    pattern: Pattern,
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

/// A gap (`~`) of a template: a group without a name.
const GAP: &str = "(.*?)";

/// The slot that stands for the end of a sentence in a template that goes over two.
const NEXT_SENTENCE: &str = "then";

/// The most characters of a sentence that a gap may span, and those of the slots of free text. They are counted after
/// a match: counted repetition would make the expressions a hundred times as large.
const WIDEST_GAP: usize = 40;
const WIDEST: &[(&str, usize)] = &[("text", 40), ("words", 60), ("event", 80), ("list", 200)];

impl Cue {
    /// Every match in a sentence's skeleton, leftmost first, none overlapping another.
    pub fn matches<'t>(&self, text: &'t str) -> Vec<Captures<'t>> {
        let (regex, mut found, mut at) = (self.pattern.regex(), Vec::new(), 0);
        while let Some(captures) = regex.captures_at(text, at) {
            let Some(whole) = captures.get(0) else { break };
            let step = text[whole.start()..].chars().next().map_or(1, char::len_utf8);
            if self.is_narrow(&captures) {
                at = whole.end().max(whole.start() + step);
                found.push(captures);
            } else {
                at = whole.start() + step;
            }
            if at > text.len() {
                break;
            }
        }
        found
    }

    /// Whether these words are the cue's own.
    #[must_use]
    pub fn says(&self, words: &str) -> bool {
        template::can_say(&self.pieces, words)
    }

    /// Names of the slots.
    pub fn slots(&self) -> impl Iterator<Item = &str> {
        self.pattern.regex().capture_names().flatten()
    }

    fn is_narrow(&self, captures: &Captures<'_>) -> bool {
        let names = self.pattern.regex().capture_names();
        captures.iter().zip(names).skip(1).all(|(group, name)| {
            let widest = match name {
                None => Some(WIDEST_GAP),
                Some(name) => WIDEST.iter().find(|(slot, _)| *slot == base(name)).map(|(_, most)| *most),
            };
            group.is_none_or(|g| widest.is_none_or(|most| g.as_str().chars().count() <= most))
        })
    }
}

/// A slot's name without the digit that tells two of a kind apart.
fn base(slot: &str) -> &str {
    slot.trim_end_matches(|c: char| c.is_ascii_digit())
}

impl Cues {
    pub fn load(data: &Data, file: &str, settings: &Settings, named: &NamedPieces) -> Result<Self, DataError> {
        let separator = list_separator(settings);
        let mut anchored: Vec<(String, usize)> = Vec::new();
        let mut cues = Vec::new();
        for row in data.rows(file, &["relation", "template", "qualifiers"])? {
            let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
            let pieces = named.parse(&row.fields[1]).map_err(fail)?;
            let second = second_sentence(&pieces);
            let anchors = template::anchors(second.unwrap_or(&pieces)).ok_or_else(|| fail("a cue needs literal text".into()))?;
            let expression = template::expression(&pieces, GAP, &|s| slot_expression(s, &separator, settings)).map_err(fail)?;
            let spans_sentences = second.is_some();
            let pattern = Pattern::new(expression, data).map_err(fail)?;
            let pairs = row.fields[2].split(';').map(str::trim).filter(|p| !p.is_empty());
            let qualifiers = pairs.map(|p| p.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned()))).collect::<Option<_>>();
            let qualifiers = qualifiers.ok_or_else(|| fail("qualifiers are written key=value; key=value".into()))?;
            anchored.extend(anchors.into_iter().map(|anchor| (anchor, cues.len())));
            cues.push(Cue {
                relation: row.fields[0].clone(),
                pattern,
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

/// What may stand between two members of a list, as an expression.
fn list_separator(settings: &Settings) -> String {
    let mut words: Vec<String> = settings.list_separators.iter().map(|w| regex::escape(&crate::normalise::fold_line(w))).collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    let articles: Vec<String> = settings.articles.iter().map(|w| regex::escape(&crate::normalise::fold_line(w))).collect();
    let article = if articles.is_empty() { String::new() } else { format!("(?:(?:{})\\s*)?", articles.join("|")) };
    format!("\\s*(?:{})(?:\\s*(?:{}))?\\s*{article}", words.join("|"), words.join("|"))
}

/// The expression of a slot of a cue; `None` for an unknown name.
fn slot_expression(slot: &str, separator: &str, settings: &Settings) -> Option<String> {
    use marker as m;
    let base = base(slot);
    let (class, plural) = match base {
        "state" => (m::STATE.to_string(), false),
        "states" => (m::STATE.to_string(), true),
        "org" => (m::ORGANISATION.to_string(), false),
        "orgs" => (m::ORGANISATION.to_string(), true),
        "party" => (format!("[{}{}]", m::STATE, m::ORGANISATION), false),
        "parties" => (format!("[{}{}]", m::STATE, m::ORGANISATION), true),
        "person" => (m::PERSON.to_string(), false),
        "reference" => (m::REFERENCE.to_string(), false),
        "references" => (m::REFERENCE.to_string(), true),
        "instrument" => (format!("[{}{}]", m::INSTRUMENT, m::TITLE), false),
        "instruments" => (format!("[{}{}]", m::INSTRUMENT, m::TITLE), true),
        "date" => (m::MOMENT.to_string(), false),
        "place" => (m::PLACE.to_string(), false),
        "tongue" => (m::TONGUE.to_string(), false),
        "title" => (m::TITLE.to_string(), false),
        "text" => return Some(format!("(?P<{slot}>[^\u{E000}-\u{E00F}]+?)")),
        // What is left of a sentence: a list of names that no table may know.
        "list" => return Some(format!("(?P<{slot}>[^;\u{3002}]+?)")),
        "event" => {
            let nouns = super::dates::alternatives(settings.event_nouns.iter().map(String::as_str));
            let particles = regex::escape(&settings.particles);
            // A theme in quotation marks may have commas in it.
            let theme = "[\"\u{201C}][^\"\u{201C}\u{201D}]+[\"\u{201D}]";
            let first = format!("(?:{theme}|[^,;\"\u{201C}\u{201D}\u{3002}{particles}])");
            let other = format!("(?:{theme}|[^,;\"\u{201C}\u{201D}\u{3002}])");
            return Some(format!("(?P<{slot}>{first}{other}*?(?:{nouns})+)"));
        }
        // States with their dates in brackets.
        "terms" => {
            let term = format!("{}\\s?\\({}\\)", m::STATE, m::MOMENT);
            return Some(format!("(?P<{slot}>{term}(?:{separator}{term})*)"));
        }
        "words" => return Some(format!("(?P<{slot}>.+?)")),
        NEXT_SENTENCE => return Some(format!("[{}] ?", regex::escape(&settings.sentence_end))),
        _ => return None,
    };
    Some(if plural { format!("(?P<{slot}>{class}(?:{separator}{class})*)") } else { format!("(?P<{slot}>{class})") })
}
