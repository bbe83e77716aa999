//! What the caller says about an audit.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use traditore::config::Policy;
use traditore::detect::Settings;
use traditore::document::Format;
use traditore::glossary::Glossary;
use traditore::journal::Header;
use traditore::select::Selection;
use traditore::tag;

/// Read from a dictionary.
#[derive(Debug, FromPyObject)]
#[pyo3(from_item_all)]
pub(crate) struct Options {
    /// What the table is called when it has no column `document`.
    pub(crate) name: String,
    /// Whether each row is a document; nothing: as the columns say.
    pub(crate) documents: Option<bool>,
    pub(crate) lang: Option<String>,
    pub(crate) source_lang: Option<String>,
    pub(crate) input_format: Option<String>,
    pub(crate) select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) glossary: Vec<PathBuf>,
    pub(crate) min_confidence: f32,
    pub(crate) segments: bool,
    pub(crate) jobs: usize,
}

impl Options {
    /// As the library takes them.
    pub(crate) fn settings(&self) -> Result<Settings, String> {
        let text = |error: traditore::error::Error| error.to_string();
        let mut settings = Settings::default();
        settings.selection = Arc::new(Selection::new(&self.select, &self.ignore).map_err(text)?);
        settings.lang = language(self.lang.as_deref())?;
        settings.source_lang = language(self.source_lang.as_deref())?;
        if let Some(name) = &self.input_format {
            settings.format =
                Some(Format::named(name).ok_or_else(|| format!("{name:?} is no format"))?);
        }
        if !(0.0..=1.0).contains(&self.min_confidence) {
            return Err("min_confidence is no number from 0 to 1".to_owned());
        }
        if !self.glossary.is_empty() {
            let (source, target) = (settings.source_lang.as_deref(), settings.lang.as_deref());
            settings.glossary =
                Arc::new(Glossary::read(&self.glossary, source, target).map_err(text)?);
        }
        settings.min_confidence = self.min_confidence;
        settings.segments = self.segments;
        Ok(settings)
    }

    /// As the state of a shard names them: in the same words as the command line, so that both kinds can be joined.
    pub(crate) fn header(&self) -> Header {
        let print = |bytes: &[u8]| format!("{:016x}", xxhash_rust::xxh3::xxh3_64(bytes));
        let canonical = |tag: &Option<String>| {
            let tag = tag.as_deref().and_then(tag::canonical);
            tag.unwrap_or_default()
        };
        let glossary = self
            .glossary
            .iter()
            .filter_map(|path| std::fs::read(path).ok());
        let glossary: Vec<String> = glossary.map(|bytes| print(&bytes)).collect();
        let limit = Settings::default().limits.decompressed.unwrap_or_default();
        let options = [
            ("lang", canonical(&self.lang)),
            ("source-lang", canonical(&self.source_lang)),
            ("select", self.select.join(",")),
            ("ignore", self.ignore.join(",")),
            ("min-confidence", self.min_confidence.to_string()),
            (
                "input-format",
                self.input_format
                    .clone()
                    .unwrap_or_else(|| "auto".to_owned()),
            ),
            ("columns", String::new()),
            ("max-decompressed", limit.to_string()),
            (
                "config",
                print(format!("{:?}", Policy::default()).as_bytes()),
            ),
            ("glossary", glossary.join(" ")),
            ("mt-candidate", String::new()),
        ];
        let options: BTreeMap<String, String> = options
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        Header::new(options, self.min_confidence, self.segments)
    }
}

fn language(tag: Option<&str>) -> Result<Option<String>, String> {
    tag.map(|name| {
        tag::canonical(name)
            .ok_or_else(|| format!("{name:?} is no language tag; write de, pt-BR or zh-Hant"))
    })
    .transpose()
}
