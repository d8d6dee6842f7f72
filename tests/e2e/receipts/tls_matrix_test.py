"""What the installed sender makes of every kind of bad TLS: delivered, or due again later with nothing said to a peer that was
not proven; and that the next try, at a sound server, delivers exactly once.

Runs as root: it needs an ordinary user's credentials, a root-owned tree.
"""
import os
import ssl
import warnings

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.scenarios import Scenarios, check, equal
from tests.e2e.receipts import hostile_servers as hostile
from tests.e2e.receipts.hostile_certificates import HostileCertificates
from tests.e2e.receipts.hostile_servers import Interceptor, OpensslServer, RawServer
from tests.e2e.receipts.relay import TO_SERVER, Relay, application_bytes
from tests.e2e.receipts.scripted_server import ConnectProxy, ScriptedServer
from tests.e2e.receipts.senders import Site

DELIVERED, SILENT, TOLD = "delivered", "later, nothing said", "later, said to a proven server"
LONGEST_GOODBYE = 88  # bytes: under TLS 1.3 the end of a handshake and an alert look like data; a request has 700
VERIFY, NO_HANDSHAKE = "verify result %d", "curl 35"
TIMEOUT = ("curl 28", "curl 42")  # libcurl's own limit, or where it looked at the clock too late, ours
WEAK = "ALL:eNULL:aNULL:@SECLEVEL=0"


class Bench:
    """What the cases share."""

    def __init__(self, site):
        self.site = site
        self.certificates = HostileCertificates(str(site.certificates))
        self.path = self.certificates.path

    def context(self, name, chain=False, oldest=None, newest=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers(WEAK)  # before the certificate: it may be weaker than this machine likes
        context.load_cert_chain(self.path(name + (".chain.pem" if chain else ".pem")),
                                self.path(name.replace("huge", "good") + ".key"))
        context.minimum_version = oldest or ssl.TLSVersion.TLSv1
        context.maximum_version = newest or ssl.TLSVersion.MAXIMUM_SUPPORTED
        return context

    def python(self, name, *script, **how):
        return lambda: ScriptedServer(self.context(name, **how), *script)

    def openssl(self, name, *words):
        return lambda: OpensslServer("-cert", self.path(name + ".pem"), "-key", self.path(name + ".key"), *words)

    def asks_for_a_certificate(self, mode, newest):
        def make():
            context = self.context("good", newest=newest)
            context.verify_mode = mode
            context.load_verify_locations(self.certificates.ca)
            return ScriptedServer(context, hostile.no_certificate_came)
        return make

    def check_retry(self, verdict, reason, sender, server, relay, ids):
        error = sender.is_postponed(ids)
        reasons = (reason,) if isinstance(reason, str) else reason
        check(any(one in error for one in reasons), "for another reason: " + error)
        heard = bytes(relay.spoken[TO_SERVER])
        check(ids[0].encode() not in heard and b"specversion" not in heard, "nothing in the clear")
        if verdict == SILENT:
            equal(server.requests, [], "requests at the wrong server")
            check(application_bytes(heard) <= LONGEST_GOODBYE, "application data: %d bytes" % application_bytes(heard))
        else:
            check(len(server.requests) <= 1, "requests at the proven server")
        with ScriptedServer(self.certificates.context()) as sound:
            sender.policy(relay=sound.port, ca=self.certificates.ca)
            sender.arrives_once(sound, ids)
        return "%s: %s" % (verdict, error)

    def run(self, verdict, make, reason=NO_HANDSHAKE):
        with make() as server, Relay(server.port) as relay:
            sender = self.site.sender(ca=self.certificates.ca, relay=relay.port)
            ids = sender.queue("av95")
            sender.send()
            check(relay.connections > 0, "the server was asked")
            if verdict != DELIVERED:
                return self.check_retry(verdict, reason, sender, server, relay, ids)
            equal(sender.rows(), [], "outbox")
            equal(server.committed, ids, "at the server")
            return verdict

    def connect_liar(self):
        with ConnectProxy("lie") as proxy, ScriptedServer(self.certificates.context()) as sound:
            sender = self.site.sender(ca=self.certificates.ca, relay=sound.port, proxy=proxy.url)
            ids = sender.queue("av95")
            sender.send()
            error = sender.is_postponed(ids)
            equal((len(proxy.heads), sound.connections), (1, 0), "connections to the proxy, and past it")
            sender.policy(proxy=None)
            sender.arrives_once(sound, ids)
            return "%s: %s" % (SILENT, error)

    def interception(self, trusted):
        """A middlebox whose authority the machine's policy names may read along, another may not."""
        with ScriptedServer(self.certificates.context()) as sound:
            with Interceptor(self.context("intercepted"), sound.port, self.certificates.ca) as middle:
                middle.committed = sound.committed
                ca = self.path("interceptor-ca.pem") if trusted else self.certificates.ca
                sender = self.site.sender(ca=ca, relay=middle.port)
                ids = sender.queue("av95")
                sender.send()
                if trusted:
                    equal((sender.rows(), sound.committed), ([], ids), "outbox, at the server")
                    return DELIVERED
                equal((middle.requests, sound.requests), ([], []), "through the middlebox")
                error = sender.is_postponed(ids)
                sender.policy(relay=sound.port)
                sender.arrives_once(sound, ids)
                return "%s: %s" % (SILENT, error)


def certificate_cases(bench):
    found = {"good": (DELIVERED, bench.python("good")), "chain of two": (DELIVERED, bench.python("chain-good", chain=True)),
             "chain of nine": (DELIVERED, bench.python("chain-long", chain=True)),
             "200 names": (DELIVERED, bench.python("names-200")), "RSA 2048": (DELIVERED, bench.python("rsa-2048"))}
    for name, certificate, reason in (
            ("expired", "expired", 10), ("not yet valid", "not-yet", 9), ("CN only", "no-names", 62),
            ("CN and a mail address", "only-mail", 62), ("self-signed", "stranger", 18), ("unknown root", "unknown-root", 20),
            ("a root's name on another key", "twin-root", 20), ("incomplete chain", "chain-incomplete", 20),
            ("for clients only", "client-only", 26), ("SHA-1", "sha1", 68), ("RSA 1024", "rsa-1024", 66),
            ("unknown critical extension", "critical", 34)):
        found[name] = (SILENT, bench.python(certificate), VERIFY % reason)
    for name, certificate, reason in (
            ("expired intermediate", "chain-expired", 10), ("intermediate without CA", "chain-no-ca", 79),
            ("longer than pathlen", "chain-no-path", 25), ("name constraint", "chain-names", 47),
            ("RSA 1024 above", "chain-weak", 67)):
        found[name] = (SILENT, bench.python(certificate, chain=True), VERIFY % reason)
    # The name is compared by libcurl, after the chain.
    for name, certificate in (("another host", "other-host"), ("a star for every host", "star"), ("NUL in the name", "nul")):
        found[name] = (SILENT, bench.python(certificate), "curl 60")
    for name, certificate, chain in (("10,000 names", "names-10000", False), ("huge chain", "huge", True)):
        found[name] = (SILENT, bench.python(certificate, chain=chain), NO_HANDSHAKE)
    return found


def protocol_cases(bench):
    tls = ssl.TLSVersion
    group = ("-cipher", "DHE-RSA-AES256-GCM-SHA384:@SECLEVEL=0", "-tls1_2", "-dhparam", bench.path("dh.pem"))
    stapled = ("-status_file", bench.certificates.stapled_revocation("good"))
    return {
        "TLS 1.2 only": (DELIVERED, bench.python("good", newest=tls.TLSv1_2)),
        "TLS 1.3 only": (DELIVERED, bench.python("good", oldest=tls.TLSv1_3)),
        "TLS 1.0 only": (SILENT, bench.python("good", newest=tls.TLSv1)),
        "TLS 1.1 only": (SILENT, bench.python("good", newest=tls.TLSv1_1)),
        "SSL 3.0": (SILENT, lambda: RawServer(hostile.says(hostile.server_hello(0x002f, b"\x03\x00")))),
        "NULL cipher": (SILENT, bench.openssl("rsa-2048", "-tls1_2", "-cipher", "eNULL:@SECLEVEL=0")),
        "anonymous": (SILENT, bench.openssl("rsa-2048", "-tls1_2", "-cipher", "ADH:@SECLEVEL=0", "-dhparam", bench.path("dh.pem"))),
        # This OpenSSL has neither any more: the server only pretends, which a client that offered them would take up.
        "3DES chosen": (SILENT, lambda: RawServer(hostile.says(hostile.server_hello(0x000a)))),
        "RC4 chosen": (SILENT, lambda: RawServer(hostile.says(hostile.server_hello(0x0005)))),
        "weak DH": (SILENT, bench.openssl("rsa-2048", *group)),
        "revoked, stapled (not asked for)": (DELIVERED, bench.openssl("good", *stapled)),
        "client certificate welcome": (DELIVERED, bench.asks_for_a_certificate(ssl.CERT_OPTIONAL, tls.TLSv1_3)),
        "client certificate demanded": (SILENT, bench.asks_for_a_certificate(ssl.CERT_REQUIRED, tls.TLSv1_2)),
        # Here the server says no only after its own end of the handshake has come, and with it the proof of who it is.
        "client certificate demanded, TLS 1.3": (TOLD, bench.asks_for_a_certificate(ssl.CERT_REQUIRED, tls.TLSv1_3), "the peer (curl 5"),
    }


def fault_cases(bench):
    raw = {
        "plain HTTP": hostile.says(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
        "a fatal alert": hostile.says(hostile.record(hostile.ALERT, b"\x02\x28")),
        "garbage in a record": hostile.says(hostile.record(hostile.HANDSHAKE, os.urandom(300))),
        "garbage": hostile.says(os.urandom(4096)),
        "a record too long": hostile.says(b"\x16\x03\x03\xff\xff" + bytes(65535)),
        # OpenSSL skips such a message and reads the next, without end.
        "a flood of hello requests": hostile.floods(hostile.record(hostile.HANDSHAKE, b"\0" * 4) * 500),
        "closed after the hello": hostile.closes, "reset after the hello": hostile.resets,
    }
    found = {name: (SILENT, lambda speak=speak: RawServer(speak)) for name, speak in raw.items()}
    found["closed at once"] = (SILENT, lambda: RawServer(hostile.closes, listens=False))
    # The reset may come before libcurl calls itself connected (curl 7) or after (curl 35).
    found["reset at once"] = (SILENT, lambda: RawServer(hostile.resets, listens=False), ("(curl 7)", NO_HANDSHAKE))
    found["vanishes after the answer"] = (DELIVERED, bench.python("good", hostile.answer_then_vanish))
    # The echo stands in headers that came whole from a proven server; what may be cut off is read by nobody.
    found["body ends with close_notify"] = (DELIVERED, bench.python("good", hostile.body_until_the_end(True)))
    found["body ends without close_notify"] = (DELIVERED, bench.python("good", hostile.body_until_the_end(False)))
    found["half a body, no close_notify"] = (TOLD, bench.python("good", hostile.half_a_body), "curl 18")
    return found


def slow_cases(bench):
    hello = hostile.server_hello(0xc02b)
    return {
        "handshake stalls": (SILENT, lambda: RawServer(hostile.hangs), TIMEOUT),
        "handshake stalls half-way": (SILENT, lambda: RawServer(hostile.hangs_after(hello[:40])), TIMEOUT),
        "handshake by drops": (SILENT, lambda: RawServer(hostile.drips(*hello[:40])), TIMEOUT),
    }


def scenarios(bench):
    cases = {**slow_cases(bench), **certificate_cases(bench), **protocol_cases(bench), **fault_cases(bench)}
    found = {name: (lambda case=case: bench.run(*case)) for name, case in cases.items()}
    found["CONNECT answered with HTML"] = bench.connect_liar
    found["intercepted by an authority of the policy"] = lambda: bench.interception(True)
    found["intercepted by another"] = lambda: bench.interception(False)
    return found


class TlsMatrix(Scenarios):
    def test_each_kind_of_tls(self):
        warnings.simplefilter("ignore", DeprecationWarning)  # old versions of TLS are asked for on purpose
        with Site(OPTIONS.programs) as site:
            self.run_scenarios(scenarios(Bench(site)), at_once=12)
