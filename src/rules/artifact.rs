//! Likely translation artifacts that need no source.

pub mod broken_placeholder;
pub mod double_escape;
pub mod repeated_word;
pub(crate) mod technical;
pub mod unfilled_template;
