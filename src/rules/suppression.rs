//! Comments that silence rules, and what is wrong with them.

pub mod unknown;
pub mod unused;
