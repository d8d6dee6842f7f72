"""The vendor's side for the updater's tests: keys, a chain of roots, signed payloads and patches, by the real kit.

And a target: a root-owned tree below a folder, the update patch run on it, and what is there afterwards.
"""
import hashlib
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[3]
sys.path.insert(0, str(SOURCE / "tests/support"))
from sample import sample_catalog  # noqa: E402
from waiting import LONGEST_WAIT_S  # noqa: E402

UID, GID, GROUP = 40001, 40001, 40100
INSTALL, STATE = "opt/example/messenger", "var/lib/example-messenger"
ROLES = {"notifier": "messenger", "config": "messenger.config", "catalog": "messenger.xml", "dialog": "messenger-dialog",
         "control": "messengerctl", "updater": "update-patch"}


def run(*command, ok=(0,), **more):
    """A command that must end with one of these codes; the finished process."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, timeout=LONGEST_WAIT_S, **more)
    if done.returncode not in ok:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def pack(stub, payload):
    """A patch by the letter of schema/README.md, so that the kit's own packing is not its only witness."""
    padding = -(len(stub) + len(payload) + 16) % 8
    offset = len(stub) + padding
    return stub + bytes(padding) + payload + struct.pack(">Q", offset) + b"SCFEND\x1a\x01"


class Vendor:
    """`programs`: the folder of the built programs. Root 1 is the brand's own: threshold 1 of rel0, rel1."""

    def __init__(self, programs, base):
        self.programs, self.base = pathlib.Path(programs).resolve(), pathlib.Path(base)
        self.keys = self.base / "keys"
        run("/usr/bin/python3", SOURCE / "tests/support/test_keys.py", self.keys)
        self.roots = [SOURCE / "packaging/brands/example.root.bin"]
        self.made = 0

    def kit(self, *words, **more):
        return run(self.programs / "tocsin", *words, **more)

    def key(self, name):
        return self.keys / f"{name}.pem"

    def rotate(self, *options, signers=("root0", "root1")):
        """The next root; `options` are those of `tocsin root rotate`."""
        path = self.base / f"root{len(self.roots) + 1}.bin"
        self.kit("root", "rotate", self.roots[-1], *options, "--expires", "2035-11-20T00:00:00Z", "-o", path)
        for signer in signers:
            self.kit("sign", path, "--key", self.key(signer))
        self.roots.append(path)
        return path

    def release(self, serial, signers=("rel0",), files=None, with_updater=True, options=()):
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

    def default_file(self, role):
        if role == "catalog":
            return sample_catalog().encode()
        return SOURCE / "packaging/samples/messenger.config" if role == "config" else self.programs / ROLES[role]

    def patch(self, payload, stub=None):
        """An executable patch beside its payload."""
        path = pathlib.Path(payload).with_name("patch")
        stub = pathlib.Path(stub or self.programs / "update-patch")
        path.write_bytes(pack(stub.read_bytes(), pathlib.Path(payload).read_bytes()))
        path.chmod(0o755)
        return path


class Target:
    """A machine below a folder that a reader can reach. Use as a context: it is removed at the end."""

    def __init__(self, base=None):
        self.base = pathlib.Path(base or tempfile.mkdtemp(prefix="tocsin-updater."))
        self.base.chmod(0o755)
        self.root = self.base / "root"
        (self.root / "etc").mkdir(parents=True, mode=0o755)
        self.root.chmod(0o755)
        (self.root / "etc").chmod(0o755)
        (self.root / "etc/group").write_text(f"root:x:0:\nexample-console-admins:x:{GROUP}:\n")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.base, ignore_errors=True)

    @property
    def install(self):
        return self.root / INSTALL

    @property
    def state(self):
        return self.root / STATE

    def live(self):
        """Name of the live set's folder, or None."""
        pointer = self.install / "current"
        return os.readlink(pointer) if pointer.is_symlink() else None

    def sets(self):
        return sorted(p.name for p in self.install.iterdir() if p.is_dir() and not p.is_symlink())

    def run(self, patch, *words, wrap=(), **more):
        """The finished process of `patch install --root ...` (or of `words`, which may begin with a command)."""
        return subprocess.run([*map(str, wrap), str(patch), *map(str, words), "--root", str(self.root)],
                              capture_output=True, text=True, timeout=LONGEST_WAIT_S, **more)

    def status(self, patch):
        """{key: value} of `status`."""
        done = self.run(patch, "status")
        return dict(line.split("=", 1) for line in done.stdout.splitlines() if "=" in line)

    def as_reader(self, role, *words, **more):
        """A program of the live set, as an ordinary member of the group, without a display."""
        home = self.base / "home"
        if not home.exists():
            home.mkdir(mode=0o700)
            os.chown(home, UID, GID)
        command = ["setpriv", "--reuid", str(UID), "--regid", str(GID), "--groups", str(GROUP), "--no-new-privs",
                   "--inh-caps=-all", "--bounding-set=-all", str(self.install / "current" / ROLES[role]), "--root",
                   str(self.root), *words]
        return subprocess.run(command, env={"PATH": "/usr/bin:/bin", "HOME": str(home), "LANG": "en_GB.UTF-8"}, cwd="/",
                              capture_output=True, text=True, timeout=LONGEST_WAIT_S, **more)

    def tree(self, without=("update.log", "update.lock")):
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
