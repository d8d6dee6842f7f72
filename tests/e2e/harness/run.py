"""Runs tests: python3 -m tests.e2e.harness.run MODULE BIN_FOLDER [CLASS[.METHOD]...]

From the source root. MODULE is a dotted name, tests.e2e.notifier.clock_test for instance. Prints unittest's summary.
Exit status: 0 when at least one test ran and every test passed; 1 when one failed or was skipped; 5 when none ran; 90 when
the desktop session could not be started.
"""
import argparse
import importlib
import pathlib
import shutil
import sys
import tempfile
import types
import unittest

from tests.e2e.harness.commands import PYTHON
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.session import place_of, run_in_session, stage_package

RUNNER = "tests.e2e.harness.run"
FAILED, NOTHING_RAN, NO_SESSION = 1, 5, 90


def parse(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m tests.e2e.harness.run", description=__doc__.splitlines()[0])
    parser.add_argument("module")
    parser.add_argument("programs", type=pathlib.Path, help="the folder of the built programs")
    parser.add_argument("names", nargs="*", metavar="CLASS[.METHOD]", help="the tests to run (all)")
    parser.add_argument("--but", nargs="+", default=[], metavar="CLASS", help="all classes but these, so that a new one is run")
    parser.add_argument("--full", action="store_true", help="every point of a sweep instead of a spread")
    parser.add_argument("--only", default="", metavar="WORDS", help="the points or scenarios whose name holds this")
    parser.add_argument("--session", metavar="PROGRAM", help="in a desktop session, into which this program is copied")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="where the pictures go of tests that make some")
    return parser.parse_args(words)


def classes_of(module: types.ModuleType) -> list[str]:
    """Names of the module's own classes that have tests."""
    return [name for name, one in sorted(vars(module).items())
            if isinstance(one, type) and issubclass(one, unittest.TestCase) and one.__module__ == module.__name__
            and any(word.startswith("test_") for word in dir(one))]


def chosen(module: types.ModuleType, names: list[str], but: list[str]) -> unittest.TestSuite:
    known = classes_of(module)
    if unknown := set(but) - set(known):
        raise SystemExit(f"{module.__name__} has no class {', '.join(sorted(unknown))}")
    names = names or [name for name in known if name not in but]
    return unittest.defaultTestLoader.loadTestsFromNames(names, module)


def run_here(asked: argparse.Namespace) -> int:
    OPTIONS.programs, OPTIONS.full, OPTIONS.only, OPTIONS.keep = asked.programs.resolve(), asked.full, asked.only, asked.keep
    suite = chosen(importlib.import_module(asked.module), asked.names, asked.but)
    sys.stdout.reconfigure(line_buffering=True)
    result = unittest.TextTestRunner(verbosity=2).run(suite)
    if result.testsRun == 0:
        return NOTHING_RAN
    return 0 if result.wasSuccessful() and not result.skipped else FAILED


def run_there(asked: argparse.Namespace) -> int:
    """The same command again in a session, from a copy of this package that the session's user can read."""
    with tempfile.TemporaryDirectory(prefix="tcs-", dir="/tmp") as name:  # a short path: sockets lie below it
        base = pathlib.Path(name)
        base.chmod(0o755)
        staged, programs, session = stage_package(base / "python"), base / "programs", base / "d"
        programs.mkdir(mode=0o755)
        shutil.copy(asked.programs / asked.session, programs)
        again = [asked.module, programs, *asked.names, "--only", asked.only, *(["--full"] if asked.full else []),
                 *(["--but", *asked.but] if asked.but else [])]
        status = run_in_session(staged, session, PYTHON, "-m", RUNNER, *again, quiet=False).returncode
        place = place_of(session)
        if status == NO_SESSION:
            for log in sorted(place.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}", file=sys.stderr)
        if asked.keep and (place / "out").exists():
            shutil.copytree(place / "out", asked.keep, dirs_exist_ok=True)
        return status


def main() -> int:
    asked = parse(sys.argv[1:])
    return run_there(asked) if asked.session else run_here(asked)


if __name__ == "__main__":
    sys.exit(main())
