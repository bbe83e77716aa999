//! The subcommands, one a file, and what they share.

pub(crate) mod audit;
pub(crate) mod gate;
mod line;
mod output;
mod plan;
pub(crate) mod review;
pub(crate) mod rules;
mod signals;
