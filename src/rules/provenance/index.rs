//! Finds every needle of the catalogue in a text, in one pass of a few instructions a byte.
//!
//! Each needle is entered under four bytes of it, the rarest without white space. Four bytes of the text at a time are
//! hashed into a table of bits, which answers “no needle here” nearly everywhere; where it does not, the needles that
//! were entered there are compared. It takes no time to build, and no step depends on the one before. Needles too short
//! for that are looked for one by one, in texts that hold their rarest byte.

use std::ops::Range;

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

/// Four bytes of a needle.
#[derive(Clone, Copy, Debug)]
struct Gram {
    key: u32,
    needle: u16,
    /// Where they stand in it.
    at: u16,
}

/// Capital and small letters of ASCII under one key.
const CASE: u32 = 0x2020_2020;
const BITS: u32 = 17;
const BUCKETS: u32 = 12;

/// The needles, ready for the search.
#[derive(Debug)]
pub(super) struct Index {
    needles: Vec<Needle>,
    bits: Box<[u64; 1 << (BITS - 6)]>,
    /// First gram of each bucket, and the end of the last.
    buckets: Vec<u16>,
    grams: Vec<Gram>,
    /// Short needles, each with its rarest byte.
    short: Vec<(u8, u16)>,
}

#[inline]
fn hash(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize
}

fn key(four: &[u8]) -> u32 {
    u32::from_le_bytes([four[0], four[1], four[2], four[3]]) | CASE
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
        let mut grams = Vec::new();
        let mut short = Vec::new();
        for (number, needle) in (0_u16..).zip(&needles) {
            let core = &needle.text[needle.core.clone()];
            let at = |inside: usize| u16::try_from(needle.core.start + inside).unwrap_or(0);
            if core.len() >= 4 {
                let rarest = core.windows(4).enumerate().min_by_key(|(_, four)| {
                    four.iter().map(|&b| u32::from(common(b))).sum::<u32>()
                });
                if let Some((inside, four)) = rarest {
                    grams.push(Gram {
                        key: key(four),
                        needle: number,
                        at: at(inside),
                    });
                }
            } else if core.len() == 3 {
                // with whatever may stand behind it
                grams.extend(
                    (0..=255_u8)
                        .filter(|last| last & 0x20 != 0)
                        .map(|last| Gram {
                            key: key(&[core[0], core[1], core[2], last]),
                            needle: number,
                            at: at(0),
                        }),
                );
            } else if let Some(&rarest) = needle.text.iter().min_by_key(|&&byte| common(byte)) {
                short.push((rarest, number));
            }
        }
        grams.sort_by_key(|gram| (hash(gram.key, BUCKETS), gram.key, gram.needle));
        let mut bits = Box::new([0; 1 << (BITS - 6)]);
        let mut buckets = vec![0; (1 << BUCKETS) + 1];
        for gram in &grams {
            let bit = hash(gram.key, BITS);
            bits[bit >> 6] |= 1 << (bit & 63);
            buckets[hash(gram.key, BUCKETS) + 1] += 1;
        }
        let mut sum = 0;
        for bucket in &mut buckets {
            sum += *bucket;
            *bucket = sum;
        }
        Self {
            needles,
            bits,
            buckets,
            grams,
            short,
        }
    }

    /// Calls `visit` with every gram that may stand in `text` and where it would, until that returns true.
    #[inline]
    fn grams(&self, text: &[u8], mut visit: impl FnMut(Gram, usize) -> bool) -> bool {
        let mut visit = |key: u32, at: usize| {
            self.may_hold(key) && self.bucket(key).any(|gram| visit(gram, at))
        };
        let mut at = 0;
        for eight in text.windows(8).step_by(4) {
            let Some(&eight) = eight.first_chunk() else {
                break;
            };
            let word = u64::from_le_bytes(eight);
            let keys = [0, 8, 16, 24].map(|shift| (word >> shift & 0xFFFF_FFFF) as u32 | CASE);
            let found = keys
                .iter()
                .fold(false, |found, &key| found | self.may_hold(key));
            if found && (at..).zip(keys).any(|(at, key)| visit(key, at)) {
                return true;
            }
            at += 4;
        }
        // the last few; what follows the text belongs to no needle but those of three bytes
        (at..text.len()).any(|at| {
            let mut four = [0; 4];
            let part = &text[at..text.len().min(at + 4)];
            four[..part.len()].copy_from_slice(part);
            visit(u32::from_le_bytes(four) | CASE, at)
        })
    }

    #[inline]
    fn may_hold(&self, key: u32) -> bool {
        let bit = hash(key, BITS);
        self.bits[bit >> 6] >> (bit & 63) & 1 != 0
    }

    #[cold]
    fn bucket(&self, key: u32) -> impl Iterator<Item = Gram> {
        let bucket = hash(key, BUCKETS);
        let range = usize::from(self.buckets[bucket])..usize::from(self.buckets[bucket + 1]);
        self.grams[range]
            .iter()
            .filter(move |gram| gram.key == key)
            .copied()
    }

    /// Whether a [plain](Bytes::is_plain) text, whose bytes are `bytes`, may hold a needle that counts in one of
    /// `scopes` once it is folded.
    pub(super) fn suspects(&self, text: &str, bytes: Bytes, scopes: u16) -> bool {
        let text = text.as_bytes();
        let counts = |number: u16| self.needles[usize::from(number)].scopes & scopes != 0;
        self.short
            .iter()
            .any(|&(byte, number)| bytes.has(byte) && counts(number))
            || self.grams(text, |gram, at| {
                let needle = &self.needles[usize::from(gram.needle)];
                let core = &needle.text[needle.core.clone()];
                let before = usize::from(gram.at) - needle.core.start;
                counts(gram.needle)
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
        self.grams(text, |gram, at| {
            let needle = &self.needles[usize::from(gram.needle)].text;
            let place = at
                .checked_sub(usize::from(gram.at))
                .map(|start| start..start + needle.len());
            if let Some(place) = place
                && text.get(place.clone()) == Some(needle)
            {
                hits.push(Hit::new(usize::from(gram.needle), place.end, needle.len()));
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

/// How common a byte is in folded prose, roughly: only for speed.
fn common(byte: u8) -> u8 {
    match byte {
        b' ' => 20,
        b'a' | b'e' | b'i' | b'n' | b'o' | b'r' | b's' | b't' => 10,
        b'c' | b'd' | b'h' | b'l' | b'm' | b'p' | b'u' => 7,
        b'b' | b'f' | b'g' | b'v' | b'w' | b'y' | b'k' => 5,
        b'j' | b'q' | b'x' | b'z' => 3,
        0x80.. => 6,
        b'.' | b',' | b'-' => 4,
        _ => 2,
    }
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
