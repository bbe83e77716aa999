//! Glossaries: how terms are to be translated, which words must not be used, which must not be touched.
//!
//! A row has a source term, a target term, a status and a note. Rows with the same source are alternatives. Source terms are found in one
//! pass over the text whatever their number, the longest first; target terms are compared by stems, so that inflected forms count.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use crate::chars::class;
use crate::error::{Error, Result};

mod inflection;
mod reader;

pub use inflection::stands_in;

/// What a glossary says about a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Translate it so.
    Approved,
    /// Do not translate it so; without a source, do not write it at all.
    Forbidden,
    /// Leave it as it is.
    Untranslatable,
}

/// A row of a glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The term in the source language; empty for a word forbidden everywhere.
    pub source: String,
    /// The term in the target language.
    pub target: String,
    /// What it says.
    pub status: Status,
}

/// A source term with all that is said about it.
#[derive(Clone, Debug, Default)]
pub struct Term {
    /// As written.
    pub source: String,
    /// Translations approved, in the order of the rows.
    pub approved: Vec<String>,
    /// Translations forbidden.
    pub forbidden: Vec<String>,
    /// To be left as it is.
    pub untranslatable: bool,
    /// Written with a capital, so that only its own spelling counts.
    cased: bool,
}

/// Glossaries, compiled.
#[derive(Clone, Debug, Default)]
pub struct Glossary {
    terms: Vec<Term>,
    sources: Option<AhoCorasick>,
    /// Words forbidden whatever the source.
    banned: Vec<String>,
    bans: Option<AhoCorasick>,
    /// What a translation may hold as it is: terms to be left alone, approved translations.
    kept: Option<AhoCorasick>,
}

impl Glossary {
    /// Reads glossaries: TSV, CSV, or TBX, by their names' endings. `source` and `target` choose the languages of a TBX file.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Usage`] for a file that is no glossary.
    pub fn read<P: AsRef<Path>>(
        paths: &[P],
        source: Option<&str>,
        target: Option<&str>,
    ) -> Result<Self> {
        let mut rows = Vec::new();
        for path in paths {
            let path = path.as_ref();
            let text = std::fs::read_to_string(path).map_err(|source| Error::Read {
                path: path.to_owned(),
                source,
            })?;
            let read = reader::rows(path, &text, source, target)
                .map_err(|message| Error::Usage(format!("{}: {message}", path.display())))?;
            rows.extend(read);
        }
        Self::of(rows).map_err(Error::Usage)
    }

    /// A glossary of these rows.
    ///
    /// # Errors
    /// When they are too many to be compiled.
    pub fn of(rows: Vec<Row>) -> std::result::Result<Self, String> {
        let mut terms: BTreeMap<String, Term> = BTreeMap::new();
        let mut banned = Vec::new();
        for row in rows {
            if row.source.is_empty() {
                if row.status == Status::Forbidden {
                    banned.push(row.target);
                }
                continue;
            }
            let term = terms.entry(row.source.clone()).or_insert_with(|| Term {
                cased: row.source.chars().any(|c| class(c).is_upper()),
                source: row.source,
                ..Term::default()
            });
            match row.status {
                Status::Approved => term.approved.push(row.target),
                Status::Forbidden => term.forbidden.push(row.target),
                Status::Untranslatable => term.untranslatable = true,
            }
        }
        let terms: Vec<Term> = terms.into_values().collect();
        let sources = compile(terms.iter().map(|term| fold(&term.source)).collect())?;
        let bans = compile(banned.iter().map(|word| fold(word)).collect())?;
        let kept = terms
            .iter()
            .flat_map(|term| {
                let own = term.untranslatable.then_some(&term.source);
                own.into_iter().chain(&term.approved)
            })
            .map(|term| fold(term))
            .filter(|term| !term.is_empty());
        let kept = compile(kept.collect())?;
        Ok(Self {
            terms,
            sources,
            banned,
            bans,
            kept,
        })
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.banned.is_empty()
    }

    /// The terms in a source text, the longest where several begin, each once, with the place of the first.
    #[must_use]
    pub fn terms_in(&self, text: &str, english: bool) -> Vec<(&Term, Range<usize>)> {
        let mut found: Vec<(&Term, Range<usize>)> = Vec::new();
        let Some(sources) = &self.sources else {
            return found;
        };
        let (folded, map) = fold_mapped(text);
        let mut at = 0;
        while at < folded.len() {
            let Some(hit) = sources.find(aho_corasick::Input::new(&folded).range(at..)) else {
                break;
            };
            let span = map.span(hit.range());
            let term = &self.terms[hit.pattern().as_usize()];
            let whole =
                begins_word(&folded, hit.start()) && ends_word(&folded, hit.range(), english);
            let spelt = !term.cased || text[span.clone()] == *term.source;
            if whole && spelt {
                at = hit.end();
                if !found.iter().any(|(other, _)| other.source == term.source) {
                    found.push((term, span));
                }
            } else {
                at = hit.start()
                    + folded[hit.start()..]
                        .chars()
                        .next()
                        .map_or(1, char::len_utf8);
            }
        }
        found
    }

    /// Where a target text holds terms that are to be left as they are, or approved translations.
    #[must_use]
    pub fn kept_in(&self, text: &str) -> Vec<Range<usize>> {
        let Some(kept) = &self.kept else {
            return Vec::new();
        };
        let (folded, map) = fold_mapped(text);
        kept.find_iter(&folded)
            .filter(|hit| {
                begins_word(&folded, hit.start()) && ends_word(&folded, hit.range(), true)
            })
            .map(|hit| map.span(hit.range()))
            .collect()
    }

    /// Words in a target text that are forbidden whatever its source says.
    #[must_use]
    pub fn banned_in(&self, text: &str) -> Vec<(&str, Range<usize>)> {
        let Some(bans) = &self.bans else {
            return Vec::new();
        };
        let (folded, map) = fold_mapped(text);
        bans.find_iter(&folded)
            .filter(|hit| {
                begins_word(&folded, hit.start()) && ends_word(&folded, hit.range(), true)
            })
            .map(|hit| {
                (
                    self.banned[hit.pattern().as_usize()].as_str(),
                    map.span(hit.range()),
                )
            })
            .collect()
    }
}

fn compile(patterns: Vec<String>) -> std::result::Result<Option<AhoCorasick>, String> {
    if patterns.is_empty() {
        return Ok(None);
    }
    AhoCorasickBuilder::new()
        .match_kind(MatchKind::LeftmostLongest)
        .kind((patterns.len() > 500).then_some(AhoCorasickKind::ContiguousNFA))
        .build(patterns)
        .map(Some)
        .map_err(|error| format!("the glossary cannot be compiled: {error}"))
}

/// `text` in small letters, white space as one space.
#[must_use]
pub(crate) fn fold(text: &str) -> String {
    fold_mapped(text).0
}

/// From offsets in folded text back to the text.
struct Back(Vec<(usize, usize)>);

impl Back {
    fn span(&self, folded: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let index = self.0.partition_point(|&(from, _)| from <= offset);
            self.0.get(index.saturating_sub(1)).map_or(0, |&(_, to)| to)
        };
        let last = at(folded.end.saturating_sub(1));
        let next = self.0.iter().map(|&(_, to)| to).find(|&to| to > last);
        at(folded.start)..next.unwrap_or(last)
    }
}

fn fold_mapped(text: &str) -> (String, Back) {
    let mut folded = String::with_capacity(text.len());
    let mut map = Vec::with_capacity(text.len() + 1);
    for (at, c) in text.char_indices() {
        if class(c).is_invisible() {
            continue;
        }
        if c.is_whitespace() {
            if !folded.ends_with(' ') {
                map.push((folded.len(), at));
                folded.push(' ');
            }
            continue;
        }
        map.push((folded.len(), at));
        match c {
            '’' | 'ʼ' => folded.push('\''),
            '‐' | '‑' => folded.push('-'),
            _ => folded.extend(c.to_lowercase()),
        }
    }
    map.push((folded.len(), text.len()));
    (folded, Back(map))
}

fn begins_word(text: &str, at: usize) -> bool {
    let first = text[at..].chars().next();
    let before = text[..at].chars().next_back();
    match (before, first) {
        (Some(before), Some(first)) => {
            !class(before).is_word()
                || !class(first).is_word()
                || class(first).script().is_unspaced()
        }
        _ => true,
    }
}

/// The word ends with the term, or with an ending behind it.
fn ends_word(text: &str, term: Range<usize>, english: bool) -> bool {
    let last = text[..term.end].chars().next_back();
    if last.is_none_or(|c| !class(c).is_word() || class(c).script().is_unspaced()) {
        return true;
    }
    let rest = &text[term.end..];
    let length = rest
        .find(|c: char| !class(c).is_word())
        .unwrap_or(rest.len());
    let ending = &rest[..length];
    if ending.is_empty() {
        return true;
    }
    if english {
        return matches!(ending, "s" | "es");
    }
    let letters = text[term].chars().count();
    letters >= 5 && ending.chars().count() <= 3 && ending.chars().all(|c| !class(c).is_digit())
}

/// Counts, for tests and messages.
impl Glossary {
    /// Source terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Terms by source, for look-ups.
    #[must_use]
    pub fn by_source(&self) -> HashMap<&str, &Term> {
        self.terms
            .iter()
            .map(|term| (term.source.as_str(), term))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glossary() -> Glossary {
        let row = |source: &str, target: &str, status| Row {
            source: source.to_owned(),
            target: target.to_owned(),
            status,
        };
        Glossary::of(vec![
            row("health", "Gesundheit", Status::Approved),
            row("health care", "Gesundheitswesen", Status::Approved),
            row("Bridge Office", "Brückenamt", Status::Approved),
            row("", "Steg", Status::Forbidden),
        ])
        .expect("few rows")
    }

    fn found(text: &str) -> Vec<String> {
        let glossary = glossary();
        let terms = glossary.terms_in(text, true);
        terms
            .iter()
            .map(|(term, span)| format!("{}@{}", term.source, &text[span.clone()]))
            .collect()
    }

    #[test]
    fn the_longest_term_wins_at_word_boundaries() {
        assert_eq!(
            found("Health  care and health"),
            ["health care@Health  care", "health@health"]
        );
        assert_eq!(found("unhealthy healthy"), Vec::<String>::new());
        assert_eq!(
            found("the bridge office, the Bridge Office"),
            ["Bridge Office@Bridge Office"]
        );
    }

    #[test]
    fn banned_words_are_words() {
        let glossary = glossary();
        assert_eq!(glossary.banned_in("Der Steg am Stegreif").len(), 1);
    }
}
