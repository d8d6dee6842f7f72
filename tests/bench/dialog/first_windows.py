"""Starts each program as the first of an X session: a fresh X server for every run. Prints what window_spawner prints.

Usage: python3 -m tests.bench.dialog.first_windows ROUNDS SPAWNER [--memory] -- COMMAND...     within tests/support/a11y_session
"""
import contextlib
import os
import select
import subprocess
import sys

DEADLINE_S = 30


@contextlib.contextmanager
def fresh_display():
    """A server that chooses its number and tells it once it can be reached; it ends with the run."""
    ours, theirs = os.pipe()
    server = subprocess.Popen(["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x900x24", "-nolisten", "tcp", "-noreset"],
                              pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        told, _, _ = select.select([ours], [], [], DEADLINE_S)
        number = os.read(ours, 16).decode().strip() if told else ""
        if not number:
            sys.exit("first_windows: Xvfb does not start")
        yield f":{number}"
    finally:
        os.close(ours)
        server.terminate()
        server.wait()


def measured(spawner, command):
    with fresh_display() as display:
        ran = subprocess.run([*spawner, "1", command], env={**os.environ, "DISPLAY": display}, capture_output=True, text=True,
                             timeout=3 * DEADLINE_S)
    if ran.returncode != 0:
        sys.exit(f"first_windows: {command}: exit {ran.returncode}\n{ran.stdout}{ran.stderr}")
    return ran.stdout.strip()


def main():
    parted = sys.argv.index("--")
    rounds, spawner, commands = int(sys.argv[1]), sys.argv[2:parted], sys.argv[parted + 1:]
    for turn in range(rounds):
        values = {}
        for place in range(len(commands)):  # another one is first in each round
            command = commands[(turn + place) % len(commands)]
            values[command] = measured(spawner, command)
        print(" ".join(values[command] for command in commands), flush=True)


if __name__ == "__main__":
    main()
