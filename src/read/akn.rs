//! Akoma Ntoso for the United Nations (AKN4UN): resolutions with their metadata.
//!
//! The text comes out line by line as the page has it: a paragraph a line, its number before it, notes where their
//! marks stand. Votes, sponsors, drafts, dates and subjects become entries; links keep their place in the text.

use super::clock::{Clock, TOO_LONG};
use super::xml::{self, Step, value};
use crate::model::metadata::{Entry, Field, Link, Vote};
use crate::model::{Language, Problem, RawText, Severity, Span};

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "heading",
    "subheading",
    "container",
    "paragraph",
    "point",
    "item",
    "tr",
    "preface",
    "preamble",
    "mainBody",
    "conclusions",
    "attachment",
    "coverPage",
    "table",
    "formula",
    "list",
];

/// Reads such a file. `Err` where it holds no text.
pub fn read(path: &str, source: &str) -> Result<(RawText, Vec<Problem>), Problem> {
    let mut page = Page { raw: RawText::of_paragraphs(), ..Page::default() };
    let clock = Clock::start();
    let defects = xml::walk(source, clock, |step| page.step(step));
    if clock.is_over() {
        return Err(Problem::new(path, Severity::Error, TOO_LONG));
    }
    page.end_line();
    let mut problems = Vec::new();
    if defects.count > 0 {
        let message = format!("ill-formed XML, {} defects, the first: {}; read as far as it goes", defects.count, defects.first);
        problems.push(Problem::new(path, Severity::Warning, message).at(format!("line {}", defects.line)));
    }
    if page.raw.content.trim().is_empty() {
        let message = "this AKN file holds no text: nothing to read";
        return Err(Problem::new(path, Severity::Error, message));
    }
    Ok((page.raw, problems))
}

/// The page as it is written, and the metadata as they are found.
#[derive(Debug, Default)]
struct Page {
    raw: RawText,
    /// Names of the open elements.
    open: Vec<String>,
    /// Where the current line begins.
    line: usize,
    /// Where the text ended after the last number of a paragraph.
    numbered: usize,
    /// White space came and no word since.
    space: bool,
    /// Begin and address of the open links.
    links: Vec<(usize, String)>,
    vote: Option<Vote>,
    /// Words of an element of the metadata.
    words: String,
    /// The metadata of an annex repeat the document's.
    meta_read: bool,
}

impl Page {
    fn step(&mut self, step: Step) {
        match step {
            Step::Start(name, attributes) => self.start(name, &attributes),
            Step::End(name) => self.end(&name),
            Step::Text(text) if self.inside("meta") => self.words.push_str(&text),
            Step::Text(text) => self.write(&text),
        }
    }

    fn inside(&self, name: &str) -> bool {
        self.open.iter().any(|o| o == name)
    }

    fn start(&mut self, name: String, attributes: &[(String, String)]) {
        if self.inside("meta") {
            self.words.clear();
            if !self.meta_read {
                self.meta(&name, attributes);
            }
        } else {
            match name.as_str() {
                "a" => self.links.push((self.raw.content.len(), value(attributes, "href").to_owned())),
                // A note is set off from the words around its mark.
                "authorialNote" | "eol" | "td" | "th" => self.space = true,
                "p" => {}
                // A number and the words that it stands before are one line.
                block if self.is_block(block) && self.numbered != self.raw.content.len() => self.end_line(),
                _ => {}
            }
        }
        self.open.push(name);
    }

    fn end(&mut self, name: &str) {
        self.open.pop();
        if self.inside("meta") {
            self.end_meta(name);
            return;
        }
        match name {
            "meta" => self.meta_read = true,
            "a" => self.end_link(),
            "authorialNote" => self.space = true,
            "num" => {
                self.space = true;
                self.numbered = self.raw.content.len();
            }
            block if self.is_block(block) => self.end_line(),
            _ => {}
        }
    }

    fn is_block(&self, name: &str) -> bool {
        BLOCKS.contains(&name) && !self.inside("authorialNote")
    }

    fn write(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r') {
                self.space = true;
                continue;
            }
            if self.space && self.raw.content.len() > self.line {
                self.raw.content.push(' ');
            }
            self.space = false;
            self.raw.content.push(c);
        }
    }

    fn end_line(&mut self) {
        if self.raw.content.len() > self.line {
            self.raw.content.push('\n');
            self.line = self.raw.content.len();
        }
        self.space = false;
    }

    /// One reference is often set as several links, its number and its session apart: they become one.
    fn end_link(&mut self) {
        let Some((start, address)) = self.links.pop() else { return };
        let end = self.raw.content.len();
        let start = start + self.raw.content[start..].chars().take_while(|c| c.is_whitespace()).map(char::len_utf8).sum::<usize>();
        if start >= end || address.is_empty() {
            return;
        }
        // A link within a link ends behind the other's beginning.
        if let Some(last) = self.raw.markup.links.last_mut()
            && last.address == address
            && self.raw.content.get(last.span.end..start).is_some_and(|between| between.trim().is_empty())
        {
            last.span.end = end;
            return;
        }
        self.raw.markup.links.push(Link { span: Span::new(start, end), address });
    }

    fn meta(&mut self, name: &str, attributes: &[(String, String)]) {
        let of = |name: &str| value(attributes, name).trim();
        match name {
            "FRBRdate" => match of("name") {
                "adoption" => self.entry(Field::Adopted, of("date"), "", &format!("{name} adoption {}", of("date"))),
                "publication" => self.entry(Field::Issued, of("date"), "", &format!("{name} publication {}", of("date"))),
                _ => {}
            },
            "FRBRlanguage" => self.raw.markup.language = Language::from_code(of("language")),
            "keyword" => {
                let line = format!("{name} {} {} ({})", of("href"), of("showAs"), of("dictionary"));
                self.entry(Field::Subject, of("href"), of("showAs"), &line);
            }
            "step" => self.workflow(&of),
            "count" => {
                self.vote = vote(of("refersTo"));
                if let Some(vote) = self.vote {
                    self.entry(Field::Tally(vote), of("value"), "", &format!("{name} {} {}", of("refersTo"), of("value")));
                }
            }
            _ => {}
        }
    }

    /// A step on a draft's way to adoption.
    fn workflow<'a>(&mut self, of: &dyn Fn(&str) -> &'a str) {
        let (outcome, symbol, by) = (of("outcome"), of("as"), of("by"));
        let line = |rest: &str| ["step", outcome, symbol, rest].iter().filter(|w| !w.is_empty()).copied().collect::<Vec<_>>().join(" ");
        match outcome {
            "draftResolution" | "draftResolutionAdditionalSponsors" => {
                self.entry(Field::Draft, symbol, "", &line(""));
                self.entry(Field::Sponsors, by, "", &line(by));
            }
            "recommendedForAdoption" => self.entry(Field::Report, symbol, of("refersTo"), &line(of("refersTo"))),
            "adopted" => self.entry(Field::Meeting, symbol, of("date"), &line(of("date"))),
            _ => {}
        }
    }

    fn end_meta(&mut self, name: &str) {
        let words = self.words.split_whitespace().collect::<Vec<_>>().join(" ");
        match (name, self.vote) {
            _ if self.meta_read => {}
            ("organization", Some(vote)) => self.entry(Field::Vote(vote), &words, "", &format!("{}: {words}", vote_name(vote))),
            ("docketNumber", _) => self.entry(Field::JobNumber, &words, "", &format!("{name} {words}")),
            ("count", _) => self.vote = None,
            _ => {}
        }
        self.words.clear();
    }

    fn entry(&mut self, field: Field, value: &str, detail: &str, line: &str) {
        if !value.is_empty() {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            self.raw.markup.entries.push(Entry { field, value: value.to_owned(), detail: detail.to_owned(), line });
        }
    }
}

const VOTES: [(&str, Vote); 3] = [("inFavour", Vote::For), ("against", Vote::Against), ("abstaining", Vote::Abstaining)];

fn vote(name: &str) -> Option<Vote> {
    let name = name.trim_start_matches('#');
    VOTES.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|&(_, v)| v)
}

fn vote_name(vote: Vote) -> &'static str {
    VOTES.iter().find(|(_, v)| *v == vote).map_or("", |(n, _)| n)
}
