//! `traditore` checks translation quality and machine-translation provenance.
//!
//! The line, from files to a report: [`walk`] lists documents, [`open`] undoes compression and decodes, [`formats`] cut
//! the text into [`block`]s that know where they lie, [`rules`] look at the blocks, [`report`] writes what they found.

// The examples on the pages of rules carry options (`flagged lang=de`) that rustdoc does not know.
#![allow(rustdoc::invalid_codeblock_attributes)]

/// The text of a file of `src/data`, as `build.rs` writes it.
macro_rules! data_text {
    ($($name:expr),+) => {
        include_str!(concat!(env!("OUT_DIR"), "/data/", $($name,)+ ".json"))
    };
}

/// Reads a file of `src/data`.
macro_rules! data {
    ($name:literal) => {
        serde_json::from_str(data_text!($name))
    };
}

pub mod baseline;
pub mod block;
pub mod candidate;
pub mod chars;
pub mod claim;
pub mod confidence;
pub mod config;
pub mod corpus;
pub mod detect;
pub mod document;
pub mod error;
pub mod finding;
pub mod formats;
pub mod gate;
pub mod glossary;
mod grams;
pub mod inline;
pub mod journal;
pub mod language;
pub mod lid;
pub mod number;
pub mod open;
pub mod page;
pub mod pair;
pub mod position;
pub mod remedy;
pub mod report;
pub mod review;
pub mod rule;
pub mod rules;
pub mod run;
pub mod select;
pub mod sentence;
pub mod sieve;
pub mod spill;
pub mod suppress;
pub mod tag;
pub mod unit;
pub mod walk;
pub mod words;
