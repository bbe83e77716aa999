//! One run at a time gives the files of a folder their names.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use same_file::Handle;

/// The file whose lock is the turn.
const NAME: &str = ".traditore-publishing";

/// Whether this process has the turn.
static HELD: AtomicBool = AtomicBool::new(false);

/// Held while the files get their names, so that they are all of one run when several write into one folder.
///
/// The system takes the lock back from a run that is killed, so nobody waits for the dead. A file system without locks
/// lets everybody through.
#[derive(Debug)]
pub(super) struct Turn {
    path: PathBuf,
    file: File,
}

impl Turn {
    /// Waits until no other run has the turn in `folder`.
    pub(super) fn take(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        loop {
            let file = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&path)?;
            match file.lock() {
                Err(error) if error.kind() != io::ErrorKind::Unsupported => return Err(error),
                _ => {}
            }
            // whoever had the turn has removed the file it stood for: a lock on that one is worth nothing
            if is_at(&file, &path)? {
                HELD.store(true, Ordering::SeqCst);
                return Ok(Self { path, file });
            }
        }
    }

    /// Gives the turn back for a process that ends before it has used it.
    pub(super) fn abandon(folder: &Path) {
        if HELD.swap(false, Ordering::SeqCst) {
            let _ = fs::remove_file(folder.join(NAME));
        }
    }
}

/// Whether the open `file` is the one that is called `path`.
fn is_at(file: &File, path: &Path) -> io::Result<bool> {
    match Handle::from_path(path) {
        Ok(there) => Ok(there == Handle::from_file(file.try_clone()?)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        HELD.store(false, Ordering::SeqCst);
        let _ = fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}
