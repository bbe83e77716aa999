//! Silencing findings by comments in the document.

use crate::block::Directive;
use crate::finding::{Draft, Findings, Place};
use crate::rules::suppression::unknown::UNKNOWN;
use crate::rules::suppression::unused::UNUSED;
use crate::select::{self, Selection};

/// The comments of a document that silence rules, and which of them did.
#[derive(Debug)]
pub struct Suppressions<'a> {
    directives: &'a [Directive],
    entries: Vec<Vec<Entry>>,
    /// Those that hold for the whole file.
    whole: Vec<usize>,
}

impl<'a> Suppressions<'a> {
    /// Of `directives`, in a run of the rules of `selection`.
    #[must_use]
    pub fn new(directives: &'a [Directive], selection: &Selection) -> Self {
        Self {
            directives,
            entries: directives
                .iter()
                .map(|directive| resolve(directive, selection))
                .collect(),
            whole: (0..directives.len())
                .filter(|&index| directives[index].whole_file)
                .collect(),
        }
    }

    /// Whether a comment silences a finding of `rule` at whose place the directives of the numbers `here` hold.
    pub fn silence(&mut self, rule: &'static str, here: &[u32]) -> bool {
        let Self { entries, whole, .. } = self;
        let here = here.iter().map(|&index| index as usize);
        let mut silenced = false;
        for index in whole.iter().copied().chain(here) {
            for entry in entries.get_mut(index).into_iter().flatten() {
                if entry.rules.contains(&rule) {
                    entry.used = true;
                    silenced = true;
                }
            }
        }
        silenced
    }

    /// Reports every entry of a comment that is unknown or has silenced nothing. An entry for a rule that does not run
    /// is neither.
    pub fn complain(&self, findings: &mut Findings<'_>) {
        for (directive, entries) in self.directives.iter().zip(&self.entries) {
            for entry in entries {
                let place = Place::at(directive.start, directive.end, &entry.name);
                if let Some(error) = &entry.unknown {
                    findings.report_at(place, Draft::new(&UNKNOWN, error.clone()));
                } else if !entry.used && entry.runs {
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

/// One name in a comment's brackets.
#[derive(Debug)]
struct Entry {
    name: String,
    rules: Vec<&'static str>,
    /// It has silenced something.
    used: bool,
    /// Any of its rules runs.
    runs: bool,
    /// Why it means nothing.
    unknown: Option<String>,
}

fn resolve(directive: &Directive, selection: &Selection) -> Vec<Entry> {
    directive
        .rules
        .iter()
        .map(|name| match select::resolve(name) {
            Ok(rules) => Entry {
                name: name.clone(),
                used: false,
                runs: rules.iter().any(|rule| selection.contains(rule)),
                rules,
                unknown: None,
            },
            Err(error) => Entry {
                name: name.clone(),
                used: false,
                rules: Vec::new(),
                runs: false,
                unknown: Some(error.to_string()),
            },
        })
        .collect()
}
