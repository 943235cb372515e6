//! What the fuzz targets share: how a file is made of an input, and what must hold of whatever was read.
//!
//! Everything runs in the process of the fuzzer: no program is named to `read::apart`, so that PDFs are read here too.

use rapporteur::knowledge::Knowledge;
use rapporteur::model::{Hints, RawText, Source};
use rapporteur::normalise::normalise;
use rapporteur::pipeline::understand;
use rapporteur::store::{Graph, Iris, quads};
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

/// Between the parts of an input that stands for several files.
pub const SEPARATOR: u8 = 0x1E;

static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(None).expect("the data files load"));

#[must_use]
pub fn knowledge() -> &'static Knowledge {
    &KNOWLEDGE
}

/// Loads the data before the first input, which is not to be blamed for the time.
pub fn ready() {
    LazyLock::force(&KNOWLEDGE);
}

/// The parts of an input; the missing ones are empty.
#[must_use]
pub fn parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut pieces = data.splitn(N, |b| *b == SEPARATOR);
    std::array::from_fn(|_| pieces.next().unwrap_or_default())
}

#[must_use]
pub fn source(path: &str, bytes: Vec<u8>) -> Source {
    Source { path: path.to_owned(), bytes, hints: Hints::default() }
}

/// Reads a file and normalises its text.
pub fn read(source: &Source) {
    if let Ok((raw, _)) = rapporteur::read::read(source) {
        check(&raw);
        let _ = normalise(raw);
    }
}

/// What the next stages rely on.
fn check(raw: &RawText) {
    let text = &raw.content;
    assert!(raw.pages.is_sorted_by_key(|p| p.0), "pages out of order: {:?}", raw.pages);
    assert!(raw.headings.is_sorted(), "headings out of order: {:?}", raw.headings);
    let links = raw.markup.links.iter().flat_map(|l| [l.span.start, l.span.end]);
    let mut places = raw.pages.iter().map(|p| p.0).chain(raw.headings.iter().copied()).chain(links);
    assert!(places.all(|at| text.is_char_boundary(at)), "a place within a character, or behind the text");
}

/// Takes a file through the whole flow to quads, and the quads through a parser.
pub fn extract(source: &Source) {
    if let Ok((document, findings, _)) = understand(source, knowledge()) {
        let quads = quads::of_document(&document, &findings, None, &Iris::default());
        load(quads.text());
    }
}

/// Quads that a parser refuses are a defect of whoever wrote them.
pub fn load(quads: &str) -> Graph {
    Graph::from_quads(quads).unwrap_or_else(|error| panic!("{error}\n{quads}"))
}

/// Writes the file that a function wants to open; the same one each time.
#[must_use]
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a temporary folder"));
    let path = FOLDER.path().join(name);
    let _ = path.parent().map(fs::create_dir_all);
    fs::write(&path, bytes).expect("the temporary folder is writable");
    path
}

/// An archive of members as they are, uncompressed.
#[must_use]
pub fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    use zip::write::{SimpleFileOptions, ZipWriter};
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        // A name that comes twice is refused by the writer.
        if writer.start_file(*name, stored).is_ok() {
            writer.write_all(bytes).expect("a member is written");
        }
    }
    writer.finish().expect("the archive is written").into_inner()
}

/// Panics of libraries that the program catches are no findings here: only those of its own code end the fuzzer.
pub fn forgive_libraries() {
    std::panic::set_hook(Box::new(|info| {
        let file = info.location().map_or("", |l| l.file());
        if !file.contains("/registry/") {
            eprintln!("{info}\n{}", std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
    }));
}
