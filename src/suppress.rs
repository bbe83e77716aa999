//! Silencing findings by comments in the document.

use crate::block::Directive;
use crate::finding::{Draft, Finding, Findings, Place};
use crate::rules::suppression::unknown::UNKNOWN;
use crate::rules::suppression::unused::UNUSED;
use crate::select::{self, Selection};

/// Tells which findings the document's own comments silence (`true`), and adds one for every entry of a comment that is
/// unknown or silences nothing. An entry for a rule that does not run is neither.
#[must_use]
pub fn apply(
    directives: &[Directive],
    findings: Findings<'_>,
    selection: &Selection,
) -> Vec<(Finding, bool)> {
    let mut complaints = findings.empty();
    let list = findings.into_list();
    if directives.is_empty() {
        return list
            .into_iter()
            .map(|(finding, _)| (finding, false))
            .collect();
    }
    let entries: Vec<Vec<Entry>> = directives
        .iter()
        .map(|directive| resolve(directive, selection))
        .collect();
    let mut used: Vec<Vec<bool>> = entries
        .iter()
        .map(|entries| vec![false; entries.len()])
        .collect();
    let mut told = Vec::with_capacity(list.len());
    for (finding, blocks) in list {
        let mut silenced = false;
        for (index, directive) in directives.iter().enumerate() {
            let holds = directive.whole_file || blocks.iter().any(|&block| block as usize == index);
            if !holds {
                continue;
            }
            for (entry, used) in entries[index].iter().zip(&mut used[index]) {
                if entry.rules.contains(&finding.rule) {
                    *used = true;
                    silenced = true;
                }
            }
        }
        told.push((finding, silenced));
    }
    for (index, directive) in directives.iter().enumerate() {
        for (entry, used) in entries[index].iter().zip(&used[index]) {
            let place = Place::at(directive.start, directive.end, &entry.name);
            if let Some(error) = &entry.unknown {
                complaints.report_at(place, Draft::new(&UNKNOWN, error.clone()));
            } else if !used && entry.runs {
                let message = format!(
                    "“{}” is ignored here, but there is nothing to ignore",
                    entry.name
                );
                complaints.report_at(place, Draft::new(&UNUSED, message));
            }
        }
    }
    told.extend(
        complaints
            .into_list()
            .into_iter()
            .map(|(finding, _)| (finding, false)),
    );
    told
}

/// One name in a comment's brackets.
struct Entry {
    name: String,
    rules: Vec<&'static str>,
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
                runs: rules.iter().any(|rule| selection.contains(rule)),
                rules,
                unknown: None,
            },
            Err(error) => Entry {
                name: name.clone(),
                rules: Vec::new(),
                runs: false,
                unknown: Some(error.to_string()),
            },
        })
        .collect()
}
