//! Language consistency: which language the document is in, segment by segment, and what stands out of it.
//!
//! The whole family looks at the text once: [`Examiner`] asks about every segment and every sentence, keeps the score,
//! and reports for every rule of the family that needs to know the language. `mixed-script` and `mixed-variant` look at
//! letters and words and have examiners of their own.

pub mod foreign_segment;
pub mod foreign_span;
pub mod mixed_script;
pub mod mixed_variant;
pub mod unsupported_language;
pub mod wrong_language;

use std::ops::Range;
use std::sync::Arc;

use crate::block::{Block, Kind};
use crate::chars::Script;
use crate::document::{Document, SegmentRow};
use crate::finding::Findings;
use crate::glossary::Glossary;
use crate::language::cleaning::{self, Sample};
use crate::language::dominant::{self, Dominant};
use crate::language::judge::{Judgement, Question, Settled, Stand};
use crate::language::lang::Lang;
use crate::language::spans::{self, Foreign, Mixture};
use crate::language::{engine, script};
use crate::rule::Context;

/// Examines one document for the family `language`.
#[derive(Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one document"
)]
pub struct Examiner {
    active: bool,
    /// The language the document declares, whether or not it can be identified.
    declared: Option<Lang>,
    question: Question,
    contradicts: bool,
    torn: bool,
    opened: bool,
    score: Score,
    /// Its terms are at home in a translation.
    glossary: Arc<Glossary>,
    /// Words from which a foreign span is reported.
    least: usize,
}

/// Words from which a span in the target's language is reported in a source. In 185,000 messages of real catalogues every
/// shorter one was the source's own.
const SOURCE_SPAN: usize = 8;

/// What the family says about a document as a whole.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// The language most of it is in; `None` when nothing could be identified.
    pub dominant: Option<String>,
    /// Letters in segments of the expected language over letters in all segments identified.
    pub consistency: Option<f64>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Score {
    expected: u64,
    identified: u64,
}

/// A stretch of a block with one language in it.
struct Stretch {
    range: Range<usize>,
    judgement: Judgement,
    letters: u32,
    script: Option<Script>,
}

/// Tags that declare no language in particular.
fn is_open(tag: &str) -> bool {
    matches!(crate::tag::primary(tag), "und" | "mul" | "mis" | "zxx")
}

impl Examiner {
    /// For a document whose languages are settled.
    #[must_use]
    pub fn new(document: &Document, dominant: &Dominant, active: bool) -> Self {
        let declared = document
            .declared
            .as_deref()
            .filter(|tag| !is_open(tag))
            .and_then(Lang::of);
        let found = document.dominant.as_deref().and_then(Lang::of);
        let source = document.source.as_deref().and_then(Lang::of);
        // Serbian is written in both scripts: who names none may mean either
        let either = dominant.contradicts
            && document.declared.as_deref().is_some_and(|tag| {
                crate::tag::primary(tag) == "sr" && crate::tag::script(tag).is_none()
            })
            && found.is_some_and(|found| crate::tag::primary(found.tag()) == "sr");
        let declared = if either { found } else { declared };
        let contradicts = dominant.contradicts && !either;
        let unknown = declared.is_none()
            && document
                .declared
                .as_deref()
                .is_some_and(|tag| !is_open(tag));
        let expected = if contradicts || (declared.is_none() && !unknown) {
            found
        } else {
            declared
        };
        let mut rivals = Vec::new();
        for rival in [source, found, Some(Lang::english())].into_iter().flatten() {
            if Some(rival) != expected && !rivals.contains(&rival) {
                rivals.push(rival);
            }
        }
        Self {
            active,
            declared: declared.or(expected),
            question: Question::new(expected, &rivals),
            contradicts,
            torn: dominant.torn,
            opened: false,
            score: Score::default(),
            glossary: Arc::clone(&document.glossary),
            least: 0,
        }
    }

    /// For the source sides of units: words of the target's language are seldom left there, so that a few that look
    /// like it are more likely the source's own.
    #[must_use]
    pub fn of_sources(document: &Document, dominant: &Dominant, active: bool) -> Self {
        Self {
            least: SOURCE_SPAN,
            ..Self::new(document, dominant, active)
        }
    }

    /// Whether anybody wants to know.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.active
    }

    /// Looks at a block of prose. Rows for `segments.csv` go to `rows` if they are wanted.
    pub fn block(
        &mut self,
        block: &Block,
        context: &Context<'_>,
        findings: &mut Findings<'_>,
        rows: Option<&mut Vec<SegmentRow>>,
    ) {
        if !self.active {
            return;
        }
        if !self.opened && !matches!(block.kind, Kind::Attribute | Kind::Interface) {
            self.opened = true;
            self.open(block, context.document, findings);
        }
        let attribute = block.kind == Kind::Attribute;
        let caution = if block.kind.is_running() { 0.0 } else { 1.5 };
        if let Some(settled) = self.settle(block, context, caution) {
            return self.settled(block, settled, rows);
        }
        let holes = holes(block, &self.glossary);
        let mut whole = Sample::of(&block.text, 0..block.text.len(), &holes);
        let mut exempt = block.quoted;
        if whole.letters() < 12 && !holes.is_empty() {
            exempt = true;
            whole = Sample::of(&block.text, 0..block.text.len(), &block.foreign);
        }
        let own;
        let mut question = match &block.language {
            Some(tag) => {
                own = self.question_of(tag);
                &own
            }
            None => &self.question,
        };
        let mut judgement = question.judge(&whole, caution);
        let mut expected = self.declared;
        if block.language.is_some() {
            // generators stamp a language on parts that are in the document's: that misleads nobody
            let stands = judgement.stand == Stand::Foreign
                && judgement.language.is_some_and(|language| {
                    self.question
                        .expected()
                        .is_some_and(|own| language.is_close(own))
                });
            if stands {
                question = &self.question;
                judgement = question.judge(&whole, caution);
            } else {
                expected = question.expected();
            }
        }
        judgement.reportable &= !cleaning::is_code_line(&block.text);
        let entire = Stretch {
            judgement,
            letters: whole.letters(),
            script: whole.tally.main(),
            range: trim(&block.text),
        };
        let stretches = if block.kind.is_running() && !exempt {
            runs(question, block, context.sentences(block), &holes, entire)
        } else {
            vec![entire]
        };
        let mut rows = rows.filter(|_| !attribute);
        let words = block.kind.is_running() && !exempt && !cleaning::is_code_line(&block.text);
        for stretch in &stretches {
            let mixture = if words {
                mixture(question, block, stretch, &holes)
            } else {
                Mixture::default()
            };
            let consistent = self.consistent(stretch, expected, exempt);
            if !attribute && let Some(consistent) = consistent {
                self.score.identified += u64::from(stretch.letters);
                if consistent {
                    let foreign = mixture.letters(stretch.letters);
                    self.score.expected += u64::from(stretch.letters - foreign);
                }
            }
            if let Some(rows) = rows.as_deref_mut() {
                rows.push(row(block, stretch, expected, consistent));
            }
            if exempt || self.torn {
                continue;
            }
            if mixture.is_mixed()
                && let Some(against) = question.expected()
            {
                for run in self.long_enough(block, mixture.foreign) {
                    foreign_span::report(block, run.range, run.language, against, findings);
                }
                continue;
            }
            if !stretch.judgement.reportable {
                continue;
            }
            let (Some(language), Some(against)) = (stretch.judgement.language, question.expected())
            else {
                continue;
            };
            if crate::tag::primary(language.tag()) == crate::tag::primary(against.tag()) {
                mixed_variant::script(block, stretch.range.clone(), language, against, findings);
            } else if stretches.len() > 1 {
                foreign_span::report(block, stretch.range.clone(), language, against, findings);
            } else if block.kind.is_running() || (whole.letters() >= 40 && whole.is_prose(6)) {
                foreign_segment::report(block, stretch.range.clone(), language, against, findings);
            }
        }
    }

    /// The spans with as many words as one needs to be reported here.
    fn long_enough(&self, block: &Block, mut spans: Vec<Foreign>) -> Vec<Foreign> {
        let words = |span: &Foreign| block.text[span.range.clone()].split_whitespace().count();
        spans.retain(|span| words(span) >= self.least);
        spans
    }

    /// Whether there is nothing in a block to look at more closely.
    fn settle(&self, block: &Block, context: &Context<'_>, caution: f32) -> Option<Settled> {
        if block.language.is_some()
            || !block.foreign.is_empty()
            || !self.glossary.kept_in(&block.text).is_empty()
        {
            return None;
        }
        let running = block.kind.is_running() && !block.quoted;
        self.question
            .settle(&block.text, context.sentences(block), caution, running)
    }

    /// Notes a block in which there is nothing to report.
    fn settled(&mut self, block: &Block, settled: Settled, rows: Option<&mut Vec<SegmentRow>>) {
        let stretch = Stretch {
            range: trim(&block.text),
            judgement: settled.judgement,
            letters: settled.letters,
            script: Some(settled.script),
        };
        let consistent = self.consistent(&stretch, self.declared, block.quoted);
        if block.kind == Kind::Attribute {
            return;
        }
        if let Some(consistent) = consistent {
            self.score.identified += u64::from(stretch.letters);
            self.score.expected += u64::from(if consistent { stretch.letters } else { 0 });
        }
        if let Some(rows) = rows {
            rows.push(row(block, &stretch, self.declared, consistent));
        }
    }

    /// Reports at the first block what is so of the whole document.
    fn open(&mut self, block: &Block, document: &Document, findings: &mut Findings<'_>) {
        let Some(tag) = document.declared.as_deref().filter(|tag| !is_open(tag)) else {
            return;
        };
        let declared = Lang::of(tag);
        if self.contradicts {
            if let (Some(declared), Some(found)) = (declared, self.question.expected()) {
                wrong_language::report(block, tag, declared, found, findings);
            }
            return;
        }
        let identified = declared.is_some_and(|lang| {
            engine().knows(lang)
                || lang
                    .scripts()
                    .iter()
                    .any(|&of| script::sole_language(of) == Some(lang))
                || lang.tag() == "yue"
        });
        if !identified {
            unsupported_language::report(block, tag, declared, findings);
        }
    }

    /// The question about a block that declares a language of its own.
    fn question_of(&self, tag: &str) -> Question {
        let expected = Lang::of(tag);
        let mut rivals: Vec<Lang> = self
            .question
            .rivals()
            .iter()
            .map(|rival| rival.language)
            .collect();
        rivals.extend(self.question.expected());
        rivals.retain(|&rival| Some(rival) != expected);
        Question::new(expected, &rivals)
    }

    /// Whether a stretch is in the language expected; `None` where that is not known or does not count.
    fn consistent(&self, stretch: &Stretch, expected: Option<Lang>, exempt: bool) -> Option<bool> {
        let language = stretch.judgement.language?;
        let expected = expected?;
        let consistent = if self.contradicts {
            language == expected
        } else {
            match stretch.judgement.stand {
                Stand::Expected => true,
                Stand::Foreign => false,
                Stand::Undecided => return None,
            }
        };
        (consistent || !exempt).then_some(consistent)
    }

    /// After the last block.
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of letters stay far below 2^52"
    )]
    pub fn finish(&mut self, document: &Document, _findings: &mut Findings<'_>) -> Summary {
        Summary {
            dominant: document.dominant.clone(),
            consistency: (self.score.identified > 0)
                .then(|| self.score.expected as f64 / self.score.identified as f64),
        }
    }
}

/// The language most of a document is in, by the prose blocks of its beginning: a cheap guess unless the family is
/// `active`.
#[must_use]
pub fn dominant(blocks: &[Block], declared: Option<&str>, active: bool) -> Dominant {
    if active {
        dominant::find(blocks, declared.filter(|tag| !is_open(tag)))
    } else {
        dominant::guess(blocks, declared)
    }
}

/// Words of another language inside a stretch.
fn mixture(
    question: &Question,
    block: &Block,
    stretch: &Stretch,
    holes: &[Range<usize>],
) -> Mixture {
    if stretch.script.is_none() {
        return Mixture::default();
    }
    spans::find(question, &block.text, stretch.range.clone(), holes)
}

/// What of a block is not its author's language: quotations, what the mark-up declares foreign, terms of the glossary;
/// sorted, none over another.
fn holes(block: &Block, glossary: &Glossary) -> Vec<Range<usize>> {
    let mut holes = cleaning::quotations(&block.text);
    if !holes.is_empty() && is_speech(block, &holes) {
        holes.clear();
    }
    let quoted = holes.len();
    holes.extend(block.foreign.iter().cloned());
    holes.extend(glossary.kept_in(&block.text));
    if holes.len() > quoted {
        holes.sort_unstable_by_key(|hole| (hole.start, hole.end));
        holes.dedup_by(|next, hole| {
            let over = next.start < hole.end;
            if over {
                hole.end = hole.end.max(next.end);
            }
            over
        });
    }
    holes
}

/// Whether the quotations of a block are its own words: nothing but several of them, or both sides of a unit begin with
/// a mark.
fn is_speech(block: &Block, quotations: &[Range<usize>]) -> bool {
    let opens = |text: &str| {
        text.trim_start()
            .starts_with(['"', '“', '„', '«', '»', '「', '『'])
    };
    if !opens(&block.text) {
        return false;
    }
    if let Some(unit) = block.unit.as_deref()
        && unit.is_pair()
        && opens(&unit.source.text)
        && opens(&unit.target.text)
    {
        return true;
    }
    quotations.len() >= 2 && Sample::of(&block.text, 0..block.text.len(), quotations).letters() == 0
}

/// Log-odds beyond the usual against a foreign language in a sentence of a block.
const PART: f32 = 1.0;

/// A block whose sentences are in different languages, cut into runs; else the block as it is.
fn runs(
    question: &Question,
    block: &Block,
    sentences: &[Range<usize>],
    holes: &[Range<usize>],
    entire: Stretch,
) -> Vec<Stretch> {
    if sentences.len() < 2 || question.expected().is_none() {
        return vec![entire];
    }
    let samples: Vec<Sample> = sentences
        .iter()
        .map(|range| Sample::of(&block.text, range.clone(), holes))
        .collect();
    if !samples.iter().any(|it| question.may_report(it, PART)) {
        return vec![entire];
    }
    let parts: Vec<Stretch> = sentences
        .iter()
        .zip(&samples)
        .map(|(range, sample)| {
            let mut judgement = question.judge(sample, PART);
            judgement.reportable &= !cleaning::is_code_line(&block.text[range.clone()]);
            Stretch {
                judgement,
                letters: sample.letters(),
                script: sample.tally.main(),
                range: range.clone(),
            }
        })
        .collect();
    let foreign = parts.iter().any(|part| part.judgement.reportable);
    let own = parts
        .iter()
        .any(|part| part.judgement.stand == Stand::Expected && part.judgement.confidence >= 0.8);
    if !foreign || !own {
        return vec![entire];
    }
    let mut runs: Vec<Stretch> = Vec::new();
    for part in parts {
        let joins = runs.last().is_some_and(|run: &Stretch| {
            let (before, now) = (&run.judgement, &part.judgement);
            match now.stand {
                Stand::Undecided => true,
                // weak evidence alone does not begin a run
                Stand::Foreign if !now.reportable => true,
                stand => stand == before.stand && (now.language == before.language),
            }
        });
        match runs.last_mut() {
            Some(run) if joins => {
                // an undecided sentence at the end of a foreign run is not claimed for it
                if run.judgement.reportable && part.judgement.stand != Stand::Foreign {
                    runs.push(Stretch {
                        judgement: Judgement::default(),
                        ..part
                    });
                    continue;
                }
                run.range.end = part.range.end;
                run.letters += part.letters;
                if part.judgement.confidence > run.judgement.confidence
                    && part.judgement.stand == run.judgement.stand
                {
                    run.judgement.confidence = part.judgement.confidence;
                }
            }
            _ => runs.push(part),
        }
    }
    runs
}

fn row(
    block: &Block,
    stretch: &Stretch,
    expected: Option<Lang>,
    consistent: Option<bool>,
) -> SegmentRow {
    let language = stretch.judgement.language;
    SegmentRow {
        segment: block.number.to_string(),
        line: block.place(&stretch.range).0.line,
        side: "text",
        language: language.map_or_else(String::new, |lang| lang.tag().to_owned()),
        confidence: language.map(|_| stretch.judgement.confidence),
        script: stretch.script.unwrap_or(Script::Common).code(),
        letters: u64::from(stretch.letters),
        expected: expected.map_or_else(String::new, |lang| lang.tag().to_owned()),
        consistent,
    }
}

fn trim(text: &str) -> Range<usize> {
    let start = text.len() - text.trim_start().len();
    start..text.trim_end().len().max(start)
}
