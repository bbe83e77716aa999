//! Documents audited several at a time, handed on in their order.

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use traditore::detect::{self, Audit, Settings};
use traditore::open;

use crate::documents::{Document, Documents};
use crate::options::Options;

/// Bytes of documents, and their number, that are in memory at a time.
const BYTES: usize = 32 << 20;
const COUNT: usize = 2048;

/// Hands the audit of each document to `sink`.
pub(crate) fn run(
    documents: &mut Documents<'_>,
    options: &Options,
    sink: &mut dyn FnMut(Audit) -> Result<(), String>,
) -> Result<(), String> {
    let settings = options.settings()?;
    loop {
        let (mut some, mut bytes) = (Vec::new(), 0);
        while bytes < BYTES && some.len() < COUNT {
            let Some(document) = documents.next()? else {
                break;
            };
            bytes += document.bytes.len();
            some.push(document);
        }
        if some.is_empty() {
            return Ok(());
        }
        for audit in audits(some, options.jobs, &settings) {
            sink(audit)?;
        }
    }
}

fn audits(documents: Vec<Document>, jobs: usize, settings: &Settings) -> Vec<Audit> {
    let jobs = jobs.clamp(1, documents.len());
    if jobs == 1 {
        return documents
            .into_iter()
            .map(|document| one(document, settings))
            .collect();
    }
    let next = AtomicUsize::new(0);
    let cells: Vec<Mutex<(Document, Option<Audit>)>> = documents
        .into_iter()
        .map(|document| Mutex::new((document, None)))
        .collect();
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let mut cell = cell.lock().unwrap_or_else(PoisonError::into_inner);
                    let document = std::mem::take(&mut cell.0);
                    cell.1 = Some(one(document, settings));
                }
            });
        }
    });
    let done = cells
        .into_iter()
        .map(|cell| cell.into_inner().unwrap_or_else(PoisonError::into_inner));
    done.filter_map(|(_, audit)| audit).collect()
}

/// Audits one document. A fault of the program in one document is that document's error, not the end of the run.
fn one(document: Document, settings: &Settings) -> Audit {
    let name = document.name;
    let audit = || {
        let mut settings = settings.clone();
        settings.format = document.format;
        let decoded = open::decode_within(Cursor::new(document.bytes), settings.limits);
        detect::audit(&name, decoded, &settings)
    };
    catch_unwind(AssertUnwindSafe(audit)).unwrap_or_else(|_| {
        let message =
            "traditore itself failed on this document; please report it with the document";
        Audit::unreadable(&name, message.to_owned())
    })
}
