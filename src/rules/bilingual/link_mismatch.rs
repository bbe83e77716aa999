//! `bilingual/link-mismatch`.

use std::ops::Range;

use super::difference;
use super::markup_mismatch::LINKS;
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::inline::{Kind, Tag};
use crate::pair::{Pair, View};
use crate::rule::{PairExaminer, Severity, rule};

rule! {
    /// # What it finds
    /// A web or mail address of the source that the target has not, or has changed: in the text, in `href` and `src`, in a
    /// Markdown link.
    ///
    /// Addresses may be localised: another language in the path (`/en/` to `/de/`), in the query or before the host
    /// (`en.` to `de.`), another country's domain. `http` equals `https`, a `www.` or a slash at the end does not count,
    /// nor does the punctuation of the sentence. An address that only the target has is minor.
    ///
    /// # Why it matters
    /// The link leads nowhere, or to somebody else.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:56
    /// See https://gallery.example/rules for the rules.⇥Siehe https://gallery.example/regeln für die Regeln.
    /// ```
    /// ```flagged source=en lang=fr format=tsv
    /// Read <a href="rules.html">the rules</a>.⇥Lisez <a href="regles.html">le règlement</a>.
    /// ```
    /// ```flagged source=en lang=ar format=tsv
    /// Write to desk@gallery.example today.⇥اكتب إلى مكتب الاستقبال اليوم.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// See [the map](https://gallery.example/map).⇥[地図](https://gallery.example/地図)をご覧ください。
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// See https://www.gallery.example/en/rules.⇥Siehe http://gallery.example/de/rules/, Abschnitt 2.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// <a href="https://en.wikipedia.org/wiki/Bridge">Bridge</a>⇥<a href="https://fr.wikipedia.org/wiki/Pont">Pont</a>
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// See [the map](https://gallery.example/map).⇥[地図](https://gallery.example/map)をご覧ください。
    /// ```
    /// ```clean source=en lang=he format=tsv
    /// Mail <desk@gallery.example> or visit www.gallery.example.⇥כתבו אל desk@gallery.example או בקרו ב-www.gallery.example.
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// Buy at https://shop.example.com/?lang=en now!⇥¡Compre ya en https://shop.example.es/?lang=es!
    /// ```
    ///
    /// # Known mistakes
    /// A page that exists in the other language under another name of its own is reported, unless its address says the
    /// language.
    ///
    /// # References
    /// MQM, accuracy/do-not-translate. translate-toolkit `urls`, `emails`; Weblate `md-link`, issue 14362 (machine
    /// translation inside addresses).
    pub LINK_MISMATCH = "bilingual/link-mismatch", Major, "accuracy/do-not-translate", on, pairs LinkMismatch::start
}

struct LinkMismatch;

impl LinkMismatch {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

struct Link<'a> {
    text: &'a str,
    range: Range<usize>,
    /// In an attribute of a tag.
    attribute: bool,
}

impl PairExaminer for LinkMismatch {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let has = |view: &View<'_>| {
            view.inline().pieces.iter().any(|piece| {
                matches!(
                    piece.kind,
                    Kind::Url | Kind::Email | Kind::LinkTarget | Kind::Tag
                )
            })
        };
        if (!has(&pair.source) && !has(&pair.target)) || !pair.is_translated() {
            return;
        }
        // stands for the addresses of those who translated
        if pair.source.text.starts_with("translator") || pair.source.text == "Your emails" {
            return;
        }
        let (source, target) = (links(&pair.source), links(&pair.target));
        if source.is_empty() || source.len() + target.len() > difference::MOST {
            return;
        }
        let mut used = vec![false; target.len()];
        let mut missing = Vec::new();
        for link in &source {
            match (0..target.len())
                .find(|&index| !used[index] && same(link.text, target[index].text))
            {
                Some(index) => used[index] = true,
                None => missing.push(link),
            }
        }
        let added: Vec<&Link<'_>> = target
            .iter()
            .zip(&used)
            .filter(|(link, used)| !**used && !pair.source.text.contains(link.text))
            .map(|(link, _)| link)
            .collect();
        if added.is_empty() {
            // said once more than in the target
            missing.retain(|link: &&Link<'_>| {
                !target.iter().any(|other| same(link.text, other.text))
                    && !pair.target.text.contains(link.text)
            });
        }
        report(pair, &missing, &added, findings);
    }
}

fn report(
    pair: &Pair<'_>,
    missing: &[&Link<'_>],
    added: &[&Link<'_>],
    findings: &mut Findings<'_>,
) {
    if missing.is_empty() && added.is_empty() {
        return;
    }
    // lost with its tag, which markup-mismatch reports
    let tags = |text: &str| difference::count(text, "<a ") + difference::count(text, "<img ");
    if added.is_empty()
        && missing.iter().all(|link| link.attribute)
        && tags(pair.target.text) < tags(pair.source.text)
    {
        return;
    }
    let lacks: Vec<&str> = missing.iter().map(|link| link.text).collect();
    let extra: Vec<&str> = added.iter().map(|link| link.text).collect();
    let mut draft = Draft::new(&LINK_MISMATCH, difference::message(&lacks, &extra));
    if missing.is_empty() {
        draft = draft.severity(Severity::Minor);
    }
    if let ([lack], [_]) = (&lacks[..], &extra[..]) {
        draft = draft.suggestion(*lack);
    }
    match added.first() {
        Some(link) => pair.report(link.range.clone(), draft, findings),
        None => pair.report_whole(draft, findings),
    }
}

fn links<'a>(view: &View<'a>) -> Vec<Link<'a>> {
    let text: &'a str = view.text;
    let mut links = Vec::new();
    for piece in &view.inline().pieces {
        let raw = &text[piece.range.clone()];
        match piece.kind {
            Kind::Url | Kind::Email => links.push(Link {
                text: raw,
                range: piece.range.clone(),
                attribute: false,
            }),
            Kind::LinkTarget => {
                let inner = raw[2..raw.len() - 1]
                    .split_whitespace()
                    .next()
                    .unwrap_or("");
                let start = piece.range.start + raw.find(inner).unwrap_or(2);
                links.push(Link {
                    text: inner,
                    range: start..start + inner.len(),
                    attribute: false,
                });
            }
            Kind::Tag => {
                let Some(tag) = Tag::read(raw) else { continue };
                for (name, value) in tag.attributes() {
                    let link = LINKS.iter().any(|link| name.eq_ignore_ascii_case(link))
                        || (name.is_empty()
                            && tag.bracket
                            && matches!(tag.name, "url" | "img" | "email"));
                    // what is only a variable is for placeholder-mismatch
                    if !link || value.is_empty() || value.starts_with(['{', '%', '$']) {
                        continue;
                    }
                    let start = piece.range.start + raw.find(value).unwrap_or(0);
                    links.push(Link {
                        text: value,
                        range: start..start + value.len(),
                        attribute: true,
                    });
                }
            }
            _ => {}
        }
    }
    links
}

/// The same address, or the same page in another language.
fn same(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (Address::of(one), Address::of(other));
    if one.host != other.host && !one.sister(&other) {
        return false;
    }
    if one.parts == other.parts {
        return true;
    }
    // an article of its own in each language: en.wikipedia.org, de.wikipedia.org
    let localised = one.host != other.host || one.languages != other.languages;
    localised && (one.host != other.host || one.parts.len() == other.parts.len())
}

/// An address without what may change.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    host: String,
    /// Path and query, without what names a language.
    parts: Vec<String>,
    /// What names a language.
    languages: Vec<String>,
}

impl Address {
    fn of(link: &str) -> Self {
        let link = link.strip_prefix("mailto:").unwrap_or(link);
        let (absolute, rest) = match link.split_once("://") {
            Some((_, rest)) => (true, rest),
            None => (link.starts_with("www.") || link.contains('@'), link),
        };
        let end = if absolute {
            rest.find(['/', '?', '#']).unwrap_or(rest.len())
        } else {
            0
        };
        let host = rest[..end].to_lowercase();
        let host = host.strip_prefix("www.").unwrap_or(&host).to_owned();
        let mut parts = Vec::new();
        let mut languages = Vec::new();
        for part in rest[end..]
            .split(['/', '?', '&'])
            .filter(|part| !part.is_empty())
        {
            let value = part
                .strip_prefix("lang=")
                .or_else(|| part.strip_prefix("hl="))
                .or_else(|| part.strip_prefix("locale="))
                .or_else(|| part.strip_prefix("language="))
                .unwrap_or(part);
            if value != part || is_language(value) {
                languages.push(value.to_lowercase());
            } else {
                parts.push(part.to_owned());
            }
        }
        Self {
            host,
            parts,
            languages,
        }
    }

    /// The host of the same house in another language or country: `en.x.org` and `de.x.org`, `x.com` and `x.de`.
    fn sister(&self, other: &Self) -> bool {
        if self.host.contains('@') || other.host.contains('@') {
            return false;
        }
        // com, org and the like, or a country
        let last = |host: &str| host.rsplit('.').next().unwrap_or("").to_owned();
        let (one_last, two_last) = (last(&self.host), last(&other.host));
        let usual = |label: &str| {
            label.len() == 2
                || matches!(
                    label,
                    "com" | "org" | "net" | "info" | "edu" | "gov" | "int"
                )
        };
        if one_last != two_last && !(usual(&one_last) && usual(&two_last)) {
            return false;
        }
        let core = |host: &str| {
            let mut labels: Vec<&str> = host.split('.').collect();
            if labels.len() > 2 && (is_language(labels[0]) || labels[0] == "www") {
                labels.remove(0);
            }
            // com, de, co.uk, com.br
            labels.pop();
            if labels.len() > 1 && matches!(labels[labels.len() - 1], "co" | "com" | "org" | "ac") {
                labels.pop();
            }
            labels.join(".")
        };
        let (one, two) = (core(&self.host), core(&other.host));
        !one.is_empty() && one == two
    }
}

/// `en`, `pt-BR`, `zh_hans`, `english`.
fn is_language(part: &str) -> bool {
    let mut pieces = part.split(['-', '_']);
    let primary = pieces.next().unwrap_or("");
    let short =
        (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    let rest = pieces.all(|piece| {
        (2..=4).contains(&piece.len()) && piece.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let known = short && crate::language::lang::Lang::of(primary).is_some();
    (known && rest)
        || matches!(
            part,
            "english" | "deutsch" | "francais" | "espanol" | "intl"
        )
}
