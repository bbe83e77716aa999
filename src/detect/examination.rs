//! The examiners of one document, at work on its blocks and units.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::block::{Block, Kind};
use crate::corpus::Digest;
use crate::document::{Document, Row, SegmentRow};
use crate::finding::Findings;
use crate::language::dominant::Dominant;
use crate::pair::Pair;
use crate::position::Window;
use crate::rule::{Context, Examiner, PairExaminer};
use crate::rules::{self, language, provenance};
use crate::select::Selection;
use crate::sieve::Bytes;
use crate::unit::{State, Unit};
use crate::words::{self, Words};

/// The examiners of a document whose languages are settled, and what they share.
pub(super) struct Examination {
    examiners: Vec<Box<dyn Examiner>>,
    pairs: Vec<Box<dyn PairExaminer>>,
    language: language::Examiner,
    /// For the source side of units.
    source_language: Option<(Document, language::Examiner)>,
    provenance: Option<provenance::Examiner>,
    /// What is compared over the run.
    digest: Option<Digest>,
    words: Words,
    /// The side of a unit under examination, refilled for each.
    side: Option<Block>,
}

/// Where results go.
pub(super) struct Out<'a, 'f> {
    pub(super) document: &'a Document,
    pub(super) findings: &'a mut Findings<'f>,
    pub(super) row: &'a mut Row,
    /// Rows of `segments.csv`, if they are wanted.
    pub(super) rows: Option<&'a mut Vec<SegmentRow>>,
}

impl Examination {
    pub(super) fn new(
        document: &Document,
        selection: &Selection,
        dominant: &Dominant,
        source: Option<&Dominant>,
        language: bool,
    ) -> Self {
        let source_language = source.map(|dominant| {
            let document = Document {
                declared: document.source.clone(),
                dominant: dominant.tag.clone(),
                source: document.expected().map(str::to_owned),
                ..document.clone()
            };
            let examiner = language::Examiner::of_sources(&document, dominant, language);
            (document, examiner)
        });
        Self {
            examiners: rules::examiners(selection, document),
            pairs: rules::pair_examiners(selection, document),
            language: language::Examiner::new(document, dominant, language),
            source_language,
            provenance: selection
                .contains_family("provenance")
                .then(|| provenance::Examiner::new(document)),
            digest: Digest::new(selection, document.expected().unwrap_or_default()),
            words: Words::default(),
            side: None,
        }
    }

    /// A block of a document.
    pub(super) fn block(&mut self, block: &Block, out: &mut Out<'_, '_>) {
        let language = out.document.language_of(block);
        cut(&mut self.words, block);
        if block.kind.is_prose() && block.kind != Kind::Attribute {
            out.row.segments += 1;
            out.row.words += words::count(&block.text, &self.words);
        }
        let bytes = Bytes::of(&block.text);
        let context = context(&self.words, out.document, language, bytes);
        let prose = block.kind.is_prose();
        for examiner in &mut self.examiners {
            if prose || examiner.machine_text() {
                examiner.block(block, &context, out.findings);
            }
        }
        if prose {
            self.language
                .block(block, &context, out.findings, out.rows.as_deref_mut());
        }
        if let Some(provenance) = &mut self.provenance {
            provenance.block(block, &context, out.findings);
        }
    }

    /// A unit of a bilingual file: its target is looked at like a text, its source for its language, both together by
    /// the rules about pairs.
    pub(super) fn unit(&mut self, unit: &Arc<Unit>, window: &Arc<Window>, out: &mut Out<'_, '_>) {
        out.row.segments += 1;
        let pair = Pair::new(out.document, unit, window);
        let mut block = self
            .side
            .take()
            .unwrap_or_else(|| Block::verbatim(Kind::Cell, window, 0..0));
        if !pair.target.is_blank() {
            let bytes = pair.target.block(&pair, &mut block);
            self.target(&block, bytes, unit, out);
        }
        if let Some(provenance) = &mut self.provenance
            && !unit.origins.is_empty()
        {
            provenance.unit(unit);
        }
        if unit.is_pair() && !pair.source.is_blank() && self.looks_at_sources() {
            let bytes = pair.source.block(&pair, &mut block);
            self.source(&block, bytes, out);
        }
        block.unit = None;
        self.side = Some(block);
        if unit.is_pair() {
            for examiner in &mut self.pairs {
                examiner.unit(&pair, out.findings);
            }
            if let Some(digest) = &mut self.digest {
                digest.add(&pair);
            }
        }
    }

    fn target(&mut self, block: &Block, bytes: Bytes, unit: &Unit, out: &mut Out<'_, '_>) {
        let language = out.document.language_of(block);
        cut(&mut self.words, block);
        let context = context(&self.words, out.document, language, bytes);
        if unit.state >= State::Translated {
            out.row.words += words::count(&block.text, &self.words);
            for examiner in &mut self.examiners {
                examiner.block(block, &context, out.findings);
            }
            let side = if unit.is_pair() { "target" } else { "text" };
            let rows = out.rows.as_deref_mut();
            of_side(rows, side, unit, |rows| {
                self.language.block(block, &context, out.findings, rows);
            });
        }
        if let Some(provenance) = &mut self.provenance {
            provenance.block(block, &context, out.findings);
        }
    }

    /// Whether anybody looks at the language of sources.
    fn looks_at_sources(&self) -> bool {
        let examiner = self.source_language.as_ref();
        examiner.is_some_and(|(_, examiner)| examiner.is_active())
    }

    fn source(&mut self, block: &Block, bytes: Bytes, out: &mut Out<'_, '_>) {
        let Some((document, examiner)) = &mut self.source_language else {
            return;
        };
        // nobody asks for the words of a source
        let language = document.language_of(block);
        self.words.cut("");
        let context = context(&self.words, document, language, bytes);
        let Some(unit) = block.unit.as_deref() else {
            return;
        };
        of_side(out.rows.as_deref_mut(), "source", unit, |rows| {
            examiner.block(block, &context, out.findings, rows);
        });
    }

    /// What is compared over the run.
    pub(super) fn digest(&mut self) -> Option<Digest> {
        self.digest.take().map(Digest::finish)
    }

    /// After the last block or unit.
    pub(super) fn finish(
        &mut self,
        document: &Document,
        findings: &mut Findings<'_>,
    ) -> (language::Summary, provenance::Summary) {
        for examiner in &mut self.examiners {
            examiner.finish(document, findings);
        }
        for examiner in &mut self.pairs {
            examiner.finish(document, findings);
        }
        let language = self.language.finish(document, findings);
        let provenance = self
            .provenance
            .as_mut()
            .map(|p| p.finish(document, findings))
            .unwrap_or_default();
        (language, provenance)
    }
}

/// Names the side and the unit in the rows that `look` adds.
fn of_side(
    mut rows: Option<&mut Vec<SegmentRow>>,
    side: &'static str,
    unit: &Unit,
    look: impl FnOnce(Option<&mut Vec<SegmentRow>>),
) {
    let before = rows.as_deref().map_or(0, Vec::len);
    look(rows.as_deref_mut());
    for row in rows.into_iter().flat_map(|rows| &mut rows[before..]) {
        row.side = side;
        row.segment = unit.segment();
    }
}

fn cut(words: &mut Words, block: &Block) {
    let prose = block.kind.is_prose();
    words.cut(if prose { &block.text } else { "" });
}

fn context<'a>(
    words: &'a Words,
    document: &'a Document,
    language: Option<&'a str>,
    bytes: Bytes,
) -> Context<'a> {
    Context {
        document,
        words,
        language,
        bytes,
        sentences: OnceCell::new(),
        code: OnceCell::new(),
    }
}
