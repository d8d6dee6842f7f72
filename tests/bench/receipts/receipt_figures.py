"""100 queued receipts to a small receiver by the installed sender, beside curl with the same bodies over one connection.

Each has a receiver of its own, so that neither is told that it has seen a receipt before.
"""
import contextlib
import sqlite3

from tests.bench.figures import in_turns, paired_row, timed
from tests.e2e.harness.commands import run
from tests.e2e.harness.machine import Machine
from tests.e2e.harness.receiver import Receiver
from tests.e2e.harness.sample import sample_catalog
from tests.e2e.harness.users import credentials

RECEIPTS = 100


class Exchange:
    """Both ways from one outbox: what is queued is written down for curl, then sent by the sender."""

    def __init__(self, programs, machine):
        self.machine, self.round = machine, 0
        machine.start_receiver()
        machine.install(sample_catalog())
        self.peer_out, self.peer_url = machine.base / "peer.ndjson", ""

    @contextlib.contextmanager
    def peer(self):
        tls = self.machine.base / "tls"
        with Receiver(self.peer_out, tls / "server.pem", tls / "server.key") as receiver:
            self.peer_url = receiver.url
            yield

    def queue(self):
        """New receipts in the outbox, and curl's orders for the same."""
        self.round += 1
        ids = [f"r{self.round}-m{i}" for i in range(RECEIPTS)]
        state = self.machine.queue_receipts(*ids)
        with contextlib.closing(sqlite3.connect(f"file:{state}?mode=ro", uri=True)) as database:
            rows = database.execute("SELECT id, body FROM outbox").fetchall()
        assert len(rows) == RECEIPTS, len(rows)
        self.write_orders(rows)

    def write_orders(self, rows):
        orders = []
        for id, body in rows:
            quoted = body.replace("\\", "\\\\").replace('"', '\\"')
            orders.append(f'silent\nurl = "{self.peer_url}"\ncacert = "{self.machine.base / "tls/ca.pem"}"\noutput = "/dev/null"\n'
                          'write-out = "%{http_code} %{num_connects}\\n"\nheader = "Content-Type: application/cloudevents+json"\n'
                          f'header = "Idempotency-Key: {id}"\ndata-binary = "{quoted}"\n')
        (self.machine.base / "orders").write_text("next\n".join(orders))

    def by_sender(self):
        before = self.lines(self.machine.receipts_file)
        passed = timed(lambda: run(*credentials(), *self.machine.program("control", "send"),
                                   env=self.machine.environment(), cwd="/"))
        assert self.lines(self.machine.receipts_file) == before + RECEIPTS
        return passed

    def by_curl(self):
        before = self.lines(self.peer_out)
        command = [*credentials(), "curl", "--disable", "--config", str(self.machine.base / "orders")]
        said = []
        passed = timed(lambda: said.append(run(*command, env=self.machine.environment(), cwd="/")))
        answers = [line.split() for line in said[0].stdout.splitlines()]
        assert {code for code, _ in answers} == {"201"} and sum(int(made) for _, made in answers) == 1, said[0].stdout
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
    yield paired_row(f"{RECEIPTS} receipts to the receiver", times["ours"], "curl, one connection", times["curl"], 1.5)
