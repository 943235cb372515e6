//! What kind a file is: from its content first, its name second.

use std::path::Path;

/// The kinds that a reader exists for, and those that are only recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Anything that begins with no known mark: text, until its decoding says otherwise.
    Text,
    Html,
    /// Akoma Ntoso XML.
    Akn,
    /// XML of any other kind.
    Xml,
    Pdf,
    Docx,
    /// A ZIP archive of documents, read as a folder.
    Archive,
    /// What it is, and what to do about it.
    Foreign(&'static str, &'static str),
}

const TO_DOCX: &str = "convert it to DOCX first, for example with `soffice --headless --convert-to docx FILE`";
const UNPACK: &str = "unpack it first";
const NEEDS_OCR: &str = "it needs OCR first, for example `ocrmypdf --image-dpi 300 FILE OUT.pdf`";
const NO_DOCUMENT: &str = "it holds no document: leave it out";

const MAGIC: &[(&[u8], Kind)] = &[
    (b"%PDF-", Kind::Pdf),
    (b"\xD0\xCF\x11\xE0", Kind::Foreign("an old Office file (DOC)", TO_DOCX)),
    (b"\xFFWPC", Kind::Foreign("a WordPerfect file", TO_DOCX)),
    (b"{\\rtf", Kind::Foreign("an RTF file", TO_DOCX)),
    (b"\x1F\x8B", Kind::Foreign("a gzip file", UNPACK)),
    (b"7z\xBC\xAF\x27\x1C", Kind::Foreign("a 7z archive", UNPACK)),
    (b"Rar!", Kind::Foreign("a RAR archive", UNPACK)),
    (b"BZh", Kind::Foreign("a bzip2 file", UNPACK)),
    (b"\xFD7zXZ", Kind::Foreign("an XZ file", UNPACK)),
    (b"\x89PNG", Kind::Foreign("a PNG picture", NEEDS_OCR)),
    (b"\xFF\xD8\xFF", Kind::Foreign("a JPEG picture", NEEDS_OCR)),
    (b"GIF8", Kind::Foreign("a GIF picture", NEEDS_OCR)),
    (b"II*\0", Kind::Foreign("a TIFF picture", NEEDS_OCR)),
    (b"MM\0*", Kind::Foreign("a TIFF picture", NEEDS_OCR)),
    (b"\x7FELF", Kind::Foreign("a program", NO_DOCUMENT)),
    (b"SQLite format 3\0", Kind::Foreign("a database", NO_DOCUMENT)),
];

/// How far junk may stand before the mark of a PDF: what readers of PDF allow.
const PDF_WINDOW: usize = 1024;

/// How much of a text is looked at for tags.
const HTML_WINDOW: usize = 2048;

#[must_use]
pub fn of(path: &str, bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return super::zip::kind(bytes);
    }
    if let Some(&(_, kind)) = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return kind;
    }
    let front = &bytes[..bytes.len().min(PDF_WINDOW)];
    if front.windows(5).any(|w| w == b"%PDF-") && !is_text(front) {
        return Kind::Pdf;
    }
    of_text(path, bytes)
}

/// Text or HTML: by its first tags; a name that says HTML is believed where there is any tag at all.
fn of_text(path: &str, bytes: &[u8]) -> Kind {
    // In UTF-16 every other byte of a tag is zero.
    let front: Vec<u8> = bytes.iter().take(HTML_WINDOW).filter(|&&b| b != 0).map(u8::to_ascii_lowercase).collect();
    let start = front.iter().position(|b| *b == b'<').unwrap_or(front.len());
    let before = &front[..start];
    let has = |tag: &[u8]| front.windows(tag.len()).any(|w| w == tag);
    let opens = |tags: &[&[u8]]| tags.iter().any(|t| front[start..].starts_with(t));
    let at_start = before.iter().all(|b| b.is_ascii_whitespace() || matches!(b, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF));
    // The root may be lost, with a prefix, or come after comments.
    if at_start && (has(b"akomantoso") || has(b"<frbrwork")) {
        return Kind::Akn;
    }
    if at_start && (opens(&[b"<!doctype html", b"<html", b"<head", b"<body"]) || opens(&[b"<?xml", b"<!--"]) && has(b"<html")) {
        return Kind::Html;
    }
    if at_start && opens(&[b"<?xml"]) {
        return Kind::Xml;
    }
    let extension = Path::new(path).extension().map(|e| e.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let named = matches!(extension.as_str(), "html" | "htm" | "xhtml");
    let tags: &[&[u8]] = &[b"<p>", b"<p ", b"<div", b"<table", b"<span", b"<h1", b"<h2", b"<br", b"<a ", b"<li", b"<td"];
    if named && tags.iter().any(|t| has(t)) || at_start && opens(tags) {
        return Kind::Html;
    }
    Kind::Text
}

/// A text may speak of PDF; a binary beginning is none.
fn is_text(front: &[u8]) -> bool {
    front.iter().filter(|b| b.is_ascii_control() && !b.is_ascii_whitespace()).count() == 0 && !front.windows(4).any(|w| w == b" obj")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_comes_before_the_name() {
        assert_eq!(of("a.txt", b"%PDF-1.7\n1 0 obj"), Kind::Pdf);
        assert_eq!(of("a.pdf", b"<!DOCTYPE html><html></html>"), Kind::Html);
        assert_eq!(of("a.html", b"plain words"), Kind::Text);
        assert_eq!(of("a.html", b"words <p> and more"), Kind::Html);
        assert_eq!(of("a.txt", b"<?xml version='1.0'?><doc/>"), Kind::Xml);
        assert_eq!(of("a.txt", b"a note on <p> elements"), Kind::Text);
        assert_eq!(of("a.txt", b"\xFF\xFE<\0h\0t\0m\0l\0>\0"), Kind::Html);
        assert!(matches!(of("a.docx", b"\xD0\xCF\x11\xE0"), Kind::Foreign(..)));
    }
}
