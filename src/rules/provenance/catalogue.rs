//! The catalogue of published wordings, attribute names and values (`data/markers/*.toml`), one file a rule.
//!
//! An entry is either a `text`, or a `pattern` (a regular expression) with the `trigger`s without which it cannot
//! match. Fields: `anchor` `anywhere`, `line` (the whole block, or a part of it between separators), `line-start` (the
//! block begins so), `raw` and `raw-line` (the text as it stands, `^` and `$` a line); `scope`, where it counts;
//! `strength`, what a hit is worth; `stance`, whether it is a notice or honest metadata (`disclosure`) or something
//! that should not be there (`residue`); `grave`, whether it stands in place of the text; `offered`, whether it may
//! show no more than that translation is on offer; `proves`, in words; `flagged` and `clean`, texts that it must and
//! must not match; `source`, where the wording was seen (`verified = false`: general knowledge). A group called `hit`
//! in a pattern is the part that is reported.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use regex::{Regex, RegexBuilder};
use serde::Deserialize;

use super::fold::{self, Mode};
use super::index::Index;
use super::{
    CHAT_LEAK, DECODER_DEBRIS, DISCLOSURE_NOTICE, FILE_METADATA, PAGE_FINGERPRINT, PROMPT_LEAK,
    PROXY_URL, SERVICE_LEAK, WIDGET_LABEL,
};
use crate::chars;
use crate::rule::Rule;

/// What a hit is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Strength {
    /// Needs a partner.
    Weak,
    /// One hit is enough, unless a trap applies.
    Strong,
    /// One hit is enough.
    Definite,
}

/// What it means that a marker is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Stance {
    /// Says openly that a machine translated.
    Disclosure,
    /// Should not be there.
    Residue,
}

/// Where in a block a marker must stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Anchor {
    /// Anywhere in the folded text.
    Anywhere,
    /// The whole folded text, or a part of it between separators.
    Line,
    /// The folded text begins so.
    LineStart,
    /// Anywhere, unfolded.
    Raw,
    /// Unfolded, line by line.
    RawLine,
}

impl Anchor {
    /// On the text as it stands.
    pub(crate) fn is_raw(self) -> bool {
        matches!(self, Self::Raw | Self::RawLine)
    }
}

/// Where a marker counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u16)]
pub(crate) enum Scope {
    /// The text that a reader sees.
    Text = 1,
    /// Tags and comments of a page.
    Html = 2,
    /// Front matter.
    #[serde(rename = "md-frontmatter")]
    FrontMatter = 4,
    /// Addresses.
    Url = 8,
    // the formats below are read as segments; their entries wait for their readers
    Po = 16,
    Json = 32,
    Android = 64,
    Arb = 128,
    Xliff12 = 256,
    Xliff2 = 512,
    Tmx = 1024,
    Http = 2048,
    Wiki = 4096,
}

/// An entry as it is written down.
#[derive(Debug, Deserialize)]
pub(crate) struct Marker {
    /// Its name, unique.
    pub(super) id: String,
    pub(super) language: String,
    pub(super) vendor: String,
    pub(super) text: Option<String>,
    pub(super) pattern: Option<String>,
    #[serde(default)]
    pub(super) trigger: Vec<String>,
    pub(super) anchor: Anchor,
    #[serde(default)]
    pub(super) case_sensitive: bool,
    pub(super) scope: Vec<Scope>,
    pub(super) strength: Strength,
    pub(super) stance: Stance,
    #[serde(default)]
    pub(super) grave: bool,
    #[serde(default)]
    pub(super) offered: bool,
    #[cfg(test)]
    pub(super) flagged: Vec<String>,
    #[cfg(test)]
    pub(super) clean: Vec<String>,
    #[cfg(test)]
    pub(super) source: String,
}

impl Marker {
    /// Capital letters count, in folded text.
    pub(crate) fn is_cased(&self) -> bool {
        self.case_sensitive
    }
}

#[derive(Deserialize)]
struct File {
    marker: Vec<Marker>,
}

/// What an entry looks for.
#[derive(Debug)]
pub(crate) enum Wording {
    /// A folded text; `cased` is the text with its capital letters where they count.
    Text {
        /// With capital letters, if they count.
        cased: Option<String>,
    },
    /// A pattern.
    Pattern(Pattern),
}

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
}

impl Pattern {
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

/// A marker, ready for use.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What was written down.
    pub marker: Marker,
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// What it looks for.
    pub wording: Wording,
    /// Written in a script that does without spaces, or in Hangul.
    pub unspaced: bool,
    /// Latin script, three words or more: worth a second look for disguises.
    pub latin: bool,
    scopes: u16,
}

impl Entry {
    fn new(marker: Marker, rule: &'static Rule) -> Self {
        let scopes = marker
            .scope
            .iter()
            .fold(0, |bits, &scope| bits | scope as u16);
        let source = marker
            .text
            .as_deref()
            .or(marker.pattern.as_deref())
            .unwrap_or_default();
        let unspaced = source.chars().any(|c| {
            let script = chars::class(c).script();
            script.is_unspaced() || script == chars::Script::Hangul
        });
        let sample = marker
            .text
            .as_deref()
            .or_else(|| marker.trigger.first().map(String::as_str))
            .unwrap_or_default();
        let latin = sample.split_whitespace().count() >= 3
            && sample
                .chars()
                .all(|c| !c.is_alphabetic() || chars::class(c).script() == chars::Script::Latin);
        let wording = match (&marker.text, &marker.pattern) {
            (Some(text), _) => Wording::Text {
                cased: (marker.case_sensitive || marker.anchor.is_raw()).then(|| {
                    if marker.anchor.is_raw() {
                        text.clone()
                    } else {
                        fold::fold(
                            text,
                            Mode {
                                cased: true,
                                ..Mode::default()
                            },
                        )
                    }
                }),
            },
            (None, pattern) => {
                let pattern = pattern.clone().unwrap_or_default();
                let folded = !marker.anchor.is_raw() && !marker.case_sensitive;
                Wording::Pattern(Pattern {
                    source: pattern,
                    folded,
                    insensitive: !folded && !marker.case_sensitive,
                    lines: marker.anchor.is_raw(),
                    regex: OnceLock::new(),
                    tight: OnceLock::new(),
                })
            }
        };
        Self {
            marker,
            rule,
            wording,
            unspaced,
            latin,
            scopes,
        }
    }

    /// Whether it counts in any of `scopes`.
    pub(crate) fn counts_in(&self, scopes: u16) -> bool {
        self.scopes & scopes != 0
    }

    /// The language of the wording; `None` where it belongs to none.
    pub(crate) fn language(&self) -> Option<&str> {
        Some(self.marker.language.as_str()).filter(|tag| !matches!(*tag, "und" | "mul"))
    }

    /// Where in a block it must stand.
    pub(crate) fn anchor(&self) -> Anchor {
        self.marker.anchor
    }

    /// What a hit is worth.
    pub(crate) fn strength(&self) -> Strength {
        self.marker.strength
    }

    /// Notice or residue.
    pub(crate) fn stance(&self) -> Stance {
        self.marker.stance
    }

    /// Whose wording it is.
    pub(crate) fn vendor(&self) -> &str {
        &self.marker.vendor
    }

    /// Stands in place of the text.
    pub(crate) fn grave(&self) -> bool {
        self.marker.grave
    }

    /// May show no more than that translation is on offer.
    pub(crate) fn offered(&self) -> bool {
        self.marker.offered
    }
}

/// What the index found: an entry's text or trigger, or a term of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Needle {
    /// The whole text of an entry.
    Text(u16),
    /// A trigger of an entry's pattern.
    Trigger(u16),
    /// A word that says what the text is about.
    Topic,
}

/// Words around a marker that tell a use from a mention (`data/provenance.toml`).
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    topic: Vec<String>,
    cue: Vec<String>,
    negation: Vec<String>,
}

/// The catalogue and its index.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// Every entry.
    pub entries: Vec<Entry>,
    /// Finds texts, triggers and terms in folded text.
    pub index: Index,
    /// What each needle of the index stands for.
    pub needles: Vec<Needle>,
    /// Folded words before a marker that make it a mention.
    pub cues: std::collections::HashSet<String>,
    /// Folded words that negate a notice.
    pub negations: std::collections::HashSet<String>,
}

static FILES: [(&Rule, &str); 9] = [
    (
        &CHAT_LEAK,
        include_str!("../../data/markers/chat-leak.toml"),
    ),
    (
        &DECODER_DEBRIS,
        include_str!("../../data/markers/decoder-debris.toml"),
    ),
    (
        &DISCLOSURE_NOTICE,
        include_str!("../../data/markers/disclosure-notice.toml"),
    ),
    (
        &FILE_METADATA,
        include_str!("../../data/markers/file-metadata.toml"),
    ),
    (
        &PAGE_FINGERPRINT,
        include_str!("../../data/markers/page-fingerprint.toml"),
    ),
    (
        &PROMPT_LEAK,
        include_str!("../../data/markers/prompt-leak.toml"),
    ),
    (
        &PROXY_URL,
        include_str!("../../data/markers/proxy-url.toml"),
    ),
    (
        &SERVICE_LEAK,
        include_str!("../../data/markers/service-leak.toml"),
    ),
    (
        &WIDGET_LABEL,
        include_str!("../../data/markers/widget-label.toml"),
    ),
];

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::load);

/// The catalogue, loaded when it is first asked for.
pub(crate) fn catalogue() -> &'static Catalogue {
    &CATALOGUE
}

/// Scopes that have a reader: entries of others take no part in the search.
const READ: u16 = Scope::Text as u16
    | Scope::Html as u16
    | Scope::FrontMatter as u16
    | Scope::Url as u16
    | Scope::Po as u16;

impl Catalogue {
    fn load() -> Self {
        let mut entries = Vec::new();
        for (rule, text) in FILES {
            let file: File =
                toml::from_str(text).expect("the embedded markers parse: a test reads them");
            entries.extend(
                file.marker
                    .into_iter()
                    .map(|marker| Entry::new(marker, rule)),
            );
        }
        let words: Words = toml::from_str(include_str!("../../data/provenance.toml"))
            .expect("the embedded words parse: a test reads them");
        let mut needles: HashMap<(String, u8), Needle> = HashMap::new();
        let mut order: Vec<(String, Needle)> = Vec::new();
        let mut add = |text: String, kind: u8, index: u16, needle: Needle| {
            if !text.is_empty()
                && needles
                    .insert((format!("{text}\0{index}"), kind), needle)
                    .is_none()
            {
                order.push((text, needle));
            }
        };
        let tight = Mode {
            unspaced: true,
            ..Mode::default()
        };
        for (index, entry) in (0_u16..).zip(&entries) {
            if !entry.counts_in(READ) {
                continue;
            }
            let (texts, needle): (Vec<&str>, _) = match &entry.marker.text {
                Some(text) => (vec![text], Needle::Text(index)),
                None => (
                    entry.marker.trigger.iter().map(String::as_str).collect(),
                    Needle::Trigger(index),
                ),
            };
            for text in texts {
                add(fold::fold(text, Mode::default()), 0, index, needle);
                if entry.unspaced {
                    add(fold::fold(text, tight), 0, index, needle);
                }
            }
        }
        for topic in &words.topic {
            add(fold::fold(topic, Mode::default()), 1, 0, Needle::Topic);
        }
        let index = Index::new(order.iter().map(|(text, needle)| {
            let scopes = match *needle {
                Needle::Topic => Scope::Text as u16,
                Needle::Text(index) | Needle::Trigger(index) => entries[usize::from(index)].scopes,
            };
            (text.as_str(), scopes)
        }));
        let folded = |list: &[String]| {
            list.iter()
                .map(|word| fold::fold(word, Mode::default()))
                .collect()
        };
        Self {
            entries,
            index,
            needles: order.into_iter().map(|(_, needle)| needle).collect(),
            cues: folded(&words.cue),
            negations: folded(&words.negation),
        }
    }
}
