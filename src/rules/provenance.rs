//! Provenance: what says, or betrays, that a machine translated the text.
//!
//! The whole family looks at the text once: [`Examiner`] scans each block with the catalogues, weighs the hits at the
//! end of the document, and reports for every rule of the family.

use crate::block::Block;
use crate::document::{Document, Provenance};
use crate::finding::Findings;
use crate::rule::Context;

/// Examines one document for the family `provenance`.
#[derive(Debug, Default)]
pub struct Examiner;

/// What the family says about a document as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// What the markers come to.
    pub provenance: Provenance,
    /// A notice for readers is present.
    pub disclosure: bool,
}

impl Examiner {
    /// For a document whose languages are settled.
    #[must_use]
    pub fn new(_document: &Document) -> Self {
        Self
    }

    /// Looks at one block, prose or machine text.
    pub fn block(&mut self, _block: &Block, _context: &Context<'_>, _findings: &mut Findings<'_>) {}

    /// After the last block: weighs what was found.
    pub fn finish(&mut self, _document: &Document, _findings: &mut Findings<'_>) -> Summary {
        Summary::default()
    }
}
