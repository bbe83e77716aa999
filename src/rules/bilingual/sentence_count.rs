//! `bilingual/sentence-count`.

use std::ops::Range;

use super::lengths::{Lengths, Standing, characters, last_form, without_context};
use super::plain::is_grammar;
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};
use crate::sentence;

rule! {
    /// # What it finds
    /// A target with fewer sentences than its source that is also much shorter than translations of such a source are: a
    /// sentence was left out. Another number of sentences alone is style, and nothing is said; so it is with a short label
    /// before the text ("Present value. The value of …"). Where sentences drawn together could explain the length as well
    /// as one left out, nothing is said; between 72 and 80 % of the usual length it is neutral, and so it is from 45 % on in
    /// Chinese and Japanese where commas part what full stops part in the source.
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
    /// ```clean source=en lang=uk format=tsv
    /// Payment period. Calculates the number of payment periods for an investment.⇥Обчислює кількість періодів платежів для вкладу.
    /// ```
    /// ```clean source=en lang=ka format=tsv
    /// The bridge is closed.\nUse the ferry.⇥ხიდი დაკეტილია.\nისარგებლეთ ბორნით.
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

/// Share below which that is certain; sentences drawn together in few words come near.
const CERTAIN: f32 = 0.72;
/// The same for Chinese and Japanese with their many commas.
const HALF: f32 = 0.45;
/// Words of a label at the most.
const LABEL: usize = 3;
/// Share of the usual length that sentences have which a translator has drawn together.
const DRAWN_TOGETHER: f32 = 0.86;

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

    /// The lengths of the sentences with a word in them.
    fn lengths(&mut self, text: &str, language: Option<&str>) -> Vec<usize> {
        self.sentences.clear();
        let mut lengths = Vec::new();
        for line in text.split("\n\n") {
            sentence::sentences(line, language, &mut self.sentences);
            lengths.extend(
                self.sentences
                    .drain(..)
                    .filter(|range| has_word(&line[range.clone()]))
                    .map(|range| characters(&line[range])),
            );
        }
        lengths
    }
}

impl PairExaminer for SentenceCount {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (last_form(pair.source.text), last_form(pair.target.text));
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
        let short = |standing: &Standing| standing.share < SHORT && standing.deviation() < -SPREADS;
        let length = characters(target);
        let standing = self.lengths.standing(characters(source), length);
        if !standing.is_some_and(|standing| short(&standing)) || is_grammar(source) {
            return;
        }
        let source = without_context(source, target);
        let mut theirs = self.lengths(source, pair.source.language);
        // "Present value. The value of …": a label, which the target may do without
        if theirs.len() > 1
            && source
                .split_whitespace()
                .take(LABEL)
                .any(|word| word.ends_with('.'))
        {
            theirs.remove(0);
        }
        if theirs.len() < 2 {
            return;
        }
        let ours = self
            .lengths(target, pair.target.language)
            .len()
            .max(ends(target));
        if ours >= theirs.len() {
            return;
        }
        let whole: usize = theirs.iter().sum();
        let Some(standing) = self.lengths.standing(whole, length).filter(short) else {
            return;
        };
        if !is_dropped(&theirs, theirs.len() - ours, standing) {
            return;
        }
        let percent = (standing.share * 100.0).round();
        let message = format!(
            "{} sentences in the source, {ours} in the target, which has {percent} % of the usual length",
            theirs.len()
        );
        let draft = Draft::new(&SENTENCE_COUNT, message);
        // where commas part what the source's full stops part, only half of the length is certain
        let drawn = target.chars().any(|c| class(c).script() == Script::Han)
            && clauses(target) >= theirs.len();
        let certain = if drawn { HALF } else { CERTAIN };
        let draft = if standing.share < certain {
            draft
        } else {
            draft.severity(Severity::Neutral).evidence("terse")
        };
        pair.report_whole(draft, findings);
    }
}

/// Whether the target's length is better explained by `lost` sentences left out than by sentences drawn together.
#[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
fn is_dropped(lengths: &[usize], lost: usize, standing: Standing) -> bool {
    let whole = lengths.iter().sum::<usize>().max(1) as f32;
    let mut sorted = lengths.to_vec();
    sorted.sort_unstable();
    let least = sorted[..lost].iter().sum::<usize>() as f32 / whole;
    let most = sorted[sorted.len() - lost..].iter().sum::<usize>() as f32 / whole;
    // what is left when the shortest are dropped, and when the longest are
    let (high, low) = ((1.0 - least).max(0.01), (1.0 - most).max(0.01));
    let far = |expected: f32| (standing.share / expected).ln().abs();
    let dropped = if lost == 1 {
        sorted
            .iter()
            .map(|&length| far((1.0 - length as f32 / whole).max(0.01)))
            .fold(f32::MAX, f32::min)
    } else if (low..=high).contains(&standing.share) {
        0.0
    } else {
        far(low).min(far(high))
    };
    standing.share < low || dropped < far(DRAWN_TOGETHER)
}

/// How many sentences or parts of sentences end in `text`, whatever follows: `ours` is not to be too few.
fn ends(text: &str) -> usize {
    let mut ends = 0;
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“']);
        let last = bare.chars().next_back().unwrap_or(' ');
        ends += usize::from(
            (sentence::is_final(last) || is_semicolon(last)) && bare.chars().count() > 3,
        );
        // Korean without a space behind the full stop
        let mut before = ' ';
        let mut chars = bare.chars().peekable();
        while let Some(c) = chars.next() {
            let hangul = |c: char| class(c).script() == Script::Hangul;
            ends += usize::from(
                matches!(c, '.' | '!' | '?')
                    && hangul(before)
                    && chars.peek().is_some_and(|&c| hangul(c)),
            );
            before = c;
        }
    }
    ends
}

fn is_semicolon(c: char) -> bool {
    matches!(c, ';' | '；' | '؛')
}

/// Sentences and clauses of a text in Chinese or Japanese, which draws sentences together with commas.
fn clauses(text: &str) -> usize {
    let marks = text
        .chars()
        .filter(|&c| matches!(c, '，' | '、') || is_semicolon(c) || sentence::is_final(c))
        .count();
    marks + usize::from(!text.trim_end().ends_with(sentence::is_final))
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
