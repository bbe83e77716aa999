//! Where the reports go: the report folder, standard output, and for a gate its verdicts.

use std::io::{self, IsTerminal};

use traditore::report::folder::Folder;
use traditore::report::{Sink, csv, github, jsonl, junit, sarif, terminal, verdict};

use super::line::Purpose;
use crate::cli::{Line, Output, When};

/// The sinks that `args` ask for.
pub(crate) fn sinks(args: &Line, purpose: Purpose) -> anyhow::Result<Vec<Box<dyn Sink>>> {
    let mut sinks: Vec<Box<dyn Sink>> = Vec::new();
    if let Some(folder) = &args.out {
        sinks.push(Box::new(Folder::new(folder, args.segments)?));
    }
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    let format = match (args.format, &args.out) {
        (Some(format), _) => Some(format),
        (None, Some(_)) => None,
        (None, None) if is_terminal => Some(Output::Text),
        (None, None) => Some(Output::Csv),
    };
    let gate = purpose == Purpose::Gate;
    let out = io::BufWriter::with_capacity(1 << 16, stdout);
    let painted = colour(args.color, is_terminal);
    match format {
        None => {}
        Some(Output::Csv) => sinks.push(Box::new(csv::Stream::new(out)?)),
        Some(Output::Jsonl) => sinks.push(Box::new(jsonl::Stream(out))),
        Some(Output::Text) if gate => sinks.push(Box::new(verdict::Stream::new(out, painted))),
        Some(Output::Text) => sinks.push(Box::new(terminal::Stream::new(out, painted, width()))),
        Some(Output::Sarif) => sinks.push(Box::new(sarif::Stream::new(out)?)),
        Some(Output::Github) => sinks.push(Box::new(github::Stream::new(out))),
        Some(Output::Junit) => sinks.push(Box::new(junit::Stream::new(out))),
    }
    if gate && format != Some(Output::Text) && !args.quiet {
        let stderr = io::stderr();
        let painted = colour(args.color, stderr.is_terminal());
        sinks.push(Box::new(verdict::Stream::new(stderr, painted)));
    }
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
