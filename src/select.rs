//! Which rules run: `--select`, `--ignore`, the policy's lists, and what their names mean.

use std::collections::HashSet;

use crate::error::{Error, Result};
use crate::rules;

/// The rules that run on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    names: HashSet<&'static str>,
}

impl Selection {
    /// `select` (empty: the rules that are on by default) without `ignore`. Each entry is a rule, a family or `all`.
    ///
    /// # Errors
    /// [`Error::UnknownRule`], with the nearest name there is.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self> {
        let mut names = HashSet::new();
        if select.is_empty() {
            names.extend(
                rules::RULES
                    .iter()
                    .filter(|rule| rule.default)
                    .map(|rule| rule.name),
            );
        }
        for name in select {
            names.extend(resolve(name)?);
        }
        for name in ignore {
            for rule in resolve(name)? {
                names.remove(rule);
            }
        }
        Ok(Self { names })
    }

    /// Every rule there is.
    #[must_use]
    pub fn all() -> Self {
        Self {
            names: rules::RULES.iter().map(|rule| rule.name).collect(),
        }
    }

    /// Whether the rule called `name` runs.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether any rule of `family` runs.
    #[must_use]
    pub fn contains_family(&self, family: &str) -> bool {
        rules::RULES
            .iter()
            .any(|rule| rule.family() == family && self.names.contains(rule.name))
    }

    /// Without the rules that `ignore` names.
    ///
    /// # Errors
    /// [`Error::UnknownRule`].
    pub fn without(mut self, ignore: &[String]) -> Result<Self> {
        for name in ignore {
            for rule in resolve(name)? {
                self.names.remove(rule);
            }
        }
        Ok(self)
    }
}

/// The rules that `name` stands for: a rule, a family, or `all`.
///
/// # Errors
/// [`Error::UnknownRule`].
pub fn resolve(name: &str) -> Result<Vec<&'static str>> {
    let name = name.trim();
    let matching: Vec<_> = rules::RULES
        .iter()
        .filter(|rule| {
            name == "all" || rule.name == name || rule.family() == name.trim_end_matches("/*")
        })
        .map(|rule| rule.name)
        .collect();
    if matching.is_empty() {
        let names = rules::RULES
            .iter()
            .flat_map(|rule| [rule.name, rule.family()])
            .chain(["all"]);
        return Err(Error::UnknownRule {
            name: name.to_owned(),
            hint: hint(name, names),
        });
    }
    Ok(matching)
}

/// “; did you mean `x`?” for the candidate nearest to `name`, empty when none is near. A candidate's last part is
/// enough: `mojibake` means `artifact/mojibake`.
#[must_use]
pub fn hint<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> String {
    let similarity = |candidate: &str| {
        let tail = candidate.rsplit('/').next().unwrap_or(candidate);
        strsim::jaro_winkler(name, candidate).max(strsim::jaro_winkler(name, tail))
    };
    candidates
        .map(|candidate| (similarity(candidate), candidate))
        .filter(|&(similarity, _)| similarity > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map_or_else(String::new, |(_, candidate)| {
            format!("; did you mean `{candidate}`?")
        })
}
