//! Text in a script that the language expected is not written in.

use super::super::cleaning::Sample;
use super::super::engine::Verdict;
use super::super::lang::Lang;
use super::super::{engine, function_words, identify, script};
use super::odds::{REPORTED, by_verdict, by_words, logit, sigmoid};
use super::{Judgement, Question, Rival, Stand};
use crate::chars::Script;

/// Log-odds for the source and for English against any other language of the script.
pub(super) const USUAL: f32 = 4.0;

/// What of that is left out for labels and parts of a text.
const PART: f32 = 1.5;

/// Probability from which a sentence in a script of its own is reported: if not in this language, it is in yet another.
const SENTENCE: f32 = 0.6;

impl Question {
    /// Judges text in a script that the expected language does not use.
    pub(super) fn in_other_script(
        &self,
        sample: &Sample,
        main: Script,
        expected: Lang,
        some_within: bool,
    ) -> Judgement {
        let mut found = identify::open(sample);
        let before = found.language;
        // what labels and parts of a text go by: how rare other languages are beside this one counts less there
        let mut sure = found.confidence;
        for Rival {
            language: rival, ..
        } in &self.rivals
        {
            let Some(other) = found.language.filter(|other| other != rival) else {
                continue;
            };
            if !rival.uses(main) {
                continue;
            }
            let verdict = engine().rank(&sample.text, &[*rival, other]);
            let odds = USUAL
                + by_verdict(verdict, *rival)
                + by_words(function_words::compare(&sample.text, *rival, other));
            if odds > 0.0 {
                sure = sigmoid(odds - PART);
                found = Verdict {
                    language: Some(*rival),
                    confidence: sigmoid(odds),
                };
            }
        }
        if found.language == before && before.is_some_and(|language| self.is_rival(language)) {
            found.confidence = sigmoid(logit(found.confidence) + USUAL);
        }
        let Some(mut language) = found.language.filter(|_| found.confidence >= 0.5) else {
            return Judgement::default();
        };
        let usual = self.is_rival(language);
        if let Some(own) = in_other_script(expected, main)
            && language.is_close(own)
        {
            language = own;
        }
        let enough = if usual && !main.is_unspaced() {
            sample.is_prose(3) && sample.small >= 2 && sample.letters() >= 8
        } else {
            let (words, letters) = if main.is_unspaced() { (3, 8) } else { (4, 15) };
            sample.is_prose(words) && sample.letters() >= letters
        };
        // a name or a label does not end with a full stop
        let sentence =
            usual && sample.is_sentence() && !some_within && sample.words >= 2 && sample.small >= 1;
        if sentence && found.confidence >= SENTENCE {
            return Judgement {
                language: Some(language),
                confidence: found.confidence,
                stand: Stand::Foreign,
                reportable: true,
            };
        }
        if !enough && (some_within || sample.words < 2 || sample.small == 0 && sample.cased > 0) {
            return Judgement::default();
        }
        let sound = if usual && function_words::listed(language) {
            let words = function_words::count(&sample.text, language);
            let share = words * 12 >= sample.words;
            share
                && (words >= 2
                    || words == 1 && sure >= REPORTED && !some_within
                    || sure >= 0.97 && sample.words >= 4 && !some_within)
        } else {
            let words = if function_words::listed(language) {
                function_words::compare(&sample.text, language, expected).0
            } else if script::sole_language(main).is_some()
                || main.is_unspaced()
                || (sure >= 0.97 && sample.letters() >= 60)
            {
                sample.words
            } else {
                return Judgement::default();
            };
            (words >= 2 || (!some_within && words == 1 && sample.words <= 5))
                && words * 12 >= sample.words
        };
        Judgement {
            language: Some(language),
            confidence: found.confidence,
            stand: Stand::Foreign,
            reportable: enough && sound,
        }
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
