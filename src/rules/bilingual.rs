//! The family `bilingual`: faults of a target against its source.
//!
//! A rule looks at one unit at a time ([`crate::pair::Pair`]); what stands in both texts by nature (placeholders,
//! mark-up, numbers, addresses) is cut once and shared.

pub mod empty_target;
