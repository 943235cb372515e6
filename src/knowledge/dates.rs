//! How a language writes days, months, years, stretches of time and times of day.

use super::numerals::Numerals;
use super::table::{Data, DataError};
use super::template;
use crate::model::{Moment, PartialDate};
use regex::{Captures, Regex};

/// The date templates of a language.
#[derive(Debug)]
pub struct DatePatterns {
    /// Any date or stretch, without captures: a first pass and a building block of layout templates.
    pub any: Regex,
    any_expression: String,
    time_expression: String,
    patterns: Vec<Pattern>,
    times: Vec<(Regex, bool)>,
    months: Vec<(String, u8)>,
    numerals: Numerals,
}

#[derive(Debug)]
struct Pattern {
    regex: Regex,
    /// `y-1`, `m+0`, `d-count`: what stands for the parts that are not printed.
    offset: String,
}

impl DatePatterns {
    pub fn load(data: &Data, file: &str, numerals: &Numerals) -> Result<Self, DataError> {
        let rows = data.rows(file, &["kind", "template", "value"])?;
        let mut months: Vec<(String, u8)> = Vec::new();
        for row in rows.iter().filter(|r| r.fields[0] == "month-name") {
            let number = row.fields[2].parse().map_err(|_| fail(file, row.line, "the value must be a month, 1 to 12".into()))?;
            months.push((crate::normalise::fold_line(&row.fields[1]).to_lowercase(), number));
        }
        months.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        let names = alternatives(months.iter().map(|(name, _)| name.as_str()));
        let written = numerals.characters();
        let slots = |captures: bool| {
            let (names, written) = (names.clone(), written.clone());
            move |slot: &str| {
                let expression = slot_expression(slot, &names, &written)?;
                Some(if captures { format!("(?P<{slot}>{expression})") } else { format!("(?:{expression})") })
            }
        };
        // Only names of months have capitals; a script without them is matched faster as it stands.
        let flag = if months.is_empty() { "" } else { "i" };
        let (mut patterns, mut times, mut all, mut all_times) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for row in rows.iter().filter(|r| r.fields[0] != "month-name") {
            let failed = |message: String| fail(file, row.line, message);
            let pieces = template::parse(&row.fields[1]).map_err(failed)?;
            let expression = template::expression(&pieces, ".*?", &slots(true)).map_err(failed)?;
            let plain = template::expression(&pieces, ".*?", &slots(false)).map_err(failed)?;
            let regex = Regex::new(&format!("^(?{flag}:{expression})$")).map_err(|e| failed(e.to_string()))?;
            if row.fields[0] == "time" {
                times.push((regex, row.fields[2] == "pm"));
                all_times.push(plain);
            } else {
                patterns.push(Pattern { regex, offset: row.fields[2].clone() });
                all.push(plain);
            }
        }
        let any_expression = format!("(?{flag}:{})", all.join("|"));
        let any = Regex::new(&any_expression).map_err(|e| fail(file, 0, e.to_string()))?;
        let time_expression = if all_times.is_empty() { "\\d+".to_owned() } else { format!("(?{flag}:{})", all_times.join("|")) };
        Ok(Self { any, any_expression, time_expression, patterns, times, months, numerals: numerals.clone() })
    }

    /// A non-capturing expression for any date, to build larger ones with.
    #[must_use]
    pub fn expression(&self) -> &str {
        &self.any_expression
    }

    #[must_use]
    pub fn time_expression(&self) -> &str {
        &self.time_expression
    }

    /// The moment that a date expression stands for. `today` is the document's date, against which what is not
    /// printed (this year, last month) is reckoned; without it such expressions have no meaning.
    #[must_use]
    pub fn parse(&self, text: &str, today: Option<PartialDate>) -> Option<Moment> {
        self.patterns.iter().find_map(|p| p.regex.captures(text).and_then(|c| self.moment(&c, &p.offset, today)))
    }

    /// A time of day as `HH:MM:SS`.
    #[must_use]
    pub fn parse_time(&self, text: &str) -> Option<String> {
        let (captures, afternoon) = self.times.iter().find_map(|(r, pm)| r.captures(text).map(|c| (c, *pm)))?;
        let hour: u32 = captures.name("hour")?.as_str().parse().ok()?;
        let minute: u32 = captures.name("minute").and_then(|m| m.as_str().parse().ok()).unwrap_or(0);
        let hour = if afternoon && hour < 12 { hour + 12 } else { hour };
        (hour < 24 && minute < 60).then(|| format!("{hour:02}:{minute:02}:00"))
    }

    fn moment(&self, captures: &Captures<'_>, offset: &str, today: Option<PartialDate>) -> Option<Moment> {
        // A slot may be written in the numerals of the script: `yearword` for `year`.
        let word = |slot: &str| captures.name(&format!("{slot}word")).and_then(|m| self.numerals.parse(m.as_str()));
        let number = |slot: &str| {
            let figures = captures.name(slot).and_then(|m| m.as_str().parse::<i32>().ok());
            figures.or_else(|| word(slot).and_then(|value| value.try_into().ok()))
        };
        let month_of = |slot: &str, name: &str| {
            let named = captures.name(name).and_then(|m| self.month_named(m.as_str()));
            number(slot).map(|n| n as u8).or(named)
        };
        if let Some(shift) = offset.strip_prefix('d') {
            let days = shift.parse().ok().or_else(|| Some(-number("count")?))?;
            return Some(Moment { from: today.filter(PartialDate::is_day)?.plus_days(days), until: None, relative: true });
        }
        if let Some(shift) = offset.strip_prefix('m') {
            let month = today.filter(|t| t.month > 0)?.month_away(shift.parse().ok()?);
            let from = partial(month.year, Some(month.month), number("day").map(|n| n as u8))?;
            return Some(Moment { from, until: None, relative: true });
        }
        let shift: Option<i32> = offset.strip_prefix('y').and_then(|s| s.parse().ok());
        let relative_year = || Some(i32::from(today?.year) + shift?);
        let second_year = number("year2");
        let year = number("year").or_else(relative_year)? as i16;
        let (month, day) = (month_of("month", "monthname"), number("day").map(|n| n as u8));
        let from = partial(year, month, day)?;
        let (month2, day2) = (month_of("month2", "monthname2"), number("day2").map(|n| n as u8));
        let until = if second_year.is_some() || month2.is_some() || day2.is_some() {
            Some(partial(second_year.map_or(year, |y| y as i16), month2.or(month), day2)?)
        } else {
            None
        };
        let until = until.filter(|u| *u >= from).or_else(|| until.map(|_| from)).filter(|u| *u != from);
        Some(Moment { from, until, relative: number("year").is_none() })
    }

    fn month_named(&self, name: &str) -> Option<u8> {
        let name = name.to_lowercase();
        self.months.iter().find(|(n, _)| *n == name).map(|&(_, number)| number)
    }
}

fn partial(year: i16, month: Option<u8>, day: Option<u8>) -> Option<PartialDate> {
    match (month, day) {
        (Some(m), Some(d)) => PartialDate::day(year, m, d),
        (Some(m), None) => PartialDate::month(year, m),
        _ => Some(PartialDate::year(year)),
    }
}

/// The expression of a slot; `written` are the characters of numbers in the numerals of the script.
fn slot_expression(slot: &str, month_names: &str, written: &str) -> Option<String> {
    let base = slot.trim_end_matches('2');
    let expression = match base {
        "year" => "(?:1[89]|20)\\d\\d".to_owned(),
        "month" => "1[0-2]|0?[1-9]".to_owned(),
        "monthname" => month_names.to_owned(),
        "day" => "3[01]|[12]\\d|0?[1-9]".to_owned(),
        "hour" => "[01]?\\d|2[0-4]".to_owned(),
        "minute" => "[0-5]?\\d".to_owned(),
        "count" => "\\d{1,3}".to_owned(),
        "yearword" if !written.is_empty() => format!("[{written}]{{4}}"),
        "monthword" | "dayword" if !written.is_empty() => format!("[{written}]{{1,3}}"),
        _ => return None,
    };
    Some(expression)
}

/// An alternation of literal words, escaped.
pub fn alternatives<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let all: Vec<String> = words.map(|w| regex::escape(w).replace(' ', "\\s+")).collect();
    // An empty list matches nothing, rather than everything.
    if all.is_empty() { "[^\\s\\S]".to_owned() } else { all.join("|") }
}

fn fail(file: &str, line: u64, message: String) -> DataError {
    DataError::Row { file: file.to_owned(), line, message }
}
