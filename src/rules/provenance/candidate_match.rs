//! `provenance/candidate-match`.

use std::sync::Arc;

use super::Summary;
use crate::block::Block;
use crate::candidate::{Candidate, grams};
use crate::document::{Document, Format, Provenance};
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Severity, rule};

rule! {
    /// # What it finds
    ///
    /// Segments, and documents, that copy the machine translation given with `--mt-candidate`.
    ///
    /// Segments of 60 characters or more are held against the segment of the same id or number: alike are those whose
    /// character 4-grams have a Dice similarity of 0.9 or more. When at least half of a document's long segments are
    /// alike, the document is a copy: then it is reported as a whole, too, and counts as `machine-translated` (with fewer
    /// than four long segments as `suspected`). Below that the segments are neutral: any two translations of a
    /// plain sentence may come out the same.
    ///
    /// # Why it matters
    ///
    /// It is the only evidence about a text that carries no mark, and needs no guess about style.
    ///
    /// # Examples
    ///
    /// With a candidate whose one segment is the one below:
    /// ```flagged lang=de
    /// Die Bibliothek bleibt während der Feiertage geschlossen und öffnet im Januar wieder.
    /// ```
    /// ```clean lang=de
    /// Über die Feiertage hat die Bücherei zu; ab Januar ist sie wieder für alle geöffnet.
    /// ```
    /// ```clean lang=de
    /// Die Bibliothek bleibt geschlossen.
    /// ```
    /// ```clean lang=de
    /// Während der Feiertage bleibt die Bibliothek zu. Im Januar öffnet sie dann wieder ihre Türen.
    /// ```
    ///
    /// # Options
    ///
    /// `--mt-candidate FILE`: a machine translation of the same source, in the same format, with the same ids or in the
    /// same order. In prose a paragraph may have moved by up to four places.
    ///
    /// # Known mistakes
    ///
    /// Of long segments that people translated, 0 to 8.5 % are that alike to machine output; of another engine's, 0 to
    /// 23 %. Formulas and legal set phrases are alike whoever translates them.
    ///
    /// # References
    ///
    /// Dice, 1945; counts on the references of WMT23 and WMT24.
    pub CANDIDATE_MATCH = "provenance/candidate-match", Minor, "custom/provenance", on
}

/// How alike a segment is to the one that it copies.
const ALIKE: f64 = 0.9;

/// Places by which a paragraph may have moved.
const MOVED: i64 = 4;

/// Segments that are reported.
const REPORTED: usize = 100;

/// Holds a document against a candidate.
#[derive(Debug)]
pub(super) struct Matcher {
    candidate: Arc<Candidate>,
    prose: bool,
    grams: Vec<u32>,
    /// How far the last paragraph had moved.
    moved: i64,
    long: u64,
    alike: u64,
    held: Vec<(Place, f64)>,
}

impl Matcher {
    /// For `document`; `None` when there is nothing to hold it against.
    pub(super) fn new(document: &Document) -> Option<Self> {
        let candidate = document.candidate.as_ref()?;
        candidate.suits(document.format).then(|| Self {
            candidate: Arc::clone(candidate),
            prose: Format::is_prose(document.format),
            grams: Vec::new(),
            moved: 0,
            long: 0,
            alike: 0,
            held: Vec::new(),
        })
    }

    /// Looks at one block or target.
    pub(super) fn block(&mut self, block: &Block) {
        if !block.kind.is_prose() {
            return;
        }
        self.grams.clear();
        if !grams(&block.text, &mut self.grams) {
            return;
        }
        self.long += 1;
        let id = block.unit.as_deref().map_or("", |unit| unit.id.as_str());
        let Some(dice) = self.best(id, block.number) else {
            return;
        };
        self.alike += 1;
        if self.held.len() < REPORTED {
            self.held
                .push((Place::of(block, &(0..block.text.len())), dice));
        }
    }

    /// How alike the segment of the candidate is that this one copies, if it copies one.
    fn best(&mut self, id: &str, number: u32) -> Option<f64> {
        let alike = |number: u32| {
            self.candidate
                .dice(id, number, &self.grams)
                .filter(|&dice| dice >= ALIKE)
        };
        if !self.prose {
            return alike(number);
        }
        let mut moves: Vec<i64> = (-MOVED..=MOVED).collect();
        moves.sort_by_key(|step| step.abs());
        for step in moves {
            let offset = self.moved + step;
            let Ok(place) = u32::try_from(i64::from(number) + offset) else {
                continue;
            };
            if let Some(dice) = alike(place) {
                self.moved = offset;
                return Some(dice);
            }
        }
        None
    }

    /// Reports.
    pub(super) fn finish(self, summary: &mut Summary, findings: &mut Findings<'_>) {
        let copied = self.alike > 0 && self.alike * 2 >= self.long;
        if copied {
            let found = if self.long >= 4 {
                Provenance::MachineTranslated
            } else {
                Provenance::Suspected
            };
            summary.provenance = summary.provenance.max(found);
        }
        let name = self.candidate.name();
        for (index, (place, dice)) in self.held.into_iter().enumerate() {
            if copied && index == 0 {
                let message = format!(
                    "{} of the document's {} long segments are those of the machine translation “{name}”",
                    self.alike, self.long
                );
                findings.report_at(place.clone(), Draft::new(&CANDIDATE_MATCH, message));
            }
            let message = format!(
                "{:.0} % like the machine translation “{name}”",
                dice * 100.0
            );
            let severity = if copied {
                Severity::Minor
            } else {
                Severity::Neutral
            };
            let draft = Draft::new(&CANDIDATE_MATCH, message).severity(severity);
            findings.report_at(place, draft);
        }
    }
}
