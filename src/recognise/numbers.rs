//! Numbers without a year in a list that a word announces: `resolutions 1325 and 2250`, `687, 688 and 706 (1991)`; and
//! the members of a range that are not printed. What no table of the Council's years bears out stays a bare number.

use super::resolutions::{Region, Scan};
use super::shapes::{Form, Shape};
use crate::model::Span;

/// Members of the longest range.
const MOST: u32 = 60;

/// Resolutions of one session before the thirty-first.
const ONE_SESSION: u32 = 150;

/// The body whose resolutions are numbered through.
const COUNCIL: &str = "UNSC";

/// Digits of the shortest number that needs neither year nor session.
const DIGITS: usize = 3;

impl Scan<'_> {
    /// Adds the bare numbers that words announce to the shapes that stand by themselves.
    pub(super) fn add_bare(&self, shapes: &mut Vec<Shape>, above: &[Region]) {
        let mut all: Vec<Shape> = Vec::new();
        for region in above.iter().filter(|r| r.governing.body.as_ref().is_some_and(|body| &*body.key == COUNCIL)) {
            all.extend(self.list(region.at, shapes));
        }
        for trigger in self.triggers {
            let at = self.behind_words(trigger.end);
            all.extend(self.list(at, shapes).into_iter().filter(|_| !self.is_another_bodys(*trigger)));
        }
        for mark in &self.words.before_number {
            for (at, _) in self.text.match_indices(mark.as_str()) {
                let (found, end) = (self.list(at + mark.len(), shapes), self.list_end(at + mark.len(), shapes));
                let tail = self.words.after_number.iter().find_map(|after| self.text[end..].strip_prefix(after.as_str()));
                let announced = tail.is_some_and(|rest| self.words.triggers.find(rest).is_some_and(|m| m.start() == 0));
                all.extend(found.into_iter().filter(|shape| announced || !matches!(shape.form, Form::Bare { .. })));
            }
        }
        for shape in all {
            if !shapes.iter().any(|s| s.span.overlaps(shape.span)) {
                shapes.push(shape);
            }
        }
        shapes.sort_by_key(|s| s.span.start);
    }

    /// A number of the Council with its year behind a stroke (1325/2000), where the Council's years bear it out.
    pub(super) fn with_year(&self, shape: &mut Shape) {
        let Form::Slash { special, first, rest } = &shape.form else { return };
        let year = rest.parse().ok().filter(|_| special.is_empty() && rest.len() == 4);
        if let Some(year) = year.filter(|year| self.knowledge.gazetteer.council_year(*first) == Some(*year)) {
            shape.form = Form::Year { number: *first, year };
            shape.needs_head = true;
        }
    }

    /// Behind the words between a trigger and its numbers: a mark (No.), the name of the body.
    fn behind_words(&self, from: usize) -> usize {
        let skip_marks = |at: usize| {
            let marked = at + self.lists.mark.find(&self.text[at..]).map_or(0, |m| m.end());
            let at = marked + (self.text[marked..].len() - self.text[marked..].trim_start_matches(' ').len());
            self.words.before_number.iter().find_map(|m| self.text[at..].starts_with(m.as_str()).then(|| at + m.len())).unwrap_or(at)
        };
        let body = self.bodies.iter().find(|(span, _)| span.start >= from && self.links(from, span.start));
        skip_marks(body.map_or(from, |(span, _)| span.end))
    }

    /// Whether a trigger belongs to a body that has no series here: its numbers are not the Council's.
    fn is_another_bodys(&self, trigger: Span) -> bool {
        self.others.iter().any(|other| other.end <= trigger.start && self.text[other.end..trigger.start].trim().is_empty())
    }

    /// The bare numbers of a list that begins at a place; those before one with a year or session share it where it fits.
    fn list(&self, from: usize, shapes: &[Shape]) -> Vec<Shape> {
        let (mut found, mut run): (Vec<Shape>, Vec<(Span, u32)>) = (Vec::new(), Vec::new());
        let mut at = from;
        loop {
            if let Some(shape) = shapes.iter().find(|s| s.span.start == at) {
                found.extend(run.drain(..).filter_map(|(span, number)| self.sharing(span, number, shape)));
                at = shape.span.end;
            } else if let Some((span, number)) = self.bare(at) {
                run.push((span, number));
                at = span.end;
            } else {
                break;
            }
            let Some(next) = self.next_member(at) else { break };
            at = next;
        }
        found.extend(run.into_iter().filter(|(span, _)| is_long(*span)).map(|(span, number)| Shape::new(span, Form::Bare { number })));
        found
    }

    fn list_end(&self, from: usize, shapes: &[Shape]) -> usize {
        let mut at = from;
        loop {
            let member = shapes.iter().find(|s| s.span.start == at).map(|s| s.span.end).or_else(|| self.bare(at).map(|(span, _)| span.end));
            let Some(end) = member else { return at };
            let Some(next) = self.next_member(end) else { return end };
            at = next;
        }
    }

    /// Where the next member of a list begins, behind what separates it.
    fn next_member(&self, from: usize) -> Option<usize> {
        let rest = &self.text[from..];
        let skip = self.lists.separator.find(rest).or_else(|| self.lists.range.find(rest)).map(|m| m.end())?;
        let at = from + skip;
        let mark = self.words.before_number.iter().find(|m| self.text[at..].starts_with(m.as_str()));
        Some(at + mark.map_or(0, |m| m.len()))
    }

    /// A number that stands for itself.
    fn bare(&self, at: usize) -> Option<(Span, u32)> {
        let rest = &self.text[at..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let mut after = rest[digits..].chars();
        let (next, second) = (after.next(), after.next());
        let goes_on = next.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '(' | '%'))
            || matches!(next, Some('.' | ',' | ':')) && second.is_some_and(|c| c.is_ascii_digit())
            || next == Some(' ')
                && second == Some('(')
                && rest[digits + 2..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase());
        if !(1..=4).contains(&digits) || goes_on {
            return None;
        }
        Some((Span::new(at, at + digits), rest[..digits].parse().ok()?))
    }

    /// A number that takes over the year or session of a later one, if it can be of that year.
    fn sharing(&self, span: Span, number: u32, later: &Shape) -> Option<Shape> {
        let near = later.serial().is_some_and(|last| number < last && last - number <= ONE_SESSION);
        let form = match &later.form {
            Form::Year { year, .. } => {
                let known = self.knowledge.gazetteer.council_year(number);
                known.is_none_or(|k| k.abs_diff(*year) <= 1).then_some(Form::Year { number, year: *year })
            }
            Form::Roman { session, .. } if near => Some(Form::Roman { number: number.to_string(), session: session.clone() }),
            _ => None,
        };
        match form {
            Some(form) => Some(Shape { needs_head: true, ..Shape::new(span, form) }),
            None => is_long(span).then(|| Shape::new(span, Form::Bare { number })),
        }
    }
}

const fn is_long(span: Span) -> bool {
    span.end - span.start >= DIGITS
}

impl Shape {
    /// What a range from this number to another has between them.
    pub(super) fn up_to(&self, last: &Self) -> Vec<Form> {
        let (Some(from), Some(to)) = (self.serial(), last.serial()) else { return Vec::new() };
        let same = match (&self.form, &last.form) {
            (Form::Slash { special, first, rest }, Form::Slash { special: s, first: f, .. }) => {
                special == s && first == f && rest.bytes().all(|b| b.is_ascii_digit())
            }
            (Form::Year { year, .. }, Form::Year { year: y, .. }) => year == y,
            (Form::Roman { session, .. }, Form::Roman { session: s, .. }) => session == s,
            (Form::Bare { .. }, Form::Bare { .. }) => true,
            _ => false,
        };
        if !same || from >= to || to - from > MOST {
            return Vec::new();
        }
        (from + 1..to).map(|number| last.form.with_serial(number)).collect()
    }
}

impl Form {
    fn with_serial(&self, serial: u32) -> Self {
        match self {
            Self::Slash { special, first, .. } => Self::Slash { special: special.clone(), first: *first, rest: serial.to_string() },
            Self::Year { year, .. } => Self::Year { number: serial, year: *year },
            Self::Roman { session, .. } => Self::Roman { number: serial.to_string(), session: session.clone() },
            Self::Bare { .. } => Self::Bare { number: serial },
        }
    }
}
