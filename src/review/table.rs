//! A table as a spreadsheet may have saved it: encoding, separator and order of columns found, every cell with the place at
//! which the spreadsheet shows it.

use std::fmt;
use std::path::Path;

use csv::StringRecord;

use crate::error::{Error, Result};
use crate::open;
use crate::walk;

/// Separators that are tried, the usual one first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Rows and cells of a table whose header names some of the known columns.
#[derive(Clone, Debug)]
pub struct Table {
    /// The rows after the header that hold anything.
    pub rows: Vec<Row>,
    /// Columns that are not known, and where they are.
    pub extra: Vec<(String, usize)>,
    /// What had to be assumed, for people.
    pub remarks: Vec<String>,
    known: Vec<&'static str>,
    places: Vec<Option<usize>>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number, as a spreadsheet counts: the header is row 1.
    pub number: u64,
    cells: StringRecord,
}

/// Where a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The row, from 1.
    pub row: u64,
    /// The column, from 0; `None` for the row as a whole.
    pub column: Option<usize>,
}

/// Something in a report that makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// Name of the column; empty for the row as a whole.
    pub column: String,
    /// What is wrong, and what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    /// `row 17, column verdict (cell R17): …`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "row {}", self.place.row)?;
        if let Some(column) = self.place.column {
            if !self.column.is_empty() {
                write!(f, ", column {}", self.column)?;
            }
            write!(f, " (cell {}{})", letters(column), self.place.row)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl Table {
    /// Reads the table in the file `path`, whose columns are some of `known`.
    ///
    /// # Errors
    /// [`Error::Read`]; [`Error::Content`] when it is no such table; [`Error::Report`] when it is damaged.
    pub fn read(path: &Path, known: &[&'static str]) -> Result<Self> {
        let unusable = |message: String| Error::Content {
            document: path.display().to_string(),
            message,
        };
        let mut decoded = open::open_report(path).map_err(|error| {
            let reason = walk::explain(&error);
            if reason.contains("ZIP archive") || reason.contains("old office document") {
                unusable("is a spreadsheet's own file; save it as CSV there (Save as, “CSV UTF-8”) and review that".to_owned())
            } else {
                unusable(reason)
            }
        })?;
        let mut text = String::new();
        while !decoded
            .fill(&mut text, 1 << 22)
            .map_err(|error| unusable(walk::explain(&error)))?
        {}
        let mut table = Self::parse(&text, known).map_err(|problems| Error::Report {
            path: path.to_owned(),
            problems,
        })?;
        let encoding = decoded.encoding();
        if !encoding.starts_with("UTF-") && !text.is_ascii() {
            table.remarks.push(format!(
                "was read as {encoding}; characters that it lacks were lost when the file was saved (save it as “CSV UTF-8”)"
            ));
        }
        Ok(table)
    }

    /// Reads a table from its text.
    ///
    /// # Errors
    /// Where it is damaged.
    pub fn parse(text: &str, known: &[&'static str]) -> std::result::Result<Self, Vec<Problem>> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let (text, declared, skipped) = declared_separator(text);
        let separator = declared.unwrap_or_else(|| separator(text, known));
        let mut records = records(text, separator)?.into_iter();
        let header = records.next().unwrap_or_default();
        let number = 1 + skipped;
        let mut table = Self::header(&header, number, known)?;
        let mut problems = Vec::new();
        for (number, cells) in (number + 1..).zip(records) {
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            let beyond = (header.len()..cells.len()).find(|&at| !cells[at].trim().is_empty());
            if let Some(at) = beyond {
                problems.push(Problem {
                    place: Place {
                        row: number,
                        column: Some(at),
                    },
                    column: String::new(),
                    message: format!(
                        "the row has {} cells, the header only {}; is a quotation mark or a separator out of place?",
                        cells.len(),
                        header.len()
                    ),
                });
                continue;
            }
            table.rows.push(Row { number, cells });
        }
        if problems.is_empty() {
            Ok(table)
        } else {
            Err(problems)
        }
    }

    /// Finds the known columns in the header row.
    fn header(
        cells: &StringRecord,
        number: u64,
        known: &[&'static str],
    ) -> std::result::Result<Self, Vec<Problem>> {
        let mut table = Self {
            rows: Vec::new(),
            extra: Vec::new(),
            remarks: Vec::new(),
            known: known.to_vec(),
            places: vec![None; known.len()],
        };
        let at = |column: Option<usize>, message: String| Problem {
            place: Place {
                row: number,
                column,
            },
            column: String::new(),
            message,
        };
        let mut problems = Vec::new();
        for (column, cell) in cells.iter().enumerate() {
            let name = name(cell);
            match known.iter().position(|known| *known == name) {
                Some(index) if table.places[index].is_some() => problems.push(at(
                    Some(column),
                    format!("the column `{name}` stands twice; take one out"),
                )),
                Some(index) => table.places[index] = Some(column),
                None => table.extra.push((cell.trim().to_owned(), column)),
            }
        }
        if table.places.iter().all(Option::is_none) {
            let first = shown(&cells.iter().collect::<Vec<_>>().join(","));
            return Err(vec![at(
                None,
                if cells.iter().all(str::is_empty) {
                    "is empty; a report begins with the row that names its columns".to_owned()
                } else {
                    format!(
                        "`{first}` names none of the columns of a report, which begins {}",
                        known[..3].join(", ")
                    )
                },
            )]);
        }
        let missing: Vec<&str> = known
            .iter()
            .zip(&table.places)
            .filter(|(_, place)| place.is_none())
            .map(|(known, _)| *known)
            .collect();
        for (cell, column) in &table.extra {
            if let Some(meant) = missing.iter().find(|known| nearly(&name(cell), known)) {
                problems.push(at(
                    Some(*column),
                    format!("unknown column `{}`; did you mean `{meant}`?", shown(cell)),
                ));
            }
        }
        if problems.is_empty() {
            Ok(table)
        } else {
            Err(problems)
        }
    }

    /// Whether the header names `column`.
    #[must_use]
    pub fn has(&self, column: &str) -> bool {
        self.place_of(column).is_some()
    }

    /// The cell in `column`, without a guard against formulas; empty when there is none.
    #[must_use]
    pub fn cell<'a>(&self, row: &'a Row, column: &str) -> &'a str {
        self.place_of(column)
            .and_then(|at| row.cells.get(at))
            .map_or("", crate::report::csv::plain)
    }

    /// The cells of the unknown columns.
    #[must_use]
    pub fn extra(&self, row: &Row) -> Vec<String> {
        let cell = |&(_, at): &(String, usize)| row.cells.get(at).unwrap_or_default();
        self.extra
            .iter()
            .map(|extra| crate::report::csv::plain(cell(extra)).to_owned())
            .collect()
    }

    /// A problem with the cell in `column` of the row `number`.
    #[must_use]
    pub fn problem(&self, number: u64, column: &str, message: String) -> Problem {
        Problem {
            place: Place {
                row: number,
                column: self.place_of(column),
            },
            column: column.to_owned(),
            message,
        }
    }

    fn place_of(&self, column: &str) -> Option<usize> {
        let index = self.known.iter().position(|known| *known == column)?;
        self.places[index]
    }
}

/// `sep=;`, which some spreadsheets understand as a first line: the rest of the text, the separator, rows passed over.
fn declared_separator(text: &str) -> (&str, Option<u8>, u64) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    match line.strip_prefix("sep=").map(str::as_bytes) {
        Some(&[separator]) => (rest, Some(separator), 1),
        _ => (text, None, 0),
    }
}

/// The separator by which the first row names the most known columns.
fn separator(text: &str, known: &[&'static str]) -> u8 {
    let names = |separator: u8| {
        let header = reader(text.as_bytes(), separator)
            .into_records()
            .next()
            .and_then(std::result::Result::ok)
            .unwrap_or_default();
        header
            .iter()
            .filter(|cell| known.contains(&name(cell).as_str()))
            .count()
    };
    // the first of those that name as many
    SEPARATORS
        .into_iter()
        .rev()
        .max_by_key(|&separator| names(separator))
        .unwrap_or(b',')
}

fn records(text: &str, separator: u8) -> std::result::Result<Vec<StringRecord>, Vec<Problem>> {
    let problem = |(row, column, message): (u64, Option<usize>, String)| {
        vec![Problem {
            place: Place { row, column },
            column: String::new(),
            message,
        }]
    };
    if let Some((row, column, message)) = misplaced_quote(text.as_bytes(), separator) {
        return Err(problem((row, Some(column), message.to_owned())));
    }
    let mut records = Vec::new();
    for record in reader(text.as_bytes(), separator).into_records() {
        let row = records.len() as u64 + 1;
        records.push(record.map_err(|error| problem((row, None, error.to_string())))?);
    }
    Ok(records)
}

/// The first quotation mark that is out of place: its row, its column, what is wrong. The CSV reader makes something of
/// any text; a mark too many in one cell would swallow the rows up to the next one, and their verdicts.
fn misplaced_quote(text: &[u8], separator: u8) -> Option<(u64, usize, &'static str)> {
    let (mut row, mut column) = (1, 0);
    let mut at = 0;
    let mut row_is_empty = true;
    while let Some(&byte) = text.get(at) {
        if byte == b'"' {
            // a quoted cell: marks in it are doubled, and the last one ends it
            let mut end = at + 1;
            loop {
                let Some(mark) = memchr::memchr(b'"', &text[end..]) else {
                    return Some((
                        row,
                        column,
                        "a quotation mark opens this cell and nothing closes it, so that the rest of the file is in it",
                    ));
                };
                end += mark + 1;
                if text.get(end) != Some(&b'"') {
                    break;
                }
                end += 1;
            }
            let follows = text.get(end).copied();
            if follows.is_some_and(|byte| byte != separator && !matches!(byte, b'\n' | b'\r')) {
                return Some((
                    row,
                    column,
                    "a quotation mark opens this cell, and the next one is neither doubled nor the end of a cell",
                ));
            }
            at = end;
            row_is_empty = false;
        } else {
            let length = text[at..]
                .iter()
                .position(|&byte| byte == separator || matches!(byte, b'\n' | b'\r'))
                .unwrap_or(text.len() - at);
            at += length;
            row_is_empty &= length == 0;
        }
        match text.get(at) {
            Some(&byte) if byte == separator => {
                column += 1;
                row_is_empty = false;
            }
            Some(_) if !row_is_empty => {
                row += 1;
                column = 0;
                row_is_empty = true;
            }
            _ => {}
        }
        at += 1;
    }
    None
}

fn reader<R: std::io::Read>(input: R, separator: u8) -> csv::Reader<R> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(input)
}

/// A column's name as it is compared.
fn name(cell: &str) -> String {
    cell.trim().to_lowercase().replace([' ', '-'], "_")
}

/// Whether a column called `name` is `known` with a slip: a reviewer's own columns are called anything.
fn nearly(name: &str, known: &str) -> bool {
    let slips = if known.len() < 5 { 1 } else { 2 };
    name.chars().next() == known.chars().next() && strsim::damerau_levenshtein(name, known) <= slips
}

/// A cell as an error quotes it: short, and nothing in it that would steer a terminal.
#[must_use]
pub fn shown(cell: &str) -> String {
    let mut shown: String = cell
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(40)
        .collect();
    if cell.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown.trim().to_owned()
}

/// The letters by which a spreadsheet calls the column: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(
            b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0),
        ));
        rest = (rest - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 4] = ["id", "rule", "verdict", "note"];

    fn problem(text: &str) -> String {
        let problems = Table::parse(text, &KNOWN).expect_err("a problem");
        problems[0].to_string()
    }

    #[test]
    fn separators_order_and_own_columns() {
        for text in [
            "id,rule,verdict,note\n1,r,\"a,b\",n\n",
            "\u{FEFF}id;rule;verdict;note\r\n1;r;a,b;n\r\n",
            "rule\tID\tnote\tVerdict \n\"r\"\t1\t\"n\"\ta,b\n",
            "sep=;\nid;rule;verdict;note\n1;r;a,b;n\n",
            "id|mine|rule|verdict|note\r1|x|r|a,b|n\r",
        ] {
            let table = Table::parse(text, &KNOWN).expect("a table");
            let cells: Vec<&str> = KNOWN
                .iter()
                .map(|column| table.cell(&table.rows[0], column))
                .collect();
            assert_eq!(cells, ["1", "r", "a,b", "n"], "{text}");
        }
        let table = Table::parse("id,mine\n1,'=x\n", &KNOWN).expect("a table");
        assert_eq!(table.extra(&table.rows[0]), ["=x"]);
        assert!(!table.has("verdict") && table.cell(&table.rows[0], "verdict").is_empty());
    }

    #[test]
    fn short_rows_and_empty_rows_are_no_problem() {
        let table = Table::parse("id,rule,verdict,note\n1,r\n,,,\n2,r,,,,,\n", &KNOWN);
        let table = table.expect("a table");
        assert_eq!(
            table.rows.iter().map(|row| row.number).collect::<Vec<_>>(),
            [2, 4]
        );
    }

    #[test]
    fn damage_is_named_with_its_place() {
        assert_eq!(
            problem("id,rule\n1,r\n2,\"r\n3,r\n"),
            "row 3 (cell B3): a quotation mark opens this cell and nothing closes it, so that the rest of the file is in it"
        );
        for swallowing in [
            "id,rule\n\n1,\"r\n2,\"r\",\n",
            "id,rule\n1,\"r\n2,\"\"\"r\"\"\"\n",
            "id,rule\n1,\"r\" s\n",
        ] {
            assert!(
                problem(swallowing)
                    .starts_with("row 2 (cell B2): a quotation mark opens this cell"),
                "{swallowing}"
            );
        }
        assert!(Table::parse("id,rule\n1,5\" pipe\n2,\"a\n\"\"b\"\"\"", &KNOWN).is_ok());
        assert!(problem("id,rule\n1,r,x\n").starts_with("row 2 (cell C2): the row has 3 cells"));
        assert!(
            problem("id,rule,id\n").starts_with("row 1 (cell C1): the column `id` stands twice")
        );
        assert!(
            problem("id,rule,verdikt\n")
                .ends_with("unknown column `verdikt`; did you mean `verdict`?")
        );
        assert!(problem("a,b\n1,2\n").contains("names none of the columns"));
        assert!(problem("").contains("is empty"));
    }

    #[test]
    fn columns_have_letters() {
        assert_eq!(
            [0, 18, 25, 26, 701, 702].map(letters),
            ["A", "S", "Z", "AA", "ZZ", "AAA"]
        );
    }
}
