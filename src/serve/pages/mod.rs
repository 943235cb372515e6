//! Pages made on the server: escaped by the template language, whole without a script.

pub mod entity;
pub mod evidence;
pub mod home;
pub mod neighbours;
pub mod questions;
pub mod sparql;
pub mod table;
pub mod text;
pub mod timeline;
pub mod view;

use super::http::{Ask, Reply};
use super::snapshot::Snapshot;
use crate::interface::{LANGUAGES, Words, words};
use crate::query::labels::{readable, short};
use crate::store::term::{self, Term};
use crate::vocabulary::shorten;
use hyper::StatusCode;
use maud::{DOCTYPE, Markup, html};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What an address may not hold as it is.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'%')
    .add(b'\\')
    .add(b'^')
    .add(b'|');

/// What a page is made of and for: a state of the graph, and a reader.
#[derive(Clone, Copy)]
pub struct Page<'p> {
    pub snapshot: &'p Snapshot,
    pub words: &'static Words,
    pub ask: &'p Ask,
}

/// The language of who asks: as chosen, else as the browser says.
#[must_use]
pub fn language(ask: &Ask) -> &'static str {
    let known = |code: &str| LANGUAGES.iter().find(|known| **known == code).copied();
    let chosen = ask.form.get("language").and_then(known).or_else(|| ask.cookie("language").and_then(known));
    chosen.unwrap_or_else(|| {
        let wished = accept_language::parse(ask.header("accept-language"));
        wished.iter().find_map(|tag| known(tag.split('-').next().unwrap_or(""))).unwrap_or("en")
    })
}

impl<'p> Page<'p> {
    #[must_use]
    pub fn new(snapshot: &'p Snapshot, ask: &'p Ask) -> Self {
        Self { snapshot, words: words(language(ask)), ask }
    }

    #[must_use]
    pub fn name(&self, iri: &str) -> String {
        self.snapshot.name(iri, self.words.code)
    }

    #[must_use]
    pub fn base(&self) -> &'p str {
        self.snapshot.graph.base()
    }

    /// The page of an entity of the graph; `None` for what is elsewhere.
    #[must_use]
    pub fn address(&self, iri: &str) -> Option<String> {
        address(iri, self.base())
    }

    /// A link to an entity by its name, or the characters of a value.
    #[must_use]
    pub fn term(&self, value: &Term) -> Markup {
        let Some(iri) = term::iri(value) else {
            let tag = term::language(value);
            return html! { span lang=[tag] dir=[tag.map(|_| "auto")] { (term::lexical(value)) } };
        };
        match self.address(iri) {
            Some(address) => html! { a href=(address) title=(short(iri, self.base())) { bdi { (self.title(iri)) } } },
            None if self.words.has_term(iri) => html! { span title=(shorten(iri)) { (self.words.term(iri)) } },
            None if iri.starts_with("https://") || iri.starts_with("http://") => {
                html! { a.outside href=(iri) rel="noreferrer" { (plain_address(&shorten(iri))) } }
            }
            None => html! { (shorten(iri)) },
        }
    }

    /// A name that tells what a part is a part of.
    #[must_use]
    pub fn title(&self, iri: &str) -> String {
        match iri.split_once('#') {
            Some((whole, part)) if iri.starts_with(self.base()) => format!("{}, {}", self.name(whole), self.part(part)),
            _ => self.post(iri).unwrap_or_else(|| self.name(iri)),
        }
    }

    /// A post by the words of its key and whose it is.
    fn post(&self, iri: &str) -> Option<String> {
        let (holder, post) = iri.strip_prefix(self.base())?.strip_prefix("post/")?.rsplit_once('/')?;
        let name = self.name(iri);
        if !name.ends_with(post) {
            return Some(name);
        }
        let folders = ["state", "organisation"].map(|folder| format!("{}{folder}/{holder}", self.base()));
        let holder = folders.iter().find(|iri| self.snapshot.graph.knows(iri)).map_or_else(|| holder.to_owned(), |iri| self.name(iri));
        Some(format!("{}, {holder}", post.replace('-', " ")))
    }

    /// A part in words: `speech-12` as the 12th speech.
    #[must_use]
    pub fn part(&self, part: &str) -> String {
        let (kind, number) = part.rsplit_once('-').filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit())).unwrap_or((part, ""));
        let key = format!("part.{kind}");
        let name = self.words.get(&key);
        let name = if name == key { kind } else { name };
        format!("{name} {number}").trim_end().to_owned()
    }

    /// A term as characters, for tables that are read by programs.
    #[must_use]
    pub fn plain(&self, value: &Term) -> String {
        term::iri(value).filter(|iri| iri.starts_with(self.base())).map_or_else(|| readable(value, self.base()), |iri| self.title(iri))
    }

    /// A whole page.
    #[must_use]
    pub fn reply(&self, title: &str, body: &Markup) -> Reply {
        self.with_script(title, body, None)
    }

    /// A whole page with a script of its own.
    #[must_use]
    pub fn with_script(&self, title: &str, body: &Markup, script: Option<&str>) -> Reply {
        let direction = if self.words.is_rtl { "rtl" } else { "ltr" };
        let page = html! {
            (DOCTYPE)
            html lang=(self.words.code) dir=(direction) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title { (title) " \u{B7} rapporteur" }
                    link rel="stylesheet" href="/assets/style.css";
                    link rel="icon" href="/assets/icon.svg" type="image/svg+xml";
                    script src="/assets/search.js" defer {}
                    @if let Some(script) = script { script src=(format!("/assets/{script}")) defer {} }
                }
                body {
                    a.skip href="#content" { (self.words.get("skip")) }
                    (self.head())
                    main #content { (body) }
                    (self.foot())
                }
            }
        };
        let reply = Reply::html(page.into_string()).with("vary", "Accept, Accept-Language, Cookie");
        match self.ask.form.get("language") {
            Some(code) if LANGUAGES.contains(&code) => {
                reply.with("set-cookie", &format!("language={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly"))
            }
            _ => reply,
        }
    }

    fn head(&self) -> Markup {
        let words = self.words;
        let links = [("/questions", "questions"), ("/view", "networks"), ("/sparql", "sparql")];
        let here = self.ask.path.as_str();
        html! {
            header.top {
                a.brand href="/" { "rapporteur" }
                form.find action="/" role="search" {
                    input type="search" name="q" value=[self.ask.form.get("q").filter(|_| here == "/")] placeholder=(words.get("search.hint")) aria-label=(words.get("search")) autocomplete="off" data-suggest="";
                    button type="submit" { (words.get("search")) }
                }
                nav aria-label=(words.get("pages")) {
                    @for (address, key) in links {
                        a href=(address) aria-current=[here.starts_with(address).then_some("page")] { (words.get(key)) }
                    }
                }
            }
        }
    }

    fn foot(&self) -> Markup {
        html! {
            footer.bottom {
                nav.languages aria-label=(self.words.get("languages")) {
                    @for code in LANGUAGES {
                        @let name = &crate::interface::words(code).name;
                        a href=(format!("?{}", self.ask.form.with(&[("language", code)]))) lang=(code) hreflang=(code) aria-current=[(*code == self.words.code).then_some("true")] { (name) }
                    }
                }
                p { (self.words.get("about")) " " a href="/.well-known/void" { "VoID" } " \u{B7} " a href="/reconcile" { (self.words.get("reconcile")) } }
            }
        }
    }

    /// A page that says what is not there or went wrong.
    #[must_use]
    pub fn trouble(&self, status: StatusCode, message: &str) -> Reply {
        let body = html! { section.trouble { h1 { (status.as_str()) } p { (message) } p { a href="/" { (self.words.get("home")) } } } };
        self.reply(status.as_str(), &body).status(status)
    }

    /// Links to the pages before and after one of several.
    #[must_use]
    pub fn pager(&self, page: usize, size: usize, total: usize) -> Markup {
        let last = total.saturating_sub(1) / size;
        let to = |page: usize| format!("?{}", self.ask.form.with(&[("page", &page.to_string())]));
        html! {
            @if last > 0 {
                nav.pager aria-label=(self.words.get("pager")) {
                    @if page > 0 { a rel="prev" href=(to(page - 1)) { (self.words.get("previous")) } }
                    span { (self.words.with("page", &[&(page + 1), &(last + 1)])) }
                    @if page < last { a rel="next" href=(to(page + 1)) { (self.words.get("next")) } }
                }
            }
        }
    }
}

/// The page of an entity: its path below `/id/`, a part of a document behind `?part=`; a language copy has its text.
#[must_use]
pub fn address(iri: &str, base: &str) -> Option<String> {
    let path = iri.strip_prefix(base).filter(|path| !path.is_empty())?;
    let escaped = |text: &str| utf8_percent_encode(text, ESCAPED).to_string();
    if let Some(copy) = path.strip_prefix("document/").filter(|path| is_copy(path)) {
        return Some(format!("/text/{}", escaped(copy)));
    }
    Some(match path.split_once('#') {
        Some((whole, part)) => format!("/id/{}?part={}", escaped(whole), escaped(part)),
        None => format!("/id/{}", escaped(path)),
    })
}

/// An address as people read it, without what says how it is asked for.
fn plain_address(address: &str) -> String {
    let bare = address.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    percent_encoding::percent_decode_str(bare).decode_utf8_lossy().into_owned()
}

/// Whether a document's key is that of a language copy: `A/75/860@zh`.
#[must_use]
pub fn is_copy(key: &str) -> bool {
    key.rsplit_once('@').is_some_and(|(_, code)| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_have_addresses() {
        let base = "https://w3id.org/rapporteur/id/";
        let of = |path: &str| address(&format!("{base}{path}"), base);
        assert_eq!(of("document/S/RES/242(1967)").as_deref(), Some("/id/document/S/RES/242(1967)"));
        assert_eq!(of("document/S/PV.1#speech-2").as_deref(), Some("/id/document/S/PV.1?part=speech-2"));
        assert_eq!(of("document/A/75/860@zh").as_deref(), Some("/text/A/75/860@zh"));
        assert_eq!(of("graph/a%20b").as_deref(), Some("/id/graph/a%2520b"));
        assert_eq!(of("place/\u{414}").as_deref(), Some("/id/place/%D0%94"));
        assert_eq!(address("http://example.org/x", base), None);
    }
}
