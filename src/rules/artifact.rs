//! Likely translation artifacts that need no source.

mod period;
pub mod repeated_word;
mod repetition;
