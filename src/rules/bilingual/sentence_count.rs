//! `bilingual/sentence-count`.

use std::ops::Range;

use super::lengths::Lengths;
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};
use crate::sentence;

rule! {
    /// # What it finds
    /// A target with fewer sentences than its source that is also much shorter than translations of such a source are: a
    /// sentence was left out. Another number of sentences alone is style, and nothing is said.
    ///
    /// # Why it matters
    /// An omission that reads well is what nobody notices. Of the checks that need no understanding this one tells
    /// errors best: annotators called nine in ten of such German segments major errors, and human translations hardly ever have them.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:76
    /// The bridge was closed last year. Its foundations are being replaced today.⇥Die Brücke wurde letztes Jahr gesperrt.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// The bridge was closed last year. Its foundations are being replaced. It opens again in spring.⇥橋は昨年閉鎖された。
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// The bridge was closed last year. Its foundations are being replaced today.⇥Die Brücke wurde letztes Jahr gesperrt, ihre Fundamente werden heute ersetzt.
    /// ```
    /// ```clean source=en lang=zh-Hans format=tsv
    /// The bridge was closed last year. Its foundations are being replaced today.⇥这座桥去年关闭了，目前正在更换地基。
    /// ```
    /// ```clean source=en lang=nl format=tsv
    /// See p. 3 of the leaflet, i.e. the map.⇥Zie blz. 3 van de folder, dus de kaart.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// а, б, .., аа, аб, ... (Serbian)⇥а, б, .., аа, аб... (serbe)
    /// ```
    /// ```clean source=en lang=ar format=tsv
    /// The bridge was closed last year. It is not safe.⇥أُغلق الجسر في العام الماضي لأنه ليس آمنًا.
    /// ```
    ///
    /// # Known mistakes
    /// A very short sentence left out of a long text is missed. A translator who tells a text in fewer words and fewer sentences is flagged.
    ///
    /// # References
    /// WMT24 ESA and MQM annotations; translate-toolkit `sentencecount`, which counts alone.
    pub SENTENCE_COUNT = "bilingual/sentence-count", Major, "accuracy/omission", on, pairs SentenceCount::start
}

/// Bytes of a source that can lose a sentence.
const LEAST: usize = 36;
/// Share of the usual length below which a text with fewer sentences lacks one: as measured for alphabetic languages.
const SHORT: f32 = 0.8;
/// Spreads below the usual length, where lengths vary more.
const SPREADS: f32 = 1.3;

struct SentenceCount {
    languages: (String, String),
    lengths: Lengths,
    sentences: Vec<Range<usize>>,
}

impl SentenceCount {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self {
            languages: (String::new(), String::new()),
            lengths: Lengths::of("", ""),
            sentences: Vec::new(),
        })
    }

    /// Sentences with a word in them.
    fn count(&mut self, text: &str, language: Option<&str>) -> usize {
        self.sentences.clear();
        let mut count = 0;
        for line in text.split("\n\n") {
            sentence::sentences(line, language, &mut self.sentences);
            count += self
                .sentences
                .drain(..)
                .filter(|range| has_word(&line[range.clone()]))
                .count();
        }
        count
    }
}

impl PairExaminer for SentenceCount {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (pair.source.text, pair.target.text);
        if source.len() < LEAST || !pair.is_translated() {
            return;
        }
        let known = self.languages.0 == pair.source.language.unwrap_or_default()
            && self.languages.1 == pair.target.language.unwrap_or_default();
        if !known {
            let tag = |language: Option<&'_ str>| language.unwrap_or_default().to_owned();
            self.languages = (tag(pair.source.language), tag(pair.target.language));
            self.lengths = Lengths::of(&self.languages.0, &self.languages.1);
        }
        let standing = self
            .lengths
            .standing(pair.source.characters(), pair.target.characters());
        let Some(standing) =
            standing.filter(|standing| standing.share < SHORT && standing.deviation() < -SPREADS)
        else {
            return;
        };
        let theirs = self.count(source, pair.source.language);
        if theirs < 2 {
            return;
        }
        let ours = self.count(target, pair.target.language);
        if ours >= theirs {
            return;
        }
        let percent = (standing.share * 100.0).round();
        let message = format!(
            "{theirs} sentences in the source, {ours} in the target, which has {percent} % of the usual length"
        );
        pair.report_whole(Draft::new(&SENTENCE_COUNT, message), findings);
    }
}

/// A word of three letters, or two characters of a script without spaces.
fn has_word(sentence: &str) -> bool {
    let mut letters = 0;
    for c in sentence.chars() {
        let class = class(c);
        if class.is_letter() {
            letters += if class.script().is_unspaced() || class.script() == Script::Hangul {
                2
            } else {
                1
            };
            if letters >= 3 {
                return true;
            }
        } else if !class.is_mark() {
            letters = 0;
        }
    }
    false
}
