"""Two network namespaces of this process, and a wire between them that delays, loses, doubles, damages and reorders packets by a
seeded dice. In user space, since not every kernel has netem. Tests only; as root.
"""
import ctypes
import fcntl
import heapq
import os
import queue
import random
import select
import struct
import subprocess
import threading
import time

CLONE_NEWNET = 0x40000000
TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLIENT, SERVER = 1, 2


def leave_the_network():
    """This thread, and what it starts, into a network of its own. Fails rather than let a test loose on the real one."""
    before = os.readlink("/proc/thread-self/ns/net")
    if ctypes.CDLL(None, use_errno=True).unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "no network namespace of our own")
    assert os.readlink("/proc/thread-self/ns/net") != before
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)


class Place(threading.Thread):
    """A thread in a network of its own: `run_there(f)` calls f in it, and hands on what it returns or raises."""

    def __init__(self):
        super().__init__(daemon=True)
        self.asked, self.answers, self.one = queue.Queue(), queue.Queue(), threading.Lock()
        self.start()
        self.run_there(leave_the_network)

    def run(self):
        while True:
            function = self.asked.get()
            try:
                self.answers.put((function(), None))
            except Exception as fault:
                self.answers.put((None, fault))

    def run_there(self, function):
        with self.one:
            self.asked.put(function)
            value, fault = self.answers.get()
        if fault:
            raise fault
        return value


def open_end(name, address):
    """A tun device in the calling thread's network."""
    end = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(end, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    subprocess.run(["ip", "address", "add", address + "/30", "dev", name], check=True)
    subprocess.run(["ip", "link", "set", name, "up"], check=True)
    return end


class Weather:
    """Shares of packets, and seconds."""

    def __init__(self, delay=0.0, jitter=0.0, loss=0.0, double=0.0, damage=0.0, gone_after=None):
        self.delay, self.jitter, self.loss, self.double, self.damage = delay, jitter, loss, double, damage
        self.gone_after = gone_after  # packets


FAIR = Weather()


class Wire:
    """Number `n`: 10.99.n.1 in the calling thread's network, which is the client's; 10.99.n.2 far away."""

    def __init__(self, number, far_away):
        self.weather, self.dice = FAIR, random.Random(number)
        self.passed = self.lost = 0
        self.address = {end: "10.99.%d.%d" % (number, end) for end in (CLIENT, SERVER)}
        name = "wire%d" % number
        self.ends = {CLIENT: open_end(name, self.address[CLIENT]),
                     SERVER: far_away.run_there(lambda: open_end(name, self.address[SERVER]))}
        self.under_way = []  # heap of (due, number, sink, packet)
        self.closed = threading.Event()
        self.carrier = threading.Thread(target=self.carry, daemon=True)
        self.carrier.start()

    def set(self, weather):
        self.weather, self.passed, self.lost = weather, 0, 0

    def carry(self):
        other = {self.ends[CLIENT]: self.ends[SERVER], self.ends[SERVER]: self.ends[CLIENT]}
        while not self.closed.is_set():
            wait = max(0, self.under_way[0][0] - time.monotonic()) if self.under_way else 0.1
            for end in select.select(list(other), [], [], min(wait, 0.1))[0]:
                self.take(os.read(end, 65536), other[end])
            while self.under_way and self.under_way[0][0] <= time.monotonic():
                _, _, sink, packet = heapq.heappop(self.under_way)
                os.write(sink, packet)

    def take(self, packet, sink):
        if packet[0] >> 4 != 4:
            return  # the kernel's own chatter in IPv6
        weather, dice = self.weather, self.dice.random
        self.passed += 1
        gone = weather.gone_after is not None and self.passed > weather.gone_after
        if gone or dice() < weather.loss:
            self.lost += 1
            return
        if dice() < weather.damage:
            at = self.dice.randrange(20, len(packet))  # behind the IP header
            packet = packet[:at] + bytes([packet[at] ^ 1 << self.dice.randrange(8)]) + packet[at + 1:]
        for _ in range(2 if dice() < weather.double else 1):
            due = time.monotonic() + weather.delay + weather.jitter * dice()
            heapq.heappush(self.under_way, (due, self.passed + dice(), sink, packet))

    def close(self):
        self.closed.set()
        self.carrier.join()
        for end in self.ends.values():
            os.close(end)
