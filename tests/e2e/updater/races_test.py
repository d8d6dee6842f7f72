"""An ordinary user against update-patch: swapped payloads, plants at every name it uses. Nothing else may change.

Runs as root.
"""
import collections
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.sweep import Picture, Snapshot, below
from tests.e2e.harness.users import GID, GROUP, UID, credentials
from tests.e2e.harness.vendor import INSTALL, STATE, Target
from tests.e2e.harness.waiting import LONGEST_TEST_S, LONGEST_WAIT_S
from tests.e2e.updater.forge import Forge

AS_USER = credentials()
CLEAN_ENDS = {0, *range(2, 11)}
SEED = 20261123
UNIT = "example-messenger"
FOLDERS = ("opt", "opt/example", INSTALL, "var", "var/lib", STATE, "etc", "etc/xdg", "etc/xdg/autostart", "etc/systemd",
           "etc/systemd/user", "etc/systemd/user/timers.target.wants", "usr", "usr/bin")
FILES = (f"{INSTALL}/current", f"{STATE}/trust.dat", f"{STATE}/machine.conf", f"{STATE}/secret", f"{STATE}/update.log",
         f"{STATE}/update.lock",
         f"etc/xdg/autostart/{UNIT}.desktop", f"etc/systemd/user/{UNIT}.service", f"etc/systemd/user/{UNIT}.timer",
         f"etc/systemd/user/timers.target.wants/{UNIT}.timer", "usr/bin/example-messengerctl")
NAMES = FILES + tuple(f"{os.path.dirname(name)}/.{os.path.basename(name)}.new" for name in FILES)
PIECE = 4096
SWAPPER = r"""
import os, random, sys, time
folder, seed = sys.argv[1:]
dice, name = random.Random(int(seed)), os.path.join(folder, "payload")
good, bad = (open(os.path.join(folder, n), "rb").read() for n in ("good", "bad"))
def put(data):
    with open(name + "~", "wb") as file: file.write(data)
    os.rename(name + "~", name)
def overwrite(data, size=None):
    with open(name, "r+b") as file:
        file.write(data)
        file.truncate(len(data) if size is None else size)
def flip(one, other):
    places = [i for i in range(0, len(good), 4096) if good[i:i + 4096] != bad[i:i + 4096]]
    with open(name, "r+b") as file:
        for data in (one, other):
            for at in places:
                file.seek(at); file.write(data[at:at + 4096])
def link(target):
    os.symlink(target, name + "~"); os.rename(name + "~", name)
def fifo():
    os.mkfifo(name + "~"); os.rename(name + "~", name)
def hard():
    os.link(os.path.join(folder, "bad"), name + "~"); os.rename(name + "~", name)
acts = [lambda: put(good), lambda: put(good), lambda: put(bad), lambda: overwrite(bad), lambda: overwrite(good),
        lambda: overwrite(good, len(good) // 2), lambda: flip(bad, good), lambda: flip(bad, good), lambda: link("bad"),
        lambda: link("good"), lambda: link("/dev/zero"), lambda: link("."), fifo, hard, lambda: os.unlink(name)]
while True:
    try:
        if not os.path.isfile(name) or os.path.islink(name) or os.stat(name).st_nlink > 1: put(good)
        dice.choice(acts)()
    except OSError:
        for rest in (name + "~",):
            if os.path.lexists(rest): os.unlink(rest)
    time.sleep(dice.choice((0, 0, 0.001, 0.004)))
"""


class Ground:
    """A machine, the vendor's releases, and a canary outside that nothing may touch."""

    def __init__(self, programs, base):
        self.base = base
        self.forge = Forge(base, programs)
        self.patch = self.forge.programs / "update-patch"
        (base / "site").mkdir()
        self.target = Target(base / "site")
        self.picture, self.dice = Picture(), random.Random(SEED)
        self.nothing = Snapshot(self.target.root, base / "nothing")
        self.payload = self.forge.write(self.forge.full(6, files=self.files(b"good")))
        self.downloads = base / "downloads"  # the user's own
        self.downloads.mkdir()
        os.chown(self.downloads, UID, GID)
        self.canary = base / "canary"
        self.canary.mkdir()
        (self.canary / "file").write_bytes(b"untouched")
        os.chown(self.canary, 0, 0)
        self.canary_before = Picture().of(self.canary)
        self.wrong = []

    @staticmethod
    def files(word):
        blob = random.Random(1).randbytes(700_000)
        return {"notifier": word + blob, "dialog": b"dialog", "control": word + b"control", "updater": b"updater"}

    def run(self, *words, **more):
        return self.target.run(self.patch, *words, **more)

    def install(self, **more):
        return self.run("--payload", self.payload, **more)

    def expect(self, what, is_right):
        if not is_right:
            self.wrong.append(what)

    def expect_clean(self, what, done):
        """A documented end, and nothing outside was changed."""
        self.expect(f"{what}: ended with {done.returncode} {done.stderr[-200:]}", done.returncode in CLEAN_ENDS)
        self.expect(f"{what}: failed without a word", done.returncode == 0 or done.stdout or done.stderr)
        self.expect(f"{what}: the canary has changed", Picture().of(self.canary) == self.canary_before)


def swap_races(ground, rounds):
    """The payload lies in a user's folder, and the user changes it all the time. {exit: rounds}."""
    ground.nothing.restore(ground.target.root)
    folder = ground.downloads
    good = ground.payload.read_bytes()
    bad = good.replace(b"good", b"evil")
    (folder / "good").write_bytes(good)
    (folder / "bad").write_bytes(bad)
    for path in (folder / "good", folder / "bad"):
        os.chown(path, UID, GID)
    ground.expect("install", ground.install().returncode == 0)
    want = ground.picture.of(ground.target.install / ground.target.live())
    ends = collections.Counter()
    swapper = subprocess.Popen([*AS_USER, "/usr/bin/python3", "-c", SWAPPER, str(folder), str(SEED)])
    try:
        number, end = 0, time.monotonic() + LONGEST_WAIT_S
        while number < rounds or (not is_mixed(ends) and time.monotonic() < end):  # the swapper may be slow to begin
            ends[swap_round(ground, folder / "payload", want, number)] += 1
            number += 1
    finally:
        swapper.send_signal(signal.SIGKILL)
        swapper.wait()
    ground.expect(f"no round was accepted, or none refused: {ends}", is_mixed(ends))
    ground.expect("a plain run afterwards", ground.install().returncode == 0)
    return ends


def is_mixed(ends):
    """Some rounds were accepted, others refused for more than one reason."""
    return ends["accepted"] > 0 and len(ends) > 2


def swap_round(ground, payload, want, number):
    """With a damaged live set, so that an accepted release is copied; a word for its end."""
    install = ground.target.install
    live = install / ground.target.live()
    (live / "messenger.config").unlink(missing_ok=True)
    before = ground.picture.of(live)
    done = ground.run("--payload", payload)
    what = f"swap {number}"
    ground.expect_clean(what, done)
    after = ground.picture.of(install / ground.target.live())
    ground.expect(f"{what}: accepted, and another set is live", done.returncode != 0 or after == want)
    ground.expect(f"{what}: refused, and the live set has changed", done.returncode == 0 or after == before)
    for name in ground.target.sets():
        there = ground.picture.of(install / name)
        known = all(want.get(file) == entry for file, entry in there.items())
        ground.expect(f"{what}: a wrong byte in {name}", known)
    ground.expect(f"{what}: rests {os.listdir(install)}", len(os.listdir(install)) <= 3)
    rule = re.search(r"\b[A-Z]+(?:_[A-Z]+)*\b(?=:)", done.stderr.replace("TEST_KEYS:", ""))
    return "accepted" if done.returncode == 0 else f"{done.returncode} {rule.group(0) if rule else ''}".strip()


PLANT = r"""
import os, socket, sys
folder, canary = sys.argv[1:]
os.chdir(folder)
os.mkdir("folder"); open("folder/inside", "w").close()
os.mkfifo("fifo")
os.symlink(canary + "/file", "link"); os.symlink(canary, "folder-link"); os.symlink("..", "up"); os.symlink("loop", "loop")
open("new\nline", "w").close(); open("-rf", "w").close(); open("x" * 255, "w").close(); open("mark.1", "w").close()
socket.socket(socket.AF_UNIX).bind("socket")
try:
    os.link(canary + "/file", "hard")
    print("hard link made")
except OSError as error:
    print("hard link refused:", error.strerror)
"""
BUSY = r"""
import os, sys, time
os.chdir(sys.argv[1])
while True:
    try:
        open("race", "w").close(); os.unlink("race"); os.symlink(sys.argv[2] + "/file", "race"); os.unlink("race")
        os.mkdir("race"); os.rmdir("race"); os.mkfifo("race"); os.unlink("race")
    except OSError:
        time.sleep(0.0005)
"""


def marks(ground, times):
    """A member of the group plants things in handled/, before and during install, repair and purge."""
    notes = set()
    for number in range(times):
        ground.nothing.restore(ground.target.root)
        ground.expect_clean("install", ground.install())
        handled = ground.target.state / "handled"
        words = ("/usr/bin/python3", "-c", PLANT, str(handled), str(ground.canary))
        notes.add(run(*AS_USER, *words).stdout.strip())
        planted = set(os.listdir(handled))
        busy = subprocess.Popen([*AS_USER, "/usr/bin/python3", "-c", BUSY, str(handled), str(ground.canary)])
        try:
            done = ground.install()
            ground.expect(f"marks {number}: install {done.stderr}", done.returncode == 0)
            ground.expect_clean(f"marks {number}: install", done)
            ground.expect("an install took marks away", planted <= set(os.listdir(handled)))
            ground.expect_clean(f"marks {number}: uninstall", ground.run("uninstall"))
            purge = ground.run("uninstall", "--purge")
            ground.expect_clean(f"marks {number}: purge", purge)
            ground.expect("a purge with a folder in the way said 0", purge.returncode != 0)
            ground.expect("a purge went into a folder", (handled / "folder/inside").exists())
        finally:
            busy.kill()
            busy.wait()
        shutil.rmtree(handled)
        handled.mkdir()
        done = ground.run("uninstall", "--purge")
        ground.expect(f"marks {number}: purge of what is left {done.stderr}", done.returncode == 0)
        ground.expect("the purge left the state", not ground.target.state.exists())
    return sorted(notes)


def plant_file(kind, path, canary):
    if kind == "link":
        path.symlink_to(canary / "file")
    elif kind == "hard link":
        os.link(canary / "file", path)
    elif kind == "fifo":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
        (path / "inside").write_bytes(b"inside")
    else:
        path.write_bytes(b"another's")
        os.chown(path, UID, GID)
        path.chmod(0o666)


def planted_names(ground, step):
    """At fixed names it writes, what a folder that was once open to others might hold: five kinds of plant."""
    plants = [(name, kind) for name in NAMES for kind in ("link", "hard link", "fifo", "folder", "another's file")][::step]
    ground.nothing.restore(ground.target.root)
    ground.install()
    installed = Snapshot(ground.target.root, ground.base / "installed")
    for name, kind in plants:
        installed.restore(ground.target.root)
        path = ground.target.root / name
        if path.is_symlink() or path.exists():
            path.unlink()
        plant_file(kind, path, ground.canary)
        done = ground.install()
        ground.expect(f"{kind} at {name}: ended with {done.returncode}", done.returncode in CLEAN_ENDS)
        removed = ground.run("uninstall", "--purge")
        ground.expect(f"{kind} at {name}: uninstall ended with {removed.returncode}", removed.returncode in CLEAN_ENDS)
        if kind == "folder":
            ground.expect(f"{kind} at {name}: it went in", (path / "inside").exists())
            shutil.rmtree(path, ignore_errors=True)
        elif path.is_symlink() or path.exists():
            path.unlink()
        ground.expect(f"{kind} at {name}: the canary", Picture().of(ground.canary) == ground.canary_before)
        again = ground.install()
        ground.expect(f"{kind} at {name}: once it is gone: {again.stderr}", again.returncode == 0)
    return len(plants)


def weak_folders(ground, step):
    """Folders on its way are another's, open to others, a link, or no folder: refused, nothing is made there."""
    kinds = ("owner", "group may write", "all may write", "link", "file", "fifo")
    faults = [(name, kind) for name in FOLDERS for kind in kinds][::step]
    for name, kind in faults:
        ground.nothing.restore(ground.target.root)
        path = ground.target.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if kind in ("owner", "group may write", "all may write"):
            path.mkdir(exist_ok=True)
            path.chmod({"owner": 0o755, "group may write": 0o775, "all may write": 0o1777}[kind])
            os.chown(path, UID if kind == "owner" else 0, GROUP)
        else:
            shutil.rmtree(path, ignore_errors=True)
            plant = {"link": lambda p: p.symlink_to(ground.canary), "file": lambda p: p.write_bytes(b""),
                     "fifo": os.mkfifo}[kind]
            plant(path)
        inside = set(below(path)) if path.is_dir() and not path.is_symlink() else set()
        done = ground.install()
        what = f"{kind} at {name}"
        ground.expect_clean(what, done)
        ground.expect(f"{what}: ended with {done.returncode} {done.stderr}", done.returncode == 6)
        if inside or kind in ("owner", "group may write", "all may write"):
            ground.expect(f"{what}: something was made in it", set(below(path)) == inside)
    ground.nothing.restore(ground.target.root)
    return len(faults)


def touched_paths(ground, *words):
    """Absolute paths of every call of a run that names a file."""
    log = ground.base / "paths.log"
    wrap = ("strace", "-f", "-y", "-qq", "-s", "4096", "-e", "trace=%file,%desc", "-o", str(log))
    ground.expect_clean("traced", ground.run(*words, wrap=wrap))
    paths = set()
    for line in log.read_text(errors="replace").splitlines():
        found = re.match(r'\d+\s+\w+\((?:(?:AT_FDCWD|\d+)<([^>]*)>, )?(?:"([^"]*)", \d+<([^>]*)>, )?"([^"]*)"', line)
        if found and re.match(r"\d+\s+(\w*at|\w*at2|open|stat|chdir|execve|access|readlink)\(", line):
            folder, name = found.group(3) or found.group(1) or "/", found.group(4)
            paths.add(os.path.normpath(os.path.join(folder, name)))
    return paths


def reachable(ground):
    """Of all it touches, a user may change the payload's folder and handled/ alone; of the user's home it sees nothing."""
    ground.nothing.restore(ground.target.root)
    folder = ground.downloads
    shutil.copy(ground.payload, folder / "payload-2")
    home = ground.base / "home"
    (home / ".local/state").mkdir(parents=True)
    (home / f".local/state/{UNIT}").symlink_to(ground.canary)
    for path in (home, home / ".local", home / ".local/state"):
        os.chown(path, UID, GID)
    paths = touched_paths(ground, "--payload", folder / "payload-2")
    paths |= touched_paths(ground, "--payload", folder / "payload-2", "--terminal-hook")
    paths |= touched_paths(ground, "uninstall", "--purge")
    base = str(ground.target.root)
    ground.expect(f"too few paths were seen: {len(paths)}", sum(path.startswith(base) for path in paths) > 30)
    ground.expect("the home was looked at", not any(path.startswith(str(home)) for path in paths))
    ask = ("import os, sys; "
           "print(*(p for p in sys.stdin.read().split('\\0') if os.access(os.path.dirname(p), os.W_OK)), sep='\\n')")
    ground.install()
    answer = run(*AS_USER, "/usr/bin/python3", "-c", ask, input="\0".join(sorted(paths))).stdout
    writable = set(answer.split())
    allowed = {str(folder / "payload-2")}
    system = {path for path in writable if path.startswith("/dev/") or path.startswith("/proc/")}
    ground.expect(f"a user can change {writable - allowed - system}", writable - system <= allowed)
    ground.expect("the payload's own folder was not seen", allowed <= writable)
    return len(paths)


def own_namespace(ground):
    """A user binds a folder of his own over handled/, as far as a user may: nobody else sees it."""
    ground.nothing.restore(ground.target.root)
    ground.install()
    handled = ground.target.state / "handled"
    script = f"mount --bind {ground.canary} {handled} && echo bound && exec sleep {LONGEST_TEST_S}"
    user = subprocess.Popen([*AS_USER, "unshare", "-U", "-r", "-m", "sh", "-c", script], stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL, text=True)
    said = user.stdout.readline().strip()
    try:
        ground.expect_clean("own namespace", ground.install())
        ground.expect_clean("own namespace", ground.run("uninstall", "--purge"))
    finally:
        user.kill()
        user.wait()
        user.stdout.close()
    return "a bind mount of the user's own changed nothing" if said == "bound" else "no user namespace for a bind mount here"


class Races(unittest.TestCase):
    def setUp(self):
        base = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="tocsin-races.")))
        base.chmod(0o755)
        self.ground = Ground(OPTIONS.programs, base)

    def tearDown(self):
        self.assertEqual(self.ground.wrong[:50], [])

    def test_payloads_swapped_under_the_run(self):
        ends = swap_races(self.ground, 10_000 if OPTIONS.full else 300)
        print(f"swaps: {ends.total()} rounds: " + ", ".join(f"{n} {end}" for end, n in ends.most_common()))

    def test_marks(self):
        print(f"marks: {marks(self.ground, 50 if OPTIONS.full else 2)}")

    def test_names_planted_beforehand(self):
        step = 1 if OPTIONS.full else 7  # coprime to the numbers of kinds: each kind comes
        print(f"plants: {planted_names(self.ground, step)} at fixed names, {weak_folders(self.ground, step)} weak folders refused, "
              f"{reachable(self.ground)} paths seen, {own_namespace(self.ground)}")
