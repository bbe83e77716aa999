from os import PathLike
from typing import Any, Sequence

import pyarrow as pa

__version__: str

def audit(
    table: Any, options: dict[str, Any]
) -> tuple[pa.RecordBatchReader, pa.RecordBatchReader, pa.RecordBatchReader, str]: ...
def shard(table: Any, options: dict[str, Any]) -> bytes: ...
def merge(reports: Sequence[str | PathLike[str]], out: str | PathLike[str]) -> str: ...
