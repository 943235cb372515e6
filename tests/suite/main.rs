//! All integration tests in one program, so that the store is linked once.

mod bad_input;
mod builds;
mod cases;
mod corpus;
mod data_files;
mod facts;
mod floors;
mod golden;
