//! What a rule is: its name, its page, and the examiner that it starts for each document.
//!
//! A rule's documentation is one text with fixed headings. `traditore rules NAME` prints it, the tests run its
//! `flagged` and `clean` blocks, rustdoc shows it. See CONTRIBUTING for how to write one.

use std::cell::OnceCell;
use std::fmt;
use std::ops::Range;

use crate::block::Block;
use crate::document::Document;
use crate::finding::Findings;
use crate::pair::Pair;
use crate::rules::artifact;
use crate::sentence;
use crate::sieve::{Bytes, Search};
use crate::words::Words;

/// How much a finding weighs, as in MQM (Multidimensional Quality Metrics, themqm.org): 0, 1, 5 or 25 penalty points.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing, no fault.
    Neutral,
    /// Noticed, does no harm.
    Minor,
    /// Misleads or puts off a reader.
    Major,
    /// The text must not go out like this.
    Critical,
}

impl Severity {
    /// All of them, the lightest first.
    pub const ALL: [Self; 4] = [Self::Neutral, Self::Minor, Self::Major, Self::Critical];

    /// Penalty points.
    #[must_use]
    pub fn weight(self) -> u32 {
        match self {
            Self::Neutral => 0,
            Self::Minor => 1,
            Self::Major => 5,
            Self::Critical => 25,
        }
    }

    /// The name as reports write it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Minor => "minor",
            Self::Major => "major",
            Self::Critical => "critical",
        }
    }

    /// One step less: evidence that came in a disguise.
    #[must_use]
    pub fn weaker(self) -> Self {
        match self {
            Self::Neutral | Self::Minor => Self::Neutral,
            Self::Major => Self::Minor,
            Self::Critical => Self::Major,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A rule: what it is called, what it is about, and what looks for it.
#[derive(Debug)]
pub struct Rule {
    /// `family/name`, in kebab case. Fixed for ever.
    pub name: &'static str,
    /// Severity of its findings where a finding does not decide otherwise.
    pub severity: Severity,
    /// MQM error type, `dimension/subtype`.
    pub mqm: &'static str,
    /// Runs without being selected by name.
    pub default: bool,
    /// The page: headings, prose and examples in Markdown.
    pub docs: &'static str,
    /// Makes the examiner of one document; `None` where another rule of the family looks for it in the same pass.
    pub start: Option<Start>,
    /// Makes the examiner of one document's translation units, for rules that hold a target against its source.
    pub pairs: Option<PairStart>,
}

/// Makes the examiner of one document.
pub type Start = fn(&Document) -> Box<dyn Examiner>;

/// Makes the examiner of one document's translation units.
pub type PairStart = fn(&Document) -> Box<dyn PairExaminer>;

impl Rule {
    /// The part of the name before the slash.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.name.split('/').next().unwrap_or(self.name)
    }

    /// The first sentence of the page, on one line.
    #[must_use]
    pub fn summary(&self) -> String {
        let paragraph = self
            .docs
            .lines()
            .map(str::trim)
            .skip_while(|line| line.is_empty() || line.starts_with('#'))
            .take_while(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        match paragraph.split_once(". ") {
            Some((sentence, _)) => format!("{sentence}."),
            None => paragraph,
        }
    }
}

/// Looks at the blocks of one document in reading order. Lives as long as the document, so it may remember, within a
/// bound that does not grow with the document.
pub trait Examiner {
    /// Looks at one block.
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>);

    /// Whether it also wants the machine text between the prose: tags, comments, front matter.
    fn machine_text(&self) -> bool {
        false
    }

    /// Says what only the whole document shows. Called once, after the last block.
    fn finish(&mut self, document: &Document, findings: &mut Findings<'_>) {
        let _ = (document, findings);
    }
}

/// Looks at the translation units of one document in reading order: each as a pair of source and target. Lives as long
/// as the document, so it may remember, within a bound that does not grow with the document.
pub trait PairExaminer {
    /// Looks at one unit. Units without a source do not come here, obsolete ones are never read; drafts and units not
    /// yet translated do come: most rules ask [`Unit::is_translated`](crate::unit::Unit::is_translated) first.
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>);

    /// Says what only the whole document shows. Called once, after the last unit.
    fn finish(&mut self, document: &Document, findings: &mut Findings<'_>) {
        let _ = (document, findings);
    }
}

/// What an examiner may know about the block it looks at, worked out once for all of them.
#[derive(Debug)]
pub struct Context<'a> {
    /// The document: its declared and its dominant language, its format.
    pub document: &'a Document,
    /// The words of the block; empty for machine text.
    pub words: &'a Words,
    /// Language of the block, as far as known before its words are looked at: its `lang` attribute, else the
    /// document's. A BCP 47 tag; rules mostly want [`Context::primary`].
    pub language: Option<&'a str>,
    /// The bytes of the block's text.
    pub bytes: Bytes,
    /// Byte ranges of its sentences, once somebody has asked.
    pub(crate) sentences: OnceCell<Vec<Range<usize>>>,
    /// Whether the block is about code, once somebody has asked.
    pub(crate) code: OnceCell<bool>,
}

impl<'a> Context<'a> {
    /// For a block of which nothing is known but its words.
    #[must_use]
    pub(crate) fn new(document: &'a Document, words: &'a Words, block: &Block) -> Self {
        Self {
            document,
            words,
            language: None,
            bytes: Bytes::of(&block.text),
            sentences: OnceCell::new(),
            code: OnceCell::new(),
        }
    }

    /// Byte ranges of the sentences of `block`, the one under examination; none for machine text.
    #[must_use]
    pub fn sentences(&self, block: &Block) -> &[Range<usize>] {
        self.sentences.get_or_init(|| {
            let mut sentences = Vec::new();
            if block.kind.is_prose() {
                sentence::sentences(&block.text, self.language, &mut sentences);
            }
            sentences
        })
    }

    /// Whether `block`, the one under examination, is about programs or mark-up.
    #[must_use]
    pub(crate) fn is_code(&self, block: &Block) -> bool {
        *self
            .code
            .get_or_init(|| self.bytes.calls_for(Search::Code) && artifact::is_code(&block.text))
    }

    /// Primary language subtag of the block's language: `pt` for `pt-BR`.
    #[must_use]
    pub fn primary(&self) -> Option<&'a str> {
        self.language.map(crate::tag::primary)
    }
}

/// Declares a rule together with its page.
///
/// ```ignore
/// rule! {
///     /// A word that stands twice in a row.
///     /// …
///     pub REPEATED_WORD = "artifact/repeated-word", Minor, "fluency/duplication", on, RepeatedWord::start
/// }
/// ```
macro_rules! rule {
    ($(#[doc = $doc:literal])* pub $name:ident = $id:literal, $severity:ident, $mqm:literal, $default:ident) => {
        rule!(@build [$($doc)*] $name $id $severity $mqm $default None, None);
    };
    ($(#[doc = $doc:literal])* pub $name:ident = $id:literal, $severity:ident, $mqm:literal, $default:ident, pairs $start:expr) => {
        rule!(@build [$($doc)*] $name $id $severity $mqm $default None, Some($start));
    };
    ($(#[doc = $doc:literal])* pub $name:ident = $id:literal, $severity:ident, $mqm:literal, $default:ident, $start:expr) => {
        rule!(@build [$($doc)*] $name $id $severity $mqm $default Some($start), None);
    };
    (@on on) => { true };
    (@on off) => { false };
    (@build [$($doc:literal)*] $name:ident $id:literal $severity:ident $mqm:literal $default:ident $start:expr, $pairs:expr) => {
        $(#[doc = $doc])*
        pub static $name: $crate::rule::Rule = $crate::rule::Rule {
            name: $id,
            severity: $crate::rule::Severity::$severity,
            mqm: $mqm,
            default: rule!(@on $default),
            docs: concat!($($doc, "\n"),*),
            start: $start,
            pairs: $pairs,
        };
    };
}
pub(crate) use rule;
