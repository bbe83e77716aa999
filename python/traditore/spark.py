"""traditore on Spark: parts of a data frame are audited where they lie, and joined to one report.

    frame = spark.read.parquet("pairs.parquet")
    states = shards(frame, source_lang="en", lang="de")   # Spark does the work, and keeps what is done
    states.write.parquet("states.parquet")
    join(spark.read.parquet("states.parquet"), "report")  # findings.csv, documents.csv, summary.json
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Iterator

import pyarrow as pa

from . import merge, shard

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["SCHEMA", "findings", "join", "shards"]

#: What :func:`shards` gives: the state of each shard, in pieces.
SCHEMA = "shard int, piece int, state binary"

#: Bytes of a piece.
PIECE = 8 << 20

_BATCH = pa.schema([("shard", pa.int32()), ("piece", pa.int32()), ("state", pa.binary())])


def shards(frame: DataFrame, *, order: str | None = None, partitions: int | None = None, **options: Any) -> DataFrame:
    """Audits ``frame``, which has the columns that :func:`traditore.report` reads, ``document`` among them.

    Rows of a document come together in one partition; ``order`` names the column by which they stand in it. The result
    has a few rows for each partition: write it somewhere, and give it to :func:`join`.
    """
    if partitions:
        together = frame.repartition(partitions, "document")
    else:
        together = frame.repartition("document")
    columns = ["document", order] if order else ["document"]
    return together.sortWithinPartitions(*columns).mapInArrow(_auditor(options), SCHEMA)


def _auditor(options: dict[str, Any]) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    # Spark runs one task for each of its cores
    options = {"jobs": 1, **options}

    def run(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        from pyspark import TaskContext

        context = TaskContext.get()
        number = context.partitionId() if context else 0
        state = shard(batches, **options)
        for piece, at in enumerate(range(0, len(state), PIECE)):
            columns = [[number], [piece], [state[at : at + PIECE]]]
            arrays = [pa.array(cells, field.type) for cells, field in zip(columns, _BATCH)]
            yield pa.RecordBatch.from_arrays(arrays, schema=_BATCH)

    return run


def join(states: DataFrame, out: str | Path) -> dict[str, Any]:
    """Joins what :func:`shards` gave to one report in the folder ``out``, on the driver. Returns its summary."""
    with tempfile.TemporaryDirectory(prefix="traditore-") as folder:
        paths: list[Path] = []
        for row in states.orderBy("shard", "piece").toLocalIterator():
            path = Path(folder, f"{row.shard}.state")
            if row.piece == 0:
                path.unlink(missing_ok=True)
                paths.append(path)
            with path.open("ab") as file:
                file.write(row.state)
        return merge(paths, out)


def findings(out: str | Path) -> pa.Table:
    """The findings of a report folder as a table, for Parquet: texts as they were, without a spreadsheet's guards."""
    from pyarrow import compute, csv

    text = ["id", "segment", "language", "message", "excerpt", "suggestion", "source", "target", "verdict", "note"]
    options = csv.ConvertOptions(
        column_types={name: pa.string() for name in [*text, "document", "rule", "severity", "mqm"]},
        strings_can_be_null=False,
    )
    table = csv.read_csv(
        Path(out, "findings.csv"),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=options,
    )
    for name in [*text, "document"]:
        plain = compute.replace_substring_regex(table[name], "^'('*[=+\\-@\\t\\r])", "\\1")
        table = table.set_column(table.column_names.index(name), name, plain)
    return table
