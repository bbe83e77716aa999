//! `artifact/inconsistent-name`.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use xxhash_rust::xxh3::xxh3_64;

use super::transliteration::{Likeness, Skeleton, data};
use crate::block::Block;
use crate::chars::Script;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, rule};
use crate::words::Word;

rule! {
    /// # What it finds
    /// The same name in two spellings in one document, as different transliterations write it.
    ///
    /// Capitalised words of five letters and more in running text are compared without what transliterations leave free
    /// (`q` and `k`, `tch` and `ch`, `ou` and `u`, `ei` and `ay`, double letters). What differs only at its end is taken
    /// for inflection. Two names are not one when each has its own given name, when they stand in one paragraph, when
    /// they are words that the document also writes small, or given names. The rarer form is reported where it stands.
    ///
    /// # Why it matters
    /// Readers take Qandil and Kandil for two places. Where a text was translated piece by piece, each piece has its own
    /// spelling.
    ///
    /// # Examples
    /// ```flagged lang=en at=3:12
    /// The mountains of Qandil rise along the border, and the snow of Qandil melts in May.
    ///
    /// Honey from Kandil is sold in the markets.
    /// ```
    /// ```flagged lang=fr at=3:17
    /// La musique de Tchaikovsky plaît à tous, et le ballet de Tchaikovsky surtout.
    ///
    /// Les lettres que Chaikovsky écrivait à sa sœur sont conservées.
    /// ```
    /// ```clean lang=en
    /// We flew from Austria to Australia with Erik Johansen.
    ///
    /// Then Eric Johnson met us in Slovakia, not in Slovenia, and the Korean guide from Korea smiled.
    /// ```
    /// ```clean lang=ru
    /// Мы приехали в старую Москву. Над городом Москвой висел туман.
    ///
    /// Жители Москвы гордятся рекой, а Горбачёв и Горбачев — одно имя.
    /// ```
    /// ```clean lang=de
    /// Am Abend las Anna Schmidt vor, am Morgen hatte Peter Schmitt gelesen.
    ///
    /// Das Foto zeigt den Photographen in Hamburg, Hamburgs Hafen dahinter.
    /// ```
    ///
    /// # Known mistakes
    /// Two people whose names differ by a spelling and who are never called by their given names are reported. Spellings
    /// that differ at the end (`Zelensky`, `Zelenskyy`) are known only from a list.
    ///
    /// # References
    /// MQM, terminology/inconsistent-with-terminology-resource. UNGEGN, ALA-LC and BGN/PCGN romanisation tables.
    pub INCONSISTENT_NAME = "artifact/inconsistent-name", Minor, "terminology/inconsistent-use-of-terminology", on, InconsistentName::start
}

/// Different names of one document.
const NAMES: usize = 2000;
/// Places kept of a name.
const PLACES: usize = 6;
/// Neighbours kept of a name.
const NEIGHBOURS: usize = 6;
/// Names of one key that are compared.
const BUCKET: usize = 12;
/// Letters of a word that may be a name.
const LETTERS: std::ops::RangeInclusive<u16> = 5..=60;
/// Bits of the filter of words written small.
const FILTER: usize = 1 << 18;

/// A spelling and where it stands.
struct Name {
    text: String,
    skeleton: Skeleton,
    count: u32,
    /// Not at the start of a sentence.
    inside: u32,
    /// With no other capitalised word beside it.
    alone: u32,
    places: Vec<Place>,
    blocks: Vec<u32>,
    neighbours: Vec<String>,
    order: usize,
}

struct InconsistentName {
    names: HashMap<String, Name, RandomState>,
    /// Words written small, hashed.
    small: Vec<u64>,
}

impl InconsistentName {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self {
            names: HashMap::default(),
            small: Vec::new(),
        })
    }

    fn note_small(&mut self, word: &str) {
        if self.small.is_empty() {
            self.small = vec![0; FILTER / 64];
        }
        let (index, bit) = slot(word);
        self.small[index] |= bit;
    }

    fn is_small(&self, name: &str) -> bool {
        let (index, bit) = slot(&name.to_lowercase());
        self.small.get(index).is_some_and(|bits| bits & bit != 0)
    }

    fn note(&mut self, block: &Block, words: &[Word], index: usize, inside: bool) {
        let text = block.text.as_str();
        let word = &words[index];
        let shown = without_ending(word.text(text));
        if shown.chars().count() < 5 {
            return;
        }
        let order = self.names.len();
        if !self.names.contains_key(shown) {
            if order >= NAMES {
                return;
            }
            self.names.insert(
                shown.to_owned(),
                Name {
                    text: shown.to_owned(),
                    skeleton: Skeleton::of(shown),
                    count: 0,
                    inside: 0,
                    alone: 0,
                    places: Vec::new(),
                    blocks: Vec::new(),
                    neighbours: Vec::new(),
                    order,
                },
            );
        }
        let Some(name) = self.names.get_mut(shown) else {
            return;
        };
        name.count += 1;
        name.inside += u32::from(inside);
        let mut alone = true;
        // Hans de Graaff: the given name stands before the particle
        let particles = words[..index]
            .iter()
            .rev()
            .take(3)
            .take_while(|word| data().particles.contains(word.text(text)))
            .count();
        let head = index - particles;
        let before = head.checked_sub(1).map(|before| {
            (
                &words[before],
                &text[words[before].end as usize..words[head].start as usize],
            )
        });
        let after = words
            .get(index + 1)
            .map(|after| (after, &text[word.end as usize..after.start as usize]));
        for (neighbour, gap) in [before, after].into_iter().flatten() {
            let joined = gap.trim().is_empty() || matches!(gap, "-" | ". " | " “" | " (");
            if joined && neighbour.capitalised {
                alone = false;
                if name.neighbours.len() < NEIGHBOURS {
                    let lower = neighbour.text(text).to_lowercase();
                    if !name.neighbours.contains(&lower) {
                        name.neighbours.push(lower);
                    }
                }
            }
        }
        name.alone += u32::from(alone);
        if name.places.len() < PLACES {
            let start = word.start as usize;
            name.places
                .push(Place::of(block, &(start..start + shown.len())));
            name.blocks.push(block.number);
        }
    }
}

impl Examiner for InconsistentName {
    fn block(&mut self, block: &Block, context: &Context<'_>, _: &mut Findings<'_>) {
        if block.is_of_pair() || !block.kind.is_running() || block.quoted {
            return;
        }
        let words = context.words;
        let mut sentences = context.sentences(block).iter();
        let mut sentence = sentences.next();
        let mut opens = true;
        for (index, word) in words.iter().enumerate() {
            let start = word.start as usize;
            while sentence.is_some_and(|range| start >= range.end) {
                sentence = sentences.next();
                opens = true;
            }
            let first = opens;
            // a number before the first word does not open a sentence
            opens &= word.letters == 0;
            if !LETTERS.contains(&word.letters)
                || word.digits > 0
                || word.mixed
                || !matches!(word.script, Script::Latin | Script::Cyrillic)
            {
                continue;
            }
            if !word.capitalised {
                if word.capitals == 0 {
                    self.note_small(word.text(&block.text));
                }
            } else if word.capitals == 1 {
                self.note(block, words, index, !first);
            }
        }
    }

    fn finish(&mut self, document: &Document, findings: &mut Findings<'_>) {
        let nouns = document
            .expected()
            .map(crate::tag::primary)
            .is_some_and(|language| matches!(language, "de" | "lb" | "nds"));
        let mut buckets: BTreeMap<&str, Vec<&Name>> = BTreeMap::new();
        for name in self.names.values() {
            if name.inside > 0
                && !self.is_small(&name.text)
                && !data().given.contains(&name.text.to_lowercase())
            {
                buckets
                    .entry(name.skeleton.key.as_str())
                    .or_default()
                    .push(name);
            }
        }
        let mut pairs: Vec<(&Name, &Name)> = Vec::new();
        for bucket in buckets.values_mut() {
            bucket.sort_by_key(|name| name.order);
            bucket.truncate(BUCKET);
            for (index, one) in bucket.iter().enumerate() {
                for other in &bucket[index + 1..] {
                    if one
                        .skeleton
                        .likeness(&other.skeleton)
                        .is_some_and(|likeness| is_one(one, other, likeness, nouns))
                    {
                        pairs.push((one, other));
                    }
                }
            }
        }
        for (one, other) in &data().pairs {
            if let (Some(one), Some(other)) = (self.names.get(one), self.names.get(other))
                && one.inside + other.inside > 0
                && apart(one, other)
            {
                pairs.push(if one.order < other.order {
                    (one, other)
                } else {
                    (other, one)
                });
            }
        }
        pairs.sort_by_key(|(one, other)| (one.order, other.order));
        for (one, other) in pairs.into_iter().take(20) {
            let (usual, rare) = if other.count > one.count {
                (other, one)
            } else {
                (one, other)
            };
            for place in &rare.places {
                let message = format!(
                    "“{}” is also spelt “{}” in this document ({} and {} times)",
                    rare.text, usual.text, rare.count, usual.count
                );
                findings.report_at(
                    place.clone(),
                    Draft::new(&INCONSISTENT_NAME, message).suggestion(usual.text.clone()),
                );
            }
        }
    }
}

/// Whether two like names are taken for one.
fn is_one(one: &Name, other: &Name, likeness: Likeness, nouns: bool) -> bool {
    if !apart(one, other) {
        return false;
    }
    let shared = one.neighbours.iter().any(|neighbour| {
        neighbour.chars().count() > 2
            && !data().titles.contains(neighbour)
            && other.neighbours.contains(neighbour)
    });
    if shared {
        return !nouns || likeness == Likeness::Same;
    }
    // each with its own given name: two people
    if !one.neighbours.is_empty() && !other.neighbours.is_empty() {
        return false;
    }
    let long = one.text.chars().count().min(other.text.chars().count()) > 7;
    match likeness {
        Likeness::Same => !nouns && one.count + other.count > 2,
        Likeness::Near => {
            !nouns && long && one.alone > 0 && other.alone > 0 && one.count + other.count > 2
        }
        Likeness::Distant => false,
    }
}

/// Never in one paragraph: there a text speaks of two, or of the spelling.
fn apart(one: &Name, other: &Name) -> bool {
    one.blocks.iter().all(|block| !other.blocks.contains(block))
}

/// Without a possessive or a case ending behind an apostrophe.
fn without_ending(word: &str) -> &str {
    match word.rfind(['\'', '’']) {
        Some(at) if at > 3 => &word[..at],
        _ => word,
    }
}

fn slot(word: &str) -> (usize, u64) {
    let hash = usize::try_from(xxh3_64(word.as_bytes()) % FILTER as u64).unwrap_or(0);
    (hash / 64, 1 << (hash % 64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn possessives_are_cut_off() {
        assert_eq!(without_ending("Qandil’s"), "Qandil");
        assert_eq!(without_ending("Ankara'nın"), "Ankara");
        assert_eq!(without_ending("O’Brien"), "O’Brien");
    }

    #[test]
    fn memory_is_bounded() {
        let (index, bit) = slot("qandil");
        assert!(index < FILTER / 64 && bit != 0);
    }
}
