//! Notices in any wording: what [`crate::claim`] recognises, as claims to be weighed with the others.

use std::sync::Arc;

use super::catalogue::{Stance, Strength};
use super::claim::{Claim, Recogniser};
use super::{DISCLOSURE_NOTICE, WIDGET_LABEL};
use crate::block::{Block, Kind};
use crate::claim::{self, Languages, Sieve};
use crate::rule::Context;
use crate::tag;

/// Blocks longer than this hold no notice but an article: bytes.
const LONGEST: usize = 1600;

const OPENING: [char; 5] = ['(', '[', '（', '【', '〔'];
const CLOSING: [char; 5] = [')', ']', '）', '】', '〕'];

/// The name of claims that are the bare name of machine translation.
pub(crate) const BARE: &str = "wording-bare";

/// The name of claims that name a program or a service, but no machine at work.
pub(crate) const UNSURE: &str = "wording-program";

/// Characters of a block at whose beginning or end a notice may stand like one of its own.
const SHORT: usize = 300;

/// Recognises notices whatever their wording.
#[derive(Debug, Default)]
pub(crate) struct Wordings {
    /// The languages that the last block could be at home in, and what tells blocks that claim nothing in them.
    sieve: Option<(Vec<String>, Arc<Sieve>)>,
}

impl Wordings {
    /// Whether `block` may make a claim in one of the languages `home`; in any, if there is none.
    fn may_claim(&mut self, block: &Block, home: &[&str]) -> bool {
        if home.is_empty() {
            return Sieve::like(&block.text).may_claim(&block.text);
        }
        if self.sieve.as_ref().is_none_or(|(last, _)| last != home) {
            let last = home.iter().map(|&language| language.to_owned()).collect();
            self.sieve = Some((last, Sieve::of(home)));
        }
        self.sieve
            .as_ref()
            .is_none_or(|(_, sieve)| sieve.may_claim(&block.text))
    }
}

impl Recogniser for Wordings {
    fn claims(&mut self, block: &Block, context: &Context<'_>, claims: &mut Vec<Claim>) {
        if !block.kind.is_prose()
            || block.kind == Kind::Attribute
            || block.text.len() > LONGEST
            || claims.iter().any(|claim| claim.strength > Strength::Weak)
        {
            return;
        }
        let document = context.document;
        let languages = [
            context.language,
            document.declared.as_deref(),
            document.dominant.as_deref(),
        ];
        let mut home = [""; 3];
        let mut count = 0;
        for language in languages.into_iter().flatten() {
            home[count] = language;
            count += 1;
        }
        let home = &home[..count];
        if !self.may_claim(block, home) {
            return;
        }
        let languages = Languages {
            home,
            wide: home.is_empty(),
        };
        let Some(found) = claim::recognise(&block.text, languages) else {
            return;
        };
        if asks(
            &block.text[found.span.start..],
            &found.machine,
            found.language,
        ) || bar(block, &found).is_none_or(|bar| found.probability < bar)
            || strange(block, &found, home)
        {
            return;
        }
        claims.push(Claim {
            span: found.span.clone(),
            rule: if found.label {
                &WIDGET_LABEL
            } else {
                &DISCLOSURE_NOTICE
            },
            name: if found.bare {
                BARE
            } else if !found.sure {
                UNSURE
            } else if found.label {
                "wording-label"
            } else {
                "wording-notice"
            },
            language: Some(found.language),
            vendor: "generic",
            strength: Strength::Strong,
            stance: Stance::Disclosure,
            grave: false,
            offered: false,
            disguised: false,
            fragment: is_fragment(&block.text),
            understood: found.understood(),
        });
    }
}

/// Whether the sentence that names the machine is a question: it claims nothing. Greek asks with a semicolon, Japanese
/// with a particle too.
fn asks(text: &str, machine: &str, language: &str) -> bool {
    let (text, machine) = (text.to_lowercase(), machine.to_lowercase());
    let Some(at) = text.find(&machine) else {
        return false;
    };
    let greek = |c: char| language == "el" && matches!(c, ';' | '\u{37E}');
    let asks = |c: char| matches!(c, '?' | '？' | '؟' | '՞') || greek(c);
    let ends = |c: char| asks(c) || matches!(c, '.' | '!' | '\n' | '。' | '！' | '।' | '۔');
    let rest = &text[at + machine.len()..];
    rest.char_indices()
        .find(|&(_, c)| ends(c))
        .is_some_and(|(end, c)| asks(c) || (c == '。' && rest[..end].ends_with('か')))
}

/// English is tried on every text: in one that is known to be in another language, what follows a comma is no notice.
fn strange(block: &Block, found: &claim::Claim, home: &[&str]) -> bool {
    let own = |language: &&str| tag::primary(language) == tag::primary(found.language);
    !home.is_empty()
        && !home.iter().any(own)
        && block.text[..found.span.start].trim_end().ends_with(',')
}

/// How sure a claim must be to count where it stands: a sentence amid others, a heading, a cell or an entry of a list is
/// more often about something else than a block of its own, a bracket or a caption. `None`: it does not count at all.
fn bar(block: &Block, found: &claim::Claim) -> Option<f32> {
    let (before, after) = (
        block.text[..found.span.start].trim_end(),
        block.text[found.span.end..].trim_start(),
    );
    let words = &block.text[found.span.clone()];
    let own = words.starts_with(OPENING) && words.ends_with(CLOSING);
    let bracketed = own || (before.ends_with(OPENING) && after.starts_with(CLOSING));
    let whole = found.span.len() * 10 >= block.text.trim().len() * 9;
    let running = matches!(
        block.kind,
        Kind::Heading | Kind::Cell | Kind::ListItem | Kind::Title
    ) || is_entry(&block.text);
    if is_piece(words, bracketed) || (whole && !bracketed && is_row(&block.text)) {
        return None;
    }
    // the name of the thing: a title, an entry of a menu
    let title = running || block.kind == Kind::Interface || words.contains(char::is_numeric);
    if found.bare && title && !bracketed {
        return None;
    }
    if is_entry(&block.text) && found.label {
        return None;
    }
    // programs and tools are mentioned everywhere
    if !found.sure && (running || !(whole || before.is_empty())) {
        return None;
    }
    let apart = matches!(block.kind, Kind::Caption | Kind::Interface);
    let short = block.text.chars().count() <= SHORT;
    let end = whole || (short && (before.is_empty() || after.is_empty()));
    Some(if apart || bracketed || (end && !running) {
        claim::THRESHOLD
    } else {
        claim::AMID
    })
}

/// One short word of the Latin alphabet alone, or one in a bracket that is no abbreviation, names anything: a tool, a
/// macro, a chapter, somebody's initials.
fn is_piece(words: &str, bracketed: bool) -> bool {
    let letters = || words.chars().filter(|c| c.is_alphabetic());
    letters().count() < 5
        && letters().all(|c| c.is_ascii())
        && !(bracketed && letters().all(char::is_uppercase))
}

/// An entry of a list drawn with a mark: a function in a menu or in a table of contents.
fn is_entry(text: &str) -> bool {
    let text = text.trim_start();
    ["- ", "* ", "• ", "· ", "→ ", "‣ "]
        .iter()
        .any(|mark| text.starts_with(mark))
}

/// A row of a table drawn with bars.
fn is_row(text: &str) -> bool {
    text.trim_start().starts_with('|')
}

/// A few words in small letters: a piece of something, unless the document says nothing else.
fn is_fragment(text: &str) -> bool {
    let first = text.chars().find(|c| c.is_alphanumeric());
    let text = text.trim();
    !text.starts_with(['#', '(', '['])
        && text.split_whitespace().count() <= 4
        && first.is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::{Languages, asks, claim, is_entry};

    #[test]
    fn questions_are_questions_in_every_script() {
        for (language, machine, text) in [
            ("de", "maschine", "Hat das eine Maschine übersetzt? Ja."),
            ("el", "μηχανή", "Το κείμενο αυτό το μετέφρασε μηχανή;"),
            ("ar", "آلة", "هل ترجمت آلة هذا النص؟"),
            ("ur", "مشین", "کیا یہ متن مشین نے ترجمہ کیا ہے؟"),
            ("zh-Hans", "机器", "这篇文章是机器翻译的吗？"),
            ("ja", "機械", "この文章は機械が訳したのですか。"),
        ] {
            assert!(asks(text, machine, language), "{text}");
        }
        for (language, machine, text) in [
            (
                "de",
                "maschine",
                "Das hat eine Maschine übersetzt. Klingt es schief?",
            ),
            (
                "de",
                "maschine",
                "Eine Maschine hat es übersetzt; prüfen Sie das Original.",
            ),
            ("el", "μηχανή", "Το μετέφρασε μηχανή. Ρωτήστε;"),
            ("ja", "機械", "機械が訳しました。よろしいですか。"),
            ("hi", "मशीन", "यह पन्ना मशीन ने अनूदित किया है। ठीक है?"),
        ] {
            assert!(!asks(text, machine, language), "{text}");
        }
    }

    #[test]
    fn entries_begin_with_a_mark_and_a_space() {
        assert!(is_entry("- Google Translate"));
        assert!(is_entry("→ Gépi fordítás"));
        assert!(!is_entry("-mt"));
        assert!(!is_entry("— Übersetzt mit DeepL"));
    }

    /// Templates, build tools and offices make texts automatically, too; nothing was translated by it.
    #[test]
    fn to_generate_is_not_to_translate() {
        for (language, text, claims) in [
            ("en", "This page was generated automatically.", false),
            ("de", "Dieses Schreiben wurde maschinell erstellt.", false),
            ("es", "Esta página se ha generado automáticamente.", false),
            ("ru", "Эта страница создана автоматически.", false),
            ("ja", "このページは自動的に生成されました。", false),
            (
                "en",
                "This English version was generated automatically.",
                true,
            ),
            ("de", "Diese Seite hat ein Programm übersetzt.", true),
            ("ru", "Эту страницу перевела программа.", true),
        ] {
            let home = [language];
            let languages = Languages {
                home: &home,
                wide: false,
            };
            let found = claim::recognise(text, languages);
            let likely = found.is_some_and(|found| found.probability > 0.5);
            assert_eq!(likely, claims, "{text}");
        }
    }
}
