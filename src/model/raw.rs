//! A text as a reader took it out of a file: the text whose characters the offsets in the graph count.

use super::metadata::Markup;

/// What a reader hands on.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RawText {
    pub content: String,
    /// Byte offsets from which the text stands on a page, with the page from 1; ascending by offset. Empty where the
    /// format has no pages.
    pub pages: Vec<(usize, u32)>,
    /// Each line is a whole paragraph: the reader knew from the format which lines belong together.
    pub whole_lines: bool,
    /// Byte offset of each line that the format marks as a heading, ascending.
    pub headings: Vec<usize>,
    /// What the file says beside its text.
    #[serde(skip)]
    pub markup: Markup,
}

impl RawText {
    /// Adds a line; an empty one is passed over.
    pub fn line(&mut self, text: &str, heading: bool) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        if heading {
            self.headings.push(self.content.len());
        }
        self.content.push_str(text);
        self.content.push('\n');
    }

    /// An empty text to which a reader adds whole paragraphs.
    #[must_use]
    pub fn of_paragraphs() -> Self {
        Self { whole_lines: true, ..Self::default() }
    }
}

impl From<String> for RawText {
    fn from(content: String) -> Self {
        Self { content, ..Self::default() }
    }
}
