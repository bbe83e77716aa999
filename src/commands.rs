//! The subcommands, one a file, and what they share.

pub(crate) mod audit;
pub(crate) mod gate;
pub(crate) mod init;
mod line;
mod output;
mod own;
mod plan;
pub(crate) mod print;
pub(crate) mod review;
pub(crate) mod rules;
mod signals;
