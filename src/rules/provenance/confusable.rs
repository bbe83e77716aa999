//! Letters of other scripts that look like Latin ones: the second look for labels in disguise.

use std::collections::HashMap;
use std::sync::LazyLock;

static LATIN: LazyLock<HashMap<char, u8>> = LazyLock::new(|| {
    include_str!("../../data/confusables.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (latin, others) = line.split_once(' ')?;
            Some((latin.bytes().next()?, others))
        })
        .flat_map(|(latin, others)| others.chars().map(move |other| (other, latin)))
        .collect()
});

/// The small Latin letter that a folded character, given in UTF-8, looks like.
pub(crate) fn latin(bytes: &[u8]) -> Option<u8> {
    let character = std::str::from_utf8(bytes).ok()?.chars().next()?;
    LATIN.get(&character).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_alike() {
        assert_eq!(latin("о".as_bytes()), Some(b'o'));
        assert_eq!(latin("ж".as_bytes()), None);
        assert!(LATIN.values().all(u8::is_ascii_lowercase));
    }
}
