"""Servers and middlemen that speak TLS wrongly, or not at all. Tests only."""
import json
import os
import re
import select
import socket
import ssl
import subprocess
import threading
import time

from tests.e2e.receipts.relay import lose
from tests.e2e.receipts.scripted_server import Listener, answer

HANDSHAKE, ALERT = 22, 21


def record(kind, payload, version=b"\x03\x03"):
    return bytes([kind]) + version + len(payload).to_bytes(2, "big") + payload


def server_hello(cipher, version=b"\x03\x03"):
    body = version + os.urandom(32) + b"\x00" + cipher.to_bytes(2, "big") + b"\x00"
    return record(HANDSHAKE, b"\x02" + len(body).to_bytes(3, "big") + body, version)


class RawServer(Listener):
    """`speak(connection)` after the first bytes of the client; no request can reach it."""

    def __init__(self, speak, listens=True):
        self.speak, self.listens, self.requests = speak, listens, []
        super().__init__()

    def serve(self, connection, number):
        if self.listens:
            connection.recv(65536)
        self.speak(connection)


def says(*pieces):
    def speak(connection):
        for piece in pieces:
            connection.sendall(piece)
        connection.recv(65536)
    return speak


def hangs(connection):
    while connection.recv(65536):
        pass


def hangs_after(*pieces):
    def speak(connection):
        for piece in pieces:
            connection.sendall(piece)
        hangs(connection)
    return speak


def closes(connection):
    pass


def resets(connection):
    lose(connection)


def drips(*numbers):
    """Byte after byte, three a second."""
    def speak(connection):
        for number in numbers:
            connection.sendall(bytes([number]))
            time.sleep(0.33)
        hangs(connection)
    return speak


def floods(bytes_):
    """For as long as the other side listens."""
    def speak(connection):
        while True:
            connection.sendall(bytes_)
    return speak


# Behaviours of a ScriptedServer with faults at the end of TLS. Its own end never says close_notify.
def answer_then_vanish(server, connection, request):
    server.commit(request)
    connection.sendall(answer(201, [("Receipt-Id", request.id)]))
    return False


def body_until_the_end(with_close_notify):
    def behave(server, connection, request):
        server.commit(request)
        connection.sendall(("HTTP/1.1 201 X\r\nReceipt-Id: %s\r\nConnection: close\r\n\r\nthanks" % request.id).encode())
        if with_close_notify:
            connection.unwrap()
        return False
    return behave


def half_a_body(server, connection, request):
    server.commit(request)
    connection.sendall(("HTTP/1.1 201 X\r\nReceipt-Id: %s\r\nContent-Length: 50\r\n\r\nthanks" % request.id).encode())
    return False


def no_certificate_came(server, connection, request):
    if connection.getpeercert(True) is not None:
        return False
    server.commit(request)
    connection.sendall(answer(201, [("Receipt-Id", request.id)]))
    return True


class OpensslServer:
    """`openssl s_server`, for what Python's ssl cannot be made to do. It answers what comes through."""

    def __init__(self, *words):
        self.requests, self.committed = [], []
        self.process = subprocess.Popen(["openssl", "s_server", "-accept", "127.0.0.1:0", *map(str, words)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        self.port = None
        while self.port is None:
            line = self.process.stdout.readline().decode()
            if not line or "Unable to load" in line:
                raise AssertionError("s_server does not start as asked: %s" % (words,))
            found = re.match(r"ACCEPT .*:(\d+)$", line)
            self.port = int(found.group(1)) if found else None
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        said = b""
        while piece := self.process.stdout.read1(65536):
            said += piece
            self.requests += re.findall(rb"POST /\S+", piece)
            # The body has no line end: whatever s_server says next stands behind it.
            found = re.search(rb'\{"specversion".*?"os":"\w+"\}', said)
            if found:
                said = said[found.end():]
                self.answer(json.loads(found.group())["id"])

    def answer(self, id):
        self.committed.append(id)
        self.process.stdin.write(answer(201, [("Receipt-Id", id)]))
        self.process.stdin.flush()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.reader.join()
        self.process.stdin.close()
        self.process.stdout.close()


def decrypted(connection):
    """What came, without waiting: empty where it was but the protocol's own (a ticket), None at the end."""
    connection.setblocking(False)
    try:
        return connection.recv(65536) or None
    except ssl.SSLWantReadError:
        return b""
    finally:
        connection.setblocking(True)


def carry_both_ways(near, far):
    """By one thread: OpenSSL does not bear one that reads a connection while another writes to it."""
    other = {near: far, far: near}
    while True:
        for source in [c for c in other if c.pending()] or select.select(list(other), [], [])[0]:
            data = decrypted(source)
            if data is None:
                return
            other[source].sendall(data)


class Interceptor(Listener):
    """A middlebox: speaks TLS with the client by its own certificate, and with the server as a client."""

    def __init__(self, context, port, trusted):
        self.context, self.target = context, port
        self.upstream = ssl.create_default_context(cafile=trusted)
        self.requests = []
        super().__init__()

    def serve(self, connection, number):
        with self.context.wrap_socket(connection, server_side=True) as near:
            with self.upstream.wrap_socket(socket.create_connection(("127.0.0.1", self.target)),
                                           server_hostname="localhost") as far:
                self.requests.append("a proven client")
                carry_both_ways(near, far)
