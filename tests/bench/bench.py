#!/usr/bin/python3
"""Every figure beside its peers, in one table. Exit 0 when all targets are met, 3 when one is missed.

Usage: bench.py PROGRAMS [--only GROUP,...]      as root: programs are run as users from root-owned trees
"""
import argparse
import os
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from figures import print_table  # noqa: E402
import intake_figures  # noqa: E402
import size_figures  # noqa: E402
import windows_figures  # noqa: E402
from dialog import dialog_figures, first_window_figures  # noqa: E402
from gate import gate_figures  # noqa: E402
from install import install_figures  # noqa: E402
from kit import explain_figures, tally_figures  # noqa: E402
from parse import parse_figures  # noqa: E402
from receipts import receipt_figures  # noqa: E402
from record import record_figures  # noqa: E402

GROUPS = {"gate": gate_figures, "parse": parse_figures, "dialog": dialog_figures,
          "first-window": first_window_figures, "install": install_figures,
          "record": record_figures, "receipts": receipt_figures, "intake": intake_figures,
          "sizes": size_figures,
          "windows": windows_figures, "tally": tally_figures, "explain": explain_figures}


MISSED = 3  # exit code; what went wrong ends with 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--only", default=",".join(GROUPS), help="groups of figures, parted by commas: " + " ".join(GROUPS))
    arguments = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("bench: must be root (programs are run as users from root-owned trees)")
    os.umask(0o022)
    rows, started = [], time.monotonic()
    for name in arguments.only.split(","):
        print(f"{name} ...", file=sys.stderr)
        rows += GROUPS[name].figures(arguments.programs.resolve())
    print_table(rows)
    missed = [row for row in rows if row.verdict == "missed"]
    judged = sum(row.target is not None for row in rows)
    print(f"{judged - len(missed)} of {judged} targets met, {time.monotonic() - started:.0f} s")
    sys.exit(MISSED if missed else 0)


if __name__ == "__main__":
    main()
