#!/usr/bin/env python3
"""Sample receiver of receipts: HTTPS in, one JSON line a receipt out. Python's standard library only.

It shows what a vendor's endpoint must do: check the form, write durably, only then answer with Receipt-Id, and count an act
once. What it counts is unattested: anybody can post. See README.md.
"""
import argparse
import json
import os
import re
import signal
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY_LIMIT = 16 * 1024
DISCARD_LIMIT = 256 * 1024  # read and forgotten, so that the refusal is not lost in a reset connection
CONTENT_TYPE = "application/cloudevents+json"
OUTCOMES = ("displayed", "acknowledged", "test")

TEXT_FIELDS = {
    "specversion": r"1\.0",
    "id": r"[a-z2-7]{26}",
    "source": r"urn:[A-Za-z0-9][A-Za-z0-9:._-]{1,100}:[a-z2-7]{26}",
    "type": r"[a-z0-9.-]{1,100}\.(displayed|acknowledged|test)\.v1",
    "subject": r"[A-Za-z0-9._-]{1,64}/[1-9][0-9]{0,9}",
    "time": r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:00:00Z",
    "messageid": r"[A-Za-z0-9._-]{1,64}",
    "outcome": "|".join(OUTCOMES),
    "actor": r"[0-9a-f]{16}",
    "locale": r"[A-Za-z0-9-]{0,64}",
    "client": r"[0-9A-Za-z.+-]{1,32}",
    "os": r"linux|windows",
}
NUMBER_FIELDS = {"revision": 2**32 - 1, "epoch": 2**32 - 1, "serial": 2**64 - 1}
OPTIONAL_FIELDS = {"actor"}  # left out under policy NoActor


def unique_keys(pairs):
    """Refuses an object that says the same thing twice: readers of the file would disagree about it."""
    keys = [key for key, _ in pairs]
    if len(keys) != len(set(keys)):
        raise ValueError("a field twice")
    return dict(pairs)


def fault_of(event):
    """What is wrong with a receipt, or None."""
    if not isinstance(event, dict):
        return "not an object"
    known = set(TEXT_FIELDS) | set(NUMBER_FIELDS)
    if set(event) - known:
        return "an unknown field"
    if known - set(event) - OPTIONAL_FIELDS:
        return "a field is missing"
    for name, form in TEXT_FIELDS.items():
        value = event.get(name)
        if value is None and name in OPTIONAL_FIELDS and name not in event:
            continue
        if not isinstance(value, str) or not re.fullmatch(form, value):
            return "field " + name
    for name, largest in NUMBER_FIELDS.items():
        value = event[name]
        if type(value) is not int or not 0 <= value <= largest:
            return "field " + name
    return disagreement_of(event)


def disagreement_of(event):
    """Fields that say the same thing must agree."""
    if event["subject"] != "%s/%d" % (event["messageid"], event["revision"]):
        return "subject differs from messageid and revision"
    if event["type"].split(".")[-2] != event["outcome"]:
        return "type differs from outcome"
    return None


class Ledger:
    """The file of receipts. Each (source, id) is in it once, also after a restart."""

    def __init__(self, path):
        self._lock = threading.Lock()
        self._seen = set()
        if os.path.exists(path):
            self._load(path)
        self._file = open(path, "ab")

    def _load(self, path):
        with open(path, "rb+") as file:
            sound = 0
            for line in file:
                if not line.endswith(b"\n"):
                    break
                event = json.loads(line)
                self._seen.add((event["source"], event["id"]))
                sound += len(line)
            file.truncate(sound)  # a last line cut off by a crash was never confirmed

    def add(self, event):
        """True when it is new. It is on disk when this returns."""
        key = (event["source"], event["id"])
        with self._lock:
            if key in self._seen:
                return False
            line = json.dumps(event, ensure_ascii=True, separators=(",", ":")) + "\n"
            self._file.write(line.encode("ascii"))
            self._file.flush()
            os.fsync(self._file.fileno())
            self._seen.add(key)
            return True


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # the connection is kept
    server_version = "receipts"
    sys_version = ""
    timeout = 30  # a silent client does not hold a thread

    def do_POST(self):
        body = self._body()
        if body is None:
            return
        try:
            event = json.loads(body.decode("utf-8"), object_pairs_hook=unique_keys)
        except (ValueError, RecursionError):
            return self._answer(400, "not JSON")
        fault = fault_of(event)
        if fault is None and self.headers.get("Idempotency-Key") != event["id"]:
            fault = "Idempotency-Key differs from id"
        if fault is not None:
            return self._answer(400, fault)
        try:
            is_new = self.server.ledger.add(event)
        except OSError:
            return self._answer(503, "not stored", {"Retry-After": "600"})
        self._answer(201 if is_new else 200, "", {"Receipt-Id": event["id"]})

    def _body(self):
        """The body, or None when the request is answered already."""
        if self.path != self.server.receipt_path:
            return self._refuse(404, "no such place")
        if self.headers.get("Content-Type") != CONTENT_TYPE:
            return self._refuse(415, "not " + CONTENT_TYPE)
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Transfer-Encoding") or not re.fullmatch(r"[0-9]{1,9}", length):
            return self._refuse(411, "no length")
        if int(length) > BODY_LIMIT:
            return self._refuse(413, "too large")
        return self.rfile.read(int(length))

    def _refuse(self, status, text):
        """Before the body was read: the connection cannot be kept."""
        self.close_connection = True
        self._answer(status, text, {"Connection": "close"})
        self.wfile.flush()
        length = self.headers.get("Content-Length", "")
        self.rfile.read(min(int(length), DISCARD_LIMIT) if re.fullmatch(r"[0-9]{1,9}", length) else 0)

    def _answer(self, status, text, headers=()):
        body = (text + "\n").encode("ascii") if text else b""
        self.send_response(status)
        for name, value in dict(headers).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, form, *values):
        if self.server.verbose:
            sys.stderr.write(form % values + "\n")  # no address: it is not ours to keep


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address, context, ledger, receipt_path, verbose):
        super().__init__(address, Handler)
        self.context, self.ledger, self.receipt_path, self.verbose = context, ledger, receipt_path, verbose

    def finish_request(self, request, client_address):
        # The handshake happens here, in the connection's own thread: a stalling client holds up nobody.
        request.settimeout(Handler.timeout)
        try:
            tls = self.context.wrap_socket(request, server_side=True)
        except (OSError, ssl.SSLError):
            return
        try:
            self.RequestHandlerClass(tls, client_address, self)
        except (OSError, ssl.SSLError):
            pass  # the client went away
        finally:
            tls.close()


def tls_context(cert, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(cert, key)
    return context


def parse_listen(text):
    host, _, port = text.rpartition(":")
    return host.strip("[]") or "127.0.0.1", int(port)


def parse_arguments():
    parser = argparse.ArgumentParser(description="Sample receiver of receipts (see README.md)")
    parser.add_argument("--listen", default="127.0.0.1:8443", metavar="HOST:PORT", help="port 0: any free one")
    parser.add_argument("--cert", required=True, help="certificate chain, PEM")
    parser.add_argument("--key", required=True, help="its key, PEM")
    parser.add_argument("--out", required=True, help="file of receipts, one JSON object a line; appended to")
    parser.add_argument("--path", default="/v1/receipts", help="path of ReceiptUrl (default: %(default)s)")
    parser.add_argument("--for", dest="seconds", type=float, help="stop after so many seconds")
    parser.add_argument("--verbose", action="store_true", help="one line a request on standard error")
    return parser.parse_args()


def main():
    arguments = parse_arguments()
    context = tls_context(arguments.cert, arguments.key)
    server = Server(parse_listen(arguments.listen), context, Ledger(arguments.out), arguments.path, arguments.verbose)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    print("ready port=%d" % server.server_address[1], flush=True)
    stop.wait(arguments.seconds)
    server.shutdown()
    server.server_close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
