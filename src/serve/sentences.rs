//! The words of the sentences on which facts stand, so that sentences are found by what they say.

use super::index::{fold, is_sign};
use crate::store::term;
use crate::store::{Graph, StoreError};
use crate::vocabulary::rap;
use rustc_hash::{FxHashMap, FxHashSet};

/// Words that the beginning of a word may stand for.
const WORDS: usize = 400;
/// Sentences that are looked at once found.
const LOOKED_AT: usize = 300;

/// Sentences by their words.
#[derive(Debug, Default)]
pub struct Sentences {
    /// Evidence by number: the part of its IRI that is its own.
    evidence: Vec<Box<str>>,
    /// Words in order, with the numbers of their sentences as differences.
    words: Vec<(Box<str>, Box<[u8]>)>,
}

/// A sentence that was found.
#[derive(Debug, Clone)]
pub struct Sentence {
    pub evidence: String,
    pub quote: String,
    pub language: String,
}

#[derive(Default)]
struct List {
    bytes: Vec<u8>,
    last: u32,
}

impl Sentences {
    pub fn of(graph: &Graph) -> Result<Self, StoreError> {
        let mut pairs = graph.pairs(rap::QUOTE)?;
        pairs.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let folder = folder(graph);
        let mut evidence = Vec::new();
        let mut lists: FxHashMap<String, List> = FxHashMap::default();
        let mut seen: FxHashSet<u64> = FxHashSet::default();
        for (iri, quote) in pairs {
            let (Some(own), text) = (iri.strip_prefix(&folder), term::lexical(&quote)) else { continue };
            // Several facts stand on one sentence.
            if !seen.insert(xxhash_rust::xxh3::xxh3_64(text.as_bytes())) {
                continue;
            }
            let number = evidence.len() as u32;
            evidence.push(own.into());
            for word in words(&fold(text)) {
                lists.entry(word).or_default().push(number);
            }
        }
        let mut words: Vec<_> = lists.into_iter().map(|(word, list)| (word.into(), list.bytes.into())).collect();
        words.sort_unstable();
        Ok(Self { evidence, words })
    }

    #[must_use]
    pub fn len(&self) -> usize {
        self.evidence.len()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.evidence.is_empty()
    }

    /// Sentences with all the words of a text, the last of which may be a beginning; in a language if one is given.
    pub fn find(&self, graph: &Graph, text: &str, language: Option<&str>) -> Result<Vec<Sentence>, StoreError> {
        let wanted = fold(text);
        let words: Vec<String> = words(&wanted).into_iter().collect();
        let mut kept: Option<Vec<u32>> = None;
        // The word that was typed last may not be whole yet.
        let last = wanted.rsplit(' ').next().unwrap_or("");
        for word in &words {
            let found = self.numbers(word, word == last || words.len() == 1);
            kept = Some(match kept {
                None => found,
                Some(kept) => kept.into_iter().filter(|number| found.binary_search(number).is_ok()).collect(),
            });
        }
        let mut found = Vec::new();
        for number in kept.unwrap_or_default().into_iter().take(LOOKED_AT) {
            let evidence = format!("{}{}", folder(graph), self.evidence[number as usize]);
            for (_, quote) in graph.about(&evidence)?.into_iter().filter(|(predicate, _)| predicate == rap::QUOTE) {
                let tag = term::language(&quote).unwrap_or("").to_owned();
                if language.is_none_or(|language| language == tag) {
                    found.push(Sentence { evidence: evidence.clone(), quote: term::lexical(&quote).to_owned(), language: tag });
                }
            }
        }
        // Signs that stand side by side are meant so; of other words, the very words first.
        let signs = wanted.chars().any(is_sign);
        found.retain(|sentence| !signs || fold(&sentence.quote).contains(wanted.as_str()));
        found.sort_by_cached_key(|s| (!fold(&s.quote).contains(wanted.as_str()), s.quote.chars().count(), s.quote.clone()));
        Ok(found)
    }

    /// Sentences with a word, or with any that begins so.
    fn numbers(&self, word: &str, is_beginning: bool) -> Vec<u32> {
        let from = self.words.partition_point(|(known, _)| &**known < word);
        let fits = |known: &str| if is_beginning { known.starts_with(word) } else { known == word };
        let lists = self.words[from..].iter().take_while(|(known, _)| fits(known)).take(WORDS);
        let mut numbers: Vec<u32> = lists.flat_map(|(_, bytes)| numbers(bytes)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl List {
    /// A number that is greater than those before, as the difference, seven bits a byte.
    fn push(&mut self, number: u32) {
        let mut rest = number - self.last;
        self.last = number;
        while rest >= 0x80 {
            self.bytes.push((rest & 0x7F) as u8 | 0x80);
            rest >>= 7;
        }
        self.bytes.push(rest as u8);
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let (mut last, mut value, mut shift) = (0_u32, 0_u32, 0);
    bytes.iter().filter_map(move |byte| {
        value |= u32::from(byte & 0x7F) << shift;
        shift += 7;
        (byte & 0x80 == 0).then(|| {
            last += value;
            (value, shift) = (0, 0);
            last
        })
    })
}

fn folder(graph: &Graph) -> String {
    format!("{}evidence/", graph.base())
}

/// The words of folded text, each once; of signs, those two and two that stand side by side.
fn words(folded: &str) -> std::collections::BTreeSet<String> {
    let mut found = std::collections::BTreeSet::new();
    for word in folded.split(' ').filter(|word| !word.is_empty()) {
        let signs: Vec<char> = word.chars().collect();
        if !signs.iter().any(|c| is_sign(*c)) {
            found.insert(word.to_owned());
        } else if let [one] = signs.as_slice() {
            found.insert(one.to_string());
        } else {
            found.extend(signs.windows(2).map(|pair| pair.iter().collect::<String>()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_found_by_their_words() {
        let quad = |n: usize, text: &str| {
            format!(
                "<https://w3id.org/rapporteur/id/evidence/{n}> <{}> {text} <https://w3id.org/rapporteur/id/document/A@en> .\n",
                rap::QUOTE
            )
        };
        let quads = [
            quad(1, "\"Recalling the Treaty of the Lake\"@en"),
            quad(2, "\"Recalling the lakes of the treaty once more\"@en"),
            quad(3, "\"\u{5FC6}\u{53CA}\u{6E56}\u{6CCA}\u{6761}\u{7EA6}\"@zh"),
            quad(4, "\"\u{6761}\u{5FC6}\u{7EA6}\u{6E56}\"@zh"),
        ];
        let graph = Graph::from_quads(&quads.concat()).unwrap();
        let sentences = Sentences::of(&graph).unwrap();
        let found = |text: &str, language| sentences.find(&graph, text, language).unwrap().len();
        assert_eq!((found("treaty lake", None), found("LAKES", None), found("treaty pond", None)), (2, 1, 0));
        assert_eq!((found("\u{6761}\u{7EA6}", None), found("\u{6E56}", None)), (1, 1));
        assert_eq!((found("lake", Some("zh")), found("lake", Some("en"))), (0, 2));
        assert!(sentences.find(&graph, "treaty of the lake", None).unwrap()[0].evidence.ends_with('1'));
    }

    #[test]
    fn numbers_come_back() {
        let mut list = List::default();
        for number in [0, 1, 127, 128, 300, 100_000] {
            list.push(number);
        }
        assert_eq!(numbers(&list.bytes).collect::<Vec<_>>(), [0, 1, 127, 128, 300, 100_000]);
    }
}
