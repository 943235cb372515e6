//! Rows that write many phrases in one: `Express(es|ing) (its |)(full |)support for`.

/// Phrases that one row may write.
const MOST: usize = 20_000;

/// All phrases of a form, in the order of its alternatives; brackets in a form without `|` are its own.
///
/// # Errors
/// A bracket without its partner, or more than 20,000 phrases.
pub fn expand(form: &str) -> Result<Vec<String>, String> {
    if !form.contains('|') {
        return Ok(vec![form.to_owned()]);
    }
    let mut phrases = Phrases { rest: form };
    let all = phrases.sequence()?;
    if phrases.rest.is_empty() { Ok(all) } else { Err(format!("`{form}`: a closing bracket without its opening one")) }
}

struct Phrases<'f> {
    rest: &'f str,
}

impl Phrases<'_> {
    /// Everything up to the end, a `|` or a closing bracket.
    fn sequence(&mut self) -> Result<Vec<String>, String> {
        let mut all = vec![String::new()];
        loop {
            let plain = self.rest.find(['(', '|', ')']).unwrap_or(self.rest.len());
            let (before, after) = self.rest.split_at(plain);
            all.iter_mut().for_each(|phrase| phrase.push_str(before));
            self.rest = after;
            if !after.starts_with('(') {
                return Ok(all);
            }
            let endings = self.group()?;
            if all.len() * endings.len() > MOST {
                return Err(format!("more than {MOST} phrases in one row"));
            }
            all = all.iter().flat_map(|phrase| endings.iter().map(move |ending| format!("{phrase}{ending}"))).collect();
        }
    }

    /// The alternatives between brackets.
    fn group(&mut self) -> Result<Vec<String>, String> {
        let mut all = Vec::new();
        loop {
            // What stands here is an opening bracket or a `|`.
            self.rest = &self.rest[1..];
            all.extend(self.sequence()?);
            match self.rest.chars().next() {
                Some('|') => {}
                Some(_) => {
                    self.rest = &self.rest[1..];
                    return Ok(all);
                }
                None => return Err("an opening bracket without its closing one".to_owned()),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn alternatives_nest_and_may_be_empty() {
        assert_eq!(expand("plain (or so)").unwrap(), ["plain (or so)"]);
        assert_eq!(expand("Not(es|ing) (with (deep |)regret|also)").unwrap().len(), 6);
        assert_eq!(expand("(a|b(c|)) d").unwrap(), ["a d", "bc d", "b d"]);
    }

    #[test]
    fn a_bracket_alone_and_an_explosion_are_errors() {
        assert!(expand("Notes (also|").is_err());
        assert!(expand("Notes) also|").is_err());
        assert!(expand(&"(a|b)".repeat(40)).is_err());
    }
}
