"""The first window of an X session, as most readers meet ours at logon: its time beside other small windows, its memory
beside a limit. The other rows of the window are in dialog_figures.py, with everything warm."""

from tests.bench.dialog import dialog_figures
from tests.bench.figures import absolute_row, mebibytes, paired_row
from tests.e2e.harness.commands import PYTHON
from tests.e2e.harness.machine import Machine

TARGETS = {"bare wx dialog": 1.15, "zenity --info": 0.75}
MEMORY_LIMIT_KIB = 45 << 10
PEERS = ("ours", *TARGETS)


def in_fresh_sessions(machine, rounds, commands, *options):
    """A list of values a command, each of a fresh X server."""
    return dialog_figures.in_session(machine, PYTHON, "-m", "tests.bench.dialog.first_windows", str(rounds + 1),
                                     machine.base / "window_spawner", *options, "--", *commands)


def figures(programs, rounds=15, readings=3):
    with Machine(programs) as machine:
        commands = dialog_figures.commands_of(programs, machine)
        ours, *theirs = in_fresh_sessions(machine, rounds, [commands[name] for name in PEERS])
        ours_kib, bare_kib = in_fresh_sessions(machine, readings, [commands[name] for name in PEERS[:2]], "--memory")
    for name, times in zip(TARGETS, theirs):
        yield paired_row("dialog, first window of a session", ours, name, times, TARGETS[name])
    yield absolute_row("dialog, memory of the first window", ours_kib, MEMORY_LIMIT_KIB, mebibytes)
    yield paired_row("dialog, memory of the first window", ours_kib, "bare wx dialog", bare_kib, unit=mebibytes)
