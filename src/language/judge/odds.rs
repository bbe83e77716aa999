//! Sums of evidence.

use super::super::engine::Verdict;
use super::super::lang::Lang;

/// Log-odds for the expected language before the text is looked at.
pub(super) const PRIOR: f32 = 2.0;

/// Log-odds that one grammatical word is worth.
const WORD: f32 = 0.8;

/// Probability from which something is reported.
pub(super) const REPORTED: f32 = 0.9;

/// Probability from which a foreign language is named: a third language, neither source nor English, needs more.
pub(super) fn said(usual: bool) -> f32 {
    if usual { 0.75 } else { 0.93 }
}

pub(super) fn logit(probability: f32) -> f32 {
    let probability = probability.clamp(0.001, 0.999);
    (probability / (1.0 - probability)).ln()
}

pub(super) fn sigmoid(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Log-odds for `expected` by a closed verdict.
pub(super) fn by_verdict(verdict: Verdict, expected: Lang) -> f32 {
    match verdict.language {
        Some(language) if language == expected => logit(verdict.confidence),
        Some(_) => -logit(verdict.confidence),
        None => 0.0,
    }
}

/// Log-odds by grammatical words for and against.
#[expect(clippy::cast_precision_loss, reason = "both are at most 4")]
pub(super) fn by_words((for_it, against): (u32, u32)) -> f32 {
    (for_it.min(4) as f32 - against.min(4) as f32) * WORD
}
