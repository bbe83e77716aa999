//! Likely translation artifacts that need no source.

pub mod broken_placeholder;
pub mod detached_punctuation;
pub mod double_escape;
pub mod duplicated_segment;
pub mod fused_sentence;
pub mod hidden_control;
pub mod inconsistent_name;
mod listing;
pub(crate) mod miscoding;
pub mod mixed_number_format;
pub mod mixed_quotes;
pub mod mojibake;
mod period;
pub mod phrase_loop;
pub mod repeated_word;
mod repetition;
pub(crate) mod technical;
pub(crate) mod transliteration;
pub mod truncated_text;
pub mod unfilled_template;

pub(crate) use technical::is_code;
