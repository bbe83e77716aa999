//! The family `bilingual`: faults of a target against its source.
//!
//! A rule looks at one unit at a time ([`crate::pair::Pair`]); what stands in both texts by nature (placeholders,
//! mark-up, numbers, addresses) is cut once and shared.

mod blank;
mod brackets;
pub mod capitalisation;
pub mod code_changed;
mod commands;
pub mod copied_source;
mod difference;
mod dropped;
pub mod edge_whitespace;
pub mod empty_target;
pub mod end_punctuation;
mod ending;
pub mod forbidden_term;
pub mod inconsistent_translation;
pub mod inner_whitespace;
pub mod length_ratio;
mod lengths;
pub mod link_mismatch;
pub mod markup_mismatch;
pub mod missing_term;
pub mod newline_mismatch;
pub mod number_changed;
pub mod number_format;
pub mod partly_copied;
mod placeholder;
pub mod placeholder_mismatch;
mod plain;
pub mod plural_forms;
pub mod punctuation_spacing;
pub mod reused_translation;
pub mod sentence_count;
pub mod unbalanced_pair;
pub mod untranslatable_changed;
