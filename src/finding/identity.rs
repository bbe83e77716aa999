//! Ids of findings, which stay when lines move.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Finding;

/// Findings of one document that differ in rule or excerpt and are counted apart: 16 bytes and what a table takes.
const COUNTED: usize = 1 << 20;

/// Gives the findings of one document, in reading order, their ids: a hash of rule, document path, normalised excerpt
/// and the number of its occurrence, so that ids do not depend on lines.
///
/// After a million different findings the number among all findings stands for that of the occurrence: such a document
/// has ids that are unique, and stable until a finding before them goes.
#[derive(Debug, Default)]
pub struct Numbering {
    seen: HashMap<u64, u64, RandomState>,
    all: u64,
}

impl Numbering {
    /// Gives the next finding its id.
    pub fn number(&mut self, document: &str, finding: &mut Finding) {
        // what is missing is told apart by what should be there
        let text = if finding.excerpt.is_empty() {
            &finding.source
        } else {
            &finding.excerpt
        };
        let key = format!("{}\0{document}\0{text}", finding.rule);
        let hash = xxhash_rust::xxh3::xxh3_64(key.as_bytes());
        self.all += 1;
        let full = self.seen.len() >= COUNTED;
        let occurrence = match self.seen.get_mut(&hash) {
            Some(count) => {
                *count += 1;
                *count
            }
            None if full => (1 << 32) + self.all,
            None => {
                self.seen.insert(hash, 1);
                1
            }
        };
        finding.id = id(finding.rule, document, text, occurrence);
    }
}

/// As [`Numbering::number`], for a list that is whole.
pub fn number<'a>(document: &str, findings: impl IntoIterator<Item = &'a mut Finding>) {
    let mut numbering = Numbering::default();
    for finding in findings {
        numbering.number(document, finding);
    }
}

/// The id of the finding of `rule` that is the `occurrence`th (from 1) with this excerpt in the document.
#[must_use]
pub fn id(rule: &str, document: &str, excerpt: &str, occurrence: u64) -> String {
    let key = format!("{rule}\0{document}\0{excerpt}\0{occurrence}");
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(key.as_bytes()))
}
