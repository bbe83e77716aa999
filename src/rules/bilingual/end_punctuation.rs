//! `bilingual/end-punctuation`.

use super::ending::{End, Manner};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};
use crate::{sentence, tag};

rule! {
    /// # What it finds
    /// A target that ends with another class of mark than its source: full stop, question mark, exclamation mark, colon,
    /// semicolon, ellipsis, or none.
    ///
    /// Every language's own marks count (Greek `;`, Arabic `؟`, Devanagari `।`, Armenian marks inside the word), three dots are an ellipsis, and
    /// quotation marks, brackets, tags and codes behind the mark do not matter. Where a language has no final marks (Thai,
    /// Lao) or sets the full stop as it likes (Chinese, Japanese, Korean), nothing is said about those.
    ///
    /// # Why it matters
    /// A lost question mark turns a question into a statement, a lost ellipsis hides that a dialogue will open; elsewhere it is a matter of looks.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:66
    /// Do you really want to close the library?⇥Die Bibliothek schließen.
    /// ```
    /// ```flagged source=en lang=fi format=tsv
    /// The bridge is closed until the spring.⇥Silta on suljettu kevääseen asti
    /// ```
    /// ```clean source=en lang=el format=tsv
    /// Do you really want to close it?⇥Θέλετε πραγματικά να το κλείσετε;
    /// ```
    /// ```clean source=en lang=zh-Hans format=tsv
    /// Loading pages...⇥正在加载页面……
    /// The bridge is closed.⇥桥已关闭
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Pages read:⇥Pages lues :
    /// “Nobody knows.”⇥« Personne ne sait ».
    /// ```
    /// ```clean source=en lang=hi format=tsv
    /// The book is here.⇥किताब यहाँ है।
    /// ```
    /// ```clean source=en lang=th format=tsv
    /// The book is here.⇥หนังสืออยู่ที่นี่
    /// ```
    /// ```clean source=en lang=hy format=tsv
    /// Is this a book?⇥Սա գի՞րք է
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// The following pages were read:⇥次のページを読みました。
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// Nos.⇥Nr
    /// Bread, milk, etc.⇥Brot, Milch und Ähnliches
    /// The first king is known to have died in 30 BC⇥Der erste König starb wohl im Jahr 30 v. Chr.
    /// ```
    /// ```clean source=en lang=pl format=tsv
    /// The tower was built in the year 516 YW⇥Wieżę zbudowano w roku 516 r. e.W.
    /// The first king ruled until the year 30 BC⇥Pierwszy król panował do roku 30 p.n.e.
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// The first king ruled until the year 30 BC⇥Первый царь правил до 30 года до н. э.
    /// ```
    /// ```flagged source=en lang=ru format=tsv
    /// The first king ruled for many years⇥Первый царь правил много лет.
    /// ```
    ///
    /// # Known mistakes
    /// Headings that a style guide ends otherwise than the source does; exclamations that a language tones down on purpose.
    ///
    /// # References
    /// Weblate `end_stop`, `end_question`, `end_exclamation`, `end_colon`, `end_semicolon`, `end_ellipsis`, `end_interrobang`; translate-toolkit `endpunc`.
    pub END_PUNCTUATION = "bilingual/end-punctuation", Minor, "fluency/punctuation", on, pairs EndPunctuation::start
}

/// Characters that a source must have.
const LEAST: usize = 5;

struct EndPunctuation {
    source: (String, Manner),
    target: (String, Manner),
}

impl EndPunctuation {
    fn start(document: &Document) -> Box<dyn PairExaminer> {
        let manner = |language: Option<&str>| {
            let primary = language.map_or("", tag::primary);
            (primary.to_owned(), Manner::of(primary))
        };
        Box::new(Self {
            source: manner(document.source.as_deref()),
            target: manner(document.expected()),
        })
    }
}

/// The manner of `language`, kept until another language comes.
fn manner<'a>(kept: &'a mut (String, Manner), language: &str) -> &'a Manner {
    if kept.0 != language {
        *kept = (language.to_owned(), Manner::of(language));
    }
    &kept.1
}

impl PairExaminer for EndPunctuation {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (pair.source.text, pair.target.text);
        if source.len() < LEAST || !pair.is_translated() {
            return;
        }
        let from = manner(&mut self.source, pair.source.primary());
        let to = manner(&mut self.target, pair.target.primary());
        let (theirs, mark) = from.end(source);
        let (ours, span) = to.end(target);
        if theirs == ours || from.without || to.without {
            return;
        }
        let Some(severity) = weigh(
            theirs,
            ours,
            from,
            to,
            pair,
            &source[..mark.end],
            &target[..span.end],
        ) else {
            return;
        };
        let message = format!(
            "the source ends with {}, the target with {}",
            theirs.name(),
            ours.name()
        );
        let draft = Draft::new(&END_PUNCTUATION, message)
            .severity(severity)
            .evidence(evidence(theirs, ours));
        pair.report(span, draft, findings);
    }
}

fn evidence(theirs: End, ours: End) -> &'static str {
    match (theirs, ours) {
        (End::Stop, End::Nothing) => "stop-lost",
        (End::Nothing, End::Stop) => "stop-added",
        (End::Question | End::Both, _) | (_, End::Question | End::Both) => "question",
        (End::Exclamation, _) | (_, End::Exclamation) => "exclamation",
        (End::Ellipsis, _) | (_, End::Ellipsis) => "ellipsis",
        (End::Colon | End::Semicolon, _) | (_, End::Colon | End::Semicolon) => "colon",
        _ => "",
    }
}

/// How much the difference weighs, if it is one.
fn weigh(
    theirs: End,
    ours: End,
    from: &Manner,
    to: &Manner,
    pair: &Pair<'_>,
    source: &str,
    target: &str,
) -> Option<Severity> {
    let loose = from.loose || to.loose;
    match (theirs, ours) {
        (End::Stop, End::Nothing | End::Colon) | (End::Nothing | End::Colon, End::Stop)
            if loose =>
        {
            None
        }
        // a full stop in a label, or before a bracket, belongs to an abbreviation
        (End::Stop, End::Nothing) if is_label(source) || bracketed(pair.source.text, source) => {
            None
        }
        (End::Nothing, End::Stop) if is_label(target) || bracketed(pair.target.text, target) => {
            None
        }
        (End::Both, End::Question | End::Exclamation)
        | (End::Question | End::Exclamation, End::Both) => None,
        // the stop of an abbreviation ends no sentence
        (End::Stop, End::Nothing)
            if sentence::is_abbreviation(source, Some(pair.source.primary())) =>
        {
            None
        }
        (End::Nothing, End::Stop)
            if sentence::is_abbreviation(
                pair.target.text.trim_end(),
                Some(pair.target.primary()),
            ) =>
        {
            None
        }
        _ => Some(Severity::Minor),
    }
}

/// Three words or fewer.
fn is_label(text: &str) -> bool {
    text.split_whitespace().nth(3).is_none()
}

/// A bracket closes behind the mark that `head` ends with.
fn bracketed(text: &str, head: &str) -> bool {
    text[head.len()..].starts_with([')', ']', '）'])
}
