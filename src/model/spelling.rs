//! Spellings: without accents and case, how far two are from each other, cut to a length.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The characters of a text without accents, case and differences of form.
pub fn unaccented(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
}

/// Letters to change, add or leave out until one text is the other.
#[must_use]
pub fn edit_distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// The first characters of a text, at most so many, with dots where it goes on.
#[must_use]
pub fn shortened(text: &str, most: usize) -> String {
    let short: String = text.chars().take(most).collect();
    if short.len() < text.len() { format!("{short}...") } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_counted() {
        let distance = |a: &str, b: &str| edit_distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        assert_eq!((distance("", "abc"), distance("abc", ""), distance("abc", "abc")), (3, 3, 0));
        assert_eq!((distance("Tajikstan", "Tajikistan"), distance("kitten", "sitting")), (1, 3));
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened("\u{5854}\u{5409}\u{514B}", 2), "\u{5854}\u{5409}...");
        assert_eq!(shortened("abc", 3), "abc");
    }
}
