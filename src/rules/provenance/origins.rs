//! What bilingual files say about where their translations come from: attributes of XLIFF and TMX, headers of catalogues.

use std::sync::Arc;

use super::{FILE_METADATA, Summary};
use crate::document::Provenance;
use crate::finding::{Draft, Findings, Place};
use crate::rule::Severity;
use crate::unit::{OriginKind, Unit};

/// Units that are reported for each of the three things that can be said.
const REPORTED: u64 = 100;

/// Gathers what the units of a document say.
#[derive(Debug, Default)]
pub(super) struct Origins {
    held: Vec<(OriginKind, Place)>,
    counts: [u64; 3],
}

impl Origins {
    /// Takes what `unit` says.
    pub(super) fn unit(&mut self, unit: &Arc<Unit>) {
        for origin in &unit.origins {
            let count = &mut self.counts[origin.kind as usize];
            *count += 1;
            if *count <= REPORTED {
                let place = Place::at(origin.start, origin.end, &origin.evidence).in_unit(unit);
                self.held.push((origin.kind, place));
            }
        }
    }

    /// Reports.
    pub(super) fn finish(self, summary: &mut Summary, findings: &mut Findings<'_>) {
        let found = match self.counts {
            [_, _, raw] if raw > 0 => Provenance::MachineTranslated,
            [_, edited, _] if edited > 0 => Provenance::Suspected,
            _ => Provenance::Unmarked,
        };
        summary.provenance = summary.provenance.max(found);
        for (kind, place) in self.held {
            let count = self.counts[kind as usize];
            let (says, severity) = match kind {
                OriginKind::Raw => ("records a machine translation", Severity::Minor),
                OriginKind::PostEdited => (
                    "records that a person took over or edited a machine translation",
                    Severity::Minor,
                ),
                OriginKind::Offered => (
                    "offers a machine translation; the translation is another",
                    Severity::Neutral,
                ),
            };
            let mut message = format!("“{}” {says}", place.excerpt);
            if count > 1 {
                message.push_str(&format_count(count));
            }
            let draft = Draft::new(&FILE_METADATA, message).severity(severity);
            findings.report_at(place, draft);
        }
    }
}

fn format_count(count: u64) -> String {
    format!("; so do {count} units of the file")
}
