//! Symbols in running text: `A/75/860`, `S/RES/242 (1967)`, `A/75/345-S/2020/898`, the same in every language.
//!
//! Read too: blanks that a line break left inside, letters of other alphabets that look Latin, digits that a scan took
//! for letters. Left out: what goes on in a way that no symbol does.

use super::Symbol;
use super::grammar::{Grammar, grammar};
use super::parts::{Series, Session};
use super::spelling::{latin, spell};
use regex::Regex;
use std::fmt::Write;
use std::ops::Range;
use std::sync::LazyLock;

/// A symbol and where it stands; a double symbol has both halves, the first of which names the document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub range: Range<usize>,
    pub symbols: Vec<Symbol>,
}

static EXPRESSION: LazyLock<String> = LazyLock::new(|| write(grammar()));
static SYMBOL: LazyLock<Regex> = LazyLock::new(|| Regex::new(&EXPRESSION).expect("the symbol grammar compiles"));

/// A symbol, simple or double, as an expression without captures; what it matches may still end in punctuation.
#[must_use]
pub fn expression() -> &'static str {
    &EXPRESSION
}

/// Finds the symbols of a text, in order.
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    let mut found = Vec::new();
    // Most paragraphs have no symbol, and show it at once.
    if !text.contains('/') {
        return found;
    }
    let mut at = 0;
    while let Some(m) = SYMBOL.find_at(text, at) {
        at = m.end();
        if stands_free(text, m.range()) && m.as_str().bytes().any(|b| b.is_ascii_digit()) {
            add(text, m.range(), &mut found);
            at = found.last().map_or(at, |last| last.range.end.max(at));
        }
    }
    found
}

/// The halves of the symbol that a whole text is, but for a mark of reissue; case does not matter.
pub(super) fn whole(text: &str) -> Option<Vec<Symbol>> {
    let text = text.trim().trim_end_matches('*').trim_end();
    let read = |text: &str| {
        let mut found = find(text);
        let is_whole = found.len() == 1 && found[0].range == (0..text.len());
        is_whole.then(|| found.swap_remove(0).symbols)
    };
    read(text).or_else(|| read(&text.to_uppercase()))
}

/// A symbol printed onto the end of a word or a year is one; a word that ends in capitals and a slash is not, nor is
/// what goes on in a way that no symbol does: whose it is cannot be told.
fn stands_free(text: &str, range: Range<usize>) -> bool {
    let rest = &text[range.end..];
    let goes_on = rest.starts_with("/(") || rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let before = text[..range.start].chars().next_back();
    let onto_word = before.is_some_and(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text[range.start..].char_indices().nth(1).is_some_and(|(at, _)| text[range.start + at..].starts_with('/'));
    // A capital behind a small letter of another alphabet begins no word either.
    let onto_word = onto_word || before.is_some_and(|c| !c.is_ascii() && c.is_lowercase());
    let in_word = before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '/' || ('\u{400}'..='\u{52F}').contains(&c));
    !goes_on && (!in_word || onto_word)
}

/// Adds what one match holds: a symbol, a double one, or the two ends of a range.
fn add(text: &str, range: Range<usize>, found: &mut Vec<Found>) {
    let halves = halves(&text[range.clone()]);
    let spelled: Vec<(Range<usize>, Symbol)> = halves
        .into_iter()
        .map(|half| (range.start + half.start..range.start + half.end, Symbol::spelled(spell(&text[range.start..][half]))))
        .collect();
    if let [(first, a), (second, b)] = spelled.as_slice() {
        if is_range(a.as_str(), b.as_str()) {
            found.push(Found { range: first.clone(), symbols: vec![a.clone()] });
            found.push(Found { range: second.clone(), symbols: vec![b.clone()] });
        } else {
            found.push(Found { range, symbols: vec![a.clone(), b.clone()] });
        }
        return;
    }
    for (range, symbol) in spelled {
        let letters = letters_behind(text, range.end, &symbol);
        let symbol = letters.map_or(symbol.clone(), |end| Symbol::spelled(format!("{symbol}{}", spell(&text[range.end..end]))));
        found.push(Found { range: range.start..letters.unwrap_or(range.end), symbols: vec![symbol] });
    }
}

/// The halves of a double symbol, or the symbol itself, as ranges.
fn halves(text: &str) -> Vec<Range<usize>> {
    let grammar = grammar();
    for (at, dash) in text.char_indices().filter(|(_, c)| matches!(c, '-' | '\u{2014}')) {
        let from = at + dash.len_utf8();
        let rest: String = text[from..].trim_start().chars().take(12).map(|c| latin(grammar, c)).collect();
        let begins = |root: &String| rest.strip_prefix(root.as_str()).is_some_and(|r| r.starts_with('/'));
        if grammar.roots.iter().any(begins) {
            let blank = text[from..].len() - text[from..].trim_start().len();
            return vec![0..text[..at].trim_end().len(), from + blank..text.len()];
        }
    }
    std::iter::once(0..text.len()).collect()
}

/// Two symbols of one series with a dash between are the ends of a range: `S/2021/1-S/2021/5`.
fn is_range(a: &str, b: &str) -> bool {
    let shape = |symbol: &str| symbol.split(|c: char| c.is_ascii_digit()).filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<_>>();
    shape(a) == shape(b)
}

/// Where the letter of a part ends that is printed behind a resolution's symbol and a blank (`A/RES/60/266 A`): a
/// capital that begins no sentence.
fn letters_behind(text: &str, end: usize, symbol: &Symbol) -> Option<usize> {
    let rest = text[end..].strip_prefix(' ')?;
    let parts = symbol.parts();
    let takes = matches!(parts.series, Series::Resolution | Series::Decision)
        && matches!(parts.session, Some(Session::Ordinal(_) | Session::Special(_)))
        && parts.letters.is_empty()
        && parts.behind.is_empty();
    let grammar = grammar();
    let letters: String = rest.chars().map(|c| latin(grammar, c)).take_while(char::is_ascii_uppercase).take(3).collect();
    if !takes || !(1..=2).contains(&letters.len()) || letters.len() == 2 && !letters.starts_with(&letters[1..]) {
        return None;
    }
    let length: usize = rest.chars().take(letters.len()).map(char::len_utf8).sum();
    let mut after = rest[length..].chars();
    let closes = match after.next() {
        None => true,
        Some(c) => {
            matches!(c, '\n' | ')' | ']' | ',' | ';' | '*' | '\u{3001}' | '\u{3002}' | '\u{60C}')
                || c == '.' && after.next().is_none_or(char::is_whitespace)
        }
    };
    closes.then_some(end + 1 + length)
}

/// A word with each letter as the class of what looks like it.
fn like(grammar: &Grammar, word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        let alikes: String = grammar.alike.iter().filter(|(_, latin)| *latin == c).map(|(alike, _)| *alike).collect();
        match (c, alikes.is_empty()) {
            ('#', _) => out.push_str(r"\d{1,3}"),
            (' ', _) => out.push_str(" ?"),
            (_, true) => out.push_str(&regex::escape(&c.to_string())),
            _ => {
                let _ = write!(out, "[{c}{alikes}]");
            }
        }
    }
    out
}

fn one_of(grammar: &Grammar, words: &[String]) -> String {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort_by_key(|w| std::cmp::Reverse(w.len()));
    format!("(?:{})", words.iter().map(|w| like(grammar, w)).collect::<Vec<_>>().join("|"))
}

/// The expression of the grammar.
fn write(grammar: &Grammar) -> String {
    let alikes = |upper: bool| grammar.alike.iter().map(|(c, _)| *c).filter(|c| !upper || c.is_uppercase()).collect::<String>();
    let capital = format!("[A-Z0-9{}]", alikes(true));
    let letter = format!("[A-Za-z0-9{}]", alikes(false));
    let misread: String = grammar.misread.iter().map(|(c, _)| *c).collect();
    let digit = format!("[0-9{misread}]");
    let roots = one_of(grammar, &grammar.roots);
    let suffixes = format!("(?i:{})", one_of(grammar, &grammar.suffixes));
    let numbered = one_of(grammar, &grammar.numbered);
    let [resolution, decision, statement, part] = ["RES", "DEC", "PRST", "Part"].map(|w| like(grammar, w));
    let roman = format!("[IVXLC{}]{{1,7}}", alikes(true));
    let parts = format!(r"(?i:{})\.? ?[0-9A-Z]{{0,6}}(?: ?and ?[IVX]+)?", one_of(grammar, &grammar.parts));
    let bracket = format!(r"\((?:[1l][89]|2[0Oo]){digit}{{2}}\)|(?: ?[A-Z] )?\((?:(?:S|ES)-)?{roman}\)|\({parts}\)");
    let plain = format!(r"(?:{capital}|l\d){letter}*(?:\.{letter}+)?(?:-{letter}+)*");
    let component = [
        // Blanks that line breaks leave.
        format!(r" ?/ ?{suffixes}\. ?\d{{1,4}}"),
        format!(r"/ ?(?:{resolution}|{decision}|{statement})/ ?{digit}{{1,4}}(?:[A-Z](?:-[A-Z])?)?"),
        format!(r"/ ?{numbered}\. ?\d{{1,5}}(?:-\d{{1,5}})?"),
        r"/(?:19|20)\d\d/ \d{1,4}".to_owned(),
        format!("/{part} [A-Z]{{1,2}}"),
        // The resolution whose committee it is: S/AC.37/2004/(1455)/58.
        r"/\(\d{3,4}\)".to_owned(),
        // The session of a conference in brackets: COP(13).
        format!(r"/[A-Z]{{2,8}}\(\d{{1,3}}\)/{plain}"),
        format!("/{plain}"),
    ]
    .join("|");
    let single = format!("{roots}(?:(?:{component})(?: ?(?:{bracket}))*)+");
    format!("{single}(?: ?[-\u{2014}] ?{single})?")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        find(text).into_iter().map(|f| f.symbols.iter().map(ToString::to_string).collect()).collect()
    }

    #[test]
    fn finds_symbols_of_every_shape() {
        assert_eq!(all("see A/RES/59/50."), [["A/RES/59/50"]]);
        assert_eq!(all("S/RES/2543 (2020) and S/PV.9688"), [["S/RES/2543(2020)"], ["S/PV.9688"]]);
        assert_eq!(all("A/62/17 (Part I)"), [["A/62/17(PartI)"]]);
        assert_eq!(all("A/37/351/ADD.1/CORR.2"), [["A/37/351/Add.1/Corr.2"]]);
        assert_eq!(all("A/RES/377A(V), A/RES/ES-11/6, A/RES/74/255A-B"), [["A/RES/377A(V)"], ["A/RES/ES-11/6"], ["A/RES/74/255A-B"]]);
        assert_eq!(all("(CEB/2019/1/Add.5; ICCD/COP(13)/21/Add.1)"), [["CEB/2019/1/Add.5"], ["ICCD/COP(13)/21/Add.1"]]);
        assert_eq!(all("GC.18/3, UNEP/EA.4/Res.6 and NPT/CONF.2000/28 (Parts I and II)").len(), 3);
    }

    #[test]
    fn gives_both_halves_of_a_double_symbol_and_the_ends_of_a_range() {
        assert_eq!(all("A/75/860-S/2021/387"), [["A/75/860", "S/2021/387"]]);
        assert_eq!(all("A/75/860 - S/2021/387"), [["A/75/860", "S/2021/387"]]);
        assert_eq!(all("E/2015/27-E/CN.6/2015/10"), [["E/2015/27", "E/CN.6/2015/10"]]);
        assert_eq!(all("S/2021/1-S/2021/5"), [["S/2021/1"], ["S/2021/5"]]);
    }

    #[test]
    fn a_letter_behind_a_blank_is_a_part_where_no_sentence_begins() {
        assert_eq!(all("see A/RES/60/266 A, and"), [["A/RES/60/266A"]]);
        assert_eq!(all("see A/RES/60/266. A new day"), [["A/RES/60/266"]]);
        assert_eq!(all("under A/RES/60/266 A new day came"), [["A/RES/60/266"]]);
        assert_eq!(all("A/RES/53/77 AA"), [["A/RES/53/77AA"]]);
        assert_eq!(all("A/75/860 B"), [["A/75/860"]]);
    }

    #[test]
    fn a_symbol_printed_onto_a_word_is_found() {
        assert_eq!(all("\u{434}\u{43E}\u{43A}\u{43B}\u{430}\u{434}A/75/345-S/2020/898."), [["A/75/345", "S/2020/898"]]);
        assert_eq!(all("the reportA/75/345"), [["A/75/345"]]);
    }

    #[test]
    fn leaves_what_only_looks_alike() {
        assert!(all("and/or, S/he, TCP/IP, WHA/x").is_empty());
        assert!(all("\u{421}\u{41F}\u{410}/2020/1").is_empty());
    }
}
