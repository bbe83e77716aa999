//! `artifact/mixed-quotes`.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::listing::is_listing;
use crate::block::{Block, Kind};
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Context, Examiner, Severity, rule};

rule! {
    /// # What it finds
    /// A quotation that is opened with one kind of quotation mark and closed with another: “…".
    ///
    /// The finding is the closing mark. Every pair that is right in some language is let pass (“ ”, „ “, „ ”, ” ”, « »,
    /// » «, » »). Besides, one neutral finding a document says where straight marks first stand around running words in a text
    /// that mostly uses typographic ones.
    ///
    /// # Why it matters
    /// Engines copy the marks of their training texts; a quotation whose ends do not match looks broken, and readers
    /// cannot be sure where it ends.
    ///
    /// # Examples
    /// ```flagged lang=en at=1:30
    /// “Now it sings only in a gale," the innkeeper said, “and that is when we need cheering up.”
    /// ```
    /// ```flagged lang=fr at=1:30
    /// Le maire a dit « tout va bien" avant de partir.
    /// ```
    /// ```flagged lang=de at=1:27
    /// Er sagte: „Wir kommen bald" und ging.
    /// ```
    /// ```flagged lang=en at=5:10
    /// “We came early,” she said. “It was dark.”
    ///
    /// “We left late,” he said.
    ///
    /// He said, "It was all over by ten," and left.
    /// ```
    /// ```clean lang=de
    /// „Wir kommen“, sagte er. »Bald«, sagte sie. ‚Jetzt‘, dachten „die ‚anderen‘ alle“.
    /// ```
    /// ```clean lang=sv
    /// ”Vi kommer”, sade hon. »Snart», sade han. ”Nu”.
    /// ```
    /// ```clean lang=en
    /// “He said "hello" to me,” she recalled. A 5" disk, a 6'2" man and “a 12" record” cost $5.
    /// ```
    /// ```clean lang=en
    /// “This quotation runs on over paragraphs.
    ///
    /// “Each of them opens, and only the last one closes.”
    /// ```
    /// ```clean lang=he
    /// צה"ל וארה"ב הודיעו על “הפסקת אש” אתמול.
    /// ```
    /// ```clean lang=pl
    /// Powiedział: „To jest «nasz» most”, i odszedł.
    /// ```
    /// ```clean lang=en format=html
    /// <p>“Type <code>echo "a</code> and press the key,” it says, and "quote" is a word in "straight" marks.</p>
    /// ```
    ///
    /// # Known mistakes
    /// Single quotation marks are not looked at: they cannot be told from apostrophes.
    ///
    /// # References
    /// Unicode Standard, section 6.2; CLDR delimiters; Okapi `CheckMate` quotation patterns; MQM locale/quotation.
    pub MIXED_QUOTES = "artifact/mixed-quotes", Minor, "fluency/punctuation", on, MixedQuotes::start
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    high: HashSet<String>,
    closing: HashMap<char, String>,
}

static DATA: LazyLock<Data> =
    LazyLock::new(|| data!("quotation").expect("the embedded pairs parse: a test reads them"));

fn closes(opener: char, closer: char) -> bool {
    DATA.closing
        .get(&opener)
        .is_some_and(|list| list.contains(closer))
}

/// Marks of one block that are looked at: no paragraph has more.
const MARKS: usize = 2000;
/// Words between straight marks that make a quotation rather than a term.
const WORDS: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Opens,
    Closes,
    Unclear,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: usize,
    character: char,
    role: Role,
}

#[derive(Default)]
struct MixedQuotes {
    marks: Vec<Mark>,
    open: Vec<Mark>,
    /// Quotations in typographic and in straight marks.
    curly: u32,
    straight: u32,
    first_straight: Option<Place>,
}

impl MixedQuotes {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    /// Reads the marks of a block; false when it cannot be told what they do.
    fn read(&mut self, text: &str, language: Option<&str>) -> bool {
        let opens_high = language.is_none_or(|l| DATA.high.contains(l));
        self.marks.clear();
        for (at, character) in quotation_marks(text) {
            match role(text, at, character, opens_high) {
                None => {}
                Some(role) => self.marks.push(Mark {
                    at,
                    character,
                    role,
                }),
            }
            if self.marks.len() > MARKS {
                return false;
            }
        }
        let straight = self
            .marks
            .iter()
            .filter(|mark| mark.character == '"')
            .count();
        for mark in &mut self.marks {
            if mark.role == Role::Unclear {
                if straight > 1 || mark.character != '"' {
                    return false;
                }
                mark.role = Role::Closes;
            }
        }
        true
    }

    fn pair(&mut self, block: &Block, findings: &mut Findings<'_>) {
        let text = &block.text;
        self.open.clear();
        for index in 0..self.marks.len() {
            let mark = self.marks[index];
            if mark.role == Role::Opens {
                self.open.push(mark);
                continue;
            }
            let Some(&opener) = self.open.last() else {
                continue;
            };
            if closes(opener.character, mark.character) {
                self.open.pop();
                self.count(block, opener, mark);
                continue;
            }
            if let Some(outer) = self
                .open
                .iter()
                .rposition(|o| closes(o.character, mark.character))
            {
                self.open.truncate(outer);
                continue;
            }
            // The right mark may still come: then this one is an inch sign or the end of something else.
            let later = self.marks[index + 1..]
                .iter()
                .take(8)
                .take_while(|next| next.role == Role::Closes)
                .any(|next| closes(opener.character, next.character));
            if later {
                continue;
            }
            self.open.pop();
            let inside = &text[opener.at + opener.character.len_utf8()..mark.at];
            if !inside.chars().any(|c| class(c).is_letter()) || is_listing(text) {
                continue;
            }
            let message = format!(
                "the quotation “{} … {}” opens with {} and closes with {}",
                head(inside),
                tail(inside),
                opener.character,
                mark.character
            );
            findings.report(
                block,
                mark.at..mark.at + mark.character.len_utf8(),
                Draft::new(&MIXED_QUOTES, message).evidence("pair"),
            );
        }
    }

    fn count(&mut self, block: &Block, opener: Mark, closer: Mark) {
        if opener.character == '"' {
            let inside = &block.text[opener.at + 1..closer.at];
            let spoken = inside.ends_with([',', '.', '!', '?']);
            if !spoken
                || inside.split_whitespace().take(WORDS).count() < WORDS
                || is_listing(&block.text)
            {
                return;
            }
            self.straight += 1;
            if self.first_straight.is_none() {
                self.first_straight = Some(Place::of(block, &(opener.at..closer.at + 1)));
            }
        } else {
            self.curly += 1;
        }
    }
}

/// The quotation marks of a text that are looked at, with their places.
fn quotation_marks(text: &str) -> impl Iterator<Item = (usize, char)> {
    // Lead bytes of « and », of “ to ‟, and the straight mark.
    memchr::memchr3_iter(b'"', 0xC2, 0xE2, text.as_bytes()).filter_map(|at| {
        let character = text.get(at..)?.chars().next()?;
        matches!(character, '"' | '“' | '”' | '„' | '‟' | '«' | '»').then_some((at, character))
    })
}

/// What may stand right before an opening mark, but for white space.
const BEFORE: &str = "([{—–-/¿¡“„«‘‚'\"’";
/// What may stand right behind a closing mark, but for white space.
const AFTER: &str = ".,;:!?)]}…—–-/”“»’'\"。，、";

/// What a mark does, by its neighbours; `None` for inch signs and the like.
fn role(text: &str, at: usize, character: char, opens_high: bool) -> Option<Role> {
    let before = text[..at].chars().next_back();
    let after = text[at + character.len_utf8()..].chars().next();
    let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if character == '„' {
        return Some(Role::Opens);
    }
    let fixed = |c: Option<char>| matches!(c, Some('\u{A0}' | '\u{202F}'));
    let by_shape = fixed(before) || fixed(after) || (blank(before) && blank(after));
    if matches!(character, '«' | '»') && by_shape {
        return Some(if character == '«' {
            Role::Opens
        } else {
            Role::Closes
        });
    }
    let opening = |c: Option<char>| blank(c) || c.is_some_and(|c| BEFORE.contains(c));
    let closing = |c: Option<char>| blank(c) || c.is_some_and(|c| AFTER.contains(c));
    if character == '"' && before.is_some_and(|c| c.is_ascii_digit()) && !closing(after) {
        return None;
    }
    let left = opening(before);
    let right = closing(after);
    if matches!(character, '“' | '”') && is_beside_unspaced(text, at, character) {
        return Some(if character == '“' {
            Role::Opens
        } else {
            Role::Closes
        });
    }
    let role = match (left, right) {
        (true, false) if character == '”' && !opens_high => Role::Unclear,
        (true, false) => Role::Opens,
        (false, true) => Role::Closes,
        _ => match character {
            '“' | '«' => Role::Opens,
            '”' | '»' => Role::Closes,
            // Hebrew abbreviations: the mark stands inside the word.
            '"' if before.is_some_and(|c| class(c).is_letter())
                && after.is_some_and(|c| class(c).is_letter())
                && before.is_some_and(|c| !class(c).script().has_case())
                && before.is_some_and(|c| !class(c).script().is_unspaced()) =>
            {
                return None;
            }
            _ => Role::Unclear,
        },
    };
    Some(role)
}

/// Whether the nearest character on either side belongs to a script without spaces, where a mark's neighbours say
/// nothing about what it does.
fn is_beside_unspaced(text: &str, at: usize, character: char) -> bool {
    let unspaced = |c: Option<char>| {
        c.is_some_and(|c| class(c).script().is_unspaced() || matches!(c, '。' | '，' | '、' | '：'))
    };
    unspaced(text[..at].trim_end().chars().next_back())
        || unspaced(
            text[at + character.len_utf8()..]
                .trim_start()
                .chars()
                .next(),
        )
}

fn head(inside: &str) -> String {
    let words: Vec<&str> = inside.split_whitespace().take(4).collect();
    crate::finding::excerpt(&words.join(" "))
}

fn tail(inside: &str) -> String {
    let mut words: Vec<&str> = inside.split_whitespace().rev().take(4).collect();
    words.reverse();
    crate::finding::excerpt(&words.join(" "))
}

impl Examiner for MixedQuotes {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if !(block.kind.is_running() || matches!(block.kind, Kind::Caption | Kind::Heading)) {
            return;
        }
        if !(context.bytes.has(b'"') || context.bytes.has(0xC2) || context.bytes.has(0xE2)) {
            return;
        }
        let mut marks = quotation_marks(&block.text);
        if marks.next().is_none() || marks.next().is_none() {
            return;
        }
        if self.read(&block.text, context.primary()) {
            self.pair(block, findings);
        }
    }

    fn finish(&mut self, _: &Document, findings: &mut Findings<'_>) {
        if self.curly > self.straight
            && self.curly >= 2
            && let Some(place) = self.first_straight.take()
        {
            let message = format!(
                "the quotation stands in straight marks, {} others in typographic ones",
                self.curly
            );
            let draft = Draft::new(&MIXED_QUOTES, message)
                .severity(Severity::Neutral)
                .evidence("style");
            findings.report_at(place, draft);
        }
    }
}
