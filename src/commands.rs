//! The subcommands, one a file, and what they share.

pub(crate) mod audit;
mod desk;
pub(crate) mod gate;
pub(crate) mod init;
mod keep;
mod line;
pub(crate) mod merge;
mod output;
mod own;
mod plan;
pub(crate) mod print;
mod progress;
pub(crate) mod review;
pub(crate) mod rules;
mod signals;
