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
            self.lines.push_str(paragraph);
            self.lines.push('\n');
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
pub struct Field {
    pub instruction: String,
    pub shows: bool,
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
