//! Tools whose names no list has: “Translated by Verto · Show original”.
//!
//! Where a label offers to show the original, what translated it is a program: a person's translation has nothing to
//! switch back to. One unknown word beside the word for translating is then its name.

use super::grammar::Item;
use super::roles::Role;

/// Bytes of a label, at the most.
const LONGEST: usize = 160;

/// What a label that names a tool does not name beside it.
const MORE: [Role; 6] = [
    Role::Show,
    Role::People,
    Role::Languages,
    Role::Writer,
    Role::Text,
    Role::About,
];

/// Gives the unknown word beside the word for translating the role of a machine, in a label that shows the original.
pub(super) fn name(text: &str, items: &mut [Item]) {
    if text.len() > LONGEST || !items.iter().any(|item| item.is(Role::Show)) {
        return;
    }
    let mut start = 0;
    while start < items.len() {
        let mut end = start + 1;
        while end < items.len() && !parts(&text[items[end - 1].end..items[end].start]) {
            end += 1;
        }
        let label = &mut items[start..end];
        let acts = label.iter().any(|item| item.is(Role::Translated));
        // with a language or a person it may be a credit
        let more = label
            .iter()
            .any(|item| MORE.iter().any(|&role| item.is(role)));
        if acts && !more && unknown(text, label) == 1 {
            for item in label.iter_mut().filter(|item| item.roles == 0) {
                item.roles |= Role::Machine.bit() | Role::Tool.bit();
            }
        }
        start = end;
    }
}

/// How many words without a role there are, letters side by side being one.
fn unknown(text: &str, items: &[Item]) -> usize {
    let strange = |item: &&Item| item.roles == 0;
    let mut last = None;
    let mut count = 0;
    for item in items.iter().filter(strange) {
        let joined = last.is_some_and(|end: usize| text[end..item.start].is_empty());
        count += usize::from(!joined);
        last = Some(item.end);
    }
    count
}

/// Whether what stands between two words parts a label.
fn parts(between: &str) -> bool {
    between.contains([
        '·', '•', '|', '/', '—', '–', '(', ')', '[', ']', '.', ';', '。', '（', '）', '【', '】',
        '»', '›',
    ]) || between.contains(" - ")
}
