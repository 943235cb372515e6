//! XML of a kind that no reader exists for: its text without its tags, a line for each element that stands by itself.
//! What the tags say is lost, and told.

use super::clock::{Clock, TOO_LONG};
use super::xml::{self, Step};
use crate::model::{Problem, RawText, Severity};

/// The text of a file.
///
/// # Errors
/// There is none in it, or it takes too long to read.
pub fn read(path: &str, source: &str) -> Result<(RawText, Vec<Problem>), Problem> {
    let clock = Clock::start();
    let mut steps = Vec::new();
    let _ = xml::walk(source, clock, |step| steps.push(step));
    if clock.is_over() {
        return Err(Problem::new(path, Severity::Error, TOO_LONG));
    }
    let content = text_of(&steps);
    if content.content.is_empty() {
        return Err(Problem::new(path, Severity::Error, "no text in the XML: nothing to read"));
    }
    let message = "XML of an unknown kind: its text was read without what its tags say; AKN4UN is read with them";
    Ok((content, vec![Problem::new(path, Severity::Warning, message)]))
}

/// An element inside a run of text belongs to the line; any other begins a line and ends it.
fn text_of(steps: &[Step]) -> RawText {
    let mixed = elements_with_text(steps);
    let (mut out, mut line) = (RawText::of_paragraphs(), String::new());
    let (mut open, mut next): (Vec<bool>, usize) = (Vec::new(), 0);
    for step in steps {
        match step {
            Step::Start(..) => {
                let inline = open.last().copied().unwrap_or(false);
                if !inline {
                    end_line(&mut out, &mut line);
                }
                // What stands inside a line stays in it.
                open.push(inline || mixed[next]);
                next += 1;
            }
            Step::End(_) => {
                open.pop();
                if !open.last().copied().unwrap_or(false) {
                    end_line(&mut out, &mut line);
                }
            }
            Step::Text(text) => line.push_str(text),
        }
    }
    end_line(&mut out, &mut line);
    out
}

fn end_line(out: &mut RawText, line: &mut String) {
    let words: Vec<&str> = line.split_whitespace().collect();
    out.line(&words.join(" "), false);
    line.clear();
}

/// For each element in the order of their beginnings, whether words stand directly in it.
fn elements_with_text(steps: &[Step]) -> Vec<bool> {
    let (mut found, mut open) = (Vec::new(), Vec::new());
    for step in steps {
        match step {
            Step::Start(..) => {
                open.push(found.len());
                found.push(false);
            }
            Step::End(_) => {
                open.pop();
            }
            Step::Text(text) => {
                if let Some(&element) = open.last().filter(|_| !text.trim().is_empty()) {
                    found[element] = true;
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_inside_a_line_stay_in_it() {
        let source = "<?xml version=\"1.0\"?><doc><title>On water</title><p><i>Recalling</i> its <b>resolution</b> 57/2,</p></doc>";
        let (text, problems) = read("x.xml", source).unwrap();
        assert_eq!(text.content, "On water\nRecalling its resolution 57/2,\n");
        assert_eq!(problems[0].severity, Severity::Warning);
        assert!(read("x.xml", "<?xml version=\"1.0\"?><doc><p/></doc>").is_err());
    }
}
