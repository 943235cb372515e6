//! A request and a response as the rest of the server knows them: whole, with their forms read.

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Response, StatusCode};

pub const PLAIN: &str = "text/plain; charset=utf-8";
pub const HTML: &str = "text/html; charset=utf-8";
pub const JSON: &str = "application/json";

/// Nothing from elsewhere, nothing inline: text of a document can only ever be text.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Previews of a reconciled entity stand in a frame of the program that asks.
const FRAMED_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'";

/// Values of an address or a form, in their order.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    #[must_use]
    pub fn read(text: &str) -> Self {
        Self(form_urlencoded::parse(text.as_bytes()).into_owned().collect())
    }

    /// One value under a name.
    #[must_use]
    pub fn one(name: &str, value: &str) -> Self {
        Self(vec![(name.to_owned(), value.to_owned())])
    }

    /// The first value of a name, if it is not empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, value)| key == name && !value.trim().is_empty()).map(|(_, value)| value.as_str())
    }

    /// The values of a name that are not empty.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(key, value)| key == name && !value.trim().is_empty()).map(|(_, value)| value.as_str())
    }

    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A number; `otherwise` where none is given or it is none.
    #[must_use]
    pub fn number(&self, name: &str, otherwise: usize) -> usize {
        self.get(name).and_then(|value| value.trim().parse().ok()).unwrap_or(otherwise)
    }

    /// The same with one value set, or removed where it is empty, as the part of an address after `?`.
    #[must_use]
    pub fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut out = form_urlencoded::Serializer::new(String::new());
        let kept = self.0.iter().filter(|(key, value)| !value.is_empty() && !changes.iter().any(|(changed, _)| changed == key));
        out.extend_pairs(kept);
        out.extend_pairs(changes.iter().filter(|(_, value)| !value.is_empty()));
        out.finish()
    }

    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// A request whose body has been read.
#[derive(Debug, Clone)]
pub struct Ask {
    pub method: Method,
    /// As it came, with its escapes.
    pub path: String,
    pub form: Form,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Ask {
    /// The value of a header that is text.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// The media type of the body, without parameters.
    #[must_use]
    pub fn body_type(&self) -> String {
        self.header("content-type").split(';').next().unwrap_or("").trim().to_ascii_lowercase()
    }

    /// The value of a cookie.
    #[must_use]
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let pairs = self.header("cookie").split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    /// Whether nothing is asked but to look.
    #[must_use]
    pub fn is_reading(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
    }
}

/// A response before it is sent.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: StatusCode,
    pub kind: String,
    pub body: Bytes,
    headers: Vec<(&'static str, String)>,
}

impl Reply {
    #[must_use]
    pub fn new(status: StatusCode, kind: &str, body: impl Into<Bytes>) -> Self {
        Self { status, kind: kind.to_owned(), body: body.into(), headers: Vec::new() }
    }

    #[must_use]
    pub fn html(body: String) -> Self {
        Self::new(StatusCode::OK, HTML, body)
    }

    #[must_use]
    pub fn json(value: &serde_json::Value) -> Self {
        Self::new(StatusCode::OK, JSON, value.to_string()).open()
    }

    /// A message to who asks, on one line.
    #[must_use]
    pub fn message(status: StatusCode, message: impl std::fmt::Display) -> Self {
        Self::new(status, PLAIN, format!("{message}\n"))
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Data that a page of any site may read.
    #[must_use]
    pub fn open(self) -> Self {
        self.with("access-control-allow-origin", "*")
    }

    /// A page that another program shows in a frame.
    #[must_use]
    pub fn framed(self) -> Self {
        self.with("content-security-policy", FRAMED_POLICY)
    }

    /// A file that a browser saves under a name.
    #[must_use]
    pub fn saved_as(self, name: &str) -> Self {
        let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' }).collect();
        self.with("content-disposition", &format!("attachment; filename=\"{plain}\""))
    }

    /// The response as it is sent: to HEAD without its body, but with its length.
    #[must_use]
    pub fn send(self, to_head: bool) -> Response<Full<Bytes>> {
        let length = self.body.len();
        let body = if to_head { Bytes::new() } else { self.body };
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let fixed = [
            ("content-type", self.kind.as_str()),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("content-security-policy", POLICY),
        ];
        let own = self.headers.iter().map(|(name, value)| (*name, value.as_str()));
        for (name, value) in fixed.into_iter().chain(own) {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(HeaderName::from_static(name), value);
            }
        }
        headers.insert("content-length", HeaderValue::from(length));
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_read_and_changed() {
        let form = Form::read("a=1&query=SELECT+%2A%20%7B%7D&b=&c=%E5%A1%94");
        assert_eq!((form.get("query"), form.get("b"), form.get("c")), (Some("SELECT * {}"), None, Some("\u{5854}")));
        assert_eq!(Form::read("a=1&page=2").with(&[("page", "3")]), "a=1&page=3");
        assert_eq!(Form::read("a=1&page=2").with(&[("page", "")]), "a=1");
    }

    #[test]
    fn a_reply_says_what_may_act() {
        let sent = Reply::html("x".to_owned()).send(true);
        assert_eq!(sent.headers()["content-length"], "1");
        assert!(sent.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
        let name = Reply::html(String::new()).saved_as("A/RES/1 \"x\"").send(false);
        assert_eq!(name.headers()["content-disposition"], "attachment; filename=\"A-RES-1--x-\"");
    }
}
