//! Names as tables print them: with marks of notes behind them, and turned round with the second half in brackets.

use crate::model::spelling::unaccented;

/// Brackets, with those of full width and those that only notes have.
const BRACKETS: &[(char, char)] = &[('(', ')'), ('\u{FF08}', '\u{FF09}')];
const NOTE_BRACKETS: &[(char, char)] =
    &[('[', ']'), ('{', '}'), ('\u{FF3B}', '\u{FF3D}'), ('\u{3014}', '\u{3015}'), ('\u{3010}', '\u{3011}')];

/// Letters of a note in square brackets (`note 12`).
const NOTE: usize = 10;

/// How much of a word may be its ending, and how much of it must be left.
const ENDING: usize = 3;
const STEM: usize = 4;

/// A name without marks of notes at its end: `[3]`, `(a)`, `2)`, raised figures and letters, stars and daggers.
#[must_use]
pub fn unmarked(name: &str) -> &str {
    let mut rest = name.trim_end();
    loop {
        let shorter = without_mark(rest).trim_end();
        if shorter.len() == rest.len() || shorter.is_empty() {
            return rest;
        }
        // What stands between two marks goes with them.
        rest = shorter.trim_end_matches([',', ';']).trim_end();
    }
}

/// A name without its article: `the Gambia`, `Gambia (the)`, `Gambia, The`, `l'Albanie`; `None` where it has none.
pub fn unarticled(name: &str, articles: impl Iterator<Item = &'static str>) -> Option<&str> {
    let behind = halves(name).or_else(|| name.rsplit_once(", "));
    for article in articles {
        if let Some((first, second)) = behind
            && second.to_lowercase() == article
        {
            return Some(first);
        }
        let rest = name.get(article.len()..).filter(|_| name[..article.len()].to_lowercase() == article);
        let rest = rest.filter(|rest| article.ends_with(['\'', '\u{2019}']) || rest.starts_with(' ')).map(str::trim_start);
        if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
            return Some(rest);
        }
    }
    None
}

fn without_mark(name: &str) -> &str {
    let Some(last) = name.chars().next_back() else { return name };
    if is_raised(last) || matches!(last, '*' | '#' | '\u{2020}' | '\u{2021}' | '\u{A7}' | '\u{B6}' | '\u{2217}' | '\u{FF0A}') {
        return &name[..name.len() - last.len_utf8()];
    }
    for (pairs, most) in [(BRACKETS, 0), (NOTE_BRACKETS, NOTE)] {
        let Some((open, close)) = pairs.iter().find(|(_, close)| *close == last) else { continue };
        let inner = &name[..name.len() - close.len_utf8()];
        return match inner.rfind(*open) {
            Some(at) if is_mark(&inner[at + open.len_utf8()..], most) => &name[..at],
            Some(_) => name,
            None => without_opening(inner).unwrap_or(name),
        };
    }
    name
}

/// Raised figures and letters, and those in circles.
const fn is_raised(c: char) -> bool {
    matches!(c, '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{2070}'..='\u{209C}' | '\u{1D2C}'..='\u{1D6A}' | '\u{2460}'..='\u{24FF}')
}

/// Whether what stands in brackets is a mark: a number that is no year, a letter, a star; in brackets of notes a few
/// words with a figure in them.
fn is_mark(inner: &str, most: usize) -> bool {
    let inner = inner.trim();
    let length = inner.chars().count();
    let is_number = length <= 3 && inner.chars().all(char::is_numeric);
    let is_sign = length == 1 && !inner.chars().all(is_ideograph);
    let is_roman = length <= 4 && inner.bytes().all(|b| matches!(b, b'i' | b'v' | b'x'));
    length > 0 && (is_number || is_sign || is_roman || (length <= most && inner.chars().any(char::is_numeric)))
}

/// A name before `2)` or ` a)`, of which the bracket is closed but not opened.
fn without_opening(name: &str) -> Option<&str> {
    let figures = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if figures.len() < name.len() && name.len() - figures.len() < 3 {
        return Some(figures);
    }
    let (before, letter) = name.rsplit_once(char::is_whitespace)?;
    (letter.chars().count() == 1 && letter.chars().all(char::is_alphabetic)).then_some(before)
}

/// The two halves of a name that ends in brackets.
#[must_use]
pub fn halves(name: &str) -> Option<(&str, &str)> {
    let (open, close) = BRACKETS.iter().find(|(_, close)| name.ends_with(*close))?;
    let (first, second) = name[..name.len() - close.len_utf8()].split_once(*open)?;
    let (first, second) = (first.trim(), second.trim());
    (!first.is_empty() && !second.is_empty()).then_some((first, second))
}

/// Words of a name without accents and case, in the order of the alphabet. Where words are not divided, signs.
#[must_use]
pub fn words(name: &str) -> Vec<String> {
    let plain = plain(name);
    let mut words = Vec::new();
    for part in plain.split(|c: char| !c.is_alphanumeric()) {
        let mut word = String::new();
        for c in part.chars() {
            if is_ideograph(c) {
                words.push(c.to_string());
            } else {
                word.push(c);
            }
        }
        words.push(word);
    }
    words.retain(|word| !word.is_empty());
    words.sort_unstable();
    words
}

/// Letters and figures of a name, without what stands between them.
#[must_use]
pub fn letters(name: &str) -> String {
    plain(name).chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Whether a text is of a script that does not divide words.
#[must_use]
pub fn is_undivided(text: &str) -> bool {
    text.chars().any(is_ideograph)
}

/// Whether each word of a name is, but for its ending, one of another name of as many.
#[must_use]
pub fn is_inflected(one: &[String], other: &[String]) -> bool {
    let mut left: Vec<&String> = other.iter().collect();
    let mut is_taken = |word: &String| {
        let form = left.iter().position(|known| is_form(word, known));
        form.map(|at| left.swap_remove(at)).is_some()
    };
    one.len() == other.len() && one.iter().all(&mut is_taken)
}

fn is_form(one: &str, other: &str) -> bool {
    let shared = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let (a, b) = (one.chars().count(), other.chars().count());
    one == other || (shared >= STEM && a - shared <= ENDING && b - shared <= ENDING)
}

fn plain(name: &str) -> String {
    let plain: String = unaccented(name).collect();
    // Apostrophes stand within words, hyphens between them.
    plain.replace(['\'', '\u{2019}', '\u{2BC}'], "")
}

const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_notes_go_and_names_stay() {
        let marked = [
            "[3]",
            "[a]",
            "[note 12]",
            " (a)",
            " (12)",
            "2)",
            " b)",
            "\u{B9}",
            "\u{B2}\u{B3}",
            "*",
            " \u{2020}",
            "\u{B9}, \u{B2}",
            "[1][2]",
        ];
        for mark in marked {
            assert_eq!(unmarked(&format!("Kuwait{mark}")), "Kuwait", "{mark}");
        }
        for name in ["Iran (Islamic Republic of)", "Sudan (2011)", "G20", "(a)", "Group of 77", "X (\u{5357})"] {
            assert_eq!(unmarked(name), name);
        }
    }

    #[test]
    fn articles_go_and_names_stay() {
        let bare = |name| unarticled(name, ["the", "l'", "la"].into_iter());
        for name in ["the Niger", "Niger (The)", "The Niger", "l'Niger", "Niger (la)"] {
            assert_eq!(bare(name), Some("Niger"), "{name}");
        }
        for name in ["Theland", "lala", "the ", "", "\u{E9}", "Niger (that)"] {
            assert_eq!(bare(name), None, "{name}");
        }
    }

    #[test]
    fn a_name_ends_in_brackets_or_not() {
        assert_eq!(halves("Iran (Islamic Republic of)"), Some(("Iran", "Islamic Republic of")));
        assert_eq!(halves("\u{4F0A}\u{6717}\u{FF08}\u{56FD}\u{FF09}"), Some(("\u{4F0A}\u{6717}", "\u{56FD}")));
        assert_eq!(halves("(Iran)"), None);
        assert_eq!(halves("Iran"), None);
    }

    #[test]
    fn words_may_differ_in_their_endings() {
        assert!(is_inflected(&words("Micronesia (Federated States)"), &words("States Federate Micronesian")));
        assert!(!is_inflected(&words("Republic Congo"), &words("Democratic Republic Congo")));
        assert!(!is_inflected(&words("Niger"), &words("Nigeriana")));
    }
}
