"""A reader at a terminal: `messengerctl show` on a machine of the tests, whose acts take the window's own way
(Presenter, LiveRecorder, the store, then the sender), and what is found afterwards in the record and at the vendor.
"""
import contextlib
import os
import re
import secrets
import shutil
import sqlite3
import tempfile

from tests.e2e.harness.commands import at_a_terminal
from tests.e2e.harness.machine import Machine, set_up_machine
from tests.e2e.harness.receiver import receipts_in
from tests.e2e.harness.sample import TWO_NOTICES
from tests.e2e.harness.users import credentials

# Of the two notices in tests/e2e/harness/sample.py.
IDS = ("first", "second")  # in the order in which they are shown
TITLES = {"first": "The first & worst notice", "second": "The second notice"}
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

    def __init__(self, programs, machine=None, catalog=TWO_NOTICES):
        self.machine = machine or Machine(programs)
        self.machine.start_receiver()
        set_up_machine(self.machine, catalog)
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
        (self.machine.root / "var/lib/example-messenger/secret").write_text(secrets.token_hex(32) + "\n")
        self.kept = len(self.receipts())

    def receipts(self):
        return receipts_in(self.machine.receipts_file)

    def arrived(self):
        """(message, outcome) of every receipt kept since begin(); the ids are all different or it is no list of receipts."""
        rows = self.receipts()[self.kept:]
        assert len({row["id"] for row in rows}) == len(rows), rows
        return sorted((row["messageid"], row["outcome"]) for row in rows)

    def command(self, role, *words, wrap=()):
        return [*credentials(), *map(str, wrap), *self.machine.program(role, *words)]

    def show(self, answers, wrap=(), **environment):
        """(status, Said) of a terminal at which these answers are typed."""
        status, said = at_a_terminal(self.command("control", "show", "--plain", wrap=wrap), answers,
                                     self.machine.environment(**environment))
        return status, Said(said)

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
