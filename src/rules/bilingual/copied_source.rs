//! `bilingual/copied-source`.

use super::commands;
use super::plain::{Lookup, Plain, is_common_word, is_credits, is_grammar, is_listing};
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::language::function_words;
use crate::language::han;
use crate::language::lang::Lang;
use crate::lid;
use crate::pair::Pair;
use crate::rule::{PairExaminer, Severity, rule};

rule! {
    /// # What it finds
    /// A target that is its source again, letter for letter, where the source is text to be translated: a sentence, or three
    /// words or more of the source language (minor where each has a capital, as names have); one or two words that translators
    /// always translate (minor where the language has another script, else neutral).
    ///
    /// Capitals, white space and key marks (`_Save`) do not count. Names, brands, acronyms, codes, numbers, addresses, file names, placeholders
    /// and words that many languages share are the same in both, and so is everything between varieties of one language or between
    /// languages as close as Bosnian and Croatian.
    ///
    /// # Why it matters
    /// The reader gets the source language. Of the identical segments that annotators judged in WMT24, nearly all were major errors in
    /// Czech, a third to a half in Chinese and Japanese.
    ///
    /// # Examples
    /// ```flagged source=en lang=de format=tsv at=1:43
    /// The library opens at nine in the morning.⇥The library opens at nine in the morning.
    /// ```
    /// ```flagged source=ja lang=en format=tsv
    /// 図書館は日曜日に休みます。⇥図書館は日曜日に休みます。
    /// ```
    /// ```flagged source=en lang=ar format=tsv
    /// _Remove the selected pages⇥Remove the selected pages
    /// ```
    /// ```flagged source=de lang=fr format=tsv
    /// Die Brücke wird nicht vor dem Winter geöffnet.⇥Die Brücke wird nicht vor dem Winter geöffnet.
    /// ```
    /// ```flagged source=en lang=pt format=tsv
    /// I doubt it.⇥I doubt it.
    /// ```
    /// ```flagged source=en lang=bg format=tsv
    /// radius of the union⇥radius of the union
    /// ```
    /// ```clean source=en lang=it format=tsv
    /// 'low_speed' 'no_cache' 'verbose' 'follow_links'⇥'low_speed' 'no_cache' 'verbose' 'follow_links'
    /// ```
    /// ```clean source=en lang=lt format=tsv
    /// sudo apt-get install samba⇥sudo apt-get install samba
    /// ```
    /// ```clean source=en lang=nl format=tsv
    /// Acme Widgets Inc.⇥Acme Widgets Inc.
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// radius⇥radius
    /// union⇥union
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// FIRSTNAME; ;LASTNAME;CR;CITY;COUNTRY;⇥FIRSTNAME; ;LASTNAME;CR;CITY;COUNTRY;
    /// ```
    /// ```clean source=en lang=fr format=tsv
    /// main={start}{end}\nstart=Red|Blue|Old|New\nend=ford|bridge⇥main={start}{end}\nstart=Red|Blue|Old|New\nend=ford|bridge
    /// ```
    /// ```clean source=en lang=de format=tsv
    /// Name⇥Name
    /// ```
    /// ```clean source=en lang=uk format=tsv
    /// %d Hz⇥%d Hz
    /// ```
    /// ```clean source=en lang=ko format=tsv
    /// aterm⇥aterm
    /// _Alt⇥_Alt
    /// GNU General Public License⇥GNU General Public License
    /// ```
    /// ```clean source=en lang=en-GB format=tsv
    /// The library opens at nine in the morning.⇥The library opens at nine in the morning.
    /// ```
    /// ```clean source=en lang=ja format=tsv
    /// Copyright © 2026 Long Valley Library⇥Copyright © 2026 Long Valley Library
    /// ```
    /// ```clean source=en lang=pl format=tsv
    /// https://example.org/the/new/library⇥https://example.org/the/new/library
    /// CONVERT⇥CONVERT
    /// default:LTR⇥default:LTR
    /// Partner⇥Partner
    /// ```
    /// ```clean source=hr lang=bs format=tsv
    /// Knjižnica se otvara u devet sati.⇥Knjižnica se otvara u devet sati.
    /// ```
    /// ```clean source=zh-Hans lang=ja format=tsv
    /// 東京大学図書館⇥東京大学図書館
    /// ```
    ///
    /// # Known mistakes
    /// It misses single words of languages other than English, and titles in which every word has a capital. Verses, mottos and
    /// quotations that are kept in the original on purpose are flagged wrongly.
    ///
    /// # References
    /// translate-toolkit `unchanged` and its issue 236; Weblate `same` and its list of international words; Okapi `TARGET_SAME_AS_SOURCE`.
    pub COPIED_SOURCE = "bilingual/copied-source", Major, "accuracy/untranslated", on, pairs CopiedSource::start
}

struct CopiedSource;

impl CopiedSource {
    fn start(_: &Document) -> Box<dyn PairExaminer> {
        Box::new(Self)
    }
}

impl PairExaminer for CopiedSource {
    fn unit(&mut self, pair: &Pair<'_>, findings: &mut Findings<'_>) {
        let (source, target) = (pair.source.text, pair.target.text);
        // key marks and white space at the edges may differ, hardly more
        if source.len().abs_diff(target.len()) > 6
            || !pair.is_translated()
            || !same(source, target)
            || pair.source.primary() == pair.target.primary()
        {
            return;
        }
        let language = |tag: Option<&str>| tag.and_then(Lang::of);
        let (from, to) = (
            language(pair.source.language),
            language(pair.target.language),
        );
        if let (Some(from), Some(to)) = (from, to)
            && from.is_close(to)
        {
            return;
        }
        let Some(evidence) = evidence(source, from, to) else {
            return;
        };
        let draft = Draft::new(
            &COPIED_SOURCE,
            "the target is the source again, untranslated",
        );
        let draft = match evidence {
            Evidence::Prose => draft,
            Evidence::Title => draft.severity(Severity::Minor).evidence("title"),
            Evidence::Word if to.is_some_and(|to| !to.uses(Script::Latin)) => {
                draft.severity(Severity::Minor).evidence("word")
            }
            // languages of one script share many a word
            Evidence::Word | Evidence::Shared => {
                draft.severity(Severity::Neutral).evidence("shared")
            }
        };
        pair.report_whole(draft, findings);
    }
}

/// Whether the target of `pair` is its source again.
pub(super) fn is_copy(pair: &Pair<'_>) -> bool {
    same(pair.source.text, pair.target.text)
}

/// Grammatical words of `from` in `text` that are none of `to`.
pub(super) fn foreign_words(text: &str, from: Option<Lang>, to: Option<Lang>) -> usize {
    match (from, to) {
        (Some(from), Some(to)) => {
            let (own, others) = function_words::compare(&folded(text), from, to);
            own.saturating_sub(others) as usize
        }
        _ => 0,
    }
}

/// Whether the texts are the same but for capitals, white space at the edges and key marks.
fn same(source: &str, target: &str) -> bool {
    if source == target {
        return true;
    }
    // the first letters tell nearly always
    let first = |text: &str| {
        text.chars()
            .find(|c| c.is_alphanumeric())
            .map(|c| c.to_lowercase().next())
    };
    first(source) == first(target) && letters(source).eq(letters(target))
}

/// The characters of `text` that count, small.
fn letters(text: &str) -> impl Iterator<Item = char> {
    text.trim()
        .chars()
        .filter(|c| !matches!(c, '_' | '&' | '~'))
        .flat_map(char::to_lowercase)
}

/// What says that a text should have been translated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Evidence {
    /// It is language of the source.
    Prose,
    /// Words that are always translated, all of them with a capital: a label, or a name.
    Title,
    /// One or two words that are always translated.
    Word,
    /// A word that is nearly always translated.
    Shared,
}

/// What says that `text` should have been translated.
fn evidence(text: &str, from: Option<Lang>, to: Option<Lang>) -> Option<Evidence> {
    if is_notice(text) || is_grammar(text) || is_listing(text) || commands::is_command(text) {
        return None;
    }
    if let (Some(script), Some(to)) = (foreign_script(text, to), to)
        && from.is_none_or(|from| from.uses(script) && !to.uses(script))
    {
        return Some(Evidence::Prose);
    }
    if text.chars().any(|c| class(c).script() == Script::Han) {
        return (han::grammatical(text) > 1 && to != Lang::exact("ja")).then_some(Evidence::Prose);
    }
    let other_letters = to.is_some_and(|to| !to.uses(Script::Latin));
    let lookup = Lookup::of(from, to);
    let plain = Plain::of(text, lookup);
    if plain.words == 0 || is_quoted_list(text) {
        return None;
    }
    let own = foreign_words(text, from, to);
    let most = |part: usize| 2 * part > plain.words;
    if is_sentence(text)
        && plain.words >= 2
        && plain.small >= 1
        && (own >= 1 || other_letters || said(text, from, to))
    {
        return Some(Evidence::Prose);
    }
    if plain.words >= 3 {
        let prose = (plain.small >= 1 && (own >= 1 || most(plain.ordinary)))
            || (plain.words >= 4 && plain.small >= 2 && said(text, from, to))
            // a phrase with a grammatical word amid another script
            || (other_letters
                && plain.small >= 1
                && own + plain.ordinary >= 1
                && plain.small + plain.ordinary >= 2);
        if prose {
            return Some(Evidence::Prose);
        }
        // with an acronym or a number it is the name of something
        let worded = |word: &&str| word.chars().any(char::is_alphanumeric);
        let all_words = text.split_whitespace().filter(worded).count() == plain.words;
        let title = all_words
            && ((plain.ordinary == plain.words && lookup != Lookup::Nothing)
                || (plain.words >= 4 && plain.ordinary >= 2 && 2 * plain.ordinary >= plain.words));
        return title.then_some(Evidence::Title);
    }
    // names of functions and keys are all capitals
    let shouted = !text.chars().any(char::is_lowercase);
    // `_blank` is one too: a key mark stands before a capital where it stands first
    let key = text.trim_start().starts_with('_') && plain.small == plain.words;
    let short = plain.words == 1 && letters(text).filter(|c| c.is_alphabetic()).count() < 3;
    if plain.ordinary < plain.words || shouted || key || short || has_digit(text) {
        return None;
    }
    // alone, many a word is also one of another language of the same script
    if plain.words > 1 || is_common_word(text, lookup) {
        Some(Evidence::Word)
    } else {
        other_letters.then_some(Evidence::Shared)
    }
}

/// Three words or more, the last of which ends a sentence.
fn is_sentence(text: &str) -> bool {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '(' | ')' | '“' | '”' | '„' | '«' | '»')
    });
    let ends = text.ends_with(['.', '!', '?', '…']);
    let worded = |word: &&str| word.chars().any(char::is_alphabetic);
    ends && text.starts_with(|c: char| c.is_uppercase() || c == '¿' || c == '¡')
        && text.split_whitespace().filter(worded).nth(2).is_some()
}

/// Words each of which stands in quotation marks: names of options, as a rule.
fn is_quoted_list(text: &str) -> bool {
    let mark = |c: char| {
        matches!(
            c,
            '\'' | '"' | '“' | '”' | '„' | '‘' | '’' | '`' | '«' | '»'
        )
    };
    let mut words = text
        .split(|c: char| c.is_whitespace() || matches!(c, ',' | '|' | '/'))
        .filter(|word| !word.is_empty())
        .peekable();
    words.peek().is_some()
        && words.all(|word| word.len() > 2 && word.starts_with(mark) && word.ends_with(mark))
}

fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// Lines about rights, and filler text.
fn is_notice(text: &str) -> bool {
    if is_credits(text) {
        return true;
    }
    let text = text.to_lowercase();
    text.contains("copyright") || text.contains('©') || text.contains("lorem ipsum")
}

/// The script of most letters of `text` when it is neither Latin, which names keep everywhere, nor one that `to` uses.
fn foreign_script(text: &str, to: Option<Lang>) -> Option<Script> {
    let to = to?;
    let (mut foreign, mut others) = (0, 0);
    let mut script = None;
    for c in text.chars() {
        let class = class(c);
        if !class.is_letter() {
            continue;
        }
        let of = class.script();
        if matches!(of, Script::Latin | Script::Common | Script::Other) || to.uses(of) {
            others += 1;
        } else {
            foreign += 1;
            script = Some(of);
        }
    }
    script.filter(|_| foreign >= 2 && foreign >= others)
}

/// The words of `text` in small letters with spaces between them.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        if class(c).is_word() || matches!(c, '\'' | '’') {
            folded.extend(c.to_lowercase());
        } else if !matches!(c, '_' | '&' | '~') && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded
}

/// Whether the language engine says that `text` is in `from` rather than in `to`.
fn said(text: &str, from: Option<Lang>, to: Option<Lang>) -> bool {
    let lid = |lang: Option<Lang>| lang.and_then(|lang| lid::Lid::from_tag(lang.tag()));
    let (Some(from), Some(to)) = (lid(from), lid(to)) else {
        return true;
    };
    lid::identify_among(text, &[from, to])
        .is_some_and(|answer| answer.lid == from && answer.probability >= 0.9)
}
