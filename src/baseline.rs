//! The baseline: findings that were judged once and for all, in a text file beside the policy.
//!
//! A line is a finding: its id, then, parted by tabs, its rule, document and note. Only the id counts; the rest is for
//! the people who read the file and its history. Lines that begin with `#` are comments and stay at the top when the
//! file is written anew. Entries are sorted by id, so that two branches that add some rarely collide.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::detect::Audit;
use crate::error::{Error, Result};
use crate::select::{self, Selection};

/// What a new baseline begins with.
const HEADER: &str =
    "# traditore baseline: findings that were judged. Columns: id, rule, document, note.";

/// What is known about a finding in a baseline, apart from its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The rule that found it.
    pub rule: String,
    /// The document that it is in.
    pub document: String,
    /// Why it may stay.
    pub note: String,
}

/// Findings to be silent about, by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    /// The findings, by id: 16 hexadecimal digits, lower case.
    pub entries: BTreeMap<String, Entry>,
    comments: Vec<String>,
}

impl Baseline {
    /// Whether the finding with this id is in it.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.entries.contains_key(id)
    }

    /// Puts a finding in, in place of what was known about it.
    pub fn insert(&mut self, id: &str, entry: Entry) {
        self.entries.insert(id.to_ascii_lowercase(), entry);
    }

    /// Reads the baseline in the file `path`.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Config`] with line and column for a line whose first field is no id or whose second is
    /// no rule.
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        Self::parse(&text, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self> {
        let mut baseline = Self::default();
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for (line, content) in (1..).zip(text.lines()) {
            let wrong = |column: u64, message: String| Error::Config {
                path: path.to_owned(),
                line,
                column,
                message,
            };
            if content.trim().is_empty() {
                continue;
            }
            if content.starts_with('#') {
                baseline.comments.push(content.to_owned());
                continue;
            }
            let mut fields = content.splitn(4, '\t').map(field_text);
            let id = fields.next().unwrap_or_default();
            if id.len() != 16 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let message =
                    format!("`{id}` is no finding id; a line begins with 16 hexadecimal digits");
                return Err(wrong(1, message));
            }
            let mut next = || fields.next().unwrap_or_default();
            let entry = Entry {
                rule: next(),
                document: next(),
                note: next(),
            };
            if !entry.rule.is_empty() {
                select::resolve(&entry.rule).map_err(|error| wrong(18, error.to_string()))?;
            }
            baseline.insert(&id, entry);
        }
        Ok(baseline)
    }

    /// Writes it to the file `path`, which holds the old content or the new one, never a part.
    ///
    /// # Errors
    /// [`Error::Write`].
    pub fn write(&self, path: &Path) -> Result<()> {
        crate::report::folder::replace(path, self.to_string().as_bytes())
    }
}

/// Looks for entries that match nothing any more.
#[derive(Debug)]
pub struct Watch<'a> {
    /// Ids and rules, by the document that they are in.
    expected: HashMap<&'a str, Vec<(&'a str, &'a str)>>,
}

impl<'a> Watch<'a> {
    /// Over the entries of `baseline` that say where they belong.
    #[must_use]
    pub fn new(baseline: &'a Baseline) -> Self {
        let mut expected: HashMap<&str, Vec<(&str, &str)>> = HashMap::new();
        for (id, entry) in &baseline.entries {
            if !entry.document.is_empty() && !entry.rule.is_empty() {
                let list = expected.entry(entry.document.as_str()).or_default();
                list.push((id.as_str(), entry.rule.as_str()));
            }
        }
        Self { expected }
    }

    /// The ids of the entries for this document whose rules run.
    pub fn expected(&mut self, document: &str, selection: &Selection) -> Vec<String> {
        if self.expected.is_empty() {
            return Vec::new();
        }
        let entries = self.expected.remove(&*field_text(document));
        let entries = entries.unwrap_or_default().into_iter();
        entries
            .filter(|(_, rule)| selection.contains(rule))
            .map(|(id, _)| id.to_owned())
            .collect()
    }
}

/// The ids among `expected` that silenced nothing in this document, although all of it was read.
#[must_use]
pub fn stale<'a>(audit: &Audit, expected: &'a [String]) -> Vec<&'a str> {
    if expected.is_empty() || !audit.row.error.is_empty() {
        return Vec::new();
    }
    let silent: HashSet<&str> = audit.silenced.iter().map(|(_, f)| f.id.as_str()).collect();
    let ids = expected.iter().map(String::as_str);
    ids.filter(|id| !silent.contains(id)).collect()
}

impl std::fmt::Display for Baseline {
    /// The text of the file.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.comments.is_empty() {
            writeln!(f, "{HEADER}")?;
        }
        for comment in &self.comments {
            writeln!(f, "{comment}")?;
        }
        for (id, entry) in &self.entries {
            let mut line = id.clone();
            for field in [&entry.rule, &entry.document, &entry.note] {
                write!(line, "\t{}", field_text(field))?;
            }
            writeln!(f, "{}", line.trim_end_matches('\t'))?;
        }
        Ok(())
    }
}

/// A field as it is written: what would end it or the line becomes a space.
#[must_use]
pub fn field_text(field: &str) -> String {
    field
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect::<String>()
        .trim()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Baseline> {
        Baseline::parse(text, Path::new("baseline"))
    }

    #[test]
    fn what_is_written_is_read_back() {
        let mut baseline = parse("\u{FEFF}# ours\r\nffffffffffffffff\r\n0123456789ABCDEF\tartifact/mojibake\ta b.txt\tfine, a name\r\n")
            .expect("a baseline");
        baseline.insert(
            "00000000000000aa",
            Entry {
                rule: "language/wrong-language".into(),
                document: "x\ny\t.html".into(),
                note: String::new(),
            },
        );
        let text = baseline.to_string();
        assert_eq!(
            text,
            "# ours\n00000000000000aa\tlanguage/wrong-language\tx y .html\n\
             0123456789abcdef\tartifact/mojibake\ta b.txt\tfine, a name\nffffffffffffffff\n"
        );
        let again = parse(&text).expect("a baseline");
        assert_eq!(again.to_string(), text);
        assert!(again.contains("0123456789abcdef") && !again.contains("0123456789abcdee"));
    }

    /// Found by fuzzing: a name ended with a control character, which writing left out.
    #[test]
    fn control_characters_are_left_out_when_it_is_read() {
        let baseline = parse("\rcccccccccccccccc\r\r\r\t\t`\0\n").expect("a baseline");
        assert_eq!(baseline.entries["cccccccccccccccc"].document, "`");
        let again = parse(&baseline.to_string()).expect("a baseline");
        assert_eq!(baseline.entries, again.entries);
    }

    #[test]
    fn a_wrong_line_is_named_with_its_place() {
        let message = |text: &str| parse(text).expect_err("wrong").to_string();
        assert!(message("# x\n\nabc\n").starts_with("baseline:3:1: `abc` is no finding id"));
        let unknown = message("0123456789abcdef\tartifact/mojibak\n");
        assert!(
            unknown.starts_with("baseline:1:18: unknown rule")
                && unknown.contains("did you mean `artifact/mojibake`?"),
            "{unknown}"
        );
    }

    #[test]
    fn writing_replaces_the_whole_file() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("baseline.tsv");
        std::fs::write(&path, "x".repeat(10_000)).expect("written");
        let mut baseline = Baseline::default();
        baseline.insert("0123456789abcdef", Entry::default());
        baseline.write(&path).expect("written");
        assert_eq!(Baseline::read(&path).expect("read"), {
            let mut expected = baseline.clone();
            expected.comments.push(HEADER.to_owned());
            expected
        });
        assert_eq!(std::fs::read_dir(dir.path()).expect("listed").count(), 1);
    }
}
