//! `traditore gate`: the same line as `audit`, each document held against the policy.

use std::process::ExitCode;

use super::keep::Keep;
use super::line;
use crate::cli;

pub(crate) fn run(args: &cli::Line) -> anyhow::Result<ExitCode> {
    let summary = line::run(args, line::Purpose::Gate, Keep::default())?;
    let tally = summary.gate.unwrap_or_default();
    Ok(ExitCode::from(match (tally.unread, tally.stopped) {
        (0, 0) => 0,
        (0, _) => 1,
        // the policy may be violated as well, but nobody knows by how much
        _ => 2,
    }))
}
