//! The search: names and texts in all languages, with facets; without a question, what there is to look at.

use super::Page;
use crate::interface::LANGUAGES;
use crate::query::shipped;
use crate::serve::http::Reply;
use crate::store::StoreError;
use crate::store::search::KINDS;
use crate::store::search::names::Hit;
use crate::store::search::passages::Passage;
use crate::store::term;
use crate::vocabulary::dcterms;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Results on a page.
const RESULTS: usize = 20;
/// Passages of texts below the first page of names.
const PASSAGES: usize = 10;
/// Suggestions while somebody types.
const SUGGESTED: usize = 10;

impl Page<'_> {
    /// The page at `/`.
    pub fn home(&self) -> Result<Reply, StoreError> {
        let Some(text) = self.ask.form.get("q") else { return Ok(self.welcome()) };
        let all = self.snapshot.find(text, false)?;
        let hits: Vec<Hit> = all.iter().filter(|hit| self.is_wanted(hit)).copied().collect();
        let page = self.ask.form.number("page", 0).min(100_000);
        let shown: Vec<Hit> = hits.iter().skip(page * RESULTS).take(RESULTS).copied().collect();
        let passages = if page == 0 { self.passages_found(text)? } else { Vec::new() };
        let title = format!("{text} \u{B7} {}", self.words.get("search"));
        let body = html! {
            div.results {
                (self.facets(&all))
                div {
                    h1 { @if !hits.is_empty() || passages.is_empty() { (self.words.count("results", hits.len())) " " } span.asked { (text) } }
                    @if hits.is_empty() && passages.is_empty() { p { (self.words.get("nothing")) } }
                    ol.hits start=(page * RESULTS + 1) { @for hit in &shown { (self.hit(hit)?) } }
                    (self.pager(page, RESULTS, hits.len()))
                    @if !passages.is_empty() {
                        section.found { h2 { (self.words.get("sentences.found")) }
                            @for passage in passages.iter().take(PASSAGES) { (self.passage_found(passage)) }
                        }
                    }
                }
            }
        };
        Ok(self.reply(&title, &body))
    }

    /// What a field offers while somebody types in it, as JSON.
    pub fn suggestions(&self) -> Result<Reply, StoreError> {
        let text = self.ask.form.get("q").unwrap_or("");
        let mut found = Vec::new();
        for hit in self.snapshot.find(text, false)?.iter().filter(|hit| self.is_wanted(hit)).take(SUGGESTED) {
            let (iri, by) = (self.snapshot.graph.found(hit)?, self.snapshot.graph.found_by(hit)?);
            found.push(serde_json::json!({
                "name": self.name(&iri),
                "found": term::lexical(&by),
                "kind": self.words.get(&format!("kind.{}", hit.kind())),
                "path": iri.strip_prefix(self.base()).unwrap_or(&iri),
                "address": self.address(&iri),
            }));
        }
        Ok(Reply::json(&serde_json::Value::from(found)))
    }

    fn is_wanted(&self, hit: &Hit) -> bool {
        let form = &self.ask.form;
        let fits = |wanted: Option<&str>, own: Option<&str>| wanted.is_none_or(|wanted| own == Some(wanted));
        fits(form.get("kind"), Some(hit.kind()))
            && fits(form.get("body"), self.snapshot.names().body(hit))
            && form.get("year").is_none_or(|year| hit.year.to_string() == year)
    }

    fn hit(&self, hit: &Hit) -> Result<Markup, StoreError> {
        let (iri, by) = (self.snapshot.graph.found(hit)?, self.snapshot.graph.found_by(hit)?);
        let (found, language) = (term::lexical(&by), term::language(&by).unwrap_or(""));
        let name = self.name(&iri);
        Ok(html! {
            li {
                a href=[self.address(&iri)] { bdi { (name) } }
                " " span.kind { (self.words.get(&format!("kind.{}", hit.kind()))) }
                @if hit.year > 0 { " " span.qualifier { (hit.year) } }
                @if found != name { " " span.by lang=(language) dir="auto" { (found) } }
            }
        })
    }

    /// Kinds, bodies and years of what was found, each a link that narrows down.
    fn facets(&self, hits: &[Hit]) -> Markup {
        let mut counts: [BTreeMap<String, usize>; 3] = Default::default();
        for hit in hits {
            *counts[0].entry(hit.kind().to_owned()).or_default() += 1;
            if let Some(body) = self.snapshot.names().body(hit) {
                *counts[1].entry(body.to_owned()).or_default() += 1;
            }
            if hit.year > 0 {
                *counts[2].entry(hit.year.to_string()).or_default() += 1;
            }
        }
        let [kinds, bodies, years] = counts;
        let languages = LANGUAGES.iter().map(|code| ((*code).to_owned(), 0)).collect();
        html! {
            nav.facets aria-label=(self.words.get("facets")) {
                (self.facet("kind", &kinds, &|kind| self.words.get(&format!("kind.{kind}")).to_owned()))
                (self.facet("body", &bodies, &str::to_owned))
                (self.facet("year", &years, &str::to_owned))
                (self.facet("in", &languages, &|code| crate::interface::words(code).name.clone()))
            }
        }
    }

    fn facet(&self, name: &str, counts: &BTreeMap<String, usize>, say: &dyn Fn(&str) -> String) -> Markup {
        let chosen = self.ask.form.get(name);
        let to = |value: &str| format!("?{}", self.ask.form.with(&[(name, value), ("page", "")]));
        html! {
            @if counts.len() > 1 || chosen.is_some() {
                section { h2 { (self.words.get(&format!("facet.{name}"))) }
                    ul { @for (value, count) in counts {
                        @let is_chosen = chosen == Some(value.as_str());
                        li { a href=(to(if is_chosen { "" } else { value })) aria-current=[is_chosen.then_some("true")] { (say(value)) } @if *count > 0 { " " span.number { (count) } } }
                    } }
                }
            }
        }
    }

    /// Passages of texts from copies that the facets leave.
    fn passages_found(&self, text: &str) -> Result<Vec<Passage>, StoreError> {
        let form = &self.ask.form;
        if form.get("kind").is_some_and(|kind| kind != "document") {
            return Ok(Vec::new());
        }
        let is_wanted = |copy: &str| {
            let (document, language) = copy.rsplit_once('@').unwrap_or((copy, ""));
            form.get("in").is_none_or(|wanted| language == wanted)
                && form.get("body").is_none_or(|wanted| document.split_once('/').is_some_and(|(body, _)| body == wanted))
                && form.get("year").is_none_or(|wanted| self.year(document).as_deref() == Some(wanted))
        };
        let Some(texts) = self.snapshot.texts() else { return Ok(Vec::new()) };
        self.snapshot.passages().find(text, texts, &is_wanted)
    }

    fn year(&self, document: &str) -> Option<String> {
        let about = self.snapshot.graph.about(&format!("{}document/{document}", self.base())).ok()?;
        let date = about.iter().find(|(predicate, _)| predicate == dcterms::DATE).map(|(_, date)| term::lexical(date))?;
        date.get(..4).map(str::to_owned)
    }

    fn passage_found(&self, passage: &Passage) -> Markup {
        let (document, language) = passage.copy.rsplit_once('@').unwrap_or((&passage.copy, ""));
        let address = self.address(&format!("{}document/{}", self.base(), passage.copy));
        let address = address.map(|address| format!("{address}?at={}-{}#mark", passage.start, passage.end));
        html! {
            figure.sentence {
                blockquote lang=(language) dir="auto" { (passage.shown) }
                figcaption { a.place href=[address] { bdi { (self.name(&format!("{}document/{document}", self.base()))) } } " " span.tag { (language) } }
            }
        }
    }

    fn welcome(&self) -> Reply {
        let counts = self.snapshot.counts();
        let kinds = KINDS.iter().filter_map(|kind| counts.get(kind).map(|count| (*kind, *count)));
        let body = html! {
            section.welcome {
                h1 { (self.words.get("welcome")) }
                p { (self.words.get("welcome.more")) }
                form.find.large action="/" role="search" {
                    input type="search" name="q" placeholder=(self.words.get("search.hint")) aria-label=(self.words.get("search")) autofocus autocomplete="off" data-suggest="";
                    button type="submit" { (self.words.get("search")) }
                }
                p.examples { @for example in self.words.get("examples").split('|') { a href=(format!("/?{}", crate::serve::http::Form::default().with(&[("q", example)]))) lang="" dir="auto" { (example) } " " } }
                dl.counts { @for (kind, count) in kinds { div { dt { (self.words.get(&format!("kind.{kind}"))) } dd { (count) } } } }
            }
            div.columns.even {
                section { h2 { a href="/questions" { (self.words.get("questions")) } }
                    ul.plain { @for query in shipped::all(shipped::ANSWERS) { li { a href=(format!("/questions/{}", query.name)) { (self.words.question(query.name, query.question)) } } } }
                }
                section { h2 { a href="/view" { (self.words.get("networks")) } }
                    ul.plain { @for view in shipped::all(shipped::VIEWS) { li { a href=(format!("/view/{}", view.name)) { (self.words.question(view.name, view.question)) } } } }
                }
            }
        };
        self.reply(self.words.get("search"), &body)
    }
}
