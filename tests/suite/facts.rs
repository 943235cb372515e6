//! Facts as tests write them: `state/TJK org:memberOf organisation/CSTO`.

use rapporteur::knowledge::Knowledge;
use rapporteur::model::{Document, Entity, Finding, Findings, Hints, Kind, Node, Source};
use rapporteur::pipeline::understand;
use rapporteur::vocabulary::{foaf, shorten, skos};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(|| Knowledge::load(None).expect("the data files load"));

/// The facts found in one text, by key.
pub struct Found {
    pub document: Document,
    pub findings: Findings,
    /// Names of entities, without white space and folded.
    names: BTreeMap<String, BTreeSet<String>>,
}

pub fn read(text: &str, hints: Hints) -> Found {
    read_source(&Source { path: "test".into(), bytes: text.as_bytes().to_vec(), hints })
}

pub fn read_source(source: &Source) -> Found {
    let (document, findings, _) = understand(source, &KNOWLEDGE).expect("the text is readable");
    let mut names: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (subject, predicate, object) in &findings.described {
        if let (true, Node::Text(name, _)) = ([foaf::NAME, skos::PREF_LABEL, skos::ALT_LABEL].contains(predicate), object) {
            names.entry(squeeze(name)).or_default().insert(key(subject));
        }
    }
    for row in KNOWLEDGE.gazetteer.names.iter().filter(|n| n.language == document.language) {
        if matches!(row.entity.kind, Kind::Organisation | Kind::Instrument) {
            names.entry(squeeze(&row.name)).or_default().insert(entity_key(&row.entity));
        }
    }
    Found { document, findings, names }
}

impl Found {
    /// All that a key in a test may stand for: `document:DOC#annex`, `person:"X" / "Y"`, `"literal"`, `state/TJK`.
    pub fn resolve(&self, key: &str) -> BTreeSet<String> {
        let key = key.trim();
        if let Some(rest) = key.strip_prefix("document:DOC") {
            return BTreeSet::from([format!("document/{}{rest}", self.document.entity.key)]);
        }
        let named = ["person:", "organisation:", "instrument:", "event:", "document:"].iter().find_map(|k| key.strip_prefix(k));
        let (names, literal) = match named {
            Some(names) => (names, false),
            None => (key, key.starts_with('"')),
        };
        if named.is_none() && !literal {
            return BTreeSet::from([key.to_owned()]);
        }
        let mut all = BTreeSet::new();
        for name in names.split(" / ").map(|n| n.trim().trim_start_matches("person:").trim_matches('"')) {
            if literal {
                all.insert(format!("\"{}\"", squeeze(name)));
                all.insert(format!("action/{name}"));
            } else if let Some(known) = self.names.get(&squeeze(name)) {
                all.extend(known.iter().cloned());
            }
        }
        all
    }

    /// Subject, predicate and object of all facts.
    pub fn triples(&self) -> BTreeSet<(String, String, String)> {
        let described =
            self.findings.described.iter().filter(|(_, p, _)| *p == skos::NOTATION || p.ends_with("#type") || p.ends_with("/language"));
        let plain = described.map(|(s, p, o)| (key(s), shorten(p), key(o)));
        let copy = format!("document/{}", self.document.copy_key());
        let language = (copy, "dcterms:language".to_owned(), format!("\"{}\"", self.document.language.code()));
        self.findings.all.iter().map(triple).chain(plain).chain([language]).collect()
    }
}

pub fn triple(finding: &Finding) -> (String, String, String) {
    (key(&finding.subject), shorten(finding.predicate), key(&finding.object))
}

pub fn key(node: &Node) -> String {
    match node {
        Node::Entity(entity) => entity_key(entity),
        Node::Term(iri) => shorten(iri),
        Node::Link(iri) => iri.clone(),
        Node::Text(text, _) => format!("\"{}\"", squeeze(text)),
        // A copy as subject is written as its document with the language.
        Node::Plain(text) if text.contains('@') => format!("document/{text}"),
        Node::Plain(text) | Node::Time(text) => format!("\"{}\"", squeeze(text)),
        Node::Date(date) => format!("\"{date}\""),
        Node::Integer(number) => format!("\"{number}\""),
        Node::Boolean(value) => format!("\"{value}\""),
        Node::Duration(value) => format!("\"{value}\""),
    }
}

fn entity_key(entity: &Entity) -> String {
    let folder = match entity.kind {
        Kind::State => "state",
        Kind::Organisation => "organisation",
        Kind::Document => "document",
        Kind::Meeting => "meeting",
        Kind::AgendaItem => "agenda-item",
        Kind::Instrument => "instrument",
        Kind::Person => "person",
        Kind::Post => "post",
        Kind::Event => "event",
        Kind::Place => "place",
        Kind::Action => "action",
        Kind::Programme => "programme",
        Kind::Measure => "measure",
        Kind::Group => "group",
        Kind::Tongue => "language",
    };
    format!("{folder}/{}", entity.key)
}

/// Folds widths and drops white space and quotation marks, so that quotes compare.
pub fn squeeze(text: &str) -> String {
    let folded: String = text.split('\n').map(rapporteur::normalise::fold_line).collect();
    folded.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\u{201C}' | '\u{201D}')).collect()
}

/// The corpus of real documents, where it is present.
pub fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let found = beside.is_dir().then_some(beside);
    if found.is_none() {
        eprintln!("skipped: the corpus of real documents (../shared/corpus) is not here");
    }
    found
}

pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
