//! Names beside or instead of IRIs in answers.

use super::labels::{Labels, short};
use crate::store::term::{self, Term, iri, lexical};
use crate::store::{Answer, Graph, StoreError};

/// Longest code that is shown beside a name.
const CODE: usize = 8;

/// Values of a cell that are named; of more the number alone.
const SHOWN: usize = 3;

/// What things are called in the language of who reads.
#[derive(Debug)]
pub struct Names {
    labels: Labels,
    base: String,
    language: String,
}

impl Names {
    /// The names of what an answer speaks of.
    pub fn of(graph: &Graph, answer: &Answer, language: &str) -> Result<Self, StoreError> {
        let labels = match answer {
            Answer::Table(_, rows) => Labels::of_terms(graph, rows.iter().flatten().flatten())?,
            _ => Labels::none(graph),
        };
        Ok(Self { labels: labels.with_vocabulary(), base: graph.base().to_owned(), language: language.to_owned() })
    }

    /// Short IRIs and no names.
    #[must_use]
    pub fn none(base: &str) -> Self {
        Self { labels: Labels::default(), base: base.to_owned(), language: String::new() }
    }

    /// The name of an entity or term of a vocabulary; `None` where it has none.
    fn name(&self, iri: &str) -> Option<String> {
        let is_named = self.labels.is_named(iri);
        is_named.then(|| self.labels.of(iri, &self.language))
    }

    /// A value for people: a name, with its code where that is short.
    #[must_use]
    pub fn readable(&self, value: &Term) -> String {
        let Some(iri) = iri(value) else { return lexical(value).to_owned() };
        let Some(name) = self.name(iri) else { return self.unnamed(iri) };
        match self.labels.notation(iri) {
            Some(code) if code.len() <= CODE && code != name && !code.contains('/') => format!("{name} ({code})"),
            _ => name,
        }
    }

    /// A part of a document has no name of its own, and is known by the document's.
    fn unnamed(&self, iri: &str) -> String {
        let short = short(iri, &self.base);
        let is_part = !self.language.is_empty() && short.contains(['#', '@']);
        short.strip_prefix("document/").filter(|_| is_part).map_or(short.clone(), str::to_owned)
    }

    /// Several values in one cell: of quotes the one in the reader's language, of others the first few.
    #[must_use]
    pub fn cell(&self, values: &[Term]) -> String {
        let rest = |shown: usize| if values.len() > shown { format!(" (+{})", values.len() - shown) } else { String::new() };
        if values.iter().any(|value| term::language(value).is_some()) {
            let own = values.iter().find(|value| term::language(value) == Some(&self.language));
            return own.or(values.first()).map_or_else(String::new, |value| format!("{}{}", lexical(value), rest(1)));
        }
        let shown: Vec<String> = values.iter().take(SHOWN).map(|value| self.readable(value)).collect();
        format!("{}{}", shown.join(", "), rest(SHOWN))
    }

    /// The answer with a column of names behind each column that has entities: `?state`, `?stateLabel`.
    #[must_use]
    pub fn beside(&self, answer: Answer) -> Answer {
        let Answer::Table(names, rows) = answer else { return answer };
        let is_named =
            |column: usize| rows.iter().any(|row| row[column].as_ref().and_then(iri).is_some_and(|iri| self.labels.is_named(iri)));
        let named: Vec<bool> = (0..names.len()).map(is_named).collect();
        let mut header = Vec::new();
        for (name, is_named) in names.iter().zip(&named) {
            header.push(name.clone());
            header.extend(is_named.then(|| format!("{name}Label")));
        }
        let label = |cell: &Option<Term>| cell.as_ref().and_then(iri).and_then(|iri| self.name(iri)).map(|name| term::plain(&name));
        let wider = |row: Vec<Option<Term>>| {
            let mut out = Vec::with_capacity(header.len());
            for (cell, is_named) in row.into_iter().zip(&named) {
                let name = is_named.then(|| label(&cell));
                out.push(cell);
                out.extend(name);
            }
            out
        };
        let rows = rows.into_iter().map(wider).collect();
        Answer::Table(header, rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::skos;

    fn graph() -> Graph {
        Graph::of_reference(&[
            ("state/TJK", skos::PREF_LABEL, "\"Tajikistan\"@en"),
            ("state/TJK", skos::PREF_LABEL, "\"Tadjikistan\"@fr"),
            ("state/TJK", skos::NOTATION, "\"TJK\""),
        ])
    }

    #[test]
    fn names_stand_for_things_and_beside_them() {
        let graph = graph();
        let answer = graph.query("SELECT ?s ?n { ?s skos:notation ?n }").unwrap();
        let names = Names::of(&graph, &answer, "fr").unwrap();
        let Answer::Table(header, rows) = names.beside(answer) else { panic!("no table") };
        assert_eq!(header, ["s", "sLabel", "n"]);
        assert_eq!(rows[0][1].as_ref().map(lexical), Some("Tadjikistan"));
        assert_eq!(names.readable(rows[0][0].as_ref().unwrap()), "Tadjikistan (TJK)");
        assert_eq!(Names::none(graph.base()).readable(rows[0][0].as_ref().unwrap()), "state/TJK");
    }

    #[test]
    fn of_many_values_the_first_are_shown() {
        let names = Names { language: "fr".to_owned(), ..Names::none("") };
        let values: Vec<Term> = ["a", "b", "c", "d"].map(term::plain).to_vec();
        assert_eq!(names.cell(&values), "a, b, c (+1)");
        assert_eq!(names.cell(&[term::tagged("yes", "en"), term::tagged("oui", "fr")]), "oui (+1)");
        assert_eq!(names.cell(&[]), "");
    }
}
