//! When an entity was a member, held a chair, was extended: bars from the day that a statement gives to the day until
//! which it holds, points where it gives one day alone.

use super::Page;
use crate::explain::Statement;
use crate::model::spelling::shortened;
use crate::serve::facts::{Facts, Group};
use crate::store::term;
use crate::vocabulary::{org, rap};
use maud::{Markup, html};

/// Relations that hold for a time or change on a day.
const TIMED: &[&str] = &[
    org::MEMBER_OF,
    org::HOLDS,
    rap::FORMER_MEMBER_OF,
    rap::JOINED,
    rap::OBSERVER_IN,
    rap::PARTNER_OF,
    rap::CHAIRS,
    rap::CANDIDATE_FOR,
    "https://w3id.org/rapporteur/ns#extendsMandate",
    "https://w3id.org/rapporteur/ns#establishes",
    "https://w3id.org/rapporteur/ns#terminates",
    "https://w3id.org/rapporteur/ns#authorises",
    "https://w3id.org/rapporteur/ns#renewsMeasures",
];

/// Lines of a picture.
const MOST: usize = 24;
/// Narrow, so that it can be read on a phone too.
const WIDTH: f64 = 480.0;
/// What is left free on either side.
const MARGIN: f64 = 18.0;
/// A line has its name above it.
const LINE: f64 = 40.0;

struct Line {
    name: String,
    href: Option<String>,
    relation: String,
    /// From and until, in years; the same where only a day is told, open where nothing says how it ends.
    spans: Vec<(f64, Option<f64>)>,
}

#[must_use]
pub fn draw(page: &Page<'_>, facts: &Facts) -> Markup {
    let timed = facts.groups.iter().filter(|group| TIMED.contains(&group.relation.predicate.as_str()));
    let mut lines: Vec<Line> = timed.flat_map(|group| lines(page, group)).collect();
    lines.sort_by(|a, b| a.spans[0].0.total_cmp(&b.spans[0].0));
    lines.truncate(MOST);
    let times = lines.iter().flat_map(|line| &line.spans).flat_map(|(from, until)| [Some(*from), *until]).flatten();
    let (first, last) = times.fold((f64::MAX, f64::MIN), |(first, last), time| (first.min(time), last.max(time)));
    if lines.len() < 2 {
        return html! {};
    }
    let (first, last) = (first.floor(), (last + 0.999).floor().max(first.floor() + 1.0));
    let at = |time: f64| ((MARGIN + (time - first) / (last - first) * (WIDTH - 2.0 * MARGIN)) * 10.0).round() / 10.0;
    let height = LINE * lines.len() as f64 + 40.0;
    html! {
        section.timeline { h2 { (page.words.get("timeline")) }
            svg viewBox=(format!("0 0 {WIDTH} {height}")) role="group" aria-label=(page.words.get("timeline")) direction="ltr" {
                @for year in ticks(first, last) {
                    line.tick x1=(at(year)) x2=(at(year)) y1="4" y2=(height - 24.0) {}
                    text.year x=(at(year)) y=(height - 8.0) text-anchor="middle" { (year) }
                }
                @for (number, line) in lines.iter().enumerate() { (row(line, LINE * number as f64 + 34.0, &at, last)) }
            }
        }
    }
}

fn row(line: &Line, y: f64, at: &impl Fn(f64) -> f64, last: f64) -> Markup {
    html! {
        a href=[line.href.as_deref()] {
            title { (line.relation) ": " (line.name) }
            text x="4" y=(y - 13.0) { (shortened(&line.name, 52).replace("...", "\u{2026}")) }
        }
        @for (from, until) in &line.spans {
            @match until {
                Some(until) if until - from > 0.01 => rect.bar x=(at(*from)) y=(y - 5.0) width=((at(*until) - at(*from)).max(4.0)) height="10" rx="3" { title { (line.relation) } },
                Some(_) => circle.point cx=(at(*from)) cy=(y) r="5" { title { (line.relation) } },
                None => path.bar.open d=(format!("M{} {}H{}V{}H{}z", at(*from), y - 5.0, at(last), y + 5.0, at(*from))) { title { (line.relation) } },
            }
        }
    }
}

fn lines(page: &Page<'_>, group: &Group) -> Vec<Line> {
    let relation = page.relation(&group.relation);
    let facts = group.facts.iter().filter_map(|fact| {
        let mut spans: Vec<(f64, Option<f64>)> = fact.statements.iter().filter_map(span).collect();
        spans.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.unwrap_or(f64::MAX).total_cmp(&b.1.unwrap_or(f64::MAX))));
        spans.dedup();
        let href = term::iri(&fact.other).and_then(|iri| page.address(iri));
        (!spans.is_empty()).then(|| Line { name: page.plain(&fact.other), href, relation: relation.clone(), spans })
    });
    facts.collect()
}

/// The time that a statement gives.
fn span(statement: &Statement) -> Option<(f64, Option<f64>)> {
    let date = |predicate: &str| statement.qualifiers.iter().find(|(known, _)| known == predicate).map(|(_, value)| term::lexical(value));
    let from = date(rap::FROM).and_then(|text| year(text, false));
    let until = date(rap::UNTIL).and_then(|text| year(text, true));
    let day = [rap::ON, rap::AS_OF].iter().find_map(|predicate| date(predicate)).and_then(|text| year(text, false));
    match (from, until, day) {
        (Some(from), until, _) => Some((from, until.filter(|until| *until >= from))),
        (None, Some(until), Some(day)) if day < until => Some((day, Some(until))),
        (None, Some(day), _) | (None, None, Some(day)) => Some((day, Some(day))),
        (None, None, None) => None,
    }
}

/// A date as a year with its fraction; the end of a year or month where `ends`.
fn year(date: &str, ends: bool) -> Option<f64> {
    let mut parts = date.split('-').map(|part| part.parse::<f64>().ok());
    let year = parts.next()??;
    let rest = match (parts.next().flatten(), parts.next().flatten()) {
        (None, _) => f64::from(u8::from(ends)),
        (Some(month), None) => (month - f64::from(u8::from(!ends))) / 12.0,
        (Some(month), Some(day)) => (month - 1.0) / 12.0 + (day - 1.0) / 372.0,
    };
    Some(year + rest)
}

/// Years to mark, some six of them.
fn ticks(first: f64, last: f64) -> Vec<f64> {
    let step = [1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0].into_iter().find(|step| (last - first) / step <= 8.0).unwrap_or(200.0);
    let mut year = (first / step).ceil() * step;
    let mut found = Vec::new();
    while year <= last {
        found.push(year);
        year += step;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_years_with_fractions() {
        assert_eq!((year("2024", false), year("2024", true)), (Some(2024.0), Some(2025.0)));
        assert!((year("2024-07", false).unwrap() - 2024.5).abs() < 1e-9);
        assert!(year("2024-12-31", false).unwrap() < 2025.0);
        assert_eq!(year("soon", false), None);
        assert_eq!(ticks(1990.0, 2024.0), [1990.0, 1995.0, 2000.0, 2005.0, 2010.0, 2015.0, 2020.0]);
    }
}
