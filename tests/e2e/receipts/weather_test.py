"""The installed sender over bad lines: long, lossy, doubling, damaging, reordering ones, and such as go dead at some packet. A run
ends in its time; in the end each event is at the server exactly once.

Runs as root: it needs network namespaces, tun devices, an ordinary user's credentials.
"""
import functools

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.scenarios import Scenarios, check, equal
from tests.e2e.receipts.certificates import Certificates
from tests.e2e.receipts.hostile_certificates import LEAF, HostileCertificates
from tests.e2e.receipts.scripted_server import ScriptedServer
from tests.e2e.receipts.senders import Site
from tests.e2e.receipts.wire import FAIR, SERVER, Place, Weather, Wire, leave_the_network

EVENTS = 15
RUNS = 2  # in bad weather, before it clears

WEATHERS = {
    "far away": Weather(delay=0.15, jitter=0.03),
    "out of order": Weather(delay=0.01, jitter=0.1),
    "one packet in eight lost": Weather(delay=0.02, loss=0.12),
    "lost, doubled, damaged, out of order": Weather(delay=0.02, jitter=0.06, loss=0.08, double=0.1, damage=0.05),
    "hardly any line": Weather(delay=0.05, jitter=0.1, loss=0.25),
}
# SYN, SYN ACK, ACK, hello ...: before, within and after the handshake, and after the request.
DEAD_AFTER = (0, 1, 2, 4, 6, 8, 10, 12, 14)


class AnyCertificates(HostileCertificates):
    """One leaf for the addresses of all wires."""

    def __init__(self, folder, addresses):
        Certificates.__init__(self, folder)
        self.make("line", "ca", "subjectAltName=%s\n" % ",".join("IP:" + address for address in addresses) + LEAF)


class Bench:
    def __init__(self, site, far_away, wires, certificates):
        self.site, self.far_away, self.wires, self.certificates = site, far_away, iter(wires), certificates
        self.sent = self.arrived = self.lost = 0

    def run(self, weather):
        wire = next(self.wires)
        server = self.far_away.run_there(
            lambda: ScriptedServer(self.certificates.context("line"), address=wire.address[SERVER]))
        with server:
            sender = self.site.sender(ca=self.certificates.ca, relay="%s:%d" % (wire.address[SERVER], server.port))
            ids = sender.queue(*("w%02d" % number for number in range(EVENTS if weather.gone_after is None else 1)))
            wire.set(weather)
            said = self.in_bad_weather(sender, server, wire, ids)
            lost = wire.lost
            wire.set(FAIR)
            sender.make_due()
            sender.send()
            equal(sender.rows(), [], "outbox in the end")
            equal(sorted(server.committed), sorted(ids), "at the server")
            self.sent, self.arrived, self.lost = self.sent + len(ids), self.arrived + len(server.committed), self.lost + lost
            return "%s, %d packets lost, %d requests for %d events" % (said, lost, len(server.requests), len(ids))

    def in_bad_weather(self, sender, server, wire, ids):
        took, left = [], len(ids)
        while left and len(took) < (RUNS if wire.weather.gone_after is None else 1):
            sender.make_due()
            took.append(sender.send())
            left = len(sender.rows())
            # An echo may have been lost, an event may not: whatever left the outbox is at the server.
            gone, arrived = len(ids) - left, len(server.committed)
            check(arrived >= gone, "%d left the outbox, %d arrived" % (gone, arrived))
        return "%d of %d in %s s" % (len(ids) - left, len(ids), " + ".join("%.1f" % seconds for seconds in took))


class Lines(Scenarios):
    def test_each_kind_of_weather(self):
        with Site(OPTIONS.programs) as site:
            leave_the_network()  # here is the client's place, from which the pool's threads are started
            far_away = Place()
            weathers = {f"dead after {count} packets": Weather(delay=0.01, gone_after=count) for count in DEAD_AFTER}
            weathers.update(WEATHERS)
            wires = [Wire(number, far_away) for number in range(1, len(weathers) + 1)]
            addresses = [wire.address[SERVER] for wire in wires]
            bench = Bench(site, far_away, wires, AnyCertificates(str(site.certificates), addresses))
            self.run_scenarios({name: functools.partial(bench.run, weather) for name, weather in weathers.items()},
                               at_once=len(weathers))
            for wire in wires:
                wire.close()
        print(f"{bench.sent} events sent over {len(wires)} wires, {bench.arrived} at the server, {bench.lost} packets lost")
