//! The progress bar of a long run, on standard error.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};

use crate::cli::{Line, When};

/// A bar for so many documents; a hidden one where none is wanted.
pub(crate) fn bar(args: &Line, documents: usize) -> ProgressBar {
    let terminal = io::stderr().is_terminal();
    let shown = match args.progress {
        When::Always => true,
        When::Never => false,
        When::Auto => !args.quiet && terminal && documents > 1,
    };
    if !shown {
        return ProgressBar::hidden();
    }
    let target = if terminal {
        ProgressDrawTarget::stderr()
    } else {
        // for whoever shows the stream later
        ProgressDrawTarget::term_like_with_hz(Box::new(Stream), 2)
    };
    let bar = ProgressBar::with_draw_target(Some(documents as u64), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} documents, {eta} left") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Standard error as a terminal, although it is none.
#[derive(Debug)]
struct Stream;

impl Stream {
    /// Moves the cursor `n` times; `way` is the letter of the escape sequence.
    fn cursor(n: usize, way: char) -> io::Result<()> {
        if n == 0 {
            return Ok(());
        }
        write!(io::stderr(), "\x1b[{n}{way}")
    }
}

impl TermLike for Stream {
    fn width(&self) -> u16 {
        80
    }

    fn move_cursor_up(&self, n: usize) -> io::Result<()> {
        Self::cursor(n, 'A')
    }

    fn move_cursor_down(&self, n: usize) -> io::Result<()> {
        Self::cursor(n, 'B')
    }

    fn move_cursor_right(&self, n: usize) -> io::Result<()> {
        Self::cursor(n, 'C')
    }

    fn move_cursor_left(&self, n: usize) -> io::Result<()> {
        Self::cursor(n, 'D')
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        writeln!(io::stderr(), "{line}")
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        write!(io::stderr(), "{text}")
    }

    fn clear_line(&self) -> io::Result<()> {
        write!(io::stderr(), "\r\x1b[2K")
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().flush()
    }
}
