"""A TCP relay that listens in on what passes, and can cut a connection after any byte. Tests only."""
import socket
import struct
import threading

from tests.e2e.receipts.scripted_server import LONGEST_WAIT_S, Listener

APPLICATION_DATA = 23
TO_SERVER, TO_CLIENT = "to the server", "to the client"


def lose(connection):
    """From now on close() sends RST, and what was not yet taken is lost."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def application_bytes(spoken):
    """How many bytes of TLS application data records hold; in TLS 1.3 an alert is one of them, of 24 bytes at most."""
    total, at = 0, 0
    while at + 5 <= len(spoken):
        length = int.from_bytes(spoken[at + 3:at + 5], "big")
        total += min(length, len(spoken) - at - 5) if spoken[at] == APPLICATION_DATA else 0
        at += 5 + length
    return total


class Cut:
    """After `count` bytes in one direction both connections end: by FIN, or by RST."""

    def __init__(self, direction, count, by_reset=False):
        self.direction, self.count, self.by_reset = direction, count, by_reset
        self.done = False


class Relay(Listener):
    def __init__(self, port):
        self.target = port
        self.spoken = {TO_SERVER: bytearray(), TO_CLIENT: bytearray()}
        self.cut = None
        self.idle = threading.Event()
        super().__init__()

    def plan(self, cut):
        """For the connections from now on; what was heard before is forgotten."""
        self.cut = cut
        self.idle.clear()
        for bytes_ in self.spoken.values():
            bytes_.clear()

    def serve(self, connection, number):
        cut = self.cut
        with socket.create_connection(("127.0.0.1", self.target)) as server:
            ends = (connection, server)
            back = threading.Thread(target=self.pump, args=(server, connection, TO_CLIENT, cut, ends), daemon=True)
            back.start()
            self.pump(connection, server, TO_SERVER, cut, ends)
            back.join(LONGEST_WAIT_S)
        self.idle.set()

    def pump(self, source, sink, direction, cut, ends):
        mine = cut if cut and cut.direction == direction else None
        passed = 0
        try:
            while mine is None or passed < mine.count:
                chunk = source.recv(65536 if mine is None else mine.count - passed)
                if not chunk:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(chunk)
                self.spoken[direction] += chunk
                passed += len(chunk)
            self.end(mine, ends)
        except OSError:
            self.end(Cut(direction, passed, by_reset=True), ends)  # one side was reset: so is the other

    @staticmethod
    def end(cut, ends):
        cut.done = True
        for connection in ends:
            try:
                if cut.by_reset:
                    lose(connection)
                # The other thread's recv() ends by it. Only the write side would send FIN.
                connection.shutdown(socket.SHUT_RD if cut.by_reset else socket.SHUT_RDWR)
            except OSError:
                pass
