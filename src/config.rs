//! The policy file, `traditore.toml`: found upwards, read strictly, merged with the command line.
//!
//! Order: defaults, file, its overrides in their order, command line. A key that does not exist is an error with the
//! line, the column and the key that was probably meant.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use serde::Deserialize;

use crate::document::HouseMarker;
use crate::error::{Error, Result};
use crate::rule::Severity;
use crate::select::{Selection, hint};
use crate::tag;

/// Name of the policy file.
pub const FILE_NAME: &str = "traditore.toml";

/// A policy file as read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// Expected language of the documents.
    pub lang: Option<String>,
    /// Language they were translated from.
    pub source_lang: Option<String>,
    /// Which rules run, and the house's own markers.
    #[serde(default)]
    pub rules: Rules,
    /// What decides whether a document may be published.
    #[serde(default)]
    pub gate: Gate,
    /// What holds for some paths only.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

/// `[rules]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// The rules that run, in place of those that are on by default.
    pub select: Option<Vec<String>>,
    /// Rules that do not run.
    #[serde(default)]
    pub ignore: Vec<String>,
    /// The house's own markers.
    #[serde(default)]
    pub provenance_marker: Vec<Marker>,
}

/// `[[rules.provenance-marker]]`: a label that this house prints or leaves behind.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Marker {
    /// What it is called in reports.
    pub name: String,
    /// A regular expression, matched case-insensitively on text folded like that of the published markers.
    pub pattern: String,
}

/// `[gate]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Gate {
    /// What machine translation may do.
    pub machine_translation: Option<MachineTranslation>,
    /// Whether residue may be published.
    pub residue: Option<Residue>,
    /// Lowest language consistency, 0 to 1.
    pub min_language_consistency: Option<f64>,
    /// Highest penalty, in MQM points per 1,000 words.
    pub max_penalty_per_1000_words: Option<f64>,
    /// The lowest severity that fails.
    pub fail_on: Option<Severity>,
}

/// `gate.machine-translation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MachineTranslation {
    /// None may be published.
    Forbid,
    /// It may with a reader-facing notice.
    Disclose,
    /// It may.
    Allow,
}

/// `gate.residue`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Residue {
    /// It fails.
    Forbid,
    /// It passes.
    Allow,
}

/// `[[overrides]]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Override {
    /// Globs, relative to the policy file.
    pub paths: Vec<String>,
    /// Expected language of these documents.
    pub lang: Option<String>,
    /// Language they were translated from.
    pub source_lang: Option<String>,
    /// Rules for these documents; `ignore` adds to the general one.
    #[serde(default)]
    pub rules: Rules,
    /// Gate for these documents.
    #[serde(default)]
    pub gate: Gate,
}

/// A policy ready for use: checked, its globs compiled.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// As written.
    pub policy: Policy,
    root: PathBuf,
    globs: Vec<GlobSet>,
}

impl Config {
    /// Reads the policy that `path` names, or else the nearest `traditore.toml` from the working directory upwards;
    /// without one, the defaults.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Config`] with line, column and what was probably meant.
    pub fn find(path: Option<&Path>) -> Result<Self> {
        if let Some(path) = path {
            return Self::read(path);
        }
        let here = std::env::current_dir().unwrap_or_default();
        match here
            .ancestors()
            .map(|dir| dir.join(FILE_NAME))
            .find(|path| path.is_file())
        {
            Some(path) => Self::read(&path),
            None => Ok(Self::default()),
        }
    }

    /// Reads the policy in the file `path`.
    ///
    /// # Errors
    /// As [`Config::find`].
    pub fn read(path: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let root = absolute.parent().map(Path::to_owned).unwrap_or_default();
        Self::parse(&text, path, root)
    }

    fn parse(text: &str, path: &Path, root: PathBuf) -> Result<Self> {
        let wrong = |at: usize, message: String| {
            let position = crate::position::Position::START
                .after(&text[..crate::position::floor_char(text, at)]);
            Error::Config {
                path: path.to_owned(),
                line: position.line,
                column: position.column,
                message,
            }
        };
        let policy: Policy = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            wrong(at, suggest(error.message()))
        })?;
        // checks behind the types, each with the place of its value
        let place = |needle: &str| text.find(&format!("\"{needle}\"")).unwrap_or(0);
        let mut globs = Vec::new();
        for entry in &policy.overrides {
            let mut set = GlobSetBuilder::new();
            for pattern in &entry.paths {
                set.add(
                    Glob::new(pattern).map_err(|error| wrong(place(pattern), error.to_string()))?,
                );
            }
            globs.push(set.build().map_err(|error| wrong(0, error.to_string()))?);
        }
        let overridden = policy.overrides.iter();
        let langs = [&policy.lang, &policy.source_lang]
            .into_iter()
            .chain(overridden.clone().flat_map(|o| [&o.lang, &o.source_lang]));
        for lang in langs.flatten() {
            if tag::canonical(lang).is_none() {
                return Err(wrong(
                    place(lang),
                    format!("`{lang}` is no language tag; write `de`, `pt-BR` or `zh-Hant`"),
                ));
            }
        }
        for rules in std::iter::once(&policy.rules).chain(overridden.map(|o| &o.rules)) {
            for name in rules.select.iter().flatten().chain(&rules.ignore) {
                crate::select::resolve(name)
                    .map_err(|error| wrong(place(name), error.to_string()))?;
            }
            for marker in &rules.provenance_marker {
                regex::Regex::new(&marker.pattern).map_err(|error| {
                    wrong(
                        place(&marker.name),
                        format!("the pattern of `{}`: {error}", marker.name),
                    )
                })?;
            }
        }
        Ok(Self {
            policy,
            root,
            globs,
        })
    }

    /// The numbers of the overrides that hold for the document called `name`, in order.
    #[must_use]
    pub fn overrides_of(&self, name: &str) -> Vec<usize> {
        if self.globs.is_empty() {
            return Vec::new();
        }
        let absolute = std::path::absolute(name).unwrap_or_else(|_| PathBuf::from(name));
        let relative = absolute.strip_prefix(&self.root).unwrap_or(&absolute);
        (0..self.globs.len())
            .filter(|&index| self.globs[index].is_match(relative))
            .collect()
    }

    /// The language that documents under `overrides` should be in.
    #[must_use]
    pub fn lang(&self, overrides: &[usize]) -> Option<String> {
        let special = overrides
            .iter()
            .rev()
            .find_map(|&index| self.policy.overrides[index].lang.as_deref());
        special
            .or(self.policy.lang.as_deref())
            .and_then(tag::canonical)
    }

    /// The language that documents under `overrides` were translated from.
    #[must_use]
    pub fn source_lang(&self, overrides: &[usize]) -> Option<String> {
        let special = overrides
            .iter()
            .rev()
            .find_map(|&index| self.policy.overrides[index].source_lang.as_deref());
        special
            .or(self.policy.source_lang.as_deref())
            .and_then(tag::canonical)
    }

    /// The rules that run on documents under `overrides`, before the command line has its say.
    ///
    /// # Errors
    /// [`Error::UnknownRule`].
    pub fn selection(&self, overrides: &[usize]) -> Result<Selection> {
        let special = overrides
            .iter()
            .rev()
            .find_map(|&index| self.policy.overrides[index].rules.select.as_ref());
        let select = special.or(self.policy.rules.select.as_ref());
        let ignore: Vec<String> = std::iter::once(&self.policy.rules.ignore)
            .chain(
                overrides
                    .iter()
                    .map(|&index| &self.policy.overrides[index].rules.ignore),
            )
            .flatten()
            .cloned()
            .collect();
        Selection::new(select.map_or(&[], Vec::as_slice), &ignore)
    }
}

impl Config {
    /// The house's own markers for documents under `overrides`.
    ///
    /// # Errors
    /// [`Error::Usage`] for a pattern that is no regular expression; [`Config::read`] has refused such a policy already.
    pub fn house_markers(&self, overrides: &[usize]) -> Result<Vec<HouseMarker>> {
        let special = overrides
            .iter()
            .map(|&index| &self.policy.overrides[index].rules);
        std::iter::once(&self.policy.rules)
            .chain(special)
            .flat_map(|rules| &rules.provenance_marker)
            .map(|marker| {
                HouseMarker::new(&marker.name, &marker.pattern).map_err(|error| {
                    Error::Usage(format!("the pattern of `{}`: {error}", marker.name))
                })
            })
            .collect()
    }
}

/// Adds what was probably meant to a message of the TOML reader about an unknown key or value.
fn suggest(message: &str) -> String {
    let message = message.lines().next().unwrap_or(message).to_owned();
    if !message.starts_with("unknown") {
        return message;
    }
    let mut quoted = message.split('`').skip(1).step_by(2);
    let Some(wrong) = quoted.next() else {
        return message;
    };
    let meant = hint(wrong, quoted);
    format!("{message}{meant}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config> {
        Config::parse(
            text,
            Path::new("traditore.toml"),
            std::env::current_dir().unwrap_or_default(),
        )
    }

    fn error(text: &str) -> String {
        parse(text).expect_err("the policy is wrong").to_string()
    }

    #[test]
    fn the_policy_of_the_manual_is_read() {
        let config = parse(
            r#"
lang = "en"
[rules]
ignore = ["artifact/repeated-word"]
[[rules.provenance-marker]]
name = "house-desk-label"
pattern = "Machine desk draft"
[gate]
machine-translation = "disclose"
residue = "forbid"
min-language-consistency = 0.98
max-penalty-per-1000-words = 20
fail-on = "major"
[[overrides]]
paths = ["fr/**"]
lang = "fr"
"#,
        )
        .expect("a policy");
        assert_eq!(
            config.lang(&config.overrides_of("fr/a.html")).as_deref(),
            Some("fr")
        );
        assert_eq!(
            config.lang(&config.overrides_of("en/fr.html")).as_deref(),
            Some("en")
        );
        assert!(
            !config
                .selection(&[])
                .expect("known rules")
                .contains("artifact/repeated-word")
        );
        assert_eq!(config.policy.gate.fail_on, Some(Severity::Major));
    }

    #[test]
    fn mistakes_are_named_with_place_and_remedy() {
        let message = error("lang = \"en\"\n[gates]\n");
        assert!(
            message.starts_with("traditore.toml:2:2:") && message.contains("did you mean `gate`"),
            "{message}"
        );
        let message = error("[gate]\nresidu = \"forbid\"\n");
        assert!(
            message.contains(":2:1:") && message.contains("did you mean `residue`"),
            "{message}"
        );
        let message = error("[gate]\nresidue = \"forbidden\"\n");
        assert!(
            message.contains(":2:11:") && message.contains("did you mean `forbid`"),
            "{message}"
        );
        let message = error("[rules]\nignore = [\"artifact/repeated-wrod\"]\n");
        assert!(
            message.contains(":2:11:") && message.contains("did you mean `artifact/repeated-word`"),
            "{message}"
        );
        assert!(error("lang = \"english\"\n").contains("is no language tag"));
        assert!(error("lang = \n").contains(":1:8:"));
    }
}
