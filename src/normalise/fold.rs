//! Character by character: full width to half width, kinds of space and dash to one, marks that no reader sees out.

use crate::model::text::{OffsetMap, is_cjk};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

/// What becomes of a character.
enum Fold {
    To(char),
    Drop,
    /// Compatibility forms that may become several characters (ligatures, radicals, presentation forms).
    Expand,
    /// A combining mark: joins the character before it where a composed form exists.
    Combine,
}

/// Folds a raw text, line breaks kept; white space runs become one space, and none beside unspaced scripts.
pub fn fold(raw: &str) -> (String, OffsetMap) {
    let mut sink = Sink { out: String::with_capacity(raw.len()), map: OffsetMap::default(), gap: None, cjk_before: true };
    let bytes = raw.as_bytes();
    for (at, c) in raw.char_indices() {
        if c == '*' && (bytes.get(at + 1) == Some(&b'*') || at > 0 && bytes[at - 1] == b'*') {
            // Markdown emphasis; a single asterisk marks a note or a bar code and stays.
            continue;
        }
        if c.is_ascii_graphic() {
            sink.push(c, at);
            continue;
        }
        match c {
            '\n' | '\u{2028}' | '\u{2029}' | '\u{0C}' | '\u{0B}' | '\u{85}' => sink.line_break(at),
            ' ' | '\t' | '\r' => sink.space(at),
            _ => match fold_char(c) {
                Fold::To(' ') => sink.space(at),
                Fold::To(to) => sink.push(to, at),
                Fold::Drop => {}
                Fold::Expand => std::iter::once(c).nfkc().filter(|e| !e.is_control()).for_each(|e| sink.push(e, at)),
                Fold::Combine => sink.combine(c, at),
            },
        }
    }
    (sink.out, sink.map)
}

fn fold_char(c: char) -> Fold {
    match c {
        '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => Fold::To(' '),
        // Soft hyphen, joiners, direction marks, byte-order mark; Arabic tatweel and vowel signs.
        '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{61C}' => Fold::Drop,
        '\u{640}' | '\u{64B}'..='\u{652}' | '\u{670}' => Fold::Drop,
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{FE63}' | '\u{FF0D}' => Fold::To('-'),
        '\u{2015}' => Fold::To('\u{2014}'),
        '\u{2018}' | '\u{2019}' | '\u{2BC}' | '\u{2032}' | '\u{B4}' => Fold::To('\''),
        '\u{2022}' | '\u{2027}' | '\u{30FB}' | '\u{FF65}' => Fold::To('\u{B7}'),
        '\u{FF01}'..='\u{FF5E}' => Fold::To(char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)),
        '\u{660}'..='\u{669}' => Fold::To(char::from(b'0' + (c as u32 - 0x660) as u8)),
        '\u{6F0}'..='\u{6F9}' => Fold::To(char::from(b'0' + (c as u32 - 0x6F0) as u8)),
        // Spellings that are not told apart in names: Cyrillic io, Arabic alef with hamza or madda.
        '\u{451}' => Fold::To('\u{435}'),
        '\u{401}' => Fold::To('\u{415}'),
        '\u{622}' | '\u{623}' | '\u{625}' => Fold::To('\u{627}'),
        '\u{2F00}'..='\u{2FD5}' | '\u{F900}'..='\u{FAFF}' | '\u{FB00}'..='\u{FB4F}' => Fold::Expand,
        '\u{FB50}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{FE30}'..='\u{FE4F}' => Fold::Expand,
        '\u{300}'..='\u{36F}' | '\u{653}'..='\u{655}' => Fold::Combine,
        '\u{3400}'..='\u{9FFF}' => Fold::To(simplified(c)),
        _ if c.is_control() => Fold::Drop,
        _ => Fold::To(c),
    }
}

/// Traditional characters and the simplified ones that stand for them, in names and in texts alike.
static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let rows = include_str!("../../data/languages/zh/traditional.csv").lines();
    let pairs = rows.filter_map(|row| row.split_once(','));
    pairs.filter_map(|(from, to)| Some((single(from)?, single(to)?))).collect()
});

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

fn simplified(c: char) -> char {
    SIMPLIFIED.get(&c).copied().unwrap_or(c)
}

/// The folded text as it grows; a run of white space waits until what follows it is known.
struct Sink {
    out: String,
    map: OffsetMap,
    /// Raw offset and width of a pending run of white space.
    gap: Option<(usize, usize)>,
    cjk_before: bool,
}

impl Sink {
    fn space(&mut self, at: usize) {
        self.gap = Some(self.gap.map_or((at, 1), |(start, width)| (start, width + 1)));
    }

    fn line_break(&mut self, at: usize) {
        self.gap = None;
        self.map.note(self.out.len(), at);
        self.out.push('\n');
        self.cjk_before = false;
    }

    fn push(&mut self, c: char, at: usize) {
        let cjk = is_cjk(c);
        if let Some((start, width)) = self.gap.take() {
            let at_line_start = self.out.is_empty() || self.out.ends_with('\n');
            if at_line_start {
                // Indentation: its width is wanted when lines are measured.
                for i in 0..width {
                    self.map.note(self.out.len(), start + i);
                    self.out.push(' ');
                }
            // No script sets a space before a comma; markup between the two leaves one.
            } else if c != ',' && (width > 1 || !(cjk || self.cjk_before || closes_up(c, &self.out))) {
                self.map.note(self.out.len(), start);
                self.out.push(' ');
            }
        }
        self.map.note(self.out.len(), at);
        self.out.push(c);
        self.cjk_before = cjk;
    }

    fn combine(&mut self, mark: char, at: usize) {
        let composed = self.out.chars().next_back().filter(|_| self.gap.is_none()).and_then(|base| compose(base, mark));
        if let Some(composed) = composed {
            let from = self.map.raw(self.out.len() - self.out.chars().next_back().map_or(0, char::len_utf8));
            self.out.pop();
            self.map.truncate(self.out.len());
            self.map.note(self.out.len(), from);
            self.out.push(composed);
        } else {
            self.push(mark, at);
        }
    }
}

/// A space after a half-width comma, colon or bracket that stands between unspaced characters says nothing.
fn closes_up(c: char, out: &str) -> bool {
    let mut before = out.chars().rev();
    let (last, one_before) = (before.next(), before.next());
    let is_mark = |c: char| matches!(c, ',' | ';' | ':' | '(' | ')' | '.');
    is_mark(c) && last.is_some_and(is_cjk) || last.is_some_and(is_mark) && one_before.is_some_and(is_cjk)
}
