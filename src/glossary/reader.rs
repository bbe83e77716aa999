//! Glossary files: TSV and CSV with the columns source, target, status, note; TBX.

use std::path::Path;

use super::{Row, Status};
use crate::tag;

/// The rows of a glossary file.
pub(super) fn rows(
    path: &Path,
    text: &str,
    source: Option<&str>,
    target: Option<&str>,
) -> Result<Vec<Row>, String> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default()
        .to_ascii_lowercase();
    match extension.as_str() {
        "tbx" | "xml" => tbx(text, source, target),
        "csv" => table(text, b','),
        "tsv" | "tab" | "txt" => table(text, b'\t'),
        _ if text.trim_start().starts_with('<') => tbx(text, source, target),
        _ if text.lines().next().is_some_and(|line| line.contains('\t')) => table(text, b'\t'),
        _ => table(text, b','),
    }
}

/// A table with a header row, or without one in the order source, target, status, note.
fn table(text: &str, delimiter: u8) -> Result<Vec<Row>, String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .quoting(delimiter == b',')
        .from_reader(text.as_bytes());
    let mut columns = [Some(0), Some(1), Some(2)];
    let mut rows = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| error.to_string())?;
        let line = record
            .position()
            .map_or(index as u64 + 1, csv::Position::line);
        if index == 0 {
            let place = |names: &[&str]| {
                record
                    .iter()
                    .position(|cell| names.contains(&cell.trim().to_lowercase().as_str()))
            };
            if let (Some(source), Some(target)) = (
                place(&["source", "src", "term"]),
                place(&["target", "tgt", "translation"]),
            ) {
                columns = [Some(source), Some(target), place(&["status"])];
                continue;
            }
        }
        let cell = |column: Option<usize>| {
            column
                .and_then(|column| record.get(column))
                .unwrap_or_default()
                .trim()
                .to_owned()
        };
        let [source, target, status] = columns.map(cell);
        if source.is_empty() && target.is_empty() || source.starts_with('#') {
            continue;
        }
        let status = status_of(&status).ok_or_else(|| {
            format!("line {line}: the status “{status}” is not known; write approved, forbidden or untranslatable")
        })?;
        let row = Row {
            source,
            target,
            status,
        };
        if row.status != Status::Untranslatable && row.target.is_empty() {
            return Err(format!("line {line}: “{}” has no target term", row.source));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn status_of(name: &str) -> Option<Status> {
    match name.to_lowercase().as_str() {
        "" | "approved" | "preferred" | "admitted" => Some(Status::Approved),
        "forbidden" | "deprecated" => Some(Status::Forbidden),
        "untranslatable" | "do not translate" | "dnt" => Some(Status::Untranslatable),
        _ => None,
    }
}

/// TBX in its dialects: `termEntry`/`langSet`/`term` and `conceptEntry`/`langSec`/`term`. A file with two languages needs no choice.
fn tbx(text: &str, source: Option<&str>, target: Option<&str>) -> Result<Vec<Row>, String> {
    let mut rows = Vec::new();
    let mut entry: Vec<(String, String, Status)> = Vec::new();
    let mut language = String::new();
    let mut first: Option<String> = None;
    let mut at = 0;
    while let Some(open) = text[at..].find('<').map(|found| at + found) {
        if text[open..].starts_with("<!--") {
            at = text[open..]
                .find("-->")
                .map_or(text.len(), |end| open + end + 3);
            continue;
        }
        let Some(close) = text[open..].find('>').map(|found| open + found) else {
            return Err("the file ends inside a tag".to_owned());
        };
        let inner = &text[open + 1..close];
        let name = inner
            .split(|c: char| c.is_whitespace() || c == '/')
            .find(|part| !part.is_empty())
            .unwrap_or_default();
        at = close + 1;
        match (inner.starts_with('/'), name) {
            (false, "langSet" | "langSec") => {
                language = attribute(inner, "xml:lang")
                    .and_then(|tag| tag::canonical(&tag))
                    .unwrap_or_default();
                first.get_or_insert_with(|| language.clone());
            }
            (false, "term") => {
                let end = text[at..].find("</").map_or(text.len(), |found| at + found);
                entry.push((
                    language.clone(),
                    unescape(text[at..end].trim()),
                    Status::Approved,
                ));
            }
            (false, "termNote") => {
                let end = text[at..].find('<').map_or(text.len(), |found| at + found);
                if ["deprecated", "forbidden", "superseded"]
                    .iter()
                    .any(|word| text[at..end].contains(word))
                    && let Some(last) = entry.last_mut()
                {
                    last.2 = Status::Forbidden;
                }
            }
            (true, "termEntry" | "conceptEntry") => {
                let from = source.or(first.as_deref()).unwrap_or_default();
                collect(&std::mem::take(&mut entry), from, target, &mut rows);
            }
            _ => {}
        }
    }
    if rows.is_empty() {
        return Err(
            "no terms of these languages are in it; say which with --source-lang and --lang"
                .to_owned(),
        );
    }
    Ok(rows)
}

fn collect(entry: &[(String, String, Status)], from: &str, to: Option<&str>, rows: &mut Vec<Row>) {
    let is = |language: &str, wanted: &str| tag::primary(language) == tag::primary(wanted);
    for (language, source, status) in entry {
        if !is(language, from) || *status == Status::Forbidden {
            continue;
        }
        for (other, target, status) in entry {
            let wanted = to.map_or_else(|| !is(other, from), |to| is(other, to));
            if wanted {
                rows.push(Row {
                    source: source.clone(),
                    target: target.clone(),
                    status: *status,
                });
            }
        }
    }
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let at = tag.find(name)? + name.len();
    let rest = tag[at..].trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    rest[1..].split(quote).next().map(str::to_owned)
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_with_and_without_header() {
        let path = |name: &str| Path::new(name).to_owned();
        let plain = rows(
            &path("a.tsv"),
            "bridge\tBrücke\nHafen\t\tuntranslatable\n",
            None,
            None,
        );
        assert_eq!(plain.expect("rows").len(), 2);
        let csv = rows(
            &path("a.csv"),
            "note,target,source,status\n\"x, y\",Steg,bridge,forbidden\n",
            None,
            None,
        );
        assert_eq!(csv.expect("rows")[0].status, Status::Forbidden);
        let wrong = rows(&path("a.tsv"), "a\tb\tmaybe\n", None, None);
        assert!(wrong.expect_err("no such status").contains("line 1"));
    }

    #[test]
    fn both_dialects_of_tbx() {
        let text = r#"<?xml version="1.0"?><tbx><termEntry><langSet xml:lang="en"><tig><term>bridge &amp; pier</term></tig></langSet>
            <langSet xml:lang="de-DE"><tig><term>Brücke</term></tig><tig><term>Steg</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet></termEntry></tbx>"#;
        let rows = rows(Path::new("a.tbx"), text, Some("en"), Some("de")).expect("rows");
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].source, "bridge & pier");
        assert_eq!(rows[1].status, Status::Forbidden);
        assert!(tbx("<tbx", None, None).is_err());
    }
}
