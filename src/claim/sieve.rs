//! Tells nearly every text that it makes no claim, in a few instructions a byte.
//!
//! A claim names a machine and speaks of translating. The words for both are looked for by four [bytes](crate::grams) of
//! each. Words of two or three letters that must stand alone are looked
//! for among the words of that length.

use std::sync::{Arc, Mutex, PoisonError};

use super::grammar::LANGUAGES;
use super::trigger;
use crate::grams::{self, Grams};

/// What the texts of a document are asked before they are searched for claims.
#[derive(Debug)]
pub struct Sieve {
    machine: Words,
    act: Words,
}

/// The words that a claim has one of.
#[derive(Debug)]
struct Words {
    grams: Grams,
    texts: Vec<Box<[u8]>>,
    /// Short words that stand alone, each as a number.
    short: Vec<u32>,
    /// Two letters that may be part of a word, as bits by their number; empty when there are none.
    tiny: Box<[u64]>,
    /// A word is too short to be looked for.
    open: bool,
}

/// Words before they are looked for.
#[derive(Default)]
struct Builder {
    grams: grams::Builder,
    texts: Vec<Box<[u8]>>,
    short: Vec<u32>,
    tiny: Vec<[u8; 2]>,
    open: bool,
}

/// Sieves that are kept, those asked for last: a text in many languages asks for a few dozen in turn. Each takes a quarter of a
/// mebibyte.
const KEPT: usize = 40;

impl Sieve {
    /// For texts that are examined with the grammars of these languages and of English.
    #[must_use]
    pub fn of(home: &[&str]) -> Arc<Self> {
        Self::for_grammars(trigger::at_home(home).fold(0, |mask, index| mask | 1 << index))
    }

    /// For texts in letters like those of `text` whose language is not known.
    #[must_use]
    pub fn like(text: &str) -> Arc<Self> {
        Self::for_grammars(trigger::of_letters(text))
    }

    /// For the grammars whose bits are set.
    fn for_grammars(mask: u64) -> Arc<Self> {
        static KNOWN: Mutex<Vec<(u64, Arc<Sieve>)>> = Mutex::new(Vec::new());
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = known.iter().position(|(other, _)| *other == mask) {
            let last = known.remove(place);
            let sieve = Arc::clone(&last.1);
            known.push(last);
            return sieve;
        }
        let sieve = Arc::new(Self::new(mask));
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((mask, Arc::clone(&sieve)));
        sieve
    }

    fn new(mask: u64) -> Self {
        let (mut machine, mut act) = (Builder::default(), Builder::default());
        for index in (0..LANGUAGES.len()).filter(|&index| mask >> index & 1 != 0) {
            for (word, meaning) in trigger::literals(index) {
                if meaning.machine {
                    machine.enter(word.as_bytes(), meaning.is_alone());
                }
                if meaning.act {
                    // that a word for translating stands alone is for the grammar to say
                    act.enter(word.as_bytes(), false);
                }
            }
        }
        Self {
            machine: machine.build(),
            act: act.build(),
        }
    }

    /// Whether `text` may name a machine, and speak of translating.
    #[must_use]
    pub fn may_claim(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        (self.machine.may_stand_in(bytes) && self.act.may_stand_in(bytes)) || is_vocalised(bytes)
    }
}

impl Builder {
    fn enter(&mut self, word: &[u8], alone: bool) {
        let letters = word.iter().all(u8::is_ascii_alphabetic);
        match word.len() {
            2 | 3 if letters && alone => self.short.push(number(word)),
            2 => self.tiny.push([word[0], word[1]]),
            0 | 1 => self.open = true,
            _ => {
                self.grams.enter(self.texts.len(), word, 0);
                self.texts.push(word.into());
            }
        }
    }

    fn build(mut self) -> Words {
        self.short.sort_unstable();
        self.short.dedup();
        let mut tiny = vec![0_u64; if self.tiny.is_empty() { 0 } else { 1 << 10 }];
        for two in self.tiny {
            let two = pair(two);
            tiny[two >> 6] |= 1 << (two & 63);
        }
        Words {
            grams: self.grams.build(),
            texts: self.texts,
            short: self.short,
            tiny: tiny.into(),
            open: self.open,
        }
    }
}

impl Words {
    fn may_stand_in(&self, text: &[u8]) -> bool {
        self.open
            || self.grams.any(text, |gram, at| {
                let word = self.texts.get(usize::from(gram.text));
                let start = at.checked_sub(usize::from(gram.at));
                word.zip(start).is_some_and(|(word, start)| {
                    text.get(start..start + word.len())
                        .is_some_and(|part| part.eq_ignore_ascii_case(word))
                })
            })
            || self.short_in(text)
            || self.tiny_in(text)
    }

    /// Whether two letters that may be part of a word stand in the text.
    fn tiny_in(&self, text: &[u8]) -> bool {
        !self.tiny.is_empty()
            && text.windows(2).any(|two| {
                let two = pair([two[0], two[1]]);
                self.tiny[two >> 6] >> (two & 63) & 1 != 0
            })
    }

    /// Whether one of the short words stands alone in the text.
    fn short_in(&self, text: &[u8]) -> bool {
        let (mut start, mut inside) = (0, false);
        for (at, byte) in text.iter().enumerate() {
            let letter = byte.is_ascii_alphabetic();
            if letter != inside {
                inside = letter;
                if letter {
                    start = at;
                } else if self.is_short(&text[start..at]) {
                    return true;
                }
            }
        }
        inside && self.is_short(&text[start..])
    }

    fn is_short(&self, word: &[u8]) -> bool {
        matches!(word.len(), 2 | 3) && self.short.binary_search(&number(word)).is_ok()
    }
}

/// Points that vocalise Arabic stand between the letters of its words.
fn is_vocalised(bytes: &[u8]) -> bool {
    memchr::memchr_iter(0xD9, bytes).any(|at| {
        bytes
            .get(at + 1)
            .is_some_and(|byte| (0x8B..=0x92).contains(byte))
    })
}

/// Two bytes as a number, capitals or not.
fn pair(two: [u8; 2]) -> usize {
    let [one, two] = two.map(|byte| usize::from(byte.to_ascii_lowercase()));
    one << 8 | two
}

/// A word of up to three letters as a number, capitals or not.
fn number(word: &[u8]) -> u32 {
    word.iter()
        .fold(0, |number, &byte| number << 8 | u32::from(byte | 0x20))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_for_a_machine_passes_beside_one_for_translating() {
        for (index, language) in crate::claim::LANGUAGES.iter().enumerate() {
            let sieve = Sieve::of(&[language]);
            for (word, meaning) in trigger::literals(index) {
                let (other, words) = if meaning.machine {
                    ("translated", &sieve.machine)
                } else {
                    ("ChatGPT", &sieve.act)
                };
                for text in [
                    format!("{other} {word}"),
                    format!("{word} {other}"),
                    format!("({word}) {other}"),
                    format!("ж{word}ж {other} {word}"),
                ] {
                    assert!(words.may_stand_in(text.as_bytes()), "{language}: {text}");
                    assert!(sieve.may_claim(&text), "{language}: {text}");
                }
            }
        }
    }

    #[test]
    fn short_words_are_no_parts_of_others() {
        let sieve = Sieve::of(&["de"]);
        for text in [
            "Er geht am Main spazieren, übersetzt.",
            "Die Kinder übersetzen im Garten.",
            "Das Boot ist übersetzt.",
            "Das Programm ist alt.",
        ] {
            assert!(!sieve.may_claim(text), "{text}");
        }
        for text in [
            "mit KI übersetzt",
            "ki-übersetzt",
            "MT",
            "(AI) Übersetzung",
            "von ChatGPT ÜBERSETZT",
        ] {
            assert!(sieve.may_claim(text), "{text}");
        }
    }

    #[test]
    fn a_text_of_unknown_language_is_asked_in_all_that_have_its_letters() {
        for text in [
            "Übersetzt mit KI",
            "Bài viết này do máy dịch.",
            "Статью перевела машина.",
            "本文由机器翻译。",
            "このページは機械翻訳です。",
        ] {
            assert!(Sieve::like(text).may_claim(text), "{text}");
        }
        for text in ["nothing", "Ничего", "没有"] {
            assert!(!Sieve::like(text).may_claim(text), "{text}");
        }
        assert!(!Arc::ptr_eq(&Sieve::like("a"), &Sieve::like("я")));
    }
}
