//! Paragraphs to sentences.

use crate::knowledge::Settings;
use crate::model::Span;
use crate::model::text::is_cjk;

/// The sentences of a paragraph, without the white space between them.
#[must_use]
pub fn split(text: &str, settings: &Settings) -> Vec<Span> {
    let (mut sentences, mut start) = (Vec::new(), 0);
    let mut depth = 0i32;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '(' | '\u{300A}' => depth += 1,
            ')' | '\u{300B}' => depth = (depth - 1).max(0),
            _ => {}
        }
        if !settings.sentence_end.contains(c) || depth > 0 {
            continue;
        }
        let mut end = at + c.len_utf8();
        // Closing marks belong to the sentence that they close.
        while let Some(&(_, next)) = chars.peek() {
            if !matches!(next, '\u{201D}' | '"' | '\u{BB}' | ')' | '\'') {
                break;
            }
            end += next.len_utf8();
            chars.next();
        }
        let next = chars.peek().map(|&(_, c)| c);
        if c == '.' && !ends_sentence(text, at, next) {
            continue;
        }
        push(text, start, end, &mut sentences);
        start = end;
    }
    push(text, start, text.len(), &mut sentences);
    sentences
}

/// A full stop ends a sentence unless it belongs to an abbreviation, a number or a symbol.
fn ends_sentence(text: &str, at: usize, next: Option<char>) -> bool {
    match next {
        None => true,
        Some(c) if is_cjk(c) => true,
        Some(' ') => {
            let word: String = text[..at].chars().rev().take_while(|c| c.is_alphanumeric() || *c == '.').collect();
            let follows = text[at + 1..].trim_start().chars().next();
            let abbreviation = word.chars().count() <= 3
                && word.chars().next_back().is_some_and(char::is_uppercase)
                && !word.chars().any(|c| c.is_ascii_digit());
            !abbreviation && follows.is_none_or(|c| c.is_uppercase() || !c.is_alphabetic() || is_cjk(c) || !c.is_lowercase())
        }
        Some(_) => false,
    }
}

fn push(text: &str, start: usize, end: usize, sentences: &mut Vec<Span>) {
    let slice = &text[start..end];
    let lead = slice.len() - slice.trim_start().len();
    let trimmed = slice.trim();
    if !trimmed.is_empty() {
        sentences.push(Span::new(start + lead, start + lead + trimmed.len()));
    }
}
