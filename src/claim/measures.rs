//! Measures of a candidate that mean the same in every language: what is there, what stands near what, how much of it
//! speaks of a claim, its shape, and what speaks against it.

use super::roles::Role;
use super::view::{CLAIMING, View, nearest};

/// All of them, always in this order; most are 0 or 1.
pub(super) fn measures(view: &View<'_>) -> Vec<f32> {
    let mut values = vec![1.0];
    core(view, &mut values);
    roles(view, &mut values);
    shape(view, &mut values);
    doubts(view, &mut values);
    values
}

fn flag(on: bool) -> f32 {
    f32::from(u8::from(on))
}

/// The act, the machine, and their distance.
fn core(view: &View<'_>, values: &mut Vec<f32>) {
    let compound = view.compound();
    let distance = nearest(&view.act, &view.machine);
    let items = view.items.len();
    let all = || view.act.iter().chain(&view.machine).copied();
    values.extend([
        flag(compound),
        flag(view.has(Role::Engine)),
        flag(!compound && distance <= 1),
        flag(!compound && (2..=4).contains(&distance)),
        flag(!compound && distance > 4),
        flag(!view.vague && distance <= 4),
        flag(view.vague),
        flag(view.no_verb),
        flag(view.no_verb && view.has(Role::Into)),
        flag(all().min() == Some(0)),
        flag(all().max().is_some_and(|last| last + 1 == items)),
        flag(view.sure()),
        flag(view.act.is_empty() || view.machine.is_empty()),
        flag(view.vague && !view.no_verb),
    ]);
}

/// The other roles, and which of them stand near.
fn roles(view: &View<'_>, values: &mut Vec<f32>) {
    let people_denied = nearest(&view.places(&[Role::Not]), &view.places(&[Role::People])) <= 3;
    values.extend([
        flag(view.has(Role::This)),
        flag(view.this_text()),
        flag(view.near(Role::This, 6)),
        flag(view.items.iter().take(3).any(|item| item.is(Role::This))),
        flag(view.has(Role::Text)),
        flag(view.has(Role::Writer)),
        flag(view.near(Role::Writer, 4)),
        flag(view.no_verb && view.near(Role::Writer, 5)),
        flag(view.no_verb && !view.has(Role::Writer)),
        flag(view.near(Role::Not, 2)),
        flag(view.has(Role::Not)),
        flag(view.has(Role::People)),
        flag(view.near(Role::People, 3)),
        flag(people_denied),
        flag(view.has(Role::Offer)),
        flag(view.near(Role::Offer, 2)),
        flag(view.has(Role::About)),
        flag(view.near(Role::About, 2)),
        flag(view.count(Role::About) > 1),
        flag(view.has(Role::Elsewhere)),
        flag(view.near(Role::Elsewhere, 2)),
        flag(view.has(Role::Caution)),
        flag(view.has(Role::Original)),
        flag(view.has(Role::Languages)),
        flag(view.has(Role::Reported)),
        flag(view.near(Role::Reported, 3)),
        flag(view.has(Role::Topic)),
        flag(view.near(Role::Topic, 2)),
        flag(view.near(Role::Topic, 1) && !view.has(Role::Done)),
        flag(view.has(Role::Sorry)),
        flag(view.has(Role::Checked)),
        flag(view.has(Role::Partial)),
    ]);
}

/// How long it is, how much of it belongs to a claim, and how it stands in its block.
#[expect(
    clippy::cast_precision_loss,
    reason = "counts of words and letters are small"
)]
fn shape(view: &View<'_>, values: &mut Vec<f32>) {
    let letters: u32 = view.items.iter().map(|i| i.letters).sum::<u32>().max(1);
    let covered: u32 = view
        .items
        .iter()
        .filter(|i| i.roles & CLAIMING != 0)
        .map(|i| i.letters)
        .sum();
    let coverage = covered as f32 / letters as f32;
    let (uncovered, words) = (view.uncovered(), view.words());
    let part = view.part();
    let (before, after) = view.neighbours();
    let opens = before.or_else(|| part.chars().next());
    let closes = after.or_else(|| part.chars().next_back());
    let bracketed = matches!(opens, Some('(' | '[' | '（' | '【' | '{' | '<' | '*'))
        && matches!(closes, Some(')' | ']' | '）' | '】' | '}' | '>' | '*'));
    let whole = view.span.start <= 2 && view.span.end + 3 >= view.block.len();
    let label = view.label();
    values.extend([
        coverage,
        flag(coverage > 0.8),
        flag(uncovered == 0),
        (1.0 + uncovered as f32).ln(),
        (1.0 + words as f32).ln(),
        flag(words <= 4),
        flag(label),
        flag(label && !whole),
        flag(bracketed),
        flag(whole),
        (1.0 + view.items.len() as f32).ln() / 2.0,
    ]);
}

/// What claims do not have: questions, code, a colon behind, an open quotation mark.
fn doubts(view: &View<'_>, values: &mut Vec<f32>) {
    let part = view.part();
    let behind = view.block[view.span.end..].trim_start();
    let is_quote = |c: char| matches!(c, '«' | '»' | '“' | '”' | '„' | '"' | '「');
    let act = view.act.first().map_or(0, |&index| view.items[index].start);
    let semicolon = view.grammar.language != "el" && part.contains([';', '；']);
    values.extend([
        flag(part.contains(['?', '？', '؟']) || semicolon),
        flag(part.trim_end().ends_with(['?', '？', '؟'])),
        flag(part.chars().any(|c| c.is_ascii_digit() || c == '%')),
        flag(part.contains(['"', '“', '”', '„', '«', '»', '「', '『'])),
        flag(behind.starts_with([':', '：']) && behind.len() > 2 && view.items.len() < 8),
        flag(part[..act].chars().filter(|&c| is_quote(c)).count() % 2 == 1),
        flag(
            !view.sure()
                && !view.this_text()
                && !view.has(Role::Writer)
                && !view.has(Role::Caution),
        ),
    ]);
}
