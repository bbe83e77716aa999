//! One document, from its bytes to its findings.
//!
//! The reader's blocks are held back until enough of them are there to tell the document's language (a megabyte, the
//! whole of nearly every document); from then on each is examined as it comes. Memory is that megabyte, one window of
//! the file, and what the findings take.

use std::io;
use std::sync::Arc;

use crate::baseline::Baseline;
use crate::block::{Block, Directive, Event, Kind};
use crate::corpus::Digest;
use crate::document::{Document, Format, HouseMarker, Row, SegmentRow};
use crate::finding::{self, Finding, Findings};
use crate::formats::{self, columns::Columns};
use crate::gate::Verdict;
use crate::glossary::Glossary;
use crate::open::Decoded;
use crate::position::Window;
use crate::rules::language;
use crate::select::Selection;
use crate::suppress;
use crate::tag;
use crate::unit::Unit;
use crate::walk;

mod examination;

use examination::{Examination, Out};

/// How documents are audited: what the command line and the policy say about one document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// The rules that run.
    pub selection: Arc<Selection>,
    /// The language that the document should be in, whatever it declares itself.
    pub lang: Option<String>,
    /// The language that it was translated from.
    pub source_lang: Option<String>,
    /// How to read it; `None`: by name and first bytes.
    pub format: Option<Format>,
    /// Columns of tables that the user names.
    pub columns: Columns,
    /// Findings below this confidence are left out.
    pub min_confidence: f32,
    /// Whether rows for `segments.csv` are wanted.
    pub segments: bool,
    /// Whether the language consistency is wanted also when no rule of its family runs.
    pub consistency: bool,
    /// The house's own provenance markers.
    pub house: Arc<[HouseMarker]>,
    /// How terms are to be translated.
    pub glossary: Arc<Glossary>,
}

impl Default for Settings {
    fn default() -> Self {
        let selection = Selection::new(&[], &[]).unwrap_or_else(|_| Selection::all());
        Self {
            selection: Arc::new(selection),
            lang: None,
            source_lang: None,
            format: None,
            columns: Columns::default(),
            min_confidence: 0.0,
            segments: false,
            consistency: false,
            house: Arc::from([]),
            glossary: Arc::default(),
        }
    }
}

/// What came of a document.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Audit {
    /// Its row in `documents.csv`.
    pub row: Row,
    /// Its findings, in reading order.
    pub findings: Vec<Finding>,
    /// Its rows in `segments.csv`, if they were wanted.
    pub segments: Vec<SegmentRow>,
    /// Findings that are kept silent, by a comment in the document or by a baseline.
    pub silenced: Vec<(Silencer, Finding)>,
    /// Its units, for what is compared over a run ([`crate::corpus::Memory`]).
    pub digest: Option<Digest>,
    /// Whether it may be published, if somebody asked.
    pub verdict: Option<Verdict>,
}

/// What keeps a finding silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silencer {
    /// A comment in the document.
    Comment,
    /// A baseline.
    Baseline,
}

impl Audit {
    /// The audit of a document that could not be read at all.
    #[must_use]
    pub fn unreadable(name: &str, error: String) -> Self {
        Self {
            row: Row::unreadable(name, error),
            findings: Vec::new(),
            segments: Vec::new(),
            silenced: Vec::new(),
            digest: None,
            verdict: None,
        }
    }

    /// Takes out the findings that `baseline` holds.
    pub fn silence(&mut self, baseline: &Baseline) {
        if baseline.entries.is_empty() {
            return;
        }
        let (known, new) = std::mem::take(&mut self.findings)
            .into_iter()
            .partition(|finding: &Finding| baseline.contains(&finding.id));
        self.findings = new;
        let known: Vec<Finding> = known;
        self.silenced
            .extend(known.into_iter().map(|f| (Silencer::Baseline, f)));
        self.row.count_all(&self.findings);
    }
}

/// Bytes of prose by which the dominant language is told.
const SETTLE: usize = 1 << 20;

/// Audits the document called `name`, whose text `decoded` gives.
#[must_use]
pub fn audit(name: &str, decoded: io::Result<Decoded>, settings: &Settings) -> Audit {
    let mut decoded = match decoded {
        Ok(decoded) => decoded,
        Err(error) => return Audit::unreadable(name, walk::explain(&error)),
    };
    let format = match settings
        .format
        .map_or_else(|| formats::choose(name, decoded.head()), Ok)
    {
        Ok(format) => format,
        Err(reason) => return Audit::unreadable(name, reason),
    };
    let mut run = Run::new(name, format, settings);
    let outcome = formats::read(format, &settings.columns, &mut decoded, &mut |event| {
        run.event(event)
    });
    run.finish(decoded.encoding(), outcome)
}

/// What rules look at.
enum Part {
    Block(Block),
    Unit(Arc<Unit>, Arc<Window>),
}

/// A document under examination.
struct Run<'a> {
    settings: &'a Settings,
    document: Document,
    /// What waits for the language to be settled, and its bytes.
    waiting: Vec<Part>,
    waiting_bytes: usize,
    examination: Option<Examination>,
    findings: Findings<'a>,
    row: Row,
    segments: Vec<SegmentRow>,
    directives: Vec<Directive>,
    /// Directives that hold for the next prose block.
    pending: Vec<u32>,
    faults: Vec<String>,
}

impl<'a> Run<'a> {
    fn new(name: &str, format: Format, settings: &'a Settings) -> Self {
        Self {
            settings,
            document: Document {
                name: name.to_owned(),
                format,
                declared: settings.lang.clone(),
                dominant: None,
                source: settings.source_lang.clone(),
                house: Arc::clone(&settings.house),
                glossary: Arc::clone(&settings.glossary),
            },
            waiting: Vec::new(),
            waiting_bytes: 0,
            examination: None,
            findings: Findings::new(&settings.selection),
            row: Row {
                document: name.to_owned(),
                format: format.as_str(),
                ..Row::default()
            },
            segments: Vec::new(),
            directives: Vec::new(),
            pending: Vec::new(),
            faults: Vec::new(),
        }
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Block(block) => self.block(block),
            Event::Unit(unit, window) => self.unit(unit, window),
            Event::Declared(tag) => {
                if self.document.declared.is_none() {
                    self.document.declared = tag::canonical(&tag);
                }
            }
            Event::DeclaredSource(tag) => {
                if self.document.source.is_none() {
                    self.document.source = tag::canonical(&tag);
                }
            }
            Event::Directive(directive) => {
                if !directive.whole_file {
                    self.pending
                        .push(u32::try_from(self.directives.len()).unwrap_or(u32::MAX));
                }
                self.directives.push(directive);
            }
            Event::Scoped(directive) => self.directives.push(directive),
            Event::Fault { position, message } => {
                self.faults
                    .push(format!("{}:{}: {message}", position.line, position.column));
            }
        }
    }

    fn block(&mut self, mut block: Block) {
        if block.kind.is_prose() {
            block.suppressions.append(&mut self.pending);
        }
        let bytes = block.text.len();
        self.part(Part::Block(block), bytes);
    }

    fn unit(&mut self, mut unit: Box<Unit>, window: Arc<Window>) {
        unit.suppressions.append(&mut self.pending);
        let bytes = unit.source.text.len() + unit.target.text.len();
        self.part(Part::Unit(Arc::from(unit), window), bytes);
    }

    fn part(&mut self, part: Part, bytes: usize) {
        if self.examination.is_some() {
            self.examine(&part);
            return;
        }
        self.waiting_bytes += bytes;
        self.waiting.push(part);
        if self.waiting_bytes >= SETTLE {
            self.settle();
        }
    }

    /// Decides the languages and examines what has waited for that.
    fn settle(&mut self) {
        let active = self.settings.segments
            || self.settings.consistency
            || self.settings.selection.contains_family("language");
        let waiting = std::mem::take(&mut self.waiting);
        let (blocks, sources) = samples(&waiting);
        let dominant = language::dominant(&blocks, self.document.declared.as_deref(), active);
        self.document.dominant.clone_from(&dominant.tag);
        let mut source = None;
        if !sources.is_empty() {
            let found = language::dominant(&sources, self.document.source.as_deref(), active);
            if self.document.source.is_none() {
                self.document.source.clone_from(&found.tag);
            }
            source = Some(found);
        }
        drop((blocks, sources));
        self.findings
            .set_language(self.document.expected().unwrap_or_default());
        self.examination = Some(Examination::new(
            &self.document,
            &self.settings.selection,
            &dominant,
            source.as_ref(),
            active,
        ));
        for part in waiting {
            self.examine(&part);
        }
    }

    fn examine(&mut self, part: &Part) {
        let Some(examination) = &mut self.examination else {
            return;
        };
        let mut out = Out {
            document: &self.document,
            findings: &mut self.findings,
            row: &mut self.row,
            rows: self.settings.segments.then_some(&mut self.segments),
        };
        match part {
            Part::Block(block) => examination.block(block, &mut out),
            Part::Unit(unit, window) => examination.unit(unit, window, &mut out),
        }
    }

    fn finish(mut self, encoding: &str, outcome: io::Result<()>) -> Audit {
        if self.examination.is_none() {
            self.settle();
        }
        let mut digest = None;
        if let Some(mut examination) = self.examination.take() {
            digest = examination.digest();
            let (language, provenance) = examination.finish(&self.document, &mut self.findings);
            self.row.language = language.dominant.unwrap_or_default();
            self.row.consistency = language.consistency;
            self.row.provenance = provenance.provenance;
            self.row.disclosure = provenance.disclosure;
        }
        if let Err(error) = outcome {
            self.faults.push(format!("read in part: {error}"));
        }
        encoding.clone_into(&mut self.row.encoding);
        self.row.declared = self.document.declared.clone().unwrap_or_default();
        self.row.error = self.faults.join("; ");
        let mut findings =
            suppress::apply(&self.directives, self.findings, &self.settings.selection);
        findings.sort_by(|(one, _), (other, _)| one.order(other));
        // silent ones are numbered with the others, so that a comment changes no other finding's id
        finding::number(
            &self.row.document,
            findings.iter_mut().map(|(finding, _)| finding),
        );
        findings.retain(|(finding, _)| finding.confidence >= self.settings.min_confidence);
        let (silenced, findings): (Vec<_>, Vec<_>) =
            findings.into_iter().partition(|&(_, silenced)| silenced);
        let findings: Vec<Finding> = findings.into_iter().map(|(f, _)| f).collect();
        self.row.count_all(&findings);
        Audit {
            row: self.row,
            findings,
            segments: self.segments,
            silenced: silenced
                .into_iter()
                .map(|(f, _)| (Silencer::Comment, f))
                .collect(),
            digest,
            verdict: None,
        }
    }
}

/// The texts by which the languages of a document are told: of the document (the target), and of the source.
fn samples(waiting: &[Part]) -> (Vec<Block>, Vec<Block>) {
    let (mut blocks, mut sources) = (Vec::new(), Vec::new());
    for part in waiting {
        match part {
            Part::Block(block) => blocks.push(block.clone()),
            Part::Unit(unit, window) => {
                for (side, list) in [(&unit.target, &mut blocks), (&unit.source, &mut sources)] {
                    if !side.text.is_empty() {
                        let mut block = Block::verbatim(Kind::Paragraph, window, 0..0);
                        side.block(unit, window, &mut block);
                        block.kind = Kind::Paragraph;
                        list.push(block);
                    }
                }
            }
        }
    }
    (blocks, sources)
}
