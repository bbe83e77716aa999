//! Folding: brings a text and the catalogue's wordings to one form, with the way back to the text.
//!
//! NFKC, small letters (Turkish dotted and dotless i included), any white space as one space, invisible characters,
//! tatweel and harakat dropped, quotation marks and dashes straightened. A character is looked up in a table; only those
//! that compose with their neighbours take the long way through [`unicode_normalization`].

use std::ops::Range;

use unicode_normalization::{IsNormalized, UnicodeNormalization, char::canonical_combining_class};

use super::confusable;

mod table;

pub(super) use table::is_unspaced;
use table::{
    ASCII, DELETE, MARK, PLAIN, SPACE, SPECIAL, UNSPACED, is_dropped, mapped, plain_run, simple,
};

/// What a folding does beyond the common ground.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mode {
    /// Leaves capital letters as they are.
    pub cased: bool,
    /// Drops spaces, for scripts that do without.
    pub unspaced: bool,
    /// Replaces letters of other scripts by the Latin ones that they look like.
    pub skeleton: bool,
}

/// A stretch of folded text and where it comes from. Verbatim runs (`len` 0) have the same length on both sides.
#[derive(Clone, Copy, Debug)]
struct Run {
    folded: u32,
    text: u32,
    len: u32,
}

/// A folded text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    bytes: Vec<u8>,
    runs: Vec<Run>,
    /// Holds letters of a script that is written without spaces, or Hangul.
    pub unspaced: bool,
}

impl Folded {
    /// Folds `text` anew, keeping what was allocated.
    #[expect(
        clippy::too_many_lines,
        reason = "one pass over the text, case by case"
    )]
    pub(crate) fn fold(&mut self, text: &str, mode: Mode) {
        self.bytes.clear();
        self.bytes.reserve(text.len() + 16);
        self.runs.clear();
        self.unspaced = false;
        let input = text.as_bytes();
        let (mut at, mut spaced) = (0, false);
        let mut starter = (0, 0);
        let mut aligned = false;
        let mut open = None;
        while at < input.len() {
            let byte = input[at];
            let plain = plain_run(&input[at..], mode.unspaced);
            if plain > 0 {
                if !aligned {
                    self.run(at, 0);
                    aligned = true;
                }
                let run = &input[at..at + plain];
                if mode.cased {
                    self.bytes.extend_from_slice(run);
                } else {
                    self.bytes
                        .extend(run.iter().map(|&byte| PLAIN[usize::from(byte & 0x7F)]));
                }
                at += plain;
                starter = (at - 1, self.bytes.len() - 1);
                spaced = false;
                continue;
            }
            if byte < 0x80 {
                let low = if mode.cased && ASCII[byte as usize] != 0 {
                    byte
                } else {
                    ASCII[byte as usize]
                };
                if low == 0 {
                    if spaced || mode.unspaced {
                        aligned = false;
                    } else {
                        if !aligned {
                            self.run(at, 0);
                            aligned = true;
                        }
                        self.bytes.push(b' ');
                        spaced = true;
                    }
                } else {
                    if !aligned {
                        self.run(at, 0);
                        aligned = true;
                    }
                    starter = (at, self.bytes.len());
                    self.bytes.push(low);
                    spaced = false;
                }
                at += 1;
                continue;
            }
            let (character, length) = decode(text, at);
            let map = mapped(character, mode.cased, &mut open);
            if map.flags & (SPACE | DELETE | SPECIAL) == 0 {
                self.unspaced |= map.flags & UNSPACED != 0;
                if map.flags & MARK == 0 {
                    starter = (at, self.bytes.len());
                }
                let mut bytes = &map.bytes[..map.len as usize];
                let latin;
                if mode.skeleton
                    && let Some(byte) = confusable::latin(bytes)
                {
                    latin = [byte];
                    bytes = &latin;
                }
                if bytes.len() == length {
                    if !aligned {
                        self.run(at, 0);
                        aligned = true;
                    }
                } else {
                    self.run(at, length);
                    aligned = false;
                }
                self.bytes.extend_from_slice(bytes);
                spaced = false;
                at += length;
            } else if map.flags & DELETE != 0 {
                aligned = false;
                at += length;
            } else if map.flags & SPACE != 0 {
                if !spaced && !mode.unspaced {
                    self.run(at, length);
                    self.bytes.push(b' ');
                    spaced = true;
                }
                aligned = false;
                at += length;
            } else {
                let composes = unicode_normalization::is_nfkc_quick(std::iter::once(character))
                    == IsNormalized::Maybe;
                let from = if composes && starter.1 < self.bytes.len() {
                    self.cut(starter.1);
                    starter.0
                } else {
                    at
                };
                let end = cluster_end(text, at + length);
                starter = (end, self.bytes.len() + 1);
                self.cluster(&text[from..end], from, mode);
                spaced = false;
                aligned = false;
                at = end;
            }
        }
    }

    /// A character with the marks that may compose with it, or one that stands for several.
    fn cluster(&mut self, text: &str, from: usize, mode: Mode) {
        self.run(from, text.len());
        let mut buffer = [0; 4];
        let mut last = '\0';
        for character in text.nfkc() {
            if is_dropped(character) || (character == '\u{307}' && last == 'i') {
                continue;
            }
            let character = if character.is_whitespace() {
                if mode.unspaced || self.bytes.last() == Some(&b' ') {
                    continue;
                }
                ' '
            } else {
                simple(character, mode.cased)
            };
            self.unspaced |= is_unspaced(character);
            let bytes = character.encode_utf8(&mut buffer).as_bytes();
            match confusable::latin(bytes).filter(|_| mode.skeleton) {
                Some(byte) => self.bytes.push(byte),
                None => self.bytes.extend_from_slice(bytes),
            }
            last = character;
        }
    }

    /// Takes back what was folded from `folded` on.
    fn cut(&mut self, folded: usize) {
        self.bytes.truncate(folded);
        while self
            .runs
            .last()
            .is_some_and(|run| run.folded as usize >= folded)
        {
            self.runs.pop();
        }
    }

    fn run(&mut self, text: usize, len: usize) {
        let narrow = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        self.runs.push(Run {
            folded: narrow(self.bytes.len()),
            text: narrow(text),
            len: narrow(len),
        });
    }

    /// The folded text.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The folded text as a string.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.bytes).unwrap_or_default()
    }

    /// The part of the text that was folded into `span`.
    pub(crate) fn span(&self, span: &Range<usize>) -> Range<usize> {
        let Some(first) = self.run_of(span.start) else {
            return 0..0;
        };
        let start = if first.len == 0 {
            first.text as usize + (span.start - first.folded as usize)
        } else {
            first.text as usize
        };
        let Some(last) = span.end.checked_sub(1).and_then(|end| self.run_of(end)) else {
            return start..start;
        };
        let end = if last.len == 0 {
            last.text as usize + (span.end - last.folded as usize)
        } else {
            (last.text + last.len) as usize
        };
        start..end.max(start)
    }

    fn run_of(&self, folded: usize) -> Option<&Run> {
        let index = self
            .runs
            .partition_point(|run| run.folded as usize <= folded);
        self.runs.get(index.checked_sub(1)?)
    }
}

/// Where the marks that follow end: at most 32 of them belong to one character.
fn cluster_end(text: &str, from: usize) -> usize {
    let length: usize = text[from..]
        .chars()
        .take(32)
        .take_while(|&c| composes(c))
        .map(char::len_utf8)
        .sum();
    from + length
}

fn composes(character: char) -> bool {
    canonical_combining_class(character) != 0
        || unicode_normalization::is_nfkc_quick(std::iter::once(character)) == IsNormalized::Maybe
}

#[inline]
fn decode(text: &str, at: usize) -> (char, usize) {
    match text[at..].chars().next() {
        Some(character) => (character, character.len_utf8()),
        None => ('\0', 1),
    }
}

/// Folds a wording of the catalogue.
pub(crate) fn fold(text: &str, mode: Mode) -> String {
    let mut folded = Folded::default();
    folded.fold(text, mode);
    folded.text().to_owned()
}

/// Folds the literal characters of a regular expression and leaves its syntax alone.
pub(crate) fn fold_pattern(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut characters = pattern.chars().peekable();
    let mut literal = String::new();
    let flush = |literal: &mut String, out: &mut String| {
        // a leading or trailing space of a stretch is part of the pattern
        out.push_str(&fold(literal, Mode::default()));
        literal.clear();
    };
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                flush(&mut literal, &mut out);
                out.push('\\');
                if let Some(class) = characters.next() {
                    out.push(class);
                    if matches!(class, 'p' | 'P' | 'u' | 'x') && characters.peek() == Some(&'{') {
                        for part in characters.by_ref() {
                            out.push(part);
                            if part == '}' {
                                break;
                            }
                        }
                    }
                }
            }
            '(' if characters.peek() == Some(&'?') => {
                flush(&mut literal, &mut out);
                out.push('(');
                for part in characters.by_ref() {
                    out.push(part);
                    if matches!(part, ':' | '>' | ')') {
                        break;
                    }
                }
            }
            ' ' => {
                flush(&mut literal, &mut out);
                out.push(' ');
            }
            _ => literal.push(character),
        }
    }
    flush(&mut literal, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lower(text: &str) -> String {
        fold(text, Mode::default())
    }

    #[test]
    fn case_spaces_and_hidden_characters() {
        assert_eq!(
            lower("Pow\u{200B}ered\u{A0} by\r\n AUTO\u{AD}mated"),
            "powered by automated"
        );
        assert_eq!(lower("İNGİLİZCEDEN YALNIZCA"), "ingilizceden yalnizca");
        assert_eq!(lower("I\u{307}şte"), "işte");
        assert_eq!(lower("Cafe\u{301} ﬁn ％ （注：我）"), "café fin % (注:我)");
        assert_eq!(lower("تلقائيًا ترجمـــة"), lower("تلقائيا ترجمة"));
        assert_eq!(lower("คำแปล"), "ค\u{e4d}าแปล");
        assert_eq!(lower("ℹ️ Ça"), "ℹ ça");
        assert_eq!(lower("ΤΗΣ της"), "τησ τησ");
    }

    #[test]
    fn spans_lead_back_to_the_text() {
        for text in [
            "Ein  \u{200B}„Cafe\u{301}“ — ＡＢＣ ﬁn",
            "각 가\u{11A8} \u{1112}\u{1161}\u{11AB}글",
            "क़लम हिन्\u{200D}दी",
            "e\u{301}\u{327}x \u{301}y",
        ] {
            let mut folded = Folded::default();
            folded.fold(text, Mode::default());
            let all = folded.text().to_owned();
            for (start, c) in all.char_indices() {
                let span = folded.span(&(start..start + c.len_utf8()));
                assert!(text.get(span.clone()).is_some(), "{text} {span:?}");
                assert!(!span.is_empty(), "{text} {start}");
            }
        }
        let mut folded = Folded::default();
        folded.fold("a\u{AD}b  ＣD", Mode::default());
        assert_eq!(folded.text(), "ab cd");
        assert_eq!(folded.span(&(1..2)), 3..4);
        assert_eq!(folded.span(&(3..5)), 6..10);
    }

    #[test]
    fn patterns_keep_their_syntax() {
        assert_eq!(
            fold_pattern(r"^(ʼN|Ç)\p{Lu}\bIŞ(?i:X) ?$"),
            r"^('n|ç)\p{Lu}\biş(?i:x) ?$"
        );
    }
}
