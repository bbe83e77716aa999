//! `traditore audit`: the line, from paths to reports.

use std::collections::HashMap;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use traditore::baseline::Baseline;
use traditore::config::Config;
use traditore::detect::{Audit, Settings};
use traditore::document::Format;
use traditore::report::folder::Folder;
use traditore::report::summary::Summary;
use traditore::report::{Sink, csv, jsonl, terminal};
use traditore::select::Selection;
use traditore::{run, walk};

use super::signals;
use crate::cli;
use crate::cli::{InputFormat, Output, When};

pub(crate) fn run(args: &cli::Audit) -> anyhow::Result<ExitCode> {
    let config = Config::find(args.config.as_deref())?;
    let plan = Plan::new(args, &config)?;
    let baseline = args
        .baseline
        .as_deref()
        .map(Baseline::read)
        .transpose()?
        .unwrap_or_default();
    let sources = walk::list(&paths(args)?, &args.stdin_filename);
    if sources.is_empty() {
        anstream::eprintln!(
            "traditore: no documents there; name files, or folders that hold text, HTML or Markdown"
        );
    }
    signals::watch(args.out.as_deref())?;
    let mut sinks = sinks(args)?;
    let bar = progress(args, sources.len());
    let mut summary = Summary::new();
    let jobs = args.jobs.map_or_else(
        || std::thread::available_parallelism().map_or(1, Into::into),
        Into::into,
    );
    run::run(&sources, jobs, &|name| plan.of(name), |audit| {
        let audit = silence(audit, &baseline, &mut summary);
        report_errors(&audit, args.verbose, &bar);
        summary.add(&audit);
        bar.inc(1);
        sinks.iter_mut().try_for_each(|sink| sink.document(&audit))
    })
    .context("cannot write the report")?;
    sinks
        .iter_mut()
        .try_for_each(|sink| sink.end(&summary))
        .context("cannot write the report")?;
    bar.finish_and_clear();
    if !args.quiet {
        anstream::eprintln!("{}", summary.line());
    }
    Ok(ExitCode::from(if summary.errors > 0 { 2 } else { 0 }))
}

fn paths(args: &cli::Audit) -> anyhow::Result<Vec<PathBuf>> {
    let mut paths = args.paths.clone();
    match &args.files_from {
        Some(file) => paths.extend(walk::list_from(file, args.null)?),
        None if paths.is_empty() => paths.push(PathBuf::from(".")),
        None => {}
    }
    Ok(paths)
}

/// How each document is audited: worked out once for each set of overrides that holds for some document.
struct Plan<'a> {
    args: &'a cli::Audit,
    config: &'a Config,
    general: Settings,
    special: Mutex<HashMap<Vec<usize>, Settings>>,
}

impl<'a> Plan<'a> {
    fn new(args: &'a cli::Audit, config: &'a Config) -> anyhow::Result<Self> {
        Ok(Self {
            args,
            config,
            general: settings(args, config, &[])?,
            special: Mutex::default(),
        })
    }

    fn of(&self, name: &str) -> Settings {
        let overrides = self.config.overrides_of(name);
        if overrides.is_empty() {
            return self.general.clone();
        }
        let mut special = self.special.lock().unwrap_or_else(PoisonError::into_inner);
        let make = |overrides: &Vec<usize>| {
            // the names in the policy were checked when it was read
            settings(self.args, self.config, overrides).unwrap_or_else(|_| self.general.clone())
        };
        special.entry(overrides).or_insert_with_key(make).clone()
    }
}

fn settings(args: &cli::Audit, config: &Config, overrides: &[usize]) -> anyhow::Result<Settings> {
    let selection = if args.select.is_empty() {
        config.selection(overrides)?.without(&args.ignore)?
    } else {
        Selection::new(&args.select, &args.ignore)?
    };
    let mut settings = Settings::default();
    settings.selection = Arc::new(selection);
    settings.lang = args.lang.clone().or_else(|| config.lang(overrides));
    settings.source_lang = args
        .source_lang
        .clone()
        .or_else(|| config.source_lang(overrides));
    settings.format = match args.input_format {
        InputFormat::Auto => None,
        InputFormat::Text => Some(Format::Text),
        InputFormat::Html => Some(Format::Html),
        InputFormat::Markdown => Some(Format::Markdown),
        InputFormat::Po => Some(Format::Po),
        InputFormat::Tsv => Some(Format::Tsv),
    };
    settings.min_confidence = args.min_confidence;
    settings.segments = args.segments;
    settings.house = config.house_markers(overrides)?.into();
    Ok(settings)
}

/// Takes out the findings that the baseline lists.
fn silence(mut audit: Audit, baseline: &Baseline, summary: &mut Summary) -> Audit {
    if baseline.entries.is_empty() {
        return audit;
    }
    let before = audit.findings.len();
    audit
        .findings
        .retain(|finding| !baseline.contains(&finding.id));
    summary.silenced += (before - audit.findings.len()) as u64;
    audit.row.counts = [0; 4];
    for finding in &audit.findings {
        audit.row.counts[finding.severity as usize] += 1;
    }
    audit
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

fn sinks(args: &cli::Audit) -> anyhow::Result<Vec<Box<dyn Sink>>> {
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    if let Some(folder) = &args.out {
        sinks.push(Box::new(Folder::new(folder, args.segments)?));
    }
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    let format = match (args.format, &args.out) {
        (Some(format), _) => format,
        (None, Some(_)) => return Ok(sinks),
        (None, None) if is_terminal => Output::Text,
        (None, None) => Output::Csv,
    };
    let out = io::BufWriter::with_capacity(1 << 16, stdout);
    sinks.push(match format {
        Output::Csv => Box::new(csv::Stream::new(out)?),
        Output::Jsonl => Box::new(jsonl::Stream(out)),
        Output::Text => Box::new(terminal::Stream::new(
            out,
            colour(args.color, is_terminal),
            width(),
        )),
    });
    Ok(sinks)
}

fn colour(when: When, is_terminal: bool) -> bool {
    match when {
        When::Always => true,
        When::Never => false,
        When::Auto => {
            is_terminal && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// Columns of the terminal; 140 when it does not say.
fn width() -> usize {
    let width = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    width.unwrap_or(140).clamp(40, 400)
}

fn progress(args: &cli::Audit, documents: usize) -> ProgressBar {
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
