//! The language of a text or a paragraph: by script, and among Latin scripts by its words.

use crate::model::Language;
use std::sync::LazyLock;

/// Letters that are looked at; the beginning of a document tells as much as the whole.
const SAMPLE: usize = 2000;

/// Letters that tell the language of a paragraph.
const SHORT: usize = 200;

/// The language of a whole text.
#[must_use]
pub fn of_text(text: &str) -> Language {
    by_script(text, SAMPLE).unwrap_or_else(|| latin(text, Language::En))
}

/// The language of a paragraph in a document of a known language; short ones keep the document's.
#[must_use]
pub fn of_span(text: &str, document: Language) -> Language {
    match by_script(text, 80) {
        Some(language) => language,
        None if text.len() >= 80 => latin_if_sure(text, document),
        // A line in Latin letters in a document of another script.
        None if matches!(document, Language::Ar | Language::Ru | Language::Zh) && text.chars().any(|c| c.is_ascii_lowercase()) => {
            Language::En
        }
        None => document,
    }
}

fn by_script(text: &str, sample: usize) -> Option<Language> {
    let (mut han, mut cyrillic, mut arabic, mut latin) = (0usize, 0usize, 0usize, 0usize);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(sample) {
        match c {
            '\u{400}'..='\u{52F}' => cyrillic += 1,
            '\u{600}'..='\u{6FF}' => arabic += 1,
            // A Chinese character says about as much as three letters.
            '\u{3400}'..='\u{9FFF}' => han += 3,
            _ => latin += 1,
        }
    }
    let most = han.max(cyrillic).max(arabic);
    if most == 0 || most * 2 < latin {
        return None;
    }
    Some(if most == han {
        Language::Zh
    } else if most == cyrillic {
        Language::Ru
    } else {
        Language::Ar
    })
}

/// Another language than the document's only where the words leave no doubt: numbers and names look alike in all.
fn latin_if_sure(text: &str, document: Language) -> Language {
    // Which of the three is likeliest costs a tenth of asking for all languages, and mostly settles it.
    if THREE.detect_lang(text).and_then(ours) == Some(document) {
        return document;
    }
    let found = whatlang::detect(text).filter(|info| info.is_reliable() && info.confidence() >= 0.95);
    found.and_then(|info| ours(info.lang())).unwrap_or(document)
}

/// Tells the languages of the United Nations in Latin letters apart.
static THREE: LazyLock<whatlang::Detector> =
    LazyLock::new(|| whatlang::Detector::with_allowlist(vec![whatlang::Lang::Eng, whatlang::Lang::Fra, whatlang::Lang::Spa]));

fn ours(found: whatlang::Lang) -> Option<Language> {
    match found {
        whatlang::Lang::Eng => Some(Language::En),
        whatlang::Lang::Fra => Some(Language::Fr),
        whatlang::Lang::Spa => Some(Language::Es),
        _ => None,
    }
}

fn latin(text: &str, otherwise: Language) -> Language {
    let end = text.char_indices().nth(if text.len() > 4 * SHORT { SAMPLE } else { SHORT }).map_or(text.len(), |(i, _)| i);
    THREE.detect_lang(&text[..end]).and_then(ours).unwrap_or(otherwise)
}
