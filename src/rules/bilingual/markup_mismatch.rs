//! `bilingual/markup-mismatch`.

use std::ops::Range;

use super::blank;
use super::difference::{self, Item, count};
use super::placeholder::is_shown_placeholder;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::inline::{Kind, Tag};
use crate::pair::{Pair, View};
use crate::rule::{PairExaminer, Severity, rule};
use crate::unit::CodeRole;

rule! {
    /// # What it finds
    /// Tags and inline codes that the source has and the target has not, or the other way round; tags of the target that
    /// cross each other or lack their partner where the source's do not; attributes that changed.
    ///
    /// A word in angle brackets that stands for something to fill in (`<name>`) may be translated, but not left out.
    ///
    /// Tags are those of HTML, XML and BBCode, and the inline codes of XLIFF and TMX. They may stand in another order.
    /// `<br>` equals `<br />`; attributes that hold text for the reader (`alt`, `title`, `aria-label`, `placeholder` …) and
    /// the language of the text may change; `href` and `src` are for `bilingual/link-mismatch`. Tags that break the target's
    /// structure are critical, line breaks, attributes of mere looks and words to fill in are minor.
    ///
    /// # Why it matters
    /// A link cannot be clicked, half a page is bold, or the program refuses the text.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv
    /// Press <b>Save</b> now.⇥Drücken Sie jetzt Speichern.
    /// ```
    /// ```flagged source=en lang=ar format=tsv
    /// Press <b>Save</b> now.⇥اضغط <b>حفظ<b> الآن.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// <b>Note:</b> <i>read</i> this.⇥<b>注意:<i></b>これを</i>お読みください。
    /// ```
    /// ```flagged source=en lang=fr format=tsv at=1:41
    /// <span class="key">Enter</span> to go on⇥<span class="cle">Entrée</span> pour continuer
    /// ```
    /// ```flagged source=en lang=zh-Hans format=tsv
    /// [b]New[/b] game⇥[b]新游戏
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// First line<br>second <b>line</b>⇥Erste Zeile<br /><b>zweite</b> Zeile
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// <img src="a.png" alt="A cat"> and <i>text</i>⇥<img alt="Un chat" src="a.png"/> et <i>du texte</i>
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// Type <name> or <John Smith>, if a < b.⇥Escriba <nombre> o <Juan Pérez>, si a < b.
    /// ```
    /// ```flagged source=en lang=nl format=tsv
    /// The file '<PATH>' exists, overwrite it?⇥Het bestand '' bestaat al, overschrijven?
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Written by <author> on <date>⇥Écrit par « auteur » le « date »
    /// ```
    /// ```clean source=en lang=he format=tsv
    /// See <http://www.example.org/en/> or write to <me@example.org>.⇥ראו <http://www.example.org/he/> או כתבו אל <me@example.org>.
    /// ```
    /// ```flagged source=en lang=cs format=tsv
    /// <p>The black point of the image</p>⇥</p>Černý bod obrázku<p>
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// The <b>first</b> and the <i>second</i>⇥<i>二番目</i>と<b>一番目</b>
    /// ```
    /// ```clean source=en lang=uk format=tsv
    /// Use &lt;b&gt; for <b>bold</b>.⇥Для <b>жирного</b> пишіть &lt;b&gt;.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// <b>Broken source⇥<b>Kaputte Vorlage
    /// ```
    ///
    /// # Known mistakes
    /// Some houses leave out `<i>` where the script has no italics.
    ///
    /// # References
    /// MQM, design/markup. translate-toolkit `xmltags`; Weblate `xml-tags`, `bbcode`; Okapi `MISSING_CODE`, `EXTRA_CODE`.
    pub MARKUP_MISMATCH = "bilingual/markup-mismatch", Major, "design/markup", on, pairs MarkupMismatch::start
}

struct MarkupMismatch;

impl MarkupMismatch {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

/// A tag or inline code of a side.
struct Mark<'a> {
    item: Item,
    role: CodeRole,
    /// What messages show.
    shown: &'a str,
    tag: Option<Tag<'a>>,
    /// A line break or paragraph, or the shell of a page.
    breaks: bool,
    /// Emphasis.
    emphasis: bool,
}

impl PairExaminer for MarkupMismatch {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let has = |view: &View<'_>| {
            view.inline()
                .pieces
                .iter()
                .any(|piece| matches!(piece.kind, Kind::Tag | Kind::Object))
        };
        if !pair.is_translated() {
            return;
        }
        if !has(&pair.source) && !has(&pair.target) {
            if let Some(draft) = blanks(pair) {
                pair.report_whole(draft, findings);
            }
            return;
        }
        let source = marks(&pair.source);
        let target = marks(&pair.target);
        if source.len() + target.len() > difference::MOST {
            return;
        }
        let found = counts(pair, &source, &target)
            .or_else(|| nesting(&source, &target))
            .or_else(|| reversed(pair, &source))
            .or_else(|| attributes(&source, &target))
            .or_else(|| blanks(pair).map(|draft| (draft, None)));
        match found {
            Some((draft, Some(range))) => pair.report(range, draft, findings),
            Some((draft, None)) => pair.report_whole(draft, findings),
            None => {}
        }
    }
}

type Reported = (Draft, Option<Range<usize>>);

fn blanks(pair: &Pair<'_>) -> Option<Draft> {
    let lost = blank::lost(pair.source.text, pair.target.text)?;
    let draft = Draft::new(&MARKUP_MISMATCH, difference::message(&[lost], &[]));
    Some(draft.severity(Severity::Minor))
}

fn marks<'a>(view: &View<'a>) -> Vec<Mark<'a>> {
    let text: &'a str = view.text;
    let side: &'a crate::unit::Side = view.side;
    let mut codes = side.codes.iter();
    let mut marks = Vec::new();
    for piece in &view.inline().pieces {
        let range = piece.range.clone();
        let shown = &text[range.clone()];
        match piece.kind {
            Kind::Tag => {
                let Some(tag) = Tag::read(shown) else {
                    continue;
                };
                let name = tag.name.to_ascii_lowercase();
                let sign = match tag.role {
                    CodeRole::Close => "/",
                    _ => "",
                };
                let bracket = if tag.bracket { "[" } else { "<" };
                marks.push(Mark {
                    breaks: matches!(
                        name.as_str(),
                        "br" | "p" | "wbr" | "hr" | "html" | "head" | "body"
                    ),
                    emphasis: matches!(
                        name.as_str(),
                        "b" | "i" | "em" | "strong" | "u" | "bold" | "italic"
                    ),
                    item: Item {
                        key: format!("{bracket}{sign}{name}"),
                        range,
                    },
                    role: tag.role,
                    shown,
                    tag: Some(tag),
                });
            }
            Kind::Object => {
                let Some(code) = codes.next() else { continue };
                if is_shown_placeholder(&code.shown) {
                    continue;
                }
                let sign = match code.role {
                    CodeRole::Close => "/",
                    _ => "",
                };
                let shown = if code.shown.is_empty() {
                    code.key.as_str()
                } else {
                    code.shown.as_str()
                };
                marks.push(Mark {
                    item: Item {
                        key: format!("{sign}{}", code.key),
                        range,
                    },
                    role: code.role,
                    shown,
                    tag: None,
                    breaks: false,
                    emphasis: false,
                });
            }
            _ => {}
        }
    }
    marks
}

fn counts(pair: &Pair<'_>, source: &[Mark<'_>], target: &[Mark<'_>]) -> Option<Reported> {
    let items =
        |side: &[Mark<'_>]| -> Vec<Item> { side.iter().map(|mark| mark.item.clone()).collect() };
    let (one, other) = (items(source), items(target));
    let mut missing = difference::without(&one, &other);
    let mut added = difference::without(&other, &one);
    // there, but no tag without its partner
    let lost = |text: &str, mark: &Mark<'_>, other: &str| {
        mark.tag.is_none() || count(other, mark.shown) < count(text, mark.shown)
    };
    let (text, translated) = (pair.source.text, pair.target.text);
    missing.retain(|&index| lost(text, &source[index], translated));
    added.retain(|&index| lost(translated, &target[index], text));
    if missing.is_empty() && added.is_empty() {
        return None;
    }
    let lacks: Vec<&str> = missing.iter().map(|&index| source[index].shown).collect();
    let extra: Vec<&str> = added.iter().map(|&index| target[index].shown).collect();
    let all = |wanted: fn(&Mark<'_>) -> bool| {
        missing.iter().all(|&index| wanted(&source[index]))
            && added.iter().all(|&index| wanted(&target[index]))
    };
    let whole = crossing(target).is_none();
    // other emphasis than the source's, or more of it
    let emphasis = whole && added.len() >= missing.len() && all(|mark| mark.emphasis);
    let severity = if emphasis || all(|mark| mark.breaks) {
        Severity::Minor
    } else if !whole && crossing(source).is_none() {
        Severity::Critical
    } else {
        Severity::Major
    };
    let mut draft =
        Draft::new(&MARKUP_MISMATCH, difference::message(&lacks, &extra)).severity(severity);
    if let ([lack], [_]) = (&lacks[..], &extra[..]) {
        draft = draft.suggestion(*lack);
    }
    Some((
        draft,
        added.first().map(|&index| target[index].item.range.clone()),
    ))
}

fn nesting(source: &[Mark<'_>], target: &[Mark<'_>]) -> Option<Reported> {
    let at = crossing(target)?;
    if crossing(source).is_some() {
        return None;
    }
    let mark = &target[at];
    let message = format!(
        "“{}” closes what is not the last that was opened",
        mark.shown
    );
    let draft = Draft::new(&MARKUP_MISMATCH, message).severity(Severity::Critical);
    Some((draft, Some(mark.item.range.clone())))
}

/// A tag that the target closes before it opens it, so that neither is a tag.
fn reversed(pair: &Pair<'_>, source: &[Mark<'_>]) -> Option<Reported> {
    let target = pair.target.text;
    for (index, mark) in source.iter().enumerate() {
        let Some(tag) = mark
            .tag
            .filter(|tag| !tag.bracket && tag.role == CodeRole::Open)
        else {
            continue;
        };
        let named = |other: &Mark<'_>, role: CodeRole| {
            other.role == role && other.tag.is_some_and(|other| other.name == tag.name)
        };
        let closed = source[index + 1..]
            .iter()
            .any(|other| named(other, CodeRole::Close));
        let first = !source[..index]
            .iter()
            .any(|other| other.tag.is_some_and(|other| other.name == tag.name));
        if !closed || !first {
            continue;
        }
        let close = target.find(&format!("</{}", tag.name))?;
        let open = target
            .match_indices(&format!("<{}", tag.name))
            .find(|&(at, found)| {
                target[at + found.len()..].starts_with(|c: char| !c.is_alphanumeric() && c != '-')
            });
        if open.is_some_and(|(open, _)| close < open) {
            let end = target[close..]
                .find('>')
                .map_or(target.len(), |end| close + end + 1);
            let message = format!("“{}” closes what is not open", &target[close..end]);
            let draft = Draft::new(&MARKUP_MISMATCH, message).severity(Severity::Critical);
            return Some((draft, Some(close..end)));
        }
    }
    None
}

/// The first tag that crosses another, closes nothing, or is never closed. Inline codes may cross.
fn crossing(marks: &[Mark<'_>]) -> Option<usize> {
    let mut open: Vec<usize> = Vec::new();
    for (index, mark) in marks.iter().enumerate() {
        let Some(tag) = &mark.tag else { continue };
        // HTML lets their end tags be left out
        if !tag.bracket
            && ["p", "li", "td", "tr", "th", "dd", "dt"]
                .iter()
                .any(|name| tag.name.eq_ignore_ascii_case(name))
        {
            continue;
        }
        if tag.bracket && tag.name == "*" {
            continue;
        }
        match mark.role {
            CodeRole::Open => open.push(index),
            CodeRole::Close => {
                let fits = open.pop().is_some_and(|opened| {
                    marks[opened]
                        .tag
                        .is_some_and(|opened| opened.name.eq_ignore_ascii_case(tag.name))
                });
                if !fits {
                    return Some(index);
                }
            }
            CodeRole::Alone => {}
        }
    }
    open.first().copied()
}

/// Attributes whose value is for the reader, or names the language of the text.
const TRANSLATABLE: &[&str] = &[
    "abbr",
    "alt",
    "aria-description",
    "aria-label",
    "aria-placeholder",
    "aria-roledescription",
    "aria-valuetext",
    "caption",
    "content",
    "data-title",
    "description",
    "dir",
    "hreflang",
    "label",
    "lang",
    "name",
    "placeholder",
    "prompt",
    "summary",
    "text",
    "title",
    "tooltip",
    "value",
    "xml:lang",
];

/// Attributes that `bilingual/link-mismatch` compares.
pub(super) const LINKS: &[&str] = &[
    "action",
    "cite",
    "data",
    "dst",
    "href",
    "link",
    "longdesc",
    "poster",
    "src",
    "srcset",
    "url",
    "xlink:href",
];

/// Attributes of mere looks.
const LOOKS: &[&str] = &[
    "align",
    "bgcolor",
    "border",
    "color",
    "face",
    "font",
    "font_desc",
    "height",
    "size",
    "style",
    "valign",
    "width",
];

fn listed(list: &[&str], name: &str) -> bool {
    list.iter().any(|entry| name.eq_ignore_ascii_case(entry))
}

fn attributes(source: &[Mark<'_>], target: &[Mark<'_>]) -> Option<Reported> {
    let mut used = vec![false; target.len()];
    let mut changed = None;
    for mark in source {
        let Some(tag) = &mark.tag else { continue };
        if tag.role == CodeRole::Close || tag.attributes.is_empty() {
            continue;
        }
        let own = kept(tag);
        let same = |index: usize, used: &[bool], exact: bool| {
            let other: &Mark<'_> = &target[index];
            !used[index]
                && other.item.key == mark.item.key
                && other.tag.is_some_and(|other| !exact || kept(&other) == own)
        };
        if let Some(index) = (0..target.len()).find(|&index| same(index, &used, true)) {
            used[index] = true;
        } else if changed.is_none() {
            changed = (0..target.len())
                .find(|&index| same(index, &used, false))
                .map(|index| (mark, index));
        }
    }
    let (mark, index) = changed.filter(|&(_, index)| !used[index])?;
    let other = &target[index];
    let (one, two) = (kept(mark.tag.as_ref()?), kept(other.tag.as_ref()?));
    let (name, before, after) = change(&one, &two)?;
    let message = format!(
        "the attribute {name} of “<{}>” is “{after}”, in the source “{before}”",
        mark.tag?.name
    );
    let mut draft = Draft::new(&MARKUP_MISMATCH, message);
    if listed(LOOKS, name) {
        draft = draft.severity(Severity::Minor);
    }
    Some((draft, Some(other.item.range.clone())))
}

/// The attributes that a translator leaves alone, sorted.
fn kept<'a>(tag: &Tag<'a>) -> Vec<(&'a str, &'a str)> {
    let mut kept: Vec<_> = tag
        .attributes()
        .filter(|(name, _)| !name.is_empty() && !listed(TRANSLATABLE, name) && !listed(LINKS, name))
        .collect();
    kept.sort_unstable();
    kept
}

/// The first attribute that differs, with its two values.
fn change<'a>(
    one: &[(&'a str, &'a str)],
    other: &[(&'a str, &'a str)],
) -> Option<(&'a str, &'a str, &'a str)> {
    let value = |list: &[(&'a str, &'a str)], name: &str| {
        list.iter()
            .find(|(candidate, _)| *candidate == name)
            .map_or("", |&(_, value)| value)
    };
    one.iter()
        .chain(other)
        .map(|&(name, _)| (name, value(one, name), value(other, name)))
        .find(|(_, before, after)| before != after)
}
