"""PostgreSQL clusters and intakes of the tests: made in a temporary folder, run by the system user `postgres`, ended with
the test."""
import http.client
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import unittest

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.waiting import LONGEST_WAIT_S, wait_until

BIN = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
USER = pwd.getpwnam("postgres")
AS_USER = ["setpriv", f"--reuid={USER.pw_uid}", f"--regid={USER.pw_gid}", "--clear-groups", "--pdeathsig", "KILL", "--"]
SOURCE_PREFIX, TYPE_PREFIX = "urn:example:messenger", "com.example.messenger"


class Folder:
    """A temporary folder that the user can reach; one cluster is made once and copied."""

    def __init__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-intake."))
        os.chown(self.path, USER.pw_uid, USER.pw_gid)
        self.template = self.path / "template"
        run(*AS_USER, BIN / "initdb", "-D", self.template, "-U", "tocsin", "--auth=trust", "--encoding=UTF8", "--locale=C",
            "--no-sync", "--no-instructions")

    def make(self, name):
        path = self.path / name
        path.mkdir(mode=0o700)
        os.chown(path, USER.pw_uid, USER.pw_gid)
        return path

    def close(self):
        shutil.rmtree(self.path, ignore_errors=True)


class Cluster:
    def __init__(self, folder, name, data=None, **settings):
        self.folder, self.name = folder, name
        self.socket = folder.make(name)
        self.data = data or self.socket / "data"
        self.settings = {"listen_addresses": "", "unix_socket_directories": self.socket, "shared_buffers": "32MB",
                         "max_connections": 40, "log_min_messages": "warning", **settings}
        self.process = None

    def create(self):
        return self.create_without_database().make_database()

    def create_without_database(self):
        run(*AS_USER, "cp", "-r", self.folder.template, self.data)
        return self.start()

    def copy_from(self, primary):
        """A standby."""
        run(*AS_USER, BIN / "pg_basebackup", "-h", primary.socket, "-U", "tocsin", "-D", self.data, "-R", "--checkpoint=fast",
            "--no-sync")
        with open(self.data / "postgresql.auto.conf", "a") as file:
            file.write(f"primary_conninfo = 'host={primary.socket} user=tocsin application_name={self.name}'\n")
        return self.start()

    def start(self):
        words = [word for key, value in self.settings.items() for word in ("-c", f"{key}={value}")]
        with open(self.socket / "log", "ab") as log:
            self.process = subprocess.Popen([*AS_USER, str(BIN / "postgres"), "-D", str(self.data), *words], stdout=log, stderr=log)
        wait_until(self.is_up, "PostgreSQL " + self.name)
        return self

    def is_up(self):
        return subprocess.run([BIN / "pg_isready", "-q", "-h", self.socket, "-d", "postgres"]).returncode == 0

    def make_database(self):
        run(BIN / "createdb", "-h", self.socket, "-U", "tocsin", "receipts")
        return self

    def sql(self, text, database="receipts"):
        done = run(BIN / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "tocsin", "-d", database, "-c", text)
        return done.stdout.strip()

    def kill(self):
        """-9 of the server and all its processes, as a power cut does it."""
        if self.process and self.process.poll() is None:
            children = run("pgrep", "-P", self.process.pid, ok=(0, 1)).stdout.split()
            os.kill(self.process.pid, signal.SIGSTOP)
            for child in children:
                try:
                    os.kill(int(child), signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.kill()
            self.process.wait()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(LONGEST_WAIT_S)

    @property
    def address(self):
        return f"host={self.socket} user=tocsin dbname=receipts"


class Intake:
    """tocsin-intake with its settings. Its port stays the same over restarts."""

    def __init__(self, folder, *stores, **settings):
        self.program, self.port, self.watch, self.process = OPTIONS.programs / "tocsin-intake", 0, 0, None
        self.place = folder.make(f"intake{len(list(folder.path.glob('intake*')))}")
        self.stores, self.extra = stores, settings
        self.settings = self.place / "intake.conf"
        self.write()

    def write(self):
        values = {"Listen": f"127.0.0.1:{self.port}", "Watch": f"127.0.0.1:{self.watch}", "Source": SOURCE_PREFIX,
                  "Type": TYPE_PREFIX, "InstallationRate": "1000000", "InstallationBurst": "1000000", "RetryAfterSeconds": "1",
                  "DeadlineSeconds": "5", **self.extra}
        lines = [f"{key}={value}" for key, value in values.items()] + [f"Store={store}" for store in self.stores]
        self.settings.write_text("\n".join(lines) + "\n")

    def command(self, *words, code=0):
        done = run(self.program, "--settings", self.settings, *words, ok=(code,))
        return done.stdout + done.stderr

    def start(self, ready=True):
        log = open(self.place / "log", "ab")
        self.process = subprocess.Popen([*AS_USER, str(self.program), "--settings", str(self.settings), "serve"], stdout=subprocess.PIPE,
                                        stderr=log, text=True)
        log.close()
        said = self.process.stdout.readline().split()
        assert said and said[0] == "ready", (self.place / "log").read_text()
        self.port, self.watch = (int(word.partition("=")[2]) for word in said[1:])
        self.write()
        if ready:
            wait_until(lambda: self.health() == 200, "the intake's stores")
        return self

    def get(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.watch, timeout=LONGEST_WAIT_S)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def health(self):
        return self.get("/health")[0]

    def metric(self, name):
        for line in self.get("/metrics")[1].splitlines():
            if line.startswith(name + " "):
                return float(line.split()[1])
        return 0.0

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            code = self.process.wait(LONGEST_WAIT_S)
            self.process.stdout.close()
            assert code == 0, f"the intake ended with {code}: {(self.place / 'log').read_text()}"


def started_intake(test, folder, *stores, opened=("av95/1",), **settings):
    """An intake that takes receipts of the notices `opened` until the test ends."""
    made = Intake(folder, *stores, **settings)
    test.addCleanup(made.stop)
    made.command("init")
    for notice in opened:
        made.command("open", notice, "--client", "1.0.0", "--locale", "en", "--epoch", 1)
    return made.start()


class WithStore(unittest.TestCase):
    """The base of tests that share one store. Each begins without a schema."""

    SETTINGS = {}

    @classmethod
    def setUpClass(cls):
        cls.folder = Folder()
        cls.addClassCleanup(cls.folder.close)
        cls.store = Cluster(cls.folder, "store", **cls.SETTINGS).create()
        cls.addClassCleanup(cls.store.stop)

    def setUp(self):
        self.store.sql("DROP SCHEMA IF EXISTS receipts CASCADE")

    def intake(self, opened=("av95/1",), **settings):
        return started_intake(self, self.folder, self.store.address, opened=opened, **settings)


def in_background(work):
    """Runs it in a thread; join() raises what it raised."""
    outcome = []

    def run_it():
        try:
            outcome.append((work(), None))
        except BaseException as stop:  # noqa: BLE001
            outcome.append((None, stop))

    thread = threading.Thread(target=run_it, daemon=True)
    thread.start()

    def join():
        thread.join(LONGEST_WAIT_S * 2)
        assert outcome, "the background work has not ended"
        if outcome[0][1]:
            raise outcome[0][1]
        return outcome[0][0]

    return join
