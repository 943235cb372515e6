//! Document symbols by their grammar: `A/75/860`, `S/RES/242 (1967)`, `A/C.6/79/SR.14`, `A/75/345-S/2020/898`.
//!
//! Symbols are recognised by shape alone, the same in every language. Left out: serial numbers without an organ.

use crate::model::Span;
use regex::Regex;
use std::sync::LazyLock;

/// A symbol, simple or double, as an expression without captures. What is found may still end in punctuation:
/// see [`find`].
pub const EXPRESSION: &str = concat!(
    r"(?:A|S|E|T|ST|DP|TD|CRC|CCPR|CEDAW|CERD|CAT|CRPD|CMW|CED|ISBA|SPLOS|CLCS|FCCC|CBD|ICCD|UNEP|NPT|CD|CCW|BWC",
    r"|TPNW|CTOC|CAC|JIU|HRI|PC|DC|UNW|GC|HSP|ID|ICEF|UNITAR|HRC|TCPR|PBC|MSC|LOS|DPKO|WHO|UNODC|APLC|CCM)",
    r"(?:/[A-Z0-9][A-Za-z0-9]*(?:\.[A-Za-z0-9]+)?(?:-[A-Za-z0-9]+)*(?: ?(?:",
    r"\((?:19|20)\d\d\)|\([IVXLC]{1,7}\)|\((?:Part|PART|Vol\.|VOL\.|Sect\.|SECT\.|Resumption|RESUMPTION) ?[0-9A-Z]+\)",
    r"|\((?:S|ES)-[IVX]+\)|\((?:INTRODUCTION|Introduction|SUPP|Supp)\)))*)+"
);

static SYMBOL: LazyLock<Regex> = LazyLock::new(|| Regex::new(EXPRESSION).expect("the symbol grammar compiles"));

/// Finds the symbols of a text, in canonical form; a double symbol gives both.
pub fn find(text: &str) -> Vec<(Span, Vec<String>)> {
    let mut found = Vec::new();
    // Most paragraphs have no symbol, and show it at once.
    if !text.contains('/') {
        return found;
    }
    let mut at = 0;
    while let Some(m) = SYMBOL.find_at(text, at) {
        let span = Span::new(m.start(), m.end());
        at = m.end();
        let before = text[..span.start].chars().next_back();
        // A symbol printed onto the end of a word or a year is one; a word that ends in capitals and a slash is not.
        let onto_word = before.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit()) && m.as_str()[1..].starts_with('/');
        // One that goes on in a way that no symbol does is misprinted: whose it is cannot be told.
        let goes_on = text[span.end..].strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if goes_on {
            continue;
        }
        if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/') && !onto_word || !plausible(m.as_str()) {
            continue;
        }
        found.push((span, split(m.as_str()).iter().map(|s| canonical(s)).collect()));
    }
    found
}

/// A symbol has a number in it, and more than one letter or digit behind its slashes.
fn plausible(symbol: &str) -> bool {
    symbol.bytes().any(|b| b.is_ascii_digit())
}

/// The halves of a double symbol, or the symbol itself.
#[must_use]
pub fn split(symbol: &str) -> Vec<&str> {
    for (at, _) in symbol.match_indices('-') {
        let rest = &symbol[at + 1..];
        if ["A/", "S/", "E/", "ST/"].iter().any(|organ| rest.starts_with(organ)) {
            return vec![&symbol[..at], rest];
        }
    }
    vec![symbol]
}

/// One spelling for each symbol: no spaces, suffixes in their usual case.
#[must_use]
pub fn canonical(symbol: &str) -> String {
    let symbol: String = symbol.chars().filter(|c| !c.is_whitespace()).collect();
    let parts: Vec<String> = symbol.split('/').map(canonical_component).collect();
    parts.join("/")
}

fn canonical_component(component: &str) -> String {
    const SUFFIXES: &[&str] = &["Add.", "Rev.", "Corr.", "Amend.", "Sub.", "Summary", "Excerpt"];
    for suffix in SUFFIXES {
        if component.len() >= suffix.len() && component.is_char_boundary(suffix.len()) {
            let (head, tail) = component.split_at(suffix.len());
            if head.eq_ignore_ascii_case(suffix) {
                return format!("{suffix}{tail}");
            }
        }
    }
    const PARTS: &[&str] = &["(Part", "(Vol.", "(Sect.", "(Resumption", "(Introduction", "(Supp"];
    let upper = component.to_ascii_uppercase();
    for part in PARTS {
        if let Some(at) = upper.find(&part.to_ascii_uppercase()) {
            return format!("{}{part}{}", &upper[..at], &component[at + part.len()..]);
        }
    }
    component.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        find(text).into_iter().map(|(_, s)| s).collect()
    }

    #[test]
    fn finds_symbols_of_every_shape() {
        assert_eq!(all("see A/RES/59/50."), [["A/RES/59/50"]]);
        assert_eq!(all("S/RES/2543 (2020) and S/PV.9688"), [["S/RES/2543(2020)"], ["S/PV.9688"]]);
        assert_eq!(all("A/62/17 (Part I)"), [["A/62/17(PartI)"]]);
        assert_eq!(all("A/37/351/ADD.1/CORR.2"), [["A/37/351/Add.1/Corr.2"]]);
        assert_eq!(all("A/RES/377A(V), A/RES/ES-11/6, A/RES/74/255A-B"), [["A/RES/377A(V)"], ["A/RES/ES-11/6"], ["A/RES/74/255A-B"]]);
    }

    #[test]
    fn gives_both_halves_of_a_double_symbol() {
        assert_eq!(all("A/75/860-S/2021/387"), [["A/75/860", "S/2021/387"]]);
    }

    #[test]
    fn leaves_what_only_looks_alike() {
        assert!(all("and/or, S/he, TCP/IP, WHA/x").is_empty());
    }
}
