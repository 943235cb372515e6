//! Values of forms and addresses (`query=SELECT+%2A`).

/// The first value of a name; `None` where it is not there or not UTF-8.
#[must_use]
pub fn value(form: &str, name: &str) -> Option<String> {
    let pairs = form.split('&').filter_map(|pair| pair.split_once('='));
    pairs.filter(|(key, _)| decoded(key).as_deref() == Some(name)).find_map(|(_, value)| decoded(value))
}

fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            b'+' => out.push(b' '),
            b'%' => {
                let digits = bytes.get(at + 1..at + 3).and_then(|pair| std::str::from_utf8(pair).ok())?;
                out.push(u8::from_str_radix(digits, 16).ok()?);
                at += 2;
            }
            byte => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        assert_eq!(value("a=1&query=SELECT+%2A%20%7B%7D&query=x", "query").as_deref(), Some("SELECT * {}"));
        assert_eq!(value("query=%E5%A1%94", "query").as_deref(), Some("\u{5854}"));
        assert_eq!(value("query=%zz", "query"), None);
        assert_eq!(value("query=%4", "query"), None);
        assert_eq!(value("", "query"), None);
    }
}
