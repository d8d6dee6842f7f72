"""A name server of a few names, each with an answer or a fault of its own. Tests only."""
import socket
import struct
import threading
import time

A, AAAA = 1, 28
NO_SUCH_NAME, SERVER_FAILURE, REFUSED = 3, 2, 5


class Answer:
    """`addresses`: {A: [...], AAAA: [...]}; `delay`: seconds; silent: none at all."""

    def __init__(self, v4=(), v6=(), code=0, silent=False, delay=0.0, junk=None):
        self.addresses = {A: [socket.inet_pton(socket.AF_INET, address) for address in v4],
                          AAAA: [socket.inet_pton(socket.AF_INET6, address) for address in v6]}
        self.code, self.silent, self.delay, self.junk = code, silent, delay, junk


def read_question(packet):
    """(name, type, the question's own bytes)"""
    labels, at = [], 12
    while packet[at]:
        labels.append(packet[at + 1:at + 1 + packet[at]].decode("ascii").lower())
        at += 1 + packet[at]
    return ".".join(labels), struct.unpack_from(">H", packet, at + 1)[0], packet[12:at + 5]


def reply(packet, answer):
    _, kind, question = read_question(packet)
    addresses = answer.addresses.get(kind, [])
    head = packet[:2] + struct.pack(">HHHHH", 0x8180 | answer.code, 1, len(addresses), 0, 0)
    rows = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 0, len(address)) + address for address in addresses)
    return head + question + rows


class NameServer:
    """On port 53 of 127.0.0.1, in the calling thread's network."""

    def __init__(self, names):
        self.names, self.asked = names, set()
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                packet, sender = self.socket.recvfrom(4096)
            except OSError:
                return
            threading.Thread(target=self.answer, args=(packet, sender), daemon=True).start()

    def answer(self, packet, sender):
        name, _, _ = read_question(packet)
        self.asked.add(name)
        answer = self.names.get(name, Answer(code=NO_SUCH_NAME))
        time.sleep(answer.delay)
        if not answer.silent:
            self.socket.sendto(packet[:2] + answer.junk if answer.junk else reply(packet, answer), sender)

    def close(self):
        self.socket.close()
