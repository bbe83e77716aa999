//! The line that `audit` and `gate` share, from paths to reports.

use std::path::Path;

use anyhow::Context;
use indicatif::ProgressBar;
use traditore::baseline::{Baseline, Watch};
use traditore::config::Config;
use traditore::detect::Audit;
use traditore::journal::Entry;
use traditore::report::summary::Summary;
use traditore::run;
use traditore::walk::{Lister, Origin, Sources};

use super::desk::Desk;
use super::keep::{self, Keep, Kept};
use super::plan::Plan;
use super::{output, own, progress, signals};
use crate::cli::Line;

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To report.
    Audit,
    /// To decide what may be published.
    Gate,
}

/// Audits what `args` name and writes the reports, and what is to be kept beside them.
pub(crate) fn run(args: &Line, purpose: Purpose, keep: Keep) -> anyhow::Result<Summary> {
    let config = Config::find(args.config.as_deref())?;
    let plan = Plan::new(args, &config, purpose)?;
    let baseline = match &args.baseline {
        Some(path) => Baseline::read(path)?,
        None => Baseline::default(),
    };
    let mut watch = Watch::new(&baseline);
    let mut sources = sources(args)?;
    own::leave_out(&mut sources, args);
    // an empty list is what a hook passes on when nothing changed
    if sources.is_empty() && args.files_from.is_none() {
        anstream::eprintln!("traditore: no documents there; name files, or folders that hold some");
    }
    if !args.quiet && !sources.unread().is_empty() {
        anstream::eprintln!("traditore: {}", passed_over(&sources));
    }
    if keep.resume && sources.iter().any(|source| source.origin == Origin::Stdin) {
        anyhow::bail!(
            "standard input cannot be read again; name files, or use --out instead of --resume"
        );
    }
    let word = keep
        .resume
        .then_some("stopped; the same command goes on where it was");
    signals::watch(args.out.as_deref(), word)?;
    let mut desk = Desk::new(
        output::sinks(args, purpose)?,
        &baseline,
        args.min_confidence,
    );
    desk.bar = progress::bar(args, sources.len());
    desk.verbose = args.verbose;
    // the gate's verdict says it, with what to do
    let said = purpose == Purpose::Gate && !args.quiet;
    let mut kept = None;
    if let Some(folder) = &args.out {
        let header = keep::header(args, &config, &baseline)?;
        let mut replay = |entry: Entry| {
            report_errors(&entry.audit, said, args.verbose, &desk.bar);
            desk.take(entry.audit, &entry.expected, None)
                .context("cannot write the report")
        };
        let (opened, done) = Kept::open(folder, keep, &header, &sources, &mut replay)?;
        kept = opened;
        if done > 0 && !args.quiet {
            let all = sources.len();
            anstream::eprintln!("traditore: going on after {done} of {all} documents");
        }
        sources.skip(done);
    }
    let jobs = args.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, Into::into),
        Into::into,
    );
    let watched = args.baseline.is_some() && args.min_confidence <= 0.0;
    let mut number = 0;
    run::run(&sources, jobs, &|name| plan.of(name), |audit| {
        let name = &audit.row.document;
        let expected = if watched {
            watch.expected(name, &plan.of(name).selection)
        } else {
            Vec::new()
        };
        if let (Some(kept), Some(source)) = (&mut kept, sources.get(number)) {
            kept.document(&audit, &source.origin, &expected)?;
        }
        number += 1;
        report_errors(&audit, said, args.verbose, &desk.bar);
        let terms = plan.terms(&audit.row.document);
        desk.take(audit, &expected, terms.as_ref())
    })
    .context("cannot write the report")?;
    let summary = desk.end().context("cannot write the report")?;
    if let Some(kept) = kept {
        kept.end()?;
    }
    if !args.quiet {
        anstream::eprintln!("{}", summary.line());
    }
    Ok(summary)
}

fn sources(args: &Line) -> anyhow::Result<Sources> {
    let mut lister = Lister::new(&args.stdin_filename);
    for path in &args.paths {
        lister.path(path);
    }
    match &args.files_from {
        Some(file) => lister.paths_from(file, args.null)?,
        None if args.paths.is_empty() => lister.path(Path::new(".")),
        None => {}
    }
    Ok(lister.finish())
}

/// What lies in the folders and was not read, for it may be what somebody wants to know about.
fn passed_over(sources: &Sources) -> String {
    let kinds: Vec<String> = sources
        .unread()
        .iter()
        .map(|(extension, count)| format!("{count} .{extension}"))
        .collect();
    format!(
        "passed over {}, in formats that are not read; save them as HTML or text to have them audited",
        kinds.join(", ")
    )
}

fn report_errors(audit: &Audit, said: bool, verbose: bool, bar: &ProgressBar) {
    let row = &audit.row;
    if !row.error.is_empty() && !said {
        bar.suspend(|| anstream::eprintln!("traditore: {}: {}", row.document, row.error));
    }
    if verbose {
        bar.suspend(|| {
            anstream::eprintln!(
                "{}: {} {}, {} segments, language {}",
                row.document,
                row.format,
                row.encoding,
                row.segments,
                row.language
            );
        });
    }
}
