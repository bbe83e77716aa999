//! Words and sentences of a block, cut once and shared by every rule.
//!
//! A word is a run of letters, marks and digits; an apostrophe between letters belongs to it, a hyphen does not. In
//! scripts without spaces a run is not a word in the linguistic sense, and rules that need one ask
//! [`Word::unspaced`].

use std::ops::Range;

use crate::chars::{Script, class};

/// A word and what its characters tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    /// First byte in the block's text.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// Script of the first letter; [`Script::Common`] for a number.
    pub script: Script,
    /// Letters in it.
    pub letters: u16,
    /// Capital letters in it.
    pub capitals: u16,
    /// Decimal digits in it.
    pub digits: u16,
    /// Begins with a capital letter.
    pub capitalised: bool,
    /// Letters of more than one script (Han with kana counts as one).
    pub mixed: bool,
}

impl Word {
    /// Where the word stands in the block's text, in bytes.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The word itself.
    #[must_use]
    pub fn text<'a>(&self, block: &'a str) -> &'a str {
        &block[self.range()]
    }

    /// Whether it is spelt as `other`, a word of the same block.
    #[inline]
    #[must_use]
    pub fn same(&self, other: &Self, block: &str) -> bool {
        let bytes = block.as_bytes();
        self.end - self.start == other.end - other.start
            && bytes[self.range()] == bytes[other.range()]
    }

    /// Two letters or more, all capitals.
    #[must_use]
    pub fn is_all_caps(&self) -> bool {
        self.letters > 1 && self.capitals == self.letters
    }

    /// Written in a script without spaces between words, so that it is a run rather than a word.
    #[must_use]
    pub fn unspaced(&self) -> bool {
        self.script.is_unspaced()
    }
}

/// The words of a text.
#[derive(Clone, Debug, Default)]
pub struct Words(Vec<Word>);

impl std::ops::Deref for Words {
    type Target = [Word];

    fn deref(&self) -> &[Word] {
        &self.0
    }
}

impl Words {
    /// Cuts `text` into words, in place of those held before.
    pub fn cut(&mut self, text: &str) {
        self.0.clear();
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            if let Some(&part) = PARTS.get(usize::from(byte)) {
                at = if part == 0 {
                    at + 1
                } else {
                    self.word(text, at)
                };
                continue;
            }
            let (character, length) = decode(text, at);
            if class(character).is_word() {
                at = self.word(text, at);
            } else {
                at += length;
            }
        }
    }

    /// Reads the word that begins at `start`, returns its end.
    fn word(&mut self, text: &str, start: usize) -> usize {
        let mut word = Word {
            start: u32::try_from(start).unwrap_or(u32::MAX),
            end: 0,
            script: Script::Common,
            letters: 0,
            capitals: 0,
            digits: 0,
            capitalised: false,
            mixed: false,
        };
        let mut at = ascii(text, start, &mut word);
        if text
            .as_bytes()
            .get(at)
            .is_none_or(|&byte| byte < 0x80 && byte != b'\'')
        {
            word.end = u32::try_from(at).unwrap_or(u32::MAX);
            self.0.push(word);
            return at;
        }
        while at < text.len() {
            let (character, length) = decode(text, at);
            let class = class(character);
            if class.is_letter() {
                let script = class.script();
                if script != Script::Common {
                    if word.script == Script::Common {
                        word.script = script;
                    } else if !same_writing(word.script, script) {
                        word.mixed = true;
                    }
                }
                word.letters = word.letters.saturating_add(1);
                if class.is_upper() {
                    word.capitals = word.capitals.saturating_add(1);
                    word.capitalised |= at == start;
                }
            } else if class.is_digit() {
                word.digits = word.digits.saturating_add(1);
            } else if !(class.is_mark()
                || class.is_invisible()
                || Self::joins(text, at, character, length))
            {
                break;
            }
            at += length;
        }
        word.end = u32::try_from(at).unwrap_or(u32::MAX);
        self.0.push(word);
        at
    }

    /// An apostrophe between two letters holds a word together.
    fn joins(text: &str, at: usize, character: char, length: usize) -> bool {
        matches!(character, '\'' | '’' | 'ʼ' | '׳' | '״')
            && text[..at]
                .chars()
                .next_back()
                .is_some_and(|before| class(before).is_letter())
            && text[at + length..]
                .chars()
                .next()
                .is_some_and(|after| class(after).is_letter())
    }
}

/// What an ASCII character adds to the counts of a word: letters, capitals and digits, twenty bits each; 0 parts words.
const PARTS: [u64; 128] = {
    let mut table = [0; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = if byte.is_ascii_uppercase() {
            1 | 1 << 20
        } else if byte.is_ascii_lowercase() {
            1
        } else if byte.is_ascii_digit() {
            1 << 40
        } else {
            0
        };
        byte += 1;
    }
    table
};

/// Reads the ASCII characters with which a word begins, the whole of most words; returns where they end. A block is
/// shorter than the counts can hold.
fn ascii(text: &str, start: usize, word: &mut Word) -> usize {
    let bytes = text.as_bytes();
    let (mut at, mut counts) = (start, 0);
    while let Some(&part) = bytes.get(at).and_then(|&byte| PARTS.get(usize::from(byte))) {
        if part == 0 {
            break;
        }
        counts += part;
        at += 1;
    }
    let count = |shift: u32| u16::try_from(counts >> shift & 0xF_FFFF).unwrap_or(u16::MAX);
    (word.letters, word.capitals, word.digits) = (count(0), count(20), count(40));
    if word.letters > 0 {
        word.script = Script::Latin;
    }
    word.capitalised = bytes.get(start).is_some_and(u8::is_ascii_uppercase);
    at
}

/// Kana and Han are mixed inside Japanese words.
fn same_writing(one: Script, other: Script) -> bool {
    let japanese = |script| {
        matches!(
            script,
            Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo
        )
    };
    one == other || (japanese(one) && japanese(other))
}

#[inline]
fn decode(text: &str, at: usize) -> (char, usize) {
    let byte = text.as_bytes()[at];
    if byte < 0x80 {
        return (char::from(byte), 1);
    }
    match text[at..].chars().next() {
        Some(character) => (character, character.len_utf8()),
        None => ('\0', 1),
    }
}

/// How many words a reader counts: words of spaced scripts, and for the others two characters (Chinese, Japanese) or
/// four (Thai, Lao, Khmer, Burmese) a word, about what translators' word counts take them for.
#[must_use]
pub fn count(text: &str, words: &[Word]) -> u64 {
    words
        .iter()
        .map(|word| {
            if !word.unspaced() {
                return 1;
            }
            let characters = word
                .text(text)
                .chars()
                .filter(|&c| !class(c).is_mark())
                .count() as u64;
            let each = match word.script {
                Script::Thai | Script::Lao | Script::Khmer | Script::Myanmar => 4,
                _ => 2,
            };
            characters.div_ceil(each)
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        let mut words = Words::default();
        words.cut(text);
        words.iter().map(|word| word.text(text)).collect()
    }

    #[test]
    fn apostrophes_join_and_hyphens_part() {
        assert_eq!(
            cut("l’été, don't well-known 'quoted'"),
            ["l’été", "don't", "well", "known", "quoted"]
        );
        assert_eq!(cut("S-300 3.5% naïve"), ["S", "300", "3", "5", "naïve"]);
    }

    #[test]
    fn scripts_case_and_mixtures() {
        let text = "NATO Москва mоther 東京タワー 2026 हिन्दी";
        let mut words = Words::default();
        words.cut(text);
        assert!(words[0].is_all_caps() && words[0].capitalised);
        assert_eq!(words[1].script, Script::Cyrillic);
        assert!(words[2].mixed, "a Cyrillic o in an English word");
        assert!(!words[3].mixed && words[3].unspaced());
        assert_eq!((words[4].digits, words[4].letters), (4, 0));
        assert_eq!(words[5].text(text), "हिन्दी");
    }

    #[test]
    fn counts_words_of_unspaced_scripts_by_length() {
        let text = "新しい図書館 opens";
        let mut words = Words::default();
        words.cut(text);
        assert_eq!(count(text, &words), 4);
    }
}
