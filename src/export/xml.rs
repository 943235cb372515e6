//! What GraphML and GEXF have in common: a writer that indents, and text that XML can hold.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};
use std::io::{self, Write};

/// A writer that has written the XML declaration.
pub fn document(out: &mut dyn Write) -> io::Result<Writer<&mut dyn Write>> {
    let mut writer = Writer::new_with_indent(out, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    Ok(writer)
}

/// Text without what XML 1.0 forbids; line ends and tabs become spaces, as they do in attributes.
pub fn clean(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\u{FFFE}' | '\u{FFFF}') && (c.is_whitespace() || !c.is_control()));
    kept.map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go() {
        assert_eq!(clean("a\u{1}b\nc\u{FFFE}\u{85}d"), "ab c d");
    }
}
