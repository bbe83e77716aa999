//! How long a translation is: the usual ratio of target to source and its spread, by language pair and length.
//!
//! The table knows every language against English, in characters; what another pair comes to follows from both its languages.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::tag;

/// Shortest source of each class, in characters of English.
const CLASSES: [f32; 6] = [8.0, 16.0, 32.0, 64.0, 128.0, 256.0];

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    median: [f32; 6],
    spread: [f32; 6],
}

static TABLE: LazyLock<HashMap<String, Row>> =
    LazyLock::new(|| data!("lengths").expect("the embedded table parses: a test reads it"));

fn row(language: &str) -> Option<Row> {
    let primary = tag::primary(language);
    let english = Row {
        median: [1.0; 6],
        spread: [0.0; 6],
    };
    if primary == "en" {
        return Some(english);
    }
    let chinese = match (tag::script(language), tag::region(language)) {
        (Some("Hant"), _) | (None, Some("TW" | "HK" | "MO")) => "zh-TW",
        _ => "zh-CN",
    };
    // languages stand in for those close to them
    let stand_in = match primary {
        "zh" | "yue" | "wuu" | "lzh" => chinese,
        "nn" | "no" => "nb",
        "be" | "rue" => "uk",
        "bs" | "cnr" | "sh" => "hr",
        "mk" => "bg",
        "ast" | "gl" | "an" => "es",
        "oc" => "ca",
        "ms" | "jv" => "id",
        "ps" | "ckb" | "ug" => "fa",
        "lb" | "gsw" => "de",
        "fy" | "af" => "nl",
        "fo" => "is",
        "az" | "uz" | "tk" | "tt" | "kk" => "tr",
        other => other,
    };
    TABLE
        .get(language)
        .or_else(|| TABLE.get(primary))
        .or_else(|| TABLE.get(stand_in))
        .copied()
}

/// The lengths of one language pair.
#[derive(Clone, Copy, Debug)]
pub(super) struct Lengths {
    /// For each class of length the usual ratio and the spread of its logarithm.
    usual: Option<[(f32, f32); CLASSES.len()]>,
    /// What makes the source's length that of an English text.
    english: f32,
}

/// How a target's length stands to what is usual.
#[derive(Clone, Copy, Debug)]
pub(super) struct Standing {
    /// Its length over the usual length.
    pub(super) share: f32,
    /// The usual spread of the logarithm of that.
    pub(super) spread: f32,
}

impl Standing {
    /// Spreads by which it is longer (or, negative, shorter) than usual.
    pub(super) fn deviation(self) -> f32 {
        self.share.ln() / self.spread
    }
}

impl Lengths {
    /// From `source` to `target`, BCP 47 tags.
    pub(super) fn of(source: &str, target: &str) -> Self {
        let rows = row(source).zip(row(target));
        Self {
            usual: rows.map(|(from, to)| {
                std::array::from_fn(|class| {
                    let spread = from.spread[class].hypot(to.spread[class]).max(0.08);
                    (to.median[class] / from.median[class], spread)
                })
            }),
            english: rows.map_or(1.0, |(from, _)| from.median[2]),
        }
    }

    /// How `target` characters stand to `source` characters; `None` for short sources and unknown languages.
    #[expect(clippy::cast_precision_loss, reason = "lengths of texts")]
    pub(super) fn standing(&self, source: usize, target: usize) -> Option<Standing> {
        let classes = self.usual.as_ref()?;
        let (source, target) = (source as f32, target as f32);
        let english = source / self.english;
        let class = CLASSES.iter().rposition(|&least| english >= least)?;
        let (usual, spread) = classes[class];
        Some(Standing {
            share: target / (source * usual),
            spread,
        })
    }
}

/// Characters of `text`, white space at the edges left out.
pub(super) fn characters(text: &str) -> usize {
    text.trim()
        .as_bytes()
        .iter()
        .filter(|&&byte| byte & 0xC0 != 0x80)
        .count()
}

/// A source without the context that some catalogues put before it for translators: `editor^Open`, `?verb:Open`,
/// `menu|Open`.
pub(super) fn without_context<'a>(source: &'a str, target: &str) -> &'a str {
    if let Some((_, text)) = source.split_once('^')
        && !target.contains('^')
    {
        return text;
    }
    if let Some(rest) = source.strip_prefix('?')
        && let Some((_, text)) = rest.split_once(':')
        && !target.starts_with('?')
    {
        return text;
    }
    if let Some((context, text)) = source.split_once('|')
        && !target.contains('|')
        && context.len() < 40
    {
        return text;
    }
    source
}

/// The forms of a plural that some programs write in one text (`{{ n }} file|{{ n }} files`), when `text` is one: two to
/// six texts of a few words each, which have a word or the beginning of one in common with the last. (`$count|` is the end
/// of a variable's name.)
pub(super) fn is_forms(text: &str) -> bool {
    let Some((_, last)) = text.rsplit_once('|') else {
        return false;
    };
    let mut parts = 0;
    let fits = text.split('|').all(|part| {
        parts += 1;
        let words = part.split_whitespace().count();
        (words >= 2 || (words == 1 && part.len() >= 12)) && has_word_of(last, part)
    });
    fits && (2..=6).contains(&parts)
}

/// Whether a word of `part` begins as one of `text` does.
fn has_word_of(text: &str, part: &str) -> bool {
    part.split_whitespace()
        .map(beginning)
        .any(|begin| text.split_whitespace().any(|word| beginning(word) == begin))
}

/// The first three characters of a word.
fn beginning(word: &str) -> &str {
    word.char_indices()
        .nth(3)
        .map_or(word, |(at, _)| &word[..at])
}

/// The last form of a plural in one text, else the text.
pub(super) fn last_form(text: &str) -> &str {
    match text.rsplit_once('|') {
        Some((_, last)) if is_forms(text) => last,
        _ => text,
    }
}

/// A target without the second variant that some catalogues put behind it, where the source has one only:
/// `Copy frames\ncopying frames`, `Handbook|/|$[gen …]`.
pub(super) fn without_variants<'a>(source: &str, target: &'a str) -> &'a str {
    for mark in ["|/|", "\n"] {
        if let Some((first, second)) = target.split_once(mark)
            && !source.contains(mark)
            && !second.trim().is_empty()
            && second.len() < 2 * first.len()
        {
            return first;
        }
    }
    target
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_without_english_follow_from_both() {
        let lengths = Lengths::of("de", "ja");
        let usual = lengths.standing(60, 28).expect("both are known");
        assert!((0.6..1.6).contains(&usual.share), "{usual:?}");
        assert!(lengths.standing(60, 5).expect("known").deviation() < -3.0);
        assert!(Lengths::of("en", "tlh").standing(60, 5).is_none());
    }

    #[test]
    fn forms_of_a_plural_in_one_text() {
        assert_eq!(last_form("{{ n }} file|{{ n }} files"), "{{ n }} files");
        assert_eq!(last_form("Öffnen | Schließen"), "Öffnen | Schließen");
        assert_eq!(last_form("One file only."), "One file only.");
        assert_eq!(
            last_form("共 {n} 个文件|共 {n} 个文件。"),
            "共 {n} 个文件。"
        );
        for whole in [
            "Lauf! Nur $count_left|Lebenspunkte sind noch da!",
            "快跑！你只剩下$count_left|点生命值了！",
        ] {
            assert_eq!(last_form(whole), whole);
        }
    }

    #[test]
    fn context_is_no_text() {
        assert_eq!(without_context("editor^Open", "Öffnen"), "Open");
        assert_eq!(without_context("?verb:Open", "Öffnen"), "Open");
        assert_eq!(without_context("a|b", "c|d"), "a|b");
    }
}
