use super::*;
use crate::open;

#[derive(Debug, Default)]
struct Read {
    units: Vec<(Unit, (u64, u64))>,
    faults: Vec<String>,
    declared: Vec<String>,
    metadata: Vec<String>,
}

fn read_in(amount: usize, catalogue: &str) -> Read {
    let mut decoded =
        open::decode(std::io::Cursor::new(catalogue.to_owned().into_bytes())).expect("text");
    let mut read = Read::default();
    let mut sink = |event| match event {
        Event::Unit(unit, window) => {
            let place = window.position(unit.target.map.start(0));
            read.units
                .push(((*unit).clone(), (place.line, place.column)));
        }
        Event::Fault { position, message } => {
            read.faults
                .push(format!("{}:{}: {message}", position.line, position.column));
        }
        Event::Declared(tag) => read.declared.push(tag),
        Event::Block(block) => read.metadata.push(block.text),
        _ => {}
    };
    let mut emit = Emit::new(&mut sink);
    read_by(amount, &mut decoded, &mut emit).expect("readable");
    read
}

const CATALOGUE: &str = r#"# Translated by DeepL, 14 strings
msgid ""
msgstr ""
"Language: pt_BR\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\n"

#. A button
#: src/a.c:3
#, c-format, fuzzy
#| msgid "Open %s"
msgctxt "menu"
msgid "Open “%s”"
msgstr "Abrir “%s”"

#, c-format
msgid "%d book"
msgid_plural "%d books"
msgstr[0] "%d livro"
msgstr[1] ""
"%d "
"livros"

#~ msgid "Old"
#~ msgstr "Velho"

# traditore: ignore[artifact]
msgid "Close"
msgstr ""
msgid "Quit"
msgstr "Sair"
"#;

#[test]
fn units_with_what_the_file_says_about_them() {
    for amount in [1, 60, 1 << 20] {
        let read = read_in(amount, CATALOGUE);
        assert_eq!(read.faults, [""; 0]);
        assert_eq!(read.declared, ["pt-BR"]);
        assert_eq!(read.metadata[0], "# Translated by DeepL, 14 strings");
        let shown: Vec<_> = read
            .units
            .iter()
            .map(|(unit, place)| {
                (
                    unit.source.text.as_str(),
                    unit.target.text.as_str(),
                    unit.state,
                    unit.flags.len(),
                    *place,
                )
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("Open “%s”", "Abrir “%s”", State::Draft, 1, (13, 9)),
                ("%d book", "%d livro", State::Translated, 1, (18, 12)),
                ("%d books", "%d livros", State::Translated, 1, (20, 2)),
                ("Close", "", State::Untranslated, 0, (28, 9)),
                ("Quit", "Sair", State::Translated, 0, (30, 9)),
            ]
        );
        assert_eq!(read.units[3].0.suppressions, [0]);
        assert!(read.units[4].0.suppressions.is_empty());
        let plural = read.units[2].0.plural.as_ref().expect("a plural");
        assert_eq!(
            (plural.index, plural.forms, plural.declared, plural.filled),
            (1, 2, Some(2), 2)
        );
        assert_ne!(read.units[0].0.context, 0);
        assert_eq!(read.units[0].0.id.len(), 16);
    }
}

#[test]
fn a_broken_entry_has_its_place_and_the_next_is_read() {
    let read = read_in(
        1 << 20,
        "msgid \"a\nmsgstr \"b\"\n\nmsgid \"c\"\nmsgstr \"d\" x\n\nmsgstr \"e\"\n\nnonsense\n\nmsgid \"f\"\n\nmsgid \"g\"\nmsgstr \"h\"\n",
    );
    let places: Vec<&str> = read
        .faults
        .iter()
        .filter_map(|fault| fault.split(": ").next())
        .collect();
    assert_eq!(places, ["1:7", "5:11", "7:1", "9:1", "11:1"]);
    assert_eq!(read.units.len(), 1);
    assert_eq!(read.units[0].0.target.text, "h");
}

#[test]
fn languages_of_headers() {
    assert_eq!(language(" ca@valencia"), Some("ca-valencia".to_owned()));
    assert_eq!(language("zh_TW.UTF-8"), Some("zh-TW".to_owned()));
    assert_eq!(language(""), None);
}
