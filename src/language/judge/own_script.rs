//! Text in a script that the language expected is written in.

use super::super::cleaning::Sample;
use super::super::engine::Engine;
use super::super::lang::Lang;
use super::super::{engine, function_words, script};
use super::odds::{PRIOR, REPORTED, by_verdict, by_words, logit, said, sigmoid};
use super::other_script::USUAL;
use super::{Judgement, Question, Search, Stand, decided, east_asian};
use crate::chars::Script;
use crate::lid::{self, Evidence, Kind};

/// Log-odds for the language expected from which no third language is thought of.
pub(super) const SETTLED: f32 = 4.0;

/// Log-odds beyond the usual against a third language: in a document of one language it turns up seldom.
const THIRD: f32 = 1.5;

/// Nats that words which do not look like names must add up to before a rival is reported.
const SOBER: f32 = 2.5;

/// Letters from which a language is reported that is no rival.
pub(super) const THIRD_LETTERS: usize = 40;

/// The same for what begins and ends as a sentence does.
pub(super) const CLOSED: f32 = -2.0;

/// Probability from which the language expected is taken to be the one.
const EVEN: f32 = 0.5;

/// Probability from which a rival is reported.
const LIKELY: f32 = 0.8;

/// Probability that what is English by its grammatical words is English.
pub(super) const PLAIN_ENGLISH: f32 = 0.995;

/// What is known against the language expected.
#[derive(Clone, Copy, Default)]
struct Balance {
    /// Log-odds for it.
    odds: f32,
    /// The language that is likelier, if one is.
    other: Option<Lang>,
    /// What the pair said, where `other` is a rival.
    evidence: Option<Evidence>,
}

impl Question {
    pub(super) fn in_own_script(
        &self,
        sample: &Sample,
        expected: Lang,
        caution: f32,
        search: Search,
    ) -> Judgement {
        if let Some(judgement) = east_asian::judge(sample, expected) {
            return judgement;
        }
        let Some(main) = sample.tally.main() else {
            return Judgement::default();
        };
        if script::sole_language(main) == Some(expected) {
            return decided(expected, 0.995, Stand::Expected);
        }
        if main == Script::Hangul || main.is_unspaced() {
            return Judgement::default();
        }
        let engine = engine();
        if !engine.knows(expected) || expected.scripts()[0] != main {
            return self.reverse(sample, expected, main, engine);
        }
        let mut balance = self.by_rivals(sample, expected, main);
        if balance.is_none() && is_plain_english(sample, expected) {
            return decided(expected, PLAIN_ENGLISH, Stand::Expected);
        }
        let long = sample.letters() as usize >= THIRD_LETTERS;
        if (long || search == Search::Open) && balance.is_none_or(|b| b.odds < SETTLED) {
            balance = third(sample, expected, balance, engine);
        }
        let Some(balance) = balance else {
            return Judgement::default();
        };
        let rare = match balance.other {
            Some(other) if !self.is_rival(other) => THIRD,
            _ => 0.0,
        };
        let own = sigmoid(balance.odds + PRIOR + caution + rare);
        match balance.other {
            Some(other) if own <= 1.0 - said(self.is_rival(other)) => Judgement {
                language: Some(other),
                confidence: 1.0 - own,
                stand: Stand::Foreign,
                reportable: Self::is_sound(sample, expected, other, 1.0 - own, balance.evidence),
            },
            // the question is closed: what does not speak against it stands
            _ if own >= EVEN => decided(expected, own, Stand::Expected),
            _ => Judgement::default(),
        }
    }

    /// The likeliest of the rivals; `None` when there is none to ask about.
    fn by_rivals(&self, sample: &Sample, expected: Lang, main: Script) -> Option<Balance> {
        let mut worst: Option<Balance> = None;
        for rival in &self.rivals {
            let Some(pair) = rival.pair.as_ref().filter(|_| rival.language.uses(main)) else {
                continue;
            };
            let evidence = pair.evidence(&sample.text);
            let score = evidence.score;
            let sure = logit(lid::probability(
                Kind::Pair,
                score.letters,
                score.nats.abs(),
            ));
            let mut odds = match score.words {
                0 => 0.0,
                _ if score.nats > 0.0 => -sure,
                _ => sure,
            };
            if odds.abs() < SETTLED {
                let words = function_words::compare(&sample.text, expected, rival.language);
                odds += by_words(words);
            }
            if worst.is_none_or(|worst| odds < worst.odds) {
                worst = Some(Balance {
                    odds,
                    other: (score.nats > 0.0).then_some(rival.language),
                    evidence: Some(evidence),
                });
            }
        }
        worst
    }

    /// Whether a foreign language is sure enough to be reported.
    fn is_sound(
        sample: &Sample,
        expected: Lang,
        other: Lang,
        foreign: f32,
        evidence: Option<Evidence>,
    ) -> bool {
        if let Some(evidence) = evidence {
            if sample.is_sentence() {
                // a name or a label does not end with a full stop
                return evidence.sober >= CLOSED && evidence.small >= 1 && sample.words >= 2;
            }
            let least = if sample.dropped > 0 { 3 } else { 2 };
            return foreign >= LIKELY
                && evidence.sober >= SOBER
                && evidence.small >= 2
                && sample.is_prose(least);
        }
        // a third language turns up seldom, and engines name neighbours of the right one often
        let (for_it, against) = function_words::compare(&sample.text, expected, other);
        let silent = !function_words::listed(other);
        let letters = sample.letters();
        foreign >= 0.97
            && letters as usize >= THIRD_LETTERS
            && (against >= for_it + 2 || (silent && letters >= 100))
            && sample.is_prose(if against >= for_it + 2 { 3 } else { 4 })
    }

    /// The engine does not know the language, or not in this script: whether the text is English or in the source's
    /// language instead can still be asked.
    fn reverse(
        &self,
        sample: &Sample,
        expected: Lang,
        main: Script,
        engine: &dyn Engine,
    ) -> Judgement {
        let found = engine.open(&sample.text);
        let mut best = Judgement::default();
        for rival in self.rivals.iter().map(|rival| rival.language) {
            if !rival.uses(main)
                || rival.is_close(expected)
                || found.language.is_some_and(|other| other.is_close(expected))
            {
                continue;
            }
            let (_, words) = function_words::compare(&sample.text, expected, rival);
            let agrees = found.language == Some(rival) && found.confidence >= 0.9;
            let sentence = found.language == Some(rival)
                && sample.closed
                && sample.small >= 1
                && engine.knows(expected)
                && sigmoid(logit(found.confidence) + USUAL) >= REPORTED;
            if (words < 2 || words * 5 < sample.words) && !(agrees && words >= 1) && !sentence {
                continue;
            }
            let own = match found.language {
                Some(language) if language == rival => -logit(found.confidence),
                _ => 0.0,
            };
            let usual = if sentence { USUAL } else { 0.0 };
            let foreign = 1.0 - sigmoid(own + PRIOR - usual - by_words((words, 0)) * 1.5);
            let least = if sentence { said(true) } else { REPORTED };
            if foreign >= least && foreign > best.confidence {
                best = Judgement {
                    language: Some(rival),
                    confidence: foreign,
                    stand: Stand::Foreign,
                    reportable: sample.is_prose(3) || sentence && sample.words >= 2,
                };
            }
        }
        best
    }
}

/// Whether so many grammatical words make a text English.
pub(super) fn is_english(grammatical: u32, words: u32) -> bool {
    grammatical >= 2 && grammatical * 7 >= words
}

/// English by its grammatical words, where nothing else is likely.
fn is_plain_english(sample: &Sample, expected: Lang) -> bool {
    expected == Lang::english() && {
        let words = function_words::count(&sample.text, expected);
        is_english(words, sample.words)
    }
}

/// A third language, or a weak answer: asks openly, and then between the two.
fn third(
    sample: &Sample,
    expected: Lang,
    balance: Option<Balance>,
    engine: &dyn Engine,
) -> Option<Balance> {
    let found = engine.open(&sample.text);
    let Some(third) = found.language else {
        return balance;
    };
    let sure = logit(found.confidence);
    if third.is_close(expected) {
        let before = balance.unwrap_or(Balance {
            odds: f32::NEG_INFINITY,
            ..Balance::default()
        });
        let odds = before.odds.max(sure);
        return Some(Balance {
            odds,
            other: before.other.filter(|_| odds < 0.0),
            ..before
        });
    }
    if balance.is_some_and(|balance| balance.other == Some(third)) {
        return balance;
    }
    let verdict = engine.rank(&sample.text, &[expected, third]);
    let mut odds = by_verdict(verdict, expected);
    if verdict.language == Some(third) {
        odds = odds.max(-sure.max(0.0));
    }
    odds += by_words(function_words::compare(&sample.text, expected, third));
    match balance {
        Some(before) if before.odds <= odds => balance,
        _ => Some(Balance {
            odds,
            other: (odds < 0.0).then_some(third),
            evidence: None,
        }),
    }
}
