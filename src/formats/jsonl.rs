//! JSON lines: one object a line, its keys as in [`super::columns`].
//!
//! Objects inside objects are not looked into. A line that is no JSON object is reported with its place, and reading
//! goes on with the next.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use serde_json::value::RawValue;

use super::columns::{Columns, Role};
use super::json::string;
use super::line::{self, Fault};
use super::record::{Languages, Record};
use super::{Emit, WINDOW};
use crate::open::Decoded;
use crate::position::Window;
use crate::unit::Side;

/// Reads JSON lines to their end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, columns: &Columns, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(WINDOW, decoded, columns, emit)
}

/// Reads JSON lines in windows of `amount` bytes.
pub(crate) fn read_by(
    amount: usize,
    decoded: &mut Decoded,
    columns: &Columns,
    emit: &mut Emit<'_>,
) -> io::Result<()> {
    let mut languages = Languages::default();
    line::each(amount, decoded, emit, |window, line, emit| {
        object(window, line, columns, &mut languages, emit)
    })
}

fn object(
    window: &Arc<Window>,
    line: Range<usize>,
    columns: &Columns,
    languages: &mut Languages,
    emit: &mut Emit<'_>,
) -> Result<(), Fault> {
    let start = line.start;
    let line = &window.text()[line];
    if line.trim().is_empty() {
        return Ok(());
    }
    let object: BTreeMap<Cow<'_, str>, &RawValue> =
        serde_json::from_str(line).map_err(|error| {
            let column = error.column().saturating_sub(1).min(line.len());
            let text = error.to_string();
            let text = text.split(" at line ").next().unwrap_or(&text);
            let hint = "write one JSON object a line";
            (
                start + column,
                format!("no JSON object ({text}); {hint}").into(),
            )
        })?;
    let mut record = Record::default();
    for (key, value) in &object {
        let Some(role) = columns.role(usize::MAX, Some(key)) else {
            continue;
        };
        let raw = value.get();
        // both lie in the same line: the value's place is the distance
        let at = start + (raw.as_ptr() as usize).saturating_sub(line.as_ptr() as usize);
        match raw.as_bytes().first() {
            Some(b'"') => record.take(role, string(&raw[1..raw.len() - 1], at + 1)),
            Some(b'n') => {}
            _ if role == Role::Id => record.take(role, Side::verbatim(window, at..at + raw.len())),
            _ => return Err((at, format!("`{key}` is no string").into())),
        }
    }
    if record.source.is_some() && record.target.is_none() {
        // a key that is not there is a target that is not there
        record.target = Some(Side {
            map: crate::position::OffsetMap::identity(start, 0),
            missing: true,
            ..Side::default()
        });
    }
    record
        .emit(window, languages, emit)
        .map_err(|message| (start, message.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::Event;
    use crate::open;

    fn read_in(amount: usize, lines: &str) -> (Vec<String>, Vec<String>) {
        let mut decoded =
            open::decode(std::io::Cursor::new(lines.to_owned().into_bytes())).expect("text");
        let (mut units, mut faults) = (Vec::new(), Vec::new());
        let mut sink = |event| match event {
            Event::Unit(unit, window) => {
                let end = window.position(unit.target.map.end(unit.target.text.len()));
                units.push(format!(
                    "{}/{} {}|{} {}:{}",
                    unit.id, unit.number, unit.source.text, unit.target.text, end.line, end.column
                ));
            }
            Event::Fault { position, message } => {
                faults.push(format!("{}:{}: {message}", position.line, position.column));
            }
            _ => {}
        };
        let mut emit = Emit::new(&mut sink);
        read_by(amount, &mut decoded, &Columns::default(), &mut emit).expect("readable");
        (units, faults)
    }

    #[test]
    fn objects_and_their_escapes() {
        let lines = "{\"id\": 5, \"src\": \"a \\\"b\\\"\", \"score\": 0.5, \"tgt\": \"\\u00fc\\ud83d\\ude00x\\n\"}\n\n{\"source\": \"c\"}\n{\"text\": \"One.\\n\\nTwo.\", \"id\": \"t\"}\n";
        for amount in [1, 1 << 20] {
            let (units, faults) = read_in(amount, lines);
            assert_eq!(faults, [""; 0]);
            assert_eq!(
                units,
                [
                    "5/1 a \"b\"|ü😀x\n 1:72",
                    "/2 c| 3:1",
                    "t/3 |One. 4:15",
                    "t/3 |Two. 4:23"
                ]
            );
        }
    }

    #[test]
    fn broken_lines_have_a_place() {
        let (units, faults) = read_in(
            1 << 20,
            "{\"source\": \"a\", \"target\": \"b\"\n[1]\n{\"target\": \"x\"}\n{\"source\": 3}\n{\"source\": \"c\", \"target\": \"d\"}",
        );
        assert_eq!(units.len(), 1);
        let places: Vec<&str> = faults.iter().filter_map(|f| f.split(": ").next()).collect();
        assert_eq!(places, ["1:29", "2:1", "3:1", "4:12"]);
    }
}
