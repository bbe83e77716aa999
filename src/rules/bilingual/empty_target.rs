//! `bilingual/empty-target`.

use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};
use crate::unit::State;

rule! {
    /// # What it finds
    /// A unit whose source has a text and whose target has none, or nothing but white space and invisible characters.
    ///
    /// It is a fault where the unit claims to be translated: in tables, in XLIFF from the state `translated` on, in a
    /// plural of which other forms are filled. Where the format itself says that the unit is not translated yet, it is
    /// neutral: a fact about progress.
    ///
    /// # Why it matters
    /// The reader gets nothing, or the source language, where the translation was promised; a model that learns from
    /// the corpus learns to say nothing.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:22
    /// The library is open.⇥
    /// ```
    /// ```flagged source=ja lang=en format=tsv
    /// 図書館は日曜日に休みます。⇥␠␠
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The library is open.⇥Die Bibliothek ist offen.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// ␠⇥␠
    /// ```
    /// ```clean source=en lang=ar format=tsv
    /// OK⇥حسنًا
    /// ```
    ///
    /// # Known mistakes
    /// A word of the source that the target language leaves out on purpose (an article split off into its own string).
    ///
    /// # References
    /// Okapi `MISSING_TARGETTU`, `EMPTY_TARGETSEG`; translate-toolkit `untranslated`, `blank`.
    pub EMPTY_TARGET = "bilingual/empty-target", Major, "accuracy/omission", on, pairs EmptyTarget::start
}

struct EmptyTarget;

impl EmptyTarget {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for EmptyTarget {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let unit = pair.unit;
        if !unit.target.is_blank() || unit.source.is_blank() || unit.state == State::Draft {
            return;
        }
        let in_part = unit.plural.as_ref().is_some_and(|plural| plural.filled > 0);
        let claimed = unit.state >= State::Translated || in_part;
        let draft = if claimed {
            Draft::new(&EMPTY_TARGET, "the source has a text, the target has none")
        } else {
            Draft::new(&EMPTY_TARGET, "not translated yet").severity(Severity::Neutral)
        };
        pair.report_whole(draft, findings);
    }
}
