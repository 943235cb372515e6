//! Numbered paragraphs: the labels that the program which wrote the file would print.

use super::xml::{attribute, each_tag};
use crate::model::numeral::roman;
use rustc_hash::FxHashMap;
use std::fmt::Write;

/// One level of a list: `%1.`, `(%2)`.
#[derive(Debug, Clone)]
struct Level {
    start: u32,
    format: String,
    template: String,
}

impl Default for Level {
    fn default() -> Self {
        Self { start: 1, format: "decimal".to_owned(), template: String::new() }
    }
}

#[derive(Debug, Default)]
pub struct Numbering {
    /// Levels by list definition.
    lists: FxHashMap<String, Vec<Level>>,
    /// The list definition of each number, and where its levels begin anew.
    numbers: FxHashMap<String, (String, FxHashMap<usize, u32>)>,
}

/// How far each list has counted.
#[derive(Debug, Default)]
pub struct Counters {
    at: FxHashMap<String, Vec<Option<u32>>>,
    begun: Vec<String>,
}

/// Longest template of a label; `%1.%2.%3.` is a usual one.
const LONGEST: usize = 64;

/// The format has nine levels.
const LEVELS: usize = 9;

impl Numbering {
    pub fn read(xml: &str) -> Self {
        let mut found = Self::default();
        let (mut list, mut number, mut level) = (None::<String>, None::<String>, 0usize);
        each_tag(xml, |name, tag, opens| {
            if !opens {
                match name {
                    "abstractNum" => list = None,
                    "num" => number = None,
                    _ => {}
                }
                return;
            }
            let value = || attribute(tag, "val").unwrap_or_default();
            match name {
                "abstractNum" => list = attribute(tag, "abstractNumId"),
                "num" => number = attribute(tag, "numId"),
                "lvl" | "lvlOverride" => level = attribute(tag, "ilvl").and_then(|v| v.parse().ok()).unwrap_or(0).min(LEVELS - 1),
                "abstractNumId" => {
                    if let Some(number) = &number {
                        found.numbers.entry(number.clone()).or_default().0 = value();
                    }
                }
                "startOverride" => {
                    if let (Some(number), Ok(start)) = (&number, value().parse()) {
                        found.numbers.entry(number.clone()).or_default().1.insert(level, start);
                    }
                }
                "start" | "numFmt" | "lvlText" => {
                    let Some(list) = &list else { return };
                    let levels = found.lists.entry(list.clone()).or_insert_with(|| vec![Level::default(); LEVELS]);
                    match name {
                        "start" => levels[level].start = value().parse().unwrap_or(1),
                        "numFmt" => levels[level].format = value(),
                        _ => levels[level].template = value().chars().take(LONGEST).collect(),
                    }
                }
                _ => {}
            }
        });
        found
    }

    /// The label of the next paragraph of a list; none for bullets and for lists that nobody defined.
    pub fn next(&self, number: &str, level: usize, counters: &mut Counters) -> Option<String> {
        let (list, overrides) = self.numbers.get(number)?;
        let levels = self.lists.get(list)?;
        let level = level.min(LEVELS - 1);
        let at = counters.at.entry(list.clone()).or_insert_with(|| vec![None; LEVELS]);
        // A number that begins its list anew does so once.
        if !counters.begun.iter().any(|b| b == number) {
            counters.begun.push(number.to_owned());
            for (&level, &start) in overrides {
                at[level] = start.checked_sub(1);
            }
        }
        let start = levels[level].start;
        at[level] = Some(at[level].map_or(start, |n| n.saturating_add(1)));
        at[level + 1..].fill(None);
        match levels[level].format.as_str() {
            "none" => None,
            "bullet" => Some("\u{B7}".to_owned()),
            _ => Some(label(levels, level, at)).filter(|l| !l.trim().is_empty()),
        }
    }
}

fn label(levels: &[Level], level: usize, at: &[Option<u32>]) -> String {
    let mut out = String::new();
    let mut template = levels[level].template.chars().peekable();
    while let Some(c) = template.next() {
        let slot = template.peek().and_then(|d| d.to_digit(10)).map(|d| d as usize).filter(|&d| c == '%' && (1..=LEVELS).contains(&d));
        match slot {
            Some(slot) => {
                template.next();
                let number = at[slot - 1].unwrap_or(levels[slot - 1].start);
                let _ = write!(out, "{}", written(number, &levels[slot - 1].format));
            }
            None => out.push(c),
        }
    }
    out
}

fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number, b'a'),
        "upperLetter" => letters(number, b'A'),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "decimalZero" => format!("{number:02}"),
        "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "ideographDigital" => chinese(number),
        _ => number.to_string(),
    }
}

/// `a` to `z`, then `aa`, `bb`: as the format counts.
fn letters(number: u32, first: u8) -> String {
    let index = number.saturating_sub(1);
    let letter = char::from(first + (index % 26) as u8);
    std::iter::repeat_n(letter, (index / 26 + 1).min(8) as usize).collect()
}

/// Chinese numerals up to ninety-nine, by code point (they are numbers here, not words).
fn chinese(number: u32) -> String {
    const DIGITS: [char; 10] =
        ['\u{3007}', '\u{4E00}', '\u{4E8C}', '\u{4E09}', '\u{56DB}', '\u{4E94}', '\u{516D}', '\u{4E03}', '\u{516B}', '\u{4E5D}'];
    let digit = |n: u32| DIGITS[(n % 10) as usize];
    match number {
        0..=9 => digit(number).to_string(),
        10..=99 => {
            let tens = if number < 20 { String::new() } else { digit(number / 10).to_string() };
            let ones = if number.is_multiple_of(10) { String::new() } else { digit(number).to_string() };
            format!("{tens}\u{5341}{ones}")
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_as_the_format_does() {
        assert_eq!(written(28, "lowerLetter"), "bb");
        assert_eq!(written(14, "upperRoman"), "XIV");
        assert_eq!(written(21, "chineseCounting"), "\u{4E8C}\u{5341}\u{4E00}");
    }
}
