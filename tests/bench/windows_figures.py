"""The cross-built gate and window under Wine, warm, beside an empty program and a bare dialog. Only where build/windows has been
built; printed, not judged.

The gate is switched off by policy: under Wine no file's owner is real, so that with a set it would always start the dialog.
The window is the installed one with two notices, told by the X server as on Linux.
"""
import subprocess
import sys

from tests.bench.dialog.dialog_figures import columns_of
from tests.bench.figures import in_turns, paired_row, timed

from tests.e2e.harness.options import SOURCE, WINE
from tests.e2e.windows.notifier_machine import POLICY, Notified
from tests.e2e.windows.update_machine import ROLES

BUILD = SOURCE / "build/windows"
COMPILER = "x86_64-w64-mingw32-g++-posix"


def figures(programs, rounds=15):
    if not (BUILD / "bin/Example.Messenger.exe").exists():
        print("windows: build/windows has not been built, nothing measured", file=sys.stderr)
        return
    subprocess.run(["cmake", "--build", BUILD, "--target", "programs", "windows_tools", "bare_dialog"], check=True,
                   stdout=subprocess.DEVNULL)
    with Notified(BUILD / "bin") as windows:
        windows.registry("add", POLICY, "/v", "Disable", "/t", "REG_DWORD", "/d", "1", "/f", "/reg:64")
        installed = windows.run(windows.notifier_patch(7))
        if installed.returncode != 0:
            sys.exit(f"windows: exit {installed.returncode}\n{installed.stdout}{installed.stderr}")
        yield gate_row(windows, rounds)
        windows.registry("delete", POLICY, "/f", "/reg:64")
        yield window_row(windows, programs, rounds)


def gate_row(windows, rounds):
    empty = windows.base / "empty.exe"
    subprocess.run([COMPILER, "-O2", "-static", SOURCE / "tests/bench/gate/empty.cpp", "-o", empty], check=True)
    times = in_turns({name: lambda program=program: timed(lambda: windows.run(program))
                      for name, program in (("ours", windows.gate()), ("empty", empty))}, rounds)
    return paired_row("gate under Wine, switched off", times["ours"], "empty program, cross-built", times["empty"])


def window_row(windows, programs, rounds):
    """The first round warms."""
    commands = []
    for name, program in (("ours", windows.live() / ROLES["dialog"]), ("bare", windows.programs / "bare_dialog.exe")):
        commands.append(windows.base / name)  # the spawner parts words by blanks, which a path there has
        commands[-1].write_text(f'#!/bin/sh\nexec "{WINE}" "{program}"\n')
        commands[-1].chmod(0o755)
    environment = {**windows.environment, "DISPLAY": windows.screen.display}
    ran = subprocess.run([programs / "window_spawner", str(rounds + 1), *commands], env=environment, stdin=subprocess.DEVNULL,
                         capture_output=True, text=True, timeout=200)
    ours, bare = columns_of(ran)
    return paired_row("dialog under Wine, start to mapped window", ours, "bare wx dialog, cross-built", bare)
