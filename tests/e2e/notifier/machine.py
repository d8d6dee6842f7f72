"""A machine of the tests: a root-owned tree below the temporary folder, a signed set in it, an ordinary user, a collector.

Everything is made with the real kit, installed by the update patch, and started with the user's own credentials.
"""
import json
import os
import pathlib
import pty
import shutil
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "tests/support"))
from waiting import LONGEST_TEST_S, LONGEST_WAIT_S  # noqa: E402
UID, GID, GROUP = 40001, 40001, 40100
SECOND_UID = 40002  # another administrator
LOCALHOST_URL = "https://localhost:{port}/v1/receipts"


def run(*command, **more):
    """A command that must succeed; its standard output."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Machine:
    BUILT = {"notifier": "messenger", "dialog": "messenger-dialog", "control": "messengerctl"}

    def __init__(self, programs, names=None, brand="example", install="/opt/example/messenger",
                 state="/var/lib/example-messenger", unit="example-messenger", prefix="", group="example-console-admins"):
        self.programs = pathlib.Path(programs).resolve()
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-e2e."))
        self.base.chmod(0o755)
        self.root = self.base / "root"
        self.install_folder, self.state_folder, self.unit = install, state, unit
        self.brand, self.prefix, self.group = brand, prefix, group
        self.names = names or {"notifier": "messenger", "config": "messenger.config", "catalog": "messenger.xml",
                               "dialog": "messenger-dialog", "control": "messengerctl"}
        (self.root / "etc").mkdir(parents=True)
        self.home = self.base / "home"
        self.home.mkdir(mode=0o700)
        os.chown(self.home, UID, GID)
        self.second_home = self.base / "second"
        self.second_home.mkdir(mode=0o700)
        os.chown(self.second_home, SECOND_UID, GID)
        self.keys = self.base / "keys"
        run("/usr/bin/python3", SOURCE / "tests/support/test_keys.py", self.keys)
        self.serial = 0
        self.collector = None
        self.port = 1

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop_collector()
        shutil.rmtree(self.base, ignore_errors=True)

    # What the vendor does.

    def config(self, **settings):
        values = {"ReceiptUrl": LOCALHOST_URL.format(port=self.port), "ReceiptOutcomes": "displayed acknowledged",
                  "MaxNoticesPerLogon": "5", "LinkHosts": "support.example.com", **settings}
        rows = "".join(f'<add key="{k}" value="{v}"/>' for k, v in values.items())
        return f"<configuration><appSettings>{rows}</appSettings></configuration>"

    def release(self, catalog, config=None, expires=None):
        """Signs a release of the programs under test; the payload's path."""
        self.serial += 1
        stage = self.base / f"stage{self.serial}"
        stage.mkdir()
        for role, program in self.BUILT.items():
            shutil.copy(self.programs / (self.prefix + program), stage / self.names[role])
        (stage / self.names["config"]).write_text(config or self.config())
        (stage / self.names["catalog"]).write_text(catalog)
        draft = stage / "draft"
        files = [word for role in self.names for word in ("--" + role, stage / self.names[role])]
        run(self.programs / "tocsin", "release", "--root", SOURCE / f"packaging/brands/{self.brand}.root.bin",
            "--serial", self.serial, "--platform", "linux-x86_64", *files,
            *(["--issued", "2025-12-01T00:00:00Z", "--expires", expires, "--force"] if expires else []), "-o", draft)
        run(self.programs / "tocsin", "sign", draft, "--key", self.keys / "rel0.pem")
        return draft

    def install(self, catalog, config=None, expires=None):
        """Installs a signed set by the brand's own update patch; its folder."""
        draft = self.release(catalog, config, expires)
        (self.root / "etc/group").write_text(f"{self.group}:x:{GROUP}:\n")
        run(self.programs / (self.prefix + "update-patch"), "--payload", draft, "--root", self.root)
        return self.current.resolve()

    @property
    def current(self):
        return self.root / self.install_folder.lstrip("/") / "current"

    def machine_policy(self, text):
        (self.root / f"etc/{self.unit}.conf").write_text(text)

    def user_policy(self, text):
        folder = self.home / ".config"
        folder.mkdir(exist_ok=True)
        (folder / f"{self.unit}.conf").write_text(text)

    # What the user does.

    def user(self, member=True, uid=UID):
        groups = str(GROUP) if member else str(GID)
        return ["setpriv", "--reuid", str(uid), "--regid", str(GID), "--groups", groups, "--no-new-privs",
                "--inh-caps=-all", "--bounding-set=-all"]

    def environment(self, uid=UID, **more):
        home = self.home if uid == UID else self.second_home
        return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "en_GB.UTF-8", **more}

    def program(self, role, *arguments):
        return [str(self.current / self.names[role]), "--root", str(self.root), *arguments]

    def start(self, role, *arguments, member=True, uid=UID, wrap=(), **environment):
        """Runs a program to its end without a display; the finished process."""
        command = [*self.user(member, uid), *wrap, *self.program(role, *arguments)]
        return subprocess.run(command, env=self.environment(uid, **environment), cwd="/", capture_output=True, text=True,
                              timeout=LONGEST_WAIT_S)

    def at_a_terminal(self, answers, *words, uid=UID, wrap=(), **environment):
        """What `messengerctl show` wrote to a terminal of the user's; `answers` are typed as they stand."""
        ours, theirs = pty.openpty()
        program = subprocess.Popen([*self.user(uid=uid), *wrap, *self.program("control", "show", *words)],
                                   env=self.environment(uid, **environment), cwd="/", stdin=theirs, stdout=theirs,
                                   stderr=theirs, close_fds=True)
        os.close(theirs)
        os.write(ours, answers.encode())
        said = b""
        try:
            while piece := os.read(ours, 65536):
                said += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
        assert program.wait(timeout=LONGEST_WAIT_S) == 0, said.decode()
        return said.decode()

    def control(self, *arguments, **more):
        return self.start("control", *arguments, **more)

    def forget(self):
        """As if this user had never been here."""
        shutil.rmtree(self.home / ".local", ignore_errors=True)

    def listed(self, **more):
        """{id: reason} of `messengerctl list --all --json`."""
        done = self.control("list", "--all", "--json", **more)
        assert done.returncode in (0, 20), done.stderr
        return {row["id"]: row["reason"] for row in json.loads(done.stdout)["notices"]}

    def session(self, script, *arguments, member=True, wrap=(), seconds=LONGEST_TEST_S, **environment):
        """Runs a script of this folder inside a private X session of the user; its standard output. `wrap`: words before the gate."""
        number = len(list(self.base.glob("session*"))) + 1
        extra = {"HOME_OF_USER": str(self.home), **environment}
        env = dict(os.environ, T_UID=str(UID), T_GID=str(GID), T_GROUPS=str(GROUP if member else GID),
                   T_ENV=" ".join(f"{k}={v}" for k, v in extra.items()))
        folder = self.base / f"session{number}"
        done = subprocess.run([str(SOURCE / "tests/support/a11y_session"), str(folder), "/usr/bin/python3",
                               str(pathlib.Path(__file__).parent / script), *arguments, "--",
                               *wrap, *self.program("notifier")], env=env, capture_output=True, text=True, timeout=seconds)
        if done.returncode != 0:
            raise AssertionError(f"{script} {arguments}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    # The vendor's receiver.

    def start_collector(self, seconds=LONGEST_TEST_S):
        tls = self.base / "tls"
        run("/usr/bin/python3", SOURCE / "tests/support/throwaway_ca.py", tls)
        self.receipts_file = self.base / "receipts.ndjson"
        self.collector = subprocess.Popen(
            ["/usr/bin/python3", str(SOURCE / "tests/support/receiver.py"), "--listen",
             f"127.0.0.1:{0 if self.port == 1 else self.port}", "--cert", str(tls / "server.pem"), "--key",
             str(tls / "server.key"), "--out", str(self.receipts_file), "--for", str(seconds)],
            stdout=subprocess.PIPE, text=True)
        ready = self.collector.stdout.readline()
        self.port = int(ready.strip().removeprefix("ready port="))
        (self.root / "etc/receipts-ca.pem").write_bytes((tls / "ca.pem").read_bytes())
        self.machine_policy("ReceiptCAFile=/etc/receipts-ca.pem\n")

    def stop_collector(self):
        if self.collector:
            self.collector.terminate()
            self.collector.wait()
            self.collector.stdout.close()
            self.collector = None

    def receipts(self):
        """(messageid, outcome) of every receipt the collector kept."""
        if not self.receipts_file.exists():
            return []
        rows = [json.loads(line) for line in self.receipts_file.read_text().splitlines()]
        return sorted((row["messageid"], row["outcome"]) for row in rows)
