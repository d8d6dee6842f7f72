"""Rows 1 to 19 of the threat list, on the real update patch: what it must not believe.

Runs as root.
"""
import contextlib
import os
import pathlib
import pty
import resource
import shutil
import signal
import socket
import struct
import subprocess
import threading
import time

from tests.e2e.harness.options import OPTIONS, SOURCE
from tests.e2e.harness.sample import sample_catalog
from tests.e2e.harness.waiting import wait_until
from tests.e2e.updater import forge
from tests.e2e.updater.rows import Rows, imports

WEAK_KEYS = [bytes.fromhex(text) for text in (
    "01" + "00" * 31, "01" + "00" * 30 + "80", "00" * 32, "00" * 31 + "80", "ec" + "ff" * 30 + "7f", "ec" + "ff" * 31,
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "ed" + "ff" * 30 + "7f", "ee" + "ff" * 30 + "7f", "ff" * 31 + "7f", "ff" * 32)]


NEW_YEAR, FEBRUARY_22 = 1767225600, 1771718400  # of 2026
LAST = 2**64 - 1  # the highest serial


class Freshness(Rows):
    def test_row_02_rollback(self):
        """A hijacked server hands out an older release, validly signed, or another one under the same number."""
        older, newer = self.small_patch(6), self.installed(7)
        before = self.target.tree()
        self.check_refused("1.7", self.target.run(older), code=10, before=before)
        another = self.small_patch(7, tag=b"another")
        self.check_refused("EQUIVOCATION", self.target.run(another), before=before)
        shutil.rmtree(self.target.install)
        self.check_refused("ROLLBACK", self.target.run(older))
        self.check_refused("EQUIVOCATION", self.target.run(another))
        self.check_exit(0, self.target.run(newer), "mended 1.7")

    def test_row_03_trust_state_truncated_or_deleted(self):
        """Whoever can damage trust.dat makes the machine forget what it has accepted."""
        older, newer = self.small_patch(6), self.installed(7)
        trust, sound = self.target.state / "trust.dat", (self.target.state / "trust.dat").read_bytes()
        for length in (*range(len(sound)), None):
            trust.unlink()
            if length is not None:
                trust.write_bytes(sound[:length])
            self.assertEqual(self.exit_of(older, "--root", self.target.root), 10, length)
            self.assertEqual(trust.read_bytes(), sound, length)
        self.check_exit(0, self.target.run(newer), "is live already")

    def test_row_03_live_set_removed(self):
        """The other witness is removed, and a half-written successor of trust.dat is left behind."""
        older, newer = self.small_patch(6), self.installed(7)
        shutil.rmtree(self.target.install)
        (self.target.state / ".trust.dat.new").write_bytes(b"SCFTRU\x1a\x01half")
        self.check_refused("ROLLBACK", self.target.run(older))
        self.check_exit(0, self.target.run(newer), "mended 1.7")
        self.assertFalse((self.target.state / ".trust.dat.new").exists())

    def test_row_03_both_removed_leaves_the_signed_floor(self):
        """With both gone (only root can do that) the floor in the release's own root still holds."""
        self.forge.rotate(forge.PROGRAMS, forge.NOTICES, floor=60, notices_floor=70)
        below, at_floor = self.forge.full(70, programs=59), self.forge.full(70, programs=60)
        self.check_exit(0, self.install(at_floor))
        shutil.rmtree(self.target.install)
        (self.target.state / "trust.dat").unlink()
        for payload in (below, self.forge.full(69, programs=60)):
            self.check_refused("FLOOR", self.install(payload))
        self.check_exit(0, self.install(at_floor), "installed 2.70")

    def test_row_04_freeze(self):
        """A machine is kept for ever on a release whose time is over."""
        patch = self.small_patch(7, issued=NEW_YEAR, expires=FEBRUARY_22)
        for now, rule in (("2026-02-22 00:00:00", "EXPIRED"), ("2026-02-22 00:00:01", "EXPIRED"),
                          ("2036-02-22 00:00:00", "ROOT_EXPIRED")):
            with self.subTest(now=now):
                self.check_refused(rule, self.target.run(patch, wrap=self.at(now)))
        self.assertIsNone(self.target.live())
        self.check_exit(0, self.target.run(patch, wrap=self.at("2026-02-21 23:59:59")))
        done = self.target.run(patch, "status", wrap=self.at("2026-02-22 00:00:00"))
        self.check_exit(5, done, "live=EXPIRED")

    def test_row_05_wrong_clock_does_not_brick(self):
        """A machine boots in 2099 or 1970 and must take the next release when its clock is right again."""
        self.installed(7)
        patch = self.small_patch(8)
        for now in ("2038-01-19 03:14:08", "2099-01-01 00:00:00"):
            with self.subTest(now=now):
                self.check_refused("ROOT_EXPIRED", self.target.run(patch, wrap=self.at(now)))
        self.check_exit(0, self.target.run(patch, wrap=self.at("1970-01-02 00:00:00")), "installed 1.8")
        self.check_exit(0, self.target.run(self.small_patch(9)), "installed 1.9")

    def test_row_05_clock_set_back_revives_nothing(self):
        """The clock is set back so that an expired release looks fresh: signed time seen before stands against it."""
        self.installed(7, issued=FEBRUARY_22)
        stale = self.small_patch(8, issued=NEW_YEAR, expires=FEBRUARY_22)
        self.check_refused("EXPIRED", self.target.run(stale, wrap=self.at("2026-02-01 00:00:00")))

    def test_row_06_fast_forward_and_recovery(self):
        """A thief of all keys but the roots' signs the highest numbers there are: the next root takes it all back."""
        stolen = self.forge.full(LAST)
        self.check_exit(0, self.install(stolen), f"installed 1.{LAST}")
        self.check_refused("ROLLBACK", self.target.run(self.small_patch(8)))
        self.forge.rotate(forge.PROGRAMS, forge.NOTICES)
        self.check_exit(0, self.target.run(self.small_patch(7)), "installed 2.7")
        self.check_refused("ROOT_OLD", self.install(stolen))

    def test_row_18_old_patch_replayed(self):
        """Last year's signed program, kept by an attacker, is run with its own old code."""
        corpus = [self.installed(serial) for serial in (7, 8)]
        self.forge.rotate()
        self.installed(9)
        before = self.target.tree()
        for patch in corpus:
            with self.subTest(patch=patch):
                self.check_exit(5, self.target.run(patch), "ROOT_OLD")
                self.assertEqual(self.target.tree(), before)


class Signatures(Rows):
    """Each fault in both roles' documents, beside the right document of the other role."""

    def setUp(self):
        super().setUp()
        self.installed(7)
        self.before = self.target.tree()

    def refuse(self, rule, programs, notices, roots=None, code=5):
        self.check_refused(rule, self.install(self.forge.payload(programs, notices, roots=roots)), code, self.before)

    def tiny(self, role, **fields):
        """A right document of files of one byte, or with these fields."""
        files = {name: b"x" for name in (forge.PROGRAM_FILES if role == forge.PROGRAMS else forge.NOTICE_FILES)}
        return (self.forge.programs_of if role == forge.PROGRAMS else self.forge.notices_of)(files, **fields)

    def fields(self, role):
        """(signed bytes, contents) of such a document."""
        document = self.tiny(role)
        return forge.payload_in(document.whole), document.blobs

    def pair(self, role, document):
        """(programs, notices) of which the one of this role is `document`."""
        return (document, self.tiny(forge.NOTICES)) if role == forge.PROGRAMS else (self.tiny(forge.PROGRAMS), document)

    def second_root(self, **fields):
        """A full payload's parts whose newest root is this one; its documents are signed as they should be."""
        standing = {"root_version": 2, "epoch": 2}
        return (self.tiny(forge.PROGRAMS, signers=["rel2"], **standing), self.tiny(forge.NOTICES, signers=["not2"], **standing),
                [self.forge.root1, self.forge.root(**fields)])

    def test_forged_payloads_are_right_but_for_their_fault(self):
        """What the refusals below prove rests on this: without its fault such a payload is installed."""
        self.check_exit(0, self.install(self.forge.payload(self.tiny(forge.PROGRAMS), self.tiny(forge.NOTICES))), "installed 1.50")
        programs, notices, roots = self.second_root()
        self.check_exit(0, self.install(self.forge.payload(programs, notices, roots=roots)), "installed 2.50")

    def test_row_01_one_bit_changed_anywhere(self):
        """The download is changed in one bit: of the signed lists, of a file, of the frame around them."""
        payload = bytearray(self.forge.payload(self.tiny(forge.PROGRAMS), self.tiny(forge.NOTICES)))
        path = self.forge.write(bytes(payload))
        with open(path, "r+b", buffering=0) as file:
            for at, byte in list(enumerate(payload))[::3]:  # each bit of each byte: tests/schema/trust
                os.pwrite(file.fileno(), bytes([byte ^ 1 << at % 8]), at)
                code = self.exit_of(self.updater, "--payload", path, "--root", self.target.root)
                self.assertIn(code, (4, 5), f"byte {at}")
                os.pwrite(file.fileno(), bytes([byte]), at)
        self.assertEqual(self.target.tree(), self.before)
        self.check_exit(0, self.install(path), "installed 1.50")

    def test_row_10_threshold_tricks(self):
        """A file reaches its threshold by counting one signature twice, by strangers, or by a threshold of nothing."""
        for role, own, stranger in ((forge.PROGRAMS, "rel0", "rel3"), (forge.NOTICES, "not0", "not3")):
            fields, blobs = self.fields(role)
            good, bad = (self.forge.sign(role, fields, name) for name in (own, stranger))
            for name, rule, code, signatures in (("one signature twice", "SIG_ORDER", 4, good + good),
                                                 ("a stranger beside a good one", "BAD_SIG", 5, good + bad)):
                with self.subTest(name, role=role):
                    self.refuse(rule, *self.pair(role, forge.Document(forge.envelope(fields, signatures), blobs)), code=code)
        for which, names in (("programs_keys", ("rel2", "rel3")), ("notices_keys", ("not2", "not3"))):
            keys = self.forge.keys(*names)
            for name, rule, keyset in (("threshold 0", "KEYSET", forge.keyset(0, keys)),
                                       ("threshold above the keys", "KEYSET", forge.keyset(3, keys)),
                                       ("a key twice", "KEY_ORDER", forge.keyset(2, [keys[0], keys[0]]))):
                with self.subTest(name, which=which):
                    self.refuse(rule, *self.second_root(**{which: keyset}))
        self.refuse("THRESHOLD", *self.second_root(signers=("root0",)))

    def test_row_11_root_rotation_abused(self):
        """A chain of roots skips one, was not agreed to by its predecessor, or rewrites history."""
        two, three = self.forge.root(), self.forge.root(version=3, epoch=3)
        in_three = [self.tiny(role, signers=[signer], root_version=3, epoch=3)
                    for role, signer in ((forge.PROGRAMS, "rel2"), (forge.NOTICES, "not2"))]
        strangers = {"signers": ("root3", "root4"), "root_keys": forge.keyset(2, self.forge.keys("root3", "root4"))}
        old_keys = [self.tiny(role, root_version=2, epoch=2) for role in (forge.PROGRAMS, forge.NOTICES)]
        other_one = self.forge.root(version=1, epoch=1, programs_keys=forge.keyset(1, self.forge.keys("rel2")))
        in_one = [self.tiny(role) for role in (forge.PROGRAMS, forge.NOTICES)]
        programs, notices, roots = self.second_root()
        cases = [("a gap behind the trusted one", "ROOT_GAP", *in_three, [three]),
                 ("a gap inside", "ROOT_GAP", *in_three, [self.forge.root1, three]),
                 ("not signed by the old one", "THRESHOLD", *self.second_root(**strangers)),
                 ("not signed by the new one", "THRESHOLD", *self.second_root(root_keys=strangers["root_keys"])),
                 ("a programs key of before", "BAD_SIG", old_keys[0], notices, [self.forge.root1, two]),
                 ("a notices key of before", "BAD_SIG", programs, old_keys[1], [self.forge.root1, two]),
                 ("another first root", "ROOT_EQUIVOCATION", *in_one, [other_one]),
                 ("the programs' epoch falls", "ROOT_REGRESS", *self.second_root(epoch=0, notices_epoch=2)),
                 ("the notices' epoch falls", "ROOT_REGRESS", *self.second_root(notices_epoch=0)),
                 ("a root that is over", "ROOT_EXPIRED", *self.second_root(expires=forge.ISSUED + 1))]
        for name, rule, programs, notices, roots in cases:
            with self.subTest(name):
                self.refuse(rule, programs, notices, roots)

    def test_row_11_older_than_the_trusted_root(self):
        """The chain ends before the root this machine trusts already; another root has its number."""
        programs, notices, roots = self.second_root()
        self.check_exit(0, self.install(self.forge.payload(programs, notices, roots=roots)))
        self.before = self.target.tree()
        self.refuse("ROOT_OLD", self.tiny(forge.PROGRAMS, serial=99), self.tiny(forge.NOTICES, serial=99))
        self.refuse("ROOT_EQUIVOCATION", *self.second_root(floor=1))

    def test_row_12_wrong_product_platform_role(self):
        """What was signed for another product or platform, or in another role, is handed out as a document of this one."""
        (programs, blobs), (notices, texts) = self.fields(forge.PROGRAMS), self.fields(forge.NOTICES)
        as_programs = lambda payload, role, key: self.pair(  # noqa: E731
            forge.PROGRAMS, forge.Document(self.forge.signed(role, payload, key), blobs))
        as_notices = lambda payload, role, key: self.pair(  # noqa: E731
            forge.NOTICES, forge.Document(self.forge.signed(role, payload, key), texts))
        root = self.forge.root_fields()
        cases = [("PRODUCT", 5, *self.pair(forge.PROGRAMS, self.tiny(forge.PROGRAMS, product=b"another.messenger")), None),
                 ("PRODUCT", 5, *self.pair(forge.NOTICES, self.tiny(forge.NOTICES, product=b"another.messenger")), None),
                 ("PLATFORM", 5, *self.pair(forge.PROGRAMS, self.tiny(forge.PROGRAMS, platform=b"windows-x86_64")), None),
                 ("PRODUCT", 5, *self.second_root(product=b"another.messenger"))]
        for number, (rule, code, first, second, roots) in enumerate(cases):
            with self.subTest(rule, number=number):
                self.refuse(rule, first, second, roots, code)
        for number, (rule, code, parts) in enumerate((("ROLE", 4, as_programs(root, forge.PROGRAMS, "rel0")),
                                                      ("ROLE", 4, as_programs(notices, forge.PROGRAMS, "rel0")),
                                                      ("ROLE", 4, as_notices(programs, forge.NOTICES, "not0")),
                                                      ("BAD_SIG", 5, as_programs(programs, forge.ROOT, "rel0")),
                                                      ("BAD_SIG", 5, as_programs(programs, forge.NOTICES, "rel0")),
                                                      ("BAD_SIG", 5, as_programs(programs, forge.PROGRAMS, "not0")),
                                                      ("BAD_SIG", 5, as_notices(notices, forge.PROGRAMS, "not0")),
                                                      ("BAD_SIG", 5, as_notices(notices, forge.NOTICES, "rel0")))):
            with self.subTest(rule, role=number):
                self.check_section_refused(rule, code, parts)

    def check_section_refused(self, rule, code, parts):
        """The sections' types say programs and notices, whatever the documents say of themselves."""
        programs, notices = parts
        scf = forge.scf_of([(forge.ROOT, self.forge.root1), (forge.PROGRAMS, programs.whole), (forge.NOTICES, notices.whole)])
        self.check_refused(rule, self.install(forge.payload_of(scf, programs.blobs + notices.blobs)), code, self.before)

    def test_row_13_no_signatures(self):
        """An empty list of signatures has no bad one in it; a count of 255 promises more than is there."""
        for role in (forge.PROGRAMS, forge.NOTICES):
            fields, blobs = self.fields(role)
            bare = struct.pack(">I", len(fields)) + fields
            for rule, rest in (("SIGCOUNT", b"\0"), ("SIGCOUNT", b"\xff" + bytes(80)), ("TRUNCATED", b"\x02" + bytes(80))):
                self.refuse(rule, *self.pair(role, forge.Document(bare + rest, blobs)), code=4)

    def test_row_14_weak_keys(self):
        """A root names a key of small order, for which anybody can sign anything."""
        for weak in WEAK_KEYS:
            for which, good in (("programs_keys", "rel2"), ("notices_keys", "not2")):
                with self.subTest(key=weak.hex(), which=which):
                    self.refuse("WEAK_KEY", *self.second_root(**{which: forge.keyset(1, [*self.forge.keys(good), weak])}))

    def test_row_15_malleated_signatures(self):
        """The same signature with S + L, cut off, or empty: another signature, never a valid one."""
        for role, key in ((forge.PROGRAMS, "rel0"), (forge.NOTICES, "not0")):
            fields, blobs = self.fields(role)
            [(identity, good)] = self.forge.sign(role, fields, key)
            plus_order = int.from_bytes(good[32:], "little") + forge.ORDER
            for bad in (good[:32] + plus_order.to_bytes(32, "little"), bytes(64), b"\1" + bytes(63), good[32:] + good[:32]):
                with self.subTest(signature=bad.hex(), role=role):
                    self.refuse("BAD_SIG", *self.pair(role, forge.Document(forge.envelope(fields, [(identity, bad)]), blobs)))
            cut = forge.Document(forge.envelope(fields, [(identity, good[:63])]), blobs)
            self.refuse("TRUNCATED", *self.pair(role, cut), code=4)


class Payloads(Rows):
    def setUp(self):
        super().setUp()
        self.installed(7)
        self.before = self.target.tree()

    def test_row_07_mix_of_two_releases(self):
        """One file of the live set is swapped for that of the release before; each was signed."""
        other = SOURCE / "packaging/samples/messenger.config"
        programs = {"notifier": OPTIONS.programs / "messenger", "control": OPTIONS.programs / "messengerctl"}
        catalog = sample_catalog().encode()
        newer = self.installed(8, **programs, catalog=catalog + b"\n", config=other.read_bytes() + b"\n")
        old, new = (self.target.install / name for name in self.target.sets())
        for name in ("messenger", "messenger.config", "messenger.xml", "messenger-dialog", "messengerctl"):
            with self.subTest(swapped=name):
                kept = (new / name).read_bytes()
                (new / name).write_bytes((old / name).read_bytes() + (b" " if name == "messenger-dialog" else b""))
                self.check_exit(5, self.target.run(newer, "verify"), "live=FILE_HASH")
                if name.endswith((".xml", ".config")):
                    self.check_exit(5, self.target.as_reader("control", "list"), "FILE_HASH")
                (new / name).write_bytes(kept)
        self.assertEqual(self.target.run(newer, "verify").returncode, 0)

    def test_row_08_endless_and_sparse(self):
        """A payload without end, or of a tebibyte of nothing, fills memory or disk."""
        sparse = self.base / "sparse"
        with open(sparse, "wb") as file:
            file.truncate(2**40)
        trailed = self.base / "trailed"
        with open(trailed, "wb") as file:
            file.write(b"SCFPAY\x1a\x01" + struct.pack(">I", 60000))
            file.truncate(2**40)
        for path, rule in ((sparse, "MAGIC"), (trailed, "SIZE")):
            with self.subTest(rule):
                self.check_refused(rule, self.install(path, preexec_fn=little_memory), 4, self.before)

    def test_row_08_grows_while_it_is_read(self):
        """The file is appended to during the run: what was signed is all that counts."""
        path = self.base / "growing"
        good = self.forge.full(8, files={"notifier": b"x" * 3_000_000})
        path.write_bytes(good)
        stop = threading.Event()
        thread = threading.Thread(target=append_until, args=(path, stop))
        thread.start()
        try:
            codes = {self.install(path).returncode for _ in range(10)}
            wait_until(lambda: codes.add(self.install(path).returncode) or 4 in codes, "a run that meets a longer file")
        finally:
            stop.set()
            thread.join()
        self.assertLessEqual(codes, {0, 4})
        self.assertIn(4, codes)
        self.check_exit(0, self.install(good))

    def test_row_09_never_ending_input(self):
        """What is named as the payload is no file: a pipe nobody writes to, a terminal, a device, a socket."""
        fifo, listener = self.base / "fifo", self.base / "socket"
        os.mkfifo(fifo)
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(str(listener))
            master, terminal = pty.openpty()
            for path in (fifo, "/dev/zero", os.ttyname(terminal), self.base, "/dev/null", listener):
                with self.subTest(path=str(path)):
                    self.check_refused("KIND", self.install(path), 6, self.before)
            os.close(master)
            os.close(terminal)

    def test_row_16_no_certificates(self):
        """Chains of certificates accept what their defaults accept: this program knows none."""
        imported = imports(self.updater) - {"OSSL_LIB_CTX_get0_global_default"}  # whether libcrypto has begun at all
        for prefix in ("CMS_", "X509_", "PKCS7_", "PEM_", "SSL_", "d2i_", "OSSL_", "ENGINE_"):
            self.assertFalse([name for name in imported if name.startswith(prefix)], prefix)
        self.assertIn("EVP_DigestVerify", imported)
        self.assertFalse(imported & {"EVP_DigestVerifyUpdate", "EVP_DigestVerifyFinal", "EVP_VerifyFinal"})

    def test_row_17_no_unverified_mode(self):
        """No option, variable or file makes it take what is not signed; published keys are said aloud."""
        unsigned = self.forge.write(self.forge.payload(self.forge.programs_of(serial=8), self.forge.notices_of(signers=[], serial=8)))
        for option in ("--force", "--no-verify", "--insecure", "--allow-unsigned", "--test", "--key"):
            self.assertEqual(self.exit_of(self.updater, "install", "--payload", unsigned, option, "--root",
                                          self.target.root), 2, option)
        switched = {name: "1" for name in ("TOCSIN_TEST", "TOCSIN_INSECURE", "TOCSIN_NO_VERIFY", "DEBUG")}
        self.check_refused("SIGCOUNT", self.install(unsigned, env=switched), 4, self.before)
        self.assertIn("TEST_KEYS", self.target.status(self.updater)["keys"])
        self.assertIn("TEST_KEYS", (self.target.state / "update.log").read_text())

    def test_row_19_verified_bytes_are_the_used_bytes(self):
        """After the proof and before the copy the file is overwritten in place, or another takes its name."""
        good = self.forge.full(8, files={"notifier": b"good" * 100_000})
        evil = good.replace(b"good", b"evil")
        path, aside = self.base / "swapped", self.base / "aside"
        path.write_bytes(good)
        done = self.swap_before_copy(path, lambda: path.write_bytes(evil))
        self.check_refused("FILE_HASH", done, before=self.before)
        path.write_bytes(good)
        aside.write_bytes(evil)
        self.check_exit(0, self.swap_before_copy(path, lambda: aside.rename(path)), "installed 1.8")
        self.assertEqual((self.target.install / "current/messenger").read_bytes(), b"good" * 100_000)

    def swap_before_copy(self, path, swap):
        """The run is stopped when it has made the new set's folder, after the proof; then `swap` happens."""
        sets = self.target.sets()
        stop = ["strace", "-qq", "-o", "/dev/null", "-e", "trace=mkdirat", "-e", "inject=mkdirat:signal=SIGSTOP"]
        command = [*stop, self.updater, "--payload", path, "--root", self.target.root]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as tracer:
            children = pathlib.Path(f"/proc/{tracer.pid}/task/{tracer.pid}/children")
            wait_until(lambda: self.target.sets() != sets, "the new set's folder")
            [stopped] = map(int, children.read_text().split())
            swap()
            wait_until(lambda: tracer.poll() is not None or resume(stopped), "the end of the run")
            return subprocess.CompletedProcess(command, tracer.returncode, tracer.stdout.read(), tracer.stderr.read())


def resume(process):
    with contextlib.suppress(ProcessLookupError):
        os.kill(process, signal.SIGCONT)


def little_memory():
    resource.setrlimit(resource.RLIMIT_AS, (256 << 20, 256 << 20))


def append_until(path, stop):
    size = path.stat().st_size
    while not stop.is_set():
        with open(path, "ab") as file:
            file.write(b"more" * 1000)
        time.sleep(0.001)
        os.truncate(path, size)
