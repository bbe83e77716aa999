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
use crate::walk::{Origin, Source};

/// Documents that may be finished before the first unreported one is, for each worker.
const AHEAD: usize = 16;

/// Audits `sources` with `jobs` workers and hands the audits to `sink` in the order of the sources. `settings` says how
/// a document of a given name is audited. Ends early when `sink` returns an error, with that error.
///
/// # Errors
/// What `sink` returns.
pub fn run<E>(
    sources: &[Source],
    jobs: usize,
    settings: &(dyn Fn(&str) -> Settings + Sync),
    mut sink: impl FnMut(Audit) -> Result<(), E>,
) -> Result<(), E> {
    let jobs = jobs.clamp(1, sources.len().max(1));
    if jobs == 1 {
        return sources
            .iter()
            .try_for_each(|source| sink(one(source, settings)));
    }
    let next = AtomicUsize::new(0);
    let stop = AtomicBool::new(false);
    let shelf = Mutex::new((0_usize, BTreeMap::<usize, Audit>::new()));
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
                    while index > shelved.0 + jobs * AHEAD && !stop.load(Ordering::Relaxed) {
                        shelved = changed
                            .wait(shelved)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                    drop(shelved);
                    let audit = one(source, settings);
                    let mut shelved = shelf.lock().unwrap_or_else(PoisonError::into_inner);
                    shelved.1.insert(index, audit);
                    changed.notify_all();
                }
            });
        }
        let mut outcome = Ok(());
        for index in 0..sources.len() {
            let mut shelved = shelf.lock().unwrap_or_else(PoisonError::into_inner);
            let audit = loop {
                match shelved.1.remove(&index) {
                    Some(audit) => break audit,
                    None => {
                        shelved = changed
                            .wait(shelved)
                            .unwrap_or_else(PoisonError::into_inner);
                    }
                }
            };
            shelved.0 = index + 1;
            drop(shelved);
            changed.notify_all();
            outcome = sink(audit);
            if outcome.is_err() {
                break;
            }
        }
        stop.store(true, Ordering::Relaxed);
        changed.notify_all();
        outcome
    })
}

/// Audits one document. A fault of the program in one document is that document's error, not the end of the run.
fn one(source: &Source, settings: &dyn Fn(&str) -> Settings) -> Audit {
    let audit = || {
        let decoded = match &source.origin {
            Origin::File(path) => open::open(path),
            Origin::Stdin => open::decode(std::io::stdin()),
            Origin::Nowhere(reason) => return Audit::unreadable(&source.name, reason.clone()),
        };
        detect::audit(&source.name, decoded, &settings(&source.name))
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
        let sources: Vec<Source> = (0..200)
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
            assert!(names.iter().eq(sources.iter().map(|source| &source.name)));
        }
    }

    #[test]
    fn an_error_of_the_sink_ends_the_run() {
        let sources = vec![
            Source {
                name: "x".into(),
                origin: Origin::Nowhere("gone".into())
            };
            500
        ];
        assert_eq!(
            run(&sources, 3, &|_| Settings::default(), |_| Err("full")),
            Err("full")
        );
    }
}
