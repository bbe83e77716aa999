//! `artifact/fused-sentence`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::listing::is_listing;
use crate::block::{Block, OBJECT};
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::rule::{Context, Examiner, rule};

rule! {
    /// # What it finds
    /// A sentence that is glued to the end of the one before it, without a space: “boots.She had”.
    ///
    /// The word before the full stop, question mark or exclamation mark begins with a small letter (or the next word is
    /// one that often begins sentences), the word after it is a capital with small letters, and running text goes on
    /// behind it.
    ///
    /// # Why it matters
    /// Engines that translate sentence by sentence lose the space when the pieces are put together again.
    ///
    /// # Examples
    /// ```flagged lang=en at=1:27
    /// He had mud on both of his boots.She had dug over the garden.
    /// ```
    /// ```flagged lang=de at=1:23
    /// Die Brücke wurde 1790 gebaut.Danach verfiel sie langsam.
    /// ```
    /// ```flagged lang=ru at=1:19
    /// Мост был закрыт в ноябре.Теперь он снова открыт.
    /// ```
    /// ```clean lang=en
    /// Open config.Default in the editor, or see docs.Example and www.Example.org; ask a.Smith.
    /// ```
    /// ```clean lang=en
    /// The file is called readme.Txt and the type is System.String or window.Location or foo.Bar(1).
    /// ```
    /// ```clean lang=de
    /// Der Verein (e.V.) ist, z.B. am Mo.Di. und Fr., geöffnet. Siehe Node.js und ASP.NET.
    /// ```
    /// ```clean lang=fr
    /// Voir p.ex. Yahoo!Japan, M.Dupont, St.Petersbourg et la version 2.Beta de ce logiciel.
    /// ```
    ///
    /// # Known mistakes
    /// Names that are written with a full stop or an exclamation mark inside (`window.Open the door`) can be flagged
    /// when a sentence goes on behind them. A sentence that begins with a name after a capitalised word is missed.
    ///
    /// # References
    /// MQM fluency/punctuation; Unicode Standard Annex 29, sentence boundaries.
    pub FUSED_SENTENCE = "artifact/fused-sentence", Minor, "fluency/punctuation", on, FusedSentence::start
}

/// Words that begin many sentences, by language.
static OPENINGS: LazyLock<HashMap<String, HashSet<String>>> =
    LazyLock::new(|| data!("openings").expect("the embedded words parse: a test reads them"));

struct FusedSentence;

impl FusedSentence {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self)
    }
}

/// A full stop, question mark or exclamation mark between two words, and the words.
struct Joint {
    left: Range<usize>,
    right: Range<usize>,
}

impl Joint {
    /// The words around the mark at `at`, if the first ends in a small letter and the second begins with a capital.
    fn at(text: &str, at: usize) -> Option<Self> {
        let (before, after) = (&text[..at], &text[at + 1..]);
        let last = before
            .chars()
            .next_back()
            .filter(|&c| class(c).is_lower())?;
        let first = after.chars().next().filter(|&c| class(c).is_upper())?;
        if class(last).script() != class(first).script() {
            return None;
        }
        let in_word = |c: char| class(c).is_letter() || class(c).is_mark();
        let start = before.rfind(|c| !in_word(c)).map_or(0, |found| {
            found + before[found..].chars().next().map_or(0, char::len_utf8)
        });
        let end = after.find(|c| !in_word(c)).unwrap_or(after.len());
        Some(Self {
            left: start..at,
            right: at + 1..at + 1 + end,
        })
    }

    /// Whether running text stands before and behind it, and nothing that makes it a name, a path or code.
    fn is_in_prose(&self, text: &str, language: Option<&str>) -> bool {
        let (left, right) = (&text[self.left.clone()], &text[self.right.clone()]);
        let edge = text[..self.left.start].chars().next_back();
        let parted = edge
            .is_some_and(|c| c.is_whitespace() || matches!(c, '“' | '„' | '«' | '’' | '-' | '‑'));
        let rest = &text[self.right.end..];
        let gap = rest.find(|c: char| !c.is_whitespace()).unwrap_or(0);
        let next = rest[gap..].chars().next();
        if !parted || gap == 0 || left.chars().count() < 2 || !tail_is_small(right) {
            return false;
        }
        let capital = left.chars().next().is_some_and(|c| class(c).is_upper());
        if is_opening(right, language) {
            return tail_is_small(left)
                && next.is_some_and(|c| class(c).is_word() || matches!(c, '“' | '„' | '«' | '"'));
        }
        // Names of English programs look just like it.
        !capital
            && language.is_some_and(|language| language != "en")
            && left.chars().count() >= 3
            && right.chars().count() >= 3
            && tail_is_small(left)
            && self.words_around(text)
            && !self.is_in_technical_text(text)
    }

    /// Code spans or other words with a full stop inside stand in the same paragraph.
    fn is_in_technical_text(&self, text: &str) -> bool {
        text.contains(OBJECT)
            || text.split_whitespace().any(|word| {
                let inside = word.trim_matches(|c: char| !class(c).is_word());
                inside.contains(['.', '_', '/', '@'])
                    && word.as_ptr() != text[self.left.start..].as_ptr()
                    && inside.chars().any(|c| class(c).is_letter())
            })
    }

    /// Words in small letters on both sides, three before and two behind.
    fn words_around(&self, text: &str) -> bool {
        let small = |word: &str| {
            word.chars().next().is_some_and(|c| class(c).is_lower())
                && word.chars().filter(|&c| class(c).is_letter()).count() * 4
                    >= word.chars().count() * 3
        };
        let before = text[..self.left.start].split_whitespace().rev().take(3);
        let behind: Vec<&str> = text[self.right.end..].split_whitespace().take(2).collect();
        before.clone().count() == 3
            && before.filter(|word| small(word)).count() >= 2
            && behind.len() == 2
            && behind.iter().all(|word| small(word))
    }
}

/// Everything behind the first character is a small letter.
fn tail_is_small(word: &str) -> bool {
    word.chars()
        .skip(1)
        .all(|c| class(c).is_lower() || class(c).is_mark())
}

fn is_opening(word: &str, language: Option<&str>) -> bool {
    OPENINGS
        .get(language.unwrap_or("en"))
        .is_some_and(|list| list.contains(word))
}

impl Examiner for FusedSentence {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if !block.kind.is_running() {
            return;
        }
        let text = &block.text;
        let bytes = text.as_bytes();
        for at in memchr::memchr3_iter(b'.', b'?', b'!', bytes) {
            let (Some(before), Some(after)) =
                (at.checked_sub(1).map(|b| bytes[b]), bytes.get(at + 1))
            else {
                continue;
            };
            if !(before.is_ascii_lowercase() || before >= 0x80)
                || !(after.is_ascii_uppercase() || *after >= 0x80)
            {
                continue;
            }
            let Some(joint) = Joint::at(text, at) else {
                continue;
            };
            if !joint.is_in_prose(text, context.primary()) || is_listing(text) {
                continue;
            }
            let (left, right) = (&text[joint.left.start..=at], &text[joint.right.clone()]);
            let draft = Draft::new(
                &FUSED_SENTENCE,
                format!("“{right}” begins a sentence without a space after “{left}”"),
            )
            .suggestion(format!("{left} {right}"));
            findings.report(block, joint.left.start..joint.right.end, draft);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_are_capitalised() {
        for word in OPENINGS.values().flatten() {
            assert!(
                word.chars().next().is_some_and(char::is_uppercase) && tail_is_small(word),
                "{word}"
            );
        }
    }
}
