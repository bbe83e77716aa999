//! Start tags and their attributes.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::events::attributes::{AttrError, Attributes};

use super::namespace::{Namespaces, Space};
use super::{Broken, Site};

/// A start tag.
#[derive(Debug)]
pub(crate) struct Tag<'a> {
    /// Namespace of the element.
    pub(crate) space: Space,
    /// Name without prefix.
    pub(crate) name: &'a str,
    /// The window's text.
    pub(crate) text: &'a str,
    /// The whole tag.
    pub(crate) range: Range<usize>,
    /// The element has no content.
    pub(crate) empty: bool,
    pub(super) attributes: &'a [(Range<usize>, Range<usize>)],
    pub(super) namespaces: &'a Namespaces,
}

/// An attribute.
#[derive(Clone, Debug)]
pub(crate) struct Attribute<'a> {
    /// Its namespace; [`Space::None`] without prefix.
    pub(crate) space: Space,
    /// Its name without prefix.
    pub(crate) name: &'a str,
    /// Its value as written.
    pub(crate) raw: &'a str,
    /// From its name to the closing quotation mark.
    pub(crate) range: Range<usize>,
}

impl<'a> Attribute<'a> {
    /// Its value with references resolved.
    pub(crate) fn value(&self) -> Cow<'a, str> {
        decode(self.raw)
    }
}

impl<'a> Tag<'a> {
    /// The attributes in the order of the file.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> {
        let (text, namespaces) = (self.text, self.namespaces);
        self.attributes.iter().map(move |(key, value)| {
            let name = &text[key.clone()];
            let (space, name) = match name.split_once(':') {
                Some((prefix, name)) => (namespaces.resolve(prefix).unwrap_or(Space::Other), name),
                None => (Space::None, name),
            };
            Attribute {
                space,
                name,
                raw: &text[value.clone()],
                range: key.start..value.end + 1,
            }
        })
    }

    /// The attribute without prefix called `name`.
    pub(crate) fn get(&self, name: &str) -> Option<Attribute<'a>> {
        let (text, attributes) = (self.text, self.attributes);
        attributes
            .iter()
            .find(|(key, _)| text[key.clone()] == *name)
            .map(|(key, value)| Attribute {
                space: Space::None,
                name: &text[key.clone()],
                raw: &text[value.clone()],
                range: key.start..value.end + 1,
            })
    }

    /// The tag as written.
    pub(crate) fn raw(&self) -> &'a str {
        &self.text[self.range.clone()]
    }
}

/// Finds the attributes in `range` of the window.
pub(super) fn attributes(
    text: &str,
    range: Range<usize>,
    found: &mut Vec<(Range<usize>, Range<usize>)>,
    site: &mut Site<'_, '_>,
) -> Result<(), Broken> {
    let part = &text[range.clone()];
    let mut attributes = Attributes::new(part, 0);
    attributes.with_checks(false);
    for attribute in attributes {
        let attribute = match attribute {
            Ok(attribute) => attribute,
            Err(error) => {
                let (AttrError::ExpectedEq(at)
                | AttrError::ExpectedValue(at)
                | AttrError::UnquotedValue(at)
                | AttrError::ExpectedQuote(at, _)
                | AttrError::Duplicated(at, _)) = error;
                return Err(Broken::new(
                    range.start + at.min(part.len()),
                    "an attribute is not well-formed; write name=\"value\"",
                ));
            }
        };
        let key = within(text, attribute.key.as_ref());
        let Cow::Borrowed(value) = attribute.value else {
            continue;
        };
        let value = within(text, value);
        if found
            .iter()
            .any(|(before, _)| text[before.clone()] == text[key.clone()])
        {
            site.fault(
                key.start,
                format!("the attribute “{}” stands there twice", &text[key]),
            );
            continue;
        }
        if let Some(at) = memchr::memchr(b'<', text[value.clone()].as_bytes()) {
            site.fault(
                value.start + at,
                "“<” in the value of an attribute; write “&lt;”",
            );
        }
        found.push((key, value));
    }
    Ok(())
}

/// Where `part`, a piece of `text`, lies in it.
fn within(text: &str, part: &str) -> Range<usize> {
    let start = (part.as_ptr() as usize).saturating_sub(text.as_ptr() as usize);
    let start = start.min(text.len());
    start..(start + part.len()).min(text.len())
}

/// `raw` with character references and the five predefined entities resolved; others stay as they are.
fn decode(raw: &str) -> Cow<'_, str> {
    if memchr::memchr3(b'&', b'\n', b'\t', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find(['&', '\n', '\t', '\r']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let reference = rest
            .strip_prefix('&')
            .and_then(|after| after.split_once(';'))
            .and_then(|(name, after)| Some((super::entity::character(name)?, after)));
        if let Some((character, after)) = reference {
            text.push(character);
            rest = after;
        } else {
            text.push(if rest.starts_with('&') { '&' } else { ' ' });
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}
