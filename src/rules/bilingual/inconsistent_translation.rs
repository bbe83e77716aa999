//! `bilingual/inconsistent-translation`.

use crate::chars::class;
use crate::rule::{Severity, rule};

rule! {
    /// # What it finds
    /// A source that was translated otherwise before, in the same document or an earlier one of the run, between the same languages:
    /// the first place where a second, a third … translation stands.
    ///
    /// Units with different contexts (`msgctxt`) are not compared, nor are plural forms and texts left untranslated; translations that
    /// differ only in capitals, punctuation, key marks or white space are the same. Texts of up to 300 bytes are compared, as many as 24 MiB a
    /// document and 32 MiB a run hold. A sentence is minor; two or three words, which may mean two things, are neutral; a single word means two things too often.
    ///
    /// # Why it matters
    /// The reader looks for the button that the manual names and finds another word on it.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=2:40
    /// The bridge is closed until the spring.⇥Die Brücke ist bis zum Frühling gesperrt.
    /// The bridge is closed until the spring.⇥Der Steg bleibt den ganzen Winter zu.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The bridge is closed.⇥Die Brücke ist gesperrt.
    /// The bridge is closed.⇥Die Brücke ist gesperrt!
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// Open⇥Abrir
    /// Open⇥Abierto
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// The bridge is closed.⇥The bridge is closed.
    /// The bridge is closed.⇥橋は閉鎖されています。
    /// ```
    ///
    /// # Known mistakes
    /// Words that mean two things, and sentences that a language says otherwise after other sentences.
    ///
    /// # References
    /// Weblate `inconsistent` and its issues 3652, 2135, 5645; translate-toolkit `poconflicts`; memoQ and Xbench consistency checks.
    pub INCONSISTENT_TRANSLATION = "bilingual/inconsistent-translation", Minor, "terminology/inconsistent-use-of-terminology", on
}

/// What is to be said about `target`, when the same source stood with `known` before.
pub(crate) fn judge(
    source: &str,
    target: &str,
    known: &str,
) -> Option<(Severity, &'static str, String)> {
    if !source.chars().any(char::is_alphabetic) || target == known {
        return None;
    }
    // a word alone means two things too often
    if source.split_whitespace().nth(1).is_none()
        && !source.chars().any(|c| class(c).script().is_unspaced())
    {
        return None;
    }
    let sentence = source.split_whitespace().nth(3).is_some() || source.len() >= 48;
    let message = format!(
        "the same source is “{}” elsewhere",
        crate::finding::excerpt(known)
    );
    Some(if sentence {
        (Severity::Minor, "sentence", message)
    } else {
        (Severity::Neutral, "word", message)
    })
}
