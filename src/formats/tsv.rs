//! Tab-separated pairs: source, tab, target, a line each; no header, no quoting, no escapes, nothing trimmed.
//!
//! That is how parallel corpora lie on disk. What stands behind a second tab (scores, URLs) is not read. `--columns`
//! says which columns are which.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::columns::Columns;
use super::line::{self, Fault};
use super::record::{Languages, Record};
use super::{Emit, WINDOW};
use crate::open::Decoded;
use crate::position::Window;
use crate::unit::Side;

/// Reads a table to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, columns: &Columns, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(WINDOW, decoded, columns, emit)
}

/// Reads a table in windows of `amount` bytes.
pub(crate) fn read_by(
    amount: usize,
    decoded: &mut Decoded,
    columns: &Columns,
    emit: &mut Emit<'_>,
) -> io::Result<()> {
    let mut languages = Languages::default();
    line::each(amount, decoded, emit, |window, line, emit| {
        if columns.is_empty() {
            pair(window, line, emit)
        } else {
            named(window, line, columns, &mut languages, emit)
        }
    })
}

/// A line whose first two columns are source and target.
fn pair(window: &Arc<Window>, line: Range<usize>, emit: &mut Emit<'_>) -> Result<(), Fault> {
    let start = line.start;
    let line = without_return(window, line);
    if line.is_empty() {
        return Ok(());
    }
    let mut ends = memchr::memchr_iter(b'\t', line.as_bytes()).chain([line.len()]);
    let (Some(tab), Some(end)) = (ends.next(), ends.next()) else {
        return Err((
            start,
            "the line has no tab between source and target".into(),
        ));
    };
    emit.verbatim(start..start + tab, start + tab + 1..start + end, window);
    Ok(())
}

/// A line whose columns the user has numbered.
fn named(
    window: &Arc<Window>,
    line: Range<usize>,
    columns: &Columns,
    languages: &mut Languages,
    emit: &mut Emit<'_>,
) -> Result<(), Fault> {
    let start = line.start;
    let line = without_return(window, line);
    if line.is_empty() {
        return Ok(());
    }
    let mut record = Record::default();
    let mut at = start;
    for (index, cell) in line.split('\t').enumerate() {
        if let Some(role) = columns.role(index, None) {
            record.take(role, Side::verbatim(window, at..at + cell.len()));
        }
        at += cell.len() + 1;
    }
    record
        .emit(window, languages, emit)
        .map_err(|message| (start, message.into()))
}

/// The text of a line, without the carriage return of a line break.
fn without_return(window: &Window, line: Range<usize>) -> &str {
    let line = &window.text()[line];
    line.strip_suffix('\r').unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::Event;
    use crate::open;

    fn read_all(text: &str, amount: usize) -> (Vec<(String, String)>, Vec<String>) {
        let mut decoded =
            open::decode(io::Cursor::new(text.to_owned().into_bytes())).expect("text");
        let (mut pairs, mut faults) = (Vec::new(), Vec::new());
        let mut sink = |event| match event {
            Event::Unit(unit, _) => {
                pairs.push((unit.source.text.clone(), unit.target.text.clone()));
            }
            Event::Fault { position, message } => {
                faults.push(format!("{}: {message}", position.line));
            }
            _ => {}
        };
        let mut emit = Emit::new(&mut sink);
        read_by(amount, &mut decoded, &Columns::default(), &mut emit).expect("readable");
        (pairs, faults)
    }

    #[test]
    fn nothing_is_trimmed_and_a_line_without_tab_is_a_fault() {
        let text = " One \tEins\r\nno tab\n\nTwo\t\nThree\tDrei\t0.5";
        for amount in [1, 7, 1 << 20] {
            let (pairs, faults) = read_all(text, amount);
            let pair = |source: &str, target: &str| (source.to_owned(), target.to_owned());
            assert_eq!(
                pairs,
                [
                    pair(" One ", "Eins"),
                    pair("Two", ""),
                    pair("Three", "Drei")
                ]
            );
            assert_eq!(faults, ["2: the line has no tab between source and target"]);
        }
    }

    #[test]
    fn a_line_that_no_window_holds_is_one_fault() {
        let long = format!("a\tb\n{}\tx\nc\td\n", "word ".repeat(1_000_000));
        let (pairs, faults) = read_all(&long, 1 << 20);
        assert_eq!(pairs.len(), 2);
        assert_eq!(faults, [format!("2: {}", line::TOO_LONG)]);
    }
}
