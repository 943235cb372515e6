//! The shipped questions as forms: what can be bound is a field, the answer a table with names.

use super::Page;
use crate::query::bind;
use crate::query::shipped::{self, Field, Shipped};
use crate::serve::http::Reply;
use crate::serve::rows::Rows;
use crate::store::term::{self, Term};
use crate::vocabulary::xsd;
use maud::{Markup, html};

impl Page<'_> {
    /// All questions.
    #[must_use]
    pub fn questions(&self) -> Reply {
        let body = html! {
            h1 { (self.words.get("questions")) }
            p { (self.words.get("questions.more")) }
            ul.plain { @for query in shipped::all(shipped::ANSWERS) { li { a href=(format!("/questions/{}", query.name)) { (self.words.question(query.name, query.question)) } } } }
        };
        self.reply(self.words.get("questions"), &body)
    }

    /// The query with what the form gives bound; a message where a value means nothing.
    pub fn bound(&self, query: &Shipped) -> Result<String, String> {
        let mut text = query.text.to_owned();
        for field in query.fields() {
            let Some(value) = self.ask.form.get(&field.name) else { continue };
            let terms = self.meant(value.trim())?;
            text = bind::bind(&text, &field.name, &terms).map_err(|error| error.to_string())?;
        }
        Ok(text)
    }

    /// What a person means by a text: an address of the graph, a key or name in any language, a date, a number.
    fn meant(&self, text: &str) -> Result<Vec<Term>, String> {
        let path = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')).unwrap_or(text);
        let iri = if path.contains("://") { path.to_owned() } else { format!("{}{path}", self.base()) };
        if path.contains('/') && self.snapshot.graph.knows(&iri) {
            return Ok(term::named(&iri).into_iter().collect());
        }
        if let Some(date) = term::date(text) {
            return Ok(vec![date]);
        }
        if text.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(vec![term::typed(text, xsd::INTEGER)]);
        }
        let graph = &self.snapshot.graph;
        let find = |exactly| self.snapshot.find(text, exactly).map_err(|error| error.to_string());
        let exact: Vec<Term> = find(true)?.iter().filter_map(|hit| graph.found(hit).ok().and_then(|iri| term::named(&iri))).collect();
        if !exact.is_empty() {
            return Ok(exact);
        }
        if let Some(term) = term::expand(text).and_then(|iri| term::named(&iri)) {
            return Ok(vec![term]);
        }
        let found_by = |hit: &_| graph.found_by(hit).ok().map(|name| term::lexical(&name).to_owned());
        let near: Vec<String> = find(false)?.iter().take(5).filter_map(found_by).collect();
        Err(match near.as_slice() {
            [] => self.words.with("no.such", &[&text]),
            near => self.words.with("did.you.mean", &[&text, &near.join(", ")]),
        })
    }

    /// A question with its fields and, where it was put, its answer.
    #[must_use]
    pub fn question(&self, query: &Shipped, answer: Option<Result<Rows, String>>) -> Reply {
        let title = self.words.question(query.name, query.question).to_owned();
        let fields = query.fields();
        let body = html! {
            h1 { (title) }
            form.question action=(self.ask.path) {
                @for field in &fields { (self.field(field)) }
                input type="hidden" name="ask" value="1";
                button type="submit" { (self.words.get("ask")) }
            }
            @match answer {
                Some(Ok(mut rows)) => {
                    p.tools {
                        a href=(format!("?{}", self.ask.form.with(&[("format", "csv"), ("page", "")]))) download { "CSV" } " \u{B7} "
                        a href=(format!("/sparql?{}", crate::serve::http::Form::default().with(&[("query", &self.bound(query).unwrap_or_default())]))) { "SPARQL" }
                    }
                    (self.table(&mut rows))
                },
                Some(Err(message)) => p.error role="alert" { (message) },
                None => {},
            }
        };
        self.reply(&title, &body)
    }

    fn field(&self, field: &Field) -> Markup {
        let id = format!("field-{}", field.name);
        let hint = if field.hint.starts_with(|c: char| c.is_ascii_digit()) { field.hint.as_str() } else { "" };
        html! {
            p { label for=(id) { (self.words.field(&field.name)) }
                input id=(id) name=(field.name) value=[self.ask.form.get(&field.name)] placeholder=(hint) autocomplete="off" data-suggest="path" dir="auto";
            }
        }
    }
}
