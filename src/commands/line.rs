//! The line that `audit` and `gate` share, from paths to reports.

use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use traditore::baseline::{Baseline, Watch};
use traditore::config::Config;
use traditore::corpus::Memory;
use traditore::detect::Audit;
use traditore::gate;
use traditore::report::summary::Summary;
use traditore::run;
use traditore::walk::{Lister, Sources};

use super::plan::Plan;
use super::{output, own, signals};
use crate::cli::{Line, When};

/// What the line is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// To report.
    Audit,
    /// To decide what may be published.
    Gate,
}

/// Audits what `args` name and writes the reports.
pub(crate) fn run(args: &Line, purpose: Purpose) -> anyhow::Result<Summary> {
    let config = Config::find(args.config.as_deref())?;
    let plan = Plan::new(args, &config, purpose)?;
    let baseline = match &args.baseline {
        Some(path) => Baseline::read(path)?,
        None => Baseline::default(),
    };
    let mut watch = Watch::new(&baseline);
    let mut sources = sources(args)?;
    own::leave_out(&mut sources, args);
    if sources.is_empty() {
        anstream::eprintln!("traditore: no documents there; name files, or folders that hold some");
    }
    signals::watch(args.out.as_deref())?;
    let mut sinks = output::sinks(args, purpose)?;
    let bar = progress(args, sources.len());
    let mut summary = Summary::new();
    let mut memory = Memory::default();
    let jobs = args.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, Into::into),
        Into::into,
    );
    run::run(&sources, jobs, &|name| plan.of(name), |mut audit| {
        memory.compare(&mut audit, args.min_confidence);
        audit.silence(&baseline);
        if let Some(terms) = plan.terms(&audit.row.document) {
            audit.verdict = Some(gate::decide(&audit, &terms));
        }
        if args.baseline.is_some() && args.min_confidence <= 0.0 {
            let stale = watch.stale(&audit, &plan.of(&audit.row.document).selection);
            summary.stale += stale.len() as u64;
            if args.verbose {
                for id in stale {
                    let document = &audit.row.document;
                    bar.suspend(|| {
                        anstream::eprintln!("{document}: {id} of the baseline matches nothing");
                    });
                }
            }
        }
        report_errors(&audit, args.verbose, &bar);
        summary.add(&audit);
        bar.inc(1);
        let mut write = || sinks.iter_mut().try_for_each(|sink| sink.document(&audit));
        if bar.is_hidden() {
            write()
        } else {
            bar.suspend(write)
        }
    })
    .context("cannot write the report")?;
    bar.finish_and_clear();
    sinks
        .iter_mut()
        .try_for_each(|sink| sink.end(&summary))
        .context("cannot write the report")?;
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

fn report_errors(audit: &Audit, verbose: bool, bar: &ProgressBar) {
    let row = &audit.row;
    if !row.error.is_empty() {
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

fn progress(args: &Line, documents: usize) -> ProgressBar {
    let shown = match args.progress {
        When::Always => true,
        When::Never => false,
        When::Auto => !args.quiet && io::stderr().is_terminal() && documents > 1,
    };
    if !shown {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(documents as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} documents, {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    let _ = io::stderr().flush();
    bar
}
