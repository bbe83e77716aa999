//! `bilingual/unbalanced-pair`.

use std::sync::LazyLock;

use super::brackets::{Kind, Marks};
use super::plain::is_credits;
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};
use crate::sieve::Bytes;

rule! {
    /// # What it finds
    /// A bracket or quotation mark without its partner in the target, where the source has every one paired; and
    /// (neutral) brackets or quotation marks that the source has and the target has none of at all, or a pair that only the target has around
    /// words that are neither a name nor a term of the source.
    ///
    /// Every language's quotation marks count as quotation marks, whichever pair they make. Apostrophes, inches, list numbers (`a)`), smileys, key
    /// marks and what stands inside tags are left out.
    ///
    /// # Why it matters
    /// The reader does not see where an aside or a quotation ends; in the segments that annotators judged, an unpaired mark went
    /// with a major error in a third to a half of the cases.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:54
    /// The bridge (built in 1907) is closed.⇥Die Brücke ist (erbaut 1907 gesperrt.
    /// ```
    /// ```flagged source=en lang=ja format=tsv
    /// He said “no” and left.⇥彼は「いいえと言って去った。
    /// ```
    /// ```flagged source=en lang=pl format=tsv
    /// The word "bridge" is new.⇥Słowo „most jest nowe.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// The word “bridge” is new (a bit).⇥Le mot « pont » est nouveau (un peu).
    /// ```
    /// ```clean source=en lang=gd format=tsv
    /// Use View->Show Grid to see it.⇥Cleachd Sealladh » Seall an griod.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// a) He said: "no" :-)⇥a) Er sagte: »nein« :-)
    /// ```
    /// ```clean source=en lang=he format=tsv
    /// a US book ("new")⇥ספר מארה"ב (״חדש״)
    /// ```
    /// ```clean source=en lang=zh-Hans format=tsv
    /// _Open the “book”⇥打开《书》(_O)
    /// ```
    /// ```clean source=en lang=nl format=tsv
    /// Don't open it.⇥Niet 's nachts openen, zo'n boek.
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// 1) A 5" nail⇥1) Гвоздь 5"
    /// ```
    ///
    /// # Known mistakes
    /// A quotation that goes on over several units has its marks in different units; the source shows that only when it
    /// uses them in the same way.
    ///
    /// # References
    /// translate-toolkit `brackets`, `doublequoting`; Xbench “unpaired symbols”, “unpaired quotes”; Unicode Standard, section 6.2.
    pub UNBALANCED_PAIR = "bilingual/unbalanced-pair", Minor, "fluency/punctuation", on, pairs UnbalancedPair::start
}

/// Bytes of which a text with brackets or quotation marks has one: the ASCII marks and the first bytes of the others.
static SIEVE: LazyLock<Bytes> = LazyLock::new(|| {
    Bytes::that(|byte| {
        matches!(
            byte,
            b'(' | b')' | b'[' | b']' | b'"' | 0xC2 | 0xE2 | 0xE3 | 0xEF
        )
    })
});

struct UnbalancedPair;

impl UnbalancedPair {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for UnbalancedPair {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let any = SIEVE.meets(pair.source.bytes) || SIEVE.meets(pair.target.bytes);
        // a lone mark is translated by a lone mark
        if !any || !pair.is_translated() || pair.source.text.trim().chars().nth(1).is_none() {
            return;
        }
        let source = Marks::of(pair.source.text);
        let target = Marks::of(pair.target.text);
        let mut lone = false;
        for kind in Kind::BRACKETS.into_iter().chain(Kind::QUOTES) {
            if target.is_balanced(kind) || !source_is_balanced(&source, kind) {
                continue;
            }
            lone = true;
            let at = target.place(kind);
            let mark = pair.target.text[at..].chars().next().unwrap_or('(');
            let message = format!("“{mark}” has no {} mark", target.lacking(kind));
            let draft = Draft::new(&UNBALANCED_PAIR, message).evidence("lone");
            pair.report(at..at + mark.len_utf8(), draft, findings);
        }
        if lone || is_credits(pair.source.text) {
            return;
        }
        let brackets = (source.pairs(&Kind::BRACKETS), target.pairs(&Kind::BRACKETS));
        if !pair.source.text.contains("(s)") {
            whole(pair, brackets, "brackets", findings);
        }
        let quotes = (source.pairs(&Kind::QUOTES), target.pairs(&Kind::QUOTES));
        if source.singles == 0 && target.singles == 0 && !pair.target.text.contains('״') {
            whole(pair, quotes, "quotation marks", findings);
        }
    }
}

/// The target's only pair holds words of the language: not a term of the source, a placeholder, or the name of something,
/// around which many languages set quotation marks.
fn is_added(pair: &Pair<'_>) -> bool {
    let text = pair.target.text;
    let mut marks = text.char_indices().filter(|&(_, c)| Marks::is_mark(c));
    let (Some((open, mark)), Some((close, _)), None) = (marks.next(), marks.next(), marks.next())
    else {
        return false;
    };
    let inner = text[open + mark.len_utf8()..close].trim();
    let named = inner.chars().next().is_none_or(|c| {
        !class(c).is_letter() || (class(c).script().has_case() && !class(c).is_lower())
    });
    let foreign = inner.bytes().any(|byte| byte.is_ascii_alphanumeric())
        && !matches!(main_script(text), Script::Latin);
    !named && !foreign && !pair.source.text.contains(inner) && inner.chars().count() >= 2
}

/// The script of the first letter that is not Latin, if there is one.
fn main_script(text: &str) -> Script {
    text.chars()
        .map(|c| class(c).script())
        .find(|&script| !matches!(script, Script::Latin | Script::Common))
        .unwrap_or(Script::Latin)
}

/// The source pairs its marks of this sort: quotation marks of any kind stand for one another.
fn source_is_balanced(source: &Marks, kind: Kind) -> bool {
    if Kind::QUOTES.contains(&kind) {
        // a single quotation mark alone stands for one of the target's
        if source.singles % 2 == 1 {
            return false;
        }
        Kind::QUOTES.iter().all(|&kind| source.is_balanced(kind))
    } else {
        source.is_balanced(kind)
    }
}

/// A pair that one side has and the other lacks altogether.
fn whole(pair: &Pair<'_>, (source, target): (u32, u32), name: &str, findings: &mut Findings<'_>) {
    let message = match (source, target) {
        (1.., 0) => format!("the source has {name}, the target has none"),
        (0, 1) if is_added(pair) => format!("the target has {name}, the source has none"),
        _ => return,
    };
    let draft = Draft::new(&UNBALANCED_PAIR, message)
        .severity(Severity::Neutral)
        .evidence("whole");
    pair.report_whole(draft, findings);
}
