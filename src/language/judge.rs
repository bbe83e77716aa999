//! The judgement of one stretch of text: is it in the language it should be in?
//!
//! Evidence is added up as log-odds: what the engine says, what grammatical words say, and that a segment of a document
//! is far likelier in the document's language than not. Where the sum decides nothing, nothing is said.

use super::cleaning::Sample;
use super::engine::{Engine, Verdict};
use super::identify;
use super::lang::Lang;
use super::{engine, function_words, han};
use crate::chars::Script;

/// What is asked about the segments of a document.
#[derive(Clone, Debug, Default)]
pub struct Question {
    /// The language they should be in.
    pub expected: Option<Lang>,
    /// Languages that are likely instead: source, dominant language, English.
    pub rivals: Vec<Lang>,
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

/// Log-odds for the expected language before the text is looked at.
const PRIOR: f32 = 2.0;

/// Log-odds that one grammatical word is worth.
const WORD: f32 = 0.8;

/// Probability from which something is said.
const SAID: f32 = 0.6;

/// Probability from which something is reported.
const REPORTED: f32 = 0.9;

impl Question {
    /// Judges cleaned text. `caution` are log-odds beyond the usual, for headings, labels and parts of a segment.
    #[must_use]
    pub fn judge(&self, sample: &Sample, caution: f32) -> Judgement {
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
                return self.within(&sample.only(expected.scripts()), expected, caution);
            }
            return self.within(sample, expected, caution);
        }
        let rest = if sample.tally.of(main) < sample.tally.letters() {
            sample.only(&[main])
        } else {
            sample.clone()
        };
        if within > 0 && !rest.is_prose(4) {
            // names and terms in another script, with the sentence around them
            return Judgement {
                language: Some(expected),
                confidence: 0.8,
                stand: Stand::Expected,
                reportable: false,
            };
        }
        self.other_script(&rest, main, expected, within > 0)
    }

    /// Judges text in the expected language's own script.
    #[expect(
        clippy::too_many_lines,
        reason = "one sum of evidence, read from top to bottom"
    )]
    fn within(&self, sample: &Sample, expected: Lang, caution: f32) -> Judgement {
        if let Some(judgement) = east_asian(sample, expected) {
            return judgement;
        }
        let Some(main) = sample.tally.main() else {
            return Judgement::default();
        };
        if super::script::sole_language(main) == Some(expected) {
            return decided(expected, 0.995, Stand::Expected);
        }
        if main == Script::Hangul || main.is_unspaced() {
            return Judgement::default();
        }
        let engine = engine();
        if !engine.knows(expected) || expected.scripts()[0] != main {
            return self.reverse(sample, expected, engine);
        }
        let rivals: Vec<Lang> = self
            .rivals
            .iter()
            .copied()
            .filter(|rival| !rival.is_close(expected) && rival.uses(main) && engine.knows(*rival))
            .collect();
        let balance = |rival: Lang| {
            let (for_it, against) = function_words::compare(&sample.text, expected, rival);
            (for_it, against)
        };
        if rivals.is_empty()
            && expected == Lang::english()
            && let words = function_words::count(&sample.text, expected)
            && words >= 2
            && words * 7 >= sample.words
        {
            return decided(expected, 0.995, Stand::Expected);
        }
        let mut odds = f32::INFINITY;
        let mut rival = None;
        if !rivals.is_empty() {
            let mut candidates = vec![expected];
            candidates.extend(&rivals);
            let verdict = engine.rank(&sample.text, &candidates);
            let best = verdict.language.filter(|&found| found != expected);
            odds = log_odds(verdict, expected);
            let against = best.or(rivals.first().copied());
            if let Some(other) = against {
                odds += word_odds(balance(other));
            }
            rival = best;
        }
        if odds < 4.0 || rivals.is_empty() {
            // a third language, or a weak answer: ask openly, and then between the two
            let found = engine.open(&sample.text);
            match found.language {
                Some(third) if third.is_close(expected) => {
                    let own = logit(found.confidence);
                    odds = if odds.is_finite() { odds.max(own) } else { own };
                    rival = rival.filter(|_| odds < 0.0);
                }
                Some(third) => {
                    let verdict = engine.rank(&sample.text, &[expected, third]);
                    let mut open = -logit(found.confidence).max(0.0);
                    if verdict.language == Some(third) {
                        open = open.max(log_odds(verdict, expected));
                    } else {
                        open = log_odds(verdict, expected);
                    }
                    open += word_odds(balance(third));
                    if open < odds {
                        odds = open;
                        rival = (open < 0.0).then_some(third);
                    }
                }
                None => {}
            }
        }
        if !odds.is_finite() {
            return Judgement::default();
        }
        let own = sigmoid(odds + PRIOR + caution);
        match rival {
            Some(rival) if own <= 1.0 - said(self.rivals.contains(&rival)) => {
                let (for_it, against) = balance(rival);
                let foreign = 1.0 - own;
                let usual = self.rivals.contains(&rival);
                // a third language turns up seldom, and engines name neighbours of the right one often
                let sound = usual
                    || (foreign >= 0.97
                        && sample.letters() >= 40
                        && (against >= for_it + 2
                            || (!function_words::listed(rival) && sample.letters() >= 100)));
                let words_agree = against > for_it
                    || (!function_words::listed(rival) && sample.letters() >= 60)
                    || (for_it == 0 && against == 0 && foreign >= 0.98 && sample.letters() >= 60);
                Judgement {
                    language: Some(rival),
                    confidence: foreign,
                    stand: Stand::Foreign,
                    reportable: foreign >= REPORTED
                        && words_agree
                        && sound
                        && sample.is_prose(if against >= for_it + 2 { 3 } else { 4 })
                        && sample.letters() >= 15,
                }
            }
            _ if own >= SAID => decided(expected, own, Stand::Expected),
            _ => Judgement::default(),
        }
    }

    /// The engine does not know the language: whether it is English or the source instead can still be asked.
    fn reverse(&self, sample: &Sample, expected: Lang, engine: &dyn Engine) -> Judgement {
        let found = engine.open(&sample.text);
        let mut best = Judgement::default();
        for &rival in &self.rivals {
            if rival.is_close(expected)
                || found.language.is_some_and(|other| other.is_close(expected))
            {
                continue;
            }
            let (_, words) = function_words::compare(&sample.text, expected, rival);
            if words < 2 || words * 5 < sample.words {
                continue;
            }
            let own = match found.language {
                Some(language) if language == rival => -logit(found.confidence),
                _ => 0.0,
            };
            let foreign = 1.0 - sigmoid(own + PRIOR - word_odds((words, 0)) * 1.5);
            if foreign >= REPORTED && foreign > best.confidence {
                best = Judgement {
                    language: Some(rival),
                    confidence: foreign,
                    stand: Stand::Foreign,
                    reportable: sample.is_prose(3),
                };
            }
        }
        best
    }

    /// Judges text in a script that the expected language does not use.
    fn other_script(
        &self,
        sample: &Sample,
        main: Script,
        expected: Lang,
        some_within: bool,
    ) -> Judgement {
        let mut found = identify::open(sample);
        for &rival in self.rivals.iter().filter(|rival| rival.uses(main)) {
            let Some(other) = found.language.filter(|&other| other != rival) else {
                continue;
            };
            let (for_it, against) = function_words::compare(&sample.text, rival, other);
            if for_it > against {
                found = Verdict {
                    language: Some(rival),
                    confidence: sigmoid(
                        WORD * f32::from(u8::try_from(for_it - against).unwrap_or(6).min(6)),
                    ),
                };
            }
        }
        let least = if main.is_unspaced() { 8 } else { 15 };
        let enough =
            sample.is_prose(if main.is_unspaced() { 3 } else { 4 }) && sample.letters() >= least;
        let Some(mut language) = found.language.filter(|_| found.confidence >= 0.5) else {
            return Judgement::default();
        };
        if let Some(own) = in_other_script(expected, main)
            && language.is_close(own)
        {
            language = own;
        }
        if !enough && (some_within || sample.words < 2 || sample.small == 0 && sample.cased > 0) {
            return Judgement::default();
        }
        let words = if function_words::listed(language) {
            function_words::compare(&sample.text, language, expected).0
        } else if super::script::sole_language(main).is_some()
            || main.is_unspaced()
            || (found.confidence >= 0.97 && sample.letters() >= 60)
        {
            sample.words
        } else {
            0
        };
        if words == 0 && !function_words::listed(language) {
            return Judgement::default();
        }
        Judgement {
            language: Some(language),
            confidence: found.confidence,
            stand: Stand::Foreign,
            reportable: enough
                && (words >= 2 || (!some_within && words == 1 && sample.words <= 5))
                && words * 12 >= sample.words,
        }
    }
}

/// Chinese and Japanese by kana and grammatical characters; `None` for other languages.
fn east_asian(sample: &Sample, expected: Lang) -> Option<Judgement> {
    let tag = expected.tag();
    let (kana, all) = sample.tally.kana();
    if all == 0 {
        return None;
    }
    let other = |tag: &str, confidence: f32, reportable: bool| {
        Lang::exact(tag).map(|language| Judgement {
            language: Some(language),
            confidence,
            stand: Stand::Foreign,
            reportable,
        })
    };
    match tag {
        "ja" => {
            let han = all - kana;
            if kana > 0 {
                return Some(decided(expected, 0.99, Stand::Expected));
            }
            let grammar = han::grammatical(&sample.text);
            if grammar >= 2 && grammar * 25 >= han && (han >= 30 || (han >= 10 && grammar >= 3)) {
                return other(identify::chinese(&sample.text).tag(), 0.97, true);
            }
            Some(Judgement::default())
        }
        "zh" | "zh-Hans" | "zh-Hant" | "yue" => {
            if kana >= 6 && kana * 5 >= all {
                return other("ja", 0.98, kana >= 10);
            }
            let variant = identify::chinese(&sample.text);
            let language = if han::Variant::of_tag(variant.tag()).is_some() && tag != "yue" {
                variant
            } else {
                expected
            };
            let agrees = language == expected || tag == "zh" || tag == "yue";
            Some(Judgement {
                language: Some(language),
                confidence: 0.98,
                stand: if agrees {
                    Stand::Expected
                } else {
                    Stand::Foreign
                },
                reportable: false,
            })
        }
        _ => None,
    }
}

/// The expected language in a script that its tag excludes.
fn in_other_script(expected: Lang, main: Script) -> Option<Lang> {
    match (expected.tag(), main) {
        ("sr", Script::Latin) => Lang::exact("sr-Latn"),
        ("sr-Latn", Script::Cyrillic) => Lang::exact("sr"),
        _ => None,
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

/// Probability from which a foreign language is named: a third language, neither source nor English, needs more.
fn said(usual: bool) -> f32 {
    if usual { 0.75 } else { 0.93 }
}

fn logit(probability: f32) -> f32 {
    let probability = probability.clamp(0.001, 0.999);
    (probability / (1.0 - probability)).ln()
}

fn sigmoid(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// Log-odds for `expected` by a closed verdict.
fn log_odds(verdict: Verdict, expected: Lang) -> f32 {
    match verdict.language {
        Some(language) if language == expected => logit(verdict.confidence),
        Some(_) => -logit(verdict.confidence),
        None => 0.0,
    }
}

/// Log-odds by grammatical words for and against.
#[expect(clippy::cast_precision_loss, reason = "both are at most 4")]
fn word_odds((for_it, against): (u32, u32)) -> f32 {
    (for_it.min(4) as f32 - against.min(4) as f32) * WORD
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(expected: &str, rivals: &[&str], text: &str) -> (Stand, Option<&'static str>) {
        let question = Question {
            expected: Lang::of(expected),
            rivals: rivals.iter().filter_map(|tag| Lang::of(tag)).collect(),
        };
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
