//! The words of a candidate themselves, each language for itself: what the roles do not tell apart.

use super::features::Hash;
use super::view::View;

/// What a word counts beside a role.
pub(super) const SHARE: f32 = 0.4;

/// Languages that share their words.
fn family(language: &'static str) -> &'static str {
    match language {
        "pt-BR" => "pt",
        "zh-Hant" => "zh-Hans",
        other => other,
    }
}

/// Words, pairs of neighbours, and beginnings and ends of words, as hashes.
pub(super) fn wordings(view: &View<'_>, out: &mut Vec<Hash>) {
    let language = Hash::new(b'W').add(family(view.grammar.language).as_bytes());
    let mut last = language.add(b"^");
    for (index, item) in view.items.iter().enumerate() {
        let word = if item.engine > 0 {
            "#"
        } else {
            view.word(index)
        };
        let one = language.add(word.as_bytes());
        out.push(one);
        out.push(last.add(b" ").add(word.as_bytes()));
        last = one;
        let letters = word.chars().count();
        if letters > 5 {
            let cut = |n: usize| word.char_indices().nth(n).map_or(word.len(), |(at, _)| at);
            out.push(language.add(b"<").add(&word.as_bytes()[..cut(5)]));
            out.push(language.add(b">").add(&word.as_bytes()[cut(letters - 3)..]));
        }
    }
    out.push(last.add(b"$"));
}
