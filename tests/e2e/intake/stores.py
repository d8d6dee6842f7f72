"""PostgreSQL clusters and intakes of the tests: made in a temporary folder, run by the system user `postgres`, ended with
the test."""
import os
import pathlib
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
import time

BIN = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin"))[-1]
USER = pwd.getpwnam("postgres")
BOUND = 120  # seconds until something awaited counts as missing
AS_USER = ["setpriv", f"--reuid={USER.pw_uid}", f"--regid={USER.pw_gid}", "--clear-groups", "--pdeathsig", "KILL", "--"]
SOURCE_PREFIX, TYPE_PREFIX = "urn:example:messenger", "com.example.messenger"


def wait_for(what, condition, bound=BOUND):
    end = time.monotonic() + bound
    while not (found := condition()):
        if time.monotonic() > end:
            raise AssertionError(f"waited {bound} s for {what}")
        time.sleep(0.02)
    return found


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=BOUND, **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


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
        wait_for("PostgreSQL " + self.name, self.is_up)
        return self

    def is_up(self):
        return subprocess.run([BIN / "pg_isready", "-q", "-h", self.socket, "-d", "postgres"]).returncode == 0

    def make_database(self):
        run(BIN / "createdb", "-h", self.socket, "-U", "tocsin", "receipts")
        return self

    def sql(self, text, database="receipts"):
        return run(BIN / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-U", "tocsin", "-d", database, "-c", text).strip()

    def kill(self):
        """-9 of the server and all its processes, as a power cut does it."""
        if self.process and self.process.poll() is None:
            children = run("pgrep", "-P", self.process.pid).split() if self._has_children() else []
            os.kill(self.process.pid, signal.SIGSTOP)
            for child in children:
                try:
                    os.kill(int(child), signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.kill()
            self.process.wait()
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _has_children(self):
        return subprocess.run(["pgrep", "-P", str(self.process.pid)], capture_output=True).returncode == 0

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(BOUND)

    @property
    def address(self):
        return f"host={self.socket} user=tocsin dbname=receipts"


class Intake:
    """tocsin-intake with its settings. Its port stays the same over restarts."""

    def __init__(self, folder, program, *stores, **settings):
        self.program, self.port, self.watch, self.process = program, 0, 0, None
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
        done = subprocess.run([str(self.program), "--settings", str(self.settings), *map(str, words)], capture_output=True, text=True,
                              timeout=BOUND)
        assert done.returncode == code, f"{words}: exit {done.returncode}\n{done.stdout}{done.stderr}"
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
            wait_for("the intake's stores", lambda: self.health() == 200)
        return self

    def get(self, path):
        import http.client
        connection = http.client.HTTPConnection("127.0.0.1", self.watch, timeout=BOUND)
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
            code = self.process.wait(BOUND)
            self.process.stdout.close()
            assert code == 0, f"the intake ended with {code}: {(self.place / 'log').read_text()}"


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
        thread.join(BOUND * 2)
        assert outcome, "the background work has not ended"
        if outcome[0][1]:
            raise outcome[0][1]
        return outcome[0][0]

    return join
