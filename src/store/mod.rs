//! Findings to quads, quads to the graph directory, and the graph directory to a store that answers SPARQL.
//! oxigraph stays behind this door.

pub mod dataset;
pub mod directory;
#[cfg(feature = "disk")]
pub mod disk;
pub mod ends;
mod index;
pub mod iri;
pub mod join;
pub mod lines;
pub mod manifest;
pub mod merged;
mod nesting;
pub mod ontology;
mod packed;
mod prefixes;
pub mod problems;
pub mod quads;
mod read;
pub mod reference;
pub mod serialise;
pub mod sparql;
pub mod term;
pub mod texts;
pub mod verify;

pub use directory::{GraphDirectory, StoreError};
pub use index::search;
pub use iri::Iris;
pub use manifest::{Manifest, Shard, SourceRecord};
pub use quads::Quads;
pub use sparql::{Answer, Graph};
pub use term::Term;
