//! `artifact/broken-placeholder`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::shapes::{self, Shapes};
use super::technical::Technical;
use crate::block::Block;
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, rule};
use crate::sieve::Search;

rule! {
    /// # What it finds
    /// A placeholder, tag or mask that machine translation has damaged or left behind.
    ///
    /// Spaces inside (`% s`, `% 1 $ s`, `{ 0 }`, `$ {name}`, `< / b>`), a full-width percent sign, a brace lost, masks
    /// that were put in for the machine and never taken out (`__LINK_3__`, `⟦0⟧`). The shapes are data
    /// (`data/placeholders.toml`). In a text about programs only those count that mean nothing there either.
    ///
    /// # Why it matters
    /// The value that belongs there is not filled in: readers see the code instead of their name, or the program fails.
    ///
    /// # Examples
    /// ```flagged lang=uk at=1:17
    /// Програма пише: «% s чекає на вас».
    /// ```
    /// ```flagged lang=de at=1:11
    /// Sie haben { 0 } neue Nachrichten.
    /// ```
    /// ```flagged lang=zh at=1:3
    /// 您有％d封新邮件。
    /// ```
    /// ```flagged lang=fr at=1:6
    /// Cher % 1 $ s, votre colis est arrivé.
    /// ```
    /// ```clean lang=cs
    /// Nápoj obsahuje 5 % s přídavkem vitamínu, několik % s cukrem.
    /// ```
    /// ```clean lang=fr
    /// Les prix ont gagné 5 % d'un coup, et 3 % s'y ajoutent.
    /// ```
    /// ```clean lang=en
    /// Let A = { 0 } and B = { 1 }; then A ∪ B = { 0, 1 }.
    /// ```
    /// ```clean lang=en
    /// Greet the reader with {{ name }} or %1$s, and never with both.
    /// ```
    /// ```clean lang=ja
    /// 参加者は100％でした。
    /// ```
    ///
    /// # Known mistakes
    /// A damaged placeholder that has become a word in another language is not seen. Manuals of template languages that
    /// hold little other code may be flagged.
    ///
    /// # References
    /// MQM, design/markup. Weblate and pofilter compare placeholders with the source; here there is none.
    pub BROKEN_PLACEHOLDER = "artifact/broken-placeholder", Major, "design/markup", on, BrokenPlaceholder::start
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    shape: Vec<Shape>,
}

/// A shape of damage, as the data describe it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shape {
    #[expect(dead_code, reason = "names the entry for its reader")]
    id: String,
    pattern: String,
    trigger: Vec<String>,
    #[serde(default)]
    certain: bool,
    #[serde(default)]
    number: Option<String>,
    #[serde(default)]
    repair: bool,
    what: String,
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests' examples"))]
    flagged: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests' examples"))]
    clean: Vec<String>,
    #[expect(dead_code, reason = "names the origin for the entry's reader")]
    source: String,
}

impl shapes::Shape for Shape {
    fn pattern(&self) -> &str {
        &self.pattern
    }

    fn triggers(&self) -> &[String] {
        &self.trigger
    }
}

/// Strings of which a text holds one if a shape matches it.
pub(super) fn triggers() -> impl Iterator<Item = &'static str> {
    SHAPES.triggers()
}

static SHAPES: LazyLock<Shapes<Shape>> = LazyLock::new(|| {
    let catalogue: Catalogue =
        data!("placeholders").expect("the embedded shapes parse: a test reads them");
    Shapes::new(catalogue.shape)
});

/// Letters that are words by themselves, and the languages in which they are.
static LONE: LazyLock<HashMap<String, Vec<String>>> =
    LazyLock::new(|| data!("lone-letters").expect("the embedded list parses: a test reads it"));

/// Doubtful findings that wait for the end of the document.
const WAITING: usize = 100;

#[derive(Default)]
struct BrokenPlaceholder {
    technical: Technical,
    waiting: Vec<(Place, Draft)>,
}

impl BrokenPlaceholder {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }
}

impl Examiner for BrokenPlaceholder {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        self.technical.look(block, context);
        let text = block.text.as_str();
        if !context.bytes.calls_for(Search::Placeholder) {
            return;
        }
        for (shape, regex) in SHAPES.met(text, context.bytes) {
            if !shape.certain && context.is_code(block) {
                continue;
            }
            for captures in regex.captures_iter(text) {
                let Some(whole) = captures.name("p").or_else(|| captures.get(0)) else {
                    continue;
                };
                let found = whole
                    .as_str()
                    .trim_end_matches(|c: char| !class(c).is_word() && !"@}>⟧_".contains(c));
                let span = whole.start()..whole.start() + found.len();
                if shape.number.is_some() && follows_number(&text[..span.start]) {
                    continue;
                }
                if captures
                    .name("after")
                    .is_some_and(|after| is_word_of(found, after.as_str(), context.primary()))
                {
                    continue;
                }
                let mut draft = Draft::new(
                    &BROKEN_PLACEHOLDER,
                    format!("{} “{found}” is damaged or left over", shape.what),
                );
                if shape.repair {
                    draft = draft.suggestion(repaired(found));
                }
                if shape.certain {
                    findings.report(block, span, draft);
                } else if self.waiting.len() < WAITING {
                    self.waiting.push((Place::of(block, &span), draft));
                }
            }
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if self.technical.is_document() {
            return;
        }
        for (place, draft) in self.waiting.drain(..) {
            findings.report_at(place, draft);
        }
    }
}

/// A number before a percent sign makes it one; a sign of comparison or of sets before a brace makes it mathematics.
fn follows_number(before: &str) -> bool {
    let Some(last) = before.trim_end().chars().next_back() else {
        return false;
    };
    class(last).is_digit() || last.is_numeric() || "=∈∉∪∩∖⊂⊆×\\^_|,".contains(last)
}

/// Whether `% s` with what comes `after` it can be prose in `language`, because the letter is a word there.
fn is_word_of(found: &str, after: &str, language: Option<&str>) -> bool {
    let letter = &found[found.len() - 1..];
    let Some(languages) = LONE.get(letter) else {
        return false;
    };
    let lone = language.is_none_or(|language| languages.iter().any(|entry| entry == language));
    lone && after.chars().all(|c| c.is_whitespace() || c == '.') && !after.is_empty()
}

/// The placeholder without the spaces, in ASCII.
fn repaired(found: &str) -> String {
    found
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c == '％' { '%' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sieve::Bytes;

    #[test]
    fn every_shape_holds_its_examples() {
        let hits = |shape: &Shape, text: &str| {
            SHAPES
                .met(text, Bytes::of(text))
                .filter(|(met, _)| std::ptr::eq(*met, shape))
                .flat_map(|(_, regex)| regex.captures_iter(text))
                .any(|captures| {
                    let found = captures
                        .name("p")
                        .or_else(|| captures.get(0))
                        .expect("a match");
                    !(shape.number.is_some() && follows_number(&text[..found.start()]))
                })
        };
        for shape in SHAPES.entries() {
            for text in &shape.flagged {
                assert!(hits(shape, text), "{} misses {text}", shape.pattern);
            }
            for text in &shape.clean {
                assert!(!hits(shape, text), "{} hits {text}", shape.pattern);
            }
        }
    }

    #[test]
    fn prepositions_are_words() {
        assert!(is_word_of("% s", " ", Some("cs")) && !is_word_of("% s", ",", Some("cs")));
        assert!(!is_word_of("% s", " ", Some("de")));
        assert_eq!(repaired("％ 1 $ s"), "%1$s");
    }
}
