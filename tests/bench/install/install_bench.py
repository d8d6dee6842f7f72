#!/usr/bin/python3
"""Times an install of the sample over an older one beside `cp` with `sync -f` and beside `dpkg -i`, in turns in one run.

Usage: install_bench.py PROGRAMS [ROUNDS]       root. All on the file system of the temporary folder.
"""
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "e2e/updater"))
from vendor import ROLES, Target, Vendor, run  # noqa: E402

TARGET_CP, TARGET_DPKG = 2.5, 0.25


def timed(*command):
    """Milliseconds of a command that must succeed, with nothing left to write from before."""
    os.sync()
    start = time.perf_counter()
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True)
    passed = (time.perf_counter() - start) * 1000
    if done.returncode != 0:
        sys.exit(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return passed


class Peers:
    """The same two sets of files as a folder and as Debian packages without compression."""

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

    def copy(self, turn):
        aim = self.base / f"copy{turn}"
        aim.mkdir()
        script = 'cp "$1"/* "$2"/ && sync -f "$2"'
        passed = timed("/bin/sh", "-c", script, "sh", self.files["new"], aim)
        shutil.rmtree(aim)
        return passed

    def dpkg(self, name):
        """Over a copy of this machine's own package database, which dpkg reads at every run."""
        root = self.base / "dpkg"
        if not root.exists():
            shutil.copytree("/var/lib/dpkg", root / "var/lib/dpkg", symlinks=True)
        return timed("dpkg", f"--root={root}", "--force-script-chrootless", "--log=/dev/null", "-i",
                     self.base / f"{name}.deb")


def restore(target, kept):
    shutil.rmtree(target.root)
    shutil.copytree(kept, target.root, symlinks=True)
    for path in target.root.rglob("handled"):
        os.chown(path, 0, 40100)
        path.chmod(0o3775)


def syncs(target, patch):
    log = target.base / "strace"
    subprocess.run(["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,syncfs", "-o", log, patch, "--root", target.root],
                   check=True, capture_output=True)
    return len(re.findall(r"\b(?:fsync|fdatasync|syncfs)\(", log.read_text()))


def row(name, values, base):
    middle = statistics.median(values)
    low, high = sorted(values)[len(values) // 10], sorted(values)[-1 - len(values) // 10]
    print(f"{name:34} {middle:9.1f} {low:9.1f} {high:9.1f} {middle / base:8.2f}")
    return middle


def main():
    programs, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 21
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
        times = {"ours": [], "cp": [], "dpkg": []}
        for turn in range(rounds):
            restore(target, kept)
            times["ours"].append(timed(new, "--root", target.root))
            times["cp"].append(peers.copy(turn))
            peers.dpkg("old")
            times["dpkg"].append(peers.dpkg("new"))
        restore(target, kept)
        count = syncs(target, new)
        size = sum(f.stat().st_size for f in peers.files["new"].iterdir())
    print(f"install of {len(ROLES) + 1} files, {size} bytes, over an older set; {rounds} rounds; milliseconds")
    print(f"{'':34} {'median':>9} {'10 %':>9} {'90 %':>9} {'to cp':>8}")
    copy = statistics.median(times["cp"])
    row("cp of the same files; sync -f", times["cp"], copy)
    ours = row("update-patch", times["ours"], copy)
    package = row("dpkg -i, uncompressed package", times["dpkg"], copy)
    print(f"fsyncs of update-patch: {count}")
    met = ours <= TARGET_CP * copy and ours <= TARGET_DPKG * package
    print(f"to cp with sync: {ours / copy:.2f} (target {TARGET_CP}); to dpkg: {ours / package:.2f} (target {TARGET_DPKG}): "
          + ("met" if met else "missed"))


if __name__ == "__main__":
    main()
