//! A sentence with every mention replaced by the marker of its class: what cue templates are matched against.
//!
//! `As members of the CSTO and the SCO, Tajikistan …` becomes `As members of the <org> and the <org>, <state> …`;
//! a name with its abbreviation in brackets is one marker.

use crate::knowledge::cues::marker;
use crate::model::{Deixis, Kind, Meaning, Mention, Span};

#[derive(Debug)]
pub struct Skeleton {
    pub text: String,
    /// Byte offset of each marker in `text` with the mentions it stands for (a name and its abbreviation).
    markers: Vec<(usize, Vec<usize>)>,
    /// `(skeleton, original)` offsets at the beginning of each literal stretch.
    runs: Vec<(usize, usize)>,
}

impl Skeleton {
    /// The skeleton of `text`, which begins at `at` in the document, with the document's mentions that lie in it.
    #[must_use]
    pub fn of(text: &str, at: usize, mentions: &[Mention]) -> Self {
        let mut skeleton = Self { text: String::with_capacity(text.len()), markers: Vec::new(), runs: Vec::new() };
        let mut from = at;
        for (i, mention) in mentions.iter().enumerate() {
            let Some(class) = class_of(&mention.meaning) else { continue };
            let between = &text[from - at..mention.span.start - at];
            if matches!(between, "(" | " (") && skeleton.is_apposition(mentions, mention, &text[mention.span.end - at..]) {
                // The abbreviation and its brackets are swallowed by the name before them.
                if let Some((_, members)) = skeleton.markers.last_mut() {
                    members.push(i);
                }
                from = mention.span.end + 1;
                continue;
            }
            skeleton.literal(between, from);
            skeleton.markers.push((skeleton.text.len(), vec![i]));
            skeleton.text.push(class);
            from = mention.span.end;
        }
        skeleton.literal(&text[from - at..], from);
        skeleton
    }

    fn literal(&mut self, text: &str, from: usize) {
        if !text.is_empty() {
            self.runs.push((self.text.len(), from));
            self.text.push_str(text);
        }
    }

    fn is_apposition(&self, mentions: &[Mention], mention: &Mention, after: &str) -> bool {
        let Some(last) = self.markers.last().and_then(|(_, m)| m.last()).map(|&i| &mentions[i]) else { return false };
        after.starts_with(')') && !mention.entities().is_empty() && last.entities() == mention.entities()
    }

    /// The mentions whose markers lie in a span of the skeleton.
    pub fn mentions_in(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        self.markers.iter().filter(move |(at, _)| span.start <= *at && *at < span.end).map(|(_, members)| members[0])
    }

    /// The stretch of the document that a stretch of the skeleton stands for.
    #[must_use]
    pub fn original(&self, span: Span, mentions: &[Mention]) -> Option<Span> {
        let start = match self.members_at(span.start) {
            Some(members) => mentions[*members.first()?].span.start,
            None => self.literal_place(span.start)?,
        };
        let last = self.text[span.start..span.end].char_indices().next_back().map(|(i, c)| (span.start + i, c.len_utf8()))?;
        let end = match self.members_at(last.0) {
            Some(members) => mentions[*members.last()?].span.end,
            None => self.literal_place(last.0)? + last.1,
        };
        (start < end).then(|| Span::new(start, end))
    }

    fn members_at(&self, offset: usize) -> Option<&[usize]> {
        self.markers.iter().find(|(at, _)| *at == offset).map(|(_, members)| members.as_slice())
    }

    fn literal_place(&self, offset: usize) -> Option<usize> {
        let at = self.runs.partition_point(|&(s, _)| s <= offset);
        at.checked_sub(1).map(|i| self.runs[i].1 + (offset - self.runs[i].0))
    }
}

const fn class_of(meaning: &Meaning) -> Option<char> {
    Some(match meaning {
        Meaning::Name(entity) => match entity.kind {
            Kind::State => marker::STATE,
            Kind::Organisation => marker::ORGANISATION,
            Kind::Instrument => marker::INSTRUMENT,
            Kind::Place => marker::PLACE,
            Kind::Person => marker::PERSON,
            _ => marker::OPEN,
        },
        Meaning::Resolved(entities, _) => match entities.as_slice() {
            [first, ..] => match first.kind {
                Kind::State => marker::STATE,
                Kind::Organisation => marker::ORGANISATION,
                Kind::Instrument => marker::INSTRUMENT,
                _ => marker::OPEN,
            },
            [] => marker::OPEN,
        },
        Meaning::Reference(_) => marker::REFERENCE,
        Meaning::Moment(_) => marker::MOMENT,
        // Posts stay words: cues speak of chairs and presidents in their own text.
        Meaning::Post(_) => return None,
        // So do `the Council` and `the Assembly` where they mean no body that is known.
        Meaning::Deixis(Deixis::OwnCouncil | Deixis::OwnAssembly) => return None,
        Meaning::Tongue(_) => marker::TONGUE,
        Meaning::Person(_) => marker::PERSON,
        Meaning::Title(_) => marker::TITLE,
        Meaning::Provision(_) => marker::PROVISION,
        Meaning::Deixis(_) => marker::OPEN,
    })
}
