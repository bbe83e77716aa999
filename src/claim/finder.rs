//! Finds words in running text by four [bytes](crate::grams) of each.

use std::ops::Range;

use crate::grams::{self, Grams};

/// Words, in whatever case of ASCII letters.
#[derive(Debug)]
pub(super) struct Finder {
    grams: Grams,
    words: Vec<Box<[u8]>>,
    /// Numbers of words too short to have four bytes.
    short: Vec<usize>,
}

impl Finder {
    /// The number of a word is its place in `words`.
    pub(super) fn new<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<Box<[u8]>> = words.map(|word| word.as_bytes().into()).collect();
        let mut grams = grams::Builder::default();
        let mut short = Vec::new();
        for (number, word) in words.iter().enumerate() {
            if word.len() < 4 || !grams.enter(number, word, 0) {
                short.push(number);
            }
        }
        Self {
            grams: grams.build(),
            words,
            short,
        }
    }

    /// Hands each word found, by its number, and where it stands in `text` to `visit`, until that returns true.
    pub(super) fn any(
        &self,
        text: &str,
        mut visit: impl FnMut(usize, Range<usize>) -> bool,
    ) -> bool {
        let text = text.as_bytes();
        let mut stands = |number: usize, start: usize| {
            let word = &*self.words[number];
            let part = text.get(start..start + word.len());
            part.is_some_and(|part| part.eq_ignore_ascii_case(word))
                && visit(number, start..start + word.len())
        };
        let short = self.short.iter().any(|&number| {
            let Some(&first) = self.words[number].first() else {
                return false;
            };
            let (small, capital) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
            memchr::memchr2_iter(small, capital, text).any(|at| stands(number, at))
        });
        short
            || self.grams.any(text, |gram, at| {
                let start = at.checked_sub(gram.at.into());
                start.is_some_and(|start| stands(gram.text.into(), start))
            })
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
            assert!(!finder.any(text, |word, span| {
                found.push((word, span.end));
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
