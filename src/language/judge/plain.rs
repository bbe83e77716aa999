//! The common case, at once: a text in which there is nothing to clean and which is in the language expected beyond
//! doubt. What this says is what the long way says; where it says nothing, that is gone.

use std::ops::Range;

use super::super::lang::Lang;
use super::super::spans::Doubt;
use super::super::{engine, function_words, script};
use super::odds::{PRIOR, logit, sigmoid};
use super::own_script::{CLOSED, PLAIN_ENGLISH, SETTLED, THIRD_LETTERS, is_english};
use super::{Judgement, Question, Stand, decided};
use crate::chars::{Script, class};
use crate::lid::{self, Kind, Weights, feature};

/// A text that is in the language expected, with nothing foreign in it.
#[derive(Clone, Copy, Debug)]
pub struct Settled {
    /// The judgement of the whole.
    pub judgement: Judgement,
    /// Letters in it.
    pub letters: u32,
    /// The script of all of them.
    pub script: Script,
}

/// Rivals that are asked about; with more the long way is gone.
const RIVALS: usize = 3;

/// What one rival comes to, of the whole text and of the sentence at hand.
#[derive(Clone, Copy)]
struct Rivalry<'a> {
    weights: &'a Weights,
    whole: Sum,
    sentence: Sum,
    doubt: Doubt,
}

#[derive(Clone, Copy, Default)]
struct Sum {
    nats: f32,
    sober: f32,
    letters: usize,
    words: usize,
}

impl Sum {
    #[inline]
    fn add(&mut self, nats: f32, word: &feature::Word) {
        self.nats += nats;
        self.sober += lid::sober(nats, word.is_name_like());
        self.letters += word.letters();
        self.words += 1;
    }

    /// Log-odds for the language expected.
    fn odds(&self, bias: f32) -> f32 {
        if self.words == 0 {
            return 0.0;
        }
        let nats = self.nats + bias;
        let sure = logit(lid::probability(Kind::Pair, self.letters, nats.abs()));
        if nats > 0.0 { -sure } else { sure }
    }
}

impl Question {
    /// Judges a text as it stands, cut into `sentences`; `None` where that takes a closer look. `running` text is also
    /// looked through for foreign words.
    #[must_use]
    pub fn settle(
        &self,
        text: &str,
        sentences: &[Range<usize>],
        caution: f32,
        running: bool,
    ) -> Option<Settled> {
        let expected = self.expected?;
        let plain = Plain::of(text)?;
        if self.is_english() {
            return settle_english(text, plain, expected, sentences, running);
        }
        let mut rivals = self.rivalries(expected, plain.script)?;
        let mut place = 0;
        let mut doubtful = false;
        feature::words(text, |word| {
            while running && sentences.get(place).is_some_and(|it| it.end <= word.start) {
                doubtful |= rivals.iter_mut().flatten().any(Rivalry::may_be_foreign);
                place += 1;
            }
            for rival in rivals.iter_mut().flatten() {
                let nats = rival.weights.nats(word);
                rival.whole.add(nats, word);
                rival.sentence.add(nats, word);
                rival.doubt.add(nats, word.is_name_like());
            }
        });
        if running {
            doubtful |= rivals
                .iter_mut()
                .flatten()
                .any(|rival| rival.may_be_foreign() || rival.doubt.is_serious());
        }
        let odds = rivals
            .iter()
            .flatten()
            .map(|rival| rival.whole.odds(rival.weights.bias()))
            .fold(f32::INFINITY, f32::min);
        if doubtful || odds < SETTLED || odds.is_infinite() {
            return None;
        }
        let own = sigmoid(odds + PRIOR + caution);
        Some(Settled {
            judgement: decided(expected, own, Stand::Expected),
            letters: plain.letters,
            script: plain.script,
        })
    }

    /// Whether English is expected and no language is likely instead.
    fn is_english(&self) -> bool {
        self.expected == Some(Lang::english())
            && self.rivals.iter().all(|rival| rival.pair.is_none())
    }

    /// The rivals, ready to be asked; `None` where they cannot be by their words alone.
    fn rivalries(&self, expected: Lang, main: Script) -> Option<[Option<Rivalry<'_>>; RIVALS]> {
        if expected.scripts()[0] != main
            || script::sole_language(main) == Some(expected)
            || !engine().knows(expected)
        {
            return None;
        }
        let mut found = [None; RIVALS];
        let mut count = 0;
        for rival in &self.rivals {
            let Some(pair) = rival.pair.as_ref().filter(|_| rival.language.uses(main)) else {
                continue;
            };
            *found.get_mut(count)? = Some(Rivalry {
                weights: pair.weights()?,
                whole: Sum::default(),
                sentence: Sum::default(),
                doubt: Doubt::default(),
            });
            count += 1;
        }
        (count > 0).then_some(found)
    }
}

/// English by its grammatical words, in the whole text and in each sentence long enough to be reported.
fn settle_english(
    text: &str,
    plain: Plain,
    expected: Lang,
    sentences: &[Range<usize>],
    running: bool,
) -> Option<Settled> {
    let (mut whole, mut sentence) = (Grammar::default(), Grammar::default());
    let mut place = 0;
    let mut doubtful = false;
    feature::words(text, |word| {
        while running && sentences.get(place).is_some_and(|it| it.end <= word.start) {
            doubtful |= std::mem::take(&mut sentence).is_doubtful();
            place += 1;
        }
        let known = function_words::is_one(&text[word.range()], expected);
        whole.add(known, word);
        sentence.add(known, word);
    });
    doubtful |= running && sentence.is_doubtful();
    (plain.script == Script::Latin && !doubtful && is_english(whole.known, whole.words)).then(
        || Settled {
            judgement: decided(expected, PLAIN_ENGLISH, Stand::Expected),
            letters: plain.letters,
            script: plain.script,
        },
    )
}

/// Grammatical words among others.
#[derive(Clone, Copy, Default)]
struct Grammar {
    known: u32,
    words: u32,
    letters: usize,
}

impl Grammar {
    fn add(&mut self, known: bool, word: &feature::Word) {
        self.known += u32::from(known);
        self.words += 1;
        self.letters += word.letters();
    }

    fn is_doubtful(&self) -> bool {
        self.letters >= THIRD_LETTERS && !is_english(self.known, self.words)
    }
}

impl Rivalry<'_> {
    /// Whether the sentence at hand, which ends here, may be reported.
    fn may_be_foreign(&mut self) -> bool {
        let sentence = std::mem::take(&mut self.sentence);
        sentence.words > 0
            && (sentence.sober >= CLOSED || sentence.letters >= THIRD_LETTERS)
            && sentence.odds(self.weights.bias()) < SETTLED
    }
}

/// A text of words, numbers and marks between them, in one script, of which cleaning would leave all words but
/// abbreviations in capitals, which the engine leaves out itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plain {
    letters: u32,
    script: Script,
}

/// What was read last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    Space,
    Letter,
    /// In a word, or between a space and what follows.
    Apostrophe,
    Hyphen,
    LoneHyphen,
    Dash,
    Open,
    Mark,
    Digit,
    /// A mark that follows a digit.
    DigitMark,
}

/// The word at hand.
#[derive(Default)]
struct Word {
    letters: u32,
    capitals: u32,
    /// Begins with a capital letter.
    capital: bool,
    parted: bool,
}

impl Word {
    /// Letters that cleaning leaves of it; `None` where engine and cleaning differ.
    fn end(&mut self, script: Script) -> Option<u32> {
        let word = std::mem::take(self);
        if word.letters >= 38 {
            return None;
        }
        if word.capitals <= u32::from(word.capital) {
            return Some(word.letters);
        }
        let abbreviation = script == Script::Latin
            && word.capitals == word.letters
            && word.letters <= 4
            && !word.parted;
        abbreviation.then_some(0)
    }
}

impl Plain {
    fn of(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut plain = Self {
            letters: 0,
            script: Script::Common,
        };
        let mut last = Last::Space;
        let mut word = Word::default();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let mut length = 1;
            let next = match byte {
                b'a'..=b'z' | b'A'..=b'Z' | 0xC3..=0xC5 | 0xD0 | 0xD1 => {
                    let (script, upper) = if byte < 0x80 {
                        (Script::Latin, byte.is_ascii_uppercase())
                    } else {
                        let character = text[at..].chars().next()?;
                        length = 2;
                        let class = class(character);
                        // letters that stand for two, or for another and a mark
                        if !class.is_letter()
                            || matches!(character, 'Ĳ' | 'ĳ' | 'Ŀ' | 'ŀ' | 'ŉ' | 'ſ')
                        {
                            return None;
                        }
                        (class.script(), class.is_upper())
                    };
                    if plain.script != script {
                        if plain.script != Script::Common {
                            return None;
                        }
                        plain.script = script;
                    }
                    match last {
                        Last::Letter | Last::Apostrophe => {}
                        Last::Space | Last::Hyphen | Last::Dash | Last::Open => {
                            plain.letters += word.end(script)?;
                            word.capital = upper;
                        }
                        _ => return None,
                    }
                    word.letters += 1;
                    word.capitals += u32::from(upper);
                    Last::Letter
                }
                b' ' | b'\n' => Last::Space,
                0xC2 if bytes.get(at + 1) == Some(&0xA0) => {
                    length = 2;
                    Last::Space
                }
                b'.' | b',' | b'!' | b'?' | b';' | b':' | b')' => {
                    if last == Last::Digit {
                        Last::DigitMark
                    } else {
                        Last::Mark
                    }
                }
                b'(' if last == Last::Space => Last::Open,
                b'-' if last == Last::Letter => Last::Hyphen,
                b'-' if last == Last::Space => Last::LoneHyphen,
                b'\'' if last == Last::Letter => Last::Apostrophe,
                b'0'..=b'9' => match last {
                    Last::Space | Last::Open | Last::Digit | Last::DigitMark => Last::Digit,
                    _ => return None,
                },
                0xE2 => {
                    length = 3;
                    match bytes.get(at + 1..at + 3)? {
                        [0x80, 0x93 | 0x94] if last != Last::Digit && last != Last::DigitMark => {
                            Last::Dash
                        }
                        [0x80, 0x99] if last == Last::Letter => Last::Apostrophe,
                        [0x80, 0xA6] => Last::Mark,
                        _ => return None,
                    }
                }
                _ => return None,
            };
            let fits = match last {
                Last::Apostrophe | Last::Hyphen => next == Last::Letter,
                Last::Open => matches!(next, Last::Letter | Last::Digit),
                Last::LoneHyphen => next == Last::Space,
                _ => true,
            };
            if !fits {
                return None;
            }
            word.parted |= next == Last::Apostrophe;
            last = next;
            at += length;
        }
        if matches!(last, Last::Apostrophe | Last::Hyphen | Last::Open) {
            return None;
        }
        plain.letters += word.end(plain.script)?;
        (plain.letters > 0).then_some(plain)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::cleaning::Sample;
    use super::*;

    const PLAIN: &[&str] = &[
        "The new cabins are lighter than the old ones.",
        "Wir wissen nicht, ob die EU-Staaten zustimmen (das Jahr 2017 war anders).",
        "Il n'a pas dit qu’il viendrait… - Et alors ? Non !",
        "Um 10:30 Uhr – es regnete – kamen 12,5 davon.",
        "Совет собрался в понедельник, и говорил о мосте.",
        "USA, UNO und NATO",
        "well-known e-Mail",
        "Žluťoučký kůň",
    ];

    const OTHER: &[&str] = &[
        "",
        "12, 34",
        "see https://example.org/",
        "the main() function",
        "a \"quoted\" word",
        "the dogs' bowls",
        "O'Brien came",
        "getElementById",
        "a WARNING",
        "USB3 or 4K",
        "and/or",
        "1990–1995",
        "Linuxа",
        "СССР был",
        "--verbose",
        "-v",
        "index.html",
        "Tシャツ",
        "foo_bar",
        "it's ’tis",
    ];

    #[test]
    fn cleaning_leaves_a_plain_text_as_the_engine_reads_it() {
        for text in PLAIN {
            let plain = Plain::of(text).unwrap_or_else(|| panic!("{text}"));
            let sample = Sample::of(text, 0..text.len(), &[]);
            assert_eq!(plain.letters, sample.letters(), "{text}");
            assert_eq!(Some(plain.script), sample.tally.main(), "{text}");
            let words = |text: &str| {
                let mut words = Vec::new();
                feature::words(text, |word| words.push(text[word.range()].to_owned()));
                words
            };
            assert_eq!(words(text), words(&sample.text), "{text}");
        }
        for text in OTHER {
            assert_eq!(Plain::of(text), None, "{text}");
        }
    }

    #[test]
    fn plain_english_needs_no_rival() {
        let question = Question::new(Some(Lang::english()), &[]);
        let settle = |text: &str| {
            let sentence = 0..text.len();
            question.settle(text, std::slice::from_ref(&sentence), 0.0, true)
        };
        for text in [
            "The council met on Monday to discuss the bridge; nobody asked for more.",
            "It is the one that I've seen in the town.",
        ] {
            let settled = settle(text).unwrap_or_else(|| panic!("{text}"));
            let judgement = question.judge(&Sample::of(text, 0..text.len(), &[]), 0.0);
            assert_eq!(settled.judgement.language, judgement.language);
            assert!((settled.judgement.confidence - judgement.confidence).abs() < f32::EPSILON);
            assert_eq!(settled.judgement.stand, judgement.stand);
        }
        for text in [
            "Les nouvelles cabines sont plus légères que les anciennes et peuvent transporter douze passagers.",
            "Open file",
        ] {
            assert!(settle(text).is_none(), "{text}");
        }
    }

    #[test]
    fn what_is_settled_is_what_the_long_way_says() {
        let lang = |tag| Lang::exact(tag).unwrap();
        let question = Question::new(Some(lang("de")), &[lang("en"), lang("fr")]);
        let text = "Gestern Abend sind wir ins Kino gegangen, weil es draußen geregnet hat.";
        let settle = |text: &str| {
            let sentence = 0..text.len();
            question.settle(text, std::slice::from_ref(&sentence), 0.0, true)
        };
        let settled = settle(text).expect("a clear case");
        let sample = Sample::of(text, 0..text.len(), &[]);
        let judgement = question.judge(&sample, 0.0);
        assert_eq!(settled.judgement.language, judgement.language);
        assert!((settled.judgement.confidence - judgement.confidence).abs() < f32::EPSILON);
        assert_eq!(settled.judgement.stand, judgement.stand);
        for text in [
            "Yesterday evening we went to the cinema because it was raining outside.",
            "Wenn Sie fertig sind, because nobody knows what happened, danach schließen Sie das Fenster.",
            "Hier soir, nous sommes allés au cinéma parce qu’il pleuvait dehors.",
            "Ja.",
        ] {
            assert!(settle(text).is_none(), "{text}");
        }
    }
}
