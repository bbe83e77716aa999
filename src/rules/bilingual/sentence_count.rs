//! `bilingual/sentence-count`.

use std::ops::Range;

use super::dropped::{self, Sentence};
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
    /// A target with fewer sentences than its source, whose lengths say that one was left out. The sentences of both sides are put
    /// side by side in their order, and the best way that leaves a sentence of the source alone is held against the best way in
    /// which sentences were drawn together; how long translations into the language usually are says which is likelier. Where that is clear
    /// it is major, where it is probable minor, else neutral. Another number of sentences alone is style, and nothing is said; so it is with a short
    /// label before the text ("Present value. The value of …"). In Chinese and Japanese, where commas part what full stops part in the
    /// source, it is neutral from 45 % of the usual length on.
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
    /// ```flagged source=en lang=es format=tsv
    /// The bridge was closed last year. It is not safe. Its foundations are being replaced by the town.⇥El puente se cerró el año pasado. La ciudad está sustituyendo sus cimientos.
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// The ferry and the old bridge were both closed. The town is building a new one. Use the road by the lake.⇥Паром и старый мост были закрыты, а город сейчас строит новый мост. Пользуйтесь дорогой вдоль берега озера.
    /// ```
    /// ```clean source=en lang=bg format=tsv
    /// I have read the whole letter. It is not possible. Please write again.⇥Прочетох цялото писмо. Невъзможно е. Моля, пишете отново.
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
    /// A very short sentence left out of a long text is missed. A translator who tells a text in fewer words and fewer sentences is
    /// flagged; a third of the minor ones and half of the neutral ones are of that kind.
    ///
    /// # References
    /// Gale and Church, "A Program for Aligning Sentences in Bilingual Corpora" (1993). WMT24 ESA and MQM annotations; translate-toolkit `sentencecount`, which counts alone.
    pub SENTENCE_COUNT = "bilingual/sentence-count", Major, "accuracy/omission", on, pairs SentenceCount::start
}

/// Bytes of a source that can lose a sentence.
const LEAST: usize = 36;
/// Share of the usual length from which nothing can be missing.
const SHORT: f32 = 0.92;
/// [`dropped::likelihood`] from which something is said, from which it is probable, and from which it is clear: chosen on two thirds of the
/// catalogues of 24 languages, from pairs as they are and with a sentence taken out.
const LIKELY: f32 = 2.5;
const PROBABLE: f32 = 4.5;
const CERTAIN: f32 = 6.5;
/// Share of the usual length from which a text in Chinese or Japanese, with its many commas, is not certain to lack anything.
const HALF: f32 = 0.45;
/// Words of a label at the most.
const LABEL: usize = 3;
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

    /// The sentences with a word in them.
    fn sentences(&mut self, text: &str, language: Option<&str>) -> Vec<Sentence> {
        self.sentences.clear();
        let mut lengths = Vec::new();
        for line in text.split("\n\n") {
            sentence::sentences(line, language, &mut self.sentences);
            lengths.extend(
                self.sentences
                    .drain(..)
                    .filter(|range| has_word(&line[range.clone()]))
                    .map(|range| Sentence {
                        length: characters(&line[range.clone()]),
                        joints: line[range].chars().filter(|&c| is_joint(c)).count(),
                    }),
            );
        }
        lengths
    }
}

impl PairExaminer for SentenceCount {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = forms(pair.source.text, pair.target.text);
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
        let length = characters(target);
        let short = |standing: &Standing| standing.share < SHORT;
        let standing = self.lengths.standing(characters(source), length);
        if !standing.is_some_and(|standing| short(&standing)) || is_grammar(source) {
            return;
        }
        let source = without_context(source, target);
        let mut theirs = self.sentences(source, pair.source.language);
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
        let ours = self.sentences(target, pair.target.language);
        let count = ours.len().max(ends(target));
        if count >= theirs.len() {
            return;
        }
        let whole: usize = theirs.iter().map(|one| one.length).sum();
        let Some(standing) = self.lengths.standing(whole, length).filter(short) else {
            return;
        };
        let Some(likelihood) = dropped::likelihood(&theirs, &ours, &self.lengths) else {
            return;
        };
        if likelihood < LIKELY {
            return;
        }
        let percent = (standing.share * 100.0).round();
        let message = format!(
            "{} sentences in the source, {count} in the target, which has {percent} % of the usual length",
            theirs.len()
        );
        let draft = Draft::new(&SENTENCE_COUNT, message);
        // where commas part what the source's full stops part, only half of the length is certain
        let drawn = target.chars().any(|c| class(c).script() == Script::Han)
            && clauses(target) >= theirs.len()
            && standing.share >= HALF;
        // Thai, Lao, Khmer and Burmese part sentences by spaces, as they do clauses
        let spaced = |c| {
            let script = class(c).script();
            script.is_unspaced()
                && !matches!(script, Script::Han | Script::Hiragana | Script::Katakana)
        };
        let unmarked = target.chars().any(spaced)
            && !target.chars().any(sentence::is_final)
            && standing.share >= HALF;
        if unmarked {
            return;
        }
        let draft = if drawn {
            draft.severity(Severity::Neutral).evidence("terse")
        } else if likelihood >= CERTAIN {
            draft
        } else if likelihood >= PROBABLE {
            draft.severity(Severity::Minor).evidence("probable")
        } else {
            draft.severity(Severity::Neutral).evidence("likely")
        };
        pair.report_whole(draft, findings);
    }
}

/// The last forms of plurals that stand in one text, where both sides have them.
fn forms<'a>(source: &'a str, target: &'a str) -> (&'a str, &'a str) {
    let (one, other) = (last_form(source), last_form(target));
    if one.len() < source.len() && other.len() < target.len() {
        (one, other)
    } else {
        (source, target)
    }
}

/// How many sentences or parts of sentences end in `text`, whatever follows: `ours` is not to be too few.
fn ends(text: &str) -> usize {
    let mut ends = 0;
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let bare = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“']);
        let last = bare.chars().next_back().unwrap_or(' ');
        let (ended, word) = (
            sentence::is_final(last) || is_semicolon(last),
            bare.len() > 1,
        );
        // "axis z. This …": what is short may be an initial, or the last word of a sentence
        let short = bare.chars().count() <= 3 && words.peek().is_some();
        ends += usize::from(ended && word && (!short || bare.chars().all(|c| !c.is_uppercase())));
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

/// Marks between sentences that were drawn together.
fn is_joint(c: char) -> bool {
    is_semicolon(c) || matches!(c, ',' | '،' | '，' | '、' | ':' | '：' | '—' | '–' | '(')
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

/// A word of three letters, or two of a script without capitals.
fn has_word(sentence: &str) -> bool {
    let mut letters = 0;
    for c in sentence.chars() {
        let class = class(c);
        if class.is_letter() {
            // words of two letters are many where vowels are marks, or are not written
            letters += if class.script().has_case() { 1 } else { 2 };
            if letters >= 3 {
                return true;
            }
        } else if !class.is_mark() {
            letters = 0;
        }
    }
    false
}
