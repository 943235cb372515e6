#!/usr/bin/env python3
"""Reads documents with rapporteur in the partitions of a Spark job.

    spark-submit extract.py INPUT OUTPUT [--binary rapporteur] [--partitions N] [--master local[2]]

INPUT   JSON lines or Parquet with the columns id and text or path, and where known language, symbol, media_type
        (what `rapporteur extract -` takes); a folder of such files, on any file system that Spark reads.
OUTPUT  a folder for the shards: gzip files of N-Quads, with the problems of documents among them as quads of rap:Problem.

Then, on one machine:  rapporteur merge OUTPUT --graph GRAPH

One process of rapporteur serves a whole partition, and several partitions where Spark runs them one after the other on a
core: the price of its start (a tenth of a second) is paid once a partition. A partition that is lost is read again by Spark; the same
input gives the same lines.
"""
import argparse
import json
import subprocess
import sys
import threading

from pyspark.sql import SparkSession

FIELDS = ("id", "text", "path", "language", "symbol", "media_type")


def lines_of(rows):
    """The rows as the program takes them: one JSON object a line, without what is not known."""
    for row in rows:
        known = row.asDict()
        yield json.dumps({field: known[field] for field in FIELDS if known.get(field)}, ensure_ascii=False) + "\n"


def extract(rows, binary):
    """The quads of a partition's documents, line by line, in the order of the documents."""
    command = [binary, "extract", "-", "--jobs", "1", "--problems", "-", "--lenient"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def feed():
        try:
            for line in lines_of(rows):
                process.stdin.write(line.encode())
        finally:
            process.stdin.close()

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    for line in process.stdout:
        yield line.decode().rstrip("\n")
    feeder.join()
    if process.wait() != 0:
        raise RuntimeError(f"{binary} ended with {process.returncode}")


def main(arguments):
    session = SparkSession.builder.appName("rapporteur")
    if arguments.master:
        session = session.master(arguments.master)
    spark = session.getOrCreate()
    reader = spark.read.parquet if arguments.input.rstrip("/").endswith(".parquet") else spark.read.json
    documents = reader(arguments.input)
    missing = {"id"} - set(documents.columns)
    if missing or not {"text", "path"} & set(documents.columns):
        sys.exit(f"{arguments.input}: columns `id` and `text` or `path` are needed, there are: {', '.join(documents.columns)}")
    if arguments.partitions:
        documents = documents.repartition(arguments.partitions, "id")
    binary = arguments.binary
    quads = documents.rdd.mapPartitions(lambda rows: extract(rows, binary))
    quads.saveAsTextFile(arguments.output, "org.apache.hadoop.io.compress.GzipCodec")
    spark.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--binary", default="rapporteur", help="the program, where every machine finds it")
    parser.add_argument("--partitions", type=int, help="how many shards; as Spark divides the input by default")
    parser.add_argument("--master", help="local[2] for this machine; what spark-submit says by default")
    main(parser.parse_args())
