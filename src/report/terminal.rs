//! Findings for people: the message, the place, the line of the file and a mark under the text, as rustc shows them.
//!
//! Drawn here and not by a diagnostics library: those count columns from the line they are given, and a line of a
//! corpus may be megabytes long, so that only a part of it can be shown.

use std::io::{self, Write};
use std::ops::Range;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::Sink;
use super::summary::Summary;
use crate::detect::Audit;
use crate::finding::Finding;
use crate::position::floor_char;
use crate::rule::Severity;

/// Findings as annotated source on a stream.
#[derive(Debug)]
pub struct Stream<W: Write> {
    out: W,
    colour: bool,
    width: usize,
}

impl<W: Write> Stream<W> {
    /// With or without colours. `width`: columns of the terminal.
    pub fn new(out: W, colour: bool, width: usize) -> Self {
        Self { out, colour, width }
    }

    fn finding(&mut self, document: &str, finding: &Finding) -> io::Result<()> {
        let (severity, rule) = (finding.severity, finding.rule);
        let paint = |code: &'static str| if self.colour { code } else { "" };
        let (bold, faint, reset) = (paint("\x1b[1m"), paint("\x1b[34m"), paint("\x1b[0m"));
        let colour = paint(match severity {
            Severity::Critical | Severity::Major => "\x1b[1;31m",
            Severity::Minor => "\x1b[1;33m",
            Severity::Neutral => "\x1b[1;36m",
        });
        let number = finding.start.line.to_string();
        let margin = " ".repeat(number.len());
        let message = printable(&finding.message);
        writeln!(
            self.out,
            "{colour}{severity}[{rule}]{reset}{bold}: {message}{reset}"
        )?;
        writeln!(
            self.out,
            "{margin}{faint}-->{reset} {}:{number}:{}",
            printable(document),
            finding.start.column
        )?;
        let (before, marked, after) = fit(
            &finding.line,
            &finding.mark,
            self.width.saturating_sub(number.len() + 4),
        );
        if !(before.is_empty() && marked.is_empty()) {
            let mark = "^".repeat(marked.width().max(1));
            let indent = " ".repeat(before.width());
            writeln!(self.out, "{margin} {faint}|{reset}")?;
            writeln!(self.out, "{faint}{number} |{reset} {before}{marked}{after}")?;
            writeln!(
                self.out,
                "{margin} {faint}|{reset} {indent}{colour}{mark}{reset}"
            )?;
        }
        let suggestion = printable(&finding.suggestion);
        if !suggestion.is_empty() {
            writeln!(self.out, "{margin} {faint}={reset} perhaps “{suggestion}”")?;
        }
        writeln!(self.out)
    }
}

/// The line in three parts, before, in and after the mark, cut on both sides so that they fit `width` columns.
fn fit(line: &str, mark: &Range<usize>, width: usize) -> (String, String, String) {
    let start = floor_char(line, mark.start);
    let end = floor_char(line, mark.end.max(start));
    let marked = clip(&printable(&line[start..end]), width);
    let room = width.saturating_sub(marked.width());
    let (before, after) = (printable(&line[..start]), printable(&line[end..]));
    let left = before
        .width()
        .min(room - room.min(after.width()).min(room / 2));
    let right = room - left;
    let reversed: String = before.chars().rev().collect();
    let before: String = clip(&reversed, left).chars().rev().collect();
    (before, marked, clip(&after, right))
}

/// As much of `text` as fits `width` columns, with `…` where something is missing.
fn clip(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let kept = text.chars().take_while(|c| {
        used += c.width().unwrap_or(0);
        used <= width
    });
    kept.chain(std::iter::once('…')).collect()
}

/// Text that a terminal shows as it is: control characters that could steer it become U+FFFD.
pub(super) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' | '\n' => ' ',
            c if c.is_control()
                || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') =>
            {
                '\u{FFFD}'
            }
            c => c,
        })
        .collect()
}

impl<W: Write> Sink for Stream<W> {
    fn document(&mut self, audit: &Audit) -> io::Result<()> {
        audit.each(&mut |finding| self.finding(&audit.row.document, finding))
    }

    fn end(&mut self, _: &Summary) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let line = format!("{}HIT{}", "a".repeat(300), "b".repeat(300));
        let (before, marked, after) = fit(&line, &(300..303), 40);
        assert_eq!(marked, "HIT");
        assert!(before.starts_with('…') && after.ends_with('…'));
        assert!(before.width() + 3 + after.width() <= 40);
        let (before, _, after) = fit("short HIT", &(6..9), 40);
        assert_eq!((before.as_str(), after.as_str()), ("short ", ""));
    }

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(printable("a\x1b[2Jb\u{202E}c"), "a\u{FFFD}[2Jb\u{FFFD}c");
    }
}
