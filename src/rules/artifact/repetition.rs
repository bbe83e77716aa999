//! Words that may well stand twice in a row, by language (`data/repetition.toml`).

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    productive: HashSet<String>,
    any: HashSet<String>,
    guests: HashSet<String>,
    words: HashMap<String, HashSet<String>>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    data!("repetition").expect("the embedded exceptions parse: a test reads them")
});

/// Whether the language doubles words as part of its grammar.
pub(super) fn is_productive(language: Option<&str>) -> bool {
    language.is_some_and(|language| DATA.productive.contains(language))
}

/// Whether `word` may stand twice in a row in `language` (a primary subtag); in no known language: in any of them.
pub(super) fn is_usual(word: &str, language: Option<&str>) -> bool {
    let folded = word.to_lowercase();
    if DATA.any.contains(&folded) {
        return true;
    }
    let listed = |language: &str| {
        DATA.words
            .get(language)
            .is_some_and(|list| list.contains(&folded))
    };
    match language {
        Some(language) => listed(language) || DATA.guests.contains(&folded),
        None => DATA.words.values().any(|list| list.contains(&folded)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_folded_and_asked_by_language() {
        for word in DATA.words.values().flatten().chain(&DATA.any) {
            assert_eq!(*word, word.to_lowercase());
        }
        assert!(DATA.words.keys().all(|l| !DATA.productive.contains(l)));
        assert!(
            is_usual("Vous", Some("fr"))
                && is_usual("vous", Some("en"))
                && !is_usual("του", Some("en"))
        );
        assert!(is_usual("die", None) && is_usual("ha", Some("pl")));
        assert!(is_productive(Some("tr")) && !is_productive(Some("de")) && !is_productive(None));
    }
}
