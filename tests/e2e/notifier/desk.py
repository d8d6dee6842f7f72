"""A reader at a terminal: `messengerctl show` on a machine of the tests, whose acts take the window's own way
(Presenter, LiveRecorder, the store, then the sender), and what is found afterwards in the record and at the vendor.
"""
import contextlib
import json
import os
import pty
import re
import secrets
import shutil
import sqlite3
import subprocess
import tempfile

from machine import LONGEST_WAIT_S, Machine

IDS = ("first", "second")  # in the order in which they are shown
TITLES = {"first": "The first & worst notice", "second": "The second notice"}
CATALOG = """<?xml version="1.0" encoding="UTF-8"?>
<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect><host><package name="example-management"/></host></detect>
  <message id="first" category="security" severity="critical" audience="all"
           not-before="2025-11-01T00:00:00Z" expires="2028-10-01T00:00:00Z" act-by="2028-01-01T00:00:00Z">
    <text locale="en"><title>The first &amp; worst notice</title><body><p>Ends soon.</p></body></text>
  </message>
  <message id="second" category="maintenance" severity="info" audience="all"
           not-before="2025-11-01T00:00:00Z" expires="2028-10-01T00:00:00Z">
    <text locale="en"><title>The second notice</title><body><p>For information.</p></body></text>
  </message>
</catalog>
"""
DPKG_STATUS = "Package: example-management\nStatus: install ok installed\nVersion: 5.0-1\n\n"
RECEIPTS = sorted((id, outcome) for id in IDS for outcome in ("displayed", "acknowledged"))


def ids_of(pattern, said):
    """Ids of the notices whose title follows the words."""
    by_title = {title: id for id, title in TITLES.items()}
    return [by_title.get(title.strip(), title.strip()) for title in re.findall(pattern + r": (.*)", said)]


class Said:
    """What the reader was told."""

    def __init__(self, text):
        self.text = text
        self.offered = ids_of("not yet acknowledged", text)
        self.recorded = ids_of("Recorded as acknowledged", text)
        self.refusals = text.count("Could not be recorded")


class Desk:
    """A machine with two notices that concern everybody, a receiver, and one member of the group."""

    def __init__(self, programs, machine=None, catalog=CATALOG):
        self.machine = machine or Machine(programs)
        status = self.machine.root / "var/lib/dpkg/status"
        status.parent.mkdir(parents=True)
        status.write_text(DPKG_STATUS)
        self.machine.start_collector()
        self.machine.install(catalog)
        self.kept = 0

    def close(self):
        self.machine.__exit__()

    @property
    def folder(self):
        return self.machine.home / ".local/state/example-messenger"

    def begin(self):
        """Nothing was ever decided here, and the vendor has no receipt of it."""
        self.machine.forget()
        self.become_another()

    def become_another(self):
        """A machine whose receipts have other ids."""
        conf = self.machine.root / "var/lib/example-messenger/machine.conf"
        conf.write_text(re.sub("Secret=.*", f"Secret={secrets.token_hex(32)}", conf.read_text()))
        self.kept = len(self.receipts())

    def receipts(self):
        out = self.machine.receipts_file
        return [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []

    def arrived(self):
        """(message, outcome) of every receipt kept since begin(); the ids are all different or it is no list of receipts."""
        rows = self.receipts()[self.kept:]
        assert len({row["id"] for row in rows}) == len(rows), rows
        return sorted((row["messageid"], row["outcome"]) for row in rows)

    def command(self, role, *words, wrap=()):
        return [*self.machine.user(), *map(str, wrap), *self.machine.program(role, *words)]

    def show(self, answers, wrap=(), **environment):
        """(status, Said) of a terminal at which these answers are typed."""
        ours, theirs = pty.openpty()
        os.write(ours, answers.encode())
        program = subprocess.Popen(self.command("control", "show", "--plain", wrap=wrap), env=self.machine.environment(**environment),
                                   cwd="/", stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True)
        os.close(theirs)
        said = b""
        with contextlib.suppress(OSError):  # the other end is closed
            while piece := os.read(ours, 65536):
                said += piece
        os.close(ours)
        return program.wait(timeout=LONGEST_WAIT_S), Said(said.decode(errors="replace"))

    def listed(self):
        return {id: reason for id, reason in self.machine.listed().items() if id in IDS}

    @contextlib.contextmanager
    def copy(self):
        """The record's folder as it lies there, elsewhere: looking at a database may change it."""
        with tempfile.TemporaryDirectory(dir=self.machine.base) as aside:
            for path in self.folder.iterdir() if self.folder.is_dir() else ():
                shutil.copy(path, aside)
            yield os.path.join(aside, "state.db")

    def durable(self):
        """(ids acknowledged in the record as it lies on the disk, what SQLite says of its soundness)"""
        with self.copy() as path:
            return look_into(path)

    def make_due(self):
        """The hours of a back-off pass."""
        with contextlib.closing(sqlite3.connect(self.folder / "state.db")) as database, database:
            database.execute("UPDATE outbox SET next_attempt = 0")

    def outbox(self):
        with self.copy() as path, contextlib.closing(sqlite3.connect(path)) as database:
            return database.execute("SELECT id, state FROM outbox").fetchall()


def look_into(path):
    if not os.path.exists(path):
        return set(), "ok"
    with contextlib.closing(sqlite3.connect(path)) as database:
        try:
            sound = database.execute("PRAGMA integrity_check").fetchone()[0]
            if not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'decisions'").fetchone():
                return set(), sound  # killed before the schema was made
            rows = database.execute("SELECT message FROM decisions WHERE kind = 'acknowledged'").fetchall()
        except sqlite3.DatabaseError as fault:
            return set(), str(fault)
        return {message for message, in rows}, sound
