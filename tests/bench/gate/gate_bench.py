#!/usr/bin/python3
"""Measures the gate's start against an empty C++ program, in the same run, and holds it to its targets.

Usage: gate_bench.py BIN [--rounds 200] [--gate FILE]     exits 1 when a target is missed
(a) 100 messages, all acknowledged: at most 1.5 times the empty program.
(b) 100 messages, none of which applies, with facts of the machine to ask: at most 3 times.
Runs as root, because the gate takes only root's files; the programs run as `nobody`.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

USER = 65534
MESSAGES = 100
TARGETS = {"all acknowledged": 1.5, "none applies": 3.0}
BODY = "<p>Your console manages computers that still run a version which retires.</p><ul><li>Move them to 10.1.</li></ul>"
WHEN = ('<when><component id="package" version="[9.5,9.6)"/><component id="keyfile" version="[1.0,2.0)"/>'
        '<component id="service"/></when>')
DETECT = ('<detect><component id="package"><package name="example-av"/></component>'
          '<component id="keyfile"><keyfile path="/etc/example/av-release" key="VERSION"/></component>'
          '<component id="service"><service name="example-av"/></component>'
          '<component id="plain"><package name="base-files"/></component></detect>')


def message(number, when):
    texts = "".join(
        f'<text locale="{locale}"><title>{title} {number}</title><body>{BODY}</body>'
        f'<link href="https://support.example.com/kb/{number}">{link}</link></text>'
        for locale, title, link in (("en", "Anti-Virus retires", "How to move"), ("de", "Anti-Virus endet", "So geht es")))
    audience = "" if when else ' audience="all"'
    return (f'<message id="m{number}" category="lifecycle" severity="warning"{audience} '
            f'not-before="2026-01-01T00:00:00Z" expires="2028-12-31T00:00:00Z">{when}{texts}</message>')


def catalog(when_of):
    messages = "".join(message(i, when_of(i)) for i in range(MESSAGES))
    return f'<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">{DETECT}{messages}</catalog>'


def first_unmet(number):
    """The first, the second or the third condition fails, so that every kind of source is asked."""
    package = '<component id="plain"/>'
    rows = [WHEN, f'<when>{package}<component id="keyfile" version="[1.0,2.0)"/></when>',
            f'<when>{package}<component id="service"/></when>']
    return rows[number % len(rows)]


def lay_out(bins, gate, folder, name, when_of, decided):
    """A machine below its own root: set, machine folder, facts; and the user's home. Returns its gate and its root."""
    root = folder / name
    own = root / "opt/example/messenger/1.1.00c0ffee"
    machine = root / "var/lib/example-messenger"
    state = folder / "home" / name / "example-messenger"
    for path in (own, machine, state, root / "etc/example", root / "var/lib/dpkg", root / "usr/lib/systemd/system"):
        path.mkdir(parents=True)
    shutil.copy(gate, own / "messenger")
    (own / "messenger.xml").write_text(catalog(when_of))
    (root / "etc/os-release").write_text("ID=debian\nVERSION_ID=\"12\"\n")
    (root / "etc/example/av-release").write_text("VERSION=3.0\n")
    shutil.copy("/var/lib/dpkg/status", root / "var/lib/dpkg/status")
    subprocess.run([bins / "gate_set", machine / "trust.dat", machine / "machine.conf", state / "state.db",
                    str(decided), str(USER)], check=True)
    for path in (state.parent, state, *state.iterdir()):
        os.chown(path, USER, USER)
    return own / "messenger", root, state.parent


def measure(bins, rounds, command, state_home):
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "XDG_STATE_HOME": str(state_home), "LANG": "de_CH.UTF-8",
                   "DISPLAY": ":99"}
    ran = subprocess.run([bins / "gate_spawner", str(rounds), str(USER), str(bins / "gate_empty"), command],
                         env=environment, check=True, capture_output=True, text=True)
    return [[float(word) for word in line.split()] for line in ran.stdout.splitlines()]


def run(arguments, folder):
    folder.chmod(0o755)  # what runs as nobody is copied to where nobody can reach it
    bins = folder / "bin"
    bins.mkdir()
    for program in ("gate_empty", "gate_set", "gate_spawner"):
        shutil.copy(arguments.bin / program, bins / program)
    gate = arguments.gate or arguments.bin / "messenger"
    machines = {"all acknowledged": lay_out(bins, gate, folder, "a", lambda number: "", MESSAGES),
                "none applies": lay_out(bins, gate, folder, "b", first_unmet, 0)}
    missed = False
    for name, (program, root, state_home) in machines.items():
        empty, ours = measure(bins, arguments.rounds, f"{program} --root {root}", state_home)
        ratio = ours[0] / empty[0]
        missed |= ratio > TARGETS[name]
        print(f"{name}: gate {ours[0]:.0f} us ({ours[1]:.0f}..{ours[2]:.0f}), empty {empty[0]:.0f} us "
              f"({empty[1]:.0f}..{empty[2]:.0f}), ratio {ratio:.2f}, target {TARGETS[name]}")
    return 1 if missed else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bin", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--gate", type=pathlib.Path, help="another build of the gate")
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("gate_bench: must be root (the gate takes only root's files)")
    os.umask(0o022)
    with tempfile.TemporaryDirectory() as folder:
        sys.exit(run(arguments, pathlib.Path(folder)))


if __name__ == "__main__":
    main()
