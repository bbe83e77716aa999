#![expect(clippy::float_cmp, reason = "the values are exact")]

use super::*;

fn values(text: &str, language: &str) -> Vec<Vec<f64>> {
    numbers(text, &Inline::of(text, &[]), language)
        .into_iter()
        .map(|number| number.values)
        .collect()
}

fn first(text: &str, language: &str) -> Vec<f64> {
    values(text, language)
        .into_iter()
        .map(|values| values[0])
        .collect()
}

#[test]
fn marks_of_every_kind() {
    for text in [
        "1,234.5",
        "1.234,5",
        "1 234,5",
        "1\u{a0}234,5",
        "1\u{202f}234,5",
        "1'234.5",
        "1’234,5",
        "١٬٢٣٤٫٥",
    ] {
        assert_eq!(first(text, "en"), [1234.5], "{text}");
    }
    for text in ["12,34,567", "1,234,567", "1.234.567", "1 234 567"] {
        assert_eq!(first(text, "en")[0], 1_234_567.0, "{text}");
    }
    assert_eq!(values("1,234", "en"), [[1234.0, 1.234]]);
    assert_eq!(values("0,234", "de"), [[0.234]]);
}

#[test]
fn digits_of_other_scripts() {
    for text in ["٤٢", "۴۲", "४२", "৪২", "๔๒", "၄၂", "៤២", "４２", "௪௨"]
    {
        assert_eq!(first(text, ""), [42.0], "{text}");
    }
}

#[test]
fn multiples() {
    assert_eq!(first("120万", "zh"), [1_200_000.0]);
    assert_eq!(first("1億2000万円", "ja"), [120_000_000.0]);
    assert_eq!(first("3천5백", "ko"), [3500.0]);
    assert_eq!(first("1만 2천 원", "ko"), [12_000.0]);
    assert_eq!(first("1만 2장", "ko"), [10_000.0, 2.0]);
    assert!(values("2 करोड़ रुपये", "hi")[0].contains(&2e7));
    assert!(values("5 Millionen", "de")[0].contains(&5e6));
    assert!(values("2,5 млн", "ru")[0].contains(&2.5e6));
    assert!(values("10k", "en")[0].contains(&1e4));
    assert!(values("3 lakh", "en")[0].contains(&3e5));
    assert_eq!(values("10 km", "en"), [[10.0]]);
}

#[test]
fn parts_and_codes() {
    assert_eq!(
        first("2024-03-05 at 10:30", "en"),
        [2024.0, 3.0, 5.0, 10.0, 30.0]
    );
    assert_eq!(first("12.05.2024, 192.168.0.1", "de"), [12.0, 5.0, 2024.0]);
    assert_eq!(
        first("RC2 MD5 x86_64 3f2a9 0x1F A4 %1 {0} <h1>", "en"),
        [] as [f64; 0]
    );
    assert_eq!(
        first("800x600, 5×4, 1½, 3D, 1980s", "en"),
        [800.0, 600.0, 5.0, 4.0, 1.5, 1980.0]
    );
    assert_eq!(first("第5章", "ja"), [5.0]);
    assert_eq!(first("in 2010 300 people", "en"), [2010.0, 300.0]);
}

#[test]
fn hours_of_half_days() {
    let half = |text: &str, language: &str| -> Vec<bool> {
        numbers(text, &Inline::default(), language)
            .iter()
            .map(|number| number.half_day)
            .collect()
    };
    for text in ["5 pm", "5 p.m.", "5 PM,", "5am", "5 a. m. o’clock", "5pm"] {
        assert_eq!(half(text, "en"), [true], "{text}");
    }
    for (text, language) in [
        ("5 am Montag", "de"),
        ("5 amps", "en"),
        ("5 pmol", "en"),
        ("5 p, m", "en"),
        ("5 a", "es"),
        ("5.", "en"),
    ] {
        assert_eq!(half(text, language), [false], "{text}");
    }
}
