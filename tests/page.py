"""Runs the examples of a page in a folder: SQL with DuckDB, Python as it is; each must give rows or pass.

Usage: python3 tests/page.py PAGE.md FOLDER
"""

import os
import pathlib
import re
import sys

import duckdb

page = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8")
os.chdir(sys.argv[2])
blocks = re.findall(r"^```(\w+)\n(.*?)^```", page, re.M | re.S)
for language, text in blocks:
    if language == "sql":
        rows = duckdb.sql(text.rstrip().rstrip(";")).fetchall()
        assert rows, f"no rows: {text}"
    elif language == "python":
        exec(compile(text, sys.argv[1], "exec"), {})
print(sum(language in ("sql", "python") for language, _ in blocks), "examples")
