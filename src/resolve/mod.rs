//! One entity for all its names: persons across spellings within a document (`people`), persons and turns across the
//! language copies of documents (`ties`, `alignment`, `identity`).

pub mod alignment;
pub mod identity;
pub mod people;
pub mod ties;

pub use people::People;

/// The languages whose copies name persons in Latin letters come first.
fn language_rank(code: &str) -> usize {
    const ORDER: [&str; 6] = ["en", "fr", "es", "ru", "ar", "zh"];
    ORDER.iter().position(|known| *known == code).unwrap_or(ORDER.len())
}
