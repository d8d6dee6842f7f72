"""Cuts the connection between the installed sender and a small receiver after each number of bytes, in both directions, by
FIN and by RST: an event is never lost, never counted twice, and leaves the outbox only after the server's echo.

Runs as root; a usual run takes a spread of the points, --full takes each.
"""
import concurrent.futures
import sqlite3
import unittest

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.receiver import Receiver, receipts_in
from tests.e2e.harness.scenarios import check, equal
from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.e2e.receipts.certificates import LOCALHOST, Certificates
from tests.e2e.receipts.hostile_certificates import LEAF, HostileCertificates, rsa
from tests.e2e.receipts.relay import TO_CLIENT, TO_SERVER, Cut, Relay
from tests.e2e.receipts.senders import Site

USUAL_POINTS = 300
MEASURED = 3  # whole exchanges before the cuts
ROWS_AT_ONCE = 400  # of one outbox; it keeps 1,000
LATER = 12 * 3600  # seconds: not due yet, and not so far ahead that the clock would be doubted


class FixedLengths(HostileCertificates):
    """An RSA leaf alone: its signatures have one length, so that every exchange has the same bytes' number."""

    def __init__(self, folder):
        Certificates.__init__(self, folder)
        self.make("rsa-2048", "ca", LOCALHOST + LEAF, key=rsa(2048))


class Bench:
    def __init__(self, site, certificates, port, out):
        self.site, self.certificates, self.port, self.out = site, certificates, port, out
        self.measured = self.lengths()

    def arrived(self):
        """Ids of the receipts that the receiver has kept."""
        return [row["id"] for row in receipts_in(self.out)]

    def sender(self, relay):
        return self.site.sender(ca=self.certificates.ca, relay=relay.port)

    def lengths(self):
        """Bytes of a whole exchange, by direction; all that are measured agree."""
        seen = set()
        with Relay(self.port) as relay:
            sender = self.sender(relay)
            for message in (f"a{number:03}" for number in range(MEASURED)):
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
            check(id in self.arrived(), "%s: removed, and not at the receiver" % (point,))
        return gone

    def batch(self, name, points):
        """(ids, how many were delivered at the first try, how many were there and are sent again): one outbox, a row a cut;
        then all that is left at once."""
        with Relay(self.port) as relay:
            sender = self.sender(relay)
            ids = sender.queue(*("%s.%04d" % (name, number) for number in range(len(points))))
            gone = sum([self.cut_once(sender, relay, id, point) for id, point in zip(ids, points)])
            equal(len(waiting(sender)), len(ids) - gone, "none lost from the outbox")
            again = len(waiting(sender) & set(self.arrived()))
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


class Cuts(unittest.TestCase):
    def test_cut_after_each_number_of_bytes(self):
        with Site(OPTIONS.programs) as site:
            certificates = FixedLengths(str(site.certificates))
            out, leaf = site.machine.base / "receipts.ndjson", certificates.path("rsa-2048")
            with Receiver(out, leaf + ".pem", leaf + ".key") as receiver:
                bench = Bench(site, certificates, receiver.port, out)
                points = bench.points(OPTIONS.full)
                size = min(ROWS_AT_ONCE, len(points) // 4 + 1)
                batches = [points[at:at + size] for at in range(0, len(points), size)]
                with concurrent.futures.ThreadPoolExecutor(4) as pool:
                    done = list(pool.map(bench.batch, (f"b{n:03}" for n in range(len(batches))), batches))
                arrived = bench.arrived()
        ids = [id for batch, _, _ in done for id in batch]
        delivered, again = (sum(batch[part] for batch in done) for part in (1, 2))
        print(f"{bench.measured[TO_SERVER]} bytes to the server, {bench.measured[TO_CLIENT]} to the client; {len(ids)} cuts: "
              f"{delivered} after the echo, {again} between the receiver's disk and the echo; {len(ids)} events sent, "
              f"{len(arrived) - MEASURED} at the receiver, each once")
        self.assertEqual(sorted(set(arrived)), sorted(arrived), "once each at the receiver")
        self.assertEqual(len(arrived), len(ids) + MEASURED)
        self.assertLessEqual(set(ids), set(arrived), "each of them")
        self.assertTrue(0 < delivered < len(ids), f"some cuts came too late to hurt, most did not: {delivered}")
        self.assertGreater(again, 0, "some cuts took the echo away")
