//! Walks the XML of a part: runs to paragraphs, cells to lines, notes to the place where they are referred to.

use super::super::clock::{Clock, TOO_LONG};
use super::numbering::{Counters, Numbering};
use super::parts::{Fields, Line, Notes, Paragraph, Plain, Reference, Run, Section, Sections, is_page_field};
use super::rows::Rows;
use super::styles::{Styles, is_on};
use super::xml::{attribute, local};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Elements whose text is not part of the document as it stands.
const SKIPPED: &[&str] = &["del", "moveFrom", "Fallback", "delText", "delInstrText", "rt", "annotation"];

/// Deeper nesting than this is no document's.
const MAX_DEPTH: usize = 512;

/// Bytes that the notes of a document come to: one that is referred to again and again would fill the memory.
const MAX_NOTES: usize = 16 << 20;

pub struct Walk<'w> {
    styles: &'w Styles,
    numbering: &'w Numbering,
    notes: &'w Notes,
    clock: Clock,
    counters: Counters,
    lines: Vec<Line>,
    rows: Rows,
    open: Vec<Paragraph>,
    run: Run,
    fields: Fields,
    sections: Sections,
    pending_notes: Vec<Line>,
    plain: Plain,
    noted: [usize; 2],
    /// Bytes of the notes so far.
    note_bytes: usize,
    skip: usize,
    path: Vec<String>,
}

impl<'w> Walk<'w> {
    pub fn new(styles: &'w Styles, numbering: &'w Numbering, notes: &'w Notes, clock: Clock) -> Self {
        Self {
            styles,
            numbering,
            notes,
            clock,
            counters: Counters::default(),
            lines: Vec::new(),
            rows: Rows::default(),
            open: Vec::new(),
            run: Run::default(),
            fields: Fields::default(),
            sections: Vec::new(),
            pending_notes: Vec::new(),
            plain: Plain::default(),
            noted: [0; 2],
            note_bytes: 0,
            skip: 0,
            path: Vec::new(),
        }
    }

    /// Reads a part; what stands before an error was read all the same.
    pub fn run(&mut self, xml: &str) -> Result<(), String> {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().check_end_names = false;
        let mut events = 0usize;
        loop {
            events += 1;
            if self.clock.is_over_at(events) {
                return Err(TOO_LONG.to_owned());
            }
            match reader.read_event().map_err(|e| e.to_string())? {
                Event::Start(tag) => self.start(&tag)?,
                Event::Empty(tag) => {
                    self.start(&tag)?;
                    self.end();
                }
                Event::End(_) => self.end(),
                Event::Text(text) => self.text(&text.decode().map_err(|e| e.to_string())?),
                Event::CData(text) => self.text(&text.decode().map_err(|e| e.to_string())?),
                Event::GeneralRef(reference) => {
                    let c = reference.resolve_char_ref().ok().flatten();
                    let name = reference.decode().unwrap_or_default();
                    let c = c.map(String::from).or_else(|| quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned));
                    self.text(&c.unwrap_or_default());
                }
                Event::Eof => return if self.path.is_empty() { Ok(()) } else { Err("it breaks off".to_owned()) },
                _ => {}
            }
        }
    }

    /// The lines and sections read; open paragraphs and rows end here.
    pub fn finish(mut self) -> (Vec<Line>, Sections, Plain) {
        while !self.open.is_empty() {
            self.end_paragraph();
        }
        while !self.rows.is_empty() {
            self.end_row();
        }
        self.lines.append(&mut self.pending_notes);
        (self.lines, self.sections, self.plain)
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), String> {
        if self.path.len() == MAX_DEPTH {
            return Err("its elements are nested too deep".to_owned());
        }
        let name = local(tag);
        if self.skip > 0 || SKIPPED.contains(&name.as_str()) {
            self.skip += 1;
        } else if self.inside("pPr") {
            self.paragraph_property(&name, tag);
        } else if self.inside("rPr") {
            self.run_property(&name, tag);
        } else {
            self.element(&name, tag);
        }
        self.path.push(name);
        Ok(())
    }

    fn end(&mut self) {
        let Some(name) = self.path.pop() else { return };
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match name.as_str() {
            "p" => self.end_paragraph(),
            "r" => self.end_run(),
            "tr" => self.end_row(),
            _ => {}
        }
    }

    /// Whether the properties of a paragraph or run are being read.
    fn inside(&self, element: &str) -> bool {
        self.path.iter().rev().take(4).any(|e| e == element)
    }

    fn element(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "p" => self.open.push(Paragraph::default()),
            "r" => self.run = Run { start: self.open.last().map_or(0, |p| p.text.len()), ..Run::default() },
            "tr" => {
                self.plain.give_up();
                self.rows.begin_row();
            }
            "tc" => self.rows.begin_cell(),
            "tab" | "ptab" => self.tab(),
            "br" | "cr" => self.text_now("\n"),
            "noBreakHyphen" => self.text_now("-"),
            "fldChar" => self.fields.mark(attribute(tag, "fldCharType").as_deref()),
            "fldSimple" if is_page_field(&attribute(tag, "instr").unwrap_or_default()) => self.skip = 1,
            "footnoteReference" | "endnoteReference" => {
                let custom = is_on(attribute(tag, "customMarkFollows").or(Some("0".to_owned())).as_deref());
                if let (Some(id), Some(paragraph)) = (attribute(tag, "id"), self.open.last_mut()) {
                    paragraph.notes.push((name == "endnoteReference", id, custom));
                }
            }
            "sectPr" => self.sections.push(Section::default()),
            "headerReference" | "footerReference" | "titlePg" => self.section_property(name, tag),
            _ => {}
        }
    }

    fn section_property(&mut self, name: &str, tag: &BytesStart<'_>) {
        let Some(section) = self.sections.last_mut() else { return };
        if name == "titlePg" {
            section.has_first_page = is_on(attribute(tag, "val").as_deref());
            return;
        }
        let (kind, id) = (attribute(tag, "type").unwrap_or_default(), attribute(tag, "id").unwrap_or_default());
        section.references.push(Reference { element: name.to_owned(), kind, id });
    }

    fn paragraph_property(&mut self, name: &str, tag: &BytesStart<'_>) {
        match name {
            "sectPr" => return self.sections.push(Section::default()),
            "headerReference" | "footerReference" | "titlePg" => return self.section_property(name, tag),
            _ => {}
        }
        let Some(paragraph) = self.open.last_mut() else { return };
        match name {
            "pStyle" => paragraph.style = attribute(tag, "val"),
            "numId" => paragraph.number = attribute(tag, "val"),
            "ilvl" => paragraph.level = attribute(tag, "val").and_then(|v| v.parse().ok()),
            "tab" => paragraph.leader_dots |= attribute(tag, "leader").is_some_and(|l| matches!(l.as_str(), "dot" | "middleDot")),
            _ => {}
        }
    }

    fn run_property(&mut self, name: &str, tag: &BytesStart<'_>) {
        let value = attribute(tag, "val");
        match name {
            "b" => self.run.bold = Some(is_on(value.as_deref())),
            "vanish" => self.run.hidden = is_on(value.as_deref()),
            "vertAlign" => self.run.raised = value.as_deref() == Some("superscript"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        match self.path.last().map(String::as_str) {
            Some("t") => self.text_now(text),
            Some("instrText") if self.skip == 0 => self.fields.instruct(text),
            _ => {}
        }
    }

    fn text_now(&mut self, text: &str) {
        if self.skip == 0
            && self.fields.shows()
            && !self.run.hidden
            && let Some(paragraph) = self.open.last_mut()
        {
            paragraph.text.push_str(text);
        }
    }

    /// Leader dots lead from the columns of a roster to the next.
    fn tab(&mut self) {
        let dots = self.open.last().is_some_and(|p| p.leader_dots && !p.text.trim().is_empty());
        self.text_now(if dots { " ... " } else { "\t" });
    }

    fn end_run(&mut self) {
        let run = self.run;
        let Some(paragraph) = self.open.last_mut() else { return };
        let Some(text) = paragraph.text.get(run.start..) else { return };
        // At the beginning of a paragraph the mark is that of the note itself.
        if run.raised
            && !paragraph.text[..run.start].trim().is_empty()
            && super::super::is_note_mark(text.trim(), paragraph.text[..run.start].chars().next_back())
        {
            return paragraph.text.truncate(run.start);
        }
        let letters = text.chars().filter(|c| !c.is_whitespace()).count();
        let bold = run.bold.unwrap_or_else(|| paragraph.style.as_deref().is_some_and(|s| self.styles.resolve(s).bold));
        paragraph.letters += letters;
        paragraph.bold += if bold { letters } else { 0 };
        self.run.start = paragraph.text.len();
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else { return };
        let style = paragraph.style.as_deref().map(|s| self.styles.resolve(s)).unwrap_or_default();
        let number = paragraph.number.or(style.number).filter(|n| n != "0");
        let words = paragraph.text.trim();
        if !words.is_empty() {
            let level = paragraph.level.or(style.level).unwrap_or(0);
            let label = number.and_then(|n| self.numbering.next(&n, level, &mut self.counters));
            let text = label.map_or_else(|| words.to_owned(), |label| format!("{label} {words}"));
            let heading = style.heading || paragraph.letters > 0 && paragraph.bold == paragraph.letters;
            if text.len() > words.len() || style.heading || paragraph.bold > 0 || !paragraph.notes.is_empty() {
                self.plain.give_up();
            }
            self.plain.add(&paragraph.text);
            self.line(Line { text, heading });
        } else {
            self.plain.add("");
        }
        for (is_end, id, custom) in paragraph.notes {
            let of = if is_end { &self.notes.endnotes } else { &self.notes.footnotes };
            self.noted[usize::from(is_end)] += usize::from(!custom);
            let Some(words) = of.get(&id).filter(|words| self.note_bytes + words.len() <= MAX_NOTES) else { continue };
            self.note_bytes += words.len();
            let number = if custom { String::new() } else { format!("{} ", self.noted[usize::from(is_end)]) };
            self.pending_notes.push(Line { text: format!("{number}{words}"), heading: false });
        }
        if self.rows.is_empty() && self.open.is_empty() {
            self.lines.append(&mut self.pending_notes);
        }
        self.run = Run { start: self.open.last().map_or(0, |p| p.text.len()), ..Run::default() };
    }

    fn end_row(&mut self) {
        for line in self.rows.end_row() {
            self.line(line);
        }
        if self.rows.is_empty() && self.open.is_empty() {
            self.lines.append(&mut self.pending_notes);
        }
    }

    fn line(&mut self, line: Line) {
        self.lines.extend(self.rows.take(line));
    }
}
