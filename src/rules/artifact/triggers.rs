//! Strings without which the patterns of a catalogue cannot match.

use memchr::memmem::Finder;

use crate::sieve::Bytes;

/// The triggers of up to 64 patterns.
#[derive(Debug)]
pub(super) struct Triggers(Vec<Trigger>);

#[derive(Debug)]
struct Trigger {
    /// The pattern it belongs to.
    owner: u32,
    bytes: Bytes,
    finder: Finder<'static>,
}

impl Triggers {
    /// Of pairs of the number of a pattern and a trigger of it.
    pub(super) fn new<'a>(triggers: impl Iterator<Item = (usize, &'a str)>) -> Self {
        let trigger = |(owner, text): (usize, &str)| Trigger {
            owner: u32::try_from(owner).unwrap_or(u32::MAX),
            bytes: Bytes::that(|byte| text.as_bytes().contains(&byte)),
            finder: Finder::new(text).into_owned(),
        };
        Self(triggers.map(trigger).collect())
    }

    /// A bit for each pattern of which `text`, whose bytes are `bytes`, holds a trigger.
    pub(super) fn met(&self, text: &str, bytes: Bytes) -> u64 {
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
