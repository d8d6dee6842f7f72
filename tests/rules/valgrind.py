"""Runs the programs without a window once under valgrind, in their usual and in refused runs: no wrong access, nothing
undefined used, no memory definitely lost.

Usage: python3 -m tests.rules.valgrind BIN_FOLDER GATE     (root; about a minute)
GATE: a gate that shares libc (valgrind.sh builds it): in a static one valgrind sees no allocation, and libc's own tricks.
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tests.e2e.harness.machine import Machine
from tests.e2e.harness.options import SOURCE
from tests.e2e.harness.users import credentials

FOUND = 99
VALGRIND = ["valgrind", "--quiet", f"--error-exitcode={FOUND}", "--leak-check=full", "--errors-for-leak-kinds=definite",
            "--trace-children=no"]
# Everything is looked at and nothing is due: a gate with something to show would become the window.
QUIET = """<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
<detect><host><file path="/etc/group"/></host><component id="av"><package name="example-av"/>
<keyfile path="/etc/os-release" key="VERSION_ID"/><config path="/etc/a.xml" at="/a@b"/><service name="example"/></component></detect>
<message id="m" category="security" severity="critical" expires="2099-01-01T00:00:00Z"><when><os family="windows"/>
<component id="av" version="[9.5,9.6)"/></when><text locale="en"><title>T</title><body><p>B</p></body></text></message>
</catalog>"""
SAMPLE = SOURCE / "packaging/samples/catalog.xml"


class Round:
    def __init__(self, machine):
        self.machine, self.runs, self.failed = machine, 0, []

    def check(self, command, codes, **more):
        """Any finding of valgrind's, and any other exit code than those, is a failure."""
        self.runs += 1
        done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300, **more)
        if done.returncode not in codes or re.search(r"^==\d+==", done.stderr, re.M):
            self.failed.append(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stdout[-500:]}{done.stderr[-3000:]}")

    def as_root(self, program, *words, codes=(0,)):
        self.check([*VALGRIND, self.machine.programs / program, *words], codes)

    def as_user(self, role, *words, codes=(0,), member=True):
        command = [*credentials(member=member), *VALGRIND, *self.machine.program(role, *words)]
        self.check(command, codes, env=self.machine.environment(), cwd="/")


def updater(of, payload, other):
    root = ["--root", of.machine.root]
    damaged = of.machine.base / "damaged"
    bytes_ = bytearray(payload.read_bytes())
    bytes_[200] ^= 1
    damaged.write_bytes(bytes_)
    of.as_root("update-patch", "install", "--payload", payload, *root)
    of.as_root("update-patch", "install", "--payload", payload, *root)
    of.as_root("update-patch", "status", *root)
    of.as_root("update-patch", "verify", "--payload", payload, *root)
    of.as_root("update-patch", "install", "--payload", damaged, *root, codes=(4, 5))
    of.as_root("update-patch", "install", "--payload", other, *root)
    of.as_root("update-patch", "install", "--payload", payload, *root, codes=(10,))
    of.as_root("update-patch", "--nonsense", codes=(2,))


def notifier(of):
    of.as_user("notifier")
    of.as_user("notifier", member=False)
    for words in (["list"], ["list", "--all", "--json"], ["status"], ["status", "--json"], ["verify"], ["facts"],
                  ["receipts"], ["licenses"]):
        of.as_user("control", *words, codes=(0, 20))
    of.as_user("control", "send", codes=(0, 8))
    of.as_user("control", "nonsense", codes=(2,))


def kit(of, payload):
    scf = SOURCE / "tests/data/scf"
    of.as_root("tocsin", "lint", SAMPLE, codes=(0, 1))
    of.as_root("tocsin", "explain", SAMPLE, "--facts", SOURCE / "packaging/samples/machine-1.json", codes=(0, 1, 20))
    for path in (payload, scf / "scf.dat", scf / "root1.bin", scf / "good-notices-keys-rotated.dat"):
        of.as_root("tocsin", "inspect", path)
    of.as_root("tocsin", "inspect", scf / "bad-truncated.dat", codes=(4, 5))
    for path in sorted((SOURCE / "tests/data/catalog").glob("*.xml"))[::8]:
        of.as_root("tocsin", "lint", path, codes=(0, 1, 4))


def main():
    if os.geteuid() != 0:
        sys.exit("valgrind.py: needs root (tests/support/as_root.sh)")
    with tempfile.TemporaryDirectory(prefix="tocsin-valgrind.") as programs, Machine(programs) as machine:
        pathlib.Path(programs).chmod(0o755)
        for name in ("messenger-dialog", "messengerctl", "tocsin", "update-patch"):
            shutil.copy(pathlib.Path(sys.argv[1]) / name, programs)
        shutil.copy(sys.argv[2], pathlib.Path(programs) / "messenger")
        (machine.root / "etc/group").write_text(f"{machine.group}:x:1:\n")
        payload, other = machine.release(QUIET), machine.release(QUIET)
        of = Round(machine)
        updater(of, payload, other)
        notifier(of)
        kit(of, payload)
        of.as_root("update-patch", "uninstall", "--purge", "--root", machine.root)
    print("\n\n".join(of.failed) if of.failed else f"valgrind: {of.runs} runs without a finding")
    sys.exit(1 if of.failed or of.runs < 30 else 0)


if __name__ == "__main__":
    main()
