//! The claim “a machine translated this text”, in any wording.
//!
//! Published notices vary without end, but what they say does not: *this* text was *translated* by a *machine*. For each
//! language a file (`data/claims/<language>.toml`) lists the words of each role in that sentence, and the words of the
//! sentences that look alike and say something else: news about machine translation, human translators' credits,
//! denials, offers. [`Grammar`] finds the roles, the features turn them into numbers that mean the same in every
//! language, above all the orders in which the roles come, and one logistic model (`data/claims/weights.bin`) for all
//! languages weighs them.
//!
//! A text reaches the grammars only when `trigger::languages` finds a word for translating near one for a machine in it.

use std::ops::Range;

mod candidates;
mod features;
mod finder;
mod folded;
mod grammar;
mod measures;
mod model;
mod names;
mod roles;
mod sequence;
mod sieve;
mod stranger;
mod trigger;
mod view;
mod wordings;

pub use features::Features;
pub use grammar::{Grammar, LANGUAGES};
pub use model::{Model, sigmoid};
pub use sieve::Sieve;

/// A claim found in a text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Claim {
    /// The bytes of the text that make it.
    pub span: Range<usize>,
    /// Probability that it is one, 0 to 1.
    pub probability: f32,
    /// Language of its wording.
    pub language: &'static str,
    /// The words for the machine, as they stand there; the engine's name where it is named.
    pub machine: String,
    /// The engine's name, if one is named.
    pub engine: Option<&'static str>,
    /// The language translated from, as it is named there; empty when it is not.
    pub source: String,
    /// A bare label rather than a sentence.
    pub label: bool,
    /// A label that is nothing but a name of machine translation, which titles and menus are too.
    pub bare: bool,
    /// Names an engine or a machine at work, not just a program or a service.
    pub sure: bool,
}

/// Probability from which a whole block, or one at the edge of a document, is a claim. Chosen so that about one mention in
/// a hundred is flagged in `tests/claims/test` and `tests/claims/test2` taken together; of the near misses in
/// `tests/claims/train`, which were written to be hard, cross-validation flags three to four in a hundred.
pub const THRESHOLD: f32 = 0.75;

/// Probability from which a sentence amid other text is one.
pub const AMID: f32 = 0.97;

impl Claim {
    /// What was understood, as the end of a message: the words for the machine, the language translated from.
    #[must_use]
    pub fn understood(&self) -> String {
        let machine = self.engine.unwrap_or(&self.machine);
        if self.source.is_empty() {
            format!(" (the machine: “{machine}”)")
        } else {
            format!(
                " (the machine: “{machine}”; the language: “{}”)",
                self.source
            )
        }
    }
}

/// Which grammars a text is tried with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Languages<'a> {
    /// Those of the text and its document; English is always tried.
    pub home: &'a [&'a str],
    /// All others too.
    pub wide: bool,
}

/// Finds the likeliest claim in `text`, as it stands in the document.
#[must_use]
pub fn recognise(text: &str, languages: Languages<'_>) -> Option<Claim> {
    let mut best: Option<Claim> = None;
    examine(text, languages, |features, span, grammar| {
        let probability = Model::shipped().probability(&features);
        if best
            .as_ref()
            .is_none_or(|best| probability > best.probability)
        {
            best = Some(features.claim(span, probability, grammar));
        }
    });
    best
}

/// Hands the features of every candidate in `text`, with its bytes and its grammar, to `see`: what the model is trained
/// on.
pub fn examine(
    text: &str,
    languages: Languages<'_>,
    mut see: impl FnMut(Features, Range<usize>, &'static Grammar),
) {
    let indices = trigger::languages(text, languages.home, languages.wide);
    if indices.is_empty() {
        return;
    }
    let folded = folded::Folded::new(text);
    for index in indices {
        let grammar = grammar::get(index);
        let found = grammar.find(&folded, text);
        for span in candidates::candidates(text, &folded, grammar.language) {
            if let Some(view) = view::View::new(&folded.text, span.clone(), grammar, &found) {
                see(Features::of(&view), folded.original(&span), grammar);
            }
        }
    }
}
