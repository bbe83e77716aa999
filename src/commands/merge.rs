//! `traditore merge`: reports of shards, joined to the report of one run over all.

use std::process::ExitCode;

use anyhow::Context;
use traditore::baseline::{self, Baseline};
use traditore::journal::{Header, Merge, STATE, Seal, Writer};
use traditore::report::Sink;
use traditore::report::folder::{self, Folder};
use traditore::walk;

use super::desk::Desk;
use super::signals;
use crate::cli;

pub(crate) fn run(args: &cli::Merge) -> anyhow::Result<ExitCode> {
    let out = walk::absolute(&args.out);
    if let Some(report) = args
        .reports
        .iter()
        .find(|report| walk::absolute(report) == out)
    {
        anyhow::bail!(
            "{} is a shard; name another folder with --out",
            report.display()
        );
    }
    let mut merge = Merge::new(&args.reports)?;
    let header = merge.header().cloned().unwrap_or_default();
    let baseline = silent(&header);
    signals::watch(Some(&args.out), None)?;
    let folder: Box<dyn Sink> = Box::new(Folder::new(&args.out, header.segments)?);
    let mut desk = Desk::new(vec![folder], &baseline, header.min_confidence);
    let failed = || format!("{}: cannot write the report", args.out.display());
    let mut state = None;
    if args.shard {
        let file = folder::temporary(&args.out).with_context(failed)?;
        let writer = Writer::new(file.reopen().with_context(failed)?, &header);
        state = Some((writer.with_context(failed)?, file));
    }
    while let Some(entry) = merge.entry()? {
        if let Some((writer, _)) = &mut state {
            writer
                .document(&entry.audit, entry.stamp, &entry.expected)
                .with_context(failed)?;
        }
        desk.take(entry.audit, &entry.expected, None)
            .with_context(failed)?;
    }
    let summary = desk.end().with_context(failed)?;
    if let Some((writer, file)) = state {
        let sealed = writer
            .seal(Seal::over(&args.out, &folder::FILES)?)
            .with_context(failed)?;
        drop(sealed);
        folder::persist(file, &args.out.join(STATE)).with_context(failed)?;
    }
    if !args.quiet {
        anstream::eprintln!("{}", summary.line());
    }
    Ok(ExitCode::SUCCESS)
}

/// The baseline that the shards were audited with, as far as its ids.
fn silent(header: &Header) -> Baseline {
    let mut silent = Baseline::default();
    for id in &header.silent {
        silent.insert(id, baseline::Entry::default());
    }
    silent
}
