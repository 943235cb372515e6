#!/usr/bin/env python3
"""The whole program on folders of documents: what it costs, as a table.

    python3 benches/whole.py BINARY FOLDER...            each folder by itself, from files to quads on disk
    python3 benches/whole.py BINARY FOLDER... --note     the table with a heading, to be put into benches/HISTORY.md

CPU seconds of the whole process (user and system, with the processes that it started), megabytes of input a CPU second,
peak memory, quads a kilobyte of input, the share of the index. A measurement of time means little on a busy machine; CPU
seconds and peak memory hold.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def size(folder):
    """Bytes of the files in a folder."""
    return sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())


def run(command):
    """Wall seconds, CPU seconds and peak memory (MB) of a command."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    if code not in (0, 3):
        sys.exit(f"{command}: exit {code}")
    return time.monotonic() - began, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def quads(binary, graph):
    """How many quads a graph has."""
    exported = subprocess.run([binary, "export", "--graph", graph, "--format", "nquads"], capture_output=True, check=True)
    return exported.stdout.count(b"\n")


def main(arguments):
    rows = [("input", "MB", "wall s", "CPU s", "MB a CPU s", "peak MB", "quads", "quads a kB")]
    for folder in arguments.folders:
        with tempfile.TemporaryDirectory() as place:
            graph = os.path.join(place, "graph")
            wall, cpu, peak = run([arguments.binary, "build", folder, "--graph", graph])
            found, megabytes = quads(arguments.binary, graph), size(folder) / 1e6
            name = "/".join(Path(folder).resolve().parts[-2:])
            cells = (f"{megabytes:.1f}", f"{wall:.1f}", f"{cpu:.1f}", f"{megabytes / cpu:.2f}", f"{peak:.0f}", f"{found}", f"{found / megabytes / 1e3:.0f}")
            rows.append((name, *cells))
    if arguments.note:
        version = subprocess.run([arguments.binary, "--version"], capture_output=True, text=True, check=True).stdout.strip()
        print(f"## {time.strftime('%Y-%m-%d')}, {version}, {os.cpu_count()} processors\n")
    print("| " + " | ".join(rows[0]) + " |")
    print("|" + "---|" * len(rows[0]))
    for row in rows[1:]:
        print("| " + " | ".join(row) + " |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("folders", nargs="+")
    parser.add_argument("--note", action="store_true")
    main(parser.parse_args())
