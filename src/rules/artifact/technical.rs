//! Whether a text is about programs or mark-up.
//!
//! What is a mangled placeholder in a story is the subject itself in a manual of `printf`. Signs of code are counted
//! block by block, in one pass; the rules that need it ask about a block or about the whole document.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::block::Block;
use crate::rule::Context;

/// Strings that prose for everybody does not hold.
pub(super) const SIGNS: &[&str] = &[
    "()", "->", "=>", "::", "==", "!=", "&&", "||", " --", "/usr/", "/etc/", "printf", "#include",
    "</", "/>", "\\n", "\\t", "${", "$(", "$$", "%s", "%d", "<?", "*/", "/*", "{}", "[]", "{{",
    "}}", "{%", "_(\"", "=\"", " = ", "+=", "<<", ">>", "0x", "$1", "//", ".py", ".js", ".php",
    "$HOME", "gettext", "XML", "HTML", "LaTeX", "TeX",
];

static AUTOMATON: LazyLock<AhoCorasick> = LazyLock::new(|| {
    AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::DFA))
        .build(SIGNS)
        .expect("a fixed list of short strings makes an automaton: a test builds it")
});

/// How many signs of code a text holds, no more than `limit`.
pub(crate) fn signs(text: &str, limit: usize) -> usize {
    AUTOMATON.find_iter(text).take(limit).count()
}

/// Whether `text` by itself is about code: two signs, or one in a short text.
pub(crate) fn is_code(text: &str) -> bool {
    let found = signs(text, 2);
    found > 1 || (found == 1 && text.len() < 60)
}

/// The share of a document's blocks that are about code.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Technical {
    blocks: u32,
    code: u32,
}

impl Technical {
    /// Counts a block.
    pub(crate) fn look(&mut self, block: &Block, context: &Context<'_>) {
        if block.text.len() > 20 {
            self.blocks += 1;
            self.code += u32::from(context.is_code(block));
        }
    }

    /// Whether the document is about code: one block in eight, and two at least.
    pub(crate) fn is_document(self) -> bool {
        self.code > 1 && self.code * 8 >= self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_told_from_prose() {
        assert!(is_code("if (a == b) { f(); }"));
        assert!(is_code(
            "The macro calls printf with \"%s\" and returns 0x1F."
        ));
        assert!(!is_code(
            "Der Rat tagte am Montag; 5 % der Mitglieder fehlten (wie stets)."
        ));
        assert!(!is_code("Он сказал: «Да», — и вышел."));
    }
}
