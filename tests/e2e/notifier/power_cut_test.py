"""The power goes at any moment of a run in which a reader acknowledges: what the reader was told is in the record whatever the
disk had not flushed, a decision is there with its history and its receipt or not at all, and the record opens.

Runs as root.
"""
import contextlib
import pathlib
import shutil
import sqlite3
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS
from tests.e2e.notifier import power_cut
from tests.e2e.notifier.desk import IDS, RECEIPTS, Desk, Said, look_into

ASKED_OF_THE_PROGRAM = 40  # every so many-th distinct picture is also shown to the real programs


def traced_run(desk):
    """Lines of the trace of a whole run, from no record at all."""
    log = desk.machine.base / "trace"
    log.touch()
    log.chmod(0o666)
    desk.begin()
    status, said = desk.show("a\na\n", (*power_cut.TRACE, "-o", str(log)))
    assert status == 0 and said.recorded == list(IDS) and desk.arrived() == RECEIPTS, said.text
    return log.read_text(errors="replace").splitlines()


def halves(path):
    """Decisions without their history or their receipt."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        if not database.execute("SELECT 1 FROM sqlite_schema WHERE name = 'queued_by_time'").fetchone():
            return []
        return database.execute(
            "SELECT message FROM decisions WHERE NOT EXISTS (SELECT 1 FROM history WHERE message = decisions.message AND "
            "what = 'acknowledged') OR NOT EXISTS (SELECT 1 FROM outbox WHERE message = decisions.message AND outcome = "
            "'acknowledged' UNION SELECT 1 FROM history WHERE message = decisions.message AND what = 'delivered')").fetchall()


def put(files, folder):
    for name, content in files.items():
        (folder / name).write_bytes(content)


def what_is_wrong(files, told):
    """In words, as SQLite sees it."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if pathlib.Path("/dev/shm").is_dir() else None) as aside:
        put(files, pathlib.Path(aside))
        path = f"{aside}/state.db"
        if not files.get("state.db"):  # empty: made, and nothing ever recorded
            return [f"told of {told}, and there is no record"] if told else []
        durable, sound = look_into(path)
        if sound != "ok":
            return [f"the record: {sound}"]
        wrong = [] if set(told) <= durable else [f"told of {told}, found {sorted(durable)}"]
        return wrong + [f"half of {message}" for message, in halves(path)]


def next_start_is_wrong(desk, files):
    """The same of the real programs: what is in the record does not return, what is not does."""
    desk.machine.forget()
    desk.folder.mkdir(parents=True, mode=0o700)
    put(files, desk.folder)
    for path in (desk.machine.home / ".local").rglob("*"):
        shutil.chown(path, desk.machine.home.stat().st_uid, desk.machine.home.stat().st_gid)
    shutil.chown(desk.machine.home / ".local", desk.machine.home.stat().st_uid)
    durable, _ = desk.durable()
    wanted = [id for id in IDS if id not in durable]
    status, said = desk.show("a\na\n")
    return [] if status == 0 and said.offered == wanted == said.recorded else \
        [f"{status}: showed {said.offered}, not {wanted}: {said.text[-300:]}"]


def all_cuts(lines, desk, ask):
    """(cuts, different ones, shown to the programs, what was wrong)"""
    known, asked, wrong, number = set(), 0, [], 0
    for text, files in power_cut.cuts(lines, desk.machine.home, desk.folder):
        number += 1
        told = tuple(Said(text.replace("\n", "\r\n")).recorded)
        key = (told, tuple(sorted((name, hash(content)) for name, content in files.items())))
        if key in known:
            continue
        known.add(key)
        found = what_is_wrong(files, told)
        if ask and len(known) % ASKED_OF_THE_PROGRAM == 1:
            asked += 1
            found += next_start_is_wrong(desk, files)
        wrong += [f"{words}: {[(name, len(content)) for name, content in files.items()]}" for words in found]
    return number, len(known), asked, wrong


class PowerCut(unittest.TestCase):
    def setUp(self):
        self.desk = Desk(OPTIONS.programs)
        self.addCleanup(self.desk.close)
        self.lines = traced_run(self.desk)

    def test_cut_at_every_moment(self):
        number, known, asked, wrong = all_cuts(self.lines, self.desk, True)
        print(f"{number} cuts, {known} of them different, {asked} shown to the programs")
        self.assertEqual(wrong[:50], [])
        self.assertGreaterEqual(known, 300)
        self.assertGreaterEqual(asked, 5)

    def test_what_is_not_flushed_is_seen(self):
        for unflushed in ("state.db", "state.db-journal", "example-messenger"):
            with self.subTest(unflushed):
                name = "".join(f"\\x{byte:02x}" for byte in unflushed.encode()) + ">"
                less = [line for line in self.lines if not ("fdatasync" in line and name in line)]
                self.assertLess(len(less), len(self.lines))
                self.assertTrue(all_cuts(less, self.desk, False)[3])
