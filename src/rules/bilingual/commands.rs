//! Lines for a shell or a compiler, which stay as they are in every language.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Names of programs that stand first in a line for a shell.
static PROGRAMS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("../../data/programs.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
});

/// Whether `text` is a line for a shell, or code.
pub(super) fn is_command(text: &str) -> bool {
    let text = text.trim();
    if is_code(text) {
        return true;
    }
    let line = text.strip_prefix("$ ").unwrap_or(text);
    let mut words = line.split_whitespace();
    let first = words.next().is_some_and(|word| PROGRAMS.contains(word));
    // a sentence may begin with the name of a program, and ends as sentences do
    first && !line.ends_with(['.', '!', '?', ':', '…']) && words.all(|word| !is_capitalised(word))
}

/// A statement or a block: what ends with `}` alone ends with a placeholder, as a rule.
fn is_code(text: &str) -> bool {
    if text.ends_with("; }") || text.ends_with(";}") {
        return true;
    }
    let assigns = || text.split_whitespace().any(|word| word == "=");
    let called = |name: &str| !name.is_empty() && !name.contains(char::is_whitespace);
    let calls =
        || text.ends_with(");") && text.split_once('(').is_some_and(|(name, _)| called(name));
    text.ends_with(';') && (assigns() || calls())
}

fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_code_are_told_from_sentences() {
        for text in [
            "sudo apt-get install samba",
            "$ git commit --amend",
            "npm install",
            "int main(void) { return 0; }",
            "SELECT name FROM users WHERE id = 3;",
            "count(ferries, 3);",
        ] {
            assert!(is_command(text), "{text}");
        }
        for text in [
            "git is a program that keeps versions.",
            "Sudo asks for your password",
            "the library opens at nine;",
            "Der Hafen; die Fähre;",
            "make sure that the bridge is open",
            "export the selected pages of the map",
            "go to the next page",
            "mount the map on the wall",
            "You have a new message from {name}",
            "{count, plural, one {# map} other {# maps}}",
            "the library (open from nine) is closed today;",
            "Remove the selected file(s);",
            "You saved 5 = five maps for {name}",
            "",
        ] {
            assert!(!is_command(text), "{text}");
        }
    }

    #[test]
    fn no_program_is_an_ordinary_word() {
        let ordinary: HashSet<&str> = include_str!("../../data/ordinary-en.txt")
            .lines()
            .map(|line| line.trim_end_matches(['!', '~', '?']))
            .collect();
        let words: Vec<_> = PROGRAMS.intersection(&ordinary).collect();
        assert!(words.is_empty(), "{words:?}");
        assert!(PROGRAMS.len() > 50);
    }
}
