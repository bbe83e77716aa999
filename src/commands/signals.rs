//! SIGINT and SIGTERM: temporary files removed, exit code 130 or 143.

use std::path::Path;

/// From now on the two signals remove the temporary files in `folder`, say `word` and end the process.
#[cfg(unix)]
pub(crate) fn watch(folder: Option<&Path>, word: Option<&'static str>) -> std::io::Result<()> {
    use signal_hook::consts::{SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
    let folder = folder.map(Path::to_owned);
    std::thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            if let Some(signal) = signals.forever().next() {
                let _abandoned = traditore::report::folder::abandon(folder.as_deref());
                if let Some(word) = word {
                    anstream::eprintln!("traditore: {word}");
                }
                std::process::exit(128 + signal);
            }
        })?;
    Ok(())
}

#[cfg(not(unix))]
pub(crate) fn watch(_: Option<&Path>, _: Option<&'static str>) -> std::io::Result<()> {
    Ok(())
}
