//! `traditore audit`: a corpus, from paths to reports.

use std::process::ExitCode;

use super::line;
use crate::cli;

pub(crate) fn run(args: &cli::Line) -> anyhow::Result<ExitCode> {
    let summary = line::run(args, line::Purpose::Audit)?;
    Ok(ExitCode::from(if summary.errors > 0 { 2 } else { 0 }))
}
