"""The gate beside empty programs, in wall time and peak memory, and over the number of messages."""
import pathlib
import statistics
import subprocess
import tempfile

from tests.bench.figures import Row, paired_row, spread
from tests.bench.gate.gate_machine import USER, GateMachine, first_unmet, lay_out, unconditional

PYTHON = "/usr/bin/python3 -c pass"
SIZES = (10, 100, 1000, 4096)
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LANG": "de_CH.UTF-8", "DISPLAY": ":99"}


def measure(bins, rounds, commands):
    """Milliseconds from start to end, and of the processor, a list a command each; and each one's peak KiB."""
    ran = subprocess.run([bins / "gate_spawner", str(rounds), str(USER), *map(str, commands)], env=ENVIRONMENT, check=True,
                         capture_output=True, text=True)
    lines = [line.split() for line in ran.stdout.splitlines()]
    columns = [[float(value) / 1000 for value in column] for column in zip(*lines[:-1])]
    return columns[::2], columns[1::2], [int(word) for word in lines[-1][1:]]


def beside_empty(bins, rounds, title, machine, target, memory_target):
    peers = {"empty C++ program": bins / "gate_empty", "empty C program": bins / "gate_empty_c", "python3 -c pass": PYTHON}
    (ours, *theirs), _, (our_peak, *their_peaks) = measure(bins, rounds, [machine.command, *peers.values()])
    for name, times in zip(peers, theirs):
        yield paired_row(title, ours, name, times, target if name == "empty C++ program" else None)
    for name, peak in zip(peers, their_peaks):
        judged = memory_target if name == "empty C++ program" else None
        yield Row(title + ", memory", f"{our_peak} KiB", name, f"{peak} KiB", our_peak / peak, "", judged)


def over_sizes(bins, rounds, machines):
    """What one more message costs the processor from each size to the next, beside the cheapest of these steps."""
    _, times, _ = measure(bins, rounds, [machine.command for machine in machines])
    steps = {}
    for i, (few, many) in enumerate(zip(SIZES, SIZES[1:])):
        steps[f"{few} to {many}"] = [(b - a) * 1000 / (many - few) for a, b in zip(times[i], times[i + 1])]
    middles = {name: statistics.median(step) for name, step in steps.items()}
    least = min(middles, key=middles.get)
    for i, (name, step) in enumerate(steps.items()):
        yield Row(f"gate, one more message, {name} ({statistics.median(times[i]):.2f} to "
                  f"{statistics.median(times[i + 1]):.2f} ms)", f"{middles[name]:.2f} us", f"{least}", f"{middles[least]:.2f} us",
                  middles[name] / middles[least], spread([one / middles[least] for one in step]), LINEAR)


LINEAR = 1.5


def figures(programs, rounds=150):
    with tempfile.TemporaryDirectory(prefix="tocsin-gate.") as name:
        folder = pathlib.Path(name)
        bins = lay_out(programs, folder)
        acknowledged = {n: GateMachine(bins, folder, n, unconditional, n) for n in SIZES}
        unmet = GateMachine(bins, folder, 100, first_unmet, 0)
        yield from beside_empty(bins, rounds, "gate, 100 acknowledged", acknowledged[100], 1.3, 2)
        yield from beside_empty(bins, rounds, "gate, none of 100 applies", unmet, 2.2, 2)
        yield from over_sizes(bins, rounds, list(acknowledged.values()))
