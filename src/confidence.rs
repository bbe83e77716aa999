//! Confidence from counts: of the findings of a rule that people judged, how many were right.
//!
//! The counts are data (`data/confidence.toml`), each with the texts they were made on. The number shown is the rule of
//! succession, (right + 1) / (judged + 2): the mean of the posterior under a uniform prior, so that ten right out of
//! ten does not read as certainty, and a rule nobody has judged yet reads as one half.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// Findings judged by reading them, and how many of them were right.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Judged.
    pub judged: u32,
    /// Of these, right.
    pub right: u32,
    /// The texts they come from.
    pub on: String,
}

impl Count {
    /// (right + 1) / (judged + 2), 0 to 1.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "counts of judgements are small")]
    pub fn confidence(&self) -> f32 {
        (self.right + 1) as f32 / (self.judged + 2) as f32
    }
}

static COUNTS: LazyLock<HashMap<String, Count>> =
    LazyLock::new(|| data!("confidence").expect("the embedded counts parse: a test reads them"));

/// The confidence of a finding of `rule`, for a kind of `evidence` that was counted apart (empty: the rule as a whole).
#[must_use]
pub fn of(rule: &str, evidence: &str) -> f32 {
    let special = if evidence.is_empty() {
        None
    } else {
        COUNTS.get(&format!("{rule}#{evidence}"))
    };
    special
        .or_else(|| COUNTS.get(rule))
        .map_or(0.5, Count::confidence)
}

/// The counts of `rule`, the kinds of evidence counted apart included, sorted by name.
#[must_use]
pub fn counts(rule: &str) -> Vec<(&'static str, &'static Count)> {
    let mut counts: Vec<_> = COUNTS
        .iter()
        .filter(|(name, _)| name.split('#').next() == Some(rule))
        .map(|(name, count)| (name.as_str(), count))
        .collect();
    counts.sort_unstable_by_key(|&(name, _)| name);
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_count_is_possible_and_names_a_rule() {
        for (name, count) in &*COUNTS {
            assert!(count.right <= count.judged, "{name}");
            assert!(!count.on.is_empty(), "{name}");
            let rule = name.split('#').next().unwrap_or(name);
            assert!(crate::rules::find(rule).is_some(), "{rule} is no rule");
        }
    }
}
