//! `bilingual/reused-translation`.

use std::collections::HashSet;

use crate::rule::{Severity, rule};

rule! {
    /// # What it finds
    /// A target that stood before, in the same document or an earlier one of the run, as the translation of a sentence that says
    /// something else.
    ///
    /// Sources of four words or more (ten characters where no spaces part words) are compared, and only those that have little in common: what is
    /// said in other words may well have the same translation, and short words are synonyms. Sentences that share a word are neutral. The bounds are those of
    /// `bilingual/inconsistent-translation`.
    ///
    /// # Why it matters
    /// One of the two lines says what its source does not: a line slipped, or was filled from the wrong match.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=2:47
    /// The bridge is closed until the spring.⇥Die Brücke ist bis zum Frühling gesperrt.
    /// Readers may borrow five books at any one time⇥Die Brücke ist bis zum Frühling gesperrt.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The bridge is closed until the spring.⇥Die Brücke ist bis zum Frühling gesperrt.
    /// The bridge will stay closed until spring.⇥Die Brücke ist bis zum Frühling gesperrt.
    /// ```
    /// ```clean source=en lang=zh-Hans format=tsv
    /// Close⇥关闭
    /// Shut down⇥关闭
    /// ```
    ///
    /// # Known mistakes
    /// Two sentences that say the same in quite different words.
    ///
    /// # References
    /// Weblate `reused`; Xbench “target inconsistency”.
    pub REUSED_TRANSLATION = "bilingual/reused-translation", Minor, "accuracy/mistranslation", on
}

/// Similarity of two sources from which they may share a translation.
const ALIKE: f64 = 0.5;

/// A source that says enough to have a translation of its own.
pub(crate) fn is_long(source: &str) -> bool {
    let words = source
        .split_whitespace()
        .filter(|word| word.chars().any(char::is_alphabetic));
    words.take(4).count() == 4
        || source
            .chars()
            .filter(|&c| crate::chars::class(c).script().is_unspaced())
            .nth(9)
            .is_some()
}

/// What is to be said about `source`, when its translation stood for `known` before.
pub(crate) fn judge(source: &str, known: &str) -> Option<(Severity, &'static str, String)> {
    let (source, known_folded) = (source.to_lowercase(), known.to_lowercase());
    // words by their first letters, so that forms of one are one
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.chars().count() > 3)
            .map(|word| word.chars().take(4).collect())
            .collect::<HashSet<String>>()
    };
    let (mine, theirs) = (words(&source), words(&known_folded));
    let shared = mine.intersection(&theirs).count();
    let least = mine.len().min(theirs.len());
    if 3 * shared > least || strsim::normalized_levenshtein(&source, &known_folded) >= ALIKE {
        return None;
    }
    let severity = if least >= 4 && shared == 0 {
        Severity::Minor
    } else {
        Severity::Neutral
    };
    let message = format!(
        "the same translation stands for “{}”",
        crate::finding::excerpt(known)
    );
    Some((
        severity,
        if severity == Severity::Minor {
            "other"
        } else {
            "near"
        },
        message,
    ))
}
