//! Likely translation artifacts that need no source.

pub mod broken_placeholder;
pub mod detached_punctuation;
pub mod double_escape;
pub mod duplicated_segment;
pub mod fused_sentence;
pub mod hidden_control;
pub mod inconsistent_name;
mod listing;
pub(crate) mod miscoding;
pub mod mixed_number_format;
pub mod mixed_quotes;
pub mod mojibake;
mod period;
pub mod phrase_loop;
pub mod repeated_word;
mod repetition;
mod shapes;
pub(crate) mod technical;
pub(crate) mod transliteration;
pub mod truncated_text;
pub mod unfilled_template;

pub(crate) use technical::is_code;

use crate::sieve::Search;

/// Whether what an artifact rule found in a target is what its source has as well, and so no fault of the translation:
/// the same text, a doubled word where the source doubles one. Segments that are alike are the business of the rules about
/// consistency there.
#[must_use]
pub(crate) fn is_of_source(rule: &str, excerpt: &str, source: &str) -> bool {
    match rule.strip_prefix("artifact/") {
        None => false,
        Some("duplicated-segment") => true,
        Some("repeated-word") => {
            let mut before = "";
            source.split_whitespace().any(|word| {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                let doubled = !word.is_empty() && word.eq_ignore_ascii_case(before);
                before = word;
                doubled
            })
        }
        // a field that both texts have somehow is the business of the rule about placeholders
        Some("unfilled-template") => {
            let opening: String = excerpt.chars().take(2).collect();
            let is_mark = !opening.is_empty() && !opening.chars().any(char::is_alphanumeric);
            source.contains(excerpt) || (is_mark && source.contains(&opening))
        }
        Some(_) => !excerpt.is_empty() && source.contains(excerpt),
    }
}

/// Names each search that most texts need not go through, with every string of which a text holds one if it holds
/// what is looked for.
pub(crate) fn strings(name: &mut dyn FnMut(Search, &str)) {
    let mut all = |search, strings: &mut dyn Iterator<Item = &str>| {
        strings.for_each(|string| name(search, string));
    };
    all(Search::Code, &mut technical::SIGNS.iter().copied());
    all(Search::Placeholder, &mut broken_placeholder::triggers());
    all(Search::Template, &mut unfilled_template::triggers());
    all(Search::Escape, &mut double_escape::SIGNS.iter().copied());
    all(Search::Debris, &mut mojibake::triggers());
    all(
        Search::Detached,
        &mut detached_punctuation::PAIRS.iter().copied(),
    );
    for digit in '0'..='9' {
        all(
            Search::Figure,
            &mut [format!("{digit}."), format!("{digit},")]
                .iter()
                .map(String::as_str),
        );
    }
}
