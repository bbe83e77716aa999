//! Tells listings from prose: plain text does not say which of its paragraphs are code, tables or output.

use crate::chars::class;

/// Whether `text` looks like a listing: a command after a prompt, or few letters among its characters.
pub(super) fn is_listing(text: &str) -> bool {
    let start = text.trim_start();
    if ["$ ", "# ", "% ", "> ", ">>> ", "+ ", "| ", "- -"]
        .iter()
        .any(|prompt| start.starts_with(prompt))
    {
        return true;
    }
    if start.split_whitespace().take(3).any(is_file_mode) {
        return true;
    }
    let (mut letters, mut digits, mut signs) = (0_usize, 0_usize, 0_usize);
    for character in text.chars().take(4000) {
        let class = class(character);
        if class.is_letter() || class.is_mark() {
            letters += 1;
        } else if class.is_digit() {
            digits += 1;
        } else if is_code_sign(character) {
            signs += 1;
        }
    }
    letters < 2 * digits || letters < 12 * signs
}

/// The first column of `ls -l`: `drwxr-xr-x`.
fn is_file_mode(word: &str) -> bool {
    word.len() >= 10
        && word.starts_with(['-', 'd', 'l', 'p', 'c', 'b', 's'])
        && word
            .bytes()
            .skip(1)
            .take(9)
            .all(|b| b"rwxsStT-".contains(&b))
}

/// Signs that prose uses now and then and code all the time.
fn is_code_sign(character: char) -> bool {
    matches!(
        character,
        '=' | '<'
            | '>'
            | '{'
            | '}'
            | '['
            | ']'
            | '|'
            | '\\'
            | '_'
            | '$'
            | '#'
            | '@'
            | '~'
            | '^'
            | '&'
            | '+'
            | '*'
            | '/'
            | '`'
            | '%'
            | '│'
            | '─'
            | '┌'
            | '┐'
            | '└'
            | '┘'
            | '├'
            | '┤'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_tables_and_output() {
        for text in [
            "$ man man",
            "drwxrwxrwt 14 root root  20480 Oct 16 21:20 /tmp",
            "-rw-rw-r-- 1 penguin penguin 0 Oct 16 foo",
            "if (a == b) { return c[i]; }",
            "| yes | yes | no |",
        ] {
            assert!(is_listing(text), "{text}");
        }
    }

    #[test]
    fn prose() {
        for text in [
            "The bridge (built in 1790) has 14 arches and/or pillars.",
            "Der Preis stieg um 3,5 % auf 1200 Euro.",
            "橋は1790年に建てられた。",
        ] {
            assert!(!is_listing(text), "{text}");
        }
    }
}
