//! `artifact/unfilled-template`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::shapes::{Shape, Shapes};
use super::technical::{self, Technical};
use crate::block::{Block, Kind, OBJECT};
use crate::document::{Document, Format};
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, Severity, rule};
use crate::sieve::Search;

rule! {
    /// # What it finds
    /// A field of a template that nothing was filled into, or that says it is still to be translated.
    ///
    /// `AI_MUST_REPLACE`, `{{TITLE}}`, `[INSERT TEXT HERE]`, `%%NAME%%`, `TODO: translate`, filler text, the word
    /// `undefined` as a heading or title, and the attribute `data-translate="true"`. The fields are data
    /// (`data/templates.toml`). A document with many different fields, or with much code, is about templates: there only
    /// the fields count that no manual shows.
    ///
    /// # Why it matters
    /// The page went out before it was finished, and readers see the scaffold.
    ///
    /// # Examples
    /// ```flagged lang=en format=html at=1:4
    /// <p>AI_MUST_REPLACE</p>
    /// ```
    /// ```flagged lang=de format=html at=1:8
    /// <title>{{TITLE}}</title>
    /// ```
    /// ```flagged lang=es at=1:6
    /// Hola {name}, tu pedido está listo.
    /// ```
    /// ```flagged lang=ru at=1:11
    /// Уважаемый [Ваше имя], спасибо за письмо.
    /// ```
    /// ```clean lang=en
    /// The template has a placeholder {name}, which the program fills.
    /// ```
    /// ```clean lang=en format=markdown
    /// Visit {{ site.url }} for the newest version.
    /// ```
    /// ```clean lang=fr
    /// L’ensemble {x} ne contient qu’un élément, et {y} aussi.
    /// ```
    /// ```clean lang=ja
    /// 「Lorem ipsum dolor sit amet」は組版の見本に使われる文章である。
    /// ```
    /// ```clean lang=en
    /// In this country the result was declared null and void; the border is undefined.
    /// ```
    ///
    /// # Known mistakes
    /// In Markdown, fields with lower-case names are left alone, for a site generator may fill them. Field names outside
    /// the list are not known.
    ///
    /// # References
    /// MQM, design/markup. Reports of published pages: Hack23/riksdagsmonitor issues 846 and 1656.
    pub UNFILLED_TEMPLATE = "artifact/unfilled-template", Critical, "design/markup", on, UnfilledTemplate::start
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    names: HashSet<String>,
    topics: Vec<String>,
    field: Vec<Field>,
}

/// A shape of field, as the data describe it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the data")]
struct Field {
    #[expect(dead_code, reason = "names the entry for its reader")]
    id: String,
    pattern: String,
    trigger: Vec<String>,
    #[serde(default)]
    certain: bool,
    #[serde(default)]
    generated: bool,
    #[serde(default)]
    markup: bool,
    /// Only in headings, titles and other labels.
    #[serde(default)]
    label: bool,
    severity: Option<Severity>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests' examples"))]
    flagged: Vec<String>,
    #[cfg_attr(not(test), expect(dead_code, reason = "the tests' examples"))]
    clean: Vec<String>,
    #[expect(dead_code, reason = "names the origin for the entry's reader")]
    source: String,
}

impl Shape for Field {
    fn pattern(&self) -> &str {
        &self.pattern
    }

    fn triggers(&self) -> &[String] {
        &self.trigger
    }
}

struct Fields {
    shapes: Shapes<Field>,
    names: HashSet<String>,
    topics: AhoCorasick,
}

/// Strings of which a text holds one if a field matches it.
pub(super) fn triggers() -> impl Iterator<Item = &'static str> {
    FIELDS.shapes.triggers()
}

static FIELDS: LazyLock<Fields> = LazyLock::new(|| {
    let catalogue: Catalogue =
        data!("templates").expect("the embedded fields parse: a test reads them");
    Fields {
        shapes: Shapes::new(catalogue.field),
        names: catalogue.names,
        topics: AhoCorasick::new(&catalogue.topics)
            .expect("a list of short strings makes an automaton: a test builds it"),
    }
});

/// Findings of one document of each kind.
const MOST: usize = 20;
/// This many different fields make a document one about templates.
const MANY: usize = 6;

#[derive(Default)]
struct UnfilledTemplate {
    technical: Technical,
    /// Uncertain ones, which wait for the end of the document.
    waiting: Vec<(Place, Draft)>,
    /// Different fields seen, and how often; no more than `MANY`.
    seen: HashMap<String, u32>,
    reported: usize,
    /// The mark-up is a template itself.
    source: bool,
}

impl UnfilledTemplate {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    fn found(
        &mut self,
        block: &Block,
        field: &Field,
        captures: &regex::Captures<'_>,
        findings: &mut Findings<'_>,
    ) {
        let Some(whole) = captures.name("p").or_else(|| captures.get(0)) else {
            return;
        };
        if let Some(name) = captures.name("name")
            && !FIELDS.names.contains(&name.as_str().to_lowercase())
        {
            return;
        }
        let shown = whole.as_str();
        if self.seen.len() < MANY || self.seen.contains_key(shown) {
            *self.seen.entry(shown.to_owned()).or_default() += 1;
        }
        let before = block.text[..whole.start()].trim_end().chars().next_back();
        if before == Some(OBJECT) || is_quoted(&block.text, whole.start(), whole.end()) {
            return;
        }
        let message = if field.markup {
            format!("“{shown}” says that the element is still to be translated")
        } else {
            format!("“{shown}” is a field that was never filled")
        };
        let mut draft = Draft::new(&UNFILLED_TEMPLATE, message);
        if let Some(severity) = field.severity {
            draft = draft.severity(severity);
        }
        if field.certain {
            if self.reported < MOST {
                self.reported += 1;
                findings.report(block, whole.range(), draft);
            }
        } else if self.waiting.len() < MOST {
            self.waiting.push((Place::of(block, &whole.range()), draft));
        }
    }
}

impl Examiner for UnfilledTemplate {
    fn machine_text(&self) -> bool {
        true
    }

    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        let prose = block.kind.is_prose();
        if prose {
            self.technical.look(block, context);
        } else if block.kind != Kind::Markup {
            return;
        } else {
            self.source |= is_template_source(&block.text);
        }
        let text = block.text.as_str();
        if !context.bytes.calls_for(Search::Template) {
            return;
        }
        let mut met = FIELDS.shapes.met(text, context.bytes).peekable();
        let about = prose && met.peek().is_some() && speaks_of_templates(text);
        for (field, regex) in met {
            let skipped = field.markup == prose
                || (about && !field.certain)
                || (field.generated && context.document.format == Format::Markdown)
                || (field.label && (block.kind.is_running() || block.kind == Kind::Cell));
            if skipped {
                continue;
            }
            for captures in regex.captures_iter(text) {
                self.found(block, field, &captures, findings);
            }
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if self.source || self.technical.is_document() || self.seen.len() >= MANY {
            return;
        }
        for (place, draft) in self.waiting.drain(..) {
            findings.report_at(place, draft);
        }
    }
}

/// Tags that a template engine works on in the browser or on the server.
fn is_template_source(markup: &str) -> bool {
    static SIGNS: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::new([
            " ng-",
            " v-if",
            " v-for",
            " v-bind",
            " x-data",
            " th:",
            " *ngIf",
            " data-bind=",
            "{%",
            "{{",
            "<%",
            "<?php",
        ])
        .expect("a fixed list of short strings makes an automaton: a test builds it")
    });
    SIGNS.is_match(markup)
}

/// A text with code in it, or with words for templates.
fn speaks_of_templates(text: &str) -> bool {
    let prose: String = text
        .chars()
        .filter(|c| !matches!(c, '{' | '}' | '[' | ']' | '%' | '$'))
        .collect();
    let lower = prose.to_lowercase();
    text.len() > 40
        && (technical::signs(&prose, 2) > 1
            || FIELDS.topics.is_match(&lower) && !lower.starts_with("lorem ipsum"))
}

/// Between quotation marks it is spoken of.
fn is_quoted(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    before.is_some_and(|c| "\"'“„‘‚«‹「『`\u{FFFC}".contains(c))
        && after.is_some_and(|c| "\"'”“’‘»›」』`\u{FFFC}".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sieve::Bytes;

    #[test]
    fn every_field_holds_its_examples() {
        let hits = |field: &Field, text: &str| {
            FIELDS
                .shapes
                .met(text, Bytes::of(text))
                .filter(|(met, _)| std::ptr::eq(*met, field))
                .flat_map(|(_, regex)| regex.captures_iter(text))
                .any(|captures| {
                    captures
                        .name("name")
                        .is_none_or(|name| FIELDS.names.contains(&name.as_str().to_lowercase()))
                })
        };
        for field in FIELDS.shapes.entries() {
            for text in &field.flagged {
                assert!(hits(field, text), "{} misses {text}", field.pattern);
            }
            for text in &field.clean {
                assert!(!hits(field, text), "{} hits {text}", field.pattern);
            }
        }
    }

    #[test]
    fn texts_about_templates_are_told() {
        assert!(speaks_of_templates(
            "The template has a field {name}, which the program fills."
        ));
        assert!(!speaks_of_templates(
            "Hola {name}, tu pedido está listo y te espera en la tienda."
        ));
        assert!(
            is_template_source("<div ng-repeat=\"x\">") && !is_template_source("<div class=\"x\">")
        );
        assert!(is_quoted(
            "the word “TODO” is",
            "the word “".len(),
            "the word “TODO".len()
        ));
    }
}
