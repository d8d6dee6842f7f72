"""An install of the sample over an older one, beside the plainest ways to bring the same files there durably.

All on the file system of the temporary folder, nothing left to write from before.
"""
import os
import pathlib
import shutil
import tempfile

from tests.bench.figures import in_turns, paired_row, timed

from tests.e2e.harness.commands import run
from tests.e2e.harness.vendor import Target, Vendor


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


def figures(programs, rounds=15):
    with tempfile.TemporaryDirectory(prefix="tocsin-install.") as folder, Target() as target:
        base = pathlib.Path(folder)
        vendor = Vendor(programs, base)
        old, new = vendor.patch(vendor.release(1)), vendor.patch(vendor.release(2))
        peers = Peers(base, target)
        run(old, "--root", target.root)
        peers.keep("old")
        kept = base / "kept"
        shutil.copytree(target.root, kept, symlinks=True)
        run(new, "--root", target.root)
        peers.keep("new")

        def ours():
            restore(target, kept)
            return durably(new, "--root", target.root)
        times = in_turns({"ours": ours, "cp; sync -f": peers.copy, "dpkg -i": peers.dpkg, "makeself; sync -f": peers.makeself},
                         rounds)
    measured = times.pop("ours")
    for name, theirs in times.items():
        yield paired_row("install over an older set", measured, name, theirs, 1.8 if name.startswith("cp") else None)
