//! Words of a language that writes none apart (Chinese): a name counts where no word of the text runs over its edge
//! (a name of a State whose first character ends the word before it), and a common word is no name of a person.
//!
//! Left out: words that the table lacks.

use super::gazetteer::NameRow;
use super::table::{Data, DataError};
use crate::model::text::is_cjk;
use crate::model::{Kind, Language, Span};
use jieba_rs::{Jieba, Token};
use std::sync::{Arc, OnceLock};

/// Characters of a clause that are read on each side of a name to find the words around it.
const REACH: usize = 40;

/// Names up to this many characters may lie across words; longer ones are no accident.
const LONGEST_ACCIDENT: usize = 3;

pub struct Words {
    /// The tables as they are; put together for the first text that needs them.
    tables: String,
    names: Arc<[NameRow]>,
    segmenter: OnceLock<Jieba>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Words({} bytes)", self.tables.len())
    }
}

/// How `words.csv` calls a word that is a name, and how the segmenter is told.
const NAME: &str = "name";

/// A name of the gazetteer is as frequent as a common word: it wins over scraps but not over two words that share it.
const FREQUENCY: usize = 300;

impl Words {
    /// The words of the languages without spaces; the names of States and places are words too.
    pub fn load(data: &Data, names: Arc<[NameRow]>) -> Result<Self, DataError> {
        let unspaced = Language::ALL.iter().filter(|l| l.is_unspaced());
        let tables = unspaced.map(|l| data.text(&format!("languages/{}/words.csv", l.code()))).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { tables: tables.join("\n"), names, segmenter: OnceLock::new() })
    }

    fn segmenter(&self) -> &Jieba {
        self.segmenter.get_or_init(|| {
            let rows = self.tables.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
                let mut fields = line.split(',');
                let (word, frequency, kind) = (fields.next()?, fields.next()?, fields.next()?);
                frequency.parse::<usize>().is_ok().then(|| format!("{word} {frequency} {kind}\n"))
            });
            let names = self.names.iter().filter(|row| row.language.is_unspaced() && matches!(row.entity.kind, Kind::State | Kind::Place));
            let names = names.map(|row| format!("{} {FREQUENCY} {NAME}\n", row.name));
            let lines: String = rows.chain(names).collect();
            Jieba::with_dict(&mut lines.as_bytes()).unwrap_or_else(|_| Jieba::empty())
        })
    }

    /// Whether a word of the text runs over the beginning of a short name, or a longer name, spelled in `letters`, over its
    /// end; a post is no post either where it is the first half of a word.
    pub fn cut(&self, text: &str, span: Span, is_post: bool, letters: &str) -> bool {
        let name = span.of(text);
        if !name.chars().all(is_cjk) || name.chars().count() > LONGEST_ACCIDENT {
            return false;
        }
        let clause = clause_around(text, span);
        let (from, to) = (span.start - clause.start, span.end - clause.start);
        let tokens = self.segmenter().cut(clause.of(text), false);
        tokens.iter().any(|token| {
            let (start, end) = (token.byte_start, token.byte_start + token.word.len());
            let over_begin = start < from && end > from;
            let over_end = start < to && end > to;
            let is_longer = || start == from && self.is_name(token) && token.word[to - from..].chars().all(|c| letters.contains(c));
            over_begin || over_end && (is_post || is_longer())
        })
    }

    fn is_name(&self, token: &Token<'_>) -> bool {
        self.segmenter().tag(token.word, false).first().is_some_and(|tag| tag.tag == NAME)
    }

    /// Whether what stands here begins with a common word of two characters or more: no name of a person does.
    pub fn begins_with_word(&self, text: &str) -> bool {
        let clause = clause_around(text, Span::new(0, 0));
        let tokens = self.segmenter().cut(clause.of(text), false);
        tokens.first().is_some_and(|token| token.word.chars().count() > 1 && !self.is_name(token))
    }

    /// Whether a common word is among those of a text.
    pub fn holds_word(&self, text: &str) -> bool {
        let tokens = self.segmenter().cut(text, false);
        tokens.iter().any(|token| token.word.chars().count() > 1 && token.word.chars().all(is_cjk) && !self.is_name(token))
    }
}

/// The unbroken run of characters around a span, not too far.
fn clause_around(text: &str, span: Span) -> Span {
    let runs = |c: char| is_cjk(c) && c.is_alphabetic();
    let before: usize = text[..span.start].chars().rev().take(REACH).take_while(|&c| runs(c)).map(char::len_utf8).sum();
    let after: usize = text[span.end..].chars().take(REACH).take_while(|&c| runs(c)).map(char::len_utf8).sum();
    Span::new(span.start - before, span.end + after)
}
