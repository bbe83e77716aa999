//! `bilingual/punctuation-spacing`.

use std::ops::Range;

use super::plain::is_credits;
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};
use crate::rules::artifact::detached_punctuation::{self as spacing, DETACHED_PUNCTUATION};

rule! {
    /// # What it finds
    /// Punctuation of the target that lacks the space behind it, has one before it where the language sets none, or lacks
    /// the one that French sets before `;`, `:`, `!`, `?` and inside « ».
    ///
    /// Which space it is does not count. Canadian French sets one before the colon only, Swiss French as it likes. What the source has as well,
    /// addresses, times, ratios, entities, emoji names, placeholders and tags are left alone.
    ///
    /// # Why it matters
    /// Readers of the language see at once that the text was not written in it.
    ///
    /// # Examples
    /// ```flagged source=en lang=fr format=tsv at=1:42
    /// Is the bridge open?⇥Le pont est-il ouvert?
    /// ```
    /// ```flagged source=en lang=de format=tsv at=1:42
    /// The bridge is closed, he says.⇥Die Brücke,sagt er, ist gesperrt.
    /// ```
    /// ```flagged source=en lang=es format=tsv
    /// Pages read!⇥Páginas leídas !
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Is the bridge open? He says: "no"⇥Le pont est-il ouvert ? Il dit : « non »
    /// At 10:30, see https://example.org/?a:b &amp; :smile:⇥À 10:30, voir https://example.org/?a:b &amp; :smile:
    /// ```
    /// ```clean source=en lang=fr-CA format=tsv
    /// Is the bridge open?⇥Le pont est-il ouvert?
    /// ```
    /// ```clean source=en lang=it format=tsv
    /// Your names⇥Ada Esempio,Bruno Prova
    /// ```
    /// ```clean source=en lang=fr-CH format=tsv
    /// Is the bridge open?⇥Le pont est-il ouvert?
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// a,b,c in the file .bashrc ... and so on⇥a,b,c in der Datei .bashrc ... und so weiter
    /// ```
    /// ```clean source=en lang=zh-Hans format=tsv
    /// The bridge is closed, he says.⇥他说,桥已关闭。
    /// ```
    ///
    /// # Known mistakes
    /// Code and formulas that only the target holds.
    ///
    /// # References
    /// Lexique des règles typographiques en usage à l'Imprimerie nationale; Weblate `punctuation_spacing`; translate-toolkit
    /// `puncspacing`; Verifika's punctuation checks.
    pub PUNCTUATION_SPACING = "bilingual/punctuation-spacing", Minor, "locale/typography", on, pairs PunctuationSpacing::start
}

/// Findings a unit.
const MOST: usize = 3;

/// First bytes of the marks: of « » it is 0xC2, everything else is ASCII.
static BEGINS: [bool; 256] = {
    let mut table = [false; 256];
    let marks = b",;:!?.\xC2";
    let mut index = 0;
    while index < marks.len() {
        table[marks[index] as usize] = true;
        index += 1;
    }
    table
};

struct PunctuationSpacing {
    language: String,
    manner: Manner,
}

/// How a language spaces its punctuation.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a custom of its own")]
struct Manner {
    /// A space before tall marks.
    tall: bool,
    /// It must be there.
    strict: bool,
    /// Only before colons and inside quotation marks.
    colon_only: bool,
    /// Nothing is said: no spaces between words, or free.
    silent: bool,
}

impl Manner {
    fn of(language: &str) -> Self {
        let primary = crate::tag::primary(language);
        let tall = spacing::is_tall(primary);
        Self {
            tall,
            strict: matches!(primary, "fr" | "br"),
            colon_only: spacing::is_colon_only(language),
            silent: language.is_empty()
                || spacing::is_loose(primary)
                || spacing::is_free(language)
                || primary == "ko",
        }
    }
}

impl PunctuationSpacing {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self {
            language: String::new(),
            manner: Manner::of(""),
        })
    }
}

impl PairExaminer for PunctuationSpacing {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let language = pair.target.language.unwrap_or_default();
        if self.language != language {
            language.clone_into(&mut self.language);
            self.manner = Manner::of(language);
        }
        if self.manner.silent || !pair.is_translated() {
            return;
        }
        let text = pair.target.text;
        let bytes = text.as_bytes();
        let mut found = 0;
        for at in 1..bytes.len() {
            if !BEGINS[usize::from(bytes[at])] || !(self.manner.strict || is_odd(bytes, at)) {
                continue;
            }
            let Some((span, fault)) = look(text, at, self.manner) else {
                continue;
            };
            if exempt(pair, at) || is_credits(pair.source.text) {
                continue;
            }
            if fault == Fault::Before
                && findings.reported(&DETACHED_PUNCTUATION, pair.target_start(span.start))
            {
                continue;
            }
            found += 1;
            if found > MOST {
                break;
            }
            let mark = text[at..].chars().next().unwrap_or(',');
            let message = match fault {
                Fault::Behind => format!("no space behind “{mark}”"),
                Fault::Before => format!("a space before “{mark}”"),
                Fault::French => format!("no space before “{mark}”, where French sets one"),
                Fault::Inside => format!("no space behind “{mark}”, where French sets one"),
            };
            let draft = Draft::new(&PUNCTUATION_SPACING, message).evidence(match fault {
                Fault::Behind => "behind",
                Fault::Before => "before",
                Fault::French | Fault::Inside => "french",
            });
            pair.report(span, draft, findings);
        }
    }
}

/// Whether something may be wrong about the mark at `at` in a language that wants no space before it: one stands there, or
/// a letter behind it.
#[inline]
fn is_odd(bytes: &[u8], at: usize) -> bool {
    // the last byte of a no-break space
    let spaced = matches!(bytes[at - 1], b' ' | 0xA0);
    let followed = bytes
        .get(at + 1)
        .is_some_and(|&next| next.is_ascii_alphabetic() || next >= 0x80);
    spaced || (followed && matches!(bytes[at], b',' | b';' | b'!' | b'?'))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Behind,
    Before,
    French,
    Inside,
}

/// What is wrong about the mark at `at`, and where.
fn look(text: &str, at: usize, manner: Manner) -> Option<(Range<usize>, Fault)> {
    let mark = text[at..].chars().next()?;
    let before = text[..at].chars().next_back()?;
    let after = text[at + mark.len_utf8()..].chars().next();
    let letter = |c: char| class(c).is_letter() || class(c).is_mark();
    match mark {
        '«' if manner.strict => {
            let after = after?;
            (class(after).is_word()).then(|| (at..at + mark.len_utf8(), Fault::Inside))
        }
        '»' if manner.strict => (letter(before) || matches!(before, '.' | '!' | '?'))
            .then(|| (at..at + mark.len_utf8(), Fault::French)),
        ';' | ':' | '!' | '?'
            if manner.strict && (!manner.colon_only || mark == ':') && letter(before) =>
        {
            let ends =
                after.is_none_or(|c| c.is_whitespace() || matches!(c, '»' | '"' | ')' | '<'));
            ends.then(|| (at..at + 1, Fault::French))
        }
        ',' | ';' | '!' | '?'
            if letter(before) && after.is_some_and(|c| letter(c) && !c.is_ascii_digit()) =>
        {
            Some((at..at + 1, Fault::Behind))
        }
        ',' | ';' | ':' | '!' | '?' | '.' if matches!(before, ' ' | '\u{A0}') => {
            let tall = manner.tall && mark != ',' && mark != '.';
            let ends = after.is_none_or(char::is_whitespace);
            let word = text[..at]
                .trim_end()
                .chars()
                .next_back()
                .is_some_and(letter);
            let start = at - before.len_utf8();
            (!tall && ends && word && mark != ':').then_some((start..at + 1, Fault::Before))
        }
        _ => None,
    }
}

/// The token around the mark is technical, or the source has the like.
fn exempt(pair: &Pair<'_>, at: usize) -> bool {
    let text = pair.target.text;
    let start = text[..at]
        .rfind(char::is_whitespace)
        .map_or(0, |space| space + 1);
    let start = crate::position::floor_char(text, start);
    let end = text[at..]
        .find(char::is_whitespace)
        .map_or(text.len(), |space| at + space);
    let token = &text[start..end];
    let mark = text[at..].chars().next().unwrap_or(',');
    if token.contains([
        '/', '\\', '=', '$', '%', '{', '}', '&', '@', '#', '`', '|', '_', '*', '^', '~',
    ]) || token.starts_with(['<', '-'])
        || token.contains("::")
        || (token.starts_with(':') && token.len() > 2 && token.ends_with(':'))
        || (token.len() > 2 && pair.source.text.contains(token))
    {
        return true;
    }
    // coordinates, and the Greek word with a comma in it
    let alone = |head: Option<&str>| {
        head.is_some_and(|head| head.chars().filter(|c| c.is_alphanumeric()).count() == 1)
    };
    if alone(token.split(mark).next())
        || token.contains("ό,τι")
        || token.contains("ὅ,τι")
        || token.contains("Ό,τι")
    {
        return true;
    }
    // inside a tag
    if let Some(open) = text[..at].rfind('<')
        && !text[open..at].contains('>')
        && text[at..].contains('>')
    {
        return true;
    }
    // the source sets the same mark in the same way
    let spaced = |text: &str, at: usize| text[..at].ends_with(char::is_whitespace);
    let follows =
        |text: &str, at: usize| text[at + mark.len_utf8()..].starts_with(char::is_alphabetic);
    let (before, behind) = (spaced(text, at), follows(text, at));
    let source = pair.source.text;
    source
        .match_indices(mark)
        .any(|(at, _)| (before && spaced(source, at)) || (behind && follows(source, at)))
}
