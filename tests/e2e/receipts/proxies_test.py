"""The installed sender behind proxies: squid, and scripted ones that want passwords, lie, stall or never stop. A good one is
used, none is given credentials or a byte of a receipt, and the next try without it delivers exactly once.

Runs as root: it needs an ordinary user's credentials, a root-owned tree.
"""

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.scenarios import Scenarios, check, equal
from tests.e2e.receipts import hostile_proxies as hostile
from tests.e2e.receipts.certificates import Certificates
from tests.e2e.receipts.hostile_proxies import CHALLENGES, ScriptedProxy, Squid, ntlm_challenge, status_line
from tests.e2e.receipts.scripted_server import ScriptedServer
from tests.e2e.receipts.senders import Site

ROUNDS = 4  # NTLM is three requests
STORM = 250  # as many as fit into 64 KiB of headers: a proxy that answers NTLM with one more challenge


class Bench:
    def __init__(self, site, squid, ntlm_squid, certificates):
        self.site, self.squid, self.ntlm_squid, self.certificates = site, squid, ntlm_squid, certificates

    def sender(self, server, **policy):
        return self.site.sender(ca=self.certificates.ca, relay=server.port, **policy)

    def delivers(self, url):
        with ScriptedServer(self.certificates.context()) as server:
            sender = self.sender(server, proxy=url)
            ids = sender.queue("av95", "av96")
            sender.send()
            equal((sender.rows(), sorted(server.committed), server.connections), ([], sorted(ids), 1), "outbox, server")
            return "delivered, 2 receipts in one tunnel"

    def passes(self, behave):
        with ScriptedProxy(behave) as proxy:
            said = self.delivers(proxy.url)
            equal((proxy.connections, proxy.credentials()), (1, ([], [])), "connections, credentials")
            return said

    def through_squid(self):
        said = self.delivers(self.squid.url("plain"))
        check("200 CONNECT localhost:" in self.squid.log(), "squid's log: " + self.squid.log())
        return said

    def by_ntlm(self):
        said = self.delivers(self.ntlm_squid.url("named"))
        lines = [line.split()[0] for line in self.ntlm_squid.log().splitlines() if " CONNECT " in line]
        equal(lines, ["407", "407", "200"], "squid's log: " + self.ntlm_squid.log())
        return said

    def fails(self, url, sender_of=None, prefix=()):
        """What the outbox keeps; then without the proxy."""
        with ScriptedServer(self.certificates.context()) as server:
            sender = (sender_of or (lambda: self.sender(server, proxy=url)))()
            sender.prefix = prefix
            ids = sender.queue("av95")
            sender.send()
            error = sender.is_postponed(ids)
            equal((server.connections, server.committed), (0, []), "past the proxy")
            sender.policy(proxy=None)
            for name in ("https_proxy", "HTTPS_PROXY"):
                sender.environment.pop(name, None)
            sender.policy(relay=server.port)
            sender.arrives_once(server, ids)
            return "later: " + error

    def squid_refuses(self, port, status):
        said = self.fails(self.squid.url(port))
        lines = [line for line in self.squid.log().splitlines() if line.startswith(status)]
        check(lines and all(line.endswith("user=-") for line in lines), "squid's log: " + self.squid.log())
        check("proxy answered " + status in said, said)
        return said

    def scripted(self, behave, by_environment="", rounds=ROUNDS, prefix=()):
        with ScriptedProxy(behave) as proxy:
            if by_environment:
                said = self.fails_by_environment(proxy.url.replace("//", "//%s@" % by_environment))
            else:
                said = self.fails(proxy.url, prefix=prefix)
            check(0 < len(proxy.heads) <= rounds, "requests to the proxy: %d" % len(proxy.heads))
            self.nothing_given_away(proxy)
            return "%s; asked %d times" % (said, len(proxy.heads))

    def fails_by_environment(self, url):
        def make():
            sender = self.site.sender(ca=self.certificates.ca, relay=1)
            sender.environment["https_proxy"] = url
            return sender
        return self.fails(url, make)

    def answers_no_ntlm(self, challenge):
        """A proxy that no policy names learns nothing of the user's by NTLM."""
        with ScriptedProxy(hostile.demands(challenge)) as proxy:
            said = self.fails_by_environment(proxy.url)
            equal(proxy.credentials(), ([], []), "credentials")
            return said

    def nothing_given_away(self, proxy):
        for line, headers in proxy.heads:
            check(line.startswith("CONNECT localhost:"), line)
            known = {"host", "user-agent", "proxy-connection", "proxy-authorization"}
            check({name for name, _ in headers} <= known, "headers: %s" % headers)
        values, hidden = proxy.credentials()
        check(all(value.startswith(("NTLM ", "Negotiate ")) for value in values), "credentials: %s" % values)
        for text in [value.encode() for value in values] + hidden:
            for name in hostile.own_names() | {b"secret"}:
                check(name not in text, "%s in %s" % (name, text))


def scenarios(bench):
    tls_alert = b"\x15\x03\x03\x00\x02\x02\x28"
    spoof = b"HTTP/1.1 201 Created\r\nReceipt-Id: " + b"a" * 26 + b"\r\nContent-Length: 0\r\n\r\n"
    ok = b"HTTP/1.1 200 Connection established\r\n\r\n"
    failing = {
        "never answers": hostile.hangs_after(b""),
        "hangs after half a line": hostile.hangs_after(b"HTTP/1.1 2"),
        "407 without end: Basic, Digest": hostile.demands(*CHALLENGES),
        "407 without end: Negotiate": hostile.demands("Proxy-Authenticate: Negotiate"),
        "407 without end: NTLM": hostile.demands("Proxy-Authenticate: NTLM"),
        "407 without end: everything": hostile.demands("Proxy-Authenticate: Negotiate YIIB", "Proxy-Authenticate: NTLM",
                                                       *CHALLENGES),
        "407 without a challenge": hostile.demands(),
        "endless headers": hostile.streams(b"HTTP/1.1 200 X\r\n", b"X-Y: " + b"z" * 1000 + b"\r\n"),
        "an endless header line": hostile.streams(b"HTTP/1.1 200 X\r\nX: ", b"z" * 1000),
        "interim answers without end": hostile.streams(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        "403": hostile.answers(status_line("403 X", body=b"<html>no</html>")),
        "502": hostile.answers(status_line("502 X")),
        "a redirect": hostile.answers(status_line("302 X", "Location: https://127.0.0.1/")),
        "not HTTP": hostile.answers(b"\x00\x01\x02 no proxy at all\r\n\r\n"),
        "200, then HTML": hostile.answers(ok + b"<html>Please log in</html>"),
        "200, then our echo in the clear": hostile.answers(ok + spoof),
        "200 with a length, then our echo": hostile.answers(status_line("200 X", body=spoof)),
        "200, then an alert": hostile.answers(ok + tls_alert),
        "200, then a reset": hostile.answers(ok, by_reset=True),
    }
    found = {name: (lambda behave=behave: bench.scripted(behave)) for name, behave in failing.items()}
    head = b"HTTP/1.1 407 X\r\nTransfer-Encoding: chunked\r\n" + CHALLENGES[0].encode() + b"\r\n\r\n"
    flood = hostile.streams(head, b"400\r\n" + b"x" * 1024 + b"\r\n")
    # It works for all of its 10 s, which the tests beside it need not feel.
    found["407 with an endless body"] = lambda: bench.scripted(flood, prefix=("nice", "-n", "19"))
    challenge = hostile.demands("Proxy-Authenticate: NTLM " + ntlm_challenge())
    found["407 without end: an NTLM challenge"] = lambda: bench.scripted(challenge, rounds=STORM)
    found["a password in the environment, Basic"] = lambda: bench.scripted(hostile.demands(*CHALLENGES), "anna:secret")
    found["of the session, wants NTLM"] = lambda: bench.answers_no_ntlm("Proxy-Authenticate: NTLM")
    found["of the session, an NTLM challenge"] = lambda: bench.answers_no_ntlm("Proxy-Authenticate: NTLM " + ntlm_challenge())
    found["squid"] = bench.through_squid
    found["squid wants Basic"] = lambda: bench.squid_refuses("named", "407")
    found["squid wants NTLM"] = bench.by_ntlm
    found["squid lets nobody through"] = lambda: bench.squid_refuses("closed", "403")
    found["passes"] = lambda: bench.passes(hostile.lets_pass(ok))
    found["passes, HTTP/1.0 and headers"] = lambda: bench.passes(
        hostile.lets_pass(b"HTTP/1.0 200 X\r\nReceipt-Id: liar\r\nRetry-After: 9\r\n\r\n"))
    return found


class Proxies(Scenarios):
    def test_each_kind_of_proxy(self):
        with Site(OPTIONS.programs) as site, Squid(site.machine.base / "squid", "basic") as squid, \
                Squid(site.machine.base / "ntlm", "ntlm") as ntlm_squid:
            bench = Bench(site, squid, ntlm_squid, Certificates(str(site.certificates)))
            self.run_scenarios(scenarios(bench), at_once=12)
