//! `traditore gate`: the same line as `audit`, each document held against the policy.

use std::process::ExitCode;

use super::line;
use crate::cli;

pub(crate) fn run(args: &cli::Line) -> anyhow::Result<ExitCode> {
    let summary = line::run(args, line::Purpose::Gate)?;
    let stopped = summary.gate.as_ref().map_or(0, |tally| tally.stopped);
    Ok(ExitCode::from(match (summary.errors, stopped) {
        (0, 0) => 0,
        (0, _) => 1,
        // the policy may be violated as well, but nobody knows by how much
        _ => 2,
    }))
}
