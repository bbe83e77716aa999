//! What is done with the audit of each document, in their order: compared, silenced, judged, counted, written.

use std::io;

use indicatif::ProgressBar;
use traditore::baseline::{self, Baseline};
use traditore::corpus::Memory;
use traditore::detect::Audit;
use traditore::gate::{self, Terms};
use traditore::report::Sink;
use traditore::report::summary::Summary;

/// Where audits arrive, fresh ones and those that were kept.
pub(crate) struct Desk<'a> {
    pub(crate) sinks: Vec<Box<dyn Sink>>,
    pub(crate) bar: ProgressBar,
    pub(crate) verbose: bool,
    baseline: &'a Baseline,
    min_confidence: f32,
    memory: Memory,
    summary: Summary,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(
        sinks: Vec<Box<dyn Sink>>,
        baseline: &'a Baseline,
        min_confidence: f32,
    ) -> Self {
        Self {
            sinks,
            bar: ProgressBar::hidden(),
            verbose: false,
            baseline,
            min_confidence,
            memory: Memory::default(),
            summary: Summary::new(),
        }
    }

    /// Takes the next audit; `expected` are the ids of the baseline that should silence something in it.
    pub(crate) fn take(
        &mut self,
        mut audit: Audit,
        expected: &[String],
        terms: Option<&Terms>,
    ) -> io::Result<()> {
        self.memory.compare(&mut audit, self.min_confidence);
        audit.silence(self.baseline);
        audit.verdict = terms.map(|terms| gate::decide(&audit, terms));
        let stale = baseline::stale(&audit, expected);
        self.summary.stale += stale.len() as u64;
        if self.verbose {
            for id in stale {
                let document = &audit.row.document;
                self.bar.suspend(|| {
                    anstream::eprintln!("{document}: {id} of the baseline matches nothing");
                });
            }
        }
        self.summary.add(&audit);
        self.bar.inc(1);
        let mut write = || {
            let mut sinks = self.sinks.iter_mut();
            sinks.try_for_each(|sink| sink.document(&audit))
        };
        if self.bar.is_hidden() {
            write()
        } else {
            self.bar.suspend(write)
        }
    }

    /// Ends the reports.
    pub(crate) fn end(mut self) -> io::Result<Summary> {
        self.bar.finish_and_clear();
        for sink in &mut self.sinks {
            sink.end(&self.summary)?;
        }
        Ok(self.summary)
    }
}
