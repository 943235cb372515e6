//! What of a printed name is the name: without forms of address, ranks and possessive endings, in the nominative.
//!
//! Left out: names in a case that no form of address tells.

use crate::knowledge::Settings;
use crate::knowledge::words::Words;
use crate::model::text::is_cjk;
use crate::model::{Language, Span};

/// Words of the longest name in a label.
const LONGEST: usize = 7;

/// The name within a stretch of text: `H.E. Dr. X, Ambassador` is X.
#[must_use]
pub fn bare(text: &str, span: Span, settings: &Settings) -> Span {
    let trimmed = span.of(text).trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | '*'));
    let mut start = span.start + (trimmed.as_ptr() as usize - span.of(text).as_ptr() as usize);
    let mut end = start + trimmed.len();
    while let Some(length) = address(&text[start..end], settings).filter(|&length| length < end - start) {
        start += length;
    }
    // What follows a comma is a rank or a post.
    if let Some(comma) = text[start..end].find([',', '\u{60C}']).filter(|&at| at > 0) {
        end = start + comma;
    }
    loop {
        let name = &text[start..end];
        let address = settings.titles_after.iter().chain(&settings.ranks).find_map(|word| {
            let rest = name.strip_suffix(word.as_str())?;
            (rest.ends_with(' ') || is_unspaced(word)).then(|| rest.trim_end().len()).filter(|&l| l > 0)
        });
        match address {
            Some(length) => end = start + length,
            None => return Span::new(start, end),
        }
    }
}

/// Length of the form of address or rank that a text begins with, with the space behind it.
#[must_use]
pub fn address(text: &str, settings: &Settings) -> Option<usize> {
    let words = settings.titles_before.iter().chain(&settings.ranks);
    let lengths = words.filter_map(|word| {
        let rest = text.strip_prefix(word.as_str())?;
        let rest = rest.strip_prefix(',').unwrap_or(rest);
        let bare = rest.trim_start();
        // A name may begin like a form of address.
        (bare.len() < rest.len() || is_unspaced(word)).then(|| text.len() - bare.len())
    });
    lengths.max()
}

fn is_unspaced(word: &str) -> bool {
    word.chars().next().is_some_and(is_cjk)
}

/// A name without the ending that makes it a possessive.
#[must_use]
pub fn without_possessive(name: &str) -> &str {
    ["'s", "\u{2019}s", "'", "\u{2019}"].iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name)
}

/// Whether a text reads as a name: every word begins with a capital or is a particle; without capitals, it is short and
/// has no common word in it.
#[must_use]
pub fn reads_as_name(text: &str, language: Language, settings: &Settings, words: &Words) -> bool {
    if text.is_empty() || text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    if language.is_unspaced() {
        let breaks = settings.not_in_names.iter().any(|word| text.contains(word.as_str()));
        return !breaks && text.chars().count() <= 24 && (text.contains('\u{B7}') || !words.holds_word(text));
    }
    let mut count = 0;
    for word in text.split_whitespace() {
        count += 1;
        let particle = settings.name_particles.iter().any(|p| p == word);
        let caseless = !word.chars().any(|c| c.is_uppercase() || c.is_lowercase());
        let breaks = settings.not_in_names.iter().any(|w| w == word);
        let capital = word.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(char::is_uppercase);
        // Al-Khalil, d'Escoto, el-Sisi.
        let joined = word.contains(['-', '\'', '\u{2019}']) && word.chars().any(char::is_uppercase);
        if breaks || !(particle || caseless || capital || joined) {
            return false;
        }
    }
    count <= LONGEST
}

/// A name as it stands in the nominative, where the case of its form of address tells how it is declined.
#[must_use]
pub fn nominative(name: &str, address: &str, settings: &Settings) -> String {
    let rules: Vec<_> = settings.declensions.iter().filter(|(forms, ..)| forms.iter().any(|form| form == address)).collect();
    if rules.is_empty() {
        return name.to_owned();
    }
    let declined = |word: &str| {
        let rule = rules.iter().find(|(_, ending, _)| word.len() > ending.len() && word.ends_with(ending.as_str()));
        rule.map_or_else(|| word.to_owned(), |(_, ending, base)| format!("{}{base}", &word[..word.len() - ending.len()]))
    };
    name.split(' ').map(declined).collect::<Vec<_>>().join(" ")
}
