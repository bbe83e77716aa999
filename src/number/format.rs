//! How a language writes its numbers.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Data {
    comma_point: Languages,
    comma_space: Languages,
    point_comma: Languages,
    either: Languages,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Languages {
    languages: Vec<String>,
}

/// The marks of a language in numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// Between whole and fraction.
    pub decimal: char,
    /// Between groups of digits; a no-break space stands for any space.
    pub group: char,
}

static FORMATS: LazyLock<HashMap<String, Option<Format>>> = LazyLock::new(|| {
    let data: Data = data!("number-formats").expect("the embedded data parse: a test reads them");
    let of = |list: Languages, format: Option<Format>| {
        list.languages
            .into_iter()
            .map(move |language| (language, format))
    };
    let marks = |decimal, group| Some(Format { decimal, group });
    of(data.comma_point, marks(',', '.'))
        .chain(of(data.comma_space, marks(',', '\u{a0}')))
        .chain(of(data.point_comma, marks('.', ',')))
        .chain(of(data.either, None))
        .collect()
});

impl Format {
    /// The format of a language; `None` when it is unknown, or has more than one.
    #[must_use]
    pub fn of(tag: &str) -> Option<Self> {
        let primary = crate::tag::primary(tag);
        let own =
            crate::tag::region(tag).and_then(|region| FORMATS.get(&format!("{primary}-{region}")));
        own.or_else(|| FORMATS.get(primary)).copied().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_come_before_languages() {
        assert_eq!(Format::of("de").map(|format| format.decimal), Some(','));
        assert_eq!(Format::of("de-CH"), None);
        assert_eq!(Format::of("pt-BR").map(|format| format.group), Some('.'));
        assert_eq!(
            Format::of("pt-PT").map(|format| format.group),
            Some('\u{a0}')
        );
        assert_eq!(Format::of("tlh"), None);
    }
}
