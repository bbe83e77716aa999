//! GNU gettext catalogues (PO and POT): a unit for each message, one for each form of a plural.
//!
//! Contexts, plurals, flags, previous msgids and obsolete entries are told apart as the gettext manual says. Fuzzy
//! entries are drafts; obsolete ones are not read. The source of form 0 is the singular where the language has several
//! forms; the others have the plural. A unit's id is the hash of context and msgid, with the number of the form.
//!
//! A broken entry is reported with its place, and reading goes on with the next keyword that begins one.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::{Emit, WINDOW, Windows};
use crate::block::{Block, Directive, Event, Kind};
use crate::open::Decoded;
use crate::position::Window;
use crate::tag;
use crate::unit::{Flag, Plural, Side, State, Unit};

mod flags;
mod formula;
mod header;
mod string;

use header::Header;

/// Reads a catalogue to its end.
///
/// # Errors
/// When the file cannot be read on; what came before has been reported.
pub fn read(decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    read_by(WINDOW, decoded, emit)
}

/// Reads a catalogue in windows of `amount` bytes.
pub(crate) fn read_by(amount: usize, decoded: &mut Decoded, emit: &mut Emit<'_>) -> io::Result<()> {
    let mut windows = Windows::new(decoded);
    let mut header = Header::default();
    while let Some((window, _)) = windows.next(amount, end_of_entries)? {
        let mut reader = Reader {
            window: &window,
            header: &mut header,
            entry: Entry::default(),
            field: None,
            emit,
        };
        reader.read();
    }
    Ok(())
}

/// Length of the part of `text` that ends with a blank line, else 0.
fn end_of_entries(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut below = bytes.len();
    for at in memchr::memrchr_iter(b'\n', bytes) {
        if below < bytes.len() && text[at + 1..below].trim().is_empty() {
            return below + 1;
        }
        below = at;
    }
    0
}

/// A part of an entry that strings may go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Context,
    Source,
    PluralSource,
    Target(usize),
}

/// The texts of an entry, as ranges of the window that hold their quoted strings, one a line.
#[derive(Debug, Default)]
struct Entry {
    /// Where it begins: its first keyword.
    start: Option<usize>,
    context: Option<Vec<Range<usize>>>,
    source: Option<Vec<Range<usize>>>,
    plural: Option<Vec<Range<usize>>>,
    targets: Vec<Option<Vec<Range<usize>>>>,
    fuzzy: bool,
    flags: Vec<Flag>,
    limit: Option<u32>,
    suppressions: Vec<u32>,
    /// Something in it could not be read.
    broken: bool,
}

/// Forms of a plural that any language may have, with room to spare.
const FORMS: usize = 16;

struct Reader<'a, 'e, 's> {
    window: &'a Arc<Window>,
    header: &'a mut Header,
    entry: Entry,
    field: Option<Field>,
    emit: &'e mut Emit<'s>,
}

impl Reader<'_, '_, '_> {
    fn read(&mut self) {
        let window = Arc::clone(self.window);
        let text = window.text();
        let mut at = 0;
        while at < text.len() {
            let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |n| at + n);
            self.line(text, at..end);
            at = end + 1;
        }
        self.end();
    }

    fn line(&mut self, text: &str, range: Range<usize>) {
        let line = &text[range.clone()];
        let start = range.start + (line.len() - line.trim_start().len());
        let line = line.trim();
        let range = start..start + line.len();
        match line.as_bytes().first() {
            None => {}
            Some(b'#') => self.comment(line, range),
            Some(b'"') => self.string(line, range),
            Some(_) => self.keyword(line, range),
        }
    }

    fn comment(&mut self, line: &str, range: Range<usize>) {
        if self.entry.has_target() {
            self.end();
        }
        match line.as_bytes().get(1) {
            Some(b',' | b'=') => {
                for flag in line[2..].split(',').map(str::trim) {
                    if flag == "fuzzy" {
                        self.entry.fuzzy = true;
                    } else if let Some(flag) = flags::of(flag) {
                        if !self.entry.flags.contains(&flag) {
                            self.entry.flags.push(flag);
                        }
                    } else if let Some(limit) = flag.strip_prefix("max-length:") {
                        self.entry.limit = limit.trim().parse().ok();
                    }
                }
                if line.contains("-mt") || line.contains("transl") {
                    self.metadata(range);
                }
            }
            // references, previous texts, obsolete entries
            Some(b':' | b'|' | b'~') => {}
            _ => {
                let lower = line.contains("traditore:");
                if lower
                    && let Some(directive) =
                        Directive::parse(line, self.window.position(range.start))
                {
                    let whole = directive.whole_file;
                    if whole {
                        self.emit.event(Event::Directive(directive));
                    } else {
                        let number = self.emit.directive(directive);
                        self.entry.suppressions.push(number);
                    }
                }
                if has_ignore_case(line, "transl") || has_ignore_case(line, "machine") {
                    self.metadata(range);
                }
            }
        }
    }

    /// Hands on words of the format that the catalogues of markers look at.
    fn metadata(&mut self, range: Range<usize>) {
        let block = Block::verbatim(Kind::Metadata, self.window, range);
        self.emit.block(block);
    }

    fn string(&mut self, line: &str, range: Range<usize>) {
        let Some(field) = self.field else {
            self.fault(
                range.start,
                "a string that belongs to no keyword; write msgid or msgstr before it",
            );
            return;
        };
        if let Some(end) = string::end(line) {
            let rest = line[end..].trim();
            if !rest.is_empty() {
                self.fault(
                    range.start + end,
                    "text behind the closing quotation mark; write a quotation mark in a string as \\\"",
                );
                return;
            }
            let range = range.start..range.start + end;
            if let Some(ranges) = self.entry.field(field) {
                ranges.push(range);
            }
        } else {
            self.fault(
                range.start,
                "the string is not closed; end the line with a quotation mark",
            );
        }
    }

    fn keyword(&mut self, line: &str, range: Range<usize>) {
        let name = line
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .map_or(line, |end| &line[..end]);
        let mut rest = line[name.len()..].trim_start();
        let field = match name {
            "msgctxt" => Field::Context,
            "msgid" => Field::Source,
            "msgid_plural" => Field::PluralSource,
            "msgstr" => {
                let index = rest.strip_prefix('[').and_then(|inside| {
                    let (number, behind) = inside.split_once(']')?;
                    rest = behind.trim_start();
                    number.trim().parse::<usize>().ok()
                });
                match index {
                    None if rest.starts_with('[') => {
                        self.fault(range.start, "the number of the plural form is no number");
                        return;
                    }
                    Some(index) if index >= FORMS => {
                        self.fault(range.start, "no language has that many plural forms");
                        return;
                    }
                    index => Field::Target(index.unwrap_or(0)),
                }
            }
            "domain" => {
                self.end();
                return;
            }
            _ => {
                self.fault(
                    range.start,
                    "neither comment, keyword (msgctxt, msgid, msgid_plural, msgstr) nor string",
                );
                return;
            }
        };
        let begins = match field {
            Field::Context => true,
            Field::Source => self.entry.source.is_some() || self.entry.has_target(),
            _ => false,
        };
        let again = matches!(field, Field::Target(index)
            if self.entry.targets.get(index).is_some_and(Option::is_some));
        if again || begins && (self.entry.has_target() || self.entry.source.is_some()) {
            self.end();
        }
        if field == Field::Source || field == Field::Context {
            if self.entry.start.is_none() {
                self.entry.start = Some(range.start);
                self.entry.broken = false;
            }
        } else if self.entry.source.is_none() {
            self.fault(range.start, &format!("{name} without a msgid before it"));
            return;
        }
        self.field = Some(field);
        self.entry.open(field);
        let at = range.end - rest.len();
        if rest.starts_with('"') {
            self.string(rest, at..range.end);
        } else {
            self.fault(at, &format!("{name} needs a string in quotation marks"));
        }
    }

    fn fault(&mut self, at: usize, message: &str) {
        self.entry.broken = true;
        self.emit.event(Event::Fault {
            position: self.window.position(at),
            message: message.to_owned(),
        });
    }

    /// The entry is complete.
    fn end(&mut self) {
        self.field = None;
        let entry = std::mem::take(&mut self.entry);
        let (Some(start), Some(source)) = (entry.start, &entry.source) else {
            return;
        };
        if entry.broken {
            return;
        }
        if !entry.has_target() {
            self.fault(
                start,
                "msgid without msgstr; add one, empty if there is no translation",
            );
            self.entry = Entry::default();
            return;
        }
        let source = string::side(self.window, source);
        if source.text.is_empty() && entry.context.is_none() {
            self.header(&entry);
            return;
        }
        self.units(&entry, source);
    }

    fn header(&mut self, entry: &Entry) {
        let Some(Some(strings)) = entry.targets.first() else {
            return;
        };
        let text = string::side(self.window, strings).text;
        *self.header = Header::parse(&text);
        if let Some(language) = &self.header.language {
            self.emit.event(Event::Declared(language.clone()));
        }
        let source = self.header.source.clone();
        self.emit.event(Event::DeclaredSource(
            source.unwrap_or_else(|| "en".to_owned()),
        ));
        for range in strings {
            self.metadata(range.clone());
        }
    }

    fn units(&mut self, entry: &Entry, mut source: Side) {
        let context = entry
            .context
            .as_deref()
            .map(|strings| string::side(self.window, strings).text);
        let mut key = context.clone().unwrap_or_default();
        key.reserve(source.text.len() + 1);
        key.push('\u{4}');
        key.push_str(&source.text);
        let hash = xxhash_rust::xxh3::xxh3_64(key.as_bytes());
        let context = context.map_or(0, |text| xxhash_rust::xxh3::xxh3_64(text.as_bytes()));
        let plural = entry
            .plural
            .as_deref()
            .map(|strings| string::side(self.window, strings));
        let targets: Vec<Side> = entry
            .targets
            .iter()
            .map(|strings| {
                strings
                    .as_deref()
                    .map_or_else(Side::absent, |strings| string::side(self.window, strings))
            })
            .collect();
        let filled = targets.iter().filter(|side| !side.is_blank()).count();
        let state = match (filled, entry.fuzzy) {
            (0, _) => State::Untranslated,
            (_, true) => State::Draft,
            _ => State::Translated,
        };
        let forms = targets.len();
        let whole = plural.as_ref().map_or(0, |_| {
            let all: Vec<&str> = targets.iter().map(|side| side.text.as_str()).collect();
            Plural::hash(&all)
        });
        for (index, target) in targets.into_iter().enumerate() {
            let singular = forms > 1 && index == self.header.numbers.form_of_one();
            let (id, text, form) = match &plural {
                // several forms without a plural are a mistake, and each is held against the source
                None if forms > 1 => (hexadecimal(hash), source.clone(), None),
                None => (hexadecimal(hash), std::mem::take(&mut source), None),
                Some(plural) => {
                    let (this, other) = if singular {
                        (&source, plural)
                    } else {
                        (plural, &source)
                    };
                    let form = Plural {
                        index: number(index),
                        forms: number(forms),
                        declared: self.header.forms,
                        lone: self.header.numbers.is_lone(index),
                        filled: number(filled),
                        other_source: other.text.clone(),
                        whole,
                    };
                    (
                        format!("{}[{index}]", hexadecimal(hash)),
                        this.clone(),
                        Some(form),
                    )
                }
            };
            let unit = Unit {
                id,
                source: text,
                target,
                state,
                flags: entry.flags.clone(),
                plural: form,
                context,
                limit: entry.limit,
                suppressions: entry.suppressions.clone(),
                ..Unit::default()
            };
            self.emit.unit(Box::new(unit), self.window);
        }
    }
}

impl Entry {
    fn has_target(&self) -> bool {
        !self.targets.is_empty()
    }

    fn open(&mut self, field: Field) {
        match field {
            Field::Context => self.context = Some(Vec::new()),
            Field::Source => self.source = Some(Vec::new()),
            Field::PluralSource => self.plural = Some(Vec::new()),
            Field::Target(index) => {
                if self.targets.len() <= index {
                    self.targets.resize(index + 1, None);
                }
                self.targets[index] = Some(Vec::new());
            }
        }
    }

    fn field(&mut self, field: Field) -> Option<&mut Vec<Range<usize>>> {
        match field {
            Field::Context => self.context.as_mut(),
            Field::Source => self.source.as_mut(),
            Field::PluralSource => self.plural.as_mut(),
            Field::Target(index) => self.targets.get_mut(index)?.as_mut(),
        }
    }
}

/// Sixteen digits.
fn hexadecimal(hash: u64) -> String {
    hash.to_be_bytes()
        .into_iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)]))
        .collect()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn has_ignore_case(line: &str, word: &str) -> bool {
    line.as_bytes()
        .windows(word.len())
        .any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
}

/// The language of a header field, as a tag: `pt_BR` is `pt-BR`, `sr@latin` is `sr-Latn`, `ca@valencia` is
/// `ca-valencia`.
fn language(value: &str) -> Option<String> {
    let value = value.trim();
    let (name, modifier) = value.split_once('@').map_or((value, ""), |(a, b)| (a, b));
    let name = name.split('.').next().unwrap_or(name).replace('_', "-");
    let tag = match modifier.to_ascii_lowercase().as_str() {
        "latin" => format!("{name}-Latn"),
        "cyrillic" => format!("{name}-Cyrl"),
        "valencia" => format!("{name}-valencia"),
        _ => name,
    };
    tag::canonical(&tag)
}

#[cfg(test)]
mod tests;
