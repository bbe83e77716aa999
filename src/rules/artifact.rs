//! Likely translation artifacts that need no source.

pub mod detached_punctuation;
pub mod duplicated_segment;
pub mod fused_sentence;
pub mod hidden_control;
mod listing;
pub mod mixed_quotes;
mod period;
pub mod phrase_loop;
pub mod repeated_word;
mod repetition;
