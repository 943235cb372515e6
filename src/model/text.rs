//! The normalised text with the way back: every character keeps its place in the original.

use super::Span;

/// Maps byte offsets of the normalised text to byte offsets of the raw text.
/// Built while normalising and never repaired after; a run is a stretch in which both advance together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// `(normalised, raw)` at the beginning of each run, both increasing.
    runs: Vec<(usize, usize)>,
}

impl OffsetMap {
    /// Notes that the normalised character at `normalised` comes from `raw`.
    pub fn note(&mut self, normalised: usize, raw: usize) {
        if let Some(&(n, r)) = self.runs.last()
            && normalised - n == raw.wrapping_sub(r)
        {
            return;
        }
        self.runs.push((normalised, raw));
    }

    /// Takes over the stretch `from..to` of another map, beginning at `at` here.
    pub fn copy(&mut self, other: &Self, from: usize, to: usize, at: usize) {
        if from >= to {
            return;
        }
        self.note(at, other.raw(from));
        let first = other.runs.partition_point(|&(n, _)| n <= from);
        for &(n, r) in other.runs[first..].iter().take_while(|&&(n, _)| n < to) {
            self.note(at + (n - from), r);
        }
    }

    /// The normalised offset of a raw one; inside what was left out, that of what follows.
    #[must_use]
    pub fn normalised(&self, raw: usize) -> usize {
        let at = self.runs.partition_point(|&(_, r)| r <= raw);
        let Some((n, r)) = at.checked_sub(1).map(|i| self.runs[i]) else { return 0 };
        let next = self.runs.get(at).map_or(usize::MAX, |&(n, _)| n);
        (n + (raw - r)).min(next)
    }

    /// Forgets everything from a normalised offset on.
    pub fn truncate(&mut self, normalised: usize) {
        let keep = self.runs.partition_point(|&(n, _)| n < normalised);
        self.runs.truncate(keep);
    }

    /// The raw offset of a normalised offset.
    #[must_use]
    pub fn raw(&self, normalised: usize) -> usize {
        let at = self.runs.partition_point(|&(n, _)| n <= normalised);
        match at.checked_sub(1).map(|i| self.runs[i]) {
            Some((n, r)) => r + (normalised - n),
            None => normalised,
        }
    }
}

/// A line of the normalised text: a paragraph, a heading, a row of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    pub span: Span,
    /// White columns before the first character in the original.
    pub indent: u16,
    /// Markdown heading level, 0 for none.
    pub heading: u8,
}

/// Every 256 bytes of raw text, the number of code points before them.
const STRIDE: usize = 256;

/// A document's text after normalisation.
#[derive(Debug, Clone, Default)]
pub struct Text {
    /// The text as it was decoded; offsets in the graph count its code points.
    pub raw: String,
    /// Lines joined to paragraphs, widths and spaces folded; one block a line.
    pub content: String,
    pub blocks: Vec<Block>,
    pub offsets: OffsetMap,
    /// Raw spans of page furniture (running headers, footnote rules) that stand inside blocks.
    pub furniture: Vec<Span>,
    /// Where the document ends in the content; behind it stand the rows of the file's metadata.
    pub body_end: usize,
    /// Raw offsets from which the text stands on a page.
    pages: Vec<(usize, u32)>,
    code_points: Vec<u32>,
}

impl Text {
    #[must_use]
    pub fn new(raw: String, content: String, blocks: Vec<Block>, offsets: OffsetMap, furniture: Vec<Span>) -> Self {
        let mut code_points = Vec::with_capacity(raw.len() / STRIDE + 1);
        let mut count = 0u32;
        for (i, byte) in raw.bytes().enumerate() {
            if i % STRIDE == 0 {
                code_points.push(count);
            }
            // Continuation bytes of UTF-8 are 10xxxxxx: every other byte begins a code point.
            count += u32::from(byte & 0xC0 != 0x80);
        }
        let body_end = content.len();
        Self { raw, content, blocks, offsets, furniture, body_end, pages: Vec::new(), code_points }
    }

    #[must_use]
    pub fn with_pages(mut self, pages: Vec<(usize, u32)>) -> Self {
        self.pages = pages;
        self
    }

    /// How many pages there are; none where the format has none.
    #[must_use]
    pub fn pages(&self) -> Option<u32> {
        self.pages.iter().map(|&(_, page)| page).max()
    }

    /// The raw text behind a line of JSON: the code points from which it stands on a page, with the page.
    #[must_use]
    pub fn with_its_pages(&self) -> String {
        let pages: Vec<(usize, u32)> = self.pages.iter().map(|&(start, page)| (self.code_point(start), page)).collect();
        format!("{}\n{}", serde_json::to_string(&pages).unwrap_or_default(), self.raw)
    }

    /// The page on which a raw offset stands, from 1; none where the format has no pages.
    #[must_use]
    pub fn page(&self, raw: usize) -> Option<u32> {
        let after = self.pages.partition_point(|&(start, _)| start <= raw);
        after.checked_sub(1).map(|at| self.pages[at].1)
    }

    /// The text with lines behind its end that belong to no block, and their spans.
    #[must_use]
    pub fn with_lines<'l>(self, lines: impl Iterator<Item = &'l str>) -> (Self, Vec<Span>) {
        let mut lines = lines.peekable();
        // Few files have any: the index of characters is not to be made twice for the others.
        if lines.peek().is_none() {
            return (self, Vec::new());
        }
        let Self { mut raw, mut content, blocks, mut offsets, furniture, body_end, pages, .. } = self;
        let mut spans = Vec::new();
        for line in lines {
            offsets.note(content.len(), raw.len());
            raw.push('\n');
            content.push('\n');
            let start = content.len();
            raw.push_str(line);
            content.push_str(line);
            spans.push(Span::new(start, content.len()));
        }
        (Self { body_end, pages, ..Self::new(raw, content, blocks, offsets, furniture) }, spans)
    }

    /// The content without the rows of metadata behind it.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.content[..self.body_end]
    }

    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.content)
    }

    /// The raw byte span of a normalised one.
    #[must_use]
    pub fn raw_span(&self, span: Span) -> Span {
        if span.start >= span.end {
            let at = self.offsets.raw(span.start).min(self.raw.len());
            return Span::new(at, at);
        }
        let last = self.content[span.start..span.end].chars().next_back().map_or(1, char::len_utf8);
        let start = self.boundary(self.offsets.raw(span.start));
        // The end is the end of the raw character that the last normalised one came from.
        let end = self.boundary(self.offsets.raw(span.end - last));
        let end = end + self.raw[end..].chars().next().map_or(0, char::len_utf8);
        Span::new(start, end.max(start))
    }

    /// The beginning of the raw character that an offset lies in.
    fn boundary(&self, raw: usize) -> usize {
        let mut at = raw.min(self.raw.len());
        while !self.raw.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    /// Code points of the raw text before a raw byte offset.
    #[must_use]
    pub fn code_point(&self, raw: usize) -> usize {
        let raw = raw.min(self.raw.len());
        let at = raw / STRIDE;
        let Some(&base) = self.code_points.get(at) else {
            return self.raw.chars().count();
        };
        let rest = &self.raw.as_bytes()[at * STRIDE..raw];
        base as usize + rest.iter().filter(|&&b| b & 0xC0 != 0x80).count()
    }

    /// The words of a span as a reader wants them: the original characters, line breaks and furniture out.
    #[must_use]
    pub fn quote(&self, span: Span) -> String {
        let raw = self.raw_span(span);
        let mut out = String::with_capacity(raw.end - raw.start);
        let mut pending = false;
        let mut at = raw.start;
        let aside: Vec<&Span> = self.furniture.iter().filter(|f| f.start < raw.end && raw.start < f.end).collect();
        while at < raw.end {
            if let Some(f) = aside.iter().find(|f| f.start <= at && at < f.end) {
                pending = true;
                at = f.end;
                continue;
            }
            let Some(c) = self.raw[at..].chars().next() else { break };
            at += c.len_utf8();
            if c.is_whitespace() || c.is_control() {
                pending = true;
                continue;
            }
            if pending {
                let before = out.chars().next_back();
                if before.is_some_and(|b| !(is_cjk(b) || is_cjk(c))) {
                    out.push(' ');
                }
                pending = false;
            }
            out.push(c);
        }
        out
    }
}

/// Whether a place in a text lies within a word of a script that sets words apart.
#[must_use]
pub fn cuts_word(text: &str, at: usize) -> bool {
    let word = |c: char| c.is_alphanumeric() && !is_cjk(c);
    text[..at].ends_with(word) && text[at..].starts_with(word)
}

/// Whether a text has at most so many characters; of a long one no more are counted than it takes to say so.
#[must_use]
pub fn is_within(text: &str, most: usize) -> bool {
    text.chars().nth(most).is_none()
}

/// Whether a character belongs to a script or punctuation that is written without spaces.
#[must_use]
pub const fn is_cjk(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}
