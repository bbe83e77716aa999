//! A small corpus whose documents say things about one another.

use std::fmt::Write as _;

/// Prose, tables and a catalogue: texts, translations of the same sentences that differ, and some that agree.
pub(crate) fn documents(count: usize) -> Vec<(String, Vec<u8>)> {
    let sources = [
        "Save the file before you close the window.",
        "The museum opens at nine in the morning.",
        "Choose a printer from the list below.",
        "Your password must have at least eight characters.",
        "The bridge was closed for two weeks in the spring.",
        "Press the green button to start the engine.",
    ];
    let targets = [
        "Speichern Sie die Datei, bevor Sie das Fenster schließen.",
        "Das Museum öffnet um neun Uhr morgens.",
        "Wählen Sie einen Drucker aus der Liste unten.",
        "Ihr Kennwort muss mindestens acht Zeichen haben.",
        "Die Brücke war im Frühjahr zwei Wochen lang gesperrt.",
        "Drücken Sie den grünen Knopf, um den Motor zu starten.",
    ];
    let others = [
        "Sichern Sie Ihre Arbeit, ehe Sie das Fenster zumachen.",
        "Um neun Uhr früh macht das Museum auf.",
        "Suchen Sie sich aus der folgenden Liste ein Gerät aus.",
        "Acht oder mehr Zeichen braucht Ihr Passwort.",
        "Zwei Wochen im Frühling blieb die Brücke zu.",
        "Mit dem grünen Schalter wird die Maschine angelassen.",
    ];
    let mut seed = 7_usize;
    let mut next = |below: usize| {
        seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    (0..count)
        .map(|number| match number % 4 {
            0 => {
                let mut text = String::new();
                for _ in 0..8 {
                    let _ = write!(text, "{} ", sources[next(6)]);
                    if next(3) == 0 {
                        text.push_str("It is is there. ");
                    }
                }
                (format!("texts/{:03}.txt", number * 37 % 101), text.into_bytes())
            }
            1 => {
                let mut text = "msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\nLanguage: de\\n\"\n".to_owned();
                for (at, source) in sources.iter().enumerate() {
                    let target = if next(4) == 0 { others[at] } else { targets[at] };
                    let _ = write!(text, "\nmsgid \"{source}\"\nmsgstr \"{target}\"\n");
                }
                (format!("catalogues/{:03}.po", number * 53 % 211), text.into_bytes())
            }
            _ => {
                let mut text = String::new();
                for _ in 0..12 {
                    let at = next(6);
                    let target = match next(5) {
                        0 => others[at],
                        1 => targets[(at + 1) % 6],
                        _ => targets[at],
                    };
                    let _ = writeln!(text, "{}\t{target}", sources[at]);
                }
                (format!("pairs/{:03}.tsv", number * 71 % 307), text.into_bytes())
            }
        })
        .collect()
}
