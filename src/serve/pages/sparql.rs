//! The page to write queries in: terms and entities are completed by its script, the answer is a table with names.

use super::Page;
use crate::serve::http::Reply;
use crate::serve::rows::Rows;
use crate::store::ontology;
use crate::store::sparql::ENTITY_PREFIX;
use crate::vocabulary::{PREFIXES, shorten};
use hyper::StatusCode;
use maud::html;

/// What is written there before anybody writes.
const FIRST: &str = "SELECT ?member ?organisation\nWHERE { ?member org:memberOf ?organisation }\nLIMIT 50";

/// An answer to a query.
#[derive(Debug)]
pub enum Answered {
    Rows(Rows),
    /// Triples as Turtle.
    Triples(String),
    Trouble(StatusCode, String),
}

impl Page<'_> {
    #[must_use]
    pub fn sparql(&self, answer: Option<Answered>) -> Reply {
        let query = self.ask.form.get("query").unwrap_or(FIRST);
        let status = match &answer {
            Some(Answered::Trouble(status, _)) => *status,
            _ => StatusCode::OK,
        };
        let download =
            |format: &str| format!("/sparql?{}", self.ask.form.with(&[("format", format), ("sort", ""), ("down", ""), ("page", "")]));
        let body = html! {
            h1 { "SPARQL" }
            p { (self.words.get("sparql.more")) }
            form.sparql action="/sparql" {
                label for="query" { (self.words.get("query")) }
                div.editor { textarea #query name="query" rows="12" spellcheck="false" dir="ltr" data-complete="/sparql/terms" { (query) } }
                button type="submit" { (self.words.get("ask")) }
                span.hint { (self.words.get("sparql.keys")) }
            }
            @match answer {
                Some(Answered::Rows(mut rows)) => {
                    p.tools { @for format in ["csv", "tsv", "json", "xml"] { a href=(download(format)) { (format.to_uppercase()) } " " } (self.words.get("share")) }
                    (self.table(&mut rows))
                },
                Some(Answered::Triples(turtle)) => {
                    p.tools { @for format in ["ttl", "nt", "jsonld", "xml", "trig"] { a href=(download(format)) { (format.to_uppercase()) } " " } (self.words.get("share")) }
                    pre dir="ltr" { (turtle) }
                },
                Some(Answered::Trouble(_, message)) => pre.error role="alert" dir="ltr" { (message) },
                None => {},
            }
        };
        self.with_script("SPARQL", &body, Some("sparql.js")).status(status)
    }

    /// Prefixes and terms that the editor completes, as JSON.
    #[must_use]
    pub fn terms(&self) -> Reply {
        let mut terms: Vec<(String, String)> =
            ontology::labels().into_iter().map(|(iri, _)| (shorten(&iri), self.words.term(&iri))).collect();
        let standard =
            ["org:memberOf", "org:holds", "org:postIn", "org:subOrganizationOf", "org:Post", "foaf:Person", "foaf:name", "cito:cites"];
        let standard = standard.iter().chain(&[
            "dcterms:title",
            "dcterms:date",
            "dcterms:issued",
            "dcterms:language",
            "dcterms:hasPart",
            "dcterms:isPartOf",
            "dcterms:subject",
            "skos:prefLabel",
            "skos:altLabel",
            "skos:notation",
            "rdf:type",
            "rdf:subject",
            "rdf:predicate",
            "rdf:object",
            "rdfs:label",
            "owl:sameAs",
        ]);
        terms.extend(
            standard
                .map(|name| ((*name).to_owned(), crate::store::term::expand(name).map(|iri| self.words.term(&iri)).unwrap_or_default())),
        );
        terms.retain(|(name, _)| !name.contains("://"));
        terms.sort();
        terms.dedup_by(|a, b| a.0 == b.0);
        let prefixes = PREFIXES.iter().copied().chain([(ENTITY_PREFIX, self.base())]);
        let prefixes: Vec<_> = prefixes.map(|(prefix, namespace)| serde_json::json!([prefix, namespace])).collect();
        let terms: Vec<_> = terms.iter().map(|(name, label)| serde_json::json!([name, label])).collect();
        Reply::json(&serde_json::json!({ "prefixes": prefixes, "terms": terms }))
    }
}
