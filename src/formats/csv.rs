//! CSV with a header row (RFC 4180): commas, semicolons or tabs between the cells, whichever the header has.
//!
//! Cells may be quoted and then hold line breaks; a quotation mark in a quoted cell is doubled. Columns are known by
//! their header ([`super::columns`]). A record that is broken (a quotation that is not closed) is reported with its
//! place, and reading goes on at the next line.

use std::borrow::Cow;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::columns::{Columns, Role};
use super::line::{Fault, TOO_LONG};
use super::record::{Languages, Record, decoded};
use super::{Emit, WINDOW, Windows};
use crate::block::Event;
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
    let mut windows = Windows::new(decoded);
    let mut table = Table {
        columns,
        separator: None,
        roles: Vec::new(),
        languages: Languages::default(),
        broken: false,
        useless: false,
    };
    while let Some((window, last)) = windows.next(amount, end_of_records)? {
        table.window(&window, last, emit);
        if table.useless {
            break;
        }
    }
    Ok(())
}

/// Length of the part of `text` that ends with a line break outside of quotation marks. `text` begins with a record.
fn end_of_records(text: &str) -> usize {
    let (mut end, mut quoted) = (0, false);
    for at in memchr::memchr2_iter(b'"', b'\n', text.as_bytes()) {
        if text.as_bytes()[at] == b'"' {
            quoted = !quoted;
        } else if !quoted {
            end = at + 1;
        }
    }
    end
}

struct Table<'a> {
    columns: &'a Columns,
    separator: Option<u8>,
    roles: Vec<Option<Role>>,
    languages: Languages,
    /// The last window ended inside a record that no window holds.
    broken: bool,
    /// No column of it can be read.
    useless: bool,
}

/// A cell: its bytes in the window, without the quotation marks around it.
struct Cell {
    range: Range<usize>,
    quoted: bool,
}

impl Table<'_> {
    fn window(&mut self, window: &Arc<Window>, last: bool, emit: &mut Emit<'_>) {
        let text = window.text();
        let mut at = 0;
        if self.broken {
            at = after_line(text, 0);
            self.broken = at == text.len() && !text.ends_with('\n');
        }
        let mut cells = Vec::new();
        while at < text.len() && !self.useless {
            if let Some(rest) = text[at..]
                .strip_prefix("\r\n")
                .or(text[at..].strip_prefix('\n'))
            {
                at = text.len() - rest.len();
                continue;
            }
            let separator = *self.separator.get_or_insert_with(|| separator(&text[at..]));
            match record(text, at, separator, last, &mut cells) {
                Ok(end) => {
                    self.record(window, at, &cells, emit);
                    at = end;
                }
                Err((place, message)) => {
                    emit.event(Event::Fault {
                        position: window.position(place),
                        message: message.into_owned(),
                    });
                    at = after_line(text, at);
                    self.broken = at == text.len() && !text.ends_with('\n');
                }
            }
        }
    }

    fn record(&mut self, window: &Arc<Window>, at: usize, cells: &[Cell], emit: &mut Emit<'_>) {
        if self.roles.is_empty() {
            self.header(window, at, cells, emit);
            return;
        }
        let mut record = Record::default();
        for (cell, role) in cells.iter().zip(&self.roles) {
            if let Some(role) = role {
                record.take(*role, side(window, cell));
            }
        }
        let fault = if cells.len() > self.roles.len() {
            Some("the record has more cells than the header has columns")
        } else if cells.len() < self.roles.len()
            && self.roles[cells.len()..]
                .iter()
                .any(|role| matches!(role, Some(Role::Source | Role::Target | Role::Text)))
        {
            Some("the record has fewer cells than the header has columns")
        } else {
            record.emit(window, &mut self.languages, emit).err()
        };
        if let Some(message) = fault {
            emit.event(Event::Fault {
                position: window.position(at),
                message: message.to_owned(),
            });
        }
    }

    fn header(&mut self, window: &Arc<Window>, at: usize, cells: &[Cell], emit: &mut Emit<'_>) {
        self.roles = cells
            .iter()
            .enumerate()
            .map(|(index, cell)| self.columns.role(index, Some(&side(window, cell).text)))
            .collect();
        let has = |role| self.roles.contains(&Some(role));
        if !(has(Role::Text) || has(Role::Source) && has(Role::Target)) {
            self.useless = true;
            emit.event(Event::Fault {
                position: window.position(at),
                message: "the header row names no columns source and target, nor text; say which they are with --columns"
                    .to_owned(),
            });
        }
    }
}

/// What parts the cells of the first line: the commonest of comma, semicolon and tab outside of quotation marks.
fn separator(text: &str) -> u8 {
    let (mut counts, mut quoted) = ([0_usize; 3], false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            b',' if !quoted => counts[0] += 1,
            b';' if !quoted => counts[1] += 1,
            b'\t' if !quoted => counts[2] += 1,
            _ => {}
        }
    }
    match counts {
        [comma, semicolon, tab] if tab > comma && tab > semicolon => b'\t',
        [comma, semicolon, _] if semicolon > comma => b';',
        _ => b',',
    }
}

/// Where the line after the one with `at` begins.
fn after_line(text: &str, at: usize) -> usize {
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n + 1)
}

/// Cuts the record at `at` into `cells`; returns where the next one begins.
fn record(
    text: &str,
    at: usize,
    separator: u8,
    last: bool,
    cells: &mut Vec<Cell>,
) -> Result<usize, Fault> {
    const OPEN: Cow<'_, str> = Cow::Borrowed(
        "the quotation mark that opens here is never closed; double it if it belongs to the text",
    );
    cells.clear();
    let bytes = text.as_bytes();
    let mut start = at;
    loop {
        let quoted = bytes.get(start) == Some(&b'"');
        let mut close = None;
        let mut from = start;
        if quoted {
            from = start + 1;
            let end = loop {
                let Some(mark) = memchr::memchr(b'"', &bytes[from..]).map(|n| from + n) else {
                    return Err((start, OPEN));
                };
                from = mark + 1;
                if bytes.get(from) != Some(&b'"') {
                    break mark;
                }
                from += 1;
            };
            close = Some(end);
        }
        // what stands behind the closing mark is part of no cell
        let end =
            memchr::memchr2(separator, b'\n', &bytes[from..]).map_or(text.len(), |n| from + n);
        let line_end = bytes.get(end) != Some(&separator);
        let mut stop = end;
        if line_end && stop > start && bytes[stop - 1] == b'\r' {
            stop -= 1;
        }
        cells.push(match close {
            Some(close) => Cell {
                range: start + 1..close,
                quoted: true,
            },
            None => Cell {
                range: start..stop.max(start),
                quoted: false,
            },
        });
        if line_end {
            let whole = end < text.len() || last;
            return if whole {
                Ok(end + 1)
            } else {
                Err((at, TOO_LONG.into()))
            };
        }
        start = end + 1;
    }
}

fn side(window: &Window, cell: &Cell) -> Side {
    let raw = &window.text()[cell.range.clone()];
    if !cell.quoted || !raw.contains('"') {
        return Side::verbatim(window, cell.range.clone());
    }
    decoded(raw, cell.range.start, b'"', |_| ('"', 2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::open;

    fn read_in(amount: usize, table: &str, columns: &str) -> (Vec<String>, Vec<String>) {
        let mut decoded =
            open::decode(std::io::Cursor::new(table.to_owned().into_bytes())).expect("text");
        let (mut units, mut faults) = (Vec::new(), Vec::new());
        let mut sink = |event| match event {
            Event::Unit(unit, window) => {
                let place = window.position(unit.target.map.start(0));
                units.push(format!(
                    "{} {}|{} {}:{}",
                    unit.id, unit.source.text, unit.target.text, place.line, place.column
                ));
            }
            Event::Fault { position, message } => {
                faults.push(format!("{}:{}: {message}", position.line, position.column));
            }
            Event::Declared(tag) => units.push(tag),
            _ => {}
        };
        let mut emit = Emit::new(&mut sink);
        let columns = if columns.is_empty() {
            Columns::default()
        } else {
            Columns::parse(columns).expect("columns")
        };
        read_by(amount, &mut decoded, &columns, &mut emit).expect("readable");
        (units, faults)
    }

    #[test]
    fn quoted_cells_lead_back_to_the_file() {
        let table = "id,Source,target,lang\r\n7,\"Say \"\"yes\"\", please\",\"Sag \"\"ja\"\",\nbitte\",de\r\n\r\n8,a,b,de\r\n";
        for amount in [1, 30, 1 << 20] {
            let (units, faults) = read_in(amount, table, "");
            assert_eq!(faults, [""; 0]);
            assert_eq!(
                units,
                [
                    "de",
                    "7 Say \"yes\", please|Sag \"ja\",\nbitte 2:26",
                    "8 a|b 5:5"
                ]
            );
        }
    }

    #[test]
    fn separators_are_told_by_the_header() {
        let (units, _) = read_in(1 << 20, "source;target;note\n\"a;b\";c;\n", "");
        assert_eq!(units, [" a;b|c 2:7"]);
        let (units, _) = read_in(
            1 << 20,
            "Deutsch\tEnglish\nja\tyes\n",
            "source=1,target=English",
        );
        assert_eq!(units, [" ja|yes 2:4"]);
    }

    #[test]
    fn broken_records_have_a_place() {
        let (units, faults) = read_in(1 << 20, "source,target\na,\"b\nc,d\ne,f,g\nonly\nh,i\n", "");
        assert_eq!(units, [" c|d 3:3", " h|i 6:3"]);
        let places: Vec<&str> = faults.iter().filter_map(|f| f.split(": ").next()).collect();
        assert_eq!(places, ["2:3", "4:1", "5:1"]);
        let (_, faults) = read_in(1 << 20, "one,two\na,b\n", "");
        assert!(faults[0].contains("--columns"), "{faults:?}");
    }

    #[test]
    fn a_record_that_no_window_holds_is_one_fault() {
        let long = "word ".repeat(1_000_000);
        for long in [format!("{long},x"), format!("\"{long}\",x")] {
            let table = format!("source,target\na,b\n{long}\nc,d\n");
            let (units, faults) = read_in(1 << 20, &table, "");
            assert_eq!(units, [" a|b 2:3", " c|d 4:3"]);
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].starts_with("3:1: "), "{faults:?}");
        }
    }
}
