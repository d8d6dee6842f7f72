"""Several administrators of one machine: notices that serve for all, monitoring, what comes back, what is withdrawn.

Runs as root: it needs other users' credentials and a root-owned tree.
"""
import datetime
import json
import os
import stat
import subprocess
import unittest

from tests.e2e.harness.machine import Machine
from tests.e2e.harness.options import OPTIONS
from tests.e2e.harness.sample import DPKG_STATUS, install_package_list
from tests.e2e.harness.users import GROUP, SECOND_UID, UID, credentials

OLD_PACKAGE = "Package: example-av\nStatus: install ok installed\nVersion: 9.5-1\n\n"
CATALOG = """<catalog xmlns="urn:tocsin:catalog:1" default-locale="en">
  <detect><host><package name="example-management"/></host>
    <component id="av"><package name="example-av"/></component></detect>{messages}</catalog>"""
BODY = '<text locale="en"><title>{title}</title><body><p>B</p></body></text></message>'


def message(id, severity="warning", when=True, **attributes):
    more = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    audience = "" if when else ' audience="all"'
    condition = '<when><component id="av"/></when>' if when else ""
    return (f'<message id="{id}" category="security" severity="{severity}" not-before="2025-11-01T00:00:00Z" '
            f'expires="2028-10-01T00:00:00Z"{audience} {more}>{condition}' + BODY.replace("{title}", f"Notice {id}"))


# A catalog has a notice; this one concerns nobody here.
NEVER = message("never").replace('<component id="av"/>', '<component id="av" version="[99.0,)"/>')


def catalog(*messages):
    return CATALOG.replace("{messages}", "".join(messages))


class WithMachine(unittest.TestCase):
    def setUp(self):
        self.machine = Machine(OPTIONS.programs)
        self.addCleanup(self.machine.__exit__)
        self.status = install_package_list(self.machine.root, DPKG_STATUS + OLD_PACKAGE)

    @property
    def handled(self):
        return self.machine.root / self.machine.state_folder.lstrip("/") / "handled"

    def as_user(self, uid, *command, member=True):
        return subprocess.run([*credentials(uid, member), *map(str, command)], capture_output=True, text=True,
                              check=False)

    def monitored(self, **more):
        """Exit code and {id: standing} of `list --machine`, asked by an account outside of the group."""
        done = self.machine.control("list", "--machine", "--json", member=False, uid=40077, **more)
        self.assertIn(done.returncode, (0, 20), done.stderr)
        return done.returncode, {row["id"]: row["standing"] for row in json.loads(done.stdout)["notices"]}


class Shared(WithMachine):
    """scope="machine": one acknowledgement serves for all."""

    def setUp(self):
        super().setUp()
        self.machine.install(catalog(message("shared", "critical", scope="machine"), message("own")))

    def mark(self, uid, id="shared"):
        return self.handled / f"n.{id}.1.{uid}"

    def test_one_acknowledges_for_all(self):
        self.assertEqual(self.machine.listed(uid=SECOND_UID), {"shared": "due", "own": "due"})
        self.machine.at_a_terminal("a\nq\n", "--plain")
        about = os.lstat(self.mark(UID))
        self.assertTrue(stat.S_ISREG(about.st_mode))
        self.assertEqual((about.st_uid, about.st_gid, about.st_size, about.st_nlink), (UID, GROUP, 0, 1))
        self.assertEqual(self.machine.listed(), {"shared": "acknowledged", "own": "due"})
        self.assertEqual(self.machine.listed(uid=SECOND_UID), {"shared": "acknowledged", "own": "due"})
        # Each has his own of the other kind, and both decide it.
        self.machine.at_a_terminal("a\n", "--plain")
        self.assertEqual(self.machine.listed(uid=SECOND_UID)["own"], "due")
        self.machine.at_a_terminal("a\n", "--plain", uid=SECOND_UID)
        self.assertEqual(sorted(path.name for path in self.handled.iterdir()),
                         [f"n.own.1.{UID}", f"n.own.1.{SECOND_UID}", f"n.shared.1.{UID}"])

    def test_the_gate_finds_nothing_once_others_have_acknowledged(self):
        self.machine.install(catalog(message("shared", "critical", scope="machine")))
        trace = self.machine.base / "trace"
        wrap = ["strace", "-f", "-qq", "-e", "trace=execve", "-o", str(trace)]

        def starts():
            self.machine.start("notifier", uid=SECOND_UID, wrap=wrap, DISPLAY=":99")
            return [line for line in trace.read_text().splitlines() if "messenger-dialog" in line]
        trace.touch()
        trace.chmod(0o666)
        self.assertTrue(starts(), "while it is open, the gate becomes the dialog")
        self.machine.at_a_terminal("a\n", "--plain")
        self.assertEqual(starts(), [])

    def test_who_takes_back_shows_it_again(self):
        self.machine.at_a_terminal("a\nq\n", "--plain")
        other = self.as_user(SECOND_UID, "rm", "-f", self.mark(UID))
        self.assertNotEqual(other.returncode, 0)
        self.assertTrue(self.mark(UID).exists(), "another's mark cannot be removed")
        self.assertEqual(self.as_user(UID, "rm", self.mark(UID)).returncode, 0)
        self.assertEqual(self.machine.listed(uid=SECOND_UID)["shared"], "due")
        self.assertEqual(self.machine.listed()["shared"], "acknowledged", "his own decision stands")

    def test_forged_marks_count_for_nothing(self):
        plants = [("another's name", SECOND_UID, ["touch", self.mark(4711)]),
                  ("a link", SECOND_UID, ["ln", "-s", "/etc/hostname", self.mark(0)]),
                  ("a folder", SECOND_UID, ["mkdir", self.mark(SECOND_UID)]),
                  ("a pipe", SECOND_UID, ["mkfifo", self.handled / f"n.shared.2.{SECOND_UID}"])]
        for name, uid, command in plants:
            with self.subTest(name):
                self.assertEqual(self.as_user(uid, *command).returncode, 0)
                self.assertEqual(self.machine.listed()["shared"], "due")
                self.assertEqual(self.monitored()[0], 20)
        outsider = self.as_user(40077, "touch", self.mark(40077), member=False)
        self.assertNotEqual(outsider.returncode, 0, "whoever is no member leaves none")
        linked = self.handled / f"n.shared.1.{SECOND_UID}x"
        self.as_user(SECOND_UID, "touch", linked)
        self.as_user(SECOND_UID, "ln", linked, self.handled / f"n.shared.3.{SECOND_UID}")
        self.assertEqual(self.machine.listed()["shared"], "due", "two names for one file")

    def test_a_folder_that_is_lost_or_replaced(self):
        self.machine.at_a_terminal("a\nq\n", "--plain")
        self.handled.rename(self.handled.with_name("away"))
        self.assertEqual(self.machine.listed(uid=SECOND_UID)["shared"], "due", "in doubt it is shown")
        os.symlink("away", self.handled)
        self.assertEqual(self.machine.listed(uid=SECOND_UID)["shared"], "due", "a link is not followed")
        self.machine.at_a_terminal("a\nq\n", "--plain", uid=SECOND_UID)
        self.assertEqual(self.machine.listed(uid=SECOND_UID)["shared"], "acknowledged", "one's own needs no folder")
        self.handled.unlink()
        self.machine.install(catalog(message("shared", "critical", scope="machine"), message("own")))
        about = self.handled.stat()
        self.assertEqual((about.st_uid, about.st_gid, about.st_mode & 0o7777), (0, GROUP, 0o3775))


def days_from_now(days):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")


class HostileMarks(WithMachine):
    """A mark can only add: whatever one member leaves, the acknowledgements of the others stay."""

    PEOPLE = range(41000, 41020)
    ATTACKER = 41666

    def setUp(self):
        super().setUp()
        # It came back four days ago, so that the time of a mark matters, too.
        self.machine.install(catalog(message("move", "critical", scope="machine", until="resolved",
                                             act_by=days_from_now(3))))

    def leave(self, uid, revision=1, when="now"):
        path = self.handled / f"n.move.{revision}.{uid}"
        done = self.as_user(uid, "touch", "-d", when, path)
        self.assertEqual(done.returncode, 0, done.stderr)
        return path

    def test_row_130_a_mark_takes_nothing_back(self):
        self.assertEqual(self.monitored()[0], 20)
        for uid in self.PEOPLE:
            self.leave(uid)
        self.assertEqual(self.monitored(), (0, {"move": "past"}))
        for revision, when in ((4294967295, "now"), (4294967295, "tomorrow"), (1, "tomorrow"), (1, "2100-01-01"),
                               (1, "1970-01-02"), (1, "10 days ago"), (2, "now")):
            with self.subTest(revision=revision, when=when):
                left = self.leave(self.ATTACKER, revision, when)
                self.assertEqual(self.machine.listed(uid=SECOND_UID), {"move": "acknowledged"})
                self.assertEqual(self.monitored(), (0, {"move": "past"}))
                left.unlink()

    def test_row_131_a_mark_silences_no_revision_that_nobody_has_seen(self):
        for revision, when in ((4294967295, "now"), (2, "now"), (1, "tomorrow"), (1, "10 days ago")):
            with self.subTest(revision=revision, when=when):
                left = self.leave(self.ATTACKER, revision, when)
                self.assertEqual(self.machine.listed(uid=SECOND_UID), {"move": "due"})
                self.assertEqual(self.monitored()[0], 20)
                left.unlink()

    def test_an_acknowledgement_of_what_came_back_renews_its_mark(self):
        self.leave(UID, when="10 days ago")
        self.assertEqual(self.monitored()[0], 20)
        self.machine.at_a_terminal("a\n", "--plain")
        self.assertEqual(self.monitored(), (0, {"move": "past"}))
        self.assertEqual(self.machine.listed(uid=SECOND_UID), {"move": "acknowledged"})

    def test_what_cannot_be_read_is_unknown(self):
        self.leave(self.PEOPLE[0])
        self.handled.chmod(0o3770)
        done = self.machine.control("list", "--machine", "--json", member=False, uid=40077)
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn("not known whether a critical notice is acknowledged", done.stderr)
        self.assertEqual(self.machine.listed(uid=SECOND_UID), {"move": "acknowledged"}, "a member can read them")


COMPUTE = """
import hashlib, hmac, sys
folder, machine, uid = sys.argv[1:]
key = bytes.fromhex(open(folder + "/secret").read())
print(hmac.new(key, b"\\0".join((b"actor", machine.encode(), uid.encode())), hashlib.sha256).hexdigest()[:16])
"""


class Pseudonyms(WithMachine):
    """Who can tell whose receipts they are: the group and root, because they alone can read the secret."""

    OUTSIDER = 40077
    MACHINE_ID = "0123456789abcdef0123456789abcdef"

    def setUp(self):
        super().setUp()
        (self.machine.root / "etc/machine-id").write_text(self.MACHINE_ID + "\n")
        self.machine.install(catalog(message("grave", "critical")))
        self.state = self.handled.parent
        self.machine.at_a_terminal("a\n", "--plain")
        rows = [json.loads(line) for line in self.machine.control("receipts", "export").stdout.splitlines()]
        self.actors = {row["actor"] for row in rows}

    def compute(self, uid, member):
        return self.as_user(uid, "/usr/bin/python3", "-c", COMPUTE, self.state, self.MACHINE_ID, UID, member=member)

    def test_row_132_another_account_cannot_compute_a_pseudonym(self):
        self.assertEqual(len(self.actors), 1)
        member = self.compute(SECOND_UID, member=True)
        self.assertEqual({member.stdout.strip()}, self.actors, "it is computed so: a member can")
        outsider = self.compute(self.OUTSIDER, member=False)
        self.assertNotEqual(outsider.returncode, 0)
        self.assertIn("PermissionError", outsider.stderr)
        self.assertEqual(outsider.stdout, "")
        about = (self.state / "secret").stat()
        self.assertEqual((about.st_uid, about.st_gid, about.st_mode & 0o7777), (0, GROUP, 0o640))
        secret = (self.state / "secret").read_text().strip()
        for path in self.machine.root.rglob("*"):
            if path.is_file() and path.stat().st_mode & 0o004:
                self.assertNotIn(secret.encode(), path.read_bytes(), path)

    def test_what_others_are_told(self):
        done = self.machine.control("receipts", "test", uid=self.OUTSIDER, member=False)
        self.assertEqual(done.returncode, 6, done.stderr)
        self.assertIn("secret", done.stderr)
        self.assertEqual(self.machine.control("list", "--machine", uid=self.OUTSIDER, member=False).returncode, 0)

    def test_without_the_secret_acts_are_recorded_and_nothing_is_sent(self):
        self.machine.forget()
        (self.state / "secret").unlink()
        self.machine.at_a_terminal("a\n", "--plain")
        self.assertEqual(self.machine.listed(), {"grave": "acknowledged"})
        self.assertEqual(self.machine.control("receipts", "export").stdout, "")
        self.machine.install(catalog(message("grave", "critical")))
        self.assertRegex((self.state / "secret").read_text(), r"\A[0-9a-f]{64}\n\Z")


class Monitoring(WithMachine):
    """`list --machine`, for an account that is no member and whose own record is nobody's business."""

    def test_open_until_any_administrator_has_acknowledged(self):
        self.machine.install(catalog(message("grave", "critical"), message("mild", "info"),
                                     message("elsewhere", "critical").replace('id="av"', 'id="av" version="[99.0,)"')))
        self.assertEqual(self.monitored(), (20, {"grave": "due", "mild": "due"}))
        self.machine.at_a_terminal("a\nq\n", "--plain")
        self.assertEqual(self.monitored(), (0, {"mild": "due", "grave": "past"}))
        self.assertEqual(self.machine.control("status", uid=SECOND_UID).returncode, 20, "for him it is still open")
        self.assertEqual(self.machine.control("status").returncode, 0)

    def test_whoever_leaves_the_group_undoes_nothing(self):
        self.machine.install(catalog(message("grave", "critical")))
        self.machine.at_a_terminal("a\n", "--plain")
        self.assertEqual(self.machine.listed(member=False)["grave"], "acknowledged")
        self.assertEqual(self.monitored()[0], 0)

    def test_what_no_longer_applies_is_not_open(self):
        self.machine.install(catalog(message("grave", "critical")))
        self.assertEqual(self.monitored()[0], 20)
        self.status.write_text(DPKG_STATUS)
        self.assertEqual(self.monitored(), (0, {}))


class ComesBack(WithMachine):
    """until="resolved": once more, a week before act-by, while its condition is still true."""

    def setUp(self):
        super().setUp()
        self.machine.install(catalog(message("move", until="resolved", act_by="2028-01-31T00:00:00Z")))

    def at(self, day):
        return ["faketime", "-f", f"@{day} 12:00:00"]

    def reason(self, day):
        return self.machine.listed(wrap=self.at(day))["move"]

    def test_once_a_week_before_its_day(self):
        self.machine.at_a_terminal("a\n", "--plain")
        self.assertEqual(self.reason("2028-01-22"), "acknowledged")
        self.assertEqual(self.reason("2028-01-25"), "due")
        self.assertIn("comes back", self.machine.at_a_terminal("a\n", "--plain", wrap=self.at("2028-01-25")))
        self.assertEqual(self.reason("2028-01-26"), "acknowledged")
        self.assertEqual(self.reason("2028-02-20"), "acknowledged")

    def test_not_where_it_was_resolved(self):
        self.machine.at_a_terminal("a\n", "--plain")
        self.status.write_text(DPKG_STATUS)
        self.assertEqual(self.reason("2028-01-25"), "condition")


class Withdrawn(WithMachine):
    """<withdrawn notify="yes">: told once to those who had it on screen, though nothing else is due."""

    def test_told_once_to_those_who_saw_it(self):
        self.machine.install(catalog(message("wrong")))
        self.machine.at_a_terminal("q\n", "--plain")  # looked at, not decided
        self.machine.install(catalog(NEVER, '<withdrawn id="wrong" notify="yes"/>'))
        self.assertEqual(self.machine.start("notifier", uid=SECOND_UID, DISPLAY=":99").returncode, 0,
                         "who never saw it is told nothing")
        said = self.machine.session("texts")
        self.assertIn("withdrawn a notice you have read", said)
        self.assertIn("Notice wrong", said)
        self.assertIn("TEST KEYS", said)
        self.assertIn("exit 0", self.machine.session("nothing"))

    def test_told_once_in_a_terminal(self):
        """As in the window, and for both: a pipe prints it, but is no reader who was told."""
        self.machine.install(catalog(message("wrong")))
        self.machine.at_a_terminal("q\n", "--plain")
        self.machine.install(catalog(NEVER, '<withdrawn id="wrong" notify="yes"/>'))
        for _ in range(2):
            self.assertIn("withdrawn a notice you have read", self.machine.control("show").stdout)
        said = self.machine.at_a_terminal("", "--plain")
        self.assertIn("withdrawn a notice you have read: \u201cNotice wrong\u201d", said)
        self.assertNotIn("a acknowledge", said)
        self.assertIn("No notice is due.", self.machine.at_a_terminal("", "--plain"))
        self.assertEqual(self.machine.control("show").stdout, "")
        self.assertIn("exit 0", self.machine.session("nothing"))

    def test_a_silent_withdrawal_says_nothing(self):
        self.machine.install(catalog(message("wrong")))
        self.machine.at_a_terminal("q\n", "--plain")
        self.machine.install(catalog(NEVER, '<withdrawn id="wrong"/>'))
        self.assertIn("exit 0", self.machine.session("nothing"))
