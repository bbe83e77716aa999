//! The family `bilingual`: faults of a target against its source.
//!
//! A rule looks at one unit at a time ([`crate::pair::Pair`]); what stands in both texts by nature (placeholders,
//! mark-up, numbers, addresses) is cut once and shared.

mod difference;
pub mod empty_target;
pub mod markup_mismatch;
mod placeholder;
pub mod placeholder_mismatch;
