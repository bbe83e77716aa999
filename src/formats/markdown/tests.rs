//! What becomes of Markdown.

use std::io::Cursor;

use crate::block::{Block, Event, Kind};
use crate::formats::Emit;
use crate::open;

fn read_by(amount: usize, text: &str) -> (Vec<Block>, Vec<String>) {
    let (mut blocks, mut declared) = (Vec::new(), Vec::new());
    let mut sink = |event| match event {
        Event::Block(block) => blocks.push(block),
        Event::Declared(language) => declared.push(language),
        _ => {}
    };
    let mut decoded = open::decode(Cursor::new(text.to_owned().into_bytes())).expect("text");
    super::read_by(amount, &mut decoded, &mut Emit::new(&mut sink)).expect("readable");
    (blocks, declared)
}

fn prose(text: &str) -> Vec<(Kind, String)> {
    read_by(1 << 20, text)
        .0
        .into_iter()
        .filter(|block| block.kind.is_prose())
        .map(|block| (block.kind, block.text))
        .collect()
}

fn texts(text: &str) -> Vec<String> {
    prose(text).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn blocks_have_their_kinds() {
    let text = "Titel\n=====\n\nEin *Ab*satz\nmit **zwei** Zeilen.  \nUnd mehr.\n\n- Punkt\n- [x] Noch\n\n  einer\n\n\
        1. Eins\n\n| A | B |\n|---|---|\n| c | d \\| e |\n\n> Zitat\n> weiter\n\n> [!NOTE]\n> Hinweis\n\n## Teil {#id}\n\n\
        Wort[^1].\n\n[^1]: Fußnote\n\nBegriff\n: Erklärung\n\n~~weg~~\n\n***\n";
    let expected = [
        (Kind::Heading, "Titel"),
        (Kind::Paragraph, "Ein Absatz\nmit zwei Zeilen.\nUnd mehr."),
        (Kind::ListItem, "Punkt"),
        (Kind::ListItem, "Noch"),
        (Kind::ListItem, "einer"),
        (Kind::ListItem, "Eins"),
        (Kind::Cell, "A"),
        (Kind::Cell, "B"),
        (Kind::Cell, "c"),
        (Kind::Cell, "d | e"),
        (Kind::Paragraph, "Zitat\nweiter"),
        (Kind::Paragraph, "Hinweis"),
        (Kind::Heading, "Teil"),
        (Kind::Paragraph, "Wort."),
        (Kind::Paragraph, "Fußnote"),
        (Kind::ListItem, "Begriff"),
        (Kind::ListItem, "Erklärung"),
        (Kind::Paragraph, "weg"),
    ];
    let found = prose(text);
    let found: Vec<_> = found.iter().map(|(k, t)| (*k, t.as_str())).collect();
    assert_eq!(found, expected);
    let quoted: Vec<_> = read_by(1 << 20, text)
        .0
        .into_iter()
        .filter(|b| b.quoted)
        .collect();
    assert_eq!(quoted.len(), 1);
    assert_eq!(quoted[0].text, "Zitat\nweiter");
}

#[test]
fn code_is_dropped_or_one_object() {
    let text = "Run `a b` or ``c`d`` now.\n\n```sh\nno prose\n```\n\n    neither\n\n~~~\n<!-- traditore: ignore[x] -->\n~~~\n\nEnd `x`\n";
    assert_eq!(
        texts(text),
        ["Run \u{fffc} or \u{fffc} now.", "End \u{fffc}"]
    );
    let blocks = read_by(1 << 20, text).0;
    let (start, end) = blocks[0].place(&(4..7));
    assert_eq!((start.column, end.column), (5, 10));
}

#[test]
fn positions_go_through_escapes_references_and_marks() {
    let text = "> a\\*b **&eacute;c**\r\n> [d](<u> \"T i\") ![alt &amp; *x*](s.png) e\r\n";
    let blocks = read_by(1 << 20, text).0;
    let block = &blocks[0];
    assert!(block.quoted);
    assert_eq!(block.text.replace('\r', ""), "a*b éc\nd \u{fffc} e");
    let place = |block: &Block, needle: &str| {
        let at = block.text.find(needle).expect(needle);
        let (start, end) = block.place(&(at..at + needle.len()));
        (start.line, start.column, end.line, end.column)
    };
    assert_eq!(place(block, "*b"), (1, 5, 1, 7));
    assert_eq!(place(block, "éc"), (1, 10, 1, 19));
    assert_eq!(place(block, "d"), (2, 4, 2, 5));
    assert_eq!(place(block, " e"), (2, 41, 2, 43));
    assert_eq!(&block.text[block.links[0].clone()], "d");
    let attributes: Vec<_> = blocks
        .iter()
        .filter(|b| b.kind == Kind::Attribute)
        .collect();
    assert_eq!(attributes.len(), 2);
    assert_eq!(place(attributes[0], "T i"), (2, 12, 2, 15));
    assert_eq!(attributes[1].text, "alt & x");
    assert_eq!(place(attributes[1], "& x"), (2, 24, 2, 32));
}

#[test]
fn targets_of_links_are_machine_text() {
    let text = "[a](https://x.example/ \"t\") and [b][r] and <https://auto.example>.\n\n[r]: https://y.example/z\n";
    let markup: Vec<_> = read_by(1 << 20, text)
        .0
        .into_iter()
        .filter(|b| b.kind == Kind::Markup)
        .collect();
    let all: String = markup
        .iter()
        .map(|b| b.text.as_str())
        .collect::<Vec<_>>()
        .join("\n");
    assert!(
        all.contains("https://x.example/") && all.contains("https://y.example/z"),
        "{all}"
    );
    let at = markup[0].text.find("https://x").expect("there");
    assert_eq!(markup[0].place(&(at..at + 3)).0.column, 5);
}

#[test]
fn html_inside() {
    let text = "<div lang=\"fr\">\n<p>Un <b>mot</b>\n\nAutre *chose*.\n\n</div>\n\nThe <kbd>X</kbd> key<br>and <i lang=\"la\">sic</i><!-- c -->.\n\n\
        The <title> and <textarea> elements.\n\nMore.\n\n<details><summary>S</summary>\n\n- in\n\n</details>\n\n<img src=x alt=\"A\">\n";
    let (blocks, _) = read_by(1 << 20, text);
    let found: Vec<_> = blocks
        .iter()
        .filter(|b| b.kind.is_prose())
        .map(|b| (b.kind, b.text.as_str(), b.language.as_deref()))
        .collect();
    assert_eq!(
        found,
        [
            (Kind::Paragraph, "Un mot", Some("fr")),
            (Kind::Paragraph, "Autre chose.", Some("fr")),
            (Kind::Paragraph, "The \u{fffc} key\nand sic.", None),
            (Kind::Paragraph, "The \u{fffc} and \u{fffc} elements.", None),
            (Kind::Paragraph, "More.", None),
            (Kind::Interface, "S", None),
            (Kind::ListItem, "in", None),
            (Kind::Attribute, "A", None),
        ]
    );
    assert!(
        blocks
            .iter()
            .any(|b| b.kind == Kind::Comment && b.text == "c")
    );
    assert!(
        blocks
            .iter()
            .any(|b| b.kind == Kind::Markup && b.text.contains("<i lang=\"la\">"))
    );
}

#[test]
fn directives_hold_for_the_next_element() {
    let text = "a\n\n<!-- traditore: ignore[x] -->\n- b\n\n  > c\n- d\n\ne\n\n<!-- traditore: ignore[y] -->\n\nf\n\ng\n";
    let found: Vec<_> = read_by(1 << 20, text)
        .0
        .into_iter()
        .filter(|b| b.kind.is_prose())
        .map(|b| (b.text, b.suppressions))
        .collect();
    let expected = [
        ("a", None),
        ("b", Some(0)),
        ("c", Some(0)),
        ("d", Some(0)),
        ("e", None),
        ("f", Some(1)),
        ("g", None),
    ];
    assert_eq!(
        found,
        expected.map(|(text, number)| (text.to_owned(), number.into_iter().collect()))
    );
}

#[test]
fn front_matter_of_every_sort() {
    let text = "---\nlayout: post\ntitle: \"Der \\\"Titel\\\"\" # x\nlang: de-AT\ntags:\n  - a\ndescription: >\n  Eine lange\n  Beschreibung\nsummary: Kurz und\n  gut\n---\n\nText.\n";
    let (blocks, declared) = read_by(1 << 20, text);
    assert_eq!(declared, ["de-AT"]);
    let found: Vec<_> = blocks
        .iter()
        .map(|b| {
            let start = b.place(&(0..b.text.len())).0;
            (b.kind, b.text.as_str(), start.line, start.column)
        })
        .collect();
    assert_eq!(found[0].0, Kind::FrontMatter);
    assert_eq!(
        found[1..],
        [
            (Kind::Title, "Der \"Titel\"", 3, 9),
            (Kind::Attribute, "Eine lange\n  Beschreibung", 8, 3),
            (Kind::Attribute, "Kurz und\n  gut", 10, 10),
            (Kind::Paragraph, "Text.", 14, 1),
        ]
    );
    let toml = "+++\ntitle = 'It''s'\nlanguageCode = \"fr\"\n[params]\n  description = \"no\"\n+++\nText.\n";
    let (blocks, declared) = read_by(1 << 20, toml);
    assert_eq!(declared, ["fr"]);
    assert_eq!(blocks[1].text, "It's");
    let json = ";;;\n{\n  \"title\": \"Hallo\",\n  \"lang\": \"nl\"\n}\n;;;\nText.\n";
    let (blocks, declared) = read_by(1 << 20, json);
    assert_eq!(
        (declared[0].as_str(), blocks[1].text.as_str()),
        ("nl", "Hallo")
    );
    assert_eq!(
        texts("---\n\nA rule: first\n\n---\n\nb\n"),
        ["A rule: first", "b"]
    );
    assert_eq!(texts("---\nopen: yes\n\nb\n"), ["open: yes", "b"]);
}

#[test]
fn windows_cut_between_blocks() {
    let text = "---\ntitle: T\n---\n\nEin Absatz\nmit **Zeilen**.\n\n```\ncode\n\nmore\n\n# x\n```\n\n- a\n\n  b\n- c\n\n<!-- not\n\nhere -->\n\n> q\n\nEnde\n\n"
        .repeat(3);
    let all = |amount| {
        read_by(amount, &text)
            .0
            .iter()
            .map(|b| (b.text.clone(), b.kind, b.place(&(0..b.text.len()))))
            .filter(|b| b.1.is_prose())
            .collect::<Vec<_>>()
    };
    assert_eq!(all(64), all(1 << 20));
    assert_eq!(all(1), all(1 << 20));
}

#[test]
fn code_longer_than_a_window_stays_code() {
    let text = format!(
        "a\n\n~~~~\n{}~~~~\n\nb\n",
        "no prose\n\n~~~\n\n".repeat(700_000)
    );
    let mut texts: Vec<_> = Vec::new();
    let mut sink = |event| {
        if let Event::Block(block) = event {
            texts.push(block.text);
        }
    };
    let mut decoded = open::decode(Cursor::new(text.into_bytes())).expect("text");
    super::read(&mut decoded, &mut Emit::new(&mut sink)).expect("readable");
    assert_eq!(texts, ["a", "b"]);
}

/// Sizes at which a reader that takes quadratic time would not come back within the patience of anybody who tests.
#[test]
fn hostile_texts_are_read_to_their_end() {
    for text in [
        ">".repeat(100_000),
        "> ".repeat(100_000),
        "[".repeat(200_000),
        "![".repeat(200_000),
        "*a ".repeat(200_000),
        "a ".to_owned() + &"`".repeat(400_000) + "a",
        "- ".repeat(20_000),
        "<div>\n\n".repeat(100_000),
        "![".repeat(2_000) + &"][r]".repeat(2_000) + "\n\n[r]: /u\n",
        "|a".repeat(100_000) + "\n" + &"|-".repeat(100_000) + "\n",
        "&amp;".repeat(300_000),
        "---\n".to_owned() + &"a: \"\n".repeat(200_000),
        "---\n".to_owned() + &"a: '''\n".repeat(100_000) + "---\n",
        "---\n".to_owned() + &"a: |\n b\n".repeat(100_000) + "---\n",
    ] {
        let end = text.clone() + "\n\nthe end\n";
        assert!(!read_by(4 << 20, &end).0.is_empty(), "{}", &text[..20]);
    }
}
