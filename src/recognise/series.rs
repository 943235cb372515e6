//! Which series of symbols a number belongs to: shape, body, session and date tell.

use super::resolutions::Scan;
use super::shapes::{Form, Shape};
use crate::model::numeral::roman;
use crate::model::text::is_within;
use crate::model::{Entity, Span};
use crate::symbol::{Body, Number, Series, Session, Symbol};

/// Characters between a number and its date.
const BESIDE: usize = 30;

/// Sessions that a body may have had.
const MOST_SESSIONS: u32 = 200;

/// The session from which on the Assembly writes digits.
const FIRST_SESSION_IN_DIGITS: u32 = 31;

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
                is_within(between, BESIDE) && !between.contains(['/', ';', '('])
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
        let body = match body {
            // Some council, not told which: the Human Rights Council alone has sessions with numbers, but so may others.
            Some(council) if council.key.is_empty() => {
                if matches!(&shape.form, Form::Slash { first, .. } if *first < MOST_SESSIONS) {
                    return None;
                }
                None
            }
            // A body whose series are not known here: its numbers are none of anybody else's.
            Some(body) => Some(Body::named(&body.key)?),
            None => None,
        };
        let number = self.number(&shape.form, body)?;
        let series = if decision { Series::Decision } else { Series::Resolution };
        let symbol = Symbol::of(self.whose(shape, &number, body)?, series, &number)?;
        Some(Entity::document(symbol.as_str()))
    }

    /// Whose a number is: its shape tells whose it may be, whatever body is named near it.
    fn whose(&self, shape: &Shape, number: &Number, body: Option<Body>) -> Option<Body> {
        let council = Body::HUMAN_RIGHTS_COUNCIL;
        match (number.session.as_ref()?, body) {
            (Session::InYear(_), None | Some(Body::ASSEMBLY)) => {
                (body.is_none() || self.knowledge.gazetteer.council_year(number.number).is_some()).then_some(Body::SECURITY_COUNCIL)
            }
            (Session::Year(_), None | Some(Body::ASSEMBLY | Body::HUMAN_RIGHTS_COUNCIL)) => Some(Body::ECONOMIC_AND_SOCIAL_COUNCIL),
            // So many sessions no body has had.
            (Session::Ordinal(session), _) if *session >= MOST_SESSIONS => None,
            (Session::Ordinal(_) | Session::Special(_), Some(Body::SECURITY_COUNCIL)) => Some(Body::ASSEMBLY),
            (Session::Ordinal(session), None) if self.is_councils(shape, *session) => Some(council),
            // The Human Rights Council has met three times a year since 2006.
            (Session::Ordinal(session), Some(body))
                if body == council && self.year.is_some_and(|y| *session > y.saturating_sub(2005) * 3 + 3) =>
            {
                Some(Body::ASSEMBLY)
            }
            // Sessions of the Assembly before the thirty-first have Roman numerals.
            (Session::Ordinal(session), None | Some(Body::ASSEMBLY)) if *session < FIRST_SESSION_IN_DIGITS => None,
            (Session::Roman(session), None | Some(Body::ASSEMBLY)) if self.is_later(shape, session) => None,
            (_, body) => Some(body.unwrap_or(Body::ASSEMBLY)),
        }
    }

    /// Whether the day printed beside a number is none of the Assembly's session: others count theirs in Roman numerals
    /// to this day.
    fn is_later(&self, shape: &Shape, session: &str) -> bool {
        let ordinal = (1..FIRST_SESSION_IN_DIGITS).find(|n| roman(*n) == session);
        // So many sessions before 1976 the Assembly has not had.
        if ordinal.is_none() && !session.starts_with(['S', 'E']) {
            return true;
        }
        let year = self.year_beside(shape.span);
        ordinal.zip(year).is_some_and(|(ordinal, year)| (1945 + ordinal).abs_diff(year) > 2)
    }

    /// The number of a shape, with the year that a bare one of the Council lacks.
    fn number(&self, form: &Form, body: Option<Body>) -> Option<Number> {
        let council_year = |number: u32| self.knowledge.gazetteer.council_year(number);
        let plain = |session: Session, number: u32| Number { session: Some(session), number, letters: String::new() };
        Some(match form {
            Form::Year { number, year } => {
                // A year that the table of the Council contradicts by far is another body's number, unless the Council is named.
                let fits = body == Some(Body::SECURITY_COUNCIL) || council_year(*number).is_none_or(|known| known.abs_diff(*year) <= 1);
                fits.then(|| plain(Session::InYear(*year), *number))?
            }
            Form::Bare { number } => {
                let is_council = body.is_none_or(|body| body == Body::SECURITY_COUNCIL);
                plain(Session::InYear(council_year(*number).filter(|_| is_council)?), *number)
            }
            Form::Roman { number, session } => {
                // One resolution of several parts: its parts share its symbol.
                let number = number.trim_end_matches(|c: char| c.is_ascii_uppercase());
                plain(Session::Roman(session.clone()), number.parse().ok()?)
            }
            Form::Slash { special, first, rest } => {
                let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
                let session = if special.is_empty() {
                    Session::of_digits(&first.to_string())?
                } else {
                    Session::Special(format!("{special}-{first}"))
                };
                Number { session: Some(session), number: rest[..digits].parse().ok()?, letters: rest[digits..].to_owned() }
            }
        })
    }
}
