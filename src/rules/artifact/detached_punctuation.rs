//! `artifact/detached-punctuation`.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::listing::is_listing;
use crate::block::Block;
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, rule};
use crate::sieve::Search;

rule! {
    /// # What it finds
    /// A space before a comma, a full stop or a closing bracket, or behind an opening one, where the language sets none.
    ///
    /// Space before a semicolon, a question mark or an exclamation mark counts as well, except in French and the
    /// languages that follow its typography. In English a negation that a tokeniser cut off (“do n't”) is one too. A
    /// document has twenty findings at most; the last says how many more there are.
    ///
    /// # Why it matters
    /// Engines work on text whose punctuation has been parted from its words; what is not joined again reads as sloppy,
    /// and a line may begin with a full stop.
    ///
    /// # Examples
    /// ```flagged lang=nl at=1:4
    /// De molen , die in 1781 werd gebouwd, maalt nog elke zaterdag graan.
    /// ```
    /// ```flagged lang=nl at=1:20
    /// De nieuwe molenaar ( zij is van beroep timmervrouw ) heeft het vak geleerd.
    /// ```
    /// ```flagged lang=ru at=1:35
    /// Мост через реку построили сто лет назад .
    /// ```
    /// ```flagged lang=en at=1:3
    /// I do n't think that the bridge is open today.
    /// ```
    /// ```flagged lang=de at=1:27
    /// Wann wird die neue Brücke geöffnet ?
    /// ```
    /// ```clean lang=fr
    /// Quand ouvrira le pont ? Bientôt ! Il a dit : « oui » ; personne ne l’a cru.
    /// ```
    /// ```clean lang=en
    /// Use .NET or a .txt file, cost .5 each ... and so on :-) or ;-) and ( -f file ) and [ -d dir ] and wait ...
    /// ```
    /// ```clean lang=de
    /// Der Wert liegt zwischen 3 , 5 und a , b , c sowie A . B im Beispiel der alten Liste.
    /// ```
    /// ```clean lang=ja
    /// 橋は、来年、開通する（ 予定 ）。それは本当 ？
    /// ```
    /// ```clean lang=en
    /// for ( i = 0 ; i < n ; i++ ) { print ( i ) ; } is how the loop is written there
    /// ```
    ///
    /// # Known mistakes
    /// Spaces that mark-up leaves between a link and a full stop are flagged: readers see them too. Bibliographies in
    /// library style (ISBD) part their punctuation on purpose.
    ///
    /// # References
    /// translate-toolkit `puncspacing`; Weblate `punctuation_spacing`; ISO 690 and ISBD for bibliographies.
    pub DETACHED_PUNCTUATION = "artifact/detached-punctuation", Minor, "locale/typography", on, Detached::start
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Data {
    tall: HashSet<String>,
    loose: HashSet<String>,
    shell: HashSet<String>,
    negated: HashSet<String>,
    colon_only: HashSet<String>,
    free: HashSet<String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("spacing").expect("the embedded lists parse: a test reads them"));

/// A language (primary subtag) that sets a space before tall marks.
pub(crate) fn is_tall(language: &str) -> bool {
    DATA.tall.contains(language)
}

/// A language (primary subtag) written without spaces between words.
pub(crate) fn is_loose(language: &str) -> bool {
    DATA.loose.contains(language)
}

/// A variety that sets a space before the colon only.
pub(crate) fn is_colon_only(language: &str) -> bool {
    DATA.colon_only.contains(language)
}

/// A variety that sets it or not.
pub(crate) fn is_free(language: &str) -> bool {
    DATA.free.contains(language)
}

/// Findings a document, before the rest is counted only.
const MOST: u32 = 20;
/// Bytes between two brackets of a pair, at most.
const BRACKET: usize = 400;
/// Words of a block that counts as running text.
const WORDS: usize = 5;

/// What a block holds if a mark in it is detached.
pub(super) const PAIRS: [&str; 9] = [" ,", " .", " ;", " !", " ?", " )", "( ", " n't", " n’t"];

#[derive(Default)]
struct Detached {
    found: u32,
    rest: Option<Place>,
}

impl Detached {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    fn report(&mut self, block: &Block, found: Found, findings: &mut Findings<'_>) {
        self.found += 1;
        if self.found <= MOST {
            let draft =
                Draft::new(&DETACHED_PUNCTUATION, found.message).suggestion(found.suggestion);
            findings.report(block, found.span, draft);
        } else if self.rest.is_none() {
            self.rest = Some(Place::of(block, &found.span));
        }
    }
}

impl Examiner for Detached {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if !block.kind.is_running()
            || !context.bytes.calls_for(Search::Detached)
            || context.words.len() < WORDS
            || context.primary().is_some_and(|l| DATA.loose.contains(l))
        {
            return;
        }
        let text = &block.text;
        let bytes = text.as_bytes();
        let mut listing = None;
        for at in 1..bytes.len() {
            let found = match (bytes[at - 1], bytes[at]) {
                (b' ', b',' | b'.' | b';' | b'!' | b'?') => mark(text, at, context.primary()),
                (b' ', b')') => closing(text, at),
                (b'(', b' ') => opening(text, at - 1),
                (b' ', b'n') => negation(text, at, context.primary()),
                _ => None,
            };
            if let Some(found) = found
                && !*listing.get_or_insert_with(|| is_listing(text))
            {
                self.report(block, found, findings);
            }
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if let Some(place) = self.rest.take() {
            let message = format!(
                "{} more detached marks follow from here on",
                self.found - MOST
            );
            findings.report_at(place, Draft::new(&DETACHED_PUNCTUATION, message));
        }
    }
}

struct Found {
    span: Range<usize>,
    message: String,
    suggestion: String,
}

/// A word of an alphabet that ends before `at`, two letters long at least and not all capitals.
fn word_before(text: &str, at: usize) -> Option<&str> {
    let before = &text[..at];
    let start = before
        .char_indices()
        .rev()
        .take(60)
        .take_while(|&(_, c)| class(c).is_letter() || class(c).is_mark())
        .last()?
        .0;
    let word = &before[start..];
    let first = word.chars().next().map(class)?;
    let edge = before[..start].chars().next_back();
    let fits = (first.script().has_case() || first.script() == Script::Hangul)
        && word.chars().nth(1).is_some()
        && !(first.script().has_case() && word.chars().all(|c| class(c).is_upper()))
        && edge.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '“' | '„' | '«' | '"' | '\'' | '’' | '‘')
        });
    fits.then_some(word)
}

/// A mark at `at` behind a space.
fn mark(text: &str, at: usize, language: Option<&str>) -> Option<Found> {
    let mark = char::from(text.as_bytes()[at]);
    let rest = &text[at + 1..];
    let mut following = rest.chars();
    match following.next() {
        None => {}
        Some(c) if c.is_whitespace() => {}
        _ => return None,
    }
    let next = rest.trim_start().chars().next();
    match mark {
        ',' if !next.is_some_and(|c| class(c).is_letter() && !class(c).script().is_unspaced()) => {
            return None;
        }
        '.' if next.is_some_and(|c| !class(c).is_upper()) => return None,
        ';' | '!' | '?' => {
            let language = language?;
            if DATA.tall.contains(language)
                || next.is_some_and(|c| !class(c).is_letter())
                || (mark != ';' && next.is_some_and(|c| !class(c).is_upper()))
            {
                return None;
            }
            let word = rest.split_whitespace().next().unwrap_or_default();
            let word = word.trim_end_matches(|c| !class(c).is_word());
            if DATA.shell.contains(word) || (mark != ';' && !begins_sentence(text)) {
                return None;
            }
        }
        _ => {}
    }
    // “type . or ,”: short words may well stand before a mark that is talked about.
    let word = word_before(text, at - 1).filter(|word| word.chars().count() >= 4)?;
    let start = at - 1 - word.len();
    let options = text[..start].split_whitespace().rev().take(3);
    if options
        .into_iter()
        .any(|word| word.starts_with('-') && word.len() > 1)
    {
        return None;
    }
    Some(Found {
        span: start..at + 1,
        message: format!("a space stands before “{mark}” in “{word} {mark}”"),
        suggestion: format!("{}{mark}", &text[start..at - 1]),
    })
}

/// Whether the block begins like a sentence, not like a row of a table or a piece of one.
fn begins_sentence(text: &str) -> bool {
    let first = text
        .chars()
        .find(|c| !matches!(c, '¿' | '¡' | '“' | '„' | '«' | '"' | '‘' | '—' | '–' | ' '));
    first.is_some_and(|c| {
        class(c).is_upper() || class(c).is_digit() || class(c).script() == Script::Hangul
    })
}

/// A bracket at `open` with a space behind it; with its counterpart when that has one too.
fn opening(text: &str, open: usize) -> Option<Found> {
    let before = text[..open].chars().next_back();
    let word = text[..open]
        .split_whitespace()
        .next_back()
        .unwrap_or_default();
    if !before.is_none_or(char::is_whitespace) || word.contains('_') || word == "ESC" {
        return None;
    }
    let inside = &text[open + 1
        ..text
            .len()
            .min(crate::position::floor_char(text, open + BRACKET))];
    let close = inside.find(')')?;
    let content = &inside[..close];
    if content.contains(['(', '\n']) && content.contains('(')
        || !is_wording(content)
        || content.starts_with("  ")
    {
        return None;
    }
    let spaced = content.ends_with(' ');
    let end = if spaced {
        open + 1 + close + 1
    } else {
        open + 2 + first_word(content)
    };
    Some(Found {
        span: open..end,
        message: if spaced {
            format!(
                "spaces stand inside the brackets of “{}”",
                crate::finding::excerpt(&text[open..end])
            )
        } else {
            format!(
                "a space stands behind the bracket in “{}”",
                &text[open..end]
            )
        },
        suggestion: format!(
            "({}{}",
            &content.trim()[..if spaced {
                content.trim().len()
            } else {
                first_word(content)
            }],
            if spaced { ")" } else { "" }
        ),
    })
}

/// Length of the first word of `content`, which begins with one space.
fn first_word(content: &str) -> usize {
    let content = content.trim_start();
    content.find(char::is_whitespace).unwrap_or(content.len())
}

/// A closing bracket at `at` behind a space, whose counterpart has none.
fn closing(text: &str, at: usize) -> Option<Found> {
    let from = crate::position::floor_char(text, at.saturating_sub(BRACKET));
    let open = from + text[from..at].rfind(['(', ')'])?;
    let content = &text[open + 1..at];
    let before = text[..open].chars().next_back();
    if !text[open..].starts_with('(')
        || content.starts_with(char::is_whitespace)
        || !before.is_none_or(char::is_whitespace)
        || !is_wording(content)
    {
        return None;
    }
    let word = word_before(text, at - 1)?;
    Some(Found {
        span: at - 1 - word.len()..at + 1,
        message: format!("a space stands before “)” in “{word} )”"),
        suggestion: format!("{word})"),
    })
}

/// Words and nothing that looks like code.
fn is_wording(content: &str) -> bool {
    !is_listing(content.trim_start())
        && !content.contains([';', '=', '"', '&', '|', '$', '<', '>', '*'])
        && content.split_whitespace().any(|word| {
            word.chars().filter(|&c| class(c).is_letter()).count() >= 3
                && word
                    .chars()
                    .all(|c| class(c).script() == Script::Common || class(c).script().has_case())
        })
        && content.split_whitespace().nth(1).is_some()
        && !content.trim_start().starts_with(['-', '.', '!', '*'])
}

/// “do n't”.
fn negation(text: &str, at: usize, language: Option<&str>) -> Option<Found> {
    let rest = text[at..]
        .strip_prefix("n't")
        .or_else(|| text[at..].strip_prefix("n’t"))?;
    if language.is_some_and(|l| l != "en") || rest.starts_with(|c: char| class(c).is_word()) {
        return None;
    }
    let end = text.len() - rest.len();
    let word = word_before(text, at - 1)?;
    if !DATA.negated.contains(word.to_lowercase().as_str()) {
        return None;
    }
    let span = at - 1 - word.len()..end;
    Some(Found {
        message: format!("a space parts “{}”", &text[span.clone()]),
        suggestion: text[span.clone()].replace(' ', ""),
        span,
    })
}
