//! Grammatical words: the second voice beside the engine.
//!
//! A sentence full of product names looks foreign to statistics of letters; its articles and prepositions do not.

use std::collections::HashMap;
use std::sync::LazyLock;

use foldhash::fast::RandomState;

use super::lang::Lang;

/// Language numbers by word.
static WORDS: LazyLock<HashMap<String, Vec<Lang>, RandomState>> = LazyLock::new(|| {
    let table: HashMap<String, String> =
        data!("function-words").expect("the embedded function words parse: a test reads them");
    let mut words: HashMap<String, Vec<Lang>, RandomState> = HashMap::default();
    for (tag, list) in table {
        if let Some(lang) = Lang::exact(&tag) {
            for word in list.split_whitespace() {
                words.entry(word.to_owned()).or_default().push(lang);
            }
        }
    }
    words
});

static LISTED: LazyLock<Vec<bool>> = LazyLock::new(|| {
    let mut listed = vec![false; Lang::count()];
    for lang in WORDS.values().flatten() {
        listed[lang.number()] = true;
    }
    listed
});

/// The language whose list stands for `language`.
fn stands_for(language: Lang) -> Lang {
    let tag = match language.tag() {
        "bs" | "cnr" | "sr-Latn" => "hr",
        "nn" => "nb",
        "ms" => "id",
        "gl" | "ast" => "es",
        _ => return language,
    };
    Lang::exact(tag).unwrap_or(language)
}

/// Whether there is a list for `language`.
#[must_use]
pub fn listed(language: Lang) -> bool {
    LISTED[stands_for(language).number()]
}

/// How many words of `text` (parted by spaces) are function words of `one` but not of `other`, and the other way round.
#[must_use]
pub fn compare(text: &str, one: Lang, other: Lang) -> (u32, u32) {
    let (one, other) = (stands_for(one), stands_for(other));
    let (mut ones, mut others) = (0, 0);
    // against a language without a list only words that no other list has are evidence
    let lonely = !listed(one) || !listed(other);
    each(text, |languages| {
        if lonely && languages.len() > 1 {
            return;
        }
        match (languages.contains(&one), languages.contains(&other)) {
            (true, false) => ones += 1,
            (false, true) => others += 1,
            _ => {}
        }
    });
    (ones, others)
}

/// How many words of `text` are function words of `language`.
#[must_use]
pub fn count(text: &str, language: Lang) -> u32 {
    let language = stands_for(language);
    let mut count = 0;
    each(text, |languages| {
        count += u32::from(languages.contains(&language));
    });
    count
}

/// Whether `word` is a function word of `language`.
#[must_use]
pub fn is_one(word: &str, language: Lang) -> bool {
    count(word, language) > 0
}

fn each(text: &str, mut found: impl FnMut(&[Lang])) {
    let mut lower = String::new();
    for word in text.split(' ') {
        if word.len() > 24 {
            continue;
        }
        let languages = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            WORDS.get(word)
        } else {
            lower.clear();
            lower.extend(word.chars().flat_map(char::to_lowercase));
            WORDS.get(lower.as_str())
        };
        if let Some(languages) = languages {
            found(languages);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grammatical_words_outvote_names() {
        let lang = |tag| Lang::exact(tag).expect("in the table");
        let (de, en) = (lang("de"), lang("en"));
        assert_eq!(
            compare("Der Microsoft Print Server und das Power Toolkit", de, en),
            (3, 0)
        );
        assert_eq!(compare("the end of the day", de, en), (0, 3));
        assert!(listed(lang("sr-Latn")) && !listed(lang("sq")));
    }
}
