//! Findings to N-Quads: for each fact the plain triple, its statement and its evidence.
//!
//! What holds of a paragraph as a paragraph (that it is part of the document, its number, kind and verb) needs no
//! statement each: the paragraph is a node already and carries the evidence of its opening words itself.

use super::iri::{Iris, hash, pages, write_iri, write_literal};
use crate::model::digest::hex;
use crate::model::{Document, Entity, Finding, Findings, Kind, Language, Node, Source};
use crate::vocabulary::{dcterms, rap, rdf, rdfs, skos};
use rustc_hash::FxHashSet;
use sha2::{Digest, Sha256};

/// What makes a paragraph a paragraph.
pub const STRUCTURE: &[&str] = &[dcterms::HAS_PART, rap::NUMBER, rap::PREAMBULAR, rap::OPERATIVE, rap::ACTION];

/// The quads of one named graph, one line each, sorted and without repetition.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Quads {
    text: String,
    count: usize,
}

impl Quads {
    /// Lines that are sorted and differ, without their ends.
    #[must_use]
    pub fn of_lines(lines: &[String]) -> Self {
        let mut text = String::with_capacity(lines.iter().map(|line| line.len() + 1).sum());
        for line in lines {
            text.push_str(line);
            text.push('\n');
        }
        Self { text, count: lines.len() }
    }

    /// N-Quads text, each line ended.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    #[must_use]
    pub const fn len(&self) -> usize {
        self.count
    }

    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// Collects lines of one graph; sorted when done.
#[derive(Debug)]
pub struct QuadBuilder<'i> {
    iris: &'i Iris,
    /// ` <graph> .` and the line end.
    tail: String,
    arena: String,
    lines: Vec<(u32, u32)>,
}

impl<'i> QuadBuilder<'i> {
    #[must_use]
    pub fn new(iris: &'i Iris, graph: &str) -> Self {
        Self { iris, tail: format!(" <{graph}> .\n"), arena: String::new(), lines: Vec::new() }
    }

    /// Adds a quad; subject and predicate are IRIs, the object is written by `object`.
    pub fn add(&mut self, subject: &str, predicate: &str, object: impl FnOnce(&Iris, &mut String)) {
        let start = self.arena.len() as u32;
        write_iri(subject, &mut self.arena);
        self.arena.push(' ');
        write_iri(predicate, &mut self.arena);
        self.arena.push(' ');
        object(self.iris, &mut self.arena);
        self.arena.push_str(&self.tail);
        self.lines.push((start, self.arena.len() as u32));
    }

    pub fn link(&mut self, subject: &str, predicate: &str, object: &str) {
        self.add(subject, predicate, |_, out| write_iri(object, out));
    }

    pub fn node(&mut self, subject: &str, predicate: &str, object: &Node) {
        self.add(subject, predicate, |iris, out| iris.write_node(object, out));
    }

    #[must_use]
    pub fn finish(self) -> Quads {
        let arena = self.arena.as_bytes();
        // Most lines begin with the base: what all share need not be compared.
        let base = self.iris.base().as_bytes();
        let all_share = self.lines.iter().all(|&(s, _)| arena[s as usize + 1..].starts_with(base));
        let skip = if all_share { base.len() + 1 } else { 0 };
        let mut keyed: Vec<(u128, u128, u32, u32)> = self
            .lines
            .iter()
            .map(|&(s, e)| {
                let line = &arena[s as usize + skip..e as usize];
                (leading(line, 0), leading(line, 16), s, e)
            })
            .collect();
        let line = |k: &(u128, u128, u32, u32)| &arena[k.2 as usize..k.3 as usize];
        keyed.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| line(a).cmp(line(b))));
        keyed.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1 && line(a) == line(b));
        let mut text = String::with_capacity(self.arena.len());
        for &(_, _, s, e) in &keyed {
            text.push_str(&self.arena[s as usize..e as usize]);
        }
        Quads { text, count: keyed.len() }
    }
}

/// Sixteen bytes of a line as a number that sorts as they do.
fn leading(line: &[u8], from: usize) -> u128 {
    let mut bytes = [0u8; 16];
    let part = line.get(from..).unwrap_or_default();
    let length = part.len().min(16);
    bytes[..length].copy_from_slice(&part[..length]);
    u128::from_be_bytes(bytes)
}

/// The file that a copy was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    /// Its name without the folder: where it lies says nothing of the copy.
    pub name: String,
    /// SHA-256 of its bytes.
    pub digest: String,
    pub size: usize,
}

impl FileFacts {
    #[must_use]
    pub fn of(source: &Source) -> Self {
        let name = source.path.rsplit(['/', '\\']).next().unwrap_or(&source.path).to_owned();
        Self { name, digest: hex(&Sha256::digest(&source.bytes)), size: source.bytes.len() }
    }
}

/// All quads of a document's copy.
#[must_use]
pub fn of_document(document: &Document, findings: &Findings, file: Option<&FileFacts>, iris: &Iris) -> Quads {
    let copy = iris.copy(&document.copy_key());
    let mut writer = DocumentWriter {
        document,
        iris,
        quads: QuadBuilder::new(iris, &copy),
        copy: copy.clone(),
        written: FxHashSet::default(),
        paragraphs: FxHashSet::default(),
    };
    writer.quads.link(&copy, rdf::TYPE, rap::COPY);
    writer.quads.link(&copy, dcterms::IS_VERSION_OF, &iris.entity(&document.entity));
    writer.quads.node(&copy, dcterms::LANGUAGE, &Node::Plain(document.language.code().to_owned()));
    if let Some(file) = file {
        writer.quads.node(&copy, rap::FILE, &Node::Plain(file.name.clone()));
        writer.quads.node(&copy, rap::DIGEST, &Node::Plain(file.digest.clone()));
        writer.quads.node(&copy, rap::SIZE, &Node::Integer(file.size as i64));
        if let Some(pages) = document.text.pages() {
            writer.quads.node(&copy, rap::PAGES, &Node::Integer(i64::from(pages)));
        }
    }
    for (subject, predicate, object) in &findings.described {
        let iri = writer.subject(subject);
        writer.quads.node(&iri, predicate, object);
        if let (Node::Entity(entity), &skos::NOTATION) = (subject, predicate) {
            writer.pages(entity, &iri);
        }
        if *predicate == rdf::TYPE && *object == Node::Term(rap::PARAGRAPH) {
            writer.paragraphs.insert(iri);
        }
    }
    let mut plain = FxHashSet::default();
    for finding in &findings.all {
        writer.fact(finding, &mut plain);
    }
    writer.quads.finish()
}

struct DocumentWriter<'d> {
    document: &'d Document,
    iris: &'d Iris,
    quads: QuadBuilder<'d>,
    copy: String,
    /// Statements, evidence and rules that stand already: many facts share the sentence that says them.
    written: FxHashSet<String>,
    paragraphs: FxHashSet<String>,
}

impl DocumentWriter<'_> {
    fn subject(&self, node: &Node) -> String {
        match node {
            Node::Entity(entity) => self.iris.entity(entity),
            Node::Term(iri) => (*iri).to_owned(),
            Node::Link(iri) => self.iris.outside(iri),
            // The copy itself, named by its key.
            Node::Plain(key) => self.iris.copy(key),
            other => unreachable!("a literal is no subject: {other:?}"),
        }
    }

    /// Where a document with a symbol is to be found outside.
    fn pages(&mut self, entity: &Entity, iri: &str) {
        if entity.kind == Kind::Document && entity.key.contains('/') {
            for page in pages(&entity.key) {
                self.quads.link(iri, rdfs::SEE_ALSO, &page);
            }
        }
    }

    fn fact(&mut self, finding: &Finding, plain: &mut FxHashSet<String>) {
        let subject = self.subject(&finding.subject);
        let object = self.written(&finding.object);
        let triple = format!("{subject} {} {object}", finding.predicate);
        if plain.insert(triple) {
            self.quads.node(&subject, finding.predicate, &finding.object);
        }
        if let Some(paragraph) = self.paragraph_of(finding, &subject) {
            let evidence = self.evidence(finding);
            self.quads.link(&paragraph, rap::EVIDENCE, &evidence);
            return;
        }
        let stated_in = self.iris.entity(&finding.stated_in);
        let mut qualifiers: Vec<(&str, String)> = finding.qualifiers.iter().map(|(p, n)| (*p, self.written(n))).collect();
        qualifiers.extend(finding.claimed_by.iter().map(|c| (rap::CLAIMED_BY, format!("<{}>", self.iris.entity(c)))));
        qualifiers.push((rap::STATED_IN, format!("<{stated_in}>")));
        qualifiers.sort();
        qualifiers.dedup();
        let mut parts = vec![subject.as_str(), finding.predicate, object.as_str()];
        parts.extend(qualifiers.iter().flat_map(|(p, o)| [*p, o.as_str()]));
        let statement = self.iris.statement(&hash(&parts));
        if self.written.insert(statement.clone()) {
            self.quads.link(&statement, rdf::TYPE, rap::STATEMENT);
            self.quads.link(&statement, rdf::SUBJECT, &subject);
            self.quads.link(&statement, rdf::PREDICATE, finding.predicate);
            self.quads.node(&statement, rdf::OBJECT, &finding.object);
            for (predicate, value) in &qualifiers {
                self.quads.add(&statement, predicate, |_, out| out.push_str(value));
            }
        }
        let evidence = self.evidence(finding);
        self.quads.link(&statement, rap::EVIDENCE, &evidence);
    }

    /// The paragraph that a finding only describes.
    fn paragraph_of(&self, finding: &Finding, subject: &str) -> Option<String> {
        if !STRUCTURE.contains(&finding.predicate) {
            return None;
        }
        let part = match &finding.object {
            Node::Entity(part) if finding.predicate == dcterms::HAS_PART => self.iris.entity(part),
            _ => subject.to_owned(),
        };
        self.paragraphs.contains(&part).then_some(part)
    }

    fn evidence(&mut self, finding: &Finding) -> String {
        let evidence = &finding.evidence;
        let text = &self.document.text;
        let raw = text.raw_span(evidence.span);
        let (start, end) = (text.code_point(raw.start), text.code_point(raw.end));
        let antecedents: Vec<String> = evidence.antecedents.iter().map(|&s| text.quote(s)).collect();
        let place = format!("{start} {end} {}", antecedents.join(" "));
        let id = self.iris.evidence(&hash(&[&self.copy, &place, &evidence.extractor, &evidence.pattern]));
        if !self.written.insert(id.clone()) {
            return id;
        }
        // Metadata are written in English whatever the language of the text.
        let language = if evidence.span.start < text.body_end { self.document.language } else { Language::En };
        self.quads.link(&id, rdf::TYPE, rap::EVIDENCE_CLASS);
        let copy = self.copy.clone();
        self.quads.link(&id, rap::SOURCE, &copy);
        self.quads.node(&id, rap::START, &Node::Integer(start as i64));
        self.quads.node(&id, rap::END, &Node::Integer(end as i64));
        if let Some(page) = text.page(raw.start) {
            self.quads.node(&id, rap::PAGE, &Node::Integer(i64::from(page)));
        }
        self.quads.node(&id, rap::QUOTE, &Node::Text(text.quote(evidence.span), language));
        let rule = self.rule(&evidence.extractor, &evidence.pattern);
        self.quads.link(&id, rap::RULE, &rule);
        for words in antecedents {
            self.quads.node(&id, rap::ANTECEDENT, &Node::Text(words, language));
        }
        id
    }

    /// What a rule is stands once in a copy's graph.
    fn rule(&mut self, extractor: &str, pattern: &str) -> String {
        let rule = self.iris.rule(&hash(&[extractor, pattern]));
        if self.written.insert(rule.clone()) {
            self.quads.add(&rule, rap::EXTRACTOR, |_, out| write_literal(extractor, out));
            if !pattern.is_empty() {
                self.quads.add(&rule, rap::PATTERN, |_, out| write_literal(pattern, out));
            }
        }
        rule
    }

    fn written(&self, node: &Node) -> String {
        let mut out = String::new();
        // A language people speak is a plain code in the graph.
        match node {
            Node::Entity(entity) if entity.kind == Kind::Tongue => write_literal(&entity.key, &mut out),
            _ => self.iris.write_node(node, &mut out),
        }
        out
    }
}
