"""From start to a mapped window: the real dialog with an installed, signed set, proof included, beside other small windows."""
import shutil
import sys

from tests.bench.figures import paired_row

from tests.e2e.harness.machine import Machine
from tests.e2e.harness.options import SOURCE
from tests.e2e.harness.sample import endless_sample
from tests.e2e.harness.session import run_in_session, stage_package

TARGETS = {"bare wx dialog": 1.6, "wx dialog of as many controls": 1.25, "zenity --info": 0.85}
SENTENCE = "--text=Retires-soon"


def in_session(machine, *command):
    """Columns that the command prints, in an X session of a member of the audience. The first round warms."""
    number = len(list(machine.base.glob("x*")))
    return columns_of(run_in_session(stage_package(machine.base / f"python{number}"), machine.base / f"x{number}", *command))


def columns_of(ran):
    """A list of values a command, of a run of window_spawner."""
    if ran.returncode != 0:
        sys.exit(f"dialog: exit {ran.returncode}\n{ran.stdout}{ran.stderr}")
    lines = [line.split() for line in ran.stdout.splitlines()[1:]]
    return [[float(value) for value in column] for column in zip(*lines)]


def commands_of(programs, machine):
    """What is started: ours with an installed set in which notices are due, and its peers."""
    shutil.copytree(SOURCE / "packaging/samples/machine-root", machine.root, dirs_exist_ok=True)
    machine.install(endless_sample())
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
