//! The verbs that paragraphs of resolutions begin with, and the action each of them announces.

use super::alternatives::expand;
use super::phrases::Phrases;
use super::table::{Data, DataError};
use crate::model::text::{cuts_word, is_cjk};

/// The beginnings of preambular and of operative paragraphs.
#[derive(Debug)]
pub struct Actions {
    preambular: Phrases<usize>,
    operative: Phrases<usize>,
    names: Vec<String>,
    /// Words that change nothing in the action (also, once again, in this regard).
    fillers: Phrases<()>,
}

impl Actions {
    /// Reads the table of beginnings; `fillers` are the words that may stand anywhere among theirs.
    ///
    /// # Errors
    /// The file cannot be read, or a row of it is no row of such a table.
    pub fn load(data: &Data, file: &str, fillers: &[String]) -> Result<Self, DataError> {
        let folded = |form: &str| crate::normalise::fold_line(form).to_lowercase();
        let fillers = Phrases::new(fillers.iter().map(|filler| (folded(filler), ())).collect());
        let rows = data.rows(file, &["action", "position", "form"])?;
        let mut forms = Vec::new();
        for (name, row) in rows.iter().enumerate() {
            let all = expand(&row.fields[2]).map_err(|message| DataError::Row { file: file.to_owned(), line: row.line, message })?;
            forms.extend(all.iter().map(|form| (row.fields[1].as_str(), folded(form), name)));
        }
        let except = |other: &str| {
            // Forms of the other position come last: they count where a position has none of its own.
            let (own, others): (Vec<_>, Vec<_>) = forms.iter().partition(|(position, ..)| *position != other);
            Phrases::new(own.into_iter().chain(others).map(|(_, form, name)| (form.clone(), *name)).collect())
        };
        let (preambular, operative) = (except("operative"), except("preambular"));
        let names = rows.iter().map(|row| row.fields[0].clone()).collect();
        Ok(Self { preambular, operative, names, fillers })
    }

    /// The action that a paragraph announces, and the length of the words that do, in a text in lower case.
    #[must_use]
    pub fn of(&self, lower: &str, preambular: bool) -> Option<(usize, &str)> {
        let phrases = if preambular { &self.preambular } else { &self.operative };
        let begins = |text: &str| phrases.at_start_where(text, |length| ends_word(text, length)).map(|(length, &name)| (length, name));
        let whole = begins(lower);
        let bare = Bare::of(lower, &self.fillers);
        let without = bare.and_then(|bare| begins(&bare.text).map(|(length, name)| (bare.place(length), name)));
        // A form that names a filler means it: to affirm once more is to reaffirm.
        let meant = |length: usize| Bare::of(&lower[..length], &self.fillers).is_some();
        let (length, name) = match (whole, without) {
            (Some(whole), Some(without)) if without.0 <= whole.0 || meant(whole.0) => whole,
            (whole, without) => without.or(whole)?,
        };
        Some((length, &self.names[name]))
    }
}

fn ends_word(text: &str, at: usize) -> bool {
    text[..at].ends_with(is_cjk) || text[at..].chars().next().is_none_or(|c| !c.is_alphabetic() || is_cjk(c))
}

/// A text without its fillers.
struct Bare {
    text: String,
    /// Where the characters of `text` end in the text, with where they end in the whole.
    ends: Vec<(usize, usize)>,
}

impl Bare {
    /// Nothing where there are no fillers.
    fn of(text: &str, fillers: &Phrases<()>) -> Option<Self> {
        let mut bare = Self { text: String::new(), ends: Vec::new() };
        let mut at = 0;
        for (span, ()) in fillers.find(text).filter(|(span, ())| !cuts_word(text, span.start) && !cuts_word(text, span.end)) {
            // Without spaces between words only what comes first is surely a word.
            if text[span.start..].starts_with(is_cjk) && span.start != at {
                continue;
            }
            bare.take(text, at, span.start);
            let rest = &text[span.end..];
            at = text.len() - rest.trim_start_matches(between).len();
        }
        (at > 0).then(|| {
            bare.take(text, at, text.len());
            bare
        })
    }

    fn take(&mut self, text: &str, from: usize, to: usize) {
        let kept = text[from..to].trim_end_matches(between);
        if !self.text.is_empty() && !kept.is_empty() {
            self.text.push(' ');
        }
        for (i, c) in kept.char_indices() {
            self.text.push(c);
            self.ends.push((self.text.len(), from + i + c.len_utf8()));
        }
    }

    /// The place in the whole text where the first `length` bytes end.
    fn place(&self, length: usize) -> usize {
        let at = self.ends.partition_point(|&(end, _)| end < length);
        self.ends.get(at).map_or(0, |&(_, whole)| whole)
    }
}

/// What is left over around a filler.
fn between(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | '\u{60C}' | '\u{FF0C}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_go_with_their_commas_and_places_stay() {
        let fillers = Phrases::new(["also", "in this regard", "\u{53c8}"].map(|f| (f.to_owned(), ())).to_vec());
        let text = "also notes, in this regard, with regret the";
        let bare = Bare::of(text, &fillers).unwrap();
        assert_eq!(bare.text, "notes with regret the");
        assert_eq!(&text[..bare.place("notes with regret".len())], "also notes, in this regard, with regret");
        assert_eq!(Bare::of("\u{53c8}\u{6b22}\u{8fce}\u{53c8}", &fillers).unwrap().text, "\u{6b22}\u{8fce}\u{53c8}");
        assert!(Bare::of("notes that", &fillers).is_none());
    }
}
