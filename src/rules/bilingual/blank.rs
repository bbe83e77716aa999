//! Words in angle brackets that stand for something to fill in: `<file name>`, `<PATH>`.

use super::difference::MOST;

/// Other marks in which translators set what is to be filled in, or a word for it.
const SET_OFF: &[char] = &[
    '<', '＜', '‹', '«', '〈', '《', '「', '『', '“', '„', '”', '"', '‚', '‘', '’', '\'', '`', '[',
    '(', '（', '{', '［',
];

/// Bytes of the longest one, its brackets not counted.
const LONGEST: usize = 60;

/// One that `source` has and `target` leaves out, brackets and all.
pub(super) fn lost<'a>(source: &'a str, target: &str) -> Option<&'a str> {
    let wanted = all(source).count();
    if wanted == 0 || wanted > MOST || all(target).count() >= wanted {
        return None;
    }
    let marks = |text: &str| text.chars().filter(|c| SET_OFF.contains(c)).count();
    if marks(target) >= marks(source) {
        return None;
    }
    let lost = all(source).find(|blank| !target.contains(blank))?;
    // `<None>` is a label
    (lost.len() != source.trim().len()).then_some(lost)
}

/// All of them, in order.
fn all(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('<').filter_map(move |(at, _)| {
        let reach = text.as_bytes()[at..].iter();
        let end = at + reach.take(LONGEST + 2).position(|&byte| byte == b'>')? + 1;
        let inside = &text[at + 1..end - 1];
        let fits = inside.starts_with(char::is_alphabetic)
            && inside.ends_with(char::is_alphanumeric)
            && inside
                .chars()
                .all(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-' | '.'));
        fits.then(|| &text[at..end])
    })
}
