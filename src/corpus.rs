//! What a run remembers of its translation units, for the rules that compare units far apart.
//!
//! Each document brings a digest of its units: their texts, places and contexts, of short texts only and within
//! [`DIGEST`] bytes. Digests are compared in the order of the documents with what earlier units left behind, within
//! [`MEMORY`] bytes; so the number of workers changes nothing. Beyond a bound nothing new is remembered, but what is
//! known is still compared.

mod fold;
mod memory;

pub use memory::Memory;

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use crate::confidence;
use crate::finding::{Finding, Place};
use crate::pair::Pair;
use crate::position::{Position, Window};
use crate::rule::{Rule, Severity};
use crate::rules::bilingual::inconsistent_translation::INCONSISTENT_TRANSLATION;
use crate::rules::bilingual::reused_translation::REUSED_TRANSLATION;
use crate::select::Selection;

/// Bytes that the digest of a document takes, at most.
pub const DIGEST: usize = 24 << 20;
/// Bytes that are remembered over a run, at most.
pub const MEMORY: usize = 32 << 20;
/// Bytes of a text that is compared: a sentence.
const LONGEST: usize = 300;

/// A unit that may be compared with others.
#[derive(Clone, Debug)]
struct Entry {
    /// Where its texts begin in the digest: the source, then the target.
    at: u32,
    source: u16,
    target: u16,
    /// What units must share to be compared: languages and context.
    group: u64,
    number: u32,
    place: (Position, Position),
    id: Box<str>,
}

/// A unit of a digest as it is kept on disk: its texts, group, number, place and id.
#[derive(Debug, Serialize, Deserialize)]
pub struct Unit<'a>(Cow<'a, str>, Cow<'a, str>, u64, u32, [u64; 4], Cow<'a, str>);

/// The units of one document.
#[derive(Clone, Debug, Default)]
pub struct Digest {
    texts: String,
    entries: Vec<Entry>,
    inconsistent: bool,
    reused: bool,
    language: String,
    /// The group of the last unit, and what makes it.
    group: Option<(u64, [Box<str>; 2], u64)>,
    /// The last place that was worked out: places are looked for in order, so each is reached from the one before.
    cursor: Option<(Arc<Window>, usize, Position)>,
}

impl Digest {
    /// A digest for the rules selected; `None` when none of them needs one.
    #[must_use]
    pub fn new(selection: &Selection, language: &str) -> Option<Self> {
        let inconsistent = selection.contains(INCONSISTENT_TRANSLATION.name);
        let reused = selection.contains(REUSED_TRANSLATION.name);
        (inconsistent || reused).then(|| Self {
            inconsistent,
            reused,
            language: language.to_owned(),
            ..Self::default()
        })
    }

    /// Takes in a unit, if it is one to compare.
    pub fn add(&mut self, pair: &Pair<'_>) {
        let unit = pair.unit;
        if self.texts.len() + self.entries.len() * size_of::<Entry>() > DIGEST {
            return;
        }
        let (source, target) = (pair.source.text.trim(), pair.target.text.trim());
        if source.len() > LONGEST
            || target.len() > LONGEST
            || source.len() < 2
            || !pair.is_translated()
            || unit.plural.is_some()
            || !unit.suppressions.is_empty()
            || source == target
        {
            return;
        }
        let group = self.group(pair);
        let start = pair.target.text.len() - pair.target.text.trim_start().len();
        let span = start..start + target.len();
        let raw = pair.target_raw(&span);
        let place = (
            self.position(pair.window(), raw.start),
            self.position(pair.window(), raw.end),
        );
        let length = |text: &str| u16::try_from(text.len()).unwrap_or(0);
        self.entries.push(Entry {
            at: u32::try_from(self.texts.len()).unwrap_or(u32::MAX),
            source: length(source),
            target: length(target),
            group,
            number: unit.number,
            place,
            id: unit.id.as_str().into(),
        });
        self.texts.push_str(source);
        self.texts.push_str(target);
    }

    /// What units must share to be compared, as a hash; most units have that of the one before.
    fn group(&mut self, pair: &Pair<'_>) -> u64 {
        let context = pair.unit.context;
        let languages = [pair.source.language, pair.target.language].map(Option::unwrap_or_default);
        if let Some((last, [source, target], group)) = &self.group
            && *last == context
            && **source == *languages[0]
            && **target == *languages[1]
        {
            return *group;
        }
        let mut key = [0_u8; 24];
        key[..8].copy_from_slice(&context.to_le_bytes());
        key[8..16].copy_from_slice(&hash(languages[0]).to_le_bytes());
        key[16..].copy_from_slice(&hash(languages[1]).to_le_bytes());
        let group = xxh3_64(&key);
        self.group = Some((context, languages.map(Box::from), group));
        group
    }

    /// The place of the byte `offset` of `window`.
    fn position(&mut self, window: &Arc<Window>, offset: usize) -> Position {
        let known = self
            .cursor
            .as_ref()
            .filter(|(last, at, _)| Arc::ptr_eq(last, window) && *at <= offset);
        let position = match known
            .and_then(|(_, at, position)| Some((window.text().get(*at..offset)?, position)))
        {
            Some((between, position)) => position.after(between),
            None => window.position(offset),
        };
        self.cursor = Some((Arc::clone(window), offset, position));
        position
    }

    /// No more units come: what is kept for the next one goes.
    #[must_use]
    pub fn finish(mut self) -> Self {
        self.cursor = None;
        self
    }

    /// What it holds beside its units: which rules it is for, and the document's language.
    #[must_use]
    pub fn about(&self) -> (bool, bool, String) {
        (self.inconsistent, self.reused, self.language.clone())
    }

    /// A digest that has no units yet.
    #[must_use]
    pub fn empty((inconsistent, reused, language): (bool, bool, String)) -> Self {
        Self {
            inconsistent,
            reused,
            language,
            ..Self::default()
        }
    }

    /// Its units, as they are kept.
    pub fn units(&self) -> impl Iterator<Item = Unit<'_>> {
        self.entries.iter().map(|entry| {
            let (start, end) = entry.place;
            Unit(
                self.source(entry).into(),
                self.target(entry).into(),
                entry.group,
                entry.number,
                [start.line, start.column, end.line, end.column],
                (&*entry.id).into(),
            )
        })
    }

    /// Takes in a unit that was kept; returns whether it is one that [`Self::add`] could have taken.
    #[must_use]
    pub fn push(&mut self, unit: &Unit<'_>) -> bool {
        let Unit(source, target, group, number, [line, column, end_line, end_column], id) = unit;
        let (Ok(at), true) = (
            u32::try_from(self.texts.len()),
            source.len().max(target.len()) <= LONGEST
                && self.texts.len() + self.entries.len() * size_of::<Entry>() <= DIGEST,
        ) else {
            return false;
        };
        let length = |text: &str| u16::try_from(text.len()).unwrap_or(0);
        let position = |line: &u64, column: &u64| Position {
            line: *line,
            column: *column,
        };
        self.entries.push(Entry {
            at,
            source: length(source),
            target: length(target),
            group: *group,
            number: *number,
            place: (position(line, column), position(end_line, end_column)),
            id: id.as_ref().into(),
        });
        self.texts.push_str(source);
        self.texts.push_str(target);
        true
    }

    fn source(&self, entry: &Entry) -> &str {
        let at = entry.at as usize;
        &self.texts[at..at + usize::from(entry.source)]
    }

    fn target(&self, entry: &Entry) -> &str {
        let at = entry.at as usize + usize::from(entry.source);
        &self.texts[at..at + usize::from(entry.target)]
    }
}

impl Digest {
    fn finding(
        &self,
        entry: &Entry,
        rule: &'static Rule,
        (severity, evidence, message): (Severity, &'static str, String),
    ) -> Finding {
        let target = self.target(entry);
        Place::at(entry.place.0, entry.place.1, target).into_finding(
            rule,
            severity,
            confidence::of(rule.name, evidence),
            if entry.id.is_empty() {
                entry.number.to_string()
            } else {
                entry.id.to_string()
            },
            self.language.clone(),
            message,
            (self.source(entry).to_owned(), target.to_owned()),
        )
    }
}

fn hash(text: &str) -> u64 {
    xxh3_64(text.as_bytes())
}
