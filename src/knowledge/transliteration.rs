//! Names in Latin letters, as keys: one form whatever the script and its accents.
//!
//! Letters of Russian and Arabic are data (`transliteration` in `language.toml`); Chinese is spelled in pinyin.

use crate::model::text::is_cjk;
use pinyin::ToPinyin;
use unicode_normalization::UnicodeNormalization;

/// A name as a key: Latin letters in lower case, its parts divided by hyphens.
#[must_use]
pub fn key(name: &str, letters: &[(String, String)]) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.nfkc().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(latin) = letter(c, letters) {
            out.push_str(latin);
        } else if let Some(sound) = c.to_pinyin() {
            out.extend(sound.plain().chars().map(|c| if c == '\u{FC}' { 'u' } else { c }));
        } else {
            bare(c, &mut out);
        }
    }
    out.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

/// The letter in Latin ones, from the first language that has it.
fn letter(c: char, letters: &[(String, String)]) -> Option<&str> {
    letters.iter().find(|(from, _)| from.starts_with(c)).map(|(_, to)| to.as_str())
}

/// A letter without its accents; what is no letter divides, an apostrophe is nothing.
fn bare(c: char, out: &mut String) {
    if matches!(c, '\'' | '\u{2019}' | '\u{2BC}' | '\u{2018}' | '.') {
        return;
    }
    let marks = |c: &char| !('\u{300}'..='\u{36F}').contains(c);
    let plain: String = std::iter::once(c).nfd().filter(marks).collect();
    if plain.chars().all(|c| c.is_ascii_alphanumeric()) && !plain.is_empty() {
        out.push_str(&plain);
    } else if c.is_alphanumeric() && !is_cjk(c) {
        // Of another script: as it is.
        out.push(c);
    } else if !c.is_alphanumeric() && !('\u{64B}'..='\u{652}').contains(&c) {
        out.push('-');
    }
}

#[cfg(test)]
mod tests {
    use crate::knowledge::Knowledge;

    #[test]
    fn names_of_four_scripts_become_latin_keys() {
        let knowledge = Knowledge::load(None).unwrap();
        let key = |name: &str| knowledge.latin_key(name);
        assert_eq!(key("Ada O\u{2019}R\u{ED}ole"), "ada-oriole");
        assert_eq!(key("\u{411}\u{435}\u{442}\u{430}"), "beta");
        assert_eq!(key("\u{8D1D}\u{5854}"), "beita");
        assert_eq!(key("\u{627}\u{644}\u{628}\u{64A}\u{62A}\u{627}"), "albita");
        assert_eq!(key("J\u{FC}rgen \u{141}oza\u{144}ski"), "jurgen-lozanski");
    }
}
