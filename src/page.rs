//! A rule's page: the sections it must have, and its examples, which are its tests.
//!
//! An example is a fenced block whose info string begins with `flagged` or `clean`; behind it may stand `lang=TAG` (the
//! language the document should be in), `source=TAG` (the language it was translated from), `format=` and a format's name
//! (`text` when not said; `tsv` for a source and its target, parted by `⇥`) and, for a flagged one, `at=LINE:COLUMN`, where the
//! first finding must begin.

use crate::document::Format;

/// The headings every page has, in this order.
pub const HEADINGS: [&str; 5] = [
    "What it finds",
    "Why it matters",
    "Examples",
    "Known mistakes",
    "References",
];

/// An example of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The rule must find something in it; else it must not.
    pub flagged: bool,
    /// The language the text should be in.
    pub lang: Option<String>,
    /// The language the text was translated from.
    pub source: Option<String>,
    /// How to read it.
    pub format: Format,
    /// Line and column of the first finding.
    pub at: Option<(u64, u64)>,
    /// The text.
    pub text: String,
}

/// The examples on a page, in order.
#[must_use]
pub fn examples(docs: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut open: Option<Example> = None;
    for line in docs.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match &mut open {
            Some(_) if line.trim_end() == "```" => examples.extend(open.take().map(finish)),
            Some(example) => {
                example.text.push_str(line);
                example.text.push('\n');
            }
            None => open = line.strip_prefix("```").and_then(start),
        }
    }
    examples
}

/// In tables `⇥` stands for the tab between source and target, `␠` for a space that nobody would see.
fn finish(mut example: Example) -> Example {
    if example.format == Format::Tsv {
        example.text = example.text.replace('⇥', "\t").replace('␠', " ");
    }
    example
}

fn start(info: &str) -> Option<Example> {
    let mut words = info.split([' ', ',']);
    let flagged = match words.next()? {
        "flagged" => true,
        "clean" => false,
        _ => return None,
    };
    let mut example = Example {
        flagged,
        lang: None,
        source: None,
        format: Format::Text,
        at: None,
        text: String::new(),
    };
    for (key, value) in words.filter_map(|word| word.split_once('=')) {
        match (key, value) {
            ("lang", tag) => example.lang = Some(tag.to_owned()),
            ("source", tag) => example.source = Some(tag.to_owned()),
            ("format", name) => example.format = Format::named(name).unwrap_or(Format::Text),
            ("at", place) => {
                example.at = place
                    .split_once(':')
                    .and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
            }
            _ => {}
        }
    }
    Some(example)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_examples_with_their_options() {
        let docs = " # Examples\n ```flagged lang=de at=1:5\n Das das\n ```\n ```clean\n a b\n\n c\n ```\n";
        let found = examples(docs);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].flagged, found[0].lang.as_deref(), found[0].at),
            (true, Some("de"), Some((1, 5)))
        );
        assert_eq!(found[0].text, "Das das\n");
        assert_eq!(found[1].text, "a b\n\nc\n");
    }
}
