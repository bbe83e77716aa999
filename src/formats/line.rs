//! One record a line: what tables without quoting and JSON lines have in common.

use std::borrow::Cow;
use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::{Emit, Windows};
use crate::block::Event;
use crate::open::Decoded;
use crate::position::Window;

/// What is wrong with a record, and the byte of the window where.
pub(super) type Fault = (usize, Cow<'static, str>);

/// What a record is told that no window holds.
pub(super) const TOO_LONG: &str =
    "the line is longer than 4 MB, which no record is; it was left out";

/// Hands each line to `read`, without its line feed, in windows of `amount` bytes; what is wrong with it is reported.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub(super) fn each(
    amount: usize,
    decoded: &mut Decoded,
    emit: &mut Emit<'_>,
    mut read: impl FnMut(&Arc<Window>, Range<usize>, &mut Emit<'_>) -> Result<(), Fault>,
) -> io::Result<()> {
    let mut windows = Windows::new(decoded);
    let mut broken = false;
    while let Some((window, last)) = windows.next(amount, end_of_lines)? {
        let text = window.text();
        let mut at = 0;
        while at < text.len() {
            let found = memchr::memchr(b'\n', &text.as_bytes()[at..]);
            let end = found.map_or(text.len(), |found| at + found);
            let whole = found.is_some() || last;
            // a line longer than any window comes in pieces, of which none can be told apart
            if !broken {
                let outcome = if whole {
                    read(&window, at..end, emit)
                } else {
                    Err((at, TOO_LONG.into()))
                };
                if let Err((place, message)) = outcome {
                    emit.event(Event::Fault {
                        position: window.position(place),
                        message: message.into_owned(),
                    });
                }
            }
            broken = !whole;
            at = end + 1;
        }
    }
    Ok(())
}

/// Length of the part of `text` that ends with a line break.
fn end_of_lines(text: &str) -> usize {
    memchr::memrchr(b'\n', text.as_bytes()).map_or(0, |at| at + 1)
}
