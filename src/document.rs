//! A document as rules and reports see it.

use std::sync::Arc;

use crate::block::Block;
use crate::candidate::Candidate;
use crate::finding::Finding;
use crate::glossary::Glossary;
use crate::rule::Severity;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Plain text: paragraphs parted by blank lines.
    Text,
    /// HTML and XHTML.
    Html,
    /// Markdown (CommonMark with tables), front matter included.
    Markdown,
    /// Tab-separated source and target.
    Tsv,
    /// GNU gettext catalogues.
    Po,
    /// Comma-separated values with a header row.
    Csv,
    /// One JSON object a line.
    Jsonl,
    /// XLIFF 1 and 2, SDLXLIFF, MXLIFF, mqxliff.
    Xliff,
    /// TMX translation memories.
    Tmx,
    /// Apple's string catalogues.
    Xcstrings,
}

impl Format {
    /// The name as reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::Tsv => "tsv",
            Self::Po => "po",
            Self::Csv => "csv",
            Self::Jsonl => "jsonl",
            Self::Xliff => "xliff",
            Self::Tmx => "tmx",
            Self::Xcstrings => "xcstrings",
        }
    }

    /// The format called `name`.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }

    /// Every format.
    pub const ALL: [Self; 10] = [
        Self::Csv,
        Self::Jsonl,
        Self::Text,
        Self::Html,
        Self::Markdown,
        Self::Tsv,
        Self::Po,
        Self::Xliff,
        Self::Tmx,
        Self::Xcstrings,
    ];

    /// Whether it holds documents to be read, as opposed to translation units.
    #[must_use]
    pub fn is_prose(self) -> bool {
        matches!(self, Self::Text | Self::Html | Self::Markdown)
    }
}

/// What is known about a document while its blocks are examined.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its path as given, `/` between parts.
    pub name: String,
    /// How it is read.
    pub format: Format,
    /// The language it should be in: command line, policy, `<html lang>`, front matter, in that order. Canonical BCP 47.
    pub declared: Option<String>,
    /// The language most of it is in, as far as its beginning (up to a megabyte) shows. Canonical BCP 47.
    pub dominant: Option<String>,
    /// The language it was translated from, if the user said so.
    pub source: Option<String>,
    /// The house's own provenance markers, from the policy.
    pub house: Arc<[HouseMarker]>,
    /// How terms are to be translated.
    pub glossary: Arc<Glossary>,
    /// A machine translation of the same source.
    pub candidate: Option<Arc<Candidate>>,
}

/// A marker that the house itself puts on machine-translated drafts.
#[derive(Clone, Debug)]
pub struct HouseMarker {
    /// What the policy calls it.
    pub name: String,
    /// What it looks like.
    pub pattern: regex::Regex,
}

impl HouseMarker {
    /// A marker called `name` that matches `pattern`, capitals or not.
    ///
    /// # Errors
    /// When `pattern` is no regular expression.
    pub fn new(name: &str, pattern: &str) -> Result<Self, regex::Error> {
        let pattern = regex::RegexBuilder::new(pattern)
            .case_insensitive(true)
            .build()?;
        Ok(Self {
            name: name.to_owned(),
            pattern,
        })
    }
}

impl Document {
    /// The language its text is held against: the declared one, else the dominant one.
    #[must_use]
    pub fn expected(&self) -> Option<&str> {
        self.declared.as_deref().or(self.dominant.as_deref())
    }

    /// The language of a block before its words are looked at.
    #[must_use]
    pub fn language_of<'a>(&'a self, block: &'a Block) -> Option<&'a str> {
        block.language.as_deref().or_else(|| self.expected())
    }
}

/// What the markers in a document come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Provenance {
    /// Nothing says so.
    #[default]
    Unmarked,
    /// Weaker evidence.
    Suspected,
    /// Definite evidence.
    MachineTranslated,
}

impl Provenance {
    /// The name as reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unmarked => "unmarked",
            Self::Suspected => "suspected",
            Self::MachineTranslated => "machine-translated",
        }
    }
}

/// A row of `documents.csv`.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Row {
    /// The document's name.
    pub document: String,
    /// Format, as far as it was chosen.
    pub format: &'static str,
    /// Encoding, by its WHATWG name; empty when nothing could be read.
    pub encoding: String,
    /// Language it should be in.
    pub declared: String,
    /// Language most of it is in.
    pub language: String,
    /// Share of letters in segments of the expected language, 0 to 1; `None` when nothing could be identified.
    pub consistency: Option<f64>,
    /// What its markers come to.
    pub provenance: Provenance,
    /// Carries a notice for its readers.
    pub disclosure: bool,
    /// Segments of text.
    pub segments: u64,
    /// Words, as [`crate::words::count`] counts them.
    pub words: u64,
    /// Findings by severity: neutral, minor, major, critical.
    pub counts: [u64; 4],
    /// Why it could not be read, or not wholly; empty when it could.
    pub error: String,
}

impl Row {
    /// A row for a document that could not be read at all.
    #[must_use]
    pub fn unreadable(document: &str, error: String) -> Self {
        Self {
            document: document.to_owned(),
            error,
            ..Self::default()
        }
    }

    /// Counts the findings anew.
    pub fn count_all(&mut self, findings: &[Finding]) {
        self.counts = [0; 4];
        for finding in findings {
            self.counts[finding.severity as usize] += 1;
        }
    }

    /// MQM penalty points per 1,000 words; 0 for a document without words and without penalties.
    #[must_use]
    pub fn penalty_per_1000_words(&self) -> f64 {
        let points: u64 = Severity::ALL
            .iter()
            .map(|&s| u64::from(s.weight()) * self.counts[s as usize])
            .sum();
        per_1000_words(points, self.words)
    }
}

/// Points per 1,000 words; 0 when there are none of either.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words and points stay far below 2^52"
)]
pub fn per_1000_words(points: u64, words: u64) -> f64 {
    if points == 0 {
        return 0.0;
    }
    points as f64 * 1000.0 / words.max(1) as f64
}

/// A row of `segments.csv`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SegmentRow {
    /// The paragraph's number.
    pub segment: String,
    /// Line on which it begins.
    pub line: u64,
    /// `text`, `source` or `target`.
    pub side: &'static str,
    /// The language found; empty where the engine abstains.
    pub language: String,
    /// Probability that `language` is right; `None` where the engine abstains.
    pub confidence: Option<f32>,
    /// ISO 15924 code of the script that most letters are of.
    pub script: &'static str,
    /// Letters that were looked at.
    pub letters: u64,
    /// The language it is held against.
    pub expected: String,
    /// Whether it is in that language; `None` where the engine abstains or nothing is expected.
    pub consistent: Option<bool>,
}
