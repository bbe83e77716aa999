use super::*;
use crate::formats::listing::{list, origin, place, shown};
use crate::unit;

/// The units of a memory, one a line, then its faults.
fn read(header: &str, body: &str) -> String {
    let text = format!("<tmx version='1.4'><header {header}/><body>\n{body}\n</body></tmx>");
    list(&text, read_by, &|unit, window| {
        let code = |code: &unit::Code| format!("{} {}", code.key, code.shown);
        let side = if unit.target.missing {
            &unit.source
        } else {
            &unit.target
        };
        format!(
            "{} [{}] → [{}] {}{} {:?}",
            unit.segment(),
            shown(&unit.source, &code),
            shown(&unit.target, &code),
            place(side, window),
            unit.origins.iter().map(origin).collect::<String>(),
            unit.suppressions
        )
    })
}

#[test]
fn an_entry_is_a_unit_for_each_other_language() {
    let units = read(
        "srclang='en-US'",
        "<tu tuid='1'><tuv xml:lang='de'><seg>Eins</seg></tuv><tuv xml:lang='EN-US'><seg>One</seg></tuv><tuv lang='fr'><seg>Un</seg></tuv></tu>
<tu><note>traditore: ignore[all]</note><tuv xml:lang='en-GB'><seg>Two <hi>x</hi></seg></tuv><tuv xml:lang='de'><seg>Zwei &lt;</seg></tuv></tu>
<tu tuid='3' srclang='fr'><tuv xml:lang='en-US'><seg>Three</seg></tuv><tuv xml:lang='fr'><seg>Trois</seg></tuv></tu>
<tu tuid='4'><tuv xml:lang='en-US'><seg>Four</seg></tuv></tu>",
    );
    insta::assert_snapshot!(units, @r##"
source en-US
target de
1 [One] → [Eins] 2:38 []
1 [One] → [Un@fr] 2:116 []
3 [Two x@en-GB] → [Zwei <] 3:117 [0]
3 [Trois@fr] → [Three@en-US] 4:54 []
4 [Four] → [] 5:41 []
"##);
    let units = read(
        "srclang='*all*'",
        "<tu><tuv xml:lang='ja'><seg>一</seg></tuv><tuv xml:lang='ar'><seg>واحد</seg></tuv></tu>",
    );
    insta::assert_snapshot!(units, @r##"
source ja
target ar
1 [一] → [واحد] 2:66 []
"##);
}

#[test]
fn codes_are_paired_across_languages() {
    let units = read(
        "srclang='en'",
        "<tu><tuv xml:lang='en'><seg><bpt i='1' x='1'>&lt;b></bpt>Bold<ept i='1'>&lt;/b></ept> <ph x='2' type='var'/></seg></tuv>\
<tuv xml:lang='de'><seg><ph x='2' type='var'/> <bpt i='7' x='1'>&lt;b><sub>no</sub></bpt>Fett<ept i='7'>&lt;/b></ept></seg></tuv></tu>
<tu><tuv xml:lang='en'><seg>a<ph>{0}</ph><it pos='begin'>(</it></seg></tuv><tuv xml:lang='de'><seg>b<ph>{0}</ph><ut>{\\b</ut></seg></tuv></tu>",
    );
    insta::assert_snapshot!(units, @r##"
source en
target de
1 [{p:#1 <b>}Bold{p:#1 </b>} {ph:#2 <var>}] → [{ph:#2 <var>} {p:#1 <b>}Fett{p:#1 </b>}] 2:145 []
2 [a{ph:{0} {0}}{i:( (}] → [b{ph:{0} {0}}{ut:{\b {\b}] 3:100 []
"##);
}

#[test]
fn what_says_that_a_machine_translated() {
    let units = read(
        "srclang='en'",
        "<tu creationid='MT!'><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='de'><seg>Eins</seg></tuv></tu>
<tu creationid='mtakacs'><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='de' creationid='MT!' changeid='anna'><seg>Eins</seg></tuv></tu>
<tu><prop type='x-origin'>DeepL</prop><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='de'><seg>Eins</seg></tuv></tu>
<tu><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='de-t-en-t0-und'><seg>Eins</seg></tuv></tu>
<tu><prop type='x-origin'>Glossar</prop><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='de'><seg>Eins</seg></tuv></tu>",
    );
    insta::assert_snapshot!(units, @r##"
source en
target de
1 [One] → [Eins] 2:85 Raw 2:5 creationid='MT!' []
2 [One] → [Eins] 3:122 PostEdited 3:84 creationid='MT!' []
3 [One] → [Eins] 4:102 Raw 4:5 <prop type='x-origin'>DeepL []
4 [One] → [Eins@de-t-en-t0-und] 5:80 Raw 5:49 xml:lang='de-t-en-t0-und' []
5 [One] → [Eins] 6:104 []
"##);
    let units = read(
        "srclang='en' creationtool='OPUS-MT train'",
        "<tu><tuv xml:lang='en'><seg>One</seg></tuv><tuv xml:lang='de'><seg>Eins</seg></tuv></tu>",
    );
    insta::assert_snapshot!(units, @r##"
source en
target de
1 [One] → [Eins] 2:68 Raw 1:41 creationtool='OPUS-MT train' []
"##);
}

#[test]
fn broken_entries_are_faults() {
    let units = read(
        "",
        "<tu><tuv xml:lang='en'><seg>One</seg></tuv><tuv><seg>Eins</seg></tuv></tu>
<tu/>
<tu><tuv xml:lang='en'><seg>Two</tuv></tu>
<tu><tuv xml:lang='en'><seg>Three</seg></tuv><tuv xml:lang='de'/></tu>",
    );
    insta::assert_snapshot!(units, @r##"
source en
1 [One] → [Eins] 2:54 []
2 [Three] → [] 5:29 []
! 1:20 <header> has no srclang; name the language of the sources, or *all*
! 2:44 <tuv> has no xml:lang; name its language
! 3:1 the entry has no <tuv>; it was left out in part
! 4:32 </tuv> stands where </seg> is expected
! 5:1 the entry has no <seg> in one of its <tuv>; it was left out in part
"##);
}
