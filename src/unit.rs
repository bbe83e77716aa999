//! Translation units: a source text and its target, as bilingual files hold them.
//!
//! A unit keeps both texts as the format means them (escapes and entities decoded, inline codes taken out and noted
//! apart) with the way back to the file. Formats hand units on in [`crate::block::Event::Unit`]; rules of the family
//! `bilingual` compare the two sides, the other families look at blocks made of them ([`Side::block`]).

use std::ops::Range;
use std::sync::Arc;

use crate::block::{Block, Kind, OBJECT};
use crate::inline::Inline;
use crate::position::{OffsetMap, Position, Window};

mod prose;

/// A source text and its target.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    /// The unit's id as the file gives it (`id` field, trans-unit id, tuid, hash of the msgid); empty when it has none:
    /// then reports show [`Unit::number`].
    pub id: String,
    /// Number of the row or unit in its document, from 1.
    pub number: u32,
    /// The text translated from. Missing where the format holds only one language.
    pub source: Side,
    /// The translation; in a file of one language, the text.
    pub target: Side,
    /// What the file says about the translation.
    pub state: State,
    /// What the file says about the text's format: its placeholders are of this family and no other.
    pub flags: Vec<Flag>,
    /// Which of several plural forms this is.
    pub plural: Option<Plural>,
    /// Tells units with the same source apart (`msgctxt`, …), as a hash; 0 when there is nothing.
    pub context: u64,
    /// The most characters the target may have, where the file says so.
    pub limit: Option<u32>,
    /// What the file says about where the target comes from.
    pub origins: Vec<Origin>,
    /// Rules silenced for this unit: indices into the document's list of suppressions.
    pub suppressions: Vec<u32>,
}

/// One text of a unit.
#[derive(Clone, Debug, Default)]
pub struct Side {
    /// The text as meant: decoded, with [`OBJECT`] for every inline code.
    pub text: String,
    /// From offsets in `text` to offsets in the window that the unit came with.
    pub map: OffsetMap,
    /// The inline codes, in the order of their [`OBJECT`]s in `text`. Empty in formats without inline codes, where
    /// mark-up and placeholders stand in the text.
    pub codes: Vec<Code>,
    /// Language of this text where it is not the document's: BCP 47, canonical.
    pub language: Option<Arc<str>>,
    /// The file has no such text at all (no `<target>`, no such column).
    pub missing: bool,
}

/// An inline code: something of the format that translators move but do not translate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Byte offset of its [`OBJECT`] in the side's text.
    pub at: usize,
    /// What identifies it across the two sides (its `id`, `rid`, `equiv-text`, or what it encloses), with its kind:
    /// codes are the same when these are.
    pub key: String,
    /// Opens, closes, or stands alone.
    pub role: CodeRole,
    /// What it stands for as the file shows it (`<b>`, `%s`), where known; for messages.
    pub shown: String,
}

/// How an inline code stands to others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CodeRole {
    /// By itself.
    #[default]
    Alone,
    /// Begins a pair.
    Open,
    /// Ends a pair.
    Close,
}

/// What a file says about a translation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Not translated yet, by the format's own account.
    Untranslated,
    /// In need of work: fuzzy, a draft. Counts for provenance only.
    Draft,
    /// Claims to be translated, or the format has no such claim.
    #[default]
    Translated,
    /// Signed off, final, approved.
    Final,
}

/// The family of placeholders that a file declares for a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Flag {
    /// C `printf`.
    C,
    /// Python `%`.
    Python,
    /// Python `str.format` and f-string fields.
    PythonBrace,
    /// Java and ICU message format.
    Java,
    /// Java `printf`.
    JavaPrintf,
    /// C#.
    CSharp,
    /// JavaScript template literals and printf.
    JavaScript,
    /// Qt `%1`, `%n`.
    Qt,
    /// KDE `%1`.
    Kde,
    /// Perl `{name}`.
    PerlBrace,
    /// Perl `printf`.
    Perl,
    /// PHP `printf`.
    Php,
    /// Objective-C and Swift `%@`.
    ObjC,
    /// Ruby.
    Ruby,
    /// Lua.
    Lua,
    /// Pascal.
    Pascal,
    /// Boost `%1%`.
    Boost,
    /// Scheme `~a`.
    Scheme,
    /// Another family that the file names; placeholders are told by shape.
    Other,
    /// The file says that the text has none (`no-c-format` and the like).
    None,
}

/// One form of a unit that has a form for each plural category of the target language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plural {
    /// Which form this is, from 0.
    pub index: u32,
    /// Forms that the unit has.
    pub forms: u32,
    /// Forms that the file says its language needs (`nplurals`), if it does.
    pub declared: Option<u32>,
    /// Whether this form stands for one number alone, where the file says which numbers its forms stand for.
    pub lone: Option<bool>,
    /// Forms that have a text.
    pub filled: u32,
    /// Text of the other source form: the plural's for form 0, the singular's for the others.
    pub other_source: String,
    /// Hash of the texts of all forms, in order: the same for all forms of a unit.
    pub whole: u64,
}

impl Plural {
    /// The value of [`Plural::whole`] for these forms.
    #[must_use]
    pub fn hash(forms: &[&str]) -> u64 {
        xxhash_rust::xxh3::xxh3_64(forms.join("\u{4}").as_bytes())
    }

    /// Whether all forms are `text`.
    #[must_use]
    pub fn is_uniform(&self, text: &str) -> bool {
        self.whole == Self::hash(&vec![text; self.forms as usize])
    }
}

/// What a file says about where a target comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// What it says.
    pub kind: OriginKind,
    /// The words of the file that say it (`state-qualifier="leveraged-mt"`), short.
    pub evidence: String,
    /// Where they stand.
    pub start: Position,
    /// The first place after.
    pub end: Position,
}

/// How machine translation took part in a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OriginKind {
    /// The file offers a machine translation, and the target is something else: no evidence about the target.
    Offered,
    /// A person edited what a machine had translated.
    PostEdited,
    /// What a machine translated, as it came.
    Raw,
}

impl Unit {
    /// What reports show in the column `segment`.
    #[must_use]
    pub fn segment(&self) -> String {
        if self.id.is_empty() {
            self.number.to_string()
        } else {
            self.id.clone()
        }
    }

    /// Holds a source to compare with.
    #[must_use]
    pub fn is_pair(&self) -> bool {
        !self.source.missing
    }

    /// Its target is to be held against the source: it is there, not blank, and not a draft.
    #[must_use]
    pub fn is_translated(&self) -> bool {
        self.is_pair()
            && self.state >= State::Translated
            && !self.source.is_blank()
            && !self.target.is_blank()
    }
}

impl Side {
    /// A text that stands in the file as it is, `range` of the window.
    #[must_use]
    pub fn verbatim(window: &Window, range: Range<usize>) -> Self {
        Self {
            text: window.text()[range.clone()].to_owned(),
            map: OffsetMap::identity(range.start, range.len()),
            ..Self::default()
        }
    }

    /// Makes this, which was [verbatim](Self::verbatim), the text of another `range`.
    pub(crate) fn refill(&mut self, window: &Window, range: Range<usize>) {
        self.map = OffsetMap::identity(range.start, range.len());
        self.text.clear();
        self.text.push_str(&window.text()[range]);
    }

    /// A text that the file does not have.
    #[must_use]
    pub fn absent() -> Self {
        Self {
            missing: true,
            ..Self::default()
        }
    }

    /// No character in it that a reader sees.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        // nearly every text begins with a letter
        !self
            .text
            .as_bytes()
            .first()
            .is_some_and(u8::is_ascii_graphic)
            && self.codes.is_empty()
            && self
                .text
                .chars()
                .all(|c| c.is_whitespace() || crate::chars::is_invisible(c))
    }

    /// Refills `block` with this text, for the rules that look at text of one language: the block's kind says whether it
    /// is a sentence or a label.
    pub fn block(&self, unit: &Arc<Unit>, window: &Arc<Window>, block: &mut Block) {
        let inline = Inline::of(&self.text, &unit.flags);
        prose::fill(self, unit, &inline, block);
        self.frame(unit, window, block);
    }

    /// As [`Self::block`], for a text that is bare of everything that could be taken out ([`View::is_bare`], and no key
    /// mark).
    ///
    /// [`View::is_bare`]: crate::pair::View::is_bare
    pub(crate) fn bare_block(&self, unit: &Arc<Unit>, window: &Arc<Window>, block: &mut Block) {
        prose::copy_whole(self, block);
        self.frame(unit, window, block);
    }

    /// As [`Self::block`], for a text whose pieces are known.
    pub(crate) fn cut_block(
        &self,
        inline: &Inline,
        unit: &Arc<Unit>,
        window: &Arc<Window>,
        block: &mut Block,
    ) {
        prose::fill(self, unit, inline, block);
        self.frame(unit, window, block);
    }

    /// Sets everything about a block of this text but the text.
    fn frame(&self, unit: &Arc<Unit>, window: &Arc<Window>, block: &mut Block) {
        block.kind = kind(&block.text);
        block.number = unit.number;
        if !Arc::ptr_eq(&block.window, window) {
            block.window = Arc::clone(window);
        }
        block.language.clone_from(&self.language);
        block.suppressions.clone_from(&unit.suppressions);
        block.unit = Some(Arc::clone(unit));
    }
}

/// A text of a unit is running text when it has the length of a sentence or ends like one, else a label.
fn kind(text: &str) -> Kind {
    let last = text.trim_end().chars().next_back();
    let sentence = matches!(
        last,
        Some('.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' | '۔' | '…')
    );
    let (least_words, least_wide) = if sentence { (3, 6) } else { (6, 15) };
    let (mut words, mut wide, mut inside) = (0, 0, false);
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let apart = match byte {
            b' ' | b'\n' => true,
            0xC2 => bytes.get(at + 1) == Some(&0xA0),
            // the other bytes of a character
            0x80..=0xBF => continue,
            0xE2.. => {
                let c = text[at..].chars().next().unwrap_or(OBJECT);
                wide += usize::from(c > '\u{2e80}' && c != OBJECT);
                false
            }
            _ => false,
        };
        words += usize::from(!(apart || inside));
        inside = !apart;
        if words >= least_words || wide >= least_wide {
            return Kind::Paragraph;
        }
    }
    Kind::Cell
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_from_labels() {
        assert_eq!(kind("Open the file"), Kind::Cell);
        assert_eq!(kind("The file is open."), Kind::Paragraph);
        assert_eq!(kind("ファイルを開く"), Kind::Cell);
        assert_eq!(kind("ファイルを開きました。"), Kind::Paragraph);
        assert_eq!(kind("One two three four five six"), Kind::Paragraph);
    }

    #[test]
    fn blank_sides() {
        let window = Window::new("\u{a0} \u{200b}x".to_owned(), Position::START);
        assert!(Side::verbatim(&window, 0..3).is_blank());
        assert!(!Side::verbatim(&window, 0..window.text().len()).is_blank());
        assert!(Side::absent().is_blank());
    }
}
