//! What the parts share: names without prefixes, attributes, notes and relations.

use super::super::clock::Clock;
use super::numbering::Numbering;
use super::parts::Notes;
use super::styles::Styles;
use super::walker::Walk;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;

/// An element's name without its prefix.
pub fn local(tag: &BytesStart<'_>) -> String {
    String::from_utf8_lossy(tag.local_name().as_ref()).into_owned()
}

/// An attribute by its name without prefix.
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let found = tag.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name.as_bytes())?;
    Some(found.unescape_value().map_or_else(|_| String::from_utf8_lossy(&found.value).into_owned(), std::borrow::Cow::into_owned))
}

/// Calls back for each element with its name, its tag and whether it opens; ends at the first error.
pub fn each_tag(xml: &str, mut each: impl FnMut(&str, &BytesStart<'_>, bool)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Start(tag) => each(&local(&tag), &tag, true),
            Event::Empty(tag) => {
                let name = local(&tag);
                each(&name, &tag, true);
                each(&name, &tag, false);
            }
            Event::End(tag) => {
                let name = String::from_utf8_lossy(tag.local_name().as_ref()).into_owned();
                each(&name, &BytesStart::new(&name), false);
            }
            Event::Eof => break,
            _ => {}
        }
    }
}

/// Targets of relations by identifier, with their kind.
pub fn relations(xml: &str, folder: &str) -> FxHashMap<String, (String, String)> {
    let mut found = FxHashMap::default();
    each_tag(xml, |name, tag, opens| {
        if !opens || name != "Relationship" || attribute(tag, "TargetMode").as_deref() == Some("External") {
            return;
        }
        let (Some(id), Some(target), Some(kind)) = (attribute(tag, "Id"), attribute(tag, "Target"), attribute(tag, "Type")) else { return };
        let target = match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None if folder.is_empty() => target,
            None => format!("{folder}/{target}"),
        };
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        found.insert(id, (target, kind));
    });
    found
}

/// The notes of a part by identifier: each note is a small document.
pub fn notes(xml: &str, styles: &Styles, numbering: &Numbering, clock: Clock) -> FxHashMap<String, String> {
    let mut found = FxHashMap::default();
    let none = Notes::default();
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    while let Ok(event) = reader.read_event() {
        let Event::Start(tag) = event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        if !matches!(local(&tag).as_str(), "footnote" | "endnote") {
            continue;
        }
        // Separators are notes of a type of their own.
        let id = attribute(&tag, "id").filter(|_| attribute(&tag, "type").is_none_or(|t| t == "normal"));
        let Ok(inner) = reader.read_text(tag.name()) else { break };
        let mut walk = Walk::new(styles, numbering, &none, clock);
        let _ = walk.run(&inner);
        if let Some(id) = id {
            let lines = walk.finish().0;
            found.insert(id, lines.iter().map(|l| l.text.replace('\n', " ")).collect::<Vec<_>>().join(" "));
        }
    }
    found
}
