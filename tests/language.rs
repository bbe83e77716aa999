//! The family `language` through the whole audit: what it must find, and what it must leave alone.

use std::io::Cursor;
use std::sync::Arc;

use traditore::detect::{Audit, Settings, audit};
use traditore::finding::Finding;
use traditore::rule::Severity;
use traditore::select::Selection;
use traditore::{open, tag};

fn run(lang: Option<&str>, text: &str) -> Audit {
    let mut settings = Settings::default();
    settings.selection = Arc::new(Selection::new(&["language".to_owned()], &[]).expect("a family"));
    settings.lang = lang.and_then(tag::canonical);
    settings.segments = true;
    let decoded = open::decode(Cursor::new(text.as_bytes().to_vec()));
    audit("text.txt", decoded, &settings)
}

fn above_neutral(audit: &Audit) -> Vec<&Finding> {
    audit
        .findings
        .iter()
        .filter(|finding| finding.severity > Severity::Neutral)
        .collect()
}

/// A paragraph of running text in each of some languages, to stand around what is looked at.
const AROUND: &[(&str, &str)] = &[
    (
        "de",
        "Die neue Brücke über den Fluss wurde im Herbst nach langer Bauzeit wieder für den Verkehr geöffnet.",
    ),
    (
        "fr",
        "Le nouveau pont sur la rivière a été rouvert à la circulation en automne, après de longs travaux.",
    ),
    (
        "ru",
        "Новый мост через реку снова открыли для движения осенью, после долгого ремонта.",
    ),
    (
        "ko",
        "오랜 공사 끝에 강을 가로지르는 새 다리가 가을에 다시 열렸습니다.",
    ),
    (
        "zh-Hans",
        "经过长时间的施工，横跨河流的新桥在秋天重新开放通车。",
    ),
    (
        "ja",
        "長い工事のあと、川にかかる新しい橋は秋に再び開通した。",
    ),
    (
        "ar",
        "أعيد فتح الجسر الجديد فوق النهر أمام حركة المرور في الخريف بعد أعمال طويلة.",
    ),
    (
        "hr",
        "Novi most preko rijeke ponovno je otvoren za promet u jesen, nakon dugih radova.",
    ),
    (
        "nb",
        "Den nye broen over elven ble åpnet for trafikk igjen om høsten etter en lang byggetid.",
    ),
    (
        "id",
        "Jembatan baru di atas sungai itu dibuka kembali untuk lalu lintas pada musim gugur.",
    ),
    (
        "sq",
        "Ura e re mbi lumë u hap përsëri për qarkullim në vjeshtë pas punimeve të gjata.",
    ),
];

fn within(lang: &str, text: &str) -> String {
    let around = AROUND
        .iter()
        .find(|(tag, _)| *tag == lang)
        .map_or("", |(_, around)| around);
    format!("{around}\n\n{text}\n")
}

/// Nothing above neutral is said of `text` amid a text in `lang`.
fn is_at_home(lang: &str, text: &str) {
    let audit = run(Some(lang), &within(lang, text));
    let found = above_neutral(&audit);
    assert!(found.is_empty(), "{lang}: {text}\n{found:?}");
}

#[test]
fn names_code_and_capitals_are_no_finding() {
    for (lang, text) in [
        ("ko", "Windows 10에서 Visual Studio Code를 설치하세요."),
        ("ko", "Microsoft Office Home and Business 2021"),
        (
            "ko",
            "자세한 내용은 https://example.org/path/to/the/page 를 참조하세요.",
        ),
        ("zh-Hans", "请下载 Visual Studio Code Installer for Windows"),
        ("zh-Hans", "使用 git commit 和 git push 命令提交更改。"),
        ("ru", "Установите Microsoft Visual Studio Community Edition"),
        ("ru", "Нажмите Ctrl+Alt+Delete или выберите File → Save As."),
        ("ru", "GNU General Public License version 3"),
        (
            "ja",
            "Adobe Photoshop Lightroom Classic のカタログを開きます。",
        ),
        ("ja", "東京都立中央図書館"),
        (
            "ar",
            "ثبّت Microsoft Visual Studio Community Edition ثم أعد التشغيل.",
        ),
        (
            "de",
            "Klicken Sie hier: https://example.org/download/latest/setup.exe",
        ),
        (
            "de",
            "Der Microsoft Print Server und das Visual Studio Toolkit sind enthalten.",
        ),
        ("de", "OK"),
        ("de", "Cancel"),
        ("de", "ACHTUNG: NICHT ÖFFNEN"),
        ("de", "WARNING: DO NOT OPEN"),
        ("de", "sudo apt-get install --yes build-essential"),
        ("de", "someone@example.org, info@example.com"),
        ("de", "12345 — 67,89 %"),
        (
            "de",
            "Das Lied „All you need is love and a little more time“ lief im Radio.",
        ),
        (
            "fr",
            "Il cita la phrase « nobody knows what will happen tomorrow » sans la traduire.",
        ),
        ("fr", "Le film The Lord of the Rings est sorti en 2001."),
        (
            "fr",
            "Hardware Abstraction Layer, User Mode Driver Framework",
        ),
        (
            "el",
            "Εγκαταστήστε το Microsoft Visual Studio Community Edition πριν συνεχίσετε.",
        ),
        (
            "hi",
            "आगे बढ़ने से पहले Microsoft Visual Studio Community Edition इंस्टॉल करें।",
        ),
        (
            "th",
            "ติดตั้ง Visual Studio Code Installer for Windows แล้วเริ่มใหม่",
        ),
        (
            "he",
            "התקינו את Microsoft Visual Studio Community Edition לפני שתמשיכו.",
        ),
        (
            "uk",
            "Натисніть Ctrl+Alt+Delete або виберіть File → Save As.",
        ),
        ("cs", "Hodnoty ROWSPAN a COLSPAN určují velikost buňky."),
        (
            "pt",
            "Escolha o Java Runtime Environment que pretende utilizar.",
        ),
        ("es", "La lista incluye dm-crypt e initramfs."),
    ] {
        is_at_home(lang, text);
    }
}

#[test]
fn a_reference_is_neutral_at_most() {
    let text = "Miller, A.: The long way home to the sea and other stories. Example Press, 1998, ISBN 0-201-13448-9.";
    for lang in ["de", "fr", "ru", "ja"] {
        is_at_home(lang, text);
    }
}

#[test]
fn relatives_are_not_held_against_one_another() {
    for (lang, text) in [
        (
            "hr",
            "Ovaj dokument je preveden na srpski jezik prošle godine i dostupan je svima.",
        ),
        (
            "hr",
            "Ovaj dokument je preveden na bosanski jezik prošle godine i dostupan je svima.",
        ),
        (
            "nb",
            "Dette er ei kort rettleiing til korleis du set opp maskina heime.",
        ),
        (
            "nb",
            "Det er en kort vejledning til, hvordan du sætter maskinen op derhjemme.",
        ),
        (
            "id",
            "Dokumen ini diterjemahkan daripada bahasa Inggeris pada tahun lepas.",
        ),
    ] {
        is_at_home(lang, text);
    }
}

#[test]
fn the_tag_says_which_script() {
    let latin = "Ovaj dokument je preveden na srpski jezik prošle godine i dostupan je svima.";
    let cyrillic = "Овај документ је преведен на српски језик прошле године и доступан је свима.";
    let stands = |lang: &str, text: &str| {
        let audit = run(Some(lang), text);
        audit.segments.first().and_then(|row| row.consistent)
    };
    assert_eq!(stands("sr", cyrillic), Some(true));
    assert_eq!(stands("sr-Latn", latin), Some(true));
    assert_ne!(stands("sr", latin), Some(true));
    assert_ne!(stands("sr-Latn", cyrillic), Some(true));
    let simplified = "昨天晚上外面下雨，所以我们去看了电影，后来又坐地铁回家。";
    let traditional = "昨天晚上外面下雨，所以我們去看了電影，後來又坐地鐵回家。";
    assert_eq!(stands("zh-Hans", simplified), Some(true));
    assert_eq!(stands("zh-TW", traditional), Some(true));
    assert_ne!(stands("zh-Hans", traditional), Some(true));
}

#[test]
fn short_sentences_left_in_english_are_found() {
    for (lang, text) in [
        ("de", "She sells flowers at the station."),
        ("de", "I did not know that."),
        ("fr", "He wants a new car."),
        ("ru", "You may be right."),
        ("ko", "How old do I look?"),
        ("zh-Hans", "That is a school for little girls."),
        ("ja", "Turn left at the second traffic light."),
        ("ar", "One can hardly change one's point of view."),
        ("hr", "I was scared half to death."),
        ("id", "We need help with this now."),
        ("sq", "This is what they wanted to hear."),
        ("de", "Nobody came."),
        ("fr", "Who is Tom waiting for?"),
        ("ru", "Wood burns easily."),
        ("ko", "Next person, please."),
        ("zh-Hans", "I was a doctor."),
        ("ar", "Hurry up, Tom!"),
        ("hr", "My name is Jack."),
        ("de", "The bridge fell in 1865."),
        ("ru", "In 1950 the bridge fell."),
    ] {
        let audit = run(Some(lang), &within(lang, text));
        let found: Vec<_> = above_neutral(&audit)
            .iter()
            .map(|finding| (finding.rule, finding.start.line, finding.start.column))
            .collect();
        assert_eq!(
            found,
            [("language/foreign-segment", 3, 1)],
            "{lang}: {text}"
        );
    }
}

#[test]
fn a_full_stop_makes_no_sentence_of_a_name() {
    for (lang, text) in [
        ("de", "Visual Studio Code."),
        ("de", "Apache Software Foundation."),
        ("de", "Siehe GitHub Copilot."),
        ("de", "git commit."),
        ("de", "Cancel."),
        ("de", "Python 3.11 Standard Library."),
        ("de", "Siehe Abschnitt 3 in Band 2."),
        ("ru", "Windows 10 Home Edition."),
        ("de", "Das Team war in Rom."),
        ("de", "Der Film „The Wind“ lief im Winter."),
        ("fr", "Impossible !"),
        ("fr", "Voir GNU Free Documentation License."),
        ("fr", "Tom a six cousins."),
        ("ru", "Microsoft Office."),
        ("ru", "Adobe Photoshop Lightroom Classic."),
        ("ko", "Visual Studio Code."),
        ("ko", "Windows Media Player를 엽니다."),
        ("zh-Hans", "Visual Studio Code。"),
        ("zh-Hans", "打开 GitHub Desktop。"),
        ("ja", "Google Chrome。"),
        ("ar", "Microsoft Word."),
        ("hr", "Tom je dobar prijatelj."),
        ("hr", "Most je star."),
        ("nb", "Han er god i matte."),
        ("nb", "Det var en fin film."),
        ("id", "Tom minum air."),
        ("id", "Film ini bagus."),
        ("sq", "Ai është me ne."),
    ] {
        is_at_home(lang, text);
    }
}

#[test]
fn a_dialogue_is_the_text_and_a_quotation_is_not() {
    let found = |text: &str| {
        let audit = run(Some("de"), &within("de", text));
        above_neutral(&audit).len()
    };
    assert_eq!(
        found("“Who wrote this book?” “I think it was my brother.”"),
        1
    );
    assert_eq!(
        found("„Wer hat dieses Buch geschrieben?“ „Ich glaube, mein Bruder.“"),
        0
    );
    assert_eq!(found("“Who wrote this book and why did he do it?”"), 0);
    assert_eq!(
        found("Er sagte „nobody knows“ und „nobody will ever know“."),
        0
    );
}

#[test]
fn terms_of_the_glossary_are_at_home() {
    let text = within(
        "de",
        "Danach wird der pull request from a fork noch einmal geprüft.",
    );
    let of = |rows: Vec<traditore::glossary::Row>| {
        let mut settings = Settings::default();
        settings.selection =
            Arc::new(Selection::new(&["language".to_owned()], &[]).expect("a family"));
        settings.lang = tag::canonical("de");
        settings.glossary = Arc::new(traditore::glossary::Glossary::of(rows).expect("small"));
        let decoded = open::decode(Cursor::new(text.as_bytes().to_vec()));
        above_neutral(&audit("text.txt", decoded, &settings)).len()
    };
    let row = |source: &str, target: &str, status| traditore::glossary::Row {
        source: source.to_owned(),
        target: target.to_owned(),
        status,
    };
    assert_eq!(of(Vec::new()), 1);
    assert_eq!(
        of(vec![row(
            "pull request from a fork",
            "",
            traditore::glossary::Status::Untranslatable
        )]),
        0
    );
    assert_eq!(
        of(vec![row(
            "request from elsewhere",
            "pull request from a fork",
            traditore::glossary::Status::Approved
        )]),
        0
    );
    assert_eq!(
        of(vec![row(
            "bridge",
            "Brücke",
            traditore::glossary::Status::Approved
        )]),
        1
    );
}

#[test]
fn an_undeclared_document_is_held_against_its_own_language() {
    let (_, german) = AROUND[0];
    let audit = run(
        None,
        &format!("{german}\n\nShe sells flowers at the station.\n\n{german}\n"),
    );
    let languages: Vec<&str> = audit
        .segments
        .iter()
        .map(|row| row.language.as_str())
        .collect();
    assert_eq!(languages, ["de", "en", "de"]);
    let consistent: Vec<_> = audit.segments.iter().map(|row| row.consistent).collect();
    assert_eq!(consistent, [Some(true), Some(false), Some(true)]);
}

#[test]
fn a_clause_in_english_is_found_with_its_columns() {
    let before = "Wenn Sie fertig sind, ";
    let clause = "because nobody knows what happened";
    let text = format!("{before}{clause}, schließen Sie bitte das Fenster.\n");
    let audit = run(Some("de"), &text);
    let found = above_neutral(&audit);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].rule, "language/foreign-span");
    let first = before.chars().count() as u64 + 1;
    assert_eq!(found[0].start.column, first);
    assert_eq!(found[0].end.column, first + clause.len() as u64);
}

#[test]
fn a_language_that_is_known_is_never_called_unsupported() {
    for (lang, text) in [
        (
            "sq",
            "Ura e re mbi lumë u hap përsëri për qarkullim në vjeshtë.",
        ),
        (
            "ga",
            "Osclaíodh an droichead nua thar an abhainn arís san fhómhar.",
        ),
        (
            "eu",
            "Ibai gaineko zubi berria udazkenean ireki zuten berriro.",
        ),
        (
            "mt",
            "Il-pont il-ġdid fuq ix-xmara reġa’ nfetaħ fil-ħarifa.",
        ),
        (
            "sr-Latn",
            "Novi most preko reke ponovo je otvoren za saobraćaj na jesen.",
        ),
        ("ka", "მდინარეზე ახალი ხიდი შემოდგომაზე კვლავ გაიხსნა."),
        ("hy", "Գետի վրայի նոր կամուրջը աշնանը կրկին բացվեց։"),
        ("am", "በወንዙ ላይ ያለው አዲሱ ድልድይ በመከር ወቅት እንደገና ተከፈተ።"),
        ("km", "ស្ពានថ្មីឆ្លងកាត់ទន្លេត្រូវបានបើកឡើងវិញនៅរដូវស្លឹកឈើជ្រុះ។"),
        ("yue", "條新橋喺秋天重新開放，大家都好開心。"),
        (
            "pt-BR",
            "A nova ponte sobre o rio foi reaberta ao trânsito no outono.",
        ),
    ] {
        let audit = run(Some(lang), &format!("{text}\n"));
        assert!(audit.findings.is_empty(), "{lang}: {:?}", audit.findings);
    }
}

#[test]
fn a_language_that_is_not_known_is_said_to_be_so() {
    let text = "Kua whakahokia mai te piriti hou i runga i te awa i te ngahuru.";
    let audit = run(Some("haw"), text);
    let rules: Vec<_> = audit.findings.iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["language/unsupported-language"]);
    assert!(above_neutral(&audit).is_empty());
    // English can still be told
    let audit = run(
        Some("haw"),
        &format!("{text}\n\nThe new bridge over the river was opened again in the autumn.\n"),
    );
    assert!(
        above_neutral(&audit)
            .iter()
            .any(|finding| finding.rule == "language/foreign-segment")
    );
}
