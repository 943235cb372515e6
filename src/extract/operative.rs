//! The paragraphs by which a resolution or a statement acts: numbered ones, their sub-paragraphs, and every paragraph of
//! a president's statement. `3. Requests the Secretary-General: (a) to …` has a paragraph 3 and a 3(a) of it.
//!
//! Left out: paragraphs of annexes, which are not the body's own acts.

use super::Reading;
use crate::model::{Entity, Genre, SegmentKind as K};

/// A paragraph that acts.
#[derive(Debug)]
pub struct Act {
    pub segment: usize,
    pub paragraph: Entity,
    /// The numbered paragraph that a sub-paragraph belongs to, among all acts.
    pub chapeau: Option<usize>,
}

/// All of them, in the order of the text.
pub fn acts(reading: &Reading<'_>) -> Vec<Act> {
    let document = reading.document;
    let resolves = matches!(document.genre, Genre::Resolution | Genre::DraftResolution);
    let states = document.genre == Genre::PresidentialStatement;
    let mut all: Vec<Act> = Vec::new();
    let (mut chapeau, mut letters) = (None, 0u8);
    for (segment, s) in document.segments.iter().enumerate().filter(|(_, s)| s.parent.is_none()) {
        let own = match s.kind {
            K::Operative if resolves || states => true,
            K::Preambular if states => false,
            K::Paragraph if chapeau.is_some() => {
                let Some(at) = chapeau else { continue };
                let first: &Act = &all[at];
                let begins = is_lettered(document.slice(s.span)) && letters < 26;
                letters += u8::from(begins);
                let paragraph = match letters {
                    0 => first.paragraph.clone(),
                    n => Entity::document(&format!("{}({})", first.paragraph.key, char::from(b'a' + n - 1))),
                };
                let chapeau = (letters > 0).then_some(at);
                all.push(Act { segment, paragraph, chapeau });
                continue;
            }
            K::Furniture | K::Footnote => continue,
            _ => {
                chapeau = None;
                continue;
            }
        };
        let paragraph = super::paragraphs::entity_of(document, segment);
        (chapeau, letters) = (own.then_some(all.len()), 0);
        all.push(Act { segment, paragraph, chapeau: None });
    }
    all
}

/// Whether a line begins with the letter of a sub-paragraph: `(a)`, `b)`. Which letter it is tells its place in the order:
/// copies in other scripts have letters of their own.
fn is_lettered(text: &str) -> bool {
    let inner = text.trim_start().trim_start_matches('(');
    let letters = inner.chars().take_while(|c| c.is_alphabetic()).count();
    let after = inner.chars().nth(letters);
    // Small Roman numbers stand one step deeper.
    let deeper = inner.starts_with("ii") || inner.starts_with("iv") || inner.starts_with("vi") || inner.starts_with("i)");
    (1..=2).contains(&letters) && after == Some(')') && !deeper
}
