"""A machine of the tests: a root-owned tree below the temporary folder, a signed set in it, an ordinary user, a receiver.

Everything is made with the real kit, installed by the update patch, and started with the user's own credentials.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tests.e2e.harness.authority import Authority
from tests.e2e.harness.commands import PYTHON, at_a_terminal, run
from tests.e2e.harness.options import SOURCE, AnyPath
from tests.e2e.harness.receiver import Receiver, receipts_in
from tests.e2e.harness.sample import TWO_NOTICES, install_package_list
from tests.e2e.harness.session import run_in_session, stage_package
from tests.e2e.harness.test_keys import write_test_keys
from tests.e2e.harness.users import GID, GROUP, SECOND_UID, UID, credentials
from tests.e2e.harness.vendor import ROLES, Kit
from tests.e2e.harness.waiting import LONGEST_WAIT_S

Finished = subprocess.CompletedProcess[str]
LOCALHOST_URL = "https://localhost:{port}/v1/receipts"
SCENARIOS = "tests.e2e.harness.scenario"


class Machine:
    """Use as a context: it is removed at the end."""

    BUILT = {"notifier": "messenger", "dialog": "messenger-dialog", "control": "messengerctl"}

    def __init__(self, programs: AnyPath, names: Mapping[str, str] | None = None, brand: str = "example",
                 install: str = "/opt/example/messenger", state: str = "/var/lib/example-messenger",
                 unit: str = "example-messenger", prefix: str = "", group: str = "example-console-admins") -> None:
        self.programs = pathlib.Path(programs).resolve()
        self.base = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-e2e."))
        self.base.chmod(0o755)
        self.root = self.base / "root"
        self.install_folder, self.state_folder, self.unit = install, state, unit
        self.brand, self.prefix, self.group = brand, prefix, group
        self.names = names or {role: name for role, name in ROLES.items() if role != "updater"}
        (self.root / "etc").mkdir(parents=True)
        self.home = self.new_home("home", UID)
        self.second_home = self.new_home("second", SECOND_UID)
        self.keys = self.base / "keys"
        write_test_keys(self.keys)
        self.kit = Kit(self.programs / "tocsin", self.keys)
        self.serial = 0
        self.receiver: Receiver | None = None
        self.port = 1
        self.receipts_file = self.base / "receipts.ndjson"
        self.staged: pathlib.Path | None = None

    def new_home(self, name: str, uid: int) -> pathlib.Path:
        home = self.base / name
        home.mkdir(mode=0o700)
        os.chown(home, uid, GID)
        return home

    def __enter__(self) -> "Machine":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_receiver()
        shutil.rmtree(self.base, ignore_errors=True)

    # What the vendor does.

    def config(self, **settings: object) -> str:
        values = {"ReceiptUrl": LOCALHOST_URL.format(port=self.port), "ReceiptOutcomes": "displayed acknowledged",
                  "MaxNoticesPerLogon": "5", "LinkHosts": "support.example.com", **settings}
        rows = "".join(f'<add key="{k}" value="{v}"/>' for k, v in values.items())
        return f"<configuration><appSettings>{rows}</appSettings></configuration>"

    def release(self, catalog: str, config: str | None = None, expires: str | None = None) -> pathlib.Path:
        """Signs a release of the programs under test; the payload's path."""
        self.serial += 1
        stage = self.base / f"stage{self.serial}"
        stage.mkdir()
        for role, program in self.BUILT.items():
            shutil.copy(self.programs / (self.prefix + program), stage / self.names[role])
        (stage / self.names["config"]).write_text(config or self.config())
        (stage / self.names["catalog"]).write_text(catalog)
        files = {role: stage / name for role, name in self.names.items()}
        return self.kit.release(stage, files, [SOURCE / f"packaging/brands/{self.brand}.root.bin"], self.serial,
                                options=["--issued", "2025-12-01T00:00:00Z", "--expires", expires] if expires else [])

    def install(self, catalog: str, config: str | None = None, expires: str | None = None) -> pathlib.Path:
        """Installs a signed set by the brand's own update patch; its folder."""
        draft = self.release(catalog, config, expires)
        (self.root / "etc/group").write_text(f"{self.group}:x:{GROUP}:\n")
        run(self.programs / (self.prefix + "update-patch"), "--payload", draft, "--root", self.root)
        return self.current.resolve()

    @property
    def current(self) -> pathlib.Path:
        return self.root / self.install_folder.lstrip("/") / "current"

    def machine_policy(self, text: str) -> None:
        (self.root / f"etc/{self.unit}.conf").write_text(text)

    def user_policy(self, text: str) -> None:
        folder = self.home / ".config"
        folder.mkdir(exist_ok=True)
        (folder / f"{self.unit}.conf").write_text(text)

    # What the user does.

    def environment(self, uid: int = UID, **more: str) -> dict[str, str]:
        home = self.home if uid == UID else self.second_home
        return {"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "en_GB.UTF-8", **more}

    def program(self, role: str, *arguments: object) -> list[str]:
        return [str(self.current / self.names[role]), "--root", str(self.root), *map(str, arguments)]

    def start(self, role: str, *arguments: object, member: bool = True, uid: int = UID, wrap: Iterable[object] = (),
              **environment: str) -> Finished:
        """Runs a program to its end without a display; the finished process."""
        command = [*credentials(uid, member), *map(str, wrap), *self.program(role, *arguments)]
        return subprocess.run(command, env=self.environment(uid, **environment), cwd="/", capture_output=True, text=True,
                              timeout=LONGEST_WAIT_S)

    def at_a_terminal(self, answers: str, *words: object, uid: int = UID, wrap: Iterable[object] = (), **environment: str) -> str:
        """What `messengerctl show` wrote to a terminal of the user's; `answers` are typed as they stand."""
        command = [*credentials(uid), *map(str, wrap), *self.program("control", "show", *words)]
        status, said = at_a_terminal(command, answers, self.environment(uid, **environment))
        assert status == 0, said
        return said

    def control(self, *arguments: object, **more: Any) -> Finished:
        return self.start("control", *arguments, **more)

    def queue_receipts(self, *messages: str) -> pathlib.Path:
        """Puts receipts of these messages into the reader's outbox, by the real store; its database."""
        exchange, state = self.base / "receipt_exchange", self.home / ".local/state" / self.unit / "state.db"
        if not exchange.exists():
            shutil.copy(self.programs / "receipt_exchange", exchange)
        state.parent.mkdir(parents=True, exist_ok=True)
        for folder in (state.parent, *list(state.parent.parents)[:2]):
            os.chown(folder, UID, GID)
        run(*credentials(), exchange, "queue", state, int(time.time()), *messages, env=self.environment(), cwd="/")
        return state

    def forget(self) -> None:
        """As if this user had never been here."""
        shutil.rmtree(self.home / ".local", ignore_errors=True)

    def listed(self, **more: Any) -> dict[str, str]:
        """{id: reason} of `messengerctl list --all --json`."""
        done = self.control("list", "--all", "--json", **more)
        assert done.returncode in (0, 20), done.stderr
        return {row["id"]: row["reason"] for row in json.loads(done.stdout)["notices"]}

    def session(self, scenario: str, *words: str, module: str = SCENARIOS, member: bool = True, wrap: Sequence[str] = (),
                **environment: str) -> str:
        """Runs a scenario of a module in a session of the user's; its standard output. `wrap`: words before the gate."""
        self.staged = self.staged or stage_package(self.base / "python")
        number = len(list(self.base.glob("session*"))) + 1
        done = run_in_session(self.staged, self.base / f"session{number}", PYTHON, "-m", module, scenario, *words, "--", *wrap,
                              *self.program("notifier"), member=member, environment={"HOME_OF_USER": str(self.home), **environment})
        if done.returncode != 0:
            raise AssertionError(f"{scenario} {words}: exit {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    # The vendor's receiver.

    def start_receiver(self) -> None:
        authority = Authority(self.base / "tls")
        self.receiver = Receiver(self.receipts_file, authority.issue("server"), authority.path("server.key"),
                                 0 if self.port == 1 else self.port)
        self.send_to(self.receiver.port, authority.ca)

    def send_to(self, port: int, ca: AnyPath) -> None:
        """Receipts go to this port, whose certificate this authority has issued: for sets installed from now on."""
        self.port = port
        shutil.copyfile(ca, self.root / "etc/receipts-ca.pem")
        self.machine_policy("ReceiptCAFile=/etc/receipts-ca.pem\n")

    def stop_receiver(self) -> None:
        if self.receiver:
            self.receiver.stop()
            self.receiver = None

    def receipts(self) -> list[tuple[str, str]]:
        """(messageid, outcome) of every receipt that the receiver kept."""
        return sorted((row["messageid"], row["outcome"]) for row in receipts_in(self.receipts_file))


def set_up_machine(machine: Machine, catalog: str = TWO_NOTICES) -> None:
    """Installs a catalog on a machine that its notices concern."""
    install_package_list(machine.root)
    machine.install(catalog)
