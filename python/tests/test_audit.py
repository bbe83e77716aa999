"""Tables in, findings out."""

import json
import subprocess

import pandas as pd
import pyarrow as pa
import pytest
import traditore

PAIRS = {
    "id": ["one", "two", "three"],
    "source": ["Open the file.", "Save 12 files.", "Close the window."],
    "target": ["Öffnen Sie die Datei mit mit der Maus.", "Speichern Sie 13 Dateien.", "Schließen Sie das Fenster."],
}
DOCUMENTS = {
    "document": ["a.html", "b.txt"],
    "text": ["<p>The museum opens at at nine in the morning.</p>", "The mayor opened the bridge in the morning."],
}


def test_pairs() -> None:
    found = traditore.audit(pa.table(PAIRS), source_lang="en", lang="de")
    assert found.column_names[:9] == [
        "id", "document", "line", "column", "end_line", "end_column", "segment", "rule", "severity",
    ]  # fmt: skip
    rows = found.select(["segment", "rule", "line", "document"]).to_pylist()
    assert {"segment": "one", "rule": "artifact/repeated-word", "line": 1, "document": "table"} in rows
    assert any(row["segment"] == "two" and row["rule"] == "bilingual/number-changed" for row in rows)
    assert not any(row["segment"] == "three" for row in rows)


def test_documents() -> None:
    report = traditore.report(pa.table(DOCUMENTS), segments=True)
    assert report.findings.select(["document", "line", "column", "excerpt"]).to_pylist() == [
        {"document": "a.html", "line": 1, "column": 24, "excerpt": "at"}
    ]
    assert report.documents["format"].to_pylist() == ["html", "text"]
    assert report.segments.num_rows == 2
    assert report.summary["documents"] == 2
    assert report.documents.schema.field("words").type == pa.uint64()


@pytest.mark.parametrize(
    "make",
    [
        pa.table,
        pd.DataFrame,
        lambda columns: pa.table(columns).to_batches()[0],
        lambda columns: pa.table(columns).to_reader(),
        lambda columns: pa.table(columns).to_batches(max_chunksize=1),
        lambda columns: pd.DataFrame(columns, index=[5, 5, 9]),
        lambda columns: pa.table({key: pa.array(cells).dictionary_encode() for key, cells in columns.items()}),
        lambda columns: pa.table({key: pa.array(cells, pa.large_string()) for key, cells in columns.items()}),
        lambda columns: pa.table({**columns, "more": [[1], [2], [3]]}),
    ],
)
def test_every_kind_of_table(make) -> None:
    found = traditore.audit(make(PAIRS), source_lang="en", lang="de")
    assert found.equals(traditore.audit(pa.table(PAIRS), source_lang="en", lang="de"))


def test_bytes_are_read_as_files() -> None:
    table = pa.table({"document": ["r.txt"], "text": ["Мэр открыл открыл мост.".encode("cp1251")]})
    report = traditore.report(table)
    assert report.documents["encoding"].to_pylist() == ["windows-1251"]
    assert report.findings["rule"].to_pylist() == ["artifact/repeated-word"]


def test_rules_over_the_whole_table() -> None:
    table = pa.table(
        {
            "document": ["a", "b"],
            "source": ["The bridge was closed for two weeks in the spring."] * 2,
            "target": ["Die Brücke war im Frühjahr zwei Wochen lang gesperrt.", "Zwei Wochen im Frühling blieb die Brücke zu."],
        }
    )
    found = traditore.audit(table, source_lang="en", lang="de", jobs=3)
    assert ("b", "bilingual/inconsistent-translation") in zip(found["document"].to_pylist(), found["rule"].to_pylist())


def test_empty_tables() -> None:
    for columns in ["source target", "document text", "text"]:
        table = pa.table({name: pa.array([], pa.string()) for name in columns.split()})
        assert traditore.audit(table).num_rows == 0
    nothing = pa.table({"source": [None, "a b c"], "target": [None, None], "note": [None, None]})
    assert traditore.report(nothing).summary["documents"] == 1


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        ({"words": ["a"]}, {}, "no column source"),
        (PAIRS, {"lang": "german!"}, "is no language tag"),
        (PAIRS, {"select": "artifact/mojibak"}, "did you mean `artifact/mojibake`"),
        (PAIRS, {"min_confidence": 2}, "no number from 0 to 1"),
        (PAIRS, {"input_format": "docx"}, "is no format"),
        ({"document": ["a", "b", "a"], "text": ["x"] * 3}, {}, "are not together"),
        ({"text": ["a"]}, {"documents": True}, "no column document"),
    ],
)
def test_mistakes_are_named(table, options, message) -> None:
    with pytest.raises(ValueError, match=message):
        traditore.audit(pa.table(table), **options)
    with pytest.raises(TypeError, match="is no table"):
        traditore.audit(7)
    with pytest.raises(TypeError):
        traditore.audit(pa.table(PAIRS), language="de")


def test_shards_join_to_one_run(tmp_path) -> None:
    rows = [
        {"document": f"{n:02}.jsonl", "source": f"Sentence {k % 5} of the {k} pages here.", "target": f"Satz {(k * n) % 5} der {k} Seiten hier."}
        for n in range(9)
        for k in range(20)
    ]
    whole = traditore.shard(pa.Table.from_pylist(rows), lang="de", source_lang="en")
    traditore.merge([whole], tmp_path / "whole")
    parts = [
        traditore.shard(pa.Table.from_pylist([row for row in rows if int(row["document"][:2]) % 3 == part]), lang="de", source_lang="en")
        for part in range(3)
    ]
    summary = traditore.merge(parts, tmp_path / "joined")
    assert summary["documents"] == 9
    for name in ["findings.csv", "documents.csv", "summary.json"]:
        assert (tmp_path / "whole" / name).read_bytes() == (tmp_path / "joined" / name).read_bytes()
    with pytest.raises(OSError, match="holds as well"):
        traditore.merge([whole, parts[0]], tmp_path / "twice")
    with pytest.raises(OSError, match="audited otherwise"):
        traditore.merge([whole, traditore.shard(pa.table(PAIRS))], tmp_path / "twice")
    with pytest.raises(ValueError, match="sort the rows of a shard by document"):
        traditore.shard(pa.Table.from_pylist(list(reversed(rows))))


def test_states_of_the_command_line_are_the_same(tmp_path, binary) -> None:
    table = pa.table({**PAIRS, "document": ["t.jsonl"] * 3})
    keys = ["id", "source", "target"]
    lines = [json.dumps({key: row[key] for key in keys}, ensure_ascii=False, separators=(",", ":")) for row in table.to_pylist()]
    (tmp_path / "t.jsonl").write_text("\n".join(lines) + "\n")
    command = [binary, "audit", "-q", "--source-lang=en", "--lang=de", "--shard", "-o", "cli", "t.jsonl"]
    subprocess.run(command, cwd=tmp_path, check=True)
    traditore.merge([traditore.shard(table, source_lang="en", lang="de")], tmp_path / "here")
    for name in ["findings.csv", "documents.csv", "summary.json"]:
        assert (tmp_path / "cli" / name).read_bytes() == (tmp_path / "here" / name).read_bytes()
    other = traditore.shard(pa.table({**PAIRS, "document": ["u.jsonl"] * 3}), source_lang="en", lang="de")
    assert traditore.merge([tmp_path / "cli", other], tmp_path / "both")["documents"] == 2
