//! The compiled half of the Python package: Arrow in, Arrow out. `traditore/__init__.py` is the half that users see.

use std::path::PathBuf;

use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_pyarrow::PyArrowType;
use arrow_schema::SchemaRef;
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use traditore::baseline::{Baseline, Entry};
use traditore::corpus::Memory;
use traditore::journal::{Merge, Writer};
use traditore::report::Sink;
use traditore::report::folder::Folder;
use traditore::report::summary::Summary;

mod documents;
mod options;
mod pool;
mod tables;

use documents::Documents;
use options::Options;
use tables::Tables;

type Reader = PyArrowType<RecordBatchStreamReader>;
type Table = PyArrowType<Box<dyn RecordBatchReader + Send>>;

/// Audits the rows of `table`; returns findings, documents and segments, and the summary as JSON.
#[pyfunction]
fn audit(
    py: Python<'_>,
    table: Reader,
    options: Options,
) -> PyResult<(Table, Table, Table, String)> {
    let mut tables = Tables::default();
    let mut summary = Summary::new();
    let mut memory = Memory::default();
    py.detach(|| {
        let mut documents = Documents::new(table.0, &options)?;
        pool::run(&mut documents, &options, &mut |mut audit| {
            memory.compare(&mut audit, options.min_confidence);
            summary.add(&audit);
            tables.add(&audit).map_err(|error| error.to_string())
        })
    })
    .map_err(PyValueError::new_err)?;
    let [findings, rows, segments] = tables
        .finish()
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    let summary = serde_json::to_string(&summary)
        .map_err(|error| PyValueError::new_err(error.to_string()))?;
    Ok((reader(findings), reader(rows), reader(segments), summary))
}

fn reader((schema, batches): (SchemaRef, Vec<RecordBatch>)) -> Table {
    let batches = batches.into_iter().map(Ok);
    PyArrowType(Box::new(RecordBatchIterator::new(batches, schema)))
}

/// Audits the rows of `table`, a part of a whole; returns the state by which parts are joined.
#[pyfunction]
fn shard(py: Python<'_>, table: Reader, options: Options) -> PyResult<Bound<'_, PyBytes>> {
    let state = py
        .detach(|| -> Result<Vec<u8>, String> {
            let text = |error: std::io::Error| error.to_string();
            let mut writer = Writer::new(Vec::new(), &options.header()).map_err(text)?;
            let mut documents = Documents::new(table.0, &options)?;
            let mut last = String::new();
            pool::run(&mut documents, &options, &mut |audit| {
                if audit.row.document < last {
                    return Err(format!(
                        "document {:?} comes after {last:?}; sort the rows of a shard by document",
                        audit.row.document
                    ));
                }
                last.clone_from(&audit.row.document);
                writer.document(&audit, None, &[]).map_err(text)
            })?;
            writer.seal(std::collections::BTreeMap::new()).map_err(text)
        })
        .map_err(PyValueError::new_err)?;
    Ok(PyBytes::new(py, &state))
}

/// Joins `reports` to one in the folder `out`; returns its summary as JSON.
#[pyfunction]
fn merge(py: Python<'_>, reports: Vec<PathBuf>, out: PathBuf) -> PyResult<String> {
    py.detach(
        || -> Result<String, Box<dyn std::error::Error + Send + Sync>> {
            let mut merge = Merge::new(&reports)?;
            let header = merge
                .header()
                .cloned()
                .ok_or("there are no reports to merge")?;
            let mut baseline = Baseline::default();
            for id in &header.silent {
                baseline.insert(id, Entry::default());
            }
            let mut folder = Folder::new(&out, header.segments)?;
            let mut summary = Summary::new();
            let mut memory = Memory::default();
            while let Some(mut entry) = merge.entry()? {
                memory.compare(&mut entry.audit, header.min_confidence);
                entry.audit.silence(&baseline);
                summary.stale +=
                    traditore::baseline::stale(&entry.audit, &entry.expected).len() as u64;
                summary.add(&entry.audit);
                folder.document(&entry.audit)?;
            }
            folder.end(&summary)?;
            Ok(serde_json::to_string(&summary)?)
        },
    )
    .map_err(|error| PyOSError::new_err(error.to_string()))
}

#[pymodule]
fn _traditore(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(audit, module)?)?;
    module.add_function(wrap_pyfunction!(shard, module)?)?;
    module.add_function(wrap_pyfunction!(merge, module)?)
}
