//! A rule's page: the sections it must have, and its examples, which are its tests.
//!
//! An example is a fenced block whose info string begins with `flagged` or `clean`; behind it may stand `lang=TAG` (the
//! language the document should be in), `source=TAG` (the language it was translated from), `format=` and a format's name
//! (`text` when not said; `tsv` for a source and its target, parted by `⇥`) and, for a flagged one, `at=LINE:COLUMN`, where the
//! first finding must begin.

use std::fmt::Write as _;

use crate::confidence;
use crate::document::Format;
use crate::rule::Rule;

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

/// The whole page of `rule` as Markdown: what its documentation says, what to do, how often it was right, and how to silence
/// it.
#[must_use]
pub fn markdown(rule: &Rule) -> String {
    let name = rule.name;
    let default = if rule.default { "on" } else { "off" };
    let mut page = format!(
        "# {name}\n\nSeverity {}, MQM {}, {default} by default.\n\n",
        rule.severity, rule.mqm
    );
    let mut fenced = false;
    for line in rule.docs.trim_end().lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        match line.strip_prefix("```") {
            Some(info) if !fenced => {
                fenced = true;
                page.push_str(&fence(info));
            }
            Some(_) => {
                fenced = false;
                page.push_str("```\n");
            }
            None if !fenced && line.starts_with("# ") => {
                if line == "# Known mistakes" {
                    let _ = writeln!(page, "\n## How to fix it\n\n{}", remedy(name));
                }
                let _ = writeln!(page, "\n#{line}\n");
            }
            None => {
                page.push_str(line);
                page.push('\n');
            }
        }
    }
    page.push_str("\n## Confidence\n\n");
    let counts = confidence::counts(name);
    if counts.is_empty() {
        page.push_str("Not measured yet: findings carry 0.50.\n");
    }
    for (key, count) in counts {
        let kind = key
            .split_once('#')
            .map_or(String::new(), |(_, kind)| format!(" ({kind})"));
        let _ = writeln!(
            page,
            "{:.2}{kind}: {} of {} findings read were right, on {}\n",
            count.confidence(),
            count.right,
            count.judged,
            count.on
        );
    }
    let _ = write!(
        page,
        "\n## How to silence it\n
- For one block of HTML or Markdown: `<!-- traditore: ignore[{name}] -->` before it
- For a unit of a catalogue or memory: `traditore: ignore[{name}]` in its comment or note
- For one file: `traditore: ignore-file[{name}]` in such a comment
- For a run: `--ignore {name}`
- For a project, in `traditore.toml`: `ignore = [\"{name}\"]` under `[rules]`
- For a finding that was judged: `traditore review REPORT --write-baseline FILE`, then `--baseline FILE`
"
    );
    // one empty line is enough anywhere
    while page.contains("\n\n\n") {
        page = page.replace("\n\n\n", "\n\n");
    }
    page
}

/// The rule's remedy as a sentence.
fn remedy(name: &str) -> String {
    let mut letters = crate::remedy::of(name).chars();
    let first = letters.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(letters).chain(['.']).collect()
}

/// The beginning of a fenced block: an example says in words what it is.
fn fence(info: &str) -> String {
    let (kind, options) = info.split_once([' ', ',']).unwrap_or((info, ""));
    let kind = match kind {
        "flagged" => "Flagged",
        "clean" => "Clean",
        _ => return format!("\n```{info}\n"),
    };
    let options = if options.is_empty() {
        String::new()
    } else {
        format!(" (`{options}`)")
    };
    format!("\n{kind}{options}:\n\n```text\n")
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
