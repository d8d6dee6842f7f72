"""The vendor's side for the updater's tests: keys, a chain of roots, signed payloads and patches, by the real kit.

And a target: a root-owned tree below a folder, the update patch run on it, and what is there afterwards.
"""
import hashlib
import os
import pathlib
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from typing import Any

from tests.e2e.harness.commands import run
from tests.e2e.harness.options import SOURCE, AnyPath
from tests.e2e.harness.sample import sample_catalog
from tests.e2e.harness.test_keys import write_test_keys
from tests.e2e.harness.users import GID, GROUP, UID, credentials
from tests.e2e.harness.waiting import LONGEST_WAIT_S

Finished = subprocess.CompletedProcess[str]
INSTALL, STATE = "opt/example/messenger", "var/lib/example-messenger"
ROLES = {"notifier": "messenger", "config": "messenger.config", "catalog": "messenger.xml", "dialog": "messenger-dialog",
         "control": "messengerctl", "updater": "update-patch"}


def pack(stub: bytes, payload: bytes) -> bytes:
    """A patch by the letter of schema/README.md, so that the kit's own packing is not its only witness."""
    padding = -(len(stub) + len(payload) + 16) % 8
    offset = len(stub) + padding
    return stub + bytes(padding) + payload + struct.pack(">Q", offset) + b"SCFEND\x1a\x01"


class Vendor:
    """`programs`: the folder of the built programs. Root 1 is the brand's own: threshold 1 of rel0, rel1."""

    def __init__(self, programs: AnyPath, base: AnyPath) -> None:
        self.programs, self.base = pathlib.Path(programs).resolve(), pathlib.Path(base)
        self.keys = self.base / "keys"
        write_test_keys(self.keys)
        self.roots = [SOURCE / "packaging/brands/example.root.bin"]
        self.made = 0

    def kit(self, *words: object, **more: Any) -> Finished:
        return run(self.programs / "tocsin", *words, **more)

    def key(self, name: str) -> pathlib.Path:
        return self.keys / f"{name}.pem"

    def rotate(self, *options: object, signers: Iterable[str] = ("root0", "root1")) -> pathlib.Path:
        """The next root; `options` are those of `tocsin root rotate`."""
        path = self.base / f"root{len(self.roots) + 1}.bin"
        self.kit("root", "rotate", self.roots[-1], *options, "--expires", "2035-11-20T00:00:00Z", "-o", path)
        for signer in signers:
            self.kit("sign", path, "--key", self.key(signer))
        self.roots.append(path)
        return path

    def release(self, serial: int, signers: Iterable[str] = ("rel0",), files: Mapping[str, AnyPath | bytes] | None = None,
                with_updater: bool = True, options: Iterable[object] = ()) -> pathlib.Path:
        """A signed payload's path. `files`: {role: bytes or path} instead of the built programs and the samples."""
        self.made += 1
        stage = self.base / f"release{self.made}"
        stage.mkdir()
        words = []
        for role, name in ROLES.items():
            if role == "updater" and not with_updater:
                continue
            content = (files or {}).get(role, self.default_file(role))
            if isinstance(content, bytes):
                (stage / name).write_bytes(content)
            else:
                shutil.copy(content, stage / name)
            words += ["--" + role, stage / name]
        draft = stage / "draft"
        roots = [word for root in self.roots for word in ("--root", root)]
        self.kit("release", *roots, "--serial", serial, "--platform", "linux-x86_64", *words, *options, "-o", draft)
        for signer in signers:
            self.kit("sign", draft, "--key", self.key(signer))
        return draft

    def default_file(self, role: str) -> pathlib.Path | bytes:
        if role == "catalog":
            return sample_catalog().encode()
        return SOURCE / "packaging/samples/messenger.config" if role == "config" else self.programs / ROLES[role]

    def patch(self, payload: AnyPath, stub: AnyPath | None = None) -> pathlib.Path:
        """An executable patch beside its payload."""
        path = pathlib.Path(payload).with_name("patch")
        stub = pathlib.Path(stub or self.programs / "update-patch")
        path.write_bytes(pack(stub.read_bytes(), pathlib.Path(payload).read_bytes()))
        path.chmod(0o755)
        return path


class Target:
    """A machine below a folder that a reader can reach. Use as a context: it is removed at the end."""

    def __init__(self, base: AnyPath | None = None) -> None:
        self.base = pathlib.Path(base or tempfile.mkdtemp(prefix="tocsin-updater."))
        self.base.chmod(0o755)
        self.root = self.base / "root"
        (self.root / "etc").mkdir(parents=True, mode=0o755)
        self.root.chmod(0o755)
        (self.root / "etc").chmod(0o755)
        (self.root / "etc/group").write_text(f"root:x:0:\nexample-console-admins:x:{GROUP}:\n")

    def __enter__(self) -> "Target":
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.base, ignore_errors=True)

    @property
    def install(self) -> pathlib.Path:
        return self.root / INSTALL

    @property
    def state(self) -> pathlib.Path:
        return self.root / STATE

    def live(self) -> str | None:
        """Name of the live set's folder, or None."""
        pointer = self.install / "current"
        return os.readlink(pointer) if pointer.is_symlink() else None

    def sets(self) -> list[str]:
        return sorted(p.name for p in self.install.iterdir() if p.is_dir() and not p.is_symlink())

    def run(self, patch: AnyPath, *words: object, wrap: Iterable[object] = (), **more: Any) -> Finished:
        """The finished process of `patch install --root ...` (or of `words`, which may begin with a command)."""
        return subprocess.run([*map(str, wrap), str(patch), *map(str, words), "--root", str(self.root)],
                              capture_output=True, text=True, timeout=LONGEST_WAIT_S, **more)

    def status(self, patch: AnyPath) -> dict[str, str]:
        """{key: value} of `status`."""
        done = self.run(patch, "status")
        return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)

    def as_reader(self, role: str, *words: str, **more: Any) -> Finished:
        """A program of the live set, as an ordinary member of the group, without a display."""
        home = self.base / "home"
        if not home.exists():
            home.mkdir(mode=0o700)
            os.chown(home, UID, GID)
        command = [*credentials(), str(self.install / "current" / ROLES[role]), "--root", str(self.root), *words]
        return subprocess.run(command, env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "en_GB.UTF-8"}, cwd="/",
                              capture_output=True, text=True, timeout=LONGEST_WAIT_S, **more)

    def tree(self, without: Iterable[str] = ("update.log", "update.lock")) -> dict[str, tuple[int, int, int, str]]:
        """{relative path: (mode, uid, gid, content or link target or kind)} of everything below the root."""
        found = {}
        for path in sorted(self.root.rglob("*")):
            if path.name in without:
                continue
            about = path.lstat()
            content = os.readlink(path) if path.is_symlink() else \
                hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "other"
            found[str(path.relative_to(self.root))] = (about.st_mode, about.st_uid, about.st_gid, content)
        return found
