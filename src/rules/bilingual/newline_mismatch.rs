//! `bilingual/newline-mismatch`.

use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};

rule! {
    /// # What it finds
    /// A line break at the beginning or end of one text that the other lacks; lines of the source that became one line
    /// in the target, or one line that became several; and line breaks written as `\n` of which the target has another
    /// number. That a paragraph is wrapped into more or fewer lines is no fault; other numbers of paragraphs are neutral.
    ///
    /// # Why it matters
    /// Messages of a program are printed one after another; a missing break glues two together. In lists and addresses the
    /// lines mean something.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:25
    /// First line\nSecond line⇥Erste Zeile, zweite Zeile
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// First line\nSecond line⇥Erste Zeile\nZweite Zeile
    /// ```
    /// ```clean source=en lang=ru format=tsv
    /// Copy it to C:\new and start again.⇥Скопируйте в каталог «new» и начните снова.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// Open the folder \\server\names now.⇥Ouvrez maintenant le dossier des noms.
    /// ```
    ///
    /// # Known mistakes
    /// A text broken by hand to fit a narrow window, where the other language needs no break.
    ///
    /// # References
    /// translate-toolkit `newlines`, `escapes`; Weblate `begin_newline`, `end_newline`, `newline_count`, `escaped_newline`; GNU
    /// `msgfmt --check-format` refuses catalogues whose line breaks at the edges differ.
    pub NEWLINE_MISMATCH = "bilingual/newline-mismatch", Minor, "design/markup", on, pairs NewlineMismatch::start
}

struct NewlineMismatch;

impl NewlineMismatch {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for NewlineMismatch {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let has = |byte| pair.source.bytes.has(byte) || pair.target.bytes.has(byte);
        if has(b'\n') && pair.is_translated() {
            breaks(pair, findings);
        }
        if has(b'\\') && pair.is_translated() {
            escapes(pair, findings);
        }
    }
}

/// Line breaks proper.
fn breaks(pair: &Pair<'_>, findings: &mut Findings<'_>) {
    let (source, target) = (pair.source.text, pair.target.text);
    let edge = |text: &str| text.contains('\n');
    let start = target.len() - target.trim_start().len();
    let end = target.trim_end().len();
    let source_start = edge(&source[..source.len() - source.trim_start().len()]);
    let source_end = edge(&source[source.trim_end().len()..]);
    if source_start != edge(&target[..start]) {
        let message = if source_start {
            "the source begins with a line break, the target does not"
        } else {
            "the target begins with a line break, the source does not"
        };
        pair.report(0..start, Draft::new(&NEWLINE_MISMATCH, message), findings);
    }
    if source_end != edge(&target[end..]) {
        let message = if source_end {
            "the source ends with a line break, the target does not"
        } else {
            "the target ends with a line break, the source does not"
        };
        let draft = Draft::new(&NEWLINE_MISMATCH, message);
        pair.report(end..target.len(), draft, findings);
    }
    let (inner_source, inner_target) = (source.trim(), target.trim());
    let count = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
    let (lines, target_lines) = (count(inner_source), count(inner_target));
    let (parts, target_parts) = (paragraphs(inner_source), paragraphs(inner_target));
    if lines.min(target_lines) == 1 && lines.max(target_lines) >= 3 {
        let message = format!(
            "{} in the source, {} in the target",
            plural(lines),
            plural(target_lines)
        );
        pair.report_whole(Draft::new(&NEWLINE_MISMATCH, message), findings);
    } else if parts != target_parts {
        let message = format!("{parts} paragraphs in the source, {target_parts} in the target");
        let draft = Draft::new(&NEWLINE_MISMATCH, message)
            .severity(Severity::Neutral)
            .evidence("paragraphs");
        pair.report_whole(draft, findings);
    } else if lines.min(target_lines) == 1 && lines != target_lines {
        let message = format!(
            "{} in the source, {} in the target",
            plural(lines),
            plural(target_lines)
        );
        let draft = Draft::new(&NEWLINE_MISMATCH, message)
            .severity(Severity::Neutral)
            .evidence("lines");
        pair.report_whole(draft, findings);
    }
}

fn plural(lines: usize) -> String {
    format!("{lines} line{}", if lines == 1 { "" } else { "s" })
}

/// Stretches of text with blank lines between them.
fn paragraphs(text: &str) -> usize {
    let mut count = 1;
    let mut blank = false;
    for line in text.split('\n') {
        let empty = line.trim().is_empty();
        if empty && !blank {
            count += 1;
        }
        blank = empty;
    }
    count
}

/// Line breaks written as `\n`.
fn escapes(pair: &Pair<'_>, findings: &mut Findings<'_>) {
    let (source, target) = (escaped(pair.source.text), escaped(pair.target.text));
    if source != target {
        let message =
            format!("`\\n` stands {source} times in the source, {target} times in the target");
        let draft = Draft::new(&NEWLINE_MISMATCH, message).evidence("escaped");
        pair.report_whole(draft, findings);
    }
}

/// How often `\n` stands in `text`, file names of Windows and doubled backslashes left out.
fn escaped(text: &str) -> usize {
    let mut count = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), b"\\n") {
        let before = &text[..at];
        let token = before
            .rfind(char::is_whitespace)
            .map_or(before, |space| &before[space..]);
        let path = token.contains(":\\")
            || token.contains("\\\\")
            || token.ends_with([':', '\\', '.']) && !token.ends_with("..") && !ends_sentence(token);
        if !path {
            count += 1;
        }
    }
    count
}

/// A full stop behind a word ends a sentence, and `\n` may follow it.
fn ends_sentence(token: &str) -> bool {
    token
        .strip_suffix(['.', ':'])
        .is_some_and(|word| word.chars().filter(|c| c.is_alphabetic()).nth(1).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escaped_line_breaks_are_told_from_paths() {
        assert_eq!(escaped("One.\\nTwo:\\nThree"), 2);
        assert_eq!(escaped("C:\\new, \\\\host\\names, D:\\a\\n"), 0);
    }

    #[test]
    fn paragraphs_are_parted_by_blank_lines() {
        assert_eq!(paragraphs("a\nb\n\nc\n \n\nd"), 3);
        assert_eq!(paragraphs("a"), 1);
    }
}
