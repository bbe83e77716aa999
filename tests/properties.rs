//! What holds for every document: text leads back to the characters it came from, windows make no difference, nothing
//! brings a reader down.

use std::io::Cursor;

use proptest::prelude::*;
use traditore::block::{Block, Event, OBJECT};
use traditore::document::Format;
use traditore::formats;
use traditore::open;
use traditore::position::Position;

const FORMATS: [Format; 10] = Format::ALL;

fn read(format: Format, amount: usize, bytes: &[u8]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut sink = |event| {
        if let Event::Block(block) = event {
            blocks.push(block);
        }
    };
    if let Ok(mut decoded) = open::decode(Cursor::new(bytes.to_vec())) {
        formats::read_by(format, amount, &mut decoded, &mut sink).expect("in memory");
    }
    blocks
}

/// Every character of a block is the one at its place in the file, or something decoded from that place; places only
/// ever move forward and are what counting from the start of the file gives.
fn check(source: &str, block: &Block) -> Result<(), TestCaseError> {
    let raw = block.window.text();
    let mut before = 0;
    for (at, character) in block.text.char_indices() {
        let (start, end) = (
            block.map.start(at),
            block.map.end(at + character.len_utf8()),
        );
        prop_assert!(raw.is_char_boundary(start) && raw.is_char_boundary(end));
        prop_assert!(
            before <= start && start <= end,
            "{before} {start} {end} in {:?}",
            block.text
        );
        before = start;
        let origin = &raw[start..end];
        let decoded =
            origin.len() > character.len_utf8() || character == OBJECT || origin.is_empty();
        prop_assert!(
            decoded || origin.chars().eq([character]) || character == '\n',
            "{character:?} from {origin:?}"
        );
        if decoded && origin.starts_with('&') {
            prop_assert!(!origin[1..].contains('&'));
        }
    }
    for range in block.foreign.iter().chain(&block.links) {
        prop_assert!(block.text.get(range.clone()).is_some());
    }
    let span = 0..block.text.len();
    let (start, _) = block.place(&span);
    // one window holds the whole document
    prop_assert_eq!(raw, source.trim_start_matches('\u{feff}'));
    prop_assert_eq!(start, Position::START.after(&raw[..block.map.start(0)]));
    Ok(())
}

/// What of a block must not depend on windows.
fn essence(blocks: Vec<Block>) -> Vec<String> {
    blocks
        .into_iter()
        .filter(|block| block.kind.is_prose())
        .map(|block| {
            let place = block.place(&(0..block.text.len()));
            format!(
                "{:?} {} {} {:?} {:?} {:?} {:?}",
                block.kind,
                block.number,
                block.quoted,
                block.language,
                block.text,
                place,
                block.links
            )
        })
        .collect()
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => "[a-zäöéñ]{1,9}",
        2 => "[а-яё]{1,9}",
        1 => "[ぁ-ん一-三]{1,6}",
        1 => "[ء-ي]{2,6}",
        1 => "[A-Z][a-z]{1,5}[.,;!?]",
        1 => Just("😀".to_owned()),
        1 => "[0-9]{1,4}",
    ]
}

fn space() -> impl Strategy<Value = &'static str> {
    prop_oneof![8 => Just(" "), 1 => Just("\n"), 1 => Just("\r\n"), 1 => Just("  "), 1 => Just("\t"), 1 => Just("")]
}

fn html_piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "&amp;",
        "&eacute;",
        "&nbsp;",
        "&#x2014;",
        "&notit;",
        "&bad;",
        "&",
        "<b>",
        "</b>",
        "<i lang=fr>",
        "</i>",
        "<br>",
        "<code>x</code>",
        "<!-- c -->",
        "<img src=a alt='b &lt; c'>",
        "<a href=x>",
        "</a>",
        "<p>",
        "</p>",
        "<div lang=de>",
        "</div>",
        "<ul><li>",
        "</ul>",
        "<td>",
        "<h2>",
        "</h2>",
        "<pre>y</pre>",
        "<script>z<p></script>",
        "<wbr>",
        "&shy;",
        "<q>",
        "</q>",
        "<select><option>o</select>",
        "<nav>",
        "</nav>",
        "<span hidden>",
        "</span>",
        "\r\n\r\n",
        "<",
        ">",
        "<blockquote>",
        "</blockquote>",
        "<svg><title>t</title></svg>",
        "<button>",
        "</button>",
        "\0",
    ];
    prop_oneof![3 => word(), 2 => space().prop_map(str::to_owned), 2 => prop::sample::select(PIECES).prop_map(str::to_owned)]
}

fn markdown_piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "&amp;",
        "&eacute;",
        "\\*",
        "*",
        "**",
        "_",
        "`c`",
        "\n\n",
        "\n\n- ",
        "\n\n1. ",
        "\n\n> ",
        "\n\n# ",
        "\n\n```\ncode\n```\n\n",
        "[",
        "](x)",
        "![a](b)",
        "<b>",
        "</b>",
        "<br>",
        "\n\n<div>\n\n",
        "\n\n</div>\n\n",
        "  \n",
        "\n",
        "\r\n",
        "|",
        "\n\n|a|b|\n|-|-|\n|c|",
        "\n\n<!-- c -->\n\n",
        "<i lang=fr>",
        "</i>",
        "~~",
        "\n===\n",
        "\t",
        "    ",
    ];
    prop_oneof![4 => word(), 3 => space().prop_map(str::to_owned), 3 => prop::sample::select(PIECES).prop_map(str::to_owned)]
}

fn text_piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "\n\n", "\n", "\r\n", "\n> ", "\n- ", "\n====\n", "   ", "....", "\u{c}", "\r", "\n \n",
    ];
    prop_oneof![5 => word(), 4 => space().prop_map(str::to_owned), 1 => prop::sample::select(PIECES).prop_map(str::to_owned)]
}

fn document(piece: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::vec(piece, 0..120).prop_map(|pieces| pieces.concat())
}

fn holds(format: Format, source: &str) -> Result<(), TestCaseError> {
    let whole = read(format, 1 << 20, source.as_bytes());
    for block in &whole {
        check(source, block)?;
    }
    let whole = essence(whole);
    for amount in [1, 64] {
        prop_assert_eq!(&essence(read(format, amount, source.as_bytes())), &whole);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn html_leads_back(source in document(html_piece())) {
        holds(Format::Html, &source)?;
    }

    #[test]
    fn markdown_leads_back(source in document(markdown_piece())) {
        holds(Format::Markdown, &source)?;
    }

    #[test]
    fn text_leads_back(source in document(text_piece())) {
        holds(Format::Text, &source)?;
    }

    #[test]
    fn any_string_is_read(source in "\\PC{0,300}", pieces in "[<>&;/=\"'!#a-c`*_~|:\\[\\]() \n\r\t\\\\-]{0,300}") {
        for format in FORMATS {
            holds_loosely(format, &source)?;
            holds_loosely(format, &pieces)?;
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for format in FORMATS {
            read(format, 64, &bytes);
        }
    }

    /// The tokenizer agrees with one that passes the test suite of browsers.
    #[test]
    fn references_are_decoded_as_browsers_do(source in "(&[a-zA-Z]{1,7}|&#[0-9]{1,6}|&#x[0-9a-f]{1,5}|;|[a-z ]{1,3}){1,30}") {
        let expected: String = html5gum::Tokenizer::new(&source)
            .flatten()
            .filter_map(|token| match token {
                html5gum::Token::String(text) => Some(String::from_utf8_lossy(&text).into_owned()),
                _ => None,
            })
            .collect();
        let blocks = read(Format::Html, 1 << 20, format!("<p>x{source}x").as_bytes());
        let text: String = blocks.iter().filter(|b| b.kind.is_prose()).map(|b| b.text.as_str()).collect();
        prop_assert_eq!(text, format!("x{expected}x"));
    }
}

/// As [`holds`], without the comparison of windows, which link references of Markdown may tell apart.
fn holds_loosely(format: Format, source: &str) -> Result<(), TestCaseError> {
    for block in &read(format, 1 << 20, source.as_bytes()) {
        check(source, block)?;
    }
    read(format, 1, source.as_bytes());
    Ok(())
}

/// Every file of a folder, by hand: `TRADITORE_SAMPLES=folder cargo test --test properties -- --ignored`.
#[test]
#[ignore = "needs documents"]
fn samples_are_read() {
    let Ok(folder) = std::env::var("TRADITORE_SAMPLES") else {
        return;
    };
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let bytes = std::fs::read(entry.path()).expect("readable");
        let name = entry.file_name().to_string_lossy().into_owned();
        let format = formats::choose(&name, &bytes).unwrap_or(Format::Text);
        let whole = essence(read(format, 1 << 20, &bytes));
        assert_eq!(essence(read(format, 4096, &bytes)), whole, "{name}");
    }
}

/// A piece of the text of a translation unit: written in XML, and as it is read.
fn xml_piece() -> impl Strategy<Value = (String, String)> {
    let pair = |one: &str, other: &str| Just((one.to_owned(), other.to_owned()));
    prop_oneof![
        4 => word().prop_map(|word| {
            let word: String = word.chars().filter(|c| !matches!(c, '<' | '&' | '>')).collect();
            (word.clone(), word)
        }),
        1 => pair(" ", " "),
        1 => pair("&amp;", "&"),
        1 => pair("&lt;", "<"),
        1 => pair("&#233;", "é"),
        1 => pair("&#x1F600;", "😀"),
        1 => pair("<![CDATA[a < b & c]]>", "a < b & c"),
        1 => pair("<!-- a note -->", ""),
    ]
}

/// Written text and text as read, of several pieces with a letter on either side so that no white space is at the edges.
fn xml_text() -> impl Strategy<Value = (String, String)> {
    prop::collection::vec(xml_piece(), 0..12).prop_map(|pieces| {
        let raw: String = pieces.iter().map(|piece| piece.0.as_str()).collect();
        let text: String = pieces.iter().map(|piece| piece.1.as_str()).collect();
        (format!("x{raw}y"), format!("x{text}y"))
    })
}

/// The sides of the units of `source`, each as read and as the file has it at the place that is reported.
fn sides(format: Format, amount: usize, source: &str) -> Vec<(String, String)> {
    let mut sides = Vec::new();
    let mut sink = |event| {
        if let Event::Unit(unit, window) = event {
            for side in [&unit.source, &unit.target] {
                let end = side.map.end(side.text.len());
                let start = side.map.start(0);
                sides.push((side.text.clone(), window.text()[start..end].to_owned()));
                let place = window.position(start);
                let before: String = source
                    .split_inclusive('\n')
                    .take(usize::try_from(place.line).expect("small") - 1)
                    .collect();
                let rest: String = source[before.len()..]
                    .chars()
                    .skip(usize::try_from(place.column).expect("small") - 1)
                    .collect();
                assert!(
                    rest.starts_with(&window.text()[start..end]),
                    "{}:{}",
                    place.line,
                    place.column
                );
            }
        }
    };
    let mut decoded = open::decode(Cursor::new(source.as_bytes().to_vec())).expect("text");
    formats::read_by(format, amount, &mut decoded, &mut sink).expect("in memory");
    sides
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn units_stand_where_they_are_said_to_stand(
        pairs in prop::collection::vec((xml_text(), xml_text()), 1..6),
        amount in prop_oneof![Just(1_usize), Just(60), Just(1 << 20)],
    ) {
        let xliff = |version_2: bool| {
            let mut text = String::from(if version_2 {
                "<?xml version=\"1.0\"?>\n<xliff version=\"2.0\" xmlns=\"urn:oasis:names:tc:xliff:document:2.0\" srcLang=\"en\" trgLang=\"de\"><file id=\"f\">\n"
            } else {
                "<xliff version=\"1.2\"><file original=\"a\" datatype=\"plaintext\" source-language=\"en\" target-language=\"de\"><body>\n"
            });
            for (index, ((source, _), (target, _))) in pairs.iter().enumerate() {
                let unit = if version_2 {
                    format!("<unit id=\"{index}\"><segment><source>{source}</source>\n<target>{target}</target></segment></unit>\n")
                } else {
                    format!("<trans-unit id=\"{index}\"><source>{source}</source>\n<target>{target}</target></trans-unit>\n")
                };
                text.push_str(&unit);
            }
            text.push_str(if version_2 { "</file></xliff>\n" } else { "</body></file></xliff>\n" });
            text
        };
        let mut tmx = String::from("<tmx version=\"1.4\"><header srclang=\"en\"/><body>\n");
        for ((source, _), (target, _)) in &pairs {
            let entry = format!("<tu><tuv xml:lang=\"en\"><seg>{source}</seg></tuv>\n<tuv xml:lang=\"de\"><seg>{target}</seg></tuv></tu>\n");
            tmx.push_str(&entry);
        }
        tmx.push_str("</body></tmx>\n");
        for (format, text) in [(Format::Xliff, xliff(false)), (Format::Xliff, xliff(true)), (Format::Tmx, tmx)] {
            let found = sides(format, amount, &text);
            let expected: Vec<&(String, String)> =
                pairs.iter().flat_map(|(source, target)| [source, target]).collect();
            prop_assert_eq!(found.len(), expected.len(), "{}", text);
            for ((read, raw), (written, meant)) in found.iter().zip(expected) {
                prop_assert_eq!(read, meant, "{}", text);
                prop_assert_eq!(raw, written, "{}", text);
            }
        }
    }
}
