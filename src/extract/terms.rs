//! Times that orders and mandates are bound to: a day, a period, a repetition, and what is reckoned from the adoption.

use super::Reading;
use crate::knowledge::mandates::Part;
use crate::model::text::is_within;
use crate::model::{Meaning, PartialDate, Span};

/// Characters between a word and the date that it bounds: until the, до.
const BEFORE_DATE: usize = 5;

/// Units that a period has at most: a year is no number of years.
const MOST: u32 = 1000;

/// The date that stands directly behind a place of a segment.
pub fn date_behind(reading: &Reading<'_>, segment: usize, at: usize) -> Option<PartialDate> {
    let content = &reading.document.text.content;
    let mentions = &reading.document.mentions[segment];
    let next = mentions.iter().find(|m| m.span.start >= at)?;
    let near = is_within(&content[at..next.span.start], BEFORE_DATE);
    match next.meaning {
        Meaning::Moment(moment) if near && !moment.relative => Some(moment.until.unwrap_or(moment.from)),
        _ => None,
    }
}

/// The first number with a unit of time in a stretch, as an `xsd:duration`.
pub fn period(reading: &Reading<'_>, segment: usize, stretch: Span) -> Option<String> {
    let rules = reading.knowledge.rules(reading.document.segments[segment].language);
    let text = &reading.document.text.content[stretch.start..stretch.end];
    rules.mandates.find(Part::Unit, text).find_map(|(unit, letter)| {
        // One unit, as one word (annee, biennium), carries its own number in the data.
        if letter.len() > 1 {
            return Some(letter.to_owned());
        }
        let before = text[..unit.start].trim_end();
        let number = before.rsplit([' ', '(', '\u{a0}']).next().unwrap_or(before).trim_end_matches(')');
        let unspaced = || {
            let tail: String = before.chars().rev().take_while(|c| c.is_numeric() || crate::model::text::is_cjk(*c)).take(3).collect();
            let tail: Vec<char> = tail.chars().rev().collect();
            (0..tail.len()).find_map(|from| rules.numerals.parse(&tail[from..].iter().collect::<String>()))
        };
        let digits = || number.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok();
        let count: u32 = digits().or_else(|| rules.numerals.parse(&number.to_lowercase())).or_else(unspaced)?;
        (1..MOST).contains(&count).then(|| format!("P{count}{letter}"))
    })
}

/// The day that lies a duration of whole days, weeks, months or years after another.
pub fn after(day: PartialDate, duration: &str) -> Option<PartialDate> {
    let inner = duration.strip_prefix('P')?;
    let unit = inner.chars().next_back()?;
    let count: i32 = inner[..inner.len() - unit.len_utf8()].parse().ok()?;
    if !day.is_day() {
        return None;
    }
    let months = |count: i32| {
        let month = day.month_away(count);
        // The last day of a shorter month.
        (0..4).find_map(|less| PartialDate::day(month.year, month.month, day.day - less))
    };
    match unit {
        'D' => Some(day.plus_days(count)),
        'W' => Some(day.plus_days(count.checked_mul(7)?)),
        'M' => months(count),
        'Y' => months(count.checked_mul(12)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_where_they_end() {
        let day = PartialDate::day(2020, 8, 31).unwrap();
        assert_eq!(after(day, "P6M").unwrap().to_string(), "2021-02-28");
        assert_eq!(after(day, "P90D").unwrap().to_string(), "2020-11-29");
        assert_eq!(after(day, "P1Y").unwrap().to_string(), "2021-08-31");
        assert!(after(PartialDate::year(2020), "P1Y").is_none());
    }
}
