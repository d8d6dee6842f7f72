"""What processor and memory do for the figures, in counts that repeat: instructions by valgrind, and fresh pages.

Usage: python3 -m tests.bench.profile PROGRAMS parse [MESSAGES]     reading a catalog, beside pugixml's parse of it
       python3 -m tests.bench.profile PROGRAMS dialog               the window until it is mapped, beside other wx dialogs; as root
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

from tests.bench.dialog import dialog_figures
from tests.bench.parse import instruction_figures
from tests.bench.parse.instruction_figures import total_of
from tests.e2e.harness.machine import Machine
from tests.e2e.harness.session import run_in_session, stage_package

LINES = 26


def annotated(profile, *options):
    ran = subprocess.run(["callgrind_annotate", *options, str(profile)], check=True, capture_output=True, text=True)
    rows = [re.sub(r" \[.*", "", line).replace("???:", "") for line in ran.stdout.splitlines()]
    return [row.strip() for row in rows if re.match(r"\s*[\d,]+ \(", row) and "PROGRAM TOTALS" not in row]


def parse(programs, messages):
    program = [str(programs / "parse_bench"), "profile", messages]
    print(subprocess.run(program, check=True, capture_output=True, text=True).stdout, end="")
    with tempfile.TemporaryDirectory() as folder:
        counted = instruction_figures.counts(programs, messages, folder)
        print(f"instructions, {messages} messages: pugixml's parse {counted['library']:,}, "
              f"ours {counted['parse']:,}, evaluation {counted['evaluate']:,}")
        print("\n".join(annotated(pathlib.Path(folder) / "parse")[:LINES]))


def dialog(programs, _):
    with Machine(programs) as machine:
        commands = dialog_figures.commands_of(programs, machine)
        names = {"ours": "ours", "bare": "bare wx dialog", "controls": "wx dialog of as many controls"}
        warm = f"{machine.base}/window_spawner 1 " + " ".join(f"'{commands[name]}'" for name in names.values()) + "\n"
        script = warm + "".join(
            f"valgrind --tool=callgrind --dump-before=gdk_window_show --callgrind-out-file={machine.base}/x/s/out/{file} "
            f"{commands[name]} >/dev/null 2>&1 & p=$!\n"
            f"for i in $(seq 600); do [ -s {machine.base}/x/s/out/{file}.1 ] && break; sleep 0.2; done; sleep 1; kill -9 $p\n"
            for file, name in names.items())
        (machine.base / "script").write_text(script)
        run_in_session(stage_package(machine.base / "python"), machine.base / "x", "bash", machine.base / "script").check_returncode()
        out = machine.base / "x/s/out"
        print("instructions until the first window is shown: "
              + ", ".join(f"{name} {total_of(out / f'{file}.1'):,}" for file, name in names.items()))
        rows = [row for row in annotated(out / "ours.1", "--inclusive=yes", "--threshold=100") if "tocsin::" in row]
        print("\n".join(rows[:LINES]))


def main():
    if len(sys.argv) < 3 or sys.argv[2] not in ("parse", "dialog") or not shutil.which("valgrind"):
        sys.exit(__doc__.strip())
    {"parse": parse, "dialog": dialog}[sys.argv[2]](pathlib.Path(sys.argv[1]).resolve(), (sys.argv[3:] or ["256"])[0])


if __name__ == "__main__":
    main()
