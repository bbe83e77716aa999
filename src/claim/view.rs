//! A candidate with its words and their roles, and the questions that are asked about it.

use std::ops::Range;

use super::grammar::{Found, Grammar, Item};
use super::names;
use super::roles::Role;

/// A candidate as the features see it.
pub(super) struct View<'a> {
    /// The folded block.
    pub(super) block: &'a str,
    /// Where the candidate stands in it.
    pub(super) span: Range<usize>,
    /// Its words.
    pub(super) items: Vec<Item>,
    /// The grammar that gave them their roles.
    pub(super) grammar: &'static Grammar,
    /// The words that speak of translating, those that mean nothing else if there are any; else of a language.
    pub(super) act: Vec<usize>,
    /// The words for the machine.
    pub(super) machine: Vec<usize>,
    /// No word for translating: only a language, or the name of a translator.
    pub(super) no_verb: bool,
    /// No word that means translating and nothing else.
    pub(super) vague: bool,
}

/// Roles of which a candidate has one: a machine, or what is clicked to read the original, beside which one may be named.
const MACHINES: u32 = 1 << Role::Machine as u32
    | 1 << Role::MachineTranslation as u32
    | 1 << Role::Engine as u32
    | 1 << Role::Tool as u32
    | 1 << Role::Show as u32;

/// Words that a candidate has at the most: longer sentences are about something else.
const LONGEST: usize = 90;

impl<'a> View<'a> {
    /// `None` when it speaks of no machine, is code, or is too long.
    pub(super) fn new(
        block: &'a str,
        span: Range<usize>,
        grammar: &'static Grammar,
        found: &Found,
    ) -> Option<Self> {
        if !found.any(&span, MACHINES) {
            return None;
        }
        let part = &block[span.clone()];
        let mut items = Vec::new();
        grammar.items(block, &span, found, &mut items);
        let mut view = Self {
            block,
            span,
            items,
            grammar,
            act: Vec::new(),
            machine: Vec::new(),
            no_verb: false,
            vague: false,
        };
        view.act = view.places(&[Role::Translated, Role::MachineTranslation]);
        let meant: Vec<usize> = view
            .act
            .iter()
            .copied()
            .filter(|&index| {
                !view.items[index].is(Role::About) && names::means_translating(view.word(index))
            })
            .collect();
        view.vague = meant.is_empty();
        if !view.vague {
            view.act = meant;
        }
        view.no_verb = view.act.is_empty();
        if view.no_verb {
            view.act = view.places(&[Role::Into]);
        }
        if view.act.is_empty() {
            view.act = view.places(&[Role::Translator]);
        }
        view.machine = view.places(&[Role::Machine, Role::MachineTranslation, Role::Engine]);
        let named = !view.machine.is_empty() || view.has(Role::Tool);
        // names of variables, and data
        let code = block.contains(['{', '\\'])
            || part.contains('=')
            || (part.contains('_') && !part.starts_with('#'))
            || part.contains(": \"");
        // “this page was generated automatically”: by its templates, most often
        let translates = names::means_translating(part)
            || [
                Role::MachineTranslation,
                Role::Into,
                Role::Languages,
                Role::Engine,
                Role::Translator,
                Role::Original,
            ]
            .into_iter()
            .any(|role| view.has(role))
            || (0..view.items.len()).any(|index| names::means_version(view.word(index)));
        (named && translates && !code && view.words() <= LONGEST).then_some(view)
    }

    /// The candidate's text.
    pub(super) fn part(&self) -> &'a str {
        &self.block[self.span.clone()]
    }

    /// The text of one of its words.
    pub(super) fn word(&self, index: usize) -> &'a str {
        let item = &self.items[index];
        &self.part()[item.start..item.end]
    }

    /// Its length in words.
    pub(super) fn words(&self) -> usize {
        if self.grammar.unspaced {
            self.items.iter().map(|i| i.letters as usize).sum::<usize>() / 2
        } else {
            self.items.len()
        }
    }

    /// Which of its words play one of `roles`.
    pub(super) fn places(&self, roles: &[Role]) -> Vec<usize> {
        let bits = roles.iter().fold(0, |bits, role| bits | role.bit());
        (0..self.items.len())
            .filter(|&index| self.items[index].roles & bits != 0)
            .collect()
    }

    /// How many of its words play `role`.
    pub(super) fn count(&self, role: Role) -> usize {
        self.items.iter().filter(|item| item.is(role)).count()
    }

    /// Whether any of its words plays `role`.
    pub(super) fn has(&self, role: Role) -> bool {
        self.items.iter().any(|item| item.is(role))
    }

    /// Whether a word for `role` stands at most `reach` words from the act or the machine.
    pub(super) fn near(&self, role: Role, reach: usize) -> bool {
        let places = self.places(&[role]);
        nearest(&places, &self.act).min(nearest(&places, &self.machine)) <= reach
    }

    /// Translating and the machine in one expression.
    pub(super) fn compound(&self) -> bool {
        self.items.iter().any(|item| {
            item.is(Role::MachineTranslation)
                || (item.is(Role::Machine) && item.is(Role::Translated))
        })
    }

    /// “This page”, “the following translation”.
    pub(super) fn this_text(&self) -> bool {
        let texts = [Role::Text, Role::Translated, Role::MachineTranslation];
        nearest(&self.places(&[Role::This]), &self.places(&texts)) <= 2
    }

    /// Names an engine or a machine at work, not just a program or a service.
    pub(super) fn sure(&self) -> bool {
        self.machine.iter().any(|&index| {
            let item = &self.items[index];
            item.is(Role::Engine)
                || item.is(Role::MachineTranslation)
                // what is a machine in one language may be no more than a program: those are tools too
                || (item.is(Role::Machine) && !item.is(Role::Tool))
                || names::means_machine(self.word(index))
                || names::names_engine(self.word(index))
        })
    }

    /// A bare label: the act and the machine, or an engine, and nothing that a sentence would have.
    pub(super) fn label(&self) -> bool {
        let named = self.compound() || self.has(Role::Engine) || self.has(Role::Original);
        let sentence = [Role::This, Role::Writer, Role::About, Role::Offer];
        named
            && self.words() <= 6
            && self.uncovered() == 0
            && !sentence.iter().any(|&role| self.has(role))
    }

    /// A label that only names machine translation: nothing was done, by no engine, from no language.
    pub(super) fn bare(&self) -> bool {
        let more = [
            Role::Done,
            Role::Engine,
            Role::Languages,
            Role::Original,
            Role::Caution,
            Role::Not,
        ];
        self.label()
            && !more.iter().any(|&role| self.has(role))
            && !(0..self.items.len()).any(|index| names::names_engine(self.word(index)))
    }

    /// How many words have no role that belongs to a claim.
    pub(super) fn uncovered(&self) -> usize {
        self.items
            .iter()
            .filter(|i| i.roles & CLAIMING == 0)
            .count()
    }

    /// The character before the candidate, and the one after, white space aside.
    pub(super) fn neighbours(&self) -> (Option<char>, Option<char>) {
        (
            self.block[..self.span.start].trim_end().chars().next_back(),
            self.block[self.span.end..].trim_start().chars().next(),
        )
    }
}

/// The roles that belong to a claim.
pub(super) const CLAIMING: u32 = ((1 << Role::Done as u32) - 1)
    & !((1 << Role::About as u32)
        | (1 << Role::Offer as u32)
        | (1 << Role::Elsewhere as u32)
        | (1 << Role::People as u32));

/// The smallest distance between two lists of positions.
pub(super) fn nearest(one: &[usize], other: &[usize]) -> usize {
    one.iter()
        .flat_map(|a| other.iter().map(move |b| a.abs_diff(*b)))
        .min()
        .unwrap_or(usize::MAX)
}
