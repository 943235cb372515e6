//! The page of a view: a network on a canvas, drawn by its script; a still picture without one.

use super::Page;
use crate::export::behind::Behind;
use crate::query::shipped;
use crate::serve::http::{Form, Reply};
use crate::store::StoreError;
use maud::html;

/// Formats in which a view is saved.
const SAVED: &[(&str, &str)] = &[("svg", "SVG"), ("graphml", "GraphML"), ("gexf", "GEXF"), ("csv", "CSV"), ("html", "HTML")];
/// Sentences behind an edge.
const SENTENCES: usize = 40;

impl Page<'_> {
    /// All views.
    #[must_use]
    pub fn views(&self) -> Reply {
        let body = html! {
            h1 { (self.words.get("networks")) }
            p { (self.words.get("networks.more")) }
            ul.plain {
                @for view in shipped::all(shipped::VIEWS) { li { a href=(format!("/view/{}", view.name)) { (self.words.question(view.name, view.question)) } } }
                li { a href=(format!("/view/{}", shipped::WHOLE)) { (self.words.question(shipped::WHOLE, shipped::WHOLE)) } }
            }
        };
        self.reply(self.words.get("networks"), &body)
    }

    /// The page of one view.
    #[must_use]
    pub fn view(&self, name: &str, question: &str) -> Reply {
        let title = self.words.question(name, question).to_owned();
        let saved = |format: &str| format!("/view/{name}?{}", Form::default().with(&[("format", format), ("language", self.words.code)]));
        let body = html! {
            link rel="stylesheet" href="/assets/network.css";
            h1 { (title) }
            p.tools { (self.words.get("save")) ": " @for (format, label) in SAVED { a href=(saved(format)) download=(format!("{name}.{format}")) { (label) } " " } }
            div #network.network data-source=(saved("json")) data-behind=(format!("/view/{name}/edge")) data-loading=(self.words.get("network.loading")) {
                noscript { img src=(saved("svg")) alt=(title); }
            }
        };
        self.with_script(&title, &body, Some("network.js"))
    }

    /// The sentences behind an edge, as JSON.
    pub fn edge(&self, view: Option<&str>) -> Result<Reply, StoreError> {
        let end = |name: &str| {
            let id = self.ask.form.get(name).unwrap_or("");
            if id.contains("://") { id.to_owned() } else { format!("{}{id}", self.base()) }
        };
        let mut behind = Behind::new(&self.snapshot.graph, view);
        let sentences = behind.sentences(&end("source"), &end("target"), self.ask.form.get("relation"), SENTENCES)?;
        let told = sentences.iter().map(|sentence| {
            let mut value = sentence.json();
            let iri = format!("{}{}", self.base(), sentence.copy);
            let names: Vec<String> = sentence.claimed_by.iter().map(|path| self.name(&format!("{}{path}", self.base()))).collect();
            value["by"] = names.into();
            value["address"] = self.address(&iri).map(|address| format!("{address}?at={}-{}#mark", sentence.start, sentence.end)).into();
            value
        });
        Ok(Reply::json(&told.collect::<Vec<_>>().into()))
    }
}
