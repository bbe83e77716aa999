//! What one side has and the other has not, for rules that hold lists of the two sides against each other.

use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

/// Items of a unit that rules compare: more are no text but a dump, and are left alone.
pub(super) const MOST: usize = 1000;

/// Something in a text that is to be found in the other text too.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// What it is, written so that the same things are equal.
    pub(super) key: String,
    /// Where it stands.
    pub(super) range: Range<usize>,
}

/// The items of `one` that `other` has not, counted, as indices in order.
pub(super) fn without(one: &[Item], other: &[Item]) -> Vec<usize> {
    let mut left: HashMap<&str, usize> = HashMap::with_capacity(other.len());
    for item in other {
        *left.entry(&item.key).or_default() += 1;
    }
    let mut rest = Vec::new();
    for (index, item) in one.iter().enumerate() {
        match left.get_mut(item.key.as_str()) {
            Some(count) if *count > 0 => *count -= 1,
            _ => rest.push(index),
        }
    }
    rest
}

/// The texts in quotation marks: `“a”, “b” and 3 more`.
pub(super) fn quoted<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> String {
    const MOST: usize = 4;
    let count = texts.len();
    let mut list = String::new();
    for text in texts.take(MOST) {
        if !list.is_empty() {
            list.push_str(", ");
        }
        list.push('“');
        list.push_str(&crate::finding::excerpt(text));
        list.push('”');
    }
    if count > MOST {
        let _ = write!(list, " and {} more", count - MOST);
    }
    list
}

/// `is` or `are`.
pub(super) fn verb(count: usize) -> &'static str {
    if count == 1 { "is" } else { "are" }
}

/// The message about what is missing from the target and what only the target has.
pub(super) fn message(missing: &[&str], added: &[&str]) -> String {
    match (missing, added) {
        ([one], [other]) => format!("“{one}” of the source is “{other}” in the target"),
        (missing, []) => format!(
            "{} {} missing from the target",
            quoted(missing.iter().copied()),
            verb(missing.len())
        ),
        ([], added) => format!(
            "{} {} not in the source",
            quoted(added.iter().copied()),
            verb(added.len())
        ),
        (missing, added) => format!(
            "{} {} missing from the target, {} {} not in the source",
            quoted(missing.iter().copied()),
            verb(missing.len()),
            quoted(added.iter().copied()),
            verb(added.len())
        ),
    }
}

/// How often `needle` stands in `text`.
pub(super) fn count(text: &str, needle: &str) -> usize {
    if needle.is_empty() {
        return 0;
    }
    memchr::memmem::find_iter(text.as_bytes(), needle.as_bytes()).count()
}
