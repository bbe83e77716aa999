//! What becomes of pages.

use std::io::Cursor;

use crate::block::{Block, Directive, Event, Kind};
use crate::formats::Emit;
use crate::open;

#[derive(Default)]
struct Read {
    blocks: Vec<Block>,
    declared: Vec<String>,
    directives: Vec<Directive>,
}

fn read_by(amount: usize, page: &str) -> Read {
    let mut read = Read::default();
    let mut sink = |event| match event {
        Event::Block(block) => read.blocks.push(block),
        Event::Declared(language) => read.declared.push(language),
        Event::Scoped(directive) | Event::Directive(directive) => read.directives.push(directive),
        Event::Fault { .. } | Event::Unit(..) | Event::DeclaredSource(_) => {}
    };
    let mut decoded = open::decode(Cursor::new(page.to_owned().into_bytes())).expect("text");
    super::read_by(amount, &mut decoded, &mut Emit::new(&mut sink)).expect("readable");
    read
}

fn read(page: &str) -> Read {
    read_by(1 << 20, page)
}

/// The prose of a page, without its attributes.
fn prose(page: &str) -> Vec<(Kind, String)> {
    read(page)
        .blocks
        .into_iter()
        .filter(|block| block.kind.is_prose())
        .map(|block| (block.kind, block.text))
        .collect()
}

fn texts(page: &str) -> Vec<String> {
    prose(page).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn blocks_have_their_kinds() {
    let page = "<!DOCTYPE html><html lang=de><head><title>Der Titel</title></head><body>\
        <header><h1>Kopf</h1><p>Oben</p></header><nav><ul><li><a href=/>Start</a></ul></nav>\
        <main><h2>Teil <em>eins</em></h2><p>Ein Absatz.<ul><li>Punkt<li><p>Noch einer</p></ul>\
        <table><caption>Tabelle</caption><tr><th>A<td>B</table>\
        <figure><img src=x><figcaption>Bild</figcaption></figure>\
        <article><header><p>Von uns</p></header></article>\
        <blockquote><p>Zitat</p></blockquote><button>Los</button></main>\
        <footer>Unten</footer></body></html>";
    let expected = [
        (Kind::Title, "Der Titel"),
        (Kind::Heading, "Kopf"),
        (Kind::Interface, "Oben"),
        (Kind::Interface, "Start"),
        (Kind::Heading, "Teil eins"),
        (Kind::Paragraph, "Ein Absatz."),
        (Kind::ListItem, "Punkt"),
        (Kind::ListItem, "Noch einer"),
        (Kind::Caption, "Tabelle"),
        (Kind::Cell, "A"),
        (Kind::Cell, "B"),
        (Kind::Caption, "Bild"),
        (Kind::Paragraph, "Von uns"),
        (Kind::Paragraph, "Zitat"),
        (Kind::Interface, "Los"),
        (Kind::Interface, "Unten"),
    ];
    let found = prose(page);
    let found: Vec<_> = found.iter().map(|(k, t)| (*k, t.as_str())).collect();
    assert_eq!(found, expected);
    let read = read(page);
    assert_eq!(read.declared, ["de"]);
    let quoted: Vec<_> = read.blocks.iter().filter(|b| b.quoted).collect();
    assert_eq!(quoted.len(), 1);
    assert_eq!(quoted[0].text, "Zitat");
}

#[test]
fn inline_tags_vanish_and_words_stay_whole() {
    assert_eq!(
        texts("<p><b>W</b>ort und <i>an<!-- x -->de</i>re<wbr>s Zei&shy;chen</p>"),
        ["Wort und anderes Zei\u{ad}chen"]
    );
    assert_eq!(texts("a <span>b</span>\r\n c"), ["a b\r\n c"]);
}

#[test]
fn positions_go_through_references_and_tags() {
    let page = "<p>a&amp;&eacute;&#x1F600;<b>be</b>\n&nbsp;c&unknown;";
    let read = read(page);
    let block = read.blocks.iter().find(|b| b.kind.is_prose()).expect("one");
    assert_eq!(block.text, "a&é😀be\n\u{a0}c&unknown;");
    let place = |needle: &str| {
        let at = block.text.find(needle).expect("there");
        let (start, end) = block.place(&(at..at + needle.len()));
        (start.line, start.column, end.line, end.column)
    };
    assert_eq!(place("a"), (1, 4, 1, 5));
    assert_eq!(place("&"), (1, 5, 1, 10));
    assert_eq!(place("é😀"), (1, 10, 1, 27));
    assert_eq!(place("be"), (1, 30, 1, 32));
    assert_eq!(place("\u{a0}c"), (2, 1, 2, 8));
    assert_eq!(place("&unknown;"), (2, 8, 2, 17));
}

#[test]
fn line_breaks_stay_and_two_end_the_block() {
    assert_eq!(
        texts("<p>eins<br>zwei<br/>\n<br>drei<br></p>vier"),
        ["eins\nzwei", "drei", "vier"]
    );
}

#[test]
fn code_is_one_object() {
    let page = "<p>Run <code>a <b>c</b></code>, <kbd>x</kbd>.<pre>no</pre><p><tt>only</tt></p>";
    assert_eq!(texts(page), ["Run \u{fffc}, \u{fffc}."]);
    let read = read(page);
    let block = &read.blocks.iter().find(|b| b.kind.is_prose()).expect("one");
    let at = block.text.find('\u{fffc}').expect("there");
    let (start, end) = block.place(&(at..at + 3));
    assert_eq!((start.column, end.column), (8, 31));
    assert_eq!(
        texts("<p>Mit <code>a<p>Weiter</p>"),
        ["Mit \u{fffc}", "Weiter"],
        "an end tag left out"
    );
    assert_eq!(
        texts("<p>Der Ort <span translate=no>Foo</span> und <i class='x notranslate'>B</i> sind"),
        ["Der Ort \u{fffc} und \u{fffc} sind"]
    );
    assert_eq!(
        texts("<body class=notranslate translate=no><p>Text bleibt"),
        ["Text bleibt"]
    );
}

#[test]
fn what_nobody_reads_is_no_prose() {
    let page = "<style>p{}</style><script>if (a<b) document.write('<p>x</p>')</script>\
        <p hidden>h</p><p style='color:red; Display : none'>n</p><template><p>t</p></template>\
        <noscript>ns</noscript><textarea>ta</textarea><svg><title>s</title></svg><iframe>f</iframe>\
        <p>A <svg><title>x</title><path/></svg> b<rt>c</rt>.";
    assert_eq!(texts(page), ["A \u{fffc} b."]);
}

#[test]
fn images_and_fields_are_objects_inside_a_sentence() {
    assert_eq!(
        texts("<p><img src=a> Klick auf <img src=b>. Wo<img src=c>rt <img src=d></p>"),
        ["Klick auf \u{fffc}. Wort"]
    );
    assert_eq!(
        texts("<p>Name <input type=text> und <input type=hidden>mehr"),
        ["Name \u{fffc} und mehr"]
    );
}

#[test]
fn controls_do_not_break_a_sentence() {
    let page = "<p>Wähle <select><option>Rot<option>Blau</select> und drücke <button>OK</button> dann.</p>";
    assert_eq!(
        prose(page),
        [
            (Kind::Interface, "Rot".to_owned()),
            (Kind::Interface, "Blau".to_owned()),
            (Kind::Interface, "OK".to_owned()),
            (
                Kind::Paragraph,
                "Wähle \u{fffc} und drücke \u{fffc} dann.".to_owned()
            ),
        ]
    );
}

#[test]
fn attributes_are_read_with_their_places() {
    let page = "<meta name=description content='Ein &quot;Text&quot;'><meta name=viewport content=no>\n\
        <p>Siehe <img alt=\"Gr&uuml;n?a&copy=b\" src=x> hier <input type=submit value=Los></p>";
    let read = read(page);
    let found: Vec<_> = read
        .blocks
        .iter()
        .filter(|b| b.kind == Kind::Attribute)
        .map(|b| {
            let (start, end) = b.place(&(0..b.text.len()));
            (b.text.as_str(), start.line, start.column, end.column)
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Ein \"Text\"", 1, 33, 53),
            ("Grün?a&copy=b", 2, 20, 38),
            ("Los", 2, 77, 80),
        ]
    );
}

#[test]
fn languages_of_parts() {
    let page = "<html lang=en><p lang=fr>Bonjour <b>a</b></p><div xml:lang=DE><p>Tag</p></div><p>Hi</p>\
        <p>The <i lang=la>ad hoc</i> <q>quote</q> and <a href=x>link</a> <a href=y hreflang=de>Deutsch</a> <em lang=en>x</em>";
    let found = read(page);
    let prose: Vec<_> = found.blocks.iter().filter(|b| b.kind.is_prose()).collect();
    let languages: Vec<_> = prose.iter().map(|b| b.language.as_deref()).collect();
    assert_eq!(languages, [Some("fr"), Some("de"), None, None]);
    let last = prose[3];
    let foreign: Vec<_> = last.foreign.iter().map(|r| &last.text[r.clone()]).collect();
    assert_eq!(foreign, ["ad hoc", "quote", "Deutsch"]);
    let links: Vec<_> = last.links.iter().map(|r| &last.text[r.clone()]).collect();
    assert_eq!(links, ["link", "Deutsch"]);
    assert_eq!(
        read("<meta http-equiv=Content-Language content=nl><p>x").declared,
        ["nl"]
    );
    assert_eq!(
        read("<html lang=en><meta http-equiv=Content-Language content=nl>").declared,
        ["en"]
    );
}

#[test]
fn markup_is_verbatim_without_text() {
    let page = "<!DOCTYPE html><html><body class=a>x<script src='t.js'>var a='<p>'</script><pre><b>z</b></pre><!-- note -->";
    let read = read(page);
    let machine: Vec<_> = read
        .blocks
        .iter()
        .filter(|b| !b.kind.is_prose())
        .map(|b| (b.kind, b.text.as_str()))
        .collect();
    assert_eq!(
        machine,
        [
            (Kind::Comment, "note"),
            (
                Kind::Markup,
                "<!DOCTYPE html><html><body class=a>\n<script src='t.js'>\n</script><pre>\n</pre>"
            ),
        ]
    );
    let markup = read.blocks.last().expect("one");
    let at = markup.text.find("t.js").expect("there");
    let (start, end) = markup.place(&(at..at + 4));
    assert_eq!((start.column, end.column), (50, 54));
}

#[test]
fn directives_hold_for_the_next_element() {
    let page = "<p>a</p><!-- traditore: ignore[x/y] --><ul><li>b</li><li><p title=t>c</p></li></ul><p>d</p>\
        <!-- traditore: ignore[z] -->e <b>f</b><p>g</p><!-- traditore: ignore-file[all] --><p>h</p>";
    let read = read(page);
    assert_eq!(read.directives.len(), 3);
    let found: Vec<_> = read
        .blocks
        .iter()
        .filter(|b| b.kind.is_prose())
        .map(|b| (b.text.as_str(), b.suppressions.as_slice()))
        .collect();
    assert_eq!(
        found,
        [
            ("a", &[][..]),
            ("b", &[0]),
            ("c", &[0]),
            ("t", &[0]),
            ("d", &[]),
            ("e f", &[1]),
            ("g", &[]),
            ("h", &[]),
        ]
    );
}

#[test]
fn crooked_pages_are_read_as_browsers_do() {
    assert_eq!(
        texts("a < b & c </> d<p>x <3 <"),
        ["a < b & c  d", "x <3 <"]
    );
    assert_eq!(texts("<p>a<!-- open <p>b"), ["a"]);
    assert_eq!(texts("<p>a<b title=\"open <p>b"), ["a"]);
    assert_eq!(texts("<p>a<script>open <p>b"), ["a"]);
    assert_eq!(texts("<p>a</b></i></div>b</p>"), ["a", "b"]);
    assert_eq!(texts("<!-->a<!--->b<!-- x --!>c"), ["abc"]);
    assert_eq!(
        texts("<?xml version='1.0'?><script src='x'/><p/><p>a"),
        ["a"]
    );
    assert_eq!(
        texts("<dl><dt>a<dd>b<dt>c</dl><select><option>x<p>y"),
        ["a", "b", "c", "x", "y"]
    );
    assert_eq!(texts("\u{feff}<p>a\0b\rc</p>"), ["a\0b\rc"]);
}

#[test]
fn windows_cut_where_blocks_end() {
    let page = "<html lang=ru><p>Это <b>длинный</b> абзац, <code>который</code> больше окна &mdash; да.</p>\
        <div><p>Ещё <select><option>один</select> тут</div><!-- <p> --><ul><li>x<li>y</ul>"
        .repeat(5);
    let all = |amount| {
        read_by(amount, &page)
            .blocks
            .iter()
            .filter(|b| b.kind.is_prose())
            .map(|b| (b.text.clone(), b.kind, b.place(&(0..b.text.len()))))
            .collect::<Vec<_>>()
    };
    assert_eq!(all(64), all(1 << 20));
    assert_eq!(all(1), all(1 << 20));
}

/// Sizes at which a reader that takes quadratic time would not come back within the patience of anybody who tests.
#[test]
fn hostile_pages_are_read_to_their_end() {
    for page in [
        "<div>".repeat(1_000_000),
        "<q>".repeat(500_000) + &"<p>x".repeat(200_000),
        "<p><table><tr><td>".repeat(200_000) + &"</table>".repeat(200_000),
        "</p></b></li>".repeat(300_000),
        "<b>".repeat(511) + &"</i></x-y>".repeat(300_000),
        "<".repeat(5_000_000),
        "&".repeat(5_000_000),
        "<!--".repeat(1_000_000),
        "<![CDATA[".repeat(500_000),
        "-".repeat(10) + "<!" + &"-".repeat(5_000_000),
        "<script>".to_owned() + &"</".repeat(2_000_000),
        "<a ".to_owned() + &"b=c ".repeat(1_500_000) + ">x",
        "<a b='".to_owned() + &"x".repeat(6_000_000),
        "<select>".repeat(200_000) + &"<button>".repeat(200_000),
        "<img alt=x>".repeat(300_000),
        "x<br>".repeat(500_000),
        "<p lang=x".to_owned() + &"<p lang=aa-b1>".repeat(200_000),
    ] {
        let end = page.clone() + "-->]]></script></select></button>'\"><p>the end";
        let last = read(&end).blocks.pop();
        assert!(last.is_some(), "{}", &page[..20]);
    }
}

#[test]
fn long_texts_come_in_pieces() {
    let page = "слово ".repeat(100_000);
    let texts = texts(&page);
    assert!(texts.len() > 15 && texts.iter().all(|t| t.len() <= 64 << 10));
    assert_eq!(
        texts
            .iter()
            .map(|t| t.matches("слово").count())
            .sum::<usize>(),
        100_000
    );
}
