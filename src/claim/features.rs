//! What the roles in a sentence come to, in numbers that mean the same in every language.

use std::ops::Range;

use super::folded::Folded;
use super::grammar::{self, Grammar, Item, Role};
use super::{Claim, Setting};
use crate::sentence;

/// Names of the features, in order; the keys of `data/claims/weights.toml`.
pub const NAMES: [&str; 50] = [
    "bias",
    "compound",
    "engine",
    "machine-adjacent",
    "machine-near",
    "machine-far",
    "this",
    "this-text",
    "this-near",
    "text",
    "writer",
    "writer-translated",
    "not-adjacent",
    "not",
    "people",
    "people-near",
    "offer",
    "about",
    "about-two",
    "elsewhere",
    "caution",
    "original",
    "languages",
    "coverage",
    "coverage-high",
    "coverage-full",
    "uncovered",
    "length",
    "short",
    "label",
    "bracketed",
    "whole-block",
    "question",
    "digits",
    "quoted",
    "edge",
    "apart",
    "starts-with-claim",
    "ends-with-claim",
    "label-then-text",
    "no-verb",
    "only-into",
    "translator-writer",
    "not-people",
    "offer-near",
    "elsewhere-near",
    "about-near",
    "begins-this",
    "not-explicit",
    "explicit-near",
];

/// Words that a candidate has at the most: longer sentences are about something else.
const LONGEST: usize = 90;

/// The features of a candidate.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// In the order of [`NAMES`].
    pub values: [f64; NAMES.len()],
    machine: Option<(usize, usize)>,
    engine: u16,
    sure: bool,
    source: Option<(usize, usize)>,
    text: String,
}

/// The stretches of `text` that may be a claim: its sentences, pairs of neighbours, what stands in brackets or between
/// label marks, and the whole when it is short.
#[must_use]
pub(super) fn candidates(original: &str, folded: &Folded, grammar: &Grammar) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    sentence::sentences(original, Some(grammar.language), &mut sentences);
    for sentence in &mut sentences {
        *sentence = folded.offset(sentence.start)..folded.offset(sentence.end);
    }
    let text = folded.text.as_str();
    let mut spans: Vec<Range<usize>> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        spans.push(sentence.clone());
        if let Some(next) = sentences.get(index + 1) {
            spans.push(sentence.start..next.end);
        }
        // labels glued to other text: parts between separators and inside brackets
        let mut start = sentence.start;
        for (at, mark) in text[sentence.clone()].match_indices(SEPARATORS) {
            let at = sentence.start + at;
            if at > start {
                spans.push(start..at);
            }
            start = at + mark.len();
        }
        if start > sentence.start && start < sentence.end {
            spans.push(start..sentence.end);
        }
    }
    for span in &mut spans {
        let part = &text[span.clone()];
        span.start += part.len() - part.trim_start().len();
        span.end -= part.len() - part.trim_end().len();
    }
    spans.retain(|span| span.start < span.end);
    spans.sort_by_key(|span| (span.start, span.end));
    spans.dedup();
    spans
}

/// Marks between a label and other text.
const SEPARATORS: [char; 24] = [
    ';', '；', '(', ')', '[', ']', '（', '）', '【', '】', '|', '·', '•', '/', ':', '：', '—', '–',
    '*', '<', '>', '{', '}', '»',
];

impl Features {
    /// The features of `span` of a block; `None` when it says nothing of both translating and a machine, or is too long.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of words and letters are small"
    )]
    #[expect(
        clippy::too_many_lines,
        reason = "one list of questions, in the order of the names; parting it would part the two lists"
    )]
    pub(super) fn of(
        part: &str,
        block: &Folded,
        span: &Range<usize>,
        grammar: &Grammar,
        setting: Setting,
    ) -> Option<Self> {
        let block = block.text.as_str();
        let mut items = Vec::new();
        grammar.items(part, &mut items);
        let count = |role: Role| items.iter().filter(|item| item.is(role)).count();
        let has = |role: Role| f64::from(u8::from(count(role) > 0));
        let explicit = [Role::Translated, Role::MachineTranslation];
        let mut translated: Vec<usize> = positions(&items, &explicit);
        let meant: Vec<usize> = translated
            .iter()
            .copied()
            .filter(|&index| {
                let item = &items[index];
                !item.is(Role::About) && grammar::means_translating(&part[item.start..item.end])
            })
            .collect();
        let not_explicit = meant.is_empty();
        if !not_explicit {
            translated = meant;
        }
        let no_verb = translated.is_empty();
        if no_verb {
            translated = positions(&items, &[Role::Into]);
        }
        // made, rendered, generated: many things are
        if not_explicit && !no_verb {
            return None;
        }
        // an engine's name alone: only where somebody tells what he did with it
        if no_verb && positions(&items, &[Role::Writer]).is_empty() {
            return None;
        }
        // who asks, or says two things, claims in the part that is a candidate of its own
        if part.contains(['?', '？', '؟'])
            || (grammar.language != "el" && part.contains([';', '；']))
        {
            return None;
        }
        // names of variables, and data
        if part.contains(['_', '{', '=', '\\']) || part.contains(": \"") {
            return None;
        }
        // “Machine translation: five programs compared” is a headline
        let behind = block[span.end..].trim_start();
        if behind.starts_with([':', '：']) && behind.len() > 2 && items.len() < 8 {
            return None;
        }
        // what stands in quotation marks is quoted
        let is_quote = |c: char| matches!(c, '«' | '»' | '“' | '”' | '„' | '"' | '「');
        let core = translated.first().map_or(0, |&index| items[index].start);
        if part[..core].chars().filter(|&c| is_quote(c)).count() % 2 == 1 {
            return None;
        }
        let only_into = no_verb && !translated.is_empty();
        if translated.is_empty() {
            translated = positions(&items, &[Role::Translator]);
        }
        let machine: Vec<usize> = positions(
            &items,
            &[Role::Machine, Role::MachineTranslation, Role::Engine],
        );
        if translated.is_empty() || machine.is_empty() {
            return None;
        }
        let words = if grammar.unspaced {
            items.iter().map(|i| i.letters as usize).sum::<usize>() / 2
        } else {
            items.len()
        };
        if words > LONGEST {
            return None;
        }
        let compound = items.iter().any(|i| {
            i.is(Role::MachineTranslation) || (i.is(Role::Machine) && i.is(Role::Translated))
        });
        let distance = nearest(&translated, &machine);
        let core: Vec<usize> = translated.iter().chain(&machine).copied().collect();
        let (first, last) = (
            core.iter().min().copied().unwrap_or(0),
            core.iter().max().copied().unwrap_or(0),
        );
        let near = |role: Role, reach: usize| {
            let places = positions(&items, &[role]);
            !places.is_empty() && nearest(&places, &core) <= reach
        };
        let letters: u32 = items.iter().map(|i| i.letters).sum::<u32>().max(1);
        let claim_roles =
            !(Role::About.bit() | Role::Offer.bit() | Role::Elsewhere.bit() | Role::People.bit());
        let covered: u32 = items
            .iter()
            .filter(|i| i.roles & claim_roles != 0)
            .map(|i| i.letters)
            .sum();
        let coverage = f64::from(covered) / f64::from(letters);
        let uncovered = items.iter().filter(|i| i.roles & claim_roles == 0).count();
        let this_text = {
            let this = positions(&items, &[Role::This]);
            let texts = positions(
                &items,
                &[Role::Text, Role::Translated, Role::MachineTranslation],
            );
            !this.is_empty() && !texts.is_empty() && nearest(&this, &texts) <= 2
        };
        // programs, tools and services do many things to translations: the text must speak of itself
        let sure = machine.iter().any(|&index| {
            let item = &items[index];
            item.is(Role::Engine) || grammar::means_machine(&part[item.start..item.end])
        });
        if !sure && !this_text && count(Role::Writer) == 0 && count(Role::Caution) == 0 {
            return None;
        }
        let whole = span.start <= 2 && span.end + 3 >= block.len();
        let before = block[..span.start].trim_end().chars().next_back();
        let after = block[span.end..].trim_start().chars().next();
        let bracketed = matches!(
            before.or_else(|| part.chars().next()),
            Some('(' | '[' | '（' | '【' | '{' | '<' | '*')
        ) && matches!(
            after.or_else(|| part.chars().next_back()),
            Some(')' | ']' | '）' | '】' | '}' | '>' | '*')
        );
        let own = |role: &[Role]| role.iter().any(|&role| count(role) > 0);
        // a label names the act and a machine in one expression, or an engine: “program translation” is none
        let named = compound || own(&[Role::Engine]) || own(&[Role::Original]);
        let label = named
            && words <= 6
            && uncovered == 0
            && !own(&[Role::This, Role::Writer, Role::About, Role::Offer]);
        let flag = |on: bool| f64::from(u8::from(on));
        let values = [
            1.0,
            flag(compound),
            has(Role::Engine),
            flag(!compound && distance <= 1),
            flag(!compound && (2..=4).contains(&distance)),
            flag(!compound && distance > 4),
            has(Role::This),
            flag(this_text),
            flag(near(Role::This, 6)),
            has(Role::Text),
            has(Role::Writer),
            flag(near(Role::Writer, 4)),
            flag(near(Role::Not, 2)),
            has(Role::Not),
            has(Role::People),
            flag(near(Role::People, 3)),
            has(Role::Offer),
            has(Role::About),
            flag(count(Role::About) > 1),
            has(Role::Elsewhere),
            has(Role::Caution),
            has(Role::Original),
            has(Role::Languages),
            coverage,
            flag(coverage > 0.8),
            flag(uncovered == 0),
            (1.0 + uncovered as f64).ln(),
            (1.0 + words as f64).ln(),
            flag(words <= 4),
            flag(label),
            flag(bracketed),
            flag(whole),
            flag(
                part.contains(['?', '？', '؟', ';']) && part.trim_end().ends_with(['?', '？', '؟']),
            ),
            flag(part.chars().any(|c| c.is_ascii_digit() || c == '%')),
            flag(part.contains(['"', '“', '”', '„', '«', '»', '「', '『'])),
            flag(setting.at_edge),
            flag(setting.apart),
            flag(first == 0),
            flag(last + 1 == items.len()),
            flag(label && !whole),
            flag(no_verb),
            flag(only_into),
            flag(no_verb && near(Role::Writer, 5)),
            flag({
                let (not, people) = (
                    positions(&items, &[Role::Not]),
                    positions(&items, &[Role::People]),
                );
                !not.is_empty() && !people.is_empty() && nearest(&not, &people) <= 3
            }),
            flag(near(Role::Offer, 2)),
            flag(near(Role::Elsewhere, 2)),
            flag(near(Role::About, 2)),
            flag(items.iter().take(3).any(|item| item.is(Role::This))),
            flag(not_explicit),
            flag(!not_explicit && distance <= 4),
        ];
        let place = |index: usize| {
            items
                .get(index)
                .map(|i| (span.start + i.start, span.start + i.end))
        };
        let engine = items.iter().map(|i| i.engine).max().unwrap_or(0);
        let named = |role: Role| {
            positions(&items, &[role])
                .first()
                .and_then(|&index| place(index))
        };
        Some(Self {
            values,
            machine: named(Role::Engine)
                .or_else(|| named(Role::Machine))
                .or_else(|| named(Role::MachineTranslation)),
            engine,
            sure,
            source: named(Role::Languages),
            text: block.to_owned(),
        })
    }

    /// The claim that these features speak for.
    pub(super) fn claim(self, span: Range<usize>, probability: f32, grammar: &Grammar) -> Claim {
        let quote = |place: Option<(usize, usize)>| {
            place.map_or_else(String::new, |(start, end)| self.text[start..end].to_owned())
        };
        let label = NAMES
            .iter()
            .position(|&name| name == "label")
            .is_some_and(|index| self.values[index] > 0.0);
        Claim {
            span,
            probability,
            language: grammar.language,
            machine: quote(self.machine),
            engine: grammar::engine(self.engine),
            sure: self.sure,
            source: quote(self.source),
            label,
        }
    }
}

fn positions(items: &[Item], roles: &[Role]) -> Vec<usize> {
    (0..items.len())
        .filter(|&index| roles.iter().any(|&role| items[index].is(role)))
        .collect()
}

/// The smallest distance between two sorted lists of positions.
fn nearest(one: &[usize], other: &[usize]) -> usize {
    one.iter()
        .flat_map(|a| other.iter().map(move |b| a.abs_diff(*b)))
        .min()
        .unwrap_or(usize::MAX)
}
