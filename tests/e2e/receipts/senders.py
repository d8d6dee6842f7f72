"""One signed set, and senders of it: each with a machine policy, a home and an outbox of its own. Tests only; as root.

What sends is the installed `messengerctl send`, started as an ordinary user.
"""
import json
import os
import pathlib
import shutil
import sqlite3
import subprocess
import threading
import time

from tests.e2e.harness.machine import Machine
from tests.e2e.harness.sample import sample_catalog
from tests.e2e.harness.scenarios import check, equal
from tests.e2e.harness.users import GID, UID, credentials
from tests.e2e.harness.waiting import LONGEST_WAIT_S

LONGEST_DELAY_S = 30  # after a first failure


class Site:
    """The set installed below a folder of its own. Use as a context."""

    def __init__(self, programs):
        self.machine = Machine(programs)
        self.machine.install(sample_catalog())
        self.set_folder = self.machine.current.resolve()
        self.folder = self.machine.base / "senders"
        self.folder.mkdir()
        self.certificates = self.machine.base / "certificates"
        self.certificates.mkdir()
        self.exchange = pathlib.Path(programs).resolve() / "receipt_exchange"
        self.made = 0
        self.lock = threading.Lock()

    def __enter__(self):
        return self

    def __exit__(self, *fault):
        self.machine.__exit__(*fault)

    def sender(self, **policy):
        with self.lock:
            self.made += 1
            return Sender(self, self.folder / str(self.made), policy)


class Sender:
    def __init__(self, site, folder, policy):
        self.site, self.root, self.home = site, folder / "root", folder / "home"
        self.environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.home), "LANG": "en_GB.UTF-8"}
        (self.root / "etc").mkdir(parents=True)
        state = site.machine.state_folder.lstrip("/")
        shutil.copytree(site.machine.root / state, self.root / state)
        self.home.mkdir(mode=0o700)
        os.chown(self.home, UID, GID)
        self.db = self.home / ".local/state" / site.machine.unit / "state.db"
        self.values, self.prefix, self.wrap = {}, (), ()  # words before the user is taken, and after
        self.last_start = 0  # of a run, by the machine's clock
        self.policy(**policy)

    def policy(self, **values):
        """Machine policy: ca (copied, since it is taken below the root), relay (a port, or host:port), proxy."""
        self.values.update(values)
        lines = []
        if "ca" in self.values:
            shutil.copy(self.values["ca"], self.root / "etc/ca.pem")
            lines.append("ReceiptCAFile=/etc/ca.pem")
        if "relay" in self.values:
            relay = self.values["relay"]
            lines.append("ReceiptRelay=https://%s" % (relay if ":" in str(relay) else "localhost:%d" % relay))
        if self.values.get("proxy"):
            lines.append("Proxy=" + self.values["proxy"])
        (self.root / "etc" / (self.site.machine.unit + ".conf")).write_text("\n".join(lines) + "\n")

    def as_user(self, *command):
        words = [*self.prefix, *credentials(), *self.wrap, *map(str, command)]
        done = subprocess.run(words, env=self.environment, cwd="/", text=True, capture_output=True, timeout=LONGEST_WAIT_S)
        check(done.returncode == 0, "%s: exit code %d: %s" % (command[0], done.returncode, done.stderr))
        return done.stdout

    def control(self, *words):
        return self.as_user(self.site.set_folder / "messengerctl", "--root", self.root, *words)

    def queue(self, *messages, at=None):
        """Through the real store, at this time or now; their ids."""
        return self.as_user(self.site.exchange, "queue", self.db, at or int(time.time()), *messages).split()

    def send(self):
        """Seconds it took. A run that does not end by its own limits fails."""
        self.last_start, start = int(time.time()), time.monotonic()
        self.control("send")
        return time.monotonic() - start

    def rows(self):
        """Of the outbox, as `messengerctl receipts` tells them."""
        return json.loads(self.control("receipts", "--json"))["receipts"]

    def make_due(self, ids=None, others_in=None):
        """As if the wait of these rows (all of them) were over; that of the others ends in so many seconds."""
        with sqlite3.connect(self.db) as db:
            if others_in is not None:
                db.execute("UPDATE outbox SET next_attempt = ?", (int(time.time()) + others_in,))
            for id in ids if ids is not None else [row[0] for row in db.execute("SELECT id FROM outbox").fetchall()]:
                db.execute("UPDATE outbox SET next_attempt = created WHERE id = ?", (id,))
        db.close()

    def is_postponed(self, ids, attempts=1):
        """Not one was lost, none was refused; what the first says of its fault, without a word about the peer."""
        rows = self.rows()
        equal(sorted(row["id"] for row in rows), sorted(ids), "outbox")
        with sqlite3.connect(self.db) as db:
            stored = db.execute("SELECT attempts, refusals, state, next_attempt, last_error FROM outbox").fetchall()
        db.close()
        for tries, refusals, state, next_attempt, error in stored:
            equal((tries, refusals, state), (attempts, 0, "queued"), "row")
            check(self.last_start <= next_attempt <= time.time() + LONGEST_DELAY_S, "its next attempt")
            check(error and "localhost" not in error and "127.0.0.1" not in error, "its error: %r" % error)
        return rows[0]["last_error"]

    def arrives_once(self, server, ids):
        """The next try reaches a sound server, and that is the end of it."""
        self.make_due()
        self.send()
        equal(self.rows(), [], "outbox after the next try")
        equal(sorted(server.committed), sorted(ids), "at the sound server")
        self.send()
        equal(len(server.requests), len(ids), "requests in all")
