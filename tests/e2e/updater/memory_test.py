"""The update patch gets no memory at its n-th request, or at none from there on: it ends with a code, the old or the new set is
live and proves itself, an older release stays refused, and the next run succeeds.

Runs as root. libfailing_malloc.so, beside the programs, fails the requests.
"""
import collections
import multiprocessing
import pathlib
import tempfile
import unittest

from tests.e2e.harness import sweep
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.vendor import Target
from tests.e2e.updater.forge import Forge

OLDER, BEFORE, NEW = 4, 5, 6  # serials
EXITS = {0, *range(2, 11)}
USUAL = 130
INSTALLS = ("install", "notices")  # of a full patch, and of a notices file
COMMANDS = {"install": 0, "notices": 0, "status": 0, "verify": 0, "uninstall": 0}  # and the exit code of each undisturbed


class Site:
    """A machine on which one release is live, put back before each point."""

    def __init__(self, programs, base, payloads):
        self.target = Target(tempfile.mkdtemp(prefix="site.", dir=base))
        self.patch = pathlib.Path(programs).resolve() / "update-patch"
        self.shim = self.patch.with_name("libfailing_malloc.so")
        self.payloads, self.pictures = payloads, sweep.Picture()
        self.count = self.target.base / "count"
        assert self.install(BEFORE).returncode == 0
        self.before = sweep.Snapshot(self.target.root, self.target.base / "before")
        self.old = self.live()

    def install(self, what, wrap=()):
        return self.target.run(self.patch, "--payload", self.payloads[what], wrap=wrap)

    def run(self, command, wrap=()):
        if command in INSTALLS:
            return self.install(NEW if command == "install" else command, wrap)
        return self.target.run(self.patch, command, wrap=wrap)

    def failing(self, at):
        return ("env", f"LD_PRELOAD={self.shim}", f"FAILING_MALLOC_AT={at}", f"FAILING_MALLOC_COUNT={self.count}")

    def live(self):
        name = self.target.live()
        return self.pictures.of(self.target.install / name) if name else None

    def requests(self, command):
        """How often an undisturbed run asks for memory."""
        self.before.restore(self.target.root)
        done = self.run(command, self.failing(0))
        assert done.returncode == COMMANDS[command], f"{command}: {done.returncode} {done.stderr}"
        return int(self.count.read_text())

    def go(self, command, at):
        """(exit code, what was wrong)"""
        self.before.restore(self.target.root)
        done = self.run(command, self.failing(at))
        wrong = [] if done.returncode in EXITS else [f"ended with {done.returncode}: {done.stderr[-200:]}"]
        live = self.live()
        if command in INSTALLS and done.returncode == 0 and live == self.old:
            wrong.append("said 0 and the old set is live")
        older = self.install(OLDER).returncode
        if older not in (5, 10):
            wrong.append(f"an older release: {older}")
        again = self.install("notices" if command == "notices" else NEW)
        if again.returncode != 0:
            wrong.append(f"the next run ended with {again.returncode}: {again.stderr[-200:]}")
        known = (self.old, self.live(), None if command == "uninstall" else self.old)
        if live not in known:
            wrong.append("what was live is neither the old nor the new set")
        if len(self.target.sets()) > 2 or self.target.status(self.patch).get("trust.dat") != "sound":
            wrong.append(f"in the end {self.target.sets()}, {self.target.status(self.patch)}")
        return done.returncode, [f"{command}, request {at}: {words}" for words in wrong]


SITE = None


def begin(*what):
    global SITE
    SITE = Site(*what)


def visit(point):
    return point, *SITE.go(*point)


def points(site, full):
    """Single failures are where code is caught unawares; from one on for good is what a machine without memory is like."""
    found = []
    for command in COMMANDS:
        number = site.requests(command)
        share = 0.55 if command == "install" else 0.15
        step = 1 if full else max(1, int(number / (USUAL * share)))
        found += [(command, str(n)) for n in range(1 + step // 2, number + 1, step)]
        found += [(command, f"{n}+") for n in range(1 + step // 3, number + 1, step * 4)]
    return found


class Memory(unittest.TestCase):
    def test_each_request_fails(self):
        shared = pathlib.Path("/dev/shm")
        ends, wrong = collections.Counter(), []
        with tempfile.TemporaryDirectory(prefix="tocsin-memory.", dir=shared if shared.is_dir() else None) as base:
            pathlib.Path(base).chmod(0o755)
            forge = Forge(base)
            payloads = {serial: forge.write(forge.full(serial, files={"dialog": b"#!/bin/sh\n# %d\n" % serial}))
                        for serial in (OLDER, BEFORE, NEW)}
            payloads["notices"] = forge.write(forge.notices_file(NEW))
            what = (OPTIONS.programs, base, payloads)
            chosen = points(Site(*what), OPTIONS.full)
            with multiprocessing.get_context("fork").Pool(2, begin, what) as pool:
                for _, status, problems in pool.imap_unordered(visit, chosen, chunksize=8):
                    ends[status] += 1
                    wrong += problems
        print(f"{len(chosen)} points, exit codes {dict(sorted(ends.items()))}")
        self.assertEqual(wrong[:60], [])
        self.assertGreater(ends[9], 0)
