"""The cross-built gate under Wine, warm, beside an empty program. Only where build/windows has been built; printed, not judged.

The gate is switched off by policy: under Wine no file's owner is real, so that with a set it would always start the dialog.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

from figures import in_turns, paired_row, timed

SOURCE = pathlib.Path(__file__).resolve().parents[2]
WINE = SOURCE / "tests/support/wine.sh"
GATE = SOURCE / "build/windows/bin/Example.Messenger.exe"
COMPILER = "x86_64-w64-mingw32-g++-posix"
POLICY = r"HKLM\Software\Policies\Example\Messenger"


def figures(_, rounds=15):
    if not GATE.exists():
        print("windows: build/windows has not been built, nothing measured", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory(prefix="tocsin-wine.") as folder:
        environment = dict(os.environ, TOCSIN_WINE_PREFIX=f"{folder}/prefix")

        def wine(*words):
            subprocess.run([WINE, *words], env=environment, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        empty = pathlib.Path(folder) / "empty.exe"
        subprocess.run([COMPILER, "-O2", "-static", SOURCE / "tests/bench/gate/empty.cpp", "-o", empty], check=True)
        wine(GATE, "--version")  # makes the prefix; one program alone starts Wine's servers
        held = subprocess.Popen([WINE, "--hold"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
        try:
            wine("reg", "add", POLICY, "/v", "Disable", "/t", "REG_DWORD", "/d", "1", "/f")
            times = in_turns({"ours": lambda: timed(lambda: wine(GATE)), "empty": lambda: timed(lambda: wine(empty))}, rounds)
        finally:
            held.stdin.close()
            held.wait()
    yield paired_row("gate under Wine, switched off", times["ours"], "empty program, cross-built", times["empty"])
