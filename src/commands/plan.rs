//! How each document is audited: what the command line and the policy say together.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use traditore::candidate::Candidate;
use traditore::config::Config;
use traditore::detect::Settings;
use traditore::gate::Terms;
use traditore::glossary::Glossary;
use traditore::select::Selection;

use super::line::Purpose;
use crate::cli::Line;

/// Worked out once for each set of overrides that holds for some document.
pub(crate) struct Plan<'a> {
    args: &'a Line,
    config: &'a Config,
    purpose: Purpose,
    general: Settings,
    special: Mutex<HashMap<Vec<usize>, Settings>>,
}

impl<'a> Plan<'a> {
    pub(crate) fn new(
        args: &'a Line,
        config: &'a Config,
        purpose: Purpose,
    ) -> anyhow::Result<Self> {
        let mut general = settings(args, config, purpose, &[])?;
        if let Some(path) = &args.mt_candidate {
            general.candidate = Some(Arc::new(Candidate::read(path, &general.columns)?));
        }
        Ok(Self {
            args,
            config,
            purpose,
            general,
            special: Mutex::default(),
        })
    }

    /// How the document called `name` is audited.
    pub(crate) fn of(&self, name: &str) -> Settings {
        let overrides = self.config.overrides_of(name);
        if overrides.is_empty() {
            return self.general.clone();
        }
        let mut special = self.special.lock().unwrap_or_else(PoisonError::into_inner);
        let make = |overrides: &Vec<usize>| {
            // the names in the policy were checked when it was read
            let mut special = settings(self.args, self.config, self.purpose, overrides)
                .unwrap_or_else(|_| self.general.clone());
            special.candidate.clone_from(&self.general.candidate);
            special
        };
        special.entry(overrides).or_insert_with_key(make).clone()
    }

    /// What the document called `name` must fulfil to be published; nothing when nobody asks.
    pub(crate) fn terms(&self, name: &str) -> Option<Terms> {
        (self.purpose == Purpose::Gate).then(|| self.config.terms(&self.config.overrides_of(name)))
    }
}

fn settings(
    args: &Line,
    config: &Config,
    purpose: Purpose,
    overrides: &[usize],
) -> anyhow::Result<Settings> {
    let selection = if args.select.is_empty() {
        config.selection(overrides)?.without(&args.ignore)?
    } else {
        Selection::new(&args.select, &args.ignore)?
    };
    let mut settings = Settings::default();
    settings.selection = Arc::new(selection);
    settings.lang = args.lang.clone().or_else(|| config.lang(overrides));
    settings.source_lang = args
        .source_lang
        .clone()
        .or_else(|| config.source_lang(overrides));
    settings.format = args.input_format.0;
    settings.columns = args.columns.clone().unwrap_or_default();
    if !args.glossary.is_empty() {
        let (source, target) = (settings.source_lang.as_deref(), settings.lang.as_deref());
        settings.glossary = Arc::new(Glossary::read(&args.glossary, source, target)?);
    }
    settings.min_confidence = args.min_confidence;
    settings.limits = args.max_decompressed.unwrap_or_default();
    settings.segments = args.segments;
    settings.consistency =
        purpose == Purpose::Gate && config.terms(overrides).min_language_consistency.is_some();
    settings.house = config.house_markers(overrides)?.into();
    Ok(settings)
}
