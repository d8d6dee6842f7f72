#!/usr/bin/python3
"""Holds SECURITY.md's table of rows to the tests: every row has a method in a file the table names, and the other way round.

Usage: rows_test.py TREE     prints every difference, and exits 1 if there is one.
"""
import pathlib
import re
import sys

LAST = 42
FILES = ("trust", "disk", "session")


def rows_of_table(text):
    """{row: names of the files it points to}."""
    return {int(row): set(re.findall(r"\b(?:trust|disk|session|\w+_test\.py)\b", where))
            for row, where in re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", text, re.M)}


def rows_of_tests(folder):
    found = {}
    for name in FILES:
        text = (folder / f"{name}_rows_test.py").read_text(encoding="utf-8")
        for row in re.findall(r"^    def test_row_(\d\d)_\w+", text, re.M):
            found.setdefault(int(row), set()).add(name)
    return found


def differences(text, folder):
    text, _, checklist = text.partition("### Checklist for a real Windows")
    table, tests = rows_of_table(text), rows_of_tests(folder)
    if set(table) != set(range(1, LAST + 1)):
        yield f"the table has not exactly rows 1 to {LAST}"
    listed = [int(number) for number in re.findall(r"^\| (\d+) \| [^|]+ \| [^|]+ \|$", checklist.split("\n## ")[0], re.M)]
    if not listed or listed != list(range(1, len(listed) + 1)):
        yield f"the checklist's rows are {listed}"
    for number in map(int, re.findall(r"Windows (\d+)", text)):
        if number not in listed:
            yield f"the checklist has no row {number}"
    for row in range(1, LAST + 1):
        shown, named = tests.get(row, set()), table.get(row, set())
        if shown != named & set(FILES):
            yield f"row {row}: the table says {sorted(named)}, the tests are in {sorted(shown)}"
        for other in named - set(FILES):
            if not (folder / other).is_file():
                yield f"row {row}: {other} does not exist"


def main():
    tree = pathlib.Path(sys.argv[1])
    text, folder = (tree / "SECURITY.md").read_text(encoding="utf-8"), tree / "tests/e2e/updater"
    found = list(differences(text, folder))
    for fault in ("| 7 | mix", "| 24 | arguments and user settings steer root | disk |"):
        if fault not in text or not list(differences(text.replace(fault, "|"), folder)):
            sys.exit(f"rows_test: does not see that {fault!r} is missing")
    print("\n".join(found) if found else f"rows: {LAST} as the tests are")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
