//! The header of a catalogue: the fields that the empty msgid carries.

use super::formula::Numbers;
use super::language;

/// What of the header matters.
#[derive(Debug, Default)]
pub(super) struct Header {
    /// The language translated into.
    pub(super) language: Option<String>,
    /// The language translated from, where it is not English.
    pub(super) source: Option<String>,
    /// `nplurals`.
    pub(super) forms: Option<u32>,
    /// The numbers that each form stands for, by the formula `plural`.
    pub(super) numbers: Numbers,
}

impl Header {
    /// Reads `Name: value` lines.
    pub(super) fn parse(text: &str) -> Self {
        let mut header = Self::default();
        for line in text.lines() {
            let Some((name, value)) = line.split_once(':') else {
                continue;
            };
            match name.trim().to_ascii_lowercase().as_str() {
                "language" => header.language = language(value),
                "x-source-language" => header.source = language(value),
                "plural-forms" => {
                    header.numbers = Numbers::of(value);
                    header.forms = value
                        .split("nplurals")
                        .nth(1)
                        .and_then(|rest| rest.trim_start().strip_prefix('='))
                        .map(str::trim_start)
                        .and_then(|rest| {
                            let end = rest
                                .find(|c: char| !c.is_ascii_digit())
                                .unwrap_or(rest.len());
                            rest[..end].parse().ok()
                        });
                }
                _ => {}
            }
        }
        header
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_matter() {
        let header = Header::parse(
            "Project-Id-Version: x\nLanguage: sr@latin\nX-Source-Language: de_AT\n\
             Plural-Forms: nplurals = 3; plural=(n%10==1 ? 0 : 1);\n",
        );
        assert_eq!(header.language.as_deref(), Some("sr-Latn"));
        assert_eq!(header.source.as_deref(), Some("de-AT"));
        assert_eq!(header.forms, Some(3));
        assert_eq!(
            Header::parse("Language: \nPlural-Forms: nplurals=INTEGER;").forms,
            None
        );
    }
}
