//! Notices in any wording: what [`crate::claim`] recognises, as claims to be weighed with the others.

use super::catalogue::{Stance, Strength};
use super::claim::{Claim, Recogniser};
use super::{DISCLOSURE_NOTICE, WIDGET_LABEL};
use crate::block::{Block, Kind};
use crate::claim::{self, Languages, Setting};
use crate::rule::Context;

/// Blocks longer than this hold no notice but an article: bytes.
const LONGEST: usize = 1600;

/// Blocks at the beginning of a document that are tried in every language; behind them only the document's own and
/// English.
const WIDE: u64 = 40;

/// Recognises notices whatever their wording.
#[derive(Debug, Default)]
pub(crate) struct Wordings {
    blocks: u64,
}

impl Recogniser for Wordings {
    fn claims(&mut self, block: &Block, context: &Context<'_>, claims: &mut Vec<Claim>) {
        if !block.kind.is_prose() || block.kind == Kind::Attribute {
            return;
        }
        self.blocks += 1;
        if block.text.len() > LONGEST || claims.iter().any(|claim| claim.strength > Strength::Weak)
        {
            return;
        }
        let setting = Setting {
            at_edge: self.blocks <= 3,
            apart: matches!(block.kind, Kind::Caption | Kind::Interface),
        };
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
            wide: self.blocks <= WIDE || document.dominant.is_none(),
        };
        let Some(found) = claim::recognise(&block.text, languages, setting) else {
            return;
        };
        let (before, after) = (
            block.text[..found.span.start].trim_end(),
            block.text[found.span.end..].trim_start(),
        );
        let bracketed = before.ends_with(['(', '[', '（', '【', '〔'])
            && after.starts_with([')', ']', '）', '】', '〕']);
        let whole = found.span.len() * 10 >= block.text.trim().len() * 9;
        // a sentence amid others is rarely a notice, and often about something else
        let bar = if whole || bracketed || setting.apart || setting.at_edge {
            claim::THRESHOLD
        } else {
            claim::AMID
        };
        // one word between brackets, or alone, names anything: MT, a tool, a chapter
        let letters = block.text[found.span.clone()]
            .chars()
            .filter(|c| c.is_alphabetic())
            .count();
        let amid = bar > claim::THRESHOLD;
        if found.probability < bar
            || (amid && !found.sure)
            || (letters < 5 && !bracketed && found.span.len() == letters)
        {
            return;
        }
        // a heading, a cell or an entry of a list is a title of something, unless it says a whole sentence of this text
        let strength = if matches!(
            block.kind,
            Kind::Paragraph | Kind::Caption | Kind::Interface
        ) {
            Strength::Strong
        } else {
            Strength::Weak
        };
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
            strength,
            stance: Stance::Disclosure,
            grave: false,
            offered: false,
            disguised: false,
            understood: found.understood(),
        });
    }
}
