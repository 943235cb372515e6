//! Organisations that cooperate under a named instrument, at a joint event or since a date.

use super::member_of::on;
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Kind, Language, Meaning};
use crate::recognise::titles::titled_instrument;
use crate::vocabulary::rap;

pub struct CooperatesWith;

const NAME: &str = "cooperates_with";

impl Extractor for CooperatesWith {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::COOPERATES_WITH]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        titled(reading, out);
        reading.matches(NAME, |m| {
            let place = m.place(NAME);
            let left = m.any(&["orgs", "org", "parties", "party"]);
            let left: Vec<Entity> = if left.is_empty() { m.claimant().into_iter().collect() } else { left };
            let right = m.any(&["orgs2", "org2", "parties2", "party2"]);
            for a in &left {
                for b in right.iter().filter(|b| *b != a) {
                    let finding = out.state(a, rap::COOPERATES_WITH, b, &place);
                    finding.with_all(&on(m));
                    if let Some(instrument) = m.any(&["instrument", "title"]).into_iter().next() {
                        finding.with(rap::INSTRUMENT, instrument);
                    }
                }
            }
        });
    }
}

/// The title of a memorandum or joint statement on cooperation names both sides.
fn titled(reading: &Reading<'_>, out: &mut Findings) {
    for sentence in &reading.sentences {
        let language = reading.document.segments[sentence.segment].language;
        let mentions = reading.mentions(sentence);
        for (at, mention) in mentions.iter().enumerate() {
            let (title, instrument) = match &mention.meaning {
                Meaning::Title(title) => (title.as_str(), titled_instrument(title)),
                Meaning::Name(entity) if entity.kind == Kind::Instrument => (reading.document.slice(mention.span), entity.clone()),
                _ => continue,
            };
            if !reading.knowledge.rules(language).layout.is("cooperation-title", title) {
                continue;
            }
            let sides = sides(reading, title, language);
            let [a, b] = sides.as_slice() else { continue };
            let place = reading.place(sentence, NAME).pattern("cooperation-title");
            let finding = out.state(a, rap::COOPERATES_WITH, b, &place);
            finding.with(rap::INSTRUMENT, instrument);
            let before = at.checked_sub(1).map(|i| &mentions[i]);
            // Marks around a title are not part of a known name.
            let marks = mention.span.start - before.map_or(0, |m| m.span.end.min(mention.span.start));
            if let Some(Meaning::Moment(moment)) = before.filter(|_| marks <= 3).map(|m| &m.meaning) {
                finding.with(rap::ON, moment.from);
            }
        }
    }
}

/// The organisations of a title, each looked for between the words that join them: the whole may be a known name.
fn sides(reading: &Reading<'_>, title: &str, language: Language) -> Vec<Entity> {
    let mut separators: Vec<&str> = reading.knowledge.rules(language).settings.list_separators.iter().map(String::as_str).collect();
    separators.sort_by_key(|s| std::cmp::Reverse(s.len()));
    let joined = |parts: Vec<&str>| -> Vec<Entity> {
        let mut sides: Vec<Entity> = Vec::new();
        for (_, sense) in parts.iter().flat_map(|part| reading.knowledge.names.find(part, language)) {
            if sense.entity.kind == Kind::Organisation && !sides.contains(&sense.entity) {
                sides.push(sense.entity.clone());
            }
        }
        sides
    };
    let cuts = separators.iter().filter(|s| title.contains(**s)).map(|s| joined(title.split(*s).collect()));
    std::iter::once(joined(vec![title])).chain(cuts).find(|sides| sides.len() == 2).unwrap_or_default()
}
