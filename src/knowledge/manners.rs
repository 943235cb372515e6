//! The verbs that say how a document is cited, and the words after which a citation is not governed by them.

use super::alternatives::expand;
use super::table::{Data, DataError};
use crate::model::text::cuts_word;
use crate::model::{Language, Span};
use crate::vocabulary::rap;
use daachorse::{CharwiseDoubleArrayAhoCorasick, CharwiseDoubleArrayAhoCorasickBuilder, MatchKind};

pub struct Manners {
    automaton: Option<CharwiseDoubleArrayAhoCorasick<u32>>,
    /// `None` for what looks like another row but says nothing: the verb before governs on.
    manners: Vec<Option<Government>>,
    /// Words by which the author itself acts, not others.
    /// The flag marks those that only a resolving body says of itself.
    pub own_acts: Vec<(String, bool)>,
    /// Verbs that stand behind what they govern, with the word before it where there is one.
    pub behind: Vec<Behind>,
    /// Words after a citation by which it only describes something else: the committee that resolution N set up.
    pub modifiers: Vec<String>,
}

/// A verb behind its object, in the data as `opening…verb`.
#[derive(Debug, Clone)]
pub struct Behind {
    pub opening: String,
    pub verb: String,
    pub manner: &'static str,
}

/// What a word does to the citation after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Government {
    /// A verb says how it is cited.
    Manner(&'static str),
    /// A preposition: pursuant to, under.
    Under,
    /// The verb before governs no more.
    Ends,
}

impl std::fmt::Debug for Manners {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Manners({})", self.manners.len())
    }
}

/// The manners of the contract, by the names that the data files use.
const MANNERS: &[(&str, &str)] = &[
    ("recalls", rap::RECALLS),
    ("reaffirms", rap::REAFFIRMS),
    ("actsUnder", rap::ACTS_UNDER),
    ("refersTo", rap::REFERS_TO),
    ("welcomes", rap::WELCOMES),
    ("supports", rap::SUPPORTS),
    ("notes", rap::NOTES),
    ("regrets", rap::REGRETS),
    ("callsFor", rap::CALLS_FOR),
];

impl Manners {
    pub fn load(data: &Data, file: &str, _language: Language) -> Result<Self, DataError> {
        let (mut rows, mut own_acts, mut modifiers, mut behind) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for row in data.rows(file, &["manner", "form"])? {
            let fail = |message: String| DataError::Row { file: file.to_owned(), line: row.line, message };
            let forms = expand(&row.fields[1]).map_err(fail)?;
            let forms = forms.iter().map(|form| crate::normalise::fold_line(form));
            let government = match row.fields[0].as_str() {
                "none" => Some(Government::Ends),
                "under" => Some(Government::Under),
                "passes" => None,
                "modifies" => {
                    modifiers.extend(forms);
                    continue;
                }
                "own-act" | "organ-act" => {
                    own_acts.extend(forms.map(|form| (form, &row.fields[0] == "organ-act")));
                    continue;
                }
                name => Some(Government::Manner(
                    MANNERS
                        .iter()
                        .find(|(n, _)| *n == name)
                        .map(|&(_, p)| p)
                        .ok_or_else(|| fail(format!("`{name}` is no manner of citing")))?,
                )),
            };
            for form in forms {
                match (form.split_once('\u{2026}'), government) {
                    (Some((opening, verb)), Some(Government::Manner(manner))) => {
                        behind.push(Behind { opening: opening.to_owned(), verb: verb.to_owned(), manner });
                    }
                    _ => rows.push((form, government)),
                }
            }
        }
        rows.sort();
        rows.dedup_by(|a, b| a.0 == b.0);
        let manners = rows.iter().map(|(_, m)| *m).collect();
        let automaton = CharwiseDoubleArrayAhoCorasickBuilder::new()
            .match_kind(MatchKind::LeftmostLongest)
            .build_with_values(rows.iter().enumerate().map(|(i, (form, _))| (form.as_str(), i as u32)))
            .ok();
        Ok(Self { automaton, manners, own_acts, behind, modifiers })
    }

    /// The governing words of a text with their places.
    pub fn find<'m>(&'m self, text: &'m str) -> impl Iterator<Item = (Span, Government)> + 'm {
        let fits = move |span: Span| !cuts_word(text, span.start) && !cuts_word(text, span.end);
        let found = self.automaton.iter().flat_map(move |a| super::longest::fitting(a, text, fits));
        found.filter_map(|(span, form)| Some((span, self.manners[form as usize]?)))
    }
}
