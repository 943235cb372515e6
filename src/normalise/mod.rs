//! Raw text to normalised text: width variants, spaces and marks are folded, lines that the page layout broke
//! are joined, page furniture is set aside; every character keeps its place in the original.

mod fold;
mod lines;

use crate::model::text::{Block, OffsetMap};
use crate::model::{RawText, Span, Text};
use lines::{Line, LineKind};

/// Normalises a decoded text. Total: any text has a normal form.
#[must_use]
pub fn normalise(raw: impl Into<RawText>) -> Text {
    let RawText { content: raw, pages, whole_lines, headings, .. } = raw.into();
    let (folded, map) = fold::fold(&raw);
    let mut lines = lines::measure(&folded);
    if whole_lines {
        lines::mark_headings(&mut lines, &headings, |line| map.raw(line));
    }
    lines::mark_columns(&mut lines, &raw, |line| map.raw(line));
    let mut assembly = Assembly {
        folded: &folded,
        map: &map,
        content: String::new(),
        blocks: Vec::new(),
        offsets: OffsetMap::default(),
        furniture: Vec::new(),
    };
    assembly.content.reserve(folded.len());
    let layout = lines::Layout::of(&lines, whole_lines);
    let mut previous: Option<&Line> = None;
    // A footnote mark stood alone on its line: the sentence goes on after it.
    let mut after_mark = false;
    for line in &lines {
        match line.kind {
            LineKind::Blank => {}
            LineKind::Furniture => assembly.set_aside(line),
            LineKind::NoteMark if !whole_lines && previous.is_some_and(Line::is_unfinished) => {
                assembly.set_aside(line);
                after_mark = true;
            }
            LineKind::NoteMark | LineKind::Text => {
                match previous {
                    Some(before) if assembly.has_room(line) && (layout.joins(before, line) || after_mark && line.may_continue()) => {
                        assembly.join(line);
                    }
                    _ => assembly.begin(line),
                }
                previous = Some(line);
                after_mark = false;
            }
        }
    }
    let Assembly { content, blocks, offsets, furniture, .. } = assembly;
    Text::new(raw, content, blocks, offsets, furniture).with_pages(pages)
}

/// Folds one line of data as documents are folded, so that both meet.
#[must_use]
pub fn fold_line(line: &str) -> String {
    fold::fold(line).0
}

/// The normalised text while it is put together from lines.
struct Assembly<'f> {
    folded: &'f str,
    map: &'f OffsetMap,
    content: String,
    blocks: Vec<Block>,
    offsets: OffsetMap,
    furniture: Vec<Span>,
}

impl Assembly<'_> {
    fn begin(&mut self, line: &Line) {
        if !self.content.is_empty() {
            self.content.push('\n');
        }
        let start = self.content.len();
        self.append(line.span);
        self.blocks.push(Block { span: Span::new(start, self.content.len()), indent: line.indent, heading: line.heading });
    }

    fn has_room(&self, line: &Line) -> bool {
        let length = |span: Span| span.end - span.start;
        self.blocks.last().is_none_or(|block| length(block.span) + length(line.span) < lines::LONGEST)
    }

    fn join(&mut self, line: &Line) {
        let first = self.folded[line.span.start..].chars().next().unwrap_or(' ');
        let last = self.content.chars().next_back().unwrap_or(' ');
        if last == '-' && first.is_lowercase() && self.content[..self.content.len() - 1].ends_with(char::is_lowercase) {
            self.content.pop();
        } else if !(last == '-' || crate::model::text::is_cjk(first) || crate::model::text::is_cjk(last)) {
            // The space stands for the line break in the original.
            let line_break = self.folded[..line.span.start].rfind('\n').unwrap_or(line.span.start);
            self.offsets.note(self.content.len(), self.map.raw(line_break));
            self.content.push(' ');
        }
        self.append(line.span);
        if let Some(block) = self.blocks.last_mut() {
            block.span.end = self.content.len();
        }
    }

    fn append(&mut self, span: Span) {
        self.offsets.copy(self.map, span.start, span.end, self.content.len());
        self.content.push_str(&self.folded[span.start..span.end]);
    }

    fn set_aside(&mut self, line: &Line) {
        self.furniture.push(Span::new(self.map.raw(line.span.start), self.map.raw(line.span.end)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn joins_broken_lines_and_keeps_places() {
        let raw = "   \u{7B2C}\u{4E00}\u{FF08}\u{A0}2021\u{A0}\u{5E74}\u{FF09}".to_owned();
        let text = normalise(raw);
        assert_eq!(text.content, "\u{7B2C}\u{4E00}(2021\u{5E74})");
        let year = text.content.find("2021").unwrap();
        let raw = text.raw_span(Span::new(year, year + 4));
        assert_eq!(&text.raw[raw.start..raw.end], "2021");
        assert_eq!(text.code_point(raw.start), 7);
    }

    #[test]
    fn paragraphs_without_end_are_cut_between_words() {
        for words in ["resolution 242 (1967) and\n", "one, two ", "\u{5927}\u{4F1A}\u{3002}", "\u{5927}"] {
            let raw = words.repeat(3 * lines::LONGEST / words.len());
            let text = normalise(raw.clone());
            assert!(text.blocks.len() > 2 && text.blocks.iter().all(|b| b.span.end - b.span.start <= lines::LONGEST), "{words}");
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
            assert_eq!(letters(&text.content), letters(&raw), "{words}");
            let last = text.blocks[2].span;
            assert_eq!(text.raw[text.raw_span(last).start..].chars().next(), text.slice(last).chars().next(), "{words}");
        }
    }

    proptest! {
        #[test]
        fn is_idempotent(raw in "[ \\n\u{4E00}-\u{4E10}a-d0-3(),.\u{FF08}\u{FF09}\u{A0}\u{2011}\u{640}-]{0,200}") {
            let once = normalise(raw).content;
            let again = normalise(once.clone()).content;
            // Only a gap between columns, kept as one space, may close up when it is read again.
            prop_assert_eq!(fold::fold(&once).0.replace(' ', ""), once.replace(' ', ""));
            // A figure alone on its line is taken for the mark of a note and set aside.
            let words = |text: &str| text.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, ' ' | '\n' | '-')).collect::<String>();
            prop_assert_eq!(words(&again), words(&once));
        }

        #[test]
        fn every_span_leads_back_to_its_characters(raw in "\\PC{0,80}") {
            let text = normalise(raw);
            let mut last = 0;
            for (at, c) in text.content.char_indices() {
                let span = text.raw_span(Span::new(at, at + c.len_utf8()));
                prop_assert!(span.start >= last, "offsets run backwards at {at}");
                prop_assert!(span.end <= text.raw.len() && text.raw.is_char_boundary(span.start) && text.raw.is_char_boundary(span.end));
                last = span.start;
            }
        }
    }
}
