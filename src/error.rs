//! Errors of the library: each names the file, the place and what to do.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::review::Problem;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be opened or read.
    #[error("{path}: {reason}", path = .path.display(), reason = crate::walk::explain(.source))]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A report could not be written.
    #[error("{path}: cannot write the report: {reason}", path = .path.display(), reason = unwritable(.source))]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// What the file holds cannot be read as a document.
    #[error("{document}: {message}")]
    Content {
        /// The document's name.
        document: String,
        /// Why, and what to do.
        message: String,
    },
    /// No rule is called so.
    #[error("unknown rule `{name}`{hint} (`traditore rules` lists them)")]
    UnknownRule {
        /// The name as written.
        name: String,
        /// “; did you mean …”, or empty.
        hint: String,
    },
    /// The policy file is wrong.
    #[error("{path}:{line}:{column}: {message}", path = .path.display())]
    Config {
        /// The policy file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// Column, from 1.
        column: u64,
        /// What is wrong and what was meant.
        message: String,
    },
    /// Cells of a report make no sense.
    #[error("{}", in_report(.path, .problems))]
    Report {
        /// The report.
        path: PathBuf,
        /// What is wrong where; not empty.
        problems: Vec<Problem>,
    },
    /// The state of an audit cannot be continued or joined.
    #[error("{path}: {message}", path = .path.display())]
    State {
        /// The file or folder.
        path: PathBuf,
        /// Why, and what to do.
        message: String,
    },
    /// The command line or a list of files is wrong.
    #[error("{0}")]
    Usage(String),
}

/// Why a file cannot be written, and what to do.
fn unwritable(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such folder; make it, or check the path".to_owned(),
        ErrorKind::AlreadyExists | ErrorKind::NotADirectory => {
            "a file of that name is in the way; name another folder".to_owned()
        }
        _ => crate::walk::explain(error),
    }
}

/// Problems of a report that are listed before the rest is counted.
const LISTED: usize = 20;

fn in_report(path: &Path, problems: &[Problem]) -> String {
    let path = path.display();
    let mut lines: Vec<String> = problems
        .iter()
        .take(LISTED)
        .map(|problem| format!("{path}: {problem}"))
        .collect();
    if problems.len() > LISTED {
        lines.push(format!("{path}: and {} more", problems.len() - LISTED));
    }
    lines.join("\n")
}

/// A result with the library's error.
pub type Result<T> = std::result::Result<T, Error>;
