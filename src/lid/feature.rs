//! Text to numbers: words, folded letters, hashed n-grams.
//!
//! A word is a run of letters of one script, lower-cased. What is no language is left out here, once for every use:
//! addresses, e-mail, placeholders, tags, identifiers, words grown together with digits, short acronyms. The same code
//! feeds training, so that the weights never see anything else.
//!
//! Nothing is allocated: a word lies folded in a buffer of [`LONGEST_WORD`] letters, and a longer run counts as several.

use std::ops::Range;

use super::fold::{CAPITAL, DIGIT, INVISIBLE, LATIN, look};

/// Letters of a word that are looked at in one piece.
pub const LONGEST_WORD: usize = 40;

/// The mark before and after a word.
const EDGE: u16 = 1;

/// A word, folded, between two marks.
#[derive(Clone, Debug)]
pub struct Word {
    codes: [u16; LONGEST_WORD + 2],
    length: usize,
    /// Group of languages (index in [`GROUPS`](super::GROUPS)) whose letters these are.
    pub group: usize,
    /// First byte in the text.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
    /// Begins with a capital letter.
    pub capitalised: bool,
}

impl Word {
    /// Letters in it.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.length
    }

    /// Its letters, folded.
    #[must_use]
    pub(super) fn codes(&self) -> &[u16] {
        &self.codes[1..=self.length.min(LONGEST_WORD)]
    }

    /// Capitalised as a name is: not `I`, `I’m`.
    #[must_use]
    pub fn is_name_like(&self) -> bool {
        self.capitalised && self.length > 1 && self.codes[2] != u16::from(b'\'')
    }

    /// Where it stands.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Calls `row` with the row of every n-gram up to `longest` letters, and of the word itself, in a table of
    /// 2^`bits` rows.
    #[inline(always)]
    pub fn rows(&self, longest: usize, bits: u32, mut row: impl FnMut(usize)) {
        let shift = 32 - bits;
        let codes = &self.codes[..self.length + 2];
        for start in 0..codes.len() {
            let mut hash = SEED;
            for (index, &code) in codes[start..].iter().take(longest).enumerate() {
                hash = step(hash, code);
                // An edge alone says nothing.
                if index > 0 || (code != EDGE) {
                    row((hash >> shift) as usize);
                }
            }
        }
        // Shorter words are n-grams with their edges.
        if codes.len() > longest {
            let mut hash = WORD_SEED;
            for &code in codes {
                hash = step(hash, code);
            }
            row((hash >> shift) as usize);
        }
    }
}

/// Rows of a table of 2^16.
pub type Rows = [i16; 1 << 16];

impl Word {
    /// Sum of `rows` over what [`Self::rows`] gives for n-grams of up to five letters: all that end at one letter at a
    /// time, none of which waits for another.
    #[inline(always)]
    #[must_use]
    pub fn sum(&self, rows: &Rows) -> i32 {
        let row = |hash: u32| i32::from(rows[usize::from((hash >> 16) as u16)]);
        let codes = &self.codes[..(self.length + 2).min(LONGEST_WORD + 2)];
        let [mut one, mut two, mut three, mut four] = [0; 4];
        let mut whole = WORD_SEED;
        let mut sum = 0;
        for (index, &code) in codes.iter().enumerate() {
            whole = step(whole, code);
            let five = step(four, code);
            four = step(three, code);
            three = step(two, code);
            two = step(one, code);
            one = step(SEED, code);
            if index >= 4 {
                sum += row(five) + row(four) + row(three) + row(two);
            } else {
                sum += match index {
                    0 => 0,
                    1 => row(two),
                    2 => row(two) + row(three),
                    _ => row(two) + row(three) + row(four),
                };
            }
            if code != EDGE {
                sum += row(one);
            }
        }
        if codes.len() > 5 {
            sum += row(whole);
        }
        sum
    }
}

const SEED: u32 = 0x811c_9dc5;
const WORD_SEED: u32 = 0x51ed_270b;

/// One letter more; the upper bits of the result depend on all before.
#[inline(always)]
const fn step(hash: u32, code: u16) -> u32 {
    (hash.rotate_left(5) ^ code as u32).wrapping_mul(0x9e37_79b1)
}

/// Calls `found` for every word of `text` that can tell a language.
#[inline(always)]
pub fn words(text: &str, mut found: impl FnMut(&Word)) {
    let bytes = text.as_bytes();
    let mut word = Word {
        codes: [EDGE; LONGEST_WORD + 2],
        length: 0,
        group: 0,
        start: 0,
        end: 0,
        capitalised: false,
    };
    let mut at = 0;
    while at < bytes.len() {
        let (code, length) = decode(bytes, at);
        let fold = look(code);
        if fold.group() == 0 {
            at += length;
            if fold.is(DIGIT) {
                at = skip_identifier(bytes, at);
            } else if code == u32::from(b'<') || code == u32::from(b'{') {
                at = skip_bracket(bytes, at, code);
            }
            continue;
        }
        at = read(bytes, at, fold.group(), &mut word);
        let next = bytes.get(word.end).copied().unwrap_or(b' ');
        if fold.group() == LATIN {
            if is_technical(bytes, &word, next) {
                at = skip_token(bytes, word.end.max(at));
                continue;
            }
            if word.length >= 2 && word.length <= 4 && is_acronym(bytes, &word) {
                continue;
            }
        }
        if word.length > 0 {
            found(&word);
        }
    }
}

/// Reads the letters of one script from `at`; returns where reading goes on.
#[inline(always)]
fn read(bytes: &[u8], start: usize, group: usize, word: &mut Word) -> usize {
    word.start = start;
    word.group = group - 1;
    word.length = 0;
    let mut at = start;
    let mut end = start;
    let mut first = true;
    while at < bytes.len() && word.length < LONGEST_WORD {
        let (code, length) = decode(bytes, at);
        let fold = look(code);
        if fold.group() == group {
            if first {
                word.capitalised = fold.is(CAPITAL);
                first = false;
            }
            word.length += 1;
            word.codes[word.length] = fold.code();
            at += length;
            end = at;
        } else if fold.is(INVISIBLE) {
            at += length;
        } else if is_apostrophe(code)
            && at + length < bytes.len()
            && look(decode(bytes, at + length).0).group() == group
            && word.length + 1 < LONGEST_WORD
        {
            word.length += 1;
            word.codes[word.length] = u16::from(b'\'');
            at += length;
            end = at;
        } else {
            break;
        }
    }
    word.codes[word.length + 1] = EDGE;
    word.end = end;
    at.max(end)
}

const fn is_apostrophe(code: u32) -> bool {
    matches!(code, 0x27 | 0x2019 | 0x2bb | 0x2bc | 0x2bf | 0x60)
}

/// The character at `at` and its length in bytes; `bytes` are UTF-8.
#[inline(always)]
fn decode(bytes: &[u8], at: usize) -> (u32, usize) {
    let byte = |offset: usize| u32::from(bytes.get(at + offset).copied().unwrap_or(0) & 0x3f);
    let first = u32::from(bytes[at]);
    match first {
        0..0xc0 => (first, 1),
        0xc0..0xe0 => ((first & 0x1f) << 6 | byte(1), 2),
        0xe0..0xf0 => ((first & 0xf) << 12 | byte(1) << 6 | byte(2), 3),
        _ => (
            (first & 7) << 18 | byte(1) << 12 | byte(2) << 6 | byte(3),
            4,
        ),
    }
}

/// Whether what stands around a Latin word says that it is an address, an identifier, a placeholder.
#[inline(always)]
fn is_technical(bytes: &[u8], word: &Word, next: u8) -> bool {
    let after = bytes.get(word.end + 1).copied().unwrap_or(b' ');
    let technical = match next {
        b'@' | b'_' | b'/' | b'\\' | b'=' => {
            after.is_ascii_alphanumeric() || matches!(after, b'/' | b'_' | b'~')
        }
        b':' => after == b'/' && bytes.get(word.end + 2) == Some(&b'/'),
        b'.' => after.is_ascii_lowercase() || after.is_ascii_digit(),
        b'(' => after == b')',
        b'0'..=b'9' => true,
        _ => false,
    };
    technical
        || word.start.checked_sub(1).is_some_and(|before| {
            matches!(
                bytes[before],
                b'%' | b'$' | b'\\' | b'@' | b'#' | b'_' | b'&'
            ) && bytes[before] != b'&'
                || bytes[before] == b'&' && next == b';'
        })
}

/// Goes on behind the next white space.
fn skip_token(bytes: &[u8], at: usize) -> usize {
    bytes[at..]
        .iter()
        .position(u8::is_ascii_whitespace)
        .map_or(bytes.len(), |length| at + length)
}

/// Letters right behind a digit (`4K`, `2nd`, `0x1f`) are no word.
fn skip_identifier(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        let (code, length) = decode(bytes, at);
        let fold = look(code);
        if fold.group() != LATIN && !fold.is(DIGIT) {
            break;
        }
        at += length;
    }
    at
}

/// Goes on behind a tag or a placeholder in braces, if it ends soon.
fn skip_bracket(bytes: &[u8], at: usize, open: u32) -> usize {
    let (close, most) = if open == u32::from(b'<') {
        (b'>', 200)
    } else {
        (b'}', 40)
    };
    let inner = &bytes[at..bytes.len().min(at + most)];
    // `a < b` is no tag.
    if inner.first().is_none_or(u8::is_ascii_whitespace) {
        return at;
    }
    inner
        .iter()
        .position(|&byte| byte == close)
        .map_or(at, |length| at + length + 1)
}

/// Two to four capitals: `OK`, `USB`, `NATO`.
fn is_acronym(bytes: &[u8], word: &Word) -> bool {
    let mut at = word.start;
    while at < word.end {
        let (code, length) = decode(bytes, at);
        if !look(code).is(CAPITAL) {
            return false;
        }
        at += length;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut out = Vec::new();
        words(text, |word| out.push(&text[word.range()]));
        out
    }

    #[test]
    fn words_are_runs_of_letters_of_one_script() {
        assert_eq!(cut("Привет, world"), ["Привет", "world"]);
        assert_eq!(
            cut("l’homme et l'eau-de-vie"),
            ["l’homme", "et", "l'eau", "de", "vie"]
        );
        assert_eq!(cut("हिन्दी में"), ["हिन्दी", "में"]);
        assert_eq!(cut("Windows에서"), ["Windows", "에서"]);
    }

    #[test]
    fn what_is_no_language_is_left_out() {
        for text in [
            "https://example.org/path/to?x=y",
            "someone@example.org",
            "OK",
            "12345 67.89",
            "{name} %s $HOME <b> &amp;",
            "snake_case main() README.md h264 4K /usr/share/doc",
        ] {
            assert_eq!(cut(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn what_stands_beside_it_stays() {
        assert_eq!(cut("siehe https://example.org/ hier"), ["siehe", "hier"]);
        assert_eq!(cut("a < b and <i>so</i> on"), ["a", "b", "and", "so", "on"]);
        assert_eq!(cut("End.Start of it"), ["End", "Start", "of", "it"]);
    }

    #[test]
    fn rows_are_stable() {
        let mut rows = Vec::new();
        words("Ab", |word| word.rows(5, 16, |row| rows.push(row)));
        let again: Vec<usize> = {
            let mut rows = Vec::new();
            words("ab", |word| word.rows(5, 16, |row| rows.push(row)));
            rows
        };
        assert_eq!(rows, again);
        // Of ^ab$: a, b; ^a, ab, b$; ^ab, ab$; ^ab$.
        assert_eq!(rows.len(), 8);
        assert_eq!(rows[..3], [39122, 24858, 59730]);
    }

    #[test]
    fn the_sum_is_that_of_the_rows() {
        let rows: Vec<i16> = (0..1_i32 << 16)
            .map(|row| i16::try_from(row * 7919 % 509 - 254).unwrap())
            .collect();
        let rows: &Rows = rows.first_chunk().unwrap();
        words("a an the with dir’s Straßenbahn übermütig", |word| {
            let mut sum = 0;
            word.rows(5, 16, |row| sum += i32::from(rows[row]));
            assert_eq!(word.sum(rows), sum);
        });
    }

    #[test]
    fn long_runs_are_cut_in_pieces() {
        let long = "a".repeat(100);
        assert_eq!(cut(&long).len(), 3);
        let hostile = "<".repeat(10_000);
        assert!(cut(&hostile).is_empty());
    }
}
