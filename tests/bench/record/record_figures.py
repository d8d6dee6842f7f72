"""A decision, from the click's handler to durable, beside one SQLite commit of the same rows."""
import subprocess
import tempfile

from tests.bench.figures import paired_row


def figures(programs, rounds=200):
    with tempfile.TemporaryDirectory(prefix="tocsin-record.") as folder:
        ran = subprocess.run([programs / "record_bench", folder, str(rounds)], check=True, capture_output=True, text=True)
    ours, bare = zip(*[map(float, line.split()) for line in ran.stdout.splitlines()])
    yield paired_row("decision recorded", ours, "one SQLite commit of the rows", bare, 1.2)
