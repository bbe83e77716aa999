//! Tab-separated pairs: source, tab, target, a line each; no header, no quoting, no escapes, nothing trimmed.
//!
//! That is how parallel corpora lie on disk. What stands behind a second tab (scores, URLs) is not read. `--columns`
//! says which columns are which.

use std::io;
use std::sync::Arc;

use super::columns::Columns;
use super::record::{Languages, Record};
use super::{Emit, WINDOW, Windows};
use crate::block::Event;
use crate::open::Decoded;
use crate::position::Window;
use crate::unit::{Side, Unit};

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
    let mut windows = Windows::new(decoded);
    let mut languages = Languages::default();
    let mut broken = false;
    while let Some((window, last)) = windows.next(amount, end_of_lines)? {
        let text = window.text();
        let mut at = 0;
        while at < text.len() {
            let found = memchr::memchr(b'\n', &text.as_bytes()[at..]);
            let end = found.map_or(text.len(), |found| at + found);
            let whole = found.is_some() || last;
            // a line longer than any window comes in pieces, of which none can be told apart
            if whole && !broken {
                if columns.is_empty() {
                    line(&window, at, end, emit);
                } else {
                    named(&window, at, end, columns, &mut languages, emit);
                }
            } else if !whole && !broken {
                emit.event(Event::Fault {
                    position: window.position(at),
                    message: "the line is longer than 4 MB, which no segment is; it was left out"
                        .to_owned(),
                });
            }
            broken = !whole;
            at = end + 1;
        }
    }
    Ok(())
}

/// Length of the part of `text` that ends with a line break.
pub(super) fn end_of_lines(text: &str) -> usize {
    memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1)
}

fn line(window: &Arc<Window>, start: usize, end: usize, emit: &mut Emit<'_>) {
    let text = window.text();
    let end = if text[start..end].ends_with('\r') {
        end - 1
    } else {
        end
    };
    if start == end {
        return;
    }
    let bytes = &text.as_bytes()[start..end];
    let Some(tab) = memchr::memchr(b'\t', bytes) else {
        emit.event(Event::Fault {
            position: window.position(start),
            message: "the line has no tab between source and target".to_owned(),
        });
        return;
    };
    let target = start + tab + 1;
    let target_end =
        memchr::memchr(b'\t', &text.as_bytes()[target..end]).map_or(end, |at| target + at);
    let unit = Unit {
        source: Side::verbatim(window, start..start + tab),
        target: Side::verbatim(window, target..target_end),
        ..Unit::default()
    };
    emit.unit(Box::new(unit), window);
}

/// A line whose columns the user has numbered.
fn named(
    window: &Arc<Window>,
    start: usize,
    end: usize,
    columns: &Columns,
    languages: &mut Languages,
    emit: &mut Emit<'_>,
) {
    let line = window.text()[start..end].trim_end_matches('\r');
    if line.is_empty() {
        return;
    }
    let mut record = Record::default();
    let mut at = start;
    for (index, cell) in line.split('\t').enumerate() {
        if let Some(role) = columns.role(index, None) {
            record.take(role, Side::verbatim(window, at..at + cell.len()));
        }
        at += cell.len() + 1;
    }
    if let Err(message) = record.emit(window, languages, emit) {
        emit.event(Event::Fault {
            position: window.position(start),
            message: message.to_owned(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open;

    fn read_all(bytes: &'static str, amount: usize) -> (Vec<(String, String)>, Vec<String>) {
        let mut decoded = open::decode(bytes.as_bytes()).expect("text");
        let (mut pairs, mut faults) = (Vec::new(), Vec::new());
        let mut sink = |event| match event {
            Event::Unit(unit, _) => pairs.push((unit.source.text, unit.target.text)),
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
}
