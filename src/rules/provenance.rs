//! Provenance: what says, or betrays, that a machine translated the text.
//!
//! The whole family looks at the text once: [`Examiner`] asks its recognisers about each block, looks around every
//! claim for the traps, weighs them all at the end of the document, and reports for every rule of the family.

use crate::block::Block;
use crate::document::{Document, Provenance};
use crate::finding::Findings;
use crate::rule::Context;
use crate::words;

mod catalogue;
mod claim;
mod confusable;
mod fold;
mod index;
mod scan;
mod trap;
mod weigh;

pub mod chat_leak;
pub mod decoder_debris;
pub mod disclosure_notice;
pub mod file_metadata;
pub mod house_marker;
pub mod page_fingerprint;
pub mod prompt_leak;
pub mod proxy_url;
pub mod service_leak;
pub mod widget_label;

pub use chat_leak::CHAT_LEAK;
pub use decoder_debris::DECODER_DEBRIS;
pub use disclosure_notice::DISCLOSURE_NOTICE;
pub use file_metadata::FILE_METADATA;
pub use house_marker::HOUSE_MARKER;
pub use page_fingerprint::PAGE_FINGERPRINT;
pub use prompt_leak::PROMPT_LEAK;
pub use proxy_url::PROXY_URL;
pub use service_leak::SERVICE_LEAK;
pub use widget_label::WIDGET_LABEL;

use claim::{Claim, Recogniser};
use scan::Scanner;
use trap::Site;
use weigh::Scale;

/// Examines one document for the family `provenance`.
#[derive(Debug)]
pub struct Examiner {
    scanner: Scanner,
    others: Vec<Box<dyn Recogniser>>,
    claims: Vec<Claim>,
    scale: Scale,
}

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
    pub fn new(document: &Document) -> Self {
        let mut others: Vec<Box<dyn Recogniser>> = Vec::new();
        if !document.house.is_empty() {
            others.push(Box::new(house_marker::House::new(document)));
        }
        Self {
            scanner: Scanner::new(),
            others,
            claims: Vec::new(),
            scale: Scale::default(),
        }
    }

    /// Looks at one block, prose or machine text.
    pub fn block(&mut self, block: &Block, context: &Context<'_>, _findings: &mut Findings<'_>) {
        self.claims.clear();
        self.scanner.claims(block, context, &mut self.claims);
        for recogniser in &mut self.others {
            recogniser.claims(block, context, &mut self.claims);
        }
        if block.kind.is_prose() {
            claim::settle(&mut self.claims);
        }
        let about = self.scanner.topics > 0 && self.is_about();
        let words = if self.claims.is_empty() {
            context.words.len() as u64
        } else {
            words::count(&block.text, context.words)
        };
        let sited: Vec<(Claim, Site)> = self
            .claims
            .drain(..)
            .map(|claim| {
                let site = Site::of(&claim, block, context);
                (claim, site)
            })
            .collect();
        self.scale.block(block, &sited, about, words);
    }

    /// Terms of the field stand in the block outside of the claims.
    fn is_about(&self) -> bool {
        self.scanner.topic_spans.iter().any(|topic| {
            !self
                .claims
                .iter()
                .any(|claim| claim.span.start < topic.end && topic.start < claim.span.end)
        })
    }

    /// After the last block: weighs what was found.
    pub fn finish(&mut self, document: &Document, findings: &mut Findings<'_>) -> Summary {
        std::mem::take(&mut self.scale).finish(document, findings)
    }
}

#[cfg(test)]
mod tests;
