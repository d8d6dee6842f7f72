"""The vendor's receiver beside the sample in Python that it replaced: the same clients, the same two cores, in turns.

Clients, nginx, intake and PostgreSQL share the machine, and commits wait for the disk (fsync on).
"""
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

from tests.bench.figures import Row, paired_row, spread
from tests.e2e.harness.authority import Authority
from tests.e2e.harness.commands import run
from tests.e2e.harness.receiver import Receiver
from tests.e2e.intake.run_receiver import RunReceiver

CONNECTIONS, SECONDS, ROUNDS, MOST = 128, 4, 3, 400000
LEAST_TIMES, MOST_P99_MS, MOST_BYTES, MOST_PAGE_S = 12, 60, 150, 0.5
QUIET = 1.5  # load average


def former_sample(folder):
    authority = Authority(folder / "tls")
    return Receiver(folder / "receipts.ndjson", authority.issue("server"), authority.path("server.key"),
                    module="tests.bench.intake.former_sample")


def load(programs, port, seed, connections=CONNECTIONS, seconds=SECONDS, most=MOST, *words):
    said = json.loads(run(programs / "intake_load", port, connections, seconds, most, seed, *words).stdout)
    if said["refused"] or said["broken"]:
        raise AssertionError(f"receipts were not acknowledged: {said}")
    return said


def ticks_of(receiver, word):
    """Processor time of a program and its children, in seconds."""
    total = 0
    for pid, _, words in receiver.programs():
        if word in words:
            for child in [pid, *run("pgrep", "-P", pid, ok=(0, 1)).stdout.split()]:
                fields = pathlib.Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def cost_of_a_connection(programs, receiver):
    """Processor time of nginx for a receipt over a new TLS connection, less that over a kept one; in microseconds."""
    cost = []
    for seed, words in ((901, ()), (902, ("new",))):
        before = ticks_of(receiver, "nginx")
        said = load(programs, receiver.port, seed, 16, 20, 3000, *words)
        cost.append((ticks_of(receiver, "nginx") - before) / said["acknowledged"] * 1e6)
    return cost[1] - cost[0]


def fill_counters(receiver):
    """The counters that 10 million receipts leave: 12 notices, a week each, 240 variants."""
    receiver.sql("""
        INSERT INTO receipts.notice (message, revision, opened) SELECT 'notice-' || n, 1, 490000 + 168 * n FROM generate_series(1, 12) n;
        INSERT INTO receipts.variant (locale, client, system, epoch) SELECT l, c, s, 1 FROM
          unnest('{de,fr,es,ja,en-GB,en-US,zh-Hans,it,pt,nl,pl,cs,sv,ko,tr,uk,da,fi,el,hu}'::text[]) l,
          unnest('{1.0.1,1.1.0,1.2.0,2.0.0,2.1.0,2.2.0}'::text[]) c, unnest('{linux,windows}'::text[]) s ON CONFLICT DO NOTHING;
        INSERT INTO receipts.hourly SELECT n.notice, a, n.opened + h, CASE WHEN a THEN 700 ELSE 4260 END
          FROM receipts.notice n, generate_series(0, 167) h, unnest('{f,t}'::bool[]) a WHERE n.message LIKE 'notice-%';
        INSERT INTO receipts.kind SELECT n.notice, a, v.variant, CASE WHEN a THEN 490 ELSE 2982 END
          FROM receipts.notice n, receipts.variant v, unnest('{f,t}'::bool[]) a WHERE n.message LIKE 'notice-%' ON CONFLICT DO NOTHING;
        ANALYZE;""")
    return int(receiver.sql("SELECT sum(events) FROM receipts.hourly JOIN receipts.notice USING (notice) WHERE message LIKE 'notice-%'"))


def page_seconds(receiver):
    taken = []
    for _ in range(5):
        start = time.perf_counter()
        receiver.command("report", "--html", receiver.folder / "receiver/run/page.html")
        taken.append(time.perf_counter() - start)
    return taken


def print_settings(receiver):
    print("  " + receiver.sql("SELECT string_agg(name || '=' || setting || coalesce(unit, ''), ' ' ORDER BY name) FROM pg_settings "
                              "WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_compression', "
                              "'max_wal_size')"),
          file=sys.stderr)


def limit_row(figure, value, limit, unit):
    return Row(figure, f"{value:.1f} {unit}" if value >= 1 else f"{value:.3f} {unit}", "limit", f"{limit:g} {unit}", value / limit, "", 1)


def figures(programs):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-sample."))
    busy = os.getloadavg()[0]
    receiver, sample = RunReceiver(programs), former_sample(folder)
    try:
        print_settings(receiver)
        receiver.command("open", "av95/1", "--client", "1.0.0", "--locale", "en", "--epoch", "1")
        load(programs, receiver.port, 900, CONNECTIONS, 1)
        ours, theirs = [], []
        for turn in range(ROUNDS):
            ours.append(load(programs, receiver.port, 2 * turn))
            theirs.append(load(programs, sample.port, 2 * turn + 1))
        acknowledged = int(receiver.sql("SELECT count(*) FROM receipts.event"))
        rates = [[said["acknowledged"] / said["seconds"] for said in side] for side in (ours, theirs)]
        ratios = [b / a for a, b in zip(*rates)]
        yield Row("receipts acknowledged in a second", f"{statistics.median(rates[0]):.0f}", "the former sample in Python",
                  f"{statistics.median(rates[1]):.0f}", statistics.median(ratios), spread(ratios), round(1 / LEAST_TIMES, 3))
        p99 = statistics.median(said["p99"] for said in ours)
        row = limit_row(f"p99 of a receipt, {CONNECTIONS} connections, load {busy:.0f} before", p99, MOST_P99_MS, "ms")
        row.target = 1 if busy <= QUIET else None  # others' work is in the wait for the disk: a busy machine is not judged
        yield row
        yield paired_row("p99 beside it", [said["p99"] for said in ours], "the former sample's p99", [said["p99"] for said in theirs], 0.5)
        size = int(receiver.sql("SELECT pg_total_relation_size('receipts.event_1') + pg_total_relation_size('receipts.hourly') + "
                                "pg_total_relation_size('receipts.kind')")) / acknowledged
        yield limit_row("stored for a receipt, with its index and counters", size, MOST_BYTES, "bytes")
        cost = cost_of_a_connection(programs, receiver)
        yield Row("nginx, one TLS connection", f"{cost:.0f} us", "one second of a core", f"{1e6 / max(cost, 1):.0f} connections",
                  cost / 1e6, "")
        events = fill_counters(receiver)
        yield limit_row(f"page from the counters of {events / 1e6:.1f} million receipts", statistics.median(page_seconds(receiver)),
                        MOST_PAGE_S, "s")
        yield Row("run.sh, until ready", f"{receiver.seconds:.1f} s", "limit", "10 s", receiver.seconds / 10, "")
    finally:
        sample.stop()
        receiver.end()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(receiver.folder, ignore_errors=True)
