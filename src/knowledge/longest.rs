//! The longest phrases of a text that fit where they stand: where the longest is cut within a word, a shorter one may
//! not be.

use crate::model::Span;
use daachorse::CharwiseDoubleArrayAhoCorasick;

/// Matches of an automaton (leftmost, longest) for which `fits` is true, with the number of their phrase; the text that
/// `fits` is asked about is the whole one.
pub fn fitting<'t>(
    automaton: &'t CharwiseDoubleArrayAhoCorasick<u32>,
    text: &'t str,
    fits: impl Fn(Span) -> bool,
) -> impl Iterator<Item = (Span, u32)> {
    automaton.leftmost_find_iter(text).filter_map(move |m| {
        let (start, mut end, mut phrase) = (m.start(), m.end(), m.value());
        while !fits(Span::new(start, end)) {
            let last = text[start..end].chars().next_back()?.len_utf8();
            let shorter = automaton.leftmost_find_iter(&text[start..end - last]).next().filter(|s| s.start() == 0)?;
            (end, phrase) = (start + shorter.end(), shorter.value());
        }
        Some((Span::new(start, end), phrase))
    })
}
