//! Questions to the graph: the shipped ones by name, values bound to their variables, answers in many formats.

pub mod bind;
pub mod format;
pub mod gather;
pub mod hints;
pub mod labels;
pub mod lookup;
pub mod names;
pub mod shipped;
pub mod table;

use crate::store::StoreError;

/// What can go wrong between a question and its answer.
#[derive(Debug, thiserror::Error)]
pub enum QueryError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("no {what} is named `{name}`; there are: {known}")]
    NoSuchQuery { what: &'static str, name: String, known: String },
    #[error("`{0}` does not bind a variable: write variable=value")]
    NoBinding(String),
    #[error("the query has no variable ?{name}; it has {known}")]
    NoSuchVariable { name: String, known: String },
    #[error("the query has no pattern in which ?{0} could be bound")]
    NoPattern(String),
    #[error("nothing in the graph is named `{term}`{}", near_text(.near))]
    Unknown { term: String, near: Vec<String> },
    #[error("the format {format} is not for this answer, which is {answer}: take {instead}")]
    WrongFormat { format: &'static str, answer: &'static str, instead: &'static str },
    #[error("the output cannot be written")]
    Io(#[from] std::io::Error),
}

fn near_text(near: &[String]) -> String {
    if near.is_empty() { String::new() } else { format!("; did you mean {}?", near.join(", ")) }
}
