"""100 queued receipts to a small receiver by the installed sender, beside curl with the same bodies over one connection.

Each has a collector of its own, so that neither is told that it has seen a receipt before.
"""
import contextlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import time

from figures import in_turns, paired_row, timed

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "tests/e2e/notifier"))
from machine import LOCALHOST_URL, Machine, run  # noqa: E402
sys.path.insert(0, str(SOURCE / "tests/support"))
from sample import sample_catalog  # noqa: E402

RECEIPTS = 100


class Exchange:
    """Both ways from one outbox: what is queued is written down for curl, then sent by the sender."""

    def __init__(self, programs, machine):
        self.machine, self.round = machine, 0
        self.exchange = machine.base / "receipt_exchange"
        shutil.copy(programs / "receipt_exchange", self.exchange)
        machine.start_collector()
        machine.install(sample_catalog())
        self.state = machine.home / ".local/state/example-messenger/state.db"
        self.peer_out, self.peer_port = machine.base / "peer.ndjson", 0

    @contextlib.contextmanager
    def peer(self):
        tls = self.machine.base / "tls"
        program = subprocess.Popen(
            ["/usr/bin/python3", str(SOURCE / "tests/support/receiver.py"), "--listen", "127.0.0.1:0", "--cert",
             str(tls / "server.pem"), "--key", str(tls / "server.key"), "--out", str(self.peer_out), "--for", "280"],
            stdout=subprocess.PIPE, text=True)
        self.peer_port = int(program.stdout.readline().strip().removeprefix("ready port="))
        try:
            yield
        finally:
            program.terminate()
            program.wait()
            program.stdout.close()

    def queue(self):
        """New receipts in the outbox, and curl's orders for the same."""
        self.round += 1
        ids = [f"r{self.round}-m{i}" for i in range(RECEIPTS)]
        self.state.parent.mkdir(parents=True, exist_ok=True)
        for folder in (self.state.parent, *list(self.state.parent.parents)[:2]):
            os.chown(folder, self.machine.home.stat().st_uid, self.machine.home.stat().st_gid)
        run(*self.machine.user(), self.exchange, "queue", self.state, int(time.time()), *ids,
            env=self.machine.environment(), cwd="/")
        with contextlib.closing(sqlite3.connect(f"file:{self.state}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT id, body FROM outbox").fetchall()
        assert len(rows) == RECEIPTS, len(rows)
        self.write_orders(rows)

    def write_orders(self, rows):
        url = LOCALHOST_URL.format(port=self.peer_port)
        orders = []
        for id, body in rows:
            quoted = body.replace("\\", "\\\\").replace('"', '\\"')
            orders.append(f'silent\nurl = "{url}"\ncacert = "{self.machine.base / "tls/ca.pem"}"\noutput = "/dev/null"\n'
                          'write-out = "%{http_code} %{num_connects}\\n"\nheader = "Content-Type: application/cloudevents+json"\n'
                          f'header = "Idempotency-Key: {id}"\ndata-binary = "{quoted}"\n')
        (self.machine.base / "orders").write_text("next\n".join(orders))

    def by_sender(self):
        before = self.lines(self.machine.receipts_file)
        passed = timed(lambda: run(*self.machine.user(), *self.machine.program("control", "send"),
                                   env=self.machine.environment(), cwd="/"))
        assert self.lines(self.machine.receipts_file) == before + RECEIPTS
        return passed

    def by_curl(self):
        before = self.lines(self.peer_out)
        command = [*self.machine.user(), "curl", "--disable", "--config", str(self.machine.base / "orders")]
        said = []
        passed = timed(lambda: said.append(run(*command, env=self.machine.environment(), cwd="/")))
        answers = [line.split() for line in said[0].splitlines()]
        assert {code for code, _ in answers} == {"201"} and sum(int(made) for _, made in answers) == 1, said[0]
        assert self.lines(self.peer_out) == before + RECEIPTS
        return passed

    @staticmethod
    def lines(path):
        return len(path.read_text().splitlines()) if path.exists() else 0


def figures(programs, rounds=11):
    with Machine(programs) as machine:
        exchange = Exchange(programs, machine)
        with exchange.peer():
            times = in_turns({"ours": exchange.by_sender, "curl": exchange.by_curl}, rounds, exchange.queue)
    yield paired_row(f"{RECEIPTS} receipts to the collector", times["ours"], "curl, one connection", times["curl"], 1.5)
