//! Words of another language inside text of the language expected.
//!
//! Languages of one script: the words' scores for the pair, and the best path through them ([`crate::lid::spans_of`]).
//! A language of another script: runs of its letters that read like its sentences.
//!
//! Names, titles, phrases at home in many languages and glosses in brackets are left alone.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::cleaning::{self, Sample};
use super::judge::Question;
use super::lang::Lang;
use super::{engine, function_words};
use crate::chars::{Script, class};
use crate::lid::{self, Pair, SpanCost, WordScore};

/// A run of foreign words.
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    /// From the first byte of the first word to the end of the last.
    pub range: Range<usize>,
    /// The language they are in.
    pub language: Lang,
    /// Letters in them.
    pub letters: u32,
}

/// What a stretch of text was found to be made of.
#[derive(Clone, Debug, Default)]
pub struct Mixture {
    /// The foreign runs, in reading order.
    pub foreign: Vec<Foreign>,
    /// Whether what is left is in the language expected, and not just the names in a foreign sentence.
    pub rest_is_own: bool,
}

impl Mixture {
    /// Whether foreign words stand in text of the language expected.
    #[must_use]
    pub fn is_mixed(&self) -> bool {
        self.rest_is_own && !self.foreign.is_empty()
    }

    /// Letters of foreign words in mixed text, at most `all`.
    #[must_use]
    pub fn letters(&self, all: u32) -> u32 {
        if !self.is_mixed() {
            return 0;
        }
        let foreign: u32 = self.foreign.iter().map(|run| run.letters).sum();
        foreign.min(all)
    }
}

/// Fewest words of a run.
const LEAST: usize = 3;

/// Nats that the words of a run which do not look like names must add up to.
const SOBER: f32 = 2.5;

/// Nats from which a run needs no grammatical word, in a text that begins and ends as a sentence does and elsewhere.
const SURE: [f32; 2] = [7.0, 9.0];

/// Nats below which a word at the edge of a run is not drawn into it.
const EDGE: f32 = -3.0;

/// Nats that the words outside must add up to for a text to be mixed rather than foreign.
const REST: f32 = 0.0;

/// Phrases that are used in many languages as they are.
static PHRASES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../data/loan-phrases.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Looks for words of the question's rivals in `range` of `text`, outside of the `holes` (sorted).
#[must_use]
pub fn find(
    question: &Question,
    text: &str,
    range: Range<usize>,
    holes: &[Range<usize>],
) -> Mixture {
    let Some(expected) = question.expected() else {
        return Mixture::default();
    };
    for rival in question.rivals() {
        let own_script = expected.scripts()[0];
        let mixture = match &rival.pair {
            Some(pair) if rival.language.uses(own_script) => {
                same_script(pair, [rival.language, expected], text, range.clone(), holes)
            }
            _ if own_script != Script::Latin
                && rival.language.scripts()[0] == Script::Latin
                && !expected.is_close(rival.language) =>
            {
                latin(rival.language, text, range.clone(), holes)
            }
            _ => continue,
        };
        if !mixture.foreign.is_empty() {
            return mixture;
        }
    }
    Mixture::default()
}

fn is_hole(holes: &[Range<usize>], at: usize) -> bool {
    let next = holes.partition_point(|hole| hole.end <= at);
    holes.get(next).is_some_and(|hole| hole.start <= at)
}

fn same_script(
    pair: &Pair,
    [language, expected]: [Lang; 2],
    text: &str,
    range: Range<usize>,
    holes: &[Range<usize>],
) -> Mixture {
    let mut words: Vec<WordScore> = Vec::new();
    pair.words(&text[range.clone()], |mut word| {
        word.range = word.range.start + range.start..word.range.end + range.start;
        if !is_hole(holes, word.range.start) {
            words.push(word);
        }
    });
    // most text has hardly a word that looks foreign
    if words.iter().filter(|word| word.score > 0.0).count() < LEAST - 1 {
        return Mixture::default();
    }
    let closed = cleaning::is_closed(&text[range.clone()]);
    let mut spans = lid::spans_of(&words, &SpanCost::default());
    let mut free = 0;
    for span in &mut spans {
        widen(text, &words, free, span);
        free = span.words.end;
    }
    let mut rest = 0.0;
    let mut outside = 0;
    let mut before = 0;
    let mut foreign = Vec::new();
    for span in &spans {
        for word in &words[before..span.words.start] {
            rest -= word.score.clamp(-8.0, 8.0);
            outside += 1;
        }
        before = span.words.end;
        if is_foreign([language, expected], text, &range, &words, span, closed) {
            foreign.push(Foreign {
                range: span.range.clone(),
                language,
                letters: letters(&text[span.range.clone()]),
            });
        }
    }
    for word in &words[before..] {
        rest -= word.score.clamp(-8.0, 8.0);
        outside += 1;
    }
    Mixture {
        foreign,
        rest_is_own: outside >= 2 && rest >= REST,
    }
}

/// Whether a run that looks foreign is more than a name, a title, a phrase or a gloss.
fn is_foreign(
    languages: [Lang; 2],
    text: &str,
    range: &Range<usize>,
    words: &[WordScore],
    span: &lid::Span,
    closed: bool,
) -> bool {
    let inside = &words[span.words.clone()];
    // the first word of the text may be a capital for that alone
    let (mut sober, mut small) = (0.0, 0);
    for word in inside {
        let at_start = word.capitalised && begins_sentence(text, range.start, word.range.start);
        if !word.capitalised {
            small += 1;
            sober += word.score.clamp(-8.0, 8.0);
        } else if at_start {
            sober += word.score.clamp(-8.0, 4.0);
        } else {
            sober += word.score.clamp(-8.0, 2.0);
        }
    }
    small >= if closed { 1 } else { 2 }
        && small * LEAST >= inside.len()
        && !is_title(text, inside)
        && reads_on(languages, text, inside, sober, closed)
        && !is_phrase(&text[span.range.clone()])
        && !in_brackets(text, &span.range)
}

/// Whether [`is_foreign`] may hold of any run of the words added: the most that it may find for a run of so many words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Doubt {
    /// Sum of all words, and what it was before the last of them.
    sum: f32,
    before: [f32; LEAST - 1],
    /// The least that it was before a run that may end here.
    least: f32,
    words: usize,
    most: f32,
}

impl Doubt {
    /// Adds the next word: at most what it counts there.
    pub(super) fn add(&mut self, nats: f32, capitalised: bool) {
        self.words += 1;
        if self.words >= LEAST {
            self.least = self.least.min(self.before[0]);
        }
        self.before.rotate_left(1);
        self.before[LEAST - 2] = self.sum;
        self.sum += nats.clamp(-8.0, if capitalised { 4.0 } else { 8.0 });
        if self.words >= LEAST {
            self.most = self.most.max(self.sum - self.least);
        }
    }

    /// Whether a closer look is due.
    pub(super) fn is_serious(&self) -> bool {
        // sums of floats in another order may differ a little
        self.most >= SOBER - 0.01
    }
}

/// Whether all words but those that join others have a capital.
fn is_title(text: &str, words: &[WordScore]) -> bool {
    const JOINING: [&str; 14] = [
        "a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
    ];
    let capitals = words.iter().filter(|word| word.capitalised).count();
    capitals >= 2
        && words
            .iter()
            .all(|word| word.capitalised || JOINING.contains(&&text[word.range.clone()]))
}

/// Draws in the word before a run when it is the capital that a sentence begins with, and the one after when a full stop
/// follows it inside the text: neither says much of a language. Words before `free` belong to another run.
fn widen(text: &str, words: &[WordScore], free: usize, span: &mut lid::Span) {
    let beside = |left: &WordScore, right: &WordScore| {
        text[left.range.end..right.range.start].trim().is_empty()
    };
    if let Some(before) = span.words.start.checked_sub(1)
        && before >= free
        && let (Some(word), Some(first)) = (words.get(before), words.get(span.words.start))
        && beside(word, first)
        && !first.capitalised
        && word.score > EDGE
        && (word.capitalised || matches!(&text[word.range.clone()], "I" | "A" | "a"))
    {
        span.words.start = before;
        span.range.start = word.range.start;
    }
    if let (Some(last), Some(word)) = (words.get(span.words.end - 1), words.get(span.words.end))
        && beside(last, word)
        && word.score > EDGE / 2.0
        && text[word.range.end..].starts_with(['.', '!', '?'])
        && text[word.range.end..].trim().len() > 1
    {
        span.words.end += 1;
        span.range.end = word.range.end;
    }
}

/// Whether words follow one another as in a sentence, with a grammatical one among them or many that are sure: not an
/// enumeration, a command or a list of names.
fn reads_on(
    [language, expected]: [Lang; 2],
    text: &str,
    words: &[WordScore],
    sober: f32,
    closed: bool,
) -> bool {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return false;
    };
    let whole = &text[first.range.start..last.range.end];
    if whole.contains(['|', '→', '\\', '«', '=', '_'])
        || whole.contains('(') && !whole.contains(')')
    {
        return false;
    }
    let gaps = words.len() - 1;
    let spaces = words
        .windows(2)
        .filter(|pair| {
            text[pair[0].range.end..pair[1].range.start]
                .trim()
                .is_empty()
        })
        .count();
    if spaces < LEAST - 1 || spaces * 3 < gaps * 2 {
        return false;
    }
    // a word of both languages is evidence of neither
    let joined: Vec<&str> = words
        .iter()
        .filter(|word| word.score > 0.0)
        .map(|word| &text[word.range.clone()])
        .collect();
    let joining = joined.join(" ");
    let count = if function_words::listed(expected) {
        function_words::compare(&joining, language, expected).0
    } else {
        function_words::count(&joining, language)
    };
    let english = language == Lang::english();
    let grammatical = !function_words::listed(language)
        || count >= 1
        // too short for the lists, where they mean something in many languages
        || english && joined.iter().any(|word| matches!(*word, "a" | "I"));
    if grammatical {
        return sober >= SOBER;
    }
    let [sentence, other] = SURE;
    let enough = if closed && english {
        sober >= sentence
    } else {
        sober >= other && words.len() > LEAST
    };
    enough && spaces == gaps
}

fn letters(text: &str) -> u32 {
    let count = text.chars().filter(|&c| class(c).is_letter()).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether nothing but marks of punctuation that open a sentence stands before.
fn begins_sentence(text: &str, from: usize, at: usize) -> bool {
    text[from..at]
        .trim_end()
        .chars()
        .next_back()
        .is_none_or(|before| {
            matches!(
                before,
                '.' | '!' | '?' | ':' | '…' | '¿' | '¡' | '-' | '–' | '—'
            )
        })
}

/// Whether it is a phrase of the list, or two with one conjunction.
fn is_phrase(text: &str) -> bool {
    let folded: Vec<String> = text
        .split(|c: char| !class(c).is_letter() && c != '\'' && c != '’')
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('’', "'"))
        .collect();
    let whole = folded.join(" ");
    PHRASES.contains(whole.as_str())
        || folded.len() <= 5
            && (folded.len().saturating_sub(2).max(2)..folded.len()).any(|length| {
                folded
                    .windows(length)
                    .any(|part| PHRASES.contains(part.join(" ").as_str()))
            })
}

/// Whether brackets open right before and close right after: a gloss.
fn in_brackets(text: &str, range: &Range<usize>) -> bool {
    let opens = text[..range.start]
        .chars()
        .rev()
        .find(|c| !c.is_whitespace() && !matches!(c, '"' | '“' | '„' | '«' | '*' | '_'));
    let closes = text[range.end..]
        .chars()
        .find(|c| !c.is_whitespace() && !matches!(c, '"' | '”' | '“' | '»' | '*' | '_' | '.'));
    matches!(
        (opens, closes),
        (Some('('), Some(')')) | (Some('['), Some(']')) | (Some('（'), Some('）'))
    )
}

/// Runs of Latin words in text of another script.
fn latin(language: Lang, text: &str, range: Range<usize>, holes: &[Range<usize>]) -> Mixture {
    let mut mixture = Mixture::default();
    let mut run: Option<Range<usize>> = None;
    let mut runs = Vec::new();
    let mut own = 0;
    lid::feature::words(&text[range.clone()], |word| {
        let at = word.start + range.start..word.end + range.start;
        if is_hole(holes, at.start) {
            return;
        }
        if word.group == 0 {
            match &mut run {
                Some(run) => run.end = at.end,
                None => run = Some(at),
            }
        } else {
            own += 1;
            runs.extend(run.take());
        }
    });
    runs.extend(run);
    for run in runs {
        if is_sentence(language, text, &run) && !in_brackets(text, &run) {
            mixture.foreign.push(Foreign {
                letters: letters(&text[run.clone()]),
                range: run,
                language,
            });
        }
    }
    mixture.rest_is_own = own >= 2;
    mixture
}

/// Whether a run of Latin words reads like a sentence of `language`: small words, some of them grammatical, and the
/// engine sure of it.
fn is_sentence(language: Lang, text: &str, run: &Range<usize>) -> bool {
    if run.len() < 12 {
        return false;
    }
    let sample = Sample::of(text, run.clone(), &[]);
    if sample.dropped > 0 || !sample.is_prose(3) || sample.small < 3 {
        return false;
    }
    let words = function_words::count(&sample.text, language);
    if words == 0 || words * 8 < sample.words || words < 2 && sample.words > 4 {
        return false;
    }
    let found = engine().open(&sample.text);
    found.language == Some(language) && found.confidence >= 0.95 && !is_phrase(&text[run.clone()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(expected: &str, text: &'a str) -> Vec<&'a str> {
        let english = Lang::english();
        let question = Question::new(Lang::of(expected), &[english]);
        let holes = super::super::cleaning::quotations(text);
        find(&question, text, 0..text.len(), &holes)
            .foreign
            .into_iter()
            .map(|foreign| &text[foreign.range])
            .collect()
    }

    #[test]
    fn a_clause_in_english() {
        for (expected, text, span) in [
            (
                "de",
                "Wenn Sie fertig sind, because nobody knows what happened, schließen Sie das Fenster.",
                "because nobody knows what happened",
            ),
            (
                "fr",
                "Le pont a été fermé after the storm had passed et rouvert au printemps.",
                "after the storm had passed",
            ),
            (
                "pl",
                "Most zamknięto w październiku and nobody was told why, więc ludzie pytali.",
                "and nobody was told why",
            ),
            (
                "ru",
                "Мост закрыли осенью because it was no longer safe и открыли только весной.",
                "because it was no longer safe",
            ),
            (
                "ko",
                "다리는 가을에 닫혔고 because it was no longer safe 봄에 다시 열렸다.",
                "because it was no longer safe",
            ),
        ] {
            assert_eq!(found(expected, text), [span], "{expected}");
        }
    }

    #[test]
    fn names_titles_glosses_and_phrases_are_at_home() {
        for (expected, text) in [
            (
                "de",
                "Das Buch The Lord of the Rings steht im Regal neben dem Fenster.",
            ),
            (
                "de",
                "Wir nennen das freie Software (free and open source software) und meinen es so.",
            ),
            (
                "de",
                "Die Steuerung läuft nach dem Prinzip just in time, wie man sagt.",
            ),
            (
                "fr",
                "La licence GNU General Public License et la Free Software Foundation sont citées.",
            ),
            (
                "es",
                "Instale Microsoft Visual Studio Community Edition antes de continuar.",
            ),
            (
                "ru",
                "Установите Microsoft Visual Studio Community Edition перед началом работы.",
            ),
            (
                "ru",
                "Выполните команды git commit и git push, затем закройте окно.",
            ),
            (
                "ko",
                "Windows 10에서 Visual Studio Code Installer for Windows를 설치하세요.",
            ),
            (
                "zh-Hans",
                "请下载 Visual Studio Code Installer for Windows 并重新启动。",
            ),
            (
                "nl",
                "De film is om half acht in de grote zaal en begint op tijd.",
            ),
            (
                "da",
                "Han har en god ven, og de mødes for at spille bold under broen.",
            ),
            ("af", "Die man was in die water en sy hand was warm."),
            ("it", "Lui disse “nobody knows what happened” e se ne andò."),
        ] {
            assert_eq!(found(expected, text), [""; 0], "{expected}: {text}");
        }
    }
}
