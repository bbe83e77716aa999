//! The summary for people.

use std::io::{self, Write};

use traditore::review::Report;
use traditore::review::compare::Comparison;
use traditore::review::count::Tally;
use traditore::review::finding::Finding;
use unicode_width::UnicodeWidthStr;

/// Documents, and findings of a comparison, that are listed before the rest is counted.
const LISTED: usize = 10;

pub(super) fn print(
    out: &mut impl Write,
    report: &Report,
    against: Option<(&Report, &Comparison<'_>)>,
) -> io::Result<()> {
    let tally = report.tally();
    headline(out, report, &tally)?;
    if tally.total() > 0 {
        rules(out, report)?;
        if tally.judged() > 0 {
            verdicts(out, report, &tally)?;
        }
        documents(out, report, tally.judged() > 0)?;
    }
    unread(out, report)?;
    if let Some((old, comparison)) = against {
        compared(out, old, comparison)?;
    }
    Ok(())
}

fn headline(out: &mut impl Write, report: &Report, tally: &Tally) -> io::Result<()> {
    let affected = report.by_document().len();
    let documents = match &report.documents {
        Some(all) => format!("{affected} of {} documents", all.len()),
        None => format!("{affected} document{}", plural(affected as u64)),
    };
    write!(
        out,
        "{}: {} finding{} in {documents}",
        report.path.display(),
        tally.total(),
        plural(tally.total())
    )?;
    let [neutral, minor, major, critical] = tally.severities;
    let parts: Vec<String> = [
        (critical, "critical"),
        (major, "major"),
        (minor, "minor"),
        (neutral, "neutral"),
    ]
    .iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, name)| format!("{count} {name}"))
    .collect();
    if parts.is_empty() {
        writeln!(out)
    } else {
        writeln!(out, " ({})", parts.join(", "))
    }
}

fn rules(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let mut table = vec![columns(&[
        "rule", "critical", "major", "minor", "neutral", "all",
    ])];
    for (rule, tally) in report.by_rule() {
        let mut row = vec![rule.to_owned()];
        row.extend(tally.severities.iter().rev().map(|&count| some(count)));
        row.push(tally.total().to_string());
        table.push(row);
    }
    print_table(out, &table)
}

fn verdicts(out: &mut impl Write, report: &Report, tally: &Tally) -> io::Result<()> {
    let [accepted, false_positive, wont_fix] = tally.verdicts;
    writeln!(
        out,
        "\n{} of {} judged: {accepted} accepted, {wont_fix} true but not to be fixed, {false_positive} false positive{}",
        tally.judged(),
        tally.total(),
        plural(false_positive)
    )?;
    let mut table = vec![columns(&[
        "rule",
        "accepted",
        "won't fix",
        "false",
        "precision",
        "95 % interval",
    ])];
    for (rule, tally) in report.by_rule() {
        let Some((share, low, high)) = tally.precision() else {
            continue;
        };
        let [accepted, false_positive, wont_fix] = tally.verdicts;
        table.push(vec![
            rule.to_owned(),
            some(accepted),
            some(wont_fix),
            some(false_positive),
            format!("{:.0} %", share * 100.0),
            format!("{:.0} to {:.0} %", low * 100.0, high * 100.0),
        ]);
    }
    print_table(out, &table)?;
    writeln!(
        out,
        "Precision: accepted and won't fix over all judged; the interval is Wilson's (1927)."
    )
}

fn documents(out: &mut impl Write, report: &Report, judged: bool) -> io::Result<()> {
    let documents = report.by_document();
    let with_words = documents.iter().any(|document| document.words.is_some());
    let mut head = columns(&[
        "worst documents",
        "penalty",
        "critical",
        "major",
        "minor",
        "neutral",
    ]);
    if with_words {
        head.insert(2, "a 1,000 words".to_owned());
    }
    let mut table = vec![head];
    for document in documents.iter().take(LISTED) {
        let mut row = vec![printable(document.name), document.tally.points.to_string()];
        if with_words {
            row.push(
                document
                    .per_1000_words()
                    .map_or_else(String::new, |points| format!("{points:.1}")),
            );
        }
        row.extend(
            document
                .tally
                .severities
                .iter()
                .rev()
                .map(|&count| some(count)),
        );
        table.push(row);
    }
    writeln!(out)?;
    print_rows(out, &table)?;
    if documents.len() > LISTED {
        writeln!(
            out,
            "and {} more (-f json lists all)",
            documents.len() - LISTED
        )?;
    }
    if judged {
        writeln!(out, "False positives weigh nothing here.")?;
    }
    Ok(())
}

/// Documents that could not be read.
fn unread(out: &mut impl Write, report: &Report) -> io::Result<()> {
    let unread: Vec<_> = report
        .documents
        .iter()
        .flatten()
        .filter(|document| !document.error.is_empty())
        .collect();
    if unread.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nnot read, or not wholly:")?;
    for document in unread.iter().take(LISTED) {
        writeln!(
            out,
            "  {}: {}",
            printable(&document.name),
            printable(&document.error)
        )?;
    }
    if unread.len() > LISTED {
        writeln!(out, "  and {} more", unread.len() - LISTED)?;
    }
    Ok(())
}

fn compared(out: &mut impl Write, old: &Report, comparison: &Comparison<'_>) -> io::Result<()> {
    writeln!(
        out,
        "\nagainst {}: {} new, {} fixed, {} unchanged",
        old.path.display(),
        comparison.new.len(),
        comparison.fixed.len(),
        comparison.unchanged.len()
    )?;
    for (title, findings) in [("new", &comparison.new), ("fixed", &comparison.fixed)] {
        let mut worst: Vec<&&Finding> = findings.iter().collect();
        worst.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        for finding in worst.iter().take(LISTED) {
            writeln!(
                out,
                "  {title:5}  {:8}  {}  {}{}: {}",
                finding.severity,
                finding.rule,
                printable(&finding.document),
                finding
                    .line
                    .map_or_else(String::new, |line| format!(":{line}")),
                printable(&finding.message)
            )?;
        }
        if worst.len() > LISTED {
            writeln!(out, "  {title:5}  and {} more", worst.len() - LISTED)?;
        }
    }
    Ok(())
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

/// A count; nothing to look at for none.
fn some(count: u64) -> String {
    if count == 0 {
        "·".to_owned()
    } else {
        count.to_string()
    }
}

fn print_table(out: &mut impl Write, table: &[Vec<String>]) -> io::Result<()> {
    writeln!(out)?;
    print_rows(out, table)
}

/// The first column to the left, numbers to the right.
fn print_rows(out: &mut impl Write, table: &[Vec<String>]) -> io::Result<()> {
    let widths: Vec<usize> = (0..table[0].len())
        .map(|column| {
            table
                .iter()
                .map(|row| row[column].width())
                .max()
                .unwrap_or(0)
        })
        .collect();
    for row in table {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            let space = " ".repeat(width - cell.width());
            if column == 0 {
                write!(out, "{cell}{space}")?;
            } else {
                write!(out, "  {space}{cell}")?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// Text in which nothing steers a terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
                '\u{FFFD}'
            } else {
                c
            }
        })
        .collect()
}
