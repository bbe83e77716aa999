//! Finds words in running text by four bytes of each, in a few instructions a byte and with next to nothing to build.

use crate::sieve;

/// Words, in whatever case of ASCII letters.
#[derive(Debug)]
pub(super) struct Finder {
    bits: Box<[u64; 1 << (BITS - 6)]>,
    /// Sorted by their keys.
    grams: Vec<Gram>,
    words: Vec<Box<[u8]>>,
    /// Numbers of words too short to have four bytes.
    short: Vec<usize>,
}

/// Four bytes of a word.
#[derive(Clone, Copy, Debug)]
struct Gram {
    key: u32,
    word: usize,
    /// Where they stand in it.
    at: usize,
}

/// Capital and small letters of ASCII under one key.
const CASE: u32 = 0x2020_2020;
const BITS: u32 = 15;

fn key(four: &[u8]) -> u32 {
    let mut bytes = [0; 4];
    bytes.copy_from_slice(four);
    u32::from_le_bytes(bytes) | CASE
}

#[inline]
fn hash(key: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (32 - BITS)) as usize
}

impl Finder {
    /// The number of a word is its place in `words`.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<Box<[u8]>> = words.map(|word| word.as_bytes().into()).collect();
        let mut bits = Box::new([0; 1 << (BITS - 6)]);
        let mut grams = Vec::new();
        let mut short = Vec::new();
        for (number, word) in words.iter().enumerate() {
            let common = |four: &[u8]| four.iter().map(|&b| u32::from(sieve::rank(b))).sum::<u32>();
            let rarest = word.windows(4).enumerate();
            match rarest.min_by_key(|(_, four)| common(four)) {
                Some((at, four)) => {
                    let key = key(four);
                    bits[hash(key) >> 6] |= 1 << (hash(key) & 63);
                    grams.push(Gram {
                        key,
                        word: number,
                        at,
                    });
                }
                None => short.push(number),
            }
        }
        grams.sort_unstable_by_key(|gram| (gram.key, gram.word));
        Self {
            bits,
            grams,
            words,
            short,
        }
    }

    /// Hands each word found, by its number, and its end in `text` to `visit`, until that returns true.
    pub(super) fn any(&self, text: &str, mut visit: impl FnMut(usize, usize) -> bool) -> bool {
        let text = text.as_bytes();
        let short = self.short.iter().any(|&number| {
            let word = &*self.words[number];
            let Some(&first) = word.first() else {
                return false;
            };
            let (small, capital) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
            memchr::memchr2_iter(small, capital, text).any(|at| {
                let part = text.get(at..at + word.len());
                part.is_some_and(|part| part.eq_ignore_ascii_case(word))
                    && visit(number, at + word.len())
            })
        });
        if short {
            return true;
        }
        let mut at = 0;
        for eight in text.windows(8).step_by(4) {
            let mut bytes = [0; 8];
            bytes.copy_from_slice(eight);
            let word = u64::from_le_bytes(bytes);
            let keys = [0, 8, 16, 24].map(|shift| (word >> shift & 0xFFFF_FFFF) as u32 | CASE);
            let found = keys
                .iter()
                .fold(false, |found, &key| found | self.may_hold(key));
            if found
                && (at..)
                    .zip(keys)
                    .any(|(at, key)| self.at(text, key, at, &mut visit))
            {
                return true;
            }
            at += 4;
        }
        (at..)
            .zip(text[at..].windows(4))
            .any(|(at, four)| self.at(text, key(four), at, &mut visit))
    }

    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        self.bits[hash(key) >> 6] >> (hash(key) & 63) & 1 != 0
    }

    #[inline]
    fn at(
        &self,
        text: &[u8],
        key: u32,
        at: usize,
        visit: &mut impl FnMut(usize, usize) -> bool,
    ) -> bool {
        self.may_hold(key) && self.words_at(text, key, at, visit)
    }

    #[cold]
    fn words_at(
        &self,
        text: &[u8],
        key: u32,
        at: usize,
        visit: &mut impl FnMut(usize, usize) -> bool,
    ) -> bool {
        let first = self.grams.partition_point(|gram| gram.key < key);
        let same = self.grams[first..]
            .iter()
            .take_while(|gram| gram.key == key);
        same.filter_map(|gram| {
            let word = &self.words[gram.word];
            let start = at.checked_sub(gram.at)?;
            let part = text.get(start..start + word.len())?;
            part.eq_ignore_ascii_case(word)
                .then_some((gram.word, start + word.len()))
        })
        .any(|(word, end)| visit(word, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_plain_search_finds() {
        let words = ["translat", "übersetz", "late", "ai", "译", "翻译"];
        let finder = Finder::new(words.into_iter());
        for text in [
            "Translated by AI",
            "ÜBERSETZT übersetzt, wir übersetzen",
            "本文由机器翻译",
            "transla",
            "ai",
            "",
            "lat",
            "TRANSLATTRANSLATE",
        ] {
            let mut found = Vec::new();
            assert!(!finder.any(text, |word, end| {
                found.push((word, end));
                false
            }));
            found.sort_unstable();
            let mut expected = Vec::new();
            for (number, word) in words.iter().enumerate() {
                for end in word.len()..=text.len() {
                    let part = &text.as_bytes()[end - word.len()..end];
                    if part.eq_ignore_ascii_case(word.as_bytes()) {
                        expected.push((number, end));
                    }
                }
            }
            assert_eq!(found, expected, "{text}");
        }
        assert!(finder.any("machine translation", |word, _| word == 0));
        assert!(!finder.any("machine", |_, _| true));
    }
}
