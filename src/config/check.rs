//! What the types of the policy cannot say: each mistake with the byte where its value stands.

use globset::{Glob, GlobSet, GlobSetBuilder};

use super::{Policy, Text};
use crate::document::HouseMarker;
use crate::{select, tag};

/// A mistake: where, and what is wrong.
type Mistake = (usize, String);

/// Checks a policy file and compiles the globs of its overrides.
pub(super) fn policy(policy: &Policy) -> Result<Vec<GlobSet>, Mistake> {
    scope(policy)?;
    if let Some(path) = policy.paths.iter().flatten().next() {
        let message = "`paths` stands in [[overrides]]; the file itself holds for all documents";
        return Err((path.span().start, message.to_owned()));
    }
    policy.overrides.iter().map(overriding).collect()
}

fn overriding(entry: &toml::Spanned<Policy>) -> Result<GlobSet, Mistake> {
    let at = entry.span().start;
    let entry = entry.get_ref();
    scope(entry)?;
    if let Some(inner) = entry.overrides.first() {
        let message = "overrides have no overrides of their own; write them one after the other";
        return Err((inner.span().start, message.to_owned()));
    }
    let paths = entry.paths.as_deref().unwrap_or_default();
    if paths.is_empty() {
        let message = "an override needs `paths`, globs relative to this file such as \"fr/**\"";
        return Err((at, message.to_owned()));
    }
    let mut set = GlobSetBuilder::new();
    for pattern in paths {
        let glob = Glob::new(pattern.get_ref())
            .map_err(|error| (pattern.span().start, error.to_string()))?;
        set.add(glob);
    }
    set.build().map_err(|error| (at, error.to_string()))
}

/// What the file and its overrides have in common.
fn scope(scope: &Policy) -> Result<(), Mistake> {
    for lang in [&scope.lang, &scope.source_lang].into_iter().flatten() {
        if tag::canonical(lang.get_ref()).is_none() {
            let message = format!(
                "`{}` is no language tag; write `de`, `pt-BR` or `zh-Hant`",
                lang.get_ref()
            );
            return Err((lang.span().start, message));
        }
    }
    let rules = &scope.rules;
    for name in rules.select.iter().flatten().chain(&rules.ignore) {
        rule(name)?;
    }
    for marker in &rules.provenance_marker {
        HouseMarker::new(&marker.name, marker.pattern.get_ref()).map_err(|error| {
            let message = format!("the pattern of `{}`: {error}", marker.name);
            (marker.pattern.span().start, message)
        })?;
    }
    let gate = &scope.gate;
    if let Some(bound) = &gate.min_language_consistency
        && !(0.0..=1.0).contains(bound.get_ref())
    {
        let message = format!(
            "a language consistency is a number from 0 to 1, such as 0.98, not {}",
            bound.get_ref()
        );
        return Err((bound.span().start, message));
    }
    if let Some(bound) = &gate.max_penalty_per_1000_words
        && !(0.0..f64::INFINITY).contains(bound.get_ref())
    {
        let message = format!(
            "a penalty is a number of 0 or more, not {}",
            bound.get_ref()
        );
        return Err((bound.span().start, message));
    }
    Ok(())
}

fn rule(name: &Text) -> Result<(), Mistake> {
    select::resolve(name.get_ref())
        .map(drop)
        .map_err(|error| (name.span().start, error.to_string()))
}
