"""Programs and notices on the real update patch: full patches and notices files in every order, and rows 99 to 103 of the threat
list: what the holder of one key, or of the clock, must not get.

Runs as root.
"""
import datetime
import hashlib
import re
import shutil
import struct

from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.vendor import Target
from tests.e2e.updater import forge
from tests.e2e.updater.forge import NOTICES, PROGRAMS, SMALL
from tests.e2e.updater.rows import Rows

LAST = 2**64 - 1  # the highest serial
DAY_S = 86400
NOW = int(datetime.datetime.now(datetime.UTC).timestamp())
IN_2099 = 4070908800
FIVE = [f"root{number}" for number in range(5)]


def tagged(serial):
    """Programs that differ from those of other serials."""
    return {"dialog": SMALL["dialog"] + b"# %d\n" % serial}


class Roles(Rows):
    def full(self, serial, programs=None, **more):
        """A full patch's payload; its programs can be told by their serial."""
        return self.forge.full(serial, programs=programs, files=tagged(programs or serial), **more)

    def installed(self, payload, notices, programs):
        """Installs it; then these are live, whole, and remembered."""
        self.check_exit(0, self.install(payload), f"installed {notices} in", f"with programs {programs}\n")
        self.check_live(notices, programs)

    def check_live(self, notices, programs):
        status = self.target.status(self.updater)
        self.assertEqual((status["live"], status["programs"]), (notices, programs))
        self.assertEqual((status["accepted"], status["accepted-programs"]), (notices, programs))
        self.assertEqual(status["trust.dat"], "sound")
        self.check_exit(0, self.target.run(self.updater, "verify"))
        self.assertTrue(self.target.live().startswith(notices + "."), self.target.live())
        self.check_records(notices, programs)

    def check_records(self, notices, programs):
        """trust.dat, by the letter: a record of each role, the chain of roots, the checksum."""
        trust = (self.target.state / "trust.dat").read_bytes()
        self.assertEqual(trust[:8], b"SCFTRU\x1a\x01")
        self.assertEqual(struct.unpack_from(">I", trust, 8), (len(trust),))
        for at, position, kind in ((12, programs, PROGRAMS), (12 + 52, notices, NOTICES)):
            epoch, serial, digest, issued = struct.unpack_from(">IQ32sQ", trust, at)
            self.assertEqual(f"{epoch}.{serial}", position)
            [document] = [forge.payload_in(whole) for found, whole in self.live_sections() if found == kind]
            self.assertEqual(digest, hashlib.sha256(document).digest())
            self.assertGreaterEqual(issued, forge.ISSUED)
        self.assertEqual(trust[-32:], hashlib.sha256(trust[:-32]).digest())
        roots, at = [], 12 + 104 + 1
        for _ in range(trust[12 + 104]):
            size = struct.unpack_from(">I", trust, at)[0]
            roots.append(trust[at + 4:at + 4 + size])
            at += 4 + size
        self.assertEqual((roots, at), (self.forge.roots, len(trust) - 32))

    def live_sections(self):
        return forge.sections((self.target.install / "current/scf.dat").read_bytes())

    def live_file(self, name):
        return self.target.install / "current" / name


class FullAndNotices(Roles):
    """Machines on which full patches and notices files are installed in every order."""

    def test_a_notices_file_takes_the_live_programs(self):
        """A whole new set: the live programs are copied, the notices are the file's, and nothing is shared with the old set."""
        self.installed(self.full(7), "1.7", "1.7")
        before = self.target.install / self.target.live()
        catalog = SMALL["catalog"] + b"\n"
        self.installed(self.forge.notices_file(9, files={"catalog": catalog}), "1.9", "1.7")
        after = self.target.install / self.target.live()
        self.assertEqual(sorted(p.name for p in after.iterdir()), sorted(p.name for p in before.iterdir()))
        self.assertEqual((after / "messenger.xml").read_bytes(), catalog)
        for path in after.iterdir():
            about, was = path.lstat(), (before / path.name).lstat()
            self.assertEqual((about.st_mode, about.st_uid, about.st_nlink), (was.st_mode, was.st_uid, 1), path.name)
            self.assertNotEqual(about.st_ino, was.st_ino, path.name)
            if path.name not in ("messenger.xml", "scf.dat"):
                self.assertEqual(path.read_bytes(), (before / path.name).read_bytes())
        self.assertEqual([kind for kind, _ in self.live_sections()], [forge.ROOT, PROGRAMS, NOTICES])

    def test_the_installed_updater_installs_it(self):
        """The documented way: the updater that is on the machine proves the file before any new code runs."""
        updater = {"updater": (OPTIONS.programs / "update-patch").read_bytes()}
        self.check_exit(0, self.install(self.forge.full(7, files=updater)))
        for payload, notices, programs in ((self.forge.notices_file(8), "1.8", "1.7"),
                                           (self.forge.full(9, files=updater), "1.9", "1.9")):
            done = self.target.run(self.live_file("update-patch"), "--payload", self.forge.write(payload))
            self.check_exit(0, done, f"installed {notices} in")
            self.check_live(notices, programs)

    def test_programs_higher_and_notices_lower(self):
        self.installed(self.full(7), "1.7", "1.7")
        self.installed(self.full(6, programs=8), "1.7", "1.8")
        self.assertEqual(self.live_file("messenger-dialog").read_bytes(), tagged(8)["dialog"])

    def test_programs_lower_and_notices_higher(self):
        self.installed(self.full(7), "1.7", "1.7")
        self.installed(self.full(8, programs=6), "1.8", "1.7")
        self.assertEqual(self.live_file("messenger-dialog").read_bytes(), tagged(7)["dialog"])

    def test_sets_of_one_name(self):
        """New programs with the same notices: the folders' names tell nothing then, and the one before is kept all the same."""
        for programs in (7, 8, 9):
            self.installed(self.full(7, programs=programs), "1.7", f"1.{programs}")
        for _ in range(2):  # also by a run that only cleans up
            dialogs = {(self.target.install / name / "messenger-dialog").read_bytes() for name in self.target.sets()}
            self.assertEqual((len(self.target.sets()), dialogs), (2, {tagged(8)["dialog"], tagged(9)["dialog"]}))
            orphan = self.target.install / "1.7.00000000"
            shutil.copytree(self.target.install / self.target.live(), orphan)
            self.check_exit(0, self.install(self.full(7, programs=9)), "mended 1.7")

    def test_the_same_file_again(self):
        full, notices = self.full(7), self.forge.notices_file(8)
        self.installed(full, "1.7", "1.7")
        for payload, name in ((full, "1.7"), (notices, "1.8")):
            self.check_exit(0, self.install(payload))
            before = self.target.tree()
            self.check_exit(0, self.install(payload), f"{name} is live already, in", "with programs 1.7")
            self.assertEqual(self.target.tree(), before)

    def test_notices_then_the_full_patch_again(self):
        """The full patch has nothing newer: a success of its own, and nothing is done."""
        full = self.full(7)
        self.installed(full, "1.7", "1.7")
        self.installed(self.forge.notices_file(8), "1.8", "1.7")
        before = self.target.tree()
        self.check_exit(10, self.install(full), "nothing to install: the newer 1.8 is live", "with programs 1.7")
        self.check_exit(10, self.install(self.forge.notices_file(7)), "nothing to install: the newer 1.8 is live")
        self.check_exit(10, self.target.run(self.updater, "verify", "--payload", self.forge.write(full)),
                        "payload=OLDER notices 1.7 programs 1.7\n", "live=1.8\n")
        self.check_exit(0, self.target.run(self.updater, "verify", "--payload", self.forge.write(self.forge.notices_file(9))),
                        "payload=ACCEPT notices 1.9 programs 1.7\n")
        self.assertEqual(self.target.tree(), before)

    def test_who_puts_the_machine_right(self):
        """With nothing to install, a patch with the live programs still repairs the machine; one with older programs leaves it to
        the newer ones, but for what a run of its own may have begun."""
        self.installed(self.full(7), "1.7", "1.7")
        self.installed(self.forge.notices_file(8), "1.8", "1.7")
        trigger, trust = self.target.root / "etc/xdg/autostart/example-messenger.desktop", self.target.state / "trust.dat"
        sound = trust.read_bytes()
        for programs, lost, is_right in ((7, False, True), (6, False, False), (6, True, True)):
            with self.subTest(programs=programs, trust_lost=lost):
                trigger.chmod(0o600)
                if lost:
                    trust.unlink()
                self.check_exit(10, self.install(self.full(7, programs=programs)), "nothing to install")
                self.assertEqual((trigger.stat().st_mode & 0o777 == 0o644, trust.read_bytes()), (is_right, sound))

    def test_a_full_patch_mends_what_a_notices_file_cannot(self):
        """A program has changed by one byte: no notices file builds on it, the full patch of these programs puts it right."""
        full = self.full(7)
        self.installed(full, "1.7", "1.7")
        path = self.live_file("messenger-dialog")
        path.write_bytes(path.read_bytes()[:-1] + b"X")
        before = self.target.tree()
        done = self.install(self.forge.notices_file(8))
        self.check_refused("PROGRAMS", done, before=before)
        self.check_exit(5, done, "programs: ", "FILE_HASH", "Install the full patch first")
        self.check_refused("ROLLBACK", self.install(self.full(8, programs=6)), before=before)
        self.check_exit(0, self.install(full), "mended 1.7, now in")
        self.installed(self.forge.notices_file(8), "1.8", "1.7")

    def test_a_full_patch_keeps_newer_notices_when_it_mends(self):
        """Programs are damaged, and the full patch at hand has older notices: the live ones stay."""
        full = self.full(7)
        self.installed(full, "1.7", "1.7")
        self.installed(self.forge.notices_file(8), "1.8", "1.7")
        self.live_file("messenger").unlink()
        self.check_exit(0, self.install(full), "mended 1.8, now in")
        self.check_live("1.8", "1.7")
        self.live_file("messenger.xml").write_bytes(b"damaged")
        before = self.target.tree()
        self.check_refused("ROLLBACK", self.install(full), before=before)

    def test_live_files_are_taken_only_as_they_should_be(self):
        """Another kind, another name, or another owner in a live program's place is no program to take."""
        self.installed(self.full(7), "1.7", "1.7")
        path, aside = self.live_file("messenger-dialog"), self.target.base / "aside"
        shutil.copy2(path, aside)
        notices = self.forge.write(self.forge.notices_file(8))
        for name, plant in (("link", lambda: path.symlink_to(aside)), ("second name", lambda: path.hardlink_to(aside)),
                            ("writable", lambda: (shutil.copy2(aside, path), path.chmod(0o777))), ("missing", lambda: None)):
            with self.subTest(name):
                path.unlink(missing_ok=True)
                plant()
                self.check_refused("PROGRAMS", self.install(notices))
        self.check_live_serial("1.7")

    def check_live_serial(self, notices):
        self.assertTrue(self.target.live().startswith(notices + "."), self.target.live())

    def test_no_live_set_for_a_notices_file(self):
        """On a new machine, after an uninstall, after a purge, and where the programs are too old."""
        notices = self.forge.notices_file(8)
        for prepare in ((), ("uninstall",), ("uninstall", "--purge")):
            with self.subTest(prepare=prepare):
                if prepare:
                    self.check_exit(0, self.install(self.full(7)))
                    self.check_exit(0, self.target.run(self.updater, *prepare))
                done = self.install(notices)
                self.check_refused("PROGRAMS", done)
                self.check_exit(5, done, "programs: ", "Install the full patch first")
                self.assertIsNone(self.target.live())
                self.assertIn("PROGRAMS", (self.target.state / "update.log").read_text())
        self.check_exit(0, self.install(self.full(7)))
        self.check_refused("PROGRAMS", self.install(self.forge.notices_file(8, programs_from=(1, 8))))
        self.installed(self.full(8, programs_from=(1, 8)), "1.8", "1.8")

    def test_a_composed_list_that_would_be_too_long(self):
        """A notices file may have 64 KiB of its own, but not so that the live programs find no room beside it."""
        self.installed(self.full(7), "1.7", "1.7")
        programs = self.live_sections()[1][1]
        keys = self.forge.keys("rel0", "rel1", "rel2", "rel3", "not0", "not1", "not2", "not3")
        fields = {"root_keys": forge.keyset(2, self.forge.keys(*FIVE)), "epoch": 1, "programs_keys": forge.keyset(1, keys),
                  "notices_keys": forge.keyset(1, keys)}
        room = 2**16 - 8 - len(programs) // 2 - len(forge.scf_in(self.forge.notices_file(8)))
        largest = 8 + len(self.forge.root(FIVE, **fields))
        number = -(-room // largest)
        lighter = -(-(number * largest - room) // 80)  # roots with a signature less
        for version in range(2, 2 + number):
            self.forge.roots.append(self.forge.root(FIVE[version - 2 < lighter:], version=version, **fields))
        file = self.forge.notices_file(8)
        self.assertLessEqual(len(forge.scf_in(file)), 2**16)
        self.assertGreater(len(forge.scf_in(file)) + 8 + len(programs), 2**16)
        before = self.target.tree()
        self.check_refused("SIZE", self.install(file), code=4, before=before)

    def test_each_role_s_keys_are_replaced(self):
        """New keys for one role leave the other role's live document as good as it was."""
        self.installed(self.full(7), "1.7", "1.7")
        self.forge.rotate(NOTICES)
        self.installed(self.forge.notices_file(1), "2.1", "1.7")
        self.forge.rotate(PROGRAMS)
        self.check_refused("PROGRAMS", self.install(self.forge.notices_file(2, programs_from=(1, 1))))
        self.installed(self.full(2, programs=1), "2.2", "2.1")
        self.installed(self.forge.notices_file(3), "2.3", "2.1")

    def test_new_programs_keys_and_the_notices_of_before(self):
        """A full patch in the programs' new epoch whose notices are the live ones, or older ones."""
        self.installed(self.full(7), "1.7", "1.7")
        self.forge.rotate(PROGRAMS)
        self.installed(self.full(6, programs=1, programs_from=(1, 1)), "1.7", "2.1")

    def test_a_root_alone_is_news(self):
        """The same documents under a new root: the live set gets it, and the older root is refused from then on."""
        older = self.full(7)
        self.installed(older, "1.7", "1.7")
        self.forge.rotate()
        payload = self.full(7)  # with the new root's version in it: other documents of the same number
        self.check_refused("EQUIVOCATION", self.install(payload))
        parts = [(forge.ROOT, root) for root in self.forge.roots] + forge.sections(forge.scf_in(older))[1:]
        scf = forge.scf_of(parts)
        blobs = older[12 + len(forge.scf_in(older)):]
        self.installed(forge.payload_of(scf, blobs), "1.7", "1.7")
        self.check_refused("ROOT_OLD", self.install(older))


class Attacks(Roles):
    def setUp(self):
        super().setUp()
        self.check_exit(0, self.install(self.full(7)))
        self.before = self.target.tree()

    def test_row_99_a_notices_key_wants_code(self):
        """Its holder lists a program, gives a text a program's name or any other, or signs a list of programs."""
        every = {**forge.PROGRAM_FILES, **forge.NOTICE_FILES}
        ordered = dict(sorted(every.items(), key=lambda entry: entry[1]))
        evil = b"#!/bin/sh\nid\n"
        lists = {"a program beside the texts": ("config", "catalog", "dialog"), "a program instead of a text": ("config", "dialog"),
                 "all of a set": tuple(ordered), "no config": ("catalog",)}
        for name, roles in lists.items():
            with self.subTest(name):
                document = self.forge.notices_of({**SMALL, "dialog": evil}, serial=8, known={role: ordered[role] for role in roles})
                self.check_refused("FILE_SET", self.install(self.forge.payload(document)), before=self.before)
        for role, name in (("config", b"messenger"), ("catalog", b"messenger-dialog"), ("catalog", b"version.dll"),
                           ("config", b"messenger.xml"), ("catalog", b"scf.dat"), ("catalog", b"../messenger"),
                           ("config", b"Messenger.config")):
            with self.subTest(name=name):
                document = self.forge.notices_of({**SMALL, role: (name, evil)}, serial=8)
                self.check_refused("FILE_SET", self.install(self.forge.payload(document)), before=self.before)
        programs = self.forge.programs_of({**SMALL, "dialog": evil}, signers=["not0"], serial=8)
        self.check_refused("BAD_SIG", self.install(self.forge.payload(programs, self.forge.notices_of(serial=8))), before=self.before)

    def test_row_99_a_programs_key_lists_only_programs(self):
        """The other way round: a text among the programs, a missing program, a name that is not the brand's."""
        known = {role: forge.PROGRAM_FILES[role] for role in ("dialog", "control", "updater")}
        both = dict(sorted({**forge.PROGRAM_FILES, **forge.NOTICE_FILES}.items(), key=lambda entry: entry[1]))
        notices = self.forge.notices_of(serial=8)
        for name, document in (("texts among them", self.forge.programs_of(SMALL, serial=8, known=both)),
                               ("no gate", self.forge.programs_of(SMALL, serial=8, known=known)),
                               ("another name", self.forge.programs_of({**SMALL, "dialog": (b"libc.so.6", b"x")}, serial=8))):
            with self.subTest(name):
                self.check_refused("FILE_SET", self.install(self.forge.payload(document, notices)), before=self.before)

    def test_row_100_roles_mixed_across_epochs(self):
        """Documents of before a rotation stand beside those of after it, under the older root or the newer one."""
        old_programs, old_notices = self.forge.programs_of(serial=9), self.forge.notices_of(serial=9)
        self.forge.rotate(PROGRAMS, NOTICES)
        new_programs, new_notices = self.forge.programs_of(serial=1), self.forge.notices_of(serial=1)
        # The keys of before, for the epoch of after; and the keys of after for the epoch of before.
        stolen = {"programs": self.forge.programs_of(signers=["rel0"], serial=2),
                  "notices": self.forge.notices_of(signers=["not0"], serial=2)}
        back = {"programs": self.forge.programs_of(epoch=1, serial=2), "notices": self.forge.notices_of(epoch=1, serial=2)}
        before = self.forge.roots[:1]
        cases = [("BAD_SIG", (old_programs, new_notices), None), ("BAD_SIG", (new_programs, old_notices), None),
                 ("BAD_SIG", (stolen["programs"], new_notices), None), ("BAD_SIG", (new_programs, stolen["notices"]), None),
                 ("EPOCH", (back["programs"], new_notices), None), ("EPOCH", (new_programs, back["notices"]), None),
                 ("BAD_SIG", (new_programs, old_notices), before), ("BAD_SIG", (old_programs, new_notices), before),
                 ("PROGRAMS", (new_notices,), None)]
        for number, (rule, documents, roots) in enumerate(cases):
            with self.subTest(rule, number=number):
                self.check_refused(rule, self.install(self.forge.payload(*documents, roots=roots)), before=self.before)
        self.installed(self.forge.payload(new_programs, new_notices), "2.1", "2.1")
        tree = self.target.tree()
        self.check_refused("ROOT_OLD", self.install(self.forge.payload(old_programs, old_notices, roots=before)), before=tree)

    def test_row_101_fast_forward(self):
        """A stolen key signs the highest serial: told apart from an ordinary newer release, and a new epoch ends it."""
        cases = ((NOTICES, "notices", lambda: self.forge.notices_file(LAST), 7, 8),
                 (PROGRAMS, "programs", lambda: self.full(8, programs=LAST), 8, 9))
        for role, name, steal, serial, after in cases:
            with self.subTest(name):
                stolen, honest = steal(), self.full(serial)
                self.check_exit(0, self.install(stolen), "installed ")
                before = self.target.tree()
                done = self.install(honest)
                self.check_refused("ROLLBACK", done, before=before)
                self.check_exit(5, done, f"{name}: ", "fast-forward")
                self.check_exit(5, self.target.run(self.updater, "verify", "--payload", self.forge.write(honest)), "payload=ROLLBACK")
                self.forge.rotate(role)
                self.check_exit(0, self.install(self.full(after)), "installed ")
                self.check_refused("ROOT_OLD", self.install(stolen))

    def test_row_101_within_a_million(self):
        """So far ahead an honest vendor may be; one step further it is told as an attack."""
        self.check_exit(0, self.install(self.full(8 + 1_000_000)), "installed ")
        self.check_exit(10, self.install(self.full(8)), "nothing to install")
        self.check_refused("ROLLBACK", self.install(self.full(7)))
        self.check_refused("ROLLBACK", self.install(self.forge.notices_file(7)))

    def test_row_101_issued_in_the_future(self):
        """A stolen key dates a document so far ahead that nothing would be valid any more: it is refused as long as it lies ahead."""
        ahead = {"issued": NOW + 40 * DAY_S}
        programs, notices = self.forge.programs_of(serial=LAST, **ahead), self.forge.notices_of(serial=8)
        for name, payload in (("notices", self.forge.notices_file(LAST, **ahead)), ("programs", self.forge.payload(programs, notices))):
            with self.subTest(name):
                done = self.install(payload)
                self.check_refused("FUTURE", done, before=self.before)
                self.check_exit(5, done, f"{name}: ")
        self.check_exit(0, self.install(self.forge.notices_file(8, issued=NOW + 20 * DAY_S)), "installed 1.8")

    def test_row_102_clock_in_1970(self):
        """A machine whose clock was lost takes what was issued before its program was built, and nothing long after that."""
        self.target = Target()
        self.addCleanup(self.target.__exit__)
        at = self.at("1970-01-02 00:00:00")
        self.check_exit(0, self.install(self.full(7), wrap=at), "installed 1.7")
        self.check_exit(0, self.install(self.forge.notices_file(8), wrap=at), "installed 1.8")
        before = self.target.tree()
        done = self.install(self.forge.notices_file(9, issued=IN_2099), wrap=at)
        self.check_refused("FUTURE", done, before=before)
        [text] = set(re.findall(r"more than 30 days after (\S+)Z", done.stderr))
        built = int(datetime.datetime.fromisoformat(text + "+00:00").timestamp())
        self.assertGreater(built, forge.ISSUED)
        self.assertLessEqual(built, NOW)
        late = self.forge.notices_file(9, issued=built + 30 * DAY_S + 1)
        self.check_refused("FUTURE", self.install(late, wrap=at), before=before)
        self.check_exit(0, self.install(self.forge.notices_file(9, issued=built + 30 * DAY_S), wrap=at), "installed 1.9")

    def test_row_102_clock_in_2099(self):
        """Everything is over there; what was refused leaves nothing behind that outlives the wrong clock."""
        notices = self.forge.notices_file(8)
        self.check_refused("ROOT_EXPIRED", self.install(notices, wrap=self.at("2099-01-01 00:00:00")), before=self.before)
        self.check_exit(0, self.install(notices), "installed 1.8")

    def test_row_102_a_signed_time_ends_with_its_epoch(self):
        """A document of the year 2099, taken while the clock was there, holds nothing back once its role's epoch is over."""
        self.forge.rotate(expires=IN_2099 + 400 * DAY_S)
        far = self.forge.notices_file(8, issued=IN_2099, expires=IN_2099 + 90 * DAY_S)
        self.check_exit(0, self.install(far, wrap=self.at("2099-01-01 00:00:00")), "installed 1.8")
        self.check_refused("EXPIRED", self.install(self.forge.notices_file(9)))
        self.forge.rotate(NOTICES, expires=IN_2099 + 400 * DAY_S)
        self.check_exit(0, self.install(self.forge.notices_file(1)), "installed 2.1")
        self.check_live("2.1", "1.7")

    def test_row_103_programs_keys_appear_or_go(self):
        """A root gives its channel programs keys that it never had, or takes away those it has."""
        empty = struct.pack(">BB", 0, 0)
        without = self.forge.root(epoch=1, programs_keys=empty, notices_keys=forge.keyset(1, self.forge.keys("not0")))
        roots = [self.forge.root1, without]
        for documents in ((self.forge.notices_of(serial=8),), (self.forge.programs_of(serial=8), self.forge.notices_of(serial=8))):
            self.check_refused("ROOT_REGRESS", self.install(self.forge.payload(*documents, roots=roots)), before=self.before)
        again = self.forge.root(version=3, epoch=1, programs_keys=forge.keyset(1, self.forge.keys("rel2")))
        self.check_refused("ROOT_REGRESS", self.install(self.forge.payload(self.forge.notices_of(serial=8), roots=[*roots, again])),
                           before=self.before)
