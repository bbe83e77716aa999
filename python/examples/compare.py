"""The same corpus through the command line, through Python and through Spark: the reports must be the same bytes.

    compare.py pairs DIR [--tsv FILE …] [--po DIR]     makes DIR/pairs.parquet and DIR/pairs/*.jsonl of the same rows
    compare.py documents DIR FOLDER                    makes DIR/documents.parquet of the files in FOLDER
    compare.py run DIR pairs|documents                 audits it in each way, measures and compares
"""

import filecmp
import json
import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

COUNT = {"pairs": 1_000_000, "documents": 10_000}
KEYS = ["id", "source", "target", "source_lang", "lang"]


def rows_of_tsv(path: Path):
    for number, line in enumerate(path.open(encoding="utf-8")):
        source, tab, target = line.rstrip("\n").partition("\t")
        if tab:
            yield f"tsv/{path.stem}-{number // 1000:04}.jsonl", source, target, "de"


def rows_of_po(folder: Path):
    """Pairs of catalogues, as far as a few lines of Python can read them."""
    unescape = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
    for path in sorted(folder.glob("*.po")):
        language = re.search(r'"Language: ([\w@]+)', path.read_text("utf-8", "replace")[:4000])
        if not language:
            continue
        for entry in path.read_text("utf-8", "replace").split("\n\n"):
            found = {}
            for key in ("msgid", "msgstr"):
                cells = re.search(rf'^{key} ((?:".*"\n?)+)', entry, re.M)
                text = "".join(re.findall(r'^"(.*)"$', cells[1], re.M)) if cells else ""
                found[key] = re.sub(r"\\(.)", lambda m: unescape.get(m[1], m[0]), text)
            if found["msgid"] and found["msgstr"]:
                yield f"po/{path.stem}.jsonl", found["msgid"], found["msgstr"], language[1].replace("_", "-")


def make_pairs(out: Path, sources) -> None:
    table = {key: [] for key in ["document", "row", *KEYS]}
    for number, (document, source, target, lang) in enumerate(sources):
        if number == COUNT["pairs"]:
            break
        for key, cell in zip(table, [document, number, str(number), source, target, "en", lang]):
            table[key].append(cell)
    pq.write_table(pa.table(table), out / "pairs.parquet", row_group_size=50_000)
    last, file = None, None
    for document, *cells in zip(table["document"], *(table[key] for key in KEYS)):
        if document != last:
            if file:
                file.close()
            (out / "pairs" / document).parent.mkdir(parents=True, exist_ok=True)
            file, last = (out / "pairs" / document).open("w", encoding="utf-8"), document
        json.dump(dict(zip(KEYS, cells)), file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
    file.close()


def make_documents(out: Path, folder: Path) -> None:
    names, texts = [], []
    for path in sorted(folder.rglob("*")):
        kind = path.name.removesuffix(".gz").rpartition(".")[2]
        wanted = kind in ("html", "htm", "md", "txt", "xhtml") or kind.isdigit()
        if wanted and path.is_file() and not path.is_symlink():
            copy = out / "documents" / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
            names.append(str(path.relative_to(folder)))
            texts.append(path.read_bytes())
            if len(names) == COUNT["documents"]:
                break
    table = pa.table({"document": names, "text": pa.array(texts, pa.large_binary())})
    pq.write_table(table, out / "documents.parquet", row_group_size=500)


def measured(name: str, command: list[str], **more) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    done = subprocess.run(command, text=True, capture_output=True, **more)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"{name}: {time.monotonic() - begin:.1f} s, CPU {cpu:.1f} s, peak {after.ru_maxrss >> 10} MB, exit {done.returncode}", flush=True)
    for line in (done.stdout + done.stderr).splitlines()[-4:]:
        print(f"  {line[:200]}", flush=True)


PYTHON = """
import sys, pyarrow.parquet as pq, traditore
table, out, jobs = sys.argv[1:]
file = pq.ParquetFile(table)
found = traditore.report(file.iter_batches(10_000), jobs=int(jobs))
pq.write_table(found.findings, out)
print(found.summary["documents"], "documents,", found.findings.num_rows, "findings")
"""


def compare(work: Path, kind: str) -> None:
    binary, jobs = os.environ.get("TRADITORE", "traditore"), os.environ.get("JOBS", "2")
    folder, table = work / kind, work / f"{kind}.parquet"
    report = work / f"{kind}-cli"
    measured("command line", [binary, "audit", "-q", "-j", jobs, "-o", str(report), "."], cwd=folder)
    state = work / f"{kind}-shard"
    measured("command line, --shard", [binary, "audit", "-q", "-j", jobs, "--shard", "-o", str(state), "."], cwd=folder)
    measured("Python", [sys.executable, "-c", PYTHON, str(table), str(work / f"{kind}-python.parquet"), jobs])
    recipe = Path(__file__).with_name("spark_audit.py")
    order = ["--order", "row"] if kind == "pairs" else []
    master = os.environ.get("MASTER", f"local[{jobs}]")
    measured("Spark", [sys.executable, str(recipe), str(table), str(work / f"{kind}-spark"), "--master", master, "--partitions", "8", *order])
    same = True
    for name in ("findings.csv", "documents.csv", "summary.json"):
        equal = filecmp.cmp(report / name, work / f"{kind}-spark" / name, shallow=False)
        size = (report / name).stat().st_size
        print(f"{name}: {size} bytes, {'the same' if equal else 'DIFFERENT'} through Spark")
        same &= equal
    state_size = (state / "corpus.state").stat().st_size
    files = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"documents: {files} bytes; corpus.state: {state_size}; Parquet: {table.stat().st_size}")
    sys.exit(not same)


if __name__ == "__main__":
    command, work, *rest = sys.argv[1:]
    work = Path(work)
    work.mkdir(parents=True, exist_ok=True)
    if command == "pairs":
        tsv, _, po = " ".join(rest).removeprefix("--tsv ").partition(" --po ")
        sources = (row for path in tsv.split() for row in rows_of_tsv(Path(path)))
        make_pairs(work, (row for part in (sources, rows_of_po(Path(po))) for row in part))
    elif command == "documents":
        make_documents(work, Path(rest[0]))
    else:
        compare(work.resolve(), rest[0])
