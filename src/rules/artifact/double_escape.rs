//! `artifact/double-escape`.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use regex::Regex;
use serde::Deserialize;

use super::technical::Technical;
use crate::block::Block;
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, rule};
use crate::sieve::Search;

rule! {
    /// # What it finds
    /// A character reference or escape that readers see as such, because it was escaped twice or never decoded.
    ///
    /// `&#39;`, `&quot;`, `&nbsp;` and their like in the text after decoding (so `&amp;#39;` in a page), also torn apart
    /// (`& nbsp;`, `&quot ;`, `＆quot；`); `\u00e9` and `\x27` inside words; `%20` between words outside addresses. One
    /// finding for each paragraph.
    ///
    /// # Why it matters
    /// Readers see code where a quotation mark or a letter belongs. Translation services return escaped text, and what
    /// escapes it again does so for the whole site.
    ///
    /// # Examples
    /// ```flagged lang=en at=1:8
    /// It didn&#39;t happen, she said &quot;for once&quot;.
    /// ```
    /// ```flagged lang=fr at=1:18
    /// Le concert au caf\u00e9 du port commence.
    /// ```
    /// ```flagged lang=de at=1:5
    /// Das & quot; neue & quot; Rathaus ist alt.
    /// ```
    /// ```flagged lang=it at=1:15
    /// Il sindaco di San%20Marino ha parlato.
    /// ```
    /// ```clean lang=en
    /// In HTML, write &amp; for the ampersand and &lt; for the sign.
    /// ```
    /// ```clean lang=en
    /// Marks & Spencer and AT&T; they merged in 1999.
    /// ```
    /// ```clean lang=de
    /// Die Seite http://example.org/?a=1&amp;b=2 zeigt das Bild my%20photo.jpg an.
    /// ```
    /// ```clean lang=ru
    /// Запишите файл в C:\users\x64 и откройте его.
    /// ```
    ///
    /// # Known mistakes
    /// A paragraph that speaks of mark-up or encodings is passed over, and so is a document full of code.
    ///
    /// # References
    /// MQM, design/markup. HTML Standard, named character references. bicleaner-hardrules, `no_escaped_unicode`.
    pub DOUBLE_ESCAPE = "artifact/double-escape", Major, "design/markup", on, DoubleEscape::start
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    entities: HashSet<String>,
    topics: Vec<String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("double-escape").expect("the embedded data parse: a test reads them"));

static TOPICS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(&DATA.topics).expect("a list of short strings makes an automaton")
});

pub(super) const SIGNS: [&str; 7] = ["&", "＆", "\\u", "\\x", "%20", "%C3%", "%D0%"];

static TRIGGERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::new(SIGNS).expect("a fixed list of short strings makes an automaton")
});

static ESCAPE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?P<reference>[&＆] ?(?:# ?(?P<decimal>\d{2,5})|#[xX](?P<hex>[0-9a-fA-F]{2,5})|(?P<name>[A-Za-z]{2,6}\d{0,2})) ?[;；])",
        r"|(?P<unicode>\\u(?P<code>[0-9a-fA-F]{4})|\\x(?P<byte>[0-9a-fA-F]{2}))",
        r"|(?P<percent>\p{L}+(?:%(?:20|[CDE][0-9A-F](?:%[89AB][0-9A-F])+)\p{L}*)+)"
    ))
    .expect("a fixed pattern compiles: a test uses it")
});

/// Findings that wait for the end of the document.
const WAITING: usize = 200;

#[derive(Default)]
struct DoubleEscape {
    technical: Technical,
    tags: u32,
    waiting: Vec<(Place, Draft)>,
}

impl DoubleEscape {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }
}

impl Examiner for DoubleEscape {
    fn block(&mut self, block: &Block, context: &Context<'_>, _: &mut Findings<'_>) {
        self.technical.look(block, context);
        let text = block.text.as_str();
        self.tags += u32::from(context.bytes.has(b'<') && holds_tag(text));
        if self.waiting.len() >= WAITING
            || !context.bytes.calls_for(Search::Escape)
            || !TRIGGERS.is_match(text)
        {
            return;
        }
        let mut first: Option<Range<usize>> = None;
        let mut count = 0;
        let mut decoded = String::new();
        for captures in ESCAPE.captures_iter(text) {
            let Some(whole) = captures.get(0) else {
                continue;
            };
            let Some(meaning) = meaning(text, &captures) else {
                continue;
            };
            if stands_alone(text, &whole.range()) {
                continue;
            }
            if first.is_none() {
                first = Some(whole.range());
                decoded = meaning;
            }
            count += 1;
        }
        let Some(span) = first else { return };
        if context.is_code(block)
            || holds_tag(text)
            || TOPICS.is_match(text.to_lowercase().as_str())
        {
            return;
        }
        let shown = &text[span.clone()];
        let message = if count == 1 {
            format!("“{shown}” stands in the text undecoded")
        } else {
            format!(
                "“{shown}” and {} more escapes stand in the paragraph undecoded",
                count - 1
            )
        };
        self.waiting.push((
            Place::of(block, &span),
            Draft::new(&DOUBLE_ESCAPE, message).suggestion(decoded),
        ));
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if self.technical.is_document() || self.tags > 2 {
            return;
        }
        for (place, draft) in self.waiting.drain(..) {
            findings.report_at(place, draft);
        }
    }
}

/// A tag in the text: what is read as text is mark-up, or speaks of it.
fn holds_tag(text: &str) -> bool {
    memchr::memchr_iter(b'<', text.as_bytes()).any(|at| {
        let rest = text[at + 1..].strip_prefix('/').unwrap_or(&text[at + 1..]);
        let name = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        name > 0 && name < 12 && rest[name..].starts_with(['>', ' ', '/'])
    })
}

/// What the escape stands for; `None` when it is none, or not one that slipped into prose.
fn meaning(text: &str, captures: &regex::Captures<'_>) -> Option<String> {
    let whole = captures.get(0)?;
    let (start, end) = (whole.start(), whole.end());
    if captures.name("reference").is_some() {
        if in_address(text, start) {
            return None;
        }
        if let Some(name) = captures.name("name") {
            let torn = whole.as_str().contains(' ');
            let known = DATA.entities.contains(name.as_str());
            let plain = matches!(name.as_str(), "amp" | "lt" | "gt");
            // "a & b ;" is prose: a torn reference is one that nobody would write as a word
            return (known && !(torn && plain && !whole.as_str().contains("amp")))
                .then(|| decode(name.as_str()));
        }
        let code = captures
            .name("decimal")
            .and_then(|digits| digits.as_str().parse().ok())
            .or_else(|| u32::from_str_radix(captures.name("hex")?.as_str(), 16).ok())?;
        return char::from_u32(code)
            .filter(|c| !c.is_control())
            .map(String::from);
    }
    if captures.name("unicode").is_some() {
        let digits = captures
            .name("code")
            .or_else(|| captures.name("byte"))?
            .as_str();
        let character = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        let before = text[..start]
            .chars()
            .next_back()
            .is_some_and(|c| class(c).is_letter());
        let after = text[end..]
            .chars()
            .next()
            .is_some_and(|c| class(c).is_letter());
        let fits = if character.is_ascii() {
            matches!(character, '\'' | '"' | '&') && before && after
        } else {
            before || after || text[end..].starts_with("\\u")
        };
        let path = text[..start].ends_with([':', '\\', '/'])
            || text[start..]
                .split(' ')
                .next()
                .is_some_and(|t| t.contains('/'));
        return (fits && !path && !character.is_control()).then(|| character.to_string());
    }
    if in_address(text, start) || text[end..].starts_with(['.', '/', '%', '=', '-', '_']) {
        return None;
    }
    percent(whole.as_str())
}

/// Inside an address or a path: the unbroken text around `at` holds what words do not.
fn in_address(text: &str, at: usize) -> bool {
    let start = text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + 1);
    let end = text[at..]
        .find(char::is_whitespace)
        .map_or(text.len(), |space| at + space);
    let start = crate::position::floor_char(text, start);
    text[start..end].contains(['/', '=', '?', '@', '\\'])
}

/// An escape between quotation marks, or with nothing else in its block, is spoken of.
fn stands_alone(text: &str, span: &Range<usize>) -> bool {
    let before = text[..span.start].trim_end().chars().next_back();
    let after = text[span.end..].trim_start().chars().next();
    match (before, after) {
        (None, None) => true,
        (Some(before), Some(after)) => {
            "\"'“„‘‚«»‹(「『`\u{FFFC}".contains(before)
                && "\"'”“’‘»«›)」』`\u{FFFC}".contains(after)
        }
        _ => false,
    }
}

fn decode(name: &str) -> String {
    match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => "\u{A0}",
        _ => "",
    }
    .to_owned()
}

/// The words behind percent signs, if they are such.
fn percent(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'%' {
            let digits = text.get(at + 1..at + 3)?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
            at += 3;
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    let decoded = String::from_utf8(out).ok()?;
    decoded
        .chars()
        .all(|c| class(c).is_word() || c == ' ')
        .then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(text: &str) -> Vec<String> {
        ESCAPE
            .captures_iter(text)
            .filter_map(|captures| meaning(text, &captures))
            .collect()
    }

    #[test]
    fn escapes_are_decoded() {
        assert_eq!(
            meanings("didn&#39;t &quot;x&quot; caf\\u00e9"),
            ["'", "\"", "\"", "é"]
        );
        assert_eq!(meanings("& nbsp; ＆quot； &# 39;"), ["\u{A0}", "\"", "'"]);
        assert_eq!(
            meanings("New%20York und M%C3%BCnchen"),
            ["New York", "München"]
        );
    }

    #[test]
    fn what_is_no_escape() {
        for text in [
            "AT&T; and",
            "R & D ; x",
            "?a=1&amp;b=2",
            "C:\\x64 \\users",
            "a & lt ; b",
            "file%20name.pdf",
            "&unknown;",
        ] {
            assert!(meanings(text).is_empty(), "{text}");
        }
        assert!(stands_alone(
            "the entity “&amp;” is",
            &("the entity “".len().."the entity “&amp;".len())
        ));
    }
}
