"""Audits a Parquet file of pairs or documents with Spark, and writes the report of one run over all.

    spark-submit spark_audit.py pairs.parquet report --source-lang en --lang de

The audit of each part is kept in report.states; when the job is stopped while they are joined, that is not lost.
"""

import argparse
import os
import sys
import time

import pyarrow.parquet
from pyspark.sql import SparkSession
from traditore import spark as traditore

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("table", help="Parquet with the columns document, source and target, or document and text")
parser.add_argument("report", help="folder for the report")
parser.add_argument("--master", help="where Spark runs, for instance local[2] or local-cluster[2,1,2048]")
parser.add_argument("--order", help="column by which the rows of a document stand in it")
parser.add_argument("--partitions", type=int, help="parts; a hundred megabytes of text each is a good size")
parser.add_argument("--lang")
parser.add_argument("--source-lang")
args = parser.parse_args()

# workers on this machine run the Python that traditore is installed for
os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
builder = SparkSession.builder.appName("traditore")
if args.master:
    builder = builder.master(args.master)
spark = builder.getOrCreate()

begin = time.monotonic()
frame = spark.read.parquet(args.table)
states = traditore.shards(
    frame, order=args.order, partitions=args.partitions, lang=args.lang, source_lang=args.source_lang
)
states.write.mode("overwrite").parquet(f"{args.report}.states")
audited = time.monotonic()
summary = traditore.join(spark.read.parquet(f"{args.report}.states"), args.report)
joined = time.monotonic()
pyarrow.parquet.write_table(traditore.findings(args.report), f"{args.report}.findings.parquet")
print(f"{summary['documents']} documents, {summary['findings']} findings")
print(f"audited in {audited - begin:.1f} s, joined in {joined - audited:.1f} s")
spark.stop()
