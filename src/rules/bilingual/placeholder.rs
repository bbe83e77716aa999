//! The placeholders of a text as keys that are equal when the same value is filled in.

use std::ops::Range;

use super::difference::Item;
use crate::inline::{Kind, Percent};
use crate::pair::View;

/// A placeholder of a text.
#[derive(Clone, Debug)]
pub(super) struct Placeholder {
    /// The key and the place.
    pub(super) item: Item,
    /// What it looks like.
    pub(super) kind: Kind,
    /// It is told from others by its place in the order alone (`%s`, `{}`).
    pub(super) sequential: bool,
    /// A number is filled in, as far as one can tell.
    pub(super) number: bool,
}

/// How the sides of a unit number their placeholders.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Numbering {
    /// A `%` placeholder with a position stands in one of the sides.
    pub(super) percent: bool,
    /// A number in braces stands in one of the sides.
    pub(super) brace: bool,
}

impl Numbering {
    /// What is seen in `view`, added.
    pub(super) fn see(mut self, view: &View<'_>) -> Self {
        for piece in &view.inline().pieces {
            let raw = &view.text[piece.range.clone()];
            match piece.kind {
                Kind::Percent => {
                    self.percent |=
                        Percent::read(raw).is_some_and(|percent| percent.position.is_some());
                }
                Kind::Brace => {
                    self.brace |= raw.starts_with('{')
                        && raw[1..]
                            .trim_start()
                            .starts_with(|c: char| c.is_ascii_digit());
                }
                _ => {}
            }
        }
        self
    }
}

/// The placeholders of `view`, the other side of whose unit is `other`.
pub(super) fn of(view: &View<'_>, other: &View<'_>, numbering: Numbering) -> Vec<Placeholder> {
    let mut found = Vec::new();
    let (mut arguments, mut fields) = (0_u32, 0_u32);
    let mut codes = view.side.codes.iter();
    for piece in &view.inline().pieces {
        let raw = &view.text[piece.range.clone()];
        let place = || piece.range.clone();
        match piece.kind {
            Kind::Percent => found.extend(percent(raw, place(), numbering, &mut arguments)),
            Kind::Numbered => {
                let key = raw.replace('L', "");
                found.push(placeholder(key, place(), Kind::Numbered, false, true));
            }
            Kind::Brace => found.push(brace(raw, place(), numbering, &mut fields)),
            Kind::Name if is_glued(raw, other) => {
                let start = piece.range.start;
                found.extend(percent(
                    &raw[..2],
                    start..start + 2,
                    numbering,
                    &mut arguments,
                ));
            }
            Kind::Name => {
                let key = raw.trim_end_matches('|').to_owned();
                found.push(placeholder(key, place(), Kind::Name, false, false));
            }
            Kind::Icu if raw.starts_with('{') => {
                let key = icu(raw);
                found.push(placeholder(key, place(), Kind::Icu, false, false));
            }
            Kind::Object => {
                if let Some(code) = codes.next()
                    && is_shown_placeholder(&code.shown)
                {
                    let key = format!("\u{FFFC}{}", code.key);
                    found.push(placeholder(key, place(), Kind::Object, false, false));
                }
            }
            _ => {}
        }
    }
    found
}

/// `%sbuild`, `%dkb`: a conversion with a word behind it, for the other side has the conversion and no such name.
fn is_glued(raw: &str, other: &View<'_>) -> bool {
    let Some(conversion) = raw
        .strip_prefix('%')
        .and_then(|name| name.chars().next())
        .filter(|c| matches!(c, 's' | 'd'))
    else {
        return false;
    };
    raw.bytes().skip(1).all(|byte| byte.is_ascii_lowercase())
        && !other.text.contains(raw)
        && other
            .inline()
            .of_kind(|kind| kind == Kind::Percent)
            .any(|piece| other.text[piece.range.clone()].ends_with(conversion))
}

/// An inline code that stands for a placeholder rather than for mark-up.
pub(super) fn is_shown_placeholder(shown: &str) -> bool {
    shown.starts_with(['%', '{', '$', '@', '#']) || shown.starts_with("[[")
}

fn placeholder(
    key: String,
    range: Range<usize>,
    kind: Kind,
    sequential: bool,
    number: bool,
) -> Placeholder {
    Placeholder {
        item: Item { key, range },
        kind,
        sequential,
        number,
    }
}

fn percent(
    raw: &str,
    range: Range<usize>,
    numbering: Numbering,
    arguments: &mut u32,
) -> Option<Placeholder> {
    let percent = Percent::read(raw)?;
    let class = percent.class();
    let number = percent.is_number();
    if let Some(name) = percent.name {
        let key = format!("%({name}){class}");
        return Some(placeholder(key, range, Kind::Percent, false, number));
    }
    *arguments += 1;
    let length = percent.length;
    let (key, sequential) = if numbering.percent {
        let position = percent.position.unwrap_or(*arguments);
        (format!("%{position}${length}{class}"), false)
    } else {
        // %p of %n: codes that a program has of its own
        let sequential = matches!(class, 'd' | 'u' | 's' | 'f' | 'g' | 'x' | 'c' | '@');
        (format!("%{length}{class}"), sequential)
    };
    Some(placeholder(key, range, Kind::Percent, sequential, number))
}

fn brace(raw: &str, range: Range<usize>, numbering: Numbering, fields: &mut u32) -> Placeholder {
    if raw.starts_with('<') {
        // what a server page fills in may be written with other marks
        let end = raw.find(char::is_whitespace).unwrap_or(raw.len());
        return placeholder(raw[..end].to_owned(), range, Kind::Brace, false, false);
    }
    let open = raw.find('{').unwrap_or(0);
    let sign = &raw[..open];
    let braces = raw[open..].len() - raw[open..].trim_start_matches('{').len();
    let content = raw[open..].trim_matches(['{', '}']).trim();
    if sign.is_empty() && braces == 1 {
        let end = content
            .char_indices()
            .find(|&(_, c)| matches!(c, '!' | ':' | ','))
            .map_or(content.len(), |(at, _)| at);
        let name = content[..end].trim();
        if name.is_empty() {
            let key = if numbering.brace {
                format!("{{{fields}}}")
            } else {
                "{}".to_owned()
            };
            *fields += 1;
            return placeholder(key, range, Kind::Brace, !numbering.brace, true);
        }
        return placeholder(format!("{{{name}}}"), range, Kind::Brace, false, true);
    }
    let name: String = content.chars().filter(|c| !c.is_whitespace()).collect();
    placeholder(
        format!("{sign}{braces}{name}"),
        range,
        Kind::Brace,
        false,
        true,
    )
}

/// `{n, plural, one {` as `{n,plural}`.
fn icu(raw: &str) -> String {
    let mut parts = raw.trim_start_matches('{').split(',').map(str::trim);
    let name = parts.next().unwrap_or("");
    let kind = parts.next().unwrap_or("");
    format!("{{{name},{kind}}}")
}

/// The names of branches that the ICU messages of `view` have, with their places.
pub(super) fn branches<'a>(view: &View<'a>) -> Vec<(&'a str, Range<usize>)> {
    view.inline()
        .of_kind(|kind| kind == Kind::Icu)
        .filter_map(|piece| {
            let raw = &view.text[piece.range.clone()];
            let name = raw.strip_suffix('{')?.trim_end();
            let start = name
                .rfind(|c: char| c.is_whitespace() || c == '}' || c == ',')
                .map_or(0, |at| at + 1);
            let from = piece.range.start + start;
            Some((&name[start..], from..from + name.len() - start))
        })
        .collect()
}
