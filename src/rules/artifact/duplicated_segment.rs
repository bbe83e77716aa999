//! `artifact/duplicated-segment`.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::listing::is_listing;
use crate::block::{Block, Kind, OBJECT};
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, Severity, rule};
use crate::sieve::Bytes;

rule! {
    /// # What it finds
    /// A paragraph that stands in the document a second time, word for word.
    ///
    /// Paragraphs of running text of at least 80 letters and 14 words (25 characters in Chinese and Japanese), without
    /// code in them, are compared without regard to case, white space and punctuation. A copy within the next five
    /// paragraphs is minor, one farther off neutral. In technical documentation (code or its signs in one paragraph of
    /// twenty) only near copies are reported, as neutral. A document with more than three copies repeats itself on purpose
    /// (reference manuals, contracts) and has no finding, unless the copies follow each other as their originals do: then
    /// a passage was pasted twice, and one finding says so. The finding is the second one; the message names the line of the
    /// first.
    ///
    /// # Why it matters
    /// A segment that was pasted twice usually stands where another one should.
    ///
    /// # Examples
    /// ```flagged lang=hu at=5:1
    /// A pálya hossza 9,6 kilométer, és a szerelvény félóra alatt teszi meg az utat a két végállomás, a falu és a tó között, a dombok alatt.
    ///
    /// „A gyerekek integetnek, a felnőttek sírnak” – meséli a mozdonyvezető.
    ///
    /// A pálya hossza 9,6 kilométer, és a szerelvény félóra alatt teszi meg az utat a két végállomás, a falu és a tó között, a dombok alatt.
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
/// Copies that a document may have before they count as its style.
const FEW: usize = 3;
/// Copies kept to see whether they are one passage.
const KEPT: usize = 1000;
/// Letters and words of a paragraph of substance.
const LETTERS: usize = 80;
const WORDS: usize = 14;
/// Characters of one in Chinese or Japanese.
const CHARACTERS: usize = 25;

struct Copy {
    place: Place,
    number: u32,
    original: u32,
    line: u64,
}

#[derive(Default)]
struct Duplicated {
    /// Hash of a paragraph: its line, its number, and whether a copy was kept.
    seen: HashMap<u64, (u64, u32, bool), RandomState>,
    folded: String,
    copies: Vec<Copy>,
    paragraphs: u32,
    technical: u32,
}

impl Duplicated {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    /// The hash of a paragraph of substance.
    fn fingerprint(&mut self, block: &Block, context: &Context<'_>) -> Option<u64> {
        let text = &block.text;
        if text.len() < CHARACTERS * 3 {
            return None;
        }
        let (mut letters, mut unspaced) = (0, 0);
        for word in context.words.iter() {
            let count = usize::from(word.letters);
            letters += count;
            unspaced += if word.unspaced() { count } else { 0 };
        }
        if unspaced < CHARACTERS && (letters < LETTERS || context.words.len() < WORDS) {
            return None;
        }
        self.folded.clear();
        for word in context.words.iter() {
            self.folded.push(' ');
            self.folded.push_str(word.text(text));
        }
        self.folded.make_ascii_lowercase();
        Some(xxhash_rust::xxh3::xxh3_64(self.folded.as_bytes()))
    }

    /// Whether all copies follow each other as their originals do.
    fn is_passage(&self) -> bool {
        self.copies.windows(2).all(|pair| {
            let step = pair[1].number - pair[0].number;
            step <= NEAR && pair[1].original.checked_sub(pair[0].original) == Some(step)
        })
    }
}

impl Examiner for Duplicated {
    fn block(&mut self, block: &Block, context: &Context<'_>, _: &mut Findings<'_>) {
        if block.kind != Kind::Paragraph || block.quoted {
            return;
        }
        self.paragraphs += 1;
        self.technical += u32::from(is_technical(&block.text, context.bytes));
        let Some(hash) = self.fingerprint(block, context) else {
            return;
        };
        let number = block.number;
        if let Some((line, original, kept)) = self.seen.get_mut(&hash) {
            if std::mem::replace(kept, true)
                || self.copies.len() >= KEPT
                || block.text.contains(OBJECT)
                || is_listing(&block.text)
                || !reads_as_prose(&block.text)
            {
                return;
            }
            self.copies.push(Copy {
                place: Place::of(block, &(0..block.text.len())),
                number,
                original: *original,
                line: *line,
            });
        } else if self.seen.len() < REMEMBERED {
            let line = block.line();
            self.seen.insert(hash, (line, number, false));
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        let count = self.copies.len();
        if count > FEW {
            if count < KEPT && self.is_passage() {
                let first = self.copies.swap_remove(0);
                let message = format!(
                    "the paragraph and {} behind it repeat those from line {} on",
                    count - 1,
                    first.line
                );
                let draft = Draft::new(&DUPLICATED_SEGMENT, message).evidence("passage");
                findings.report_at(first.place, draft);
            }
            return;
        }
        let technical = self.technical * 20 > self.paragraphs;
        for copy in std::mem::take(&mut self.copies) {
            let message = format!("the paragraph repeats the one at line {}", copy.line);
            let draft = Draft::new(&DUPLICATED_SEGMENT, message);
            let draft = match (copy.number - copy.original <= NEAR, technical) {
                (true, false) => draft.evidence("near"),
                (true, true) => draft.severity(Severity::Neutral).evidence("technical"),
                (false, false) => draft.severity(Severity::Neutral).evidence("far"),
                (false, true) => continue,
            };
            findings.report_at(copy.place, draft);
        }
    }
}

/// Holds code spans or signs that prose does without.
fn is_technical(text: &str, bytes: Bytes) -> bool {
    let holds = |byte: u8, string: &str| {
        bytes.has(byte) && memchr::memmem::find(text.as_bytes(), string.as_bytes()).is_some()
    };
    b"_=\\<>{".iter().any(|&byte| bytes.has(byte))
        || holds(b'-', "--")
        || holds(b'(', "()")
        || holds(0xEF, "\u{FFFC}")
}

/// Ends like a sentence.
fn reads_as_prose(text: &str) -> bool {
    let end = text.trim_end_matches(|c: char| !class(c).is_word() && !crate::sentence::is_final(c));
    end.chars()
        .next_back()
        .is_some_and(crate::sentence::is_final)
}
