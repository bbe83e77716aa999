//! The review page in a real browser: Chromium without a window, driven over the `WebDriver` protocol.
//!
//! Where Chromium is not installed the test says so and passes, except where `CI` is set: there it must run.

#![allow(clippy::print_stderr, reason = "says what was skipped, and the times")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use traditore::review::{Report, Verdict};

#[path = "page/browser.rs"]
mod browser;

use browser::Browser;

fn traditore(dir: &Path, args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_traditore"))
        .args(args)
        .current_dir(dir)
        .output()
        .expect("runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// Text that would run, load or break out, were it ever taken for markup.
const HOSTILE: [&str; 4] = [
    "</script><script>document.title='run'</script>",
    "<img src=x onerror=\"document.title='run'\"><!--",
    "\u{202e}]]>&lt;svg onload=document.title='run'>",
    "{{script}}${document.title='run'}`'\"\\",
];

/// A folder with documents and their report, to which hostile rows and rows of pairs were added.
fn prepare(dir: &Path) {
    let reports = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reports");
    for entry in fs::read_dir(reports.join("corpus")).expect("a folder") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, dir.join(path.file_name().expect("a name"))).expect("copied");
    }
    let mut text = fs::read_to_string(reports.join("original/findings.csv")).expect("a report");
    let mut add = |number: usize, cells: [&str; 9]| {
        let [
            document,
            rule,
            language,
            message,
            excerpt,
            suggestion,
            source,
            target,
            note,
        ] = cells.map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        let _ = writeln!(
            text,
            "{:016x},{document},1,1,1,5,1,{rule},minor,x/y,0.50,{language},{message},{excerpt},{suggestion},{source},{target},,{note}",
            0xabcd_ef00 + number
        );
    };
    for (number, hostile) in HOSTILE.into_iter().enumerate() {
        let rule = "artifact/double-escape";
        add(
            number,
            [
                hostile, rule, hostile, hostile, hostile, hostile, hostile, hostile, hostile,
            ],
        );
    }
    let rule = "artifact/mixed-number-format";
    let source = "The council approved 1,250 homes.";
    let target = "وافق المجلس على بناء 1,520 منزلاً.";
    add(
        10,
        [
            "pairs.tsv",
            rule,
            "ar",
            "the number differs",
            "1,520",
            "",
            source,
            target,
            "",
        ],
    );
    // written as the audit writes it
    fs::create_dir(dir.join("report")).expect("made");
    let path = dir.join("report/findings.csv");
    fs::write(&path, text).expect("written");
    let report = Report::read(&path).expect("a report");
    fs::write(&path, report.write(Vec::new()).expect("in memory")).expect("written");
}

fn open(browser: &Browser, page: &Path) {
    browser.go(page);
    let unseen = "return performance.getEntriesByType('resource').length";
    assert_eq!(browser.run(unseen), json!(0), "something was loaded");
}

#[test]
fn a_report_is_reviewed_in_the_browser() {
    let Some(browser) = Browser::start() else {
        return;
    };
    let dir = tempfile::tempdir().expect("a folder");
    let dir = dir.path();
    prepare(dir);
    traditore(dir, &["review", "-q", "report", "--html", "page.html"]);
    let report = fs::read(dir.join("report/findings.csv")).expect("a report");
    let downloads = dir.join("downloads");
    fs::create_dir(&downloads).expect("made");
    browser.download_into(&downloads);

    open(&browser, &dir.join("page.html"));
    nothing_ran(&browser);
    assert_eq!(
        downloaded(&browser, &downloads),
        report,
        "not judged, so not a byte differs"
    );
    the_context_is_shown(&browser);
    filtering(&browser);
    judging(&browser);
    let mut expected = Report::read(&dir.join("report")).expect("a report");
    let mut judge = |index: usize, verdict, note: &str| {
        expected.findings[index].verdict = verdict;
        note.clone_into(&mut expected.findings[index].note);
    };
    judge(0, Some(Verdict::Accept), "");
    judge(1, Some(Verdict::FalsePositive), "=one, \"two\"\nthree");
    judge(2, Some(Verdict::WontFix), "");
    let expected = expected.write(Vec::new()).expect("in memory");
    // what was not downloaded yet survives a reload
    open(&browser, &dir.join("page.html"));
    assert_eq!(browser.text("#judged"), "3 of 28 judged");
    assert_eq!(downloaded(&browser, &downloads), expected);
    let judged = traditore(dir, &["review", "-f", "json", "downloads/findings.csv"]);
    let judged: Value = serde_json::from_str(&judged).expect("JSON");
    assert_eq!(
        judged["verdicts"],
        json!({"accept": 1, "false-positive": 1, "wont-fix": 1, "open": 25})
    );
    nothing_ran(&browser);

    many_at_once(&browser);
    names_are_there(&browser);
    without_storage(&browser, &dir.join("page.html"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
    since_the_last_report(&browser, dir);
    many(&browser, dir);
}

/// The policy of the page holds, and no text of the report became part of it.
fn nothing_ran(browser: &Browser) {
    assert_ne!(browser.run("return document.title"), json!("run"));
    assert_eq!(
        browser.run("return document.querySelectorAll('script').length"),
        json!(2)
    );
    assert_eq!(
        browser.run(
            "return document.querySelectorAll('img, iframe, object, embed, link, base').length"
        ),
        json!(0)
    );
    let policy = "return document.querySelector('meta[http-equiv]').content";
    let policy = browser.run(policy);
    assert!(
        policy.as_str().is_some_and(|policy| policy
            .starts_with("default-src 'none'; script-src 'sha256-")
            && !policy.contains("unsafe")),
        "{policy}"
    );
}

/// The bytes of the file that the page saves.
fn downloaded(browser: &Browser, downloads: &Path) -> Vec<u8> {
    let path = downloads.join("findings.csv");
    let _ = fs::remove_file(&path);
    browser.click("#download");
    browser::wait_for(|| path.is_file());
    fs::read(path).expect("a download")
}

fn the_context_is_shown(browser: &Browser) {
    browser.click("#tab-review");
    // row 2 of the report: “molen ,” in its document
    let context = "#detail .context .prose";
    assert!(browser.text(context).contains("molen ,"));
    assert!(browser.text(context).chars().count() > 100);
    assert_eq!(browser.text("#detail mark"), "molen ,");
    assert_eq!(
        browser.run("return document.querySelector('#detail .prose').lang"),
        json!("nl")
    );
    // the pair, found by a search
    browser.click("#search");
    browser.keys("council");
    assert_eq!(browser.text("#shown"), "1 of 28 findings");
    assert_eq!(
        browser.text("#detail .pair .side:first-child .differs"),
        "1,250"
    );
    assert_eq!(browser.text("#detail .pair mark"), "1,520");
    let direction =
        "return getComputedStyle(document.querySelectorAll('#detail .pair .prose')[1]).direction";
    assert_eq!(browser.run(direction), json!("rtl"));
    // hostile text is text
    browser.run("const box = document.getElementById('search'); box.value = 'onerror'; box.dispatchEvent(new Event('input'))");
    assert!(
        browser
            .text("#detail h2")
            .starts_with("<img src=x onerror=")
    );
    browser.click("#clear");
    assert_eq!(browser.text("#shown"), "28 findings");
}

fn filtering(browser: &Browser) {
    browser.click("[data-severity='3']");
    assert_eq!(browser.text("#shown"), "9 of 28 findings");
    browser.keys("/");
    browser.keys("service");
    assert_eq!(browser.text("#shown"), "2 of 28 findings");
    browser.keys(browser::ESCAPE);
    browser.click("#clear");
    browser.click(".c-severity button");
    assert_eq!(
        browser.run("return document.querySelector('.row .c-severity').textContent"),
        json!("critical")
    );
    browser.click(".c-severity button");
    browser.click(".c-severity button");
    assert_eq!(
        browser.run("return document.querySelector('.c-severity').ariaSort"),
        json!("none")
    );
}

/// Verdicts with the keyboard alone.
fn judging(browser: &Browser) {
    browser.keys(browser::HOME);
    browser.keys("jk");
    browser.keys("a");
    browser.keys("f");
    browser.keys("w");
    assert_eq!(browser.text("#judged"), "3 of 28 judged");
    // one too many, and back
    browser.keys("a");
    assert_eq!(browser.text("#judged"), "4 of 28 judged");
    browser.keys("u");
    assert_eq!(browser.text("#judged"), "3 of 28 judged");
    // a note on the second
    browser.keys(browser::HOME);
    browser.keys("jn");
    browser.keys("=one, \"two\"\u{e006}three");
    browser.keys(browser::ESCAPE);
    browser.keys("?");
    assert_eq!(
        browser.run("return document.getElementById('help-dialog').open"),
        json!(true)
    );
    browser.keys(browser::ESCAPE);
    assert_eq!(browser.text(".row.current .badge"), "False positive");
    browser.keys("o");
    assert!(browser.text("#overview").contains("What reviewers say"));
}

/// One verdict for all that the filter shows, and back in one step.
fn many_at_once(browser: &Browser) {
    browser.click("#tab-review");
    browser.click("[data-severity='3']");
    browser.click("#bulk");
    browser.click("#bulk-dialog .v-wont-fix");
    assert_eq!(browser.text("#judged"), "12 of 28 judged");
    browser.click("#undo");
    assert_eq!(browser.text("#judged"), "3 of 28 judged");
    browser.click("#clear");
    // the pictures lead to the findings behind them
    browser.click("#tab-overview");
    browser.click(".card-findings-by-rule .barrow");
    assert_eq!(browser.text("#shown"), "7 of 28 findings");
    browser.click("#clear");
}

/// A page that knows an older report shows what is new.
fn since_the_last_report(browser: &Browser, dir: &Path) {
    let report = fs::read_to_string(dir.join("report/findings.csv")).expect("a report");
    let old: Vec<&str> = report.lines().take(20).collect();
    fs::write(dir.join("old.csv"), old.join("\n")).expect("written");
    let args = [
        "review",
        "-q",
        "report",
        "--against",
        "old.csv",
        "--html",
        "against.html",
    ];
    traditore(dir, &args);
    browser.go(&dir.join("against.html"));
    let facts = browser.text(".card-since-the-last-report .facts");
    assert_eq!(
        facts.split_whitespace().collect::<Vec<_>>(),
        ["9", "new", "0", "fixed", "19", "unchanged"]
    );
    browser.click(".card-since-the-last-report button.fact");
    assert_eq!(browser.text("#shown"), "9 of 28 findings");
}

/// Everything that can be operated has a name, and ids are unique.
fn names_are_there(browser: &Browser) {
    for view in ["#tab-overview", "#tab-review"] {
        browser.click(view);
        let nameless = "return [...document.querySelectorAll('button, input, select, textarea, [role=button], [role=img]')]
            .filter((node) => node.checkVisibility() && !(node.ariaLabel || node.textContent.trim() || node.labels?.length))
            .map((node) => node.outerHTML)";
        assert_eq!(browser.run(nameless), json!([]));
        let doubled = "const ids = [...document.querySelectorAll('[id]')].map((node) => node.id); return ids.filter((id, at) => ids.indexOf(id) !== at)";
        assert_eq!(browser.run(doubled), json!([]));
    }
}

/// Where the browser keeps nothing, the page says so and works on.
fn without_storage(browser: &Browser, page: &Path) {
    let denied =
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('denied'); } })";
    let script = browser.before_pages(denied);
    browser.go(page);
    browser.click("#tab-review");
    browser.keys("a");
    assert_eq!(browser.text("#judged"), "1 of 28 judged");
    assert!(browser.text("#toast").contains("does not keep verdicts"));
    browser.forget(&script);
}

/// Twenty thousand findings: what is on the page stays little, and what the reviewer does is answered at once.
fn many(browser: &Browser, dir: &Path) {
    let one = fs::read_to_string(dir.join("report/findings.csv")).expect("a report");
    let rows: Vec<&str> = one
        .lines()
        .skip(1)
        .filter(|row| !row.contains('{') && row.is_ascii())
        .collect();
    let mut text = format!("{}\n", one.lines().next().expect("a header"));
    for number in 0..20_000 {
        let row = rows[number % rows.len()];
        let _ = writeln!(text, "f{number:015x}{}", &row[16..]);
    }
    let path: PathBuf = dir.join("many.csv");
    fs::write(&path, text).expect("written");
    traditore(dir, &["review", "-q", "many.csv", "--html", "many.html"]);
    browser.go(&dir.join("many.html"));
    let loaded = browser.run("return performance.getEntriesByType('navigation')[0].loadEventEnd");
    browser.click("#tab-review");
    let filtered = browser.run(
        "const box = document.getElementById('search'); const times = [];
         for (const words of ['words', 'twice', 'lighthouse', 'museum', '']) {
           const start = performance.now(); box.value = words; box.dispatchEvent(new Event('input')); document.body.offsetHeight;
           times.push(performance.now() - start);
         }
         return Math.max(...times)",
    );
    let sorted = browser.run(
        "const start = performance.now(); document.querySelector('.c-excerpt button').click(); document.body.offsetHeight;
         return performance.now() - start",
    );
    eprintln!(
        "20,000 findings: loaded in {loaded} ms, filtered in at most {filtered} ms, sorted in {sorted} ms"
    );
    let rows = browser.run("return document.querySelectorAll('.row').length");
    assert!(rows.as_u64().is_some_and(|rows| rows < 100), "{rows}");
    for (what, time, most) in [
        ("loaded", &loaded, 10_000.0),
        ("filtered", &filtered, 1000.0),
        ("sorted", &sorted, 2000.0),
    ] {
        let time = time.as_f64().expect("a time");
        assert!(time < most, "{what} in {time} ms");
    }
    browser.keys(browser::END);
    assert_eq!(browser.text("#detail .walk .dim"), "20,000 of 20,000");
}
