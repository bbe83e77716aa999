//! `artifact/repeated-word`.

use super::listing::is_listing;
use super::period::{self, Run};
use super::repetition;
use crate::block::{Block, Kind};
use crate::chars::{Script, class};
use crate::document::{Document, Format};
use crate::finding::{Draft, Findings};
use crate::rule::{Context, Examiner, Severity, rule};
use crate::words::Word;

rule! {
    /// # What it finds
    /// A word that stands twice in a row in running text, or in Chinese, Japanese and other scripts without spaces a
    /// stretch of four characters or more that does.
    ///
    /// The finding is the second one. White space alone may stand between the two; numbers, single letters, names (both
    /// with a capital) and words that end one sentence and begin the next do not count. Words that a language doubles
    /// in good style are known by language; where doubling is part of the grammar (Turkish, Hindi, Indonesian, …) the
    /// rule keeps quiet.
    ///
    /// # Why it matters
    /// Readers stumble over it, and it often shows where a segment was joined or edited in a hurry.
    ///
    /// # Examples
    /// ```flagged lang=en at=1:32
    /// The more stars, the darker the the sky above the moor.
    /// ```
    /// ```flagged lang=de at=1:36
    /// Die Bibliothek öffnet am Montag um um neun Uhr.
    /// ```
    /// ```flagged lang=en at=1:5
    /// The the bridge has been closed since November.
    /// ```
    /// ```flagged lang=ru at=1:25
    /// Мост был построен через через реку в прошлом году.
    /// ```
    /// ```flagged lang=zh at=1:10
    /// 今年春天大学图书馆大学图书馆将借出园艺工具。
    /// ```
    /// ```clean lang=en
    /// She knew that that was wrong, and he had had enough.
    /// ```
    /// ```clean lang=fr
    /// Vous vous levez tôt, et nous nous couchons tard.
    /// ```
    /// ```clean lang=de
    /// Die Stadt, die die Brücke baut, hat eine, die sie sie nennen lässt.
    /// ```
    /// ```clean lang=en
    /// They flew to Bora Bora. Bora is the name of a wind. Wind. wind! He went in, in spite of it.
    /// ```
    /// ```clean lang=tr
    /// Yavaş yavaş yürüdü ve adım adım ilerledi.
    /// ```
    /// ```clean lang=pt
    /// Se se tratar de um erro, avise-nos.
    /// ```
    /// ```clean lang=zh
    /// 他高高兴兴地走了，哈哈哈哈哈哈哈哈。研究研究再说。
    /// ```
    /// ```clean lang=ja
    /// 雷がゴロゴロゴロゴロと鳴り、ドッキンドッキンした。
    /// ```
    /// ```clean lang=en format=html
    /// <p>Type <code>time</code> time and press the key; see section 5 5 and a a.</p>
    /// ```
    ///
    /// # Known mistakes
    /// It passes over doubled names and German nouns, and over doubled words that are good style in the language
    /// elsewhere. In rendered manual pages the name of an argument follows the word for it (“the password password”): there
    /// a doubled word of four letters or more is neutral. Linguists' examples and lists of commands written as prose are flagged wrongly.
    ///
    /// # References
    /// translate-toolkit `doublewords`; Weblate “duplicate words” and its issues 10500, 3926, 6773, 8224, 14299.
    pub REPEATED_WORD = "artifact/repeated-word", Minor, "fluency/duplication", on, RepeatedWord::start
}

/// Characters of a repeated stretch in a script without spaces, at most.
const LONGEST: usize = 20;

/// In rendered manual pages, set in from the eighth column on, the name of an argument often follows the word for it:
/// “with the password password”. Words from this length on are names.
const MANUAL_COLUMN: u64 = 8;
const MANUAL_WORD: usize = 4;

#[derive(Default)]
struct RepeatedWord {
    characters: Vec<(u32, char)>,
    runs: Vec<Run>,
}

impl RepeatedWord {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    /// A stretch of a run of an unspaced script that stands there twice.
    fn unspaced(
        &mut self,
        block: &Block,
        document: &Document,
        word: &Word,
        findings: &mut Findings<'_>,
    ) {
        let shortest = match word.script {
            Script::Han | Script::Hiragana | Script::Katakana | Script::Bopomofo => 4,
            _ => 8,
        };
        let text = word.text(&block.text);
        if text.len() < 6 * shortest {
            return;
        }
        self.characters.clear();
        self.characters.extend(
            text.char_indices()
                .map(|(at, c)| (u32::try_from(at).unwrap_or(u32::MAX), c)),
        );
        let characters = &self.characters;
        period::runs(
            characters.len(),
            1..=LONGEST,
            |_| 2,
            |i, j| characters[i].1 == characters[j].1,
            &mut self.runs,
        );
        let mut done = 0;
        for index in 0..self.runs.len() {
            let run = self.runs[index];
            let periodic = self.runs[..index].iter().any(|inner| {
                inner.start < run.end
                    && run.start < inner.end
                    && inner.period < run.period
                    && inner.end - inner.start >= run.period
            });
            let stretch = &characters[run.start..run.start + run.period];
            if run.period < shortest
                || periodic
                || run.repeats() > 2
                || run.start < done
                || is_sound(stretch)
            {
                continue;
            }
            done = run.end;
            let from = word.start as usize + characters[run.start + run.period].0 as usize;
            let until = characters
                .get(run.start + 2 * run.period)
                .map_or(word.end as usize, |&(at, _)| (word.start + at) as usize);
            report(block, document, from..until, findings);
        }
    }
}

/// Kana alone, and short: the word for a sound.
fn is_sound(stretch: &[(u32, char)]) -> bool {
    stretch.len() <= 6
        && stretch.iter().all(|&(_, c)| {
            matches!(
                class(c).script(),
                Script::Hiragana | Script::Katakana | Script::Common
            )
        })
}

fn report(
    block: &Block,
    document: &Document,
    span: std::ops::Range<usize>,
    findings: &mut Findings<'_>,
) {
    let word = &block.text[span.clone()];
    let mut draft = Draft::new(&REPEATED_WORD, format!("“{word}” stands twice in a row"));
    if document.format == Format::Text
        && word.chars().count() >= MANUAL_WORD
        && block.place(&(0..1)).0.column >= MANUAL_COLUMN
    {
        draft = draft.severity(Severity::Neutral).evidence("manual");
    }
    findings.report(block, span, draft);
}

impl Examiner for RepeatedWord {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if !(block.kind.is_running() || matches!(block.kind, Kind::Heading | Kind::Caption)) {
            return;
        }
        let text = &block.text;
        let words = context.words;
        for (index, word) in words.iter().enumerate() {
            if word.unspaced() {
                self.unspaced(block, context.document, word, findings);
                continue;
            }
            let Some(next) = words.get(index + 1) else {
                break;
            };
            if next.end - next.start != word.end - word.start
                || !is_doubled(text, word, next)
                || is_series(text, words, index)
                || repetition::is_productive(context.primary())
                || repetition::is_usual(word.text(text), context.primary())
                || in_technical_company(text, word, next)
                || is_listing(text)
            {
                continue;
            }
            report(block, context.document, next.range(), findings);
        }
    }
}

/// Whether the two words are the same, with white space alone between them.
fn is_doubled(text: &str, one: &Word, two: &Word) -> bool {
    if one.letters < 2 || one.digits > 0 || one.mixed || two.capitalised || one.is_all_caps() {
        return false;
    }
    let (first, second) = (one.text(text), two.text(text));
    let between = &text[one.end as usize..two.start as usize];
    (first == second || (one.capitalised && first.to_lowercase() == second)) && is_gap(between)
}

/// One space, or a line break with its indentation.
fn is_gap(between: &str) -> bool {
    matches!(between, " " | "\u{A0}")
        || (between.contains('\n')
            && between.matches('\n').count() == 1
            && between.chars().all(|c| matches!(c, ' ' | '\n' | '\r')))
}

/// The same word three times or more: emphasis, a chant, a list of values, or a loop, which has its own rule.
fn is_series(text: &str, words: &[Word], index: usize) -> bool {
    let word = words[index].text(text);
    let same = |other: Option<&Word>| other.is_some_and(|other| other.text(text) == word);
    same(words.get(index + 2)) || (index > 0 && same(words.get(index - 1)))
}

/// Part of a command, a path, a compound or a formula.
fn in_technical_company(text: &str, one: &Word, two: &Word) -> bool {
    let before = text[..one.start as usize].chars().next_back();
    let after = &text[two.end as usize..];
    let mut following = after.chars();
    let technical = |c: char| {
        matches!(
            c,
            '-' | '‐'
                | '‑'
                | '–'
                | '/'
                | '\\'
                | '_'
                | '@'
                | '#'
                | '$'
                | '%'
                | '='
                | '<'
                | '>'
                | '|'
                | '*'
                | '+'
                | '~'
                | '·'
                | '^'
                | '&'
                | '`'
                | '{'
                | '}'
                | '['
                | '('
        )
    };
    before.is_some_and(|c| {
        technical(c) && c != '(' && c != '[' || c == '.' || c == ':' || c == '\'' || c == '’'
    }) || match following.next() {
        Some('.' | ':') => following
            .next()
            .is_some_and(|c| class(c).is_word() || c == ':'),
        Some('\'' | '’') => true,
        Some(c) => technical(c) || after.trim_start().starts_with("..."),
        None => false,
    }
}
