use super::*;
use crate::open;

fn read_in(amount: usize, text: &str) -> (Vec<String>, Vec<String>) {
    let mut decoded = open::decode(io::Cursor::new(text.to_owned().into_bytes())).expect("text");
    let (mut units, mut faults) = (Vec::new(), Vec::new());
    let mut sink = |event| match event {
        Event::Unit(unit, window) => {
            let end = window.position(unit.target.map.end(unit.target.text.len()));
            let machine = if unit.origins.is_empty() {
                ""
            } else {
                " machine"
            };
            units.push(format!(
                "{} {}: {} | {} {:?} {}:{}{machine}",
                unit.id,
                unit.target.language.as_deref().unwrap_or("*"),
                unit.source.text,
                unit.target.text,
                unit.state,
                end.line,
                end.column
            ));
        }
        Event::Fault { position, message } => {
            faults.push(format!("{}:{}: {message}", position.line, position.column));
        }
        Event::Declared(language) => units.push(format!("to {language}")),
        Event::DeclaredSource(language) => units.push(format!("from {language}")),
        _ => {}
    };
    let mut emit = Emit::new(&mut sink);
    read_by(amount, &mut decoded, &mut emit).expect("readable");
    (units, faults)
}

const CATALOGUE: &str = r#"{
  "sourceLanguage" : "en",
  "strings" : {
    "" : { },
    "%lld ferries" : {
      "comment" : "How many there are",
      "localizations" : {
        "de" : { "variations" : { "plural" : {
          "other" : { "stringUnit" : { "state" : "translated", "value" : "%lld Fähren" } },
          "one" : { "stringUnit" : { "state" : "needs_review", "value" : "%lld Fähre" } }
        } } },
        "en" : { "variations" : { "plural" : {
          "one" : { "stringUnit" : { "state" : "translated", "value" : "%lld ferry" } },
          "other" : { "stringUnit" : { "state" : "translated", "value" : "%lld ferries" } }
        } } },
        "ja" : { "variations" : { "plural" : {
          "other" : { "stringUnit" : { "state" : "machine_translated", "value" : "%lld隻" } }
        } } }
      }
    },
    "Old \"harbour\"" : {
      "localizations" : {
        "de" : { "stringUnit" : { "state" : "translated", "value" : "Alter \"Hafen\"\u0021" } },
        "fr" : { "stringUnit" : { "state" : "new", "value" : "" } }
      }
    },
    "gone" : {
      "extractionState" : "stale",
      "localizations" : { "de" : { "stringUnit" : { "state" : "translated", "value" : "fort" } } }
    },
    "kept" : {
      "shouldTranslate" : false,
      "localizations" : { "de" : { "stringUnit" : { "state" : "translated", "value" : "kept" } } }
    },
    "tap.title" : {
      "localizations" : {
        "de" : { "variations" : { "device" : {
          "mac" : { "stringUnit" : { "state" : "translated", "value" : "Klicken" } },
          "other" : { "stringUnit" : { "state" : "translated", "value" : "Tippen" } }
        } } },
        "en" : { "variations" : { "device" : {
          "mac" : { "stringUnit" : { "state" : "translated", "value" : "Click" } },
          "other" : { "stringUnit" : { "state" : "translated", "value" : "Tap" } }
        } } }
      }
    },
    "New" : { }
  },
  "version" : "1.0"
}
"#;

#[test]
fn entries_in_all_their_languages() {
    let expected = [
        "from en",
        "to de",
        "%lld ferries[one] *: %lld ferry | %lld Fähre Draft 10:85",
        "%lld ferries[other] *: %lld ferries | %lld Fähren Translated 9:86",
        "%lld ferries[other] ja: %lld ferries | %lld隻 Translated 17:88 machine",
        "Old \"harbour\" *: Old \"harbour\" | Alter \"Hafen\"! Translated 23:91",
        "Old \"harbour\" fr: Old \"harbour\" |  Untranslated 24:63",
        "tap.title[mac] *: Click | Klicken Translated 38:80",
        "tap.title[other] *: Tap | Tippen Translated 39:81",
        "New *: New |  Untranslated 1:1",
    ];
    for amount in [1, 100, 1 << 20] {
        let (units, faults) = read_in(amount, CATALOGUE);
        assert_eq!(faults, [""; 0], "{amount}");
        let units: Vec<&str> = units.iter().map(String::as_str).collect();
        // a target that is not there has no place
        assert_eq!(units[..9], expected[..9], "{amount}");
        assert!(
            units[9].starts_with("New *: New |  Untranslated"),
            "{amount}"
        );
        assert_eq!(units.len(), 10);
    }
}

#[test]
fn substitutions_and_lists() {
    let (units, _) = read_in(
        1 << 20,
        r#"{"strings":{"k":{"localizations":{
"en":{"stringUnit":{"value":"%#@a@ in %#@b@"},"substitutions":{"a":{"argNum":1,"variations":{"plural":{"other":{"stringUnit":{"value":"%arg birds"}}}}}}},
"fi":{"stringUnit":{"value":"%#@a@"},"substitutions":{"a":{"argNum":1,"variations":{"plural":{"one":{"stringUnit":{"value":"%arg lintu"}},"other":{"stringUnit":{"value":"%arg lintua"}}}}}}}}},
"l":{"localizations":{"en":{"stringSet":{"values":["Go","Run"]}},"fi":{"stringSet":{"state":"new","values":["Mene","Juokse"]}}}}}}"#,
    );
    let texts: Vec<&str> = units
        .iter()
        .filter_map(|unit| unit.rsplit_once(' ').map(|(text, _)| text))
        .collect();
    assert_eq!(
        texts[2..],
        [
            "k *: %#@a@ in %#@b@ | %#@a@ Translated",
            "k[a.one] *: %arg birds | %arg lintu Translated",
            "k[a.other] *: %arg birds | %arg lintua Translated",
            "l[1] *: Go | Mene Untranslated",
            "l[2] *: Run | Juokse Untranslated",
        ]
    );
}

#[test]
fn broken_catalogues_have_a_place() {
    let faults = |text: &str| {
        let (units, faults) = read_in(1 << 20, text);
        let (other, _) = read_in(1, text);
        assert_eq!(units, other, "{text}");
        faults
            .iter()
            .filter_map(|fault| fault.split(": ").next())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let entry = r#""a" : { "localizations" : { "de" : { "stringUnit" : { "value" : 3 } } } }"#;
    assert_eq!(faults(&format!("{{\"strings\":{{{entry}}}}}")), ["1:77"]);
    assert_eq!(faults("{\"strings\":{\n\"a\": [1],\n\"b\": {}}}"), ["2:6"]);
    assert_eq!(
        faults("{\"strings\":{\n\"a\": {\"localizations\": {\"de\":"),
        ["2:1"]
    );
    assert_eq!(faults("{\"strings\":{\"a\": {}}"), ["1:21"]);
    assert_eq!(faults("[]"), ["1:1"]);
    assert_eq!(faults("{\"strings\":{\"a\": {}}} x"), ["1:23"]);
    assert_eq!(faults("{\"strings\":{x}}"), ["1:13"]);
    assert_eq!(faults("{}"), [""; 0]);
    let tag = r#"{"strings":{"a":{"localizations":{"?":{"stringUnit":{"value":"b"}}}}}}"#;
    assert_eq!(faults(tag), ["1:13"]);
}
