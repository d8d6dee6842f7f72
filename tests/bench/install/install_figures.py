"""An install of the sample over an older one, beside the plainest ways to bring the same files there durably; and a notices file,
which copies the live programs, beside the full patch that brings the same set.

All on the file system of the temporary folder, nothing left to write from before.
"""
import os
import pathlib
import shutil
import tempfile

from tests.bench.figures import in_turns, paired_row, timed

from tests.e2e.harness.commands import run
from tests.e2e.harness.vendor import Target
from tests.e2e.updater.forge import Forge


def durably(*command):
    """Milliseconds of a command that must succeed."""
    os.sync()
    return timed(lambda: run(*command))


class Peers:
    """The same two sets of files as a folder, as Debian packages and as a self-extracting archive, uncompressed all."""

    def __init__(self, base, target):
        self.base, self.target = base, target
        self.files = {}

    def keep(self, name):
        """Keeps the live set's files under this name."""
        folder = self.base / name
        shutil.copytree(self.target.install / "current", folder)
        self.files[name] = folder
        package = self.base / f"{name}-package"
        shutil.copytree(folder, package / "opt/example/messenger")
        (package / "DEBIAN").mkdir()
        version = {"old": 1, "new": 2}[name]
        (package / "DEBIAN/control").write_text(
            f"Package: peer\nVersion: {version}\nArchitecture: amd64\nMaintainer: none\nDescription: peer\n")
        run("dpkg-deb", "-Znone", "--root-owner-group", "-b", package, self.base / f"{name}.deb")
        run("makeself", "--nocomp", "--quiet", folder, self.base / f"{name}.run", "peer", "true")

    def copy(self):
        return self.into_new_folder('cp "$1"/* "$2"/ && sync -f "$2"', self.files["new"])

    def makeself(self):
        return self.into_new_folder('sh "$1" --quiet --noprogress --noexec --target "$2" && sync -f "$2"', self.base / "new.run")

    def into_new_folder(self, script, source):
        aim = self.base / "aim"
        aim.mkdir()
        passed = durably("/bin/sh", "-c", script, "sh", source, aim)
        shutil.rmtree(aim)
        return passed

    def dpkg(self):
        """Over a copy of this machine's own package database, which dpkg reads at every run."""
        root = self.base / "dpkg"
        if not root.exists():
            shutil.copytree("/var/lib/dpkg", root / "var/lib/dpkg", symlinks=True)
        words = ["dpkg", f"--root={root}", "--force-script-chrootless", "--log=/dev/null", "-i"]
        run(*words, self.base / "old.deb")
        return durably(*words, self.base / "new.deb")


def restore(target, kept):
    shutil.rmtree(target.root)
    shutil.copytree(kept, target.root, symlinks=True)
    for path in target.root.rglob("handled"):
        os.chown(path, 0, 40100)
        path.chmod(0o3775)


def syncs(*command):
    """How often a command that must succeed waits for the disk."""
    with tempfile.NamedTemporaryFile() as log:
        run("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,syncfs,sync", "-o", log.name, *command)
        return len(log.read().splitlines())


def figures(programs, rounds=15):
    with tempfile.TemporaryDirectory(prefix="tocsin-install.") as folder, Target() as target:
        base, updater = pathlib.Path(folder), programs / "update-patch"
        forge = Forge(base, programs)
        # The programs' document is the same in both, so that `full` and `notices` make the same set.
        old, full, notices = (forge.write(payload) for payload in
                              (forge.full(1), forge.full(2, programs=1), forge.notices_file(2)))
        new = forge.write(forge.full(2), updater)
        peers = Peers(base, target)
        run(updater, "--payload", old, "--root", target.root)
        peers.keep("old")
        kept = base / "kept"
        shutil.copytree(target.root, kept, symlinks=True)
        run(new, "--root", target.root)
        peers.keep("new")

        def ours(*command):
            restore(target, kept)
            return durably(*command, "--root", target.root)
        runs = {"ours": lambda: ours(new), "cp; sync -f": peers.copy, "dpkg -i": peers.dpkg, "makeself; sync -f": peers.makeself,
                "notices": lambda: ours(updater, "--payload", notices), "full": lambda: ours(updater, "--payload", full)}
        times = in_turns(runs, rounds)
        waits = {}
        for name, payload in (("notices", notices), ("full", full)):
            restore(target, kept)
            waits[name] = syncs(updater, "--payload", payload, "--root", target.root)
    measured, notices_times, full_times = (times.pop(name) for name in ("ours", "notices", "full"))
    for name, theirs in times.items():
        yield paired_row("install over an older set", measured, name, theirs, 1.8 if name.startswith("cp") else None)
    yield paired_row(f"notices file, {waits['notices']} fsyncs", notices_times, f"the full patch, {waits['full']} fsyncs", full_times, 1.05)
