//! Finds every needle of the catalogue in a text, in one pass of a few instructions a byte.
//!
//! Each needle is entered under four [bytes](crate::grams) of it, the rarest without white space. Needles too short for
//! that are looked for one by one, in texts that hold their rarest byte.

use std::ops::Range;

use crate::grams::{self, Grams};
use crate::sieve::Bytes;

/// Where a needle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    end: u32,
    len: u32,
    /// Number of the needle.
    pub(super) needle: u16,
}

impl Hit {
    fn new(needle: usize, end: usize, len: usize) -> Self {
        let narrow = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        Self {
            end: narrow(end),
            len: narrow(len),
            needle: u16::try_from(needle).unwrap_or(u16::MAX),
        }
    }

    /// Its bytes in the text.
    pub(super) fn range(&self) -> Range<usize> {
        (self.end - self.len) as usize..self.end as usize
    }
}

/// A needle as it is looked for.
#[derive(Debug)]
struct Needle {
    text: Box<[u8]>,
    /// The part without white space by which it is found in a text that is not folded.
    core: Range<usize>,
    scopes: u16,
}

/// The needles, ready for the search.
#[derive(Debug)]
pub(super) struct Index {
    needles: Vec<Needle>,
    grams: Grams,
    /// Short needles, each with its rarest byte.
    short: Vec<(u8, u16)>,
}

impl Index {
    /// Of folded texts, each with the scopes in which it counts. The number of a needle is its place in `texts`.
    pub(super) fn new<'a>(texts: impl Iterator<Item = (&'a str, u16)>) -> Self {
        let needles: Vec<Needle> = texts
            .map(|(text, scopes)| Needle {
                text: text.as_bytes().into(),
                core: core(text),
                scopes,
            })
            .collect();
        let mut grams = grams::Builder::default();
        let mut short = Vec::new();
        for (number, needle) in (0_u16..).zip(&needles) {
            let core = &needle.text[needle.core.clone()];
            if !grams.enter(number.into(), core, needle.core.start)
                && let Some(&rarest) = needle.text.iter().min_by_key(|&&b| grams::common(b))
            {
                short.push((rarest, number));
            }
        }
        Self {
            needles,
            grams: grams.build(),
            short,
        }
    }

    /// Whether a [plain](Bytes::is_plain) text, whose bytes are `bytes`, may hold a needle that counts in one of
    /// `scopes` once it is folded.
    pub(super) fn suspects(&self, text: &str, bytes: Bytes, scopes: u16) -> bool {
        let text = text.as_bytes();
        let counts = |number: u16| self.needles[usize::from(number)].scopes & scopes != 0;
        self.short
            .iter()
            .any(|&(byte, number)| bytes.has(byte) && counts(number))
            || self.grams.any(text, |gram, at| {
                let needle = &self.needles[usize::from(gram.text)];
                let core = &needle.text[needle.core.clone()];
                let before = usize::from(gram.at) - needle.core.start;
                counts(gram.text)
                    && at
                        .checked_sub(before)
                        .and_then(|start| text.get(start..start + core.len()))
                        .is_some_and(|part| alike(part, core))
            })
    }

    /// Every place in the folded `text` where a needle stands, by their ends, of those with one end the longest first.
    ///
    /// `bytes` are those of the text before it was folded.
    pub(super) fn find(&self, text: &[u8], bytes: Bytes, hits: &mut Vec<Hit>) {
        hits.clear();
        self.grams.any(text, |gram, at| {
            let needle = &self.needles[usize::from(gram.text)].text;
            let place = at
                .checked_sub(usize::from(gram.at))
                .map(|start| start..start + needle.len());
            if let Some(place) = place
                && text.get(place.clone()) == Some(needle)
            {
                hits.push(Hit::new(usize::from(gram.text), place.end, needle.len()));
            }
            false
        });
        // signs of punctuation and typography fold to the bytes of short needles
        let any = bytes.has(0xE2) || bytes.has(0xEF);
        for &(byte, number) in &self.short {
            if !(any || bytes.has(byte)) || memchr::memchr(byte, text).is_none() {
                continue;
            }
            let needle = &self.needles[usize::from(number)].text;
            let before = needle.iter().position(|&other| other == byte).unwrap_or(0);
            for at in memchr::memchr_iter(byte, text) {
                let place = at
                    .checked_sub(before)
                    .map(|start| start..start + needle.len());
                if let Some(place) = place
                    && text.get(place.clone()) == Some(needle)
                {
                    hits.push(Hit::new(usize::from(number), place.end, needle.len()));
                }
            }
        }
        hits.sort_unstable_by_key(|hit| (hit.end, std::cmp::Reverse(hit.len), hit.needle));
    }
}

/// Whether the texts are the same but for capitals, or little else.
fn alike(one: &[u8], two: &[u8]) -> bool {
    one.iter()
        .zip(two)
        .all(|(&one, &two)| one | 0x20 == two | 0x20)
}

/// The longest part of `text` that is the same in a plain text but for capitals of ASCII; for a needle of another script
/// its longest part without white space.
fn core(text: &str) -> Range<usize> {
    let longest = |parts: &mut dyn Iterator<Item = &str>| {
        let mut longest = 0..0;
        for part in parts {
            if part.len() > longest.len() {
                let start = part.as_ptr() as usize - text.as_ptr() as usize;
                longest = start..start + part.len();
            }
        }
        longest
    };
    let varies = |c: char| matches!(c, ' ' | '\'' | '"' | '-');
    let plain = longest(&mut text.split(|c: char| varies(c) || !c.is_ascii()));
    if plain.len() >= 3 {
        return plain;
    }
    longest(&mut text.split(varies))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEEDLES: [&str; 9] = [
        "machine translation",
        "translation",
        "slat",
        "gpt",
        "#",
        "% s",
        "машинный перевод",
        "機械",
        "aaaa",
    ];

    fn index() -> Index {
        Index::new(NEEDLES.into_iter().map(|needle| (needle, 1)))
    }

    fn plain(text: &str) -> Vec<(usize, usize, usize)> {
        let mut all = Vec::new();
        for end in 1..=text.len() {
            for start in 0..end {
                for (number, needle) in NEEDLES.iter().enumerate() {
                    if text.as_bytes()[start..end] == *needle.as_bytes() {
                        all.push((number, start, end));
                    }
                }
            }
        }
        all
    }

    #[test]
    fn finds_what_a_plain_search_finds() {
        let index = index();
        let mut hits = Vec::new();
        for text in [
            "machine translation, translations",
            "gpt",
            "a gpt",
            "gptgpt-4 #",
            "% s and %s",
            "это машинный перевод и 機械翻訳 機械",
            "aaaaaaa",
            "aaa",
            "",
            "xyz",
        ] {
            index.find(text.as_bytes(), Bytes::of(text), &mut hits);
            let found: Vec<_> = hits
                .iter()
                .map(|hit| (usize::from(hit.needle), hit.range().start, hit.range().end))
                .collect();
            assert_eq!(found, plain(text), "{text}");
        }
    }

    #[test]
    fn suspects_whatever_holds_a_needle_once_folded() {
        let index = index();
        for text in [
            "Machine\n  Translation",
            "TRANSLATIONS",
            "a GPT",
            "a #",
            "50% s",
        ] {
            assert!(index.suspects(text, Bytes::of(text), 1), "{text}");
            assert!(!index.suspects(text, Bytes::of(text), 2), "{text}");
        }
        for text in ["a machine", "transl ation", "gp t", ""] {
            assert!(!index.suspects(text, Bytes::of(text), 1), "{text}");
        }
    }
}
