use super::*;
use proptest::prelude::*;

fn shown(text: &str, flags: &[Flag]) -> Vec<String> {
    Inline::of(text, flags)
        .pieces
        .iter()
        .map(|piece| format!("{:?} {}", piece.kind, &text[piece.range.clone()]))
        .collect()
}

/// By shape.
fn shapes(text: &str) -> Vec<String> {
    shown(text, &[])
}

#[test]
fn printf_by_shape() {
    assert_eq!(
        shapes("%s of %1$d, %(name)s"),
        ["Percent %s", "Percent %1$d", "Percent %(name)s"]
    );
    assert_eq!(
        shapes("%dx%d %-5.2f%%, %lld"),
        ["Percent %d", "Percent %d", "Percent %-5.2f", "Percent %lld"]
    );
    assert_eq!(
        shapes("%s文件 %sфайл %@"),
        ["Percent %s", "Percent %s", "Percent %@"]
    );
    assert_eq!(
        shapes("%sBuild City%s %1x%2"),
        ["Percent %s", "Percent %s", "Numbered %1", "Numbered %2"]
    );
    assert_eq!(
        shapes("%dpx, %d%%, %%%d"),
        ["Percent %d", "Percent %d", "Percent %d"]
    );
}

#[test]
fn per_cent_signs_of_prose() {
    for text in [
        "100% of it",
        "100 % de plus",
        "5% d'intérêt",
        "100% safe",
        "20%ige Lösung",
        "von 5%igen Zinsen",
        "%",
        "a 10%-os kedvezmény",
        "%%s",
        "50%, 20%.",
    ] {
        assert_eq!(shapes(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn braces_by_shape() {
    assert_eq!(
        shapes("{} {0} {name} {n:>5} {{ user.name }} ${x} %{y} #{z}"),
        [
            "Brace {}",
            "Brace {0}",
            "Brace {name}",
            "Brace {n:>5}",
            "Brace {{ user.name }}",
            "Brace ${x}",
            "Brace %{y}",
            "Brace #{z}"
        ]
    );
    assert_eq!(
        shapes("{0,number,#.##} {1,date}"),
        ["Brace {0,number,#.##}", "Brace {1,date}"]
    );
    for text in [
        "{see below}",
        "f() {}",
        "{1, 2, 3}",
        "\\emph{word}",
        "a { b: c; }",
        "{ color: red }",
    ] {
        assert_eq!(shapes(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn icu_messages_leave_their_branches() {
    assert_eq!(
        shapes("{n, plural, one {# file of {name}} other {# files}} left"),
        [
            "Icu {n, plural, one {",
            "Brace {name}",
            "Icu } other {",
            "Icu }}"
        ]
    );
    assert_eq!(
        shapes("{a, select, x {{n, plural, =0 {no} other {many}}} other {b}} {c}"),
        [
            "Icu {a, select, x {",
            "Icu {n, plural, =0 {",
            "Icu } other {",
            "Icu }}",
            "Icu } other {",
            "Icu }}",
            "Brace {c}"
        ]
    );
}

#[test]
fn names_with_signs() {
    assert_eq!(
        shapes(
            "$HOME $unit_name| %PRODUCTNAME %APPDATA% #NUM# @count :attribute &brandShortName; $(ARG1)"
        ),
        [
            "Name $HOME",
            "Name $unit_name|",
            "Name %PRODUCTNAME",
            "Name %APPDATA%",
            "Name #NUM#",
            "Name @count",
            "Name :attribute",
            "Name &brandShortName;",
            "Name $(ARG1)"
        ]
    );
    assert_eq!(shapes("$1 of $2"), ["Numbered $1", "Numbered $2"]);
    for text in [
        "for $1 or $3",
        "US$ 5",
        "$5",
        "$US 5",
        "5$",
        ":-) :D",
        "a: b",
        "#1",
        "AT&T; x",
        "R&D",
        "&File",
        "10:30",
        "note: this",
    ] {
        assert_eq!(shapes(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn tags_are_real_or_words_to_fill_in() {
    assert_eq!(
        shapes("<b>x</b> <br/> <a href=\"u\">y</a> <0>z</0> <span color='red'>"),
        [
            "Tag <b>",
            "Tag </b>",
            "Tag <br/>",
            "Tag <a href=\"u\">",
            "Tag </a>",
            "Tag <0>",
            "Tag </0>",
            "Tag <span color='red'>"
        ]
    );
    assert_eq!(shapes("[b]x[/b] [url=http://a.b]y[/url]").len(), 4);
    for text in [
        "<name>",
        "<John Smith>",
        "a < b > c",
        "[file]",
        "<none>",
        "<->",
        "i <3 u",
        "[1] [x]",
    ] {
        assert_eq!(shapes(text), [] as [&str; 0], "{text}");
    }
}

#[test]
fn addresses_end_before_punctuation() {
    assert_eq!(
        shapes(
            "See https://a.example/b_(c), www.example.org. Mail <me@example.org> or you@x.example!"
        ),
        [
            "Url https://a.example/b_(c)",
            "Url www.example.org",
            "Email me@example.org",
            "Email you@x.example"
        ]
    );
    assert_eq!(shapes("https://a.exampleを見る"), ["Url https://a.example"]);
    assert_eq!(
        shapes("/etc/passwd, and/or C:\\Temp\\x ~/bin 24/7"),
        ["Path /etc/passwd", "Path C:\\Temp\\x", "Path /bin"]
    );
    assert_eq!(
        shapes("[text](page.html) `code` :ref:`text`"),
        ["LinkTarget ](page.html)", "Code `code`", "Role :ref:"]
    );
}

#[test]
fn a_flag_names_the_only_family() {
    assert_eq!(shown("%s {0} $x", &[Flag::C]), ["Percent %s"]);
    assert_eq!(shown("%s {0} $x", &[Flag::PythonBrace]), ["Brace {0}"]);
    assert_eq!(
        shown("%1 %n %s", &[Flag::Qt]),
        ["Numbered %1", "Numbered %n"]
    );
    assert_eq!(shown("~a %s", &[Flag::Scheme]), ["Percent ~a"]);
    assert_eq!(shown("%s {0}", &[Flag::None]), [] as [&str; 0]);
}

#[test]
fn nothing_but_beginnings_takes_linear_time() {
    for sign in [
        "{", "\\a", ":a", "`", "``x", "%", "#A", "@a", "&#", "<a", "[a", "](", "$a.", "~/", "/a",
        "${", "{{", "{a,", "x{", "a@", "w", "://", "}}",
    ] {
        let inline = Inline::of(&sign.repeat(200_000), &[]);
        assert!(inline.pieces.len() <= 200_000, "{sign}");
    }
}

proptest! {
    #[test]
    fn pieces_are_in_order_and_cut_no_character(text in "([<>\\[\\]{}%$#:@/`~&|a-z0-9 .,=\"'\u{fffc}文é\\\\]|%s|://|\\{n, plural, one \\{){0,40}") {
        let inline = Inline::of(&text, &[]);
        let mut floor = 0;
        for piece in &inline.pieces {
            prop_assert!(piece.range.start >= floor && piece.range.end > piece.range.start);
            prop_assert!(text.get(piece.range.clone()).is_some());
            floor = piece.range.end;
        }
    }
}
