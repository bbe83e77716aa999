//! The stretches of a text that may be a claim.

use std::ops::Range;

use super::folded::Folded;
use crate::sentence;

/// Marks between a label and other text, wherever they stand.
const SEPARATORS: [char; 24] = [
    ';', '；', '(', ')', '[', ']', '（', '）', '【', '】', '|', '·', '•', '/', ':', '：', '—', '–',
    '*', '<', '>', '{', '}', '»',
];

/// Bytes that a block has at the most to be a candidate as a whole.
const WHOLE: usize = 600;

/// The sentences of `text`, pairs of neighbours, what stands in brackets or between label marks, what follows the last
/// comma, and the whole when it is short: places in `folded`.
#[must_use]
pub(super) fn candidates(original: &str, folded: &Folded, language: &str) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    sentence::sentences(original, Some(language), &mut sentences);
    for sentence in &mut sentences {
        *sentence = folded.offset(sentence.start)..folded.offset(sentence.end);
    }
    let text = folded.text.as_str();
    let mut spans: Vec<Range<usize>> = Vec::new();
    if text.len() <= WHOLE {
        spans.push(0..text.len());
    }
    for (index, sentence) in sentences.iter().enumerate() {
        spans.push(sentence.clone());
        if let Some(next) = sentences.get(index + 1) {
            spans.push(sentence.start..next.end);
        }
        parts(text, sentence, &mut spans);
    }
    for span in &mut spans {
        let part = &text[span.clone()];
        span.start += part.len() - part.trim_start().len();
        let part = &text[span.clone()];
        span.end -= part.len() - part.trim_end().len();
    }
    spans.retain(|span| span.start < span.end);
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup();
    spans
}

/// Labels glued to other text: parts between separators and inside brackets, and the tail after a comma.
fn parts(text: &str, sentence: &Range<usize>, spans: &mut Vec<Range<usize>>) {
    let inside = &text[sentence.clone()];
    let mut start = sentence.start;
    let mut at = 0;
    while let Some(mark) = inside[at..].find(|c| SEPARATORS.contains(&c) || c == '-') {
        let place = at + mark;
        let width = inside[place..].chars().next().map_or(1, char::len_utf8);
        at = place + width;
        // a hyphen parts nothing, a dash made of one does
        let dash = inside[..place].ends_with(' ') && inside[at..].starts_with(' ');
        if inside[place..].starts_with('-') && !dash {
            continue;
        }
        if sentence.start + place > start {
            spans.push(start..sentence.start + place);
        }
        start = sentence.start + at;
    }
    if start > sentence.start && start < sentence.end {
        spans.push(start..sentence.end);
    }
    if let Some(comma) = inside.rfind([',', '，', '、', '،']) {
        let width = inside[comma..].chars().next().map_or(1, char::len_utf8);
        spans.push(sentence.start + comma + width..sentence.end);
    }
}
