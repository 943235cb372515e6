//! Numbers in words and in the numerals of a script.

use super::table::{Data, DataError};

/// The number words of a language.
#[derive(Debug, Clone, Default)]
pub struct Numerals {
    /// Words or characters with their value, longest first. Values from ten up in `multiplies` multiply what
    /// stands before them.
    words: Vec<(String, u32, Role)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Digit,
    Multiplier,
    Word,
}

impl Numerals {
    pub fn load(data: &Data, file: &str) -> Result<Self, DataError> {
        let mut words = Vec::new();
        for row in data.rows(file, &["form", "value", "role"])? {
            let fail = |message: &str| DataError::Row { file: file.to_owned(), line: row.line, message: message.to_owned() };
            let value = row.fields[1].parse().map_err(|_| fail("the value must be a whole number"))?;
            let role = match row.fields[2].as_str() {
                "digit" => Role::Digit,
                "multiplier" => Role::Multiplier,
                "word" => Role::Word,
                _ => return Err(fail("the role must be digit, multiplier or word")),
            };
            let form = crate::normalise::fold_line(&row.fields[0]).to_lowercase();
            if form.is_empty() {
                return Err(fail("the form is empty"));
            }
            words.push((form, value, role));
        }
        words.sort_by(|a: &(String, u32, Role), b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        Ok(Self { words })
    }

    /// The value of a number in figures, in the numerals of the script, or in words.
    #[must_use]
    pub fn parse(&self, text: &str) -> Option<u32> {
        let text = text.trim();
        let leading: String = text.chars().take_while(char::is_ascii_digit).collect();
        if !leading.is_empty() {
            return leading.parse().ok();
        }
        self.parse_words(&text.to_lowercase())
    }

    /// The single characters that numbers below a hundred are written with in the script's own numerals.
    #[must_use]
    pub fn characters(&self) -> String {
        let single = self.words.iter().filter(|(form, value, role)| *role != Role::Word && *value <= 10 && form.chars().count() == 1);
        single.map(|(form, ..)| form.as_str()).collect()
    }

    fn parse_words(&self, text: &str) -> Option<u32> {
        let (mut rest, mut total, mut current, mut seen, mut plain_digits) = (text, 0u32, 0u32, false, String::new());
        while !rest.is_empty() {
            let trimmed = rest.trim_start_matches([' ', '-']);
            if trimmed.len() != rest.len() {
                rest = trimmed;
                continue;
            }
            let (word, value, role) = self.words.iter().find(|(w, _, _)| rest.starts_with(w.as_str()))?;
            match role {
                Role::Digit => {
                    current = *value;
                    plain_digits.push(char::from_digit(*value, 10)?);
                }
                Role::Multiplier => {
                    total = total.checked_add(current.max(1).checked_mul(*value)?)?;
                    current = 0;
                    plain_digits.clear();
                }
                Role::Word => {
                    total = total.checked_add(*value)?;
                    plain_digits.clear();
                }
            }
            seen = true;
            rest = &rest[word.len()..];
        }
        // A row of digits without multipliers is read place by place: nine six eight eight.
        if plain_digits.len() > 1 && total == 0 {
            return plain_digits.parse().ok();
        }
        total.checked_add(current).filter(|_| seen)
    }
}
