"""The real window, killed at chosen system calls after the key that acknowledges. Runs within tests/support/a11y_session.

Usage: python3 -m tests.e2e.notifier.killed_scenario killed_at_calls limit=N -- GATE [ARGUMENT...]
limit=0: at every call that changes the record.
Prints a line of JSON a round: where, whether it was killed, what the reader was told, what the record says, what the next
start shows.
"""
import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import time

from tests.e2e.harness import atspi_driver as ui
from tests.e2e.harness import scenario
from tests.e2e.harness.scenario import ACKNOWLEDGE, RECORDED
from tests.e2e.harness.waiting import LONGEST_WAIT_S

ID, TITLE = "first", "The first & worst notice"
CALL = re.compile(r"^\d+\s+(\w+)\((.*)")
CHANGES = ("pwrite64", "fdatasync", "fsync", "unlink")
TRACE = os.path.join(os.environ.get("OUT", "."), "trace")


def acknowledge_first(reader, program):
    """The size of the trace before the key."""
    reader.open(program)
    reader.tab_to(ACKNOWLEDGE)
    size = os.path.getsize(TRACE) if os.path.exists(TRACE) else 0
    reader.session.key("space")
    return size


def told(reader, program):
    """Whether the window says that it is recorded; it may end at any moment."""
    return reader.told(program, f"{RECORDED}: {TITLE}") is not None


def calls_that_change(reader, gate):
    """[(name, count)] of an undisturbed run from the key until the window says so."""
    reader.gate = ["strace", "-D", "-f", "-qq", "-y", "-o", TRACE, *gate]
    program = reader.start()
    start = acknowledge_first(reader, program)
    reader.session.wait(lambda: told(reader, program), "the word that it is recorded")
    size = os.path.getsize(TRACE)
    reader.session.key("Escape")
    reader.finish(program)
    data = pathlib.Path(TRACE).read_bytes()
    seen, found, at = collections.Counter(), [], 0
    for line in data[:size].decode(errors="replace").splitlines(True):
        at += len(line.encode(errors="replace"))
        if call := CALL.match(line):
            seen[call[1]] += 1
            if at > start and call[1] in CHANGES and "/example-messenger" in call[2]:
                found.append((call[1], seen[call[1]]))
    return found


def forget():
    shutil.rmtree(os.path.join(os.environ["HOME"], ".local"), ignore_errors=True)


def record_says(gate):
    """What `messengerctl` says of the notice, from the record as it lies there."""
    control = [os.path.join(os.path.dirname(gate[0]), "messengerctl"), *gate[1:], "list", "--all", "--json"]
    done = subprocess.run(control, capture_output=True, text=True, timeout=LONGEST_WAIT_S)
    return next(row["reason"] for row in json.loads(done.stdout)["notices"] if row["id"] == ID)


def shown_again(reader, gate):
    """Whether the next start shows the notice as undecided."""
    reader.gate = gate
    program = reader.start()
    window = reader.session.window(program.pid)
    words = [ui.name(node) for _, node in ui.walk(window)]
    words += [ui.text(node) for node in ui.find_all(window, role_is="text") or []]
    reader.session.key("Escape")
    reader.finish(program)
    return any(TITLE in word for word in words)


def round_at(reader, gate, name, count):
    forget()
    reader.gate = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={name}", "-e", "signal=none",
                   "-e", f"inject={name}:signal=SIGKILL:when={count}", *gate]
    program, said = reader.start(), False
    acknowledge_first(reader, program)
    end = time.monotonic() + LONGEST_WAIT_S
    while program.poll() is None and time.monotonic() < end:
        said = said or told(reader, program)
        reader.session.settle(0.02)
    if program.poll() is None:
        program.kill()
        program.wait()
        return {"at": f"{name}:{count}", "killed": False}
    return {"at": f"{name}:{count}", "killed": program.returncode == -9, "said": said, "record": record_says(gate),
            "returned": shown_again(reader, gate)}


def killed_at_calls(reader, limit="2"):
    gate = list(reader.gate)
    calls = calls_that_change(reader, gate)
    step = max(1, len(calls) // int(limit)) if int(limit) else 1
    print("calls", len(calls))
    for name, count in calls[step // 2::step]:
        print(json.dumps(round_at(reader, gate, name, count)), flush=True)


if __name__ == "__main__":
    scenario.main([killed_at_calls])
