//! The report folder: each file appears complete under its name or not at all.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::NamedTempFile;

use super::Sink;
use super::csv::{DOCUMENTS, FINDINGS, SEGMENTS, Table};
use super::summary::Summary;
use super::turn::Turn;
use crate::detect::Audit;
use crate::error::{Error, Result};
use crate::journal::STATE;

/// What the names of this process's unfinished files begin with.
#[must_use]
pub fn prefix() -> String {
    format!(".traditore-{}-", std::process::id())
}

/// Held while a temporary file is begun and while finished ones get their names.
static CHANGING: Mutex<()> = Mutex::new(());

fn changing() -> MutexGuard<'static, ()> {
    CHANGING.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Begins a file in `folder` that is removed when it is dropped, or by [`abandon`].
///
/// # Errors
/// When it cannot be made.
pub fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let _changing = changing();
    tempfile::Builder::new()
        .prefix(&prefix())
        .suffix(".tmp")
        .tempfile_in(folder)
}

/// Removes the files that this process, and no other, has begun in `folder`. A report that is getting its names gets them
/// all first; nothing is begun after it, in any folder, as long as the answer is kept.
pub fn abandon(folder: Option<&Path>) -> MutexGuard<'static, ()> {
    let changing = changing();
    let own = prefix();
    let Some(folder) = folder else {
        return changing;
    };
    Turn::abandon(folder);
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&own) {
            // whoever cannot remove it has nobody left to tell
            let _ = std::fs::remove_file(entry.path());
        }
    }
    changing
}

/// Removes from the folder `path` what runs that were killed could not remove. For a run that has the folder for itself.
pub fn sweep(path: &Path) {
    let own = prefix();
    for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let unfinished = name
            .strip_suffix(".tmp")
            .and_then(|name| name.strip_prefix(".traditore-"))
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if unfinished && !name.starts_with(&own) {
            // whoever cannot remove it has lost nothing by it
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// The files of a report.
pub const FILES: [&str; 4] = [
    "findings.csv",
    "documents.csv",
    "segments.csv",
    "summary.json",
];

/// Whether `path` is a file of a report, also of an older one that a spreadsheet saved: no document, wherever it lies.
#[must_use]
pub fn holds(path: &Path) -> bool {
    if path.file_name().is_some_and(|name| name == FILES[3]) {
        return FILES[..2]
            .iter()
            .all(|name| path.with_file_name(name).is_file());
    }
    if path.file_name().is_some_and(|name| name == STATE) {
        return true;
    }
    let table = path.extension().is_some_and(|extension| {
        extension.eq_ignore_ascii_case("csv") || extension.eq_ignore_ascii_case("tsv")
    });
    let mut head = Vec::new();
    let read = |file: File| file.take(128).read_to_end(&mut head);
    if !table || File::open(path).and_then(read).is_err() {
        return false;
    }
    let head: String = String::from_utf8_lossy(&head)
        .trim_start_matches('\u{FEFF}')
        .replace([';', '\t'], ",")
        .replace('"', "");
    [&FINDINGS[..3], &DOCUMENTS[..3], &SEGMENTS[..3]]
        .iter()
        .any(|columns| head.starts_with(&columns.join(",")))
}

type Csv = Table<BufWriter<NamedTempFile>>;

/// Writes `findings.csv`, `documents.csv`, `summary.json` and, if wanted, `segments.csv`.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    tables: Option<Tables>,
}

#[derive(Debug)]
struct Tables {
    findings: Csv,
    documents: Csv,
    segments: Option<Csv>,
}

impl Folder {
    /// Makes the folder `path` if need be, and temporary files in it.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn new(path: &Path, segments: bool) -> Result<Self> {
        let open = || -> io::Result<Tables> {
            std::fs::create_dir_all(path)?;
            let table = |columns: &[&str]| {
                Table::new(BufWriter::with_capacity(1 << 16, temporary(path)?), columns)
            };
            Ok(Tables {
                findings: table(&FINDINGS)?,
                documents: table(&DOCUMENTS)?,
                segments: if segments {
                    Some(table(&SEGMENTS)?)
                } else {
                    None
                },
            })
        };
        let tables = open().map_err(|source| Error::Write {
            path: path.to_owned(),
            source,
        })?;
        Ok(Self {
            path: path.to_owned(),
            tables: Some(tables),
        })
    }

    /// Writes a finished table to disk and gives it its name.
    fn publish(&self, table: Csv, name: &str) -> io::Result<()> {
        let file = table
            .finish()?
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        persist(file, &self.path.join(name))
    }
}

/// Gives a finished temporary file its name, once its content is on disk.
///
/// # Errors
/// When it cannot be written.
pub fn persist(mut file: NamedTempFile, path: &Path) -> io::Result<()> {
    file.flush()?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // temporary files are private; a report is as readable as any file a program makes
        file.as_file()
            .set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Writes `content` to the file `path`, which holds the old content or the new one, never a part.
///
/// # Errors
/// [`Error::Write`].
pub fn replace(path: &Path, content: &[u8]) -> Result<()> {
    let write = || -> io::Result<()> {
        let folder = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let mut file = temporary(folder)?;
        file.write_all(content)?;
        persist(file, path)
    };
    write().map_err(|source| Error::Write {
        path: path.to_owned(),
        source,
    })
}

impl Sink for Folder {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        let Some(tables) = &mut self.tables else {
            return Ok(());
        };
        audit.each(&mut |finding| tables.findings.finding(&audit.row.document, finding))?;
        tables.documents.document(&audit.row)?;
        if let Some(table) = &mut tables.segments {
            audit.each_segment(&mut |row| table.segment(&audit.row.document, row))?;
        }
        Ok(())
    }

    fn end(&mut self, summary: &Summary) -> io::Result<()> {
        let Some(tables) = self.tables.take() else {
            return Ok(());
        };
        let _turn = Turn::take(&self.path)?;
        let mut file = temporary(&self.path)?;
        serde_json::to_writer_pretty(&mut file, summary)?;
        file.write_all(b"\n")?;
        let _changing = changing();
        self.publish(tables.findings, "findings.csv")?;
        self.publish(tables.documents, "documents.csv")?;
        if let Some(table) = tables.segments {
            self.publish(table, "segments.csv")?;
        }
        persist(file, &self.path.join("summary.json"))?;
        // the names themselves are on disk only when the folder is
        File::open(&self.path)
            .and_then(|folder| folder.sync_all())
            .or(Ok(()))
    }
}
