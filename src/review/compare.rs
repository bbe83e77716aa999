//! Two reports of the same documents: what is new, what is gone, what stayed.

use std::collections::HashSet;

use super::Report;
use super::finding::Finding;

/// The findings of two reports, told apart by id.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Comparison<'a> {
    /// In the newer report only.
    pub new: Vec<&'a Finding>,
    /// In the older report only.
    pub fixed: Vec<&'a Finding>,
    /// In both, as the newer report has them.
    pub unchanged: Vec<&'a Finding>,
}

impl<'a> Comparison<'a> {
    /// Compares the report `now` with the older one.
    #[must_use]
    pub fn new(now: &'a Report, old: &'a Report) -> Self {
        let ids = |report: &'a Report| -> HashSet<&'a str> {
            report
                .findings
                .iter()
                .map(|finding| finding.id.as_str())
                .collect()
        };
        let (old_ids, now_ids) = (ids(old), ids(now));
        let (unchanged, new) = now
            .findings
            .iter()
            .partition(|finding| old_ids.contains(finding.id.as_str()));
        Self {
            new,
            unchanged,
            fixed: old
                .findings
                .iter()
                .filter(|finding| !now_ids.contains(finding.id.as_str()))
                .collect(),
        }
    }
}
