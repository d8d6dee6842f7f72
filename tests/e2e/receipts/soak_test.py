"""More than a year without a network, in virtual time: the installed sender tries every few days, the outbox keeps its bounds, and
once the server is there what is left arrives, each event once.

Runs as root; a usual run takes a try every 110 days, --full every four.
"""
import glob
import os
import pathlib
import subprocess
import tempfile
import time
import unittest

from tests.e2e.harness.mounts import enter_private_mounts
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.scenarios import check, equal
from tests.e2e.harness.users import GID, UID
from tests.e2e.receipts.certificates import Certificates
from tests.e2e.receipts.hostile_certificates import FAKETIME
from tests.e2e.receipts.scripted_server import ScriptedServer
from tests.e2e.receipts.senders import Site
from tests.e2e.receipts.wire import leave_the_network

DAY = 86_400
DAYS, A_DAY = 440, 3  # more events than the outbox keeps
KEPT_ROWS, KEPT_DAYS = 1_000, 400
DATABASE_LIMIT = 2 << 20  # bytes; a row is about 700


class Soak:
    def __init__(self, site, certificates, memory):
        # Port 1 of a network of its own: nobody is there.
        self.sender = site.sender(ca=certificates.ca, relay=1)
        # In memory, or thousands of durable writes would be most of the time.
        os.chown(memory, UID, GID)
        self.sender.environment["XDG_STATE_HOME"] = memory
        self.sender.db = pathlib.Path(memory) / site.machine.unit / "state.db"
        self.start = int(time.time())
        self.queued = {}  # id -> day

    def on(self, day):
        self.sender.wrap = ("env", "LD_PRELOAD=" + glob.glob(FAKETIME)[0], "FAKETIME=+%dd" % day)

    def queue(self, day, days):
        """The events of so many days, at the last of them."""
        self.sender.wrap = ()
        ids = self.sender.queue(*("d%03d.%d" % (day, n) for n in range(A_DAY * days)), at=self.start + day * DAY)
        self.queued.update((id, day) for id in ids)

    def check_bounds(self, day):
        rows = self.sender.rows()
        check(len(rows) <= KEPT_ROWS, "day %d: %d rows" % (day, len(rows)))
        oldest = min(self.queued[row["id"]] for row in rows)
        check(oldest >= day - KEPT_DAYS, "day %d: a row of day %d" % (day, oldest))
        # A full outbox drops from the other end.
        check({id for id, when in self.queued.items() if when == day} <= {row["id"] for row in rows}, "the newest are kept")
        size = os.path.getsize(self.sender.db)
        check(size < DATABASE_LIMIT, "day %d: %d bytes" % (day, size))
        return len(rows), size

    def offline(self, step):
        most = largest = 0
        for day in range(0, DAYS, step):
            self.queue(day, step)
            self.on(day)
            self.sender.send()
            rows, size = self.check_bounds(day)
            most, largest = max(most, rows), max(largest, size)
        return most, largest

    def back(self, certificates):
        """The runs it takes, and how many arrive."""
        self.on(DAYS)
        left = {row["id"] for row in self.sender.rows()}
        runs = 0
        with ScriptedServer(certificates.context()) as server:
            self.sender.policy(relay=server.port)
            while self.sender.rows():
                runs += 1
                check(runs < 10, "no end of runs")
                self.sender.make_due()
                self.sender.send()
            check(set(server.committed) <= left, "only what was left")
            equal(len(server.requests), len(server.committed), "requests, once each")
            young = sum(DAYS - day <= KEPT_DAYS for day in self.queued.values())
            equal(len(server.committed), min(KEPT_ROWS, young), "arrived")
            return runs, len(server.committed)


def certificates_of_that_day(folder):
    """Made as on the last day, or they would have expired until then."""
    os.environ.update(LD_PRELOAD=glob.glob(FAKETIME)[0], FAKETIME="+%dd" % DAYS)
    certificates = Certificates(folder)
    del os.environ["LD_PRELOAD"], os.environ["FAKETIME"]
    return certificates


class AYearWithoutNetwork(unittest.TestCase):
    def setUp(self):
        # A /dev/shm of its own: libfaketime leaves things there by process numbers, which come back, for other users too.
        enter_private_mounts()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777", "none", "/dev/shm"], check=True)

    def test_the_outbox_keeps_its_bounds_and_what_is_left_arrives(self):
        with Site(OPTIONS.programs) as site, tempfile.TemporaryDirectory(prefix="tocsin-soak.", dir="/dev/shm") as memory:
            leave_the_network()
            certificates = certificates_of_that_day(str(site.certificates))
            soak = Soak(site, certificates, memory)
            most, largest = soak.offline(4 if OPTIONS.full else 110)
            runs, arrived = soak.back(certificates)
            print(f"{DAYS} days, {len(soak.queued)} events; at most {most} rows and {largest} bytes; "
                  f"then {arrived} events in {runs} runs")
