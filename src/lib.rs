//! Reads United Nations documents in six languages and writes the knowledge graph that is in them.
//!
//! ```text
//! read → normalise → segment → recognise → extract → store → resolve → { query · export · explain · check }
//! ```
//!
//! Each stage takes the former stage's type (see [`model`]), so that the order cannot be wrong; [`pipeline`] runs
//! them. What a language, an organisation or a citation looks like is data (see [`knowledge`]).

pub mod agreement;
pub mod build;
pub mod check;
pub mod explain;
pub mod export;
pub mod extract;
pub mod facts;
mod hints;
pub mod interface;
pub mod knowledge;

pub mod measures;
pub mod model;
pub mod normalise;
pub mod pipeline;
pub mod proof;
pub mod query;
pub mod read;
pub mod recognise;
pub mod resolve;
pub mod segment;
pub mod serve;
pub mod stats;
pub mod store;
pub mod symbol;
pub mod tables;
pub mod unread;
pub mod vocabulary;
