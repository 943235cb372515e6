//! The page of an entity: names, codes and links; its facts by relation; its neighbours and its times.

use super::{Page, neighbours, timeline};
use crate::query::labels::short;
use crate::serve::facts::{self, Facts, Group, PAGE, Relation, SHOWN};
use crate::serve::http::Reply;
use crate::serve::negotiate::TRIPLES;
use crate::store::StoreError;
use crate::store::term::{self, Term};
use crate::vocabulary::{dcterms, foaf, owl, rap, rdf, rdfs, shorten, skos};
use hyper::StatusCode;
use maud::{Markup, html};

/// Names that are shown before the rest is folded away.
const NAMES: usize = 8;
const CODES: &[&str] = &[skos::NOTATION, rap::ISO2, rap::ISO3, rap::ISO_NUMERIC, rap::M49, rap::COW, rap::COW_IGO];
const LINKS: &[&str] = &[owl::SAME_AS, skos::EXACT_MATCH, rdfs::SEE_ALSO];
const NAMING: &[&str] = &[skos::PREF_LABEL, skos::ALT_LABEL, foaf::NAME];

impl Page<'_> {
    /// The page of an entity that the graph knows.
    pub fn entity(&self, iri: &str) -> Result<Reply, StoreError> {
        if let Some(predicate) = self.ask.form.get("relation") {
            let predicate = term::expand(predicate).unwrap_or_else(|| predicate.to_owned());
            return self.one_relation(iri, &Relation { predicate, is_inverse: self.ask.form.has("inverse") });
        }
        let facts = facts::gather(&self.snapshot.graph, iri)?;
        let title = self.title(iri);
        let body = html! {
            article.entity {
                header {
                    p.kinds { (self.kinds(&facts)) }
                    h1 { bdi { (title) } }
                    @if let Some(under) = self.subtitle(&facts, &title) { p.subtitle lang=[term::language(under)] dir="auto" { (term::lexical(under)) } }
                    (self.whole(iri))
                }
                div.columns {
                    div.facts {
                        (timeline::draw(self, &facts))
                        @if facts.groups.is_empty() { p { (self.words.get("no.facts")) } }
                        @for group in &facts.groups { (self.group(group, SHOWN)) }
                    }
                    aside {
                        (neighbours::draw(self, iri, &facts))
                        (self.copies(iri)?)
                        (self.names(&facts))
                        (self.codes(&facts))
                        (self.links(&facts))
                        (self.downloads(iri))
                    }
                }
            }
        };
        Ok(self.reply(&title, &body).with("link", "</.well-known/void>; rel=\"describedby\""))
    }

    /// All facts of one relation, page by page.
    fn one_relation(&self, iri: &str, relation: &Relation) -> Result<Reply, StoreError> {
        let page = self.ask.form.number("page", 0).min(100_000);
        let group = facts::of_relation(&self.snapshot.graph, iri, relation, page)?;
        let title = format!("{}: {}", self.title(iri), self.relation(relation));
        let back = self.address(iri).unwrap_or_default();
        let body = html! {
            article.entity {
                header { h1 { a href=(back) { bdi { (self.title(iri)) } } } }
                (self.group(&group, PAGE))
                (self.pager(page, PAGE, group.total))
            }
        };
        Ok(self.reply(&title, &body))
    }

    /// What a relation is called from the side of the entity.
    #[must_use]
    pub fn relation(&self, relation: &Relation) -> String {
        if relation.is_inverse { self.words.inverse(&relation.predicate) } else { self.words.term(&relation.predicate) }
    }

    fn group(&self, group: &Group, shown: usize) -> Markup {
        let key = format!("{}{}", if group.relation.is_inverse { "of-" } else { "" }, shorten(&group.relation.predicate).replace(':', "-"));
        let only =
            [("relation", shorten(&group.relation.predicate)), ("inverse", if group.relation.is_inverse { "1" } else { "" }.to_owned())];
        let only: Vec<(&str, &str)> = only.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let more = self.ask.form.with(&only);
        html! {
            section.group id=(key) {
                h2 title=(shorten(&group.relation.predicate)) { (self.relation(&group.relation)) @if group.total > 1 { " " span.number { (group.total) } } }
                ul { @for fact in &group.facts { (self.fact(fact)) } }
                @if group.total > shown && shown == SHOWN {
                    p.more { a href=(format!("?{more}")) { (self.words.with("all", &[&group.total])) } }
                }
            }
        }
    }

    fn kinds(&self, facts: &Facts) -> Markup {
        let classes = facts.aside.iter().filter(|(predicate, _)| predicate == rdf::TYPE).filter_map(|(_, class)| term::iri(class));
        html! { @for class in classes { span.kind title=(shorten(class)) { (self.words.term(class)) } " " } }
    }

    /// The title of a document that is called by its symbol.
    fn subtitle<'f>(&self, facts: &'f Facts, title: &str) -> Option<&'f Term> {
        let titles = facts.groups.iter().filter(|group| group.relation.predicate == dcterms::TITLE && !group.relation.is_inverse);
        let all: Vec<&Term> = titles.flat_map(|group| &group.facts).map(|fact| &fact.other).collect();
        let own = all.iter().find(|value| term::language(value) == Some(self.words.code));
        own.or_else(|| all.iter().find(|value| term::language(value) == Some("en")))
            .or(all.first())
            .copied()
            .filter(|value| term::lexical(value) != title)
    }

    /// What a part is a part of.
    fn whole(&self, iri: &str) -> Markup {
        let whole = iri.split_once('#').and_then(|(whole, _)| term::named(whole));
        html! { @if let Some(whole) = whole { p { (self.words.get("part.of")) " " (self.term(&whole)) } } }
    }

    fn names(&self, facts: &Facts) -> Markup {
        let mut names: Vec<(&str, bool, &str)> = Vec::new();
        for (predicate, value) in facts.aside.iter().filter(|(predicate, _)| NAMING.contains(&predicate.as_str())) {
            names.push((term::language(value).unwrap_or(""), predicate != skos::PREF_LABEL, term::lexical(value)));
        }
        names.sort_by_key(|(language, is_other, name)| (*is_other, *language != self.words.code, *language, *name));
        names.dedup_by_key(|(language, _, name)| (*language, *name));
        let row = |(language, _, name): &(&str, bool, &str)| html! { li { span.tag { (language) } " " span lang=(language) dir="auto" { (name) } } };
        html! {
            @if !names.is_empty() {
                section.names { h2 { (self.words.get("names")) }
                    ul { @for name in names.iter().take(NAMES) { (row(name)) } }
                    @if names.len() > NAMES {
                        details { summary { (self.words.with("all", &[&names.len()])) } ul { @for name in &names[NAMES..] { (row(name)) } } }
                    }
                }
            }
        }
    }

    fn codes(&self, facts: &Facts) -> Markup {
        let codes: Vec<&(String, Term)> = facts.aside.iter().filter(|(predicate, _)| CODES.contains(&predicate.as_str())).collect();
        html! {
            @if !codes.is_empty() {
                section.codes { h2 { (self.words.get("codes")) }
                    dl { @for (predicate, value) in codes { div { dt { (self.words.term(predicate)) } dd { code { (term::lexical(value)) } } } } }
                }
            }
        }
    }

    fn links(&self, facts: &Facts) -> Markup {
        let links: Vec<&Term> =
            facts.aside.iter().filter(|(predicate, _)| LINKS.contains(&predicate.as_str())).map(|(_, value)| value).collect();
        html! {
            @if !links.is_empty() {
                section.links { h2 { (self.words.get("links")) }
                    ul { @for link in links { li { (self.term(link)) } } }
                }
            }
        }
    }

    /// The language copies of a document, each with its text.
    fn copies(&self, iri: &str) -> Result<Markup, StoreError> {
        let Some(value) = term::named(iri).filter(|_| iri.starts_with(&format!("{}document/", self.base())) && !iri.contains('#')) else {
            return Ok(html! {});
        };
        let copies = self.snapshot.graph.sayers_of_all(&[(dcterms::IS_VERSION_OF, &value)])?;
        Ok(html! {
            @if !copies.is_empty() {
                section.copies { h2 { (self.words.get("texts")) }
                    ul { @for copy in &copies {
                        @let code = copy.rsplit_once('@').map_or("", |(_, code)| code);
                        li { a href=[self.address(copy)] hreflang=(code) { (crate::interface::words(code).name) } }
                    } }
                }
            }
        })
    }

    fn downloads(&self, iri: &str) -> Markup {
        let mut formats: Vec<(&str, &str)> = Vec::new();
        for form in TRIPLES.iter().filter(|form| matches!(form.name, "ttl" | "jsonld" | "xml" | "nt")) {
            if !formats.iter().any(|(name, _)| *name == form.name) {
                formats.push((form.name, form.kind));
            }
        }
        html! {
            section.downloads { h2 { (self.words.get("downloads")) }
                ul { @for (name, kind) in formats {
                    li { a href=(format!("?{}", self.ask.form.with(&[("format", name)]))) type=(kind) { (format_name(name)) } }
                } }
                p.iri { code { (iri) } }
            }
        }
    }

    /// What to say of an entity that the graph does not know.
    #[must_use]
    pub fn unknown(&self, iri: &str) -> Reply {
        self.trouble(StatusCode::NOT_FOUND, &self.words.with("unknown", &[&short(iri, self.base())]))
    }
}

const fn format_name(name: &str) -> &str {
    match name.as_bytes() {
        b"ttl" => "Turtle",
        b"jsonld" => "JSON-LD",
        b"xml" => "RDF/XML",
        b"nt" => "N-Triples",
        _ => name,
    }
}
