"""What the tests of the threat list share: a vendor for the whole file, a fresh machine for each row.

Row NN of the threat list is `test_row_NN_*`; what a row says in general is tested where packaging/docs/threats.md names it, and shown
here on the real program.
"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.vendor import Target
from tests.e2e.harness.waiting import LONGEST_WAIT_S
from tests.e2e.updater.forge import SMALL, Forge

REFUSED = range(2, 10)  # exit codes of every refusal
# The program empties its environment before it looks at the clock: the time comes from a file in an /etc of its own.
STAND_STILL = """set -e
mount --make-rprivate /
mount -t tmpfs none /mnt
mkdir -m 755 /mnt/upper /mnt/work
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
umount -l /mnt
rm -f /etc/localtime
printf '%s\\n' "$1" >/etc/faketimerc
shift
export LD_PRELOAD="$(echo /usr/lib/*/faketime/libfaketime.so.1)"
exec "$@"
"""


class Rows(unittest.TestCase):
    """`updater`: the bare update patch among the built programs."""

    @classmethod
    def setUpClass(cls):
        cls.base = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-rows."))
        cls.base.chmod(0o755)
        cls.addClassCleanup(shutil.rmtree, cls.base, ignore_errors=True)
        cls.updater = OPTIONS.programs / "update-patch"

    def setUp(self):
        self.forge = Forge(tempfile.mkdtemp(dir=self.base))
        self.target = Target()
        self.addCleanup(self.target.__exit__)

    def small_patch(self, serial, tag=b"", stub="update-patch", **more):
        """A full patch of stand-ins that take no time to copy; `tag` makes another one of the same number; `stub`: the program.

        `more`: contents by role, the serial of the programs where it is another, and fields of the notices.
        """
        files = {"dialog": SMALL["dialog"] + tag, **{role: more.pop(role) for role in SMALL if role in more}}
        return self.forge.write(self.forge.full(serial, files=files, **more), OPTIONS.programs / stub)

    def installed(self, serial=7, **more):
        """The patch, after it was installed."""
        patch = self.small_patch(serial, **more)
        self.check_exit(0, self.target.run(patch))
        return patch

    def check_exit(self, code, done, *words):
        """Also that the words stand in what it said."""
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, code, said)
        for word in words:
            self.assertIn(word, said)

    def install(self, payload, **more):
        """The bare update patch on this file, or on these bytes."""
        if isinstance(payload, bytes):
            payload = self.forge.write(payload)
        return self.target.run(self.updater, "install", "--payload", payload, **more)

    def check_refused(self, rule, done, code=5, before=None):
        """With this rule; and nothing on the machine is another than `before`, where that is given."""
        self.check_exit(code, done, rule)
        if before is not None:
            self.assertEqual(self.target.tree(), before)

    def exit_of(self, *command, environment=None, quiet=True):
        """The exit code alone, without the cost of pipes; negative: the signal that ended it."""
        streams = [(os.POSIX_SPAWN_OPEN, n, "/dev/null", os.O_RDWR, 0) for n in (0, 1, 2)] if quiet else []
        words = [os.fsencode(word) for word in command]
        child = os.posix_spawn(words[0], words, environment if environment is not None else {}, file_actions=streams)
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

    def at(self, time):
        """What to put before a command so that its clock stands still at this time ("2026-02-22 00:00:00", UTC)."""
        return ["unshare", "-m", "sh", "-c", STAND_STILL, "sh", time]

    def trace(self, calls, *command, environment=None, cwd=None):
        """(exit code, trace) of a command whose system calls of these kinds are written down."""
        log = self.base / "trace"
        done = subprocess.run([shutil.which("strace"), "-f", "-y", "-qq", "-s", "4096", "-e", "trace=" + calls,
                               "-o", str(log), *map(str, command)], capture_output=True, timeout=LONGEST_WAIT_S, env=environment or {},
                              cwd=cwd)
        return done.returncode, log.read_text(errors="replace")


def imports(program):
    listing = subprocess.run(["nm", "-D", "--undefined-only", str(program)], check=True, capture_output=True, text=True)
    return {line.split()[-1].split("@")[0] for line in listing.stdout.splitlines()}


def touched(trace):
    """Whole paths named by calls that succeeded, seen from the open folder where they are relative."""
    found = set()
    for match in re.finditer(r'(\w+)\((?:[\w-]+<([^>]*)>, )?"([^"]*)"[^\n]*\) = (?!-1)', trace):
        call, folder, name = match.groups()
        if name and call not in ("symlinkat", "readlink"):  # whose first word is no path that is opened
            found.add(os.path.normpath(os.path.join(folder or "/", name)))
    return found
