//! How names and texts become words to search by, the same for what is written and for what is typed.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Characters of a key.
pub const KEY: usize = 32;

/// Text without accents, case and punctuation, its words divided by one space.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut take = |c: char| {
        if c.is_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') && !matches!(c, '\'' | '\u{2019}' | '\u{640}') {
            out.push(' ');
        }
    };
    // Whole libraries go through here: what needs no decomposition is spared it.
    for c in text.chars() {
        match c {
            c if c.is_ascii() => take(c.to_ascii_lowercase()),
            '\u{4E00}'..='\u{9FFF}' => take(c),
            c => decompose_compatible(c, |part| {
                if !is_combining_mark(part) {
                    part.to_lowercase().for_each(&mut take);
                }
            }),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Signs that are words of their own.
#[must_use]
pub const fn is_sign(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Where words begin in folded text.
pub fn starts(folded: &str) -> impl Iterator<Item = usize> + '_ {
    let mut before = ' ';
    folded.char_indices().filter_map(move |(at, c)| {
        let begins = c != ' ' && (before == ' ' || is_sign(c) || is_sign(before));
        before = c;
        begins.then_some(at)
    })
}

/// The part of a text that is a key.
#[must_use]
pub fn cut(text: &str) -> &str {
    text.char_indices().nth(KEY).map_or(text, |(at, _)| &text[..at])
}

/// The words of folded text; of signs, those two and two that stand side by side.
pub fn words(folded: &str) -> impl Iterator<Item = &str> + '_ {
    folded.split(' ').filter(|word| !word.is_empty()).flat_map(|word| {
        let has_signs = word.chars().any(is_sign);
        let mut ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        if !has_signs || ends.len() == 2 {
            ends = vec![0, word.len(), word.len()];
        }
        (2..ends.len()).map(move |end| cut(&word[ends[end - 2]..ends[end]])).collect::<Vec<_>>()
    })
}

/// Slips of the pen that a word of its length may have.
#[must_use]
pub fn slips(word: &str) -> u8 {
    match word.chars().count() {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::spelling::unaccented;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn letters_fold_as_spelling_has_them(text: String) {
            let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
            let expected: String = unaccented(&text).collect();
            prop_assert_eq!(letters(&fold(&text)), letters(&expected));
        }
    }

    #[test]
    fn signs_go_two_and_two() {
        assert_eq!(words("the treaty").collect::<Vec<_>>(), ["the", "treaty"]);
        assert_eq!(words("\u{6761}\u{7EA6}\u{6E56} x").collect::<Vec<_>>(), ["\u{6761}\u{7EA6}", "\u{7EA6}\u{6E56}", "x"]);
        assert_eq!(words("\u{6E56}").collect::<Vec<_>>(), ["\u{6E56}"]);
        assert_eq!(fold("C\u{F4}te d\u{2019}Ivoire"), "cote divoire");
    }
}
