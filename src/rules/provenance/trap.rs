//! Traps: what around a claim says that the words are talked about, not used.

use std::ops::Range;

use super::catalogue::catalogue;
use super::claim::Claim;
use super::fold::{self, Mode};
use crate::block::Block;
use crate::chars::class;
use crate::position::floor_char;
use crate::rule::Context;
use crate::words;

/// How a claim stands in its block.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
pub(crate) struct Site {
    /// Between quotation marks, or announced as a wording.
    pub mentioned: bool,
    /// A quotation mark stands right before it.
    pub tight: bool,
    /// Words before it in its sentence, since the last colon, bar or bracket.
    pub lead: u32,
    /// Words in the block.
    pub words: u64,
    /// The block says hardly anything else.
    pub whole: bool,
    /// The block begins with it, give or take a word or two.
    pub first: bool,
    /// A negation stands right before it.
    pub negated: bool,
}

/// Bytes before and after a claim that are looked at.
const AROUND: usize = 600;

impl Site {
    /// Looks around `claim`.
    pub(crate) fn of(claim: &Claim, block: &Block, context: &Context<'_>) -> Self {
        let text = &block.text;
        let span = &claim.span;
        let total = words::count(text, context.words);
        let before = count(text, context, 0..span.start);
        let after = count(text, context, span.end..text.len());
        let sentence = context
            .sentences(block)
            .iter()
            .rev()
            .find(|sentence| sentence.start <= span.start)
            .map_or(0, |sentence| sentence.start);
        let start = floor_char(text, span.start.saturating_sub(AROUND)).max(sentence);
        let lead = &text[start..span.start];
        let clause = lead.rfind(is_break).map_or(lead, |at| &lead[at..]);
        Self {
            mentioned: is_quoted(text, span) || is_announced(lead),
            tight: text[..span.start].ends_with(['"', '\'', '“', '‘', '„', '«', '`', '「'])
                && text[span.end..].contains(['"', '\'', '”', '’', '“', '»', '`', '」']),
            lead: word_count(clause),
            words: total,
            whole: before + after <= 3,
            first: before <= 3,
            negated: is_negated(clause),
        }
    }
}

/// Words of the block inside `range`.
fn count(text: &str, context: &Context<'_>, range: Range<usize>) -> u64 {
    let all = context.words;
    let first = all.partition_point(|word| (word.start as usize) < range.start);
    let last = all.partition_point(|word| (word.end as usize) <= range.end);
    if first >= last {
        0
    } else {
        words::count(text, &all[first..last])
    }
}

fn word_count(text: &str) -> u32 {
    let spaced = text
        .split_whitespace()
        .filter(|word| word.chars().any(|c| class(c).is_letter()));
    let mut count = 0;
    for word in spaced {
        let unspaced = word
            .chars()
            .filter(|&c| class(c).script().is_unspaced())
            .count();
        count += if unspaced > 1 {
            unspaced.div_ceil(2)
        } else {
            1
        };
    }
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Parts a notice from what stands before it in the same line.
fn is_break(character: char) -> bool {
    matches!(
        character,
        ':' | '：'
            | '|'
            | '｜'
            | '('
            | '（'
            | '['
            | '【'
            | '—'
            | '–'
            | '•'
            | '·'
            | '›'
            | '>'
            | '*'
            | '/'
            | '!'
            | '?'
            | '。'
            | '\u{FFFC}'
            | '■'
            | '※'
            | '='
    ) || (!class(character).is_word()
        && u32::from(character) > 0x2300
        && !character.is_whitespace()
        && u32::from(character) >= 0x2600
        && u32::from(character) < 0x2C00)
        || u32::from(character) >= 0x1F000
}

/// Inside quotation marks that open before and close after.
fn is_quoted(text: &str, span: &Range<usize>) -> bool {
    let from = floor_char(text, span.start.saturating_sub(AROUND));
    let mut open: Option<char> = None;
    for character in text[from..span.start].chars() {
        match open {
            None => {
                if closers(character).is_some() {
                    open = Some(character);
                }
            }
            Some(opener) => {
                if closers(opener).is_some_and(|set| set.contains(character)) {
                    open = None;
                }
            }
        }
    }
    let to = floor_char(text, (span.end + AROUND).min(text.len()));
    // the claim may have taken the closing mark along, or the mark before it
    let rest = &text[span.end..to.max(span.end)];
    if let Some(set) = open.and_then(closers) {
        return rest.chars().any(|c| set.contains(c))
            || text[span.clone()].chars().any(|c| set.contains(c));
    }
    let before = text[..span.start].chars().next_back();
    let after = rest
        .chars()
        .find(|c| !matches!(c, '.' | ',' | '!' | '?' | ';'));
    matches!(
        (before, after),
        (Some('\'' | '‘' | '`'), Some('\'' | '’' | '`'))
    )
}

fn closers(opener: char) -> Option<&'static str> {
    Some(match opener {
        '"' => "\"",
        '„' => "“”\"",
        '“' | '”' => "”",
        '«' => "»",
        '»' => "«»",
        '‹' => "›",
        '「' => "」",
        '『' => "』",
        '《' => "》",
        '`' => "`",
        _ => return None,
    })
}

/// The words before it speak of a label, a phrase, a message. "Message:" alone announces the notice itself.
fn is_announced(lead: &str) -> bool {
    let cues = &catalogue().cues;
    let (lead, needs) = match lead.trim_end().strip_suffix([':', '：']) {
        Some(announcement) => (announcement, 3),
        None => (lead, 1),
    };
    if word_count(lead) < needs {
        return false;
    }
    lead.split_whitespace().rev().take(4).any(|word| {
        let word = fold::fold(
            word.trim_matches(|c: char| !class(c).is_word()),
            Mode::default(),
        );
        cues.contains(&word)
    })
}

/// A negation among the last two words before it.
fn is_negated(clause: &str) -> bool {
    let negations = &catalogue().negations;
    let folded = fold::fold(clause, Mode::default());
    folded
        .split_whitespace()
        .rev()
        .take(2)
        .any(|word| negations.contains(word.trim_matches(|c: char| !class(c).is_word())))
        || [
            "不",
            "不是",
            "并非",
            "並非",
            "非",
            "没有",
            "안",
            "아닌",
            "ไม่",
            "ไม่ได้",
        ]
        .iter()
        .any(|word| folded.trim_end().ends_with(word))
}
