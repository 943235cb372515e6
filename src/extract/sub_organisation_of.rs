//! Organs and parts of organisations: `the organs of X include A and B`, and organs named after their organisation.

use super::reading::Match;
use super::{Extractor, Reading};
use crate::knowledge::Knowledge;
use crate::model::text::is_cjk;
use crate::model::{Entity, Findings, Kind, Language, Meaning, Node};
use crate::recognise::organs::unknown;
use crate::vocabulary::{org, rap, rdf, skos};

pub struct SubOrganisationOf;

const NAME: &str = "sub_organisation_of";
const PRINCIPAL_ORGAN: &str = "principal-organ";
/// Kinds of organisations that are nobody's organs.
const STANDING_ALONE: [&str; 7] =
    ["regional-organisation", "agency", "related-organisation", "non-governmental", "group", "armed-group", "programme"];

impl Extractor for SubOrganisationOf {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[org::SUB_ORGANIZATION_OF]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        reading.matches(NAME, |m| {
            let (whole, parts) = match m.setting("whole") {
                Some(slot) => (m.one(slot), m.any(&["orgs", "org"])),
                None => (m.one("org"), m.any(&["orgs2", "org2"])),
            };
            let Some(whole) = whole else { return };
            let place = m.place(NAME);
            for part in parts.into_iter().filter(|p| *p != whole) {
                out.state(&part, org::SUB_ORGANIZATION_OF, &whole, &place);
            }
            for (part, name) in listed(m, &whole) {
                if part.key.starts_with("x-") {
                    describe(out, &part, name, reading.document.language);
                }
                out.state(&part, org::SUB_ORGANIZATION_OF, &whole, &place);
            }
        });
        named_after(reading, out);
        set_up_by_resolution(reading, out);
    }
}

/// The organs of a list, known or not.
fn listed(m: &Match<'_, '_>, whole: &Entity) -> Vec<(Entity, String)> {
    let Some((_, list)) = m.original("list") else { return Vec::new() };
    let language = m.reading.document.segments[m.sentence.segment].language;
    let settings = &m.reading.knowledge.rules(language).settings;
    let mut separators: Vec<&String> = settings.list_separators.iter().collect();
    separators.sort_by_key(|s| std::cmp::Reverse(s.len()));
    let list = separators.into_iter().fold(crate::normalise::fold_line(&list), |l, s| l.replace(s.as_str(), "\n"));
    let head = m.original("org").map(|(_, words)| words).unwrap_or_default();
    let items = list
        .split('\n')
        .map(str::trim)
        .filter(|item| settings.organ_nouns.iter().any(|n| item.ends_with(n.as_str()) && item.len() > n.len()));
    // What modifies a name is not part of it.
    let bare = |item: &'_ str| -> String {
        let from = item.char_indices().rev().find(|(_, c)| settings.particles.contains(*c)).map_or(0, |(i, c)| i + c.len_utf8());
        let rest = &item[from..];
        if rest.chars().count() >= 4 { rest.to_owned() } else { item.to_owned() }
    };
    items
        .map(bare)
        .map(|item| {
            let item = item.as_str();
            let known = |name: &str| m.reading.knowledge.names.exactly(name, language, Kind::Organisation).map(|s| s.entity.clone());
            let entity = known(&format!("{head}{item}")).or_else(|| known(item)).unwrap_or_else(|| unknown(whole, item));
            (entity, item.to_owned())
        })
        .collect()
}

/// Organs whose printed name begins with that of a regional organisation.
fn named_after(reading: &Reading<'_>, out: &mut Findings) {
    for sentence in &reading.sentences {
        let language = reading.document.segments[sentence.segment].language;
        for mention in reading.mentions(sentence) {
            let Meaning::Name(part) = &mention.meaning else { continue };
            let text = reading.document.slice(mention.span);
            if part.kind != Kind::Organisation {
                continue;
            }
            let Some(whole) = head(reading.knowledge, text, language, part) else { continue };
            if part.key.starts_with("x-") {
                describe(out, part, text.to_owned(), language);
            }
            let place = reading.place(sentence, NAME).pattern("named-after");
            out.state(part, org::SUB_ORGANIZATION_OF, &whole, &place);
        }
    }
}

/// Committees named by the resolution of the body that set them up.
fn set_up_by_resolution(reading: &Reading<'_>, out: &mut Findings) {
    for sentence in &reading.sentences {
        let mentions = reading.mentions(sentence);
        for mention in mentions {
            let Meaning::Resolved(committee, number) = &mention.meaning else { continue };
            let resolution = mentions.iter().find(|m| m.span == *number && matches!(m.meaning, Meaning::Reference(_)));
            let body = resolution.and_then(|m| reading.knowledge.gazetteer.body_of(m.entities().first()?));
            let (Some(body), [committee], Some(resolution)) = (body, committee.as_slice(), resolution) else { continue };
            if reading.knowledge.gazetteer.kind_of(committee).is_empty() {
                let words = reading.document.text.quote(resolution.span.joined(mention.span));
                describe(out, committee, words, reading.document.segments[sentence.segment].language);
            }
            let mut place = reading.place(sentence, NAME).pattern("set-up-by-resolution");
            place.evidence.antecedents.push(*number);
            out.state(committee, org::SUB_ORGANIZATION_OF, &body, &place);
        }
    }
}

/// The organisation that an organ is named after: its name begins the organ's or, in languages that put it later, is
/// the only other one in it.
fn head(knowledge: &Knowledge, name: &str, language: Language, part: &Entity) -> Option<Entity> {
    let last = name.chars().next_back()?.len_utf8();
    let organisations = |text: &str| -> Vec<(usize, usize, Entity)> {
        let named = knowledge.names.find(text, language).filter(|(_, sense)| sense.entity.kind == Kind::Organisation);
        named.map(|(span, sense)| (span.start, span.end, sense.entity.clone())).collect()
    };
    let first = organisations(&name[..name.len() - last]).into_iter().next().filter(|(start, ..)| *start == 0);
    let whole = match first {
        // In a script with spaces a name does not end within a word.
        Some((_, end, _)) if name[end..].starts_with(|c: char| c.is_alphanumeric() && !is_cjk(c)) => return None,
        // A joining word makes it the beginning of a longer name: economic cooperation and development.
        Some((_, end, _)) if knowledge.rules(language).settings.begins_with_separator(&name[end..]) => return None,
        Some((.., whole)) => whole,
        None if language.is_unspaced() => return None,
        None => {
            let from = name.find(' ')? + 1;
            // Without the word that joins them it may be but the end of the organ's own name.
            let joined = |start: usize| knowledge.rules(language).settings.ends_in_genitive(&name[..from + start]);
            match organisations(&name[from..]).as_slice() {
                [(start, _, whole)] if joined(*start) => whole.clone(),
                _ => return None,
            }
        }
    };
    (whole != *part && may_have(knowledge, &whole, part)).then_some(whole)
}

/// Whether what is named after an organisation is a part of it.
fn may_have(knowledge: &Knowledge, whole: &Entity, part: &Entity) -> bool {
    let kind = knowledge.gazetteer.kind_of(whole);
    // What else begins with the name of the United Nations (its programmes, its agencies) says nothing of standing.
    let resolves = |body: &Entity| knowledge.gazetteer.passes_resolutions(body);
    let is_principal = knowledge.gazetteer.kind_of(part) == PRINCIPAL_ORGAN && !part.key.starts_with("x-") && !resolves(part);
    let has_committees = kind == PRINCIPAL_ORGAN && resolves(whole);
    // An organisation of its own is no part of one whose name its own begins with.
    if STANDING_ALONE.contains(&knowledge.gazetteer.kind_of(part)) {
        return false;
    }
    is_principal || has_committees || matches!(kind, "regional-organisation" | "regional-commission" | "agency" | "organ")
}

fn describe(out: &mut Findings, organ: &Entity, name: String, language: Language) {
    out.describe(organ, rdf::TYPE, Node::Term(rap::ORGANISATION));
    out.describe(organ, skos::PREF_LABEL, Node::Text(name, language));
}
