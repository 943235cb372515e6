//! Names of shipped questions, views and checks as values of arguments: a shell completes them, and anything else that
//! the argument may be (a file) stays allowed.

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use rapporteur::query::shipped;
use std::ffi::OsStr;

/// Takes any text, and offers the names of a folder.
#[derive(Debug, Clone, Copy)]
pub struct NameOf(pub &'static str);

impl TypedValueParser for NameOf {
    type Value = String;

    fn parse_ref(&self, command: &clap::Command, argument: Option<&clap::Arg>, value: &OsStr) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let whole = (self.0 == shipped::VIEWS).then(|| PossibleValue::new(shipped::WHOLE));
        let names = shipped::all(self.0).into_iter().map(|query| PossibleValue::new(query.name).help(query.question));
        Some(Box::new(names.chain(whole)))
    }
}

/// The shipped queries of a folder with what they ask, and what can be bound.
pub fn list(folder: &str) -> String {
    let all = shipped::all(folder);
    let width = all.iter().map(|query| query.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for query in all {
        out.push_str(&format!("{:width$}  {}\n", query.name, query.question));
        let fields: Vec<String> = query.fields().iter().map(|field| format!("--bind {}=...", field.name)).collect();
        if !fields.is_empty() {
            out.push_str(&format!("{:width$}  {}\n", "", fields.join(" ")));
        }
    }
    out
}
