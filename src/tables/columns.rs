//! What the cells of a column are: numbers, dates, addresses or words. One type for the whole column.

use super::TableError;
use crate::model::named::{by_name, name_of};
use crate::store::term;
use crate::vocabulary::xsd;
use std::ops::RangeInclusive;

/// The type of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Year,
    Integer,
    Decimal,
    Double,
    Date,
    YearMonth,
    DateTime,
    Address,
    Boolean,
    Text,
}

/// Numbers of four digits that are years where a whole column is of them.
const YEARS: RangeInclusive<i64> = 1500..=2199;

impl Type {
    /// In the order in which they are tried: the most exact first, words last.
    pub const ALL: &[(&str, Self)] = &[
        ("year", Self::Year),
        ("integer", Self::Integer),
        ("decimal", Self::Decimal),
        ("double", Self::Double),
        ("date", Self::Date),
        ("month", Self::YearMonth),
        ("datetime", Self::DateTime),
        ("address", Self::Address),
        ("boolean", Self::Boolean),
        ("text", Self::Text),
    ];

    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        by_name(Self::ALL, name)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        name_of(Self::ALL, &self).unwrap_or("text")
    }

    /// The datatype of its literals.
    #[must_use]
    pub const fn datatype(self) -> &'static str {
        match self {
            Self::Year => xsd::G_YEAR,
            Self::Integer => xsd::INTEGER,
            Self::Decimal => xsd::DECIMAL,
            Self::Double => xsd::DOUBLE,
            Self::Date => xsd::DATE,
            Self::YearMonth => xsd::G_YEAR_MONTH,
            Self::DateTime => xsd::DATE_TIME,
            Self::Address => xsd::ANY_URI,
            Self::Boolean => xsd::BOOLEAN,
            Self::Text => xsd::STRING,
        }
    }

    /// Whether a cell can be read as it. Numbers with leading zeros are codes, and so words.
    #[must_use]
    pub fn fits(self, cell: &str) -> bool {
        match self {
            Self::Year => cell.len() == 4 && whole(cell).is_some_and(|year| YEARS.contains(&year)),
            Self::Integer => whole(cell).is_some(),
            Self::Decimal => decimal(cell),
            Self::Double => cell.bytes().any(|b| b.is_ascii_digit()) && cell.parse::<f64>().is_ok() && !leads_with_zero(cell),
            Self::Date => calendar_day(cell),
            Self::YearMonth => cell.len() == 7 && calendar_day(&format!("{cell}-01")),
            Self::DateTime => cell.contains('T') && cell.parse::<jiff::civil::DateTime>().is_ok(),
            Self::Address => cell.contains("://") && term::named(cell).is_some(),
            Self::Boolean => matches!(cell, "true" | "false"),
            Self::Text => true,
        }
    }

    /// The most exact type that all cells have which are not empty.
    #[must_use]
    pub fn of<'c>(cells: impl Iterator<Item = &'c str> + Clone) -> Self {
        let known = cells.filter(|cell| !cell.is_empty());
        if known.clone().next().is_none() {
            return Self::Text;
        }
        Self::ALL.iter().map(|(_, of)| *of).find(|of| known.clone().all(|cell| of.fits(cell))).unwrap_or(Self::Text)
    }

    /// Refuses the first cell that is not of the type.
    pub fn check<'c>(self, column: &str, cells: impl Iterator<Item = &'c str>) -> Result<(), TableError> {
        match cells.enumerate().find(|(_, cell)| !cell.is_empty() && !self.fits(cell)) {
            Some((at, cell)) => {
                Err(TableError::Type { row: at + 1, column: column.to_owned(), value: cell.to_owned(), wanted: self.name() })
            }
            None => Ok(()),
        }
    }
}

fn whole(cell: &str) -> Option<i64> {
    cell.parse().ok().filter(|_| !leads_with_zero(cell) && !cell.starts_with('+'))
}

fn leads_with_zero(cell: &str) -> bool {
    let digits = cell.trim_start_matches('-').as_bytes();
    digits.len() > 1 && digits[0] == b'0' && digits[1].is_ascii_digit()
}

fn decimal(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    let mut parts = digits.split('.');
    let plain = |part: Option<&str>| part.is_none_or(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit()));
    parts.clone().next().is_some() && plain(parts.next()) && plain(parts.next()) && parts.next().is_none() && !leads_with_zero(cell)
}

fn calendar_day(cell: &str) -> bool {
    cell.len() == 10 && cell.as_bytes()[4] == b'-' && cell.parse::<jiff::civil::Date>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> Type {
        Type::of(cells.iter().copied())
    }

    #[test]
    fn one_type_for_the_whole_column() {
        assert_eq!(of(&["2020", "1991", ""]), Type::Year);
        assert_eq!(of(&["2020", "12"]), Type::Integer);
        assert_eq!(of(&["-3", "0.25"]), Type::Decimal);
        assert_eq!(of(&["1e6", "2"]), Type::Double);
        assert_eq!(of(&["2020-02-29"]), Type::Date);
        assert_eq!(of(&["2021-02-29"]), Type::Text);
        assert_eq!(of(&["2021-02"]), Type::YearMonth);
        assert_eq!(of(&["2021-02-03T10:00:00"]), Type::DateTime);
        assert_eq!(of(&["https://example.org/a"]), Type::Address);
        assert_eq!(of(&["true", "false"]), Type::Boolean);
        assert_eq!(of(&["004", "012"]), Type::Text, "a code");
        assert_eq!(of(&["", ""]), Type::Text);
        assert_eq!(of(&["inf", "nan"]), Type::Text);
        assert_eq!(of(&["1,234"]), Type::Text);
    }

    #[test]
    fn a_cell_of_another_type_is_named() {
        let error = Type::Integer.check("votes", ["1", "x"].into_iter()).unwrap_err().to_string();
        assert_eq!(error, "row 2: `x` in column `votes` is not of type integer");
    }
}
