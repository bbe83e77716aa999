//! A machine translation that the user has: what documents are held against to see whether they copy it.
//!
//! Of each segment long enough to mean something its four-letter stretches are kept, as sorted hashes, so that a file of
//! any length takes a bounded amount of memory and two segments are compared in one pass over two lists.

use std::collections::HashMap;
use std::path::Path;

use xxhash_rust::xxh3::xxh3_64;

use crate::block::{Event, OBJECT};
use crate::document::Format;
use crate::error::Error;
use crate::formats::{self, columns::Columns};
use crate::{open, walk};

/// Characters from which on a segment is long: shorter ones come out alike whoever translates them.
pub const LONG: usize = 60;

/// Hashes that are kept of a candidate (64 MB); segments behind that are not compared.
const MOST: usize = 16 << 20;

/// Characters of a segment that are looked at.
const LOOKED_AT: usize = 2000;

/// A machine translation of the same source.
#[derive(Debug, Default)]
pub struct Candidate {
    name: String,
    format: Option<Format>,
    grams: Vec<u32>,
    /// The long segments: their number, and their part of `grams`.
    segments: Vec<(u32, std::ops::Range<u32>)>,
    /// Index of a segment by its id.
    ids: HashMap<u64, u32>,
}

impl Candidate {
    /// Reads the candidate at `path`.
    ///
    /// # Errors
    /// When it cannot be read, or holds no segment that is long enough to compare.
    pub fn read(path: &Path, columns: &Columns) -> Result<Self, Error> {
        let name = path.to_string_lossy().replace('\\', "/");
        let fail = |message: String| Error::Content {
            document: path.to_string_lossy().into_owned(),
            message,
        };
        let mut decoded = open::open(path).map_err(|error| fail(walk::explain(&error)))?;
        let format = formats::choose(&name, decoded.head()).map_err(fail)?;
        let mut candidate = Self {
            name,
            format: Some(format),
            ..Self::default()
        };
        let outcome = formats::read(format, columns, &mut decoded, &mut |event| match event {
            Event::Block(block) if block.kind.is_prose() => {
                candidate.add("", block.number, &block.text);
            }
            Event::Unit(unit, _) => candidate.add(&unit.id, unit.number, &unit.target.text),
            _ => {}
        });
        outcome.map_err(|error| fail(walk::explain(&error)))?;
        if candidate.segments.is_empty() {
            return Err(fail(format!(
                "holds no segment of {LONG} characters or more; there is nothing to compare"
            )));
        }
        Ok(candidate)
    }

    /// A candidate of these segments, for documents of any format.
    #[must_use]
    pub fn of(texts: &[&str]) -> Self {
        let mut candidate = Self {
            name: "candidate".to_owned(),
            ..Self::default()
        };
        for (number, text) in (1..).zip(texts) {
            candidate.add("", number, text);
        }
        candidate
    }

    /// What messages call it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether documents of this format can be held against it.
    #[must_use]
    pub fn suits(&self, format: Format) -> bool {
        self.format.is_none_or(|own| own == format)
    }

    fn add(&mut self, id: &str, number: u32, text: &str) {
        let start = self.grams.len();
        if start >= MOST || !grams(text, &mut self.grams) {
            return;
        }
        let range = narrow(start)..narrow(self.grams.len());
        if !id.is_empty() {
            let index = narrow(self.segments.len());
            self.ids.entry(xxh3_64(id.as_bytes())).or_insert(index);
        }
        self.segments.push((number, range));
    }

    /// How alike the segment `number`, or the one called `id`, is to one with these stretches: 0 to 1. `None` when the
    /// candidate has no such segment.
    #[must_use]
    pub fn dice(&self, id: &str, number: u32, grams: &[u32]) -> Option<f64> {
        let index = if id.is_empty() || self.ids.is_empty() {
            self.segments
                .binary_search_by_key(&number, |&(own, _)| own)
                .ok()?
        } else {
            *self.ids.get(&xxh3_64(id.as_bytes()))? as usize
        };
        let (_, range) = self.segments.get(index)?;
        let own = &self.grams[range.start as usize..range.end as usize];
        Some(dice(own, grams))
    }
}

/// Appends the hashes of the four-letter stretches of `text`, sorted; false when the text is too short.
pub fn grams(text: &str, grams: &mut Vec<u32>) -> bool {
    if text.len() < LONG {
        return false;
    }
    let start = grams.len();
    let mut last = [0_u64; 4];
    let mut count = 0;
    let mut space = true;
    for character in text.chars().filter(|&c| c != OBJECT) {
        let character = if character.is_whitespace() {
            if std::mem::replace(&mut space, true) {
                continue;
            }
            ' '
        } else {
            space = false;
            character
        };
        last.rotate_left(1);
        last[3] = u64::from(u32::from(character));
        count += 1;
        if count >= 4 {
            // four characters fit 84 bits; folded, a multiplication spreads them
            let bits = last.iter().fold(0_u64, |bits, c| {
                (bits.rotate_left(21) ^ c).wrapping_mul(0x9E37_79B9_7F4A_7C15)
            });
            grams.push(narrow((bits >> 32) as usize));
        }
        if count >= LOOKED_AT {
            break;
        }
    }
    if count < LONG {
        grams.truncate(start);
        return false;
    }
    grams[start..].sort_unstable();
    true
}

/// Twice what two sorted lists have in common, over both.
fn dice(a: &[u32], b: &[u32]) -> f64 {
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    // lengths alone rule most pairs out
    if short * 11 < long * 9 {
        return 0.0;
    }
    let (mut i, mut j, mut common) = (0, 0, 0_u32);
    while i < a.len() && j < b.len() {
        match a[i].cmp(&b[j]) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                i += 1;
                j += 1;
            }
        }
    }
    f64::from(2 * common) / f64::from(narrow(a.len() + b.len()).max(1))
}

fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alike(a: &str, b: &str) -> Option<f64> {
        let mut list = Vec::new();
        grams(b, &mut list).then(|| Candidate::of(&[a]).dice("", 1, &list))?
    }

    #[test]
    fn copies_are_alike_and_other_translations_are_not() {
        let machine =
            "Die Bibliothek bleibt während der Feiertage geschlossen und öffnet im Januar wieder.";
        let copied =
            "Die Bibliothek bleibt während der Feiertage geschlossen  und öffnet im Januar wieder!";
        let human =
            "Über die Feiertage hat die Bücherei zu; ab Januar ist sie wieder für alle geöffnet.";
        assert!(alike(machine, copied) > Some(0.95));
        assert!(alike(machine, human) < Some(0.4));
        assert_eq!(alike(machine, "Die Bibliothek bleibt zu."), None);
    }
}
