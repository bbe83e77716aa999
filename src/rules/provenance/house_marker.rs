//! `provenance/house-marker`.

use super::catalogue::{Stance, Strength};
use super::claim::{Claim, Recogniser};
use crate::block::Block;
use crate::document::Document;
use crate::rule::{Context, rule};

rule! {
    /// # What it finds
    ///
    /// A marker that the house itself puts on machine-translated drafts, as the policy names it.
    ///
    /// Off as long as the policy names none. The pattern is a regular expression and is looked for in the text as it
    /// stands, in any block that readers see.
    ///
    /// # Why it matters
    ///
    /// Only the house knows how its desk marks a draft that must not go out.
    ///
    /// # Examples
    ///
    /// In `traditore.toml`:
    /// ```toml
    /// [[rules.provenance-marker]]
    /// name = "house-desk-label"
    /// pattern = "Machine desk draft"
    /// ```
    /// finds the label, and not the words:
    /// ```flagged lang=en at=1:1
    /// Machine desk draft. Do not publish.
    /// ```
    /// ```clean lang=en
    /// The machine desk drafted a plan for the new library.
    /// ```
    /// ```clean lang=fr
    /// Le brouillon de la machine est sur le bureau.
    /// ```
    ///
    /// # Known mistakes
    ///
    /// Those of the pattern.
    ///
    /// # References
    ///
    /// The syntax of patterns: <https://docs.rs/regex/latest/regex/#syntax>.
    pub HOUSE_MARKER = "provenance/house-marker", Major, "custom/provenance", on
}

/// Claims of one marker in one block that are looked at.
const HITS: usize = 8;

/// Looks for the house's own markers.
#[derive(Debug)]
pub(crate) struct House {
    markers: std::sync::Arc<[crate::document::HouseMarker]>,
}

impl House {
    /// The markers of the policy that `document` is held to.
    pub(crate) fn new(document: &Document) -> Self {
        Self {
            markers: std::sync::Arc::clone(&document.house),
        }
    }
}

impl Recogniser for House {
    fn claims(&mut self, block: &Block, _context: &Context<'_>, claims: &mut Vec<Claim>) {
        if !block.kind.is_prose() {
            return;
        }
        for marker in &*self.markers {
            for found in marker
                .pattern
                .find_iter(&block.text)
                .filter(|m| !m.is_empty())
                .take(HITS)
            {
                claims.push(Claim {
                    span: found.range(),
                    rule: &HOUSE_MARKER,
                    name: HOUSE_MARKER.name,
                    language: None,
                    vendor: "house",
                    strength: Strength::Definite,
                    stance: Stance::Residue,
                    grave: false,
                    offered: false,
                    disguised: false,
                    fragment: false,
                    understood: String::new(),
                });
            }
        }
    }
}
