//! Whether a text is in one of the six languages at all: a seventh language, or the characters of a font without a map
//! to Unicode, are a problem and are not read as the nearest language.

use crate::model::text::is_cjk;

/// Letters below which nothing is said of a text's language.
const FEW: usize = 60;
/// Letters that are looked at.
const SAMPLE: usize = 4000;

/// What keeps a text from being read, in words.
#[must_use]
pub fn trouble(text: &str) -> Option<String> {
    if is_garbled(text) {
        let message = "the text is not made of words: its font has no map to Unicode, or its encoding was mistaken; \
                       recognise the characters anew (for example `ocrmypdf --force-ocr`)";
        return Some(message.to_owned());
    }
    let language = other_language(text)?;
    Some(format!("the text is in {language}: none of the six languages of the United Nations, so it was not read"))
}

/// The name of the language that a text is in, where it is surely none of the six.
fn other_language(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(SAMPLE).map_or(text.len(), |(at, _)| at);
    let sample = &text[..end];
    if sample.chars().filter(|c| c.is_alphabetic()).count() < FEW {
        return by_script(sample);
    }
    let is_other = |words: &str, sure: f64| {
        let found = whatlang::detect(words)?;
        let ours = matches!(
            found.lang(),
            whatlang::Lang::Ara
                | whatlang::Lang::Cmn
                | whatlang::Lang::Eng
                | whatlang::Lang::Fra
                | whatlang::Lang::Rus
                | whatlang::Lang::Spa
        );
        // Short texts in Russian look like its neighbours, none of which but Belarusian writes this vowel.
        let neighbour = matches!(found.lang(), whatlang::Lang::Bul | whatlang::Lang::Mkd | whatlang::Lang::Srp | whatlang::Lang::Ukr);
        let is_russian = neighbour && words.contains(['\u{44B}', '\u{42B}']);
        (!ours && !is_russian && found.is_reliable() && found.confidence() >= sure).then(|| found.lang().eng_name())
    };
    let language = by_script(sample).or_else(|| is_other(sample, 0.9))?;
    // Lists of names look like many languages: paragraphs of it must be in that language, and none in one of the six.
    let paragraphs = || sample.split('\n').filter(|line| line.chars().filter(|c| c.is_alphabetic()).count() >= FEW);
    let own = |line: &str| whatlang::detect(line).is_some_and(|found| found.lang().eng_name() == language);
    let (all, same) = (paragraphs().count(), paragraphs().filter(|line| own(line)).count());
    (all > 0 && same * 5 >= all * 4).then_some(language)
}

/// Scripts that none of the six is written in.
fn by_script(sample: &str) -> Option<&'static str> {
    let (mut letters, mut kana, mut foreign) = (0usize, 0usize, 0usize);
    for c in sample.chars().filter(|c| c.is_alphabetic()) {
        letters += 1;
        kana += usize::from(matches!(c, '\u{3040}'..='\u{30FF}'));
        let ours = c.is_ascii() || is_cjk(c) || matches!(c, '\u{AA}'..='\u{24F}' | '\u{400}'..='\u{52F}' | '\u{600}'..='\u{6FF}');
        foreign += usize::from(!ours && !matches!(c, '\u{1E00}'..='\u{1EFF}' | '\u{FB50}'..='\u{FEFF}' | '\u{250}'..='\u{36F}'));
    }
    let many = kana * 10 > letters || foreign * 2 > letters;
    (letters > 0 && many).then(|| whatlang::detect(sample).map(|found| found.lang().eng_name())).flatten()
}

/// Words that are looked at.
const WORDS: usize = 400;

/// Whether most words have marks inside them, or are letters that no word of theirs is made of.
fn is_garbled(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().filter(|w| w.chars().count() >= 3).take(WORDS).collect();
    let bad = words.iter().filter(|word| has_marks_inside(word) || is_misread(word)).count();
    words.len() >= 12 && bad * 5 > words.len() * 2
}

/// A mark where no spelling sets one, or characters that stand for nothing.
fn has_marks_inside(word: &str) -> bool {
    let address = ["://", "www.", ".org", ".int"].iter().any(|part| word.contains(part));
    let inner = word.trim_end_matches(|c: char| !c.is_alphanumeric()).trim_start_matches(['(', '[', '"', '\'', '*']);
    let odd = |c: char| matches!(c, '@' | '+' | '=' | '!' | '#' | '<' | '>' | '?' | '&' | '$' | '^' | '~' | '|' | '\\');
    let between = inner
        .as_bytes()
        .windows(3)
        .any(|w| matches!(w[1], b',' | b'"' | b'*' | b';') && w[0].is_ascii_alphabetic() && w[2].is_ascii_alphabetic());
    let private = word.chars().filter(|c| matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{FFFD}')).count();
    !address && inner.is_ascii() && (inner.contains(odd) || between) || private * 2 > word.chars().count() || word.contains("(cid:")
}

/// Letters of Latin-1 above ASCII in the main: Cyrillic or Arabic that was taken for it.
fn is_misread(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let high = word.chars().filter(|c| matches!(c, '\u{C0}'..='\u{FF}')).count();
    letters >= 3 && high * 10 > letters * 7
}

#[cfg(test)]
mod tests {
    use super::trouble;

    #[test]
    fn a_seventh_language_is_named() {
        let german =
            "Die Versammlung erinnert an ihre Entschlie\u{DF}ung und beschlie\u{DF}t, die Frage des Wassers weiter zu pr\u{FC}fen.";
        assert!(trouble(german).unwrap().contains("German"));
        let portuguese = "O Conselho reafirma a sua decis\u{E3}o sobre a \u{E1}gua e solicita ao Secret\u{E1}rio que n\u{E3}o deixe de apresentar informa\u{E7}\u{F5}es.";
        assert!(trouble(portuguese).unwrap().contains("Portuguese"));
    }

    #[test]
    fn the_six_are_read() {
        for text in [
            "The Assembly recalls its resolution on water and decides to consider the matter further at its next session.",
            "L'Assembl\u{E9}e rappelle sa r\u{E9}solution sur l'eau et d\u{E9}cide d'examiner la question \u{E0} sa prochaine session.",
            "La Asamblea recuerda su resoluci\u{F3}n sobre el agua y decide seguir examinando la cuesti\u{F3}n en su pr\u{F3}ximo per\u{ED}odo.",
            "A/RES/90/1",
            "Chad, Mali, Tajikistan, Andorra, Monaco, San Marino, Liechtenstein, Luxembourg, Malta, Palau, Nauru, Tuvalu",
        ] {
            assert_eq!(trouble(text), None, "{text}");
        }
    }

    #[test]
    fn characters_without_a_map_are_no_words() {
        let garbled = "E@D@8 *,&bH\"b F,FF4b AJ>8H c+B@&,FH84 +=+C!9[=?5 !EE!;#9++5 A@:@0,>4, @$:\"FH4 BD\"&R,:@ F3:\"<F8@6 C,FBJ$:48, DJ8@&@*FH BD4>P4B\"<4,";
        assert!(trouble(garbled).is_some());
        let latin = "\u{CE}\u{F0}\u{E3}\u{E0}\u{ED}\u{E8}\u{E7}\u{E0}\u{F6}\u{E8}\u{FF} ".repeat(20);
        assert!(trouble(&latin).is_some());
    }
}
