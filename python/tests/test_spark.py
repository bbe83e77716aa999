"""On Spark: the same bytes as one run of the command line."""

import json
import os
import subprocess
import sys

import pyarrow as pa
import pytest
import traditore

pyspark = pytest.importorskip("pyspark")

KEYS = ["id", "source", "target"]


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    yield session
    session.stop()


def test_pairs_on_spark_are_one_run(spark, tmp_path, binary) -> None:
    import pyarrow.parquet

    from traditore import spark as on_spark

    rows = [
        {
            "document": f"{n:02}.jsonl",
            "row": k,
            "id": str(k),
            "source": f"The bridge number {k % 7} was closed for two weeks in the spring.",
            "target": [f"Die Brücke {k % 7} war zwei Wochen lang gesperrt.", f"=Brücke {k % 7} blieb zwei Wochen zu."][(n + k) % 2],
        }
        for n in range(13)
        for k in range(15)
    ]
    pyarrow.parquet.write_table(pa.Table.from_pylist(rows[::-1]), tmp_path / "pairs.parquet")
    folder = tmp_path / "files"
    folder.mkdir()
    for row in rows:
        with (folder / row["document"]).open("a") as file:
            line = {key: row[key] for key in KEYS}
            file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
    subprocess.run([binary, "audit", "-q", "--lang=de", "-o", tmp_path / "cli", "."], cwd=folder, check=True)

    frame = spark.read.parquet(str(tmp_path / "pairs.parquet"))
    states = on_spark.shards(frame, order="row", partitions=4, lang="de")
    states.write.parquet(str(tmp_path / "states"))
    summary = on_spark.join(spark.read.parquet(str(tmp_path / "states")), tmp_path / "spark")
    assert summary["rules"]["bilingual/inconsistent-translation"] > 0
    for name in ["findings.csv", "documents.csv", "summary.json"]:
        assert (tmp_path / "cli" / name).read_bytes() == (tmp_path / "spark" / name).read_bytes()

    found = on_spark.findings(tmp_path / "spark")
    here = traditore.audit(pa.Table.from_pylist(rows), lang="de")
    assert found["target"].to_pylist() == here["target"].to_pylist()
    assert any(text.startswith("=") for text in found["target"].to_pylist())
