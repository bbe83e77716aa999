//! `bilingual/partly-copied`.

use std::ops::Range;

use super::copied_source::{foreign_words, is_copy};
use super::plain::{Lookup, Plain, is_credits, is_grammar, is_listing};
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::language::lang::Lang;
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// A stretch of the source that stands in the target untranslated: four words or more that are neither names nor codes (three
    /// where the target is written in another script), or a target that is its source with a few letters changed.
    ///
    /// Titles in which most words have capitals, quotations, code, addresses, tags and placeholders are left alone, and so are languages as close as
    /// Bosnian and Croatian.
    ///
    /// # Why it matters
    /// Half a sentence in the source language is what an engine leaves behind where it gave up, or a translator who was interrupted.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:89
    /// The bridge was closed last year because its foundations were not safe.⇥Die Brücke wurde because its foundations were not safe gesperrt.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// The ferry leaves every hour from the old harbour.⇥フェリーは every hour from the old harbour 出発します。
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// He read “The old man who lived beside the harbour” twice.⇥Er las „The old man who lived beside the harbour“ zweimal.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Published under the GNU General Public License Version 3.⇥Publié sous la GNU General Public License Version 3.
    /// ```
    /// ```clean source=en lang=nl format=tsv
    /// Run `open the file in the editor` first.⇥Voer eerst `open the file in the editor` uit.
    /// ```
    /// ```clean source=hr lang=bs format=tsv
    /// Knjižnica se otvara u devet sati ujutro svaki dan.⇥Biblioteka se otvara u devet sati ujutro svaki dan.
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// The motor of the radio is in a hotel in Madrid.⇥El motor de la radio está en un hotel en Madrid.
    /// ```
    ///
    /// # Known mistakes
    /// Mottos, verses and examples that are kept in the original without quotation marks.
    ///
    /// # References
    /// QA Distiller “partially forgotten”; OpusFilter `LongestCommonSubstringFilter`, `SimilarityFilter`.
    pub PARTLY_COPIED = "bilingual/partly-copied", Minor, "accuracy/untranslated", on, pairs PartlyCopied::start
}

/// Bytes of a text that can hold a stretch.
const LEAST: usize = 24;
/// Bytes of a text that are looked at.
const MOST: usize = 4000;
/// Bytes by which the beginning of a word and what follows it are told.
const WINDOW: usize = 8;
/// Similarity from which a target is its source with a few letters changed, and the length up to which that is worked out.
const ALIKE: f64 = 0.9;
const LONGEST: usize = 400;

#[derive(Default)]
struct PartlyCopied {
    starts: Vec<u32>,
}

impl PartlyCopied {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self::default())
    }

    /// The longest stretch that both texts have, from the beginning of a word to the end of one, in the target.
    fn stretch(&mut self, pair: &Pair<'_>) -> Option<Range<usize>> {
        let (source, target) = (pair.source.text, pair.target.text);
        let ascii = (pair.source.bytes.is_ascii(), pair.target.bytes.is_ascii());
        let (from, to) = (source.as_bytes(), target.as_bytes());
        let mut seen = [0_u64; 4];
        self.starts.clear();
        each_start(from, ascii.0, |at| {
            let print = print(from, at);
            seen[usize::from(print >> 6)] |= 1 << (print & 63);
            self.starts.push(u32::try_from(at).unwrap_or(u32::MAX));
        });
        let (mut hits, mut first) = (0, None);
        each_start(to, ascii.1, |at| {
            let print = print(to, at);
            if seen[usize::from(print >> 6)] & (1 << (print & 63)) != 0 {
                hits += 1;
                first.get_or_insert(at);
            }
        });
        if hits < 2 {
            return None;
        }
        let mut best = 0..0;
        let mut skip = 0;
        each_start(to, ascii.1, |at| {
            if at < skip || Some(at) < first {
                return;
            }
            for &start in &self.starts {
                let start = start as usize;
                if from[start..start + WINDOW] != to[at..at + WINDOW] {
                    continue;
                }
                let mut length = from[start..]
                    .iter()
                    .zip(&to[at..])
                    .take_while(|(one, other)| one == other)
                    .count();
                while !target.is_char_boundary(at + length) {
                    length -= 1;
                }
                let end = at + whole_words(&source[start..], &target[at..], length);
                if end - at > best.len() {
                    best = at..end;
                    skip = end;
                }
            }
        });
        (!best.is_empty()).then_some(best)
    }
}

/// Calls `with` for each word of `text` that has a window of text behind its beginning. With `ascii` there is nothing else
/// in it.
fn each_start(text: &[u8], ascii: bool, mut with: impl FnMut(usize)) {
    let Some(last) = text.len().checked_sub(WINDOW) else {
        return;
    };
    with(0);
    for (at, &byte) in text[..last].iter().enumerate() {
        if byte == b' ' {
            with(at + 1);
        }
    }
    if ascii {
        return;
    }
    // scripts without spaces have none before a stretch of another
    for (before, pair) in text[..=last].windows(2).enumerate() {
        if pair[0] >= 0x80 && pair[1].is_ascii_lowercase() {
            with(before + 1);
        }
    }
}

/// Eight bits that tell a beginning.
fn print(text: &[u8], at: usize) -> u8 {
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&text[at..at + WINDOW]);
    (u64::from_le_bytes(bytes).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8
}

/// How much of the `length` bytes that both texts begin with ends at the end of a word in both.
fn whole_words(one: &str, other: &str, length: usize) -> usize {
    let inside = |text: &str| {
        text[length..]
            .chars()
            .next()
            .is_some_and(|c| class(c).is_word() && !class(c).script().is_unspaced())
    };
    let head = &other[..length];
    let ends_in_word = head.chars().next_back().is_some_and(|c| class(c).is_word());
    if ends_in_word && (inside(one) || inside(other)) {
        head.rfind(|c: char| !class(c).is_word()).unwrap_or(0)
    } else {
        head.trim_end().len()
    }
}

impl PairExaminer for PartlyCopied {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (pair.source.text, pair.target.text);
        if source.len() < LEAST
            || target.len() < LEAST
            || source.len().max(target.len()) > MOST
            || !pair.is_translated()
        {
            return;
        }
        let Some(span) = self.stretch(pair) else {
            return;
        };
        if span.len() < LEAST / 2
            || pair.source.primary() == pair.target.primary()
            || is_copy(pair)
            || is_credits(source)
            || is_grammar(source)
            || is_listing(&target[span.clone()])
            || is_listing(source)
        {
            return;
        }
        let lang = |tag: Option<&str>| tag.and_then(Lang::of);
        let (from, to) = (lang(pair.source.language), lang(pair.target.language));
        if let (Some(from), Some(to)) = (from, to)
            && from.is_close(to)
        {
            return;
        }
        let text = &target[span.clone()];
        let plain = Plain::of(text, Lookup::of(from, to));
        let other_script = to.is_some_and(|to| !to.uses(Script::Latin));
        let own = foreign_words(text, from, to);
        let enough = if other_script { 3 } else { 4 };
        let prose = plain.words >= enough
            && plain.small * 2 > plain.words
            && (own >= 1 || plain.ordinary >= 3)
            && (other_script || own + plain.ordinary >= 3);
        let alike = || {
            plain.words >= 3
                && plain.small * 2 > plain.words
                && !source.starts_with('?')
                && source.len().max(target.len()) <= LONGEST
                && source.len().abs_diff(target.len()) * 10 <= source.len()
                && (own >= 1 || plain.ordinary >= 2)
                && strsim::normalized_levenshtein(source, target) >= ALIKE
        };
        if (prose && !is_set_off(target, &span)) || alike() {
            let message = format!(
                "“{}” is left from the source",
                crate::finding::excerpt(text)
            );
            pair.report(span, Draft::new(&PARTLY_COPIED, message), findings);
        }
    }
}

/// Within quotation marks, code or a tag.
fn is_set_off(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].trim_end_matches([' ', '\u{A0}']);
    let quoted = before.ends_with([
        '"', '“', '„', '«', '»', '‘', '\'', '`', '「', '『', '《', '<', '=', '‚', '”',
    ]) || text[span.end..]
        .trim_start_matches([' ', '\u{A0}', '.', ',', '!', '?'])
        .starts_with(['"', '”', '“', '»', '«', '’', '`', '」', '』', '》', '>']);
    let open = |mark: char| text[..span.start].matches(mark).count() % 2 == 1;
    quoted
        || text[span.clone()].contains(['`', '"', '“', '„', '«', '「'])
        || open('`')
        || open('"')
        || text[..span.start]
            .rfind('<')
            .is_some_and(|at| !text[at..span.start].contains('>'))
}
