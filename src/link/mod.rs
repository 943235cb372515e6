//! One entity for all its names: persons across spellings, within a document and across documents.

pub mod people;

pub use people::People;
