//! Likely translation artifacts that need no source.

pub mod repeated_word;
