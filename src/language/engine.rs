//! The question an engine answers.
//!
//! An engine sees cleaned text of one script. It gives probabilities: what its own scores are worth is its own affair,
//! and a table of counts for each length belongs to it.

use super::lang::Lang;

/// What an engine thinks of a text.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Verdict {
    /// The likeliest language; `None` when it has nothing to say.
    pub language: Option<Lang>,
    /// Probability that `language` is right, if the candidates were equally likely before.
    pub confidence: f32,
}

/// Identifies languages that share a script.
pub trait Engine: Sync {
    /// Whether it has a class for `language`, or one that stands for it.
    fn knows(&self, language: Lang) -> bool;

    /// Which of `candidates` the text is in; none of the others is considered. Candidates it does not know are passed
    /// over; with fewer than two left there is no verdict.
    fn rank(&self, text: &str, candidates: &[Lang]) -> Verdict;

    /// Which of all languages it knows the text is in.
    fn open(&self, text: &str) -> Verdict;
}
