//! The subcommands, one a file.

pub(crate) mod audit;
pub(crate) mod review;
pub(crate) mod rules;
pub(crate) mod signals;
