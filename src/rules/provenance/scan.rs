//! The catalogue as a recogniser: one pass of the index over the folded block, then the patterns whose triggers
//! were met; for scripts without spaces once more without them, for mixed scripts once more with look-alikes replaced.

use std::ops::Range;

use super::catalogue::{
    Anchor, Catalogue, Entry, Needle, Pattern, Scope, Strength, Wording, catalogue,
};
use super::claim::{Claim, Recogniser};
use super::fold::{Folded, Mode};
use super::index::Hit;
use super::{DISCLOSURE_NOTICE, PAGE_FINGERPRINT, PROXY_URL};
use crate::block::{Block, Kind};
use crate::chars::{Script, class};
use crate::document::Format;
use crate::rule::Context;
use crate::sieve::Bytes;

/// Hits of one entry in one block that are looked at.
const HITS: usize = 8;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// Scans the blocks of one document.
#[derive(Debug)]
pub(crate) struct Scanner {
    catalogue: &'static Catalogue,
    folded: Folded,
    other: Folded,
    /// In which round each entry was met last, and how often.
    met: Vec<(u32, u16)>,
    round: u32,
    /// Patterns whose trigger was met in the round.
    called: Vec<u16>,
    texts: Vec<(u16, Range<usize>)>,
    hits: Vec<Hit>,
    /// Terms of the field in the block scanned last: their number, and the places of the first of them.
    pub topics: u32,
    pub topic_spans: Vec<Range<usize>>,
}

impl Scanner {
    /// For one document.
    pub(crate) fn new() -> Self {
        let catalogue = catalogue();
        Self {
            catalogue,
            folded: Folded::default(),
            other: Folded::default(),
            met: vec![(0, 0); catalogue.entries.len()],
            round: 0,
            called: Vec::new(),
            texts: Vec::new(),
            hits: Vec::new(),
            topics: 0,
            topic_spans: Vec::new(),
        }
    }

    /// One pass of the index over `folded`.
    fn pass(
        &mut self,
        folded: &Folded,
        bytes: Bytes,
        scopes: u16,
        accept: impl Fn(&Entry) -> bool,
    ) {
        self.round += 1;
        self.called.clear();
        self.texts.clear();
        let catalogue = self.catalogue;
        let mut hits = std::mem::take(&mut self.hits);
        let needles = catalogue.needles(folded.bytes());
        needles.index.find(folded.bytes(), bytes, &mut hits);
        for found in &hits {
            let index = match needles.list[usize::from(found.needle)] {
                Needle::Topic => {
                    self.topics += 1;
                    if self.topic_spans.len() < HITS {
                        self.topic_spans.push(folded.span(&found.range()));
                    }
                    continue;
                }
                Needle::Text(index) | Needle::Trigger(index) => index,
            };
            let entry = &catalogue.entries[index as usize];
            if !entry.counts_in(scopes) || !accept(entry) {
                continue;
            }
            let met = &mut self.met[index as usize];
            if met.0 != self.round {
                *met = (self.round, 0);
                if let Wording::Pattern(_) = entry.wording {
                    self.called.push(index);
                }
            }
            if matches!(entry.wording, Wording::Text { .. }) && usize::from(met.1) < HITS {
                met.1 += 1;
                self.texts.push((index, found.range()));
            }
        }
        self.hits = hits;
    }

    /// Turns what a pass met into claims.
    fn collect(&mut self, text: &str, folded: &Folded, view: View, claims: &mut Vec<Claim>) {
        for (index, range) in std::mem::take(&mut self.texts) {
            let entry = &self.catalogue.entries[index as usize];
            let holds = match entry.anchor() {
                Anchor::Line => stands_alone(folded.text(), &range),
                Anchor::LineStart => leads(folded.text(), range.start),
                Anchor::Anywhere => stands_apart(folded.text(), &range),
                Anchor::Raw | Anchor::RawLine => true,
            };
            let span = folded.span(&range);
            if holds && same_case(entry, &text[span.clone()]) {
                claims.push(claim(entry, span, view == View::Skeleton));
            }
        }
        for index in std::mem::take(&mut self.called) {
            let entry = &self.catalogue.entries[index as usize];
            let Wording::Pattern(pattern) = &entry.wording else {
                continue;
            };
            if entry.anchor().is_raw() {
                if view == View::Plain {
                    for range in hits(pattern, view, text) {
                        claims.push(claim(entry, range, false));
                    }
                }
            } else if entry.marker.is_cased() {
                self.other.fold(text, view.mode(true));
                let other = &self.other;
                push_hits(entry, pattern, other, view, claims);
            } else {
                push_hits(entry, pattern, folded, view, claims);
            }
        }
    }
}

/// Which form of the text is searched.
#[derive(Clone, Copy, PartialEq, Eq)]
enum View {
    Plain,
    Tight,
    Skeleton,
}

impl View {
    fn mode(self, cased: bool) -> Mode {
        Mode {
            cased,
            unspaced: self == Self::Tight,
            skeleton: self == Self::Skeleton,
        }
    }
}

/// Where `pattern` matches `text`: its group `hit`, else the whole match, without the white space around it.
fn hits(pattern: &Pattern, view: View, text: &str) -> Vec<Range<usize>> {
    let regex = match view {
        View::Tight => pattern.tight(),
        _ if !pattern.may_match(text) => None,
        _ => pattern.regex(),
    };
    let Some(regex) = regex else {
        return Vec::new();
    };
    let named = regex.capture_names().flatten().any(|name| name == "hit");
    let whole = |range: Range<usize>| {
        let part = &text[range.clone()];
        let start = range.start + (part.len() - part.trim_start().len());
        start..(range.start + part.trim_end().len()).max(start)
    };
    if named {
        regex
            .captures_iter(text)
            .take(HITS)
            .filter_map(|captures| captures.name("hit").map(|hit| whole(hit.range())))
            .collect()
    } else {
        regex
            .find_iter(text)
            .take(HITS)
            .map(|found| whole(found.range()))
            .filter(|range| !range.is_empty())
            .collect()
    }
}

fn push_hits(
    entry: &'static Entry,
    pattern: &Pattern,
    folded: &Folded,
    view: View,
    claims: &mut Vec<Claim>,
) {
    let text = folded.text();
    let start = text.len() - text.trim_start_matches(|c| !is_word(c)).len();
    let end = if entry.anchor() == Anchor::Line {
        text.trim_end_matches(|c| !is_word(c)).len().max(start)
    } else {
        text.len()
    };
    // patterns that open with a bracket see it
    let bracketed = entry.anchor() == Anchor::Anywhere;
    let start = if bracketed { 0 } else { start };
    // what asks or cries in Spanish begins with its mark
    let mark = |at: usize| {
        let before = text[..at].trim_end_matches(['¡', '¿']);
        if at == start { before.len() } else { at }
    };
    for range in hits(pattern, view, &text[start..end]) {
        let range = range.start + start..range.end + start;
        if !stands_apart(text, &range) {
            continue;
        }
        let range = mark(range.start)..range.end;
        claims.push(claim(entry, folded.span(&range), view == View::Skeleton));
    }
}

fn claim(entry: &'static Entry, span: Range<usize>, disguised: bool) -> Claim {
    Claim {
        span,
        rule: entry.rule,
        name: &entry.marker.id,
        language: entry.language(),
        vendor: entry.vendor(),
        strength: entry.strength(),
        stance: entry.stance(),
        grave: entry.grave(),
        offered: entry.offered(),
        disguised,
        fragment: false,
        understood: String::new(),
    }
}

fn same_case(entry: &Entry, text: &str) -> bool {
    match &entry.wording {
        Wording::Text {
            cased: Some(cased), ..
        } if entry.anchor().is_raw() => text == cased,
        Wording::Text {
            cased: Some(cased), ..
        } => {
            super::fold::fold(
                text,
                Mode {
                    cased: true,
                    ..Mode::default()
                },
            ) == *cased
        }
        _ => true,
    }
}

fn is_word(character: char) -> bool {
    class(character).is_word()
}

/// Nothing but marks before `start`, in the block or since a separator.
fn leads(text: &str, start: usize) -> bool {
    text[..start]
        .chars()
        .rev()
        .take(40)
        .find(|&c| is_word(c) || is_separator(c))
        .is_none_or(is_separator)
}

/// Nothing but marks around `range`, in the block or between separators.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    leads(text, range.start)
        && text[range.end..]
            .chars()
            .take(40)
            .find(|&c| is_word(c) || is_separator(c))
            .is_none_or(is_separator)
}

fn is_separator(character: char) -> bool {
    matches!(character, '|' | '·' | '•')
}

/// No word of an alphabet is cut at the edges of `range`.
fn stands_apart(text: &str, range: &Range<usize>) -> bool {
    let inner = &text[range.clone()];
    let cuts = |inside: Option<char>, outside: Option<char>| match (inside, outside) {
        (Some(inside), Some(outside)) => {
            let (one, two) = (class(inside), class(outside));
            // "translationThe": a tag between them was dropped
            let seam = one.is_lower() && two.is_upper();
            one.is_word()
                && two.is_word()
                && !seam
                && is_alphabet(one.script())
                && (two.script() == one.script() || two.script() == Script::Common)
        }
        _ => false,
    };
    let before = text[..range.start].chars().next_back();
    let opens = inner.chars().next();
    let seam =
        before.is_some_and(|c| class(c).is_lower()) && opens.is_some_and(|c| class(c).is_upper());
    (seam || !cuts(opens, before))
        && !cuts(inner.chars().next_back(), text[range.end..].chars().next())
}

/// Scripts in which a word ends where its letters end and takes no particles.
fn is_alphabet(script: Script) -> bool {
    script.has_case() || script == Script::Georgian
}

impl Recogniser for Scanner {
    fn claims(&mut self, block: &Block, context: &Context<'_>, claims: &mut Vec<Claim>) {
        self.topics = 0;
        self.topic_spans.clear();
        // most blocks of most Latin documents end here; to a comment its delimiters are added below
        let scopes = scopes(block.kind, context.document.format);
        if block.kind != Kind::Comment
            && context.bytes.is_plain()
            && !self
                .catalogue
                .latin()
                .index
                .suspects(&block.text, context.bytes, scopes)
        {
            return;
        }
        let mut folded = std::mem::take(&mut self.folded);
        // comments come without their delimiters, which belong to some wordings
        let wrapped;
        let (text, shift): (&str, usize) =
            if block.kind == Kind::Comment && !block.text.starts_with(OPEN) {
                wrapped = format!("{OPEN}{}{CLOSE}", block.text);
                (&wrapped, OPEN.len())
            } else {
                (&block.text, 0)
            };
        let known = claims.len();
        let bytes = if shift > 0 {
            Bytes::of(text)
        } else {
            context.bytes
        };
        folded.fold(text, View::Plain.mode(false));
        let kind = block.kind;
        let accept = move |entry: &Entry| match kind {
            Kind::Markup => {
                entry.anchor().is_raw()
                    && (entry.rule.name == PAGE_FINGERPRINT.name
                        || entry.rule.name == PROXY_URL.name
                        || !entry.counts_in(Scope::Text as u16))
            }
            Kind::Comment => {
                !entry.counts_in(Scope::Text as u16)
                    || entry.counts_in(Scope::FrontMatter as u16)
                    || entry.rule.name == DISCLOSURE_NOTICE.name
                        && entry.strength() > Strength::Weak
            }
            _ => true,
        };
        self.pass(&folded, bytes, scopes, accept);
        self.collect(text, &folded, View::Plain, claims);
        if kind.is_prose() {
            let (topics, seen) = (self.topics, self.topic_spans.len());
            if folded.unspaced && folded.bytes().contains(&b' ') {
                folded.fold(text, View::Tight.mode(false));
                self.pass(&folded, bytes, scopes, |entry| {
                    entry.unspaced() && !entry.anchor().is_raw()
                });
                self.collect(text, &folded, View::Tight, claims);
            }
            if context.words.iter().any(|word| word.mixed) {
                folded.fold(text, View::Skeleton.mode(false));
                self.pass(&folded, bytes, scopes, |entry| {
                    entry.latin()
                        && !entry.anchor().is_raw()
                        && entry.stance() == super::catalogue::Stance::Residue
                });
                self.collect(text, &folded, View::Skeleton, claims);
            }
            self.topics = topics;
            self.topic_spans.truncate(seen);
        }
        self.folded = folded;
        for claim in &mut claims[known..] {
            let inside = |at: usize| at.saturating_sub(shift).min(block.text.len());
            claim.span = inside(claim.span.start)..inside(claim.span.end);
        }
    }
}

/// The scopes of which a block of this kind is part.
fn scopes(kind: Kind, format: Format) -> u16 {
    match kind {
        Kind::Metadata => match format {
            Format::Po => Scope::Po as u16,
            _ => 0,
        },
        Kind::Markup => Scope::Html as u16 | Scope::Url as u16,
        Kind::Comment => Scope::Html as u16 | Scope::Text as u16,
        Kind::FrontMatter => Scope::FrontMatter as u16 | Scope::Url as u16,
        _ => Scope::Text as u16 | Scope::Url as u16,
    }
}
