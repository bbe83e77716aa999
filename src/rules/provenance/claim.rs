//! Claims: what a recogniser says that it has seen, before anybody weighs it.

use std::ops::Range;

use super::catalogue::{Stance, Strength};
use crate::block::Block;
use crate::rule::{Context, Rule};

/// Something in a block that may say, or betray, that a machine translated the text.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub(crate) struct Claim {
    /// Where it is, in bytes of the block's text.
    pub span: Range<usize>,
    /// The rule that would report it.
    pub rule: &'static Rule,
    /// What was recognised: claims of one name repeat each other.
    pub name: &'static str,
    /// The language of the wording; `None` where it belongs to none.
    pub language: Option<&'static str>,
    /// Whose wording it is: `google`, `llm`, …, `generic`.
    pub vendor: &'static str,
    /// What it is worth.
    pub strength: Strength,
    /// Notice or residue.
    pub stance: Stance,
    /// Stands in place of the text.
    pub grave: bool,
    /// May show no more than that translation is on offer.
    pub offered: bool,
    /// Came with letters of other scripts among its own.
    pub disguised: bool,
    /// A piece of a line, which says something only where it is all that the document says.
    pub fragment: bool,
    /// What a recogniser of wordings understood, for the message; empty for known wordings.
    pub understood: String,
}

/// A source of claims. The catalogue is one; a recogniser that does not depend on wordings can be another. All of them
/// are weighed alike.
pub(crate) trait Recogniser: std::fmt::Debug {
    /// Adds what is claimed about `block`.
    fn claims(&mut self, block: &Block, context: &Context<'_>, claims: &mut Vec<Claim>);
}

/// Of claims that overlap, the strongest stays, of equal ones the longest.
pub(crate) fn settle(claims: &mut Vec<Claim>) {
    if claims.len() < 2 {
        return;
    }
    claims.sort_by_key(|claim| (claim.span.start, std::cmp::Reverse(claim.span.end)));
    let mut kept: Vec<Claim> = Vec::with_capacity(claims.len());
    for claim in claims.drain(..) {
        match kept.last_mut() {
            Some(last) if claim.span.start < last.span.end => {
                let rank = |c: &Claim| (!c.disguised, c.strength, c.span.len());
                if rank(&claim) > rank(last) {
                    *last = claim;
                }
            }
            _ => kept.push(claim),
        }
    }
    *claims = kept;
}
