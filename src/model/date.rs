//! Dates as exact as the text gives them: a day, a month or a year, and stretches between two.

use std::fmt;

/// A day, a month or a year of the Gregorian calendar; `month` and `day` are 0 where the text is silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    pub year: i16,
    pub month: u8,
    pub day: u8,
}

impl PartialDate {
    /// `None` where no calendar has such a day.
    #[must_use]
    pub fn day(year: i16, month: u8, day: u8) -> Option<Self> {
        jiff::civil::Date::new(year, month as i8, day as i8).ok()?;
        Some(Self { year, month, day })
    }

    #[must_use]
    pub fn month(year: i16, month: u8) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self { year, month, day: 0 })
    }

    #[must_use]
    pub const fn year(year: i16) -> Self {
        Self { year, month: 0, day: 0 }
    }

    #[must_use]
    pub const fn is_day(&self) -> bool {
        self.day != 0
    }

    /// The same day moved by a number of days; a month or a year is left as it is.
    #[must_use]
    pub fn plus_days(&self, days: i32) -> Self {
        let civil = jiff::civil::Date::new(self.year, self.month as i8, self.day as i8);
        match civil.ok().and_then(|d| d.checked_add(jiff::Span::new().days(days)).ok()) {
            Some(d) => Self { year: d.year(), month: d.month() as u8, day: d.day() as u8 },
            None => *self,
        }
    }

    /// The month `by` months away, without its day.
    #[must_use]
    pub fn month_away(&self, by: i32) -> Self {
        let months = i32::from(self.year) * 12 + i32::from(self.month.max(1)) - 1 + by;
        Self { year: months.div_euclid(12) as i16, month: (months.rem_euclid(12) + 1) as u8, day: 0 }
    }
}

/// The lexical form of `xsd:date`, `xsd:gYearMonth` or `xsd:gYear`.
impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.month, self.day) {
            (0, _) => write!(f, "{:04}", self.year),
            (m, 0) => write!(f, "{:04}-{m:02}", self.year),
            (m, d) => write!(f, "{:04}-{m:02}-{d:02}", self.year),
        }
    }
}

impl std::str::FromStr for PartialDate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let parts: Vec<i16> = text.split('-').map(|p| p.parse().map_err(|_| ())).collect::<Result<_, _>>()?;
        let small = |part: i16| u8::try_from(part).map_err(|_| ());
        match parts.as_slice() {
            [y] => Some(Self::year(*y)),
            [y, m] => Self::month(*y, small(*m)?),
            [y, m, d] => Self::day(*y, small(*m)?, small(*d)?),
            _ => None,
        }
        .ok_or(())
    }
}

/// A point in time or a stretch with both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    pub from: PartialDate,
    /// `None` for a point in time.
    pub until: Option<PartialDate>,
    /// Reckoned from the document's own date (this year, ten days ago) rather than printed.
    pub relative: bool,
}

impl Moment {
    #[must_use]
    pub const fn at(from: PartialDate) -> Self {
        Self { from, until: None, relative: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_exactly_as_it_is_known() {
        assert_eq!(PartialDate::day(2004, 12, 2).unwrap().to_string(), "2004-12-02");
        assert_eq!(PartialDate::month(2024, 7).unwrap().to_string(), "2024-07");
        assert_eq!(PartialDate::year(1987).to_string(), "1987");
        assert!(PartialDate::day(2023, 2, 29).is_none());
    }

    #[test]
    fn moves_over_the_ends_of_months_and_years() {
        let date = PartialDate::day(2024, 1, 3).unwrap();
        assert_eq!(date.plus_days(-10).to_string(), "2023-12-24");
        assert_eq!(date.month_away(-1).to_string(), "2023-12");
    }
}
