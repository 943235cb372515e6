//! XML as it really comes: tags that do not match, files cut off, bare ampersands. What can be read is read, in
//! proper nesting, and each defect is counted.

use super::clock::Clock;
use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A step through the tree; every `Start` has its `End`, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Local name and attributes.
    Start(String, Vec<(String, String)>),
    End(String),
    Text(String),
}

/// Defects of a file: how many, the line of the first, and what it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Defects {
    pub count: usize,
    pub line: usize,
    pub first: String,
}

/// Deeper nesting than this is no document's: the tags of what is nested deeper are passed over.
const MAX_DEPTH: usize = 512;

/// Walks through a file and tells each step; never fails, and ends when the time is over.
pub fn walk(xml: &str, clock: Clock, mut each: impl FnMut(Step)) -> Defects {
    let mut walker = Walker { xml, clock, each: &mut each, open: Vec::new(), defects: Defects::default() };
    let mut base = 0;
    while let Some(broken) = walker.stretch(base).filter(|_| !clock.is_over()) {
        // A tag that is no tag: reading begins anew at the next one.
        let Some(next) = xml.get(broken + 1..).and_then(|rest| rest.find('<')) else { break };
        base = broken + 1 + next;
    }
    if !walker.open.is_empty() {
        let message = format!("the file ends before `{}` does", walker.open.join("/"));
        walker.defect(xml.len(), message);
    }
    while let Some(name) = walker.open.pop() {
        (walker.each)(Step::End(name));
    }
    walker.defects
}

/// The value of an attribute; empty where there is none.
#[must_use]
pub fn value<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    attributes.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v)
}

struct Walker<'x> {
    xml: &'x str,
    clock: Clock,
    each: &'x mut dyn FnMut(Step),
    open: Vec<String>,
    defects: Defects,
}

impl Walker<'_> {
    /// Reads from an offset to the end, or to a place that cannot be read, which it returns.
    fn stretch(&mut self, base: usize) -> Option<usize> {
        let xml = self.xml;
        let mut reader = Reader::from_str(&xml[base..]);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.expand_empty_elements = true;
        for step in 1usize.. {
            if self.clock.is_over_at(step) {
                break;
            }
            let at = base + reader.buffer_position() as usize;
            match reader.read_event() {
                Ok(Event::Start(tag)) => self.start(&tag, at),
                Ok(Event::End(tag)) => self.end(&local(tag.name().as_ref()), at),
                Ok(Event::Text(text)) => self.text(&String::from_utf8_lossy(&text)),
                Ok(Event::CData(text)) => self.text(&String::from_utf8_lossy(&text)),
                Ok(Event::GeneralRef(reference)) => self.reference(&reference, at),
                Ok(Event::Eof) => return None,
                Ok(_) => {}
                Err(error) => {
                    self.defect(at, error.to_string());
                    return Some(at.max(base));
                }
            }
        }
        None
    }

    fn start(&mut self, tag: &BytesStart<'_>, at: usize) {
        if self.open.len() == MAX_DEPTH {
            self.defect(at, "elements are nested too deep".to_owned());
            return;
        }
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            match attribute {
                Ok(a) => {
                    let raw = String::from_utf8_lossy(&a.value).into_owned();
                    let value = a.unescape_value().map_or_else(|_| raw.clone(), |v| v.into_owned());
                    attributes.push((local(a.key.as_ref()), value));
                }
                Err(error) => self.defect(at, error.to_string()),
            }
        }
        let name = local(tag.name().as_ref());
        self.open.push(name.clone());
        (self.each)(Step::Start(name, attributes));
    }

    /// Ends what is open inside; an end without a beginning is passed over.
    fn end(&mut self, name: &str, at: usize) {
        let Some(depth) = self.open.iter().rposition(|o| o == name) else {
            self.defect(at, format!("`</{name}>` ends nothing that is open"));
            return;
        };
        if depth + 1 < self.open.len() {
            let inner = self.open[depth + 1..].join("/");
            self.defect(at, format!("`</{name}>` comes before the end of `{inner}`"));
        }
        while self.open.len() > depth {
            if let Some(ended) = self.open.pop() {
                (self.each)(Step::End(ended));
            }
        }
    }

    fn text(&mut self, text: &str) {
        (self.each)(Step::Text(text.to_owned()));
    }

    fn reference(&mut self, reference: &BytesRef<'_>, at: usize) {
        let name = String::from_utf8_lossy(reference).into_owned();
        if let Ok(Some(c)) = reference.resolve_char_ref() {
            self.text(c.encode_utf8(&mut [0; 4]));
        } else if let Some(text) = resolve_predefined_entity(&name) {
            self.text(text);
        } else {
            self.defect(at, format!("`&{name};` is not known"));
            self.text(&format!("&{name};"));
        }
    }

    fn defect(&mut self, at: usize, what: String) {
        self.defects.count += 1;
        if self.defects.count == 1 {
            let before = &self.xml.as_bytes()[..at.min(self.xml.len())];
            self.defects.line = before.iter().filter(|&&b| b == b'\n').count() + 1;
            self.defects.first = what;
        }
    }
}

/// A name without its prefix.
fn local(name: &[u8]) -> String {
    let name = String::from_utf8_lossy(name);
    name.rsplit(':').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(xml: &str) -> (String, Defects) {
        let mut out = String::new();
        let defects = walk(xml, Clock::start(), |step| match step {
            Step::Start(name, _) => out.push_str(&format!("<{name}>")),
            Step::End(name) => out.push_str(&format!("</{name}>")),
            Step::Text(text) => out.push_str(&text),
        });
        (out, defects)
    }

    #[test]
    fn well_formed_files_have_no_defects() {
        let (out, defects) = told("<?xml version='1.0'?><a:x y='1'>b &amp; c<z/>&#8212;</a:x>");
        assert_eq!(out, "<x>b & c<z></z>\u{2014}</x>");
        assert_eq!(defects.count, 0);
    }

    #[test]
    fn whatever_comes_is_nested() {
        for (xml, expected, count) in [
            ("<a><b>x</a>y", "<a><b>x</b></a>y", 1),
            ("<a>x</b>y</a>", "<a>xy</a>", 1),
            ("<a>x<b>y", "<a>x<b>y</b></a>", 1),
            ("<a>Q & A</a>", "<a>Q & A</a>", 0),
            ("<a>x &nope; y</a>", "<a>x &nope; y</a>", 1),
            ("<a>x</a", "<a>x</a>", 2),
        ] {
            let (out, defects) = told(xml);
            assert_eq!(out, expected, "{xml}");
            assert_eq!(defects.count, count, "{xml}: {defects:?}");
        }
    }

    #[test]
    fn a_broken_tag_loses_itself_alone() {
        let (out, defects) = told("<a>one<!-- no end <b>two</b></a>");
        assert!(out.contains("two") && defects.count > 0, "{out} {defects:?}");
        assert_eq!(defects.line, 1);
    }
}
