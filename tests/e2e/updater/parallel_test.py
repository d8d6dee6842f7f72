"""Fifty runs of update-patch at once, of one release and of two, some of them killed: one winner, never a mixture.

Runs as root.
"""
import pathlib
import random
import subprocess
import tempfile
import threading
import unittest

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.sweep import Picture, Snapshot
from tests.e2e.harness.vendor import Target
from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.e2e.updater.forge import Forge

RUNS, SEED = 50, 20261123
OLD, NEW, NEWER = 5, 6, 7
LIFE = (0.001, 0.020)  # seconds until a kill; a run alone takes about 0.015
KILLED = (-9, 137)  # timeout(1) may end by the signal it sends


class Reader(threading.Thread):
    """An ordinary user's programs, again and again while the runs go on. A look that an update overtook may be refused
    (its set is the old one by then), never be served a mixture; any other look has to succeed."""

    def __init__(self, target):
        super().__init__()
        self.target, self.stop, self.looks, self.overtaken, self.wrong = target, threading.Event(), 0, 0, []

    def run(self):
        while not self.stop.is_set():
            for words in (("notifier",), ("control", "verify")):
                before = self.target.live()
                done = self.target.as_reader(*words)
                self.looks += 1
                if done.returncode != 0 and self.target.live() != before:
                    self.overtaken += 1
                elif done.returncode != 0:
                    self.wrong.append(f"reader: {words} {done.returncode} {done.stdout} {done.stderr}")

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        self.join()


def storm(target, patch, payloads, chance, dice):
    """All at once; each is killed with this chance, after a random time. [(serial, exit, stderr)]."""
    started = []
    for number in range(RUNS):
        serial = sorted(payloads)[number % len(payloads)]
        mortal = ["timeout", "--signal=KILL", f"{dice.uniform(*LIFE):.4f}"] if dice.random() < chance else []
        command = [*mortal, patch, "--payload", payloads[serial], "--root", target.root]
        started.append((serial, subprocess.Popen(command, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)))
    ends = [(serial, process.communicate(timeout=LONGEST_WAIT_S)[1], process.returncode) for serial, process in started]
    return [(serial, KILLED[0] if end in KILLED else end, text) for serial, text, end in ends]


class Course:
    """One machine with an older release, and what may be live on it. NEWER is a notices file: it takes the programs that are live."""

    BRINGS = {OLD: (OLD, OLD), NEW: (NEW, NEW), NEWER: (0, NEWER)}  # serials of programs and notices

    def __init__(self, programs, base):
        forge = Forge(base, programs)
        self.patch = forge.programs / "update-patch"
        self.payloads = {s: forge.write(forge.full(s, files={"dialog": b"#!/bin/true %d\n" % s})) for s in (OLD, NEW)}
        self.payloads[NEWER] = forge.write(forge.notices_file(NEWER))
        (base / "site").mkdir()
        self.target, self.picture, self.sets, self.trees = Target(base / "site"), Picture(), {}, {}
        self.install(OLD)
        self.before = Snapshot(self.target.root, base / "before")
        for serials in ((OLD,), (NEW,), (NEWER,), (NEW, NEWER)):
            self.before.restore(self.target.root)
            self.settle(serials)
            self.sets[self.sum_of((OLD, *serials))], self.trees[serials] = self.live(), self.names()

    def sum_of(self, serials):
        """(programs, notices) that are live when each of these has been installed."""
        return tuple(max(self.BRINGS[serial][role] for serial in serials) for role in (0, 1))

    def install(self, serial):
        done = self.target.run(self.patch, "--payload", self.payloads[serial])
        assert done.returncode in (0, 10), done.stderr

    def settle(self, serials):
        for serial in sorted(serials):
            self.install(serial)

    def live(self):
        return self.picture.of(self.target.install / str(self.target.live()))

    def names(self):
        """Every path outside the sets, and how many sets there are."""
        names = [name for name in self.target.tree(without=()) if ".new" in name or not name.startswith("opt")]
        return sorted(names), len(self.target.sets())

    def round(self, serials, chance, dice):
        """One storm and the runs after it. What was wrong, the ends, how often the reader looked."""
        self.before.restore(self.target.root)
        payloads = {serial: self.payloads[serial] for serial in serials}
        with Reader(self.target) as reader:
            ends = storm(self.target, self.patch, payloads, chance, dice)
        wrong = reader.wrong + [f"a run of {serial} ended with {end}: {text}" for serial, end, text in ends
                                if end not in (0, 7, 10, KILLED[0]) and not (end == 5 and "ROLLBACK" in text)]
        wrong += self.verdict(ends, chance)
        self.settle(serials)
        if self.live() != self.sets[self.sum_of((OLD, *serials))]:
            wrong.append("the next runs did not make their releases live")
        if self.names() != self.trees[serials]:
            wrong.append(f"left behind: {self.names()}")
        if self.target.as_reader("control", "verify").returncode != 0:
            wrong.append("verify after the next run")
        return wrong, [end for _, end, _ in ends], (reader.looks, reader.overtaken)

    def verdict(self, ends, chance):
        """One whole set is live, and no role of it is below what a run said it had made live."""
        live = [position for position, picture in self.sets.items() if picture == self.live()]
        done = [serial for serial, end, _ in ends if end == 0]
        if not live:
            return ["the live set is none of the possible ones"]
        least = self.sum_of((OLD, *done))
        if live[0][0] < least[0] or live[0][1] < least[1]:
            return [f"{live[0]} is live after {least} had been"]
        return [] if done or chance else ["nobody won"]


class Parallel(unittest.TestCase):
    def test_storms(self):
        dice, wrong, ends, looks = random.Random(SEED), [], [], []
        with tempfile.TemporaryDirectory(prefix="tocsin-parallel.") as base:
            pathlib.Path(base).chmod(0o755)
            course = Course(OPTIONS.programs, pathlib.Path(base))
            plan = [((NEW,), 0), ((NEW, NEWER), 0), ((NEW,), 0.7), ((NEW, NEWER), 0.7)]
            for serials, chance in plan * (25 if OPTIONS.full else 2):
                found, ended, looked = course.round(serials, chance, dice)
                wrong += [f"{serials} {chance}: {words}" for words in found]
                ends += ended
                looks.append(looked)
        counts = ", ".join(f"{ends.count(end)} ended {end}" for end in sorted(set(ends)))
        print(f"parallel: {len(ends)} runs ({counts}), {sum(n for n, _ in looks)} looks by a reader "
              f"({sum(n for _, n in looks)} overtaken)")
        self.assertEqual(wrong[:50], [])
        self.assertIn(KILLED[0], ends)
