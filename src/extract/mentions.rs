//! Which states, organisations and instruments a document, or each speech of a record, names, and how often.

use super::cites::is_annexed;
use super::polls::is_roll;
use super::reading::is_running_text;
use super::{Extractor, Reading};
use crate::model::{Entity, Findings, Genre, Kind, Meaning, Mention, Node, Span};
use crate::recognise::titles::titled_instrument;
use crate::vocabulary::rap;
use std::collections::BTreeMap;

pub struct Mentions;

const NAME: &str = "mentions";

impl Extractor for Mentions {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::MENTIONS]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        let by_speech = document.genre == Genre::VerbatimRecord;
        let mut counts: BTreeMap<(Entity, Entity), (i64, usize, Span)> = BTreeMap::new();
        for sentence in &reading.sentences {
            if !is_running_text(document.segments[sentence.segment].kind) || by_speech && is_roll(reading, sentence.segment) {
                continue;
            }
            let place = if by_speech { &document.places[sentence.segment] } else { &document.entity };
            for entity in reading.mentions(sentence).iter().flat_map(|m| named(reading, m)) {
                if matches!(entity.kind, Kind::State | Kind::Organisation | Kind::Instrument) {
                    let entry = counts.entry((place.clone(), entity.clone())).or_insert((0, sentence.segment, sentence.span));
                    entry.0 += 1;
                }
            }
        }
        for ((subject, entity), (count, segment, span)) in counts {
            let mut place = reading.place_in(segment, span, NAME).pattern("mention");
            place.claimed_by = &[];
            out.state(&subject, rap::MENTIONS, &entity, &place).with(rap::COUNT, Node::Integer(count));
        }
    }
}

/// What a mention names; a title that no table knows is an instrument, unless it is that of the text's own annex.
fn named(reading: &Reading<'_>, mention: &Mention) -> Vec<Entity> {
    match &mention.meaning {
        Meaning::Title(title) if !is_annexed(reading, mention) => vec![titled_instrument(title)],
        _ => mention.entities().to_vec(),
    }
}
