//! Reports: one trait, one file an output.

use std::io;

use crate::detect::Audit;

pub mod csv;
pub mod folder;
pub mod github;
pub mod jsonl;
pub mod junit;
mod level;
pub mod sarif;
pub mod summary;
pub mod terminal;
mod turn;
pub mod verdict;

/// Takes the audits of a run in order.
pub trait Sink {
    /// One document: its row, its findings, its segments.
    ///
    /// # Errors
    /// When it cannot be written.
    fn document(&mut self, audit: &Audit) -> io::Result<()>;

    /// After the last document.
    ///
    /// # Errors
    /// When it cannot be written.
    fn end(&mut self, summary: &summary::Summary) -> io::Result<()>;
}
