//! Shapes of machine text in prose, as data describe them: a pattern each, and strings without which it cannot match.

use std::sync::OnceLock;

use memchr::memmem::Finder;
use regex::Regex;

use crate::sieve::Bytes;

/// An entry of the data.
pub(super) trait Shape {
    /// The regular expression that it is.
    fn pattern(&self) -> &str;

    /// Strings of which a text holds one if the pattern matches it.
    fn triggers(&self) -> &[String];
}

/// Up to 64 shapes.
#[derive(Debug)]
pub(super) struct Shapes<S> {
    list: Vec<(S, LazyRegex)>,
    triggers: Triggers,
}

impl<S: Shape> Shapes<S> {
    /// Of the entries of a file.
    pub(super) fn new(entries: Vec<S>) -> Self {
        let triggers = Triggers::new(entries.iter().enumerate().flat_map(|(index, entry)| {
            let triggers = entry.triggers().iter();
            triggers.map(move |trigger| (index, trigger.as_str()))
        }));
        let lazy = |entry: S| {
            let regex = LazyRegex::new(entry.pattern());
            (entry, regex)
        };
        Self {
            list: entries.into_iter().map(lazy).collect(),
            triggers,
        }
    }

    /// Strings of which a text holds one if any of the shapes matches it.
    pub(super) fn triggers(&self) -> impl Iterator<Item = &str> {
        let triggers = self.list.iter().flat_map(|(entry, _)| entry.triggers());
        triggers.map(String::as_str)
    }

    /// The shapes of which `text`, whose bytes are `bytes`, holds a trigger.
    pub(super) fn met(&self, text: &str, bytes: Bytes) -> impl Iterator<Item = (&S, &Regex)> {
        let met = self.triggers.met(text, bytes);
        let list = self.list.iter().enumerate();
        list.filter(move |(index, _)| met >> index & 1 == 1)
            .map(|(_, (entry, regex))| (entry, regex.get()))
    }

    /// Every entry, for the tests of its examples.
    #[cfg(test)]
    pub(super) fn entries(&self) -> impl Iterator<Item = &S> {
        assert!(self.list.len() <= 64, "one bit each");
        self.list.iter().map(|(entry, _)| entry)
    }
}

/// An expression of the embedded data, compiled when a text first holds one of its triggers.
#[derive(Debug)]
struct LazyRegex {
    pattern: Box<str>,
    regex: OnceLock<Regex>,
}

impl LazyRegex {
    /// Of `pattern`, which a test compiles.
    fn new(pattern: &str) -> Self {
        Self {
            pattern: pattern.into(),
            regex: OnceLock::new(),
        }
    }

    /// The expression.
    fn get(&self) -> &Regex {
        self.regex.get_or_init(|| {
            Regex::new(&self.pattern).expect("an embedded pattern compiles: a test does it")
        })
    }
}

/// The triggers of up to 64 patterns.
#[derive(Debug)]
struct Triggers(Vec<Trigger>);

#[derive(Debug)]
struct Trigger {
    /// The pattern it belongs to.
    owner: u32,
    bytes: Bytes,
    finder: Finder<'static>,
}

impl Triggers {
    /// Of pairs of the number of a pattern and a trigger of it.
    fn new<'a>(triggers: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let trigger = |(owner, text): (usize, &str)| Trigger {
            owner: u32::try_from(owner).unwrap_or(u32::MAX),
            bytes: Bytes::that(|byte| text.as_bytes().contains(&byte)),
            finder: Finder::new(text).into_owned(),
        };
        Self(triggers.map(trigger).collect())
    }

    /// A bit for each pattern of which `text`, whose bytes are `bytes`, holds a trigger.
    fn met(&self, text: &str, bytes: Bytes) -> u64 {
        let mut met = 0;
        for trigger in &self.0 {
            let bit = 1_u64.checked_shl(trigger.owner).unwrap_or(0);
            if met & bit == 0
                && bytes.holds(trigger.bytes)
                && (trigger.finder.needle().len() == 1
                    || trigger.finder.find(text.as_bytes()).is_some())
            {
                met |= bit;
            }
        }
        met
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bit_for_each_pattern() {
        let triggers = Triggers::new([(0, "{"), (1, "{{"), (3, "todo"), (3, "％")].into_iter());
        let met = |text: &str| triggers.met(text, Bytes::of(text));
        assert_eq!(met("a { b"), 0b1);
        assert_eq!(met("a {{ b todo"), 0b1011);
        assert_eq!(met("％"), 0b1000);
        assert_eq!(met("to do"), 0);
    }
}
