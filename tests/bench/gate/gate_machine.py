"""Machines for the gate to decide about: a root-owned tree with a set, decisions of `nobody`, facts to ask. As root."""
import os
import pathlib
import shutil
import subprocess
import tempfile

USER = 65534
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


def unconditional(number):
    return ""


def first_unmet(number):
    """The first, the second or the third condition fails, so that every kind of source is asked."""
    package = '<component id="plain"/>'
    rows = [WHEN, f'<when>{package}<component id="keyfile" version="[1.0,2.0)"/></when>',
            f'<when>{package}<component id="service"/></when>']
    return rows[number % len(rows)]


def catalog(messages, when_of):
    rows = "".join(message(i, when_of(i)) for i in range(messages))
    return f'<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">{DETECT}{rows}</catalog>'


class GateMachine:
    """`decided` of the messages are acknowledged. `command` is the gate's."""

    def __init__(self, bins, folder, messages, when_of, decided):
        name = f"{when_of.__name__}-{messages}"
        self.root = folder / name
        own = self.root / "opt/example/messenger/1.1.00c0ffee"
        machine = self.root / "var/lib/example-messenger"
        self.state_home = folder / "home" / name
        state = self.state_home / "example-messenger"
        for path in (own, machine, state, self.root / "etc/example", self.root / "var/lib/dpkg",
                     self.root / "usr/lib/systemd/system"):
            path.mkdir(parents=True)
        shutil.copy(bins / "messenger", own / "messenger")
        (own / "messenger.xml").write_text(catalog(messages, when_of))
        (self.root / "etc/os-release").write_text("ID=debian\nVERSION_ID=\"12\"\n")
        (self.root / "etc/example/av-release").write_text("VERSION=3.0\n")
        shutil.copy("/var/lib/dpkg/status", self.root / "var/lib/dpkg/status")
        # A commit a decision: where there is nothing to wait for a disk.
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as fast:
            made = pathlib.Path(fast) / "state.db"
            subprocess.run([bins / "gate_set", machine / "trust.dat", machine / "machine.conf", made, str(decided), str(USER)],
                           check=True)
            shutil.copy(made, state / "state.db")
        for path in (state.parent, state, *state.iterdir()):
            os.chown(path, USER, USER)
        self.command = f"XDG_STATE_HOME={self.state_home} {own / 'messenger'} --root {self.root}"


def lay_out(programs, folder):
    """What runs as nobody lies where nobody can reach it. The folder of the programs."""
    folder.chmod(0o755)
    bins = pathlib.Path(folder) / "bin"
    bins.mkdir()
    for program in ("gate_empty", "gate_empty_c", "gate_set", "gate_spawner", "messenger"):
        shutil.copy(programs / program, bins / program)
    return bins
