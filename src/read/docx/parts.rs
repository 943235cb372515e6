//! What a walk keeps: the lines it has read, and the paragraph, run and fields that are open.

use rustc_hash::FxHashMap;

/// A paragraph, or a row of short cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub heading: bool,
}

/// The paragraphs as they stand, empty ones and indentation included, and whether anything gives them structure.
#[derive(Debug, Default)]
pub struct Plain {
    lines: String,
    is_structured: bool,
}

impl Plain {
    pub fn add(&mut self, paragraph: &str) {
        if !self.is_structured {
            for line in super::broken_lines(paragraph) {
                self.lines.push_str(&line);
                self.lines.push('\n');
            }
        }
    }

    /// A table, a list, a note, bold words: who wrote it used the format.
    pub fn give_up(&mut self) {
        self.is_structured = true;
        self.lines = String::new();
    }

    /// The text of a document without any structure: a text file saved as DOCX, whose paragraphs may be lines of a page.
    pub fn text(self) -> Option<String> {
        (!self.is_structured).then_some(self.lines)
    }
}

/// Notes by identifier.
#[derive(Debug, Default)]
pub struct Notes {
    pub footnotes: FxHashMap<String, String>,
    pub endnotes: FxHashMap<String, String>,
}

/// A header or footer that a section refers to.
#[derive(Debug)]
pub struct Reference {
    pub element: String,
    pub kind: String,
    pub id: String,
}

#[derive(Debug, Default)]
pub struct Section {
    pub references: Vec<Reference>,
    pub has_first_page: bool,
}

pub type Sections = Vec<Section>;

/// A paragraph that is open: text boxes nest paragraphs in paragraphs.
#[derive(Debug, Default)]
pub struct Paragraph {
    pub text: String,
    pub style: Option<String>,
    pub number: Option<String>,
    pub level: Option<usize>,
    /// Characters in bold letters and all characters but white space.
    pub bold: usize,
    pub letters: usize,
    pub leader_dots: bool,
    pub notes: Vec<(bool, String, bool)>,
}

/// A field that is open: its instruction, and whether its result has begun.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    shows: bool,
}

/// The fields that are open, one in the other.
#[derive(Debug, Default)]
pub struct Fields(Vec<Field>);

impl Fields {
    /// Takes a mark: the beginning of a field, that of its result, its end.
    pub fn mark(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") => self.0.push(Field::default()),
            Some("separate") => self.0.last_mut().into_iter().for_each(|f| f.shows = true),
            Some("end") => drop(self.0.pop()),
            _ => {}
        }
    }

    pub fn instruct(&mut self, text: &str) {
        self.0.last_mut().into_iter().for_each(|f| f.instruction.push_str(text));
    }

    /// Whether text is shown here: outside fields, or in the result of one that is no page number.
    pub fn shows(&self) -> bool {
        self.0.iter().all(|f| f.shows && !is_page_field(&f.instruction))
    }
}

/// What the run that is open looks like.
#[derive(Debug, Default, Clone, Copy)]
pub struct Run {
    pub bold: Option<bool>,
    pub hidden: bool,
    pub raised: bool,
    /// Where its text begins in the paragraph.
    pub start: usize,
}

/// Numbers of pages are no text.
pub fn is_page_field(instruction: &str) -> bool {
    matches!(instruction.split_whitespace().next(), Some("PAGE" | "NUMPAGES" | "SECTIONPAGES"))
}
