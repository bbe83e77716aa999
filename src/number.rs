//! Numbers in a text: their value, whatever marks, digits and words it is written with.
//!
//! `1,234.5`, `1 234,5` and `١٬٢٣٤٫٥` are the same number, `120万` is 1.2 million. Where the writing allows two
//! readings (`1,234`), a number has both. Numbers inside codes (`RC2`, `x86`), tags, placeholders and addresses are none.

use std::ops::Range;

use crate::inline::Inline;
use crate::sieve::Bytes;

mod compare;
mod format;
mod read;
pub(crate) mod words;

pub use compare::Comparison;
pub use format::Format;
pub(crate) use read::{digit, is_date};

/// A number in a text.
#[derive(Clone, Debug)]
pub struct Number {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it may be worth, likeliest first.
    pub values: Vec<f64>,
    /// How many digits it is written with.
    pub digits: usize,
    /// The mark that can only be the decimal mark.
    pub decimal: Option<char>,
    /// The mark that can only part groups of digits.
    pub group: Option<char>,
    /// The only mark, which could be either: `1,234`.
    pub doubtful: Option<char>,
    /// A per-cent sign stands at it.
    pub percent: bool,
    /// A part of a date or a time: other parts stand beside it.
    pub part: bool,
    /// An hour before or after noon: “5 p.m.”.
    pub half_day: bool,
}

impl Number {
    /// Worth the same in one reading of each.
    #[must_use]
    pub fn equals(&self, other: &Self) -> bool {
        self.values.iter().any(|&value| other.is(value))
    }

    /// May be worth `value`.
    #[must_use]
    pub fn is(&self, value: f64) -> bool {
        self.values
            .iter()
            .any(|&own| (own - value).abs() <= 1e-9 * own.abs().max(1.0))
    }

    /// What it is most likely worth.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.values.first().copied().unwrap_or_default()
    }
}

/// Whether a text of these bytes may hold a digit: an ASCII one, or the first byte of one of another script.
#[must_use]
pub fn may_hold(bytes: Bytes) -> bool {
    bytes.meets(DIGITS)
}

/// First bytes of digits, of fractions, of full-width digits.
const DIGITS: Bytes = Bytes::from_list(b"0123456789\xC2\xD9\xDB\xE0\xE1\xE2\xEF");

/// The numbers of `text`, whose pieces that are no language are `inline`, written in `language` (primary subtag).
#[must_use]
pub fn numbers(text: &str, inline: &Inline, language: &str) -> Vec<Number> {
    read::numbers(text, inline, language)
}

#[cfg(test)]
mod tests;
