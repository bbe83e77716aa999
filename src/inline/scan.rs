//! One pass over the bytes of a text; at each byte that can begin something, the scanner for it is asked.

use std::ops::Range;

use super::{Families, Kind, Piece, address, brace, percent, sigil, tag};
use crate::block::OBJECT;
use crate::position::floor_char;

/// The bytes at which a scanner is asked, but for the `w` of `www.`; the last is the first of an object's mark.
pub(super) const BEGINNINGS: &[u8] = b"<[]&%{}$#:@/`~\\\xEF";

static TRIGGER: [bool; 256] = {
    let mut table = [false; 256];
    let mut index = 0;
    while index < BEGINNINGS.len() {
        table[BEGINNINGS[index] as usize] = true;
        index += 1;
    }
    table[b'w' as usize] = true;
    table
};

/// Bytes that a piece or the way to its partner may take.
const REACH: usize = 4096;

/// A text being scanned.
pub(super) struct Scan<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) families: Families,
    /// Where the last piece ends: none begins before.
    pub(super) floor: usize,
    /// Depths of braces at which a branch of an ICU message is open.
    icu: Vec<usize>,
    depth: usize,
    pieces: Vec<Piece>,
}

impl Scan<'_> {
    /// The byte at `at`, 0 behind the end.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// The byte before `at`, 0 at the beginning.
    pub(super) fn before(&self, at: usize) -> u8 {
        at.checked_sub(1).map_or(0, |at| self.byte(at))
    }

    /// What follows `at`, as far as a piece may reach: a scanner looks no further, so that a text of any shape takes
    /// time in proportion to its length.
    pub(super) fn ahead(&self, at: usize) -> &str {
        let at = at.min(self.text.len());
        &self.text[at..floor_char(self.text, at + REACH)]
    }

    /// What comes before `at`, as far as a piece may reach.
    pub(super) fn behind(&self, at: usize) -> &str {
        let mut from = at.saturating_sub(REACH);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        &self.text[from..at]
    }

    /// Whether a word goes on before `at`; the letter of an escape (`\\n`) is none.
    pub(super) fn inside_word(&self, at: usize) -> bool {
        let before = self.before(at);
        let escape = matches!(before, b'n' | b't' | b'r') && at > 1 && self.before(at - 1) == b'\\';
        is_word(before) && !escape
    }

    /// The end of the run of bytes from `at` on that are `wanted`.
    pub(super) fn run(&self, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        self.run_up_to(self.bytes.len(), at, wanted)
    }

    /// As [`Self::run`], of `most` bytes at most. For what can begin inside of what it runs over: else a text of
    /// nothing but its beginnings takes quadratic time.
    pub(super) fn run_up_to(&self, most: usize, at: usize, wanted: impl Fn(u8) -> bool) -> usize {
        let rest = &self.bytes[at.min(self.bytes.len())..];
        let length = rest.iter().take(most).take_while(|&&byte| wanted(byte));
        self.bytes.len() - rest.len() + length.count()
    }
}

/// Part of a name in programs.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

pub(super) fn scan(text: &str, families: Families) -> Vec<Piece> {
    let mut scan = Scan {
        text,
        bytes: text.as_bytes(),
        families,
        floor: 0,
        icu: Vec::new(),
        depth: 0,
        pieces: Vec::new(),
    };
    let mut at = 0;
    while at < scan.bytes.len() {
        let byte = scan.bytes[at];
        if !TRIGGER[usize::from(byte)] {
            at += 1;
            continue;
        }
        match look(&mut scan, at, byte) {
            Some((kind, range)) => {
                at = range.end.max(at + 1);
                scan.floor = at;
                scan.pieces.push(Piece { kind, range });
            }
            None => at += 1,
        }
    }
    let mut pieces = scan.pieces;
    if pieces.iter().any(|piece| piece.kind == Kind::Tag) {
        tag::keep_real(text, &mut pieces);
    }
    if pieces.iter().any(|piece| piece.kind == Kind::Numbered) {
        sigil::keep_arguments(text, &mut pieces);
    }
    pieces
}

fn look(scan: &mut Scan<'_>, at: usize, byte: u8) -> Option<(Kind, Range<usize>)> {
    let families = scan.families;
    match byte {
        b'<' => address::angle(scan, at)
            .or_else(|| tag::angle(scan, at).map(|end| (Kind::Tag, at..end)))
            .or_else(|| sigil::server(scan, at).map(|end| (Kind::Brace, at..end))),
        b'[' => tag::bracket(scan, at).map(|end| (Kind::Tag, at..end)),
        b']' => address::markdown(scan, at).map(|end| (Kind::LinkTarget, at..end)),
        b'&' => sigil::entity(scan, at),
        b'%' => percent::scan(scan, at),
        b'{' => open(scan, at),
        b'}' => close(scan, at),
        b'$' => sigil::dollar(scan, at),
        b'#' => sigil::hash(scan, at),
        b':' => address::url(scan, at)
            .map(|range| (Kind::Url, range))
            .or_else(|| sigil::role(scan, at).map(|end| (Kind::Role, at..end)))
            .or_else(|| sigil::colon(scan, at).map(|end| (Kind::Name, at..end))),
        b'@' => address::email(scan, at)
            .map(|range| (Kind::Email, range))
            .or_else(|| sigil::at(scan, at).map(|end| (Kind::Name, at..end))),
        b'/' => address::unix_path(scan, at).map(|end| (Kind::Path, at..end)),
        b'\\' => address::windows_path(scan, at).map(|range| (Kind::Path, range)),
        b'`' => sigil::code(scan, at).map(|end| (Kind::Code, at..end)),
        b'~' if families.tilde => scan
            .byte(at + 1)
            .is_ascii_alphabetic()
            .then_some((Kind::Percent, at..at + 2)),
        b'w' => address::www(scan, at).map(|end| (Kind::Url, at..end)),
        0xEF => scan.text[at..]
            .starts_with(OBJECT)
            .then(|| (Kind::Object, at..at + OBJECT.len_utf8())),
        _ => None,
    }
}

/// At a brace that opens.
fn open(scan: &mut Scan<'_>, at: usize) -> Option<(Kind, Range<usize>)> {
    if !scan.families.brace {
        return None;
    }
    if let Some(end) = brace::icu_head(scan, at) {
        scan.depth += 2;
        scan.icu.push(scan.depth);
        return Some((Kind::Icu, at..end));
    }
    if let Some(end) = brace::scan(scan, at) {
        return Some((Kind::Brace, at..end));
    }
    scan.depth += usize::from(!scan.icu.is_empty());
    None
}

/// At a brace that closes: the end of a branch of an ICU message, and the beginning of the next.
fn close(scan: &mut Scan<'_>, at: usize) -> Option<(Kind, Range<usize>)> {
    let &inside = scan.icu.last()?;
    if scan.depth != inside {
        scan.depth = scan.depth.saturating_sub(1);
        return None;
    }
    if let Some(end) = brace::icu_branch(scan, at + 1) {
        return Some((Kind::Icu, at..end));
    }
    scan.icu.pop();
    scan.depth -= 2;
    let blank = scan.run(at + 1, |byte| byte.is_ascii_whitespace());
    let end = if scan.byte(blank) == b'}' {
        blank + 1
    } else {
        at + 1
    };
    Some((Kind::Icu, at..end))
}
