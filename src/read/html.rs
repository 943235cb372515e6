//! HTML to text: structured records and plain pages.
//!
//! The tokens of a browser's own tokenizer are walked without building a tree: nothing grows with the depth of the
//! markup. Left out: scripts, styles, navigation, forms; what is hidden.

mod record;

use super::clock::{Clock, TOO_LONG};
use crate::model::text::is_cjk;
use crate::model::{Problem, RawText, Severity};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use record::Record;
use std::cell::RefCell;

/// Characters that are given to the tokenizer at once; between two such pieces the clock is looked at.
const PIECE: usize = 1 << 14;

/// The text of a page.
pub fn read(path: &str, page: &str) -> Result<RawText, Problem> {
    let clock = Clock::start();
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Walker::default())), TokenizerOpts::default());
    let queue = BufferQueue::default();
    let mut rest = page;
    while !rest.is_empty() {
        let mut end = rest.len().min(PIECE);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        queue.push_back(StrTendril::from_slice(&rest[..end]));
        let _ = tokenizer.feed(&queue);
        rest = &rest[end..];
        if clock.is_over() {
            return Err(Problem::new(path, Severity::Error, TOO_LONG));
        }
    }
    tokenizer.end();
    let mut walker = tokenizer.sink.0.into_inner();
    walker.end_line();
    if walker.out.content.is_empty() {
        return Err(Problem::new(path, Severity::Error, "no text in the page: was it saved with its content?"));
    }
    Ok(walker.out)
}

struct Sink(RefCell<Walker>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut walker = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) => walker.text(&text),
            Token::TagToken(tag) => {
                if tag.kind == TagKind::EndTag {
                    walker.close(&tag.name);
                } else {
                    walker.open(&tag);
                    return raw_kind(&tag);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// Elements whose content is no markup: the tokenizer must be told, or a script is read as tags.
fn raw_kind(tag: &Tag) -> TokenSinkResult<()> {
    match &*tag.name {
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" => TokenSinkResult::RawData(RawKind::Rawtext),
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        _ => TokenSinkResult::Continue,
    }
}

/// Elements left out with all that is in them.
const SKIPPED: &[&str] = &[
    "head", "script", "style", "title", "nav", "footer", "aside", "form", "button", "select", "textarea", "noscript", "template", "svg",
    "iframe", "noembed", "noframes", "object", "audio", "video", "canvas", "menu", "dialog", "rt", "rp", "del", "xmp",
];

/// Elements that begin and end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "legend",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

#[derive(Debug)]
struct Walker {
    out: RawText,
    line: String,
    heading: bool,
    /// A skipped element and how deep in its like we are.
    skip: Option<(String, usize)>,
    /// Inside the page's own part, where a header is no banner.
    in_article: usize,
    record: Record,
    /// White space was read and waits for a character.
    gap: bool,
    in_superscript: Option<usize>,
}

impl Default for Walker {
    fn default() -> Self {
        Self {
            out: RawText::of_paragraphs(),
            line: String::new(),
            heading: false,
            skip: None,
            in_article: 0,
            record: Record::default(),
            gap: false,
            in_superscript: None,
        }
    }
}

impl Walker {
    fn open(&mut self, tag: &Tag) {
        let name = &*tag.name;
        if let Some((skipped, depth)) = &mut self.skip {
            if skipped == name && !tag.self_closing {
                *depth += 1;
            }
            return;
        }
        let is_banner = name == "header" && self.in_article == 0;
        if (SKIPPED.contains(&name) || is_banner || is_hidden(tag)) && !tag.self_closing && !is_void(name) {
            if BLOCKS.contains(&name) || SKIPPED.contains(&name) && !matches!(name, "del" | "rt" | "rp") {
                self.end_line();
            }
            self.skip = Some((name.to_owned(), 1));
            return;
        }
        match name {
            "article" | "main" => self.in_article += 1,
            "td" | "th" => self.cell(),
            "sup" => self.in_superscript = Some(self.line.len()),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.end_line();
            self.heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
        }
        self.record.open(name, &attribute(tag, "class").unwrap_or_default());
        if self.record.is_open() {
            self.line.clear();
        }
    }

    fn close(&mut self, name: &str) {
        if let Some((skipped, depth)) = &mut self.skip {
            if skipped == name {
                *depth -= 1;
                if *depth == 0 {
                    self.skip = None;
                }
            }
            return;
        }
        match name {
            "article" | "main" => self.in_article = self.in_article.saturating_sub(1),
            "span" if self.record.is_open() => self.record.close(std::mem::take(&mut self.line).trim()),
            "sup" => self.end_superscript(),
            _ => {}
        }
        if BLOCKS.contains(&name) {
            self.end_line();
        }
    }

    fn text(&mut self, text: &str) {
        if self.skip.is_some() {
            return;
        }
        for c in text.chars() {
            if c.is_whitespace() && c != '\u{A0}' && c != '\u{3000}' {
                self.gap = true;
                continue;
            }
            let before = self.line.chars().next_back();
            // A line break in the file is white space to a browser; inside Chinese it stands for nothing.
            if self.gap && before.is_some_and(|b| !(b.is_whitespace() || is_cjk(b) && is_cjk(c))) {
                self.line.push(' ');
            }
            self.gap = false;
            self.line.push(c);
        }
    }

    /// The cells of a row stand on one line.
    fn cell(&mut self) {
        if !self.line.is_empty() {
            self.line.push('\t');
        }
        self.gap = false;
    }

    fn end_line(&mut self) {
        self.gap = false;
        self.in_superscript = None;
        let heading = std::mem::take(&mut self.heading);
        let line = std::mem::take(&mut self.line);
        for line in self.record.line(line.trim()) {
            self.out.line(&line, heading);
        }
    }

    /// The mark of a note is no part of the word before it.
    fn end_superscript(&mut self) {
        // The span of a record that ended within took the line with it.
        if let Some(start) = self.in_superscript.take()
            && let Some((before, mark)) = self.line.split_at_checked(start)
            && super::is_note_mark(mark.trim(), before.chars().next_back())
        {
            self.line.truncate(start);
        }
    }
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    tag.attrs.iter().find(|a| &*a.name.local == name).map(|a| a.value.to_ascii_lowercase())
}

fn is_hidden(tag: &Tag) -> bool {
    let role = attribute(tag, "role").unwrap_or_default();
    let style = attribute(tag, "style").unwrap_or_default();
    tag.attrs.iter().any(|a| &*a.name.local == "hidden")
        || matches!(&*role, "navigation" | "banner" | "contentinfo" | "search" | "menu" | "dialog")
        || style.split(';').any(|s| s.replace(' ', "") == "display:none")
}

/// Elements without an end tag.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "param" | "source" | "track" | "wbr"
    )
}
