"""From start to a mapped window: the real dialog with an installed, signed set, proof included, beside other small windows."""
import os
import pathlib
import shutil
import subprocess
import sys

from figures import paired_row

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "tests/e2e/notifier"))
from machine import GID, GROUP, UID, Machine  # noqa: E402
sys.path.insert(0, str(SOURCE / "tests/support"))
from sample import sample_catalog  # noqa: E402

TARGETS = {"bare wx dialog": 1.6, "wx dialog of as many controls": 1.25, "zenity --info": 0.85}
SENTENCE = "--text=Retires-soon"


def in_session(machine, *command):
    """Columns that the command prints, in an X session of a member of the audience. The first round warms."""
    session = machine.base / f"x{len(list(machine.base.glob('x*')))}"
    env = dict(os.environ, T_UID=str(UID), T_GID=str(GID), T_GROUPS=str(GROUP))
    ran = subprocess.run([SOURCE / "tests/support/a11y_session", session, *command], env=env, capture_output=True, text=True,
                         timeout=600)
    return columns_of(ran)


def columns_of(ran):
    """A list of values a command, of a run of window_spawner."""
    if ran.returncode != 0:
        sys.exit(f"dialog: exit {ran.returncode}\n{ran.stdout}{ran.stderr}")
    lines = [line.split() for line in ran.stdout.splitlines()[1:]]
    return [[float(value) for value in column] for column in zip(*lines)]


def commands_of(programs, machine):
    """What is started: ours with an installed set in which notices are due, and its peers."""
    shutil.copytree(SOURCE / "packaging/samples/machine-root", machine.root, dirs_exist_ok=True)
    machine.install(sample_catalog().replace("2026-11-23T", "2028-09-01T"))
    for program in ("window_spawner", "bare_dialog", "same_controls_dialog"):
        shutil.copy(programs / program, machine.base / program)
    return {"ours": " ".join(machine.program("dialog")), "bare wx dialog": str(machine.base / "bare_dialog"),
            "wx dialog of as many controls": str(machine.base / "same_controls_dialog"),
            "zenity --info": f"zenity --info {SENTENCE}", "yad": f"yad {SENTENCE} --button=OK"}


def figures(programs, rounds=21):
    with Machine(programs) as machine:
        commands = commands_of(programs, machine)
        ours, *theirs = in_session(machine, machine.base / "window_spawner", str(rounds + 1), *commands.values())
    for name, times in zip(list(commands)[1:], theirs):
        yield paired_row("dialog, start to mapped window", ours, name, times, TARGETS.get(name))
