//! The words of pages and pictures in the reader's language: `data/interface/<code>.toml`.

use crate::store::ontology;
use crate::store::term::{language, lexical};
use crate::vocabulary::shorten;
use include_dir::{Dir, include_dir};
use std::collections::BTreeMap;
use std::sync::OnceLock;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/data/interface");

/// The languages of the pages.
pub const LANGUAGES: &[&str] = &["ar", "en", "es", "fr", "ru", "zh"];

/// The words of one language.
#[derive(Debug, Default)]
pub struct Words {
    pub code: &'static str,
    /// The language in its own words.
    pub name: String,
    pub is_rtl: bool,
    texts: BTreeMap<String, String>,
    /// Names of relations, classes and other terms, by prefixed name.
    terms: BTreeMap<String, String>,
    /// Names of relations read from their object.
    inverse: BTreeMap<String, String>,
    questions: BTreeMap<String, String>,
    fields: BTreeMap<String, String>,
    /// Articles that names may have before or behind them, where the language has any.
    articles: Vec<String>,
}

/// Articles of names, in all languages.
pub fn articles() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().flat_map(|code| words(code).articles.iter().map(String::as_str))
}

/// The words of a language; English where there is none of that code.
#[must_use]
pub fn words(code: &str) -> &'static Words {
    static ALL: OnceLock<Vec<Words>> = OnceLock::new();
    let all = ALL.get_or_init(|| LANGUAGES.iter().map(|code| read(code)).collect());
    let english = || all.iter().find(|words| words.code == "en");
    static NONE: OnceLock<Words> = OnceLock::new();
    all.iter().find(|words| words.code == code).or_else(english).unwrap_or_else(|| NONE.get_or_init(Words::default))
}

fn read(code: &'static str) -> Words {
    let file = FILES.get_file(format!("{code}.toml")).and_then(|file| file.contents_utf8()).unwrap_or("");
    // A test sees to it that the files can be read and have the same keys.
    let mut table: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(file).unwrap_or_default();
    let mut part = |name: &str| table.remove(name).unwrap_or_default();
    let mut words = Words { code, texts: part("texts"), terms: part("terms"), inverse: part("inverse"), ..Words::default() };
    words.questions = part("questions");
    words.fields = part("fields");
    words.articles = part("names").remove("articles").iter().flat_map(|all| all.split('|')).map(str::to_owned).collect();
    words.name = words.texts.get("language").cloned().unwrap_or_default();
    words.is_rtl = words.texts.get("direction").is_some_and(|direction| direction == "rtl");
    for (term, label) in ontology::labels() {
        if language(&label) == Some(code) {
            words.terms.entry(shorten(&term)).or_insert_with(|| lexical(&label).to_owned());
        }
    }
    words
}

impl Words {
    /// A text by its key; the key where the language has none.
    #[must_use]
    pub fn get<'w>(&'w self, key: &'w str) -> &'w str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// A text with `{}` replaced, one after the other.
    #[must_use]
    pub fn with(&self, key: &str, values: &[&dyn std::fmt::Display]) -> String {
        let mut text = self.get(key).to_owned();
        for value in values {
            text = text.replacen("{}", &value.to_string(), 1);
        }
        text
    }

    /// A number with what is counted: `key.one` for one, where the language has it.
    #[must_use]
    pub fn count(&self, key: &str, number: usize) -> String {
        let form = match number {
            1 => format!("{key}.one"),
            _ => key.to_owned(),
        };
        let text = self.texts.get(&form).map_or_else(|| self.get(key), String::as_str);
        text.replacen("{}", &number.to_string(), 1)
    }

    /// The name of a term of the vocabulary; the words of its own name where the language has none.
    #[must_use]
    pub fn term(&self, iri: &str) -> String {
        self.terms.get(&shorten(iri)).cloned().unwrap_or_else(|| crate::query::labels::words(iri))
    }

    /// Whether the language has a name for a term.
    #[must_use]
    pub fn has_term(&self, iri: &str) -> bool {
        self.terms.contains_key(&shorten(iri))
    }

    /// The name of a relation as its object has it: `members` for `member of`.
    #[must_use]
    pub fn inverse(&self, iri: &str) -> String {
        self.inverse.get(&shorten(iri)).cloned().unwrap_or_else(|| format!("\u{2190} {}", self.term(iri)))
    }

    /// A shipped question or view in the language; as it is written where it has not been translated.
    #[must_use]
    pub fn question<'w>(&'w self, name: &str, otherwise: &'w str) -> &'w str {
        self.questions.get(name).map_or(otherwise, String::as_str)
    }

    /// What a field or column is called.
    #[must_use]
    pub fn field<'w>(&'w self, name: &'w str) -> &'w str {
        self.fields.get(name).map_or(name, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn keys(code: &str) -> BTreeSet<String> {
        let file = FILES.get_file(format!("{code}.toml")).and_then(|file| file.contents_utf8()).expect("a file for each language");
        let table: BTreeMap<String, BTreeMap<String, String>> = toml::from_str(file).expect(code);
        assert!(table.values().flat_map(BTreeMap::values).all(|text| !text.trim().is_empty()), "{code}: an empty text");
        // Forms for one and articles are there where a language has them.
        table
            .into_iter()
            .filter(|(part, _)| part != "names")
            .flat_map(|(part, texts)| texts.into_keys().map(move |key| format!("{part}.{key}")))
            .filter(|key| !key.ends_with(".one"))
            .collect()
    }

    #[test]
    fn all_languages_say_the_same() {
        let english = keys("en");
        for code in LANGUAGES {
            let own = keys(code);
            let missing: Vec<_> = english.symmetric_difference(&own).collect();
            assert!(missing.is_empty(), "{code}: {missing:?}");
        }
        assert!(words("ar").is_rtl && !words("zh").is_rtl);
        assert_eq!(words("xx").code, "en");
    }

    #[test]
    fn numbers_have_their_forms() {
        let english = words("en");
        assert_eq!((english.count("sentences", 1), english.count("sentences", 3)), ("1 sentence".to_owned(), "3 sentences".to_owned()));
        assert_eq!(english.term("http://www.w3.org/ns/org#memberOf"), "member of");
        assert_eq!(english.inverse("http://www.w3.org/ns/org#memberOf"), "members");
    }
}
