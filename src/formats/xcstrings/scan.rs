//! Finds the entries of a catalogue without reading them: strings are passed over, brackets counted.

/// How deep a place lies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Level {
    /// Before the first bracket.
    #[default]
    Outside,
    /// Among the members of the catalogue.
    Root,
    /// Among its strings.
    Strings,
    /// Behind its last bracket.
    Behind,
}

/// Length of the part of `text` that ends with a whole entry, 0 when there is none. Its beginning lies at `level`.
pub(super) fn end_of_entries(text: &str, level: Level) -> usize {
    let mut depth = match level {
        Level::Outside | Level::Behind => 0,
        Level::Root => 1,
        Level::Strings => 2,
    };
    let (mut at, mut end) = (0, 0);
    let bytes = text.as_bytes();
    while let Some(found) = bytes[at..]
        .iter()
        .position(|b| matches!(b, b'"' | b'{' | b'}'))
    {
        at += found;
        match bytes[at] {
            b'"' => match end_of_string(text, at) {
                Some(behind) => at = behind,
                None => break,
            },
            b'{' => {
                depth += 1;
                at += 1;
            }
            _ => {
                depth -= 1;
                at += 1;
                if depth <= 2 {
                    end = at;
                }
            }
        }
    }
    end
}

/// The next byte from `at` that is neither white space nor a comma.
pub(super) fn next(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at.min(text.len())..];
    let found = rest
        .iter()
        .position(|b| !b.is_ascii_whitespace() && *b != b',');
    at + found.unwrap_or(rest.len())
}

/// The next byte from `at` that is no white space.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    let rest = &text.as_bytes()[at.min(text.len())..];
    at + rest
        .iter()
        .position(|b| !b.is_ascii_whitespace())
        .unwrap_or(rest.len())
}

/// The byte behind the string that begins at `at`; `None` when it is not closed.
pub(super) fn end_of_string(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut from = at + 1;
    loop {
        let found = from + memchr::memchr2(b'"', b'\\', bytes.get(from..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        from = found + 2;
    }
}

/// The byte behind the value that begins at `at`; `None` when it is not closed.
pub(super) fn end_of_value(text: &str, at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    match bytes.get(at)? {
        b'"' => return end_of_string(text, at),
        b'{' | b'[' => {}
        _ => {
            let ends = |b: &u8| matches!(b, b',' | b'}' | b']') || b.is_ascii_whitespace();
            return Some(at + bytes[at..].iter().position(ends)?);
        }
    }
    let (mut depth, mut at) = (0_u32, at);
    loop {
        at += bytes
            .get(at..)?
            .iter()
            .position(|b| matches!(b, b'"' | b'{' | b'}' | b'[' | b']'))?;
        match bytes[at] {
            b'"' => {
                at = end_of_string(text, at)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            _ => depth -= 1,
        }
        at += 1;
        if depth == 0 {
            return Some(at);
        }
    }
}
