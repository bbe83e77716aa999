//! The texts that were met in a run, and what stood against them.

use std::collections::HashMap;
use std::mem::size_of;

use foldhash::fast::RandomState;
use xxhash_rust::xxh3::xxh3_64;

use super::fold::fold;
use super::{Entry, MEMORY, hash};
use crate::detect::Audit;
use crate::finding::{self, Finding};
use crate::rule::Severity;
use crate::rules::bilingual::inconsistent_translation::{self, INCONSISTENT_TRANSLATION};
use crate::rules::bilingual::reused_translation::{self, REUSED_TRANSLATION};

/// Bytes of the pieces in which texts are kept.
const PIECE: usize = 1 << 20;
/// Different counterparts of a text that are reported.
const REPORTED: usize = 16;

/// A text seen before, and what stood against it.
#[derive(Clone, Copy, Debug)]
struct Known {
    /// Its counterpart as it stood there.
    text: Kept,
    document: u32,
    /// Which of [`Memory::reported`] are its counterparts that were reported, counted from one; 0 for none.
    reported: u32,
    line: u64,
}

/// Where a text is kept.
#[derive(Clone, Copy, Debug)]
struct Kept {
    piece: u16,
    length: u16,
    start: u32,
}

/// Texts one behind the other, in pieces that never move.
#[derive(Clone, Debug, Default)]
struct Texts {
    pieces: Vec<String>,
}

impl Texts {
    fn keep(&mut self, text: &str) -> Option<Kept> {
        let fits = |piece: &String| piece.capacity() - piece.len() >= text.len();
        if !self.pieces.last().is_some_and(fits) {
            self.pieces
                .push(String::with_capacity(PIECE.max(text.len())));
        }
        let number = u16::try_from(self.pieces.len() - 1).ok()?;
        let piece = self.pieces.last_mut()?;
        let start = u32::try_from(piece.len()).ok()?;
        piece.push_str(text);
        Some(Kept {
            piece: number,
            length: u16::try_from(text.len()).ok()?,
            start,
        })
    }

    fn get(&self, kept: Kept) -> &str {
        let start = kept.start as usize;
        let piece = &self.pieces[usize::from(kept.piece)];
        &piece[start..start + usize::from(kept.length)]
    }
}

/// What a run remembers.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    by_source: HashMap<u64, Known, RandomState>,
    by_target: HashMap<u64, Known, RandomState>,
    texts: Texts,
    /// Hashes of the folded counterparts that were reported, of the texts that have any.
    reported: Vec<Vec<u64>>,
    documents: Vec<Box<str>>,
    bytes: usize,
    /// The number in `documents` of the document that is compared, once it is named there.
    named: Option<u32>,
    /// Texts folded to be compared: room that is used again.
    folded: [String; 2],
}

/// A text in a unit, and what stands against it there.
struct Met<'a> {
    key: u64,
    counterpart: &'a str,
    entry: &'a Entry,
    document: &'a str,
}

/// What a rule says of two texts.
type Verdict = (Severity, &'static str, String);

impl Memory {
    /// Compares the units of a document with those of the documents before it and with one another, and adds what is
    /// found to its findings. Documents come in their order.
    pub fn compare(&mut self, audit: &mut Audit, min_confidence: f32) {
        let Some(digest) = audit.digest.take() else {
            return;
        };
        self.named = None;
        let mut found = Vec::new();
        let mut ours = String::new();
        for entry in &digest.entries {
            let (source, target) = (digest.source(entry), digest.target(entry));
            if digest.inconsistent {
                let met = Met {
                    key: keyed(entry.group, hash(source)),
                    counterpart: target,
                    entry,
                    document: &audit.row.document,
                };
                let judge = |known: &str| inconsistent_translation::judge(source, target, known);
                if let Some(verdict) = self.meet(true, &met, judge) {
                    found.push(digest.finding(entry, &INCONSISTENT_TRANSLATION, verdict));
                }
            }
            if digest.reused && reused_translation::is_long(source) {
                fold(target, &mut ours);
                let met = Met {
                    key: keyed(entry.group, hash(&ours)),
                    counterpart: source,
                    entry,
                    document: &audit.row.document,
                };
                let judge = |known: &str| reused_translation::judge(source, known);
                if let Some(verdict) = self.meet(false, &met, judge) {
                    found.push(digest.finding(entry, &REUSED_TRANSLATION, verdict));
                }
            }
        }
        if found.is_empty() {
            return;
        }
        found.sort_by(Finding::order);
        finding::number(&audit.row.document, found.iter_mut());
        found.retain(|finding| finding.confidence >= min_confidence);
        audit.add(found);
    }

    /// Holds a text with its counterpart against the first time it stood somewhere. Returns what is to be reported.
    fn meet(
        &mut self,
        by_source: bool,
        met: &Met<'_>,
        judge: impl Fn(&str) -> Option<Verdict>,
    ) -> Option<Verdict> {
        let map = if by_source {
            &mut self.by_source
        } else {
            &mut self.by_target
        };
        let Some(known) = map.get_mut(&met.key) else {
            self.remember(by_source, met);
            return None;
        };
        let text = self.texts.get(known.text);
        if text == met.counterpart {
            return None;
        }
        let [ours, theirs] = &mut self.folded;
        fold(met.counterpart, ours);
        fold(text, theirs);
        if ours == theirs {
            return None;
        }
        let print = hash(ours);
        let reported = known.reported.checked_sub(1).map(|index| index as usize);
        if let Some(others) = reported.and_then(|index| self.reported.get(index))
            && (others.len() >= REPORTED || others.contains(&print))
        {
            return None;
        }
        let (severity, evidence, message) = judge(text)?;
        if let Some(others) = reported.and_then(|index| self.reported.get_mut(index)) {
            others.push(print);
        } else {
            self.reported.push(vec![print]);
            known.reported = u32::try_from(self.reported.len()).unwrap_or(0);
        }
        let place = if self.named == Some(known.document) {
            format!("line {}", known.line)
        } else {
            let name = self.documents.get(known.document as usize);
            format!("{}:{}", name.map_or("", |name| name), known.line)
        };
        Some((severity, evidence, format!("{message} ({place})")))
    }

    /// Remembers a text that was not met before, while there is room.
    fn remember(&mut self, by_source: bool, met: &Met<'_>) {
        if self.bytes >= MEMORY {
            return;
        }
        let document = *self.named.get_or_insert_with(|| {
            self.bytes += met.document.len() + size_of::<Box<str>>();
            self.documents.push(met.document.into());
            u32::try_from(self.documents.len() - 1).unwrap_or(u32::MAX)
        });
        let Some(text) = self.texts.keep(met.counterpart) else {
            return;
        };
        self.bytes += met.counterpart.len() + size_of::<Known>() + 2 * size_of::<u64>();
        let map = if by_source {
            &mut self.by_source
        } else {
            &mut self.by_target
        };
        map.insert(
            met.key,
            Known {
                text,
                document,
                reported: 0,
                line: met.entry.place.0.line,
            },
        );
    }
}

fn keyed(group: u64, text: u64) -> u64 {
    let mut key = [0_u8; 16];
    key[..8].copy_from_slice(&group.to_le_bytes());
    key[8..].copy_from_slice(&text.to_le_bytes());
    xxh3_64(&key)
}
