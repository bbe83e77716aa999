//! A regular expression that is compiled when a text first holds one of its triggers.

use std::sync::OnceLock;

use regex::Regex;

/// An expression of the embedded data.
#[derive(Debug)]
pub(super) struct LazyRegex {
    pattern: Box<str>,
    regex: OnceLock<Regex>,
}

impl LazyRegex {
    /// Of `pattern`, which a test compiles.
    pub(super) fn new(pattern: &str) -> Self {
        Self {
            pattern: pattern.into(),
            regex: OnceLock::new(),
        }
    }

    /// The expression.
    pub(super) fn get(&self) -> &Regex {
        self.regex.get_or_init(|| {
            Regex::new(&self.pattern).expect("an embedded pattern compiles: a test does it")
        })
    }
}
