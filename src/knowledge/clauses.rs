//! What words do in a clause (`clauses.csv`): those that an object may consist of (its resolution, the report of), that
//! stand before a verb (we, also, strongly), that deny it or leave it open (not, if), that open a clause about others.

use super::alternatives::expand;
use super::table::{Data, DataError};
use crate::model::text::is_cjk;
use rustc_hash::FxHashMap;

/// What a form does; one form may do several things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Roles(u32);

impl Roles {
    /// Articles, adjectives, kind nouns, prepositions within a name: what may stand between a verb and its object.
    pub const OBJECT: Self = Self(1);
    /// Nouns of documents that have a symbol of their own, which may follow in brackets.
    pub const PAPER: Self = Self(1 << 1);
    /// Opens what such a document is about: the report on.
    pub const ABOUT: Self = Self(1 << 2);
    /// To carry out, to join: what one can be called upon to do with a document.
    pub const CARRY: Self = Self(1 << 3);
    /// The carrying-out of: what can be called for.
    pub const CARRYING: Self = Self(1 << 4);
    /// Between the members of a list.
    pub const JOINT: Self = Self(1 << 5);
    /// Words before a verb that change nothing in whose act it is.
    pub const ADVERB: Self = Self(1 << 6);
    /// Who acts: we, the ministers.
    pub const SUBJECT: Self = Self(1 << 7);
    /// Denies what the clause says, or leaves it open.
    pub const DENIES: Self = Self(1 << 8);
    /// Opens a clause about something else: that, which.
    pub const LINKS: Self = Self(1 << 9);
    /// Behind an object that stands in the middle of its clause: who has not yet joined X is asked to.
    pub const AFTER: Self = Self(1 << 10);
    /// Names members of what was spoken of: all its resolutions, in particular.
    pub const AMONG: Self = Self(1 << 11);
    /// Says in which document a decision stands.
    pub const WITHIN: Self = Self(1 << 12);
    /// Ends what stands before its noun and modifies it, where words are not set apart.
    pub const CLOSES: Self = Self(1 << 13);
    /// Begins a note that the text has taken in.
    pub const NOTE: Self = Self(1 << 14);
    /// Says of others that they say, or deny, what follows.
    pub const REPORTS: Self = Self(1 << 15);
    /// Says of what precedes that it is untrue.
    pub const REFUTES: Self = Self(1 << 16);
    /// Opens two sides of which each is named: between the members of A and those of B.
    pub const BETWEEN: Self = Self(1 << 17);

    const NAMES: [(&'static str, Self); 18] = [
        ("object", Self::OBJECT),
        ("paper", Self(Self::PAPER.0 | Self::OBJECT.0)),
        ("about", Self::ABOUT),
        ("carry", Self::CARRY),
        ("carrying", Self::CARRYING),
        ("joint", Self::JOINT),
        ("adverb", Self::ADVERB),
        ("subject", Self::SUBJECT),
        ("denies", Self::DENIES),
        ("links", Self::LINKS),
        ("after", Self::AFTER),
        ("among", Self::AMONG),
        ("within", Self::WITHIN),
        ("closes", Self::CLOSES),
        ("note", Self::NOTE),
        ("reports", Self::REPORTS),
        ("refutes", Self::REFUTES),
        ("between", Self::BETWEEN),
    ];

    #[must_use]
    pub const fn has(self, role: Self) -> bool {
        self.0 & role.0 != 0
    }

    /// Whether a form does this and nothing else.
    #[must_use]
    pub const fn is(self, role: Self) -> bool {
        self.0 == role.0
    }

    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Roles {
    const fn only(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

/// The words of one language.
#[derive(Debug, Default)]
pub struct Clauses {
    forms: FxHashMap<String, Roles>,
    /// Words of the longest form, or characters where words are not set apart.
    longest: usize,
    /// Letters written before a word without a space.
    clitics: Vec<char>,
}

impl Clauses {
    /// Reads the table of a language.
    ///
    /// # Errors
    /// The file cannot be read, or a row of it is no row of such a table.
    pub fn load(data: &Data, file: &str, unspaced: bool, clitics: &str) -> Result<Self, DataError> {
        let mut clauses = Self { clitics: clitics.chars().collect(), ..Self::default() };
        for row in data.rows(file, &["role", "form"])? {
            let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
            let name = row.fields[0].as_str();
            let role = Roles::NAMES.iter().find(|(n, _)| *n == name).map(|(_, role)| *role);
            let role = role.ok_or_else(|| fail(format!("`{name}` is nothing that a word does in a clause")))?;
            for form in expand(&row.fields[1]).map_err(fail)? {
                let form = lowered(crate::normalise::fold_line(&form).trim());
                let length = if unspaced { form.chars().count() } else { pieces(&form).len() };
                clauses.longest = clauses.longest.max(length);
                let roles = clauses.forms.entry(form).or_default();
                *roles = roles.or(role);
            }
        }
        Ok(clauses)
    }

    /// The longest form at the beginning of a run of words of a text in lower case: what it does, and how many words it
    /// is. The words are given by where they start and end; letters written before the first may be a word of their own.
    #[must_use]
    pub fn at(&self, text: &str, words: &[(usize, usize)]) -> Option<(Roles, usize)> {
        let (mut start, end) = *words.first()?;
        let mut before = Roles::default();
        for _ in 0..=CLITICS {
            if let Some((roles, used)) = self.from(text, start, words) {
                return Some((roles.or(before), used));
            }
            let clitic = text[start..end].chars().next().filter(|c| self.clitics.contains(c))?;
            let role = self.forms.get(clitic.encode_utf8(&mut [0; 4]) as &str).copied().unwrap_or_default();
            before = before.or(role.only(Roles::JOINT));
            start += clitic.len_utf8();
        }
        None
    }

    fn from(&self, text: &str, start: usize, words: &[(usize, usize)]) -> Option<(Roles, usize)> {
        let most = self.longest.min(words.len());
        (1..=most).rev().find_map(|n| Some((*self.forms.get(&text[start..words[n - 1].1])?, n)))
    }
}

/// Letters that may stand before one word.
const CLITICS: usize = 2;

/// A text in lower case, every character as long as it was.
#[must_use]
pub fn lowered(text: &str) -> String {
    let lower = |c: char| {
        let mut small = c.to_lowercase();
        small.next().filter(|l| small.next().is_none() && l.len_utf8() == c.len_utf8()).unwrap_or(c)
    };
    text.chars().map(lower).collect()
}

/// The words of a text and its marks, by where they start and end; an apostrophe ends a word (l'), a hyphen joins two.
#[must_use]
pub fn pieces(text: &str) -> Vec<(usize, usize)> {
    let mut pieces = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        let mut end = start + c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        let is_letter = |c: char| c.is_alphanumeric() && !is_cjk(c);
        if is_letter(c) {
            while let Some(&(at, next)) = chars.peek() {
                let joins = next == '-' && text[at + 1..].starts_with(is_letter);
                if !is_letter(next) && !joins && next != '\'' {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
                if next == '\'' {
                    break;
                }
            }
        }
        pieces.push((start, end));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_marks_and_apostrophes_are_pieces() {
        let text = "l'accord, the follow-up";
        let words: Vec<&str> = pieces(text).into_iter().map(|(a, b)| &text[a..b]).collect();
        assert_eq!(words, ["l'", "accord", ",", "the", "follow-up"]);
        assert_eq!(pieces("\u{53f7}\u{51b3}S").len(), 3);
    }

    #[test]
    fn lower_case_keeps_every_place() {
        assert_eq!(lowered("THE \u{130}\u{416}").len(), "THE \u{130}\u{416}".len());
    }
}
