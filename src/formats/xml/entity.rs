//! Entities: the five that XML knows, numbers, and those that a file declares itself.
//!
//! What a document type declaration says is believed up to a bound, on each entity and on all of them together, so
//! that no file of a few kilobytes grows to gigabytes. External entities are never read.

use std::collections::HashMap;
use std::sync::Arc;

/// Bytes that an entity may stand for.
const LONGEST: usize = 16 << 10;

/// Bytes that the entities of a document may come to.
const BUDGET: usize = 1 << 20;

/// Entities that a document may declare.
const MOST: usize = 4096;

/// Entities inside entities.
const DEPTH: usize = 16;

/// References that are followed to resolve one.
const STEPS: usize = 4096;

/// What a reference stands for.
pub(super) enum Value {
    /// A character.
    Character(char),
    /// The text that the document declares.
    Text(Arc<str>),
    /// Nothing, and this is why.
    Wrong(String),
    /// Nothing, and why was said before.
    Again,
}

#[derive(Debug, Clone)]
enum Declared {
    Raw(Arc<str>),
    Text(Arc<str>),
    External,
    TooLong,
}

/// The entities of a document.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: HashMap<Box<str>, Declared>,
    spent: usize,
    complained: bool,
}

/// The character that a reference without its `&` and `;` stands for.
pub(super) fn character(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let value = match number.strip_prefix('x') {
                Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                    u32::from_str_radix(hex, 16).ok()?
                }
                None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok()?,
                _ => return None,
            };
            char::from_u32(value).filter(|&c| {
                (c >= ' ' || matches!(c, '\t' | '\n' | '\r'))
                    && !matches!(c, '\u{fffe}' | '\u{ffff}')
            })
        }
    }
}

impl Entities {
    /// Takes the declarations out of a document type declaration.
    pub(super) fn declare(&mut self, declaration: &str) {
        let mut rest = declaration;
        while let Some(at) = rest.find("<!") {
            rest = &rest[at..];
            if let Some(comment) = rest.strip_prefix("<!--") {
                rest = comment.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let Some(entity) = rest.strip_prefix("<!ENTITY") else {
                rest = &rest[2..];
                continue;
            };
            rest = entity;
            let words = entity.trim_start();
            let name_len = words
                .find(|c: char| c.is_ascii_whitespace())
                .unwrap_or(words.len());
            let (name, value) = words.split_at(name_len);
            let value = value.trim_start();
            // the first declaration counts; parameter entities are of no use outside of the declaration
            if name == "%" || self.declared.len() >= MOST || self.declared.contains_key(name) {
                continue;
            }
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
            let declared = match quote.and_then(|quote| value[1..].split_once(quote)) {
                Some((text, after)) => {
                    rest = after;
                    if text.len() > LONGEST {
                        Declared::TooLong
                    } else {
                        Declared::Raw(Arc::from(text))
                    }
                }
                None => Declared::External,
            };
            self.declared.insert(name.into(), declared);
        }
    }

    /// What the reference `&name;` stands for.
    pub(super) fn value(&mut self, name: &str) -> Value {
        if let Some(character) = character(name) {
            return Value::Character(character);
        }
        if name.starts_with('#') {
            return Value::Wrong(format!(
                "“&{name};” is the number of no character that XML allows"
            ));
        }
        let Some(declared) = self.declared.get(name) else {
            return Value::Wrong(format!(
                "“&{name};” is declared nowhere; XML itself knows only lt, gt, amp, quot and apos: write the character"
            ));
        };
        let expanded = match declared {
            Declared::Raw(_) => {
                let mut text = String::new();
                let expanded = if self.expand(name, &mut text, 0, &mut 0) {
                    Declared::Text(Arc::from(text))
                } else {
                    Declared::TooLong
                };
                self.declared.insert(name.into(), expanded.clone());
                expanded
            }
            other => other.clone(),
        };
        match expanded {
            Declared::Text(text) => {
                self.spent += text.len();
                if self.spent <= BUDGET {
                    Value::Text(text)
                } else if std::mem::replace(&mut self.complained, true) {
                    Value::Again
                } else {
                    Value::Wrong(
                        "the entities of this file come to more than 1 MB of text; they are not resolved from here on"
                            .to_owned(),
                    )
                }
            }
            Declared::External => Value::Wrong(format!(
                "“&{name};” stands for another file, and no other file is read; put its text here"
            )),
            Declared::TooLong | Declared::Raw(_) => Value::Wrong(format!(
                "“&{name};” stands for more than 16 KB of text, or for itself; it is not resolved"
            )),
        }
    }

    /// Appends what `name` stands for; false when that is too much.
    fn expand(&self, name: &str, text: &mut String, depth: usize, steps: &mut usize) -> bool {
        *steps += 1;
        if *steps > STEPS {
            return false;
        }
        let raw = match self.declared.get(name) {
            Some(Declared::Raw(raw)) if depth < DEPTH => raw,
            Some(Declared::Text(known)) => {
                text.push_str(known);
                return text.len() <= LONGEST;
            }
            _ => return false,
        };
        let mut rest = &**raw;
        while let Some((before, after)) = rest.split_once('&') {
            text.push_str(before);
            let Some((inner, after)) = after.split_once(';') else {
                return false;
            };
            match character(inner) {
                Some(character) => text.push(character),
                None if !self.expand(inner, text, depth + 1, steps) => return false,
                None => {}
            }
            if text.len() > LONGEST {
                return false;
            }
            rest = after;
        }
        text.push_str(rest);
        text.len() <= LONGEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(entities: &mut Entities, name: &str) -> Result<String, String> {
        match entities.value(name) {
            Value::Character(character) => Ok(character.to_string()),
            Value::Text(text) => Ok(text.to_string()),
            Value::Wrong(message) => Err(message),
            Value::Again => Err(String::new()),
        }
    }

    #[test]
    fn declared_entities_are_resolved_up_to_a_bound() {
        let mut entities = Entities::default();
        let mut declaration = "x [<!-- <!ENTITY no 'no'> --><!ENTITY app \"Kata&#xF6;&amp;\"> \
             <!ENTITY both '&app; &app;'><!ENTITY self '&self;'><!ENTITY file SYSTEM \"secret.txt\">\
             <!ENTITY l0 'lol'><!ENTITY e0 ''>"
            .to_owned();
        for level in 1..12_u32 {
            let inner = format!("&l{};", level - 1).repeat(10);
            let empty = inner.replace('l', "e");
            let entities = format!("<!ENTITY l{level} '{inner}'><!ENTITY e{level} '{empty}'>");
            declaration.push_str(&entities);
        }
        entities.declare(&declaration);
        assert_eq!(text(&mut entities, "both"), Ok("Kataö& Kataö&".to_owned()));
        assert_eq!(text(&mut entities, "l2").map(|t| t.len()), Ok(300));
        for wrong in [
            "no", "self", "file", "l11", "e11", "#0", "#xD800", "#x", "nbsp",
        ] {
            assert!(text(&mut entities, wrong).is_err(), "{wrong}");
        }
        assert_eq!(text(&mut entities, "#x1F600"), Ok("😀".to_owned()));
    }

    #[test]
    fn many_references_to_a_long_entity_run_out() {
        let mut entities = Entities::default();
        entities.declare(&format!("x [<!ENTITY a '{}'>]", "a".repeat(10_000)));
        let resolved = (0..1000)
            .filter(|_| text(&mut entities, "a").is_ok())
            .count();
        assert_eq!(resolved, BUDGET / 10_000);
    }
}
