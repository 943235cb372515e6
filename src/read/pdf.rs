//! PDF.
use crate::model::{Problem, RawText, Severity};
pub fn read(path: &str, _bytes: &[u8]) -> Result<(RawText, Vec<Problem>), Problem> {
    Err(Problem::new(path, Severity::Error, "convert"))
}
