//! Which series of symbols a number belongs to: shape, body, session and date tell.

use super::resolutions::Scan;
use super::shapes::{Form, Shape};
use crate::model::{Entity, Span};

/// Characters between a number and its date.
const BESIDE: usize = 30;

/// Sessions that a body may have had.
const MOST_SESSIONS: u32 = 200;

impl Scan<'_> {
    /// Whether the day printed beside a number fits the Human Rights Council's sessions and no session of the Assembly.
    fn is_councils(&self, shape: &Shape, session: u32) -> bool {
        let Some(year) = self.year_beside(shape.span) else { return false };
        let assembly = (1945 + session).abs_diff(year) > 2;
        // Three sessions a year since the middle of 2006.
        let council = year >= 2006 && ((year - 2006) * 3 + 2).abs_diff(session) <= 3;
        assembly && council
    }

    /// Whether a day is printed beside a number.
    pub(super) fn has_date_beside(&self, shape: &Shape) -> bool {
        self.year_beside(shape.span).is_some()
    }

    /// The year of a date directly behind a number, or directly before it where numbers carry marks.
    fn year_beside(&self, span: Span) -> Option<u32> {
        let printed = self.printed(span);
        let date = if self.words.before_number.is_empty() {
            let near = |at: usize| {
                let between = &self.text[printed.end..at];
                between.chars().count() <= BESIDE && !between.contains(['/', ';', '('])
            };
            self.dates.find_at(self.text, printed.end).filter(|m| near(m.start()))
        } else {
            self.dates.find_iter(self.text).find(|m| m.end() == printed.start)
        };
        let digits = date?.as_str();
        digits.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 4).find_map(|year| year.parse().ok())
    }

    /// The resolution or decision that a number means, by its shape and the body it is said of.
    pub(super) fn entity(&self, shape: &Shape, body: Option<&Entity>, decision: bool) -> Option<Entity> {
        // The shape of a number tells whose it may be, whatever body is named near it.
        let code = match (&shape.form, body.map_or("", |b| &*b.key)) {
            // So many sessions no body has had.
            (Form::Slash { special, first, .. }, _) if special.is_empty() && (MOST_SESSIONS..1946).contains(first) => return None,
            (Form::Slash { .. }, "UNSC") => "UNGA",
            (Form::Slash { special, first, .. }, "UNGA" | "HRC") if special.is_empty() && *first > 1945 => "ECOSOC",
            // The Human Rights Council has met three times a year since 2006.
            (Form::Slash { special, first, .. }, "") if special.is_empty() && self.is_councils(shape, *first) => "HRC",
            (Form::Slash { first, .. }, "HRC") if self.year.is_some_and(|y| *first > y.saturating_sub(2005) * 3 + 3) => "UNGA",
            // Sessions of the Assembly before the thirty-first have Roman numerals.
            (Form::Slash { special, first, .. }, "" | "UNGA") if special.is_empty() && *first < 31 => return None,
            (Form::Year { number, .. }, "UNGA") if self.knowledge.gazetteer.council_year(*number).is_some() => "UNSC",
            (_, code) => code,
        };
        let prefix = |default: &str| self.knowledge.gazetteer.series(code, default, decision);
        let symbol = match &shape.form {
            Form::Year { number, year } => {
                let known = self.knowledge.gazetteer.council_year(*number);
                if code == "UNGA" || known.is_some_and(|k| k.abs_diff(*year) > 1) {
                    return None;
                }
                format!("{}{number}({})", prefix("UNSC")?, known.unwrap_or(*year))
            }
            Form::Bare { number } => {
                let year = self.knowledge.gazetteer.council_year(*number)?;
                format!("{}{number}({year})", prefix("UNSC").filter(|_| code.is_empty() || code == "UNSC")?)
            }
            Form::Roman { number, session } => {
                // One resolution of several parts: its parts share its symbol.
                let number = number.trim_end_matches(|c: char| c.is_ascii_uppercase());
                format!("{}{number}({session})", prefix("UNGA")?)
            }
            Form::Slash { special, first, rest } => {
                if special.is_empty() && *first > 1945 {
                    format!("{}{first}/{rest}", prefix("ECOSOC")?)
                } else if special.is_empty() {
                    format!("{}{first}/{rest}", prefix("UNGA")?)
                } else {
                    format!("{}{special}-{first}/{rest}", prefix("UNGA")?)
                }
            }
        };
        Some(Entity::document(&symbol))
    }
}
