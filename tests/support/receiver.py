#!/usr/bin/env python3
"""A small receiver of receipts for tests: HTTPS, one JSON line a receipt, each id once. It checks nothing; what a real receiver
does is packaging/intake.

Usage: receiver.py --listen 127.0.0.1:PORT --cert FILE --key FILE --out FILE --for SECONDS
"""
import argparse
import json
import os
import signal
import ssl
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Ledger:
    """The lines on disk. A restart continues the file."""

    def __init__(self, path):
        self.lock, self.seen = threading.Lock(), set()
        self.file = open(path, "a+b")
        self.file.seek(0)
        for line in self.file:
            self.seen.add(json.loads(line)["id"])

    def add(self, event):
        """True when it is new. It is on disk when this returns."""
        with self.lock:
            if event["id"] in self.seen:
                return False
            self.file.write(json.dumps(event, separators=(",", ":")).encode() + b"\n")
            self.file.flush()
            os.fsync(self.file.fileno())
            self.seen.add(event["id"])
            return True


class Handler(BaseHTTPRequestHandler):
    protocol_version, timeout = "HTTP/1.1", 30

    def do_POST(self):
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(201 if self.server.ledger.add(event) else 200)
        self.send_header("Receipt-Id", event["id"])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def finish_request(self, request, client_address):
        request.settimeout(Handler.timeout)
        try:  # in the connection's own thread: a client that stalls holds up nobody
            with self.tls.wrap_socket(request, server_side=True) as connection:
                Handler(connection, client_address, self)
        except (OSError, TypeError, ValueError):
            pass  # the client went away in the middle


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("--listen", "--cert", "--key", "--out", "--for"):
        parser.add_argument(name, required=True, dest=name.strip("-") if name != "--for" else "seconds")
    arguments = parser.parse_args()
    host, _, port = arguments.listen.rpartition(":")
    server = Server((host, int(port)), Handler)
    server.ledger, server.tls = Ledger(arguments.out), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.tls.load_cert_chain(arguments.cert, arguments.key)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    print(f"ready port={server.server_address[1]}", flush=True)
    stop.wait(float(arguments.seconds))
    return 0


if __name__ == "__main__":
    sys.exit(main())
