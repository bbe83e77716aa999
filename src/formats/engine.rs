//! Names by which files call a machine that translates.

use std::sync::LazyLock;

/// Names of engines and services, in lower case, and whether people have that name, too.
static ENGINES: LazyLock<Vec<(String, bool)>> = LazyLock::new(|| {
    include_str!("../data/engines.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| match line.strip_suffix(" ?") {
            Some(name) => (format!(" {name} "), true),
            None => (format!(" {line} "), false),
        })
        .collect()
});

/// Whether `value`, what a file names as the origin or the tool of a translation, is a machine that translates.
pub(crate) fn is_machine(value: &str) -> bool {
    // a file's name, or a person's address
    !value.contains(['/', '\\', '@']) && names(value, |_| true)
}

/// Whether an address of a tool is that of a machine that translates.
pub(crate) fn is_machine_address(value: &str) -> bool {
    names(value, |ambiguous| !ambiguous)
}

/// Whether `value`, what a file names as the one who made a translation, is a machine: whole, and no person's name.
pub(crate) fn is_machine_user(value: &str) -> bool {
    !value.contains(['/', '\\', '@']) && names(value, |ambiguous| !ambiguous)
}

/// Whether a property of a unit, `kind` with `value`, says that a machine translated it.
pub(crate) fn is_machine_property(kind: &str, value: &str) -> bool {
    let kind = fold(kind);
    let mut words = kind.split(' ');
    let value = value.trim();
    if words.clone().any(|word| {
        matches!(
            word,
            "mt" | "machine" | "machinetranslated" | "machinetranslation"
        )
    }) {
        let truth = matches!(
            fold(value).as_str(),
            "true" | "yes" | "1" | "y" | "raw" | "unedited" | "unreviewed"
        );
        return truth || is_machine(value);
    }
    words.any(|word| {
        matches!(
            word,
            "origin" | "translator" | "engine" | "translationorigin"
        )
    }) && is_machine(value)
}

/// Whether a language tag says that a machine translated: the extension `t` with `t0` (RFC 6497), or the private
/// `x-mtfrom` of pages that Google translated.
pub(crate) fn is_machine_language(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    tag.contains("-x-mtfrom-")
        || tag
            .split_once("-t-")
            .is_some_and(|(_, rest)| rest.contains("-t0-"))
}

fn names(value: &str, accept: impl Fn(bool) -> bool) -> bool {
    let value = value.trim();
    if value.is_empty() || value.len() > 100 {
        return false;
    }
    let padded = format!(" {} ", fold(value));
    ENGINES
        .iter()
        .any(|(engine, ambiguous)| accept(*ambiguous) && padded.contains(engine.as_str()))
}

/// Lower case, letters and digits, everything else one space.
fn fold(value: &str) -> String {
    let mut folded = String::with_capacity(value.len());
    for character in value.chars().flat_map(char::to_lowercase) {
        if character.is_alphanumeric() {
            folded.push(character);
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_are_told_from_memories_and_people() {
        for machine in [
            "mt",
            "MT",
            "MT!",
            "machine-translation",
            "MACHINE TRANSLATION",
            "Machine_Translation",
            "DeepL API",
            "Google Translate",
            "ModernMT",
            "x-mt",
            "okp:mt",
            "Systran 9",
            "OPUS-MT fr-en",
        ] {
            assert!(is_machine(machine), "{machine}");
        }
        for other in [
            "tm",
            "TM",
            "glossary-2021",
            "Wordfast Pro",
            "mtakacs",
            "Matt",
            "fuzzy-match",
            "mtb-club",
            "files/mt/strings.po",
            "human",
            "Google Docs",
            "interactive",
            "Microsoft Word",
        ] {
            assert!(!is_machine(other), "{other}");
        }
        for person in ["claude", "moses", "MARIAN", "m.tremblay", "machado"] {
            assert!(!is_machine_user(person), "{person}");
        }
        assert!(is_machine_user("MT!") && is_machine_user("Machine Translation v2"));
        assert!(is_machine_address("https://www.deepl.com/translator"));
    }

    #[test]
    fn properties_and_language_tags() {
        assert!(is_machine_property("x-origin", " DeepL "));
        assert!(is_machine_property("x-MT", "true"));
        assert!(is_machine_property("x-Origin:SingleString", "MT"));
        assert!(!is_machine_property("x-MT", "false"));
        assert!(!is_machine_property("x-origin", "Glossar 2019"));
        assert!(!is_machine_property("x-domain", "machine"));
        assert!(is_machine_language("fr-t-en-t0-und") && is_machine_language("fr-x-mtfrom-en"));
        for other in ["fr", "und-t-ru-m0-bgn-2007", "mt-MT", "zh-Hant-TW"] {
            assert!(!is_machine_language(other), "{other}");
        }
    }
}
