//! Notices in any wording: what [`crate::claim`] recognises, as claims to be weighed with the others.

use super::catalogue::{Stance, Strength};
use super::claim::{Claim, Recogniser};
use super::{DISCLOSURE_NOTICE, WIDGET_LABEL};
use crate::block::{Block, Kind};
use crate::claim::{self, Languages};
use crate::rule::Context;

/// Blocks longer than this hold no notice but an article: bytes.
const LONGEST: usize = 1600;

/// Characters of a block at whose beginning or end a notice may stand like one of its own.
const SHORT: usize = 300;

/// Recognises notices whatever their wording.
#[derive(Debug, Default)]
pub(crate) struct Wordings;

impl Recogniser for Wordings {
    fn claims(&mut self, block: &Block, context: &Context<'_>, claims: &mut Vec<Claim>) {
        if !block.kind.is_prose()
            || block.kind == Kind::Attribute
            || block.text.len() > LONGEST
            || claims.iter().any(|claim| claim.strength > Strength::Weak)
        {
            return;
        }
        let document = context.document;
        let home: Vec<&str> = [
            context.language,
            document.declared.as_deref(),
            document.dominant.as_deref(),
        ]
        .into_iter()
        .flatten()
        .collect();
        let languages = Languages {
            home: &home,
            wide: home.is_empty(),
        };
        let Some(found) = claim::recognise(&block.text, languages) else {
            return;
        };
        if found.probability < bar(block, &found) {
            return;
        }
        claims.push(Claim {
            span: found.span.clone(),
            rule: if found.label {
                &WIDGET_LABEL
            } else {
                &DISCLOSURE_NOTICE
            },
            name: if found.label {
                "wording-label"
            } else {
                "wording-notice"
            },
            language: Some(found.language),
            vendor: "generic",
            strength: Strength::Strong,
            stance: Stance::Disclosure,
            grave: false,
            offered: false,
            disguised: false,
            understood: found.understood(),
        });
    }
}

/// How sure a claim must be to count where it stands: a sentence amid others, a heading, a cell or an entry of a list is
/// more often about something else than a block of its own, a bracket or a caption.
fn bar(block: &Block, found: &claim::Claim) -> f32 {
    let (before, after) = (
        block.text[..found.span.start].trim_end(),
        block.text[found.span.end..].trim_start(),
    );
    let bracketed = before.ends_with(['(', '[', '（', '【', '〔'])
        && after.starts_with([')', ']', '）', '】', '〕']);
    let whole = found.span.len() * 10 >= block.text.trim().len() * 9;
    // one word between brackets, or alone, names anything: a tool, a chapter, a unit
    let letters = block.text[found.span.clone()]
        .chars()
        .filter(|c| c.is_alphabetic())
        .count();
    if letters < 5 && !bracketed && found.span.len() == letters {
        return 2.0;
    }
    let apart = matches!(block.kind, Kind::Caption | Kind::Interface);
    let running = matches!(block.kind, Kind::Heading | Kind::Cell | Kind::ListItem);
    // a few words in small letters are a piece of something
    let few = block.text.split_whitespace().count() <= 4;
    if whole && few && block.text.starts_with(char::is_lowercase) && !bracketed {
        return 2.0;
    }
    let short = block.text.chars().count() <= SHORT;
    let end = whole || (short && (before.is_empty() || after.is_empty()));
    if apart || bracketed || (end && !running) {
        claim::THRESHOLD
    } else {
        claim::AMID
    }
}
