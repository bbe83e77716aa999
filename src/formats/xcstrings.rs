//! Apple's string catalogues (`.xcstrings`): one JSON object with the translations of an app into all its languages.
//!
//! Under `strings` each key has an entry, and the entry a text for each language (`localizations`), which may vary by
//! number, by device and by the numbers in it (`substitutions`). An entry makes one unit for each language and
//! variation beside the source. The source is the text in the catalogue's `sourceLanguage`, the same variation of it
//! where it varies; without one it is the key, as it is in Xcode.
//!
//! What the app no longer uses (`extractionState: stale`) and what it says is not to be translated is not read.
//! Everything else that stands in the file is passed over.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use super::{Emit, LIMIT, WINDOW, Windows};
use crate::block::{Directive, Event};
use crate::open::Decoded;
use crate::position::Window;
use crate::tag;
use crate::unit::{Origin, OriginKind, Side, State, Unit};

mod entry;
mod scan;

use entry::Entry;
use scan::Level;

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
    let mut reader = Reader::default();
    loop {
        let level = reader.level;
        let next = windows.next(amount, |text| scan::end_of_entries(text, level))?;
        let Some((window, last)) = next else {
            return Ok(());
        };
        if reader.broken {
            continue;
        }
        if let Err((at, message)) = reader.window(&window, last, emit) {
            reader.broken = true;
            fault(&window, at, message, emit);
        }
    }
}

/// What is wrong, and the byte of the window where.
type Fault = (usize, String);

fn fault(window: &Window, at: usize, message: String, emit: &mut Emit<'_>) {
    emit.event(Event::Fault {
        position: window.position(at.min(window.text().len())),
        message,
    });
}

#[derive(Debug, Default)]
struct Reader {
    level: Level,
    /// What comes cannot be told apart any more.
    broken: bool,
    source_language: Option<Arc<str>>,
    declared: Option<Arc<str>>,
}

impl Reader {
    /// Reads what a window holds; an error ends the file.
    fn window(
        &mut self,
        window: &Arc<Window>,
        last: bool,
        emit: &mut Emit<'_>,
    ) -> Result<(), Fault> {
        let text = window.text();
        let mut at = 0;
        loop {
            at = scan::next(text, at);
            let Some(&byte) = text.as_bytes().get(at) else {
                break;
            };
            match (self.level, byte) {
                (Level::Outside, b'{') | (Level::Strings, b'}') => {
                    self.level = Level::Root;
                    at += 1;
                }
                (Level::Root, b'}') => {
                    self.level = Level::Behind;
                    at += 1;
                }
                (Level::Root | Level::Strings, b'"') => {
                    at = self.member(window, at, last, emit)?;
                }
                (Level::Outside, _) => {
                    return Err((at, "no string catalogue: it begins with no {".to_owned()));
                }
                (Level::Behind, _) => {
                    return Err((at, "text behind the end of the catalogue".to_owned()));
                }
                (Level::Root | Level::Strings, _) => {
                    return Err((
                        at,
                        "neither a key nor the end of the object; what follows was not read"
                            .to_owned(),
                    ));
                }
            }
        }
        if last && self.level != Level::Behind {
            return Err((
                text.len(),
                "the catalogue ends before its last }".to_owned(),
            ));
        }
        Ok(())
    }

    /// Reads the key at `at` and what it stands for; returns the byte behind.
    fn member(
        &mut self,
        window: &Arc<Window>,
        at: usize,
        last: bool,
        emit: &mut Emit<'_>,
    ) -> Result<usize, Fault> {
        let text = window.text();
        let cut = || {
            let message = if last {
                "what begins here is not closed: the file ends within it".to_owned()
            } else {
                format!(
                    "the entry is longer than {} MB; what follows was not read",
                    LIMIT >> 20
                )
            };
            (at, message)
        };
        let end = scan::end_of_string(text, at).ok_or_else(cut)?;
        let key = at + 1..end - 1;
        let colon = scan::skip_space(text, end);
        if colon < text.len() && text.as_bytes()[colon] != b':' {
            return Err((
                colon,
                "no : behind the key; what follows was not read".to_owned(),
            ));
        }
        let start = scan::skip_space(text, colon + 1);
        if self.level == Level::Root
            && &text[key.clone()] == "strings"
            && text.as_bytes().get(start) == Some(&b'{')
        {
            self.level = Level::Strings;
            self.name_source(None, emit);
            return Ok(start + 1);
        }
        let end = scan::end_of_value(text, start).ok_or_else(cut)?;
        let value = &text[start..end];
        match self.level {
            Level::Strings => match Entry::read(window, key, start..end) {
                Ok(entry) => self.entry(entry, window, emit),
                Err((at, message)) => fault(window, at, message, emit),
            },
            _ if &text[key] == "sourceLanguage" => {
                let name: Option<String> = serde_json::from_str(value).ok();
                self.name_source(name.as_deref(), emit);
            }
            _ => {}
        }
        Ok(end)
    }

    /// The catalogue's source language: English where its entries begin before it is named.
    fn name_source(&mut self, name: Option<&str>, emit: &mut Emit<'_>) {
        if self.source_language.is_some() {
            return;
        }
        let language = tag::canonical(&name.unwrap_or("en").replace('_', "-"));
        if let Some(language) = language {
            emit.event(Event::DeclaredSource(language.clone()));
            self.source_language = Some(Arc::from(language));
        }
    }

    /// Hands on the units of an entry.
    fn entry(&mut self, mut entry: Entry, window: &Arc<Window>, emit: &mut Emit<'_>) {
        let suppressions = directives(&entry, window, emit);
        let unit = |id: String, source: Side| Unit {
            id,
            source,
            suppressions: suppressions.clone(),
            ..Unit::default()
        };
        let is_source = |name: &str| {
            let language = tag::canonical(&name.replace('_', "-"));
            language.as_deref() == self.source_language.as_deref()
        };
        let place = entry.languages.iter().position(|(name, _)| is_source(name));
        let sources = place.map_or_else(Vec::new, |place| entry.languages.remove(place).1);
        if entry.languages.is_empty() {
            let source = sources
                .into_iter()
                .next()
                .map_or(entry.name, |text| text.side);
            let mut unit = unit(entry.id, source);
            unit.target = Side::absent();
            unit.state = State::Untranslated;
            if !unit.source.is_blank() {
                emit.unit(Box::new(unit), window);
            }
            return;
        }
        for (name, texts) in entry.languages {
            let Some(language) = tag::canonical(&name.replace('_', "-")) else {
                let message = format!("“{name}” is no language tag; its texts were left out");
                fault(window, entry.start, message, emit);
                continue;
            };
            let language: Arc<str> = Arc::from(language);
            if self.declared.is_none() {
                emit.event(Event::Declared(language.to_string()));
                self.declared = Some(Arc::clone(&language));
            }
            let own = Some(language).filter(|own| Some(own) != self.declared.as_ref());
            let all = entry::plurals(&texts);
            for (mut text, mut plural) in texts.into_iter().zip(all) {
                let source = text.source(&sources).map_or(&entry.name, |text| &text.side);
                if let Some(plural) = &mut plural {
                    let other = text.other_source(&sources).unwrap_or(source);
                    plural.other_source.clone_from(&other.text);
                }
                let mut unit = unit(text.id(&entry.id), source.clone());
                text.side.language.clone_from(&own);
                unit.state = text.state;
                unit.origins = text
                    .machine
                    .iter()
                    .map(|range| origin(window, range))
                    .collect();
                unit.context = text.context();
                unit.target = text.side;
                unit.plural = plural;
                emit.unit(Box::new(unit), window);
            }
        }
    }
}

/// The numbers of the directives in the entry's comment that are for its units.
fn directives(entry: &Entry, window: &Window, emit: &mut Emit<'_>) -> Vec<u32> {
    let Some(comment) = &entry.comment else {
        return Vec::new();
    };
    let text = &window.text()[comment.clone()];
    match Directive::parse(text, window.position(comment.start)) {
        Some(directive) if directive.whole_file => {
            emit.event(Event::Directive(directive));
            Vec::new()
        }
        Some(directive) => vec![emit.directive(directive)],
        None => Vec::new(),
    }
}

/// What `range` says: a machine made the text, and nobody has looked at it since.
fn origin(window: &Window, range: &Range<usize>) -> Origin {
    Origin {
        kind: OriginKind::Raw,
        evidence: format!("state: {}", window.text()[range.clone()].trim_matches('"')),
        start: window.position(range.start),
        end: window.position(range.end),
    }
}

#[cfg(test)]
mod tests;
