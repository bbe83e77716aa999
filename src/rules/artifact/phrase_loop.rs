//! `artifact/phrase-loop`.

use std::ops::Range;

use super::listing::is_listing;
use super::period::{self, Run};
use super::repetition;
use crate::block::{Block, Kind, OBJECT};
use crate::chars::class;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::rule::{Context, Examiner, rule};
use crate::words::Word;

rule! {
    /// # What it finds
    /// A phrase or sentence of up to 40 words that is repeated three times or more in a row.
    ///
    /// One finding covers the whole loop. Short phrases must come more often: a word five times, two or three short
    /// words four times, a chant (with exclamation marks, in quotation marks or one a line) six times. In scripts
    /// without spaces stretches of 4 to 60 characters are looked at.
    ///
    /// # Why it matters
    /// Translation models that get stuck repeat themselves, and what should have stood there is usually missing. No
    /// reader takes such a text seriously.
    ///
    /// # Examples
    /// ```flagged lang=it at=1:31
    /// La collezione comprende mappe e strumenti di bordo e strumenti di bordo e strumenti di bordo e strumenti di bordo.
    /// ```
    /// ```flagged lang=de at=1:21
    /// Der Rat hat getagt. Die Brücke wird gesperrt. Die Brücke wird gesperrt. Die Brücke wird gesperrt.
    /// ```
    /// ```flagged lang=ja at=1:6
    /// 市役所は、橋を閉鎖すると発表した。橋を閉鎖すると発表した。橋を閉鎖すると発表した。
    /// ```
    /// ```flagged lang=zh at=1:4
    /// 市政府关闭大桥关闭大桥关闭大桥关闭大桥。
    /// ```
    /// ```flagged lang=ar at=1:12
    /// قال المجلس إن الجسر مغلق إن الجسر مغلق إن الجسر مغلق إن الجسر مغلق.
    /// ```
    /// ```flagged lang=en at=1:15
    /// The committee said said said said said said that it agreed.
    /// ```
    /// ```clean lang=en
    /// “Holy, holy, holy!” they sang, and “No, no, no, no, no!” and ha ha ha ha ha ha ha, very very very loud.
    /// ```
    /// ```clean lang=en
    /// “Four more years! Four more years! Four more years! Four more years!” the crowd chanted on and on and on.
    /// ```
    /// ```clean lang=de
    /// Links, rechts, links, rechts, links, rechts, so ging es Stunde um Stunde und Tag um Tag und Jahr um Jahr.
    /// ```
    /// ```clean lang=en
    /// 0 1 0 1 0 1 0 1 0 1 and ff ff ff ff ff ff and - - - - - - and n/a n/a n/a n/a n/a.
    /// ```
    /// ```clean lang=zh
    /// 哈哈哈哈哈哈哈哈哈哈，他笑得前仰后合，好好好好好，对对对对对。
    /// ```
    /// ```clean lang=uk
    /// Експортувати зображення як PNG, Експортувати зображення як PNG, Експортувати зображення як PNG
    /// ```
    /// ```clean lang=ja
    /// ゴロゴロゴロゴロゴロゴロと雷が鳴った。いやいやいやいやいやいや、違います。
    /// ```
    /// ```clean lang=fr
    /// Le maire parle, le maire écoute, le maire décide. Il a dit oui, il a dit non.
    /// ```
    /// ```clean lang=en format=html
    /// <table><tr><td>not tested</td><td>not tested</td><td>not tested</td><td>not tested</td></tr></table>
    /// ```
    ///
    /// # Known mistakes
    /// A refrain set as running text is flagged; a loop that is broken by a changing number is not.
    ///
    /// # References
    /// `OpusFilter`’s `RepetitionFilter`; bicleaner-hardrules `no_repeated_words`; MQM accuracy/addition.
    pub PHRASE_LOOP = "artifact/phrase-loop", Critical, "accuracy/addition", on, PhraseLoop::start
}

/// Words of a phrase, at most.
const WORDS: usize = 40;
/// Characters of a phrase in a script without spaces.
const CHARACTERS: std::ops::RangeInclusive<usize> = 4..=60;

#[derive(Default)]
struct PhraseLoop {
    characters: Vec<(u32, char)>,
    runs: Vec<Run>,
}

impl PhraseLoop {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self::default())
    }

    /// Loops among the words of a block.
    fn words(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        let (text, words) = (&block.text, context.words);
        let same = |i: usize, j: usize| words[i].same(&words[j], text);
        period::runs(words.len(), 1..=WORDS, least, same, &mut self.runs);
        self.runs.sort_by_key(|run| (run.start, run.period));
        let mut done = 0;
        for run in &self.runs {
            if run.start < done {
                continue;
            }
            // The words that follow may belong to the phrase but for its last, unfinished round.
            let looped = &words[run.start..run.end];
            let span = looped[0].start as usize..looped[looped.len() - 1].end as usize;
            if run.repeats() < enough(text, words, run, context.primary())
                || !is_connected(text, looped)
                || is_listing(&text[span.clone()])
            {
                continue;
            }
            done = run.end;
            let phrase = &text[span.start..words[run.start + run.period - 1].end as usize];
            report(block, span, phrase, run.repeats(), findings);
        }
    }

    /// Loops among the characters of a run of a script without spaces.
    fn characters(&mut self, block: &Block, word: &Word, findings: &mut Findings<'_>) {
        let text = word.text(&block.text);
        if text.len() < 3 * 3 * CHARACTERS.start() {
            return;
        }
        self.characters.clear();
        self.characters.extend(
            text.char_indices()
                .map(|(at, c)| (u32::try_from(at).unwrap_or(u32::MAX), c)),
        );
        let characters = &self.characters;
        let same = |i: usize, j: usize| characters[i].1 == characters[j].1;
        period::runs(characters.len(), CHARACTERS, |_| 3, same, &mut self.runs);
        self.runs.sort_by_key(|run| (run.start, run.period));
        let mut done = 0;
        for run in &self.runs {
            let stretch = &characters[run.start..run.start + run.period];
            if run.start < done || is_short_period(stretch) {
                continue;
            }
            done = run.end;
            let start = (word.start + characters[run.start].0) as usize;
            let at = |index: usize| {
                characters
                    .get(index)
                    .map_or(word.end as usize, |&(at, _)| (word.start + at) as usize)
            };
            let phrase = &block.text[start..at(run.start + run.period)];
            report(block, start..at(run.end), phrase, run.repeats(), findings);
        }
    }
}

/// Rounds that any phrase of this many words must have.
fn least(period: usize) -> usize {
    match period {
        2 => 4,
        _ => 3,
    }
}

/// Rounds that this phrase must have.
fn enough(text: &str, words: &[Word], run: &Run, language: Option<&str>) -> usize {
    const NEVER: usize = usize::MAX;
    let phrase = &words[run.start..run.start + run.period];
    let letters: usize = phrase.iter().map(|word| usize::from(word.letters)).sum();
    let real = phrase.iter().filter(|word| word.letters >= 2).count();
    let unspaced = phrase.iter().any(Word::unspaced);
    if letters < 3 || real == 0 || phrase.iter().all(|word| word.digits > 0) {
        return NEVER;
    }
    let chant = is_chant(text, words, run);
    if run.period == 1 {
        let word = phrase[0];
        if unspaced {
            return if letters >= 6 && !chant { 3 } else { NEVER };
        }
        let usual = repetition::is_usual(word.text(text), language)
            || repetition::is_usual(word.text(text), Some("en"));
        return if usual || chant { NEVER } else { 5 };
    }
    if is_list(text, words, run) {
        return NEVER;
    }
    let first = phrase[0].text(text);
    if phrase.iter().all(|word| word.text(text) == first) {
        return NEVER;
    }
    let long = letters >= 24 || (unspaced && letters >= 8);
    match (run.period, chant) {
        (_, true) => 6,
        (2 | 3, false) if !long => {
            if letters >= 9 {
                4
            } else {
                6
            }
        }
        _ => 3,
    }
}

/// Exclamation marks, quotation marks around it, commas between short phrases, or one round a line.
fn is_chant(text: &str, words: &[Word], run: &Run) -> bool {
    let (first, next) = (&words[run.start], &words[run.start + run.period]);
    let last = &words[run.start + run.period - 1];
    let between = &text[last.end as usize..next.start as usize];
    let opener = text[..first.start as usize].chars().next_back();
    between.contains(['!', '！', '\n', '…', '¡'])
        || (run.period <= 3 && between.contains([',', '、', '，', '،']))
        || opener
            .is_some_and(|c| matches!(c, '"' | '“' | '„' | '«' | '»' | '‘' | '「' | '『' | '‹'))
}

/// Entries of an index or a list of links: a comma, then a capital again.
fn is_list(text: &str, words: &[Word], run: &Run) -> bool {
    let (first, next) = (&words[run.start], &words[run.start + run.period]);
    let last = &words[run.start + run.period - 1];
    let between = &text[last.end as usize..next.start as usize];
    between.contains([',', ';']) && (first.capitalised || first.digits > 0)
}

/// Whether only spaces and punctuation of prose stand between the words.
fn is_connected(text: &str, words: &[Word]) -> bool {
    words.windows(2).all(|pair| {
        let between = &text[pair[0].end as usize..pair[1].start as usize];
        !between.contains([
            '\t', '[', ']', '|', '│', '=', '\\', '_', '<', '>', '*', '#', '/', OBJECT,
        ]) && (between.contains('\n') || !between.contains("  "))
            && between.len() < 200
    })
}

/// Laughter, sounds, calls: made of one, two or three characters.
fn is_short_period(stretch: &[(u32, char)]) -> bool {
    let repeats_after = |period: usize| {
        (period..stretch.len()).all(|index| stretch[index].1 == stretch[index - period].1)
    };
    (1..=3).any(repeats_after)
        || stretch
            .iter()
            .filter(|&&(_, c)| class(c).is_letter())
            .count()
            < 3
}

fn report(
    block: &Block,
    span: Range<usize>,
    phrase: &str,
    repeats: usize,
    findings: &mut Findings<'_>,
) {
    let phrase = crate::finding::excerpt(phrase);
    let message = format!("“{phrase}” stands {repeats} times in a row");
    let draft = Draft::new(&PHRASE_LOOP, message).suggestion(phrase);
    findings.report(block, span, draft);
}

impl Examiner for PhraseLoop {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if !(block.kind.is_running()
            || matches!(block.kind, Kind::Heading | Kind::Caption | Kind::Title))
        {
            return;
        }
        for word in context.words.iter().filter(|word| word.unspaced()) {
            self.characters(block, word, findings);
        }
        self.words(block, context, findings);
    }
}
