//! `bilingual/capitalisation`.

use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// A target that begins with a small letter where its source begins with a capital, or the other way round, in
    /// scripts that have capitals; and a target without capitals whose source is all capitals. Off by default.
    ///
    /// # Why it matters
    /// Hardly: it shows where a list of labels was not translated in one go. Translators and style guides decide it.
    ///
    /// # Examples
    /// ```flagged source=en lang=fr format=tsv at=1:23
    /// The bridge is closed.⇥le pont est fermé.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// bridges⇥Brücken
    /// ```
    /// ```clean source=en lang=ar format=tsv
    /// The bridge⇥الجسر
    /// ```
    /// ```clean source=en lang=af format=tsv
    /// A bridge⇥'n Brug
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// 3 bridges⇥3 Puentes
    /// ```
    ///
    /// # Known mistakes
    /// Languages differ in what they capitalise: titles, languages, months, weekdays.
    ///
    /// # References
    /// translate-toolkit `startcaps`, `simplecaps`, which its own documentation calls prone to false positives.
    pub CAPITALISATION = "bilingual/capitalisation", Neutral, "fluency/orthography", off, pairs Capitalisation::start
}

struct Capitalisation;

impl Capitalisation {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for Capitalisation {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        if !pair.is_translated() {
            return;
        }
        let (Some(source), Some(target)) = (first(pair.source.text), first(pair.target.text))
        else {
            return;
        };
        let (theirs, ours) = (class(source.1), class(target.1));
        if !theirs.script().has_case()
            || !ours.script().has_case()
            || theirs.is_upper() == ours.is_upper()
        {
            return;
        }
        // German nouns have a capital wherever they stand
        if ours.is_upper() && matches!(pair.target.primary(), "de" | "lb" | "nds" | "gsw") {
            return;
        }
        let message = if theirs.is_upper() {
            "the source begins with a capital, the target with a small letter"
        } else {
            "the source begins with a small letter, the target with a capital"
        };
        let end = target.0 + target.1.len_utf8();
        pair.report(
            target.0..end,
            Draft::new(&CAPITALISATION, message),
            findings,
        );
    }
}

/// The first letter, when nothing but brackets, quotation marks and key marks stands before it.
fn first(text: &str) -> Option<(usize, char)> {
    for (at, c) in text.char_indices() {
        if class(c).is_letter() {
            return Some((at, c));
        }
        let skipped = matches!(c, '(' | '"' | '“' | '„' | '«' | '_' | '&' | '~' | '¿' | '¡')
            || c.is_whitespace();
        if !skipped {
            return None;
        }
    }
    None
}
