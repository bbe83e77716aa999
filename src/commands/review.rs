//! `traditore review`: a report read back, as a summary, a baseline, a page.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use traditore::baseline::{Baseline, Entry};
use traditore::review::compare::Comparison;
use traditore::review::{Report, Verdict, page};

use super::signals;
use crate::cli;

mod json;
mod text;

pub(crate) fn run(args: &cli::Review) -> anyhow::Result<ExitCode> {
    // everything is read before anything is written
    let report = Report::read(&args.report)?;
    let old = args.against.as_deref().map(Report::read).transpose()?;
    let baseline = args.write_baseline.as_deref().map(existing).transpose()?;
    for remark in report.remarks.iter().map(|remark| (&report, remark)).chain(
        old.iter()
            .flat_map(|old| old.remarks.iter().map(move |remark| (old, remark))),
    ) {
        anstream::eprintln!("traditore: {}: {}", remark.0.path.display(), remark.1);
    }
    signals::watch(args.html.as_deref().map(folder_of), None)?;
    let comparison = old.as_ref().map(|old| Comparison::new(&report, old));
    if let (Some(path), Some(baseline)) = (args.write_baseline.as_deref(), baseline) {
        enter(&report, baseline, path, args.quiet)?;
    }
    let against = old.as_ref().zip(comparison.as_ref());
    if let Some(path) = &args.html {
        page::write(path, &page::render(&report, against, Some(Path::new("."))))?;
        if !args.quiet {
            anstream::eprintln!("{}: open it in a browser", path.display());
        }
    }
    if !args.quiet {
        let mut out = io::BufWriter::new(io::stdout().lock());
        match args.format {
            cli::Printed::Text => text::print(&mut out, &report, against)?,
            cli::Printed::Json => json::print(&mut out, &report, against)?,
        }
        out.flush()?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The folder in which the file is written.
fn folder_of(file: &Path) -> &Path {
    file.parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn existing(path: &Path) -> traditore::error::Result<Baseline> {
    if path.exists() {
        Baseline::read(path)
    } else {
        Ok(Baseline::default())
    }
}

/// Takes the findings that may stay into the baseline.
fn enter(report: &Report, mut baseline: Baseline, path: &Path, quiet: bool) -> anyhow::Result<()> {
    let before = baseline.entries.len();
    let (mut taken, mut accepted) = (0_u64, 0_u64);
    for finding in &report.findings {
        match finding.verdict {
            Some(Verdict::FalsePositive | Verdict::WontFix) => {
                taken += 1;
                baseline.insert(
                    &finding.id,
                    Entry {
                        rule: finding.rule.to_owned(),
                        document: finding.document.clone(),
                        note: finding.note.clone(),
                    },
                );
            }
            Some(Verdict::Accept) => accepted += u64::from(baseline.contains(&finding.id)),
            None => {}
        }
    }
    if accepted > 0 {
        anstream::eprintln!(
            "traditore: {}: {accepted} of its findings are accepted in the report; it goes on silencing them until their lines are taken out",
            path.display()
        );
    }
    if taken == 0 && before == 0 {
        anstream::eprintln!(
            "traditore: no row is marked false-positive or wont-fix: the baseline {} silences nothing",
            path.display()
        );
    }
    baseline.write(path)?;
    if !quiet {
        let now = baseline.entries.len();
        anstream::eprintln!(
            "{}: {now} findings silenced, {} of them new",
            path.display(),
            now - before
        );
    }
    Ok(())
}
