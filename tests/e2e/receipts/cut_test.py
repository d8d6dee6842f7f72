#!/usr/bin/python3
"""Cuts the connection between the installed sender and a small receiver after each number of bytes, in both directions, by
FIN and by RST: an event is never lost, never counted twice, and leaves the outbox only after the server's echo.

Usage: cut_test.py BIN_FOLDER [--full]     as root; a usual run takes a spread of the points, --full takes each
"""
import concurrent.futures
import json
import sqlite3
import subprocess
import sys

from certificates import Certificates
from hostile_certificates import LEAF, LOCALHOST, HostileCertificates, rsa
from relay import TO_CLIENT, TO_SERVER, Cut, Relay
from scenario_runner import check, equal
from senders import SOURCE, Site
from waiting import LONGEST_TEST_S, LONGEST_WAIT_S

USUAL_POINTS = 300
ROWS_AT_ONCE = 400  # of one outbox; it keeps 1,000
LATER = 12 * 3600  # seconds: not due yet, and not so far ahead that the clock would be doubted


class FixedLengths(HostileCertificates):
    """An RSA leaf alone: its signatures have one length, so that every exchange has the same bytes' number."""

    def __init__(self, folder):
        Certificates.__init__(self, folder)
        self.make("rsa-2048", "ca", LOCALHOST + LEAF, key=rsa(2048))


class Collector:
    """tests/support/receiver.py in a process of its own."""

    def __init__(self, certificates, out):
        self.out = out
        leaf = certificates.path("rsa-2048")
        self.process = subprocess.Popen(
            ["/usr/bin/python3", str(SOURCE / "tests/support/receiver.py"), "--listen", "127.0.0.1:0", "--cert",
             leaf + ".pem", "--key", leaf + ".key", "--out", str(out), "--for", str(LONGEST_TEST_S)], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rpartition("=")[2])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(LONGEST_WAIT_S)
        self.process.stdout.close()

    def ids(self):
        with open(self.out) as file:
            return [json.loads(line)["id"] for line in file]


class Bench:
    def __init__(self, site, certificates, collector):
        self.site, self.certificates, self.collector = site, certificates, collector
        self.measured = self.lengths()

    def sender(self, relay):
        return self.site.sender(ca=self.certificates.ca, relay=relay.port)

    def lengths(self):
        """Bytes of a whole exchange, by direction; three of them agree."""
        seen = set()
        with Relay(self.collector.port) as relay:
            sender = self.sender(relay)
            for message in ("a001", "a002", "a003"):
                relay.plan(None)
                sender.queue(message)
                sender.send()
                check(relay.idle.wait(LONGEST_WAIT_S), "the connection ended")
                equal(sender.rows(), [], "outbox")
                seen.add(tuple(len(relay.spoken[way]) for way in (TO_SERVER, TO_CLIENT)))
        equal(len(seen), 1, "lengths %s" % seen)
        return dict(zip((TO_SERVER, TO_CLIENT), seen.pop()))

    def points(self, full):
        """Cuts, and how many there could be: each number of bytes in each direction, by FIN and RST in turn."""
        every = [(way, count, (count + turn) % 2 == 1) for turn in ((0, 1) if full else (0,))
                 for way, length in self.measured.items() for count in range(length + 1)]
        # An odd stride, so that both kinds of end are met.
        return every[::1 if full else len(every) // USUAL_POINTS | 1]

    def cut_once(self, sender, relay, id, point):
        """Whether the row has left the outbox by it."""
        way, count, by_reset = point
        cut = Cut(way, count, by_reset)
        relay.plan(cut)
        sender.make_due([id], others_in=LATER)
        sender.send()
        check(relay.idle.wait(LONGEST_WAIT_S), "%s: the connection ended" % (point,))
        gone = id not in waiting(sender)
        if cut.done and count < self.measured[TO_CLIENT] and way == TO_CLIENT:
            check(not gone, "%s: removed before the echo had come" % (point,))
        if gone:
            check(len(relay.spoken[TO_CLIENT]) >= self.measured[TO_CLIENT], "%s: removed without an echo" % (point,))
            check(id in self.collector.ids(), "%s: removed, and not at the collector" % (point,))
        return gone

    def batch(self, name, points):
        """(ids, how many were delivered at the first try, how many were there and are sent again): one outbox, a row a cut;
        then all that is left at once."""
        with Relay(self.collector.port) as relay:
            sender = self.sender(relay)
            ids = sender.queue(*("%s.%04d" % (name, number) for number in range(len(points))))
            gone = sum([self.cut_once(sender, relay, id, point) for id, point in zip(ids, points)])
            equal(len(waiting(sender)), len(ids) - gone, "none lost from the outbox")
            again = len(waiting(sender) & set(self.collector.ids()))
            relay.plan(None)
            sender.make_due()
            sender.send()
            equal(waiting(sender), set(), "outbox in the end")
            return ids, gone, again


def waiting(sender):
    with sqlite3.connect(sender.db) as db:
        rows = db.execute("SELECT id FROM outbox WHERE state = 'queued'").fetchall()
    db.close()
    return {row[0] for row in rows}


def main():
    full = "--full" in sys.argv[2:]
    with Site(sys.argv[1]) as site:
        folder = site.machine.base / "certificates"
        folder.mkdir()
        certificates = FixedLengths(str(folder))
        with Collector(certificates, site.machine.base / "receipts.ndjson") as collector:
            bench = Bench(site, certificates, collector)
            points = bench.points(full)
            size = min(ROWS_AT_ONCE, len(points) // 4 + 1)
            batches = [points[at:at + size] for at in range(0, len(points), size)]
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                done = list(pool.map(bench.batch, ("b%03d" % n for n in range(len(batches))), batches))
            ids = [id for batch, _, _ in done for id in batch]
            arrived = collector.ids()
    delivered, again = (sum(batch[part] for batch in done) for part in (1, 2))
    equal(sorted(set(arrived)), sorted(arrived), "once each at the collector")
    equal(len(arrived), len(ids) + 3, "events at the collector")
    check(set(ids) <= set(arrived), "each of them")
    check(0 < delivered < len(ids), "some cuts came too late to hurt, most did not: %d" % delivered)
    check(again > 0, "some cuts took the echo away")
    print("%d bytes to the server, %d to the client; %d cuts: %d after the echo, %d between the collector's disk and the echo; "
          "%d events sent, %d at the collector, each once"
          % (*bench.measured.values(), len(ids), delivered, again, len(ids), len(arrived) - 3))


if __name__ == "__main__":
    main()
