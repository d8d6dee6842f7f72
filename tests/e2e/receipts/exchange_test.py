"""Sends receipts by the real sender to scripted servers and to a small receiver; after each it looks into the outbox and
at what the server got: every receipt arrives exactly once in the end, none is lost, nothing is said to the wrong server."""
import os
import pathlib
import socket
import ssl
import subprocess
import tempfile
import warnings

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.receiver import Receiver, receipts_in
from tests.e2e.harness.scenarios import Scenarios, check, equal
from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.e2e.receipts import scripted_server as scripted
from tests.e2e.receipts.certificates import Certificates
from tests.e2e.receipts.scripted_server import ConnectProxy, ScriptedServer

NOW = 1_800_000_000
DAY = 86_400


class Row:
    def __init__(self, fields):
        self.id, self.state = fields[0], fields[1]
        self.attempts, self.refusals, self.next_attempt = (int(field) for field in fields[2:5])
        self.error = fields[5]


class Outbox:
    """One state.db and the program that sends from it."""

    def __init__(self, setup, name):
        self.setup, self.db = setup, setup.folder / name / "state.db"
        self.environment = {key: value for key, value in os.environ.items() if "proxy" not in key.lower()}

    def run(self, *arguments):
        done = subprocess.run([self.setup.exchange, *map(str, arguments)], env=self.environment, text=True, timeout=LONGEST_WAIT_S,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        check(done.returncode == 0, "exit code %d: %s" % (done.returncode, done.stderr))
        return done.stdout.splitlines()

    def queue(self, *messages):
        return self.run("queue", self.db, NOW, *messages)

    def send(self, url, now=NOW, proxy=None):
        """(report as delivered, postponed, parked, not due; rows)"""
        extra = [proxy] if proxy else []
        lines = [line.split("\t") for line in self.run("send", self.db, now, url, self.setup.certificates.ca, *extra)]
        return tuple(map(int, lines[0][1:])), [Row(line[1:]) for line in lines[1:]]


def arrives_once(outbox, server, ids, now):
    """The next try reaches a sound server, and that is the end of it."""
    report, rows = outbox.send(server.url, now)
    equal((report[0], [row.error for row in rows]), (len(ids), []), "delivered")
    equal(rows, [], "outbox")
    equal(sorted(server.committed), sorted(ids), "at the server")
    equal(outbox.send(server.url, now + 30 * DAY)[0], (0, 0, 0, 0), "nothing more to send")


def postponed_then_arrives(setup, name, behaviour, least=0, most=15, requests=1):
    outbox = Outbox(setup, name)
    ids = outbox.queue("av95")
    with ScriptedServer(setup.certificates.context(), behaviour) as server:
        report, rows = outbox.send(server.url)
        equal(report, (0, 1, 0, 0), "report")
        equal((rows[0].state, rows[0].attempts, rows[0].refusals), ("queued", 1, 0), "row")
        check(NOW + least <= rows[0].next_attempt <= NOW + least + most, "next attempt %d" % (rows[0].next_attempt - NOW))
        check(rows[0].error, "an error is kept")
        check("localhost" not in rows[0].error and str(server.port) not in rows[0].error, "error: " + rows[0].error)
        equal(len(server.requests), requests, "requests")
        if rows[0].next_attempt > NOW:
            equal(outbox.send(server.url, rows[0].next_attempt - 1)[0], (0, 0, 0, 1), "not due before its time")
            equal(len(server.requests), requests, "no request before its time")
        arrives_once(outbox, server, ids, rows[0].next_attempt)
        return server, rows[0]


def refused_thrice_parks(setup, name, code):
    outbox = Outbox(setup, name)
    poisoned, sound = outbox.queue("poison", "sound")
    with ScriptedServer(setup.certificates.context()) as server:
        def refuse(server, connection, request):
            if request.id != poisoned:
                return scripted.accept(server, connection, request)
            return scripted.status(code)(server, connection, request)
        server.script = [refuse] * 9
        for attempt in (1, 2, 3):
            report, rows = outbox.send(server.url, NOW + (attempt - 1) * DAY)
            equal(report[0], 1 if attempt == 1 else 0, "the other one flows")
            equal((rows[0].attempts, rows[0].refusals), (attempt, attempt), "tries")
            equal(rows[0].state, "parked" if attempt == 3 else "queued", "state")
        equal(outbox.send(server.url, NOW + 300 * DAY)[0], (0, 0, 0, 0), "parked rests")
        equal(server.committed, [sound], "at the server")
        equal(len(server.requests), 4, "requests")


def unreachable(setup):
    outbox = Outbox(setup, "offline")
    ids = outbox.queue("av95", "av96")
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    report, rows = outbox.send("https://localhost:%d/v1/receipts" % port)
    equal(report, (0, 2, 0, 0), "report")
    with ScriptedServer(setup.certificates.context()) as server:
        arrives_once(outbox, server, ids, NOW + 15)


def bad_tls(setup, name, context):
    """Not a byte of a request before the peer is proven; later a sound server gets the receipt."""
    outbox = Outbox(setup, name)
    ids = outbox.queue("av95")
    with ScriptedServer(context) as bad, ScriptedServer(setup.certificates.context()) as good:
        report, rows = outbox.send(bad.url)
        equal(report, (0, 1, 0, 0), "report")
        equal((rows[0].state, rows[0].refusals), ("queued", 0), "row")
        equal(bad.requests, [], "requests at the wrong server")
        check(b"receipt" not in bad.plain_bytes and ids[0].encode() not in bad.plain_bytes, "nothing in the clear")
        check(bad.connections > 0, "the bad server was asked")
        arrives_once(outbox, good, ids, rows[0].next_attempt)


def not_followed(setup, code):
    with ScriptedServer(setup.certificates.context()) as elsewhere:
        postponed_then_arrives(setup, "redirect-%d" % code, scripted.status(code, ("Location", elsewhere.url)))
        equal(elsewhere.connections, 0, "connections to where the redirect points")


def not_followed_to(setup, name, location):
    """By a permanent redirect that keeps the body, to a place that libcurl could open if it were let."""
    postponed_then_arrives(setup, "redirect-" + name, scripted.status(308, ("Location", location)))


def plain_http_is_not_followed(setup):
    with ScriptedServer(None) as plain:
        not_followed_to(setup, "http", "http://127.0.0.1:%d/v1/receipts" % plain.port)
        equal(plain.connections, 0, "connections to where the redirect points")


def many_over_one_connection(setup):
    outbox = Outbox(setup, "kept-connection")
    ids = outbox.queue("a", "b", "c", "d")
    with ScriptedServer(setup.certificates.context()) as server:
        arrives_once(outbox, server, ids, NOW)
        equal(server.connections, 1, "connections")
        for request in server.requests:
            headers = dict(request.headers)
            equal(request.line, "POST /v1/receipts HTTP/1.1", "request line")
            equal(headers.get("content-type"), "application/cloudevents+json", "Content-Type")
            equal(headers.get("idempotency-key"), request.id, "Idempotency-Key")
            equal(headers.get("content-length"), str(len(request.body)), "Content-Length")
            known = {"host", "user-agent", "accept", "content-type", "idempotency-key", "content-length"}
            equal(set(headers), known, "headers")


def body_is_bounded(setup):
    server, _ = postponed_then_arrives(setup, "endless", scripted.endless_body)
    check(server.sent_bytes < 8 << 20, "bytes before the client hung up: %d" % server.sent_bytes)


def gzip_is_not_unpacked(setup):
    outbox = Outbox(setup, "gzip")
    ids = outbox.queue("av95")
    with ScriptedServer(setup.certificates.context(), scripted.gzip_bomb) as server:
        arrives_once(outbox, server, ids, NOW)


def netrc_is_ignored(setup):
    outbox = Outbox(setup, "netrc")
    ids = outbox.queue("av95")
    home = os.path.dirname(outbox.db)
    with open(os.path.join(home, ".netrc"), "w") as file:
        file.write("machine localhost login somebody password secret\n")
    outbox.environment["HOME"] = home
    with ScriptedServer(setup.certificates.context(), scripted.status(401, ("WWW-Authenticate", 'Basic realm="x"'))) as server:
        equal(outbox.send(server.url)[0], (0, 1, 0, 0), "report")
        arrives_once(outbox, server, ids, NOW + DAY)
        check(all("authorization" not in dict(request.headers) for request in server.requests), "no credentials")


def through_proxy(setup, name, by_environment):
    outbox = Outbox(setup, name)
    ids = outbox.queue("av95")
    with ConnectProxy("pass") as proxy, ScriptedServer(setup.certificates.context()) as server:
        if by_environment:
            outbox.environment["https_proxy"] = proxy.url
        else:
            outbox.environment["no_proxy"] = "*"  # must not lead round the machine's policy
        report, rows = outbox.send(server.url, NOW, None if by_environment else proxy.url)
        equal(report, (1, 0, 0, 0), "report")
        equal(server.committed, ids, "at the server")
        equal(proxy.connections, 1, "through the proxy")
        check("proxy-authorization" not in dict(proxy.heads[0][1]), "no credentials unasked")


def proxy_is_no_server(setup, mode):
    outbox = Outbox(setup, "proxy-" + mode)
    ids = outbox.queue("av95")
    with ConnectProxy(mode) as proxy, ScriptedServer(setup.certificates.context()) as server:
        report, rows = outbox.send(server.url, NOW, proxy.url)
        equal(report, (0, 1, 0, 0), "report")
        equal(rows[0].refusals, 0, "a proxy refuses nothing for good")
        equal(server.connections, 0, "connections past the proxy")
        for _, headers in proxy.heads:
            check("basic" not in dict(headers).get("proxy-authorization", "").lower(), "never Basic")
        arrives_once(outbox, server, ids, rows[0].next_attempt)


def receiver_takes_receipts_once(setup):
    out, good = setup.folder / "receipts.ndjson", setup.certificates.path("good")
    for turn in ("first", "after a restart"):
        with Receiver(out, good + ".pem", good + ".key") as receiver:
            for copy in ("one", "other"):
                outbox = Outbox(setup, "receiver-%s-%s" % (turn.replace(" ", "-"), copy))
                ids = outbox.queue("av95", "av96")
                equal(outbox.send(receiver.url)[0], (2, 0, 0, 0), "report, " + turn)
            equal(sorted(event["id"] for event in receipts_in(out)), sorted(ids), "lines, " + turn)


def later(seconds):
    return "Wed, 01 Jan 2070 00:00:00 GMT" if seconds == "far" else str(seconds)


def scenarios(setup):
    """Name -> what to run."""
    delayed = {
        "500": (scripted.status(500), 0), "503": (scripted.status(503), 0), "408": (scripted.status(408), 0),
        "429 for an hour": (scripted.status(429, ("Retry-After", "3600")), 3600),
        "503 until a far date": (scripted.status(503, ("Retry-After", later("far"))), DAY),
        "429 for a year": (scripted.status(429, ("Retry-After", "31536000")), DAY),
        "429 until yesterday": (scripted.status(429, ("Retry-After", "Wed, 01 Jan 2020 00:00:00 GMT")), 0),
        "429 with nonsense": (scripted.status(429, ("Retry-After", "soon")), 0),
        "200 of a captive portal": (scripted.without_echo, 0), "200 with another id": (scripted.with_other_echo, 0),
        "200 with two ids": (scripted.echo_twice, 0), "the id in an interim answer": (scripted.echo_in_interim, 0),
        "a large body announced": (scripted.large_declared_body, 0), "headers without end": (scripted.large_headers, 0),
        "a body by drops": (scripted.slow_body, 0), "cut after the commit": (scripted.cut_after_commit, 0),
        "cut within the headers": (scripted.cut_in_headers, 0), "no HTTP": (scripted.garbage, 0),
    }
    # The longest first, so that the others run beside it.
    order = sorted(delayed, key=lambda name: name != "a body by drops")
    found = {name: (lambda name=name: postponed_then_arrives(setup, name.replace(" ", "-"), *delayed[name])) for name in order}
    certificates = setup.certificates
    for name in ("other-host", "client-only", "expired", "stranger"):
        found["certificate " + name] = lambda name=name: bad_tls(setup, name, certificates.context(name))
    found["TLS 1.1"] = lambda: bad_tls(setup, "tls11", certificates.context("good", ssl.TLSVersion.TLSv1_1))
    found["plain HTTP"] = lambda: bad_tls(setup, "plain", None)
    for code in (301, 302, 303, 307, 308):
        found["redirect %d" % code] = lambda code=code: not_followed(setup, code)
    found["redirect to a file"] = lambda: not_followed_to(setup, "file", "file:///etc/passwd")
    found["redirect to plain HTTP"] = lambda: plain_http_is_not_followed(setup)
    for code in (400, 403, 410):
        found["refused %d" % code] = lambda code=code: refused_thrice_parks(setup, "refused-%d" % code, code)
    found.update({
        "offline": lambda: unreachable(setup), "one connection": lambda: many_over_one_connection(setup),
        "endless body": lambda: body_is_bounded(setup), "gzip bomb": lambda: gzip_is_not_unpacked(setup),
        "netrc": lambda: netrc_is_ignored(setup),
        "proxy of the policy": lambda: through_proxy(setup, "proxy-policy", False),
        "proxy of the environment": lambda: through_proxy(setup, "proxy-environment", True),
        "proxy that demands Basic": lambda: proxy_is_no_server(setup, "demand"),
        "proxy that lies": lambda: proxy_is_no_server(setup, "lie"),
        "receiver": lambda: receiver_takes_receipts_once(setup),
    })
    return found


class Setup:
    def __init__(self, folder):
        self.exchange, self.folder = OPTIONS.programs / "receipt_exchange", folder
        self.certificates = Certificates(folder)


class Exchange(Scenarios):
    def test_each_answer(self):
        warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.1 is asked for on purpose
        with tempfile.TemporaryDirectory(prefix="tocsin-receipts-") as folder:
            self.run_scenarios(scenarios(Setup(pathlib.Path(folder))))
