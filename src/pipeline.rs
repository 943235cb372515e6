//! The flow: one document through all stages; many documents in parallel.

use crate::extract::{self, Reading};
use crate::knowledge::Knowledge;
use crate::model::{Document, Findings, Problem, Severity, Source};
use crate::recognise::assemble::assemble;
use crate::recognise::metadata;
use crate::resolve::ties::{self, Ties};
use crate::store::quads::FileFacts;
use crate::store::{Iris, Quads, quads};
use crate::{hints, normalise, read, segment};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

/// Longest text that is read as one document, in bytes: the longest printed reports have a quarter of it.
const MAX_TEXT: usize = 8 << 20;
/// From this length on texts wait for each other.
const LONG: usize = 1 << 20;
static TURN: Mutex<()> = Mutex::new(());

/// What came of one source.
#[derive(Debug, Default)]
pub struct Outcome {
    /// `None` where nothing could be read.
    pub quads: Option<Quads>,
    /// A line of JSON that says where pages begin, then the text whose characters the offsets count.
    pub text: Option<String>,
    /// The copies found in it: `A/75/860@zh`.
    pub copies: Vec<String>,
    /// What could prove its persons and turns to be those of other copies.
    pub ties: Ties,
    pub problems: Vec<Problem>,
}

/// Reads a source to findings: everything but the writing.
pub fn understand(source: &Source, knowledge: &Knowledge) -> Result<(Document, Findings, Vec<Problem>), Problem> {
    let (mut raw, mut problems) = read::read(source)?;
    if raw.content.len() > MAX_TEXT {
        let message = format!("its text has {} bytes, more than the {MAX_TEXT} that are read as one document: split it", raw.content.len());
        return Err(Problem::new(&source.path, Severity::Error, message));
    }
    // What is made of a text is some hundred times as large: long ones are worked on one at a time.
    let _turn = (raw.content.len() > LONG).then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
    let markup = std::mem::take(&mut raw.markup);
    let (text, rows) = normalise::normalise(raw).with_lines(markup.entries.iter().map(|e| e.line.as_str()));
    // Who says what language a text is in is believed.
    if source.hints.language.is_none()
        && let Some(message) = segment::trouble(text.body())
    {
        return Err(Problem::new(&source.path, Severity::Error, message));
    }
    let outline = segment::segment(&text, knowledge, &source.hints);
    problems.extend(hints::contradictions(source, &text, &outline, knowledge));
    if let Some(said) = markup.language.filter(|&l| l != outline.language) {
        let message =
            format!("the file says that its language is {}, its words are {}: they are believed", said.code(), outline.language.code());
        problems.push(Problem::new(&source.path, Severity::Note, message));
    }
    let (mut document, people) = assemble(text, outline, knowledge, &source.hints);
    problems.extend(crate::recognise::symbols::contradictions(&source.path, &document, knowledge));
    let (records, unclear) = metadata::resolve(&source.path, &markup.entries, &rows, knowledge);
    document.metadata = records;
    problems.extend(unclear);
    if source.hints.trust_links {
        document.references = metadata::references(&document.text, &markup.links);
    }
    problems.extend(crate::unread::note(&source.path, &document));
    let reading = Reading::new(&document, &people, knowledge);
    let findings = extract::extract(&reading);
    if !findings.open.is_empty() {
        let message = format!("{} paragraphs ask of someone whom no row knows: {}", findings.open.len(), findings.open.join(", "));
        problems.push(Problem::new(&source.path, Severity::Note, message));
    }
    if findings.all.is_empty() {
        let message = "no fact was found in it: is it a United Nations document?";
        problems.push(Problem::new(&source.path, Severity::Warning, message));
    }
    Ok((document, findings, problems))
}

/// Reads a source to quads. A panic in one document becomes that document's problem.
#[must_use]
pub fn process(source: &Source, knowledge: &Knowledge, iris: &Iris) -> Outcome {
    let result = catch_unwind(AssertUnwindSafe(|| {
        understand(source, knowledge).map(|(document, findings, problems)| {
            let quads = quads::of_document(&document, &findings, Some(&FileFacts::of(source)), iris);
            let text = Some(document.text.with_its_pages());
            let ties = ties::of_quads(quads.text(), iris.base());
            Outcome { quads: Some(quads), text, copies: vec![document.copy_key()], ties, problems }
        })
    }));
    let failed = |problem| Outcome { problems: vec![problem], ..Outcome::default() };
    match result {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(problem)) => failed(problem),
        Err(_) => failed(Problem::new(
            &source.path,
            Severity::Error,
            "a defect in rapporteur stopped the reading of this file: please report it with the file",
        )),
    }
}
