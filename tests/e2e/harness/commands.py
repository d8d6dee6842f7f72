"""Starting programs: one that must succeed, one at a terminal."""
import contextlib
import os
import pty
import select
import subprocess
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tests.e2e.harness.waiting import LONGEST_WAIT_S

PYTHON = "/usr/bin/python3"  # the distribution's, which has the bindings of GLib and AT-SPI


def run(*command: object, ok: Collection[int] = (0,), **more: Any) -> "subprocess.CompletedProcess[str]":
    """A command that must end with one of these codes; the finished process."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=LONGEST_WAIT_S, **more)
    if done.returncode not in ok:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def read_terminal(ours: int) -> str:
    """Everything written to the terminal until its other end is closed everywhere. Closes this end."""
    said = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while select.select([ours], [], [], LONGEST_WAIT_S)[0] and (piece := os.read(ours, 65536)):
            said += piece
    os.close(ours)
    return said.decode(errors="replace")


def at_a_terminal(command: Sequence[str], typed: str, environment: Mapping[str, str]) -> tuple[int, str]:
    """(exit code, what was written) of a program at a terminal of its own; `typed` is there before it starts."""
    ours, theirs = pty.openpty()
    os.write(ours, typed.encode())
    program = subprocess.Popen(command, env=environment, cwd="/", stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = read_terminal(ours)
    return program.wait(timeout=LONGEST_WAIT_S), said
