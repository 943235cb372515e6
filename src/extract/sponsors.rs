//! Sponsors: the states that put a draft forward; said of the draft and of the resolution that it became.
//!
//! From the metadata of a file, from a line such as `Sponsored by: A, B and C`, and from what is said of a draft.

use super::{Extractor, Reading};
use crate::model::metadata::Field;
use crate::model::{Entity, Findings, Genre, Span};
use crate::vocabulary::rap;

pub struct Sponsors;

const NAME: &str = "sponsors";

impl Extractor for Sponsors {
    fn name(&self) -> &'static str {
        NAME
    }

    fn states(&self) -> &'static [&'static str] {
        &[rap::SPONSORS]
    }

    fn extract(&self, reading: &Reading<'_>, out: &mut Findings) {
        let document = reading.document;
        let draft = document.metadata.iter().find(|r| r.field == Field::Draft).and_then(|r| r.entities.first());
        for record in document.metadata.iter().filter(|r| r.field == Field::Sponsors) {
            let place = reading.place_of(record, NAME).pattern("metadata");
            for state in &record.entities {
                for sponsored in [Some(&document.entity), draft].into_iter().flatten() {
                    out.state(state, rap::SPONSORS, sponsored, &place);
                }
            }
        }
        reading.matches(NAME, |m| {
            for (state, draft) in m.entities("states").iter().flat_map(|s| m.entities("reference").into_iter().map(move |d| (s, d))) {
                out.state(state, rap::SPONSORS, draft, &m.place(NAME));
            }
        });
        if matches!(document.genre, Genre::Resolution | Genre::DraftResolution) {
            for line in lists(reading, "sponsors") {
                let place = reading.place_in(line.segment, line.span, NAME).pattern("sponsors");
                for state in line.states {
                    out.state(state, rap::SPONSORS, &document.entity, &place);
                }
            }
        }
    }
}

/// A labelled list of states.
#[derive(Debug)]
pub struct StateList<'d> {
    pub segment: usize,
    pub span: Span,
    pub states: Vec<&'d Entity>,
}

/// The lists of states under a label of the layout: behind it, or in the next line where it stands alone.
pub fn lists<'d>(reading: &Reading<'d>, label: &str) -> Vec<StateList<'d>> {
    let document = reading.document;
    let labelled = |index: usize| {
        let segment = &document.segments[index];
        let layout = &reading.knowledge.rules(segment.language).layout;
        let text = document.slice(segment.span);
        // Two labels in one paragraph: which list a state is in cannot be told.
        segment.kind.is_prose() && text.matches(':').count() == 1 && layout.is(label, text)
    };
    let list = |segment: usize| {
        let states = document.mentions[segment].iter().flat_map(|m| m.entities()).filter(|e| e.is_state()).collect();
        StateList { segment, span: document.segments[segment].span, states }
    };
    let indices = (0..document.segments.len()).filter(|&i| labelled(i));
    indices
        .map(|index| {
            let here = list(index);
            let next = index + 1;
            if here.states.is_empty() && next < document.segments.len() { list(next) } else { here }
        })
        .filter(|l| !l.states.is_empty())
        .collect()
}
