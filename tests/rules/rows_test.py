"""Checks the table of packaging/docs/threats.md against the tests.

Every row names a case that exists in a file that CTest runs. Every `test_row_NN_*` is named by its
row. Numbers after the first block may leave gaps. Every "Windows N" is a row of the checklist for a real Windows.

Usage: python3 -m tests.rules.rows_test TREE BUILD     prints every difference, and exits 1 if there is one.
"""
import fnmatch
import json
import pathlib
import re
import subprocess
import sys

LAST = 77  # up to here no number is left out
ROW = re.compile(r"^\| (\d+) \| ([^|]*) \| ([^|]*) \|$", re.M)
NAMED = re.compile(r'`([\w/-]+\.(?:cpp|py))`((?: "[^"]+")*)')
HONEST = re.compile(r"\b(not shown|does not apply|none are used)\b")  # what stands where no test does
ELSEWHERE = "e2e/windows/"  # run by another preset: looked for in its CMakeLists.txt


def rows_of(text):
    """[(row, what, shown by)] in the order of the table."""
    return [(int(row), what.strip(), shown.strip()) for row, what, shown in ROW.findall(text)]


def named_by(shown):
    """[(file, [case, ...])]"""
    return [(path, re.findall(r'"([^"]+)"', cases)) for path, cases in NAMED.findall(shown)]


class Tests:
    """What is below tests/, and which of it CTest runs."""

    def __init__(self, tree, build):
        self.folder = tree / "tests"
        listing = subprocess.run(["ctest", "--show-only=json-v1"], cwd=build, check=True, capture_output=True, text=True)
        found = json.loads(listing.stdout)
        self.arguments = {word for test in found["tests"] for word in test.get("command", [])}
        graph = found["backtraceGraph"]
        self.lists = {graph["files"][graph["nodes"][at]["file"]] for test in found["tests"]
                      for at in self.trace_of(graph, test["backtrace"])}

    @staticmethod
    def trace_of(graph, node):
        while node is not None:
            yield node
            node = graph["nodes"][node].get("parent")

    def text(self, path):
        return (self.folder / path).read_text(encoding="utf-8")

    def cases(self, path):
        """Names of the cases of a file; of a script without cases, its functions and the names it lists."""
        text = self.text(path)
        if path.endswith(".cpp"):
            cases = set(re.findall(r'TEST_CASE\(\s*"((?:[^"\\]|\\.)*)"', text))
            return cases or set(re.findall(r"^\w[\w:<> ]* (\w+)\(", text, re.M))
        return set(re.findall(r"\bdef (\w+)\(", text)) | set(re.findall(r'"([^"\n]+)"', text))

    def has_own_cases(self, path):
        return re.search(r"^TEST_CASE\(|^    def test_", self.text(path), re.M) is not None

    def is_run(self, path):
        file = self.folder / path
        lists = next(folder / "CMakeLists.txt" for folder in file.parents if (folder / "CMakeLists.txt").is_file())
        module = ".".join(("tests", *pathlib.PurePath(path).with_suffix("").parts))
        if path.startswith(ELSEWHERE):
            return re.search(rf"\btocsin_harness_test\(.* {re.escape(module)}\b", lists.read_text(encoding="utf-8")) is not None
        if path.endswith(".cpp"):  # the sources below it are one program
            return str(lists) in self.lists
        return module in self.arguments

    def of_rows(self):
        """{(row, file)} of every method that names a row."""
        return {(int(row), str(path.relative_to(self.folder))) for path in self.folder.rglob("*_test.py")
                for row in re.findall(r"^    def test_row_(\d+)_", path.read_text(encoding="utf-8"), re.M)}


def differences_of_row(row, what, shown, tests):
    named = named_by(shown)
    if not what or not (named or HONEST.search(shown)):
        yield f"row {row}: is empty"
    for path, cases in named:
        if not (tests.folder / path).is_file():
            yield f"row {row}: {path} does not exist"
            continue
        if not tests.is_run(path):
            yield f"row {row}: CTest does not run {path}"
        if not cases and tests.has_own_cases(path):
            yield f"row {row}: which case of {path}?"
        there = tests.cases(path)
        yield from (f"row {row}: {path} has no case {case!r}" for case in cases if not fnmatch.filter(there, case))


def differences(text, tests):
    text, _, checklist = text.partition("## Checklist for a real Windows")
    table = rows_of(text)
    numbers = [row for row, _, _ in table]
    if numbers[:LAST] != list(range(1, LAST + 1)) or numbers != sorted(set(numbers)):
        yield f"the table has not rows 1 to {LAST} and further ones, each once, in order"
    listed = [int(number) for number in re.findall(r"^\| (\d+) \| [^|]+ \| [^|]+ \|$", checklist.split("\n## ")[0], re.M)]
    if not listed or listed != list(range(1, len(listed) + 1)):
        yield f"the checklist's rows are {listed}"
    yield from (f"the checklist has no row {number}" for number in map(int, re.findall(r"Windows (\d+)", text))
                if number not in listed)
    for row, what, shown in table:
        yield from differences_of_row(row, what, shown, tests)
    named = {(row, path) for row, _, shown in table for path, _ in named_by(shown)}
    yield from (f"row {row} does not name {path}" for row, path in sorted(tests.of_rows() - named))


def self_test(text, tests):
    """Faults planted in the table are seen."""
    for old, new in (("| 7 | ", "| 8 | "), ("| 24 | arguments", "| arguments"), ("`e2e/updater/disk_rows_test.py` \"test_row_23_*\"", ""),
                     ("store_repair_test", "store_repairs_test"), ('"n more"', '"n less"'), ("Windows 19", "Windows 99"),
                     ("| 60 | a captive portal says 200 |", "| 60 |  |"),
                     ('`schema/format/config/link_test.cpp` "links', '`support/doctest_main.cpp` "links'),
                     (' "test_row_42_*"', ""), (' "test_row_111_*"', ""), ("| 112 |", "| 110 |")):
        if old not in text or not list(differences(text.replace(old, new, 1), tests)):
            sys.exit(f"rows_test: does not see that {old!r} has become {new!r}")


def main():
    tree, build = map(pathlib.Path, sys.argv[1:3])
    text, tests = (tree / "packaging/docs/threats.md").read_text(encoding="utf-8"), Tests(tree, build)
    found = list(differences(text, tests))
    if not found:
        self_test(text, tests)
    print("\n".join(found) if found else f"rows: {len(rows_of(text))} as the tests are")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
