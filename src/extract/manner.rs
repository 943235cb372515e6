//! How a citation is meant: by the verb whose direct object it is, or a member of the list of its objects.
//!
//! `Recalling its resolutions 1 (2020) and 2 (2021)` recalls both; `concerned at what report A/1 describes` regrets
//! nothing. Left out: what modifies the object, verbs that are denied or are somebody else's, verbs in titles.

use super::Reading;
use super::clause::{Part, Token, tokens};
use super::reading::Sentence;
use crate::knowledge::clauses::Roles;
use crate::knowledge::manners::{Behind, Government, Manners};
use crate::model::text::is_within;
use crate::model::{Language, Meaning, Mention, SegmentKind as K, Span};
use crate::vocabulary::rap;

/// Bytes before a citation in which its verb is looked for.
const REACH: usize = 6_000;

/// Characters between a citation and the verb behind it.
const BEHIND: usize = 3;

/// Characters behind a citation in which the act stands that is done under it.
const NEAR: usize = 30;

/// A citation in its paragraph.
struct Cited<'r, 'd> {
    reading: &'r Reading<'d>,
    segment: usize,
    language: Language,
    mention: &'r Mention,
    /// From where its verb may stand to where the citation begins.
    before: Span,
    /// From where it ends to the end of the sentence, or of the paragraph where that is one.
    after: Span,
    /// Whether a body resolves here: the verb that opens the paragraph governs all of it.
    resolves: bool,
}

/// The verb that governs a citation.
#[must_use]
pub fn manner(reading: &Reading<'_>, sentence: &Sentence<'_>, mention: &Mention) -> Option<&'static str> {
    let document = reading.document;
    let segment = &document.segments[sentence.segment];
    let resolves = matches!(segment.kind, K::Preambular | K::Operative);
    let whole = if resolves { segment.span } else { sentence.span };
    let from = whole.start.max(mention.span.start.saturating_sub(REACH));
    let from = (from..=mention.span.start).find(|&at| document.text.content.is_char_boundary(at))?;
    let cited = Cited {
        reading,
        segment: sentence.segment,
        language: segment.language,
        mention,
        before: Span::new(from, mention.span.start),
        after: Span::new(mention.span.end, whole.end),
        resolves,
    };
    cited.manner()
}

impl<'d> Cited<'_, 'd> {
    fn manner(&self) -> Option<&'static str> {
        let rules = self.reading.knowledge.rules(self.language);
        let manners = &rules.manners;
        let before = self.text(self.before);
        let verbs: Vec<(Span, Government)> = manners.find(before).collect();
        if let Some(manner) = self.verb_behind(&verbs, manners) {
            return Some(manner);
        }
        let is_note = |at: Span| self.resolves && rules.references.is_note(at.of(before));
        // Words of a name or of a quoted title are not the author's verbs.
        let mut own = verbs.iter().rev().filter(|(at, _)| !self.is_named(*at) && !is_quoted_apart(before, at.end));
        let mut last = own.next()?;
        if is_note(last.0) {
            // The notes of a resolution are not its acts; behind a note the sentence goes on.
            if !ends_note(&before[last.0.end..]) {
                return None;
            }
            last = own.find(|(at, _)| !is_note(*at))?;
        }
        if self.describes_another(&manners.modifiers) {
            return None;
        }
        if last.1 == Government::Under
            && let Some(manner) = self.under(last.0, manners)
        {
            return Some(manner);
        }
        let mut clean = last.1 != Government::Under;
        for (at, governing) in std::iter::once(last).chain(own) {
            let verb = at.shifted(self.before.start);
            match governing {
                Government::Manner(manner) if self.is_main(verb, manner) => {
                    return self.is_object_of(verb, manner, clean).then_some(*manner);
                }
                Government::Ends if self.opens_clause(verb) => return None,
                Government::Ends => clean = false,
                Government::Manner(_) | Government::Under => {}
            }
        }
        None
    }

    /// Whether the citation is what a verb governs; where another verb stands between, only what it names in brackets or
    /// asks to be carried out.
    fn is_object_of(&self, verb: Span, manner: &str, clean: bool) -> bool {
        let between = tokens(self.reading, self.segment, Span::new(verb.end, self.mention.span.start));
        let mut object = Object::new(manner == rap::CALLS_FOR, self.language);
        between.iter().for_each(|token| object.take(token));
        let holds = object.direct && (clean || object.carried || object.about) || self.stands_apart(&between) && object.names_paper();
        let opened = between.iter().any(|token| matches!(token.kind, Part::Mark('(')));
        holds && self.is_whole(manner, opened) && !self.is_of_another(&between)
    }

    /// Whether the citation is added to what stands before it: in brackets, or as a note that the text has taken in.
    fn stands_apart(&self, between: &[Token<'_>]) -> bool {
        let Some(last) = between.last() else { return false };
        let is_symbol = self.text(self.mention.span).contains('/');
        let adjoins = last.span.end == self.mention.span.start;
        matches!(last.kind, Part::Mark('(')) || is_symbol && (last.is_stop() || adjoins)
    }

    /// Whether a verb begins a clause of its own.
    fn opens_clause(&self, verb: Span) -> bool {
        let before = tokens(self.reading, self.segment, Span::new(self.before.start, verb.start));
        before.iter().rev().find(|t| !t.does(Roles::ADVERB)).is_none_or(|t| t.is_stop() || t.does(Roles::JOINT))
    }

    /// What is done under a document, where the author itself does it.
    fn under(&self, at: Span, manners: &Manners) -> Option<&'static str> {
        let after: String = self.text(self.after).chars().take(NEAR).collect();
        let own = manners.own_acts.iter().any(|(act, organ)| (self.resolves || !organ) && after.contains(act.as_str()));
        let stretch = Span::new(self.before.start + at.end, self.mention.span.start);
        (own && self.outside_names(stretch) <= 4).then_some(rap::ACTS_UNDER)
    }

    /// Whether a verb is the author's own and stands in a main clause that nothing denies.
    fn is_main(&self, verb: Span, manner: &str) -> bool {
        if manner == rap::ACTS_UNDER {
            return true;
        }
        let before = tokens(self.reading, self.segment, Span::new(self.before.start, verb.start));
        let opens = |t: &Token<'_>| t.is_stop() || matches!(t.kind, Part::Mark('('));
        let clause = before.iter().rposition(opens).map_or(0, |at| at + 1);
        let clause = &before[clause..];
        if clause.iter().any(|t| t.does(Roles::DENIES)) {
            return false;
        }
        if manner == rap::REFERS_TO {
            return true;
        }
        let last_joint = clause.iter().rposition(|t| t.does(Roles::JOINT)).map_or(0, |at| at + 1);
        if clause[last_joint..].iter().any(|t| t.does(Roles::LINKS)) {
            return false;
        }
        let passes = |t: &&Token<'_>| t.does(Roles::ADVERB) || matches!(t.kind, Part::Mark(c) if !matches!(c, '(' | '"'));
        match clause.iter().rev().find(|t| !passes(t)).map(|t| t.kind) {
            None | Some(Part::Mark(_) | Part::Stop) => true,
            Some(Part::Name(name)) => self.is_own(name),
            Some(Part::Word(roles)) => roles.has(Roles::JOINT) || roles.has(Roles::SUBJECT),
            Some(Part::Other) => false,
        }
    }

    /// Whether a name is that of the side whose word this is.
    fn is_own(&self, name: &Mention) -> bool {
        let document = self.reading.document;
        let claimants = &document.claimants[self.segment].by;
        let own = |e: &crate::model::Entity| claimants.contains(e) || document.organ.as_ref() == Some(e);
        claimants.is_empty() || matches!(name.meaning, Meaning::Deixis(_)) || name.entities().iter().any(own)
    }

    /// Whether the subject stands behind its verb and is another than the author.
    fn is_of_another(&self, between: &[Token<'_>]) -> bool {
        let Some(Token { kind: Part::Name(name), .. }) = between.first() else { return false };
        let is_body = name.entities().iter().any(|e| matches!(e.kind, crate::model::Kind::State | crate::model::Kind::Organisation));
        self.language == Language::Ar && is_body && !self.is_own(name)
    }

    /// Whether the citation is the end of its phrase, where what it modifies would stand behind it; `opened` where
    /// a bracket has opened since its verb.
    fn is_whole(&self, manner: &str, opened: bool) -> bool {
        if !self.language.is_unspaced() {
            return true;
        }
        let after = tokens(self.reading, self.segment, self.after);
        let named = matches!(self.mention.meaning, Meaning::Name(_) | Meaning::Title(_)) || self.text(self.mention.span).contains('/');
        let (mut complete, mut list, mut depth) = (named, false, 0);
        for (at, token) in after.iter().enumerate() {
            let stops = || after.get(at + 1).is_some_and(Token::is_stop);
            match token.kind {
                Part::Mark('(') => depth += 1,
                Part::Mark(')') if depth == 0 && !opened => return true,
                Part::Mark(')') => depth -= 1,
                Part::Mark(_) => {}
                _ if depth > 0 => {}
                Part::Stop if self.reading.document.slice(token.span) != "\u{3001}" => return true,
                Part::Stop => list = true,
                Part::Name(name) if list && is_cited(name) => list = false,
                Part::Name(name) if matches!(name.meaning, Meaning::Reference(_) | Meaning::Moment(_) | Meaning::Provision(_)) => {}
                // A note that the text has taken in names its publisher first.
                Part::Name(_) => return complete && (list || stops()),
                Part::Word(roles) if roles.has(Roles::NOTE) => return complete,
                Part::Word(roles) if roles.has(Roles::JOINT) => list = true,
                Part::Word(roles) if manner == rap::CALLS_FOR && roles.has(Roles::AFTER) => return true,
                Part::Word(roles) if roles.has(Roles::OBJECT) || roles.has(Roles::CLOSES) => complete |= roles.has(Roles::PAPER) && !list,
                _ => return list && complete,
            }
        }
        true
    }

    /// The manner of a verb that stands behind the citation: `towards X we feel regret`.
    fn verb_behind(&self, verbs: &[(Span, Government)], manners: &Manners) -> Option<&'static str> {
        let clause_end = [',', ';', '\u{3002}'];
        let before = self.text(self.before);
        let clause = before.rfind(clause_end).map_or(0, |i| i + before[i..].chars().next().map_or(1, char::len_utf8));
        // What is added in brackets is not between.
        let after = self.text(self.after);
        let bracket = after.strip_prefix('(').and_then(|rest| rest.find(')').map(|i| i + 2)).unwrap_or(0);
        let after = &after[bracket..];
        let governs = |behind: &&Behind| {
            let opens = before[clause..].rfind(behind.opening.as_str()).map(|at| clause + at);
            let is_free = opens.is_some_and(|opens| verbs.iter().all(|(at, _)| at.start < opens || behind.opening.is_empty()));
            let between = after.find(behind.verb.as_str()).map(|closes| &after[..closes]);
            let near = between.is_some_and(|between| is_within(between, BEHIND) && !between.contains(clause_end));
            is_free && near && opens.is_some_and(|opens| self.is_object_from(opens + behind.opening.len(), behind))
        };
        manners.behind.iter().find(governs).map(|behind| behind.manner)
    }

    /// Whether nothing but the object stands between the opening of such a verb and the citation, and nothing denies it.
    fn is_object_from(&self, opens: usize, behind: &Behind) -> bool {
        let start = self.before.start + opens;
        let before = tokens(self.reading, self.segment, Span::new(self.before.start, start));
        let clause = before.iter().rposition(Token::is_stop).map_or(0, |at| at + 1);
        if before[clause..].iter().any(|t| t.does(Roles::DENIES)) {
            return false;
        }
        let mut object = Object::new(false, self.language);
        tokens(self.reading, self.segment, Span::new(start, self.mention.span.start)).iter().for_each(|t| object.take(t));
        behind.opening.is_empty() || object.direct
    }

    /// Whether the list of citations that this one belongs to only says which thing is meant: what follows tells.
    fn describes_another(&self, modifiers: &[String]) -> bool {
        let content = &self.reading.document.text.content;
        let mut end = self.mention.span.end;
        let later = self.reading.document.mentions[self.segment].iter().filter(|m| m.span.start >= self.mention.span.end);
        for next in later.take_while(|m| matches!(m.meaning, Meaning::Reference(_) | Meaning::Moment(_))) {
            if content.get(end..next.span.start).is_none_or(|between| !is_within(between, LINK)) {
                break;
            }
            end = next.span.end;
        }
        let after = content[end.min(self.after.end)..self.after.end].trim_start();
        modifiers.iter().any(|form| after.starts_with(form.as_str()))
    }

    fn text(&self, span: Span) -> &'d str {
        self.reading.document.slice(span)
    }

    fn is_named(&self, at: Span) -> bool {
        let at = at.shifted(self.before.start);
        self.reading.document.mentions[self.segment].iter().any(|m| m.span.contains(at))
    }

    /// Characters of a stretch that belong to no name, date or number.
    fn outside_names(&self, stretch: Span) -> usize {
        let named = self.reading.document.mentions[self.segment].iter().filter(|m| stretch.contains(m.span));
        let inside: usize = named.map(|m| self.text(m.span).chars().count()).sum();
        self.text(stretch).chars().count() - inside
    }
}

/// Characters between two members of one list.
const LINK: usize = 6;

/// What stands between a verb and a citation, read word by word.
struct Object {
    calls: bool,
    unspaced: bool,
    /// Only words that an object may consist of stand before here.
    direct: bool,
    /// An object was complete: a list of them may go on.
    listed: bool,
    /// A document noun of the object whose symbol may follow in brackets.
    paper: bool,
    /// What that document is about has begun.
    about: bool,
    /// Another document noun whose number has not come.
    pending: bool,
    /// Such nouns that never had one.
    others: usize,
    /// It was said what is to be done with the document.
    carried: bool,
    stopped: bool,
}

impl Object {
    const fn new(calls: bool, language: Language) -> Self {
        Self {
            calls,
            unspaced: language.is_unspaced(),
            direct: true,
            listed: false,
            paper: false,
            about: false,
            pending: false,
            others: 0,
            carried: false,
            stopped: false,
        }
    }

    fn take(&mut self, token: &Token<'_>) {
        match token.kind {
            Part::Name(name) if is_cited(name) => {
                self.listed |= self.direct;
                self.paper &= !self.direct;
                self.pending = false;
            }
            Part::Name(_) | Part::Mark(_) => {}
            Part::Stop => {
                self.stopped = true;
                self.join();
            }
            Part::Word(roles) => self.word(roles),
            Part::Other => self.leave(),
        }
    }

    fn word(&mut self, roles: Roles) {
        if roles.has(Roles::JOINT) {
            self.join();
        }
        if roles.is(Roles::JOINT) {
        } else if roles.has(Roles::CLOSES) {
            self.direct = true;
        } else if self.calls && (roles.has(Roles::CARRY) && !(self.unspaced && self.stopped) || self.direct && roles.has(Roles::CARRYING)) {
            (self.direct, self.carried) = (true, true);
        } else if roles.has(Roles::AMONG) {
            self.direct |= self.listed || self.paper;
        } else if roles.has(Roles::WITHIN) && self.paper {
        } else if roles.has(Roles::ABOUT) && (self.paper || self.unspaced) && self.direct {
            (self.direct, self.about) = (false, true);
        } else if roles.has(Roles::OBJECT) || roles.has(Roles::ADVERB) {
            if roles.has(Roles::PAPER) {
                self.paper |= self.direct;
                self.others += usize::from(!self.direct && self.pending);
                self.pending = !self.direct;
            }
        } else {
            self.leave();
        }
    }

    /// A joint: behind an object that is complete another may come.
    const fn join(&mut self) {
        self.direct |= self.listed;
    }

    const fn leave(&mut self) {
        self.direct = false;
        if self.pending && !self.unspaced {
            (self.others, self.pending) = (self.others + 1, false);
        }
    }

    /// Whether a symbol in brackets names the document that is the object.
    const fn names_paper(&self) -> bool {
        if self.unspaced { self.about && self.pending } else { self.paper && !self.pending && self.others == 0 }
    }
}

fn is_cited(name: &Mention) -> bool {
    match &name.meaning {
        Meaning::Reference(_) | Meaning::Title(_) => true,
        _ => name.entities().iter().any(|e| e.kind == crate::model::Kind::Instrument),
    }
}

/// Whether a note inside a sentence has come to its full stop: no number goes on behind it (No. 53).
fn ends_note(text: &str) -> bool {
    text.match_indices('.').any(|(at, _)| {
        let rest = &text[at + 1..];
        rest.starts_with([',', ')', '\u{60C}']) || rest.starts_with(' ') && !rest.trim_start().starts_with(|c: char| c.is_ascii_digit())
    })
}

/// Whether a place stands in quotation marks that close before the end of the text.
fn is_quoted_apart(text: &str, at: usize) -> bool {
    let depth = |text: &str| {
        let marks = |marks: [char; 2]| text.matches(marks).count() as isize;
        let straight = text.matches('"').count() as isize % 2;
        marks(['\u{201C}', '\u{AB}']) - marks(['\u{201D}', '\u{BB}']) + straight
    };
    depth(&text[..at]) > depth(text)
}
