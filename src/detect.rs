//! One document, from its bytes to its findings.
//!
//! The reader's blocks are held back until enough of them are there to tell the document's language (a megabyte, the
//! whole of nearly every document); from then on each is examined as it comes. Memory is that megabyte, one window of
//! the file, and what the findings take.

use std::io;
use std::sync::Arc;

use crate::block::{Block, Directive, Event, Kind};
use crate::candidate::Candidate;
use crate::document::{Document, Format, HouseMarker, Row, SegmentRow};
use crate::finding::{Findings, Numbering, shortened};
use crate::formats::{self, columns::Columns};
use crate::glossary::Glossary;
use crate::open::{Decoded, Limits};
use crate::position::Window;
use crate::rules::language;
use crate::select::Selection;
use crate::spill::{self, Rest, Sorter};
use crate::suppress::Suppressions;
use crate::tag;
use crate::unit::Unit;
use crate::walk;

mod audit;
mod examination;

pub(crate) use audit::AuditBuilder;
pub use audit::{Audit, Silencer};
use audit::{Kept, room};
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
    /// How much a compressed file may grow.
    pub limits: Limits,
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
    /// A machine translation of the same source.
    pub candidate: Option<Arc<Candidate>>,
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
            limits: Limits::default(),
            min_confidence: 0.0,
            segments: false,
            consistency: false,
            house: Arc::from([]),
            glossary: Arc::default(),
            candidate: None,
        }
    }
}

/// Names in the comments of one document that silence rules; what comes behind them is not heeded.
const SILENCED: usize = 1 << 17;

/// Comments that may hold for one block.
const HERE: usize = 100;

/// Faults of one document that are named, and the characters of each.
const FAULTS: usize = 100;
const FAULT: usize = 400;

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
        run.event(event);
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
    more_segments: Rest<SegmentRow>,
    directives: Vec<Directive>,
    /// Names in all of them.
    silenced: usize,
    /// Directives that hold for the next prose block.
    pending: Vec<u32>,
    faults: Vec<String>,
    /// Faults that are counted only.
    more_faults: u64,
    /// There are more directives than are remembered.
    overfull: bool,
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
                candidate: settings.candidate.clone(),
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
            more_segments: Rest::default(),
            directives: Vec::new(),
            silenced: 0,
            pending: Vec::new(),
            faults: Vec::new(),
            more_faults: 0,
            overfull: false,
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
                if !directive.whole_file && self.pending.len() < HERE {
                    self.pending
                        .push(u32::try_from(self.directives.len()).unwrap_or(u32::MAX));
                }
                self.directive(directive);
            }
            Event::Scoped(directive) => self.directive(directive),
            Event::Fault { position, message } => {
                self.fault(&format!("{}:{}: {message}", position.line, position.column));
            }
        }
    }

    fn directive(&mut self, directive: Directive) {
        self.silenced += directive.rules.len() + 1;
        if self.silenced <= SILENCED {
            self.directives.push(directive);
        } else if !std::mem::replace(&mut self.overfull, true) {
            let (line, column) = (directive.start.line, directive.start.column);
            self.fault(&format!(
                "{line}:{column}: too many comments that silence rules; those from here on silence nothing"
            ));
        }
    }

    /// Notes what is wrong with the document, in so many words as a report has room for.
    fn fault(&mut self, fault: &str) {
        if self.faults.len() < FAULTS {
            self.faults.push(shortened(fault, FAULT).into_owned());
        } else {
            self.more_faults += 1;
        }
    }

    fn block(&mut self, mut block: Block) {
        if block.kind.is_prose() {
            block.suppressions.append(&mut self.pending);
        }
        block.suppressions.truncate(HERE);
        let bytes = block.text.len();
        self.part(Part::Block(block), bytes);
    }

    fn unit(&mut self, mut unit: Arc<Unit>, window: Arc<Window>) {
        if !self.pending.is_empty() || unit.suppressions.len() > HERE {
            let pending = &mut self.pending;
            let suppressions = &mut Arc::make_mut(&mut unit).suppressions;
            suppressions.append(pending);
            suppressions.truncate(HERE);
        }
        let bytes = unit.source.text.len() + unit.target.text.len();
        self.part(Part::Unit(unit, window), bytes);
    }

    fn part(&mut self, part: Part, bytes: usize) {
        if self.examination.is_some() {
            self.examine(&part);
            return;
        }
        // what holds no text takes room as well
        self.waiting_bytes += bytes + size_of::<Block>();
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
        if self.segments.len() >= spill::RUN + spill::RUN {
            let stored = self
                .segments
                .drain(spill::RUN..)
                .try_for_each(|row| self.more_segments.push(row));
            if let Err(error) = stored {
                self.fault(&room(&error));
            }
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
        if !self.more_segments.is_empty() {
            let stored = self
                .segments
                .drain(spill::RUN..)
                .try_for_each(|row| self.more_segments.push(row));
            if let Err(error) = stored {
                self.faults.push(room(&error));
            }
        }
        let mut audit = Audit {
            row: self.row,
            segments: self.segments,
            digest,
            ..Audit::default()
        };
        audit.more_segments =
            (!self.more_segments.is_empty()).then(|| Arc::new(self.more_segments));
        let decided = decide(
            &audit.row.document,
            self.findings,
            &self.directives,
            self.settings,
        );
        match decided {
            Ok(mut kept) => {
                audit.silenced = std::mem::take(&mut kept.silenced);
                audit.take(kept);
            }
            Err(error) => self.faults.push(room(&error)),
        }
        if self.more_faults > 0 {
            self.faults.push(format!("and {} more", self.more_faults));
        }
        audit.row.error = self.faults.join("; ");
        audit
    }
}

/// Which findings of a document stand, which are silenced by its comments, and their ids.
fn decide(
    document: &str,
    findings: Findings<'_>,
    directives: &[Directive],
    settings: &Settings,
) -> io::Result<Kept> {
    const SILENT: u32 = 1;
    let mut complaints = findings.empty();
    let mut found = findings.sorted()?;
    if !directives.is_empty() {
        let mut suppressions = Suppressions::new(directives, &settings.selection);
        let mut told = Sorter::default();
        for item in found {
            let (finding, here) = item?;
            let silenced = suppressions.silence(finding.rule, &here);
            told.push((finding, vec![if silenced { SILENT } else { 0 }]));
        }
        suppressions.complain(&mut complaints);
        for item in complaints.sorted()? {
            told.push((item?.0, Vec::new()));
        }
        found = told.sorted()?;
    }
    let mut kept = Kept::default();
    let mut numbering = Numbering::default();
    for item in found {
        let (mut finding, silenced) = item?;
        // silent ones are numbered with the others, so that a comment changes no other finding's id
        numbering.number(document, &mut finding);
        if finding.confidence < settings.min_confidence {
            continue;
        }
        if silenced.first() == Some(&SILENT) {
            kept.silence(Silencer::Comment, finding);
        } else {
            kept.keep(finding)?;
        }
    }
    Ok(kept)
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
