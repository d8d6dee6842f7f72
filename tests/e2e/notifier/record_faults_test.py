"""The record cannot be written, or something else stands in its place: the reader is told, the notice stays due, nothing hangs
or spins, and once there is room it is recorded. By `messengerctl show` at a terminal, and by the real window for one of them.

Runs as root, in mounts of its own.
"""
import concurrent.futures
import os
import pathlib
import resource
import shutil
import subprocess
import unittest

from tests.e2e.harness.mounts import enter_private_mounts
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.users import GID, UID
from tests.e2e.notifier.desk import IDS, RECEIPTS, Desk

STUBBORN = "a\na\na\nq\n"
BUSY_TIMES = 20  # the processor time of the first, undisturbed run
MEMORY_POINTS = 9


def setUpModule():
    enter_private_mounts()


def processor_time():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def mount(*words):
    subprocess.run(["mount", *map(str, words)], check=True)


class Faults(unittest.TestCase):
    def setUp(self):
        self.desk = Desk(OPTIONS.programs)
        self.addCleanup(self.desk.close)
        self.desk.begin()
        busy = processor_time()
        self.desk.show(STUBBORN)
        self.usual = processor_time() - busy
        self.desk.begin()

    def show(self, answers=STUBBORN, wrap=()):
        """It ends, and what it waits for it awaits asleep."""
        busy = processor_time()
        status, said = self.desk.show(answers, wrap)
        self.assertLess(processor_time() - busy, BUSY_TIMES * self.usual)
        self.assertIn(status, (0, *range(2, 10)), said.text)
        return said

    def make_folder(self):
        self.desk.folder.mkdir(parents=True)
        for folder in (self.desk.folder, *self.desk.folder.parents[:2]):
            os.chown(folder, UID, GID)

    def on_its_own_disk(self, *options):
        self.make_folder()
        mount("-t", "tmpfs", "-o", ",".join((f"uid={UID},gid={GID},mode=700", *options)), "none", self.desk.folder)
        self.addCleanup(subprocess.run, ["umount", "-l", str(self.desk.folder)], check=True)

    def check_told(self, said):
        """Both notices were on screen; what was not recorded was said not to be, and only that. How many were refused."""
        durable, sound = self.desk.durable()
        self.assertEqual(sound, "ok")
        self.assertIn("first", said.offered, said.text)
        self.assertEqual(set(said.recorded), durable, said.text)
        if durable != set(IDS):
            self.assertRegex(said.text, "not be recorded|cannot be recorded")
        return len(IDS) - len(durable)

    def check_comes_back(self):
        """The fault is over: what is undecided is shown and recorded, and all receipts arrive."""
        durable, _ = self.desk.durable()
        said = self.show("a\na\n")
        wanted = [id for id in IDS if id not in durable]
        self.assertEqual((said.offered, said.recorded), (wanted, wanted), said.text)
        self.desk.machine.control("send")
        self.assertTrue(set(RECEIPTS[::2]) <= set(self.desk.arrived()), self.desk.arrived())

    def test_disk_full(self):
        self.on_its_own_disk("size=1m")
        refused = []
        for kilobytes in (4, 24, 36, 44, 52, 60, 96):
            with self.subTest(kilobytes=kilobytes):
                for path in self.desk.folder.iterdir():
                    path.unlink()
                mount("-o", f"remount,size={kilobytes}k", self.desk.folder)
                refused.append(self.check_told(self.show()))
                mount("-o", "remount,size=1m", self.desk.folder)
                self.check_comes_back()
                self.desk.become_another()
        self.assertEqual((refused[0], refused[-1]), (2, 0), refused)

    def test_read_only_disk(self):
        self.on_its_own_disk("size=1m")
        for kept in (False, True):
            with self.subTest(record_is_there=kept):
                if kept:
                    self.desk.show("n\nn\n")
                mount("-o", "remount,ro", self.desk.folder)
                self.assertEqual(self.check_told(self.show()), 2)
                mount("-o", "remount,rw", self.desk.folder)
        self.check_comes_back()

    def test_read_only_folder(self):
        self.make_folder()
        self.desk.folder.chmod(0o500)
        self.assertEqual(self.check_told(self.show()), 2)
        self.desk.folder.chmod(0o700)
        self.check_comes_back()

    def test_the_window_says_so_and_stays(self):
        self.make_folder()
        self.desk.folder.chmod(0o500)
        out = self.desk.machine.session("refused")
        self.assertIn("comes back", out)
        self.assertIn("exit 0", out)
        self.desk.folder.chmod(0o700)
        self.check_comes_back()

    def test_files_may_not_grow(self):
        for limit in (0, 1, 4096, 20000, 33000):
            with self.subTest(limit=limit):
                self.desk.begin()
                self.check_told(self.show(wrap=("prlimit", f"--fsize={limit}")))
                self.check_comes_back()

    def test_no_memory(self):
        """At any request, and from it on: an end with a code, nothing said that is not so, and all of it again afterwards."""
        shim, count = OPTIONS.programs / "libfailing_malloc.so", self.desk.machine.base / "count"
        count.touch()
        count.chmod(0o666)
        shim = shutil.copy(shim, self.desk.machine.base)  # the user may not reach the programs' folder

        def failing(at):
            return ("env", f"LD_PRELOAD={shim}", f"FAILING_MALLOC_AT={at}", f"FAILING_MALLOC_COUNT={count}")
        self.desk.machine.control("--version", wrap=failing(0))
        loading = int(count.read_text())  # before main libraries begin, which end the program by themselves
        self.show(wrap=failing(0))
        requests, ends = int(count.read_text()), set()
        for at in range(loading, requests, (requests - loading) // MEMORY_POINTS):
            for lasting in ("", "+"):
                with self.subTest(at=at, lasting=lasting):
                    self.desk.begin()
                    status, said = self.desk.show(STUBBORN, failing(f"{at}{lasting}"))
                    self.assertIn(status, (0, *range(2, 10)), said.text)
                    ends.add(status)
                    durable, sound = self.desk.durable()
                    self.assertEqual(sound, "ok")
                    self.assertLessEqual(set(said.recorded), durable)
                    again = self.show("a\na\n")
                    self.assertEqual(again.offered, [id for id in IDS if id not in durable], again.text)
        self.assertGreater(len(ends), 1, "no request that failed ended the program")

    def test_two_machines_share_one_home(self):
        """Both ask at once, again and again: each act is recorded once, and the record stays sound."""
        other = Desk(OPTIONS.programs)
        self.addCleanup(other.close)
        other.machine.home = self.desk.machine.home
        for _ in range(4):
            self.desk.begin()
            other.become_another()
            with concurrent.futures.ThreadPoolExecutor(6) as pool:
                runs = [pool.submit(desk.show, "a\na\n") for desk in (self.desk, other) * 3]
            for status, said in (run.result() for run in runs):
                self.assertIn((status, said.refusals), ((0, 0), (7, 0)), said.text)  # 7: the other one sends
            self.desk.machine.control("send")
            self.assertEqual(self.desk.durable(), (set(IDS), "ok"))
            for desk in (self.desk, other):
                self.assertEqual(set(desk.listed().values()), {"acknowledged"})
            acts = [act for act in self.desk.arrived() + other.arrived() if act[1] == "acknowledged"]
            self.assertGreaterEqual(len(acts), len(IDS))
            self.assertEqual(self.desk.outbox(), [])

    def test_something_else_in_its_place(self):
        def link(path):
            path.symlink_to(self.desk.machine.home / "other")
        kinds = {"directory": pathlib.Path.mkdir, "fifo": os.mkfifo, "link": link}
        for name, plant in kinds.items():
            with self.subTest(kind=name):
                self.desk.begin()
                self.make_folder()
                path = self.desk.folder / "state.db"
                plant(path)
                os.chown(path, UID, GID, follow_symlinks=False)
                said = self.show()
                self.assertEqual(said.offered[:1], ["first"], said.text)
                self.assertEqual(said.recorded, [])
                self.assertRegex(said.text, "not be recorded|cannot be recorded")
                gate = self.desk.machine.start("notifier")  # no display: it leaves the notices to a terminal
                self.assertIn(gate.returncode, (0, 8), gate.stderr)
                self.assertFalse((self.desk.machine.home / "other").exists())
                path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
                self.check_comes_back()
