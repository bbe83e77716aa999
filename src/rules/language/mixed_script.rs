//! `language/mixed-script`.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::block::Block;
use crate::chars::{Script, class};
use crate::document::Document;
use crate::finding::{Draft, Findings};
use crate::language::script;
use crate::rule::{Context, Examiner, rule};

rule! {
    /// # What it finds
    /// A letter of another script inside a word, where it looks like the letter that belongs there: a Latin “a” in a
    /// Russian word, a Cyrillic “о” in an English one, a Latin “o” in a Greek one.
    ///
    /// # Why it matters
    /// The reader sees nothing, but search, spelling checkers, hyphenation and screen readers do not know the word. Such
    /// letters come from scanned text, from keyboards left in the wrong layout, and from people who disguise a text.
    ///
    /// # Examples
    /// ```flagged lang=ru at=1:30
    /// На болоте останавливаются же журaвли и гуси.
    /// ```
    /// ```clean lang=ru
    /// Windows-приложение, USB-разъём, SMSка, 3D-модель, iPhone’ов, COM-порт, ХХ век, x-ось, VIP-зал, PRом.
    /// ```
    /// ```flagged lang=en at=1:5
    /// The mоther of all bridges.
    /// ```
    /// ```clean lang=en
    /// A 5 μm film, the α-helix, TNFα, kΩ, ΔT, π-mesons, and the village of Москва on one map.
    /// ```
    /// ```flagged lang=el at=1:8
    /// Η πόλη κoντά στη θάλασσα.
    /// ```
    /// ```clean lang=el
    /// Η επιλογή -Oόνομα, το Linux, το iPhone και η CD-ROM έκδοση· ο ΟΤΕ και η ΔΕΗ.
    /// ```
    /// ```clean lang=ja
    /// Tシャツと東京タワー、Xデー、ｗｅｂサイト。
    /// ```
    ///
    /// # Known mistakes
    /// Only words of which one letter settles the script they belong to are judged: “СССР” typed wholly in look-alikes is
    /// missed. Endings joined to a Latin word without an apostrophe are left alone. At most 50 findings a document.
    ///
    /// # References
    /// Unicode Technical Standard 39, Unicode Security Mechanisms, section 4 (confusables).
    pub MIXED_SCRIPT = "language/mixed-script", Major, "fluency/character-encoding", on, MixedScript::start
}

/// Findings in one document.
const MOST: u32 = 50;

struct MixedScript {
    found: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    cyrillic: String,
    greek: String,
}

/// What a letter would be in another script: `(letter, script)` to the look-alike.
static TWINS: LazyLock<HashMap<(char, Script), char>> = LazyLock::new(|| {
    let data: Data = data!("homoglyphs").expect("the embedded homoglyphs parse: a test reads them");
    let mut twins = HashMap::new();
    for (list, other) in [
        (&data.cyrillic, Script::Cyrillic),
        (&data.greek, Script::Greek),
    ] {
        for pair in list.split_whitespace() {
            let mut pair = pair.chars();
            if let (Some(latin), Some(twin)) = (pair.next(), pair.next()) {
                twins.insert((latin, other), twin);
                twins.insert((twin, Script::Latin), latin);
            }
        }
    }
    twins
});

impl MixedScript {
    fn start(_: &Document) -> Box<dyn Examiner> {
        Box::new(Self { found: 0 })
    }
}

impl Examiner for MixedScript {
    fn block(&mut self, block: &Block, context: &Context<'_>, findings: &mut Findings<'_>) {
        if block.text.is_ascii() || self.found >= MOST {
            return;
        }
        for word in context.words.iter().filter(|word| word.mixed) {
            if !(3..=40).contains(&word.letters) || word.digits > 0 {
                continue;
            }
            let text = word.text(&block.text);
            // an option with its value: “-Oназва”
            if block.text[..word.start as usize].ends_with(['-', '+', '/']) {
                continue;
            }
            let Some((belongs, repaired)) = repair(text) else {
                continue;
            };
            let stray: String = text
                .chars()
                .zip(repaired.chars())
                .filter(|(was, is)| was != is)
                .map(|(was, _)| was)
                .collect();
            let of = stray
                .chars()
                .next()
                .map_or("", |c| script::name(class(c).script()));
            let message = if stray.chars().count() == 1 {
                format!(
                    "the {} word “{text}” has the {of} letter “{stray}” in it",
                    script::name(belongs)
                )
            } else {
                format!(
                    "the {} word “{text}” has the {of} letters “{stray}” in it",
                    script::name(belongs)
                )
            };
            findings.report(
                block,
                word.range(),
                Draft::new(&MIXED_SCRIPT, message).suggestion(repaired),
            );
            self.found += 1;
            if self.found >= MOST {
                return;
            }
        }
    }
}

/// The script a word belongs to and the word written in it alone; `None` when the mixture may be meant.
fn repair(word: &str) -> Option<(Script, String)> {
    let mut belongs = None;
    let mut scripts = [None; 2];
    for character in word.chars() {
        let class = class(character);
        if !class.is_letter() {
            if class.is_mark() {
                continue;
            }
            return None;
        }
        let own = class.script();
        match scripts {
            [Some(one), _] if one == own => {}
            [None, _] => scripts[0] = Some(own),
            [_, Some(two)] if two == own => {}
            [_, None] => scripts[1] = Some(own),
            _ => return None,
        }
    }
    let [Some(one), Some(two)] = scripts else {
        return None;
    };
    for character in word.chars() {
        let own = class(character).script();
        let other = if own == one { two } else { one };
        if own != Script::Common && !TWINS.contains_key(&(character, other)) {
            // no look-alike: this letter shows what the word is
            if belongs.is_some_and(|before| before != own) {
                return None;
            }
            belongs = Some(own);
        }
    }
    let belongs = belongs?;
    if is_compound(word, belongs) {
        return None;
    }
    let repaired = word
        .chars()
        .map(|character| {
            if class(character).script() == belongs {
                character
            } else {
                TWINS
                    .get(&(character, belongs))
                    .copied()
                    .unwrap_or(character)
            }
        })
        .collect();
    Some((belongs, repaired))
}

/// A foreign abbreviation with an ending or a second part of the text's own (`PRом`, `COMпорт`), or a foreign word with an
/// ending (`Linuxа`): mixed, and meant so.
fn is_compound(word: &str, belongs: Script) -> bool {
    let own = |c: char| class(c).script() == belongs;
    let head: Vec<char> = word.chars().take_while(|&c| !own(c)).collect();
    let tail = word.chars().rev().take_while(|&c| !own(c)).count();
    let after_head = word.chars().nth(head.len());
    if head.len() >= 2
        && head.iter().all(|&c| class(c).is_upper())
        && after_head.is_some_and(|c| class(c).is_lower())
    {
        return true;
    }
    let strays = word.chars().filter(|&c| !own(c)).count();
    let last_own = word.chars().rev().nth(tail);
    let capitals = word
        .chars()
        .filter(|&c| own(c) && class(c).is_upper())
        .count();
    if strays == tail && capitals >= 3 && capitals + strays == word.chars().count() {
        return true;
    }
    if strays == tail
        && word.chars().last().is_some_and(|c| class(c).is_upper())
        && last_own.is_some_and(|c| class(c).is_lower())
    {
        return true;
    }
    belongs == Script::Latin
        && (1..=3).contains(&tail)
        && strays == tail
        && word.chars().next().is_some_and(|c| class(c).is_upper())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn look_alikes_are_repaired() {
        for (word, repaired) in [
            ("журaвли", "журавли"),
            ("mоther", "mother"),
            ("сoобщение", "сообщение"),
            ("Cобака", "Собака"),
            ("HКВД", "НКВД"),
            ("κoντά", "κοντά"),
            ("pаypal", "paypal"),
        ] {
            assert_eq!(
                repair(word).map(|found| found.1).as_deref(),
                Some(repaired),
                "{word}"
            );
        }
    }

    #[test]
    fn mixtures_that_are_meant_stay() {
        for word in [
            "SMSка",
            "PRом",
            "COMпорт",
            "TNFα",
            "μm",
            "kΩ",
            "Linuxа",
            "Tシャツ",
            "iPhone’ов",
            "ХХ",
            "GPSом",
            "wifiшный",
            "ΕπόμενοA",
            "όπουXXXX",
            "ПАКЕТX",
            "ПРЕФИКСaa",
        ] {
            assert!(repair(word).is_none(), "{word}");
        }
    }
}
