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

mod pattern;

use std::collections::HashSet;
use std::sync::{LazyLock, OnceLock};

use serde::Deserialize;

use super::fold::{self, Mode};
use super::index::Index;
use super::{
    CHAT_LEAK, DECODER_DEBRIS, DISCLOSURE_NOTICE, FILE_METADATA, PAGE_FINGERPRINT, PROMPT_LEAK,
    PROXY_URL, SERVICE_LEAK, WIDGET_LABEL,
};
use crate::chars;
use crate::rule::Rule;

pub(crate) use pattern::Pattern;

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

/// A marker, ready for use.
#[derive(Debug)]
pub(crate) struct Entry {
    /// What was written down.
    pub marker: Marker,
    /// The rule that reports it.
    pub rule: &'static Rule,
    /// What it looks for.
    pub wording: Wording,
    unspaced: OnceLock<bool>,
    latin: OnceLock<bool>,
    scopes: u16,
}

impl Entry {
    fn new(marker: Marker, rule: &'static Rule) -> Self {
        let scopes = marker
            .scope
            .iter()
            .fold(0, |bits, &scope| bits | scope as u16);
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
                Wording::Pattern(Pattern::new(
                    pattern,
                    folded,
                    !folded && !marker.case_sensitive,
                    marker.anchor.is_raw(),
                ))
            }
        };
        Self {
            marker,
            rule,
            wording,
            unspaced: OnceLock::new(),
            latin: OnceLock::new(),
            scopes,
        }
    }

    /// Written in a script that does without spaces, or in Hangul.
    pub(crate) fn unspaced(&self) -> bool {
        *self.unspaced.get_or_init(|| {
            let source = self.marker.text.as_deref();
            let source = source.or(self.marker.pattern.as_deref());
            source.unwrap_or_default().chars().any(fold::is_unspaced)
        })
    }

    /// Latin script, three words or more: worth a second look for disguises.
    pub(crate) fn latin(&self) -> bool {
        *self.latin.get_or_init(|| {
            let sample = self.marker.text.as_deref();
            let sample = sample
                .or_else(|| self.marker.trigger.first().map(String::as_str))
                .unwrap_or_default();
            let is_latin =
                |c: char| !c.is_alphabetic() || chars::class(c).script() == chars::Script::Latin;
            sample.split_whitespace().count() >= 3 && sample.chars().all(is_latin)
        })
    }

    /// What the index looks for: the text, or the triggers of the pattern.
    fn texts(&self) -> &[String] {
        match &self.marker.text {
            Some(text) => std::slice::from_ref(text),
            None => &self.marker.trigger,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

/// The catalogue and what finds it in a text.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// Every entry.
    pub entries: Vec<Entry>,
    topics: Vec<String>,
    /// What may stand in a text of Latin letters.
    latin: Needles,
    all: OnceLock<Needles>,
    /// Folded words before a marker that make it a mention.
    pub cues: HashSet<String>,
    /// Folded words that negate a notice.
    pub negations: HashSet<String>,
}

/// Texts, triggers and terms, folded.
#[derive(Debug)]
pub(crate) struct Needles {
    /// Finds them in folded text.
    pub index: Index,
    /// What each stands for.
    pub list: Vec<Needle>,
}

static FILES: [(&Rule, &str); 9] = [
    (&CHAT_LEAK, data_text!("markers/chat-leak")),
    (&DECODER_DEBRIS, data_text!("markers/decoder-debris")),
    (&DISCLOSURE_NOTICE, data_text!("markers/disclosure-notice")),
    (&FILE_METADATA, data_text!("markers/file-metadata")),
    (&PAGE_FINGERPRINT, data_text!("markers/page-fingerprint")),
    (&PROMPT_LEAK, data_text!("markers/prompt-leak")),
    (&PROXY_URL, data_text!("markers/proxy-url")),
    (&SERVICE_LEAK, data_text!("markers/service-leak")),
    (&WIDGET_LABEL, data_text!("markers/widget-label")),
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
                serde_json::from_str(text).expect("the embedded markers parse: a test reads them");
            entries.extend(
                file.marker
                    .into_iter()
                    .map(|marker| Entry::new(marker, rule)),
            );
        }
        let words: Words =
            data!("provenance").expect("the embedded words parse: a test reads them");
        let folded = |list: &[String]| {
            list.iter()
                .map(|word| fold::fold(word, Mode::default()))
                .collect()
        };
        Self {
            latin: Needles::new(&entries, &words.topic, |text| !is_beyond(text)),
            all: OnceLock::new(),
            cues: folded(&words.cue),
            negations: folded(&words.negation),
            topics: words.topic,
            entries,
        }
    }

    /// What may stand in a text that folds to `bytes`. Most texts are in Latin letters, and need not wait for the
    /// folding of all others.
    pub(crate) fn needles(&self, bytes: &[u8]) -> &Needles {
        if bytes.is_ascii() || !bytes.iter().any(|&byte| is_beyond_byte(byte)) {
            return &self.latin;
        }
        self.all
            .get_or_init(|| Needles::new(&self.entries, &self.topics, |_| true))
    }

    /// What may stand in a text in Latin letters.
    pub(crate) fn latin(&self) -> &Needles {
        &self.latin
    }
}

/// Whether a text has a letter of an alphabet other than Latin: such a letter is folded to one of its own alphabet.
fn is_beyond(text: &str) -> bool {
    text.chars().any(|c| {
        matches!(
            c,
            'Α'..='ω' | 'Ѐ'..='ԯ' | 'א'..='ת' | 'ء'..='غ' | 'ف'..='ي' | 'ऄ'..='ह' | 'অ'..='হ' | 'அ'..='ஹ' | 'ก'..='ฮ'
                | 'ა'..='ჰ' | 'ぁ'..='ゖ' | 'ァ'..='ヺ' | '一'..='鿿' | '가'..='힣'
        )
    })
}

/// Whether no letter of Latin alphabets and no typographic mark begins with the byte.
fn is_beyond_byte(byte: u8) -> bool {
    matches!(byte, 0xCC..=0xE1 | 0xE3..)
}

impl Needles {
    fn new(entries: &[Entry], topics: &[String], wanted: impl Fn(&str) -> bool) -> Self {
        let mut known: HashSet<(String, Needle)> = HashSet::new();
        let mut order: Vec<(String, Needle)> = Vec::new();
        let mut add = |text: String, needle: Needle| {
            if !text.is_empty() && known.insert((text.clone(), needle)) {
                order.push((text, needle));
            }
        };
        let tight = Mode {
            unspaced: true,
            ..Mode::default()
        };
        for (index, entry) in (0_u16..).zip(entries) {
            if !entry.counts_in(READ) {
                continue;
            }
            let needle = if entry.marker.text.is_some() {
                Needle::Text(index)
            } else {
                Needle::Trigger(index)
            };
            for text in entry.texts().iter().filter(|text| wanted(text)) {
                add(fold::fold(text, Mode::default()), needle);
                if entry.unspaced() {
                    add(fold::fold(text, tight), needle);
                }
            }
        }
        for topic in topics.iter().filter(|topic| wanted(topic)) {
            add(fold::fold(topic, Mode::default()), Needle::Topic);
        }
        let index = Index::new(order.iter().map(|(text, needle)| {
            let scopes = match *needle {
                Needle::Topic => Scope::Text as u16,
                Needle::Text(index) | Needle::Trigger(index) => entries[usize::from(index)].scopes,
            };
            (text.as_str(), scopes)
        }));
        Self {
            index,
            list: order.into_iter().map(|(_, needle)| needle).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_looked_for_in_latin_texts_cannot_stand_there() {
        let catalogue = catalogue();
        for mode in [
            Mode::default(),
            Mode {
                unspaced: true,
                ..Mode::default()
            },
        ] {
            let texts = catalogue.entries.iter().flat_map(Entry::texts);
            for text in texts
                .chain(&catalogue.topics)
                .filter(|text| is_beyond(text))
            {
                let folded = fold::fold(text, mode);
                assert!(folded.bytes().any(is_beyond_byte), "{text}");
            }
        }
    }
}
