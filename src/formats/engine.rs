//! Names by which files call a machine that translates.

/// Names of engines and services, in lower case; a name that begins with one of them is meant.
static ENGINES: std::sync::LazyLock<Vec<&'static str>> = std::sync::LazyLock::new(|| {
    include_str!("../data/engines.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect()
});

/// Whether `value`, what a file names as the origin or the tool of a translation, is a machine that translates.
pub(crate) fn is_machine(value: &str) -> bool {
    let value = value.trim().to_ascii_lowercase();
    // a file's name, or a person's address
    if value.contains(['/', '\\', '@']) || value.len() > 100 {
        return false;
    }
    let folded: String = value
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let padded = format!(" {folded} ");
    ENGINES
        .iter()
        .any(|engine| padded.contains(&format!(" {engine} ")))
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
    }
}
