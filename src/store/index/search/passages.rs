//! The kept texts, searched by their words: a text is divided into passages of some lines, and each word leads to the
//! passages that have it. A part covers some texts; texts that the graph has no more are passed over.

use super::keyed::{self, Keyed};
use super::runs::Runs;
use super::words::{cut, fold, is_sign, words};
use crate::store::directory::StoreError;
use crate::store::index::file::{Bytes, Output, damaged, read_description, write_description};
use crate::store::index::section::{Cursor, Section, Writer};
use crate::store::texts::Texts;
use fst::Automaton;
use fst::automaton::Str;
use serde::{Deserialize, Serialize};
use std::io::{self, Write};
use std::path::Path;

const MAGIC: &[u8; 8] = b"raptext1";

/// Bytes of a passage after which it ends with its line.
const PASSAGE: usize = 600;
/// Bytes of what is kept of a passage: its text, the byte and the character at which it begins, its length in bytes.
const SIZE: u64 = 16;
/// Words that the beginning of a word may stand for.
const WORDS: usize = 400;
/// Passages that one word may find.
const FOUND: usize = 4_000_000;
/// Passages that are looked at once found.
const LOOKED_AT: usize = 40;
/// Characters shown on either side of what was looked for.
const AROUND: usize = 160;

/// Texts by the file that holds them and the copy that they are of.
pub type Files = Vec<(String, String)>;

#[derive(Debug, Serialize, Deserialize)]
struct Description {
    files: Files,
    keys: keyed::Description,
    passages: Section,
}

/// The texts that a part covers.
pub fn covered(file: &Bytes) -> io::Result<Files> {
    read_description::<Description>(file, MAGIC).map(|description| description.files)
}

/// Writes a part for some texts, each read by its file.
pub fn write(
    files: Files,
    read: impl Fn(&str) -> Result<String, StoreError>,
    folder: &Path,
    out: &mut Output<'_>,
) -> Result<(), StoreError> {
    let failed = |error: io::Error| StoreError::io(folder)(error);
    let mut runs = Runs::new(folder);
    let (mut passages, mut number) = (Vec::new(), 0_u32);
    for (place, (file, _)) in files.iter().enumerate() {
        let text = read(file)?;
        let mut characters = 0;
        for (at, passage) in divided(&text) {
            for row in [place as u32, at as u32, characters, passage.len() as u32] {
                passages.extend(row.to_le_bytes());
            }
            let folded = fold(passage);
            for word in words(&folded) {
                runs.push(word, number).map_err(failed)?;
            }
            characters += passage.chars().count() as u32;
            number += 1;
        }
    }
    let finish = || {
        let keys = keyed::write(runs, folder, out)?;
        let mut writer = Writer::new(out);
        writer.write_all(&passages)?;
        let passages = writer.finish()?;
        write_description(&Description { files, keys, passages }, MAGIC, out)
    };
    finish().map_err(failed)
}

/// The passages of a text, one behind the other, with the byte at which each begins: lines up to an empty one, or until
/// there are enough.
fn divided(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..).filter(|rest| !rest.is_empty())?;
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            end += line.len();
            if line.trim().is_empty() || end >= PASSAGE {
                break;
            }
        }
        let from = at;
        at += end;
        Some((from, &rest[..end]))
    })
}

#[derive(Debug)]
struct Part {
    file: Bytes,
    keyed: Keyed,
    passages: Section,
    /// Of each text the copy that it is of, unless the graph has it no more.
    copies: Vec<Option<String>>,
}

/// The texts of a graph, to search in.
#[derive(Debug, Default)]
pub struct Passages {
    parts: Vec<Part>,
}

/// What was found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    pub copy: String,
    /// The characters of the text that are shown.
    pub start: usize,
    pub end: usize,
    pub shown: String,
    /// Whether the words stand there as they were asked for, one behind the other.
    is_whole: bool,
}

impl Passages {
    /// Opens parts; texts that are not among those of the graph are passed over.
    pub fn open(files: Vec<Bytes>, texts: &Texts) -> io::Result<Self> {
        let open = |file: Bytes| {
            let Description { files, keys, passages } = read_description(&file, MAGIC)?;
            let copies = files.into_iter().map(|(name, copy)| texts.has(&copy, &name).then_some(copy)).collect();
            Ok(Part { keyed: Keyed::open(keys, &file)?, passages, copies, file })
        };
        Ok(Self { parts: files.into_iter().map(open).collect::<io::Result<_>>()? })
    }

    /// Passages with all the words of a text, the last of which may be a beginning, from copies that are wanted.
    pub fn find(&self, text: &str, texts: &Texts, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<Passage>, StoreError> {
        let folded = fold(text);
        let mut found = Vec::new();
        for part in &self.parts {
            let numbers = part.numbers(&folded).map_err(|error| StoreError::Evaluation(error.to_string()))?;
            part.read(&numbers, &folded, texts, wanted, &mut found)?;
        }
        found.sort_by(|a, b| b.is_whole.cmp(&a.is_whole).then_with(|| (&a.copy, a.start).cmp(&(&b.copy, b.start))));
        Ok(found)
    }
}

impl Part {
    /// The passages that have all the words.
    fn numbers(&self, folded: &str) -> io::Result<Vec<u32>> {
        let all: Vec<&str> = words(folded).collect();
        let mut kept: Option<Vec<u32>> = None;
        for (at, word) in all.iter().enumerate() {
            // The word that was typed last may not be whole yet.
            let most = if at + 1 == all.len() { WORDS } else { 1 };
            let found = match most {
                1 => self.keyed.numbers(Str::new(cut(word)), 1, FOUND, &self.file)?,
                _ => self.keyed.numbers(Str::new(cut(word)).starts_with(), most, FOUND, &self.file)?,
            };
            kept = Some(match kept {
                None => found,
                Some(kept) => kept.into_iter().filter(|number| found.binary_search(number).is_ok()).collect(),
            });
        }
        Ok(kept.unwrap_or_default())
    }

    /// Looks at the first passages that come from copies that are wanted.
    fn read(
        &self,
        numbers: &[u32],
        folded: &str,
        texts: &Texts,
        wanted: &dyn Fn(&str) -> bool,
        found: &mut Vec<Passage>,
    ) -> Result<(), StoreError> {
        let failed = |error: io::Error| StoreError::Evaluation(error.to_string());
        let mut cursor = Cursor::new(&self.passages, &self.file);
        let mut open: Option<(u32, Option<String>)> = None;
        let mut looked_at = 0;
        for number in numbers {
            cursor.seek(u64::from(*number) * SIZE);
            let mut word = || cursor.word().map_err(failed);
            let (place, at, characters, length) = (word()?, word()? as usize, word()? as usize, word()? as usize);
            let copy = self.copies.get(place as usize).ok_or_else(|| failed(damaged()))?;
            let Some(copy) = copy.as_ref().filter(|copy| wanted(copy)) else { continue };
            if open.as_ref().is_none_or(|(known, _)| *known != place) {
                // A text that cannot be read has nothing to show.
                open = Some((place, texts.of(copy).ok().flatten().map(|text| text.content)));
            }
            let text = open.as_ref().and_then(|(_, text)| text.as_deref()).and_then(|text| text.get(at..at + length));
            found.extend(text.and_then(|text| shown(text, characters, folded, copy)));
            looked_at += 1;
            if looked_at >= LOOKED_AT {
                break;
            }
        }
        Ok(())
    }
}

/// What is shown of a passage: the surroundings of what was looked for. Signs that were asked for side by side are meant
/// so.
fn shown(passage: &str, before: usize, folded: &str, copy: &str) -> Option<Passage> {
    let is_whole = fold(passage).contains(folded);
    if !is_whole && folded.chars().any(is_sign) {
        return None;
    }
    let first = words(folded).next().unwrap_or("");
    let sought = if is_whole { folded } else { first };
    let middle = place(passage, sought).unwrap_or(0);
    let length = folded.chars().count();
    let characters: Vec<char> = passage.chars().collect();
    let divides = |c: char| c.is_whitespace() || matches!(c, '\u{3002}' | '\u{FF0C}' | '\u{FF1B}');
    let from = middle.saturating_sub(AROUND);
    let from = if from == 0 { 0 } else { (from..middle).find(|at| divides(characters[*at])).map_or(from, |at| at + 1) };
    let to = (middle + length + AROUND).min(characters.len());
    let to = if to == characters.len() { to } else { (middle + length..to).rev().find(|at| divides(characters[*at])).unwrap_or(to) };
    let (from, to) = (skipped(&characters, from, to), to);
    let text: String = characters[from..to].iter().collect();
    let end = from + text.trim_end().chars().count();
    let shown = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!shown.is_empty()).then(|| Passage { copy: copy.to_owned(), start: before + from, end: before + end, shown, is_whole })
}

fn skipped(characters: &[char], from: usize, to: usize) -> usize {
    (from..to).find(|at| !characters[*at].is_whitespace()).unwrap_or(from)
}

/// The character at which folded words begin in a text.
fn place(text: &str, folded: &str) -> Option<usize> {
    let mut is_start = true;
    let length = folded.chars().count() * 2 + 16;
    for (number, (at, c)) in text.char_indices().enumerate() {
        let begins = c.is_alphanumeric() && (is_start || is_sign(c));
        is_start = !c.is_alphanumeric();
        if begins {
            let rest: String = text[at..].chars().take(length).collect();
            if fold(&rest).starts_with(folded) {
                return Some(number);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passages_lie_side_by_side() {
        let text = format!("one\ntwo\n\nthree\n{}\nfour", "x".repeat(700));
        let all: Vec<(usize, &str)> = divided(&text).collect();
        assert_eq!(all.iter().map(|(_, passage)| *passage).collect::<String>(), text);
        assert_eq!((all.len(), all[1].0), (3, 9));
    }

    #[test]
    fn what_was_asked_for_is_shown_in_its_place() {
        let passage = "Recalling the\nC\u{F4}te d\u{2019}Ivoire question, ";
        let found = shown(passage, 10, "cote divoire", "A@en").unwrap();
        assert!(found.is_whole);
        assert_eq!((found.start, found.end, found.shown.as_str()), (10, 47, "Recalling the C\u{F4}te d\u{2019}Ivoire question,"));
        assert_eq!(place(passage, "cote divoire"), Some(14));
        assert!(shown("\u{6761}\u{5FC6}\u{7EA6}", 0, "\u{6761}\u{7EA6}", "A@zh").is_none());
    }
}
