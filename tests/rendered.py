"""Renders text documents to DOCX and PDF with LibreOffice and compares the facts of the three.

Usage: python3 tests/rendered.py PROGRAM FOLDER [CONVERTED]

FOLDER holds *.txt; CONVERTED, where given, holds files of the same names as .docx and .pdf made by hand. Prints the
Jaccard index of the plain facts of each pair and every fact that only one has; fails below 0.98. Without LibreOffice
and without CONVERTED it says so and ends well.
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile

FLOOR = 0.98
# Statements and evidence carry offsets and pages, which differ by nature; what is left are plain triples.
LEFT_OUT = ("/statement/", "/evidence/")


def facts(program, path):
    run = subprocess.run([program, "extract", str(path)], capture_output=True, text=True)
    if run.stderr.strip():
        print(run.stderr.strip())
    lines = (line.rsplit(" <", 1)[0] for line in run.stdout.splitlines())
    return {line for line in lines if not any(part in line.split(" ", 1)[0] for part in LEFT_OUT)}


def convert(office, text, folder):
    for kind in ("docx", "pdf"):
        command = [office, "--headless", "--infilter=Text (encoded):UTF8,LF,,,", "--convert-to", kind]
        subprocess.run([*command, "--outdir", str(folder), str(text)], check=True, capture_output=True)


def compare(name, of_text, of_other):
    both, either = of_text & of_other, of_text | of_other
    index = len(both) / max(1, len(either))
    print(f"{name}: {len(both)} of {len(either)} facts, Jaccard {index:.4f}")
    for only, facts_of in (("text", of_text - of_other), ("rendered", of_other - of_text)):
        for fact in sorted(facts_of):
            print(f"  only in {only}: {fact}")
    return index


def main():
    program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    office = shutil.which("soffice") or shutil.which("libreoffice")
    given = pathlib.Path(sys.argv[3]) if len(sys.argv) > 3 else None
    if office is None and given is None:
        print("skipped: neither soffice nor libreoffice is installed")
        return 0
    worst = 1.0
    with tempfile.TemporaryDirectory() as made:
        for text in sorted(folder.glob("*.txt")):
            rendered = given or pathlib.Path(made)
            if given is None:
                convert(office, text, rendered)
            of_text = facts(program, text)
            for kind in ("docx", "pdf"):
                other = rendered / f"{text.stem}.{kind}"
                if other.exists():
                    worst = min(worst, compare(other.name, of_text, facts(program, other)))
    return 0 if worst >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
