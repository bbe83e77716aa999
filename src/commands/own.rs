//! The files of the run itself, which are no documents although they may lie among them: the report of the last run, the
//! baseline, glossaries, the list of paths, and the file that standard output is written to.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use traditore::journal;
use traditore::report::folder;
use traditore::walk::{self, Origin, Sources};

use crate::cli::Line;

/// Takes them out of what was found.
pub(crate) fn leave_out(sources: &mut Sources, args: &Line) {
    let mut own: HashSet<PathBuf> = [&args.baseline, &args.config, &args.files_from]
        .into_iter()
        .flatten()
        .chain(&args.glossary)
        .map(|path| walk::absolute(path))
        .collect();
    if let Some(dir) = &args.out {
        let files = folder::FILES.into_iter().chain([journal::STATE]);
        own.extend(files.map(|name| walk::absolute(&dir.join(name))));
    }
    let written = Written::new();
    sources.retain(|source| match &source.origin {
        Origin::File(path) => {
            (own.is_empty() || !own.contains(&walk::absolute(path))) && !written.is(path)
        }
        Origin::Stdin | Origin::Nowhere(_) => true,
    });
}

/// The file that standard output is redirected to, if it is one.
#[cfg(unix)]
struct Written(Option<(u64, u64)>);

#[cfg(unix)]
impl Written {
    fn new() -> Self {
        use std::os::unix::fs::MetadataExt;
        let metadata = std::fs::metadata("/dev/stdout").ok();
        Self(
            metadata
                .filter(std::fs::Metadata::is_file)
                .map(|file| (file.dev(), file.ino())),
        )
    }

    fn is(&self, path: &Path) -> bool {
        use std::os::unix::fs::MetadataExt;
        let same = |file: std::fs::Metadata| Some((file.dev(), file.ino())) == self.0;
        self.0.is_some() && std::fs::metadata(path).is_ok_and(same)
    }
}

#[cfg(not(unix))]
struct Written;

#[cfg(not(unix))]
impl Written {
    fn new() -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "as on Unix")]
    fn is(&self, _: &Path) -> bool {
        false
    }
}
