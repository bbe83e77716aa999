//! Provenance: what says, or betrays, that a machine translated the text.
//!
//! The whole family looks at the text once: [`Examiner`] asks its recognisers about each block, looks around every
//! claim for the traps, weighs them all at the end of the document, and reports for every rule of the family.

use std::sync::Arc;

use crate::block::Block;
use crate::document::{Document, Provenance};
use crate::finding::Findings;
use crate::rule::Context;
use crate::unit::Unit;
use crate::words::{self, Words};

mod catalogue;
mod claim;
mod confusable;
mod fold;
mod index;
mod origins;
mod scan;
mod trap;
mod weigh;
mod wording;

pub mod candidate_match;
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

pub use candidate_match::CANDIDATE_MATCH;
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
use origins::Origins;
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
    origins: Origins,
    matcher: Option<candidate_match::Matcher>,
    /// What the source of a unit claims.
    echoes: Vec<Claim>,
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
        let mut others: Vec<Box<dyn Recogniser>> = vec![Box::new(wording::Wordings::default())];
        if !document.house.is_empty() {
            others.push(Box::new(house_marker::House::new(document)));
        }
        Self {
            scanner: Scanner::new(),
            others,
            claims: Vec::new(),
            scale: Scale::default(),
            origins: Origins::default(),
            matcher: candidate_match::Matcher::new(document),
            echoes: Vec::new(),
        }
    }

    /// Looks at one block, prose or machine text.
    pub fn block(&mut self, block: &Block, context: &Context<'_>, _findings: &mut Findings<'_>) {
        if let Some(matcher) = &mut self.matcher {
            matcher.block(block);
        }
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
        if let Some(unit) = block.unit.as_deref()
            && !self.claims.is_empty()
            && !unit.source.is_blank()
        {
            self.drop_echoes(unit, block, context.document);
        }
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

    /// Takes note of what a unit says about where its target comes from.
    pub fn unit(&mut self, unit: &Arc<Unit>) {
        self.origins.unit(unit);
    }

    /// Forgets the claims that the source makes, too: what says the same there was translated, not left over.
    fn drop_echoes(&mut self, unit: &Unit, target: &Block, document: &Document) {
        let mut source = Block::verbatim(target.kind, &target.window, 0..0);
        source.text.clone_from(&unit.source.text);
        source.language.clone_from(&unit.source.language);
        let language = unit.source.language.as_deref();
        let there = Document {
            declared: language.map(str::to_owned).or(document.source.clone()),
            dominant: None,
            ..document.clone()
        };
        let mut words = Words::default();
        words.cut(&source.text);
        let context = Context::new(&there, &words, &source);
        self.echoes.clear();
        self.scanner.claims(&source, &context, &mut self.echoes);
        for recogniser in &mut self.others {
            recogniser.claims(&source, &context, &mut self.echoes);
        }
        let echoes = &self.echoes;
        let said = |claim: &Claim| {
            let reader_facing = |claim: &Claim| {
                [DISCLOSURE_NOTICE.name, WIDGET_LABEL.name].contains(&claim.rule.name)
            };
            echoes.iter().any(|echo| {
                echo.rule.name == claim.rule.name || reader_facing(echo) && reader_facing(claim)
            })
        };
        self.claims.retain(|claim| !said(claim));
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
        let mut summary = std::mem::take(&mut self.scale).finish(document, findings);
        std::mem::take(&mut self.origins).finish(&mut summary, findings);
        if let Some(matcher) = self.matcher.take() {
            matcher.finish(&mut summary, findings);
        }
        summary
    }
}

#[cfg(test)]
mod tests;
