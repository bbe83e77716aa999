//! Findings: a fact about a place in a document, and the collector that rules hand them to.

mod identity;

use std::borrow::Cow;
use std::collections::VecDeque;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use crate::block::{Block, OBJECT};
use crate::confidence;
use crate::position::{Position, Window};
use crate::rule::{Rule, Severity};
use crate::rules::artifact;
use crate::select::Selection;
use crate::spill::{Sorted, Sorter};
use crate::unit::{Side, Unit};

pub use identity::{Numbering, id, number};

/// A row of `findings.csv`. Everything a reviewer needs to judge it without opening the file.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// 16 hexadecimal digits, stable when lines move; empty until [`number`] gives it.
    pub id: String,
    /// Which rule found it.
    pub rule: &'static str,
    /// MQM error type, `dimension/subtype`.
    pub mqm: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Measured probability, 0 to 1, that a reviewer accepts it.
    pub confidence: f32,
    /// Where the matched text begins.
    pub start: Position,
    /// The first place after it.
    pub end: Position,
    /// The unit's id, else the number of the row or paragraph.
    pub segment: String,
    /// Language of the text concerned, BCP 47; empty when unknown.
    pub language: String,
    /// What was found, one sentence without a full stop.
    pub message: String,
    /// The matched text, white space folded, shortened in the middle when long.
    pub excerpt: String,
    /// What could stand there instead; empty when the rule does not know.
    pub suggestion: String,
    /// The unit's source text, shortened in the middle when it is very long; empty for prose.
    pub source: String,
    /// The unit's target text, shortened likewise; empty for prose.
    pub target: String,
    /// The line of the file around the match, shortened on both sides when long.
    pub line: String,
    /// Bytes of `line` that the match takes, as far as they lie on that line.
    pub mark: Range<usize>,
    /// Whether it is something that a machine translation left behind and that readers should not see, rather than an
    /// honest sign of one. Policies forbid the one and the other apart.
    pub residue: bool,
}

impl Finding {
    /// Reading order: by place, then by rule, then by message.
    #[must_use]
    pub fn order(&self, other: &Self) -> std::cmp::Ordering {
        (self.start, self.end, self.rule, &self.message).cmp(&(
            other.start,
            other.end,
            other.rule,
            &other.message,
        ))
    }
}

/// Characters of an excerpt before it is shortened.
const EXCERPT: usize = 160;

/// A span of a block, resolved to its place in the file, so that it can be reported after the block is gone.
#[derive(Clone, Debug)]
pub struct Place {
    /// Where it begins.
    pub start: Position,
    /// The first place after it.
    pub end: Position,
    /// Number of the block.
    pub segment: u32,
    /// The text, white space folded.
    pub excerpt: String,
    /// The line of the file around it, shortened, and the text's place in that.
    line: String,
    mark: Range<usize>,
    /// Suppressions that hold for the block.
    suppressions: Vec<u32>,
    unit: Option<Arc<Unit>>,
}

impl Place {
    /// The place of `span` in `block`.
    #[must_use]
    pub fn of(block: &Block, span: &Range<usize>) -> Self {
        let (start, end) = block.place(span);
        let (line, mark) = block.line_around(span);
        Self {
            start,
            end,
            segment: block.number,
            excerpt: excerpt(&block.text[span.clone()]),
            line,
            mark,
            suppressions: block.suppressions.clone(),
            unit: block.unit.clone(),
        }
    }

    /// The place of `span` in a side of a translation unit.
    #[must_use]
    pub fn of_side(side: &Side, window: &Window, span: &Range<usize>) -> Self {
        let raw = if span.is_empty() {
            let at = side.map.start(span.start);
            at..at
        } else {
            side.map.start(span.start)..side.map.end(span.end)
        };
        let (line, mark) = window.line_around(raw.clone());
        Self {
            start: window.position(raw.start),
            end: window.position(raw.end),
            segment: 0,
            excerpt: excerpt(&side.text[span.clone()]),
            line,
            mark,
            suppressions: Vec::new(),
            unit: None,
        }
    }

    /// A place that belongs to no block, such as a comment.
    #[must_use]
    pub fn at(start: Position, end: Position, text: &str) -> Self {
        Self {
            start,
            end,
            segment: 0,
            excerpt: excerpt(text),
            line: String::new(),
            mark: 0..0,
            suppressions: Vec::new(),
            unit: None,
        }
    }

    /// A finding at this place, of a unit whose texts are known and whose file is not at hand any more.
    #[expect(clippy::too_many_arguments, reason = "what a finding is made of")]
    pub(crate) fn into_finding(
        self,
        rule: &'static Rule,
        severity: Severity,
        confidence: f32,
        segment: String,
        language: String,
        message: String,
        (source, target): (String, String),
    ) -> Finding {
        Finding {
            id: String::new(),
            rule: rule.name,
            mqm: rule.mqm,
            severity,
            confidence,
            start: self.start,
            end: self.end,
            segment,
            language,
            message,
            suggestion: String::new(),
            mark: 0..target.len(),
            line: target.clone(),
            excerpt: self.excerpt,
            source,
            target,
            residue: false,
        }
    }

    /// The same place, as one of `unit`.
    #[must_use]
    pub fn in_unit(mut self, unit: &Arc<Unit>) -> Self {
        self.suppressions.clone_from(&unit.suppressions);
        self.unit = Some(Arc::clone(unit));
        self
    }
}

/// `text` with every run of white space as one space, and with its middle left out when it is long.
#[must_use]
pub fn excerpt(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(4 * EXCERPT));
    let mut count = 0;
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        // what stands for code or an image is a box in most fonts
        folded.extend(word.chars().map(|c| if c == OBJECT { '…' } else { c }));
        count += word.len() + 1;
        if count > 8 * EXCERPT {
            break;
        }
    }
    let length = folded.chars().count();
    if length <= EXCERPT {
        return folded;
    }
    let head: String = folded.chars().take(EXCERPT * 3 / 4).collect();
    let tail: String = folded.chars().skip(length - EXCERPT / 5).collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

/// Characters of a text in a report (of a unit, of a message that quotes one): a hundred findings in a text of a hundred pages are no ten thousand pages.
const TEXT: usize = 2000;

fn of_unit(side: &Side) -> String {
    shortened(&side.text, TEXT).into_owned()
}

/// `text`, with its middle left out when it has more than `most` characters.
#[must_use]
pub(crate) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most || text.chars().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let at = |(at, _): (usize, char)| at;
    let head = text.char_indices().nth(most * 3 / 4).map_or(text.len(), at);
    let tail = text.char_indices().nth_back(most / 5).map_or(0, at);
    Cow::Owned(format!("{} … {}", &text[..head], &text[tail..]))
}

/// A finding in the making: what is found; the place comes with it to [`Findings::report`].
#[derive(Clone, Debug)]
#[must_use = "a draft is nothing until it is reported"]
pub struct Draft {
    rule: &'static Rule,
    message: String,
    severity: Severity,
    evidence: &'static str,
    language: String,
    suggestion: String,
    residue: bool,
}

impl Draft {
    /// A finding of `rule` with its usual severity. `message` states the fact: one sentence, no full stop, the text
    /// quoted in “ ”.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            message: message.into(),
            severity: rule.severity,
            evidence: "",
            language: String::new(),
            suggestion: String::new(),
            residue: false,
        }
    }

    /// The rule it is a finding of.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Whether it names the language of the text concerned.
    #[must_use]
    pub fn has_language(&self) -> bool {
        !self.language.is_empty()
    }

    /// With another severity than the rule's.
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With the kind of evidence, where a rule has several that were measured apart (`data/confidence.toml`).
    pub fn evidence(mut self, evidence: &'static str) -> Self {
        self.evidence = evidence;
        self
    }

    /// With the language of the text concerned, if it is not the document's.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = language.into();
        self
    }

    /// As residue, or not: see [`Finding::residue`].
    pub fn residue(mut self, residue: bool) -> Self {
        self.residue = residue;
        self
    }

    /// With the text that could stand there instead.
    pub fn suggestion(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }
}

/// Findings that are remembered as the last ones.
const LAST: usize = 32;

/// Collects the findings of one document. Rules that are not selected may report; nothing comes of it.
#[derive(Debug)]
pub struct Findings<'a> {
    selection: &'a Selection,
    language: String,
    list: Sorter,
    /// Rule and place of the last ones.
    last: VecDeque<(&'static str, Position)>,
}

impl<'a> Findings<'a> {
    /// An empty collector for a document in `language`.
    #[must_use]
    pub fn new(selection: &'a Selection) -> Self {
        Self {
            selection,
            language: String::new(),
            list: Sorter::default(),
            last: VecDeque::new(),
        }
    }

    /// Another collector for the same document, with nothing in it yet.
    #[must_use]
    pub fn empty(&self) -> Self {
        Self {
            selection: self.selection,
            language: self.language.clone(),
            list: Sorter::default(),
            last: VecDeque::new(),
        }
    }

    /// Sets the language that findings carry when they name none.
    pub fn set_language(&mut self, language: &str) {
        language.clone_into(&mut self.language);
    }

    /// Whether anybody wants to hear of `rule`.
    #[must_use]
    pub fn wants(&self, rule: &'static Rule) -> bool {
        self.selection.contains(rule.name)
    }

    /// Whether a finding of `rule` that begins at `start` was reported just now, among the last ones.
    #[must_use]
    pub fn reported(&self, rule: &'static Rule, start: Position) -> bool {
        self.last.contains(&(rule.name, start))
    }

    /// Reports `draft` at `span` of `block`.
    pub fn report(&mut self, block: &Block, span: Range<usize>, mut draft: Draft) {
        if self.wants(draft.rule) {
            if draft.language.is_empty()
                && let Some(language) = &block.language
            {
                (**language).clone_into(&mut draft.language);
            }
            self.report_at(Place::of(block, &span), draft);
        }
    }

    /// Reports `draft` at a place remembered from a block seen before.
    pub fn report_at(&mut self, place: Place, draft: Draft) {
        if !self.wants(draft.rule) {
            return;
        }
        let texts = place.unit.as_deref().filter(|unit| unit.is_pair());
        if let Some(unit) = texts
            && artifact::is_of_source(draft.rule.name, &place.excerpt, &unit.source.text)
        {
            return;
        }
        let finding = Finding {
            id: String::new(),
            rule: draft.rule.name,
            mqm: draft.rule.mqm,
            severity: draft.severity,
            confidence: confidence::of(draft.rule.name, draft.evidence),
            start: place.start,
            end: place.end,
            segment: match &place.unit {
                Some(unit) => unit.segment(),
                None if place.segment == 0 => String::new(),
                None => place.segment.to_string(),
            },
            language: if draft.language.is_empty() {
                self.language.clone()
            } else {
                draft.language
            },
            message: shortened(&draft.message, TEXT).into_owned(),
            excerpt: place.excerpt,
            suggestion: shortened(&draft.suggestion, TEXT).into_owned(),
            source: texts.map_or_else(String::new, |unit| of_unit(&unit.source)),
            target: texts.map_or_else(String::new, |unit| of_unit(&unit.target)),
            line: place.line,
            mark: place.mark,
            residue: draft.residue,
        };
        if self.last.len() == LAST {
            self.last.pop_front();
        }
        self.last.push_back((finding.rule, finding.start));
        self.list.push((finding, place.suppressions));
    }

    /// What was collected, in reading order, each finding with the suppressions that hold at its place.
    ///
    /// # Errors
    /// When there is too much of it for memory, and no room for it on disk.
    pub fn sorted(self) -> io::Result<Sorted> {
        self.list.sorted()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_excerpts_keep_both_ends() {
        assert_eq!(excerpt(" a \n b\u{a0}c "), "a b c");
        assert_eq!(excerpt("the \u{FFFC} command"), "the … command");
        let long = excerpt(&format!("start {} end", "word ".repeat(100)));
        assert!(
            long.starts_with("start word") && long.ends_with("word end") && long.contains(" … ")
        );
        assert!(long.chars().count() <= EXCERPT);
    }

    #[test]
    fn long_texts_lose_their_middle() {
        assert_eq!(shortened("große Brücke", 12), "große Brücke");
        assert_eq!(shortened("große alte Brücke", 12), "große alt … cke");
    }
}
