"""The Debian package of the intake: the same bytes whatever the surroundings, and what is in it works.

Runs as root.
"""
import os
import pathlib
import subprocess
import tempfile
import unittest

from tests.e2e.harness.authority import Authority
from tests.e2e.harness.commands import run
from tests.e2e.harness.options import OPTIONS, SOURCE


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory(prefix="tocsin-deb.")
        cls.addClassCleanup(temporary.cleanup)
        cls.folder = pathlib.Path(temporary.name)
        cls.deb = cls.build("one")

    @classmethod
    def build(cls, name, *before, umask=0o022, **environment):
        environment = {**os.environ, "TOCSIN_PROGRAMS": str(OPTIONS.programs), "SOURCE_DATE_EPOCH": "1790000000", **environment}
        said = run(*before, "bash", SOURCE / "packaging/package.sh", "deb", "intake", "-o", cls.folder / name, umask=umask,
                   cwd=cls.folder, env=environment)
        return pathlib.Path(said.stdout.strip())

    def test_the_same_bytes(self):
        elsewhere = self.folder / "elsewhere"
        elsewhere.mkdir()
        again = self.build("two", "taskset", "-c", "0", umask=0o077, TZ="Asia/Tokyo", LC_ALL="de_DE.UTF-8", TMPDIR=str(elsewhere))
        self.assertEqual(again.read_bytes(), self.deb.read_bytes())
        later = self.build("three", SOURCE_DATE_EPOCH="1790000001")
        self.assertNotEqual(later.read_bytes(), self.deb.read_bytes(), "the comparison sees a second")

    def test_what_is_in_it(self):
        root = self.folder / "root"
        run("dpkg-deb", "-x", self.deb, root)
        control = run("dpkg-deb", "-f", self.deb).stdout
        for package in ("libpq5", "libevent-core-2.1-7", "libssl3"):
            self.assertIn(package, control)
        listed = run("dpkg-deb", "-c", self.deb).stdout.splitlines()
        self.assertTrue(all(" root/root " in line for line in listed))
        self.assertFalse([line for line in listed if line[8] == "w"], "writable for all")
        self.assertIn("schema version", run(root / "usr/bin/tocsin-intake", "--version").stdout)
        # The settings are read, and there is no store here.
        run(root / "usr/bin/tocsin-intake", "--settings", root / "etc/tocsin-intake.conf", "suspects", ok=(8,))
        unit = root / "lib/systemd/system/tocsin-intake.service"
        said = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True).stderr
        self.assertEqual([line for line in said.splitlines() if "not executable" not in line], [], "the program is not installed here")
        self.assertNotIn("ReadWritePaths", unit.read_text())
        for words in ("StateDirectory", "RuntimeDirectory", "CacheDirectory", "LogsDirectory"):
            self.assertNotIn(words, unit.read_text(), "the service writes no file")

    def test_the_site_for_nginx(self):
        """The shipped site, with the places of this folder: nginx reads it."""
        root = self.folder / "site"
        run("dpkg-deb", "-x", self.deb, root)
        share = root / "usr/share/tocsin-intake/nginx"
        authority = Authority(root / "tls")
        site = (share / "site.conf").read_text().replace("/usr/share/tocsin-intake/nginx", str(share))
        site = site.replace("/etc/ssl/receipts.example.com.pem", authority.issue("server"))
        site = site.replace("/etc/ssl/private/receipts.example.com.key", authority.path("server.key"))
        (root / "nginx.conf").write_text(f"pid {root}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n")
        run("/usr/sbin/nginx", "-t", "-e", "stderr", "-c", root / "nginx.conf")

    def test_bad_usage(self):
        for words in ((), ("deb",), ("deb", "nothing"), ("frob", "intake"), ("deb", "intake", "-x")):
            run("bash", SOURCE / "packaging/package.sh", *words, ok=(2,))
