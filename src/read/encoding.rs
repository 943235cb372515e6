//! Bytes to Unicode: byte-order marks first, then UTF-8, then a guess that is reported.

use crate::model::{Problem, Severity};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

/// Control characters (other than white space) above this share mean that a file is no text.
const MAX_CONTROL_SHARE: f64 = 0.02;

pub fn decode(path: &str, bytes: &[u8]) -> Result<(String, Vec<Problem>), Problem> {
    decode_as(path, choose(bytes))
}

/// Decodes a page of HTML: where no byte-order mark and no UTF-8 say otherwise, the page names its encoding.
pub fn decode_page(path: &str, bytes: &[u8]) -> Result<(String, Vec<Problem>), Problem> {
    let chosen = choose(bytes);
    let named = if chosen.2 { None } else { named_encoding(bytes) };
    decode_as(path, named.map_or(chosen, |encoding| (encoding, bytes, true)))
}

/// The `charset` that a page declares near its beginning.
fn named_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let front = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let after = front.split("charset").nth(1)?.trim_start_matches([' ', '=', '"', '\'']);
    let label: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible())
}

fn decode_as(path: &str, (encoding, body, certain): (&'static Encoding, &[u8], bool)) -> Result<(String, Vec<Problem>), Problem> {
    let mut problems = Vec::new();
    let (text, malformed) = encoding.decode_without_bom_handling(body);
    if looks_binary(&text) {
        let message = "this is not text (binary content): name the format in its extension or convert it to text";
        return Err(Problem::new(path, Severity::Error, message));
    }
    if !certain {
        let message = format!("no byte-order mark and not UTF-8: read as {}; save it as UTF-8 if that is wrong", encoding.name());
        problems.push(Problem::new(path, Severity::Note, message));
    }
    if malformed {
        let at = text.chars().position(|c| c == '\u{FFFD}').unwrap_or(0);
        let message = format!("not valid {}: unreadable bytes became U+FFFD; save the file as UTF-8", encoding.name());
        problems.push(Problem::new(path, Severity::Warning, message).at(format!("code point {at}")));
    }
    if text.trim().is_empty() {
        return Err(Problem::new(path, Severity::Error, "the file holds only white space: nothing to read"));
    }
    Ok((text.into_owned(), problems))
}

/// The encoding, the bytes after a byte-order mark, and whether it is certain.
fn choose(bytes: &[u8]) -> (&'static Encoding, &[u8], bool) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (encoding, &bytes[length..], true);
    }
    if std::str::from_utf8(bytes).is_ok() {
        return (UTF_8, bytes, true);
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return (encoding, bytes, false);
    }
    // UTF-8 that is broken in a few places (a download cut off, a stray byte) is still UTF-8.
    if mostly_utf8(bytes) {
        return (UTF_8, bytes, true);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, chardetng::Utf8Detection::Deny);
    // GBK is a part of GB18030; reading the larger one loses nothing.
    let guess = if guess == encoding_rs::GBK { GB18030 } else { guess };
    (guess, bytes, false)
}

/// ASCII or Latin in UTF-16 has a zero in every other byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, half) = (zeros(0), zeros(1), sample.len() / 2);
    // Spaces, digits and line breaks give one zero in ten even where the words are Chinese or Cyrillic.
    if half < 8 || even.max(odd) * 20 < half {
        return None;
    }
    (even == 0 && odd > 0).then_some(UTF_16LE).or_else(|| (odd == 0 && even > 0).then_some(UTF_16BE))
}

fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut rest, mut good, mut bad) = (bytes, 0usize, 0usize);
    while !rest.is_empty() && bad < 64 {
        match std::str::from_utf8(rest) {
            Ok(text) => {
                good += text.bytes().filter(|b| !b.is_ascii()).count();
                break;
            }
            Err(error) => {
                good += rest[..error.valid_up_to()].iter().filter(|b| !b.is_ascii()).count();
                bad += 1;
                rest = &rest[(error.valid_up_to() + error.error_len().unwrap_or(rest.len())).min(rest.len())..];
            }
        }
    }
    good > 50 * bad
}

fn looks_binary(text: &str) -> bool {
    let sample: Vec<char> = text.chars().take(4096).collect();
    let controls = sample.iter().filter(|c| c.is_control() && !c.is_whitespace() && **c != '\u{FFFD}').count();
    let unreadable = sample.iter().filter(|&&c| c == '\u{FFFD}').count();
    controls as f64 > sample.len() as f64 * MAX_CONTROL_SHARE || unreadable * 5 > sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_same_text_in_each_encoding() {
        let text = "\u{5B89}\u{5168}\u{7406}\u{4E8B}\u{4F1A}\u{7B2C}242(1967)\u{53F7}\u{51B3}\u{8BAE}\u{3002}\n".repeat(8);
        let utf16 = |le: bool| text.encode_utf16().flat_map(|u| if le { u.to_le_bytes() } else { u.to_be_bytes() }).collect::<Vec<u8>>();
        let gb = GB18030.encode(&text).0.into_owned();
        let marked = [b"\xEF\xBB\xBF".as_slice(), text.as_bytes()].concat();
        let marked16 = [b"\xFF\xFE".as_slice(), &utf16(true)].concat();
        for bytes in [text.as_bytes().to_vec(), marked, marked16, utf16(true), utf16(false), gb] {
            assert_eq!(decode("x", &bytes).unwrap().0, text);
        }
    }

    #[test]
    fn reads_windows_code_pages_and_says_so() {
        let text = "\u{421}\u{43E}\u{432}\u{435}\u{442} \u{411}\u{435}\u{437}\u{43E}\u{43F}\u{430}\u{441}\u{43D}\u{43E}\u{441}\u{442}\u{438}, \u{440}\u{435}\u{437}\u{43E}\u{43B}\u{44E}\u{446}\u{438}\u{44F} 242 (1967)";
        let bytes = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
        let (read, problems) = decode("x", &bytes).unwrap();
        assert_eq!(read, text);
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].severity, Severity::Note);
    }

    #[test]
    fn refuses_what_is_no_text() {
        let noise: Vec<u8> = (0..2000u32).map(|i| (i * 7919 % 32) as u8).collect();
        assert_eq!(decode("x", &noise).unwrap_err().severity, Severity::Error);
        assert!(decode("x", b" \n \n").is_err());
    }
}
