//! Which documents there are: paths, directories, lists of paths, standard input; sorted, each once.

use std::collections::{BTreeMap, HashMap};
use std::ffi::OsString;
use std::io::{self, BufRead, Read};
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::error::{Error, Result};
use crate::formats;
use crate::report::folder;

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

/// The documents of a run, sorted bytewise by name, each once. Their names lie in one piece, so that a million of them
/// take little more than their letters.
#[derive(Debug, Default)]
pub struct Sources {
    names: String,
    /// Where each name ends, as they came.
    ends: Vec<usize>,
    /// The origins of those that are not the file of their name.
    others: HashMap<u32, Origin>,
    /// Their numbers, sorted by name.
    order: Vec<u32>,
    /// Files that were passed over although they may hold text, by extension.
    unread: BTreeMap<&'static str, u64>,
}

impl Sources {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.order.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// The one of this place in the order.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Source> {
        let number = *self.order.get(index)?;
        let name = self.name(number).to_owned();
        let origin = match self.others.get(&number) {
            Some(origin) => origin.clone(),
            None => Origin::File(PathBuf::from(&name)),
        };
        Some(Source { name, origin })
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = Source> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Keeps those that `wanted` accepts.
    pub fn retain(&mut self, mut wanted: impl FnMut(&Source) -> bool) {
        let mut index = 0;
        let mut kept = Vec::with_capacity(self.order.len());
        while let Some(source) = self.get(index) {
            if wanted(&source) {
                kept.push(self.order[index]);
            }
            index += 1;
        }
        self.order = kept;
    }

    /// Leaves out the first `count`.
    pub fn skip(&mut self, count: usize) {
        self.order.drain(..count.min(self.order.len()));
    }

    /// How many files in directories were passed over although they may hold text ([`formats::unread`]), by extension.
    #[must_use]
    pub fn unread(&self) -> &BTreeMap<&'static str, u64> {
        &self.unread
    }

    fn name(&self, number: u32) -> &str {
        let number = number as usize;
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.names[start..self.ends[number]]
    }

    fn add(&mut self, name: &str, origin: Origin) {
        let Ok(number) = u32::try_from(self.ends.len()) else {
            return;
        };
        self.names.push_str(name);
        self.ends.push(self.names.len());
        if !matches!(&origin, Origin::File(path) if path.as_os_str() == name) {
            self.others.insert(number, origin);
        }
    }

    /// Sorts them; of several of one name and origin the first stays.
    fn finish(mut self) -> Self {
        let count = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let mut order: Vec<u32> = (0..count).collect();
        let path = |number: &u32| match self.others.get(number) {
            Some(Origin::File(path)) => path.as_os_str().as_encoded_bytes(),
            Some(_) => &[],
            None => self.name(*number).as_bytes(),
        };
        let compare = |one: &u32, two: &u32| {
            let names = self.name(*one).as_bytes().cmp(self.name(*two).as_bytes());
            names.then_with(|| path(one).cmp(path(two)))
        };
        order.sort_unstable_by(|one, two| compare(one, two).then(one.cmp(two)));
        order.dedup_by(|next, one| compare(one, next).is_eq());
        self.order = order;
        self
    }
}

impl FromIterator<Source> for Sources {
    fn from_iter<T: IntoIterator<Item = Source>>(list: T) -> Self {
        let mut sources = Self::default();
        for source in list {
            sources.add(&source.name, source.origin);
        }
        sources.finish()
    }
}

/// Lists the documents that `paths` name: files, directories (walked; `.gitignore`, `.ignore` and `.traditoreignore`
/// hold; hidden files, links, FIFOs and devices are passed over), `-` for standard input, called `stdin_name`.
#[must_use]
pub fn list(paths: &[PathBuf], stdin_name: &str) -> Sources {
    let mut lister = Lister::new(stdin_name);
    for path in paths {
        lister.path(path);
    }
    lister.finish()
}

/// Lists documents, path by path.
#[derive(Debug)]
pub struct Lister<'a> {
    stdin_name: &'a str,
    found: Sources,
}

impl<'a> Lister<'a> {
    /// With a name for standard input.
    #[must_use]
    pub fn new(stdin_name: &'a str) -> Self {
        Self {
            stdin_name,
            found: Sources::default(),
        }
    }

    /// Lists what `path` names.
    pub fn path(&mut self, path: &Path) {
        let found = &mut self.found;
        if path.as_os_str() == "-" {
            found.add(self.stdin_name, Origin::Stdin);
            return;
        }
        let path = tidy(path);
        match std::fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => directory(&path, found),
            Ok(_) => found.add(&name_of(&path), Origin::File(path)),
            Err(error) => found.add(&name_of(&path), Origin::Nowhere(explain(&error))),
        }
    }

    /// Lists what the paths in `file` name, one a line or, with `zero`, ended by NUL; `-` is standard input. Empty
    /// entries are skipped.
    ///
    /// # Errors
    /// When the list cannot be read.
    pub fn paths_from(&mut self, file: &Path, zero: bool) -> Result<()> {
        let read = if file.as_os_str() == "-" {
            self.entries(io::stdin().lock(), zero)
        } else {
            std::fs::File::open(file).and_then(|file| self.entries(io::BufReader::new(file), zero))
        };
        read.map_err(|source| Error::Read {
            path: file.to_owned(),
            source,
        })
    }

    fn entries(&mut self, mut list: impl BufRead, zero: bool) -> io::Result<()> {
        let end = if zero { 0 } else { b'\n' };
        let mut entry = Vec::new();
        loop {
            entry.clear();
            if list.by_ref().take(LONGEST).read_until(end, &mut entry)? == 0 {
                return Ok(());
            }
            if entry.last() == Some(&end) {
                entry.pop();
            }
            if !zero && entry.last() == Some(&b'\r') {
                entry.pop();
            }
            if !entry.is_empty() {
                self.path(&PathBuf::from(os_string(&entry)));
            }
        }
    }

    /// What was listed.
    #[must_use]
    pub fn finish(self) -> Sources {
        self.found.finish()
    }
}

/// Bytes of a path, of which no system takes so many.
const LONGEST: u64 = 1 << 16;

fn directory(root: &Path, found: &mut Sources) {
    let walk = WalkBuilder::new(root)
        .require_git(false)
        .add_custom_ignore_filename(".traditoreignore")
        .build();
    for entry in walk {
        match entry {
            Ok(entry) => {
                let is_file = entry.file_type().is_some_and(|kind| kind.is_file());
                if !is_file || formats::is_companion(entry.path()) || folder::holds(entry.path()) {
                    continue;
                }
                let path = tidy(entry.path());
                match formats::unread(&path) {
                    Some(extension) => *found.unread.entry(extension).or_default() += 1,
                    None => found.add(&name_of(&path), Origin::File(path)),
                }
            }
            Err(error) => {
                let path = path_of(&error).unwrap_or_else(|| root.to_owned());
                let reason = error.io_error().map_or_else(|| error.to_string(), explain);
                found.add(&name_of(&tidy(&path)), Origin::Nowhere(reason));
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
        io::ErrorKind::PermissionDenied => {
            "permission was denied; check who may read and write it".to_owned()
        }
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
            "minutes.odt",
            "report/findings.csv",
            "report/documents.csv",
            "report/summary.json",
        ] {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, "text").expect("written");
        }
        std::fs::write(root.join(".traditoreignore"), "skip/\n").expect("written");
        let findings = "\"id\";\"document\";\"line\"\r\n";
        std::fs::write(root.join("report/findings.csv"), findings).expect("written");
        std::fs::write(
            root.join("report/documents.csv"),
            "document,status,format\n",
        )
        .expect("written");
        let paths = [root.join("./b.txt"), root.to_owned(), root.join("gone.txt")];
        let sources = list(&paths, "-");
        assert_eq!(sources.unread().get("odt"), Some(&1));
        let sources: Vec<Source> = sources.iter().collect();
        let prefix = format!("{}/", name_of(root));
        let names: Vec<_> = sources
            .iter()
            .map(|source| source.name.trim_start_matches(&prefix))
            .collect();
        assert_eq!(names, ["a-b.txt", "a/z.md", "b.txt", "gone.txt"]);
        assert!(matches!(sources[3].origin, Origin::Nowhere(_)));
    }

    #[test]
    fn a_name_takes_its_letters_and_little_more() {
        let mut sources = Sources::default();
        for number in (0..10_000_u32).rev() {
            let name = format!("{number:020}.txt");
            sources.add(&name, Origin::File(PathBuf::from(&name)));
            sources.add(&name, Origin::File(PathBuf::from(&name)));
        }
        let sources = sources.finish();
        assert_eq!(sources.len(), 10_000);
        assert!(sources.others.is_empty());
        let first = sources.get(0).expect("the first");
        assert_eq!(first.name, "00000000000000000000.txt");
        assert_eq!(first.origin, Origin::File(PathBuf::from(&first.name)));
    }
}
