"""`run.sh` of the intake in a folder of its own, as the tests and the bench start it."""
import pathlib
import re
import signal
import subprocess
import tempfile
import time

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import SOURCE
from tests.e2e.harness.waiting import LONGEST_WAIT_S

AS_USER = ["setpriv", "--reuid", "tocsin-intake", "--regid", "tocsin-intake", "--clear-groups", "--"]


class RunReceiver:
    def __init__(self, programs, *words, folder=None):
        self.folder = folder or pathlib.Path(tempfile.mkdtemp(prefix="tocsin-run."))
        self.folder.chmod(0o755)
        started = time.monotonic()
        self.process = subprocess.Popen(["bash", SOURCE / "packaging/intake/run.sh", "--dir", self.folder / "receiver", "--port", "0",
                                         "--program", programs / "tocsin-intake", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        text=True)
        line = self.process.stdout.readline()
        self.seconds = time.monotonic() - started
        found = re.fullmatch(r"ready port=(\d+) ca=(\S+) settings=(\S+) watch=(\d+)\n", line)
        if not found:
            self.process.terminate()
            raise AssertionError(line + self.process.stderr.read())
        self.port, self.ca, self.settings, self.watch = int(found[1]), found[2], pathlib.Path(found[3]), int(found[4])

    def programs(self):
        """[pid, user, words] of every process that works in the folder."""
        listed = run("ps", "-eo", "pid,user:32,args").stdout.splitlines()
        return [line.split(None, 2) for line in listed if str(self.folder) in line and "run.sh" not in line]

    def command(self, *words):
        """As the user of the store: its socket is in a folder of that user alone."""
        return run(*AS_USER, self.folder / "receiver/tocsin-intake", "--settings", self.settings, *words, cwd="/").stdout

    def sql(self, text):
        return run(*AS_USER, "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.folder / "receiver/run", "-U", "tocsin", "receipts",
                   "-c", text, cwd="/").stdout.strip()

    def end(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(LONGEST_WAIT_S)
        self.process.stdout.close()
        self.process.stderr.close()
