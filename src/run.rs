//! A run over many documents: several at a time, reported in order.
//!
//! Workers take documents in their order; a worker that is far ahead waits, so that what is finished but not yet
//! reported stays bounded. The number of workers changes no byte of any report.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use crate::detect::{self, Audit, Settings};
use crate::open;
use crate::walk::{Origin, Source, Sources};

/// Documents that may be finished before the first unreported one is, for each worker.
const AHEAD: usize = 16;

/// Findings and segments that may wait to be reported before no other document is begun.
const WEIGHT: usize = 1 << 14;

/// Audits `sources` with `jobs` workers and hands the audits to `sink` in the order of the sources. `settings` says how
/// a document of a given name is audited. Ends early when `sink` returns an error, with that error.
///
/// # Errors
/// What `sink` returns.
pub fn run<E>(
    sources: &Sources,
    jobs: usize,
    settings: &(dyn Fn(&str) -> Settings + Sync),
    mut sink: impl FnMut(Audit) -> Result<(), E>,
) -> Result<(), E> {
    let jobs = jobs.clamp(1, sources.len().max(1));
    if jobs == 1 {
        return sources
            .iter()
            .try_for_each(|source| sink(one(&source, settings)));
    }
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let shelf = Mutex::new(Shelf::default());
    let changed = Condvar::new();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(source) = sources.get(index) else {
                        break;
                    };
                    let mut shelved = shelf.lock().unwrap_or_else(PoisonError::into_inner);
                    while shelved.is_full(index, jobs) && !stop.load(Ordering::Relaxed) {
                        shelved = changed
                            .wait(shelved)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                    drop(shelved);
                    let audit = one(&source, settings);
                    let mut shelved = shelf.lock().unwrap_or_else(PoisonError::into_inner);
                    shelved.put(index, audit);
                    changed.notify_all();
                }
            });
        }
        let mut outcome = Ok(());
        for index in 0..sources.len() {
            let mut shelved = shelf.lock().unwrap_or_else(PoisonError::into_inner);
            let audit = loop {
                match shelved.take(index) {
                    Some(audit) => break audit,
                    None => {
                        shelved = changed
                            .wait(shelved)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                }
            };
            drop(shelved);
            changed.notify_all();
            outcome = sink(audit);
            if outcome.is_err() {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        // a worker that has just found no reason to stop holds the shelf until it waits
        drop(shelf.lock().unwrap_or_else(PoisonError::into_inner));
        changed.notify_all();
        outcome
    })
}

/// Audits that wait for those of the documents before them to be reported.
#[derive(Debug, Default)]
struct Shelf {
    /// Documents that are reported.
    reported: usize,
    audits: BTreeMap<usize, Audit>,
    /// Findings and segments in `audits`.
    weight: usize,
}

impl Shelf {
    /// Whether the audit of the document of number `index` has to wait before it begins.
    fn is_full(&self, index: usize, jobs: usize) -> bool {
        index > self.reported + jobs * AHEAD || (self.weight > WEIGHT && index != self.reported)
    }

    fn put(&mut self, index: usize, audit: Audit) {
        self.weight += weight(&audit);
        self.audits.insert(index, audit);
    }

    fn take(&mut self, index: usize) -> Option<Audit> {
        let audit = self.audits.remove(&index)?;
        self.weight -= weight(&audit);
        self.reported = index + 1;
        Some(audit)
    }
}

fn weight(audit: &Audit) -> usize {
    audit.findings.len() + audit.silenced.len() + audit.segments.len()
}

/// Audits one document. A fault of the program in one document is that document's error, not the end of the run.
fn one(source: &Source, settings: &dyn Fn(&str) -> Settings) -> Audit {
    let audit = || {
        let settings = settings(&source.name);
        let decoded = match &source.origin {
            Origin::File(path) => open::open_within(path, settings.limits),
            Origin::Stdin => open::decode_within(std::io::stdin(), settings.limits),
            Origin::Nowhere(reason) => return Audit::unreadable(&source.name, reason.clone()),
        };
        detect::audit(&source.name, decoded, &settings)
    };
    catch_unwind(AssertUnwindSafe(audit)).unwrap_or_else(|_| {
        let message =
            "traditore itself failed on this document; please report it with the document"
                .to_owned();
        Audit::unreadable(&source.name, message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_depend_on_jobs() {
        let sources: Sources = (0..200)
            .map(|n| Source {
                name: format!("{n:03}"),
                origin: Origin::Nowhere("gone".into()),
            })
            .collect();
        for jobs in [1, 2, 7] {
            let mut names = Vec::new();
            let outcome: Result<(), ()> = run(&sources, jobs, &|_| Settings::default(), |audit| {
                names.push(audit.row.document);
                Ok(())
            });
            assert_eq!(outcome, Ok(()));
            assert!(
                names
                    .into_iter()
                    .eq(sources.iter().map(|source| source.name))
            );
        }
    }

    #[test]
    fn what_waits_to_be_reported_is_bounded_and_nobody_waits_for_ever() {
        let mut shelf = Shelf::default();
        let mut heavy = Audit::unreadable("x", String::new());
        heavy.silenced.clear();
        heavy.segments = vec![
            crate::document::SegmentRow {
                segment: String::new(),
                line: 1,
                side: "text",
                language: String::new(),
                confidence: None,
                script: "",
                letters: 0,
                expected: String::new(),
                consistent: None,
            };
            WEIGHT + 1
        ];
        assert!(!shelf.is_full(1, 2));
        shelf.put(1, heavy);
        assert!(shelf.is_full(2, 2) && !shelf.is_full(0, 2));
        shelf.put(0, Audit::unreadable("w", String::new()));
        assert!(shelf.take(0).is_some() && shelf.take(1).is_some());
        assert!(!shelf.is_full(2, 2) && shelf.weight == 0);
        assert!(shelf.is_full(3 + 2 * AHEAD, 2));
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let sources: Sources = (0..500)
            .map(|n| Source {
                name: n.to_string(),
                origin: Origin::Nowhere("gone".into()),
            })
            .collect();
        assert_eq!(
            run(&sources, 3, &|_| Settings::default(), |_| Err("full")),
            Err("full")
        );
    }
}
