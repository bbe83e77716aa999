//! The rows of a table as documents.
//!
//! Rows of pairs or segments become the lines of a JSON Lines document, in which each has its row's number as its line;
//! rows that are documents are read as files with their bytes.

use std::collections::HashSet;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::RecordBatchStreamReader;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::DataType;
use traditore::document::Format;
use xxhash_rust::xxh3::xxh3_64;

use crate::options::Options;

/// A document in memory.
#[derive(Debug, Default)]
pub(crate) struct Document {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    pub(crate) format: Option<Format>,
}

/// The cells of a column.
enum Cells {
    Strings(ArrayRef, fn(&ArrayRef, usize) -> &[u8]),
    Absent,
}

impl Cells {
    fn of(batch: &RecordBatch, names: &[&str]) -> Result<Self, String> {
        let Some(column) = names.iter().find_map(|name| batch.column_by_name(name)) else {
            return Ok(Self::Absent);
        };
        let get: fn(&ArrayRef, usize) -> &[u8] = match column.data_type() {
            DataType::Utf8 => |column, row| column.as_string::<i32>().value(row).as_bytes(),
            DataType::LargeUtf8 => |column, row| column.as_string::<i64>().value(row).as_bytes(),
            DataType::Utf8View => |column, row| column.as_string_view().value(row).as_bytes(),
            DataType::Binary => |column, row| column.as_binary::<i32>().value(row),
            DataType::LargeBinary => |column, row| column.as_binary::<i64>().value(row),
            DataType::Null => return Ok(Self::Absent),
            other => return Err(format!("column {names:?} holds {other}, not strings")),
        };
        Ok(Self::Strings(column.clone(), get))
    }

    fn get(&self, row: usize) -> Option<&[u8]> {
        match self {
            Self::Strings(column, get) if column.is_valid(row) => Some(get(column, row)),
            _ => None,
        }
    }
}

/// The columns of a batch by their roles; the names are those of tables in files.
struct Columns {
    document: Cells,
    text: Cells,
    /// With the keys under which they are written.
    others: Vec<(&'static str, Cells)>,
}

impl Columns {
    fn of(batch: &RecordBatch) -> Result<Self, String> {
        let mut others = Vec::new();
        for (key, names) in [
            ("id", &["id"][..]),
            ("source", &["source", "src"]),
            ("target", &["target", "tgt", "translation"]),
            ("text", &["text", "content"]),
            ("source_lang", &["source_lang"]),
            ("lang", &["target_lang", "lang"]),
            ("note", &["note"]),
        ] {
            others.push((key, Cells::of(batch, names)?));
        }
        Ok(Self {
            document: Cells::of(batch, &["document"])?,
            text: Cells::of(batch, &["text", "content"])?,
            others,
        })
    }
}

/// Gives the documents of a table one by one.
pub(crate) struct Documents<'a> {
    batches: RecordBatchStreamReader,
    options: &'a Options,
    /// Whether each row is a document.
    whole: bool,
    batch: Option<(Columns, usize)>,
    row: usize,
    /// The document whose rows are being gathered.
    open: Option<Document>,
    seen: HashSet<u64>,
    format: Option<Format>,
}

impl<'a> Documents<'a> {
    pub(crate) fn new(
        batches: RecordBatchStreamReader,
        options: &'a Options,
    ) -> Result<Self, String> {
        use arrow_array::RecordBatchReader;
        let schema = batches.schema();
        let has = |names: &[&str]| {
            names
                .iter()
                .any(|name| schema.column_with_name(name).is_some())
        };
        let pairs = has(&["source", "src"]);
        if !pairs && !has(&["text", "content"]) {
            return Err(
                "the table has no column source (with target), and none called text".to_owned(),
            );
        }
        let whole = options.documents.unwrap_or(!pairs && has(&["document"]));
        if whole && !has(&["document"]) {
            return Err("the table has no column document, which names its documents".to_owned());
        }
        let format = options.settings()?.format;
        Ok(Self {
            batches,
            options,
            whole,
            batch: None,
            row: 0,
            open: None,
            seen: HashSet::new(),
            format,
        })
    }

    /// The next document; nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Document>, String> {
        loop {
            if self
                .batch
                .as_ref()
                .is_none_or(|(_, rows)| self.row >= *rows)
            {
                (self.batch, self.row) = (None, 0);
                self.batch = match self.batches.next() {
                    None => return Ok(self.open.take()),
                    Some(batch) => {
                        let batch = batch.map_err(|error| error.to_string())?;
                        Some((Columns::of(&batch)?, batch.num_rows()))
                    }
                };
                continue;
            }
            let Some((columns, _)) = &self.batch else {
                continue;
            };
            let row = self.row;
            self.row += 1;
            let name = match columns.document.get(row) {
                Some(name) => String::from_utf8_lossy(name).into_owned(),
                None => self.options.name.clone(),
            };
            if self.whole {
                begin(&mut self.seen, &name)?;
                let bytes = columns.text.get(row).unwrap_or_default().to_vec();
                let format = self.format;
                return Ok(Some(Document {
                    name,
                    bytes,
                    format,
                }));
            }
            let mut finished = None;
            if self.open.as_ref().is_none_or(|open| open.name != name) {
                begin(&mut self.seen, &name)?;
                finished = self.open.replace(Document {
                    name,
                    bytes: Vec::new(),
                    format: Some(Format::Jsonl),
                });
            }
            if let Some(open) = &mut self.open {
                line(columns, row, &mut open.bytes);
            }
            if finished.is_some() {
                return Ok(finished);
            }
        }
    }
}

fn begin(seen: &mut HashSet<u64>, name: &str) -> Result<(), String> {
    if seen.insert(xxh3_64(name.as_bytes())) {
        return Ok(());
    }
    Err(format!(
        "the rows of document {name:?} are not together; sort the table by document (rows that are segments of documents: documents=False)"
    ))
}

/// Writes a row as a JSON object.
fn line(columns: &Columns, row: usize, out: &mut Vec<u8>) {
    out.push(b'{');
    let mut first = true;
    for (key, cells) in &columns.others {
        let Some(cell) = cells.get(row) else {
            continue;
        };
        if !std::mem::take(&mut first) {
            out.push(b',');
        }
        out.push(b'"');
        out.extend(key.as_bytes());
        out.extend(b"\":");
        // nothing can go wrong in memory
        let _ = serde_json::to_writer(&mut *out, &String::from_utf8_lossy(cell));
    }
    out.extend(b"}\n");
}
