#!/usr/bin/python3
"""The Debian package of the intake: the same bytes whatever the surroundings, and what is in it works.

Usage: package_test.py BIN_FOLDER [TEST...]     as root
"""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCE = pathlib.Path(__file__).resolve().parents[3]
PROGRAMS = None


def run(*command, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300, **more)
    if done.returncode != 0:
        raise AssertionError(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="tocsin-deb.")
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.deb = cls.build("one")

    @classmethod
    def tearDownClass(cls):
        cls.temporary.cleanup()

    @classmethod
    def build(cls, name, *before, umask=0o022, **environment):
        said = run(*before, "bash", SOURCE / "packaging/package.sh", "deb", "intake", "-o", cls.folder / name, umask=umask,
                   cwd=cls.folder, env={**os.environ, "TOCSIN_PROGRAMS": str(PROGRAMS), "SOURCE_DATE_EPOCH": "1790000000", **environment})
        return pathlib.Path(said.strip())

    def test_the_same_bytes(self):
        (self.folder / "elsewhere").mkdir()
        again = self.build("two", "taskset", "-c", "0", umask=0o077, TZ="Asia/Tokyo", LC_ALL="de_DE.UTF-8", TMPDIR=str(self.folder / "elsewhere"))
        self.assertEqual(again.read_bytes(), self.deb.read_bytes())
        later = self.build("three", SOURCE_DATE_EPOCH="1790000001")
        self.assertNotEqual(later.read_bytes(), self.deb.read_bytes(), "the comparison sees a second")

    def test_what_is_in_it(self):
        root = self.folder / "root"
        run("dpkg-deb", "-x", self.deb, root)
        control = run("dpkg-deb", "-f", self.deb)
        for package in ("libpq5", "libevent-core-2.1-7", "libssl3"):
            self.assertIn(package, control)
        listed = run("dpkg-deb", "-c", self.deb).splitlines()
        self.assertTrue(all(" root/root " in line for line in listed))
        self.assertFalse([line for line in listed if line[8] == "w"], "writable for all")
        self.assertIn("schema version", run(root / "usr/bin/tocsin-intake", "--version"))
        done = subprocess.run([root / "usr/bin/tocsin-intake", "--settings", root / "etc/tocsin-intake.conf", "suspects"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 8, f"the settings are read, and there is no store here: {done.stderr}")
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
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", root / "key.pem", "-out",
            root / "cert.pem", "-days", "2", "-subj", "/CN=localhost")
        site = (share / "site.conf").read_text().replace("/usr/share/tocsin-intake/nginx", str(share))
        site = site.replace("/etc/ssl/receipts.example.com.pem", str(root / "cert.pem"))
        site = site.replace("/etc/ssl/private/receipts.example.com.key", str(root / "key.pem"))
        (root / "nginx.conf").write_text(f"pid {root}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n")
        done = subprocess.run(["/usr/sbin/nginx", "-t", "-e", "stderr", "-c", root / "nginx.conf"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_bad_usage(self):
        for words in ((), ("deb",), ("deb", "nothing"), ("frob", "intake"), ("deb", "intake", "-x")):
            self.assertEqual(subprocess.run(["bash", SOURCE / "packaging/package.sh", *words], capture_output=True).returncode, 2, words)


def main():
    global PROGRAMS
    PROGRAMS = pathlib.Path(sys.argv[1]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[2:]], verbosity=2)


if __name__ == "__main__":
    main()
