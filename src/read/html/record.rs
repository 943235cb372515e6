//! Lines of structured records: their elements' classes say what each span is (`name`, `nation`, `language`).
//!
//! They become the lines that a printed record has: `President: Mr. X (State)`, `State ... Mr. X`,
//! `Mr. X (State) [Language]: first words`, `Agenda` and its item, `favour: State, State`.

use crate::symbol;

/// Which part of a record the walker is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Part {
    #[default]
    None,
    Heading,
    Attendees,
    Speaker,
    Agenda,
    Votes,
}

/// Spans whose words are kept apart.
const SPANS: &[&str] = &["name", "nation", "place", "language", "code", "date", "time", "favour", "against", "abstain", "absent"];

/// Spans that are votes.
const VOTES: [&str; 3] = ["favour", "against", "abstain"];

#[derive(Debug, Default)]
pub struct Record {
    part: Part,
    /// The span that is open.
    span: Option<&'static str>,
    /// What the spans of the line said.
    said: Vec<(&'static str, String)>,
    /// The speaker's label, until the first paragraph of the turn.
    label: Option<String>,
    rows: usize,
}

impl Record {
    pub fn open(&mut self, element: &str, class: &str) {
        match (element, class) {
            ("div", "heading") => self.part = Part::Heading,
            ("div", "council-attendees") => self.part = Part::Attendees,
            ("div", "council-agenda" | "agenda") => self.part = Part::Agenda,
            ("div", "recvote") => self.part = Part::Votes,
            ("h3", "speaker") => self.part = Part::Speaker,
            ("div", _) => self.part = Part::None,
            ("span", _) if self.part != Part::None => self.span = SPANS.iter().find(|s| **s == class).copied(),
            _ => {}
        }
    }

    pub const fn is_open(&self) -> bool {
        self.span.is_some()
    }

    pub fn close(&mut self, words: &str) {
        if let Some(span) = self.span.take() {
            self.said.push((span, words.to_owned()));
        }
    }

    /// The lines that stand for a line of the page: itself, or what its spans say.
    pub fn line(&mut self, words: &str) -> Vec<String> {
        if self.said.is_empty() {
            if self.part == Part::Agenda && !words.is_empty() {
                self.part = Part::None;
                return vec!["Agenda".to_owned(), words.to_owned()];
            }
            let label = if words.is_empty() { None } else { self.label.take() };
            return vec![label.map_or_else(|| words.to_owned(), |label| format!("{label}: {words}"))];
        }
        let said = std::mem::take(&mut self.said);
        let get = |span: &str| said.iter().find(|(s, _)| *s == span).map_or("", |(_, words)| words.as_str());
        let part = self.part;
        match part {
            Part::Heading => vec![symbol(get("code")), get("date").to_owned()],
            Part::Attendees => vec![self.row(get("name"), get("nation"), get("place"))],
            Part::Speaker => {
                let bracketed = |text: &str, open, close| if text.is_empty() { String::new() } else { format!(" {open}{text}{close}") };
                let (nation, language) = (bracketed(get("nation"), '(', ')'), bracketed(get("language"), '[', ']'));
                self.label = Some(format!("{}{nation}{language}", get("name")));
                self.part = Part::None;
                Vec::new()
            }
            Part::Votes => VOTES.iter().filter_map(|vote| votes(vote, &said)).collect(),
            Part::None | Part::Agenda => Vec::new(),
        }
    }

    /// The president's row comes first and bears the office; the others begin with the State.
    fn row(&mut self, name: &str, nation: &str, place: &str) -> String {
        self.rows += 1;
        let mut letters = place.chars();
        match letters.next() {
            Some(first) if self.rows == 1 => format!("{}{}: {name} ({nation})", first.to_uppercase(), letters.as_str()),
            _ => format!("{nation} ... {name}"),
        }
    }
}

/// The States that voted one way: `favour: A, B`.
fn votes(vote: &str, said: &[(&'static str, String)]) -> Option<String> {
    let states: Vec<&str> = said.iter().filter(|(span, _)| *span == vote).map(|(_, state)| state.as_str()).collect();
    (!states.is_empty()).then(|| format!("{vote}: {}", states.join(", ")))
}

/// `S-PV-4743` is the file name of `S/PV.4743`.
fn symbol(code: &str) -> String {
    symbol::of_file_name(code).map_or_else(|| code.to_owned(), |symbol| symbol.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_become_symbols() {
        assert_eq!(symbol("S-PV-4743"), "S/PV.4743");
        assert_eq!(symbol("A-57-PV.32"), "A/57/PV.32");
        assert_eq!(symbol("S/PV.4743"), "S/PV.4743");
    }
}
