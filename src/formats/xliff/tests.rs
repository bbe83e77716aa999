use std::fmt::Write;

use super::*;
use crate::formats::listing::{list, origin, place, shown};
use crate::unit::{Code, Unit};

/// The units of a file, one a line, then its faults.
pub(crate) fn read(text: &str) -> String {
    list(text, read_by, &|unit, window| {
        let code = |code: &Code| format!("{} {:?} {}", code.key, code.role, code.shown);
        let at = if unit.target.missing {
            String::new()
        } else {
            place(&unit.target, window)
        };
        format!(
            "{} {:?} [{}] → [{}] {at}{}",
            unit.segment(),
            unit.state,
            shown(&unit.source, &code),
            shown(&unit.target, &code),
            said(unit)
        )
    })
}

/// Limit, suppressions and origins, where there are any.
fn said(unit: &Unit) -> String {
    let mut text = String::new();
    if let Some(limit) = unit.limit {
        write!(text, " ≤{limit}").expect("in memory");
    }
    if !unit.suppressions.is_empty() {
        write!(text, " silent {:?}", unit.suppressions).expect("in memory");
    }
    text.extend(unit.origins.iter().map(origin));
    text
}

/// The units of a file of version 1.2 that holds `body`.
fn version_1(body: &str) -> String {
    read(&format!(
        "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2'>\
         <file original='a' datatype='x' source-language='en' target-language='de'>\
         <body>\n{body}\n</body></file></xliff>"
    ))
    .replace("source en\ntarget de\n", "")
}

fn version_2(body: &str) -> String {
    read(&format!(
        "<xliff version='2.1' xmlns='urn:oasis:names:tc:xliff:document:2.0' srcLang='en' trgLang='de' \
         xmlns:mtc='urn:oasis:names:tc:xliff:matches:2.0' xmlns:slr='urn:oasis:names:tc:xliff:sizerestriction:2.0'>\
         <file id='f'>\n{body}\n</file></xliff>"
    ))
    .replace("source en\ntarget de\n", "")
}

#[test]
fn units_with_place_and_state() {
    let units = version_1(
        "<trans-unit id='a'><source>Open</source><target state='translated'>Öffnen</target></trans-unit>
<trans-unit id='b'><source>Close</source><target state='needs-review-translation'>Schließen</target></trans-unit>
<trans-unit id='c'><source>Save</source></trans-unit>
<trans-unit id='d' approved='yes'><source>Quit</source><target>Beenden</target></trans-unit>
<trans-unit id='e' translate='no'><source>OK</source><target>OK</target></trans-unit>
<group><group translate='no'><trans-unit id='f'><source>A</source><target>A</target></trans-unit></group></group>
<trans-unit id='g'><source>Help</source><target state='new'>Help</target></trans-unit>
<trans-unit id='h'><source>More</source><target state='final'/></trans-unit>",
    );
    insta::assert_snapshot!(units, @r##"
a Translated [Open] → [Öffnen] 2:68
b Draft [Close] → [Schließen] 3:83
c Untranslated [Save] → [] 
d Final [Quit] → [Beenden] 5:64
e Draft [OK] → [OK] 6:62
f Draft [A] → [A] 7:75
g Draft [Help] → [Help] 8:61
h Final [More] → [] 9:41
"##);
}

#[test]
fn inline_elements_are_codes() {
    let units = version_1(
        "<trans-unit id='a'><source>Press <g id='1' ctype='x-html-b'>OK</g><x id='2'/> now</source>\
<target>Drücken Sie <x id='2'/><g id='1'>OK</g></target></trans-unit>
<trans-unit id='b'><source><bpt id='1'>&lt;b></bpt>Bold<ept id='1'>&lt;/b></ept> <ph id='2'>%s</ph></source>\
<target><ph id='2'>%s</ph><bpt id='1' rid='1'>&lt;b><sub>title</sub></bpt>Fett<ept id='9' rid='1'>&lt;/b></ept></target></trans-unit>
<trans-unit id='c'><source><bx id='1'/>x<ex id='1'/><it id='3' pos='open'>[</it></source>\
<target><mrk mtype='term'>x</mrk>&amp;&#x151;<![CDATA[<i>&]]><x id='INTERPOLATION' equiv-text='{{n}}'/><g id='7'/></target></trans-unit>",
    );
    insta::assert_snapshot!(units, @r##"
a Translated [Press {g:1 Open <b>}OK{g:1 Close </b>}{x:2 Alone <x id='2'/>} now] → [Drücken Sie {x:2 Alone <x id='2'/>}{g:1 Open <g id='1'>}OK{g:1 Close </g>}] 2:99
b Translated [{p:1 Open <b>}Bold{p:1 Close </b>} {ph:2 Alone %s}] → [{ph:2 Alone %s}{p:1 Open <b>}Fett{p:1 Close </b>}] 3:117
c Translated [{b:1 Open <bx id='1'/>}x{b:1 Close <ex id='1'/>}{i:3 Open [}] → [x&ő<i>&{x:INTERPOLATION Alone {{n}}}{g:7 Open <g id='7'/>}{g:7 Close </g>}] 4:116
"##);
}

#[test]
fn segments_of_a_unit_are_units() {
    let units = version_1(
        "<trans-unit id='u'><source>One. Two.</source>\
<seg-source><g id='0'><mrk mtype='seg' mid='1'>One.</mrk> <mrk mtype='seg' mid='2'>Two<x id='4'/>.</mrk></g></seg-source>\
<target><g id='0'><mrk mtype='seg' mid='1'>Eins.</mrk> <mrk mtype='seg' mid='2'>Zwei<x id='4'/>.</mrk></g></target></trans-unit>
<trans-unit id='v'><source>Three.</source><seg-source><mrk mtype='seg' mid='3'>Three.</mrk></seg-source></trans-unit>
<trans-unit id='w'><source>Four. Five.</source><target><mrk mtype='seg' mid='1'>Vier.</mrk> <mrk mtype='seg' mid='2'>Fünf.</mrk></target></trans-unit>",
    );
    insta::assert_snapshot!(units, @r##"
u/1 Translated [One.] → [Eins.] 2:210
u/2 Translated [Two{x:4 Alone <x id='4'/>}.] → [Zwei{x:4 Alone <x id='4'/>}.] 2:247
v Untranslated [Three.] → [] 
w Translated [Four. Five.] → [Vier. Fünf.] 4:81
"##);
}

#[test]
fn version_2_has_segments_ignorables_and_data() {
    let units = version_2(
        "<unit id='u'><notes><note>for Y</note></notes><originalData><data id='d1'>&lt;b></data><data id='d2'>&lt;/b></data></originalData>\
<segment id='s1' state='translated'><source>Is <pc id='1' dataRefStart='d1' dataRefEnd='d2'>this</pc> it?</source><target>Ist es <pc id='1'>das</pc>?</target></segment>\
<ignorable><source> </source></ignorable>\
<segment state='initial'><source>No<ph id='2' equiv='%d'/>.</source><target>No<ph id='2' equiv='%d'/>.</target></segment></unit>
<group id='g'><group id='h' slr:sizeRestriction='20'><unit id='v'><segment><source><sc id='1'/>a<ec startRef='1'/><cp hex='0004'/></source><target><sc id='1'/>b<ec startRef='1'/></target></segment></unit></group></group>
<unit id='w'><segment><source>x</source></segment></unit>",
    );
    insta::assert_snapshot!(units, @r##"
u/s1 Translated [Is {pc:1 Open <b>}this{pc:1 Close </b>} it?] → [Ist es {pc:1 Open <pc id='1'>}das{pc:1 Close </pc>}?] 2:253
u/2 Draft [No{ph:2 Alone %d}.] → [No{ph:2 Alone %d}.] 2:416
v Translated [{pc:1 Open <sc id='1'/>}a{pc:1 Close <ec startRef='1'/>}{cp:0004 Alone <cp hex='0004'/>}] → [{pc:1 Open <sc id='1'/>}b{pc:1 Close <ec startRef='1'/>}] 3:148 ≤20
w Untranslated [x] → []
"##);
}

#[test]
fn candidates_are_no_translations() {
    let units = version_1(
        "<trans-unit id='a'><source>Open</source><target>Öffnen</target><alt-trans origin='DeepL'><source>Open</source><target>Öffnen</target></alt-trans></trans-unit>
<trans-unit id='b'><source>Open</source><target>Aufmachen</target><alt-trans origin='MT'><target>Öffnen</target></alt-trans></trans-unit>
<trans-unit id='c'><source>Open</source><alt-trans origin='MT'><target>Öffnen</target></alt-trans></trans-unit>
<trans-unit id='d'><source>Open</source><target>Öffnen</target><alt-trans origin='memory'><target>Öffnen</target></alt-trans></trans-unit>
<trans-unit id='e'><source>Open</source><target state-qualifier='leveraged-mt'>Öffnen</target></trans-unit>
<trans-unit id='f'><source>Open</source><target state-qualifier='leveraged-tm'>Öffnen</target></trans-unit>",
    );
    insta::assert_snapshot!(units, @r##"
a Translated [Open] → [Öffnen] 2:49 Offered 2:75 origin='DeepL'
b Translated [Open] → [Aufmachen] 3:49 Offered 3:78 origin='MT'
c Untranslated [Open] → [] 
d Translated [Open] → [Öffnen] 5:49
e Translated [Open] → [Öffnen] 6:80 Raw 6:49 state-qualifier='leveraged-mt'
f Translated [Open] → [Öffnen] 7:80
"##);
}

#[test]
fn notes_silence_units_and_groups() {
    let units = version_1(
        "<trans-unit id='a'><source>1</source><target>2</target><note>traditore: ignore[all] because</note></trans-unit>
<group><note>traditore: ignore[bilingual]</note><trans-unit id='b'><source>1</source><target>2</target></trans-unit></group>
<trans-unit id='c'><source>1</source><target>2</target></trans-unit>",
    );
    insta::assert_snapshot!(units, @r##"
a Translated [1] → [2] 2:46 silent [0]
b Translated [1] → [2] 3:94 silent [1]
c Translated [1] → [2] 4:46
"##);
}

#[test]
fn broken_units_are_faults_and_the_others_are_read() {
    let units = version_1(
        "<trans-unit id='a'><source>1</source><target>2</target></trans-unit>
<trans-unit id='b'><source>1</source><target>2</source></trans-unit>
<trans-unit id='c'><source>1</source><target>2 & 3</target></trans-unit>
<trans-unit id='d'><source>1<target>2</target>
<trans-unit id='e'><source>1</source><target>2</target></trans-unit>
<trans-unit id='f'><target>2</target></trans-unit>
<trans-unit id='g'><source>a &nbsp; b</source><target a='<'>2</target></trans-unit>
<trans-unit id='h' id='i'><source>1</source><target a=b>2</target></trans-unit>
<trans-unit id='j'><source>1 < 2</source><target>2</target></trans-unit>
<trans-unit id='k'><source>1</source><target>2</target></trans-unit>",
    );
    insta::assert_snapshot!(units, @r##"
a Translated [1] → [2] 2:46
e Translated [1] → [2] 6:46
g Translated [a {&nbsp; Alone &nbsp;} b] → [2] 8:61
k Translated [1] → [2] 11:46
! 3:47 </source> stands where </target> is expected
! 4:48 “& 3”: a lone “&”; write “&amp;”
! 6:1 <trans-unit> begins before the unit before it ends; an end tag is missing
! 7:1 the unit “f” has no <source>
! 8:30 “&nbsp;” is declared nowhere; XML itself knows only lt, gt, amp, quot and apos: write the character
! 8:58 “<” in the value of an attribute; write “&lt;”
! 9:20 the attribute “id” stands there twice
! 9:55 an attribute is not well-formed; write name="value"
! 10:41 an attribute is not well-formed; write name="value"
"##);
}

#[test]
fn broken_documents_are_faults() {
    for text in [
        "",
        "hello",
        "<tmx/>",
        "<xliff version='3.0'/>",
        "<xliff version='1.2'><file source-language='en'>",
        "<xliff version='1.2'><file source-language='en'/></xliff><x/>",
        "<xliff version='1.2'><file source-language='en'/></xliff>x",
        "<xliff version='1.2'><!-- ",
        "<y:xliff version='1.2'><file source-language='en'/></y:xliff>",
    ] {
        let read = read(text);
        assert!(read.contains("! "), "{text}");
    }
}

#[test]
fn entities_are_bounded_and_other_files_are_not_read() {
    let units = read(
        "<!DOCTYPE xliff [<!ENTITY app 'Kata&#xF6;'><!ENTITY a '&a;&a;'><!ENTITY f SYSTEM '/etc/hosts'>]>
<xliff version='1.2'><file source-language='en' target-language='hu'><body>
<trans-unit id='1'><source>&app; 2</source><target>&app; 2</target></trans-unit>
<trans-unit id='2'><source>x&a;</source><target>&f;x</target></trans-unit></body></file></xliff>",
    );
    insta::assert_snapshot!(units, @r##"
source en
target hu
1 Translated [Kataö 2] → [Kataö 2] 3:52
2 Translated [x{&a; Alone &a;}] → [{&f; Alone &f;}x] 4:49
! 4:29 “&a;” stands for more than 16 KB of text, or for itself; it is not resolved
! 4:49 “&f;” stands for another file, and no other file is read; put its text here
"##);
}

#[test]
fn a_mark_between_units_moves_nothing() {
    let units = version_1(
        "<trans-unit id='a'><source>é</source><target>é</target></trans-unit>\u{feff}<trans-unit id='b'><source>é</source><target>é</target></trans-unit>",
    );
    assert_eq!(
        units,
        "a Translated [é] → [é] 2:46\nb Translated [é] → [é] 2:115\n"
    );
}

#[test]
fn languages_come_from_the_file() {
    let text = "<x:xliff version='1.2' xmlns:x='urn:oasis:names:tc:xliff:document:1.2'>
<x:file source-language='en' target-language='pt-br'><x:body><x:trans-unit id='1'><x:source>a</x:source><x:target>b</x:target></x:trans-unit></x:body></x:file>
<x:file source-language='en' target-language='de_AT'><x:body><x:trans-unit id='1'><x:source xml:lang='fr'>a</x:source><x:target xml:lang='pt-BR'>b</x:target></x:trans-unit>
<x:trans-unit id='2'><x:source>a</x:source><x:target>b</x:target></x:trans-unit></x:body></x:file></x:xliff>";
    insta::assert_snapshot!(read(text), @r##"
source en
target pt-BR
1 Translated [a] → [b] 2:115
1 Translated [a@fr] → [b] 3:146
2 Translated [a] → [b@de-AT] 4:54
"##);
}

#[test]
fn what_says_that_a_machine_translated() {
    let text = "<xliff version='1.2' xmlns='urn:oasis:names:tc:xliff:document:1.2' xmlns:sdl='http://sdl.com/FileTypes/SdlXliff/1.0' xmlns:m='http://www.memsource.com/mxlf/2.0' xmlns:i='http://www.w3.org/2005/11/its'>
<file source-language='en' target-language='de'><header><phase-group><phase phase-name='p1' process-name='Machine Translation'/><phase phase-name='p2' process-name='review'/></phase-group></header><body>
<trans-unit id='s'><source>A B C</source><seg-source><mrk mtype='seg' mid='1'>A</mrk><mrk mtype='seg' mid='2'>B</mrk><mrk mtype='seg' mid='3'>C</mrk></seg-source>
<target><mrk mtype='seg' mid='1'>a</mrk><mrk mtype='seg' mid='2'>b</mrk><mrk mtype='seg' mid='3'>c<mrk mtype='x-sdl-deleted'>x</mrk></mrk></target>
<sdl:seg-defs><sdl:seg id='1' conf='Translated' origin='nmt' origin-system='x'/><sdl:seg id='2' conf='ApprovedTranslation' origin='interactive'><sdl:prev-origin origin='nmt'><sdl:prev-origin origin='source'/></sdl:prev-origin></sdl:seg><sdl:seg id='3' origin='tm' percent='100'/></sdl:seg-defs></trans-unit>
<trans-unit id='m1' m:trans-origin='mt' m:confirmed='0'><source>A</source><target>a</target></trans-unit>
<trans-unit id='m2' m:confirmed='1' m:trans-origin='mt'><source>A</source><target>a</target></trans-unit>
<trans-unit id='m3' m:confirmed='1' m:trans-origin='tm'><source>A</source><target>a</target></trans-unit>
<trans-unit id='p1'><source>A</source><target phase-name='p1'>a</target></trans-unit>
<trans-unit id='p2'><source>A</source><target phase-name='p2'>a</target></trans-unit>
<trans-unit id='i1'><source>A</source><target i:mtConfidence='0.7'>a</target></trans-unit>
<trans-unit id='i2'><source>A</source><target>a <mrk mtype='x' i:tool='DeepL' i:revPerson='Ann'>b</mrk></target></trans-unit>
<trans-unit id='x'><source>A</source><target state='x-apple-machine-translated'>a</target></trans-unit>
<trans-unit id='q1'><source>A</source><target state='translated' state-qualifier='mt-suggestion'>a</target></trans-unit>
<trans-unit id='q2'><source>A</source><target state='needs-review-translation' state-qualifier='mt-suggestion'>a</target></trans-unit>
</body></file>
<file source-language='en' target-language='fr-t-en-t0-und'><body><trans-unit id='t1'><source>A</source><target>a</target></trans-unit><trans-unit id='t2'><source>A</source><target>a</target></trans-unit></body></file></xliff>";
    insta::assert_snapshot!(read(text), @r##"
source en
target de
s/1 Translated [A] → [a] 4:34 Raw 5:49 origin='nmt'
s/2 Final [B] → [b] 4:66 PostEdited 5:162 origin='nmt'
s/3 Draft [C] → [c] 4:98
m1 Draft [A] → [a] 6:83 Raw 6:21 m:trans-origin='mt'
m2 Translated [A] → [a] 7:83 PostEdited 7:37 m:trans-origin='mt'
m3 Translated [A] → [a] 8:83
p1 Translated [A] → [a] 9:63 Raw 9:47 phase-name='p1'
p2 Translated [A] → [a] 10:63
i1 Translated [A] → [a] 11:68 Raw 11:47 i:mtConfidence='0.7'
i2 Translated [A] → [a b] 12:47 PostEdited 12:64 i:tool='DeepL'
x Translated [A] → [a] 13:81 Raw 13:46 state='x-apple-machine-translated'
q1 Translated [A] → [a] 14:98 PostEdited 14:66 state-qualifier='mt-suggestion'
q2 Draft [A] → [a] 15:112 Raw 15:80 state-qualifier='mt-suggestion'
t1 Translated [A] → [a@fr-t-en-t0-und] 17:113 Raw 17:28 target-language='fr-t-en-t0-und'
t2 Translated [A] → [a@fr-t-en-t0-und] 17:182
"##);
    let units = version_2(
        "<unit id='a'><mtc:matches><mtc:match ref='#1' type='mt'><source>Hello there</source><target>Hallo zusammen</target></mtc:match></mtc:matches><segment><source>Hello there</source><target>Hallo zusammen</target></segment></unit>
<unit id='b'><mtc:matches><mtc:match ref='#1' type='tm'><source>Hello there</source><target>Hallo zusammen</target></mtc:match></mtc:matches><segment><source>Hello there</source><target>Hallo zusammen</target></segment></unit>
<unit id='c'><segment state='initial' subState='okp:mt'><source>Hello</source><target>Hallo</target></segment><segment state='reviewed' subState='okp:manual'><source>Hello</source><target>Hallo</target></segment></unit>
<unit id='d' xmlns:mda='urn:oasis:names:tc:xliff:metadata:2.0'><mda:metadata><mda:metaGroup><mda:meta type='x-origin'>machine</mda:meta><mda:meta type='author'>mt</mda:meta></mda:metaGroup></mda:metadata><segment><source>Hello</source><target>Hallo</target></segment></unit>",
    );
    insta::assert_snapshot!(units, @r##"
a Translated [Hello there] → [Hallo zusammen] 2:187 Raw 2:47 type='mt'
b Translated [Hello there] → [Hallo zusammen] 3:187
c/1 Draft [Hello] → [Hallo] 4:87 Raw 4:39 subState='okp:mt'
c/2 Translated [Hello] → [Hallo] 4:189
d Translated [Hello] → [Hallo] 5:244 Raw 5:93 <mda:meta type='x-origin'>
"##);
}
