//! `traditore audit`: a corpus, from paths to reports.

use std::process::ExitCode;

use super::keep::Keep;
use super::line;
use crate::cli;

pub(crate) fn run(mut args: cli::Audit) -> anyhow::Result<ExitCode> {
    let keep = Keep {
        resume: args.resume.is_some(),
        shard: args.shard,
    };
    if args.resume.is_some() {
        args.line.out = args.resume;
    }
    let summary = line::run(&args.line, line::Purpose::Audit, keep)?;
    Ok(ExitCode::from(if summary.errors > 0 { 2 } else { 0 }))
}
