"""The author's kit as people use it: a signer at a terminal, the real programs, keys that OpenSSL knows.

Rows 97 and 98 of the threat list.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from tests.e2e.harness.commands import at_a_terminal
from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.vendor import Vendor, pack

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
BRANDS = ("example", "heritage", "second")


class Kit(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tocsin-kit."))
        self.addCleanup(shutil.rmtree, self.folder)
        self.vendor = Vendor(OPTIONS.programs, self.folder)

    def kit(self, *words, ok=(0,)):
        return self.vendor.kit(*words, ok=ok)

    def root_draft(self):
        """A root 2 that gives everything to strangers."""
        draft = self.folder / "root2.bin"
        keys = {kind: self.vendor.keys / f"{name}.pub" for kind, name in
                (("root", "root4"), ("programs", "rel3"), ("notices", "not4"))}
        words = [word for kind, key in keys.items() for word in (f"--{kind}-keys", key, f"--{kind}-threshold", "1")]
        self.kit("root", "rotate", self.vendor.roots[0], *words, "--expires", "2035-11-20T00:00:00Z", "-o", draft)
        return draft

    def sign_at_a_terminal(self, draft, key, typed, *words):
        command = [OPTIONS.programs / "tocsin", "sign", draft, "--key", self.vendor.key(key), *words]
        return at_a_terminal([str(word) for word in command], typed, ENVIRONMENT)

    def test_row_97_a_signer_types_what_is_on_the_screen(self):
        draft = self.root_draft()
        before, previous = draft.read_bytes(), ("--previous", self.vendor.roots[0])
        for typed in ("y\n", "yes\n", "\n", "00000000\n"):
            code, said = self.sign_at_a_terminal(draft, "root0", typed, *previous)
            self.assertEqual((code, draft.read_bytes() == before), (5, True), said)
            self.assertIn("REMOVED", said)
        digest = self.kit("inspect", draft, "--digest").stdout
        code, said = self.sign_at_a_terminal(draft, "root0", digest[:8] + "\n", *previous)
        self.assertEqual(code, 0, said)
        self.assertIn(digest.strip(), said)
        self.assertIn("signed by", said)
        self.assertNotEqual(draft.read_bytes(), before)

    def test_row_97_a_rotated_root_is_not_signed_without_the_one_before(self):
        draft = self.root_draft()
        digest = self.kit("inspect", draft, "--digest").stdout
        code, said = self.sign_at_a_terminal(draft, "root0", digest[:8] + "\n")
        self.assertEqual(code, 2, said)
        self.assertIn("--previous", said)

    def test_row_97_without_a_terminal_the_digest_is_named(self):
        draft = self.root_draft()
        done = subprocess.run([OPTIONS.programs / "tocsin", "sign", draft, "--key", self.vendor.key("root0"), "--previous",
                               self.vendor.roots[0]], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("--sha256", done.stderr)

    def test_row_98_the_stub_of_a_patch_is_the_signed_updater(self):
        """The real update patch behind which the payload lies, and others that would bring the very same payload."""
        payload = self.vendor.release(7)
        updater = (OPTIONS.programs / "update-patch").read_bytes()
        evil = bytearray(updater)
        evil[len(evil) // 2] ^= 1
        rows = (("the updater", updater, 0, "ACCEPT notices 1.7 programs 1.7\n"),
                ("one bit of it changed", bytes(evil), 5, "STUB programs\n"),
                ("a script", b"#!/bin/sh\nexec id\n", 5, "STUB programs\n"),
                ("another of our programs", (OPTIONS.programs / "messenger").read_bytes(), 5, "STUB programs\n"))
        for name, stub, code, line in rows:
            with self.subTest(name):
                patch = self.folder / "patch"
                patch.write_bytes(pack(stub, payload.read_bytes()))
                done = self.kit("verify", patch, ok=(code,))
                self.assertEqual(done.stdout, line)

    def test_row_98_pack_takes_no_other_stub(self):
        payload = self.vendor.release(7)
        words = ("pack", "--programs", payload, "--notices", payload, "-o", self.folder / "patch", "--stub")
        done = self.kit(*words, OPTIONS.programs / "messenger", ok=(5,))
        self.assertIn("STUB", done.stderr)
        self.kit(*words, OPTIONS.programs / "update-patch")

    def test_the_built_programs_are_what_they_say(self):
        """Stripped ones too; swapped ones are refused."""
        names = {"notifier": "messenger", "dialog": "messenger-dialog", "control": "messengerctl", "updater": "update-patch"}
        for role, name in names.items():
            subprocess.run(["strip", "-o", self.folder / role, OPTIONS.programs / name], check=True)

        def release(**files):
            words = [word for role, path in ({role: self.folder / role for role in names} | files).items() for word in ("--" + role, path)]
            return self.kit("release", "programs", "--root", self.vendor.roots[0], "--serial", 1, "--platform", "linux-x86_64",
                            *words, "-o", self.folder / "draft", ok=(0, 2))
        self.assertEqual(release().returncode, 0)
        for role in names:
            other = "dialog" if role != "dialog" else "notifier"
            done = release(**{role: self.folder / other})
            self.assertEqual(done.returncode, 2)
            self.assertIn(f"is the {other}, not the {role}", done.stderr)

    def test_openssl_reads_a_key_and_its_passphrase(self):
        passphrase = self.folder / "pass"
        passphrase.touch(mode=0o600)
        passphrase.write_text("correct horse\n")
        self.kit("keygen", "-o", self.folder / "key", "--passphrase-file", passphrase)
        done = subprocess.run(["openssl", "pkey", "-in", self.folder / "key", "-passin", f"file:{passphrase}", "-pubout"],
                              capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout, (self.folder / "key.pub").read_text())
        read, write = os.pipe()
        os.write(write, b"correct horse\n")
        os.close(write)
        done = subprocess.run([OPTIONS.programs / "tocsin", "keygen", "-o", self.folder / "other", "--passphrase-file",
                               f"/dev/fd/{read}"], pass_fds=[read], capture_output=True, text=True)
        os.close(read)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_pinned_roots_of_the_test_brands_come_out_byte_by_byte(self):
        subprocess.run(["bash", SOURCE / "packaging/brands/make-test-roots.sh", self.folder],
                       env={**ENVIRONMENT, "TOCSIN": str(OPTIONS.programs / "tocsin")}, check=True)
        for brand in BRANDS:
            made = (self.folder / f"{brand}.root.bin").read_bytes()
            self.assertEqual(made, (SOURCE / f"packaging/brands/{brand}.root.bin").read_bytes(), brand)
