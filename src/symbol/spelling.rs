//! One spelling for each symbol: look-alike letters become Latin, misread digits digits, blanks go, suffixes and parts
//! take their usual case.

use super::grammar::{Grammar, grammar};

/// The one spelling of a text that has the shape of a symbol.
pub(super) fn spell(text: &str) -> String {
    let grammar = grammar();
    let latin: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| latin(grammar, c)).collect();
    let components: Vec<String> = latin.split('/').map(|c| component(grammar, c)).collect();
    components.join("/")
}

/// The Latin letter that a letter looks like, or itself.
pub(super) fn latin(grammar: &Grammar, c: char) -> char {
    if c.is_ascii() { c } else { grammar.alike.iter().find(|(alike, _)| *alike == c).map_or(c, |(_, latin)| *latin) }
}

fn component(grammar: &Grammar, text: &str) -> String {
    let (head, brackets) = text.split_at(text.find('(').unwrap_or(text.len()));
    let mut spelled = head_of(grammar, &read_digits(grammar, head));
    for bracket in brackets.split_inclusive(')') {
        spelled.push_str(&part(grammar, bracket));
    }
    spelled
}

/// A run that is digits but for letters that scans put in their place.
fn read_digits(grammar: &Grammar, text: &str) -> String {
    let digit = |c: char| grammar.misread.iter().find(|(misread, _)| *misread == c).map(|(_, digit)| *digit);
    let numeric = text.bytes().any(|b| b.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || digit(c).is_some());
    if numeric { text.chars().map(|c| digit(c).unwrap_or(c)).collect() } else { text.to_owned() }
}

/// `ADD.1` is `Add.1`; where a slash was lost before a suffix (`7ADD.4`) it is put back.
fn head_of(grammar: &Grammar, text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for suffix in &grammar.suffixes {
        for start in [0, digits] {
            let Some(tail) = text.get(start..).and_then(|rest| strip_ignoring_case(rest, suffix)) else { continue };
            if start == 0 && (tail.is_empty() || tail.starts_with('.')) {
                return format!("{suffix}{tail}");
            }
            if start > 0 && tail.strip_prefix('.').is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit())) {
                return format!("{}/{suffix}{tail}", &text[..start]);
            }
        }
    }
    // Resolutions and decisions numbered behind a point: `UNEP/EA.5/Res.14`.
    if let Some((head, number)) = text.split_once('.')
        && let Some(form) = grammar.pointed.iter().find(|form| form.eq_ignore_ascii_case(head))
    {
        return format!("{form}.{number}");
    }
    // `/PARTA` is a part without brackets.
    let words = grammar.parts.iter().filter(|part| !part.ends_with('.'));
    let part = words.filter_map(|part| Some((part, strip_ignoring_case(text, part)?))).next();
    part.map_or_else(|| text.to_owned(), |(part, tail)| format!("{part}{tail}"))
}

/// `(PART I)` is `(PartI)`.
fn part(grammar: &Grammar, text: &str) -> String {
    let Some(inner) = text.strip_prefix('(') else { return text.to_owned() };
    for part in &grammar.parts {
        let squeezed: String = part.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(tail) = strip_ignoring_case(inner, &squeezed) {
            return format!("({squeezed}{tail}");
        }
    }
    let (body, close) = inner.split_at(inner.find(')').unwrap_or(inner.len()));
    format!("({}{close}", read_digits(grammar, body))
}

fn strip_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}
