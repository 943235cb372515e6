#!/usr/bin/env python3
"""The sample documents through Spark, merged, against one build: the same sorted quads.

    python3 test.py BINARY

Skips with a message where Java or PySpark is absent.
"""
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def run(*command):
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode not in (0, 3):
        sys.exit(f"{command}: exit {done.returncode}\n{done.stderr[-2000:]}")
    return done.stdout


def main(binary):
    if shutil.which("java") is None:
        skip("there is no Java on this machine")
    try:
        import pyspark  # noqa: F401
    except ImportError:
        skip("PySpark is not installed (pip install pyspark)")
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        samples = folder / "samples"
        samples.mkdir()
        with open(folder / "documents.json", "w") as lines:
            for file in sorted((HERE / "../../data/samples").glob("*.txt")):
                shutil.copy(file, samples)
                lines.write(json.dumps({"id": file.name, "text": file.read_text()}) + "\n")
            lines.write(json.dumps({"id": "nothing", "path": "not-there.txt"}) + "\n")
        run(sys.executable, HERE / "extract.py", folder / "documents.json", folder / "shards", "--binary", binary, "--partitions", 4, "--master", "local[2]")
        shards = list((folder / "shards").glob("part-*"))
        run(binary, "merge", folder / "shards", "--graph", folder / "merged")
        run(binary, "build", samples, "--graph", folder / "built")
        merged, built = (sorted(run(binary, "export", "--graph", folder / name, "--format", "nquads").splitlines()) for name in ("merged", "built"))
        assert merged == built, f"{len(set(merged) ^ set(built))} quads differ"
        problems = (folder / "merged/problems.jsonl").read_text()
        assert "not-there.txt" in problems, "the document that cannot be read is told"
        print(f"{len(shards)} shards, {len(merged)} quads: the same as one build")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
