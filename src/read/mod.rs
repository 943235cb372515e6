//! Bytes to text. What kind a file is comes from its content first, its name second.
//! Only this module knows file formats. Reading never panics: what cannot be read is a problem.

mod akn;
pub mod apart;
mod clock;
mod docx;
pub(crate) mod encoding;
mod html;
mod kind;
mod pdf;
mod plain_xml;
mod walk;
mod xml;
mod zip;

pub use walk::{Collected, Documents, absolute, collect_paths, documents, documents_named, key};

use crate::model::{Problem, RawText, Severity, Source};
use kind::Kind;

/// Longest file that is read, in bytes; the longest printed records stay below a tenth of it.
pub const MAX_BYTES: usize = 256 << 20;

/// Takes the text out of a source. `Err` holds the problem that keeps the whole file out of the graph.
pub fn read(source: &Source) -> Result<(RawText, Vec<Problem>), Problem> {
    let Source { path, bytes, .. } = source;
    if bytes.is_empty() {
        return Err(Problem::new(path, Severity::Error, "the file is empty: nothing to read"));
    }
    if bytes.len() > MAX_BYTES {
        return Err(too_large(path, bytes.len() as u64));
    }
    match kind::of(path, bytes) {
        Kind::Text => encoding::decode(path, bytes).map(|(text, problems)| (text.into(), problems)),
        Kind::Html => {
            let (page, problems) = encoding::decode_page(path, bytes)?;
            html::read(path, &page).map(|text| (text, problems))
        }
        Kind::Akn => {
            let (file, mut problems) = encoding::decode(path, bytes)?;
            let (text, more) = akn::read(path, &file)?;
            problems.extend(more);
            Ok((text, problems))
        }
        Kind::Xml => {
            let (file, mut problems) = encoding::decode(path, bytes)?;
            let (text, more) = plain_xml::read(path, &file)?;
            problems.extend(more);
            Ok((text, problems))
        }
        Kind::Pdf => pdf::read(path, bytes),
        Kind::Docx => docx::read(path, bytes),
        Kind::Archive => {
            Err(Problem::new(path, Severity::Error, "a ZIP archive is no document: name it as a path, and it is read as a folder"))
        }
        Kind::Foreign(kind, advice) => Err(Problem::new(path, Severity::Error, format!("{kind} is not read: {advice}"))),
    }
}

fn too_large(path: &str, size: u64) -> Problem {
    let message = format!("the file has {size} bytes, more than the {MAX_BYTES} that are read as one document: split it");
    Problem::new(path, Severity::Error, message)
}

/// The raised mark of a note: figures, a letter or asterisks. `before` is the character that it stands behind: a figure
/// or a point makes some letters the ending of a number (2o, n.o, 75e).
fn is_note_mark(text: &str, before: Option<char>) -> bool {
    let is_ending = matches!(text, "o" | "e") && before.is_some_and(|c| c.is_ascii_digit() || c == '.');
    let is_letter = text.len() == 1 && text.bytes().all(|b| b.is_ascii_lowercase()) && !is_ending;
    let is_number = (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    is_letter || is_number || (1..=4).contains(&text.len()) && text.bytes().all(|b| b == b'*')
}

/// A job number between asterisks: what a bar code says in letters.
fn is_bar_code(text: &str) -> bool {
    let inner = text.strip_prefix('*').and_then(|t| t.strip_suffix('*')).unwrap_or_default();
    inner.len() >= 5 && inner.bytes().all(|b| b.is_ascii_digit() || matches!(b, b' ' | b'-'))
}
