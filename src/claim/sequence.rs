//! The order of the roles in a candidate: what remains of a sentence when its words are replaced by what they do. The
//! same claim has the same orders in many languages.

use std::collections::BTreeSet;

use super::features::Hash;
use super::names;
use super::roles::Role;
use super::view::View;

/// A word by what it does: a role, or one of the numbers below, with its form in the upper bits.
type Token = u8;

const MADE: Token = 40;
const PROGRAM: Token = 41;
const BOTH: Token = 42;
const BOTH_ACT: Token = 43;
const BOTH_MACHINE: Token = 44;
const OTHER: Token = 45;
const BEGIN: Token = 46;
const END: Token = 47;

/// Done, or doing, in the upper bits of a token.
const FORM: u32 = 6;

/// Roles from the most to the least telling; a word with several counts with the first of them.
const ORDER: [Role; 25] = [
    Role::Engine,
    Role::Translator,
    Role::MachineTranslation,
    Role::Not,
    Role::Translated,
    Role::Machine,
    Role::This,
    Role::Writer,
    Role::Into,
    Role::Original,
    Role::Tool,
    Role::Sorry,
    Role::Checked,
    Role::Caution,
    Role::People,
    Role::Reported,
    Role::Topic,
    Role::Elsewhere,
    Role::Offer,
    Role::About,
    Role::Languages,
    Role::Text,
    Role::Partial,
    Role::Done,
    Role::Doing,
];

/// The features of the order of roles, as hashes.
pub(super) fn sequence(view: &View<'_>, out: &mut Vec<Hash>) {
    let (first, all) = tokens(view);
    let known: Vec<Token> = first.iter().copied().filter(|&t| t != OTHER).collect();
    for (kind, list, longest) in [(b'r', &first, 4), (b'n', &known, 5)] {
        for n in 1..=longest {
            for window in list.windows(n) {
                out.push(Hash::new(kind).add(window));
            }
        }
    }
    let core: BTreeSet<Token> = all.iter().copied().filter(|&t| is_core(t)).collect();
    let signature = core.iter().fold(Hash::new(b'c'), |hash, &t| hash.add(&[t]));
    let plain: BTreeSet<Token> = core.iter().map(|&t| t & 63).collect();
    let coarse = plain
        .iter()
        .fold(Hash::new(b'C'), |hash, &t| hash.add(&[t]));
    out.extend([signature, coarse]);
    for &one in &all {
        out.push(Hash::new(b'b').add(&[one]));
        for &other in all.range(one + 1..) {
            out.push(Hash::new(b'p').add(&[one, other]));
        }
        if !is_core(one) {
            out.push(coarse.add(&[255, one]));
        }
    }
    place(view, &first, signature, out);
}

/// How the candidate stands in its block, by what it names.
fn place(view: &View<'_>, first: &[Token], signature: Hash, out: &mut Vec<Hash>) {
    let (before, after) = view.neighbours();
    let mark =
        |c: Option<char>| c.map_or(0, |c| if c.is_alphanumeric() { 1 } else { u32::from(c) });
    let length = u8::try_from(view.items.len()).unwrap_or(u8::MAX);
    let plain = u8::from(first.contains(&OTHER));
    if view.block.len() > view.span.len() + 2 {
        let before = Hash::new(b'<').add(&mark(before).to_le_bytes());
        let both = before.add(&mark(after).to_le_bytes());
        out.extend([
            before,
            Hash::new(b'>').add(&mark(after).to_le_bytes()),
            both,
            signature.add(&[254, plain]),
            signature.add(&[253, plain]).add(&before.0.to_le_bytes()),
            Hash::new(b'l').add(&[length.min(6)]),
        ]);
    } else {
        out.extend([
            signature.add(&[252]),
            Hash::new(b'w').add(&[length.min(12)]),
            signature.add(&[251, length.min(6)]),
        ]);
    }
    let part = view.part();
    for mark in "?!:·|…()[]【】（）\"“”„«»#@/–—-_%".chars() {
        if part.contains(mark) {
            out.push(Hash::new(b'm').add(&u32::from(mark).to_le_bytes()));
        }
    }
    out.push(Hash::new(b'e').add(&mark(part.chars().next_back()).to_le_bytes()));
}

/// The words' tokens, runs of the same as one, function words left out; and the set of all.
fn tokens(view: &View<'_>) -> (Vec<Token>, BTreeSet<Token>) {
    let mut first = vec![BEGIN];
    let mut all = BTreeSet::new();
    let mut last: Option<[Token; 3]> = None;
    for index in 0..view.items.len() {
        let Some(own) = of(view, index) else { continue };
        all.extend(own.iter().copied().filter(|&t| t != OTHER));
        if last != Some(own) {
            first.push(own[0]);
        }
        last = Some(own);
    }
    first.push(END);
    (first, all)
}

/// The three most telling tokens of a word, the last repeated when there are fewer; `None` for function words.
fn of(view: &View<'_>, index: usize) -> Option<[Token; 3]> {
    let item = &view.items[index];
    let form = (u8::from(item.is(Role::Done)) | u8::from(item.is(Role::Doing)) << 1) << FORM;
    let (act, machine) = (
        || names::means_translating(view.word(index)),
        || names::means_machine(view.word(index)),
    );
    let mut found = ORDER
        .iter()
        .filter(|&&role| item.is(role))
        .map(|&role| match role {
            Role::MachineTranslation if act() => (if machine() { BOTH } else { BOTH_ACT }) | form,
            Role::MachineTranslation if machine() => BOTH_MACHINE,
            Role::MachineTranslation => role as Token | form,
            Role::Translated if act() => role as Token | form,
            Role::Translated => MADE | form,
            Role::Machine if !machine() => PROGRAM,
            role => role as Token,
        });
    let Some(one) = found.next() else {
        return (!item.is(Role::Small)).then_some([OTHER; 3]);
    };
    let two = found.next().unwrap_or(one);
    Some([one, two, found.next().unwrap_or(two)])
}

/// Whether a token is of the act or the machine.
fn is_core(token: Token) -> bool {
    let plain = token & 63;
    matches!(plain, MADE..=BOTH_MACHINE)
        || [
            Role::Translated,
            Role::MachineTranslation,
            Role::Machine,
            Role::Engine,
            Role::Translator,
            Role::Into,
            Role::Tool,
        ]
        .iter()
        .any(|&role| role as Token == plain)
}
