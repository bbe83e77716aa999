//! Expressions of the catalogue, compiled when they are called for.

use std::borrow::Cow;
use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

use super::fold;

/// A regular expression that is compiled when a trigger first calls for it.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: String,
    /// Its literal characters are folded before it is compiled.
    folded: bool,
    insensitive: bool,
    lines: bool,
    regex: OnceLock<Option<Regex>>,
    tight: OnceLock<Option<Regex>>,
    opening: OnceLock<Option<Opening>>,
}

impl Pattern {
    /// The expression `source`, its literal characters folded or not, its capitals minded or not; with `lines`, `^` and
    /// `$` are those of a line.
    pub(super) fn new(source: String, folded: bool, insensitive: bool, lines: bool) -> Self {
        Self {
            source,
            folded,
            insensitive,
            lines,
            regex: OnceLock::new(),
            tight: OnceLock::new(),
            opening: OnceLock::new(),
        }
    }

    /// Whether `text` may hold a match, by how matches begin; asked as long as the expression is not compiled, which
    /// takes a millisecond.
    pub(crate) fn may_match(&self, text: &str) -> bool {
        self.regex.get().is_some()
            || self
                .opening
                .get_or_init(|| Opening::of(&self.source(), self.lines, self.insensitive))
                .as_ref()
                .is_none_or(|opening| opening.may_begin(text))
    }

    /// The expression.
    pub(crate) fn regex(&self) -> Option<&Regex> {
        self.regex
            .get_or_init(|| self.build(&self.source()))
            .as_ref()
    }

    /// The expression for texts without their spaces.
    pub(crate) fn tight(&self) -> Option<&Regex> {
        self.tight
            .get_or_init(|| self.build(&self.source().replace(" ?", "").replace(' ', "")))
            .as_ref()
    }

    fn source(&self) -> Cow<'_, str> {
        if self.folded {
            Cow::Owned(fold::fold_pattern(&self.source))
        } else {
            Cow::Borrowed(&self.source)
        }
    }

    fn build(&self, source: &str) -> Option<Regex> {
        let mut builder = RegexBuilder::new(source);
        builder
            .multi_line(self.lines)
            .case_insensitive(self.insensitive);
        builder.build().ok()
    }
}

/// How the matches of an expression begin.
#[derive(Debug)]
struct Opening {
    literals: Vec<Box<[u8]>>,
    /// Only at the beginning of the text.
    anchored: bool,
}

impl Opening {
    /// More beginnings than these are not looked for one by one.
    const MOST: usize = 40;

    /// `None` where a match may begin anyhow.
    fn of(pattern: &str, lines: bool, insensitive: bool) -> Option<Self> {
        let expression = regex_syntax::ParserBuilder::new()
            .multi_line(lines)
            .case_insensitive(insensitive)
            .build()
            .parse(pattern)
            .ok()?;
        let anchored = expression
            .properties()
            .look_set_prefix()
            .contains(regex_syntax::hir::Look::Start);
        let openings = regex_syntax::hir::literal::Extractor::new().extract(&expression);
        let literals: Vec<Box<[u8]>> = openings
            .literals()?
            .iter()
            .map(|literal| literal.as_bytes().into())
            .collect();
        let telling = literals.iter().all(|literal| !literal.is_empty());
        (telling && (anchored || literals.len() <= Self::MOST))
            .then_some(Self { literals, anchored })
    }

    fn may_begin(&self, text: &str) -> bool {
        let text = text.as_bytes();
        self.literals.iter().any(|literal| {
            if self.anchored {
                text.starts_with(literal)
            } else {
                memchr::memmem::find(text, literal).is_some()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Wording, catalogue};
    use super::fold::Mode;
    use super::*;

    #[test]
    fn every_flagged_text_may_match() {
        for entry in &catalogue().entries {
            let Wording::Pattern(pattern) = &entry.wording else {
                continue;
            };
            let opening = Opening::of(&pattern.source(), pattern.lines, pattern.insensitive);
            let (Some(opening), Some(regex)) = (opening, pattern.regex()) else {
                continue;
            };
            let mut texts: Vec<String> = entry.marker.flagged.clone();
            texts.extend(
                entry
                    .marker
                    .flagged
                    .iter()
                    .map(|text| fold::fold(text, Mode::default())),
            );
            for text in texts.iter().filter(|text| regex.is_match(text)) {
                assert!(opening.may_begin(text), "{}: {text}", entry.marker.id);
            }
        }
    }
}
