//! `bilingual/inner-whitespace`.

use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, rule};

rule! {
    /// # What it finds
    /// Two or more spaces in a row inside the target where the source has single ones only.
    ///
    /// # Why it matters
    /// It is what deleting a word leaves behind: untidy in print, and in a table of strings two entries that should be
    /// the same are not.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:31
    /// The library opens at nine.⇥Die  Bibliothek öffnet um neun.
    /// ```
    /// ```flagged source=de lang=uk format=tsv
    /// Die Brücke ist gesperrt.⇥Міст  закрито.
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// Name    Size    Date⇥Name    Größe   Datum
    /// ```
    /// ```clean source=en lang=es format=tsv
    /// First sentence.  Second sentence.⇥Primera frase.  Segunda frase.
    /// ```
    /// ```clean source=en lang=he format=tsv
    /// The library opens at nine.⇥הספרייה נפתחת בתשע.␠␠
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// The library opens at nine.⇥図書館は 九時に 開きます。
    /// ```
    ///
    /// # Known mistakes
    /// Columns that a translator lined up where the source used none.
    ///
    /// # References
    /// translate-toolkit `doublespacing`; Weblate `double_space`; Verifika “double spaces”, with its option to go by the source.
    pub INNER_WHITESPACE = "bilingual/inner-whitespace", Minor, "fluency/typography", on, pairs InnerWhitespace::start
}

/// Findings a unit.
const MOST: usize = 3;

struct InnerWhitespace;

impl InnerWhitespace {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for InnerWhitespace {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (pair.source.text, pair.target.text);
        if !may_hold_run(pair.target.bytes.has(0xA0), target) || !pair.is_translated() {
            return;
        }
        // columns, and texts that part sentences by two spaces
        if runs(source).next().is_some() || pair.source.bytes.has(b'\t') {
            return;
        }
        let lines = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count();
        if pair.source.bytes.has(b'\n') && lines(source) != lines(target) {
            return;
        }
        for run in runs(target).take(MOST) {
            let count = target[run.clone()].chars().count();
            let draft = Draft::new(
                &INNER_WHITESPACE,
                format!("{count} spaces in a row, where the source has one"),
            )
            .suggestion(" ");
            pair.report(run, draft, findings);
        }
    }
}

/// A cheap look for two spaces in a row.
fn may_hold_run(no_break: bool, text: &str) -> bool {
    no_break || text.as_bytes().windows(2).any(|two| two == b"  ")
}

fn is_blank(c: char) -> bool {
    c == ' ' || (c.is_whitespace() && !matches!(c, '\n' | '\r' | '\t'))
}

/// Runs of two spaces or more with text of the same line on both sides.
fn runs(text: &str) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let end = text.trim_end().len();
    let mut at = text.len() - text.trim_start().len();
    std::iter::from_fn(move || {
        while at < end {
            let start = at + text[at..end].find(is_blank)?;
            let length = text[start..end]
                .find(|c: char| !is_blank(c))
                .unwrap_or(end - start);
            at = start + length;
            let run = &text[start..at];
            let indents =
                text[..start].ends_with('\n') || text[at..].starts_with(['\n', '\r', '\t']);
            if run.chars().nth(1).is_some() && !indents && !text[..start].ends_with('\t') {
                return Some(start..at);
            }
        }
        None
    })
}
