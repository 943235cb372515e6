//! Do the language copies of a document give the same facts? What one copy has and another lacks, with the sentence
//! of the one and what was read in the same paragraph of the other.
//!
//! Compared is what does not depend on the language: no titles and labels, nothing about the copies themselves,
//! nothing that is named by the digest of its words.

use crate::store::lines::triple;
use crate::store::quads::STRUCTURE;
use crate::store::{GraphDirectory, StoreError};
use crate::vocabulary::{dcterms, rap, rdf, shorten};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Facts that both of two copies have, and those that one has at least.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub same: usize,
    pub all: usize,
}

/// A fact that not all copies of a document have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub document: String,
    pub subject: String,
    pub relation: String,
    pub object: String,
    /// Language and sentence.
    pub has: Vec<(String, String)>,
    /// Language, and the longest sentence that was read in the same paragraph, if any was.
    pub lacks: Vec<(String, String)>,
}

#[derive(Debug, Default)]
pub struct Agreement {
    /// Documents with more than one language copy.
    pub documents: usize,
    /// By relation, then by pair of languages.
    pub relations: BTreeMap<String, BTreeMap<(String, String), Count>>,
    /// The telling ones first: those in which a single copy stands alone.
    pub differences: Vec<Difference>,
}

/// Subject, predicate, object: IRIs without the base and without brackets.
type Fact = (String, String, String);

/// What one language copy says.
#[derive(Debug, Default)]
struct Copy {
    /// Each fact with the start of its first sentence and the sentence.
    facts: BTreeMap<Fact, (usize, String)>,
    /// Starts of the numbered paragraphs and their names.
    paragraphs: BTreeMap<usize, String>,
}

/// Compares the copies of every document of a graph.
///
/// # Errors
/// The directory holds no graph, or part of it cannot be read.
pub fn compare(directory: &GraphDirectory) -> Result<Agreement, StoreError> {
    let manifest = directory.existing()?;
    let mut documents: BTreeMap<String, BTreeMap<String, Copy>> = BTreeMap::new();
    for shard in manifest.shards() {
        read(&directory.read_shard(shard)?, &manifest.base, &mut documents);
    }
    Ok(compared(&documents))
}

/// The same for N-Quads text.
#[must_use]
pub fn compare_quads(quads: &str, base: &str) -> Agreement {
    let mut documents = BTreeMap::new();
    read(quads, base, &mut documents);
    compared(&documents)
}

fn compared(documents: &BTreeMap<String, BTreeMap<String, Copy>>) -> Agreement {
    let mut agreement = Agreement::default();
    for (document, copies) in documents.iter().filter(|(_, copies)| copies.len() > 1) {
        agreement.documents += 1;
        let facts: BTreeSet<&Fact> = copies.values().flat_map(|c| c.facts.keys()).collect();
        for fact in facts {
            agreement.count(fact, copies);
            agreement.differences.extend(difference(document, fact, copies));
        }
    }
    let alone = |d: &Difference| d.has.len().min(d.lacks.len()) > 1;
    agreement
        .differences
        .sort_by(|a, b| (alone(a), &a.relation, &a.document, &a.object).cmp(&(alone(b), &b.relation, &b.document, &b.object)));
    agreement
}

impl Agreement {
    fn count(&mut self, fact: &Fact, copies: &BTreeMap<String, Copy>) {
        let pairs = self.relations.entry(shorten(&fact.1)).or_default();
        let having: Vec<(&String, bool)> = copies.iter().map(|(l, c)| (l, c.facts.contains_key(fact))).collect();
        for (at, (one, first)) in having.iter().enumerate() {
            for (other, second) in &having[at + 1..] {
                if *first || *second {
                    let count = pairs.entry(((*one).clone(), (*other).clone())).or_default();
                    count.all += 1;
                    count.same += usize::from(*first && *second);
                }
            }
        }
    }

    /// Facts of a pair of languages, of one relation or of all.
    #[must_use]
    pub fn of_pair(&self, relation: Option<&str>, one: &str, other: &str) -> Count {
        let pair = if one < other { (one.to_owned(), other.to_owned()) } else { (other.to_owned(), one.to_owned()) };
        let wanted = self.relations.iter().filter(|(r, _)| relation.is_none_or(|w| w == r.as_str()));
        let counts = wanted.filter_map(|(_, pairs)| pairs.get(&pair));
        counts.fold(Count::default(), |sum, c| Count { same: sum.same + c.same, all: sum.all + c.all })
    }

    #[must_use]
    pub fn languages(&self) -> BTreeSet<&str> {
        self.relations.values().flat_map(BTreeMap::keys).flat_map(|(a, b)| [a.as_str(), b.as_str()]).collect()
    }
}

fn difference(document: &str, fact: &Fact, copies: &BTreeMap<String, Copy>) -> Option<Difference> {
    let (having, lacking): (Vec<_>, Vec<_>) = copies.iter().partition(|(_, c)| c.facts.contains_key(fact));
    let (_, first) = having.first()?;
    if lacking.is_empty() {
        return None;
    }
    let paragraph = first.paragraph(first.facts[fact].0);
    Some(Difference {
        document: document.to_owned(),
        subject: fact.0.clone(),
        relation: shorten(&fact.1),
        object: fact.2.clone(),
        has: having.iter().map(|(l, c)| ((*l).clone(), c.facts[fact].1.clone())).collect(),
        lacks: lacking.iter().map(|(l, c)| ((*l).clone(), c.words(paragraph))).collect(),
    })
}

impl Copy {
    /// The numbered paragraph that an offset lies in.
    fn paragraph(&self, at: usize) -> Option<&str> {
        self.paragraphs.range(..=at).next_back().map(|(_, name)| name.as_str())
    }

    /// Takes a fact with the first of its places.
    fn note(&mut self, fact: &Fact, place: &Node) {
        if fact.1 == rap::NUMBER {
            self.paragraphs.insert(place.start, fact.0.rsplit('#').next().unwrap_or_default().to_owned());
        }
        if depends_on_language(fact) {
            return;
        }
        let known = self.facts.entry(fact.clone()).or_insert_with(|| (place.start, place.quote.clone()));
        if place.start < known.0 {
            *known = (place.start, place.quote.clone());
        }
    }

    /// The longest sentence that was read in a paragraph; before the first one where none is named.
    fn words(&self, paragraph: Option<&str>) -> String {
        let within = self.facts.values().filter(|(start, _)| self.paragraph(*start) == paragraph);
        within.map(|(_, quote)| quote).max_by_key(|quote| quote.len()).cloned().unwrap_or_default()
    }
}

/// A node of the graph while its lines are read.
#[derive(Debug, Default)]
struct Node {
    fact: Fact,
    /// What makes a paragraph one: it stands on the paragraph's own evidence.
    structure: Vec<Fact>,
    evidence: Vec<String>,
    start: usize,
    quote: String,
}

/// Reads N-Quads and sorts what the statements say by document and copy.
fn read(quads: &str, base: &str, documents: &mut BTreeMap<String, BTreeMap<String, Copy>>) {
    let mut graphs: BTreeMap<&str, FxHashMap<&str, Node>> = BTreeMap::new();
    for line in quads.lines() {
        let Some(spo) = triple(line) else { continue };
        let graph = line[spo.len()..].trim().trim_end_matches([' ', '.']);
        let mut parts = spo.splitn(3, ' ');
        let (Some(s), Some(p), Some(o)) = (parts.next(), parts.next(), parts.next()) else { continue };
        note(graphs.entry(graph).or_default(), s, p.trim_matches(['<', '>']), o, base);
    }
    for (graph, nodes) in graphs {
        let name = bare(graph, base);
        let Some((document, language)) = name.trim_start_matches("document/").rsplit_once('@') else { continue };
        let copy = documents.entry(document.to_owned()).or_default().entry(language.to_owned()).or_default();
        for node in nodes.values().filter(|n| !n.evidence.is_empty()) {
            let places = node.evidence.iter().filter_map(|e| nodes.get(e.as_str()));
            let Some(place) = places.min_by_key(|e| (e.start, &e.quote)) else { continue };
            for fact in node.structure.iter().chain(Some(&node.fact).filter(|fact| !fact.1.is_empty())) {
                copy.note(fact, place);
            }
        }
    }
}

fn note<'q>(nodes: &mut FxHashMap<&'q str, Node>, subject: &'q str, predicate: &str, object: &'q str, base: &str) {
    if STRUCTURE.contains(&predicate) {
        let part = if predicate == dcterms::HAS_PART { object } else { subject };
        nodes.entry(part).or_default().structure.push((bare(subject, base), predicate.to_owned(), bare(object, base)));
        return;
    }
    let mut set = |change: &dyn Fn(&mut Node)| change(nodes.entry(subject).or_default());
    match predicate {
        rdf::SUBJECT => set(&|n| n.fact.0 = bare(object, base)),
        rdf::PREDICATE => set(&|n| n.fact.1 = bare(object, "")),
        rdf::OBJECT => set(&|n| n.fact.2 = bare(object, base)),
        rap::EVIDENCE => set(&|n| n.evidence.push(object.to_owned())),
        rap::START => set(&|n| n.start = literal(object).parse().unwrap_or(0)),
        rap::QUOTE => set(&|n| n.quote = literal(object)),
        _ => {}
    }
}

/// Titles, what is said of a copy, and names that are digests of words differ by their nature.
fn depends_on_language((subject, _, object): &Fact) -> bool {
    let digest = |key: &str| key.split('/').any(|part| part.starts_with("x-"));
    let worded = object.starts_with('"') && object.rsplit('"').next().is_some_and(|tail| tail.starts_with('@'));
    worded || digest(subject) || digest(object) || subject.contains('@')
}

/// An IRI without brackets and base; a literal as it is.
fn bare(term: &str, base: &str) -> String {
    let iri = term.trim_start_matches('<').trim_end_matches('>');
    if term.starts_with('"') { term.to_owned() } else { iri.strip_prefix(base).unwrap_or(iri).to_owned() }
}

/// The words of a literal.
fn literal(term: &str) -> String {
    let end = term.rfind('"').unwrap_or(0);
    let inner = term.get(1..end).unwrap_or_default();
    inner.replace("\\\"", "\"").replace("\\n", " ").replace("\\\\", "\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(name: &str, language: &str, [s, p, o]: [&str; 3], start: usize, quote: &str) -> String {
        let (statement, evidence, graph) =
            (format!("<b/statement/{name}>"), format!("<b/evidence/{name}>"), format!("<b/document/A/1@{language}>"));
        let typed = format!("\"{start}\"^^<x>");
        let lines = [
            (&statement, rdf::SUBJECT, s),
            (&statement, rdf::PREDICATE, p),
            (&statement, rdf::OBJECT, o),
            (&statement, rap::EVIDENCE, &evidence),
            (&evidence, rap::START, &typed),
            (&evidence, rap::QUOTE, quote),
        ];
        lines.iter().map(|(s, p, o)| format!("{s} <{p}> {o} {graph} .\n")).collect()
    }

    #[test]
    fn what_one_copy_lacks_is_shown_with_its_paragraph() {
        let cites = ["<b/document/A/1>", "<http://purl.org/spar/cito/cites>", "<b/document/A/2>"];
        let opening = |language: &str, start: usize, quote: &str| {
            let [paragraph, evidence, graph] =
                ["document/A/1#preamble-1", &format!("evidence/{language}"), &format!("document/A/1@{language}")];
            let line = |s: &str, p: &str, o: &str| format!("<b/{s}> <{p}> {o} <b/{graph}> .\n");
            [
                line(paragraph, rap::NUMBER, "\"1\"^^<x>"),
                line(paragraph, rap::EVIDENCE, &format!("<b/{evidence}>")),
                line(evidence, rap::START, &format!("\"{start}\"^^<x>")),
                line(evidence, rap::QUOTE, quote),
            ]
            .concat()
        };
        let quads = [
            opening("en", 5, "\"Recalling\"@en"),
            statement("2", "en", cites, 5, "\"Recalling A/2\"@en"),
            opening("fr", 9, "\"Rappelant A/2\"@fr"),
        ]
        .concat();
        let agreement = compare_quads(&quads, "b/");
        assert_eq!(agreement.documents, 1);
        assert_eq!(agreement.of_pair(None, "fr", "en"), Count { same: 1, all: 2 });
        assert_eq!(agreement.of_pair(Some("cito:cites"), "en", "fr"), Count { same: 0, all: 1 });
        let [difference] = agreement.differences.as_slice() else { panic!("{:?}", agreement.differences) };
        assert_eq!(difference.has, [("en".to_owned(), "Recalling A/2".to_owned())]);
        assert_eq!(difference.lacks, [("fr".to_owned(), "Rappelant A/2".to_owned())]);
    }
}
