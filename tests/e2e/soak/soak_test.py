#!/usr/bin/python3
"""400 days of logons, releases, outages and wrong clocks, then 400 quiet ones, in one process and virtual time: memory,
descriptors, rows and the log stay bounded, nothing acknowledged comes back, every receipt that was not refused arrives.

Usage: soak_test.py BIN_FOLDER [ACTIVE_DAYS IDLE_DAYS]     as root: the machine's own log is hidden from it
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

LINES_PER_RECEIPT = 2  # of the log: how it ended
# Whatever takes log lines here is hidden, so that they come to standard error and can be counted.
HIDDEN = """mount --make-rprivate /
for folder in /run/systemd /dev/log; do [ -d "$folder" ] && mount -t tmpfs none "$folder"; done
[ -S /dev/log ] && mount --bind /dev/null /dev/log
exec "$@"
"""


def main():
    programs, *days = sys.argv[1:]
    started, shared = time.monotonic(), pathlib.Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="tocsin-soak.", dir=shared if shared.is_dir() else None) as folder:
        done = subprocess.run(["unshare", "--mount", "sh", "-c", HIDDEN, "sh", os.path.join(programs, "soak"),
                               os.path.join(folder, "state.db"), *(days or ("400", "400"))], capture_output=True, text=True)
        left = sorted(os.listdir(folder))
    print(done.stdout, end="")
    arrived = int(done.stdout.rsplit("requests, ", 1)[-1].split()[0]) if "requests, " in done.stdout else 0
    lines = done.stderr.splitlines()
    wrong = [] if done.returncode == 0 else [f"exit {done.returncode}", *lines[-5:]]
    if not arrived or not 0 < len(lines) <= LINES_PER_RECEIPT * arrived:
        wrong.append(f"{len(lines)} lines in the log for {arrived} receipts")
    if [name for name in left if name != "state.db"]:
        wrong.append(f"left beside the record: {left}")
    print("\n".join(wrong))
    print(f"{len(lines)} lines in the log; {len(wrong)} wrong; {time.monotonic() - started:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
