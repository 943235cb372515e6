//! Which form of an answer who asks would have: by `Accept` with its weights, or by `?format=`.

use super::http::Ask;
use headers_accept::Accept;
use mediatype::MediaType;

/// A form in which something can be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Form {
    /// What `?format=` calls it, and the program.
    pub name: &'static str,
    pub kind: &'static str,
}

const fn form(name: &'static str, kind: &'static str) -> Form {
    Form { name, kind }
}

/// Forms of rows and of yes or no; the first is the usual one.
pub const ROWS: &[Form] = &[
    form("json", "application/sparql-results+json"),
    form("json", "application/json"),
    form("xml", "application/sparql-results+xml"),
    form("xml", "application/xml"),
    form("xml", "text/xml"),
    form("csv", "text/csv"),
    form("tsv", "text/tab-separated-values"),
];

/// Forms of triples.
pub const TRIPLES: &[Form] = &[
    form("ttl", "text/turtle"),
    form("nt", "application/n-triples"),
    form("nt", "text/plain"),
    form("jsonld", "application/ld+json"),
    form("xml", "application/rdf+xml"),
    form("trig", "application/trig"),
    form("nq", "application/n-quads"),
    form("n3", "text/n3"),
    form("jsonld", "application/json"),
    form("xml", "application/xml"),
    form("xml", "text/xml"),
];

/// The page for people.
pub const PAGE: Form = form("html", "text/html");

/// The form that is asked for; `None` where nothing on offer is accepted. Without a wish, the first.
#[must_use]
pub fn choose(ask: &Ask, offered: &[Form]) -> Option<Form> {
    if let Some(name) = ask.form.get("format") {
        return offered.iter().find(|form| form.name == name || form.kind == name).copied();
    }
    let accept = ask.headers.get_all("accept").iter().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join(", ");
    if accept.trim().is_empty() {
        return offered.first().copied();
    }
    // A header that nobody can read is no wish.
    let Ok(accept) = accept.parse::<Accept>() else { return offered.first().copied() };
    let types: Vec<MediaType<'_>> = offered.iter().filter_map(|form| MediaType::parse(form.kind).ok()).collect();
    let chosen = accept.negotiate(&types)?;
    types.iter().position(|kind| kind == chosen).map(|at| offered[at])
}

/// What may be asked for, for who asked for something else.
#[must_use]
pub fn on_offer(offered: &[Form]) -> String {
    let mut kinds: Vec<&str> = offered.iter().map(|form| form.kind).collect();
    kinds.dedup();
    format!("not to be had in this form; there are: {}", kinds.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::http::Form as Values;
    use bytes::Bytes;
    use hyper::{HeaderMap, Method};

    fn chosen(accept: &str, query: &str, offered: &[Form]) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        if !accept.is_empty() {
            headers.insert("accept", accept.parse().unwrap());
        }
        let ask = Ask { method: Method::GET, path: "/".into(), form: Values::read(query), headers, body: Bytes::new() };
        choose(&ask, offered).map(|form| form.name)
    }

    #[test]
    fn weights_decide() {
        assert_eq!(chosen("text/csv;q=0.5, application/json;q=0.9", "", ROWS), Some("json"));
        assert_eq!(chosen("application/json;q=0.1, text/csv", "", ROWS), Some("csv"));
        assert_eq!(chosen("*/*", "", ROWS), Some("json"));
        assert_eq!(chosen("", "", TRIPLES), Some("ttl"));
        assert_eq!(chosen("image/png", "", TRIPLES), None);
        assert_eq!(chosen("text/*;q=0.3, application/rdf+xml;q=0.7", "", TRIPLES), Some("xml"));
        assert_eq!(chosen("text/html", "format=nt", TRIPLES), Some("nt"));
        let both: Vec<Form> = std::iter::once(PAGE).chain(TRIPLES.iter().copied()).collect();
        assert_eq!(chosen("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "", &both), Some("html"));
        assert_eq!(chosen("text/turtle", "", &both), Some("ttl"));
        assert_eq!(chosen("application/ld+json, */*;q=0.1", "", &both), Some("jsonld"));
    }
}
