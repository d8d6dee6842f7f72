"""A server that answers by script, request after request, and remembers what it was told. Tests only."""
import gzip
import json
import socket
import ssl
import threading
import time

from tests.e2e.harness.waiting import LONGEST_WAIT_S


class Request:
    def __init__(self, line, headers, body, connection):
        self.line, self.headers, self.body, self.connection = line, headers, body, connection

    @property
    def id(self):
        return json.loads(self.body)["id"]


def answer(status, headers=(), body=b""):
    lines = ["HTTP/1.1 %d X" % status, "Content-Length: %d" % len(body)]
    lines += ["%s: %s" % pair for pair in headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


# Behaviours: (server, connection, request) -> whether the connection is kept.
def accept(server, connection, request):
    server.commit(request)
    connection.sendall(answer(201, [("Receipt-Id", request.id)]))
    return True


def status(code, *headers, body=b""):
    def behave(server, connection, request):
        connection.sendall(answer(code, headers, body))
        return True
    return behave


def without_echo(server, connection, request):
    connection.sendall(answer(200, [("Content-Type", "text/html")], b"<html>Welcome to the airport</html>"))
    return True


def with_other_echo(server, connection, request):
    connection.sendall(answer(200, [("Receipt-Id", "a" * 26)]))
    return True


def echo_twice(server, connection, request):
    connection.sendall(answer(200, [("Receipt-Id", "a" * 26), ("Receipt-Id", request.id)]))
    return True


def echo_in_interim(server, connection, request):
    connection.sendall(("HTTP/1.1 103 X\r\nReceipt-Id: %s\r\n\r\n" % request.id).encode() + answer(200))
    return True


def endless_body(server, connection, request):
    connection.sendall(("HTTP/1.1 200 X\r\nReceipt-Id: %s\r\nTransfer-Encoding: chunked\r\n\r\n" % request.id).encode())
    chunk = b"400\r\n" + b"x" * 1024 + b"\r\n"
    try:
        while server.sent_bytes < 50 << 20:
            connection.sendall(chunk)
            server.sent_bytes += len(chunk)
    except OSError:
        pass
    return False


def large_declared_body(server, connection, request):
    head = "HTTP/1.1 200 X\r\nReceipt-Id: %s\r\nContent-Length: 99999999\r\n\r\n" % request.id
    connection.sendall(head.encode() + b"x" * 100)
    return False


def slow_body(server, connection, request):
    connection.sendall(("HTTP/1.1 200 X\r\nReceipt-Id: %s\r\nContent-Length: 5000\r\n\r\n" % request.id).encode())
    try:
        while True:  # until the client has enough
            connection.sendall(b"x")
            time.sleep(1)
    except OSError:
        pass
    return False


def gzip_bomb(server, connection, request):
    server.commit(request)
    body = gzip.compress(b"\0" * (8 << 20))
    connection.sendall(answer(200, [("Receipt-Id", request.id), ("Content-Encoding", "gzip")], body))
    return True


def large_headers(server, connection, request):
    connection.sendall(answer(200, [("Receipt-Id", request.id)] + [("X-%d" % n, "y" * 1000) for n in range(100)]))
    return False


def cut_after_commit(server, connection, request):
    server.commit(request)
    return False


def cut_in_headers(server, connection, request):
    server.commit(request)
    connection.sendall(("HTTP/1.1 201 X\r\nReceipt-Id: %s\r\n" % request.id).encode())
    return False


def garbage(server, connection, request):
    connection.sendall(b"\x00\x01\x02 not http at all\r\n\r\n")
    return False


class Listener:
    """Accepts on a loopback port; `serve(connection, number)` runs in a thread of its own."""

    def __init__(self, address="127.0.0.1"):
        self.socket = socket.create_server((address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
        self.port = self.socket.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._guarded, args=(connection, self.connections), daemon=True).start()

    def _guarded(self, connection, number):
        connection.settimeout(LONGEST_WAIT_S)
        try:
            self.serve(connection, number)
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            connection.close()

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def read_head(file):
    line = file.readline(65536).decode("latin-1").strip()
    headers = []
    while line:
        header = file.readline(65536).decode("latin-1").strip()
        if not header:
            break
        name, _, value = header.partition(":")
        headers.append((name.lower(), value.strip()))
    return line, headers


class ScriptedServer(Listener):
    """`script`: one behaviour a request; after its end `accept`. Without a context: plain HTTP."""

    def __init__(self, context, *script, address="127.0.0.1"):
        self.context, self.script = context, list(script)
        self.requests, self.committed, self.plain_bytes, self.sent_bytes = [], [], b"", 0
        super().__init__(address)

    @property
    def url(self):
        return "https://localhost:%d/v1/receipts" % self.port

    def commit(self, request):
        """As a real receiver: once an id."""
        if request.id not in self.committed:
            self.committed.append(request.id)

    def serve(self, connection, number):
        if self.context is None:
            self.plain_bytes += connection.recv(65536)
            connection.sendall(b"HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n")
            return
        tls = self.context.wrap_socket(connection, server_side=True)
        with tls, tls.makefile("rb") as file:
            while True:
                line, headers = read_head(file)
                if not line:
                    return
                length = int(dict(headers).get("content-length", 0))
                request = Request(line, headers, file.read(length), number)
                self.requests.append(request)
                behave = self.script.pop(0) if self.script else accept
                if not behave(self, tls, request):
                    return


class ConnectProxy(Listener):
    """An HTTP proxy: `pass` tunnels, `demand` answers 407, `lie` says 200 to CONNECT and then speaks HTML itself."""

    def __init__(self, mode):
        self.mode, self.heads = mode, []
        super().__init__()

    @property
    def url(self):
        return "http://127.0.0.1:%d" % self.port

    def serve(self, connection, number):
        with connection.makefile("rb", buffering=0) as file:
            line, headers = read_head(file)
            self.heads.append((line, headers))
            if self.mode == "demand":
                connection.sendall(answer(407, [("Proxy-Authenticate", 'Basic realm="x"'), ("Receipt-Id", "a" * 26)]))
                return
            connection.sendall(b"HTTP/1.1 200 X\r\nReceipt-Id: liar\r\n\r\n")
            if self.mode == "lie":
                connection.recv(65536)
                connection.sendall(b"<html>Please log in</html>")
                return
            self.tunnel(connection, line.split()[1])

    @staticmethod
    def tunnel(connection, target):
        host, _, port = target.rpartition(":")
        with socket.create_connection((host, int(port))) as server:
            threading.Thread(target=pump, args=(connection, server), daemon=True).start()
            pump(server, connection)


def pump(source, sink):
    try:
        while chunk := source.recv(65536):
            sink.sendall(chunk)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass
