"""A small receiver of receipts for tests: HTTPS, one JSON line a receipt, each id once. It checks nothing; what a real receiver
does is packaging/intake.

    python3 -m tests.e2e.harness.receiver --listen 127.0.0.1:PORT --cert FILE --key FILE --out FILE --for SECONDS

`Receiver` starts it in a process of its own.
"""
import argparse
import json
import os
import pathlib
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.e2e.harness.commands import PYTHON
from tests.e2e.harness.options import SOURCE, AnyPath
from tests.e2e.harness.waiting import LONGEST_TEST_S, LONGEST_WAIT_S


class Receiver:
    """Listens on a loopback port once it is made. Use as a context, or end it by stop().

    `module`: another receiver with the same options and the same first line.
    """

    def __init__(self, out: AnyPath, certificate: AnyPath, key: AnyPath, port: int = 0, module: str = "tests.e2e.harness.receiver") -> None:
        self.process = subprocess.Popen(
            [PYTHON, "-m", module, "--listen", f"127.0.0.1:{port}", "--cert", str(certificate), "--key", str(key), "--out", str(out),
             "--for", str(LONGEST_TEST_S)], stdout=subprocess.PIPE, text=True, cwd=SOURCE)
        ready = self.process.stdout.readline()
        if not ready.startswith("ready port="):
            raise AssertionError(f"the receiver says {ready!r}")
        self.port = int(ready.strip().removeprefix("ready port="))

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}/v1/receipts"

    def stop(self) -> None:
        self.process.terminate()
        status = self.process.wait(LONGEST_WAIT_S)
        self.process.stdout.close()
        if status != 0:
            raise AssertionError(f"the receiver ended with {status}")

    def __enter__(self) -> "Receiver":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def receipts_in(out: pathlib.Path) -> list[dict[str, Any]]:
    """Every receipt that a receiver kept in this file, in the order of their arrival."""
    return [json.loads(line) for line in out.read_text().splitlines()] if out.exists() else []


# The process.

class Ledger:
    """The lines on disk. A restart continues the file."""

    def __init__(self, path: AnyPath) -> None:
        self.lock, self.seen = threading.Lock(), set()
        self.file = open(path, "a+b")
        self.file.seek(0)
        for line in self.file:
            self.seen.add(json.loads(line)["id"])

    def add(self, event: dict[str, Any]) -> bool:
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
    protocol_version, timeout = "HTTP/1.1", LONGEST_WAIT_S

    def do_POST(self) -> None:
        event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(201 if self.server.ledger.add(event) else 200)
        self.send_header("Receipt-Id", event["id"])
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address: tuple[str, int], ledger: Ledger, tls: ssl.SSLContext) -> None:
        self.ledger, self.tls = ledger, tls
        super().__init__(address, Handler)

    def finish_request(self, request: socket.socket, client_address: tuple[str, int]) -> None:
        request.settimeout(Handler.timeout)
        try:  # in the connection's own thread: a client that stalls holds up nobody
            with self.tls.wrap_socket(request, server_side=True) as connection:
                Handler(connection, client_address, self)
        except (OSError, TypeError, ValueError):
            pass  # the client went away in the middle


def parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m tests.e2e.harness.receiver", description=__doc__.splitlines()[0])
    for name in ("--listen", "--cert", "--key", "--out"):
        parser.add_argument(name, required=True)
    parser.add_argument("--for", required=True, type=float, dest="seconds")
    return parser.parse_args(words)


def main() -> int:
    asked = parse(sys.argv[1:])
    host, _, port = asked.listen.rpartition(":")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(asked.cert, asked.key)
    server, stop = Server((host, int(port)), Ledger(asked.out), tls), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    print(f"ready port={server.server_address[1]}", flush=True)
    stop.wait(asked.seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
