//! What a run writes down of itself: the journal that it can be continued from, the state that reports are merged by.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, SeekFrom};
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use tempfile::NamedTempFile;
use traditore::baseline::Baseline;
use traditore::config::Config;
use traditore::detect::Audit;
use traditore::journal::{self, Entry, Header, JOURNAL, Reader, STATE, Seal, Stamp, Writer};
use traditore::report::folder;
use traditore::walk::{Origin, Sources};
use xxhash_rust::xxh3::xxh3_64;

use crate::cli::Line;

/// What to keep.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Keep {
    /// A journal, so that the run can be continued.
    pub(crate) resume: bool,
    /// The state, so that the report can be merged.
    pub(crate) shard: bool,
}

/// A file that is being written, and what becomes of it.
pub(crate) struct Kept {
    writer: Writer<File>,
    folder: PathBuf,
    keep: Keep,
    temporary: Option<NamedTempFile>,
    /// When the run began: what was changed later was changed while it was read.
    began: u64,
}

impl Kept {
    /// Begins what `keep` asks for in `folder`, or goes on with what a run that was stopped left there: then its
    /// documents are handed to `replay`, and their number is returned.
    pub(crate) fn open(
        folder: &Path,
        keep: Keep,
        header: &Header,
        sources: &Sources,
        replay: &mut dyn FnMut(Entry) -> anyhow::Result<()>,
    ) -> anyhow::Result<(Option<Self>, usize)> {
        if !keep.resume && !keep.shard {
            return Ok((None, 0));
        }
        let failed = || format!("{}: cannot write the report", folder.display());
        let kept = |file: File, temporary, replayed: usize, new: bool| {
            let writer = if new {
                Writer::new(file, header).with_context(failed)?
            } else {
                Writer::after(file, replayed as u64)
            };
            let kept = Self {
                writer,
                folder: folder.to_owned(),
                keep,
                temporary,
                began: now(),
            };
            anyhow::Ok((Some(kept), replayed))
        };
        std::fs::create_dir_all(folder).with_context(failed)?;
        if !keep.resume {
            let file = folder::temporary(folder).with_context(failed)?;
            return kept(file.reopen().with_context(failed)?, Some(file), 0, true);
        }
        let path = folder.join(JOURNAL);
        let mut file = exclusive(&path)?;
        folder::sweep(folder);
        let scan = journal::scan(&path, true)?;
        if scan.header.is_none() {
            file.set_len(0).with_context(failed)?;
            return kept(file, None, 0, true);
        }
        file.set_len(scan.whole).with_context(failed)?;
        file.seek(SeekFrom::Start(scan.whole))
            .with_context(failed)?;
        let mut reader = Reader::new(&path, scan)?;
        let anew = format!("to begin anew, delete {}", path.display());
        if let Some(difference) = header.difference(reader.header()) {
            bail!(
                "the audit in {} cannot be continued: now and then {difference}; {anew}",
                folder.display()
            );
        }
        let mut count = 0;
        while let Some(entry) = reader.entry()? {
            same(&entry, sources, count).with_context(|| {
                format!(
                    "the audit in {} cannot be continued; {anew}",
                    folder.display()
                )
            })?;
            replay(entry)?;
            count += 1;
        }
        kept(file, None, count, false)
    }

    /// Writes an audit down, as it is before anything is compared.
    pub(crate) fn document(
        &mut self,
        entry: &Audit,
        origin: &Origin,
        expected: &[String],
    ) -> std::io::Result<()> {
        let stamp = match origin {
            // one that was changed while it was read never looks unchanged
            Origin::File(path) => Stamp::of(path).map(|stamp| Stamp {
                size: if stamp.modified >= self.began {
                    u64::MAX
                } else {
                    stamp.size
                },
                ..stamp
            }),
            Origin::Stdin | Origin::Nowhere(_) => None,
        };
        self.writer.document(entry, stamp, expected)
    }

    /// After the reports have their names.
    pub(crate) fn end(self) -> anyhow::Result<()> {
        let journal = self.folder.join(JOURNAL);
        if self.keep.shard {
            let state = self.folder.join(STATE);
            let failed = || format!("{}: cannot write the report", state.display());
            let file = self
                .writer
                .seal(Seal::over(&self.folder, &folder::FILES)?)
                .with_context(failed)?;
            file.sync_all().with_context(failed)?;
            // an open file cannot get another name everywhere
            drop(file);
            match self.temporary {
                Some(temporary) => folder::persist(temporary, &state).with_context(failed)?,
                None => std::fs::rename(&journal, &state).with_context(failed)?,
            }
            return Ok(());
        }
        drop(self.writer);
        if let Err(error) = std::fs::remove_file(&journal) {
            anstream::eprintln!("traditore: {}: {error}; delete it", journal.display());
        }
        Ok(())
    }
}

/// Opens the journal for this process alone.
fn exclusive(path: &Path) -> anyhow::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(windows)]
    {
        use std::os::windows::fs::OpenOptionsExt;
        // others may read, as this process does itself
        options.share_mode(1);
    }
    let file = options
        .open(path)
        .with_context(|| format!("{}: cannot be opened", path.display()))?;
    #[cfg(unix)]
    if rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_err() {
        bail!(
            "{}: another audit is writing there; let it end, or name another folder",
            path.display()
        );
    }
    Ok(file)
}

fn same(entry: &Entry, sources: &Sources, index: usize) -> anyhow::Result<()> {
    let name = &entry.audit.row.document;
    let Some(source) = sources.get(index) else {
        bail!("{name}: was audited, and is not among the documents any more");
    };
    if source.name != *name {
        bail!(
            "{}: comes where {name} came; name the same documents",
            source.name
        );
    }
    let stamp = match &source.origin {
        Origin::File(path) => Stamp::of(path),
        Origin::Stdin | Origin::Nowhere(_) => None,
    };
    if stamp != entry.stamp {
        bail!("{name}: has changed since it was audited");
    }
    Ok(())
}

fn now() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    now.map_or(0, |now| u64::try_from(now.as_nanos()).unwrap_or(u64::MAX))
}

/// What the command line and the policy say that changes a report.
pub(crate) fn header(args: &Line, config: &Config, baseline: &Baseline) -> anyhow::Result<Header> {
    let mut options = BTreeMap::new();
    let mut put = |name: &str, value: String| options.insert(name.to_owned(), value);
    put("lang", args.lang.clone().unwrap_or_default());
    put("source-lang", args.source_lang.clone().unwrap_or_default());
    put("select", args.select.join(","));
    put("ignore", args.ignore.join(","));
    put("min-confidence", args.min_confidence.to_string());
    let format = args.input_format.0;
    put(
        "input-format",
        format.map_or("auto", |format| format.as_str()).to_owned(),
    );
    put(
        "columns",
        args.columns
            .as_ref()
            .map_or_else(String::new, |columns| format!("{columns:?}")),
    );
    let limits = args.max_decompressed.unwrap_or_default().decompressed;
    put(
        "max-decompressed",
        limits.map_or_else(|| "none".to_owned(), |limit| limit.to_string()),
    );
    put("config", print(format!("{:?}", config.policy).as_bytes()));
    if args.baseline.is_some() {
        put("baseline", print(baseline.to_string().as_bytes()));
    }
    for (name, files) in [
        ("glossary", args.glossary.iter().collect::<Vec<_>>()),
        ("mt-candidate", args.mt_candidate.iter().collect()),
    ] {
        let mut prints = Vec::new();
        for path in files {
            let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
            prints.push(print(&bytes));
        }
        put(name, prints.join(" "));
    }
    let mut header = Header::new(options, args.min_confidence, args.segments);
    header.silent = baseline.entries.keys().cloned().collect();
    Ok(header)
}

fn print(bytes: &[u8]) -> String {
    format!("{:016x}", xxh3_64(bytes))
}
