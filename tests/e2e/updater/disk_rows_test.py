"""Rows 20 to 35 of the threat list, on the real update patch: what it must not touch, follow, leave or listen to.

Runs as root.
"""
import contextlib
import fcntl
import os
import pathlib
import random
import re
import resource
import shutil
import signal
import stat
import subprocess
import threading

from tests.e2e.harness.users import GROUP, UID
from tests.e2e.harness.vendor import INSTALL, STATE
from tests.e2e.harness.waiting import LONGEST_TEST_S, LONGEST_WAIT_S
from tests.e2e.updater.rows import REFUSED, Rows, imports, touched

CANARY = b"what lies outside stays as it is\n"
TRIGGERS = ("etc/xdg/autostart/example-messenger.desktop", "etc/systemd/user/example-messenger.service",
            "etc/systemd/user/example-messenger.timer", "usr/bin/example-messengerctl",
            "etc/systemd/user/timers.target.wants/example-messenger.timer")
FOLDERS = ("opt", "opt/example", INSTALL, "var", "var/lib", STATE, "etc/xdg", "etc/xdg/autostart", "etc/systemd",
           "etc/systemd/user", "etc/systemd/user/timers.target.wants", "usr", "usr/bin")
# What the loader and libcrypto look at before and beside the program's own work.
LOADER = re.compile(r"/(etc/ld\.so\.(cache|preload)|(usr/)?lib(64)?/[\w./+-]+\.so(\.[\d.]+)?|proc/self/exe|dev/null"
                    r"|proc/sys/crypto/fips_enabled|etc/localtime|usr/share/zoneinfo/\S*)$")


class Planted(Rows):
    """Things of others at places the program uses. `elsewhere` is a folder of an ordinary user with a canary in it."""

    def setUp(self):
        super().setUp()
        self.elsewhere = self.target.base / "elsewhere"
        self.elsewhere.mkdir(mode=0o755)
        self.canary = self.elsewhere / "canary"
        self.canary.write_bytes(CANARY)
        for path in (self.elsewhere, self.canary):
            os.chown(path, UID, UID)

    def place(self, relative):
        """Its path, with root's own folders above it."""
        path = self.target.root / relative
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        return path

    def check_elsewhere(self):
        self.assertEqual([p.name for p in self.elsewhere.iterdir()], ["canary"])
        about = self.canary.lstat()
        self.assertEqual((self.canary.read_bytes(), about.st_uid, stat.S_IMODE(about.st_mode)), (CANARY, UID, 0o644))

    def fresh(self):
        shutil.rmtree(self.target.root)
        (self.target.root / "etc").mkdir(parents=True, mode=0o755)
        (self.target.root / "etc/group").write_text(f"example-console-admins:x:{GROUP}:\n")

    def test_row_20_folder_made_before_by_a_user(self):
        """A user has made the folder the program is going to use, and keeps the right to write in it."""
        patch = self.small_patch(7)
        for relative in FOLDERS:
            for owner, mode in ((UID, 0o755), (0, 0o777), (0, 0o775)):
                with self.subTest(folder=relative, owner=owner, mode=oct(mode)):
                    self.fresh()
                    folder = self.place(relative)
                    folder.mkdir()
                    folder.chmod(mode)
                    os.chown(folder, owner, owner)
                    self.check_exit(refusal_of(relative), self.target.run(patch), f"OWNER: {folder}: ")
                    self.assertEqual(list(folder.iterdir()), [])

    def test_row_20_other_kinds_in_its_place(self):
        """A file, a pipe or a mount of the user's own folder stands where the program wants its folder."""
        patch = self.small_patch(7)
        for relative in (INSTALL, STATE, "etc/xdg/autostart"):
            for make in (os.mkfifo, lambda path: path.write_bytes(b""), lambda path: path.symlink_to(self.elsewhere)):
                self.fresh()
                make(self.place(relative))
                self.check_exit(6, self.target.run(patch), "KIND")
            self.fresh()
            self.place(relative).mkdir()
            mount = ["unshare", "-m", "sh", "-c", 'mount --bind "$1" "$2"; shift 2; exec "$@"', "sh", self.elsewhere,
                     self.target.root / relative]
            self.check_exit(6, self.target.run(patch, wrap=mount), "OWNER")
        self.check_elsewhere()

    def test_row_21_link_in_any_component(self):
        """A component of a path is a link that leads out of the machine; even root's own is not followed."""
        patch = self.small_patch(7)
        for relative in FOLDERS:
            with self.subTest(link=relative):
                self.fresh()
                self.place(relative).symlink_to(self.elsewhere)
                self.check_exit(refusal_of(relative), self.target.run(patch), f"KIND: {self.target.root / relative}: is a link")
                self.check_elsewhere()

    def test_row_21_link_in_a_file_s_place(self):
        """A file the program writes is a link to a file elsewhere: the link is replaced, or refused, never followed."""
        patch = self.installed(7)
        for relative in (*TRIGGERS, f"{STATE}/trust.dat", f"{STATE}/machine.conf", f"{STATE}/secret",
                         f"{STATE}/triggers", f"{STATE}/update.log",
                         f"{INSTALL}/current/messenger.xml"):
            with self.subTest(link=relative):
                path = self.target.root / relative
                path.unlink()
                path.symlink_to(self.canary)
                done = self.target.run(patch)
                self.check_exit(0, done)
                is_left = f"left as it is: /{relative}: a link to {self.canary}" in done.stdout
                self.assertEqual((is_left, os.path.realpath(path) == str(self.canary)), (relative in TRIGGERS,) * 2)
                self.check_elsewhere()
        for relative in (f"{STATE}/update.lock", f"{STATE}/handled"):
            with self.subTest(refused=relative):
                path = self.target.root / relative
                path.rmdir() if path.is_dir() else path.unlink()
                path.symlink_to(self.elsewhere if relative.endswith("handled") else self.canary)
                self.check_exit(6, self.target.run(patch))
                self.check_elsewhere()
                path.unlink()

    def test_row_22_hard_link_under_what_is_written(self):
        """A file the program writes to has a second name, in a place that matters."""
        patch = self.installed(7)
        for relative in (*TRIGGERS[:3], *(f"{STATE}/{name}" for name in ("trust.dat", "machine.conf", "secret", "update.log",
                                                                         "update.lock", ".trust.dat.new"))):
            with self.subTest(name=relative):
                path = self.target.root / relative
                path.unlink(missing_ok=True)
                os.link(self.canary, path)
                self.assertIn(self.target.run(patch).returncode, (0, 6))
                self.check_elsewhere()
                path.unlink(missing_ok=True)

    def test_row_23_clean_up_removes_only_what_it_knows(self):
        """Old sets are swept away, and with them what somebody has put or linked there."""
        self.installed(5)
        old = self.target.install / self.target.live()
        (old / "extra").write_bytes(b"not ours")
        (old / "messenger.xml").unlink()
        (old / "messenger.xml").symlink_to(self.canary)
        (old / "folder").mkdir()
        others = [self.target.install / name for name in ("1.5.xyz", "5", "1.5.ABCDEF01", "01.5.abcdef01", "keep")]
        for folder in others:
            folder.mkdir()
            (folder / "scf.dat").write_bytes(b"not a set's")
        for name in ("1.3.00000000", "1.4.00000000"):
            (self.target.install / name).symlink_to(self.elsewhere)
        for serial in (6, 7, 8):
            patch = self.installed(serial)
        self.assertEqual({p.name for p in old.iterdir()} & {"extra", "folder", "messenger.xml"},
                         {"extra", "folder", "messenger.xml"})
        self.assertTrue(all((folder / "scf.dat").exists() for folder in others))
        self.assertEqual(len([name for name in self.target.sets() if name.startswith(("1.6", "1.7", "1.8"))]), 2)
        self.check_elsewhere()
        self.assertIn("left " + old.name, (self.target.state / "update.log").read_text())
        self.assertEqual(self.target.run(patch, "uninstall").returncode, 9)
        self.assertTrue((old / "extra").exists())
        self.check_elsewhere()


class Surroundings(Rows):
    def test_row_24_hostile_arguments(self):
        """Two thousand command lines of nonsense, half-right options and paths to other people's files."""
        patch = self.installed(7)
        before = self.target.tree()
        chance = random.Random(24)
        words = ["install", "status", "verify", "launch", "uninstall", "--payload", "--root", "--launch", "--purge",
                 "--terminal-hoo", "", "-", "--", "/etc/passwd", "/dev/zero", "../..", "%s%n", "$(id)", "`id`", "a" * 5000,
                 "--root=/", "--payload=", b"\xff\xfe", "\n", "-x", "--Root", str(patch), "/nowhere", "--purge=1"]
        codes = {}
        for _ in range(2000):
            vector = chance.choices(words, k=chance.randrange(1, 7))
            if vector[0] == "uninstall":  # which has nothing to doubt, unless it is misspelt
                vector.insert(1, "--payload")
            code = self.exit_of(self.updater, *vector, "--root", self.target.root)
            codes[code] = codes.get(code, 0) + 1
        self.assertLessEqual(set(codes), {0, *REFUSED}, codes)
        self.assertGreater(codes[2], 1500, codes)
        self.assertEqual(self.target.tree(), before)

    def test_row_24_users_settings_steer_nothing(self):
        """A user's configuration, home and variables are no input of the privileged run."""
        patch = self.small_patch(7)
        home = self.base / "home"
        (home / ".config").mkdir(parents=True)
        (home / ".config/example-messenger.conf").write_text("Disable=1\n")
        hostile = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / ".config"), "XDG_STATE_HOME": str(home),
                   "TMPDIR": str(home), "PATH": str(home), "LANG": "../../../x"}
        code, trace = self.trace("%file", patch, "--root", self.target.root, environment=hostile)
        self.assertEqual((code, self.target.live()[:4]), (0, "1.7."))
        self.assertNotIn(str(home), trace)
        beyond = {path for path in touched(trace) if not LOADER.match(path)}
        # A file whose kind is known is opened through /proc/self/fd.
        beyond = {path for path in beyond if not path.startswith((str(self.target.root), "/proc/self/fd/"))}
        above = {str(folder) for folder in self.target.root.parents}
        self.assertEqual(beyond - above - {str(patch), "/run/systemd/journal/socket", "/dev/log"}, set())

    def test_row_25_hostile_environment(self):
        """The caller leaves its limits, mask, signals, streams and 200 open files behind."""
        canary = self.base / "openssl.cnf"
        canary.write_text("openssl_conf = broken\n[broken\n")
        environment = {"LD_BIND_NOW": "1", "LD_LIBRARY_PATH": "/nonexistent", "TMPDIR": "/nonexistent", "IFS": "/",
                       "OPENSSL_CONF": str(canary), "OPENSSL_MODULES": str(self.base), "MALLOC_PERTURB_": "85",
                       "GCONV_PATH": str(self.base), "LOCPATH": str(self.base), "POSIXLY_CORRECT": "1"}
        patch = self.small_patch(7)
        for name, prepare in HOSTILE_STARTS.items():
            with self.subTest(name):
                done = subprocess.run([patch, "--root", self.target.root], preexec_fn=prepare, env=environment, cwd="/dev",
                                      close_fds=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                      stderr=subprocess.DEVNULL, timeout=LONGEST_WAIT_S)
                self.assertEqual(done.returncode, 0)
                check_modes(self, self.target.root)
                self.check_exit(0, self.target.run(patch, "verify"), "live=1.7")
                self.check_exit(0, self.target.run(patch, "uninstall", "--purge"))

    def test_row_25_no_descriptor_to_be_had(self):
        """With three descriptors not even the loader can begin; nothing has happened then."""
        patch, before = self.small_patch(7), self.target.tree()
        done = subprocess.run([patch, "--root", self.target.root], preexec_fn=lambda: few_files(3), capture_output=True)
        self.assertEqual(done.returncode, 127)
        self.assertEqual(self.target.tree(), before)
        self.check_exit(0, self.target.run(patch), "installed 1.7")

    def test_row_25_a_stream_that_fails_is_no_harm(self):
        """Standard output is full, or a pipe nobody reads: the set is live all the same, and 9 says that the report is lost."""
        with open("/dev/full", "wb") as full:
            done = subprocess.run([self.small_patch(7), "--root", self.target.root], stdout=full, stderr=full)
        self.assertEqual((done.returncode, self.target.live()[:4]), (9, "1.7."))
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([self.small_patch(8), "--root", self.target.root], stdout=writer, stderr=writer)
        os.close(writer)
        self.assertEqual((done.returncode, self.target.live()[:4]), (9, "1.8."))

    def test_row_26_no_configuration_of_libcrypto(self):
        """A planted openssl.cnf or provider is loaded by whoever starts libcrypto in the usual way."""
        patch = self.small_patch(7)
        code, trace = self.trace("%file", patch, "--root", self.target.root,
                                 environment={"OPENSSL_CONF": "/planted.cnf", "OPENSSL_MODULES": "/planted"})
        self.assertEqual(code, 0)
        self.assertNotRegex(trace, r"\.cnf|ossl-modules|engines|planted")
        self.assertRegex(trace, r"libcrypto")  # the trace does see what is opened

    def test_row_27_planted_libraries(self):
        """A library of the right name lies beside the patch, in the current folder, or where a run path leads."""
        patch = self.small_patch(7)
        for folder in (patch.parent, self.base):
            for name in ("libcrypto.so.3", "libstdc++.so.6", "libgcc_s.so.1", "libc.so.6"):
                (folder / name).write_bytes(b"planted")
        code, trace = self.trace("%file", patch, "--root", self.target.root, cwd=self.base)
        self.assertEqual(code, 0)
        libraries = [path for path in touched(trace) if ".so" in path]
        self.assertTrue(all(LOADER.match(path) for path in libraries), libraries)
        dynamic = subprocess.run(["readelf", "-d", self.updater], check=True, capture_output=True, text=True).stdout
        self.assertNotRegex(dynamic, "RPATH|RUNPATH")
        needed = set(re.findall(r"NEEDED.*\[([^\]]+)\]", dynamic))
        self.assertEqual(needed, {"libcrypto.so.3", "libstdc++.so.6", "libgcc_s.so.1", "libc.so.6"})

    def test_row_28_owners_and_modes(self):
        """Something of the installation can be written by more than root; a run puts right what it may."""
        patch = self.installed(7)
        check_modes(self, self.target.root)
        for relative, mode in (("opt/example/messenger", 0o700), (STATE, 0o711)):
            (self.target.root / relative).chmod(mode)
        for relative, mode in ((TRIGGERS[0], 0o666), (f"{STATE}/trust.dat", 0o600), (f"{STATE}/handled", 0o777),
                               (f"{STATE}/secret", 0o644),
                               (f"{INSTALL}/current/messenger", 0o777), (f"{INSTALL}/current/messenger.xml", 0o600)):
            (self.target.root / relative).chmod(mode)
        os.chown(self.target.root / f"{STATE}/machine.conf", UID, UID)
        self.check_exit(0, self.target.run(patch), "mended 1.7")
        shutil.rmtree(self.target.install / min(set(self.target.sets()) - {self.target.live()}))
        check_modes(self, self.target.root)

    def test_row_29_one_trigger_with_an_absolute_path(self):
        """What starts at logon is found by a search, split at a blank, or started twice."""
        self.installed(7)
        entry = (self.target.root / TRIGGERS[0]).read_text().splitlines()
        self.assertEqual([line for line in entry if line.startswith("Exec=")],
                         ['Exec="/opt/example/messenger/current/messenger"'])
        service = (self.target.root / TRIGGERS[1]).read_text().splitlines()
        self.assertEqual([line for line in service if line.startswith("Exec")],
                         ['ExecStart="/opt/example/messenger/current/messenger" --scheduled'])
        found = [path for path in (self.target.root / "etc").rglob("*") if path.is_file() and "messenger" in path.name]
        self.assertEqual(len(found), 4)  # entry, service, timer, and the timer's link


class Faults(Rows):
    def run_with(self, fault, patch):
        """The run with a fault put into one system call: "fsync:error=EIO:when=1+"."""
        call = fault.split(":")[0]
        return self.target.run(patch, wrap=["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + call, "-e",
                                            "inject=" + fault])

    def check_each(self, faults, ends):
        """After each: the old or the new release, whole; the next run succeeds and leaves no rest."""
        older, newer = self.small_patch(7), self.small_patch(8)
        for fault in faults:
            with self.subTest(fault):
                self.check_exit(0, self.target.run(older))
                self.assertIn(self.run_with(fault, newer).returncode, ends)
                self.assertIn(self.target.status(newer)["live"], ("1.7", "1.8"))
                self.check_exit(0, self.target.run(newer))
                self.check_exit(0, self.target.run(newer, "verify"), "live=1.8")
                self.assertEqual(list(self.target.root.rglob(".*.new")), [])
                self.assertLessEqual(len(self.target.sets()), 2)
                self.check_exit(0, self.target.run(newer, "uninstall", "--purge"))

    def test_row_30_killed_in_the_middle(self):
        """The power goes while the set is written, before and after the one step that makes it live."""
        points = ("mkdirat:when=1", "write:when=3", "fsync:when=2", "symlinkat:when=1", "renameat:when=1",
                  "fsync:when=9", "renameat:when=2", "unlinkat:when=1")
        self.check_each([point.replace(":", ":signal=SIGKILL:") for point in points], (-signal.SIGKILL,))

    def test_row_31_failing_calls(self):
        """The disk is full or broken, or the file system has become read-only."""
        self.check_each(["fsync:error=EIO:when=1+", "fsync:error=EIO:when=3", "write:error=ENOSPC:when=1+",
                         "write:error=EDQUOT:when=4", "openat:error=EMFILE:when=40+", "mkdirat:error=EROFS:when=1+",
                         "symlinkat:error=ENOSPC:when=1+", "renameat:error=EIO:when=1+", "renameat:error=EROFS:when=2",
                         "fchmod:error=EPERM:when=1+"], REFUSED)

    def test_row_32_running_program_is_not_replaced(self):
        """The gate runs while another release is installed, and another, until its set is swept away."""
        sleeper = {"notifier": pathlib.Path(shutil.which("sleep"))}
        self.installed(7, **sleeper)
        gate = subprocess.Popen([self.target.install / "current/messenger", str(LONGEST_TEST_S)])
        self.addCleanup(gate.kill)
        for serial in (8, 9):
            self.installed(serial)
            self.assertIsNone(gate.poll())
        self.assertNotIn("1.7", {name[:3] for name in self.target.sets()})
        gate.terminate()
        self.assertEqual(gate.wait(LONGEST_WAIT_S), -signal.SIGTERM)

    def test_row_33_two_runs_at_once(self):
        """Two update managers start the patch at the same time; a user takes the lock before them."""
        patch = self.installed(7)
        newer = self.small_patch(8)
        with open(self.target.state / "update.lock", "rb") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            self.check_exit(7, self.target.run(newer))
            self.assertEqual(self.target.status(patch)["live"], "1.7")
        codes = []
        threads = [threading.Thread(target=lambda: codes.append(self.target.run(newer).returncode)) for _ in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertLessEqual(set(codes), {0, 7})
        self.assertIn(0, codes)
        self.assertEqual(self.target.status(patch)["live"], "1.8")
        as_user = ["setpriv", "--reuid", str(UID), "--regid", str(GROUP), "--clear-groups"]
        denied = subprocess.run([*as_user, "cat", self.target.state / "update.lock"], capture_output=True)
        self.assertNotEqual(denied.returncode, 0)

    def test_row_34_nothing_listens(self):
        """Something is left on the machine that others can talk to, or that runs with privilege."""
        patch, tables = self.small_patch(7), "cat /proc/self/net/tcp /proc/self/net/udp /proc/self/net/unix"
        alone = ["unshare", "-n", "sh", "-c", f'"$@" >&2 && {tables}', "sh"]
        done = self.target.run(patch, wrap=alone)
        self.assertEqual((done.returncode, len(done.stdout.splitlines())), (0, 3), done)  # the tables' headings
        self.assertIsNotNone(self.target.live())
        self.assertFalse(imports(self.updater) & {"listen", "bind", "accept", "accept4", "getaddrinfo", "gethostbyname",
                                                  "system", "popen", "dlopen", "mknod", "mkfifo"})
        special = [path for path in self.target.root.rglob("*") if not path.is_symlink()
                   and path.lstat().st_mode & (stat.S_ISUID | stat.S_ISGID) and path.name != "handled"]
        others = [path for path in self.target.root.rglob("*")
                  if not path.is_symlink() and not path.is_file() and not path.is_dir()]
        self.assertEqual((special, others), ([], []))
        pids = filter(str.isdigit, os.listdir("/proc"))
        self.assertEqual([pid for pid in pids if str(self.target.root) in command_line(pid)], [])

    def test_row_35_only_the_machine_s_policy_counts(self):
        """A user's file switches the machine off; or a wrong value of the machine's does."""
        patch = self.installed(7)
        policy = self.target.root / "etc/example-messenger.conf"
        on = ("Disable=1\n", "disable = 1\n", "Disable=0\nDisable=1\n")
        off = ("", "Disable=0\n", "Disable=2\n", "Disable=yes\n", "Disable=0x1\n", "#Disable=1\n", "Disable=1 1\n",
               "Disable=01\n", "Disable\n", "DisableX=1\n")
        for text in on + off:
            with self.subTest(text=text):
                policy.write_text(text)
                self.assertEqual(self.target.status(patch)["disabled"], "yes" if text in on else "no")


def refusal_of(relative):
    """The exit code where this folder cannot be used: without /usr/bin only the command's link is missing, and that is said."""
    return 0 if relative.startswith("usr") else 6


def check_modes(test, root):
    """Owner root, writable by nobody else, readable by all; handled/ as the design says."""
    for path in (root, *root.rglob("*")):
        about, mode = path.lstat(), stat.S_IMODE(path.lstat().st_mode)
        test.assertEqual(about.st_uid, 0, path)
        if path.name == "handled":
            test.assertEqual((mode, about.st_gid), (0o3775, GROUP))
        elif path.name == "secret":
            test.assertEqual((mode, about.st_gid), (0o640, GROUP))
        elif path.name in ("update.log", "update.lock"):
            test.assertEqual(mode, 0o600, path)
        elif not path.is_symlink():
            test.assertEqual(mode, 0o755 if path.is_dir() or mode & 0o100 else 0o644, path)


def command_line(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/cmdline").read_text(errors="replace")
    except OSError:
        return ""


def closed_streams():
    for handle in (0, 1, 2):
        os.close(handle)


def tiny_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (1, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def few_files(number=4):
    for handle in range(3, 100):  # what whoever runs the test has left open would take one of the four
        with contextlib.suppress(OSError):
            os.set_inheritable(handle, False)
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))


def masked():
    os.umask(0)
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP})
    for number in (signal.SIGCHLD, signal.SIGALRM, signal.SIGTERM, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)


def tight_mask():
    os.umask(0o777)


def many_files():
    for _ in range(200):
        os.set_inheritable(os.open("/dev/zero", os.O_RDWR), True)


HOSTILE_STARTS = {"closed streams": closed_streams, "files of one byte": tiny_files, "four descriptors": few_files,
                  "umask 0, all signals blocked": masked, "umask 777": tight_mask, "200 open files": many_files}
