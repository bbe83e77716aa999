//! What a reviewer says about a finding.

use crate::select::hint;

/// A reviewer's word on a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// True, and to be mended.
    Accept,
    /// Not true.
    FalsePositive,
    /// True, but it stays.
    WontFix,
}

impl Verdict {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Accept, Self::FalsePositive, Self::WontFix];

    /// The word as reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::FalsePositive => "false-positive",
            Self::WontFix => "wont-fix",
        }
    }

    /// Whether the finding was right.
    #[must_use]
    pub fn is_true(self) -> bool {
        self != Self::FalsePositive
    }

    /// Reads a cell: capitals, spaces, dashes and apostrophes make no difference. `Ok(None)` for an empty cell.
    ///
    /// # Errors
    /// What is wrong with it, and what was perhaps meant.
    pub fn read(cell: &str) -> Result<Option<Self>, String> {
        let letters: String = cell
            .chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect();
        if letters.is_empty() && !cell.chars().any(|c| c.is_ascii_graphic()) {
            return Ok(None);
        }
        let found = Self::ALL
            .into_iter()
            .find(|verdict| verdict.as_str().replace('-', "") == letters);
        found.map(Some).ok_or_else(|| {
            let hint = hint(
                &cell.trim().to_lowercase(),
                Self::ALL.into_iter().map(Self::as_str),
            );
            let cell = super::table::shown(cell);
            if hint.is_empty() {
                format!("`{cell}` is no verdict; write accept, false-positive or wont-fix, or leave it empty")
            } else {
                format!("`{cell}` is no verdict{hint}")
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_it_is_written_makes_no_difference() {
        for (cell, verdict) in [
            ("accept", Some(Verdict::Accept)),
            (" Accept\u{a0}", Some(Verdict::Accept)),
            ("FALSE POSITIVE", Some(Verdict::FalsePositive)),
            ("false_positive", Some(Verdict::FalsePositive)),
            ("false–positive", Some(Verdict::FalsePositive)),
            ("Won't fix", Some(Verdict::WontFix)),
            ("won’t-fix", Some(Verdict::WontFix)),
            ("", None),
            (" \u{a0}\t", None),
        ] {
            assert_eq!(Verdict::read(cell), Ok(verdict), "{cell:?}");
        }
    }

    #[test]
    fn unknown_words_are_errors() {
        let error = |cell| Verdict::read(cell).expect_err("no verdict");
        assert!(error("acept").ends_with("did you mean `accept`?"));
        assert!(error("false-positiv").contains("`false-positive`"));
        assert!(error("ok").contains("write accept, false-positive or wont-fix"));
        assert!(Verdict::read("?").is_err() && Verdict::read("好").is_err());
    }
}
