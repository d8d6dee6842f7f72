#!/usr/bin/python3
"""What processor and memory do for the figures, in counts that repeat: instructions by valgrind, and fresh pages.

Usage: profile.py PROGRAMS parse [MESSAGES]     reading a catalog, beside pugixml's parse of it
       profile.py PROGRAMS dialog               the window until it is mapped, beside other wx dialogs; as root
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from parse import instruction_figures  # noqa: E402
from parse.instruction_figures import total_of  # noqa: E402

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
    from dialog import dialog_figures as figures
    with figures.Machine(programs) as machine:
        commands = figures.commands_of(programs, machine)
        names = {"ours": "ours", "bare": "bare wx dialog", "controls": "wx dialog of as many controls"}
        warm = f"{machine.base}/window_spawner 1 " + " ".join(f"'{commands[name]}'" for name in names.values()) + "\n"
        script = warm + "".join(
            f"valgrind --tool=callgrind --dump-before=gdk_window_show --callgrind-out-file={machine.base}/x/s/out/{file} "
            f"{commands[name]} >/dev/null 2>&1 & p=$!\n"
            f"for i in $(seq 600); do [ -s {machine.base}/x/s/out/{file}.1 ] && break; sleep 0.2; done; sleep 1; kill -9 $p\n"
            for file, name in names.items())
        (machine.base / "script").write_text(script)
        env = dict(os.environ, T_UID=str(figures.UID), T_GID=str(figures.GID), T_GROUPS=str(figures.GROUP))
        subprocess.run([figures.SOURCE / "tests/support/a11y_session", machine.base / "x", "bash", machine.base / "script"],
                       env=env, check=True, capture_output=True)
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
