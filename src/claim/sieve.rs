//! Tells nearly every text that it makes no claim, in a few instructions a byte.
//!
//! A claim names a machine and speaks of translating. Each word for one is entered under four bytes of it; where these
//! stand in a text, the words that have them are compared. Words of two or three letters that must stand alone are looked
//! for among the words of that length.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::trigger::{self, Literal};

/// What the texts of a document are asked before they are searched for claims.
#[derive(Debug)]
pub struct Sieve {
    machine: Words,
    act: Words,
}

/// The words that a claim has one of.
#[derive(Debug)]
struct Words {
    bits: Box<[u64; 1 << (BITS - 6)]>,
    /// Four bytes of each word, in order, with the word.
    grams: Vec<Gram>,
    texts: Vec<Box<[u8]>>,
    /// Short words that stand alone, each as a number.
    short: Vec<u32>,
    /// Short words that may be parts of others.
    tiny: Vec<[u8; 2]>,
    /// A word is too short to be looked for.
    open: bool,
}

#[derive(Clone, Copy, Debug)]
struct Gram {
    key: u32,
    /// Number of the word.
    word: u16,
    /// Where they stand in it.
    at: u16,
}

const BITS: u32 = 17;
/// Sieves that are kept for the documents to come.
const KEPT: usize = 16;
/// Capital and small letters of ASCII under one key.
const CASE: u32 = 0x2020_2020;

impl Sieve {
    /// For texts that are examined with the grammars of these languages and of English; of none: everything passes.
    #[must_use]
    pub fn of(home: &[&str]) -> Arc<Self> {
        static KNOWN: Mutex<Vec<(u64, Arc<Sieve>)>> = Mutex::new(Vec::new());
        let mask = if home.is_empty() {
            0
        } else {
            trigger::at_home(home).fold(0, |mask, index| mask | 1 << index)
        };
        let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, sieve)) = known.iter().find(|(other, _)| *other == mask) {
            return Arc::clone(sieve);
        }
        let sieve = Arc::new(Self::new(mask));
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((mask, Arc::clone(&sieve)));
        sieve
    }

    fn new(mask: u64) -> Self {
        static LITERALS: [OnceLock<Vec<Literal>>; 64] = [const { OnceLock::new() }; 64];
        let mut sieve = Self {
            machine: Words::new(mask == 0),
            act: Words::new(mask == 0),
        };
        for (index, literals) in LITERALS.iter().enumerate() {
            if mask >> index & 1 == 0 {
                continue;
            }
            for (word, meaning) in literals.get_or_init(|| trigger::literals(index)) {
                if meaning.machine {
                    sieve.machine.enter(word.as_bytes(), meaning.alone);
                }
                if meaning.act {
                    // that a word for translating stands alone is for the grammar to say
                    sieve.act.enter(word.as_bytes(), false);
                }
            }
        }
        sieve.machine.sort();
        sieve.act.sort();
        sieve
    }

    /// Whether `text` may name a machine, and speak of translating.
    #[must_use]
    pub fn may_claim(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        (self.machine.may_stand_in(bytes) && self.act.may_stand_in(bytes)) || is_vocalised(bytes)
    }
}

impl Words {
    fn new(open: bool) -> Self {
        Self {
            bits: Box::new([0; 1 << (BITS - 6)]),
            grams: Vec::new(),
            texts: Vec::new(),
            short: Vec::new(),
            tiny: Vec::new(),
            open,
        }
    }

    fn enter(&mut self, word: &[u8], alone: bool) {
        let letters = word.iter().all(u8::is_ascii_alphabetic);
        match word.len() {
            2 | 3 if letters && alone => self.short.push(number(word)),
            2 => self.tiny.push([word[0], word[1]]),
            0 | 1 => self.open = true,
            3 => {
                // with whatever may stand behind it
                for last in (0..=255_u8).filter(|last| last & 0x20 != 0) {
                    self.gram(&[word[0], word[1], word[2], last], 0);
                }
                self.texts.push(word.into());
            }
            _ => {
                let rarest = word
                    .windows(4)
                    .enumerate()
                    .min_by_key(|(_, four)| four.iter().map(|&byte| common(byte)).sum::<u32>());
                if let Some((at, four)) = rarest {
                    self.gram(four, at);
                }
                self.texts.push(word.into());
            }
        }
    }

    /// Enters the word to come under `four` of its bytes.
    fn gram(&mut self, four: &[u8], at: usize) {
        let narrow = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let key = key(four);
        let bit = hash(key);
        self.bits[bit >> 6] |= 1 << (bit & 63);
        self.grams.push(Gram {
            key,
            word: narrow(self.texts.len()),
            at: narrow(at),
        });
    }

    fn sort(&mut self) {
        self.grams.sort_by_key(|gram| gram.key);
        self.short.sort_unstable();
        self.short.dedup();
    }

    fn may_stand_in(&self, text: &[u8]) -> bool {
        if self.open {
            return true;
        }
        for (at, four) in text.windows(4).enumerate() {
            let key = key(four);
            if self.may_hold(key) && self.holds(key, text, at) {
                return true;
            }
        }
        // what follows the text belongs to no word but those of three bytes
        if let Some(&[one, two, three]) = text.last_chunk()
            && self.holds(key(&[one, two, three, 0]), text, text.len() - 3)
        {
            return true;
        }
        self.short_in(text)
            || self
                .tiny
                .iter()
                .any(|tiny| text.windows(2).any(|two| two.eq_ignore_ascii_case(tiny)))
    }

    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        let bit = hash(key);
        self.bits[bit >> 6] >> (bit & 63) & 1 != 0
    }

    /// Whether one of the words that have these four bytes stands around `at`.
    #[cold]
    fn holds(&self, key: u32, text: &[u8], at: usize) -> bool {
        let first = self.grams.partition_point(|gram| gram.key < key);
        self.grams[first..]
            .iter()
            .take_while(|gram| gram.key == key)
            .any(|gram| {
                let word = self.texts.get(usize::from(gram.word));
                let start = at.checked_sub(usize::from(gram.at));
                word.zip(start).is_some_and(|(word, start)| {
                    text.get(start..start + word.len())
                        .is_some_and(|part| part.eq_ignore_ascii_case(word))
                })
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

fn key(four: &[u8]) -> u32 {
    u32::from_le_bytes([four[0], four[1], four[2], four[3]]) | CASE
}

#[inline]
fn hash(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

/// A word of up to three letters as a number, capitals or not.
fn number(word: &[u8]) -> u32 {
    word.iter()
        .fold(0, |number, &byte| number << 8 | u32::from(byte | 0x20))
}

/// How common a byte is in running text, roughly: only for speed.
fn common(byte: u8) -> u32 {
    match byte.to_ascii_lowercase() {
        b' ' => 14,
        b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 10,
        b'c' | b'd' | b'h' | b'l' | b'm' | b'p' | b'u' => 7,
        b'b' | b'f' | b'g' | b'k' | b'v' | b'w' | b'y' => 5,
        b'j' | b'q' | b'x' | b'z' => 2,
        0x80.. => 8,
        _ => 3,
    }
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
    fn everything_passes_where_no_language_is_known() {
        assert!(Sieve::of(&[]).may_claim("nothing"));
    }
}
