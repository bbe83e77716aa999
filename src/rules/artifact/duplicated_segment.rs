//! `artifact/duplicated-segment`.

use std::collections::HashMap;

use super::listing::is_listing;
use crate::block::{Block, Kind};
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, Severity, rule};

rule! {
    /// # What it finds
    /// A paragraph that stands in the document a second time, word for word.
    ///
    /// Paragraphs of running text of at least 60 letters and 10 words (25 characters in Chinese and Japanese) are
    /// compared without regard to case, white space and punctuation. A copy within the next five paragraphs is minor. A
    /// copy farther off is neutral, and is not reported at all where a document has more than three, for then repeating
    /// is how it is written (reference manuals, contracts). The finding is the second one; the message names the line
    /// of the first.
    ///
    /// # Why it matters
    /// A segment that was pasted twice usually stands where another one should.
    ///
    /// # Examples
    /// ```flagged lang=hu at=5:1
    /// A pálya hossza 9,6 kilométer, és a szerelvény félóra alatt teszi meg az utat a két végállomás között.
    ///
    /// „A gyerekek integetnek, a felnőttek sírnak” – meséli a mozdonyvezető.
    ///
    /// A pálya hossza 9,6 kilométer, és a szerelvény félóra alatt teszi meg az utat a két végállomás között.
    /// ```
    /// ```flagged lang=zh at=3:1
    /// 这条窄轨铁路全长九点六公里，列车半小时就能跑完全程，途中要经过两条隧道和一座木桥。
    ///
    /// 这条窄轨铁路全长九点六公里，列车半小时就能跑完全程，途中要经过两条隧道和一座木桥。
    /// ```
    /// ```clean lang=en
    /// Open every day except Tuesday.
    ///
    /// The museum has three floors and a terrace with a view of the sea and of the three islands beyond it.
    ///
    /// Open every day except Tuesday.
    /// ```
    /// ```clean lang=en format=html
    /// <ul><li>This option is deprecated and will be removed in one of the next releases of the programme.</li>
    /// <li>This option is deprecated and will be removed in one of the next releases of the programme.</li></ul>
    /// ```
    /// ```clean lang=de
    /// Die Strecke ist 9,6 Kilometer lang, und der Zug braucht dafür eine halbe Stunde bis an den oberen See.
    ///
    /// Die Strecke ist 8,4 Kilometer lang, und der Zug braucht dafür eine halbe Stunde bis an den oberen See.
    /// ```
    ///
    /// # Known mistakes
    /// Refrains and stock sentences of manuals are flagged when they come close to each other.
    ///
    /// # References
    /// MQM fluency/duplication.
    pub DUPLICATED_SEGMENT = "artifact/duplicated-segment", Minor, "fluency/duplication", on, Duplicated::start
}

/// Paragraphs remembered: 24 bytes each.
const REMEMBERED: usize = 1 << 16;
/// Paragraphs between a segment and its copy that still count as next to each other.
const NEAR: u32 = 5;
/// Copies far from their original that a document may have before they count as its style.
const FAR: usize = 3;

#[derive(Default)]
struct Duplicated {
    /// Hash of a paragraph: its line, its number, and whether a copy was reported.
    seen: HashMap<u64, (u64, u32, bool)>,
    folded: String,
    far: Vec<(Place, u64)>,
}

impl Duplicated {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    /// The hash of a paragraph of substance.
    fn fingerprint(&mut self, block: &Block, context: &Context<'_>) -> Option<u64> {
        let text = &block.text;
        if text.len() < 60 {
            return None;
        }
        let letters: usize = context
            .words
            .iter()
            .map(|word| usize::from(word.letters))
            .sum();
        let unspaced: usize = context
            .words
            .iter()
            .filter(|word| word.unspaced())
            .map(|word| usize::from(word.letters))
            .sum();
        if unspaced < 25 && (letters < 60 || context.words.len() < 10) {
            return None;
        }
        self.folded.clear();
        for word in context.words.iter() {
            self.folded.push(' ');
            let word = word.text(text);
            if word.is_ascii() {
                self.folded.push_str(word);
            } else {
                self.folded
                    .extend(word.chars().flat_map(char::to_lowercase));
            }
        }
        self.folded.make_ascii_lowercase();
        Some(xxhash_rust::xxh3::xxh3_64(self.folded.as_bytes()))
    }
}

fn message(line: u64) -> String {
    format!("The paragraph repeats the one at line {line}")
}

impl Examiner for Duplicated {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if block.kind != Kind::Paragraph || block.quoted {
            return;
        }
        let Some(hash) = self.fingerprint(block, context) else {
            return;
        };
        let number = block.number;
        if let Some((line, last, reported)) = self.seen.get_mut(&hash) {
            let near = number.saturating_sub(*last) <= NEAR;
            *last = number;
            if std::mem::replace(reported, true)
                || is_listing(&block.text)
                || !reads_as_prose(&block.text)
            {
                return;
            }
            let span = 0..block.text.len();
            if near {
                findings.report(
                    block,
                    span,
                    Draft::new(&DUPLICATED_SEGMENT, message(*line)).evidence("near"),
                );
            } else if self.far.len() <= FAR {
                self.far.push((Place::of(block, &span), *line));
            }
        } else if self.seen.len() < REMEMBERED {
            let line = block.place(&(0..0)).0.line;
            self.seen.insert(hash, (line, number, false));
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if self.far.len() > FAR {
            return;
        }
        for (place, line) in std::mem::take(&mut self.far) {
            let draft = Draft::new(&DUPLICATED_SEGMENT, message(line))
                .severity(Severity::Neutral)
                .evidence("far");
            findings.report_at(place, draft);
        }
    }
}

/// Ends like a sentence.
fn reads_as_prose(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| !class(c).is_word() && !crate::sentence::is_final(c));
    end.chars()
        .next_back()
        .is_some_and(crate::sentence::is_final)
}
