//! ZIP archives: packages of one document (DOCX) and archives of many, which are read as folders.
//!
//! Nothing is believed of what an archive says of itself: every member is read up to a limit and no further.

use super::kind::Kind;
use crate::model::{Problem, Severity};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::read::ZipFile;

/// Members of an archive, those of archives within it counted too.
const MAX_MEMBERS: usize = 20_000;
/// Archives within archives.
const MAX_NESTING: usize = 3;
/// Bytes that one archive may unpack to, in all.
const MAX_TOTAL: u64 = 4 << 30;
/// How many times larger than packed a member may be: XML packs to a thirtieth, zeros to a thousandth.
const MAX_RATIO: u64 = 200;
/// Smaller members are read whatever their ratio.
const RATIO_FROM: u64 = 4 << 20;

/// Tells packages from archives by the names of their members.
pub fn kind(bytes: &[u8]) -> Kind {
    const SHEETS: &str = "save the sheet as CSV and link it, or convert it to plain text";
    const ODF: &str = "convert it to DOCX first, for example with `soffice --headless --convert-to docx FILE`";
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return Kind::Foreign("a damaged ZIP archive or DOCX file", "get a whole copy");
    };
    let has = |name: &[u8]| archive.file_names_raw().any(|n| n.starts_with(name));
    if has(b"[Content_Types].xml") || has(b"word/document") {
        match () {
            () if has(b"word/") => return Kind::Docx,
            () if has(b"xl/") => return Kind::Foreign("a spreadsheet (XLSX)", SHEETS),
            () if has(b"ppt/") => return Kind::Foreign("slides (PPTX)", "export them as PDF"),
            () => {}
        }
    }
    if has(b"mimetype") && (has(b"content.xml") || has(b"META-INF/")) {
        return Kind::Foreign("an OpenDocument or EPUB file", ODF);
    }
    Kind::Archive
}

/// Reads a member to its end or to a limit; what is longer or packed beyond belief is refused.
pub fn read_member<R: Read>(file: ZipFile<'_, R>, limit: u64) -> Result<Vec<u8>, String> {
    if file.encrypted() {
        return Err("it is encrypted: unpack it with its password first".to_owned());
    }
    let packed = file.compressed_size().max(1);
    let limit = if file.size() > RATIO_FROM { limit.min(packed.saturating_mul(MAX_RATIO)).max(RATIO_FROM) } else { limit };
    let mut bytes = Vec::new();
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| format!("it is damaged ({e}): get a whole copy"))?;
    if bytes.len() as u64 > limit {
        return Err(format!("it unpacks to more than {limit} bytes: too large, or a ZIP bomb"));
    }
    Ok(bytes)
}

/// An archive that is being read, member by member in the order of their names.
struct Open {
    path: String,
    archive: ZipArchive<Cursor<Vec<u8>>>,
    /// Indices of the members still to come, the next one last.
    left: Vec<(String, usize)>,
}

/// The documents in an archive and in the archives within it.
pub struct Members {
    open: Vec<Open>,
    members: usize,
    total: u64,
}

/// A member's path and bytes.
pub type Member = (String, Vec<u8>);

impl Members {
    pub fn of(path: &str, bytes: Vec<u8>) -> Result<Self, Problem> {
        let mut members = Self { open: Vec::new(), members: 0, total: 0 };
        members.enter(path.to_owned(), bytes)?;
        Ok(members)
    }

    fn enter(&mut self, path: String, bytes: Vec<u8>) -> Result<(), Problem> {
        let fail = |message: String| Problem::new(&path, Severity::Error, message);
        if self.open.len() == MAX_NESTING {
            return Err(fail(format!("more than {MAX_NESTING} archives within each other: unpack it first")));
        }
        let size = bytes.len() as u64;
        let mut archive =
            ZipArchive::new(Cursor::new(bytes)).map_err(|e| fail(format!("a damaged ZIP archive ({e}): get a whole copy")))?;
        self.members += archive.len();
        if self.members > MAX_MEMBERS {
            return Err(fail(format!("the archive has more than {MAX_MEMBERS} members: unpack it first")));
        }
        let (mut left, mut packed) = (Vec::new(), 0u64);
        for index in 0..archive.len() {
            let Ok(file) = archive.by_index_raw(index) else { continue };
            packed = packed.saturating_add(file.compressed_size());
            let name = name(file.name_raw());
            let hidden = name.split(['/', '\\']).any(|part| part.starts_with('.') || part == "__MACOSX");
            if !file.is_dir() && !hidden {
                left.push((name, index));
            }
        }
        // Members that lie over each other unpack the same bytes again and again.
        if packed > size {
            return Err(fail("the members of the archive lie over each other: damaged, or a ZIP bomb".to_owned()));
        }
        left.sort_by(|a, b| b.cmp(a));
        self.open.push(Open { path, archive, left });
        Ok(())
    }

    fn read(&mut self, limit: u64) -> Option<Result<Member, Problem>> {
        let open = self.open.last_mut()?;
        let (name, index) = open.left.pop()?;
        let path = format!("{}/{name}", open.path);
        let file = open.archive.by_index(index).map_err(|e| format!("it is damaged ({e}): get a whole copy"));
        let bytes = file.and_then(|file| read_member(file, limit));
        match bytes {
            Ok(bytes) => {
                self.total += bytes.len() as u64;
                Some(Ok((path, bytes)))
            }
            Err(message) => Some(Err(Problem::new(&path, Severity::Error, message))),
        }
    }
}

impl Iterator for Members {
    type Item = Result<Member, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.total > MAX_TOTAL {
                let path = self.open.first().map(|o| o.path.clone()).unwrap_or_default();
                self.open.clear();
                let message = format!("the archive unpacks to more than {MAX_TOTAL} bytes: the rest was not read; unpack it first");
                return Some(Err(Problem::new(&path, Severity::Error, message)));
            }
            match self.read(super::MAX_BYTES as u64) {
                Some(Ok((path, bytes))) if super::kind::of(&path, &bytes) == Kind::Archive => {
                    if let Err(problem) = self.enter(path, bytes) {
                        return Some(Err(problem));
                    }
                }
                Some(found) => return Some(found),
                None => {
                    self.open.pop()?;
                }
            }
        }
    }
}

/// A member's name, of which archives do not say the encoding reliably.
fn name(raw: &[u8]) -> String {
    if let Ok(name) = std::str::from_utf8(raw) {
        return name.to_owned();
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(raw, true);
    detector.guess(None, chardetng::Utf8Detection::Deny).decode_without_bom_handling(raw).0.into_owned()
}
