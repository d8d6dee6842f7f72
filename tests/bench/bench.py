"""Every figure beside its peers, in one table. Exit 0 when all targets are met, 3 when one is missed.

Usage: python3 -m tests.bench.bench PROGRAMS [--only GROUP,...]      as root: programs are run as users from root-owned trees
"""
import argparse
import os
import pathlib
import sys
import time

from tests.bench import size_figures, windows_figures
from tests.bench.dialog import dialog_figures, first_window_figures
from tests.bench.figures import print_table
from tests.bench.gate import gate_figures
from tests.bench.install import install_figures
from tests.bench.intake import intake_figures
from tests.bench.kit import explain_figures, tally_figures
from tests.bench.parse import parse_figures
from tests.bench.receipts import receipt_figures
from tests.bench.record import record_figures

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
