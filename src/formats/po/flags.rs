//! Format flags of gettext (`c-format`), as listed in its manual, and those that other tools add.

use crate::unit::Flag;

/// The family that a flag names; `None` for a flag about something else. `possible-…` is a guess of `xgettext`, no
/// statement.
pub(super) fn of(flag: &str) -> Option<Flag> {
    let name = flag.strip_suffix("-format")?;
    if name.starts_with("possible-") || name.starts_with("impossible-") {
        return None;
    }
    if name.starts_with("no-") {
        return Some(Flag::None);
    }
    Some(match name {
        "c" | "gcc-internal" | "gfc-internal" | "c++" => Flag::C,
        "python" => Flag::Python,
        "python-brace" => Flag::PythonBrace,
        "java" | "icu-message" => Flag::Java,
        "java-printf" => Flag::JavaPrintf,
        "csharp" | "c-sharp" => Flag::CSharp,
        "javascript" | "es" => Flag::JavaScript,
        "qt" | "qt-plural" => Flag::Qt,
        "kde" | "kde-kuit" => Flag::Kde,
        "perl" => Flag::Perl,
        "perl-brace" => Flag::PerlBrace,
        "php" => Flag::Php,
        "objc" | "object-c" => Flag::ObjC,
        "ruby" => Flag::Ruby,
        "lua" => Flag::Lua,
        "object-pascal" => Flag::Pascal,
        "boost" => Flag::Boost,
        "scheme" | "lisp" | "elisp" | "librep" => Flag::Scheme,
        _ => Flag::Other,
    })
}
