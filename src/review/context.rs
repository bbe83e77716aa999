//! The text around a finding, from the document itself, where it can still be read.
//!
//! A report may come from anywhere, and a page made of it may go anywhere. So only documents below the folder that the
//! user stands in are read, and of these only what lies around a place at which the excerpt of the finding still stands.

use std::path::{Path, PathBuf};

use super::finding::Finding;
use crate::open;

/// Characters on either side.
const AROUND: usize = 240;

/// Lines on either side.
const LINES: u64 = 2;

/// Bytes of a document that are read: findings further on have no context.
const DOCUMENT: usize = 64 << 20;

/// The marked text and what stands around it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Context {
    /// The line of the file on which `before` begins.
    pub line: u64,
    /// Up to two lines before the mark.
    pub before: String,
    /// The text that the finding is about, as it lies on disk.
    pub marked: String,
    /// Up to two lines after the mark.
    pub after: String,
}

/// The path of the document called `name` if it lies below `folder`, links followed.
#[must_use]
pub fn locate(folder: &Path, name: &str) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    let path = folder.join(name).canonicalize().ok()?;
    (path.starts_with(&folder) && path.is_file()).then_some(path)
}

/// The contexts of findings of one document, in their order.
#[must_use]
pub fn read(path: &Path, findings: &[&Finding]) -> Vec<Option<Context>> {
    let Some(text) = text(path) else {
        return vec![None; findings.len()];
    };
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&index| (findings[index].line, findings[index].column));
    let mut contexts = vec![None; findings.len()];
    let mut cursor = Cursor::default();
    for index in order {
        contexts[index] = around(&text, findings[index], &mut cursor);
    }
    contexts
}

fn text(path: &Path) -> Option<String> {
    let mut decoded = open::open(path).ok()?;
    let mut text = String::new();
    while text.len() < DOCUMENT && matches!(decoded.fill(&mut text, 1 << 20), Ok(false)) {}
    Some(text)
}

/// A place in the text and its offset. Places are asked for in order, so that long lines are walked once.
#[derive(Clone, Copy, Debug)]
struct Cursor {
    line: u64,
    column: u64,
    offset: usize,
}

impl Default for Cursor {
    fn default() -> Self {
        Self {
            line: 1,
            column: 1,
            offset: 0,
        }
    }
}

impl Cursor {
    /// Moves on to a place that is not before this one.
    fn to(mut self, text: &str, line: u64, column: u64) -> Option<Self> {
        if (line, column) < (self.line, self.column) {
            return None;
        }
        while self.line < line {
            self.offset += memchr::memchr(b'\n', &text.as_bytes()[self.offset..])? + 1;
            self.line += 1;
            self.column = 1;
        }
        let wanted = usize::try_from(column - self.column).ok()?;
        let rest = &text[self.offset..];
        let (at, _) = rest.char_indices().chain([(rest.len(), ' ')]).nth(wanted)?;
        if memchr::memchr(b'\n', &rest.as_bytes()[..at]).is_some() {
            return None;
        }
        self.offset += at;
        self.column = column;
        Some(self)
    }
}

fn around(text: &str, finding: &Finding, cursor: &mut Cursor) -> Option<Context> {
    let start = cursor.to(text, finding.line?, finding.column?)?;
    *cursor = start;
    let end = start.to(text, finding.end_line?, finding.end_column?)?;
    let marked = &text[start.offset..end.offset];
    if !stands_there(marked, &finding.excerpt) {
        return None;
    }
    let (before, lines) = before(&text[..start.offset]);
    Some(Context {
        line: start.line - lines,
        before,
        marked: marked.to_owned(),
        after: after(&text[end.offset..]),
    })
}

/// Whether the text on disk is the excerpt, which may have been decoded, folded and shortened.
fn stands_there(marked: &str, excerpt: &str) -> bool {
    let folded = crate::finding::excerpt(marked);
    if folded == excerpt {
        return true;
    }
    let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphanumeric()).collect() };
    let (found, wanted) = (letters(&without_tags(&folded)), letters(excerpt));
    // character references hide a letter here and there
    let common = found
        .chars()
        .zip(wanted.chars())
        .take_while(|(a, b)| a == b)
        .count()
        + found
            .chars()
            .rev()
            .zip(wanted.chars().rev())
            .take_while(|(a, b)| a == b)
            .count();
    let length = wanted.chars().count();
    length > 0 && common * 10 >= length * 6
}

fn without_tags(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|&c| {
            let was = inside;
            match c {
                '<' => inside = true,
                '>' => inside = false,
                _ => {}
            }
            !(was || inside)
        })
        .collect()
}

/// The end of `text`, and the line breaks in it.
fn before(text: &str) -> (String, u64) {
    let mut lines = 0;
    let mut kept = text.len();
    let mut cut = false;
    for (count, (at, character)) in text.char_indices().rev().enumerate() {
        if character == '\n' {
            if lines == LINES {
                break;
            }
            lines += 1;
        }
        if count == AROUND {
            cut = true;
            break;
        }
        kept = at;
    }
    let kept = &text[kept..];
    let lines = kept.matches('\n').count() as u64;
    (
        if cut {
            format!("…{kept}")
        } else {
            kept.to_owned()
        },
        lines,
    )
}

/// The beginning of `text`.
fn after(text: &str) -> String {
    let mut lines = 0;
    for (count, (at, character)) in text.char_indices().enumerate() {
        if character == '\n' {
            if lines == LINES {
                return text[..at].to_owned();
            }
            lines += 1;
        }
        if count == AROUND {
            return format!("{}…", &text[..at]);
        }
    }
    text.trim_end_matches(['\n', '\r']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Report;
    use crate::review::table::Table;

    fn finding(place: [u64; 4], excerpt: &str) -> Finding {
        let [line, column, end_line, end_column] = place;
        let text = format!(
            "id,document,line,column,end_line,end_column,rule,severity,excerpt\n0123456789abcdef,a.txt,{line},{column},{end_line},{end_column},artifact/mojibake,minor,{excerpt}\n"
        );
        let table = Table::parse(&text, &crate::report::csv::FINDINGS).expect("a table");
        let mut report = Report::from_table(&table).expect("a report");
        report.findings.remove(0)
    }

    fn context(text: &str, place: [u64; 4], excerpt: &str) -> Option<Context> {
        around(text, &finding(place, excerpt), &mut Cursor::default())
    }

    #[test]
    fn two_lines_on_either_side() {
        let text = "one\ntwo\nthree\nfour größe five\nsix\nseven\neight\n";
        let found = context(text, [4, 6, 4, 11], "größe").expect("a context");
        assert_eq!(
            (found.line, found.before.as_str(), found.after.as_str()),
            (2, "two\nthree\nfour ", " five\nsix\nseven")
        );
        assert_eq!(found.marked, "größe");
        let long = format!("{}HIT{}", "a".repeat(5000), "b".repeat(5000));
        let found = context(&long, [1, 5001, 1, 5004], "HIT").expect("a context");
        assert_eq!(found.before.chars().count(), AROUND + 1);
        assert_eq!(found.after.chars().count(), AROUND + 1);
    }

    #[test]
    fn what_does_not_stand_there_is_not_shown() {
        let text = "root:x:0:0\nsecret\n";
        assert_eq!(
            context(text, [1, 1, 2, 7], "entirely different words"),
            None
        );
        assert_eq!(context(text, [9, 1, 9, 2], "x"), None);
        assert_eq!(context(text, [1, 50, 1, 51], "x"), None);
        assert_eq!(context(text, [1, 8, 1, 5], "x"), None);
        assert!(context("a <b>bold</b> word", [1, 3, 1, 19], "bold word").is_some());
    }

    #[test]
    fn only_files_below_the_folder_are_read() {
        let dir = tempfile::tempdir().expect("a folder");
        let inner = dir.path().join("inner");
        std::fs::create_dir(&inner).expect("made");
        std::fs::write(dir.path().join("out.txt"), "x").expect("written");
        std::fs::write(inner.join("in.txt"), "x").expect("written");
        assert!(locate(&inner, "in.txt").is_some());
        assert!(locate(&inner, "../out.txt").is_none());
        assert!(locate(&inner, dir.path().join("out.txt").to_str().expect("UTF-8")).is_none());
        assert!(locate(&inner, "gone.txt").is_none() && locate(&inner, ".").is_none());
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(dir.path().join("out.txt"), inner.join("link"))
                .expect("linked");
            assert!(locate(&inner, "link").is_none());
        }
    }
}
