//! PDF with a text layer to text: two columns in reading order, running headers and footers set aside, paragraphs
//! put together, each page's beginning noted. A PDF without text layer is a problem that says how to get one.

mod flow;
mod furniture;
mod line;
mod page;
mod side_by_side;
mod wrapped;

use super::apart::{self, Outcome, PATIENCE};
use crate::model::{Problem, Severity};
use line::Line;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use unpdf::parser::LayoutAnalyzer;
use unpdf::parser::backend::{PdfBackend, RawBackend};

/// Most pages that are read as one document.
const MAX_PAGES: usize = 5_000;
/// Pieces of text on all pages: what comes behind so many is left out.
const MAX_SPANS: usize = 4_000_000;
/// Objects within objects use up the stack; this much is enough for what is not made to use it up.
const STACK: usize = 64 << 20;

/// A page as it was printed.
#[derive(Debug, Default)]
pub struct Page {
    pub number: u32,
    pub height: f32,
    /// In reading order.
    pub lines: Vec<Line>,
    /// Footnotes, out of the running text.
    pub notes: Vec<Line>,
    /// The share of the page that pictures cover.
    pictured: f32,
}

/// The text of a document, read in a process of its own where one can be had.
pub fn read(path: &str, bytes: &[u8]) -> Outcome {
    apart::read(path, bytes).unwrap_or_else(|| read_here(path, bytes))
}

/// The text of a document, read on a thread of this process, which is given up when its time is over.
pub fn read_here(path: &str, bytes: &[u8]) -> Outcome {
    let fail = |message: &str| Problem::new(path, Severity::Error, message);
    let (name, copy) = (path.to_owned(), bytes.to_vec());
    let (send, receive) = mpsc::channel();
    let worker = std::thread::Builder::new().stack_size(STACK).spawn(move || {
        let result = catch_unwind(AssertUnwindSafe(|| read_within(&name, &copy)));
        // Nobody listens any more when the time was over.
        let _ = send.send(result);
    });
    if worker.is_err() {
        return Err(fail("no thread could be started to read it: try again with fewer --jobs"));
    }
    match receive.recv_timeout(PATIENCE) {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(fail("damaged PDF: its structure cannot be read; print it to a new PDF or get a whole copy")),
        Err(_) => Err(fail("the PDF takes too long to read: damaged, or made to; print it to a new PDF or get a whole copy")),
    }
}

fn read_within(path: &str, bytes: &[u8]) -> Outcome {
    let fail = |message: String| Problem::new(path, Severity::Error, message);
    let backend = RawBackend::load_bytes(bytes).map_err(|error| fail(said(path, &error)))?;
    let count = backend.pages().len();
    if count > MAX_PAGES {
        return Err(fail(format!("the PDF has {count} pages, more than the {MAX_PAGES} that are read as one document: split it")));
    }
    let (mut pages, mut problems) = pages(&backend, path)?;
    problems.extend(missing_text(path, &pages)?);
    furniture::set_aside(&mut pages);
    Ok((flow::put_together(&pages), problems))
}

/// What went wrong, and what to do about it.
fn said(path: &str, error: &unpdf::Error) -> String {
    match error {
        unpdf::Error::Encrypted | unpdf::Error::InvalidPassword => {
            format!("the PDF is encrypted: remove its password first, for example with `qpdf --decrypt {path} OUT.pdf`")
        }
        error => format!("damaged PDF ({error}): get a whole copy"),
    }
}

/// Reads page by page; a page that cannot be read is a problem, the others are read.
fn pages(backend: &RawBackend, path: &str) -> Result<(Vec<Page>, Vec<Problem>), Problem> {
    let mut spans_read = 0;
    let analyzer = LayoutAnalyzer::new(backend);
    let (mut pages, mut problems) = (Vec::new(), Vec::new());
    for (number, id) in backend.pages() {
        if spans_read > MAX_SPANS {
            let message = format!("the PDF has more than {MAX_SPANS} pieces of text: nothing was read from page {number} on; split it");
            problems.push(Problem::new(path, Severity::Warning, message));
            break;
        }
        let read = catch_unwind(AssertUnwindSafe(|| {
            let spans = analyzer.extract_page_spans(number)?;
            Ok::<_, unpdf::Error>((spans.len(), side_by_side::in_order(analyzer.group_spans_into_lines_pub(spans))))
        }));
        let Ok(Ok((count, lines))) = read else {
            let message = "the page cannot be read: damaged".to_owned();
            problems.push(Problem::new(path, Severity::Warning, message).at(format!("page {number}")));
            continue;
        };
        spans_read += count;
        let frame = backend.crop_box(id);
        let (width, height) = (frame.width(), frame.height());
        let lines = page::order(lines.iter().filter_map(|l| Line::of(l, number, frame.llx, frame.lly, width)).collect(), width);
        let pictured = analyzer.page_facts().image_coverage;
        pages.push(Page { number, height, lines, notes: Vec::new(), pictured });
    }
    if pages.is_empty() {
        return Err(Problem::new(path, Severity::Error, "no page of the PDF can be read: damaged; get a whole copy"));
    }
    Ok((pages, problems))
}

/// Pages that are pictures without text: all of them, or some.
fn missing_text(path: &str, pages: &[Page]) -> Result<Option<Problem>, Problem> {
    let letters = |page: &Page| page.lines.iter().map(|l| l.text.chars().filter(|c| c.is_alphanumeric()).count()).sum::<usize>();
    let empty: Vec<u32> = pages.iter().filter(|p| letters(p) == 0 && p.pictured > 0.5).map(|p| p.number).collect();
    let all: usize = pages.iter().map(letters).sum();
    if all == 0 {
        let message = format!("scanned, without a text layer: it needs OCR first; {}", how_to_recognise(path));
        return Err(Problem::new(path, Severity::Error, message));
    }
    let Some(first) = empty.first() else { return Ok(None) };
    let message = format!("{} scanned without a text layer: they need OCR first; {}", counted(empty.len()), how_to_recognise(path));
    Ok(Some(Problem::new(path, Severity::Warning, message).at(format!("page {first}"))))
}

fn counted(pages: usize) -> String {
    if pages == 1 { "one page is".to_owned() } else { format!("{pages} pages are") }
}

/// The command that recognises letters in pictures, by what is installed here.
fn how_to_recognise(path: &str) -> String {
    let is_installed = |program: &str| {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        std::env::split_paths(&folders).any(|folder| folder.join(program).is_file())
    };
    let ocrmypdf = format!("`ocrmypdf -l eng --skip-text {path} OUT.pdf`");
    if is_installed("ocrmypdf") {
        format!("run {ocrmypdf} (the language of the document after -l)")
    } else if is_installed("tesseract") {
        format!("run `pdftoppm -r 300 -png {path} page`, then `tesseract PAGE.png PAGE -l eng` for each page")
    } else {
        format!("install ocrmypdf, then run {ocrmypdf}")
    }
}
