"""The vendor's side for the updater's tests: keys, a chain of roots, signed payloads and patches, by the real kit.

And a target: a root-owned tree below a folder, the update patch run on it, and what is there afterwards.
"""
import hashlib
import json
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
IN_NOTICES = ("config", "catalog")  # signed as notices; the other roles are programs


class Kit:
    """The author's kit, with the answers that a person would give it."""

    def __init__(self, program: AnyPath, keys: AnyPath) -> None:
        self.program, self.keys = program, pathlib.Path(keys)

    def __call__(self, *words: object, **more: Any) -> Finished:
        return run(self.program, *words, **more)

    def sign(self, draft: AnyPath, signers: Iterable[str], *words: object) -> None:
        """Confirms whatever the draft is. `words`: --previous, or nothing for the first of its kind."""
        for signer in signers:
            digest = self("inspect", draft, "--digest").stdout.strip()
            self("sign", draft, "--key", self.keys / f"{signer}.pem", "--sha256", digest, *(words or ("--first",)))

    def release(self, stage: pathlib.Path, files: Mapping[str, AnyPath], roots: Iterable[AnyPath], serial: int,
                signers: Iterable[str] = ("rel0",), notices_signers: Iterable[str] = ("not0",), platform: str = "linux-x86_64",
                options: Iterable[object] = (), name: str = "payload") -> pathlib.Path:
        """Programs and notices of this serial, made in the folder `stage`, signed and joined to a payload, stage/NAME. `options`
        are those of `release notices`; --issued is that of the programs, too. The files need not be what they say: they may be
        small stand-ins."""
        options = list(options)
        issued = options[options.index("--issued"):][:2] if "--issued" in options else []
        roots = [word for root in roots for word in ("--root", root)]
        position = f"{self.epoch_of_programs(roots[-1])}.{serial}"
        drafts = {"programs": ("--platform", platform, *(() if "updater" in files else ("--no-updater",)), *issued),
                  "notices": ("--programs-from", position, *options)}
        for kind, words in drafts.items():
            given = [word for role, path in files.items() if (role in IN_NOTICES) == (kind == "notices")
                     for word in ("--" + role, path)]
            self("release", kind, *roots, "--serial", serial, *given, *words, "--force", "-o", stage / f"{name}.{kind}")
            self.sign(stage / f"{name}.{kind}", signers if kind == "programs" else notices_signers)
        self("pack", "--programs", stage / f"{name}.programs", "--notices", stage / f"{name}.notices", "-o", stage / name)
        return stage / name

    def epoch_of_programs(self, root: AnyPath) -> int:
        return json.loads(self("inspect", root, "--json").stdout)["programs"]["epoch"]


def pack(stub: bytes, payload: bytes) -> bytes:
    """A patch by the letter of schema/README.md, so that the kit's own packing is not its only witness."""
    padding = -(len(stub) + len(payload) + 16) % 8
    offset = len(stub) + padding
    return stub + bytes(padding) + payload + struct.pack(">Q", offset) + b"SCFEND\x1a\x01"


class Vendor:
    """`programs`: the folder of the built programs. Root 1 is the brand's own: programs by one of rel0, rel1, notices by one of
    not0, not1."""

    def __init__(self, programs: AnyPath, base: AnyPath) -> None:
        self.programs, self.base = pathlib.Path(programs).resolve(), pathlib.Path(base)
        self.keys = self.base / "keys"
        write_test_keys(self.keys)
        self.kit = Kit(self.programs / "tocsin", self.keys)
        self.roots = [SOURCE / "packaging/brands/example.root.bin"]
        self.made = 0

    def key(self, name: str) -> pathlib.Path:
        return self.keys / f"{name}.pem"

    def rotate(self, *options: object, signers: Iterable[str] = ("root0", "root1")) -> pathlib.Path:
        """The next root; `options` are those of `tocsin root rotate`."""
        path = self.base / f"root{len(self.roots) + 1}.bin"
        self.kit("root", "rotate", self.roots[-1], *options, "--expires", "2035-11-20T00:00:00Z", "-o", path)
        self.kit.sign(path, signers, "--previous", self.roots[-1])
        self.roots.append(path)
        return path

    def release(self, serial: int, signers: Iterable[str] = ("rel0",), files: Mapping[str, AnyPath | bytes] | None = None,
                with_updater: bool = True, options: Iterable[object] = (), notices_signers: Iterable[str] = ("not0",)) -> pathlib.Path:
        """The path of a signed payload of programs and notices of this serial. `files`: {role: bytes or path} instead of the built
        programs and the samples. `options`: those of `tocsin release notices`."""
        self.made += 1
        stage = self.base / f"release{self.made}"
        stage.mkdir()
        paths = {}
        for role, name in ROLES.items():
            if role == "updater" and not with_updater:
                continue
            content = (files or {}).get(role, self.default_file(role))
            if isinstance(content, bytes):
                (stage / name).write_bytes(content)
            else:
                shutil.copy(content, stage / name)
            paths[role] = stage / name
        return self.kit.release(stage, paths, self.roots, serial, signers, notices_signers, options=options)

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
