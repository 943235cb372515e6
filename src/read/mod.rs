//! Bytes to text. What kind a file is comes from its content first, its name second.
//! Only this module knows file formats. Reading never panics: what cannot be read is a problem.

mod akn;
mod encoding;
mod walk;
mod xml;

pub use walk::{collect_paths, read_source};

use crate::model::metadata::Raw;
use crate::model::{Problem, Severity, Source};

/// Longest text that is read, in bytes; a United Nations document in plain text stays below ten megabytes.
pub const MAX_TEXT_BYTES: usize = 256 << 20;

/// Decodes a source to text. `Err` holds the problem that keeps the whole file out of the graph.
pub fn read(source: &Source) -> Result<(Raw, Vec<Problem>), Problem> {
    if source.bytes.is_empty() {
        return Err(Problem::new(&source.path, Severity::Error, "the file is empty: nothing to read"));
    }
    if source.bytes.len() > MAX_TEXT_BYTES {
        let message =
            format!("the file has {} bytes, more than the {MAX_TEXT_BYTES} that are read as one document: split it", source.bytes.len());
        return Err(Problem::new(&source.path, Severity::Error, message));
    }
    if let Some(kind) = foreign_format(&source.bytes) {
        let message = format!("{kind} is not read yet: convert it to plain text (UTF-8) first");
        return Err(Problem::new(&source.path, Severity::Error, message));
    }
    let (text, mut problems) = encoding::decode(&source.path, &source.bytes)?;
    if akn::is_akn(&text) {
        let (raw, more) = akn::read(&source.path, &text)?;
        problems.extend(more);
        return Ok((raw, problems));
    }
    Ok((text.into(), problems))
}

/// Names a format by its first bytes, where it is none that is read.
fn foreign_format(bytes: &[u8]) -> Option<&'static str> {
    const MAGIC: &[(&[u8], &str)] = &[
        (b"%PDF-", "PDF"),
        (b"PK\x03\x04", "a ZIP archive or DOCX file"),
        (b"\xD0\xCF\x11\xE0", "an old Word file (DOC)"),
        (b"\xFFWPC", "a WordPerfect file"),
        (b"{\\rtf", "RTF"),
        (b"\x1F\x8B", "a gzip file"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xFF\xD8\xFF", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"II*\0", "a TIFF picture"),
        (b"\x7FELF", "a program"),
        (b"SQLite format 3\0", "a database"),
    ];
    MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|&(_, kind)| kind)
}
