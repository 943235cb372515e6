//! All integration tests in one program, so that the store is linked once.

// Reports of measures are what these tests print.
#![allow(clippy::print_stdout)]

mod akn;
mod answers;
mod bad_input;
mod builds;
mod cases;
mod commands;
mod copies;
mod corpus;
mod data_files;
mod directory;
#[cfg(feature = "disk")]
mod disk;
mod documents;
mod exports;
mod facts;
mod fixtures;
mod floors;
mod formats;
mod formats_corpus;
mod golden;
mod kills;
mod mandates;
mod queries;
mod served;
mod shards;
mod store;
mod tables;
