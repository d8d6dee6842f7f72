"""Receipts of the tests, the clients that send them, and an independent count of what was sent."""
import base64
import collections
import hashlib
import http.client
import json
import random
import threading
import time

from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.e2e.intake.stores import SOURCE_PREFIX, TYPE_PREFIX

HEADERS = {"Content-Type": "application/cloudevents+json"}


def base32(data):
    return base64.b32encode(data).decode().lower().rstrip("=")


def installation(number):
    return base32(hashlib.sha256(b"installation %d" % number).digest()[:16])


def receipt_id(installed, message, revision, outcome, actor=""):
    fields = ["SCF-RCPT-v1", installed, message, str(revision), outcome, actor]
    return base32(hashlib.sha256("\0".join(fields).encode()).digest()[:16])


def receipt(number, message="av95", revision=1, outcome="displayed", actor="0123456789abcdef", locale="en", client="1.0.0",
            system="linux", epoch=1, serial=7, hour=None, **more):
    """One receipt as a client makes it; `more` overrides fields without making the id anew."""
    source = installation(number)
    event = {"specversion": "1.0", "id": receipt_id(source, message, revision, outcome, actor),
             "source": f"{SOURCE_PREFIX}:{source}", "type": f"{TYPE_PREFIX}.{outcome}.v1", "subject": f"{message}/{revision}",
             "time": time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(hour * 3600 if hour else time.time())), "messageid": message,
             "revision": revision, "epoch": epoch, "serial": serial, "outcome": outcome}
    if actor:
        event["actor"] = actor
    return {**event, "locale": locale, "client": client, "os": system, **more}


class Client:
    """One kept connection."""

    def __init__(self, port, timeout=LONGEST_WAIT_S):
        self.port, self.timeout, self.connection = port, timeout, None

    def post(self, event, key=None, path="/v1/receipts", **headers):
        """(status, Receipt-Id, Retry-After); (0, None, None) if the connection broke."""
        body = event if isinstance(event, (bytes, str)) else json.dumps(event)
        key = key if key is not None else event["id"]
        try:
            if not self.connection:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
            self.connection.request("POST", path, body, {**HEADERS, "Idempotency-Key": key, **headers})
            answer = self.connection.getresponse()
            answer.read()
            return answer.status, answer.getheader("Receipt-Id"), answer.getheader("Retry-After")
        except (OSError, http.client.HTTPException):
            self.close()
            return 0, None, None

    def __del__(self):
        self.close()

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None


class Crowd:
    """Sends receipts over several connections, each until it is acknowledged, and every fifth one again afterwards."""

    def __init__(self, intake, events, connections=8, duplicates=0.2):
        self.intake, self.events, self.connections, self.duplicates = intake, list(events), connections, duplicates
        self.acknowledged, self.statuses = set(), collections.Counter()
        self.lock = threading.Lock()

    def run(self, until_all=True, bound=LONGEST_WAIT_S):
        """Returns itself. `until_all`: a receipt that is not acknowledged is sent again."""
        parts = [self.events[i::self.connections] for i in range(self.connections)]
        threads = [threading.Thread(target=self._send, args=(part, until_all, time.monotonic() + bound), daemon=True) for part in parts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(bound + LONGEST_WAIT_S)
            assert not thread.is_alive(), "a client has not ended"
        return self

    def _send(self, events, until_all, end):
        client, chance = Client(self.intake.port), random.Random(len(events))
        for event in events:
            while not self._once(client, event) and until_all:
                assert time.monotonic() < end, f"{event['id']} was never acknowledged: {self.statuses}"
                time.sleep(0.05)
            if chance.random() < self.duplicates:
                self._once(client, event)
        client.close()

    def _once(self, client, event):
        status, echo, _ = client.post(event)
        with self.lock:
            self.statuses[status] += 1
            if status == 201:
                assert echo == event["id"], f"{echo} was echoed for {event['id']}"
                self.acknowledged.add(event["id"])
        return status == 201


def counted(events):
    """{(message, revision, outcome): receipts}, each id once."""
    once = {event["id"]: event for event in events}
    return collections.Counter((e["messageid"], e["revision"], e["outcome"]) for e in once.values())


def stored_ids(*clusters):
    query = "SELECT id FROM receipts.event UNION ALL SELECT id FROM receipts.unopened"
    return {base32(bytes.fromhex(line.replace("-", ""))) for cluster in clusters for line in cluster.sql(query).split()}


def counters(*clusters, table="hourly"):
    """The same from the counters of the stores."""
    total = collections.Counter()
    for cluster in clusters:
        rows = cluster.sql(f"SELECT message, revision, acknowledged, sum(events) FROM receipts.{table} JOIN receipts.notice USING (notice) "
                           "GROUP BY 1, 2, 3")
        for row in rows.splitlines():
            message, revision, acknowledged, events = row.split("|")
            total[(message, int(revision), "acknowledged" if acknowledged == "t" else "displayed")] += int(events)
    return total


def check_exact(test, crowd, *clusters):
    """Acknowledged = stored, nothing lost, counters = what the clients sent."""
    everything = {event["id"] for event in crowd.events}
    test.assertEqual(crowd.acknowledged, everything)
    test.assertEqual(stored_ids(*clusters), everything)
    test.assertEqual(counters(*clusters), counted(crowd.events))
    test.assertEqual(counters(*clusters, table="kind"), counted(crowd.events))
