"""The installed sender when names do not resolve, resolve late, or to the wrong machine: a run ends in its time, nothing is said to
a stranger, and the next try, at a sound name, delivers exactly once.

Runs as root: it needs namespaces, port 53 of a network of its own.
"""
import os

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.scenarios import Scenarios, check, equal
from tests.e2e.receipts.certificates import Certificates
from tests.e2e.receipts.hostile_certificates import LEAF, HostileCertificates
from tests.e2e.receipts.name_server import REFUSED, SERVER_FAILURE, Answer, NameServer
from tests.e2e.receipts.scripted_server import ScriptedServer
from tests.e2e.receipts.senders import Site
from tests.e2e.receipts.wire import leave_the_network

NAMES = {
    "good.test": Answer(v4=["127.0.0.1"]), "late.test": Answer(v4=["127.0.0.1"], delay=2),
    "six.test": Answer(v6=["::1"]), "both.test": Answer(v4=["127.0.0.1"], v6=["::2"]),
    "several.test": Answer(v4=["127.0.0.8", "127.0.0.9", "127.0.0.1"]),
    "failing.test": Answer(code=SERVER_FAILURE), "refused.test": Answer(code=REFUSED), "empty.test": Answer(),
    "silent.test": Answer(silent=True), "junk.test": Answer(junk=b"\x81\x80" + os.urandom(40)),
    "wrong.test": Answer(v4=["127.0.0.7"]), "nobody.test": Answer(v4=["127.0.0.6"]),
}


class AnyCertificates(HostileCertificates):
    def __init__(self, folder):
        Certificates.__init__(self, folder)
        self.make("names", "ca", "subjectAltName=%s\n" % ",".join("DNS:" + name for name in NAMES) + LEAF)


class Bench:
    def __init__(self, site, server, certificates):
        self.site, self.server, self.certificates = site, server, certificates
        resolver = site.machine.base / "resolv.conf"
        resolver.write_text("nameserver 127.0.0.1\n")
        # Its own mounts, then the user: the name server is this network's.
        script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
        self.prefix = ["unshare", "--mount", "--propagation", "private", "sh", "-c", script, str(resolver)]

    def sender(self, name, server):
        sender = self.site.sender(ca=self.certificates.ca, relay="%s:%d" % (name, server.port))
        sender.prefix = self.prefix
        return sender

    def found(self, name, address="127.0.0.1"):
        with ScriptedServer(self.certificates.context("names"), address=address) as server:
            sender = self.sender(name, server)
            ids = sender.queue("av95")
            took = sender.send()
            equal((sender.rows(), server.committed), ([], ids), "outbox, at the server")
            check(name in self.server.asked, "the name server was asked")
            return "delivered in %.1f s" % took

    def not_found(self, name, reason, stranger="127.0.0.7"):
        with ScriptedServer(self.certificates.context("names")) as sound, \
                ScriptedServer(self.certificates.context("stranger"), address=stranger) as wrong:
            sender = self.sender(name, wrong)
            ids = sender.queue("av95")
            took = sender.send()
            error = sender.is_postponed(ids)
            check(reason in error, "for another reason: " + error)
            check(name not in error, "a name in the error: " + error)
            equal(wrong.requests, [], "requests at the stranger's")
            check(name in self.server.asked, "the name server was asked")
            sender.policy(relay="good.test:%d" % sound.port)
            sender.arrives_once(sound, ids)
            return "later in %.1f s: %s" % (took, error)


def scenarios(bench):
    return {
        "no answer at all": lambda: bench.not_found("silent.test", "curl "),
        "an answer of junk": lambda: bench.not_found("junk.test", "curl "),
        "no such name": lambda: bench.not_found("nowhere.test", "curl 6"),
        "the server fails": lambda: bench.not_found("failing.test", "curl 6"),
        "the server refuses": lambda: bench.not_found("refused.test", "curl 6"),
        "no address": lambda: bench.not_found("empty.test", "curl 6"),
        "another machine": lambda: bench.not_found("wrong.test", "verify result 18"),
        "an address where nobody is": lambda: bench.not_found("nobody.test", "curl 7"),
        "found": lambda: bench.found("good.test"),
        "found late": lambda: bench.found("late.test"),
        "IPv6 only": lambda: bench.found("six.test", "::1"),
        "a dead IPv6 beside IPv4": lambda: bench.found("both.test"),
        "the third of its addresses": lambda: bench.found("several.test"),
    }


class Names(Scenarios):
    def test_each_kind_of_answer(self):
        with Site(OPTIONS.programs) as site:
            leave_the_network()
            server = NameServer(NAMES)
            self.addCleanup(server.close)
            bench = Bench(site, server, AnyCertificates(str(site.certificates)))
            self.run_scenarios(scenarios(bench), at_once=13)
