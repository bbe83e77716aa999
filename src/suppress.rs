//! Silencing findings by comments in the document.

use crate::block::Directive;
use crate::finding::{Draft, Findings, Place};
use crate::rules::RULES;
use crate::rules::suppression::unknown::UNKNOWN;
use crate::rules::suppression::unused::UNUSED;
use crate::select::{self, Selection};

/// The comments of a document that silence rules, and which of them did.
#[derive(Debug)]
pub struct Suppressions<'a> {
    comments: Vec<Comment<'a>>,
    /// The rules that are silent in the whole file, and those of them that had something to say.
    whole: Rules,
    whole_used: Rules,
}

impl<'a> Suppressions<'a> {
    /// Of `directives`, in a run of the rules of `selection`.
    #[must_use]
    pub fn new(directives: &'a [Directive], selection: &Selection) -> Self {
        let comments: Vec<Comment<'a>> = directives
            .iter()
            .map(|directive| Comment::new(directive, selection))
            .collect();
        let whole = comments
            .iter()
            .filter(|comment| comment.directive.whole_file)
            .fold(Rules::default(), |all, comment| all.with(comment.rules));
        Self {
            comments,
            whole,
            whole_used: Rules::default(),
        }
    }

    /// Whether a comment silences a finding of `rule` at whose place the directives of the numbers `here` hold.
    pub fn silence(&mut self, rule: &'static str, here: &[u32]) -> bool {
        let rule = Rules::of(rule);
        let mut silenced = self.whole.holds(rule);
        if silenced {
            self.whole_used = self.whole_used.with(rule);
        }
        for &index in here {
            if let Some(comment) = self.comments.get_mut(index as usize)
                && comment.rules.holds(rule)
            {
                comment.used = comment.used.with(rule);
                silenced = true;
            }
        }
        silenced
    }

    /// Reports every entry of a comment that is unknown or has silenced nothing. An entry for a rule that does not run
    /// is neither.
    pub fn complain(&self, findings: &mut Findings<'_>) {
        for comment in &self.comments {
            let directive = comment.directive;
            let used = if directive.whole_file {
                self.whole_used
            } else {
                comment.used
            };
            for entry in &comment.entries {
                let place = Place::at(directive.start, directive.end, entry.name);
                if let Some(error) = &entry.unknown {
                    findings.report_at(place, Draft::new(&UNKNOWN, error.clone()));
                } else if entry.runs && !entry.rules.holds(used) {
                    let message = format!(
                        "“{}” is ignored here, but there is nothing to ignore",
                        entry.name
                    );
                    findings.report_at(place, Draft::new(&UNUSED, message));
                }
            }
        }
    }
}

/// A comment that silences rules.
#[derive(Debug)]
struct Comment<'a> {
    directive: &'a Directive,
    entries: Vec<Entry<'a>>,
    /// What all its entries stand for.
    rules: Rules,
    /// Those of them that had something to say.
    used: Rules,
}

impl<'a> Comment<'a> {
    fn new(directive: &'a Directive, selection: &Selection) -> Self {
        let entries: Vec<Entry<'a>> = directive
            .rules
            .iter()
            .map(|name| Entry::new(name, selection))
            .collect();
        let rules = entries
            .iter()
            .fold(Rules::default(), |all, entry| all.with(entry.rules));
        Self {
            directive,
            entries,
            rules,
            used: Rules::default(),
        }
    }
}

/// One name in a comment's brackets.
#[derive(Debug)]
struct Entry<'a> {
    name: &'a str,
    rules: Rules,
    /// Any of its rules runs.
    runs: bool,
    /// Why it means nothing.
    unknown: Option<String>,
}

impl<'a> Entry<'a> {
    fn new(name: &'a str, selection: &Selection) -> Self {
        let (names, unknown) = match select::resolve(name) {
            Ok(names) => (names, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        Self {
            name,
            rules: names
                .iter()
                .fold(Rules::default(), |all, name| all.with(Rules::of(name))),
            runs: names.iter().any(|name| selection.contains(name)),
            unknown,
        }
    }
}

/// A set of rules, a bit each: a document may hold tens of thousands of comments, and each finding asks them.
#[derive(Clone, Copy, Debug, Default)]
struct Rules(u128);

impl Rules {
    /// The rule called `name` alone.
    fn of(name: &str) -> Self {
        let index = RULES.iter().position(|rule| rule.name == name);
        Self(index.map_or(0, |index| 1 << index))
    }

    fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two have a rule in common.
    fn holds(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::position::Position;

    #[test]
    fn every_rule_has_a_bit() {
        assert!(RULES.len() <= 128);
    }

    #[test]
    fn comments_silence_their_rules_at_their_place() {
        let directive = |text: &str| Directive::parse(text, Position::START).expect("a directive");
        let directives = [
            directive("traditore: ignore[artifact/mojibake, artifact/repeated-word]"),
            directive("traditore: ignore-file[language]"),
            directive("traditore: ignore-file[provenance, artifact/mojibake]"),
        ];
        let selection = Selection::all();
        let mut suppressions = Suppressions::new(&directives, &selection);
        assert!(suppressions.silence("artifact/repeated-word", &[0]));
        assert!(!suppressions.silence("artifact/repeated-word", &[]));
        assert!(!suppressions.silence("artifact/double-escape", &[0]));
        assert!(suppressions.silence("language/foreign-span", &[]));
        let mut complaints = Findings::new(&selection);
        suppressions.complain(&mut complaints);
        let unused: Vec<String> = complaints
            .sorted()
            .expect("in memory")
            .map(|item| item.expect("in memory").0.excerpt)
            .collect();
        assert_eq!(
            unused,
            ["artifact/mojibake", "provenance", "artifact/mojibake"]
        );
    }
}
