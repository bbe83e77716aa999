//! An entry of a catalogue: its texts in all languages, and how they vary.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::Fault;
use crate::formats::json;
use crate::position::Window;
use crate::unit::{Plural, Side, State};

type Map<'a, T> = BTreeMap<Cow<'a, str>, T>;

/// An entry as it stands in the file.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Written<'a> {
    #[serde(borrow)]
    comment: Option<&'a RawValue>,
    #[serde(borrow)]
    extraction_state: Option<Cow<'a, str>>,
    should_translate: Option<bool>,
    #[serde(borrow)]
    localizations: Map<'a, Localization<'a>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Localization<'a> {
    #[serde(borrow)]
    string_unit: Option<StringUnit<'a>>,
    #[serde(borrow)]
    string_set: Option<StringSet<'a>>,
    /// By `plural` or `device`, then by category.
    #[serde(borrow)]
    variations: Map<'a, Map<'a, Localization<'a>>>,
    #[serde(borrow)]
    substitutions: Map<'a, Localization<'a>>,
}

#[derive(Deserialize)]
struct StringUnit<'a> {
    #[serde(borrow, default)]
    state: Option<&'a RawValue>,
    #[serde(borrow)]
    value: &'a RawValue,
}

#[derive(Deserialize)]
struct StringSet<'a> {
    #[serde(borrow, default)]
    state: Option<&'a RawValue>,
    #[serde(borrow, default)]
    values: Vec<&'a RawValue>,
}

/// An entry with the places of its texts.
pub(super) struct Entry {
    /// Its key.
    pub(super) id: String,
    /// Its key as a text.
    pub(super) name: Side,
    /// Where it begins in the window.
    pub(super) start: usize,
    /// What is said about it, quotation marks and all.
    pub(super) comment: Option<Range<usize>>,
    /// The texts by language, in the order of the languages' names.
    pub(super) languages: Vec<(String, Vec<Text>)>,
}

/// A text of an entry.
pub(super) struct Text {
    pub(super) side: Side,
    pub(super) state: State,
    /// Where the file says that a machine made it.
    pub(super) machine: Option<Range<usize>>,
    /// By what it varies: device, substitution, number in a list.
    path: String,
    /// For which numbers it stands, by CLDR's names.
    category: Option<String>,
}

impl Entry {
    /// Reads the entry at `value` of the window. One that is not to be translated has no name and no languages.
    pub(super) fn read(
        window: &Window,
        key: Range<usize>,
        value: Range<usize>,
    ) -> Result<Self, Fault> {
        let text = window.text();
        let raw = &text[value.clone()];
        let quoted = &text[key.start - 1..=key.end];
        let id: String = serde_json::from_str(quoted)
            .map_err(|error| (key.start, format!("the key is no string ({error})")))?;
        if !raw.starts_with('{') {
            return Err((value.start, format!("the entry “{id}” is no object")));
        }
        let written: Written<'_> = serde_json::from_str(raw).map_err(|error| {
            let at = offset(raw, error.line(), error.column());
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or(&text);
            (
                value.start + at,
                format!("the entry “{id}” cannot be read: {text}"),
            )
        })?;
        let places = Places {
            text,
            start: value.start,
            raw,
        };
        let skipped = written.should_translate == Some(false)
            || written.extraction_state.as_deref() == Some("stale");
        let mut entry = Self {
            id,
            name: Side::default(),
            start: key.start - 1,
            comment: written.comment.map(|comment| places.of(comment)),
            languages: Vec::new(),
        };
        if skipped {
            return Ok(entry);
        }
        entry.name = json::string(&text[key.clone()], key.start);
        for (language, localization) in &written.localizations {
            let mut texts = Vec::new();
            places.collect(localization, "", None, &mut texts)?;
            if !texts.is_empty() {
                entry.languages.push((language.clone().into_owned(), texts));
            }
        }
        Ok(entry)
    }
}

/// The byte of `text` at a line and column from 1.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    crate::position::floor_char(text, (start + column.saturating_sub(1)).min(text.len()))
}

/// Tells where in the window a part of an entry stands.
struct Places<'a> {
    text: &'a str,
    start: usize,
    raw: &'a str,
}

impl Places<'_> {
    fn of(&self, part: &RawValue) -> Range<usize> {
        // both lie in the same text: the place is the distance
        let part = part.get();
        let at = self.start + (part.as_ptr() as usize).saturating_sub(self.raw.as_ptr() as usize);
        at..at + part.len()
    }

    /// The texts of a localization, each with what it varies by.
    fn collect(
        &self,
        localization: &Localization<'_>,
        path: &str,
        category: Option<&str>,
        texts: &mut Vec<Text>,
    ) -> Result<(), Fault> {
        if let Some(unit) = &localization.string_unit {
            texts.push(self.text(unit.state, unit.value, path.to_owned(), category)?);
        }
        if let Some(set) = &localization.string_set {
            for (number, value) in (1..).zip(&set.values) {
                texts.push(self.text(set.state, value, format!("{path}.{number}"), category)?);
            }
        }
        for (kind, variations) in &localization.variations {
            // in CLDR's order
            let mut names: Vec<&str> = variations.keys().map(AsRef::as_ref).collect();
            names.sort_by_key(|name| CATEGORIES.iter().position(|category| category == name));
            for name in names {
                let varied = &variations[name];
                if kind == "plural" {
                    self.collect(varied, path, Some(name), texts)?;
                } else {
                    self.collect(varied, &format!("{path}.{name}"), category, texts)?;
                }
            }
        }
        for (name, substitution) in &localization.substitutions {
            self.collect(substitution, &format!("{path}.{name}"), category, texts)?;
        }
        Ok(())
    }

    fn text(
        &self,
        state: Option<&RawValue>,
        value: &RawValue,
        path: String,
        category: Option<&str>,
    ) -> Result<Text, Fault> {
        let range = self.of(value);
        if !value.get().starts_with('"') {
            return Err((range.start, "the value of a text is no string".to_owned()));
        }
        let word = state.map_or("", |state| state.get().trim_matches('"'));
        let side = json::string(&self.text[range.start + 1..range.end - 1], range.start + 1);
        Ok(Text {
            state: match word {
                "new" => State::Untranslated,
                "needs_review" => State::Draft,
                _ => State::Translated,
            },
            machine: state
                .filter(|_| word == "machine_translated" && !side.is_blank())
                .map(|state| self.of(state)),
            side,
            path,
            category: category.map(str::to_owned),
        })
    }
}

/// CLDR's categories of numbers.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

impl Text {
    /// What reports call it: the key, and what it varies by.
    pub(super) fn id(&self, key: &str) -> String {
        let path = self.path.trim_start_matches('.');
        let category = self.category.as_deref().unwrap_or_default();
        let dot = if path.is_empty() || category.is_empty() {
            ""
        } else {
            "."
        };
        if path.is_empty() && category.is_empty() {
            key.to_owned()
        } else {
            format!("{key}[{path}{dot}{category}]")
        }
    }

    /// Tells texts apart that stand on different devices or in different places of another.
    pub(super) fn context(&self) -> u64 {
        if self.path.is_empty() {
            return 0;
        }
        xxhash_rust::xxh3::xxh3_64(self.path.as_bytes())
    }

    /// The source that varies as this does, else its general form, else its only one.
    pub(super) fn source<'a>(&self, sources: &'a [Self]) -> Option<&'a Self> {
        let alike = |source: &&Self| source.path == self.path;
        let category = |wanted: Option<&str>| {
            sources
                .iter()
                .filter(alike)
                .find(|source| source.category.as_deref() == wanted)
        };
        category(self.category.as_deref())
            .or_else(|| category(Some("other")))
            .or_else(|| sources.iter().find(alike))
            .or_else(|| sources.iter().find(|source| source.path.is_empty()))
    }

    /// The other of the source's two forms.
    pub(super) fn other_source<'a>(&self, sources: &'a [Self]) -> Option<&'a Side> {
        let own = self.source(sources)?;
        sources
            .iter()
            .find(|other| other.path == own.path && other.category != own.category)
            .map(|other| &other.side)
    }
}

/// What each text is among the plural forms beside it.
///
/// Which forms there are is told by name, and which of them may be left out differs: their number is not questioned.
pub(super) fn plurals(texts: &[Text]) -> Vec<Option<Plural>> {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let plural = |text: &Text| {
        text.category.as_ref()?;
        let forms: Vec<&Text> = texts
            .iter()
            .filter(|other| other.category.is_some() && other.path == text.path)
            .collect();
        let sides: Vec<&str> = forms.iter().map(|form| form.side.text.as_str()).collect();
        let index = forms.iter().position(|other| std::ptr::eq(*other, text))?;
        Some(Plural {
            index: count(index),
            forms: count(forms.len()),
            declared: Some(count(forms.len())),
            // “one” is for 21 in some languages
            lone: matches!(text.category.as_deref(), Some("zero" | "two")).then_some(true),
            filled: count(forms.iter().filter(|form| !form.side.is_blank()).count()),
            other_source: String::new(),
            whole: Plural::hash(&sides),
        })
    };
    texts.iter().map(plural).collect()
}
