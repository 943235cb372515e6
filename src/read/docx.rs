//! DOCX to text, with a walker of our own over the parts of the package.
//!
//! The first page's header and footer hold symbol, dates and job number and come first; notes follow the paragraph
//! that refers to them; text boxes are read once; deleted text, hidden text and running headers are left out.

mod numbering;
mod parts;
mod rows;
mod styles;
mod walker;
mod xml;

use super::clock::{Clock, TOO_LONG};
use super::zip::read_member;
use crate::model::{Problem, RawText, Severity};
use numbering::Numbering;
use parts::{Line, Notes, Sections};
use rustc_hash::FxHashMap;
use std::io::Cursor;
use styles::Styles;
use walker::Walk;
use zip::ZipArchive;

/// Longest part that is read, unpacked; the body of a thousand pages has some thirty megabytes.
const MAX_PART: u64 = 128 << 20;

/// The parts of the package that are read.
struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
}

impl Package<'_> {
    /// A part's text; none where the package has no such part.
    fn part(&mut self, name: &str) -> Result<Option<String>, String> {
        let Some(index) = self.archive.index_for_name(name.trim_start_matches('/')) else { return Ok(None) };
        let file = self.archive.by_index(index).map_err(|e| format!("{name} cannot be opened: {e}"))?;
        let bytes = read_member(file, MAX_PART).map_err(|message| format!("{name}: {message}"))?;
        let (encoding, skip) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        Ok(Some(encoding.decode_without_bom_handling(&bytes[skip..]).0.into_owned()))
    }

    /// Where the relations of a part lead, by identifier, with their kind (`header`, `footnotes`).
    fn relations(&mut self, part: &str) -> Result<FxHashMap<String, (String, String)>, String> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let name = if folder.is_empty() { format!("_rels/{file}.rels") } else { format!("{folder}/_rels/{file}.rels") };
        let Some(xml) = self.part(&name)? else { return Ok(FxHashMap::default()) };
        Ok(xml::relations(&xml, folder))
    }
}

/// The text of a document.
pub fn read(path: &str, bytes: &[u8]) -> Result<(RawText, Vec<Problem>), Problem> {
    let fail = |message: String| Problem::new(path, Severity::Error, message);
    let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|e| fail(format!("a damaged DOCX file ({e}): get a whole copy")))?;
    let mut package = Package { archive };
    let mut problems = Vec::new();
    let text = assemble(&mut package, path, &mut problems).map_err(fail)?;
    if text.content.is_empty() {
        return Err(fail("no text in the document: if it holds pictures of pages, it needs OCR first".to_owned()));
    }
    Ok((text, problems))
}

fn assemble(package: &mut Package<'_>, path: &str, problems: &mut Vec<Problem>) -> Result<RawText, String> {
    let main = main_part(package)?;
    let relations = package.relations(&main)?;
    let of_kind = |kind: &str| relations.values().find(|(_, k)| k == kind).map(|(target, _)| target.clone());
    let mut optional = |kind: &str| -> Result<String, String> {
        Ok(of_kind(kind).map(|part| package.part(&part)).transpose()?.flatten().unwrap_or_default())
    };
    let clock = Clock::start();
    let styles = Styles::read(&optional("styles")?);
    let numbering = Numbering::read(&optional("numbering")?);
    let (footnotes, endnotes) = (optional("footnotes")?, optional("endnotes")?);
    let body = package.part(&main)?.ok_or_else(|| format!("{main} is missing: a damaged DOCX file"))?;
    let of = |part: &str| xml::notes(part, &styles, &numbering, clock);
    let notes = Notes { footnotes: of(&footnotes), endnotes: of(&endnotes) };
    let mut walk = Walk::new(&styles, &numbering, &notes, clock);
    let complete = walk.run(&body);
    if let Err(message) = complete {
        let message = format!("the XML of the document is damaged ({message}): what stands before was read");
        problems.push(Problem::new(path, Severity::Warning, message));
    }
    let (lines, sections, plain) = walk.finish();
    let margins = first_page(&sections, &relations);
    if let Some(plain) = plain.text().filter(|_| margins.is_empty() && !clock.is_over()) {
        return Ok(RawText::from(plain));
    }
    let mut text = RawText::of_paragraphs();
    for part in margins {
        let Some(xml) = package.part(&part)? else { continue };
        let mut walk = Walk::new(&styles, &numbering, &notes, clock);
        // A header that breaks off still gives its symbol.
        let _ = walk.run(&xml);
        push(&mut text, walk.finish().0);
    }
    push(&mut text, lines);
    if clock.is_over() { Err(TOO_LONG.to_owned()) } else { Ok(text) }
}

fn push(text: &mut RawText, lines: Vec<Line>) {
    for line in lines {
        for part in broken_lines(&line.text).iter().filter(|part| !super::is_bar_code(part.trim())) {
            text.line(part, line.heading);
        }
    }
}

/// The lines of a paragraph with soft line breaks: a break within a sentence is none where the paragraph is prose.
fn broken_lines(text: &str) -> Vec<String> {
    const CLAUSE_END: [char; 11] = [',', ';', '.', ':', '\u{3002}', '\u{FF0C}', '\u{FF1B}', '\u{FF1A}', '\u{60C}', '\u{61B}', '\u{3001}'];
    let is_prose = text.contains('\n') && text.trim_end().ends_with(CLAUSE_END);
    let mut lines: Vec<String> = Vec::new();
    for part in text.split('\n') {
        let goes_on = |before: &&mut String| {
            let end = before.trim_end();
            let is_open = !end.is_empty() && !end.ends_with(['.', ':', ';', '\u{3002}', '\u{FF1A}', '\u{FF1B}', '\u{61B}']);
            is_prose && is_open && !part.trim().is_empty()
        };
        match lines.last_mut().filter(goes_on) {
            Some(before) => {
                let unspaced = before.ends_with(crate::model::text::is_cjk) || part.starts_with(crate::model::text::is_cjk);
                before.push_str(if unspaced { "" } else { " " });
                before.push_str(part.trim_start());
            }
            None => lines.push(part.to_owned()),
        }
    }
    lines
}

fn main_part(package: &mut Package<'_>) -> Result<String, String> {
    let root = package.relations("")?;
    let named = root.values().find(|(_, kind)| kind == "officeDocument").map(|(target, _)| target.clone());
    Ok(named.unwrap_or_else(|| "word/document.xml".to_owned()))
}

/// The header and the footer of the first page; what runs over the later pages repeats them.
fn first_page(sections: &Sections, relations: &FxHashMap<String, (String, String)>) -> Vec<String> {
    let Some(first) = sections.first() else { return Vec::new() };
    let wanted = if first.has_first_page { "first" } else { "default" };
    let of = |element: &str| {
        let reference = first.references.iter().find(|r| r.element == element && r.kind == wanted);
        reference.and_then(|r| relations.get(&r.id)).map(|(target, _)| target.clone())
    };
    [of("headerReference"), of("footerReference")].into_iter().flatten().collect()
}
