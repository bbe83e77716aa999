//! Which documents there are: paths, directories, lists of paths, standard input; sorted, each once.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::error::{Error, Result};
use crate::formats;

/// A document to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name in reports: the path as given, `/` between parts, no `./`.
    pub name: String,
    /// Where its bytes come from.
    pub origin: Origin,
}

/// Where a document's bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File(PathBuf),
    /// Standard input.
    Stdin,
    /// Nowhere: the reason why it cannot be read.
    Nowhere(String),
}

/// Lists the documents that `paths` name: files, directories (walked; `.gitignore`, `.ignore` and `.traditoreignore`
/// hold; hidden files, links, FIFOs and devices are passed over), `-` for standard input, called `stdin_name`.
/// The result is sorted bytewise by name; what is named twice is listed once.
#[must_use]
pub fn list(paths: &[PathBuf], stdin_name: &str) -> Vec<Source> {
    let mut found: BTreeMap<(Vec<u8>, PathBuf), Source> = BTreeMap::new();
    let mut add = |name: String, origin: Origin| {
        let key = match &origin {
            Origin::File(path) => path.clone(),
            _ => PathBuf::new(),
        };
        found
            .entry((name.as_bytes().to_vec(), key))
            .or_insert(Source { name, origin });
    };
    for path in paths {
        if path.as_os_str() == "-" {
            add(stdin_name.to_owned(), Origin::Stdin);
            continue;
        }
        let path = tidy(path);
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => directory(&path, &mut add),
            Ok(_) => add(name_of(&path), Origin::File(path)),
            Err(error) => add(name_of(&path), Origin::Nowhere(explain(&error))),
        }
    }
    found.into_values().collect()
}

fn directory(root: &Path, add: &mut impl FnMut(String, Origin)) {
    let walk = WalkBuilder::new(root)
        .require_git(false)
        .add_custom_ignore_filename(".traditoreignore")
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if is_file && !formats::is_companion(entry.path()) {
                    let path = tidy(entry.path());
                    add(name_of(&path), Origin::File(path));
                }
            }
            Err(error) => {
                let path = path_of(&error).unwrap_or_else(|| root.to_owned());
                let reason = error.io_error().map_or_else(|| error.to_string(), explain);
                add(name_of(&tidy(&path)), Origin::Nowhere(reason));
            }
        }
    }
}

fn path_of(error: &ignore::Error) -> Option<PathBuf> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path.clone()),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        ignore::Error::Partial(errors) => errors.iter().find_map(path_of),
        ignore::Error::Loop { child, .. } => Some(child.clone()),
        _ => None,
    }
}

/// The path from the root of the file system, without `.` and `..`, links not resolved: what the user sees.
#[must_use]
pub fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut plain = PathBuf::new();
    for part in absolute.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// What an I/O error means for the user, and what to do.
#[must_use]
pub fn explain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file; check the path".to_owned(),
        io::ErrorKind::PermissionDenied => "may not be read; check its permissions".to_owned(),
        _ => error.to_string(),
    }
}

/// The path without `.` components.
fn tidy(path: &Path) -> PathBuf {
    let tidied: PathBuf = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .collect();
    if tidied.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        tidied
    }
}

/// The path as reports write it. Bytes that are not UTF-8 become U+FFFD; the file is opened by its true name.
fn name_of(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .filter(|part| !matches!(part, Component::RootDir | Component::CurDir))
        .map(|part| part.as_os_str().to_string_lossy().into_owned())
        .collect();
    let root = if path.has_root() { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

/// Reads a list of paths, one a line or, with `zero`, ended by NUL; `-` is standard input. Empty entries are skipped.
///
/// # Errors
/// When the list cannot be read.
pub fn list_from(file: &Path, zero: bool) -> Result<Vec<PathBuf>> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        io::stdin().lock().read_to_end(&mut bytes).map(|_| ())
    } else {
        std::fs::read(file).map(|content| bytes = content)
    };
    read.map_err(|source| Error::Read {
        path: file.to_owned(),
        source,
    })?;
    let separator = if zero { 0 } else { b'\n' };
    Ok(bytes
        .split(|&byte| byte == separator)
        .map(|entry| {
            if zero {
                entry
            } else {
                entry.strip_suffix(b"\r").unwrap_or(entry)
            }
        })
        .filter(|entry| !entry.is_empty())
        .map(|entry| PathBuf::from(os_string(entry)))
        .collect())
}

#[cfg(unix)]
fn os_string(bytes: &[u8]) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(bytes.to_vec())
}

#[cfg(not(unix))]
fn os_string(bytes: &[u8]) -> OsString {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tidy_sorted_and_unique() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let root = dir.path();
        for file in [
            "b.txt",
            "a/z.md",
            "a/picture.png",
            ".hidden.txt",
            "skip/me.txt",
            "a-b.txt",
        ] {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, "text").expect("written");
        }
        std::fs::write(root.join(".traditoreignore"), "skip/\n").expect("written");
        let paths = [root.join("./b.txt"), root.to_owned(), root.join("gone.txt")];
        let sources = list(&paths, "-");
        let prefix = format!("{}/", name_of(root));
        let names: Vec<_> = sources
            .iter()
            .map(|source| source.name.trim_start_matches(&prefix))
            .collect();
        assert_eq!(names, ["a-b.txt", "a/z.md", "b.txt", "gone.txt"]);
        assert!(matches!(sources[3].origin, Origin::Nowhere(_)));
    }
}
