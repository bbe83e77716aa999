//! What every fuzz target asks of the crate.

use std::io::Cursor;
use std::path::PathBuf;

use traditore::detect::{self, Audit, Settings};
use traditore::document::Format;
use traditore::select::Selection;
use traditore::open;

/// Audits `bytes` as a document in `format` with every rule, and checks what must hold of any report.
///
/// The first byte chooses what a user may have said of the languages.
pub fn audit(format: Option<Format>, bytes: &[u8]) {
    let Some((&choice, bytes)) = bytes.split_first() else {
        return;
    };
    let mut settings = Settings::default();
    settings.format = format;
    settings.segments = true;
    settings.consistency = true;
    if let Ok(all) = Selection::new(&["all".to_owned()], &[]) {
        settings.selection = all.into();
    }
    settings.lang = [None, Some("de"), Some("zh-Hant"), Some("ar")][usize::from(choice % 4)].map(str::to_owned);
    settings.source_lang = [None, Some("en")][usize::from(choice / 4 % 2)].map(str::to_owned);
    let audit = detect::audit("fuzz", open::decode(Cursor::new(bytes.to_vec())), &settings);
    check(&audit, bytes);
}

/// Places lie in the file, rows are whole, counts agree.
fn check(audit: &Audit, bytes: &[u8]) {
    let lines = lines(bytes);
    let mut count = 0;
    let mut last = None;
    audit
        .each(&mut |finding| {
            count += 1;
            assert!(finding.start.line >= 1 && finding.start.column >= 1, "{finding:?}");
            assert!((finding.end.line, finding.end.column) >= (finding.start.line, finding.start.column), "{finding:?}");
            assert!((0.0..=1.0).contains(&finding.confidence), "{finding:?}");
            assert!(finding.line.get(finding.mark.clone()).is_some(), "{finding:?}");
            if let Some(lines) = &lines {
                for place in [&finding.start, &finding.end] {
                    let width = lines.get(place.line as usize - 1).expect("a line of the file");
                    assert!(place.column <= width + 1, "column {} of {width}: {finding:?}", place.column);
                }
            }
            let place = (finding.start.line, finding.start.column);
            assert!(last.is_none_or(|last| last <= place), "out of order: {finding:?}");
            last = Some(place);
            Ok(())
        })
        .expect("what was set aside on disk can be read back");
    assert_eq!(count, audit.count());
}

/// The width of each line in characters, if the bytes are plain UTF-8.
fn lines(bytes: &[u8]) -> Option<Vec<u64>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let compressed = [&b"\x1F\x8B"[..], b"\x28\xB5\x2F\xFD", b"\xFD7zXZ", b"BZh"];
    if text.contains('\0') || compressed.iter().any(|magic| bytes.starts_with(magic)) {
        return None;
    }
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    // the line end of CRLF is one place after the carriage return
    Some(text.split('\n').map(|line| line.chars().count() as u64 + 1).collect())
}

/// A file with `bytes` in it, for what reads files only.
pub fn file(bytes: &[u8]) -> PathBuf {
    let path = std::env::temp_dir().join(format!("traditore-fuzz-{}", std::process::id()));
    std::fs::write(&path, bytes).expect("the temporary folder can be written");
    path
}
