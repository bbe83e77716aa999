"""traditore: checks translation quality and machine-translation provenance, on Arrow tables and data frames.

>>> import pyarrow as pa
>>> pairs = pa.table({"source": ["Open the file."], "target": ["Öffnen Sie die Datei mit mit der Maus."]})
>>> audit(pairs, source_lang="en", lang="de")["rule"].to_pylist()
['artifact/repeated-word']
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Iterable, Iterator, NamedTuple, Sequence

import pyarrow as pa

from . import _traditore

__all__ = ["Report", "__version__", "audit", "merge", "report", "shard"]
__version__ = _traditore.__version__

#: The columns that are read; others are passed over.
COLUMNS = (
    "document", "id", "source", "src", "target", "tgt", "translation", "text", "content",
    "source_lang", "target_lang", "lang", "note",
)  # fmt: skip


class Report(NamedTuple):
    """What an audit brings: the tables of a report folder, with numbers as numbers."""

    findings: pa.Table
    documents: pa.Table
    #: Without rows unless ``segments=True``.
    segments: pa.Table
    summary: dict[str, Any]


def audit(table: Any, **options: Any) -> pa.Table:
    """Audits a table and returns its findings: ``report(table, …).findings``."""
    return report(table, **options).findings


def report(table: Any, **options: Any) -> Report:
    """Audits a table.

    ``table`` is a pyarrow Table, RecordBatch, RecordBatchReader or an iterable of record batches, a pandas data frame,
    or anything with ``__arrow_c_stream__`` (polars, duckdb). Columns are read by their names:

    * pairs: ``source``, ``target`` and, if there, ``id``, ``source_lang``, ``lang``, ``note``; ``document`` says which
      rows belong together, and these must follow one another;
    * documents: ``document`` (a name, whose extension tells the format) and ``text`` (or ``content``, also as bytes);
    * segments of one text: ``text`` alone.

    Options, all by name: ``lang`` and ``source_lang`` (BCP 47), ``select`` and ``ignore`` (rules, families, ``"all"``),
    ``min_confidence``, ``glossary`` (paths), ``input_format`` (of documents), ``segments``, ``jobs``, ``name`` (of a
    table without a column ``document``), ``documents`` (``True``: each row is a document; ``False``: rows are segments
    or pairs; ``None``: as the columns say).

    ``line`` of a finding is the number of its row in the document, from 1; of rows that are documents, it is the line.
    """
    findings, documents, segments, summary = _traditore.audit(_reader(table), _options(**options))
    return Report(
        findings.read_all(), documents.read_all(), segments.read_all(), json.loads(summary)
    )


def shard(table: Any, **options: Any) -> bytes:
    """Audits a part of a corpus, sorted by ``document``; takes what :func:`report` takes.

    Returns its state, the content of the file ``corpus.state`` that ``traditore audit --shard`` writes. :func:`merge`
    and ``traditore merge`` join states to the report of one run over all.
    """
    return _traditore.shard(_reader(table), _options(**options))


def merge(
    reports: Iterable[str | os.PathLike[str] | bytes], out: str | os.PathLike[str]
) -> dict[str, Any]:
    """Joins states, or report folders of ``traditore audit --shard``, to one report in the folder ``out``.

    Returns the summary. What is in the folder is what one run over all would have written, to the byte.
    """
    with tempfile.TemporaryDirectory(prefix="traditore-") as folder:
        paths: list[str | os.PathLike[str]] = []
        for number, item in enumerate(reports):
            if isinstance(item, bytes):
                path = Path(folder, f"{number}.state")
                path.write_bytes(item)
                paths.append(path)
            else:
                paths.append(item)
        summary: dict[str, Any] = json.loads(_traditore.merge(paths, out))
        return summary


def _options(
    *,
    name: str = "table",
    documents: bool | None = None,
    lang: str | None = None,
    source_lang: str | None = None,
    input_format: str | None = None,
    select: str | Sequence[str] = (),
    ignore: str | Sequence[str] = (),
    glossary: Sequence[str | os.PathLike[str]] = (),
    min_confidence: float = 0.0,
    segments: bool = False,
    jobs: int | None = None,
) -> dict[str, Any]:
    return {
        "name": name,
        "documents": documents,
        "lang": lang,
        "source_lang": source_lang,
        "input_format": input_format,
        "select": _names(select),
        "ignore": _names(ignore),
        "glossary": [os.fspath(path) for path in glossary],
        "min_confidence": min_confidence,
        "segments": segments,
        "jobs": jobs or os.cpu_count() or 1,
    }


def _names(rules: str | Sequence[str]) -> list[str]:
    return rules.split(",") if isinstance(rules, str) else list(rules)


def _reader(table: Any) -> pa.RecordBatchReader:
    """The columns that are read, as strings, batch by batch."""
    if isinstance(table, pa.RecordBatch):
        table = pa.Table.from_batches([table])
    if isinstance(table, pa.RecordBatchReader):
        reader = table
    elif isinstance(table, pa.Table):
        reader = table.select([name for name in table.column_names if name in COLUMNS]).to_reader()
    elif type(table).__module__.partition(".")[0] == "pandas":
        names = [name for name in table.columns if name in COLUMNS]
        reader = pa.Table.from_pandas(table[names], preserve_index=False).to_reader()
    elif hasattr(table, "__arrow_c_stream__"):
        reader = pa.RecordBatchReader.from_stream(table)
    elif isinstance(table, Iterable):
        batches = iter(table)
        first = next(batches, None)
        if first is None:
            first = pa.RecordBatch.from_pydict({"document": [], "text": []})
        if not isinstance(first, pa.RecordBatch):
            raise TypeError(f"an iterable of {type(first).__name__}, not of pyarrow.RecordBatch")
        reader = pa.RecordBatchReader.from_batches(first.schema, _chain(first, batches))
    else:
        raise TypeError(
            f"{type(table).__name__} is no table: give a pyarrow Table or record batches, a pandas "
            "data frame, or anything with __arrow_c_stream__"
        )
    fields = [field for field in reader.schema if field.name in COLUMNS]
    schema = pa.schema([(field.name, _kind(field)) for field in fields])
    return pa.RecordBatchReader.from_batches(schema, _cast(reader, schema))


def _chain(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest


def _kind(field: pa.Field) -> pa.DataType:
    kind = field.type
    if pa.types.is_null(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return kind
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return kind
    return pa.large_string()


def _cast(reader: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    for batch in reader:
        arrays = [batch.column(field.name).cast(field.type) for field in schema]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
