//! `bilingual/edge-whitespace`.

use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// White space at the beginning or the end of the target where the source has none there, or the other way round.
    /// How much it is does not count, nor which space; line breaks have a rule of their own.
    ///
    /// # Why it matters
    /// Programs put strings together: without the space two words run into one, with one too many the layout breaks.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:29
    /// Pages read: ⇥Seiten gelesen:
    /// ```
    /// ```flagged source=en lang=ru format=tsv at=1:16
    /// The bridge is␠⇥␠Мост открыт
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Pages read:␠⇥Pages lues :␠␠
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// Pages read: ⇥読んだページ：
    /// ```
    /// ```clean source=en lang=zh-Hans format=tsv
    /// , ⇥、
    /// ```
    /// ```clean source=en lang=ar format=tsv
    /// ␠by␠⇥␠بواسطة␠
    /// ```
    ///
    /// # Known mistakes
    /// A space that ended the source by accident, and that the translator rightly left out, is missed by nobody.
    ///
    /// # References
    /// translate-toolkit `startwhitespace`, `endwhitespace`; Weblate `begin_space`, `end_space`; Okapi's white space checks.
    pub EDGE_WHITESPACE = "bilingual/edge-whitespace", Minor, "fluency/typography", on, pairs EdgeWhitespace::start
}

struct EdgeWhitespace;

impl EdgeWhitespace {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for EdgeWhitespace {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (pair.source.text, pair.target.text);
        let at_start = begins_spaced(source) != begins_spaced(target);
        let at_end = ends_spaced(source) != ends_spaced(target);
        if !(at_start || at_end) || !pair.is_translated() {
            return;
        }
        let (inner_source, inner_target) = (source.trim(), target.trim());
        // a separator has the spaces that its language sets around it
        if is_single(inner_source) || is_single(inner_target) {
            return;
        }
        let start = target.len() - target.trim_start().len();
        let end = target.trim_end().len();
        let lines = |edge: &str| edge.contains('\n');
        let source_start = &source[..source.len() - source.trim_start().len()];
        let source_end = &source[source.trim_end().len()..];
        if at_start && !lines(source_start) && !lines(&target[..start]) {
            if start > 0 {
                let message = "the target begins with white space, the source does not";
                pair.report(0..start, Draft::new(&EDGE_WHITESPACE, message), findings);
            } else if !needs_no_space(inner_target.chars().next()) {
                let message = "the source begins with white space, the target does not";
                let draft = Draft::new(&EDGE_WHITESPACE, message)
                    .suggestion(format!("{source_start}{target}"));
                pair.report(0..0, draft, findings);
            }
        }
        if at_end && !lines(source_end) && !lines(&target[end..]) {
            if end < target.len() {
                let message = "the target ends with white space, the source does not";
                let draft = Draft::new(&EDGE_WHITESPACE, message).suggestion(&target[..end]);
                pair.report(end..target.len(), draft, findings);
            } else if !needs_no_space(inner_target.chars().next_back()) {
                let message = "the source ends with white space, the target does not";
                let draft = Draft::new(&EDGE_WHITESPACE, message)
                    .suggestion(format!("{target}{source_end}"));
                pair.report(end..end, draft, findings);
            }
        }
    }
}

fn begins_spaced(text: &str) -> bool {
    match text.as_bytes().first() {
        Some(&byte) if byte < 0x80 => byte.is_ascii_whitespace(),
        Some(_) => text.starts_with(char::is_whitespace),
        None => false,
    }
}

fn ends_spaced(text: &str) -> bool {
    match text.as_bytes().last() {
        Some(&byte) if byte < 0x80 => byte.is_ascii_whitespace(),
        Some(_) => text.ends_with(char::is_whitespace),
        None => false,
    }
}

fn is_single(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

/// Scripts without spaces between words, and full-width punctuation, which brings its own space.
fn needs_no_space(edge: Option<char>) -> bool {
    edge.is_some_and(|c| {
        class(c).script().is_unspaced()
            || matches!(c, '\u{3000}'..='\u{303F}' | '\u{30FB}' | '\u{30FC}' | '\u{FF00}'..='\u{FF65}')
    })
}
