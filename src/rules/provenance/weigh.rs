//! Weighing: what the claims about a document come to, once all of them are known.
//!
//! A definite or strong claim stands alone, a weak one needs a partner or a place where labels stand. What is quoted,
//! announced as a wording, or part of a text about translation engines is a mention. A notice in the wrong place is
//! residue.

use std::collections::{BTreeMap, BTreeSet};

use super::catalogue::{Stance, Strength};
use super::claim::Claim;
use super::trap::Site;
use super::wording::{BARE, UNSURE};
use super::{
    CHAT_LEAK, DECODER_DEBRIS, DISCLOSURE_NOTICE, FILE_METADATA, HOUSE_MARKER, PAGE_FINGERPRINT,
    PROMPT_LEAK, PROXY_URL, SERVICE_LEAK, Summary, WIDGET_LABEL,
};
use crate::block::{Block, Kind};
use crate::document::{Document, Provenance};
use crate::finding::{Draft, Findings, Place};
use crate::rule::{Rule, Severity};
use crate::tag;

/// Claims of a document that are remembered; more are not, and the document is bad enough.
const REMEMBERED: usize = 4096;

/// Claims of one name that are reported.
const REPORTED: usize = 100;

/// Blocks of prose at the head and at the foot of a document among which a notice is in its place.
const MARGIN: u64 = 3;

/// A claim with its place.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent observations")]
struct Held {
    rule: &'static Rule,
    name: &'static str,
    language: Option<&'static str>,
    vendor: &'static str,
    strength: Strength,
    stance: Stance,
    grave: bool,
    offered: bool,
    disguised: bool,
    fragment: bool,
    understood: String,
    site: Site,
    kind: Kind,
    quoted: bool,
    /// In a translation unit, which is a little document of its own.
    unit: bool,
    /// Blocks of content before it.
    before: u64,
    /// What came before it in the document.
    previous: Option<Kind>,
    block: u32,
    place: Place,
}

/// Gathers the claims of a document.
#[derive(Debug, Default)]
pub(crate) struct Scale {
    held: Vec<Held>,
    names: BTreeMap<&'static str, u64>,
    content: u64,
    words: u64,
    topics: u64,
    previous: Option<Kind>,
}

impl Scale {
    /// Takes what is claimed about a block. `about`: terms of the field stand in it, outside of the claims.
    pub(crate) fn block(
        &mut self,
        block: &Block,
        claims: &[(Claim, Site)],
        about: bool,
        words: u64,
    ) {
        for (claim, site) in claims {
            if site.negated && claim.stance == Stance::Disclosure && claim.understood.is_empty() {
                continue;
            }
            let count = self.names.entry(claim.name).or_insert(0);
            *count += 1;
            let once =
                claim.rule.name == PAGE_FINGERPRINT.name || claim.rule.name == PROXY_URL.name;
            let again = claim.rule.name == DECODER_DEBRIS.name
                && self
                    .held
                    .iter()
                    .rev()
                    .take(8)
                    .any(|held| held.name == claim.name && held.block == block.number);
            if again
                || self.held.len() >= REMEMBERED
                || (*count > 1 && once)
                || *count > REPORTED as u64
            {
                continue;
            }
            self.held.push(Held {
                rule: claim.rule,
                name: claim.name,
                language: claim.language,
                vendor: claim.vendor,
                strength: claim.strength,
                stance: claim.stance,
                grave: claim.grave,
                offered: claim.offered,
                disguised: claim.disguised,
                fragment: claim.fragment,
                understood: claim.understood.clone(),
                site: *site,
                kind: block.kind,
                quoted: block.quoted,
                unit: block.unit.is_some(),
                before: if block.unit.is_some() {
                    0
                } else {
                    self.content
                },
                previous: self.previous,
                block: block.number,
                place: Place::of(block, &claim.span),
            });
        }
        if is_content(block.kind) {
            self.content += 1;
        }
        if block.kind.is_prose() {
            self.words += words;
            self.previous = Some(block.kind);
            self.topics += u64::from(about);
        }
    }

    /// Decides and reports.
    pub(crate) fn finish(self, document: &Document, findings: &mut Findings<'_>) -> Summary {
        let named: BTreeSet<&str> = self
            .held
            .iter()
            .filter(|held| !held.offered && held.vendor != "generic")
            .map(|held| held.vendor)
            .collect();
        let topic = self.is_about_translation();
        let list = named.len() >= 3 || (named.len() == 2 && topic);
        let mut summary = Summary::default();
        let mut strong: BTreeSet<&str> = BTreeSet::new();
        for held in &self.held {
            let Some(verdict) = self.judge(held, topic, list, document) else {
                continue;
            };
            let severity = if held.disguised {
                verdict.severity.weaker()
            } else {
                verdict.severity
            };
            if severity > Severity::Neutral {
                let definite = held.strength == Strength::Definite
                    || (held.strength == Strength::Strong && held.stance == Stance::Disclosure);
                let provenance = if definite && !held.disguised {
                    Provenance::MachineTranslated
                } else {
                    Provenance::Suspected
                };
                if held.strength == Strength::Strong && !held.disguised && held.vendor != "llm" {
                    strong.insert(held.name);
                }
                summary.provenance = summary.provenance.max(provenance);
                summary.disclosure |= held.stance == Stance::Disclosure && held.kind.is_prose();
            }
            let message = verdict.message(held, self.names.get(held.name).copied().unwrap_or(1));
            // an honest sign out of its place is residue too
            let residue = severity > Severity::Neutral
                && (held.stance == Stance::Residue || verdict.reason != Reason::Plain);
            let mut draft = Draft::new(held.rule, message)
                .severity(severity)
                .residue(residue);
            if !held.understood.is_empty() {
                draft = draft.evidence("wording");
            }
            if let Some(language) = held.language {
                draft = draft.language(language);
            }
            findings.report_at(held.place.clone(), draft);
        }
        if strong.len() > 1 {
            summary.provenance = Provenance::MachineTranslated;
        }
        summary
    }

    /// Several terms of the field, in several paragraphs, apart from the claims themselves.
    fn is_about_translation(&self) -> bool {
        self.topics >= 3 || (self.topics >= 2 && self.content <= 12)
    }

    /// `None`: nothing to report.
    fn judge(&self, held: &Held, topic: bool, list: bool, document: &Document) -> Option<Verdict> {
        if held.fragment && self.content > 1 {
            return None;
        }
        let machine = !held.kind.is_prose();
        let mention = Some(Verdict::new(Severity::Neutral, Reason::Mention));
        if list {
            return (held.strength > Strength::Weak)
                .then_some(Verdict::new(Severity::Neutral, Reason::List));
        }
        if held.offered && (held.strength == Strength::Weak || is_around(held.kind)) {
            return Some(Verdict::new(Severity::Neutral, Reason::Offered));
        }
        if held.strength == Strength::Weak {
            return self.judge_weak(held, topic);
        }
        if machine {
            return Some(Verdict::new(self.severity(held), Reason::Plain));
        }
        let margin = self.in_margin(held);
        let debris = held.rule.name == DECODER_DEBRIS.name;
        if held.site.tight || (held.site.mentioned && !debris) {
            return mention;
        }
        let notice = held.stance == Stance::Disclosure && held.site.first && margin && !topic;
        if held.quoted && !notice {
            return mention;
        }
        if held.stance == Stance::Disclosure && held.site.lead > 6 {
            return mention;
        }
        // amid a text, the name of the thing and programs that translate are what it is about
        if (topic && held.name == BARE) || (!margin && matches!(held.name, BARE | UNSURE)) {
            return mention;
        }
        let stands_alone = held.site.whole
            && (held.strength == Strength::Definite || held.stance == Stance::Disclosure && margin)
            && !matches!(held.kind, Kind::ListItem | Kind::Cell);
        if topic && !stands_alone {
            return mention;
        }
        if held.kind == Kind::Attribute && held.rule.name == WIDGET_LABEL.name {
            return Some(Verdict::new(Severity::Neutral, Reason::Offered));
        }
        if held.stance == Stance::Disclosure {
            let reason = self.displacement(held, document, margin);
            let severity = if reason == Reason::Plain {
                Severity::Minor
            } else {
                Severity::Major
            };
            return Some(Verdict::new(severity, reason));
        }
        Some(Verdict::new(self.severity(held), Reason::Plain))
    }

    fn judge_weak(&self, held: &Held, topic: bool) -> Option<Verdict> {
        if topic || held.site.mentioned || held.quoted {
            return None;
        }
        let debris = held.rule.name == DECODER_DEBRIS.name;
        let partner = self.held.iter().any(|other| {
            // signs that mean something else in most texts count only beside one that does not
            (!debris || other.rule.name == held.rule.name)
                && other.name != held.name
                && !other.offered
                && !other.site.mentioned
                && !other.quoted
                && (other.rule.name != held.rule.name || other.strength > Strength::Weak)
        });
        let label = held.stance == Stance::Disclosure
            && held.rule.name == WIDGET_LABEL.name
            && held.site.words <= 8
            && self.content > 1
            && !held.unit
            && matches!(held.kind, Kind::Paragraph | Kind::Caption)
            && (self.in_margin(held) || matches!(held.previous, Some(Kind::Caption | Kind::Title)));
        (partner || label).then_some(Verdict::new(Severity::Minor, Reason::Plain))
    }

    #[expect(clippy::unused_self, reason = "reads like the other questions")]
    fn severity(&self, held: &Held) -> Severity {
        match (held.stance, held.grave) {
            (Stance::Disclosure, _) => Severity::Minor,
            // it stands in place of the text, or the document opens with it
            (Stance::Residue, true) => Severity::Critical,
            (Stance::Residue, false)
                if held.rule.name == CHAT_LEAK.name
                    && held.strength == Strength::Definite
                    && held.before == 0
                    && is_content(held.kind) =>
            {
                Severity::Critical
            }
            (Stance::Residue, false) => Severity::Major,
        }
    }

    /// Among the first or last blocks of content, or around the content.
    fn in_margin(&self, held: &Held) -> bool {
        is_around(held.kind) || held.before < MARGIN || held.before + MARGIN >= self.content
    }

    /// Why a notice is out of place, if it is.
    fn displacement(&self, held: &Held, document: &Document, margin: bool) -> Reason {
        if let Some(language) = held.language
            && let Some(expected) = self.expected(held, document)
            && differ(language, expected)
        {
            return Reason::Language(expected.to_owned());
        }
        if self.held.iter().any(|other| {
            other.block == held.block
                && matches!(other.rule.name, name if name == CHAT_LEAK.name || name == PROMPT_LEAK.name || name == SERVICE_LEAK.name)
                && other.kind.is_prose()
                && !other.site.mentioned
        }) {
            return Reason::Leak;
        }
        let repeats = self
            .held
            .iter()
            .filter(|other| other.name == held.name && other.kind == held.kind)
            .count();
        if repeats >= 3 {
            return Reason::Repeated(repeats);
        }
        if margin { Reason::Plain } else { Reason::Amid }
    }

    /// The language that a notice should be in, where that is known well enough.
    fn expected<'a>(&self, held: &'a Held, document: &'a Document) -> Option<&'a str> {
        match (document.declared.as_deref(), document.dominant.as_deref()) {
            (Some(declared), Some(dominant)) => {
                let language = held.language?;
                (differ(language, dominant)).then_some(declared)
            }
            (Some(declared), None) => Some(declared),
            (None, Some(dominant)) => (self.words >= 120).then_some(dominant),
            (None, None) => None,
        }
    }
}

/// Running text and what structures it, as opposed to what surrounds it.
fn is_content(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Paragraph | Kind::Heading | Kind::ListItem | Kind::Cell
    )
}

/// Around the content: navigation, captions, titles, metadata.
fn is_around(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Interface | Kind::Caption | Kind::Title | Kind::Attribute
    )
}

/// Two languages that nobody takes for one another. Wordings of close relatives are often the same.
fn differ(one: &str, other: &str) -> bool {
    const CLOSE: &[&[&str]] = &[
        &["nb", "nn", "no", "da", "sv"],
        &["hr", "sr", "bs", "sh", "cnr", "sl", "mk"],
        &["id", "ms", "jv", "su"],
        &["cs", "sk"],
        &["gl", "pt", "es", "ca", "oc", "ast", "an"],
        &["bg", "mk", "sr"],
        &["ru", "uk", "be"],
        &["hi", "mr", "ne", "sa"],
        &["fa", "prs", "tg", "ps", "ur", "ar", "ckb"],
        &["fil", "tl", "ceb"],
        &["nl", "af", "fy", "nds"],
        &["de", "lb", "gsw", "nds"],
        &["tr", "az"],
        &["fi", "et"],
        &["ro", "mo"],
        &["zh", "yue", "wuu"],
        &["it", "co", "scn", "vec"],
    ];
    let (one, other) = (tag::primary(one), tag::primary(other));
    one != other
        && !CLOSE
            .iter()
            .any(|group| group.contains(&one) && group.contains(&other))
}

/// Why a finding weighs what it weighs.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Reason {
    Plain,
    Mention,
    List,
    Offered,
    Amid,
    Leak,
    Repeated(usize),
    Language(String),
}

#[derive(Clone, Debug)]
struct Verdict {
    severity: Severity,
    reason: Reason,
}

impl Verdict {
    fn new(severity: Severity, reason: Reason) -> Self {
        Self { severity, reason }
    }

    fn message(&self, held: &Held, count: u64) -> String {
        let text = &held.place.excerpt;
        let again = if count > 1
            && (held.rule.name == PAGE_FINGERPRINT.name || held.rule.name == PROXY_URL.name)
        {
            format!(", {count} times in this document")
        } else {
            String::new()
        };
        let disguised = if held.disguised {
            ", some of its letters replaced by look-alikes of another script"
        } else {
            ""
        };
        match &self.reason {
            Reason::Mention => format!("“{text}” is mentioned here, not used"),
            Reason::List => {
                format!(
                    "“{text}” stands in a document that lists the marks of several translation services"
                )
            }
            Reason::Offered => {
                format!("“{text}” shows that the site offers machine translation{again}")
            }
            Reason::Amid => format!("the notice “{text}” stands in the middle of the text"),
            Reason::Leak => format!(
                "the notice “{text}” comes with an assistant's remark in the same paragraph"
            ),
            Reason::Repeated(times) => {
                format!("the notice “{text}” stands {times} times in this document")
            }
            Reason::Language(expected) => format!(
                "the notice “{text}” is in another language ({}) than the document ({expected})",
                held.language.unwrap_or_default()
            ),
            Reason::Plain => format!(
                "“{text}” {}{}{again}{disguised}",
                what(held),
                held.understood
            ),
        }
    }
}

/// What a claim of each rule means, as the end of a sentence.
fn what(held: &Held) -> &'static str {
    let disclosure = held.stance == Stance::Disclosure;
    match held.rule.name {
        name if name == DISCLOSURE_NOTICE.name && disclosure => {
            if held.kind.is_prose() {
                "tells readers that a machine translated the text"
            } else {
                "says in a comment that a machine translated the text"
            }
        }
        name if name == WIDGET_LABEL.name && disclosure => "labels the text as machine-translated",
        name if name == WIDGET_LABEL.name => "is a label of a translation tool, left in the text",
        name if name == PAGE_FINGERPRINT.name && disclosure => {
            "declares in the mark-up that the page is machine-translated"
        }
        name if name == PAGE_FINGERPRINT.name => "is mark-up that a page translator leaves behind",
        name if name == PROXY_URL.name => "is an address behind a page translator",
        name if name == FILE_METADATA.name => "records a machine translation",
        name if name == CHAT_LEAK.name => "is what an assistant says, not part of the text",
        name if name == PROMPT_LEAK.name => "is meant for a language model, not for readers",
        name if name == SERVICE_LEAK.name => {
            "is a message of a translation service, not part of the text"
        }
        name if name == DECODER_DEBRIS.name => {
            "is left over from the inside of a translation engine"
        }
        name if name == HOUSE_MARKER.name => "is a marker of the house",
        _ => "is residue of a machine translation",
    }
}
