"""400 days of logons, releases, outages and wrong clocks, then 400 quiet ones, in one process and virtual time: memory,
descriptors, rows and the log stay bounded, nothing acknowledged comes back, every receipt that was not refused arrives.

Runs as root: the machine's own log is hidden from it.
"""
import os
import pathlib
import subprocess
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS

DAYS = ("400", "400")  # active, then idle
LINES_PER_RECEIPT = 2  # of the log: how it ended
# Whatever takes log lines here is hidden, so that they come to standard error and can be counted.
HIDDEN = """mount --make-rprivate /
for folder in /run/systemd /dev/log; do [ -d "$folder" ] && mount -t tmpfs none "$folder"; done
[ -S /dev/log ] && mount --bind /dev/null /dev/log
exec "$@"
"""


class Soak(unittest.TestCase):
    def test_years_of_logons(self):
        shared = pathlib.Path("/dev/shm")
        with tempfile.TemporaryDirectory(prefix="tocsin-soak.", dir=shared if shared.is_dir() else None) as folder:
            done = subprocess.run(["unshare", "--mount", "sh", "-c", HIDDEN, "sh", OPTIONS.programs / "soak",
                                   os.path.join(folder, "state.db"), *DAYS], capture_output=True, text=True)
            left = sorted(os.listdir(folder))
        print(done.stdout, end="")
        lines = done.stderr.splitlines()
        self.assertEqual(done.returncode, 0, lines[-5:])
        arrived = int(done.stdout.rsplit("requests, ", 1)[-1].split()[0])
        self.assertGreater(arrived, 0)
        self.assertTrue(0 < len(lines) <= LINES_PER_RECEIPT * arrived, f"{len(lines)} lines in the log for {arrived} receipts")
        self.assertEqual(left, ["state.db"])
