//! The policy file as written: its keys and their types.

use serde::Deserialize;

use crate::rule::Severity;

/// A text in the policy, with its place.
pub type Text = toml::Spanned<String>;

/// A policy file as read, or one of its `[[overrides]]`: both have the same keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Policy {
    /// Expected language of the documents.
    pub lang: Option<Text>,
    /// Language they were translated from.
    pub source_lang: Option<Text>,
    /// Which rules run, and the house's own markers; what an override ignores adds to what the file ignores.
    #[serde(default)]
    pub rules: Rules,
    /// What decides whether a document may be published.
    #[serde(default)]
    pub gate: Gate,
    /// Of an override: globs, relative to the policy file.
    pub paths: Option<Vec<Text>>,
    /// Of the file: what holds for some paths only.
    #[serde(default)]
    pub overrides: Vec<toml::Spanned<Policy>>,
}

/// `[rules]`.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// The rules that run, in place of those that are on by default.
    pub select: Option<Vec<Text>>,
    /// Rules that do not run.
    #[serde(default)]
    pub ignore: Vec<Text>,
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
    pub pattern: Text,
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
    pub min_language_consistency: Option<toml::Spanned<f64>>,
    /// Highest penalty, in MQM points per 1,000 words.
    pub max_penalty_per_1000_words: Option<toml::Spanned<f64>>,
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
