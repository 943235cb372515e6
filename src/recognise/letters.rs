//! Letters of parts behind the number of a resolution: `B`, `A and B`, `A to H`, `AA`, in the alphabet at hand.

use crate::knowledge::lists::ListWords;
use crate::knowledge::references::ReferenceWords;
use crate::model::text::is_cjk;

/// Parts that one number can have.
const MOST: u32 = 40;

/// The letters that a text behind a number begins with, in Latin letters, and their length in bytes.
pub(super) fn part_letters(text: &str, words: &ReferenceWords, lists: &ListWords) -> Option<(usize, Vec<String>)> {
    let spaces = text.len() - text.trim_start_matches(' ').len();
    if spaces > 1 {
        return None;
    }
    let (length, first) = letter(&text[spaces..], words)?;
    if spaces == 1 && lists.is_word(&first) && goes_on_as_sentence(&text[spaces + length..], words) {
        return None;
    }
    let (mut end, mut all) = (spaces + length, vec![first]);
    loop {
        let rest = &text[end..];
        let range = lists.range.find(rest).and_then(|m| Some((m.end(), letter(&rest[m.end()..], words)?)));
        if let Some((skip, (length, last))) = range {
            let Some(between) = up_to(&all[all.len() - 1], &last) else { break };
            all.extend(between);
            end += skip + length;
            continue;
        }
        let next = lists.separator.find(rest).and_then(|m| Some((m.end(), letter(&rest[m.end()..], words)?)));
        let Some((skip, (length, one))) = next.filter(|(_, (_, one))| *one > all[all.len() - 1]) else { break };
        all.push(one);
        end += skip + length;
    }
    Some((end, all))
}

/// A letter, or twice the same, that no word begins with.
fn letter(text: &str, words: &ReferenceWords) -> Option<(usize, String)> {
    let named = words.letter_at(text);
    let (length, letter) = match named {
        Some((length, letter)) => (length, letter.to_owned()),
        None => {
            let first = text.chars().next().filter(|c| c.is_uppercase())?;
            let twice = text[first.len_utf8()..].starts_with(first);
            let latin = words.item(&first.to_lowercase().to_string()).to_uppercase();
            let latin = Some(latin).filter(|l| l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase()))?;
            let times = 1 + usize::from(twice);
            (times * first.len_utf8(), latin.repeat(times))
        }
    };
    let mut after = text[length..].chars();
    let (next, second) = (after.next(), after.next());
    let in_word = next.is_some_and(|a| a.is_alphanumeric() && !is_cjk(a) || matches!(a, '\'' | '/'));
    let is_initial = next == Some('.') && second.is_some_and(|s| !s.is_whitespace());
    (!in_word && !is_initial).then_some((length, letter))
}

/// Whether the text behind a capital makes it the first word of a sentence or title (A question of water).
fn goes_on_as_sentence(text: &str, words: &ReferenceWords) -> bool {
    let Some(rest) = text.strip_prefix(' ') else { return false };
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
    word.starts_with(char::is_lowercase) && !words.link.is_match(word)
}

/// The letters behind one up to another: from `B` to `D` are `C` and `D`.
fn up_to(first: &str, last: &str) -> Option<Vec<String>> {
    let place = |letters: &str| {
        let byte = letters.bytes().next()?;
        Some(u32::from(byte - b'A') + if letters.len() > 1 { 26 } else { 0 })
    };
    let (from, to) = (place(first)?, place(last)?);
    let name = |at: u32| {
        let letter = char::from(b'A' + (at % 26) as u8).to_string();
        if at < 26 { letter } else { letter.repeat(2) }
    };
    (from < to && to - from <= MOST).then(|| (from + 1..=to).map(name).collect())
}
