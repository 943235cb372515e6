//! The search: names and sentences in all languages, with facets; without a question, what there is to look at.

use super::Page;
use crate::interface::LANGUAGES;
use crate::query::shipped;
use crate::serve::http::Reply;
use crate::serve::index::{Entry, Hit, Index};
use crate::serve::sentences::Sentence;
use crate::store::StoreError;
use crate::store::term;
use crate::vocabulary::rap;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Results on a page.
const RESULTS: usize = 20;
/// Sentences below the first page of names.
const SENTENCES: usize = 10;
/// Suggestions while somebody types.
const SUGGESTED: usize = 10;

impl Page<'_> {
    /// The page at `/`.
    pub fn home(&self) -> Result<Reply, StoreError> {
        let Some(text) = self.ask.form.get("q") else { return Ok(self.welcome()) };
        let Some(index) = self.snapshot.index() else { return Ok(self.gathering()) };
        let all = index.find(text);
        let hits: Vec<Hit> = all.iter().filter(|hit| self.is_wanted(index.entry(hit))).copied().collect();
        let page = self.ask.form.number("page", 0).min(100_000);
        let shown: Vec<Hit> = hits.iter().skip(page * RESULTS).take(RESULTS).copied().collect();
        let sentences = if page == 0 { self.sentences_found(text)? } else { Vec::new() };
        let title = format!("{text} \u{B7} {}", self.words.get("search"));
        let body = html! {
            div.results {
                (self.facets(index, &all))
                div {
                    h1 { (self.words.count("results", hits.len())) " " span.asked { (text) } }
                    @if hits.is_empty() && sentences.is_empty() { p { (self.words.get("nothing")) } }
                    ol.hits start=(page * RESULTS + 1) { @for hit in &shown { (self.hit(index, hit)) } }
                    (self.pager(page, RESULTS, hits.len()))
                    @if !sentences.is_empty() {
                        section.found { h2 { (self.words.get("sentences.found")) }
                            @for sentence in sentences.iter().take(SENTENCES) { (self.sentence_found(sentence)?) }
                        }
                    }
                }
            }
        };
        Ok(self.reply(&title, &body))
    }

    /// What a field offers while somebody types in it, as JSON.
    #[must_use]
    pub fn suggestions(&self) -> Reply {
        let text = self.ask.form.get("q").unwrap_or("");
        let found = self.snapshot.index().map(|index| {
            let hits = index.find(text).into_iter().filter(|hit| self.is_wanted(index.entry(hit))).take(SUGGESTED);
            let all = hits.map(|hit| {
                let (entry, iri) = (index.entry(&hit), format!("{}{}", self.base(), index.entry(&hit).path));
                let kind = self.words.get(&format!("kind.{}", entry.kind())).to_owned();
                serde_json::json!({ "name": self.name(&iri), "found": index.name(&hit).0, "kind": kind, "path": entry.path, "address": self.address(&iri) })
            });
            all.collect::<Vec<_>>()
        });
        Reply::json(&serde_json::Value::from(found.unwrap_or_default()))
    }

    fn is_wanted(&self, entry: &Entry) -> bool {
        let form = &self.ask.form;
        let fits = |wanted: Option<&str>, own: Option<&str>| wanted.is_none_or(|wanted| own == Some(wanted));
        fits(form.get("kind"), Some(entry.kind()))
            && fits(form.get("body"), entry.body())
            && form.get("year").is_none_or(|year| entry.year.to_string() == year)
    }

    fn hit(&self, index: &Index, hit: &Hit) -> Markup {
        let entry = index.entry(hit);
        let iri = format!("{}{}", self.base(), entry.path);
        let (found, language) = index.name(hit);
        let name = self.name(&iri);
        html! {
            li {
                a href=[self.address(&iri)] { bdi { (name) } }
                " " span.kind { (self.words.get(&format!("kind.{}", entry.kind()))) }
                @if entry.year > 0 { " " span.qualifier { (entry.year) } }
                @if found != name { " " span.by lang=(language) dir="auto" { (found) } }
            }
        }
    }

    /// Kinds, bodies and years of what was found, each a link that narrows down.
    fn facets(&self, index: &Index, hits: &[Hit]) -> Markup {
        let mut counts: [BTreeMap<String, usize>; 3] = Default::default();
        for entry in hits.iter().map(|hit| index.entry(hit)) {
            *counts[0].entry(entry.kind().to_owned()).or_default() += 1;
            if let Some(body) = entry.body() {
                *counts[1].entry(body.to_owned()).or_default() += 1;
            }
            if entry.year > 0 {
                *counts[2].entry(entry.year.to_string()).or_default() += 1;
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

    fn sentences_found(&self, text: &str) -> Result<Vec<Sentence>, StoreError> {
        let Some(sentences) = self.snapshot.sentences() else { return Ok(Vec::new()) };
        if ["kind", "body", "year"].iter().any(|facet| self.ask.form.has(facet)) {
            return Ok(Vec::new());
        }
        sentences.find(&self.snapshot.graph, text, self.ask.form.get("in"))
    }

    fn sentence_found(&self, sentence: &Sentence) -> Result<Markup, StoreError> {
        let about = self.snapshot.graph.about(&sentence.evidence)?;
        let value =
            |wanted: &str| about.iter().find(|(predicate, _)| predicate == wanted).map(|(_, value)| term::lexical(value)).unwrap_or("");
        let (copy, start, end) = (value(rap::SOURCE), value(rap::START), value(rap::END));
        let address = self.address(copy).map(|address| format!("{address}?at={start}-{end}#mark"));
        let document = copy.rsplit_once('@').map_or(copy, |(document, _)| document);
        Ok(html! {
            figure.sentence {
                blockquote lang=(sentence.language) dir="auto" { (sentence.quote.split_whitespace().collect::<Vec<_>>().join(" ")) }
                figcaption { a.place href=[address] { bdi { (self.name(document)) } } " " span.tag { (sentence.language) } }
            }
        })
    }

    fn gathering(&self) -> Reply {
        self.trouble(hyper::StatusCode::SERVICE_UNAVAILABLE, self.words.get("gathering")).with("retry-after", "2")
    }

    fn welcome(&self) -> Reply {
        let counts = self.snapshot.index().map(Index::counts).unwrap_or_default();
        let kinds = crate::serve::index::KINDS.iter().filter_map(|kind| counts.get(kind).map(|count| (*kind, *count)));
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
