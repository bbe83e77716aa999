//! `artifact/mojibake`.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::miscoding::{self, Sequence};
use crate::block::Block;
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, Severity, rule};
use crate::sieve::Search;

rule! {
    /// # What it finds
    /// Text that was read in the wrong encoding, or letters that were lost in a conversion.
    ///
    /// A run of characters counts when it is a round trip: written back in a single-byte encoding (Windows-1252, -1250,
    /// -1251, -1253, -1256, -874, KOI8-R, IBM866, Mac Roman) its bytes are UTF-8, and what they spell is text. The
    /// suggestion is that text. Also Chinese read as GBK, KOI8-R read as Windows-1251, the replacement character
    /// `U+FFFD` inside a word, and whole phrases of question marks.
    ///
    /// # Why it matters
    /// Readers cannot read it, search does not find it, and what is translated from it is wrong.
    ///
    /// # Examples
    /// ```flagged lang=fr at=1:1
    /// L’Ã©tÃ© fut trÃ¨s long.
    /// ```
    /// ```flagged lang=ru at=1:1
    /// РџСЂРёРІРµС‚, читатель!
    /// ```
    /// ```flagged lang=pl at=1:10
    /// Kosztuje piÄ™Ä‡ zÅ‚otych.
    /// ```
    /// ```flagged lang=es at=1:4
    /// El ni�o juega en el patio.
    /// ```
    /// ```clean lang=pt
    /// NÃO HÁ «IRMû NEM “MAÇÔ: o SÃO JOÃO é em junho, e a irmã também.
    /// ```
    /// ```clean lang=ro
    /// „Â” se scrie în mijloc, iar „ROMÂNIA” cu literă mare: ÎNTÂI, „SĂ”.
    /// ```
    /// ```clean lang=uk
    /// Різні лінії, лілії та Сірко: «Група В», ціна 5 €.
    /// ```
    /// ```clean lang=sv
    /// “Å”, sade hon. PÅ… nej, inte PÅ – utan på ÅN.
    /// ```
    /// ```clean lang=en
    /// He left the café”—and then? “What???” The character “�” stands for what cannot be decoded.
    /// ```
    ///
    /// # Known mistakes
    /// Single letters replaced by a question mark (`M?nchen`) are not told from questions. Text that was misread and then
    /// cut in the middle of a character is repaired only in part.
    ///
    /// # References
    /// MQM, fluency/character-encoding. WHATWG Encoding Standard. ftfy and bifixer repair by the same round trip.
    pub MOJIBAKE = "artifact/mojibake", Critical, "fluency/character-encoding", on, Mojibake::start
}

/// Findings of one document.
const MOST: usize = 50;

static TRIGGERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let data = miscoding::data();
    AhoCorasick::new(data.debris.iter().chain(&data.rare))
        .expect("a list of short strings makes an automaton: a test builds it")
});

/// Strings of which a text holds one if it holds debris.
pub(super) fn triggers() -> impl Iterator<Item = &'static str> {
    let data = miscoding::data();
    data.debris.iter().chain(&data.rare).map(String::as_str)
}

#[derive(Default)]
struct Mojibake {
    /// Doubtful ones; they are reported when the document holds certain ones.
    waiting: Vec<(Place, Draft)>,
    certain: bool,
    reported: usize,
    sequences: Vec<Sequence>,
}

impl Mojibake {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    fn report(
        &mut self,
        block: &Block,
        span: Range<usize>,
        draft: Draft,
        findings: &mut Findings<'_>,
    ) {
        self.reported += 1;
        if self.reported <= MOST {
            findings.report(block, span, draft);
        }
    }

    /// Round trips through single-byte encodings.
    fn round_trips(&mut self, block: &Block, findings: &mut Findings<'_>) {
        let text = block.text.as_str();
        let mut sequences = std::mem::take(&mut self.sequences);
        miscoding::sequences(text, &mut sequences);
        if !sequences.is_empty() {
            let certain = sequences.iter().any(|sequence| sequence.certain);
            let runs = runs(
                text,
                sequences
                    .iter()
                    .map(|sequence| sequence.start..sequence.end),
            );
            for span in runs {
                let inside: Vec<_> = sequences
                    .iter()
                    .filter(|s| span.contains(&s.start))
                    .copied()
                    .collect();
                let repaired = miscoding::repair(text, &span, &inside);
                let coding = inside
                    .iter()
                    .find(|s| s.certain)
                    .or(inside.first())
                    .map_or("", Sequence::coding);
                let shown = crate::finding::excerpt(&text[span.clone()]);
                let draft = Draft::new(&MOJIBAKE, format!("“{shown}” is UTF-8 read as {coding}"))
                    .suggestion(repaired);
                if inside.iter().any(|s| s.certain) || certain {
                    self.report(block, span, draft, findings);
                } else if self.waiting.len() < MOST {
                    self.waiting.push((Place::of(block, &span), draft));
                }
            }
            self.certain |= certain;
        }
        sequences.clear();
        self.sequences = sequences;
    }

    /// Letters that a decoder replaced by U+FFFD.
    fn replaced(&mut self, block: &Block, findings: &mut Findings<'_>) {
        let text = block.text.as_str();
        let places = text
            .match_indices('\u{FFFD}')
            .map(|(at, found)| at..at + found.len());
        for span in runs(text, places) {
            let shown = &text[span.clone()];
            let quoted = shown
                .trim_matches('\u{FFFD}')
                .chars()
                .all(|c| "\"'”’»«›)」』.,".contains(c))
                && text[..span.start]
                    .ends_with(['"', '\'', '“', '‘', '„', '«', '»', '(', '「', '『'])
                || shown
                    .chars()
                    .next()
                    .is_some_and(|c| c != '\u{FFFD}' && !class(c).is_word());
            if quoted || text.to_ascii_lowercase().contains("u+fffd") {
                continue;
            }
            let letters = shown.chars().any(|c| class(c).is_letter());
            let severity = if letters {
                Severity::Critical
            } else {
                Severity::Major
            };
            let message = format!(
                "“{}” holds characters that could not be decoded",
                crate::finding::excerpt(shown)
            );
            let draft = Draft::new(&MOJIBAKE, message)
                .severity(severity)
                .evidence("replacement");
            self.report(block, span, draft, findings);
        }
    }

    /// Chinese read as GBK, and what else the data list.
    fn debris(&mut self, block: &Block, findings: &mut Findings<'_>) {
        let text = block.text.as_str();
        let data = miscoding::data();
        let mut done = 0;
        for found in TRIGGERS.find_iter(text) {
            if found.start() < done {
                continue;
            }
            let start = text[..found.start()]
                .rfind(|c: char| c.is_ascii())
                .map_or(0, |at| at + 1);
            let end = text[found.end()..]
                .find(|c: char| c.is_ascii())
                .map_or(text.len(), |at| found.end() + at);
            done = end;
            let listed = found.pattern().as_usize() < data.debris.len();
            let repaired = miscoding::from_gbk(&text[start..end]);
            if !listed && repaired.is_none() {
                continue;
            }
            let span = if repaired.is_some() {
                start..end
            } else {
                found.range()
            };
            let shown = crate::finding::excerpt(&text[span.clone()]);
            let draft = Draft::new(
                &MOJIBAKE,
                format!("“{shown}” is text read in the wrong encoding"),
            );
            self.report(
                block,
                span,
                draft.suggestion(repaired.unwrap_or_default()),
                findings,
            );
        }
    }

    /// KOI8-R read as Windows-1251 turns small letters into capitals and capitals into small letters.
    fn turned_case(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        let (mut turned, mut cyrillic, mut letters, mut capitals) = (0, 0, 0_usize, 0_usize);
        for word in context
            .words
            .iter()
            .filter(|word| word.script == Script::Cyrillic)
        {
            cyrillic += 1;
            letters += usize::from(word.letters);
            capitals += usize::from(word.capitals);
            turned += usize::from(
                word.letters > 3 && !word.capitalised && word.capitals + 1 == word.letters,
            );
        }
        if turned < 2 || cyrillic < 4 || capitals * 10 < letters * 8 {
            return;
        }
        let span = 0..block.text.len();
        if let Some(repaired) = miscoding::from_koi8(&block.text) {
            let shown = crate::finding::excerpt(&block.text);
            let draft = Draft::new(
                &MOJIBAKE,
                format!("“{shown}” is KOI8-R read as Windows-1251"),
            );
            self.report(
                block,
                span,
                draft.suggestion(crate::finding::excerpt(&repaired)),
                findings,
            );
        }
    }
}

impl Examiner for Mojibake {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        let text = block.text.as_str();
        if context.bytes.is_ascii() {
            if context.bytes.has(b'?')
                && let Some(span) = question_marks(text)
            {
                let shown = crate::finding::excerpt(&text[span.clone()]);
                let draft = Draft::new(
                    &MOJIBAKE,
                    format!("“{shown}” is question marks in the place of letters"),
                )
                .evidence("question-marks");
                self.report(block, span, draft, findings);
            }
            return;
        }
        self.round_trips(block, findings);
        if context.bytes.has(0xEF)
            && memchr::memmem::find(text.as_bytes(), "\u{FFFD}".as_bytes()).is_some()
        {
            self.replaced(block, findings);
        }
        self.turned_case(block, context, findings);
        if context.bytes.calls_for(Search::Debris) {
            self.debris(block, findings);
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if !self.certain {
            return;
        }
        let room = MOST.saturating_sub(self.reported);
        for (place, draft) in self.waiting.drain(..).take(room) {
            findings.report_at(place, draft);
        }
    }
}

/// The words that hold the places, those together that few sound words part.
fn runs(text: &str, places: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    const GAP: usize = 40;
    let mut runs: Vec<Range<usize>> = Vec::new();
    for place in places {
        let end = text[place.end..]
            .find([' ', '\n', '\t'])
            .map_or(text.len(), |at| place.end + at);
        match runs.last_mut() {
            Some(last) if place.start < last.end + GAP => last.end = last.end.max(end),
            _ => {
                let start = text[..place.start]
                    .rfind([' ', '\n', '\t'])
                    .map_or(0, |at| at + 1);
                runs.push(start..end);
            }
        }
    }
    for run in &mut runs {
        let shown = &text[run.clone()];
        let opened = shown.len()
            - shown
                .trim_start_matches(['(', '[', '"', '“', '«', '„'])
                .len();
        run.start += opened;
        run.end -= text[run.clone()].len()
            - text[run.clone()]
                .trim_end_matches(['.', ',', ';', ':', ')', ']', '"', '!', '?'])
                .len();
    }
    runs
}

/// A phrase of which only the punctuation is left: three words or more of question marks, of different lengths.
fn question_marks(text: &str) -> Option<Range<usize>> {
    let start = text.find("???")?;
    let start = text[..start]
        .rfind(|c| c != '?' && c != ' ')
        .map_or(0, |at| at + 1);
    let length = text[start..]
        .find(|c: char| !matches!(c, '?' | ' ' | ',' | '.' | '-' | '\n'))
        .unwrap_or(text.len() - start);
    let phrase = text[start..start + length].trim();
    let words: Vec<usize> = phrase
        .split([' ', ',', '.', '-', '\n'])
        .map(str::len)
        .filter(|&length| length > 0)
        .collect();
    let enough = words.len() > 2
        && words.iter().sum::<usize>() > 11
        && words.iter().any(|length| *length != words[0]);
    let start = start + (text[start..].len() - text[start..].trim_start().len());
    (enough && words.len() * 2 > phrase.split(' ').count()).then(|| start..start + phrase.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_of_question_marks() {
        assert_eq!(question_marks("??????, ??? ????? ??????!"), Some(0..24));
        for text in [
            "What??? Really???",
            "??? ??? ???",
            "a ????? b",
            "1 ??? 2 ???? 3",
        ] {
            assert_eq!(question_marks(text), None, "{text}");
        }
    }

    #[test]
    fn words_near_each_other_are_one_run() {
        let text = "«aXb cX d dX», end";
        let places = text
            .match_indices('X')
            .map(|(at, found)| at..at + found.len());
        let run = 2.."«aXb cX d dX»".len();
        assert_eq!(runs(text, places), std::slice::from_ref(&run));
    }
}
