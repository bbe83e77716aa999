//! What a reader of bilingual files hands over, a line each: for the tests of the readers.

use std::fmt::Write;
use std::io::{self, Cursor};

use super::Emit;
use crate::block::{Event, OBJECT};
use crate::open::{self, Decoded};
use crate::position::Window;
use crate::unit::{Code, Origin, Side, Unit};

/// A reader, told how many bytes a window of the file has.
pub(super) type Reader = fn(usize, &mut Decoded, &mut Emit<'_>) -> io::Result<()>;

/// The languages and units of a file, each unit as `show` has it, then the faults; the same for windows of any size.
pub(super) fn list(text: &str, read: Reader, show: &dyn Fn(&Unit, &Window) -> String) -> String {
    let whole = list_by(1 << 20, text, read, show);
    for amount in [1, 100] {
        let parts = list_by(amount, text, read, show);
        assert_eq!(parts, whole, "windows of {amount} bytes");
    }
    whole
}

fn list_by(
    amount: usize,
    text: &str,
    read: Reader,
    show: &dyn Fn(&Unit, &Window) -> String,
) -> String {
    let mut decoded = open::decode(Cursor::new(text.to_owned())).expect("text");
    let (mut units, mut faults) = (String::new(), String::new());
    let mut sink = |event| {
        let written = match event {
            Event::Unit(unit, window) => writeln!(units, "{}", show(&unit, &window)),
            Event::Fault { position, message } => {
                writeln!(faults, "! {}:{} {message}", position.line, position.column)
            }
            Event::Declared(tag) => writeln!(units, "target {tag}"),
            Event::DeclaredSource(tag) => writeln!(units, "source {tag}"),
            _ => Ok(()),
        };
        written.expect("in memory");
    };
    read(amount, &mut decoded, &mut Emit::new(&mut sink)).expect("readable");
    units + &faults
}

/// The text, each code in it as `show` has it, with its language where it has one of its own.
pub(super) fn shown(side: &Side, show: &dyn Fn(&Code) -> String) -> String {
    let mut text = String::new();
    let mut codes = side.codes.iter();
    for (at, character) in side.text.char_indices() {
        if character == OBJECT
            && let Some(code) = codes.next()
        {
            assert_eq!(code.at, at);
            write!(text, "{{{}}}", show(code)).expect("in memory");
        } else {
            text.push(character);
        }
    }
    if let Some(language) = &side.language {
        write!(text, "@{language}").expect("in memory");
    }
    text.replace('\n', "⏎")
}

/// Where a side begins in the file.
pub(super) fn place(side: &Side, window: &Window) -> String {
    let place = window.position(side.map.start(0));
    format!("{}:{}", place.line, place.column)
}

/// What a unit says about where its target comes from.
pub(super) fn origin(origin: &Origin) -> String {
    format!(
        " {:?} {}:{} {}",
        origin.kind, origin.start.line, origin.start.column, origin.evidence
    )
}
