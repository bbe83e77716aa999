//! The judgement of one stretch of text: is it in the language it should be in?
//!
//! Evidence is added up as log-odds: what the table for the two languages says, where that is unsure also grammatical
//! words and the open question, and that a segment of a document is far likelier in the document's language than not.
//! Where the sum decides nothing, nothing is said.
//!
//! Text in the script of the language expected, in another, and in Chinese characters goes three ways.

mod east_asian;
mod odds;
mod other_script;
mod own_script;
mod plain;

use std::sync::Arc;

pub use plain::Settled;

use super::cleaning::Sample;
use super::lang::Lang;
use super::{identify, pairs};
use crate::lid::Pair;

/// What is asked about the segments of a document.
#[derive(Clone, Debug, Default)]
pub struct Question {
    expected: Option<Lang>,
    rivals: Vec<Rival>,
}

/// A language that is likely instead of the one expected.
#[derive(Clone, Debug)]
pub struct Rival {
    /// The language.
    pub language: Lang,
    /// It against the language expected; `None` where the engine lacks one of the two or does not tell them apart.
    pub pair: Option<Arc<Pair>>,
}

/// How a segment stands to the language it should be in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stand {
    /// In it.
    Expected,
    /// In another.
    Foreign,
    /// The evidence does not say, or nothing is expected.
    #[default]
    Undecided,
}

/// What was made of a segment.
#[derive(Clone, Copy, Debug, Default)]
pub struct Judgement {
    /// The language it is in; `None` where nothing is said.
    pub language: Option<Lang>,
    /// Probability that this is right.
    pub confidence: f32,
    /// How it stands to the language expected.
    pub stand: Stand,
    /// Whether the evidence is good enough to report it.
    pub reportable: bool,
}

/// Where a language that is no rival is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Search {
    /// Everywhere.
    Open,
    /// In texts long enough to report it.
    Reportable,
}

/// Probability from which something is said.
const SAID: f32 = 0.6;

impl Question {
    /// Whether segments are in `expected` or rather in one of `rivals`: source, dominant language, English.
    #[must_use]
    pub fn new(expected: Option<Lang>, rivals: &[Lang]) -> Self {
        let rivals = rivals
            .iter()
            .map(|&language| Rival {
                language,
                pair: expected
                    .filter(|expected| !expected.is_close(language))
                    .and_then(|expected| pairs::pair(language, expected)),
            })
            .collect();
        Self { expected, rivals }
    }

    /// The language that segments should be in.
    #[must_use]
    pub fn expected(&self) -> Option<Lang> {
        self.expected
    }

    /// The languages that are likely instead.
    #[must_use]
    pub fn rivals(&self) -> &[Rival] {
        &self.rivals
    }

    /// Whether `language` is one of the rivals.
    fn is_rival(&self, language: Lang) -> bool {
        self.rivals.iter().any(|rival| rival.language == language)
    }

    /// Judges cleaned text. `caution` are log-odds beyond the usual, for headings, labels and parts of a segment.
    #[must_use]
    pub fn judge(&self, sample: &Sample, caution: f32) -> Judgement {
        self.judge_with(sample, caution, Search::Open)
    }

    /// Whether [`Self::judge`] may find something to report: it does not where this says no, and mostly where it says yes.
    #[must_use]
    pub fn may_report(&self, sample: &Sample, caution: f32) -> bool {
        self.judge_with(sample, caution, Search::Reportable)
            .reportable
    }

    fn judge_with(&self, sample: &Sample, caution: f32, search: Search) -> Judgement {
        let Some(main) = sample.tally.main() else {
            return Judgement::default();
        };
        let Some(expected) = self.expected else {
            let found = identify::open(sample);
            let said = found.confidence >= SAID;
            return Judgement {
                language: found.language.filter(|_| said),
                confidence: found.confidence,
                ..Judgement::default()
            };
        };
        let (within, whole) = (
            sample.tally.weight_of(expected.scripts()),
            sample.tally.weight(),
        );
        if within * 4 >= whole {
            if within < whole {
                let own = sample.only(expected.scripts());
                return self.in_own_script(&own, expected, caution, search);
            }
            return self.in_own_script(sample, expected, caution, search);
        }
        if sample.tally.of(main) == sample.letters() {
            return self.in_other_script(sample, main, expected, within > 0);
        }
        let rest = sample.only(&[main]);
        if within > 0 && !rest.is_prose(4) {
            // names and terms in another script, with the sentence around them
            return decided(expected, 0.8, Stand::Expected);
        }
        self.in_other_script(&rest, main, expected, within > 0)
    }
}

fn decided(language: Lang, confidence: f32, stand: Stand) -> Judgement {
    Judgement {
        language: Some(language),
        confidence,
        stand,
        reportable: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(expected: &str, rivals: &[&str], text: &str) -> (Stand, Option<&'static str>) {
        let rivals: Vec<Lang> = rivals.iter().filter_map(|tag| Lang::of(tag)).collect();
        let question = Question::new(Lang::of(expected), &rivals);
        let holes = super::super::cleaning::quotations(text);
        let judgement = question.judge(&Sample::of(text, 0..text.len(), &holes), 0.0);
        (judgement.stand, judgement.language.map(Lang::tag))
    }

    #[test]
    fn left_in_source_is_foreign() {
        let english =
            "The new cabins are lighter than the old ones and have room for twelve passengers.";
        for expected in [
            "de", "fr", "pl", "ru", "el", "ja", "zh-Hans", "ko", "ar", "sq", "sr-Latn", "th", "nn",
        ] {
            assert_eq!(
                judge(expected, &["en"], english),
                (Stand::Foreign, Some("en")),
                "{expected}"
            );
        }
    }

    #[test]
    fn names_and_terms_are_not_foreign() {
        for (expected, text) in [
            (
                "de",
                "Der Microsoft Print Server und das Visual Studio Toolkit sind enthalten.",
            ),
            ("ko", "Windows 10에서 Visual Studio Code를 설치하세요"),
            ("zh-Hans", "请下载 Visual Studio Code Installer for Windows"),
            ("ru", "Установите Microsoft Visual Studio Community Edition"),
            ("ja", "東京都庁"),
            (
                "sr-Latn",
                "Ovaj dokument je preveden na srpski jezik prošle godine.",
            ),
            (
                "hr",
                "Ovaj dokument je preveden na hrvatski jezik prošle godine.",
            ),
            (
                "nb",
                "Dette er en kort veiledning til hvordan du setter opp maskinen.",
            ),
            (
                "nn",
                "Dette er ei kort rettleiing til korleis du set opp maskina.",
            ),
            (
                "ms",
                "Dokumen ini diterjemahkan daripada bahasa Inggeris pada tahun lepas.",
            ),
            (
                "sq",
                "Ky dokument u përkthye nga gjuha angleze vitin e kaluar.",
            ),
            ("en", "Click OK"),
        ] {
            assert_ne!(
                judge(expected, &["en"], text).0,
                Stand::Foreign,
                "{expected}"
            );
        }
    }

    #[test]
    fn third_languages_are_found() {
        let french = "Les nouvelles cabines sont plus légères que les anciennes et peuvent transporter douze passagers.";
        assert_eq!(judge("de", &["en"], french), (Stand::Foreign, Some("fr")));
        assert_eq!(judge("en", &[], french), (Stand::Foreign, Some("fr")));
        assert_eq!(
            judge(
                "en",
                &[],
                "Новые кабины легче старых и вмещают двенадцать пассажиров."
            ),
            (Stand::Foreign, Some("ru"))
        );
        assert_eq!(
            judge(
                "zh-Hans",
                &["en"],
                "新しいキャビンは古いものより軽く、十二人の乗客を乗せることができます。"
            ),
            (Stand::Foreign, Some("ja"))
        );
    }
}
