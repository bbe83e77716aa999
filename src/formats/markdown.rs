//! Markdown.
use super::Emit;
use crate::open::Decoded;
use std::io;
/// Reads a Markdown document to its end.
///
/// # Errors
/// When the file cannot be read on.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    super::text::read(decoded, emit)
}
