//! The reports as Arrow tables: the columns of the CSV files, numbers as numbers.

use std::io;
use std::sync::Arc;

use arrow_array::builder::{
    BooleanBuilder, Float32Builder, Float64Builder, StringBuilder, UInt64Builder,
};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use traditore::detect::Audit;
use traditore::report::csv::{DOCUMENTS, FINDINGS, SEGMENTS};

/// Rows of a batch.
const ROWS: usize = 1 << 16;

/// A column being filled.
enum Column {
    Text(StringBuilder),
    Count(UInt64Builder),
    Single(Float32Builder),
    Double(Float64Builder),
    Flag(BooleanBuilder),
}

/// A cell.
enum Cell<'a> {
    Text(&'a str),
    Count(u64),
    Single(Option<f32>),
    Double(Option<f64>),
    Flag(Option<bool>),
}

/// A table being filled.
struct Table {
    schema: SchemaRef,
    columns: Vec<Column>,
    rows: usize,
    batches: Vec<RecordBatch>,
}

impl Table {
    fn new(names: &[&str]) -> Self {
        let fields: Vec<Field> = names
            .iter()
            .map(|name| Field::new(*name, kind(name), true))
            .collect();
        let columns = fields.iter().map(column).collect();
        Self {
            schema: Arc::new(Schema::new(fields)),
            columns,
            rows: 0,
            batches: Vec::new(),
        }
    }

    fn push<'a>(&mut self, cells: impl Iterator<Item = Cell<'a>>) -> Result<(), ArrowError> {
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            match (column, cell) {
                (Column::Text(column), Cell::Text(text)) => column.append_value(text),
                (Column::Count(column), Cell::Count(number)) => column.append_value(number),
                (Column::Single(column), Cell::Single(number)) => column.append_option(number),
                (Column::Double(column), Cell::Double(number)) => column.append_option(number),
                (Column::Flag(column), Cell::Flag(flag)) => column.append_option(flag),
                _ => return Err(ArrowError::SchemaError("a cell of another kind".to_owned())),
            }
        }
        self.rows += 1;
        if self.rows >= ROWS {
            self.batch()?;
        }
        Ok(())
    }

    fn batch(&mut self) -> Result<(), ArrowError> {
        let arrays = self.columns.iter_mut().map(Column::finish).collect();
        self.batches
            .push(RecordBatch::try_new(Arc::clone(&self.schema), arrays)?);
        self.rows = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<(SchemaRef, Vec<RecordBatch>), ArrowError> {
        if self.rows > 0 {
            self.batch()?;
        }
        Ok((self.schema, self.batches))
    }
}

impl Column {
    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Count(column) => Arc::new(column.finish()),
            Self::Single(column) => Arc::new(column.finish()),
            Self::Double(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
        }
    }
}

fn kind(name: &str) -> DataType {
    match name {
        "line" | "column" | "end_line" | "end_column" | "segments" | "words" | "critical"
        | "major" | "minor" | "neutral" | "letters" => DataType::UInt64,
        "confidence" => DataType::Float32,
        "language_consistency" | "penalty_per_1000_words" => DataType::Float64,
        "disclosure" | "consistent" => DataType::Boolean,
        _ => DataType::Utf8,
    }
}

fn column(field: &Field) -> Column {
    match field.data_type() {
        DataType::UInt64 => Column::Count(UInt64Builder::new()),
        DataType::Float32 => Column::Single(Float32Builder::new()),
        DataType::Float64 => Column::Double(Float64Builder::new()),
        DataType::Boolean => Column::Flag(BooleanBuilder::new()),
        _ => Column::Text(StringBuilder::new()),
    }
}

/// The three tables of an audit.
pub(crate) struct Tables {
    findings: Table,
    documents: Table,
    segments: Table,
}

impl Default for Tables {
    fn default() -> Self {
        Self {
            findings: Table::new(&FINDINGS),
            documents: Table::new(&DOCUMENTS),
            segments: Table::new(&SEGMENTS),
        }
    }
}

impl Tables {
    /// Takes the rows of a document.
    pub(crate) fn add(&mut self, audit: &Audit) -> io::Result<()> {
        use Cell::{Count, Double, Flag, Single, Text};
        let name = audit.row.document.as_str();
        audit.each(&mut |finding| {
            let cells = [
                Text(&finding.id),
                Text(name),
                Count(finding.start.line),
                Count(finding.start.column),
                Count(finding.end.line),
                Count(finding.end.column),
                Text(&finding.segment),
                Text(finding.rule),
                Text(finding.severity.as_str()),
                Text(finding.mqm),
                Single(Some(finding.confidence)),
                Text(&finding.language),
                Text(&finding.message),
                Text(&finding.excerpt),
                Text(&finding.suggestion),
                Text(&finding.source),
                Text(&finding.target),
                Text(""),
                Text(""),
            ];
            self.findings
                .push(cells.into_iter())
                .map_err(io::Error::other)
        })?;
        let row = &audit.row;
        let [neutral, minor, major, critical] = row.counts;
        let cells = [
            Text(name),
            Text(if row.error.is_empty() { "ok" } else { "error" }),
            Text(row.format),
            Text(&row.encoding),
            Text(&row.declared),
            Text(&row.language),
            Double(row.consistency),
            Text(row.provenance.as_str()),
            Flag(Some(row.disclosure)),
            Count(row.segments),
            Count(row.words),
            Double(Some(row.penalty_per_1000_words())),
            Count(critical),
            Count(major),
            Count(minor),
            Count(neutral),
            Text(&row.error),
        ];
        self.documents
            .push(cells.into_iter())
            .map_err(io::Error::other)?;
        audit.each_segment(&mut |row| {
            let cells = [
                Text(name),
                Text(&row.segment),
                Count(row.line),
                Text(row.side),
                Text(&row.language),
                Single(row.confidence),
                Text(row.script),
                Count(row.letters),
                Text(&row.expected),
                Flag(row.consistent),
            ];
            self.segments
                .push(cells.into_iter())
                .map_err(io::Error::other)
        })
    }

    /// Findings, documents, segments.
    pub(crate) fn finish(self) -> Result<[(SchemaRef, Vec<RecordBatch>); 3], ArrowError> {
        Ok([
            self.findings.finish()?,
            self.documents.finish()?,
            self.segments.finish()?,
        ])
    }
}
