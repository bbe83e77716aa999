//! `bilingual/length-ratio`.

use super::lengths::{Lengths, characters, last_form, without_context, without_variants};
use super::plain::{is_credits, is_grammar, is_listing};
use super::sentence_count::SENTENCE_COUNT;
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};
use crate::sentence;

rule! {
    /// # What it finds
    /// A target that is far shorter (major) or far longer (minor) than translations of such a source are, in characters. It is
    /// neutral where the source is a label or hardly a sentence, and mostly in scripts without spaces: such texts may be put in few words.
    ///
    /// What is usual is a table: for each language against English and for six classes of length, the median and the spread, learnt from
    /// a million pairs of free programs' message catalogues (`examples/learn-lengths.rs`); other pairs follow from both languages. Only what is more than
    /// four and a half spreads away counts (three and a half to five for short targets, by the length of the source), and short sources never do.
    ///
    /// # Why it matters
    /// Much too short means that something was left out, or that the line belongs to another source; much too long, that something
    /// was added or an engine did not stop. On WMT24 too short a target was a major error nearly every time between alphabetic languages.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:87
    /// The bridge over the river was closed last year because its foundations were not safe.⇥Die Brücke.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// The bridge over the river was closed last year because its foundations were not safe.⇥橋だ。
    /// ```
    /// ```flagged source=de lang=fr format=tsv
    /// Die Brücke ist gesperrt, sagt die Stadt.⇥Le pont est fermé, dit la ville, et cela ne changera pas avant le printemps, car les fondations ont été minées par la rivière et devront être refaites entièrement.
    /// ```
    /// ```clean source=en lang=zh-Hans format=tsv
    /// The bridge over the river was closed last year because its foundations were not safe.⇥由于地基不安全，河上的桥去年关闭了。
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// PIN⇥Persönliche Identifikationsnummer
    /// ```
    /// ```clean source=en lang=fi format=tsv
    /// The house that belongs to the three of us⇥Kolmen yhteinen talomme
    /// ```
    /// ```clean source=en lang=he format=tsv
    /// The bridge was closed last year because of the flood.⇥הגשר נסגר אשתקד בגלל השיטפון.
    /// ```
    ///
    /// # Known mistakes
    /// Abbreviations where a window has no room, and sources that hold notes for translators. In Chinese and Japanese the spread is wide, so that less is found.
    ///
    /// # References
    /// OpusFilter `LengthRatioFilter`; bicleaner-hardrules `length_ratio`; Okapi length checks; translate-toolkit `short`, `long`.
    pub LENGTH_RATIO = "bilingual/length-ratio", Major, "accuracy/omission", on, pairs LengthRatio::start
}

/// Characters of English that a source must have before a target counts as too short.
const SHORT_FROM: usize = 28;
/// The same for too long.
const LONG_FROM: usize = 16;
/// Spreads away from usual, for long targets.
const FAR: f32 = 4.5;
/// The same for short targets, by the source's length: a label may be put in few words, a paragraph hardly.
const SHORT: [(usize, f32); 3] = [(128, 3.5), (64, 4.0), (SHORT_FROM, 5.0)];

/// Share of the usual length below which a sentence has lost something for certain (one of 128 characters sooner), and
/// above which something is added.
const VERY_SHORT: f32 = 0.3;
const SHORT_OF_LONG: f32 = 0.42;
/// The same in a script without spaces.
const DENSE: f32 = 0.1;
const VERY_LONG: f32 = 2.5;
/// Characters from which a text with a final mark is a sentence.
const PROSE: usize = 48;

struct LengthRatio {
    languages: (String, String),
    lengths: Lengths,
}

impl LengthRatio {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self {
            languages: (String::new(), String::new()),
            lengths: Lengths::of("", ""),
        })
    }
}

impl PairExaminer for LengthRatio {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (pair.source.text, pair.target.text);
        if source.len() < LONG_FROM / 3 || !pair.is_translated() {
            return;
        }
        let tag = |language: Option<&'_ str>| language.unwrap_or_default().to_owned();
        let known = self.languages.0 == pair.source.language.unwrap_or_default()
            && self.languages.1 == pair.target.language.unwrap_or_default();
        if !known {
            self.languages = (tag(pair.source.language), tag(pair.target.language));
            self.lengths = Lengths::of(&self.languages.0, &self.languages.1);
        }
        let (long, short) = (pair.source.characters(), pair.target.characters());
        let Some(standing) = self.lengths.standing(long, short) else {
            return;
        };
        // most are near the usual: no logarithm for them
        if (0.6..1.7).contains(&standing.share) {
            return;
        }
        if is_credits(source) || is_grammar(source) || is_listing(source) {
            return;
        }
        let whole = target;
        let (source, target) = (
            last_form(source),
            last_form(without_variants(source, target)),
        );
        let short = characters(target);
        let bare = characters(without_context(source, target));
        let Some(standing) = self.lengths.standing(bare, short) else {
            return;
        };
        let deviation = standing.deviation();
        let percent = (standing.share * 100.0).round();
        // where a sentence is known to be missing, nothing more is to be said
        let start = whole.len() - whole.trim_start().len();
        if findings.reported(&SENTENCE_COUNT, pair.target_start(start)) && deviation < 0.0 {
            return;
        }
        let short = SHORT.iter().find(|&&(from, _)| bare >= from);
        if short.is_some_and(|&(_, far)| deviation < -far) && standing.share < 0.6 {
            let message = format!("the target has {percent} % of the usual length");
            let draft = Draft::new(&LENGTH_RATIO, message);
            let least = if bare < 128 {
                VERY_SHORT
            } else {
                SHORT_OF_LONG
            };
            let least = if is_dense(target) { DENSE } else { least };
            let draft = if is_prose(source, bare) && standing.share < least {
                draft.evidence("short")
            } else {
                draft.severity(Severity::Neutral).evidence("terse")
            };
            pair.report_whole(draft, findings);
        } else if deviation > FAR && bare >= LONG_FROM && standing.share > 1.8 {
            let message = format!("the target has {percent} % of the usual length");
            let draft = Draft::new(&LENGTH_RATIO, message);
            let draft = if is_prose(source, bare) && standing.share > VERY_LONG {
                draft.severity(Severity::Minor).evidence("long")
            } else {
                draft.severity(Severity::Neutral).evidence("wordy")
            };
            pair.report_whole(draft, findings);
        }
    }
}

/// A sentence rather than a label, which may be put in few words.
fn is_prose(source: &str, characters: usize) -> bool {
    characters >= PROSE && sentence::is_final(source.trim_end().chars().next_back().unwrap_or(' '))
}

/// Written in a script without spaces, in which lengths vary most.
fn is_dense(target: &str) -> bool {
    target.chars().any(|c| class(c).script().is_unspaced())
}
