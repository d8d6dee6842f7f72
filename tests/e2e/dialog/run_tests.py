#!/usr/bin/python3
"""Starts the tests of the window in a desktop session of their own: run_tests.py DIALOG_FIXTURE [OUT_DIR] [TEST...]

The session may not be able to read the build folder, so what it needs is copied to where it can. Exit status: that of the
tests; 3 when they did not run at all.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SUPPORT = HERE.parent.parent / "support"


def main():
    fixture = pathlib.Path(sys.argv[1])
    keep = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None
    base = pathlib.Path(tempfile.mkdtemp(prefix="tcs-", dir="/tmp"))
    try:
        return run(base, fixture, keep, sys.argv[3:])
    finally:
        shutil.rmtree(base, ignore_errors=True)


def run(base, fixture, keep, names):
    base.chmod(0o755)
    stage = base / "stage"
    stage.mkdir(mode=0o755)
    for source in [fixture, SUPPORT / "a11y_session", SUPPORT / "atspi_driver.py", SUPPORT / "waiting.py", *HERE.glob("*.py"),
                   HERE / "catalog.xml", HERE / "machine.json"]:
        target = stage / source.name
        shutil.copyfile(source, target)
        target.chmod(0o755)
    session = base / "d"
    command = [stage / "a11y_session", session, "/usr/bin/python3", stage / "dialog_test.py", *names]
    status = subprocess.run(command, check=False).returncode
    out = session / "s" / "out" if (session / "s").exists() else session / "out"
    if keep and out.exists():
        shutil.copytree(out, keep, dirs_exist_ok=True)
    counted = out / "tests-run"
    if not counted.exists() or int(counted.read_text()) == 0:
        print("run_tests: no test ran", file=sys.stderr)
        for log in sorted(out.parent.glob("*.log")):
            print(f"--- {log.name}\n{log.read_text()[-2000:]}", file=sys.stderr)
        return status or 3
    return status


if __name__ == "__main__":
    sys.exit(main())
